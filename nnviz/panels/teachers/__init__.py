"""Who taught the network an image: the training examples that made its cost fall, and those that did not."""
