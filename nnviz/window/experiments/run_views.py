"""The views of the runs, one behind the other, with what they are compared by above and in words below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from nnviz.experiments.comparison import difference
from nnviz.experiments.measures import MEASURES
from nnviz.experiments.overview import Overview
from nnviz.widgets import theme
from nnviz.widgets.fields import Choice
from nnviz.window.experiments.curves_plot import CurvesPlot
from nnviz.window.experiments.dots_plot import DotsPlot
from nnviz.window.experiments.heat_plot import HeatView
from nnviz.window.experiments.mistakes_view import MistakesView
from nnviz.window.experiments.runs_table import RunsTable
from nnviz.window.experiments.two_settings import TwoSettings

MOST = 200  # settings to choose from, the best


class RunViews(QWidget):
    """Only the view in front is brought up to date; the others are when they come to the front."""

    run_chosen = Signal(object)  # Result

    def __init__(self) -> None:
        super().__init__()
        self.overview = Overview()
        self.measure = Choice()
        self.measure.setObjectName("measure")
        self.measure.setAccessibleName("Compare by")
        self.measure.setToolTip("What the runs are compared by.")
        for one in MEASURES.values():
            self.measure.add(one.title, one.name, one.explanation)
        self.curves, self.heat, self.dots = CurvesPlot("curves_plot"), HeatView(), DotsPlot("dots_plot")
        self.table, self.mistakes = RunsTable(), MistakesView()
        self._views = (self.curves, self.dots, self.heat, self.table, self.mistakes)
        self._shown: dict[int, object] = {}  # what each has in it
        self.tabs = QTabWidget()
        self.tabs.setObjectName("run_views")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._add_tabs()
        self.comparison = TwoSettings()
        self._lay_out()
        for view in (self.curves, self.heat, self.dots, self.table):
            view.run_chosen.connect(self.run_chosen)
        self.comparison.changed.connect(self._say_difference)
        self.measure.currentIndexChanged.connect(lambda _: self._show_in_front())
        self.tabs.currentChanged.connect(lambda _: self._show_in_front())

    def show_runs(self, overview: Overview) -> None:
        """These runs from now on."""
        self.overview = overview
        self._offer_settings()
        self._show_in_front()

    @property
    def in_front(self) -> QWidget:
        """The view that is to be seen: what is exported as a picture."""
        view = self._views[self.tabs.currentIndex()]
        return view.plot if isinstance(view, HeatView) else view

    def _show_in_front(self) -> None:
        index = self.tabs.currentIndex()
        measure = MEASURES[self.measure.currentData()]
        if self._shown.get(index) != (self.overview, measure):
            self._shown[index] = self.overview, measure
            self._views[index].show_runs(self.overview, measure)

    def _offer_settings(self) -> None:
        best = self.overview.ranked(MEASURES["test_accuracy"])[:MOST]
        self.comparison.offer([self.overview.labels[index] for index in best], best)

    def _say_difference(self) -> None:
        chosen = self.comparison.chosen
        if chosen is None:
            return
        one, other = (self.overview.groups[index] for index in chosen)
        words = (
            f"{difference(one, other).sentence} (test accuracy)" if one is not other else "the same setting"
        )
        self.comparison.sentence.setText(words)

    def _add_tabs(self) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.dots)
        for view, title, tip in (
            (self.curves, "Curves", "How each setting learns: median and range of its seeds."),
            (scroll, "Dots", "Each run at its end: a line for each setting, a dot for each seed."),
            (self.heat, "Heat map", "Two settings against each other."),
            (self.table, "Table", "All runs, to sort by any column."),
            (self.mistakes, "Mistakes", "What all seeds of a setting get wrong."),
        ):
            page = QWidget()
            box = QVBoxLayout(page)
            box.setContentsMargins(0, theme.SPACING, 0, 0)
            box.addWidget(view)
            self.tabs.setTabToolTip(self.tabs.addTab(page, title), tip)

    def _lay_out(self) -> None:
        corner = QWidget()
        line = QHBoxLayout(corner)
        line.setContentsMargins(0, 0, 0, 0)
        by = QLabel("compare by")
        by.setProperty("muted", True)
        line.addWidget(by)
        line.addWidget(self.measure)
        self.tabs.setCornerWidget(corner)
        self.comparison.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.SPACING)
        box.addWidget(self.tabs, 1)
        box.addWidget(self.comparison)
