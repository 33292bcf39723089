"""The commands that open no window of their own: one command is one file."""
