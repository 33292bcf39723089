"""Where a window's panels are, as plain values: what a session and the settings keep of it. No Qt here.

Each side of the window holds a group of panels: columns, rows or tabs, of panels or of groups again. From a
file every field is checked, so that whatever is laid out is a layout that a window could have had.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from nnviz.errors import BadInput
from nnviz.sessions import json_checks as checks

SIDES = ("left", "right", "top", "bottom")
KINDS = ("columns", "rows", "tabs")

_MOST_PANELS = 64
_DEEPEST = 8  # groups within groups
_MOST_PIXELS = 32_000  # of any length; a window cannot be larger on any system

Rectangle = tuple[int, int, int, int]  # x, y, width, height on the desktop


@dataclass(frozen=True)
class Place:
    """One panel: its extent along its group in pixels, or where it floats in a window of its own."""

    panel: str
    visible: bool = True
    size: int = 0
    floating: Rectangle | None = None


@dataclass(frozen=True)
class Group:
    """Panels beside one another, below one another, or behind one another with `front` before the others."""

    kind: str
    items: tuple[Place | Group, ...]
    size: int = 0
    front: int = 0

    def places(self) -> Iterator[Place]:
        """Every panel in it, however deep."""
        for item in self.items:
            yield from item.places() if isinstance(item, Group) else (item,)


@dataclass(frozen=True)
class Side:
    """What is at one side of the window, and how large that side is."""

    side: str
    width: int
    height: int
    content: Group


@dataclass(frozen=True)
class PanelLayout:
    """All panels. Raises `BadInput` if one is in two places."""

    sides: tuple[Side, ...]

    def __post_init__(self) -> None:
        names = [place.panel for place in self.places()]
        if len(set(names)) < len(names) or len({side.side for side in self.sides}) < len(self.sides):
            raise BadInput("a layout with a panel or a side twice")
        if len(names) > _MOST_PANELS:
            raise BadInput(f"a layout of {len(names)} panels")

    def places(self) -> Iterator[Place]:
        """Every panel."""
        for side in self.sides:
            yield from side.content.places()


def with_fronts_of(layout: PanelLayout, other: PanelLayout) -> PanelLayout:
    """The layout with those tabs in front that are so in the other one; all else, sizes too, as it is."""
    fronts = {_names(group): group.front for side in other.sides for group in _tabs(side.content)}
    return PanelLayout(tuple(replace(side, content=_fronted(side.content, fronts)) for side in layout.sides))


def _tabs(group: Group) -> Iterator[Group]:
    if group.kind == "tabs":
        yield group
    for item in group.items:
        if isinstance(item, Group):
            yield from _tabs(item)


def _names(group: Group) -> tuple[str, ...]:
    return tuple(place.panel for place in group.places())


def _fronted(group: Group, fronts: dict[tuple[str, ...], int]) -> Group:
    if group.kind == "tabs":
        return replace(group, front=fronts.get(_names(group), group.front))
    items = tuple(_fronted(item, fronts) if isinstance(item, Group) else item for item in group.items)
    return replace(group, items=items)


def layout_object(layout: PanelLayout) -> list[dict[str, Any]]:
    """The layout, for JSON."""
    return [
        {"side": s.side, "width": s.width, "height": s.height, "content": _item_object(s.content)}
        for s in layout.sides
    ]


def layout_of(value: Any) -> PanelLayout:
    """The layout that a JSON value says. Raises `BadInput`."""
    sides = checks.as_list(value)
    if len(sides) > len(SIDES):
        raise BadInput(f"a layout with {len(sides)} sides")
    return PanelLayout(tuple(_side(side) for side in sides))


def _item_object(item: Place | Group) -> dict[str, Any]:
    if isinstance(item, Group):
        items = [_item_object(each) for each in item.items]
        return {"kind": item.kind, "size": item.size, "front": item.front, "items": items}
    floating = list(item.floating) if item.floating is not None else None
    return {"panel": item.panel, "visible": item.visible, "size": item.size, "floating": floating}


def _side(value: Any) -> Side:
    side, content = _one_of(value, "side", SIDES), _item(checks.get(value, "content"), 0)
    if not isinstance(content, Group):
        raise BadInput("a side of the layout is a group of panels")
    return Side(side, _pixels(value, "width"), _pixels(value, "height"), content)


def _item(value: Any, depth: int) -> Place | Group:
    return _place(value) if isinstance(value, dict) and "panel" in value else _group(value, depth)


def _group(value: Any, depth: int) -> Group:
    if depth >= _DEEPEST:
        raise BadInput("a layout with groups too deep within one another")
    kind = _one_of(value, "kind", KINDS)
    items = tuple(_item(item, depth + 1) for item in checks.list_of(value, "items", _MOST_PANELS))
    if not items or (kind == "tabs" and any(isinstance(item, Group) for item in items)):
        raise BadInput("a layout with a group of nothing, or with groups as tabs")
    return Group(kind, items, _pixels(value, "size"), checks.whole(value, "front", len(items) - 1))


def _place(value: Any) -> Place:
    floating = checks.get(value, "floating")
    return Place(
        checks.text(value, "panel"),
        checks.truth(value, "visible"),
        _pixels(value, "size"),
        None if floating is None else _rectangle(floating),
    )


def _rectangle(value: Any) -> Rectangle:
    numbers = checks.as_list(value)
    if len(numbers) != 4 or any(type(n) is not int or abs(n) > _MOST_PIXELS for n in numbers):
        raise BadInput("a floating panel needs x, y, width and height in pixels")
    x, y, width, height = numbers
    if width < 1 or height < 1:
        raise BadInput("a floating panel of no size")
    return x, y, width, height


def _pixels(value: Any, key: str) -> int:
    return checks.whole(value, key, _MOST_PIXELS)


def _one_of(value: Any, key: str, allowed: tuple[str, ...]) -> str:
    found = checks.text(value, key)
    if found not in allowed:
        raise BadInput(f"{key} is one of {', '.join(allowed)}, not {checks.shown(found)}")
    return found
