"""Watch a neural network learn: a 784-100-10 sigmoid network on MNIST, trained live."""

__version__ = "0.1.0"
