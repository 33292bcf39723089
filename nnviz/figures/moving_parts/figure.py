"""Three layers of one neuron each: what acts on what, and the chain rule from any part to the cost."""

from __future__ import annotations

from nnviz.explain.figures.moving_parts_numbers import PARTS, MovingParts
from nnviz.figures.figure import Figure, FigureSpec, Number
from nnviz.figures.moving_parts.chain_words import chain_markup, numbers_markup
from nnviz.figures.moving_parts.tree_view import TreeView
from nnviz.figures.number_slider import NumberSlider
from nnviz.widgets.formula.formula_label import FormulaLabel


class MovingPartsFigure(Figure):
    """Point at a part: its path to the cost lights up, and the derivatives along it are multiplied."""

    spec = FigureSpec(
        name="moving_parts",
        title="The moving parts",
        explanation="What acts on what, from weights to the cost, and the chain rule along each path.",
        numbers=(
            Number("x", "input a¹", "What goes in.", start=0.8, least=0, most=1),
            Number("w2", "weight w²", "Into layer 2.", start=1.5, least=-4, most=4),
            Number("b2", "bias b²", "Of layer 2.", start=-0.5, least=-4, most=4),
            Number("w3", "weight w³", "Into layer 3.", start=-2, least=-4, most=4),
            Number("b3", "bias b³", "Of layer 3.", start=1, least=-4, most=4),
            Number("y", "target y", "What the output should be.", start=1, least=0, most=1),
            Number(
                "part",
                "part",
                "The part whose path is lit, counted from 0.",
                start=0,
                least=0,
                most=len(PARTS) - 1,
            ),
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self.view = TreeView()
        self.chain, self.product = FormulaLabel(18), FormulaLabel()
        self.sliders = {
            number.name: NumberSlider(number) for number in self.spec.numbers if number.name != "part"
        }
        self.add_controls(*self.sliders.values())
        self.lay_out(self.view, self.chain, self.product, *self.sliders.values())
        self.view.pointed.connect(lambda part: self.set_number("part", PARTS.index(part)))
        self.show_numbers()

    @property
    def part(self) -> str:
        """The part whose path is lit."""
        return PARTS[round(self.numbers["part"])]

    def show_numbers(self) -> None:
        parts = MovingParts.of(self.numbers)
        self.view.show_parts(parts, self.part)
        self.chain.show_formula(chain_markup(self.part), "Along a path, rates of change are multiplied.")
        self.product.show_formula(numbers_markup(parts, self.part), "The same with the numbers of now.")
