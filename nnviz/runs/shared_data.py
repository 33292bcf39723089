"""A data set in the forms that all runs share, and the runs made of them."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.datasets.dataset import Dataset
from nnviz.learning import kernel
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.runs.run import Run
from nnviz.runs.saved_run import SavedRun


@dataclass(frozen=True, eq=False)
class SharedData:
    """Made once, which takes a second."""

    data: Dataset
    evaluator: Evaluator
    images: kernel.SparseImages  # the training set's

    @classmethod
    def of(cls, data: Dataset) -> SharedData:
        """Compiles the kernel too, if it is not."""
        return cls(data, Evaluator(data.test), kernel.sparse_images(data.train.images))

    def new_run(self, settings: Settings, memory: int) -> Run:
        """An untrained run; `memory`, in bytes, is for its past. Raises `BadInput`."""
        return Run(settings, self.data, self.evaluator, memory, self.images)

    def restored(self, saved: SavedRun, memory: int) -> Run:
        """A run that goes on from where it was saved. Raises `BadInput`."""
        return Run.restored(saved, self.data, self.evaluator, memory, self.images)


def preparation() -> str:
    """What making it takes, in words for the screen."""
    if kernel.is_compiled():
        return "Preparing the data…"
    if kernel.is_kept():
        return "First start: compiling the training kernel…"
    return "Compiling: no folder can keep it for later…"
