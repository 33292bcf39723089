"""Experiments: many runs chosen, carried out beside the window, and looked at. A window of its own."""
