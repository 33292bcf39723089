"""The Help menu: lessons, figures, the glossary."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMainWindow, QMenu

from nnviz.figures.figure import Figure
from nnviz.figures.figure_registry import FIGURES
from nnviz.lessons import library
from nnviz.widgets.plain_text import plain_entry
from nnviz.window.help_windows import FigureWindow, GlossaryWindow
from nnviz.window.lessons.lesson_host import LessonHost


class HelpMenu(QMenu):
    """Stands last in the bar."""

    def __init__(self, window: QMainWindow, host: LessonHost) -> None:
        super().__init__("&Help", window)
        self.setObjectName("help_menu")
        self.setToolTipsVisible(True)
        window.menuBar().addMenu(self)
        self._host = host
        self.lessons = self.addMenu("&Lessons")
        self.lessons.setObjectName("lessons_menu")
        self.lessons.setToolTipsVisible(True)
        self.lessons.aboutToShow.connect(self._list_lessons)
        self.figures = self.addMenu("&Figures")
        self.figures.setObjectName("figures_menu")
        self.figures.setToolTipsVisible(True)
        for kind in FIGURES:
            action = self.figures.addAction(kind.spec.title)
            action.setObjectName(f"open_figure_{kind.spec.name}")
            action.setToolTip(kind.spec.explanation)
            action.triggered.connect(partial(_open_figure, kind, window))
        glossary = self.addAction("&Glossary")
        glossary.setObjectName("open_glossary")
        glossary.setToolTip("Every symbol and word, and the lesson about it.")
        glossary.triggered.connect(lambda: GlossaryWindow(window).show())

    def _list_lessons(self) -> None:
        """Made when it opens: until then no file is read."""
        self.lessons.clear()
        for entry in library.entries():
            action = self.lessons.addAction(plain_entry(entry.words))
            action.setObjectName(f"lesson_{entry.name}")
            action.setToolTip(entry.summary)
            action.triggered.connect(partial(self._host.open_named, entry.name))


def _open_figure(kind: type[Figure], window: QMainWindow) -> None:
    FigureWindow(kind, window).show()
