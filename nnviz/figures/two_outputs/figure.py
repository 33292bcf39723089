"""Two outputs: their cost as two squares, and why right or wrong is not enough to learn from."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from nnviz.explain.figures.two_outputs_numbers import TwoOutputs
from nnviz.figures.figure import Figure, FigureSpec, Number
from nnviz.figures.number_slider import NumberSlider
from nnviz.figures.two_outputs.glide_plot import GlidePlot
from nnviz.figures.two_outputs.outputs_view import OutputsView
from nnviz.widgets.formula.formula_label import FormulaLabel

_NAMES = "a₃", "a₈"


class TwoOutputsFigure(Figure):
    """Move the two outputs; the picture is a 3."""

    spec = FigureSpec(
        name="two_outputs",
        title="The cost of two outputs",
        explanation="It is a 3: a₃ should be 1, a₈ should be 0, and the cost says how far off they are.",
        numbers=(
            Number("right", "output a₃", "It should be 1: the picture is a 3.", start=0.7, least=0, most=1),
            Number("other", "output a₈", "It should be 0: the picture is no 8.", start=0.3, least=0, most=1),
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self.sliders = {number.name: NumberSlider(number) for number in self.spec.numbers}
        self.view, self.plot = OutputsView(_NAMES), GlidePlot(_NAMES[0])
        self.cost, self.answer = FormulaLabel(), QLabel()
        self.add_controls(*self.sliders.values())
        below = self.view, self.cost, self.answer, self.plot
        self.lay_out(*self.sliders.values(), *below, growing=[self.plot])
        self.show_numbers()

    @property
    def outputs(self) -> TwoOutputs:
        """The two of now."""
        return TwoOutputs(self.numbers["right"], self.numbers["other"])

    def show_numbers(self) -> None:
        outputs = self.outputs
        squares = rf"(1 - {outputs.right:.2f})^2 + (0 - {outputs.other:.2f})^2"
        self.cost.show_formula(
            rf"C = \half\,({squares}) = {outputs.cost:.3f}", "Half the sum of the areas of the two squares."
        )
        self.answer.setText(_ANSWERS[outputs.accuracy])
        self.view.show_outputs(outputs)
        self.plot.show_outputs(outputs)


_ANSWERS = {1.0: "The answer is 3: right.", 0.0: "The answer is 8: wrong.", 0.5: "A tie: it could be either."}
