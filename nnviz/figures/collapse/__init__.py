"""A linear and a sigmoid network learn the same points; the linear one folds to a single neuron."""
