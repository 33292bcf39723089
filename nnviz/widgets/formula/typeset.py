"""Formulas set on paper: a tree of markup becomes glyphs and rules at their places, ready to be painted.

Sizes and shifts are those of the MATH table of STIX Two Math, the font they are set in. Glyphs are painted as
text, not as pictures, so that they are crisp on every screen and take their colours when painted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from nnviz.widgets import theme
from nnviz.widgets.formula.markup import (
    Coloured,
    Fraction,
    Node,
    Row,
    Scripts,
    Symbol,
    is_between,
    kind_of,
    parse,
)

# In em, from the font's MATH table.
_SCRIPT = 0.7  # size of scripts
_RAISE, _LOWER = 0.36, 0.21
_AXIS = 0.258
_RULE = 0.06
_FRACTION_GAP = 0.12
_AFTER_SCRIPT = 0.04

_THIN_SPACE, _BINARY_SPACE, _RELATION_SPACE = 0.12, 0.2, 0.26
_ITALIC_LATIN, _ITALIC_GREEK = 0x1D44E, 0x1D6FC


@dataclass(frozen=True)
class Glyphs:
    """A run of characters: its place relative to the formula's origin on the baseline, and its size in px."""

    x: float
    y: float
    size: float
    text: str
    role: str  # a colour of the theme, or "" for the formula's own


@dataclass(frozen=True)
class Rule:
    """A fraction's line."""

    x: float
    y: float
    width: float
    height: float
    role: str


@dataclass(frozen=True)
class Typeset:
    """A formula with its extent around the baseline, in px."""

    width: float
    ascent: float
    descent: float
    marks: tuple[Glyphs | Rule, ...]

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.ascent + self.descent

    def paint(self, painter: QPainter, x: float, baseline: float, colour: QColor) -> None:
        """Paint it with its left end at `x`; parts without a colour of their own take `colour`."""
        now = theme.colours()
        for mark in self.marks:
            pen = getattr(now, mark.role) if mark.role else colour
            if isinstance(mark, Rule):
                painter.fillRect(QRectF(x + mark.x, baseline + mark.y, mark.width, mark.height), pen)
                continue
            painter.setFont(theme.maths_font(mark.size))
            painter.setPen(pen)
            painter.drawText(QPointF(x + mark.x, baseline + mark.y), mark.text)


@lru_cache(maxsize=2000)
def typeset(markup: str, size: float) -> Typeset:
    """Set a formula in letters of `size` px. Raises `ValueError` for markup that is none."""
    return _set(parse(markup), size, "")


def fitting(markup: str, size: float, width: float, least: float = 9) -> Typeset:
    """Set it in `size` px, or smaller if it would not fit into `width`, down to `least`."""
    made = typeset(markup, size)
    while made.width > width and size > least:
        size -= 1
        made = typeset(markup, size)
    return made


def _set(node: Node, size: float, role: str) -> Typeset:
    match node:
        case Symbol():
            return _set_symbol(node, size, role)
        case Row(items):
            return _set_row(items, size, role)
        case Scripts(Symbol(_, "sum") as base, _, below):
            return _set_sum(base, below, size, role)
        case Scripts():
            return _set_scripts(node, size, role)
        case Fraction(top, bottom):
            return _set_fraction(top, bottom, size, role)
        case Coloured(name, inner):
            return _set(inner, size, name)


def _set_symbol(symbol: Symbol, size: float, role: str) -> Typeset:
    if symbol.kind == "space":
        return Typeset(0.17 * size, 0, 0, ())
    if symbol.kind == "sum":
        size *= 1.25
    text = _italic(symbol.text) if symbol.kind == "letter" else symbol.text
    metrics = _metrics(size)
    ink = metrics.tightBoundingRect(text)
    width = metrics.horizontalAdvance(text)
    return Typeset(width, -ink.top(), ink.bottom(), (Glyphs(0, 0, size, text, role),))


def _set_row(items: tuple[Node, ...], size: float, role: str) -> Typeset:
    placed, x = [], 0.0
    for i, item in enumerate(items):
        box = _set(item, size, role)
        before, after = _space(items, i)
        placed.append((box, x + before * size, 0.0))
        x += box.width + (before + after) * size
    return _joined(placed, x)


