"""What the run shown said of the test images at an earlier moment, for panels that compare with it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nnviz.panels.evaluation.panel import EvaluationPanel
from nnviz.runs.training_thread import TrainingThread
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.window.documents.document_window import DocumentWindow


class EarlierMoments(QObject):
    """Replays to them in a thread of its own."""

    def __init__(self, window: DocumentWindow, panel: EvaluationPanel, training: TrainingThread) -> None:
        super().__init__(window)
        self._window, self._panel, self._training = window, panel, training
        self._worker = LatestWorker("earlier moment", self)
        self._worker.finished.connect(lambda found: panel.set_earlier(*found))
        panel.earlier_wanted.connect(self._ask)

    def close(self) -> None:
        """End the thread and wait for it."""
        self._worker.close()

    def _ask(self, examples_seen: int) -> None:
        latest, runs = self._window.latest, self._training.runs
        if latest is None:
            return

        def work() -> object:
            past = runs.past(latest, examples_seen)
            found = past.evaluation if past is not None else None
            return None if found is None else (latest.run, found)

        self._worker.request(work)
