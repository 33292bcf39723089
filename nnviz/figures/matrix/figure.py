"""Two layers of three and two neurons, their matrix of weights, and the transpose as the way back."""

from __future__ import annotations

from nnviz.explain.figures.matrix_numbers import SMALL
from nnviz.figures.figure import Figure, FigureSpec, Number
from nnviz.figures.matrix.matrix_view import MatrixView, number_text, words_of
from nnviz.lessons.document import Words
from nnviz.widgets.flow_text import FlowText
from nnviz.widgets.formula.formula_label import FormulaLabel


class MatrixFigure(Figure):
    """Point at an entry, an edge or a neuron: the same weight lights up wherever it stands."""

    spec = FigureSpec(
        name="matrix",
        title="A matrix and its transpose",
        explanation="Each weight is an edge, an entry of w, and an entry of its transpose, the way back.",
        numbers=(
            Number("j", "row j", "The neuron that a weight leads to; 0 for none.", start=1, least=0, most=2),
            Number(
                "k", "column k", "The neuron that a weight comes from; 0 for none.", start=2, least=0, most=3
            ),
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self.view = MatrixView()
        self.said = FlowText((Words(" "),), 9.5)
        self.forward, self.back = FormulaLabel(), FormulaLabel()
        self.lay_out(self.view, self.said, self.forward, self.back)
        self.view.pointed.connect(self._point_at)
        self.show_numbers()

    @property
    def entry(self) -> tuple[int, int]:
        """Row j and column k that are lit, from 1; 0 is none."""
        return round(self.numbers["j"]), round(self.numbers["k"])

    def show_numbers(self) -> None:
        j, k = self.entry
        self.view.light(j, k)
        self.said.show_spans((Words(words_of(j, k).capitalize() + "."),))
        self.forward.show_formula(forward_sum(j, k), "Forward: a row of w times the activations, plus b.")
        self.back.show_formula(back_sum(j, k), "Back: a row of the transpose times the errors.")

    def _point_at(self, j: int, k: int) -> None:
        self.set_number("j", j)
        self.set_number("k", k)


def forward_sum(j: int, k: int) -> str:
    """Markup of zⱼ as the sum that row j makes, term k in the colour of what is lit."""
    if not j:
        return r"z_j^l = \sum_k w_{jk} a_k^{l−1} + b_j"
    row = zip(SMALL.weights[j - 1], SMALL.activations, strict=True)
    terms = [_term(w, a, number == k) for number, (w, a) in enumerate(row, start=1)]
    z, b = SMALL.weighted_inputs[j - 1], SMALL.biases[j - 1]
    return f"z_{j}^l = {'+'.join(terms)}+{_bracketed(b)} = {number_text(round(z, 9))}"


def back_sum(j: int, k: int) -> str:
    """Markup of entry k of wᵀδ as the sum that row k of the transpose makes, term j as what is lit."""
    if not k:
        return r"(w^T \delta)_k = \sum_j w_{jk} \delta_j^l"
    row = zip(SMALL.transposed[k - 1], SMALL.errors, strict=True)
    terms = [_term(w, d, number == j) for number, (w, d) in enumerate(row, start=1)]
    return rf"(w^T \delta)_{k} = {'+'.join(terms)} = {number_text(round(SMALL.sent_back[k - 1], 9))}"


def _term(weight: float, number: float, is_lit: bool) -> str:
    term = rf"{_bracketed(weight)} \cdot {_bracketed(number)}"
    return rf"\c{{selected}}{{{term}}}" if is_lit else term


def _bracketed(number: float) -> str:
    text = number_text(number)
    return f"({text})" if number < 0 else text
