"""Advice in the window: a real run that goes wrong is told so, and its twin learns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnviz.cli.main import create_window
from nnviz.errors import Stopped
from nnviz.explain.findings import course_so_far, findings_of
from nnviz.learning.settings import Settings
from nnviz.runs.commands import Advance
from nnviz.runs.snapshot import Curve, Phase
from nnviz.widgets import theme
from nnviz.window.application import destroy
from nnviz.window.documents.banner import Banner
from nnviz.window.main_window import MainWindow
from tests.digits import make_mnist, write_npz
from tests.panels.snapshots import make_snapshot

PATIENCE = 60_000  # ms


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    theme.set_scheme(theme.Scheme.DARK)
    data = write_npz(tmp_path / "digits.npz", make_mnist())
    made = create_window(["--data", str(data), "--hidden", "20", "--eta", "0.001", "--seed", "1"])
    made.show()
    qtbot.waitUntil(lambda: made.latest is not None and made.latest.phase is Phase.PAUSED, timeout=PATIENCE)
    yield made
    destroy(made)


def banner(window: MainWindow) -> Banner:
    found = window.findChild(Banner, "advice_banner")
    assert isinstance(found, Banner)
    return found


def press(window: MainWindow, name: str) -> None:
    (button,) = [each for each in banner(window).buttons if each.objectName() == name]
    button.click()


def train(window: MainWindow, qtbot: QtBot, epochs: int) -> None:
    end = window.examples_seen + epochs * window.epoch_size
    window.training.submit(Advance(epochs * window.epoch_size))
    qtbot.waitUntil(
        lambda: window.examples_seen == end and window.latest.phase is Phase.PAUSED,  # type: ignore[union-attr]
        timeout=PATIENCE,
    )


def test_an_eta_too_small_is_told_and_its_twin_learns(qtbot: QtBot, window: MainWindow) -> None:
    assert banner(window).isHidden()
    train(window, qtbot, 4)
    qtbot.waitUntil(lambda: window.adviser.told is not None, timeout=PATIENCE)
    told = window.adviser.told
    assert told is not None
    assert told.advice.name == "eta_too_small"
    assert not banner(window).isHidden()
    assert banner(window).sentence.text() == told.advice.evidence
    before = window.latest
    press(window, "try_advice")
    qtbot.waitUntil(
        lambda: len(window.latest.runs) == 2 and window.examples_seen == before.examples_seen,  # type: ignore[union-attr]
        timeout=PATIENCE,
    )
    assert window.latest is not None
    assert window.latest.settings.eta > 10 * before.settings.eta  # type: ignore[union-attr]
    assert banner(window).isHidden()
    qtbot.waitUntil(lambda: window.latest.evaluation is not None, timeout=PATIENCE)  # type: ignore[union-attr]
    assert window.latest.test_accuracy > before.test_accuracy + 0.1  # type: ignore[union-attr]


def test_what_was_dismissed_is_not_said_again(qtbot: QtBot, window: MainWindow) -> None:
    train(window, qtbot, 4)
    qtbot.waitUntil(lambda: window.adviser.told is not None, timeout=PATIENCE)
    press(window, "dismiss_advice")
    assert banner(window).isHidden()
    train(window, qtbot, 1)
    qtbot.wait(300)
    assert banner(window).isHidden()


def test_findings_are_of_the_moment() -> None:
    curve = Curve(
        np.array([0, 500, 1000]),
        np.array([0.1, 0.5, 0.8]),
        np.array([np.nan, 0.4, 0.7]),
        np.array([np.nan, 0.3, 0.2]),
        np.array([0.9, 0.5, 0.4]),
    )
    course = course_so_far(make_snapshot((5,), curve=curve, epoch_size=1000, steps=100))
    assert course.epochs.tolist() == [0.5, 1.0]
    assert course.cost.tolist() == [0.3, 0.2]
    assert course.test_cost.tolist() == [0.5, 0.4]
    assert course.steps == 100


def test_the_next_mini_batches_are_tried() -> None:
    data = make_mnist(train=97)
    settings = Settings(hidden=(5,), mini_batch=10)
    network = settings.new_network()
    made = make_snapshot(
        (5,), settings=settings, network=network, start=network, data=data, epoch_size=97, changes=()
    )
    found = findings_of(made, data)
    assert len(found.layers) == 1
    assert found.layers[0].units == 5
    assert 0 < found.step.length < np.inf
    assert found.bearable_at_start() > 0


def test_findings_nobody_wants_any_more_are_given_up() -> None:
    data, settings = make_mnist(train=97), Settings(hidden=(5,))
    network = settings.new_network()
    made = make_snapshot((5,), settings=settings, network=network, start=network, data=data, epoch_size=97)
    asked = iter([True, True, False])
    with pytest.raises(Stopped):
        findings_of(made, data, lambda: next(asked))
