"""One output that should be 0, and its error under the quadratic cost and under cross-entropy."""

from __future__ import annotations

from nnviz.explain.figures.two_errors_numbers import OutputError
from nnviz.figures.figure import Figure, FigureSpec, Number
from nnviz.figures.number_slider import NumberSlider
from nnviz.figures.two_errors.error_plot import ErrorPlot
from nnviz.widgets.formula.formula_label import FormulaLabel

_FARTHEST = 8.0  # z either way


class TwoErrorsFigure(Figure):
    """Move z: the further it lies on the wrong side, the less the quadratic cost makes of it."""

    spec = FigureSpec(
        name="two_errors",
        title="The error under two costs",
        explanation="An output that should be 0: how much it learns, with the quadratic cost and without σ′.",
        numbers=(
            Number(
                "z",
                "z",
                "The output's weighted input; the output should be 0, so z should be far below 0.",
                start=4,
                least=-_FARTHEST,
                most=_FARTHEST,
            ),
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        (number,) = self.spec.numbers
        self.slider, self.plot = NumberSlider(number), ErrorPlot(number.least, number.most)
        self.output_line, self.quadratic, self.cross_entropy = FormulaLabel(), FormulaLabel(), FormulaLabel()
        self.add_controls(self.slider)
        lines = self.output_line, self.quadratic, self.cross_entropy
        self.lay_out(self.slider, *lines, self.plot, growing=[self.plot])
        self.show_numbers()

    @property
    def output(self) -> OutputError:
        """The output of now."""
        return OutputError(self.numbers["z"])

    def show_numbers(self) -> None:
        output = self.output
        a, slope = f"{output.activation:.4f}", f"{output.slope:.4f}"
        self.output_line.show_formula(
            rf"a = {a}, \, y = 0, \, \sigma' = {slope}", "What the output is, should be, and its slope."
        )
        self.quadratic.show_formula(
            rf"\text{{quadratic:~}} \delta = (a - y) \, \sigma' = {output.quadratic:.4f}",
            "The error of the quadratic cost: how wrong, times the slope.",
        )
        self.cross_entropy.show_formula(
            rf"\text{{cross-entropy:~}} \delta = a - y = {output.cross_entropy:.4f}",
            "The error of cross-entropy: how wrong, and nothing else.",
        )
        self.plot.show_output(output)
