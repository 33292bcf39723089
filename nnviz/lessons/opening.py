"""What of the window is certain when a page opens, though there is none: the check asks for it."""

from __future__ import annotations

from dataclasses import replace

from nnviz.lessons.conditions import Clause, Comparison, Condition, PanelIs
from nnviz.lessons.setups import Setup
from nnviz.lessons.state import AppState
from nnviz.lessons.vocabulary import FIRST_EDGES

_WALK = "backprop_steps"


def holds_at_once(condition: Condition, state: AppState, setup: Setup) -> bool:
    """Whether there is certainly nothing left to do for it; `state`: what a page has without a window."""
    there = _opened(state, setup)
    return all(_is_certain(clause, setup) and clause.holds(there) for clause in condition.clauses)


def _opened(state: AppState, setup: Setup) -> AppState:
    """With what the page shows at first; every unit is on, and other panels may lie behind those shown."""
    shows = setup.shows
    neuron = next((show.neuron for show in shows if show.neuron is not None), None)
    return replace(
        state,
        pinned=None if neuron is None else neuron.neuron(state.snapshot.network.sizes),
        open_panels=frozenset(name for show in shows for name in (show.panel, show.large) if name),
        walk_stage=next((show.stage for show in shows if show.stage), 0),
        edges=next((show.edges for show in shows if show.edges), FIRST_EDGES),
    )


def _is_certain(clause: Clause, setup: Setup) -> bool:
    """Whether it can be told without a window."""
    if isinstance(clause, PanelIs):
        return clause.open or _is_closed(clause.panel, setup)
    if not isinstance(clause, Comparison) or not clause.value.of_window:
        return True
    match clause.value.name:
        case "pinned" | "units_off" | "edges":
            return True
        case "walk_stage":
            return any(show.stage for show in setup.shows) or _is_closed(_WALK, setup)
        case _:
            return False


def _is_closed(panel: str, setup: Setup) -> bool:
    return setup.panels is not None and panel not in setup.panels
