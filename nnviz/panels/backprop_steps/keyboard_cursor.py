"""Moving from number to number by keys: among units, from column to column, along a row of weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from nnviz.explain.entry import Entry
from nnviz.explain.walk import Walk


class Move(Enum):
    """Where to go from the number that is looked at."""

    UP = "the unit above"
    DOWN = "the unit below"
    COLUMN_LEFT = "the same unit in the column to the left"
    COLUMN_RIGHT = "the same unit in the column to the right"
    ROW_BACK = "the weight before, in the same row"
    ROW_ON = "the weight after, in the same row"


def moved(walk: Walk, columns: Sequence[Entry], at: Entry, move: Move) -> Entry:
    """The number that a key leads to; `columns` are the stage's, each as the entry of all its numbers."""
    if move in (Move.UP, Move.DOWN):
        return _stepped(walk, at, 1 if move is Move.DOWN else -1, along_row=False)
    if move in (Move.ROW_BACK, Move.ROW_ON):
        return _stepped(walk, at, 1 if move is Move.ROW_ON else -1, along_row=True)
    if not columns:
        return at
    here = next((i for i, column in enumerate(columns) if column.covers(at)), 0)
    there = columns[max(0, min(here + (1 if move is Move.COLUMN_RIGHT else -1), len(columns) - 1))]
    return _in_column(walk, there, at)


def _in_column(walk: Walk, column: Entry, at: Entry) -> Entry:
    """The entry of a column that is nearest to one of another."""
    if column.quantity.is_scalar:
        return column
    n = walk.sizes[column.layer - 1]
    j = min(at.j or 0, n - 1)
    if not column.quantity.is_matrix:
        return replace(column, j=j)
    return replace(column, j=j, k=min(at.k or 0, walk.sizes[column.layer - 2] - 1))


def _stepped(walk: Walk, at: Entry, step: int, along_row: bool) -> Entry:
    if at.quantity.is_scalar:
        return at
    if not along_row:
        return replace(at, j=((at.j or 0) + step) % walk.sizes[at.layer - 1])
    if not at.quantity.is_matrix:
        return at
    return replace(at, k=((at.k or 0) + step) % walk.sizes[at.layer - 2])
