"""The monkey plays without a failure, and notices every kind of failure that it is there to notice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.end_to_end.monkey.events import kinds
from tests.end_to_end.monkey.hands import Hands

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
ROOT = Path(__file__).parents[2]
EVENTS = os.environ.get("NNVIZ_MONKEY_EVENTS", "500")  # many more by hand
SEED = os.environ.get("NNVIZ_MONKEY_SEED", "1")


def monkey(events: str, seed: str, *more: str) -> subprocess.CompletedProcess[str]:
    """The monkey's process: a crash has a status of its own."""
    arguments = ["--events", events, "--seed", seed, *more]
    return subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.monkey", *arguments],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONFAULTHANDLER": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60 + int(events),
    )


FAULTS = {
    "override": "planted in an override",
    "slot": "planted in a slot",
    "thread": "planted in a thread",
    "warning": "Qt says: planted",
    "freeze": "the window stood still for more than 2 s",
    "left_thread": "threads left behind: ['planted']",
}
Played = dict[str, Future[subprocess.CompletedProcess[str]]]


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    """The long run, by no name, and one for each fault beside it: two at a time, for two cores."""
    with ThreadPoolExecutor(2) as pool:
        long = {"": pool.submit(monkey, EVENTS, SEED)}
        yield long | {fault: pool.submit(monkey, "60", "1", "--plant", fault) for fault in (*FAULTS, "crash")}


def test_the_window_survives_the_monkey(played: Played) -> None:
    done = played[""].result()
    last = "\n".join(done.stdout.splitlines()[-60:])
    assert done.returncode == 0, f"seed {SEED}, status {done.returncode}\n{last}\n{done.stderr[-4000:]}"
    assert f"== {EVENTS} events of seed {SEED} in " in done.stdout


@pytest.mark.parametrize(("fault", "notice"), FAULTS.items())
def test_the_monkey_notices(fault: str, notice: str, played: Played) -> None:
    done = played[fault].result()
    assert done.returncode == 1, done.stderr[-2000:]
    assert f"!! seed 1: {notice}" in done.stdout or notice in done.stdout.partition("!! seed 1: ")[2]


def test_after_a_crash_the_last_event_is_there(played: Played) -> None:
    done = played["crash"].result()
    assert done.returncode < 0
    assert done.stdout.splitlines()[-1].partition(": ")[0] in kinds()


class Heard(QWidget):
    """Notes the keys it gets, with those held meanwhile."""

    alt_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[tuple[str, str, str]] = []

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self.keys.append((event.type().name, Qt.Key(event.key()).name, event.text()))
            if self.keys[-1][:2] == ("KeyPress", "Key_Alt"):
                self.alt_pressed.emit()
        return super().event(event)


def shown(qtbot: QtBot) -> Heard:
    widget = Heard()
    qtbot.addWidget(widget)
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.show()
    widget.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is widget)
    return widget


def test_keys_are_held_around_the_key(qtbot: QtBot) -> None:
    widget = shown(qtbot)
    Hands(Random(1)).key(Qt.Key.Key_S, SHIFT | ALT)
    assert widget.keys == [
        ("KeyPress", "Key_Shift", ""),
        ("KeyPress", "Key_Alt", ""),
        ("KeyPress", "Key_S", "S"),
        ("KeyRelease", "Key_S", "S"),
        ("KeyRelease", "Key_Alt", ""),
        ("KeyRelease", "Key_Shift", ""),
    ]


def test_a_key_goes_on_to_the_window_behind_one_that_alt_closes(qtbot: QtBot) -> None:
    behind, front = shown(qtbot), shown(qtbot)
    front.alt_pressed.connect(front.close)
    front.alt_pressed.connect(behind.activateWindow)
    Hands(Random(1)).key(Qt.Key.Key_S, ALT)
    assert ("KeyPress", "Key_Alt", "") in front.keys
    assert ("KeyPress", "Key_S", "s") in behind.keys
