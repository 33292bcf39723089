"""The docks of a window as a `PanelLayout`, and back.

A QMainWindow tells its layout, hidden and floating docks and all, only as a stream of bytes (`saveState`) and
takes it only as one. Bytes from a file can crash it. So the stream is read field by field here, and what is
laid out is always a stream written here, from a layout that was checked. Its format has been the same since
Qt 4, because Qt has to read what older programs have saved; it is in `qdockarealayout.cpp`, `saveState`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QDataStream, QIODevice
from PySide6.QtWidgets import QMainWindow

from nnviz.sessions.panel_layout import SIDES, Group, PanelLayout, Place, Side

_SUFFIX = "_dock"  # a dock's object name is its panel's with this
_VERSION, _DOCKS = 0xFF, 0xFD
_TABS, _SEQUENCE, _WIDGET = 0xFA, 0xFC, 0xFB
_VISIBLE, _FLOATING = 1, 2
_HORIZONTAL, _VERTICAL = 1, 2
_ORIENTATIONS = {"columns": _HORIZONTAL, "rows": _VERTICAL, "tabs": _HORIZONTAL}


class _Unreadable(Exception):
    """Qt's format is another than the one known here."""


def layout_of_docks(state: QByteArray) -> PanelLayout | None:
    """Where the docks are by what a window has just said; None if this Qt says it in a way of its own."""
    try:
        return _Reader(state).layout
    except _Unreadable:
        return None


def lay_out_docks(window: QMainWindow, layout: PanelLayout, panels: Sequence[str]) -> bool:
    """Put the docks of these `panels` there, hidden those of which it says nothing; whether that was done."""
    now = window.saveState()
    try:
        rest = _Reader(now).rest
    except _Unreadable:
        return False
    fitted = _fitted(layout, panels)
    return fitted is not None and window.restoreState(_written(fitted, rest))


def _fitted(layout: PanelLayout, panels: Sequence[str]) -> PanelLayout | None:
    """Only these panels, and all of them; None if it has none of them."""
    sides = [
        Side(side.side, side.width, side.height, content)
        for side in layout.sides
        if (content := _only(side.content, panels)) is not None
    ]
    if not sides:
        return None
    there = {place.panel for side in sides for place in side.content.places()}
    missing = tuple(Place(panel, visible=False) for panel in panels if panel not in there)
    if missing:
        last = sides[-1]
        content = Group("rows", (last.content, *missing)) if last.content.items else last.content
        sides[-1] = Side(last.side, last.width, last.height, content)
    return PanelLayout(tuple(sides))


def _only(group: Group, panels: Sequence[str]) -> Group | None:
    items: list[Place | Group] = []
    for item in group.items:
        kept = _only(item, panels) if isinstance(item, Group) else item if item.panel in panels else None
        if kept is not None:
            items.append(kept)
    front = min(group.front, len(items) - 1)
    return Group(group.kind, tuple(items), group.size, front) if items else None


class _Reader:
    """Reads what the window has just said of itself."""

    def __init__(self, state: QByteArray) -> None:
        self._stream = QDataStream(state)
        self._stream.setVersion(QDataStream.Version.Qt_5_0)
        if self._number() != _VERSION:
            raise _Unreadable
        self._number()  # the program's own version
        self._expect(_DOCKS)
        self.layout = PanelLayout(tuple(self._side() for _ in range(self._number())))
        self.rest = state.mid(self._stream.device().pos())  # central widget, corners, tool bars

    def _side(self) -> Side:
        side, width, height = self._number(), self._number(), self._number()
        if not 0 <= side < len(SIDES):
            raise _Unreadable
        return Side(SIDES[side], max(width, 0), max(height, 0), self._group(0))

    def _group(self, size: int) -> Group:
        marker = self._stream.readUInt8()
        if marker not in (_TABS, _SEQUENCE):
            raise _Unreadable
        front = max(self._number(), 0) if marker == _TABS else 0
        is_horizontal = self._stream.readUInt8() == _HORIZONTAL
        kind = "tabs" if marker == _TABS else "columns" if is_horizontal else "rows"
        return Group(kind, tuple(self._item() for _ in range(self._number())), size, front)

    def _item(self) -> Place | Group:
        if self._stream.readUInt8() == _SEQUENCE:
            return self._group(self._size())
        name, flags = self._stream.readQString(), self._stream.readUInt8()
        if not name.endswith(_SUFFIX):
            raise _Unreadable
        panel, visible = name.removesuffix(_SUFFIX), bool(flags & _VISIBLE)
        if flags & _FLOATING:
            x, y, width, height = (self._number() for _ in range(4))
            return Place(panel, visible, 0, (x, y, max(width, 1), max(height, 1)))
        return Place(panel, visible, self._size())

    def _size(self) -> int:
        _position, size, _least, _most = (self._number() for _ in range(4))
        return max(size, 0)

    def _number(self) -> int:
        if self._stream.status() != QDataStream.Status.Ok:
            raise _Unreadable
        return self._stream.readInt32()

    def _expect(self, marker: int) -> None:
        if self._stream.readUInt8() != marker:
            raise _Unreadable


def _written(layout: PanelLayout, rest: QByteArray) -> QByteArray:
    """The stream that `restoreState` reads."""
    state = QByteArray()
    stream = QDataStream(state, QIODevice.OpenModeFlag.WriteOnly)
    stream.setVersion(QDataStream.Version.Qt_5_0)
    _numbers(stream, _VERSION, 0)
    stream.writeUInt8(_DOCKS)
    _numbers(stream, len(layout.sides))
    for side in sorted(layout.sides, key=lambda each: SIDES.index(each.side)):
        _numbers(stream, SIDES.index(side.side), side.width, side.height)
        _write_group(stream, side.content)
    state.append(rest)
    return state


def _write_group(stream: QDataStream, group: Group) -> None:
    stream.writeUInt8(_TABS if group.kind == "tabs" else _SEQUENCE)
    if group.kind == "tabs":
        _numbers(stream, group.front)
    stream.writeUInt8(_ORIENTATIONS[group.kind])
    _numbers(stream, len(group.items))
    position = 0
    for item in group.items:
        if isinstance(item, Group):
            stream.writeUInt8(_SEQUENCE)
            _numbers(stream, position, item.size, 0, 0)
            _write_group(stream, item)
        else:
            _write_place(stream, item, position)
        position += item.size


def _write_place(stream: QDataStream, place: Place, position: int) -> None:
    stream.writeUInt8(_WIDGET)
    stream.writeQString(place.panel + _SUFFIX)
    is_floating = _FLOATING if place.floating is not None else 0
    stream.writeUInt8((_VISIBLE if place.visible else 0) | is_floating)
    _numbers(stream, *(place.floating or (position, place.size, 0, 0)))


def _numbers(stream: QDataStream, *numbers: int) -> None:
    for number in numbers:
        stream.writeInt32(number)
