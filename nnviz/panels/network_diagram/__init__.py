"""What the network diagram is made of: geometry, connections as pictures, strokes, words, the pulse."""
