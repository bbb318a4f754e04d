"""Which kind of file bytes are, and the kinds that Pillow alone does not read within bounds."""
