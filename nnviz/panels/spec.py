"""What the window knows of a panel before there is one: its words, its first place, its key, its film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Region = Literal["reading", "left", "centre", "right", "bottom"]


@dataclass(frozen=True)
class FirstPlace:
    """Where a panel stands until the user moves it; those of one region stand in the registry's order."""

    region: Region
    height: int = 0  # px in a window 900 px high; 0 for all there is left or, at the bottom, what it needs
    closed: bool = False  # until somebody opens it
    behind: str = ""  # name of the panel it stands behind, as a tab


@dataclass(frozen=True)
class PanelSpec:
    """What a panel says of itself; the window's docks, menus, layouts and exports are made from it."""

    name: str  # its folder's; also in layouts, in settings and as its widget's name
    title: str
    explanation: str  # one plain sentence, shown on hovering the title and in the View menu
    place: FirstPlace | None  # None for what stands in no dock: the bar of controls
    key: str = ""  # brings it to the front
    opens: str = ""  # name of the action that does so, if it is not “open_” and the panel's name
    tab: str = ""  # its short title where it shares a place with others, if the title is long
    film: tuple[int, int] | None = None  # its width and height in px in a film; None if there is none of it
