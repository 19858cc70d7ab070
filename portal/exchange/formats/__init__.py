"""Formats of other systems, a file or folder each. What all of them offer stands in `table.py`."""
