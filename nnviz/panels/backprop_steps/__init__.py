"""The parts of the backpropagation walk; `panel.py` puts them together."""
