"""The tree of moving parts."""
