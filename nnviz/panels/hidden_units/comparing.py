"""What the choice of the hidden units' scale offers for other runs, and the words for a difference."""

from __future__ import annotations

from nnviz.explain.number_markup import figure
from nnviz.number_text import count_text
from nnviz.panels.hidden_units.unit_images import UnitImages
from nnviz.runs.snapshot import Comparison, RunSummary, Snapshot
from nnviz.widgets.colour_scale import ColourScale

Scale = bool | int  # whether all units have one scale of colour, or the number of the run to compare with


def comparable(snapshot: Snapshot) -> tuple[RunSummary, ...]:
    """The other runs whose hidden units are as many."""
    hidden = snapshot.settings.hidden
    return tuple(run for run in snapshot.runs if run.number != snapshot.run and run.settings.hidden == hidden)


def compared_run(snapshot: Snapshot, scale: Scale) -> RunSummary | None:
    """The run that this choice compares with."""
    if isinstance(scale, bool):
        return None
    return next((run for run in comparable(snapshot) if run.number == scale), None)


def comparison_for(snapshot: Snapshot, scale: Scale) -> Comparison | None:
    """The comparison to show for this choice, once there is one."""
    made = snapshot.comparison
    if made is None or made.other is None or isinstance(scale, bool):
        return None
    return made if made.number == scale else None


def caption(run: RunSummary, comparison: Comparison | None, examples_seen: int) -> str:
    """Which difference is shown."""
    if comparison is not None:
        return f"difference after {count_text(comparison.examples_seen)} examples"
    if run.examples_seen < examples_seen:
        return f"{run.name} has not got this far: weights shown"
    return f"comparing with {run.name}…"


def tip(images: UnitImages, index: int, run: RunSummary) -> str:
    """How one unit differs."""
    values = images.values[index]
    spread = f"{figure(values.min(), signed=True)} … {figure(values.max(), signed=True)}"
    return (
        f"hidden unit {index}: weights differ from {run.name} by {spread}\n"
        + ColourScale(float(images.full[index])).words
    )
