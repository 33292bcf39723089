"""A 2-2-2 network that can be worked out with pencil and paper, and trained step by step."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton

from nnviz.explain.figures.two_two_two_numbers import MOST_STEPS, TwoTwoTwo, after
from nnviz.figures.figure import Figure, FigureSpec, Number
from nnviz.figures.two_two_two.hand_layout import PARTS
from nnviz.figures.two_two_two.hand_sums import back_sums, cost_sum, forward_sums
from nnviz.figures.two_two_two.hand_view import HandView
from nnviz.widgets import theme
from nnviz.widgets.formula.formula_label import FormulaLabel

_PIECE = 200  # steps of a frame on the way to the last
_FRAME = 16  # ms


class TwoTwoTwoFigure(Figure):
    """Every number to eight decimals; point at a neuron or a weight to see where it comes from."""

    spec = FigureSpec(
        name="two_two_two",
        title="Backpropagation by hand",
        explanation="A network of 2-2-2 neurons, small enough to be worked out on paper to 8 decimals.",
        numbers=(
            Number("steps", "steps", "Steps taken so far.", start=0, least=0, most=MOST_STEPS),
            Number(
                "results", "results", "Whether cost and gradients are told: 1 or 0.", start=1, least=0, most=1
            ),
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self.view, self.cost = HandView(), FormulaLabel()
        self.forward, self.back = FormulaLabel(14), FormulaLabel(14)
        self.steps, self.tells = QLabel(), QCheckBox("Tell the results")
        self.tells.setToolTip("Cost and gradients; hide them to work them out yourself.")
        self.buttons = {
            steps: _button(text, tip)
            for steps, text, tip in (
                (0, "To 0", "The network as it was at first."),
                (1, "1 step", "Move every weight against its gradient once."),
                (100, "100 steps", "The same a hundred times."),
                (MOST_STEPS, "To 10,000", "On to ten thousand steps."),
            )
        }
        self._timer = QTimer(self, interval=_FRAME)
        self._timer.timeout.connect(self._run_on)
        self._part = PARTS[0]
        self._lay_out()
        self.show_numbers()

    @property
    def network(self) -> TwoTwoTwo:
        """With the weights of now."""
        return after(round(self.numbers["steps"]))

    def show_numbers(self) -> None:
        network, tells = self.network, round(self.numbers["results"]) == 1
        steps = round(self.numbers["steps"])
        self.steps.setText(f"{steps:,} step{'' if steps == 1 else 's'}")
        self.cost.show_formula(
            cost_sum(network) if tells else "C = \\,?",
            "Half the squared difference of each output, added up.",
        )
        self.view.show_network(network, self._part, tells)
        self.tells.setChecked(tells)
        self.forward.show_formula(forward_sums(network, self._part), "How this neuron's number comes about.")
        self.back.show_formula(
            back_sums(network, self._part) if tells else r"\text{Cost~and~gradients~are~hidden.}",
            "How this gradient or error comes about, on the way back.",
        )
        for button, end in ((0, 0), (1, MOST_STEPS), (100, MOST_STEPS), (MOST_STEPS, MOST_STEPS)):
            self.buttons[button].setEnabled(steps != end)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(theme.SPACING // 2)
        for at, (steps, button) in enumerate(self.buttons.items()):
            grid.addWidget(button, 0, at)
            button.clicked.connect(lambda _=False, by=steps: self._step(by))
        grid.addWidget(self.tells, 1, 0, 1, 3)
        grid.addWidget(self.steps, 1, 3)
        self.lay_out(self.view, self.cost, self.forward, self.back, grid)
        self.view.pointed.connect(self._point_at)
        self.tells.toggled.connect(lambda tells: self.set_number("results", float(tells)))

    def _point_at(self, part: str) -> None:
        self._part = part
        self.show_numbers()

    def _step(self, by: int) -> None:
        self._timer.stop()
        if by == MOST_STEPS:
            self._timer.start()
            return
        self.set_number("steps", self.numbers["steps"] + by if by else 0)

    def _run_on(self) -> None:
        """A piece of the way to the last step, so that the numbers can be watched."""
        self.set_number("steps", (self.numbers["steps"] // _PIECE + 1) * _PIECE)
        if self.numbers["steps"] >= MOST_STEPS or not self.isVisible():
            self._timer.stop()


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setMinimumWidth(QFontMetrics(theme.font()).horizontalAdvance(text) + 16)  # four stand side by side
    return button
