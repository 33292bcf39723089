"""Blocks and spans as plain text: for keys, titles and screen readers."""

from __future__ import annotations

from collections.abc import Iterable

from nnviz.lessons.document import Items, LineBreak, Maths, Paragraph, Quote, Words


def plain_text(parts: Iterable[object]) -> str:
    """The words of spans or blocks; formulas in their markup."""
    return "".join(_text(part) for part in parts).strip()


def _text(part: object) -> str:
    match part:
        case Words():
            return part.text
        case Maths():
            return part.markup
        case LineBreak():
            return " "
        case Paragraph(spans):
            return plain_text(spans) + " "
        case Items(items):
            return " ".join(plain_text(item) for item in items) + " "
        case Quote(blocks):
            return plain_text(blocks) + " "
        case _:
            return ""
