"""The one thread that trains, and the slot through which the window looks at it."""
