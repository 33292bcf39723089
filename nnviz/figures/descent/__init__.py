"""A ball that goes down a curve, step by step."""
