"""The mathematics of the interactive figures, a file for each; plain numbers, no Qt."""
