"""Docks are laid out from a checked layout as Qt had them itself, and no layout brings the window down."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from nnviz.sessions.panel_layout import KINDS, SIDES, Group, PanelLayout, Place, Side
from nnviz.window.dock_state import lay_out_docks, layout_of_docks

NAMES = ("a", "b", "c", "d", "e")
LAYOUTS = int(os.environ.get("NNVIZ_FUZZ_LAYOUTS", "60"))


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setDockNestingEnabled(True)
    for name in NAMES:
        dock = QDockWidget(name)
        dock.setObjectName(f"{name}_dock")
        dock.setWidget(QWidget())
        window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock)
    window.resize(900, 600)
    window.show()
    qtbot.waitExposed(window)
    return window


def dock(window: QMainWindow, name: str) -> QDockWidget:
    found = window.findChild(QDockWidget, f"{name}_dock")
    assert isinstance(found, QDockWidget)
    return found


def rearrange(window: QMainWindow) -> None:
    """a beside (b over c), d behind e at the foot."""
    a, b, c, d, e = (dock(window, name) for name in NAMES)
    window.splitDockWidget(a, b, Qt.Orientation.Horizontal)
    window.splitDockWidget(b, c, Qt.Orientation.Vertical)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, d)
    window.tabifyDockWidget(d, e)
    e.raise_()


def layout_of(window: QMainWindow) -> PanelLayout:
    layout = layout_of_docks(window.saveState())
    assert layout is not None
    return layout


def places(window: QMainWindow) -> dict[str, tuple[bool, QRect] | None]:
    """Where each dock is, by Qt's own account: whether it floats, and its place; None if it is hidden."""
    docks = {name: dock(window, name) for name in NAMES}
    return {name: None if d.isHidden() else (d.isFloating(), d.geometry()) for name, d in docks.items()}


def test_a_layout_says_what_is_where(window: QMainWindow, qtbot: QtBot) -> None:
    rearrange(window)
    qtbot.wait(50)
    layout = layout_of(window)
    assert [side.side for side in layout.sides] == ["top", "bottom"]
    a, right = layout.sides[0].content.items
    assert isinstance(a, Place)
    assert isinstance(right, Group)
    assert layout.sides[0].content.kind == "columns"
    assert (a.panel, a.visible, a.size) == ("a", True, dock(window, "a").width())
    assert (right.kind, [place.panel for place in right.places()]) == ("rows", ["b", "c"])
    assert [place.size for place in right.places()] == [dock(window, n).height() for n in ("b", "c")]
    [tabs] = [layout.sides[1].content.items[0]]
    assert isinstance(tabs, Group)
    assert (tabs.kind, tabs.front, [place.panel for place in tabs.places()]) == ("tabs", 1, ["d", "e"])


def test_docks_come_back_to_where_they_were(window: QMainWindow, qtbot: QtBot) -> None:
    rearrange(window)
    window.resizeDocks([dock(window, "a"), dock(window, "b")], [200, 690], Qt.Orientation.Horizontal)
    dock(window, "c").setFloating(True)
    dock(window, "c").setGeometry(120, 140, 333, 222)
    dock(window, "d").hide()
    qtbot.wait(50)
    then, layout = places(window), layout_of(window)
    for name in NAMES:
        dock(window, name).setFloating(False)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock(window, name))
        dock(window, name).show()
    qtbot.wait(50)
    assert places(window) != then
    assert lay_out_docks(window, layout, NAMES)
    qtbot.wait(50)
    assert places(window) == then


def test_panels_that_are_gone_are_left_out_and_new_ones_are_hidden(window: QMainWindow) -> None:
    items = (Place("a", size=100), Place("gone", size=100), Group("rows", (Place("older"),)))
    layout = PanelLayout((Side("left", 100, 600, Group("rows", items)),))
    assert lay_out_docks(window, layout, NAMES)
    assert [name for name in NAMES if not dock(window, name).isHidden()] == ["a"]
    assert window.dockWidgetArea(dock(window, "a")) is Qt.DockWidgetArea.LeftDockWidgetArea
    dock(window, "e").show()
    assert dock(window, "e").isVisible()


def test_a_layout_of_others_changes_nothing(window: QMainWindow) -> None:
    before = places(window)
    layout = PanelLayout((Side("left", 100, 600, Group("rows", (Place("gone"),))),))
    assert not lay_out_docks(window, layout, NAMES)
    assert places(window) == before


@pytest.mark.parametrize("state", [b"", b"\0\0\0\xff", b"\0\0\0\xff\0\0\0\0\xfd\x7f\xff\xff\xff", bytes(99)])
def test_a_state_that_is_none_says_nothing(state: bytes) -> None:
    assert layout_of_docks(QByteArray(state)) is None


def random_layout(random: np.random.Generator) -> PanelLayout:
    """Any layout that a file may hold: sizes at their bounds, groups of one, floating far away."""
    sides = list(random.permutation(SIDES)[: random.integers(1, 5)])
    names = list(random.permutation([*NAMES, "gone"])[: random.integers(len(sides), 7)])
    shares = np.array_split(np.array(names), len(sides))
    return PanelLayout(
        tuple(
            Side(str(side), _pixels(random), _pixels(random), _random_group(random, list(share), 0))
            for side, share in zip(sides, shares, strict=True)
        )
    )


def _random_group(random: np.random.Generator, names: list[str], depth: int) -> Group:
    kind = str(random.choice(KINDS))
    if kind == "tabs" or depth == 7 or random.random() < 0.4:
        items: tuple[Place | Group, ...] = tuple(_random_place(random, str(name)) for name in names)
    else:
        cut = int(random.integers(0, len(names)))
        rest = _random_group(random, names[cut:], depth + 1)
        items = (*(_random_place(random, str(name)) for name in names[:cut]), rest)
    return Group(kind, items, _pixels(random), int(random.integers(len(items))) if kind == "tabs" else 0)


def _random_place(random: np.random.Generator, name: str) -> Place:
    place = Place(name, bool(random.integers(2)), _pixels(random))
    if random.random() < 0.3:
        x, y, width, height = (int(n) for n in random.choice([1, 50, 400, 32_000], 4))
        return replace(place, floating=(x if random.random() < 0.5 else -x, y, width, height))
    return place


def _pixels(random: np.random.Generator) -> int:
    return int(random.choice([0, 1, 100, 700, 32_000]))


def test_no_layout_brings_the_window_down(window: QMainWindow, qtbot: QtBot) -> None:
    """Each is laid out, painted, and says afterwards a layout that could be laid out again."""
    for seed in range(LAYOUTS):
        random = np.random.default_rng(seed)
        layout = random_layout(random)
        known = {place.panel for place in layout.places()} & set(NAMES)
        assert lay_out_docks(window, layout, NAMES) == bool(known), seed
        qtbot.wait(1)
        assert {place.panel for place in layout_of(window).places()} == set(NAMES), seed
        assert window.width() < 5_000, seed
