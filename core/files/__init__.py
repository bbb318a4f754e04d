"""Files that a reader may open at any moment: JSON, JSON lines, arrays; and deleting folders."""
