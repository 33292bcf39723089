"""The slider of a figure's number: its caption, a track, and the number itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider

from nnviz.figures.figure import Number, NumberControl
from nnviz.widgets import theme

_STEPS = 200  # from one end to the other


class NumberSlider(NumberControl):
    """One line; the arrow keys move it too."""

    def __init__(self, number: Number, decimals: int = 2) -> None:
        super().__init__(number)
        self._decimals = decimals
        self._caption, self._value = QLabel(number.caption), QLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName(f"number_{number.name}")
        self.slider.setAccessibleName(number.caption)
        self.slider.setRange(0, _STEPS)
        for part in (self, self.slider):
            part.setToolTip(number.explanation)
        self._lay_out()
        self.show_value(number.start)
        self.slider.valueChanged.connect(self._on_moved)

    def show_value(self, value: float) -> None:
        number = self.number
        with QSignalBlocker(self.slider):
            self.slider.setValue(round((value - number.least) / (number.most - number.least) * _STEPS))
        self._value.setText(self._text(value))

    def keep_caption(self, width: int) -> None:
        """Begin the track that far to the right, as those above and below it do."""
        self._caption.setFixedWidth(width)

    @property
    def caption_width(self) -> int:
        """The room that its caption takes."""
        return self._caption.sizeHint().width()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING)
        metrics = QFontMetrics(self.font())
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        widest = max((self._text(end) for end in (self.number.least, self.number.most)), key=len)
        self._value.setMinimumWidth(metrics.horizontalAdvance(widest) + 4)
        row.addWidget(self._caption)
        row.addWidget(self.slider, 1)
        row.addWidget(self._value)

    def _text(self, value: float) -> str:
        return f"{value:.{self._decimals}f}".replace("-", "−")

    def _on_moved(self, step: int) -> None:
        number = self.number
        value = number.least + (number.most - number.least) * step / _STEPS
        self._value.setText(self._text(value))
        self.moved.emit(number.name, value)


def sliders(
    numbers: Iterable[Number], decimals: int = 2, whole: Collection[str] = ()
) -> dict[str, NumberSlider]:
    """A slider for each number, by its name, those in `whole` without decimals; tracks in line."""
    made = {one.name: NumberSlider(one, 0 if one.name in whole else decimals) for one in numbers}
    widest = max((slider.caption_width for slider in made.values()), default=0)
    for slider in made.values():
        slider.keep_caption(widest + theme.SPACING)
    return made
