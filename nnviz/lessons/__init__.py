"""Lessons: files of plain words that drive the real network. What they say, and whether it is true."""
