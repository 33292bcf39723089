"""What the pictures of a run's data are, as JSON has it: which data a session needs."""

from __future__ import annotations

from typing import Any

from nnviz.datasets.subject import MNIST, MOST_CLASSES, MOST_SIDE, Subject
from nnviz.errors import BadInput
from nnviz.sessions import json_checks as checks

SINCE = 2  # the version of session files that says it first; before, all data was MNIST


def subject_object(subject: Subject) -> dict[str, Any] | None:
    """None is MNIST."""
    if subject == MNIST:
        return None
    return {
        "name": subject.name,
        "shape": list(subject.shape),
        "classes": list(subject.class_names),
        "noun": subject.noun,
    }


def subject_of(value: Any) -> Subject:
    """What `subject_object` made. Raises `BadInput`."""
    if value is None:
        return MNIST
    shape = [checks.as_whole(side, "shape", MOST_SIDE) for side in checks.list_of(value, "shape", 2)]
    if len(shape) != 2:
        raise BadInput("pictures whose shape is not rows and columns")
    names = [checks.as_text(name, "classes") for name in checks.list_of(value, "classes", MOST_CLASSES)]
    return Subject(checks.text(value, "name"), (shape[0], shape[1]), tuple(names), checks.text(value, "noun"))
