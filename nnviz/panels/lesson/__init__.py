"""The lesson: pages of words beside the network that they are about."""
