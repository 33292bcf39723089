"""Two outputs, their cost, and the answer they give."""
