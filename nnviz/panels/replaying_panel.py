"""What panels have in common that train the run shown once more, beside the window, to find their answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.panels.panel import Panel
from nnviz.runs.answering_thread import Rest
from nnviz.runs.input_image import data_input
from nnviz.runs.recording import Past
from nnviz.widgets import theme
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.widgets.wrapped_label import WrappedLabel

_GETTING_READY = "getting ready, which takes some seconds the very first time"
_LOOK_EVERY = 100  # ms between looks at how far a replay has come


class ReplayingPanel(Panel):
    """A sentence above its canvas and a sum below it. Nobody who cannot see it has anything replayed."""

    def __init__(self, canvas: QWidget, thread: str, rest: Rest | None = None) -> None:
        """`thread` is the name of the one that replays, which may be given some `rest`."""
        super().__init__()
        self.past_of: Callable[[int], Past | None] = lambda run: None  # how a run can be replayed, by number
        self._worker = LatestWorker(thread, self, rest)
        self._worker.finished.connect(self._take_in)
        self._timer = QTimer(self, interval=_LOOK_EVERY)
        self._timer.timeout.connect(self._tell_progress)
        self.sentence, self.sum = WrappedLabel(least_lines=2), WrappedLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACING, 4, theme.SPACING, theme.SPACING)
        column.addWidget(self.sentence)
        column.addWidget(canvas, 1)
        column.addWidget(self.sum)
        self.setFocusProxy(canvas)

    def _ask(self) -> None:
        """Have found out what there is to say of the moment shown, unless it is known."""
        raise NotImplementedError

    def _take_in(self, result: Any) -> None:
        """What was found."""
        raise NotImplementedError

    def _tell_progress(self) -> None:
        """How far the replay has come."""
        raise NotImplementedError

    @staticmethod
    def _progress(share: float) -> str:
        """In words; before the replay begins, what it runs may have to be compiled, once and for all."""
        return f"{share:.0%}" if share else _GETTING_READY

    def _forget(self) -> None:
        """Give up what is under way."""
        self._worker.forget()
        self._timer.stop()

    def _choose_picture(self, index: int) -> None:
        """Show this training example in all panels."""
        if self.snapshot is not None and self.snapshot.data is not None:
            self.input_image_chosen.emit(data_input(self.snapshot.data.train, index, "training"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._forget()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        self._worker.close()
        super().closeEvent(event)