def _set_scripts(node: Scripts, size: float, role: str) -> Typeset:
    base = _set(node.base, size, role)
    placed = [(base, 0.0, 0.0)]
    width = base.width
    for script, shift in ((node.above, -_RAISE * size), (node.below, _LOWER * size)):
        if script is None:
            continue
        box = _set(script, size * _SCRIPT, role)
        if isinstance(script, Row) and script.items and script.items[0] == Symbol("′", "upright"):
            shift += 0.08 * size  # the prime is a tall glyph that is made to be raised less
        # Beside a slanted letter, what is above stands a little to the right of what is below.
        lean = 0.05 * size if shift < 0 and isinstance(node.base, Symbol) else 0.0
        placed.append((box, base.width + lean, shift))
        width = max(width, base.width + lean + box.width)
    return _joined(placed, width + _AFTER_SCRIPT * size)


def _set_sum(base: Symbol, below: Node | None, size: float, role: str) -> Typeset:
    sign = _set_symbol(base, size, role)
    if below is None:
        return sign
    index = _set(below, size * _SCRIPT, role)
    width = max(sign.width, index.width)
    drop = sign.descent + index.ascent + 0.08 * size
    placed = [(sign, (width - sign.width) / 2, 0.0), (index, (width - index.width) / 2, drop)]
    return _joined(placed, width + 0.1 * size)


def _set_fraction(top: Node, bottom: Node, size: float, role: str) -> Typeset:
    over, under = _set(top, size * 0.85, role), _set(bottom, size * 0.85, role)
    pad = 0.08 * size
    width = max(over.width, under.width) + 2 * pad
    axis, gap = -_AXIS * size, _FRACTION_GAP * size
    placed = [
        (over, (width - over.width) / 2, axis - gap - over.descent),
        (under, (width - under.width) / 2, axis + gap + under.ascent),
    ]
    joined = _joined(placed, width)
    rule = Rule(0, axis - _RULE * size / 2, width, max(_RULE * size, 1), role)
    return Typeset(width, joined.ascent, joined.descent, (*joined.marks, rule))


def _joined(placed: Iterable[tuple[Typeset, float, float]], width: float) -> Typeset:
    marks: list[Glyphs | Rule] = []
    ascent = descent = 0.0
    for box, dx, dy in placed:
        ascent, descent = max(ascent, box.ascent - dy), max(descent, box.descent + dy)
        for mark in box.marks:
            if isinstance(mark, Rule):
                marks.append(Rule(mark.x + dx, mark.y + dy, mark.width, mark.height, mark.role))
            else:
                marks.append(Glyphs(mark.x + dx, mark.y + dy, mark.size, mark.text, mark.role))
    return Typeset(width, ascent, descent, tuple(marks))


def _space(items: tuple[Node, ...], i: int) -> tuple[float, float]:
    """Space before and after an item, in em."""
    item = items[i]
    if kind_of(item) == "relation":
        return (_RELATION_SPACE if i else 0.0), _RELATION_SPACE
    if is_between(items, i):
        return _BINARY_SPACE, _BINARY_SPACE
    if isinstance(item, Fraction):
        return _THIN_SPACE, _THIN_SPACE
    is_sum = isinstance(item, Scripts) and kind_of(item.base) == "sum"
    product = _is_factor(item) and i > 0 and _is_factor(items[i - 1])
    return (_THIN_SPACE if is_sum or product else 0.0), 0.0


def _is_factor(node: Node) -> bool:
    """Whether it is a letter with scripts: two of them side by side need a little air."""
    return isinstance(node, Scripts) and kind_of(node.base) == "letter"


def _italic(text: str) -> str:
    """Letters from the mathematical alphabet, whose shapes and widths are made for formulas."""
    return "".join(_italic_letter(letter) for letter in text)


def _italic_letter(letter: str) -> str:
    if letter == "h":
        return "ℎ"
    if "a" <= letter <= "z":
        return chr(_ITALIC_LATIN + ord(letter) - ord("a"))
    if "A" <= letter <= "Z":
        return chr(_ITALIC_LATIN - 26 + ord(letter) - ord("A"))
    if "α" <= letter <= "ω":
        return chr(_ITALIC_GREEK + ord(letter) - ord("α"))
    return letter


@lru_cache(maxsize=64)
def _metrics(size: float) -> QFontMetricsF:
    return QFontMetricsF(theme.maths_font(size))
