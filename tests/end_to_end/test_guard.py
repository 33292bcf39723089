"""Whatever fails in an override, a slot or a thread: the window lives on, says so, and closes."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.learning.settings import Settings
from nnviz.widgets import guard
from nnviz.window.application import destroy
from nnviz.window.main_window import MainWindow
from tests.digits import make_mnist

ROOT = Path(__file__).parents[2]
SENTENCE = "Something went wrong in the window: the planted fault"


def run_python(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: a crash is an exit status here."""
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | home | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.parametrize(
    ("where", "sentence", "reports"),
    [
        # An open painter that outlives its widget's paint event is a segmentation fault at the next grab.
        ("NetworkDiagram.paintEvent", f"{SENTENCE} with a painter", 1),
        ("slot", SENTENCE, 1),
        ("thread", SENTENCE, 1),
        ("all", SENTENCE, 60),  # no override works, and there are more than sixty
    ],
)
def test_the_window_survives_and_says_it(where: str, sentence: str, reports: int, tmp_path: Path) -> None:
    done = run_python(tmp_path, "-m", "tests.end_to_end.faulty_window", where)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines()[-1].startswith(sentence)
    seen = done.stderr.count("unforeseen error in ")
    assert seen >= reports if where == "all" else seen == reports  # the same is told once
    assert done.stderr.count("Traceback") == seen


def test_no_override_is_loaded_after_the_window_was_guarded(tmp_path: Path) -> None:
    code = (
        "import importlib, pkgutil, nnviz, nnviz.window.main_window\n"
        "from tests.end_to_end.faulty_window import overrides\n"
        "nnviz.widgets.guard.install()\n"
        "names = [m.name for m in pkgutil.walk_packages(nnviz.__path__, 'nnviz.')]\n"
        "[importlib.import_module(name) for name in names if not name.endswith('__main__')]\n"
        "print(len(overrides()))\n"
        "print([(k.__name__, n) for k, n, f in overrides() if not hasattr(f, 'is_guarded')])\n"
    )
    done = run_python(tmp_path, "-c", code)
    count, unguarded = done.stdout.splitlines()
    assert int(count) > 150
    assert unguarded == "[]"


class _Faulty(QWidget):
    """Fails in paint and in a size, as a widget of the program would."""

    __module__ = "nnviz.test"
    size = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPoint(1 // self.size, 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(1 // self.size, 5)


def test_a_failing_size_is_the_one_of_the_base_class(qtbot: QtBot, guarded: list[str]) -> None:
    guard.install()
    widget = _Faulty()
    qtbot.addWidget(widget)
    assert widget.minimumSizeHint() == QWidget().minimumSizeHint()
    assert not widget.grab().isNull()
    first_lines = [text.splitlines()[0] for text in guarded]
    assert "unforeseen error in _Faulty.minimumSizeHint" in first_lines
    assert "unforeseen error in _Faulty.paintEvent" in first_lines
    assert all("ZeroDivisionError" in text for text in guarded)
    guarded.clear()


def test_the_painter_of_a_failed_paint_event_has_ended(qtbot: QtBot, guarded: list[str]) -> None:
    guard.install()
    widget = _Faulty()
    qtbot.addWidget(widget)
    widget.grab()
    assert not widget.paintingActive()
    guarded.clear()


def test_all_is_closed_even_if_one_part_fails(
    qtbot: QtBot, guarded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(threading.enumerate())
    window = MainWindow(Settings(hidden=(8,)), make_mnist)
    window.show()
    parts = [window.clock.stop, window.training.close, window.time_machine.close, window.exports.close]
    owners = [window.clock, window.training, window.time_machine, window.exports]
    for owner, part in zip(owners, parts, strict=True):
        monkeypatch.setattr(owner, part.__name__, _fails_after(part))
    monkeypatch.setattr(window.documents, "may_close", _fails_after(window.documents.may_close))
    panels = [panel for panel in window.panels if panel.isVisible()]
    assert window.close()
    assert panels
    assert not any(panel.isVisible() for panel in panels)
    assert not {thread for thread in threading.enumerate() if thread.is_alive()} - before
    assert len(guarded) == 5
    guarded.clear()
    monkeypatch.undo()
    destroy(window)


def _fails_after(part: Callable[[], object]) -> Callable[[], None]:
    @functools.wraps(part)
    def fail() -> None:
        part()
        raise RuntimeError(f"planted in {part}")

    return fail
