"""What a mini-batch's gradients say together, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnviz.explain.mini_batch import SHOWN, MiniBatchWalk
from nnviz.explain.number_markup import percent

_NAMED = 20  # digits at most that are called by their names
_MUCH_OF_THEM = 0.3  # the share of one gradient in all their lengths that is worth a sentence
_ALL_LEFT = 0.995  # of the length after averaging: nothing to speak of has cancelled


def batch_words(batch: MiniBatchWalk) -> str:
    """How far the digits agree, and what averaging leaves."""
    if not batch.is_finite:
        return "The gradients are no longer finite numbers: there is no step to be averaged from them."
    if len(batch) == 1:
        return _alone(batch)
    said = [_drawn(batch), _recognised(batch)]
    if not batch.lengths.any():
        said.append("All their gradients are 0, so the step moves nothing.")
    else:
        said += [_against(batch), _left(batch), _weight_of_one(batch)]
    return " ".join(sentence for sentence in said if sentence)


def _alone(batch: MiniBatchWalk) -> str:
    its, label, said = batch.subject, int(batch.labels[0]), int(batch.predictions[0])
    verdict = "is recognised" if label == said else f"is taken for {its.a(said)}"
    only = f"The only {its.noun}, {its.a(label)}, {verdict}"
    if not batch.lengths.any():
        return f"{only}. Its gradient is 0, so the step moves nothing."
    return f"{only}. The step is its own: nothing is averaged."


def _drawn(batch: MiniBatchWalk) -> str:
    m, nouns = len(batch), batch.subject.nouns
    return f"The first {SHOWN} of {m:,} {nouns} are drawn; what is said is of all." if m > SHOWN else ""


def _recognised(batch: MiniBatchWalk) -> str:
    m, wrong, nouns = len(batch), int((batch.predictions != batch.labels).sum()), batch.subject.nouns
    if not wrong:
        return f"All {m:,} {nouns} are recognised."
    if wrong == m:
        return f"All {m:,} {nouns} are taken for others."
    return f"{wrong:,} of the {m:,} {nouns} {'is' if wrong == 1 else 'are'} taken for another."


def _against(batch: MiniBatchWalk) -> str:
    """Which gradients have the average against them: a step along it makes their cost rise at first."""
    against = np.flatnonzero(batch.agreement_with_step < 0)
    if not len(against):
        return "No gradient points against their average."
    if len(batch) > _NAMED:
        verb, theirs = ("points", "its") if len(against) == 1 else ("point", "their")
        return f"{len(against):,} of the gradients {verb} against the average: {theirs} cost rises at first."
    names = _listed([str(batch.labels[x]) for x in against])
    if len(against) == 1:
        return f"The gradient of the {names} points against their average: its cost rises at first."
    return f"The gradients of the {names} point against the average: their cost rises at first."


def _left(batch: MiniBatchWalk) -> str:
    if batch.kept >= _ALL_LEFT:
        together = (batch.agreement_with_step > 0).all()
        return f"{'All point the same way: n' if together else 'N'}othing of their length cancels."
    return f"Pulling different ways, they cancel in part: {percent(batch.kept)} of their length is left."


def _weight_of_one(batch: MiniBatchWalk) -> str:
    """Whether one digit alone makes most of the step, and whether that is a mistake."""
    largest = int(np.argmax(batch.lengths))
    share = batch.lengths[largest] / batch.lengths.sum()
    if len(batch) < 3 or share < _MUCH_OF_THEM:
        return ""
    label, said = int(batch.labels[largest]), int(batch.predictions[largest])
    mistake = f", taken for a {said}," if said != label else ", though recognised,"
    return f"The {label}{mistake} alone makes up {percent(share)} of the lengths of all gradients."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
