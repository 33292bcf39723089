"""Formulas: their markup, and how they are set."""
