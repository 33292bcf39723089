"""The parts of the live predictions panel."""
