r"""Formula markup, a small part of LaTeX's, as a tree; and the same tree in plain text for screen readers.

Understood: letters (italic), digits and signs (upright), `^` and `_` with braces, `'`, `\frac{}{}`, `\half`,
`\sum_{}`, `\text{}`, `\,` (thin space), `\c{role}{…}` (a colour of the theme) and the names in `_NAMED`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

Kind = Literal["letter", "upright", "binary", "relation", "open", "close", "sum", "space"]


@dataclass(frozen=True)
class Symbol:
    """A run of characters set alike."""

    text: str
    kind: Kind


@dataclass(frozen=True)
class Row:
    """Things side by side."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Scripts:
    """Something with smaller things above and below to its right; under it, for a sum."""

    base: Node
    above: Node | None
    below: Node | None


@dataclass(frozen=True)
class Fraction:
    """One thing over another."""

    top: Node
    bottom: Node


@dataclass(frozen=True)
class Coloured:
    """Something in a colour of its own, named as in `theme.Colours`."""

    role: str
    inner: Node


Node = Symbol | Row | Scripts | Fraction | Coloured

_NAMED: dict[str, Symbol] = {
    "delta": Symbol("δ", "letter"),
    "Delta": Symbol("Δ", "upright"),
    "sigma": Symbol("σ", "letter"),
    "eta": Symbol("η", "letter"),
    "theta": Symbol("θ", "letter"),
    "lambda": Symbol("λ", "letter"),
    "mu": Symbol("μ", "letter"),
    "partial": Symbol("∂", "upright"),
    "nabla": Symbol("∇", "upright"),
    "odot": Symbol("⊙", "binary"),
    "times": Symbol("×", "binary"),
    "cdot": Symbol("·", "binary"),
    "to": Symbol("→", "relation"),
    "gets": Symbol("←", "relation"),
    "approx": Symbol("≈", "relation"),
    "cdots": Symbol("⋯", "upright"),
    "norm": Symbol("‖", "open"),
    "sum": Symbol("∑", "sum"),
    "half": Symbol("½", "upright"),
    ",": Symbol(" ", "space"),
}
_SIGNS: dict[str, Kind] = {
    "+": "binary",
    "−": "binary",
    "=": "relation",
    "<": "relation",
    ">": "relation",
    "(": "open",
    ")": "close",
}
_TOKEN = re.compile(r"\\[A-Za-z]+|\\,|[0-9]+(?:\.[0-9]+)?|\s+|.")


@cache
def parse(markup: str) -> Node:
    """The tree of a formula. Raises `ValueError` for markup that is none."""
    parser = _Parser([token for token in _TOKEN.findall(markup) if not token.isspace()], markup)
    row = parser.row()
    if parser.tokens:
        raise ValueError(f"a brace too many in {markup!r}")
    return row


class _Parser:
    """Recursive descent over the tokens, which it uses up."""

    def __init__(self, tokens: list[str], markup: str) -> None:
        self.tokens, self.markup = tokens, markup

    def row(self) -> Row:
        items: list[Node] = []
        while self.tokens and self.tokens[0] != "}":
            items.append(self._with_scripts(self._atom()))
        return Row(tuple(items))

    def _with_scripts(self, base: Node) -> Node:
        above: list[Node] = []
        below: Node | None = None
        while self.tokens and self.tokens[0] in ("^", "_", "'"):
            mark = self.tokens.pop(0)
            if mark == "'":
                above.append(Symbol("′", "upright"))
            elif mark == "^":
                above.append(self._argument())
            else:
                below = self._argument()
        if not above and below is None:
            return base
        return Scripts(base, Row(tuple(above)) if above else None, below)

    def _argument(self) -> Node:
        if self._next() != "{":
            return _symbol(self.tokens.pop(0))
        return self._braced()

    def _braced(self) -> Row:
        self.tokens.pop(0)
        inner = self.row()
        self._next()
        self.tokens.pop(0)
        return inner

    def _raw(self) -> str:
        """The text of a braced argument as it stands; spaces come from `~`."""
        self.tokens.pop(0)
        words = []
        while self._next() != "}":
            words.append(self.tokens.pop(0))
        self.tokens.pop(0)
        return "".join(words).replace("~", " ")

    def _atom(self) -> Node:
        token = self._next()
        if token == "{":
            return self._braced()
        self.tokens.pop(0)
        if token == r"\frac":
            return Fraction(self._argument(), self._argument())
        if token == r"\text":
            return Symbol(self._raw(), "upright")
        if token == r"\c":
            return Coloured(self._raw(), self._argument())
        return _symbol(token)

    def _next(self) -> str:
        if not self.tokens:
            raise ValueError(f"something is missing at the end of {self.markup!r}")
        return self.tokens[0]


def _symbol(token: str) -> Symbol:
    if token.startswith("\\"):
        if token[1:] not in _NAMED:
            raise ValueError(f"unknown symbol {token}")
        return _NAMED[token[1:]]
    token = token.replace("-", "−")
    if token in _SIGNS:
        return Symbol(token, _SIGNS[token])
    return Symbol(token, "letter" if token.isalpha() and token not in ("T",) else "upright")


def kind_of(node: Node) -> str:
    """The kind of a symbol; "inner" for anything that is made of several."""
    return node.kind if isinstance(node, Symbol) else "inner"


def is_between(items: tuple[Node, ...], i: int) -> bool:
    """Whether item i is a sign between two things, and not the sign of what follows."""
    if kind_of(items[i]) != "binary":
        return False
    return i > 0 and kind_of(items[i - 1]) not in ("relation", "binary", "open")


_RAISED = str.maketrans("0123456789−+TlL′jk", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵀˡᴸ′ʲᵏ")
_LOWERED = str.maketrans("0123456789jkix,", "₀₁₂₃₄₅₆₇₈₉ⱼₖᵢₓ,")


def plain(markup: str) -> str:
    """A formula as plain text: "δ³₅ = (a³₅ − y₅) σ′(z³₅)"."""
    return re.sub(r" +", " ", _plain(parse(markup))).strip()


def _plain(node: Node) -> str:
    match node:
        case Symbol(text, "relation"):
            return f" {text} "
        case Symbol(text, _):
            return text
        case Row(items):
            spaced = (" " if is_between(items, i) else "" for i in range(len(items)))
            return "".join(f"{s}{_plain(item)}{s}" for s, item in zip(spaced, items, strict=True))
        case Scripts(base, above, below):
            return _plain(base) + _script(above, _RAISED, "^") + _script(below, _LOWERED, "_")
        case Fraction(top, bottom):
            return f"{_grouped(top)}/{_grouped(bottom)}"
        case Coloured(_, inner):
            return _plain(inner)


def _script(node: Node | None, table: dict[int, int], mark: str) -> str:
    if node is None:
        return ""
    text = _plain(node).replace(" ", "")
    shifted = text.translate(table)
    known = all(ord(character) in table for character in text)
    return shifted if known else f"{mark}({text})"


def _grouped(node: Node) -> str:
    text = _plain(node).strip()
    return f"({text})" if " " in text else text
