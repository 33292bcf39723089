"""The page on which the user judges labels that the networks contradict."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from nnviz.explain.doubtful_labels import Doubts, doubts
from nnviz.learning.evaluation import Evaluation
from nnviz.panels.evaluation.answered import Answered
from nnviz.panels.evaluation.evaluation_page import EvaluationPage
from nnviz.panels.evaluation.evaluation_words import doubt_caption, doubts_sentence
from nnviz.panels.evaluation.gallery import Caption, Gallery, Pictures
from nnviz.runs.answering_thread import Rest
from nnviz.runs.input_image import data_input
from nnviz.runs.snapshot import Snapshot
from nnviz.sessions.verdicts import Judgement, Verdicts
from nnviz.widgets import theme
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.widgets.short_label import ShortLabel

_BUTTONS: tuple[tuple[str, Judgement | None, str], ...] = (
    ("label is right", "right", "The label says what the image shows: the networks are wrong."),
    ("label is wrong", "wrong", "The label does not say what the image shows."),
    ("unclear", "unclear", "Nobody could tell what the image shows."),
    ("no verdict", None, "Take the verdict back."),
)

_REST = Rest(0.5, 10.0)  # while training goes on: a tenth of the time at most


class LabelPage(EvaluationPage):
    """Of all runs of the session together: each as it was evaluated last."""

    export_wanted = Signal()  # the verdicts as a table

    def __init__(self) -> None:
        super().__init__()
        self._verdicts = Verdicts()
        self._of: tuple[Evaluation, ...] = ()  # the evaluations that the order is from
        self.doubts: Doubts | None = None
        self._next: Doubts | None = None  # for when nobody looks at this order
        self.gallery = Gallery("Labels that the networks contradict")
        self.gallery.chosen.connect(self._choose)
        self.offer_teachers(self.gallery)
        self.sentence = ShortLabel()
        self.sentence.setProperty("muted", True)
        self.sentence.setFont(theme.font(8))
        self._worker = LatestWorker("doubtful labels", self, _REST)
        self._worker.finished.connect(self._take_in)
        self.buttons = {judgement: self._button(*what) for what in _BUTTONS for judgement in [what[1]]}
        self.export = QPushButton("Export…")
        self.export.setToolTip("Save the verdicts as a table (CSV).")
        self.export.clicked.connect(self.export_wanted)
        self._build_layout()
        self._show_buttons()

    def _button(self, text: str, judgement: Judgement | None, sentence: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(sentence)
        button.setObjectName(f"verdict_{judgement or 'none'}")
        button.clicked.connect(partial(self._judge, judgement))
        return button

    def _build_layout(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(theme.SPACING, 0, theme.SPACING, 2)
        row.setSpacing(4)
        for button in (*self.buttons.values(), self.export):
            button.setFont(theme.font(8.5))
            button.setProperty("flat", True)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        self.sentence.setContentsMargins(theme.SPACING, 0, 0, 0)
        column.addWidget(self.sentence)
        column.addWidget(self.gallery, 1)
        column.addLayout(row)
        self.setFocusProxy(self.gallery)

    @property
    def verdicts(self) -> Verdicts:
        """What the user has judged so far."""
        return self._verdicts

    def set_verdicts(self, verdicts: Verdicts) -> None:
        """Have these and no others."""
        self._verdicts = verdicts
        self._show()

    def close_workers(self) -> None:
        """End the thread."""
        self._worker.close()

    def show_moment(self, snapshot: Snapshot, answered: Answered | None) -> None:
        self.snapshot, self.answered = snapshot, answered
        if snapshot.data is None:
            self.gallery.show_pictures(None, self.waiting)
            return
        self.take_test_set(snapshot)
        labels = snapshot.data.test.labels
        latest = [run.evaluation for run in snapshot.runs if run.evaluation is not None]
        evaluations = tuple(one for one in latest if one.labels is labels)
        if evaluations != self._of:
            self._of = evaluations
            self._worker.request(lambda: (evaluations, doubts(evaluations)))

    def take_test_set(self, snapshot: Snapshot) -> None:
        """Verdicts on another test set are none on this."""
        checksum = snapshot.data.test.checksum if snapshot.data is not None else 0
        if snapshot.data is not None and self._verdicts.labels_checksum != checksum:
            self._verdicts, self.gallery.framed = Verdicts(checksum), None
            self.doubts = self._next = None

    def _take_in(self, found: tuple[tuple[Evaluation, ...], Doubts | None]) -> None:
        self._next = found[1]
        if self.doubts is None or not self._is_in_use:
            self._put_in_order()

    @property
    def has_another_order(self) -> bool:
        """Whether there is a newer one, not shown yet."""
        return self._next is not None

    @property
    def _is_in_use(self) -> bool:
        """Whether somebody points at these pictures, or goes through them by keys."""
        return self.underMouse() or self.gallery.hovered_cell is not None

    def _put_in_order(self) -> None:
        """The newest order, if another is known."""
        if self._next is not None:
            self.doubts, self._next = self._next, None
            self._show()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._put_in_order()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._put_in_order()

    def _show(self) -> None:
        data = self.snapshot.data if self.snapshot is not None else None
        if self.doubts is None or data is None:
            return
        made, test = self.doubts, data.test
        indices = made.order[made.order < len(test)]
        self.sentence.setText(doubts_sentence(made, self._verdicts))

        def caption(index: int) -> Caption:
            return doubt_caption(made, test, index, self._verdicts.by_image.get(index))

        self.gallery.show_pictures(Pictures(test, indices, caption), "No run contradicts any label.")
        self._show_buttons()

    def _show_buttons(self) -> None:
        framed = self.gallery.framed
        for judgement, button in self.buttons.items():
            judged = framed is not None and framed in self._verdicts.by_image
            button.setEnabled(framed is not None and (judgement is not None or judged))
        self.export.setEnabled(bool(self._verdicts))

    def _judge(self, judgement: Judgement | None) -> None:
        framed = self.gallery.framed
        if framed is None:
            return
        self._verdicts = self._verdicts.with_one(framed, judgement)
        if judgement is not None:
            self._go_on(framed)
        self._show()

    def _go_on(self, judged: int) -> None:
        """The next one that has no verdict is to be judged."""
        order = self.gallery.pictures.indices.tolist() if self.gallery.pictures is not None else []
        later = order[order.index(judged) + 1 :] if judged in order else []
        following = next((index for index in later if index not in self._verdicts.by_image), None)
        if following is not None:
            self._choose(following)
            self.gallery.bring_in(order.index(following))

    def _choose(self, index: int) -> None:
        self.gallery.framed = index
        self.gallery.update()
        self._show_buttons()
        if self.snapshot is not None and self.snapshot.data is not None:
            self.input_image_chosen.emit(data_input(self.snapshot.data.test, index))
