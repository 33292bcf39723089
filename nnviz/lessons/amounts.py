"""How far to train: "1 epoch", "300 steps", "500 examples", or until a condition holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nnviz.lessons.conditions import Condition
from nnviz.lessons.fault import Wrong
from nnviz.lessons.numbers import read_number

_AMOUNT = re.compile(
    r"(?P<count>[\d.,]+)\s*(?P<unit>examples?|steps?|mini-batch(?:es)?|epochs?)", re.IGNORECASE
)
_UNTIL = re.compile(r"until\s+(?P<condition>.+?)(?:[,(]\s*(?:at most|within)\s+(?P<most>[^)]+)\)?)?", re.I)
_MOST_EPOCHS = 100.0


@dataclass(frozen=True)
class Amount:
    """That many epochs, steps or examples."""

    count: float
    unit: str  # epoch, step or example

    @classmethod
    def read(cls, text: str) -> Amount:
        """The amount in a text. Raises `Wrong`."""
        parts = _AMOUNT.fullmatch(" ".join(text.split()))
        if parts is None:
            raise Wrong(
                f"“{text}” is no amount", "Write one such as “1 epoch”, “300 steps” or “50 examples”."
            )
        unit = parts["unit"].lower()
        unit = "step" if unit.startswith(("step", "mini")) else unit.removesuffix("s")
        count = read_number(parts["count"])
        if count < 0 or (unit != "epoch" and count != int(count)) or count > 10_000_000:
            raise Wrong(
                f"there is no training for “{text}”", "Write a whole number of steps, or some epochs."
            )
        if unit == "epoch" and count > _MOST_EPOCHS:
            raise Wrong(f"{count:g} epochs are too long for a lesson", f"Take {_MOST_EPOCHS:g} at most.")
        return cls(count, unit)

    def examples(self, mini_batch: int, epoch_size: int) -> int:
        """How many examples that is."""
        return round(self.count * {"epoch": epoch_size, "step": mini_batch, "example": 1}[self.unit])

    def __str__(self) -> str:
        return f"{self.count:,g} {self.unit}{'s' * (self.count != 1)}"


@dataclass(frozen=True)
class Until:
    """Until the condition holds, or that far at most."""

    condition: Condition
    most: Amount = Amount(5, "epoch")

    def __str__(self) -> str:
        return f"until {self.condition.text}"


Training = Amount | Until


def read_training(text: str) -> Training:
    """What a `run` says. Raises `Wrong`."""
    text = " ".join(text.split())
    parts = _UNTIL.fullmatch(text)
    if parts is None:
        return Amount.read(text)
    condition = Condition.read(parts["condition"].rstrip(" ,("))
    if condition.of_window:
        raise Wrong(
            f"training cannot wait for “{condition.text}”", "Wait for something that training changes."
        )
    return Until(condition, Amount.read(parts["most"]) if parts["most"] else Amount(5, "epoch"))
