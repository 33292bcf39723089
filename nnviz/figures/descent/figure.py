"""Gradient descent in one dimension: a ball, its slope, and η too small, right and too large."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from nnviz.explain.figures.descent_numbers import MOST_STEPS, Descent, slope
from nnviz.figures.descent.valley_plot import ValleyPlot
from nnviz.figures.figure import Figure, FigureSpec, Number
from nnviz.figures.number_slider import sliders
from nnviz.widgets.formula.formula_label import FormulaLabel


class DescentFigure(Figure):
    """One weight w, one cost, and steps against the slope."""

    spec = FigureSpec(
        name="descent",
        title="A ball on the cost",
        explanation="One weight and its cost: each step goes against the slope, as far as η times the slope.",
        numbers=(
            Number("start", "start w", "Where the ball is put.", start=2.9, least=-3, most=3),
            Number("eta", "rate η", "How far a step goes for a slope of 1.", start=0.1, least=-0.5, most=2),
            Number("steps", "steps", "How many steps it has taken.", start=0, least=0, most=MOST_STEPS),
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self.sliders = sliders(self.spec.numbers, whole=("steps",))
        self.plot, self.step, self.words = ValleyPlot(), FormulaLabel(), QLabel()
        self.words.setWordWrap(True)
        self.one_step = _button("Take one step", "The ball moves once: w becomes w − η C′(w).")
        self.back = _button("Back to the start", "The ball lies where it was put.")
        self.one_step.clicked.connect(lambda: self.set_number("steps", self.descent.steps + 1))
        self.back.clicked.connect(lambda: self.set_number("steps", 0))
        row = QHBoxLayout()
        row.addWidget(self.one_step)
        row.addWidget(self.back)
        row.addStretch()
        self.add_controls(*self.sliders.values())
        self.lay_out(*self.sliders.values(), row, self.plot, self.step, self.words, growing=[self.plot])
        self.show_numbers()

    @property
    def descent(self) -> Descent:
        """The descent with the numbers of now."""
        now = self.numbers
        return Descent(now["start"], now["eta"], round(now["steps"]))

    def show_numbers(self) -> None:
        descent = self.descent
        self.one_step.setEnabled(descent.steps < MOST_STEPS and not descent.has_left)
        self.back.setEnabled(descent.steps > 0)
        w, eta, steep = (_text(number) for number in (descent.now, descent.eta, slope(descent.now)))
        self.step.show_formula(
            rf"w - \eta\, C'(w) = {w} - {eta} \times {steep} = {_text(descent.next).strip('()')}",
            "The next step: the weight, minus η times the slope of the cost there.",
        )
        self.words.setText(descent.words)
        self.plot.show_descent(descent)


def _button(text: str, explanation: str) -> QPushButton:
    made = QPushButton(text)
    made.setToolTip(explanation)
    return made


def _text(number: float) -> str:
    text = f"{number:.2f}".replace("-", "−")
    return f"({text})" if number < 0 else text
