"""What the evaluation panel says, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.explain.calibration import Calibration
from nnviz.explain.confusion import Confusion, Order
from nnviz.explain.doubtful_labels import Doubts
from nnviz.explain.forgetting import Forgetting
from nnviz.explain.number_markup import figure
from nnviz.number_text import count_text, epoch_text
from nnviz.panels.evaluation.answered import Answered
from nnviz.panels.evaluation.gallery import Caption
from nnviz.sessions.verdicts import Judgement, Verdicts


def cell_tip(found: Confusion, names: tuple[str, ...], true: int, said: int) -> str:
    """What a cell of the matrix counts; the column after the last class is for no answer."""
    count, rate = int(found.counts[true, said]), float(found.rates[true, said])
    of = int(found.counts[true].sum())
    if said == len(names):
        what = f"{names[true]} with no answer: an output is no number"
    elif said == true:
        what = f"{names[true]} told right"
    else:
        what = f"{names[true]} taken for {names[said]}"
    share = f" ({100 * rate:.1f} %)" if of else ""
    return f"{what}: {count_text(count)} of {count_text(of)}{share}"


def chosen_words(names: tuple[str, ...], true: int, said: int, count: int) -> str:
    """The pictures of a cell, as a heading: "3 taken for 5: 12"."""
    if said == len(names):
        told = "without an answer"
    else:
        told = "told right" if said == true else f"taken for {names[said]}"
    return f"{names[true]} {told}: {count_text(count)}"


def calibration_sentence(found: Calibration) -> str:
    """How sure the answers are against how right they are."""
    total = int(found.counts.sum())
    if not total:
        return "There is no answer to be sure of."
    sure = _mean(found.counts, found.confidence)
    right = _mean(found.counts, found.accuracy)
    return (
        f"On average {100 * sure:.1f} % sure and {100 * right:.1f} % right; "
        f"expected calibration error {100 * found.error:.1f} %."
    )


def _mean(counts: NDArray[np.int64], values: Floats) -> float:
    used = counts > 0
    return float(np.average(values[used], weights=counts[used]))


def mistakes_sentence(chosen: int, all_of_them: int) -> str:
    """How many mistakes are shown: "217 mistakes", "12 of 217 mistakes"."""
    some = "" if chosen == all_of_them else f"{count_text(chosen)} of "
    return f"· {some}{count_text(all_of_them)} mistake{'' if all_of_them == 1 else 's'}"


def mistake_caption(answered: Answered, index: int, order: Order) -> Caption:
    """A wrong answer, with the number that the mistakes are sorted by."""
    cost, lead = float(answered.evaluation.costs[index]), -float(answered.margins[index])
    sure = float(answered.confidence[index])
    below = {
        "cost": f"C {figure(cost)}",
        "margin": f"z +{figure(lead)}",
        "confidence": f"a {figure(sure)}",
    }[order]
    said, label = answered.said(index), answered.label(index)
    tip = (
        f"test {answered.test.subject.noun} {index} is {label}, but the network says {said}\n"
        f"cost C = {figure(cost)}, its output a = {figure(sure)}, "
        f"its z is {figure(lead)} above that of {label}"
    )
    return Caption(said, f"is {label}", below, tip=tip)


def changes_sentence(is_right: bool, count: int, step: int) -> str:
    """How many images are right, or wrong, only since a step."""
    since = f"since step {count_text(step)}" if step else "since the start"
    return f"{count_text(count)} learned {since}" if is_right else f"{count_text(count)} forgotten {since}"


def changed_caption(before: Answered, now: Answered, index: int) -> Caption:
    """An image that is answered otherwise than before."""
    said, earlier, label = now.said(index), before.said(index), now.label(index)
    tip = f"test {now.test.subject.noun} {index} is {label}; the network said {earlier}, and now says {said}"
    is_right = said == label
    return Caption(said, "" if is_right else f"is {label}", f"was {earlier}", right=is_right, tip=tip)


def forgotten_sentence(found: Forgetting, begin: int, examples_seen: int, epoch_size: int) -> str:
    """How much of the training set is ever forgotten."""
    forgotten, never = int(np.count_nonzero(found.forgotten)), int(np.count_nonzero(~found.ever_right))
    since = f" since epoch {epoch_text(begin, epoch_size)}, before which it was not counted" if begin else ""
    words = (
        f"{count_text(forgotten)} of {count_text(len(found.forgotten))} were forgotten at least once{since}"
    )
    if examples_seen < begin + epoch_size:
        return f"{words}; an image can be forgotten from its second time on"
    return f"{words}; {count_text(never)} never right"


def forgotten_caption(found: Forgetting, train: Examples, index: int) -> Caption:
    """A training image, how often it was forgotten, and whether it is right now."""
    count, is_right = int(found.forgotten[index]), bool(found.right[index])
    label = train.subject.class_names[int(train.labels[index])]
    times, last = f"{count_text(count)} time{'' if count == 1 else 's'}", "right" if is_right else "wrong"
    noun = train.subject.noun
    tip = f"training {noun} {index}, a {label}: right and the next time wrong, {times}; {last} the last time"
    return Caption(label, "", times, right=is_right, tip=tip)


def doubts_sentence(found: Doubts, verdicts: Verdicts) -> str:
    """What the page of labels is for, and how far the user has come."""
    judged = f" · {count_text(len(verdicts.by_image))} judged" if verdicts else ""
    runs = "the network contradicts" if found.runs == 1 else f"any of {found.runs} runs contradicts"
    count = count_text(len(found.order))
    return f"{count} labels that {runs}, most firmly first{judged}. Click one to judge it."


def doubt_caption(found: Doubts, test: Examples, index: int, judgement: Judgement | None) -> Caption:
    """An image, what the runs have instead of its label, and what the user says of that."""
    names, against = test.subject.class_names, int(found.against[index])
    said, label = names[int(found.said[index])], names[int(test.labels[index])]
    of_runs = "" if found.runs == 1 else f"{against} of {found.runs}"
    below = (
        of_runs
        if judgement is None
        else {"right": "✓ right", "wrong": "✗ wrong", "unclear": "? unclear"}[judgement]
    )
    verdict = "no verdict" if judgement is None else f"you say: the label is {judgement}"
    tip = (
        f"test {test.subject.noun} {index} has the label {label}; {against} of {found.runs} "
        f"run{'' if found.runs == 1 else 's'} contradict{'s' if found.runs == 1 else ''}, best is {said}\n"
        f"its z is {figure(float(found.lead[index]))} typical margins above that of {label}; {verdict}"
    )
    return Caption(said, f"label {label}", below, tip=tip)
