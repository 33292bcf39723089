"""The arrays of a session file: each is held against the shape it must have, and read into its own memory."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.datasets.subject import Subject
from nnviz.errors import BadInput
from nnviz.learning import kernel
from nnviz.learning.network import Network
from nnviz.learning.trainer import Tally
from nnviz.runs.presentations import Presentations
from nnviz.runs.saved_run import SavedRun, State
from nnviz.runs.snapshot import Curve
from nnviz.sessions.session import MOST_SIDE
from nnviz.sessions.session_json import RunText

# Arrays that some of the states have, as attributes, and all of them stacked, as members.
OF_SOME = {"gradient": "gradients", "velocity": "velocities"}

Array = NDArray[Any]


def member_of(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """The member of that name. Raises `BadInput` if there is none."""
    try:
        return archive.getinfo(name)
    except KeyError:
        raise BadInput(f"{name} is missing") from None


class ArrayReader:
    """Reads the arrays of one run, each held against the shape that the run's settings ask for."""

    def __init__(self, archive: zipfile.ZipFile, prefix: str) -> None:
        self._archive = archive
        self._prefix = prefix

    def run(self, text: RunText) -> SavedRun:
        """The run that `text` describes."""
        moments = self._whole("examples_seen", "<i8", (None,))
        if not len(moments):
            raise BadInput(f"{self._prefix} has no network")
        tallies = self._tallies(len(moments) + 1)
        return SavedRun(
            name=text.name,
            changes=text.changes,
            states=self._states(text, [int(moment) for moment in moments], tallies),
            curve=self._curve(text.subject.classes),
            epoch_size=text.epoch_size,
            labels_checksum=text.labels_checksum,
            tally_before=tallies[-1],
            marks=text.marks,
            events=text.events,
            subject=text.subject,
            presentations=self._presentations(text.epoch_size),
        )

    def _presentations(self, count: int) -> Presentations | None:
        if not self._has("right") or count < 1:  # files of before they were recorded, and those of no data
            return None
        rows = self._whole("right", "|u1", (None, -(-count // 8)))
        (begin,) = self._whole("right_from", "<i8", (1,)).tolist()
        if not len(rows) or begin < 0:
            raise BadInput(f"{self._prefix} has no presentations, though it says so")
        return Presentations.of(begin, rows, count)

    def _states(self, text: RunText, moments: list[int], tallies: list[Tally]) -> tuple[State, ...]:
        now = self._network(text.changes[0].settings.sizes(text.subject))
        kept = [*self._rows("kept", (len(moments) - 1, len(now))), now]
        gradients, velocities = (self._of_some(name, len(kept), len(now)) for name in OF_SOME)
        states = tuple(
            State(moment, parameters, gradients.get(i), tallies[i], velocities.get(i))
            for i, (moment, parameters) in enumerate(zip(moments, kept, strict=True))
        )
        if not text.diverged and not all(state.is_finite for state in states):
            raise BadInput(f"{self._prefix} has weights that are no finite numbers, though it never diverged")
        if not states[0].is_finite:
            raise BadInput(f"{self._prefix} begins with weights that are no finite numbers")
        return states

    def _of_some(self, name: str, states: int, length: int) -> dict[int, Floats]:
        """What not every one of that many states has, by the number of the state."""
        if name == "velocity" and not self._has("velocity_of"):  # files of before there was momentum
            return {}
        numbers = self._whole(f"{name}_of", "<i8", (None,))
        rows = self._rows(OF_SOME[name], (len(numbers), length))
        of = {int(i): row for i, row in zip(numbers, rows, strict=True)}
        if len(of) < len(rows) or not all(0 <= i < states for i in of):
            raise BadInput(f"{self._prefix} has {OF_SOME[name]} of networks that are not there")
        return of

    def kept(self, subject: Subject) -> Examples | None:
        """The drawings that were kept, of what the runs are of."""
        if not self._has("images"):  # files of before they could be kept, or there are none
            return None
        images = self._whole("images", "|u1", (None, subject.pixels))
        labels = self._whole("labels", "|u1", (len(images),))
        if (labels >= subject.classes).any():
            raise BadInput(f"{self._prefix} has labels of classes that are not there")
        return Examples(_read_only(images), _read_only(labels), subject)

    def picture(self) -> Floats | None:
        """What was pasted onto the pad, and has ink."""
        if not self._has("picture"):  # files of before it was kept, or there is none
            return None
        picture: Floats = _read_only(self._whole("picture", "<f4", (None, None)))
        if not 0 < max(picture.shape) <= MOST_SIDE or not ((picture >= 0) & (picture <= 1)).all():
            raise BadInput(f"{self._prefix} has a picture that is too large, or whose ink is not from 0 to 1")
        if not picture.any():
            raise BadInput(f"{self._prefix} has a picture without ink")
        return picture

    def _has(self, name: str) -> bool:
        return f"{self._prefix}/{name}.npy" in self._archive.namelist()

    def _network(self, sizes: tuple[int, ...]) -> Floats:
        weights, biases = [], []
        for number, (m, n) in enumerate(pairwise(sizes)):
            weights.append(self._whole(f"weights{number}", "<f4", (n, m)))
            biases.append(self._whole(f"biases{number}", "<f4", (n,)))
        parameters: Floats = _read_only(kernel.pack(Network.of(weights, biases)))
        return parameters

    def _curve(self, classes: int) -> Curve:
        table = self._whole("curve", "<f8", (None, 4))
        examples, accuracies = table[:, 0], table[:, 1:3]
        in_order = np.isfinite(examples).all() and (np.diff(examples) > 0).all()
        if not in_order or (examples < 0).any() or (examples > 2**53).any():
            raise BadInput(f"{self._prefix} has a curve whose points are out of order")
        if ((accuracies < 0) | (accuracies > 1)).any():
            raise BadInput(f"{self._prefix} has a curve with accuracies beyond 0 to 1")
        columns = [_read_only(table[:, k].copy()) for k in range(1, 4)]
        if self._has("test_cost"):  # which files of before it was measured have not
            columns.append(_read_only(self._whole("test_cost", "<f8", (len(table),))))
        curve = Curve(_read_only(examples.astype(np.int64)), *columns)
        return replace(curve, class_accuracy=self._class_accuracy(len(table), classes))

    def _class_accuracy(self, points: int, classes: int) -> Floats:
        if not self._has("class_accuracy"):  # which files of before the classes were told apart have not
            return np.empty((points, 0))
        by_class: Floats = _read_only(self._whole("class_accuracy", "<f8", (points, classes)))
        if ((by_class < 0) | (by_class > 1)).any():
            raise BadInput(f"{self._prefix} has accuracies of classes beyond 0 to 1")
        return by_class

    def _tallies(self, count: int) -> list[Tally]:
        table = self._whole("tallies", "<f8", (count, 3))
        examples, right = table[:, 0], table[:, 1]
        if not ((right >= 0) & (right <= examples) & (examples <= 2**53)).all():  # also refuses NaN
            raise BadInput(f"{self._prefix} has counted wrongly")
        return [Tally(int(row[0]), int(row[1]), float(row[2])) for row in table]

    def _whole(self, name: str, descr: str, shape: tuple[int | None, ...]) -> Array:
        """One array of that type and shape; None stands for any length."""
        with self._member(name, descr, shape) as (source, found):
            values = np.empty(found, descr)
            _fill(source, values)
        return values

    def _rows(self, name: str, shape: tuple[int, int]) -> list[Floats]:
        """A float32 array row by row: each kept network can be let go of alone."""
        rows = []
        with self._member(name, "<f4", shape) as (source, found):
            for _ in range(found[0]):
                row = np.empty(found[1], "<f4")
                _fill(source, row)
                rows.append(_read_only(row))
        return rows

    @contextlib.contextmanager
    def _member(
        self, name: str, descr: str, shape: tuple[int | None, ...]
    ) -> Iterator[tuple[Any, tuple[int, ...]]]:
        name = f"{self._prefix}/{name}.npy"
        info = member_of(self._archive, name)
        with self._archive.open(info) as source:
            if npy.read_magic(source) != (1, 0):
                raise BadInput(f"{name} is an array of an unknown version")
            try:
                found, fortran_order, dtype = npy.read_array_header_1_0(source)
            except (ValueError, TypeError, SyntaxError):  # numpy says it in words for its authors
                raise BadInput(f"{name} begins with no description of an array") from None
            end = source.tell() + int(np.prod(found, dtype=object)) * dtype.itemsize
            fits = len(found) == len(shape) and all(a in (None, b) for a, b in zip(shape, found, strict=True))
            if not fits or fortran_order or dtype != np.dtype(descr) or end != info.file_size:
                raise BadInput(f"{name} has not the shape or the length it should have: {found}")
            yield source, found
            if source.read(1):  # also checks the sum over the bytes
                raise BadInput(f"{name} goes on after its end")


def _fill(source: Any, values: Array) -> None:
    target = bytes_of(values)
    filled = 0
    while filled < len(target):
        count = source.readinto(target[filled:])
        if not count:
            raise BadInput("it is cut short")
        filled += count


def bytes_of(array: Array) -> memoryview:
    """Its memory, as bytes."""
    return array.reshape(-1).view(np.uint8).data


def _read_only(array: Any) -> Any:
    array.setflags(write=False)
    return array
