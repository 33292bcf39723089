"""What the inspector finds out over thousands of digits, off the GUI thread and only when it is needed."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.datasets.dataset import Dataset, Examples
from nnviz.explain.unit_learning import UnitLearning, unit_learning
from nnviz.explain.unit_statistics import InkStatistics, UnitStatistics, ink_statistics, unit_statistics
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.panels.neuron_inspector.view import View
from nnviz.widgets.latest_worker import LatestWorker

# Seconds between two answers to the same question about a network that trains: each is 2 ms of work for a
# unit of layer 2, some 50 ms for anything beyond.
_PERIOD, _LONG_PERIOD = 0.5, 1.5

OfUnit = tuple[UnitStatistics, UnitLearning] | tuple[None, None]


class _Question:
    """When to ask one thing again: at once about something else, in a while if only weights changed."""

    def __init__(self) -> None:
        self._subject: object = None
        self._network: Network | None = None
        self._asked_at = 0.0

    def wait(self, subject: object, network: Network, period: float) -> float | None:
        """Seconds until it may be asked; None if there is nothing new to ask."""
        if subject != self._subject:
            return 0.0
        if network is self._network:
            return None
        return max(self._asked_at + period - time.monotonic(), 0.0)

    def asked(self, subject: object, network: Network) -> None:
        """It has been asked now."""
        self._subject, self._network, self._asked_at = subject, network, time.monotonic()


class Lookups(QObject):
    """Keeps the latest answers about the neuron shown."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ink_work, self._unit_work = (LatestWorker("nnviz inspector", self) for _ in range(2))
        self._ink_work.finished.connect(self._take_ink)
        self._unit_work.finished.connect(self._take_statistics)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._ask_again)
        self._view: View | None = None
        self._unit = _Question()
        self._ink: tuple[Examples, InkStatistics] | None = None
        self._ink_asked: Examples | None = None
        self._of_unit: OfUnit = None, None

    def of_unit(self, neuron: Neuron | None) -> OfUnit:
        """What is known of this neuron over all test digits, and of what moves its weights."""
        found, _ = self._of_unit
        return self._of_unit if found is not None and found.neuron == neuron else (None, None)

    def ink(self, train: Examples | None) -> InkStatistics | None:
        """What is known of these digits' pixels."""
        return self._ink[1] if self._ink is not None and self._ink[0] is train else None

    def update(self, view: View) -> None:
        """Ask for what this view needs and is not known yet, or no longer true."""
        self._view = view
        data, neuron = view.snapshot.data, view.neuron
        if data is None:
            return
        if neuron is not None and neuron.layer == 1:
            self._ask_ink(data.train)
        elif neuron is not None:
            self._ask_unit(view, neuron, data)

    def forget(self) -> None:
        """Stop caring: the panel cannot be seen."""
        self._later.stop()
        self._ink_work.forget()
        self._unit_work.forget()
        self._unit, self._ink_asked = _Question(), None

    def close(self) -> None:
        """Forget, and wait for the threads to end: there are no more questions."""
        self.forget()
        self._ink_work.close()
        self._unit_work.close()

    def _ask_ink(self, train: Examples) -> None:
        if self.ink(train) is None and self._ink_asked is not train:
            self._ink_asked = train
            self._ink_work.request(lambda: (train, ink_statistics(train)))

    def _ask_unit(self, view: View, neuron: Neuron, data: Dataset) -> None:
        subject = neuron, view.edits, id(data.test), view.snapshot.settings.frozen
        wait = self._unit.wait(subject, view.original, _PERIOD if neuron.layer == 2 else _LONG_PERIOD)
        if wait == 0:
            self._unit.asked(subject, view.original)
            self._unit_work.request(lambda: _look_at(view, neuron, data))
        elif wait is not None:
            self._ask_later(wait)

    def _ask_later(self, seconds: float) -> None:
        """So that the last network of a run is asked about too, when no more snapshots come."""
        if not self._later.isActive():
            self._later.start(round(1000 * seconds) + 1)

    def _ask_again(self) -> None:
        if self._view is not None:
            self.update(self._view)

    def _take_ink(self, found: tuple[Examples, InkStatistics]) -> None:
        self._ink = found
        self.changed.emit()

    def _take_statistics(self, found: OfUnit) -> None:
        self._of_unit = found
        self.changed.emit()


def _look_at(view: View, neuron: Neuron, data: Dataset) -> OfUnit:
    """As edited on trial, what it does; and before any edit, for nothing else is trained, how it learns."""
    snapshot, network = view.snapshot, view.original
    learning = unit_learning(network, snapshot.start, snapshot.settings, neuron, data.train)
    return unit_statistics(view.network, neuron, data.test), learning
