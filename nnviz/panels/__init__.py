"""The screen: one panel, one folder. Panels know neither each other nor the window."""
