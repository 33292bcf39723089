"""The mathematics: network, training, data. No Qt, no screen."""
