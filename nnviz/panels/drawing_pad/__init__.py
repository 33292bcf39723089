"""What the drawing pad is made of: strokes, the canvas, and what the network sees and says."""
