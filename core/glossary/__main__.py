"""`python -m core.glossary` prints the glossary as the document docs/glossary.md."""

import sys

from core.glossary import as_markdown

if __name__ == "__main__":
    sys.stdout.write(as_markdown())
