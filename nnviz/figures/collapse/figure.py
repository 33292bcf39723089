"""Why a network must not be linear: two networks learn the same points, and only one can bend."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from nnviz.explain.figures.collapse_numbers import STEPS, network_at, points_of
from nnviz.figures.collapse import fold
from nnviz.figures.collapse.plane_view import PlaneView
from nnviz.figures.figure import Figure, FigureSpec, Number
from nnviz.figures.number_choice import NumberChoice
from nnviz.figures.number_slider import NumberSlider
from nnviz.widgets import theme
from nnviz.widgets.formula.formula_label import FormulaLabel
from nnviz.widgets.wrapped_label import WrappedLabel

_PAUSE = 30  # ms between two steps that are watched


class CollapseFigure(Figure):
    """Choose points, train both networks, and fold their formulas."""

    spec = FigureSpec(
        name="collapse",
        title="Linear layers fold into one",
        explanation="A linear and a sigmoid network learn the same points; only the sigmoid one can bend.",
        numbers=(
            Number("points", "points", "1: two halves, 2: a ring, 3: a cross.", start=2, least=1, most=3),
            Number("steps", "steps", "How far both have learned.", start=0, least=0, most=STEPS),
            Number("fold", "fold", "How far the formulas are folded, from 0 to 3.", start=0, least=0, most=3),
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        points, steps, folding = self.spec.numbers
        self.points = NumberChoice(points, ("two halves", "ring", "cross"))
        self.slider = NumberSlider(steps, decimals=0)
        self.folding = NumberChoice(folding, fold.STEPS)
        self.train = QPushButton("Train")
        self.train.setCheckable(True)
        self.train.setToolTip("Both networks learn, step by step; pressed again, they stop.")
        self.linear, self.sigmoid = PlaneView("linear"), PlaneView("sigmoid")
        self.formulas = tuple(FormulaLabel(14) for _ in range(3))
        self.words = WrappedLabel()
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._step)
        self.train.toggled.connect(self._on_train)
        self.add_controls(self.points, self.slider, self.folding)
        self._lay_out()
        self.show_numbers()

    def show_numbers(self) -> None:
        points, steps, folding = (round(self.numbers[name]) for name in ("points", "steps", "fold"))
        linear = network_at(points, steps, is_linear=True)
        self.linear.show_network(linear, points_of(points))
        self.sigmoid.show_network(network_at(points, steps, is_linear=False), points_of(points))
        first, second, numbers = self.formulas
        first.show_formula(rf"\text{{linear:~}} {fold.linear_formula(folding)}", "The linear network.")
        second.show_formula(rf"\text{{sigmoid:~}} {fold.sigmoid_formula(folding)}", "The sigmoid network.")
        numbers.show_formula(fold.folded_formula(linear), "The linear network above, as a single neuron.")
        numbers.setVisible(folding == len(fold.STEPS) - 1)
        self.words.say(fold.words(folding))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.train.setChecked(False)

    def _on_train(self, goes: bool) -> None:
        self.train.setText("Stop" if goes else "Train")
        if not goes:
            self._timer.stop()
            return
        if self.numbers["steps"] >= STEPS:
            self.set_number("steps", 0)
        self._timer.start()

    def _step(self) -> None:
        self.set_number("steps", round(self.numbers["steps"]) + 1)
        if self.numbers["steps"] >= STEPS:
            self.train.setChecked(False)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.train)
        row.addWidget(self.slider, 1)
        planes = QHBoxLayout()
        planes.setSpacing(theme.SPACING)
        planes.addWidget(self.linear, 1)
        planes.addWidget(self.sigmoid, 1)
        self.lay_out(self.points, row, planes, self.folding, *self.formulas, self.words, growing=[planes])
