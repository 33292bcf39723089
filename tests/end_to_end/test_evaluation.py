"""The evaluation panel in the real window: earlier moments are worked out, verdicts go through a file."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from pytestqt.qtbot import QtBot

from nnviz.learning.network import Network
from nnviz.runs.commands import Advance
from nnviz.runs.snapshot import Phase
from nnviz.window.main_window import MainWindow

PATIENCE = 60_000  # ms
EPOCH = 1_000


def train_to(window: MainWindow, qtbot: QtBot, examples_seen: int) -> None:
    def rests() -> bool:
        latest = window.latest
        return latest is not None and latest.phase is Phase.PAUSED and latest.examples_seen == examples_seen

    qtbot.waitUntil(rests, timeout=PATIENCE)


def bring_to_the_front(window: MainWindow, qtbot: QtBot) -> None:
    window.layout_of_panels.bring_to_front(window.evaluation)
    qtbot.waitUntil(window.evaluation.isVisible, timeout=PATIENCE)
    train_to(window, qtbot, 0)


def right(network: Network, images: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """By float64 NumPy and nothing of the program's."""
    a = images / 255.0
    for w, b in zip(network.weights, network.biases, strict=True):
        a = 1 / (1 + np.exp(-(a @ w.astype(np.float64).T + b.astype(np.float64))))
    return np.argmax(a, axis=1) == labels


def test_what_was_learned_and_forgotten_since_the_epoch_before(window: MainWindow, qtbot: QtBot) -> None:
    bring_to_the_front(window, qtbot)
    window.training.submit(Advance(2 * EPOCH))
    train_to(window, qtbot, 2 * EPOCH)
    page = window.evaluation.change
    window.evaluation.tabs.show_page(page)
    qtbot.waitUntil(lambda: page.learned.pictures is not None, timeout=PATIENCE)
    latest = window.latest
    assert latest is not None
    assert latest.data is not None
    run = window.training.runs.find(latest.run)
    assert run is not None
    past = run.run.history.snapshot(EPOCH, latest, run.run.evaluator).network
    test = latest.data.test
    before, now = (right(one, test.images, test.labels) for one in (past, latest.network))
    assert page.learned.pictures is not None
    assert page.forgotten.pictures is not None
    assert page.learned.pictures.indices.tolist() == np.flatnonzero(~before & now).tolist()
    assert page.forgotten.pictures.indices.tolist() == np.flatnonzero(before & ~now).tolist()
    by_class = [now[test.labels == k].mean() for k in range(10)]
    np.testing.assert_allclose(latest.curve.class_accuracy[-1], by_class, atol=1e-12)


def test_verdicts_are_saved_opened_and_exported(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    bring_to_the_front(window, qtbot)
    window.training.submit(Advance(20))  # little: there are mistakes
    train_to(window, qtbot, 20)
    page = window.evaluation.labels
    window.evaluation.tabs.show_page(page)
    qtbot.waitUntil(lambda: page.gallery.count > 0, timeout=PATIENCE)
    page.gallery.choose(0)
    judged = page.gallery.framed
    page.buttons["wrong"].click()
    file, table = tmp_path / "a.nnviz", tmp_path / "verdicts.csv"
    window.documents.save(file)
    qtbot.waitUntil(lambda: file.exists() and not window.documents.state.is_modified, timeout=PATIENCE)
    window.exports.save_verdicts(table)
    qtbot.waitUntil(table.exists, timeout=PATIENCE)
    rows = list(csv.reader(table.read_text().splitlines()))
    assert [row[0] for row in rows] == ["test_image", str(judged)]
    assert rows[1][2] == "wrong"
    page.buttons["unclear"].click()
    assert window.documents.state.is_modified
    window.documents.open(file)
    kept = {judged: "wrong"}
    qtbot.waitUntil(lambda: dict(window.evaluation.verdicts.by_image) == kept, timeout=PATIENCE)
