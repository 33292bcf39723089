"""A run of training and its past, several of them, and the one thread that trains. No screen."""
