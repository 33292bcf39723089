"""The chain rule along a path, written out: as derivatives, and as numbers."""

from __future__ import annotations

from nnviz.explain.figures.moving_parts_numbers import MovingParts, path_from

SYMBOLS = {
    "x": "a^1",
    "w2": "w^2",
    "b2": "b^2",
    "z2": "z^2",
    "a2": "a^2",
    "w3": "w^3",
    "b3": "b^3",
    "z3": "z^3",
    "a3": "a^3",
    "y": "y",
    "C": "C",
}
WORDS = {
    "x": "the input",
    "w2": "the weight into layer 2",
    "b2": "the bias of layer 2",
    "z2": "the weighted input of layer 2",
    "a2": "the activation of layer 2",
    "w3": "the weight into layer 3",
    "b3": "the bias of layer 3",
    "z3": "the weighted input of layer 3",
    "a3": "the output",
    "y": "what the output should be",
    "C": "the cost",
}


def chain_markup(part: str) -> str:
    """∂C/∂ the part as a product of derivatives along its path."""
    path = path_from(part)
    if len(path) < 2:
        return "C = \\half (a^3-y)^2" if part == "C" else _rate(part, "C")
    return f"{_rate(part, 'C')} = " + r"\cdot ".join(_rate(start, end) for start, end in path)


def numbers_markup(parts: MovingParts, part: str) -> str:
    """The same with its numbers."""
    path = path_from(part)
    if not path:
        return f"C = {written(parts.value('C'))}"
    rates = [parts.rate(*link) for link in path]
    product = r" \cdot ".join(f"({written(r)})" if r < 0 else written(r) for r in rates)
    result = written(parts.slope(part), decimals=4)
    return f"= {product} = {result}" if len(path) > 1 else f"= {result}"


def written(number: float, decimals: int = 3) -> str:
    """As it is printed: "−0.125"."""
    text = f"{number:.{decimals}f}"
    return (text.lstrip("-") if float(text) == 0 else text).replace("-", "−")


def _rate(start: str, end: str) -> str:
    return rf"\frac{{\partial {SYMBOLS[end]}}}{{\partial {SYMBOLS[start]}}}"
