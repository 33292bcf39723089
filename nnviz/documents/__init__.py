"""What the user keeps: session files, the recovery of unsaved work, and pictures and tables for others."""
