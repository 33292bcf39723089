"""Which moment of the run shown all panels see: the newest, or an earlier one, made off the GUI thread.

Wires the timeline and the learning curve to the training thread.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from nnviz.learning.network import Network
from nnviz.panels.learning_curve.panel import LearningCurve
from nnviz.panels.timeline.panel import Timeline
from nnviz.runs.answering_thread import Answers
from nnviz.runs.commands import Branch, SetMarks, ShowRun
from nnviz.runs.snapshot import Comparison, Snapshot
from nnviz.runs.training_thread import TrainingThread


class TimeMachine(QObject):
    """Turns the newest snapshot into the one to show."""

    changed = Signal()  # another moment is to be shown, though the training may not have moved

    def __init__(
        self,
        training: TrainingThread,
        timeline: Timeline,
        learning_curve: LearningCurve,
    ) -> None:
        super().__init__()
        self._training, self._timeline, self._curve = training, timeline, learning_curve
        self._latest: Snapshot | None = None
        self._past: Snapshot | None = None  # the moment shown, None for the newest
        self._compared: int | None = None  # number of the run to compare with
        self._comparison: Comparison | None = None
        self._asked_about: Network | None = None  # compared, or about to be
        self._moments: Answers[Snapshot | None] = Answers("looking back")
        self._comparisons: Answers[Comparison] = Answers("comparing")
        self._connect()

    @property
    def is_live(self) -> bool:
        """Whether the newest moment is shown."""
        return self._past is None

    def take_in(self, latest: Snapshot) -> None:
        """The training has got so far."""
        before, self._latest = self._latest, latest
        if before is None or latest.run != before.run:
            self._turn_to(latest)
        self._timeline.set_live(latest.examples_seen, latest.steps)
        if before is None or latest.curve is not before.curve:
            self._timeline.set_kept(self._training.runs.kept(latest.run))

    def collect(self) -> bool:
        """Take what has been answered; whether anything was."""
        past, comparison = self._moments.mailbox.take(), self._comparisons.mailbox.take()
        if past is not None:
            self._past = past
            self._timeline.set_looking_back(past.examples_seen)
            self._curve.set_marker(past.examples_seen)
        if comparison is not None:
            self._comparison = comparison
        self._compare()
        return past is not None or comparison is not None

    def shown(self, latest: Snapshot) -> Snapshot:
        """What of the run all panels are to show now that the training has got to `latest`."""
        shown, past = latest, self._past
        if past is not None:
            shown = replace(
                latest,
                network=past.network,
                settings=past.settings,
                examples_seen=past.examples_seen,
                steps=past.steps,
                evaluation=past.evaluation,
                last_example=past.last_example,
                newest=latest.examples_seen,
            )
        made = self._comparison
        fits = made is not None and made.network.sizes == shown.network.sizes
        return replace(shown, comparison=made) if fits else shown

    def look_back(self, examples_seen: int) -> None:
        """Show this moment of the run shown, as soon as it is made."""
        latest, training = self._latest, self._training
        if latest is not None:
            self._moments.ask(lambda: training.runs.past(latest, examples_seen))

    def go_live(self) -> None:
        """Show the newest moment again."""
        self._moments.forget()
        self._timeline.set_looking_back(None)
        self._curve.set_marker(None)
        if self._past is not None:
            self._past = None
            self.changed.emit()

    def close(self) -> None:
        """End the threads and wait for them."""
        self._moments.close()
        self._comparisons.close()

    def _connect(self) -> None:
        timeline = self._timeline
        timeline.moment_requested.connect(self.look_back)
        timeline.live_requested.connect(self.go_live)
        timeline.branch_requested.connect(self._branch)
        timeline.run_chosen.connect(lambda number: self._training.submit(ShowRun(number)))
        timeline.mark_added.connect(lambda _: self._keep_marks())
        timeline.marks_changed.connect(lambda _: self._keep_marks())
        self._curve.x_range_changed.connect(timeline.set_x_range)
        timeline.set_x_range(*self._curve.x_range())

    def _branch(self) -> None:
        if self._timeline.moment is not None:
            self._training.submit(Branch(self._timeline.moment))

    def _keep_marks(self) -> None:
        if self._latest is not None:
            self._training.submit(SetMarks(self._latest.run, self._timeline.marks))

    def _turn_to(self, latest: Snapshot) -> None:
        """Another run is shown."""
        self.go_live()
        self._timeline.set_marks(self._training.runs.marks(latest.run))

    def compare_with(self, number: int | None) -> None:
        """Compare what all panels show with this run, from then on; None compares no more."""
        self._comparisons.forget()
        self._compared, self._comparison, self._asked_about = number, None, None
        self.changed.emit()

    def _compare(self) -> None:
        """Have what is shown compared with the chosen run, if that has not been done."""
        number, training = self._compared, self._training
        if number is None or self._latest is None:
            return
        shown = self.shown(self._latest)
        if shown.network is not self._asked_about:
            self._asked_about = shown.network
            self._comparisons.ask(lambda: training.runs.comparison(shown, number))
