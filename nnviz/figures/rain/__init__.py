"""The rain network with sliders."""
