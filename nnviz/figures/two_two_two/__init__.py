"""A 2-2-2 network by hand."""
