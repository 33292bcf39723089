"""The parts of the learning curve panel."""
