"""Plays the walk: from stage to stage by itself, and again from the first."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from nnviz.panels.backprop_steps.digit_view import DigitView

_EVERY = 4000  # ms


class StagePlayer(QObject):
    """Plays while its action is checked."""

    def __init__(self, action: QAction, digit: DigitView, parent: QObject) -> None:
        super().__init__(parent)
        self._action, self._digit = action, digit
        self.timer = QTimer(self, interval=_EVERY)
        self.timer.timeout.connect(self._go_on)
        action.triggered.connect(self._start_or_stop)

    def stop(self) -> None:
        """Stay at the stage that is shown."""
        self.timer.stop()
        self._action.setChecked(False)

    def _start_or_stop(self) -> None:
        if self._action.isChecked():
            self.timer.start()
            self._go_on()
        else:
            self.timer.stop()

    def _go_on(self) -> None:
        last = self._digit.index == len(self._digit.stages) - 1
        self._digit.go(0 if last else self._digit.index + 1)
