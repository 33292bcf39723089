"""The page of what was learned and forgotten: test images since the last epoch, training images ever."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout

from nnviz.explain.confusion import progress
from nnviz.explain.forgetting import Forgetting, forgetting
from nnviz.learning.evaluation import Evaluation
from nnviz.panels.evaluation.answered import Answered
from nnviz.panels.evaluation.evaluation_page import EvaluationPage
from nnviz.panels.evaluation.evaluation_words import (
    changed_caption,
    changes_sentence,
    forgotten_caption,
    forgotten_sentence,
)
from nnviz.panels.evaluation.gallery import Gallery, Pictures
from nnviz.runs.answering_thread import Rest
from nnviz.runs.course import course_of
from nnviz.runs.input_image import data_input
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.widgets.quiet_choice import QuietChoice
from nnviz.widgets.short_label import ShortLabel

_REST = Rest(0.5, 10.0)  # while training goes on: a tenth of the time at most


class ChangePage(EvaluationPage):
    """Two galleries for test images, one for training images."""

    earlier_wanted = Signal(int)  # after how many examples: an evaluation to compare with, see `set_earlier`

    def __init__(self) -> None:
        super().__init__()
        self._earlier: tuple[int, Evaluation] | None = None  # to compare with, and of which run it is
        self._asked: tuple[int, int] | None = None
        self._counted: tuple[int, int] | None = None
        self.learned, self.forgotten = Gallery("Learned"), Gallery("Forgotten")
        self.training = Gallery("Training images forgotten most often")
        self.heads, self.total = [ShortLabel(), ShortLabel()], ShortLabel()
        for head in (*self.heads, self.total):
            head.setFont(theme.font(8))
            head.setProperty("muted", True)
            head.setContentsMargins(theme.SPACING, 0, 0, 0)
        for gallery in (self.learned, self.forgotten):
            gallery.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            gallery.chosen.connect(self._choose_test)
            self.offer_teachers(gallery)
        self.training.chosen.connect(self._choose_training)
        self.offer_teachers(self.training, "training")
        self._worker = LatestWorker("forgetting", self, _REST)
        self._worker.finished.connect(self._show_forgetting)
        self._mode = QuietChoice("change_of", "Of which images", "Whether test or training images are shown.")
        self._mode.add(
            "test images", False, "Test images answered otherwise than at the end of an epoch before."
        )
        self._mode.add(
            "training images", True, "Training images that were right and, an epoch later, wrong again."
        )
        self._mode.currentIndexChanged.connect(self._change_mode)
        self._build_layout()
        self._change_mode()

    def _build_layout(self) -> None:
        grid = self._grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        for column, (head, gallery) in enumerate(
            zip(self.heads, (self.learned, self.forgotten), strict=True)
        ):
            grid.addWidget(head, 0, column)
            grid.addWidget(gallery, 1, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.total, 2, 0, 1, 2)
        grid.addWidget(self.training, 3, 0, 1, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 2, 0, 0)
        outer.addLayout(grid)

    def header_choice(self) -> QuietChoice:
        return self._mode

    @property
    def is_of_training(self) -> bool:
        """Whether training images are shown."""
        return bool(self._mode.currentData())

    def close_workers(self) -> None:
        """End the thread."""
        self._worker.close()

    def show_moment(self, snapshot: Snapshot, answered: Answered | None) -> None:
        other = answered is not self.answered
        self.snapshot, self.answered = snapshot, answered
        if self.is_of_training:
            self._count(snapshot)
        elif answered is None:
            self._say_nothing()
        else:
            self._ask(snapshot, answered.evaluation)
            if other:
                self.show_answers()

    def set_earlier(self, run: int, evaluation: Evaluation) -> None:
        """What a run answered at an earlier moment; while it trains, the next one may be wanted by then."""
        if self._asked is not None and run == self._asked[0]:
            self._earlier = run, evaluation
            self.show_answers()

    def show_answers(self) -> None:
        answered, earlier = self.answered, self._earlier
        if self.is_of_training or answered is None or self.snapshot is None:
            return
        then = earlier[1] if earlier is not None and earlier[0] == self.snapshot.run else None
        now = answered.evaluation
        if then is None or then.labels is not now.labels or then.examples_seen > now.examples_seen:
            self._say_nothing()
            return
        changed = progress(then.zs, now.zs, now.labels)
        before = Answered(then, answered.test)
        course = course_of(self.snapshot, self.snapshot.epoch_size)
        step = course.at(then.examples_seen)
        for head, gallery, indices, is_right in (
            (self.heads[0], self.learned, changed.learned, True),
            (self.heads[1], self.forgotten, changed.forgotten, False),
        ):
            head.setText(changes_sentence(is_right, len(indices), step))
            pictures = Pictures(
                answered.test, indices, lambda index: changed_caption(before, answered, index)
            )
            gallery.show_pictures(pictures, "none")

    def _ask(self, snapshot: Snapshot, now: Evaluation) -> None:
        """Have the end of the epoch before evaluated, unless it was asked for already."""
        epochs = max(-(-now.examples_seen // snapshot.epoch_size) - 1, 0)
        wanted = snapshot.run, epochs * snapshot.epoch_size
        if wanted != self._asked:
            self._asked = wanted
            self.earlier_wanted.emit(wanted[1])

    def _say_nothing(self) -> None:
        for head, gallery in zip(self.heads, (self.learned, self.forgotten), strict=True):
            head.setText("")
            gallery.show_pictures(None, self.waiting or "…")

    def _count(self, snapshot: Snapshot) -> None:
        """Count in a thread of its own, for the moment shown."""
        recorded, moment = snapshot.presentations, (snapshot.run, snapshot.examples_seen)
        if recorded is None or snapshot.data is None or moment == self._counted:
            return
        self._counted = moment
        count, seed = len(recorded.latest), snapshot.settings.seed

        def work() -> tuple[Snapshot, Forgetting]:
            then = recorded
            if snapshot.is_past:
                went_through = course_of(snapshot, count).position(snapshot.examples_seen).processed
                then = recorded.at(went_through, seed)
            found = forgetting(then)
            _ = found.order  # sorted here, and kept
            return snapshot, found

        self._worker.request(work)

    def _show_forgetting(self, made: tuple[Snapshot, Forgetting]) -> None:
        snapshot, found = made
        if not self.is_of_training or snapshot.data is None or snapshot.presentations is None:
            return
        train, begin = snapshot.data.train, snapshot.presentations.begin
        self.total.setText(forgotten_sentence(found, begin, snapshot.examples_seen, snapshot.epoch_size))
        pictures = Pictures(train, found.order, lambda index: forgotten_caption(found, train, index))
        self.training.show_pictures(pictures, "No training image was forgotten so far.")

    def _change_mode(self) -> None:
        of_training = self.is_of_training
        self._counted = None
        for row, is_used in ((1, not of_training), (3, of_training)):
            self._grid.setRowStretch(row, int(is_used))
        self.training.setVisible(of_training)
        self.total.setVisible(of_training)
        for widget in (self.learned, self.forgotten, *self.heads):
            widget.setVisible(not of_training)
        self.setFocusProxy(self.training if of_training else self.learned)
        if self.snapshot is not None:
            self.show_moment(self.snapshot, self.answered)
            self.show_answers()

    def _choose_test(self, index: int) -> None:
        if self.answered is not None:
            self.input_image_chosen.emit(data_input(self.answered.test, index))

    def _choose_training(self, index: int) -> None:
        if self.snapshot is not None and self.snapshot.data is not None:
            self.input_image_chosen.emit(data_input(self.snapshot.data.train, index, "training"))
