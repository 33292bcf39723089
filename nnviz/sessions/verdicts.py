"""What the user says of labels that the networks contradict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, get_args

from nnviz.errors import BadInput
from nnviz.sessions import json_checks as checks

Judgement = Literal["right", "wrong", "unclear"]
JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)

_MOST = 1_000_000  # more than anybody judges


@dataclass(frozen=True)
class Verdicts:
    """Judgements of the labels of one test set."""

    labels_checksum: int = 0  # CRC-32 of the labels of the test set
    by_image: Mapping[int, Judgement] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        return bool(self.by_image)

    def are_on(self, labels_checksum: int) -> bool:
        """Whether there is any, and it is on the test set with these labels."""
        return bool(self) and self.labels_checksum == labels_checksum

    def with_one(self, image: int, judgement: Judgement | None) -> Verdicts:
        """With a judgement of one more image; None takes it back."""
        others = {index: one for index, one in self.by_image.items() if index != image}
        return Verdicts(self.labels_checksum, others if judgement is None else {**others, image: judgement})


NO_VERDICTS = Verdicts()


def verdicts_object(verdicts: Verdicts) -> dict[str, Any]:
    """As it stands in a session's JSON."""
    images = [
        {"image": image, "label_is": judgement} for image, judgement in sorted(verdicts.by_image.items())
    ]
    return {"labels_checksum": verdicts.labels_checksum, "images": images}


def verdicts_of(value: Any) -> Verdicts:
    """Read them. Raises `BadInput`."""
    if value is None:
        return NO_VERDICTS
    judged = {
        checks.whole(one, "image"): _judgement(checks.text(one, "label_is"))
        for one in checks.list_of(value, "images", _MOST)
    }
    return Verdicts(checks.whole(value, "labels_checksum"), judged)


def _judgement(word: str) -> Judgement:
    if word not in JUDGEMENTS:
        raise BadInput("it has a verdict that is neither right, wrong nor unclear")
    return word
