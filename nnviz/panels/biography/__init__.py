"""The biography of a weight: its value over the run, and what moved it."""
