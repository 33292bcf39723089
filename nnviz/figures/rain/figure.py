"""Will it rain? Three sliders, three neurons, and the sum of each written out."""

from __future__ import annotations

from collections.abc import Sequence

from nnviz.explain.figures.rain_numbers import RAIN, Forecast, rain
from nnviz.figures.figure import Figure, FigureSpec, Number
from nnviz.figures.number_slider import sliders
from nnviz.figures.rain.rain_plot import RainPlot
from nnviz.figures.written import in_sum, written
from nnviz.widgets.formula.formula_label import FormulaLabel


class RainFigure(Figure):
    """Move the weather, and see what the network says of it."""

    spec = FigureSpec(
        name="rain",
        title="Will it rain?",
        explanation="Moisture, temperature and wind go through two neurons to a third that says rain or not.",
        numbers=(
            Number("moisture", "moisture x₁", "From 0, dry, to 1, wet.", start=0.8, least=0, most=1),
            Number("temperature", "temperature x₂", "From 0, cold, to 1, hot.", start=0.5, least=0, most=1),
            Number("wind", "wind x₃", "From 0, still, to 1, a storm.", start=0.3, least=0, most=1),
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self.sliders = sliders(self.spec.numbers)
        self.plot = RainPlot()
        self.sums = tuple(FormulaLabel(13) for _ in range(3))
        self.add_controls(*self.sliders.values())
        self.lay_out(*self.sliders.values(), self.plot, *self.sums, growing=[self.plot])
        self.show_numbers()

    @property
    def forecast(self) -> Forecast:
        """What the network says now."""
        return rain(self.numbers)

    def show_numbers(self) -> None:
        now = self.forecast
        self.plot.show_forecast(now)
        first, second, last = self.sums
        rows = zip((first, second), RAIN.hidden_weights, RAIN.hidden_biases, now.hidden, strict=True)
        for number, (line, weights, bias, y) in enumerate(rows, start=1):
            words = "Each input times its weight, and the bias."
            line.show_formula(f"y_{number} = {_sum(weights, now.inputs, bias)} = {written(y)}", words)
        total = _sum(RAIN.output_weights, now.hidden, RAIN.output_bias)
        last.show_formula(f"z = {total} = {written(now.output)}", "It says rain where z is above 0.")


def _sum(weights: Sequence[float], values: Sequence[float], bias: float) -> str:
    products = [rf"{in_sum(w, 1)} \cdot {in_sum(x)}" for w, x in zip(weights, values, strict=True)]
    return "+".join([*products, in_sum(bias, 1)])
