"""One neuron with sliders."""
