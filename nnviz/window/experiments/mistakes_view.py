"""What the runs of a setting get wrong, seeds together: what is taken for what, and which pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from nnviz.datasets.dataset import Examples
from nnviz.experiments.comparison import Group, summed_confusion, times_wrong, wrong_sentence
from nnviz.experiments.measures import MEASURES, Measure
from nnviz.experiments.overview import Overview
from nnviz.explain.confusion import Confusion
from nnviz.panels.evaluation.matrix import layout_of, paint_matrix
from nnviz.widgets import theme
from nnviz.widgets.fields import Choice
from nnviz.widgets.hover_cells import HoverCells
from nnviz.window.experiments.wrong_pictures import WrongPictures

_LEAST_MATRIX = 330
_MOST = 200  # settings to choose from, the best


class SummedMatrix(HoverCells, QWidget):
    """The confusion matrix of all seeds together, in per cent of each class."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("summed_matrix")
        self.setAccessibleName("Confusion matrix of all seeds together")
        self.setMinimumWidth(_LEAST_MATRIX)
        self.found: Confusion | None = None
        self._names: tuple[str, ...] = ()
        self._runs = 0

    def show_confusion(self, found: Confusion | None, names: tuple[str, ...], runs: int) -> None:
        """This one, of that many runs."""
        self.found, self._names, self._runs = found, names, runs
        self.hovered_cell = None
        self.update()

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        return layout_of(self._area(), self.found).cell_at(point) if self.found is not None else None

    def tip(self, cell: tuple[int, int]) -> str:
        assert self.found is not None
        true, said = cell
        count = int(self.found.counts[true, said])
        its = self._names[said] if said < len(self._names) else "nothing"
        word = "named rightly" if true == said else f"taken for {its}"
        return f"{self._names[true]} {word}: {count / self._runs:.1f} times a run"

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.found is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            layout = layout_of(self._area(), self.found)
            paint_matrix(painter, layout, self.found, self._names, True, framed=self.hovered_cell)

    def sizeHint(self) -> QSize:
        return QSize(360, 340)

    def _area(self) -> QRectF:
        side = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        return QRectF(side.left(), side.top(), side.width(), min(side.height(), side.width()))


class MistakesView(QWidget):
    """The best setting first; others can be chosen."""

    picture_chosen = Signal(int)  # index in the test set

    def __init__(self) -> None:
        super().__init__()
        self._overview = Overview()
        self._measure = MEASURES["test_accuracy"]
        self._test: Examples | None = None
        self._times: NDArray[np.int64] = np.empty(0, np.int64)
        self._key: object = None  # of the group chosen by hand
        self.setting = self._choice("mistakes_setting", "Setting", "Whose runs these are of.")
        self.often = self._choice("mistakes_often", "Wrong in how many runs", "Which pictures to show.")
        self.sentence = QLabel()
        self.sentence.setObjectName("mistakes_sentence")
        self.sentence.setWordWrap(True)
        self.matrix, self.pictures = SummedMatrix(), WrongPictures()
        self.pictures.picture_chosen.connect(self.picture_chosen)
        self.setting.activated.connect(lambda _: self._choose())
        self.often.currentIndexChanged.connect(lambda _: self._show_pictures())
        self._lay_out()

    def set_test(self, test: Examples | None) -> None:
        """The pictures that the runs were tested with; None if they are not at hand."""
        if test is not self._test:
            self._test = test
            self._show_group()

    def show_runs(self, overview: Overview, measure: Measure) -> None:
        """These runs from now on."""
        self._overview, self._measure = overview, measure
        with QSignalBlocker(self.setting):
            self.setting.clear()
            for index in overview.ranked(MEASURES["test_accuracy"])[:_MOST]:
                self.setting.add(overview.labels[index], index, "")
            kept = next((k for k, g in enumerate(overview.groups) if g.settings == self._key), None)
            self.setting.setCurrentIndex(max(self.setting.findData(kept), 0))
        self._show_group()

    def _choose(self) -> None:
        group = self._group()
        self._key = group.settings if group is not None else None
        self._show_group()

    def _group(self) -> Group | None:
        index = self.setting.currentData()
        return self._overview.groups[index] if index is not None else None

    def _show_group(self) -> None:
        group = self._group()
        if group is None:
            self.sentence.setText("No runs yet.")
            self.matrix.show_confusion(None, (), 0)
            self.pictures.clear()
            return
        runs = len(group.results)
        self._times = times_wrong(group.results)
        found = summed_confusion(group.results)
        test = self._test if self._test is not None and len(self._test) == len(self._times) else None
        names = test.subject.class_names if test is not None else tuple(map(str, range(len(found.counts))))
        nouns = test.subject.nouns if test is not None else "pictures"
        missing = "" if test is not None else " The pictures are not those of the main window."
        self.sentence.setText(f"{wrong_sentence(self._times, runs, nouns)}.{missing}")
        self.matrix.show_confusion(found, names, runs)
        self._offer_counts(runs)
        self._show_pictures()

    def _offer_counts(self, runs: int) -> None:
        chosen = self.often.currentIndex()
        with QSignalBlocker(self.often):
            self.often.clear()
            for times in range(runs, 0, -1):
                count = int(np.count_nonzero(self._times == times))
                words = f"wrong in {'all' if times == runs and runs > 1 else times}"
                of = f" {runs} runs" if times == runs and runs > 1 else f" of {runs}"
                self.often.add(f"{words}{of}: {count:,}", times, "")
            self.often.setCurrentIndex(min(max(chosen, 0), self.often.count() - 1))

    def _show_pictures(self) -> None:
        times = self.often.currentData()
        if self._test is None or times is None or len(self._test) != len(self._times):
            self.pictures.clear()
            return
        indices = np.flatnonzero(self._times == times)
        self.pictures.show_pictures(self._test, indices, self._times[indices])

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.setting)
        top.addWidget(self.sentence, 1)
        side = QVBoxLayout()
        side.addWidget(self.often, 0, Qt.AlignmentFlag.AlignLeft)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.pictures)
        side.addWidget(scroll, 1)
        body = QHBoxLayout()
        body.setSpacing(2 * theme.SPACING)
        body.addWidget(self.matrix, 1)
        body.addLayout(side, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(top)
        box.addLayout(body, 1)

    @staticmethod
    def _choice(name: str, caption: str, sentence: str) -> Choice:
        choice = Choice()
        choice.setObjectName(name)
        choice.setAccessibleName(caption)
        choice.setToolTip(sentence)
        choice.setMaximumWidth(260)
        return choice
