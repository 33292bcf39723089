"""Small pieces that several panels are made of."""
