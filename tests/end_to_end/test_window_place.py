"""Where the window and its panels are: on the screen, of a size that stays, one of them large on request."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from nnviz.learning.neuron import Neuron, Selection
from nnviz.window.main_window import MainWindow
from nnviz.window.panel_dock import PanelDock
from nnviz.window.place import USUAL_FRAME, fitted

ROOT = Path(__file__).parents[2]
PATIENCE = 60_000  # ms
FRAME = QMargins(4, 30, 4, 6)


@pytest.mark.parametrize(
    ("wanted", "available", "expected"),
    [
        # Room enough: as wanted.
        (QRect(200, 100, 1440, 900), QRect(0, 0, 2560, 1440), QRect(200, 100, 1440, 900)),
        # The frame is 8 wide and 36 high together.
        (QRect(0, 0, 1440, 900), QRect(0, 0, 1440, 900), QRect(4, 30, 1432, 864)),
        (QRect(0, 0, 1440, 900), QRect(0, 0, 1100, 700), QRect(4, 30, 1092, 664)),
        # A taskbar on top and at the left of the screen.
        (QRect(0, 0, 1440, 900), QRect(60, 40, 1220, 760), QRect(64, 70, 1212, 724)),
        # From another, larger screen: far right, far below, far left.
        (QRect(3000, 1200, 800, 600), QRect(0, 0, 1440, 900), QRect(636, 294, 800, 600)),
        (QRect(-900, -50, 800, 600), QRect(0, 0, 1440, 900), QRect(4, 30, 800, 600)),
        # A second screen, to the right of the first.
        (QRect(1500, 500, 1440, 900), QRect(1440, 0, 1920, 1080), QRect(1500, 174, 1440, 900)),
    ],
)
def test_the_place_on_the_screen(wanted: QRect, available: QRect, expected: QRect) -> None:
    place = fitted(wanted, available, FRAME)
    assert place == expected
    assert available.contains(place.marginsAdded(FRAME))


# Runs in the process of the window, on a screen of its own. Every name and place is printed.
SHOW = """
import sys
from PySide6.QtCore import QRect
from nnviz.widgets import theme
from nnviz.cli.main import create_window
from nnviz.runs.commands import Advance
from nnviz.runs.snapshot import Phase
from nnviz.window.waiting import wait_until
from nnviz.window.application import destroy, make_application

application = make_application(theme.Scheme.DARK)
window = create_window(["--data", sys.argv[1], "--seed", "1"])
if len(sys.argv) > 2:
    window.setGeometry(*map(int, sys.argv[2:]))
window.show()
assert wait_until(lambda: window.latest is not None and window.latest.phase is Phase.PAUSED, 90)
window.training.submit(Advance(500))
assert wait_until(lambda: window.examples_seen == 500 and window.latest.phase is Phase.PAUSED, 90)
wait_until(lambda: False, 0.3)
def say(name, rect):
    print(name, *rect.getRect())
say("screen", window.screen().availableGeometry())
say("window", window.frameGeometry())
say("bar", QRect(window.controls.mapToGlobal(window.controls.rect().topLeft()), window.controls.size()))
for panel in window.panels:
    dock = window.layout_of_panels.dock(panel)
    if not panel.spec.place.behind and dock.isVisible():
        say(panel.objectName(), QRect(dock.mapToGlobal(dock.rect().topLeft()), dock.size()))
