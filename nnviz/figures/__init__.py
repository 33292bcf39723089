"""Interactive figures: each a small world of its own, in a lesson or in a window of its own."""
