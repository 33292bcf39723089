"""A matrix of weights and its transpose."""
