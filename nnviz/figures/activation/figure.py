"""An activation function above its slope: where the slope is small, a neuron hardly learns."""

from __future__ import annotations

from nnviz.explain.figures.activation_numbers import FUNCTIONS, Place, function_number
from nnviz.figures.activation.curve_plot import FARTHEST, CurvePlot
from nnviz.figures.figure import Figure, FigureSpec, Number
from nnviz.figures.number_choice import NumberChoice
from nnviz.figures.number_slider import NumberSlider
from nnviz.figures.written import written
from nnviz.widgets.formula.formula_label import FormulaLabel


class ActivationFigure(Figure):
    """Choose a function, move z, and see both the activation and the slope."""

    spec = FigureSpec(
        name="activation",
        title="Activation functions",
        explanation="What a neuron can make of its z, and how much that moves when z does.",
        numbers=(
            Number(
                "function",
                "function",
                "1 is the sigmoid, 2 is tanh, 3 is ReLU.",
                start=1,
                least=1,
                most=len(FUNCTIONS),
            ),
            Number("z", "weighted input z", "The neuron's sum.", start=1, least=-FARTHEST, most=FARTHEST),
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        which, z = self.spec.numbers
        self.choice = NumberChoice(which, [function.title for function in FUNCTIONS])
        self.slider = NumberSlider(z)
        self.plot, self.slope_plot = CurvePlot(of_slopes=False), CurvePlot(of_slopes=True)
        self.value, self.slope = FormulaLabel(14), FormulaLabel(14)
        self.add_controls(self.choice, self.slider)
        plots = self.plot, self.slope_plot
        self.lay_out(self.choice, self.slider, self.value, plots[0], self.slope, plots[1], growing=plots)
        self.show_numbers()

    @property
    def place(self) -> Place:
        """The function chosen, at the z of the slider."""
        return Place(function_number(self.numbers["function"]), self.numbers["z"])

    def show_numbers(self) -> None:
        place = self.place
        f = place.function
        self.value.show_formula(
            rf"a = {f.symbol}(z) = {_middle(f.formula('z'))} {written(place.activation, 3)}", f.explanation
        )
        slope = _middle(f.slope_formula("z") if f.smooth else "")
        self.slope.show_formula(
            rf"{f.slope_symbol}(z) = {slope} {written(place.slope, 4)}",
            "The slope: how much a moves when z does.",
        )
        for plot in (self.plot, self.slope_plot):
            plot.show_place(place)


def _middle(formula: str) -> str:
    return f"{formula} =" if formula else ""
