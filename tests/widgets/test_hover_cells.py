"""What the mouse is on: told once for each cell, forgotten when it leaves, and said in a tip."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from nnviz.widgets.hover_cells import HoverCells


class Columns(HoverCells, QWidget):
    """Columns of 10 px, ten of them; beside them there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(200, 50)
        self.told: list[int | None] = []

    def cell_at(self, point: QPointF) -> int | None:
        column = int(point.x() // 10)
        return column if column < 10 else None

    def tip(self, cell: int) -> str:
        return f"column <{cell}>"

    def hover(self, cell: int | None) -> None:
        self.told.append(cell)


@pytest.fixture
def columns(qtbot: QtBot) -> Iterator[Columns]:
    made = Columns()
    qtbot.addWidget(made)
    made.show()
    yield made
    QToolTip.hideText()


def move(widget: QWidget, x: float) -> None:
    button, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(x, 5)
    QApplication.sendEvent(
        widget, QMouseEvent(QEvent.Type.MouseMove, place, widget.mapToGlobal(place), button, button, keys)
    )


def rest(widget: QWidget, x: int) -> str:
    """What the tip says after the mouse has rested at x."""
    place = QPoint(x, 5)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    return QToolTip.text()


def test_another_cell_is_told_once(columns: Columns) -> None:
    for x in (31, 38, 45, 44, 33, 150):
        move(columns, x)
    assert columns.told == [3, 4, 3, None]


def test_when_the_mouse_leaves_it_is_on_none(columns: Columns) -> None:
    move(columns, 31)
    assert columns.hovered_cell == 3
    QApplication.sendEvent(columns, QEvent(QEvent.Type.Leave))
    assert columns.told == [3, None]
    assert columns.hovered_cell is None


def test_a_cells_tip_is_shown_letter_for_letter(columns: Columns) -> None:
    assert "column &lt;7&gt;" in rest(columns, 75)


def test_beside_the_cells_the_widget_has_its_own_tip_or_none(columns: Columns, qtbot: QtBot) -> None:
    assert rest(columns, 75)
    rest(columns, 150)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    columns.setToolTip("ten columns")
    assert rest(columns, 150) == "ten columns"
