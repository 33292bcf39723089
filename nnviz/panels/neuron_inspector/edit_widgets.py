"""Editing by hand: switching a unit off and moving its bias, and the banner that shows what this does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSlider, QToolButton, QWidget

from nnviz.panels.neuron_inspector.cells import Section
from nnviz.panels.neuron_inspector.text import TEXT_POINTS
from nnviz.widgets import theme

_MOST_SHIFT = 10.0
_SLIDER_SHIFT = 5.0  # the slider's ends; typing reaches further
_LINE = 17  # px
_BUTTON = 24  # px, height
_ABREAST = 264  # px, from which the buttons of the banner have room beside its lines
_SMALL = 8.5  # points, of what stands on buttons here


class ShiftBox(QDoubleSpinBox):
    """How far a bias is moved."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(-_MOST_SHIFT, _MOST_SHIFT)
        self.setSingleStep(0.1)
        self.setPrefix("Δb ")
        self.setAccessibleName("Bias shift")
        self.setToolTip("Move the bias b by this much, on trial: training goes on without it.")
        self.setFont(theme.font(_SMALL))
        self.setFixedWidth(72)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _wheel_only_with_focus(self, event, super().wheelEvent)


class ShiftSlider(QSlider):
    """The same without exact numbers."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(-round(100 * _SLIDER_SHIFT), round(100 * _SLIDER_SHIFT))
        self.setPageStep(50)
        self.setAccessibleName("Bias shift, slider")
        self.setToolTip("Move the bias b up or down, on trial: training goes on without it.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _wheel_only_with_focus(self, event, super().wheelEvent)


class EditControls(Section):
    """The button that switches a unit off, and the slider and box that move its bias."""

    bias_shifted = Signal(float)

    def __init__(self, switch_off: QAction) -> None:
        super().__init__("Edits", "Switch this unit off or move its bias, and see what changes.")
        self.button = QToolButton()
        self.button.setDefaultAction(switch_off)
        self.button.setAccessibleName("Switch the unit off")
        self.button.setFont(theme.font(_SMALL))
        self.slider = ShiftSlider()
        self.box = ShiftBox()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(self.button)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.box)
        self.slider.valueChanged.connect(lambda hundredths: self.box.setValue(hundredths / 100))
        self.box.valueChanged.connect(self._box_changed)

    def show_shift(self, shift: float) -> None:
        """Show a shift without announcing it."""
        with QSignalBlocker(self.box), QSignalBlocker(self.slider):
            self.box.setValue(shift)
            self.slider.setValue(round(100 * shift))

    def heightForWidth(self, width: int) -> int:
        return 26

    def _box_changed(self, shift: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(100 * shift))
        self.bias_shifted.emit(shift)


class EditsBanner(Section):
    """What is edited, what that does to the input image and to the test accuracy, and the two ways on."""

    def __init__(self, undo: QAction, keep: QAction) -> None:
        super().__init__("Effect of the edits", "The network shown is edited; the one that trains is not.")
        self.lines: Sequence[str] = ()
        self._buttons = [self._button(action) for action in (undo, keep)]

    def set_lines(self, lines: Sequence[str]) -> None:
        """The edits, then one line for each effect."""
        if lines == self.lines:
            return
        more = len(lines) != len(self.lines)
        self.lines = lines
        self.setAccessibleDescription(". ".join(lines))
        if more:
            self.height_changed.emit()
        self.update()

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        button.setFont(theme.font(_SMALL))
        return button

    def heightForWidth(self, width: int) -> int:
        return 11 + _LINE * len(self.lines) + (0 if width >= _ABREAST else 30)

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.mixed(now.card, now.selected, 0.5))
        painter.setBrush(theme.mixed(now.card, now.selected, 0.12))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, theme.RADIUS, theme.RADIUS)
        painter.setPen(now.text)
        room = self._buttons[0].x() - 16 if self.width() >= _ABREAST else self.width() - 16
        for row, line in enumerate(self.lines):
            weight = QFont.Weight.DemiBold if row == 0 else QFont.Weight.Normal
            painter.setFont(theme.font(TEXT_POINTS - (0 if row == 0 else 0.5), weight))
            shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room)
            painter.drawText(8, 18 + row * _LINE, shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = max(button.sizeHint().width() for button in self._buttons)
        for place, button in enumerate(self._buttons):
            if self.width() >= _ABREAST:
                top = (self.height() - 2 * _BUTTON - 5) // 2 + place * (_BUTTON + 5)
                button.setGeometry(self.width() - width - 8, top, width, _BUTTON)
            else:
                button.setGeometry(8 + place * (width + 6), self.height() - _BUTTON - 7, width, _BUTTON)


def _wheel_only_with_focus(widget: QWidget, event: QWheelEvent, turn: Callable[[QWheelEvent], None]) -> None:
    """Scrolling the page must not move a bias that happens to pass under the cursor."""
    if widget.hasFocus():
        turn(event)
    else:
        event.ignore()
