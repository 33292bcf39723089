"""Activation functions and their slopes, with a slider for z."""
