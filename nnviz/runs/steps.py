"""Which step is which: where mini-batches begin and end, from the settings and when they changed alone.

Nothing is stored for a step, so that an index over millions of them costs nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from nnviz.arrays import Floats
from nnviz.errors import BadInput
from nnviz.learning import kernel
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Position, Trainer
from nnviz.runs.snapshot import Change


class _Stretch(NamedTuple):
    """Examples trained on with the same settings."""

    examples: int  # seen when it began; a mini-batch begins there
    steps: int  # taken when it began
    settings: Settings


class Steps:
    """The steps of one run. Settings are taken to hold on after the last change.

    Raises `BadInput` if the changes do not begin at 0, are out of order, or do not lie between mini-batches.
    """

    def __init__(self, changes: Sequence[Change], epoch_size: int) -> None:
        self.epoch_size = epoch_size
        if not changes or changes[0].examples_seen != 0:
            raise BadInput("the settings of a run begin with its first example")
        self._stretches = [_Stretch(0, 0, changes[0].settings)]
        for change in changes[1:]:
            self._append(change)

    def at(self, examples_seen: int) -> int:
        """How many steps were taken once that many examples were seen."""
        stretch = self._stretch(examples_seen)
        return stretch.steps + self._between(stretch, examples_seen)

    def examples_at(self, step: int) -> int:
        """How many examples were seen when that many steps were taken."""
        stretch = self._stretches[bisect_right(self._stretches, step, key=lambda s: s.steps) - 1]
        size, step = stretch.settings.mini_batch, step - stretch.steps
        to_epoch_end = self.epoch_size - stretch.examples % self.epoch_size
        first = _ceil(to_epoch_end, size)
        if step < first:
            return stretch.examples + step * size
        epochs, rest = divmod(step - first, _ceil(self.epoch_size, size))
        return stretch.examples + to_epoch_end + epochs * self.epoch_size + rest * size

    def boundary_from(self, examples_seen: int) -> int:
        """The first end of a mini-batch at which at least that many examples were seen."""
        step = self.at(examples_seen)
        boundary = self.examples_at(step)
        return boundary if boundary >= examples_seen else self.examples_at(step + 1)

    def settings_at(self, examples_seen: int) -> Settings:
        """The settings of the mini-batch under way, or else of the next one."""
        return self._stretch(examples_seen).settings

    def changes_between(self, begin: int, end: int) -> list[Change]:
        """The changes after `begin` examples, up to and with `end`."""
        return [Change(s.examples, s.settings) for s in self._stretches if begin < s.examples <= end]

    def lead(self, trainer: Trainer, examples_seen: int) -> None:
        """Train on until that many examples were seen, with the settings changed on the way as they were."""
        for change in self.changes_between(trainer.examples_seen, examples_seen):
            trainer.advance(change.examples_seen - trainer.examples_seen)
            trainer.rule = change.settings.rule
        trainer.advance(examples_seen - trainer.examples_seen)

    def position(
        self, examples_seen: int, gradient: Floats | None = None, velocity: Floats | None = None
    ) -> Position:
        """Where a trainer stands then; `gradient` is the sum of an unfinished mini-batch beyond a block."""
        step = self.at(examples_seen)
        batch_start = self.examples_at(step)
        settings, begun = self.settings_at(examples_seen), examples_seen - batch_start
        blocks = begun // kernel.BLOCK if settings.mini_batch > kernel.BLOCK else 0
        return Position(
            examples_seen=examples_seen,
            steps=step,
            batch_start=batch_start,
            processed=batch_start + blocks * kernel.BLOCK,
            gradient=gradient,
            velocity=velocity,
            rule=settings.rule if begun else None,
        )

    def _append(self, change: Change) -> None:
        last, examples = self._stretches[-1], change.examples_seen
        if examples <= last.examples or self.boundary_from(examples) != examples:
            raise BadInput("settings change only between two mini-batches, one change after the other")
        self._stretches.append(_Stretch(examples, self.at(examples), change.settings))

    def _stretch(self, examples_seen: int) -> _Stretch:
        return self._stretches[bisect_right(self._stretches, examples_seen, key=lambda s: s.examples) - 1]

    def _between(self, stretch: _Stretch, examples_seen: int) -> int:
        size = stretch.settings.mini_batch
        to_epoch_end = self.epoch_size - stretch.examples % self.epoch_size
        beyond = examples_seen - stretch.examples - to_epoch_end
        if beyond < 0:
            return (examples_seen - stretch.examples) // size
        epochs, rest = divmod(beyond, self.epoch_size)
        return _ceil(to_epoch_end, size) + epochs * _ceil(self.epoch_size, size) + rest // size


def _ceil(number: int, divisor: int) -> int:
    return -(-number // divisor)
