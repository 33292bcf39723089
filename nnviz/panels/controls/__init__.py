"""The parts of the control bar, and its read-out."""
