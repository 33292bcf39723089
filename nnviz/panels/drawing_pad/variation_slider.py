"""A slider for one way of varying the drawing, and above it a strip of what the network says all along it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from nnviz.datasets.subject import MNIST, Subject
from nnviz.explain.variations import Range, Said
from nnviz.panels.drawing_pad import lab_words
from nnviz.widgets import theme
from nnviz.widgets.class_colours import class_colour
from nnviz.widgets.hover_cells import TipsByPlace

_NAME, _VALUE = 62, 56  # px
_HANDLE = 16  # px of a slider's handle: its middle is at the value
_STRIP = 7  # px


def strip_cells(slider: QRectF, count: int) -> list[QRectF]:
    """A cell for each value, around where the handle's middle is for it."""
    left, width = slider.left() + _HANDLE / 2, slider.width() - _HANDLE
    pitch = width / (count - 1)
    return [QRectF(left + (i - 0.5) * pitch, slider.top() - _STRIP, pitch, _STRIP) for i in range(count)]


class VariationSlider(TipsByPlace, QWidget):
    """Its value is one of those of a `Range`."""

    changed = Signal(str, float)  # field, value

    def __init__(self, of: Range) -> None:
        super().__init__()
        self.of = of
        self._said: Said | None = None
        self._subject = MNIST
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName(f"vary_{of.field}")
        self.slider.setAccessibleName(lab_words.NAMES[of.field].capitalize())
        self.slider.setToolTip(lab_words.TIPS[of.field])
        self.slider.setRange(0, len(of.values) - 1)
        self.slider.setPageStep(3)
        name, self._value = QLabel(lab_words.NAMES[of.field]), QLabel()
        name.setFixedWidth(_NAME)
        self._value.setFixedWidth(_VALUE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, _STRIP + 1, 0, 0)
        row.addWidget(name)
        row.addWidget(self.slider, 1)
        row.addWidget(self._value)
        self.show_value(0)
        self.slider.valueChanged.connect(self._tell)

    @property
    def value(self) -> float:
        """The value that is set."""
        return self.of.values[self.slider.value()]

    def show_value(self, value: float) -> None:
        """Stand at this value, without telling anybody."""
        self.slider.blockSignals(True)
        self.slider.setValue(self.of.values.index(value))
        self.slider.blockSignals(False)
        self._value.setText(lab_words.value_text(self.of.field, value))
        self.update()

    def show_said(self, said: Said | None, subject: Subject) -> None:
        """Show what was found; None if there is no drawing."""
        self._said, self._subject = said, subject
        self.update()

    @property
    def cells(self) -> list[QRectF]:
        """The strip."""
        return strip_cells(QRectF(self.slider.geometry()), len(self.of.values))

    def _tell(self) -> None:
        self._value.setText(lab_words.value_text(self.of.field, self.value))
        self.changed.emit(self.of.field, self.value)

    def tip_at(self, point: QPointF) -> str:
        for index, cell in enumerate(self.cells):
            if self._said is not None and cell.adjusted(0, 0, 0, 4).contains(point):
                value = lab_words.value_text(self.of.field, self.of.values[index])
                label, confidence = int(self._said.labels[index]), float(self._said.confidences[index])
                return f"{value}: it says {lab_words.said_text(self._subject, label, confidence)}."
        return lab_words.TIPS[self.of.field]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._said is None:
            return
        now, names = theme.colours(), self._subject.class_names
        with QPainter(self) as painter:
            for cell, label, confidence in zip(
                self.cells, self._said.labels.tolist(), self._said.confidences.tolist(), strict=True
            ):
                if 0 <= label < len(names):
                    painter.fillRect(cell, theme.mixed(now.field, class_colour(label), 0.9 * confidence))
