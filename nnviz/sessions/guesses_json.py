"""Guesses made in lessons as JSON has them: by lesson, and by question; each number checked."""

from __future__ import annotations

from typing import Any

from nnviz.errors import BadInput
from nnviz.sessions import json_checks as checks
from nnviz.sessions.session import Guess, Guesses

_MOST = 500  # lessons, and questions of one
_MOST_POINTS = 5_000  # of a curve
_FARTHEST = 1e12


def guesses_object(guesses: Guesses) -> dict[str, Any]:
    """The guesses, for JSON."""
    return {lesson: {key: _value(guess) for key, guess in made.items()} for lesson, made in guesses.items()}


def guesses_of(value: Any) -> Guesses:
    """The guesses that a JSON value says. Raises `BadInput`."""
    return {lesson: dict(_of_lesson(made)) for lesson, made in _entries(value)}


def _of_lesson(value: Any) -> list[tuple[str, Guess]]:
    return [(key, _guess(guess)) for key, guess in _entries(value)]


def _entries(value: Any) -> list[tuple[str, Any]]:
    if not isinstance(value, dict) or len(value) > _MOST:
        raise BadInput(f"guesses are an object of at most {_MOST} entries")
    if any(len(key) > checks.MOST_CHARACTERS for key in value):
        raise BadInput("a guess at a question that is too long")
    return list(value.items())


def _value(guess: Guess) -> Any:
    return [list(point) for point in guess] if isinstance(guess, tuple) else guess


def _guess(value: Any) -> Guess:
    if type(value) is int:
        return checks.as_whole(value, "a guess")
    if not isinstance(value, list):
        return checks.as_number(value, "a guess", _FARTHEST)
    points = [checks.as_list(point) for point in value[: _MOST_POINTS + 1]]
    if len(points) > _MOST_POINTS or any(len(point) != 2 for point in points):
        raise BadInput("a guess is a curve of pairs, and not too many")
    return tuple(
        (checks.as_number(x, "a guess", _FARTHEST), checks.as_number(y, "a guess", _FARTHEST))
        for x, y in points
    )
