"""What learning computes: the mathematics of networks and of their training. No Qt."""
