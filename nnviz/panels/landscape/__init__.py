"""The landscape of the cost around the network."""
