"""One epoch: how large each layer's gradient runs, and the angle between one step and the next."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from nnviz.explain.epoch import EpochWalk, replay_epoch
from nnviz.explain.number_markup import figure
from nnviz.panels.backprop_steps.card import Card
from nnviz.panels.backprop_steps.chart import Chart, Curve
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets.formula.markup import plain
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.widgets.wrapped_label import WrappedLabel

_ROLES = ("selected", "text", "right", "negative", "positive", "muted")
_LOOK_EVERY = 50  # ms between looks at how far the replay is


class EpochView(QWidget):
    """Replays an epoch off the GUI thread when asked to, and shows what came out."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.epoch: EpochWalk | None = None
        self._snapshot: Snapshot | None = None
        self._progress = 0.0
        self._work = LatestWorker("epoch", self)
        self._work.finished.connect(self._show)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(lambda: self._bar.setValue(round(100 * self._progress)))
        self._sizes = Chart(
            "Size of the gradient, layer by layer",
            "The root mean square of ∂C/∂w over all weights of a layer: per weight, so that layers compare.",
            logarithmic=True,
        )
        self._angles = Chart(
            "Angle between successive steps",
            "The angle between the gradient of one mini-batch and of the next: at 90° they have nothing in "
            "common, below they agree, above they undo each other in part.",
            unit="°",
            marks=(0, 45, 90, 135, 180),
        )
        self._lay_out()

    def open(self, snapshot: Snapshot) -> None:
        """Replay the epoch that follows this moment, unless that is shown already."""
        if snapshot is self._snapshot and (self.epoch is not None or self._timer.isActive()):
            return
        self.stop()
        self._snapshot, self.epoch, self._progress = snapshot, None, 0.0
        if snapshot.data is None:
            self._words.say("The epoch can be replayed as soon as the training data is loaded.")
            return
        self._show_running(True)
        self._work.request(lambda: replay_epoch(snapshot, self._report, lambda: not self._work.is_wanted()))

    def stop(self) -> None:
        """Give up the replay that is under way, if one is, and wait for its thread to end."""
        self._work.stop()
        self._show_running(False)

    def _report(self, share: float) -> None:
        self._progress = share  # called on the thread; the timer looks at it

    def _lay_out(self) -> None:
        self._bar = QProgressBar()
        self._bar.setAccessibleName("How much of the epoch has been replayed")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._button = QPushButton("Cancel")
        self._button.setObjectName("walk_replay")
        self._button.setToolTip("Stop replaying the epoch, or replay it after all.")
        self._button.setAccessibleName("Cancel or replay the epoch")
        self._button.clicked.connect(self._cancel_or_replay)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self._bar, 1)
        row.addWidget(self._button)
        self._words = WrappedLabel(2)
        self._words.setContentsMargins(12, 6, 12, 6)
        sizes = Card(self._sizes, "How large the gradient is")
        sizes.set_title("How large the gradient is", "RMS of ∂C/∂w per weight, each layer")
        angles = Card(self._angles, "How much it turns")
        angles.set_title("How much it turns", "angle between a step and the next")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(sizes, 3)
        layout.addWidget(angles, 2)
        layout.addLayout(row)
        words = Card(self._words)
        words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout.addWidget(words)

    def _show_running(self, running: bool) -> None:
        self._timer.start() if running else self._timer.stop()
        self._bar.setVisible(running)
        self._bar.setValue(0)
        self._button.setVisible(running or self.epoch is None)
        self._button.setText("Cancel" if running else "Replay the epoch")
        if running:
            self._words.say("Replaying the epoch that follows this moment, on a copy of the network…")

    def _cancel_or_replay(self) -> None:
        if self._timer.isActive():
            self.stop()
            self._words.say("The replay was stopped.")
            return
        snapshot, self._snapshot = self._snapshot, None
        if snapshot is not None:
            self.open(snapshot)

    def _show(self, result: EpochWalk) -> None:
        self.epoch = result
        self._show_running(False)
        curves = [
            Curve(values, f"w^{{{layer}}}", _ROLES[(layer - 2) % len(_ROLES)])
            for layer, values in enumerate(result.sizes, start=2)
        ]
        self._sizes.show_curves(result.steps, curves)
        self._angles.show_curves(result.steps, [Curve(result.angles, r"\theta", "selected")], (0, 180))
        said = epoch_words(result)
        self._words.say(said)
        self.setAccessibleDescription(said)
        self.finished.emit()


def epoch_words(epoch: EpochWalk) -> str:
    """What an epoch's curves say, and how they were made."""
    said = [_made(epoch)]
    if not np.isfinite(epoch.sizes).all():
        return f"{said[0]} On the way, the gradient stops being a finite number."
    return " ".join(sentence for sentence in (*said, _layers(epoch), _turn(epoch)) if sentence)


def _made(epoch: EpochWalk) -> str:
    points, total = len(epoch.steps), epoch.total
    steps = f"{total:,} steps" if total > 1 else "one step"
    which = f"at {points:,} of them" if points < total else "at every one"
    return (
        f"The epoch that training takes from here, replayed on a copy: {steps}. The gradient was computed "
        f"{which} (points), from all examples of the mini-batch; the lines are running means."
    )


def _layers(epoch: EpochWalk) -> str:
    """How much larger the gradient is at the outputs than at the pixels."""
    first, last = float(np.median(epoch.sizes[0])), float(np.median(epoch.sizes[-1]))
    if len(epoch.sizes) < 2 or first == 0 or last == 0:
        return ""
    said = f"A weight into the outputs has {figure(last / first)} times the gradient of one from the pixels"
    if last < 2 * first:
        return said + "."
    slope, most = plain(epoch.hidden.slope_symbol), _STEEPEST.get(epoch.hidden.steepest)
    at_most = f"{slope}, at most {most or figure(epoch.hidden.steepest)},"
    return f"{said}: on its way back, the error is multiplied by {at_most} at every hidden layer."


def _turn(epoch: EpochWalk) -> str:
    """The angle between two steps, and only what it is: why they turn it does not say."""
    angles = epoch.angles[np.isfinite(epoch.angles)]
    if not len(angles):
        return ""
    angle = float(np.median(angles))
    way = next(words for most, words in _WAYS if angle <= most)
    return f"A step and the next point {way} ({angle:.1f}° in the median)."


_STEEPEST = {0.25: "¼", 1.0: "1"}  # as they are said
_WAYS = (
    (30, "nearly the same way"),
    (75, "in part the same way"),
    (105, "almost at right angles to each other"),
    (150, "in part against each other"),
    (180, "almost opposite ways"),
)
