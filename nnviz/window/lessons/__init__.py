"""Lessons in the window: what they may name, and how a page gets its run and its panels."""
