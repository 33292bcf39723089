"""What the panel says, in plain words."""

from __future__ import annotations

import numpy as np

from nnviz.datasets.subject import Subject
from nnviz.explain.biography import Biography, Move
from nnviz.explain.number_markup import figure
from nnviz.learning.neuron import Neuron, WeightChoice
from nnviz.number_text import count_text, epoch_text

NOTHING_CHOSEN = (
    "Click a connection in the diagram, or right-click a pixel of a hidden unit or a number of the walk, to "
    "see what has moved that weight. Or hold a unit: then it is its strongest weight."
)
_LITTLE = 0.1  # of the largest share: who gave less is not spoken of
_NUMBERS = ("no", "a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def name(choice: WeightChoice, layers: int, subject: Subject) -> str:
    """What the weight is called: "weight from pixel (14, 9) to hidden unit 42"."""
    to = _neuron(choice.to, layers, subject)
    if choice.of_all:
        return f"all weights into {to} (the sum of their squares)"
    if choice.source is None:
        return f"bias of {to}"
    return f"weight from {_neuron(Neuron(choice.to.layer - 1, choice.source), layers, subject)} to {to}"


def curve_title(life: Biography) -> str:
    """Above the curve."""
    if life.choice.of_all:
        return "Σ w², over the epochs"
    return f"{'bias b' if life.choice.source is None else 'weight w'}, over the epochs"


def sentence(life: Biography, layers: int, subject: Subject) -> str:
    """What became of the weight, and what did most to it."""
    its = name(life.choice, layers, subject)
    if not life.steps and not life.edits:
        return f"The {its}: {figure(life.now)}. No mini-batch has moved it yet."
    if not life.is_finite:
        return f"The {its} is no longer a finite number, so what moved it cannot be told."
    way = f"The {its} was {figure(life.start)} and is now {figure(life.now)}"
    if not life.moves:
        return f"{way}. No {subject.noun} of any mini-batch has moved it."
    return f"{way}, {count_text(life.steps)} mini-batches later. {strongest(life.moves[0], subject)}"


def ends_early(until: int, epoch_size: int) -> str:
    """Where the run cannot be replayed any further."""
    epoch = epoch_text(until, epoch_size)
    return f"This is told up to epoch {epoch} alone: a change made there was not kept."


def strongest(move: Move, subject: Subject) -> str:
    """Who did most in one mini-batch: "Step 1,240 moved it most: two 4s raised it by 0.031."."""
    label, count, amount = leaders(move)
    who = some(label, count, subject)
    verb = "raised" if amount > 0 else "lowered"
    return f"Step {count_text(move.step)} moved it most: {who} {verb} it by {figure(abs(amount))}."


def leaders(move: Move) -> tuple[int, int, float]:
    """The class that did most of what a mini-batch did: its label, how many of it, and what they gave.

    Those of it that gave next to nothing are not counted.
    """
    agree = move.shares * move.push > 0
    labels, shares = move.labels[agree], move.shares[agree]
    sums = {label: abs(float(shares[labels == label].sum())) for label in sorted(set(labels.tolist()))}
    label = max(sums, key=lambda each: sums[each])
    its = shares[labels == label]
    its = its[np.abs(its) >= _LITTLE * np.abs(its).max()]
    return label, len(its), float(its.sum())


def some(label: int, count: int, subject: Subject) -> str:
    """A few of a class: "an 8", "two 4s", "three “Ankle boot”"."""
    if count == 1:
        return subject.a(label)
    word = _NUMBERS[count] if count < len(_NUMBERS) else count_text(count)
    named = subject.class_names[label]
    return f"{word} “{named}”" if len(named) > 1 else f"{word} {named}s"


def sum_line(life: Biography, subject: Subject) -> str:
    """All moves, and that they add up."""
    parts = [f"{subject.nouns} raised it by {figure(life.up)} and lowered it by {figure(-life.down)}"]
    named = (("momentum", life.momentum), ("L2", life.l2), ("edits", life.edits))
    parts += [f"{what} {figure(value, signed=True)}" for what, value in named if value]
    if life.choice.of_all:
        parts.append(f"squares of the steps {figure(life.squares, signed=True)}")
    first = ", ".join(parts)
    return (
        f"{first[0].upper()}{first[1:]}: together {figure(life.total, signed=True, fine=True)}. "
        f"Now minus start: {figure(life.change, signed=True, fine=True)}."
    )


def row_words(move: Move) -> tuple[str, str]:
    """The two lines of a row: which step, and what its examples did together."""
    return f"step {count_text(move.step)}", figure(move.push, signed=True)


def row_tip(move: Move, subject: Subject) -> str:
    """All that a step did."""
    said = f"Step {count_text(move.step)}: its {len(move.shares)} {subject.nouns} moved the weight by "
    said += figure(move.push, signed=True)
    named = (("momentum", move.momentum), ("L2", move.l2), ("the square of the step", move.squares))
    others = [f"{what} {figure(value, signed=True)}" for what, value in named if value]
    if others:
        said += f"; with {', '.join(others)} it is {figure(move.change, signed=True)}"
    return f"{said}. Afterwards it was {figure(move.after)}."


def picture_tip(move: Move, place: int, subject: Subject) -> str:
    """One picture's share."""
    what = subject.a(int(move.labels[place]))
    share = figure(float(move.shares[place]), signed=True)
    which = f"Training {subject.noun} {int(move.indices[place])}"
    return f"{which}, {what}: {share}. Click to make it the input image."


def class_tip(life: Biography, label: int, subject: Subject) -> str:
    """The share of one class."""
    share = figure(float(life.by_class[label]), signed=True)
    return f"All training {subject.nouns} that are {subject.a(label)}: together they moved it by {share}."


def _neuron(neuron: Neuron, layers: int, subject: Subject) -> str:
    if neuron.layer == 1:
        row, column = subject.place(neuron.index)
        return f"the pixel in row {row}, column {column}"
    return subject.output(neuron.index) if neuron.layer == layers else neuron.name(layers)
