"""A guess beside the truth: how it is kept, how near it was, and the words for both."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from nnviz.lessons.document import Predict
from nnviz.lessons.fault import Wrong
from nnviz.lessons.numbers import read_number
from nnviz.lessons.state import AppState
from nnviz.sessions.session import Guess

Curve = tuple[tuple[float, float], ...]  # points (epochs, value), from left to right


def read_guess(question: Predict, text: str) -> float:
    """The number somebody typed; where it is asked for in per cent, 95 is 0.95. Raises `Wrong`."""
    number = read_number(text.strip().removesuffix("%").strip())
    if abs(number) > 1e9:
        raise Wrong("that is beyond all numbers here", "Write a smaller one.")
    return number / 100 if question.unit == "%" else number


def number_text(question: Predict, number: float) -> str:
    """As the question has it: "95.5 %"."""
    if not math.isfinite(number):
        return "—"
    if question.unit == "%":
        return f"{100 * number:.4g} %"
    is_whole = number == int(number) and abs(number) < 1000000000.0
    text = f"{int(number):,}" if is_whole else _fine(question, number)
    return f"{text}{' ' if question.unit else ''}{question.unit}".replace("-", "−")


def _fine(question: Predict, number: float) -> str:
    """Four digits, or as many as it takes to tell a near guess from one that is not."""
    digits = 4
    if number and question.within:
        digits = math.floor(math.log10(abs(number))) - math.floor(math.log10(question.within)) + 1
    return f"{number:.{min(max(digits, 4), 12)}g}"


def true_number(question: Predict, state: AppState) -> float:
    """What a number is in truth; NaN if it is not known."""
    if question.stated is not None:
        return question.stated
    found = question.truth.read_from(state) if question.truth is not None else math.nan
    return math.nan if isinstance(found, str) else float(found)  # a count is no float


def true_curve(question: Predict, state: AppState) -> Curve:
    """The curve in truth, as far as the question's axis goes."""
    column = {
        "test_accuracy": "test_accuracy",
        "training_accuracy": "train_accuracy",
        "training_cost": "cost",
        "test_cost": "test_cost",
    }[str(question.truth)]
    snapshot = state.snapshot
    epochs = snapshot.curve.examples / snapshot.epoch_size
    values = getattr(snapshot.curve, column)
    keep = np.isfinite(values) & (epochs <= question.epochs + 1e-9)
    return tuple(zip(epochs[keep].tolist(), values[keep].tolist(), strict=True))


def is_near(question: Predict, guess: Guess, state: AppState) -> bool:
    """Whether the guess was as near as the question calls near."""
    if isinstance(guess, tuple):
        return curve_distance(guess, true_curve(question, state)) <= question.within
    if question.kind == "choice":
        return 0 <= guess < len(question.choices) and question.choices[int(guess)].is_right
    return abs(guess - true_number(question, state)) <= question.within * (1 + 1e-9)


def curve_distance(guess: Sequence[tuple[float, float]], truth: Sequence[tuple[float, float]]) -> float:
    """How far apart two curves are on average, where both are; infinite if they have nothing in common."""
    if not guess or not truth:
        return math.inf
    x, y = np.array(sorted(guess)).T
    there, true = np.array(truth).T
    common = (there >= x[0]) & (there <= x[-1])
    if not common.any():
        return math.inf
    return float(np.abs(np.interp(there[common], x, y) - true[common]).mean())
