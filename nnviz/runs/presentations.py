"""Which training examples were right when they went through: once in every epoch, before their step.

A bit each, 6 kB an epoch for 50,000 examples. From these every count of what was forgotten, at any moment of
the run, can be made without training again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Presentations:
    """The record of a run. Nothing in it changes once it is made."""

    begin: int  # examples that had gone through when it began: 0 unless the run is older than that
    epochs: tuple[Bits, ...]  # (⌈n/8⌉,) of each whole epoch, from the one in which `begin` lies; packed
    latest: Bits  # (n,): 1 for each that was right when it last went through, otherwise 0

    @classmethod
    def none(cls, count: int, begin: int = 0) -> Presentations:
        """Nothing yet, of that many training examples."""
        return cls(begin, (), _read_only(np.zeros(count, dtype=np.uint8)))

    @classmethod
    def of(cls, begin: int, rows: Bits, count: int) -> Presentations:
        """From `rows`, of that many training examples."""
        return cls(begin, tuple(_read_only(row) for row in rows[:-1]), _unpacked(rows[-1], count))

    @property
    def rows(self) -> Bits:
        """All of it, (epochs + 1, ⌈n/8⌉), packed: whole epochs, then the latest."""
        return np.stack([*self.epochs, np.packbits(self.latest)])

    def fits(self, count: int, examples_seen: int) -> bool:
        """Whether it is of that many training examples, and of that moment."""
        epochs = examples_seen // count - self.begin // count
        return len(self.latest) == count and self.begin <= examples_seen and len(self.epochs) == epochs

    def up_to(self, latest: Bits) -> Presentations:
        """With what has gone through since."""
        return replace(self, latest=_read_only(latest.copy()))

    def with_epoch(self) -> Presentations:
        """An epoch has come to its end."""
        return replace(self, epochs=(*self.epochs, _read_only(np.packbits(self.latest))))

    def at(self, went_through: int, seed: int) -> Presentations:
        """As it was when so many examples had gone through; without anything if that was before it began.

        `seed` is the run's, by which the examples were in order.
        """
        count = len(self.latest)
        if went_through < self.begin:
            return Presentations.none(count, went_through)
        epoch, offset = divmod(went_through, count)
        whole = epoch - self.begin // count
        before = _unpacked(self.epochs[whole - 1], count) if whole else np.zeros(count, dtype=np.uint8)
        if not offset:
            return Presentations(self.begin, self.epochs[:whole], _read_only(before))
        from nnviz.learning.trainer import epoch_order  # which loads numba: not while the window opens

        after = _unpacked(self.epochs[whole], count) if whole < len(self.epochs) else self.latest
        latest, presented = before.copy(), epoch_order(seed, epoch, count)[:offset]
        latest[presented] = after[presented]
        return Presentations(self.begin, self.epochs[:whole], _read_only(latest))

    def packed(self) -> Iterator[Bits]:
        """The epochs one after another, packed, the one under way as the last."""
        yield from self.epochs
        yield np.packbits(self.latest)


def _unpacked(row: Bits, count: int) -> Bits:
    return _read_only(np.unpackbits(row, count=count))


def _read_only(array: Bits) -> Bits:
    array.setflags(write=False)
    return array
