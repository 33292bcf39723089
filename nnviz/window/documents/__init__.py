"""What the user keeps: opening, saving, recovery of unsaved work, exports."""