destroy(window)
"""


@contextmanager
def screen_of(width: int, height: int) -> Iterator[str]:
    """The name of an X display of that size."""
    if shutil.which("Xvfb") is None:
        assert not os.environ.get("CI"), "CI must have Xvfb"
        pytest.skip("no Xvfb here")
    read, write = os.pipe()
    size = f"{width}x{height}x24"
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as announced:
        number = announced.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def places_on(size: tuple[int, int], folder: Path, config: Path, *place: int) -> dict[str, QRect]:
    with screen_of(*size) as display:
        done = subprocess.run(
            [sys.executable, "-c", SHOW, str(folder), *map(str, place)],
            env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "XDG_CONFIG_HOME": str(config)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    return {name: QRect(*map(int, numbers)) for name, *numbers in lines}


def check_places(places: dict[str, QRect], size: tuple[int, int]) -> None:
    screen, window = places.pop("screen"), places.pop("window")
    assert screen == QRect(0, 0, *size)
    assert screen.contains(window), window
    assert len(places) == 8
    for name, place in places.items():
        assert window.contains(place), (name, place, window)
        assert place.height() >= 50, name
    for name, place in places.items():
        for other, there in places.items():
            assert name == other or not place.intersects(there), (name, other)


@pytest.mark.parametrize("size", [(1100, 700), (1440, 900), (2560, 1440)])
def test_window_and_panels_are_on_the_screen(size: tuple[int, int], folder: Path, tmp_path: Path) -> None:
    places = places_on(size, folder, tmp_path)
    timeline = places["timeline"]
    check_places(places, size)
    assert timeline.height() < 100, "what it does not need, others have"


def test_a_place_from_a_larger_screen_is_brought_back(folder: Path, tmp_path: Path) -> None:
    before = places_on((2560, 1440), folder, tmp_path, 700, 300, 1800, 1100)
    assert before["window"] == QRect(700, 300, 1800, 1100)
    check_places(places_on((1100, 700), folder, tmp_path), (1100, 700))


def test_what_is_asked_below_the_panels_leaves_the_window_on_a_small_screen(
    qtbot: QtBot, window: MainWindow
) -> None:
    place = fitted(QRect(0, 0, 1440, 900), QRect(0, 0, 1100, 700), USUAL_FRAME)
    window.setGeometry(place)
    banner = window.exports.banner
    banner.ask("Restore what was not saved?", [("one_answer", "Restore", int)])
    qtbot.waitUntil(banner.isVisible)
    qtbot.wait(50)
    assert window.size() == place.size()
    assert window.minimumSizeHint().height() <= place.height()


def test_the_tabs_are_whole_on_a_small_screen(qtbot: QtBot, window: MainWindow) -> None:
    window.setGeometry(fitted(QRect(0, 0, 1440, 900), QRect(0, 0, 1100, 700), USUAL_FRAME))
    (tabs,) = (
        bar
        for bar in window.findChildren(QTabBar)
        if bar.parent() is window.layout_of_panels.desk and bar.isVisible()
    )
    wanted = [panel.spec.tab or panel.spec.title for panel in window.panels if panel.spec.place.behind]
    qtbot.waitUntil(lambda: tabs.count() == len(wanted) + 1)
    qtbot.waitUntil(lambda: tabs.width() < 600)
    for tab in range(tabs.count()):
        assert tabs.fontMetrics().horizontalAdvance(tabs.tabText(tab)) < tabs.tabRect(tab).width() - 8, tab
    assert tabs.tabRect(tabs.count() - 1).right() <= tabs.width()


def test_a_lesson_and_the_walk_leave_a_small_window_as_it_is(qtbot: QtBot, window: MainWindow) -> None:
    """Among all panels the window scrolls; where the walk is large, both are whole without that."""
    place = fitted(QRect(0, 0, 1440, 900), QRect(0, 0, 1100, 700), USUAL_FRAME)
    window.setGeometry(place)
    layout, lesson, walk = window.layout_of_panels, window.lesson, window.backprop_steps
    layout.restore_default()
    layout.open_beside(lesson, 400)
    layout.bring_to_front(walk)
    qtbot.waitUntil(lambda: lesson.isVisible() and walk.isVisible())
    qtbot.wait(50)
    assert window.size() == place.size()
    assert lesson.width() >= 360
    layout.enlarge(layout.dock(walk))
    qtbot.waitUntil(lambda: layout.desk.width() == window.width())
    qtbot.wait(50)
    assert lesson.width() >= 350
    assert walk.width() > 500
    layout.enlarge(layout.dock(walk))
    layout.restore_default()


def dock_sizes(window: MainWindow) -> dict[str, QSize]:
    return {panel.objectName(): window.layout_of_panels.dock(panel).size() for panel in window.panels}


def test_pointing_at_neurons_never_changes_the_size_of_a_panel(qtbot: QtBot, window: MainWindow) -> None:
    """In a window as narrow as it goes, where every pixel that a text asks for would show."""
    window.resize(window.minimumSizeHint())
    qtbot.wait(100)
    before = dock_sizes(window)
    neurons = [Neuron(1, 400), *(Neuron(2, index) for index in range(12)), Neuron(3, 0), Neuron(3, 9)]
    for neuron in [*neurons, None]:
        for selection in (Selection(hovered=neuron), Selection(pinned=neuron)):
            window.select(selection)
            qtbot.wait(10)
            assert dock_sizes(window) == before, neuron
    for words in ("", "i", "W" * 200):
        for panel in window.panels:
            window.layout_of_panels.dock(panel).set_title(words)
        window.network_diagram.header.counter.setText(words)
        qtbot.wait(10)
        assert dock_sizes(window) == before, words


def button(dock: PanelDock, what: str) -> QToolButton:
    found = dock.findChild(QToolButton, f"{what}_{dock.panel.objectName()}")
    assert isinstance(found, QToolButton)
    return found


def visible(window: MainWindow) -> set[QWidget]:
    return {panel for panel in window.panels if window.layout_of_panels.dock(panel).isVisible()}


@pytest.mark.parametrize("name", ["hidden_units", "live_predictions", "learning_curve"])
def test_the_square_enlarges_a_panel_and_leads_back(qtbot: QtBot, window: MainWindow, name: str) -> None:
    panel = next(panel for panel in window.panels if panel.objectName() == name)
    dock = window.layout_of_panels.dock(panel)
    before, size = visible(window), dock.size()
    fills = button(dock, "enlarge").accessibleName()
    qtbot.mouseClick(button(dock, "enlarge"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dock.height() > 0.8 * window.height() and dock.width() > 0.95 * window.width())
    assert visible(window) == {panel}
    assert not dock.isFloating()
    assert button(dock, "enlarge").accessibleName() != fills
    qtbot.mouseClick(button(dock, "enlarge"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: visible(window) == before)
    qtbot.waitUntil(lambda: dock.size() == size)
    assert button(dock, "enlarge").accessibleName() == fills


def test_a_panel_that_is_enlarged_and_put_back_hears_the_keys(qtbot: QtBot, window: MainWindow) -> None:
    layout, walk = window.layout_of_panels, window.backprop_steps
    layout.bring_to_front(walk)
    qtbot.waitUntil(lambda: walk.walk is not None)
    for stage in (1, 2):
        layout.enlarge(layout.dock(walk))
        qtbot.wait(50)
        focused = QApplication.focusWidget()
        assert focused is walk
        qtbot.keyClick(focused, Qt.Key.Key_Right)
        assert walk.digit.index == stage


def test_another_button_floats_a_panel_and_docks_it_again(qtbot: QtBot, window: MainWindow) -> None:
    dock = window.layout_of_panels.dock(window.drawing_pad)
    names = {button(dock, what).accessibleName() for what in ("enlarge", "float", "hide")}
    assert len(names) == 3
    qtbot.mouseClick(button(dock, "float"), Qt.MouseButton.LeftButton)
    assert dock.isFloating()
    window.layout_of_panels.enlarge(dock)  # also from there it can fill the window
    assert not dock.isFloating()
    window.layout_of_panels.enlarge(dock)
    assert dock.isFloating()
    qtbot.mouseClick(button(dock, "float"), Qt.MouseButton.LeftButton)
    assert not dock.isFloating()
