"""The Help menu: lessons, figures, the glossary, keys, what the program is, a report on a problem."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from nnviz.figures.figure import Figure
from nnviz.figures.figure_registry import FIGURES
from nnviz.lessons import library
from nnviz.widgets.plain_text import plain_entry
from nnviz.window import program_facts
from nnviz.window.documents.document_window import DocumentWindow
from nnviz.window.help_pages import HelpPage, ReportWindow
from nnviz.window.help_windows import FigureWindow, GlossaryWindow
from nnviz.window.lessons.lesson_host import LessonHost
from nnviz.window.lessons.lesson_recorder import LessonRecorder
from nnviz.window.shortcut_list import shortcut_lists


class HelpMenu(QMenu):
    """Stands last in the bar."""

    def __init__(self, window: DocumentWindow, host: LessonHost, recorder: LessonRecorder) -> None:
        super().__init__("&Help", window)
        self.setObjectName("help_menu")
        self.setToolTipsVisible(True)
        window.menuBar().addMenu(self)
        self._window, self._host, self._recorder = window, host, recorder
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

        self.addSeparator()
        self._add("open_shortcuts", "&Keyboard shortcuts", "Every key there is.", self._show_shortcuts)
        self._add("open_report", "&Report a problem", "A text to copy. Nothing is sent.", self._show_report)
        self._add("open_about", "&About nnviz", "Versions, licences, where settings lie.", self._show_about)

    def _add(self, name: str, text: str, sentence: str, act: Callable[[], None]) -> None:
        action = self.addAction(text)
        action.setObjectName(name)
        action.setToolTip(sentence)
        action.triggered.connect(lambda _checked=False: act())

    def _show_shortcuts(self) -> None:
        lists = shortcut_lists(self._window.findChildren(QAction))
        HelpPage("shortcuts_window", "Keyboard shortcuts", lists, self._window).show()

    def _show_report(self) -> None:
        latest = self._window.latest
        text = program_facts.report(latest.settings if latest is not None else None)
        ReportWindow(text, self._window).show()

    def _show_about(self) -> None:
        places = [(words, str(path)) for words, path in program_facts.places(self._window.store)]
        parts = {"Versions": program_facts.versions(), "Licences": program_facts.LICENCES, "Files": places}
        HelpPage("about_window", "About nnviz", parts, self._window).show()

    def _list_lessons(self) -> None:
        """Made when it opens: until then no file is read."""
        self.lessons.clear()
        for entry in library.entries():
            action = self.lessons.addAction(plain_entry(entry.words))
            action.setObjectName(f"lesson_{entry.name}")
            action.setToolTip(entry.summary)
            action.triggered.connect(partial(self._host.open_named, entry.name))
        self.lessons.addSeparator()
        for name, text, sentence, act in (
            ("open_lesson_file", "&Open a file…", "A lesson that somebody has written.", self._recorder.open),
            ("record_lesson", "&Record a lesson…", "Make pages of what you show.", self._recorder.begin),
        ):
            action = self.lessons.addAction(text)
            action.setObjectName(name)
            action.setToolTip(sentence)
            action.triggered.connect(lambda _checked=False, act=act: act())


def _open_figure(kind: type[Figure], window: QMainWindow) -> None:
    FigureWindow(kind, window).show()
