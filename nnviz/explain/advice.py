"""What is wrong with a training, if anything is: the sign, in numbers, and what to try instead.

Pure functions on what was measured. Where nothing is wrong nothing is said: no advice is better than a guess.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.number_markup import figure
from nnviz.explain.signs import LayerSigns, OutputSigns, StepSigns
from nnviz.learning.settings import Settings
from nnviz.number_text import count_text, eta_text

_SMOOTHED = 4  # points of the curve: one wavers by a tenth from the next
_LARGE = 200  # examples: only a mini-batch as large as that is a reason for few steps


@dataclass(frozen=True, eq=False)
class Course:
    """How a run went so far: the points of its learning curve, (k,) each, and where it stands."""

    epochs: Floats  # at each point
    cost: Floats  # on the training examples
    train_accuracy: Floats
    test_cost: Floats
    test_accuracy: Floats
    steps: int

    @property
    def last_epoch(self) -> slice:
        """The points of the last epoch, and the one before them."""
        begin = int(np.searchsorted(self.epochs, self.epochs[-1] - 1)) if len(self.epochs) else 0
        return slice(begin, len(self.epochs))


@dataclass(frozen=True, eq=False)
class Findings:
    """All that advice is made from."""

    settings: Settings
    course: Course
    layers: tuple[LayerSigns, ...]
    step: StepSigns
    outputs: OutputSigns
    bearable_at_start: Callable[[], float]  # the η that the untrained network bears; asked for if need be
    bearable_now: Callable[[], float]  # and the network as it is


@dataclass(frozen=True)
class Advice:
    """One thing that is wrong."""

    name: str
    evidence: str  # a sentence with the numbers that show it
    change: tuple[tuple[str, Any], ...] = ()  # settings to try instead, by their names

    @property
    def changes(self) -> dict[str, Any]:
        """The settings to try instead."""
        return dict(self.change)


def advice(found: Findings) -> tuple[Advice, ...]:
    """Everything that is wrong, the most serious first."""
    told = []
    for rule in _RULES if found.course.steps else _BEFORE_TRAINING:
        said = rule(found)
        if said is not None:
            told.append(said)
        if said is not None and said.name in _FINAL:
            break  # whatever else is seen comes from it
    return tuple(told)


def _diverged(found: Findings) -> Advice | None:
    cost = found.course.cost
    if not len(cost) or math.isfinite(cost[-1]) or np.isnan(cost).all():
        return None
    evidence = (
        f"The cost is no number any more: with η = {eta_text(found.settings.eta)} the weights ran away."
    )
    return Advice("diverged", evidence, _smaller_eta(found))


def _symmetric(found: Findings) -> Advice | None:
    for number, layer in enumerate(found.layers, start=2):
        if layer.alike:
            evidence = (
                f"All {count_text(layer.units)} units of layer {number} have the same weights and the same "
                "error: they stay alike, and do what one could."
            )
            return Advice("symmetric", evidence, (("initialisation", "scaled"),))
    return None


def _stuck(found: Findings) -> Advice | None:
    """Outputs far out on the wrong side, where almost nothing of their error gets through."""
    outputs = found.outputs
    if outputs.passed > 0.01 or _recent(found.course.train_accuracy) > 0.5:
        return None
    evidence = (
        f"The outputs are off by {figure(outputs.error)} on average, and only "
        f"{figure(100 * outputs.passed)} % of that gets through their slope: steps with "
        f"η = {eta_text(found.settings.eta)} have left them stuck."
    )
    return Advice("eta_too_large", evidence, _smaller_eta(found))


def _too_large(found: Findings) -> Advice | None:
    """Steps that go too far, and a cost that does not fall."""
    step, fall = found.step, _fall(found.course)
    if step.reversed <= 0.5 or math.isnan(fall) or fall > 0.01:
        return None
    evidence = (
        f"{100 * step.reversed:.0f} % of the steps tried overshoot, turning their gradient around, and the "
        f"cost does not fall: {_span(found.course)}."
    )
    return Advice("eta_too_large", evidence, _smaller_eta(found))


def _too_few_steps(found: Findings) -> Advice | None:
    """Large mini-batches: an epoch is over after a few steps."""
    course, size = found.course, found.settings.mini_batch
    if (
        size < _LARGE
        or not len(course.epochs)
        or course.epochs[-1] < 1
        or course.steps >= 300 * course.epochs[-1]
    ):
        return None
    if _recent(course.train_accuracy) > 0.9:
        return None
    evidence = (
        f"By epoch {course.epochs[-1]:.3g} the weights have moved only {_times(course.steps)}, with "
        f"mini-batches of {count_text(size)}; the cost is still {figure(_recent(course.cost))}."
    )
    return Advice("too_few_steps", evidence, (("mini_batch", max(1, size // 10)),))


def _too_small(found: Findings) -> Advice | None:
    """The cost falls, slowly, and a step hardly changes the gradient: it could be much longer."""
    course, step = found.course, found.step
    if not len(course.epochs) or course.epochs[-1] < 0.5 or step.turn < 0.98 or step.length > 1e-3:
        return None
    if _recent(course.train_accuracy) > 0.9:
        return None
    evidence = (
        f"A step moves the weights by {figure(100 * step.length)} % and leaves the gradient as it was; the "
        f"cost is still {figure(_recent(course.cost))} at epoch {course.epochs[-1]:.3g}."
    )
    return Advice("eta_too_small", evidence, (("eta", found.bearable_now()),))


def _saturated(found: Findings) -> Advice | None:
    for number, layer in enumerate(found.layers, start=2):
        if 2 * layer.saturated > layer.units:
            evidence = (
                f"{count_text(layer.saturated)} of {count_text(layer.units)} units of layer {number} are "
                "saturated: with next to no slope, their weights hardly learn."
            )
            scaled = (("initialisation", "scaled"),)
            change = scaled if found.settings.initialisation != "scaled" else _smaller_eta(found)
            return Advice("saturated", evidence, change)
    return None


def _dead(found: Findings) -> Advice | None:
    for number, layer in enumerate(found.layers, start=2):
        if 3 * layer.silent > layer.units:
            evidence = (
                f"{count_text(layer.silent)} of {count_text(layer.units)} units of layer {number} have a "
                "slope of 0 for every picture looked at: nothing moves their weights."
            )
            return Advice("dead_units", evidence, _smaller_eta(found))
    return None


def _overfitting(found: Findings) -> Advice | None:
    """The test cost rises while the training cost goes on falling."""
    course = found.course
    if len(course.test_cost) < 8 or np.isnan(course.test_cost).all():
        return None
    means = np.convolve(
        course.test_cost, np.full(_SMOOTHED, 1 / _SMOOTHED), "valid"
    )  # no single point counts
    if np.isnan(means[-1]) or means[-1] < 1.1 * np.nanmin(means):
        return None
    best = int(np.nanargmin(course.test_cost))
    rise = course.test_cost[-1] / course.test_cost[best]
    if rise < 1.1 or course.cost[-1] >= course.cost[best]:
        return None
    most = int(np.nanargmax(course.test_accuracy))
    evidence = (
        f"Test cost was lowest at epoch {course.epochs[best]:.3g} and is {100 * (rise - 1):.0f} % higher "
        "now, training cost fell on: the examples are learned by heart. Test accuracy was best at epoch "
        f"{course.epochs[most]:.3g}."
    )
    return Advice("overfitting", evidence)


_RULES: tuple[Callable[[Findings], Advice | None], ...] = (
    _diverged,
    _symmetric,
    _dead,
    _stuck,
    _too_large,
    _saturated,
    _too_few_steps,
    _too_small,
    _overfitting,
)
_BEFORE_TRAINING = (_symmetric,)
_FINAL = ("diverged", "symmetric", "dead_units", "eta_too_large", "saturated")


def _recent(values: Floats) -> float:
    """The newest of the curve's values that is a number; NaN without any."""
    numbers = values[~np.isnan(values)]
    return float(numbers[-1]) if len(numbers) else math.nan


def _fall(course: Course) -> float:
    """By which share the cost fell over the last epoch; NaN before there are two values."""
    values = course.cost[course.last_epoch]
    values = values[~np.isnan(values)]
    return float(1 - values[-1] / values[0]) if len(values) > 1 else math.nan


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count_text(count)} times"


def _span(course: Course) -> str:
    values = course.cost[course.last_epoch]
    values = values[~np.isnan(values)]
    return f"{values[0]:.3g}, now {values[-1]:.3g}"


def _smaller_eta(found: Findings) -> tuple[tuple[str, Any], ...]:
    """An η that the untrained network bears, if it is smaller than that of now."""
    eta = found.bearable_at_start()
    return (("eta", eta),) if eta < found.settings.eta else ()
