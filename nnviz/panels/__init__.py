"""The screen: one panel is one file is one QWidget. Panels know neither each other nor the thread."""
