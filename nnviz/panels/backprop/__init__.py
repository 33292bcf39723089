"""The parts of the backpropagation walk; `panels/backprop_steps.py` puts them together."""
