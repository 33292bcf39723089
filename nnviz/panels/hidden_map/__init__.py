"""The test pictures laid out by what a hidden layer makes of them."""
