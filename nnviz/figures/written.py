"""Numbers as the figures write them: with fixed decimals and a true minus."""

from __future__ import annotations


def written(number: float, decimals: int = 2) -> str:
    """−0.5 -> "−0.50"; what rounds to nothing has no sign."""
    text = f"{number:.{decimals}f}"
    return (text.removeprefix("-") if float(text) == 0 else text).replace("-", "−")


def in_sum(number: float, decimals: int = 2) -> str:
    """The same as a term of a sum: in brackets if it is negative."""
    text = written(number, decimals)
    return f"({text})" if text.startswith("−") else text
