"""The menu of the studies; each has a window of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from nnviz.experiments.studies import STUDIES
from nnviz.window.experiments.results_folder import results_folder
from nnviz.window.experiments.study_window import StudyWindow


class StudiesMenu(QObject):
    """Makes a window when it is first asked for."""

    def __init__(self, window: QMainWindow, trains: Callable[[], bool]) -> None:
        super().__init__(window)
        self._trains = trains
        self.windows: dict[str, StudyWindow] = {}
        menu = window.menuBar().addMenu("&Studies")
        menu.setToolTipsVisible(True)
        for name, study in STUDIES.items():
            action = QAction(study.title, window)
            action.setObjectName(f"study_{name}")
            action.setToolTip(study.question)
            action.triggered.connect(lambda _checked=False, name=name: self.open(name))
            menu.addAction(action)

    def open(self, name: str) -> StudyWindow:
        """Bring the window of that study to the front."""
        if name not in self.windows:
            self.windows[name] = StudyWindow(name, results_folder() / "studies", self._trains)
        window = self.windows[name]
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    def close(self) -> None:
        """End what is being carried out; what is done is kept."""
        for window in self.windows.values():
            window.end()
            window.deleteLater()
        self.windows.clear()
