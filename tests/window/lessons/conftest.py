"""What takes a minute on a busy machine the first time is done before any test waits for it."""

from __future__ import annotations

import pytest

from nnviz.datasets.dataset import Dataset
from nnviz.learning.settings import Settings
from nnviz.runs.shared_data import SharedData
from tests.panels.snapshots import make_dataset


@pytest.fixture(scope="package", autouse=True)
def compiled_kernel() -> None:
    """The loops that train and evaluate are compiled."""
    digits = make_dataset(20)
    run = SharedData.of(Dataset(digits, digits, digits)).new_run(Settings(hidden=(3,)), 1 << 20)
    run.advance(20)
    run.evaluate()
