"""How good the network shown is: every panel tells the number that NumPy counts in float64, in every state.

The numbers are read where they are painted: the status line's large line, the predictions' caption, the
banner of the edits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnviz.explain.example import AppliedStep
from nnviz.learning.edits import NetworkEdits
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.learning.settings import Settings
from nnviz.runs.commands import Advance, Branch, Reset, SetSpeed, ShowRun, Start
from nnviz.runs.snapshot import Phase
from nnviz.window.main_window import MainWindow

PATIENCE = 60_000  # ms
EPOCH = 1_000
MID_EPOCH = 2 * EPOCH + 180  # where no point of the curve lies


@pytest.fixture
def window(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A window whose run is paused in the middle of an epoch."""
    qtbot.waitUntil(lambda: rests_at(window, 0), timeout=PATIENCE)
    window.training.submit(Advance(MID_EPOCH))
    qtbot.waitUntil(lambda: rests_at(window, MID_EPOCH), timeout=PATIENCE)
    return window


def rests_at(window: MainWindow, examples_seen: int) -> bool:
    latest = window.latest
    return latest is not None and latest.phase is Phase.PAUSED and latest.examples_seen == examples_seen


def count_wrong(window: MainWindow) -> int:
    """By the network that the panels show, in float64 NumPy and nothing of the program's."""
    shown = window.live_predictions.snapshot
    assert shown is not None
    assert shown.data is not None
    a = shown.data.test.images / 255.0
    for w, b in zip(shown.network.weights, shown.network.biases, strict=True):
        z = a @ w.astype(np.float64).T + b.astype(np.float64)
        a = 1 / (1 + np.exp(-z))
    return int(np.sum(np.argmax(z, axis=1) != shown.data.test.labels))


def told(window: MainWindow) -> tuple[str, str]:
    """What is painted of it in two places."""
    return window.controls.status.headline.split("test ")[1], window.live_predictions.caption


def expected(window: MainWindow) -> tuple[str, str]:
    shown = window.live_predictions.snapshot
    assert shown is not None
    assert shown.data is not None
    wrong, count = count_wrong(window), len(shown.data.test.labels)
    return f"{100 * (count - wrong) / count:.2f} %", f"{wrong:,} of {count:,} wrong"


def edit(window: MainWindow, edits: NetworkEdits) -> None:
    """As the inspector's controls do."""
    window.neuron_inspector.editing._change(edits)


def step_of_one(window: MainWindow) -> None:
    assert window.latest is not None
    image = np.full(784, 0.5, dtype=np.float32)
    window.backprop_steps.apply_step_requested.emit(AppliedStep(image, 3, 50.0, "an invention"))


def keep_edits(window: MainWindow) -> None:
    window.neuron_inspector.keep_edits_requested.emit()


SOMETHING_OFF = NetworkEdits(frozenset({Neuron(2, 4), Neuron(2, 7), Neuron(2, 1)}))
BIAS_MOVED = NetworkEdits().shift_bias(Neuron(3, 5), 4.0)

# What is done in turn, each after the one before has been shown.
STORIES: dict[str, list[Callable[[MainWindow], object]]] = {
    "paused in the middle of an epoch": [],
    "a step more": [lambda w: w.controls.step_requested.emit("batch")],
    "a step applied": [step_of_one],
    "a bias on trial": [lambda w: edit(w, BIAS_MOVED)],
    "units off on trial": [lambda w: edit(w, SOMETHING_OFF)],
    "one trial after another": [lambda w: edit(w, BIAS_MOVED), lambda w: edit(w, SOMETHING_OFF)],
    "a trial undone": [lambda w: edit(w, BIAS_MOVED), lambda w: edit(w, NetworkEdits())],
    "edits kept": [lambda w: edit(w, BIAS_MOVED), keep_edits],
    "looking back": [lambda w: w.timeline.track.moved_to.emit(430.0)],
    "a trial in the past": [
        lambda w: w.timeline.track.moved_to.emit(430.0),
        lambda w: edit(w, SOMETHING_OFF),
    ],
    "back from the past": [
        lambda w: w.timeline.track.moved_to.emit(430.0),
        lambda w: w.time_machine.go_live(),
    ],
    "a branch": [lambda w: w.training.submit(Branch(430))],
    "reset": [lambda w: w.training.submit(Reset(Settings(hidden=(20,), seed=9)))],
    "another run, and the first again": [
        lambda w: w.training.submit(Reset(Settings(hidden=(20,), seed=9))),
        lambda w: w.training.submit(Advance(70)),
        lambda w: w.training.submit(ShowRun(w.training.runs.all[0].number)),
    ],
}


@pytest.mark.parametrize("story", STORIES)
def test_what_is_told_is_what_is_counted(qtbot: QtBot, window: MainWindow, story: str) -> None:
    qtbot.waitUntil(lambda: told(window) == expected(window), timeout=PATIENCE)
    for act in STORIES[story]:
        before = numbers(window)
        act(window)
        qtbot.waitUntil(partial(is_done, window, act, before), timeout=PATIENCE)
        assert told(window) in (expected(window), ("…", "… wrong"))  # and never another number meanwhile
        qtbot.waitUntil(lambda: told(window) == expected(window), timeout=PATIENCE)
        assert told(window) == expected(window)


def is_done(window: MainWindow, act: object, before: bytes) -> bool:
    """Whether another network is shown; the one kept is the one that was on trial."""
    latest = window.latest
    if act is keep_edits:
        return latest is not None and window.training.runs.all[0].run.history.events != ()
    return numbers(window) != before


def numbers(window: MainWindow) -> bytes:
    """The weights and biases that the panels show."""
    shown = window.live_predictions.snapshot
    assert shown is not None
    network: Network = shown.network
    return b"".join(np.ascontiguousarray(part).tobytes() for part in (*network.weights, *network.biases))


def test_the_banner_tells_both_and_agrees_with_the_status_line(qtbot: QtBot, window: MainWindow) -> None:
    without = expected(window)[0]
    edit(window, SOMETHING_OFF)
    banner = window.neuron_inspector.editing.banner
    qtbot.waitUntil(lambda: "→" in " ".join(banner.lines[1:2]), timeout=PATIENCE)
    assert banner.lines[1] == f"test accuracy {without} → {expected(window)[0]}"
    assert told(window) == expected(window)


def test_while_it_trains_two_panels_tell_the_same_moment(qtbot: QtBot, window: MainWindow) -> None:
    window.training.submit(Start())

    def trained_on() -> bool:
        share, caption = told(window)
        found = re.fullmatch(r"(\d+) of (\d+) wrong", caption)
        assert found is not None
        wrong, count = map(int, found.groups())
        assert share == f"{100 * (count - wrong) / count:.2f} %"
        return window.examples_seen > 20 * EPOCH

    qtbot.waitUntil(trained_on, timeout=PATIENCE)


def test_at_a_slow_speed_the_number_does_not_wait_for_the_next_point_of_the_curve(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.training.submit(SetSpeed(20.0))
    window.training.submit(Start())
    begin = MID_EPOCH + 5
    qtbot.waitUntil(lambda: window.examples_seen > begin, timeout=PATIENCE)

    def is_fresh() -> bool:
        shown = window.live_predictions.snapshot
        assert shown is not None
        assert shown.evaluation is not None
        return begin <= shown.evaluation.examples_seen < MID_EPOCH + 70

    qtbot.waitUntil(is_fresh, timeout=PATIENCE)
