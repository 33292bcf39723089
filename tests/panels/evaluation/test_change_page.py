"""What was learned and forgotten: which pictures, compared with what, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from nnviz.panels.evaluation.panel import EvaluationPanel
from nnviz.runs.presentations import Presentations
from nnviz.runs.snapshot import Snapshot
from tests.panels.snapshots import evaluated, make_snapshot

LABELS = (np.arange(60) % 10).astype(np.uint8)


def snapshot(wrong: list[int], examples_seen: int = 55_000) -> Snapshot:
    """60 test images, of which these are taken for the next class."""
    said = LABELS.copy()
    said[wrong] = (said[wrong] + 1) % 10
    outputs = np.full((60, 10), 0.01)
    outputs[np.arange(60), said] = 0.9
    made = make_snapshot(evaluation=evaluated(outputs, LABELS, examples_seen), run=4)
    rows = np.zeros((4, 60), dtype=np.uint8)
    rows[0, :30] = rows[2, :30] = 1  # 0 … 29: right, wrong, right, wrong
    rows[:2, 40] = 1  # 40: right, right, wrong, wrong
    record = Presentations.of(0, np.packbits(rows, axis=1), 60)
    return replace(made, examples_seen=examples_seen, presentations=record)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[EvaluationPanel]:
    made = EvaluationPanel()
    (header,) = made.header_widgets()
    qtbot.addWidget(made)
    qtbot.addWidget(header)
    made.resize(600, 400)
    made.show()
    qtbot.waitExposed(made)
    made.tabs.show_page(made.change)
    yield made
    made.close()


def test_the_end_of_the_epoch_before_is_wanted_once(panel: EvaluationPanel, qtbot: QtBot) -> None:
    wanted: list[int] = []
    panel.earlier_wanted.connect(wanted.append)
    for examples_seen in (20_000, 50_000, 50_010, 70_000, 100_000, 100_010):
        panel.set_snapshot(snapshot([1], examples_seen))
    assert wanted == [0, 50_000, 100_000]


def test_both_ways_as_pictures_with_counts(panel: EvaluationPanel, qtbot: QtBot) -> None:
    panel.set_snapshot(snapshot([3, 14, 25], 55_000))
    then = snapshot([3, 7, 18], 50_000).evaluation
    assert then is not None
    panel.set_earlier(4, then)
    page = panel.change
    assert page.learned.shown == [7, 18]
    assert page.forgotten.shown == [14, 25]
    assert [head.text() for head in page.heads] == [
        "2 learned since step 5,000",
        "2 forgotten since step 5,000",
    ]
    assert "is 4; the network said 4, and now says 5" in page.forgotten.tip(0)
    with qtbot.waitSignal(panel.input_image_chosen) as signal:
        place = page.learned.grid.rect(1).center().toPoint()
        QTest.mouseClick(page.learned, Qt.MouseButton.LeftButton, pos=place)
    assert (signal.args[0].index, signal.args[0].source) == (18, "test")
    panel.set_snapshot(snapshot([], 40_000))  # before what it is compared with
    assert page.learned.count == page.forgotten.count == 0


def test_another_run_is_not_compared(panel: EvaluationPanel) -> None:
    panel.set_snapshot(snapshot([3], 55_000))
    then = snapshot([7], 50_000).evaluation
    assert then is not None
    panel.set_earlier(5, then)
    assert panel.change.learned.count == 0


def test_training_images_forgotten_most_often_come_first(panel: EvaluationPanel, qtbot: QtBot) -> None:
    panel.set_snapshot(snapshot([3], 55_000))
    combo = panel.header_widgets()[0].findChild(QComboBox, "change_of")
    assert isinstance(combo, QComboBox)
    combo.setCurrentText("training images")
    page = panel.change
    qtbot.waitUntil(lambda: page.training.count > 0, timeout=30_000)
    assert page.training.pictures is not None
    assert page.training.pictures.indices.tolist() == [*range(30), 40]
    assert page.total.text() == "31 of 60 were forgotten at least once; 29 never right"
    assert page.training.tip(0).endswith("right and the next time wrong, 2 times; wrong the last time")
    with qtbot.waitSignal(panel.input_image_chosen) as signal:
        page.training.choose(3)
    assert (signal.args[0].index, signal.args[0].source) == (3, "training")
