"""Opens the experiments window, and lets what is chosen there be seen in the main one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from nnviz.experiments.result import Result
from nnviz.runs.input_image import InputImage, data_input
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.runs.train_again import TrainAgain
from nnviz.runs.training_thread import TrainingThread
from nnviz.window.experiments.experiments_window import ExperimentsWindow
from nnviz.window.experiments.results_folder import results_folder


class Experiments(QObject):
    """The window is made when it is first asked for: until then it costs nothing."""

    run_opened = Signal()  # what is asked for is what there is to see
    picture_chosen = Signal(InputImage)

    def __init__(self, window: QMainWindow, training: TrainingThread) -> None:
        super().__init__(window)
        self._main, self._training = window, training
        self._latest: Snapshot | None = None
        self.window: ExperimentsWindow | None = None
        self.action = QAction("&Experiments…", window)
        self.action.setObjectName("open_experiments")
        self.action.setShortcut("Ctrl+E")
        self.action.setToolTip("Many runs with other settings and seeds, side by side: is it luck?")
        self.action.triggered.connect(lambda _checked=False: self.open())
        window.addAction(self.action)

    def open(self) -> None:
        """Bring the window to the front."""
        if self.window is None:
            self.window = self._made()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def take_in(self, latest: Snapshot) -> None:
        """The main window's training has got so far."""
        self._latest = latest
        if self.window is not None:
            self.window.is_training = latest.phase is Phase.TRAINING
            if latest.data is not None:
                self.window.set_data(latest.data)

    def close(self) -> None:
        """End what is being carried out: the results that are there stay."""
        window, self.window = self.window, None
        if window is not None:
            window.stop()
            window.close()
            window.deleteLater()

    def _made(self) -> ExperimentsWindow:
        made = ExperimentsWindow(results_folder())
        made.run_chosen.connect(self._open_run)
        made.picture_chosen.connect(self._show_picture)
        made.settings_wanted.connect(lambda: self._give_settings(made))
        self.window = made
        self._give_settings(made)
        if self._latest is not None:
            self.take_in(self._latest)
        return made

    def _give_settings(self, window: ExperimentsWindow) -> None:
        if self._latest is not None:
            window.set_base(self._latest.settings, self._latest.data)

    def _open_run(self, result: Result, words: str) -> None:
        window, latest = self.window, self._latest
        if window is None or latest is None or latest.data is None:
            return
        if not window.runs.checksum:
            window.say("The data is still being looked at; try again in a moment")
        elif result.data != window.runs.checksum:
            window.say(
                f"This run was trained on other data than the main window has: {latest.data.subject.name}"
            )
        else:
            self.run_opened.emit()
            self._training.submit(TrainAgain(result.settings, result.job.epochs, words))
            self._bring_main()

    def _show_picture(self, index: int) -> None:
        if self._latest is not None and self._latest.data is not None:
            self.picture_chosen.emit(data_input(self._latest.data.test, index))
            self._bring_main()

    def _bring_main(self) -> None:
        self._main.raise_()
        self._main.activateWindow()
