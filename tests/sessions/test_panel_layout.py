"""A layout of panels is plain JSON, and whatever no window could have had is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from nnviz.errors import BadInput
from nnviz.sessions.panel_layout import (
    Group,
    PanelLayout,
    Place,
    Side,
    layout_object,
    layout_of,
    with_fronts_of,
)

TABS = Group("tabs", (Place("walk"), Place("diagram", visible=False, size=40)), size=500, front=1)
COLUMNS = Group("columns", (Place("units", size=300), TABS, Place("pad", floating=(-9, 20, 300, 400))))
LAYOUT = PanelLayout(
    (Side("top", 1400, 600, COLUMNS), Side("bottom", 1400, 90, Group("rows", (Place("curve"),))))
)


def panel(name: Any = "a", **others: Any) -> dict[str, Any]:
    return {"panel": name, "visible": True, "size": 10, "floating": None, **others}


def group(*items: Any, **others: Any) -> dict[str, Any]:
    return {"kind": "rows", "size": 10, "front": 0, "items": list(items), **others}


def side(content: Any, **others: Any) -> dict[str, Any]:
    return {"side": "left", "width": 10, "height": 10, "content": content, **others}


def nested(depth: int) -> dict[str, Any]:
    inner = group(panel())
    for _ in range(depth - 1):
        inner = group(inner)
    return inner


def test_another_tab_in_front_and_nothing_else() -> None:
    walk_in_front = replace(TABS, size=90, front=0)
    columns = Group("columns", (Place("units", size=7), walk_in_front, Place("pad")))
    other = PanelLayout((Side("top", 800, 300, columns),))
    expected = Group("columns", (Place("units", size=300), replace(TABS, front=0), COLUMNS.items[2]))
    assert with_fronts_of(LAYOUT, other) == PanelLayout((Side("top", 1400, 600, expected), LAYOUT.sides[1]))
    assert with_fronts_of(LAYOUT, PanelLayout(())) == LAYOUT


def test_a_layout_comes_back_from_json() -> None:
    assert layout_of(json.loads(json.dumps(layout_object(LAYOUT)))) == LAYOUT


def test_its_json_is_as_the_page_on_the_format_says() -> None:
    assert layout_object(LAYOUT)[0]["content"]["items"][1] == {
        "kind": "tabs",
        "size": 500,
        "front": 1,
        "items": [
            {"panel": "walk", "visible": True, "size": 0, "floating": None},
            {"panel": "diagram", "visible": False, "size": 40, "floating": None},
        ],
    }


def test_every_panel_is_found_in_it() -> None:
    assert [place.panel for place in LAYOUT.places()] == ["units", "walk", "diagram", "pad", "curve"]


def test_groups_may_be_eight_deep() -> None:
    assert [place.panel for place in layout_of([side(nested(8))]).places()] == ["a"]


BAD: dict[str, Any] = {
    "no list": {"side": "left"},
    "a side that is none": [side(group(panel()), side="middle")],
    "a side twice": [side(group(panel("a"))), side(group(panel("b")))],
    "five sides": [side(group(panel()))] * 5,
    "a panel as a side": [side(panel())],
    "a panel twice": [side(group(panel(), panel()))],
    "too many panels": [side(group(*(panel(str(n)) for n in range(65))))],
    "too many panels in all": [
        side(group(*(group(*(panel(f"{n}{m}") for m in range(9))) for n in range(9))))
    ],
    "a group of nothing": [side(group())],
    "groups too deep": [side(nested(9))],
    "a kind that is none": [side(group(panel(), kind="circle"))],
    "a group as a tab": [side(group(group(panel()), kind="tabs"))],
    "the front beyond the tabs": [side(group(panel(), kind="tabs", front=1))],
    "a size below 0": [side(group(panel(size=-1)))],
    "a size beyond any screen": [side(group(panel(size=2**31)))],
    "a size that is true": [side(group(panel(size=True)))],
    "a size that is no whole number": [side(group(panel(size=0.5)))],
    "a width in words": [side(group(panel()), width="wide")],
    "a name that is a number": [side(group(panel(3)))],
    "half a character": [side(group(panel("\ud800")))],
    "visible in words": [side(group(panel(visible="yes")))],
    "floating at three numbers": [side(group(panel(floating=[1, 2, 3])))],
    "floating beyond the desktop": [side(group(panel(floating=[40_000, 0, 9, 9])))],
    "floating at no size": [side(group(panel(floating=[0, 0, 0, 9])))],
    "nothing said of floating": [side(group({"panel": "a", "visible": True, "size": 1}))],
}


@pytest.mark.parametrize("case", BAD)
def test_a_layout_that_no_window_had_is_refused(case: str) -> None:
    with pytest.raises(BadInput):
        layout_of(BAD[case])
