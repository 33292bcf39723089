"""Watch a neural network learn: a 784-100-10 sigmoid network on MNIST, trained live."""

import os

# Before NumPy is imported anywhere: the products here are small (24 x 784 by 784 x 100 at most while a
# window is open) and a second BLAS thread only takes the core that training needs.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
