"""Letters with a layer above and indices below, as markup (see `widgets/formula/markup.py`)."""

from __future__ import annotations

DELTA = r"\delta"


def indexed(letter: str, layer: int, *indices: int | str | None) -> str:
    """A letter with its layer above and its indices below: w^{3}_{5,42}; indices that are None left out."""
    given = ",".join(str(index) for index in indices if index is not None)
    return f"{letter}^{{{layer}}}" + (f"_{{{given}}}" if given else "")
