"""What the learning curve says: readings of a point, changes of settings, explanations. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from nnviz.datasets.subject import MNIST, Subject
from nnviz.experiments.comparison import Band
from nnviz.explain.class_curves import LEARNED
from nnviz.learning.setting_fields import LIVE
from nnviz.learning.settings import Settings
from nnviz.number_text import count_text, epoch_text, percent_text
from nnviz.panels.learning_curve.scale import Points
from nnviz.runs.snapshot import Change, Snapshot

CURVES = ("test", "train", "cost", "test cost")
COSTS = ("cost", "test cost")
DASHED = ("train", "test cost")

EXPLANATION = (
    "How well the network does, epoch by epoch. Point at the curve to read it, turn the wheel to zoom, "
    "drag to move; double-click to follow the training again."
)
EMPTY = "Press Space to start training: the curve appears here."
DIVERGED = "The cost is no longer a finite number. Reset starts again."
LEFT_AXIS = "Accuracy: the share of images that the network names right, in per cent."
RIGHT_AXIS = "Cost C, averaged over training examples, and dashed over the whole test set."
MARKER = "All panels show the network as it was here."


def meanings(snapshot: Snapshot) -> dict[str, str]:
    """What each of `CURVES` is, for this run."""
    trained = "the examples trained on since the point before"
    if snapshot.learns_from_few:
        trained = f"all {count_text(snapshot.epoch_size)} training examples"
    cost = snapshot.network.architecture.cost_function.title.lower()
    return {
        "test": "Test accuracy: the share of all test images that the network names right.",
        "train": f"Training accuracy: the share named right of {trained}.",
        "cost": f"Cost C ({cost}), averaged over {trained}. Its scale is on the right.",
        "test cost": f"Cost C ({cost}), averaged over the whole test set. Where it rises while the cost of "
        "the training examples falls, the network learns them by heart.",
    }


class Guide(NamedTuple):
    """A test accuracy to compare with: its label, and what it is in a sentence."""

    percent: float
    label: str
    sentence: str


def guides(subject: Subject) -> tuple[Guide, ...]:
    """Chance and, for MNIST, the article's accuracy."""
    percent = 100 / subject.classes
    text = f"{percent:.3g} %"
    sentence = f"Chance: who guesses one of {subject.classes} classes at random is right {text} of the time."
    chance = Guide(percent, f"chance {text}", sentence)
    article = Guide(
        92.0, "the article's ~92 %", "The accuracy, about 92 %, that the article reports for its network."
    )
    return (chance, article) if subject == MNIST else (chance,)


def bottom_axis(epoch_size: int) -> str:
    """What the x axis counts."""
    return f"Epochs: in one epoch the network trains on all {count_text(epoch_size)} training examples once."


def change_text(before: Settings, after: Settings) -> str:
    """What was changed during a run: "η 3 → 0.5, mini-batch 10 → 100"."""
    values = ((field, getattr(before, field.name), getattr(after, field.name)) for field in LIVE)
    return ", ".join(
        f"{field.short} {field.kind.words(old)} → {field.kind.words(new)}"
        for field, old, new in values
        if old != new
    )


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
    """A point's values, "—" where there is none, by the names in `CURVES`."""
    return {
        "test": f"test {percent_text(points.test[index] / 100)}",
        "train": f"train {percent_text(points.train[index] / 100)}",
        "cost": f"cost {cost_text(points.cost[index])}",
        "test cost": f"test cost {cost_text(points.test_cost[index])}",
    }


def change_sentence(examples_seen: int, epoch_size: int, text: str) -> str:
    """A mark of changed settings explained."""
    return f"Settings changed after epoch {epoch_text(examples_seen, epoch_size)}: {text}."


def ghost_sentence(name: str, points: Points, index: int, epoch_size: int) -> str:
    """A point of another run: whose, where, how accurate."""
    return f"{name}: {value_texts(points, index)['test']} at {place_text(points, index, epoch_size)}."


def band_sentence(name: str, runs: int, band: Band, index: int) -> str:
    """A band over seeds, in per cent, at one of its points."""
    low, middle, high = (percent_text(line[index] / 100) for line in (band.low, band.median, band.high))
    return (
        f"{name}: {runs} runs that differ in their seed alone, {low} to {high} at epoch "
        f"{band.epochs[index]:.2f}, in the middle {middle}."
    )


CLASSES = (
    "The test accuracy of each class over time, early training drawn wider; the thin grey line is that of "
    "all together. A dot marks where a class is first at 90 % or more twice in a row. Click a class to see "
    "its mistakes."
)
CLASSES_UNKNOWN = "The accuracy of each class was not measured in this run; it will be when training goes on."


def learned_text(step: int) -> str:
    """When a class was learned; nothing for a negative step, if it was not."""
    return f"{100 * LEARNED:.0f} % by step {count_text(step)}" if step >= 0 else ""


def class_accuracy_text(share: float) -> str:
    """The accuracy of a class beside its name."""
    return f"{100 * share:.1f} %" if math.isfinite(share) else "—"


def class_tip(name: str, share: float, when: str) -> str:
    """A class in a sentence."""
    learned = f"at least {when}" if when else f"not yet {100 * LEARNED:.0f} % twice in a row"
    return f"{name}: {class_accuracy_text(share)} right at this moment; {learned}. Click to see the mistakes."


def class_mistakes_words(name: str, count: int) -> str:
    """What is wrong of a class, as a heading."""
    return f"{name} taken for another: {count_text(count)}"
