"""Small pieces of the screen that several panels are made of."""
