"""The parts of the neuron inspector: its pages, what they are painted with, and what they look up."""
