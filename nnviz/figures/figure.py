"""What every interactive figure is: a widget with a name, a sentence, and numbers that a lesson may set.

A figure's mathematics is in `explain/figures`, without Qt. It knows nothing of the window, of the training,
or of lessons: what it shows depends on its numbers alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from nnviz.widgets import theme


@dataclass(frozen=True)
class Number:
    """A number that a figure's user can move."""

    name: str  # in lessons, and of its slider
    caption: str  # on the screen
    explanation: str
    start: float
    least: float
    most: float


class NumberControl(QWidget):
    """Something by which the user moves a number."""

    moved = Signal(str, float)  # the number's name and what the user has made of it

    def __init__(self, number: Number) -> None:
        super().__init__()
        self.number = number

    def show_value(self, value: float) -> None:
        """Stand there, without a word to anybody."""
        raise NotImplementedError


@dataclass(frozen=True)
class FigureSpec:
    """What a figure says of itself; menus and lessons are made from it."""

    name: str  # its folder's, and in lessons
    title: str
    explanation: str  # one plain sentence
    numbers: tuple[Number, ...] = ()


class Figure(QWidget):
    """Base of all figures. A subclass has a `spec`, builds its widgets once and overrides `show_numbers`.

    It must be readable 330 px wide, and use more room if it gets any.
    """

    changed = Signal()  # a number has, whoever moved it

    spec: FigureSpec

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName(f"figure_{self.spec.name}")
        self.setAccessibleName(self.spec.title)
        self.setAccessibleDescription(self.spec.explanation)
        self._numbers = {number.name: number.start for number in self.spec.numbers}
        self._controls: list[NumberControl] = []

    @property
    def numbers(self) -> Mapping[str, float]:
        """What its numbers are now, by their names."""
        return dict(self._numbers)

    def set_number(self, name: str, value: float) -> None:
        """Move one of its numbers, within its bounds. Raises `KeyError` for a name that is none of its."""
        number = {number.name: number for number in self.spec.numbers}[name]
        value = min(max(float(value), number.least), number.most)
        if value != self._numbers[name]:
            self._numbers[name] = value
            for control in self._controls:
                control.show_value(self._numbers[control.number.name])
            self.show_numbers()
            self.changed.emit()

    def start_again(self) -> None:
        """Every number as it was at first."""
        for number in self.spec.numbers:
            self.set_number(number.name, number.start)

    def add_controls(self, *controls: NumberControl) -> None:
        """Let these move the numbers they are of, and stand where those are."""
        for control in controls:
            control.moved.connect(self.set_number)
            self._controls.append(control)

    def lay_out(self, *parts: QWidget | QLayout, growing: Sequence[QWidget | QLayout] = ()) -> None:
        """Put its parts below one another; `growing` share the room that is left."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACING // 2)
        for part in parts:
            if isinstance(part, QLayout):
                column.addLayout(part, part in growing)
            else:
                column.addWidget(part, part in growing)

    def show_numbers(self) -> None:
        """Show what the numbers are now."""
        self.update()

    def apply_theme(self) -> None:
        """Take the new colours; called when the scheme has changed."""
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.apply_theme()
