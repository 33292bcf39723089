"""What the learning curve says: readings of a point, changes of settings, explanations. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from nnviz.learning.settings import Settings
from nnviz.number_text import count_text, epoch_text, percent_text
from nnviz.panels.learning_curve.scale import Points
from nnviz.runs.snapshot import Change

CURVES = ("test", "train", "cost")

EXPLANATION = (
    "How well the network does, epoch by epoch. Point at the curve to read it, turn the wheel to zoom, "
    "drag to move; double-click to follow the training again."
)
EMPTY = "Press Space to start training: the curve appears here."
DIVERGED = "The cost is no longer a finite number. Reset starts again."
MEANINGS = {
    "test": "Test accuracy: the share of all 10,000 test digits that the network names right.",
    "train": "Training accuracy: the share named right of the examples trained on since the point before.",
    "cost": "Cost C = ½‖y − aᴸ‖², averaged over those same training examples. Its scale is on the right.",
}
LEFT_AXIS = "Accuracy: the share of digits that the network names right, in per cent."
RIGHT_AXIS = "Cost C = ½‖y − aᴸ‖², averaged over the training examples since the point before."
CHANCE = "Chance: who guesses one of ten digits at random is right 10 % of the time."
ARTICLE = "The accuracy, about 92 %, that the article reports for its network."
MARKER = "All panels show the network as it was here."


def bottom_axis(epoch_size: int) -> str:
    """What the x axis counts."""
    return f"Epochs: in one epoch the network trains on all {count_text(epoch_size)} training digits once."


def change_text(before: Settings, after: Settings) -> str:
    """What was changed during a run: "η 3 → 0.5, mini-batch 10 → 100"."""
    parts = []
    if before.eta != after.eta:
        parts.append(f"η {before.eta:g} → {after.eta:g}")
    if before.mini_batch != after.mini_batch:
        parts.append(f"mini-batch {before.mini_batch} → {after.mini_batch}")
    return ", ".join(parts)


def change_texts(changes: Sequence[Change]) -> list[tuple[int, str]]:
    """Where a run's settings were changed, in examples, and what; its first settings are no change."""
    latest = {change.examples_seen: change.settings for change in changes}  # of several at one moment
    texts = [
        (examples, change_text(before, after)) for (_, before), (examples, after) in pairwise(latest.items())
    ]
    return [(examples, text) for examples, text in texts if text]


def cost_text(cost: float) -> str:
    """A cost with three digits; what it is, if not a finite number, is for the caller to say."""
    return f"{cost:.3g}" if math.isfinite(cost) else "—"


def place_text(points: Points, index: int, epoch_size: int) -> str:
    """Where a point lies: "epoch 3.20 · 160,000 examples"."""
    examples = int(points.examples[index])
    return f"epoch {epoch_text(examples, epoch_size)} · {count_text(examples)} examples"


def value_texts(points: Points, index: int) -> dict[str, str]:
    """A point's three values, "—" where there is none, by the names in `CURVES`."""
    return {
        "test": f"test {percent_text(points.test[index] / 100)}",
        "train": f"train {percent_text(points.train[index] / 100)}",
        "cost": f"cost {cost_text(points.cost[index])}",
    }


def change_sentence(examples_seen: int, epoch_size: int, text: str) -> str:
    """A mark of changed settings explained."""
    return f"Settings changed after epoch {epoch_text(examples_seen, epoch_size)}: {text}."


def ghost_sentence(name: str, points: Points, index: int, epoch_size: int) -> str:
    """A point of another run: whose, where, how accurate."""
    return f"{name}: {value_texts(points, index)['test']} at {place_text(points, index, epoch_size)}."
