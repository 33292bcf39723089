"""What is lit up in the walk's pictures: a number, what it is made of, a whole term, a unit."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.explain.entry import Entry
from nnviz.learning.neuron import Neuron


@dataclass(frozen=True)
class Focus:
    """What the user looks at. `term` is a hovered term of an equation: all numbers of a quantity."""

    cursor: Entry | None = None
    sources: tuple[Entry, ...] = ()
    term: Entry | None = None
    unit: Neuron | None = None

    def unit_in(self, whole: Entry) -> Entry | None:
        """The part of a column that belongs to the selected unit, if any does."""
        if self.unit is None or whole.quantity.is_scalar:
            return None
        if whole.layer == self.unit.layer:
            return Entry(whole.quantity, whole.layer, self.unit.index)
        if whole.quantity.is_matrix and whole.layer - 1 == self.unit.layer:
            return Entry(whole.quantity, whole.layer, None, self.unit.index)
        return None

    def sources_in(self, whole: Entry) -> tuple[Entry, ...]:
        """The numbers of a column that the number under the cursor is made of."""
        return tuple(source for source in self.sources if whole.covers(source))

    def cursor_in(self, whole: Entry) -> Entry | None:
        """The number under the cursor, if it is one of this column."""
        return self.cursor if self.cursor is not None and whole.covers(self.cursor) else None

    def dims(self, whole: Entry) -> bool:
        """Whether a column steps back because another term is looked at."""
        return self.term is not None and not whole.covers(self.term)
