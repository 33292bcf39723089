"""The parts of the hidden units panel."""
