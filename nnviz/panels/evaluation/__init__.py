"""How good the network is, class by class, and what it takes for what."""
