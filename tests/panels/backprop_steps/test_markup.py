from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.symbols import symbol
from nnviz.learning.activations import HIDDEN
from nnviz.learning.architecture import Architecture
from nnviz.panels.backprop_steps.equations import Column, Sign, equation_rows
from nnviz.panels.backprop_steps.stages import equation, found, stages
from nnviz.widgets.formula.markup import parse, plain
from nnviz.widgets.formula.typeset import Rule, fitting, typeset

NETWORKS = [
    Architecture(sizes, hidden, output, cost)
    for sizes in ((784, 100, 10), (784, 40, 30, 20, 10))
    for hidden in HIDDEN
    for output, cost in (("sigmoid", "quadratic"), ("sigmoid", "cross-entropy"), ("softmax", "cross-entropy"))
]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (r"\delta^3_5 = (a^3_5 - y_5)\, \sigma'(z^3_5)", "δ³₅ = (a³₅ − y₅) σ′(z³₅)"),
        (r"w^{3}_{5,42}", "w³₅,₄₂"),
        (r"\delta^2 = (w^{3T} \delta^3) \odot \sigma'(z^2)", "δ² = (w³ᵀδ³) ⊙ σ′(z²)"),
        (r"= -3 \times (+1.3\cdot 10^{-6})", "= −3 × (+1.3 · 10⁻⁶)"),
        (r"\frac{\partial C}{\partial w} = +0.12", "∂C/∂w = +0.12"),
        (r"\frac{\eta}{m} \sum_x \nabla C_x", "η/m∑ₓ∇Cₓ"),
        (r"\c{muted}{\sigma(z) =} a", "σ(z) = a"),
        (r"C\,\text{after~all}", "C after all"),
        (r"x_{ab}", "x_(ab)"),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain(markup) == text


@pytest.mark.parametrize("broken", [r"\frac{a}", "a^", "a}", r"\nosuchname", "{a", r"\text{"])
def test_broken_markup_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"missing|too many|unknown"):
        parse(broken)


def test_every_formula_of_the_walk_can_be_set(qtbot: QtBot) -> None:
    for network in NETWORKS:
        for stage in stages(len(network.sizes)):
            heads = [equation(stage, network), found(stage)]
            for row in equation_rows(stage, network):
                heads += [item.head for item in row.items if isinstance(item, Column | Sign)]
            for head in heads:
                assert typeset(head, 20).height >= 0
                assert "\\" not in plain(head)


def test_every_symbol_can_be_set(qtbot: QtBot) -> None:
    for quantity in Quantity:
        entry = Entry(quantity, 3, 5, 42 if quantity.is_matrix else None)
        for network in NETWORKS:
            assert typeset(symbol(entry, network), 15).width > 0


def test_scripts_stand_above_and_below_and_smaller(qtbot: QtBot) -> None:
    marks = typeset("w^{3}_{5}", 20).marks
    base, above, below = marks
    assert above.y < base.y < below.y
    assert above.size < base.size
    assert above.x > base.x


def test_fraction_has_a_rule_between_its_parts(qtbot: QtBot) -> None:
    top, bottom, rule = typeset(r"\frac{a}{b}", 20).marks
    assert isinstance(rule, Rule)
    assert top.y < rule.y < bottom.y


def test_signs_have_space_only_between_two_things(qtbot: QtBot) -> None:
    between = typeset("a - b", 20).width - typeset("a", 20).width - typeset("b", 20).width
    before = typeset("-b", 20).width - typeset("b", 20).width
    assert between > before + 4


def test_a_formula_that_does_not_fit_is_set_smaller(qtbot: QtBot) -> None:
    wide = typeset(r"z^{3}_{5} = \sum_{k} w^{3}_{5,k} a^{2}_{k} + b^{3}_{5}", 20)
    made = fitting(r"z^{3}_{5} = \sum_{k} w^{3}_{5,k} a^{2}_{k} + b^{3}_{5}", 20, wide.width / 1.5)
    assert made.width <= wide.width / 1.5


def test_the_font_has_every_sign_of_the_formulas(qtbot: QtBot) -> None:
    """A missing glyph would be painted in another font, or as a box: its ink would change with the family."""
    from PySide6.QtGui import QRawFont

    from nnviz.widgets import theme

    raw = QRawFont.fromFont(theme.maths_font(20))
    assert raw.familyName() == theme.MATHS_FAMILY
    for network in NETWORKS:
        for stage in stages(len(network.sizes)):
            for mark in typeset(equation(stage, network), 20).marks:
                for sign in getattr(mark, "text", "").strip():
                    assert raw.supportsCharacter(ord(sign)), sign


def test_colours_of_parts_are_painted(qtbot: QtBot) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    typeset(r"\c{right}{w}", 30).paint(painter, 5, 30, QColor("white"))
    painter.end()
    greens = [image.pixelColor(x, y) for x in range(60) for y in range(40)]
    assert any(colour.green() > colour.red() + 60 for colour in greens)
