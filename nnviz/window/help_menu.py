"""The Help menu: lessons to begin with."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMainWindow, QMenu

from nnviz.lessons import library
from nnviz.widgets.plain_text import plain_entry
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

    def _list_lessons(self) -> None:
        """Made when it opens: until then no file is read."""
        self.lessons.clear()
        for entry in library.entries():
            action = self.lessons.addAction(plain_entry(entry.words))
            action.setObjectName(f"lesson_{entry.name}")
            action.setToolTip(entry.summary)
            action.triggered.connect(partial(self._host.open_named, entry.name))
