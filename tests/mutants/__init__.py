"""Faults put in on purpose: each must turn its tests red, or nothing guards what the screen says there."""
