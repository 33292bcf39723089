"""One sigmoid neuron: two inputs, two weights, a bias, and the point on σ that they lead to."""

from __future__ import annotations

from nnviz.explain.figures.neuron_numbers import OneNeuron
from nnviz.figures.figure import Figure, FigureSpec, Number
from nnviz.figures.neuron.sigmoid_plot import SigmoidPlot
from nnviz.figures.number_slider import sliders
from nnviz.figures.written import in_sum, written
from nnviz.widgets.formula.formula_label import FormulaLabel


class NeuronFigure(Figure):
    """Move a number, and see the sum, the activation, and where it lies on the curve."""

    spec = FigureSpec(
        name="neuron",
        title="One neuron",
        explanation="Two inputs times two weights, and a bias, make z; the sigmoid makes a of it.",
        numbers=(
            Number("x1", "input x₁", "The first input, from 0 to 1.", start=0.8, least=0, most=1),
            Number("x2", "input x₂", "The second input, from 0 to 1.", start=0.3, least=0, most=1),
            Number(
                "w1",
                "weight w₁",
                "How much the first input counts, and which way.",
                start=2,
                least=-6,
                most=6,
            ),
            Number(
                "w2",
                "weight w₂",
                "How much the second input counts, and which way.",
                start=-3,
                least=-6,
                most=6,
            ),
            Number("b", "bias b", "What is added whatever the inputs are.", start=0.5, least=-6, most=6),
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self.plot = SigmoidPlot()
        self.sum, self.result = FormulaLabel(), FormulaLabel()
        self.sliders = sliders(self.spec.numbers)
        self.add_controls(*self.sliders.values())
        self.lay_out(*self.sliders.values(), self.sum, self.result, self.plot, growing=[self.plot])
        self.show_numbers()

    @property
    def neuron(self) -> OneNeuron:
        """The neuron with the numbers of now."""
        now = self.numbers
        return OneNeuron((now["x1"], now["x2"]), (now["w1"], now["w2"]), now["b"])

    def show_numbers(self) -> None:
        neuron = self.neuron
        first, second = (in_sum(product) for product in neuron.products)
        explanation = "The weighted input: each input times its weight, and the bias."
        z, a = neuron.weighted_input, neuron.activation
        self.sum.show_formula(f"z = {first}+{second}+{in_sum(neuron.bias)}={written(z)}", explanation)
        self.result.show_formula(rf"a = \sigma(z) = {a:.3f}", "The activation: σ of the weighted input.")
        self.plot.show_neuron(neuron)
