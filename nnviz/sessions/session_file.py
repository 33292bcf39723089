"""Session files, `.nnviz`: written so that they are never torn, read so that nothing in them can do harm.

A session file is a zip of `.npy` arrays, as `numpy.savez` makes them, and one JSON text; there is no
pickle in it. Members are stored, not compressed: weights hardly shrink, and a file cannot unpack to more than
it is. The page `session_format.md` among the resources describes every member; `session_json.py` is the JSON.
"""

from __future__ import annotations

import contextlib
import errno
import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.datasets.subject import Subject
from nnviz.errors import BadInput
from nnviz.files.regular_file import open_regular, reason
from nnviz.files.whole_file import write_whole
from nnviz.learning import kernel
from nnviz.learning.network import Network
from nnviz.learning.trainer import Tally
from nnviz.runs.presentations import Presentations
from nnviz.runs.saved_run import SavedRun, State
from nnviz.runs.snapshot import Curve
from nnviz.sessions.session import Session
from nnviz.sessions.session_json import RunText, SessionText, parse, text_of

SUFFIX = ".nnviz"
METADATA = "session.json"
_KEPT = "kept_drawings"  # what the arrays of these are called

# More than any session this program writes; larger files are refused unread.
_MOST_BYTES = 2 << 30
_MOST_METADATA = 32 << 20
_MOST_MEMBERS = 2_000
_LONGEST = 120  # characters of a reason that others give

# Arrays that some of the states have, as attributes, and all of them stacked, as members.
_OF_SOME = {"gradient": "gradients", "velocity": "velocities"}

Array = NDArray[Any]


def save_session(path: Path | str, session: Session, private: bool = False) -> None:
    """Write a session. The file is at any moment either the old one or the new one, whole.

    `private`: for its owner alone.

    Raises `BadInput` that names the file if it cannot be written; an old file is then left as it was.
    """
    with write_whole(Path(path), private) as stream:
        _write(stream, session)


def load_session(path: Path | str) -> Session:
    """Read a session file. Raises `BadInput`, naming the file, for whatever is not one."""
    file = Path(path)
    with open_regular(file) as stream:
        return _read_guarded(stream, file)


def _read_guarded(stream: BinaryIO, file: Path) -> Session:
    """The session in `stream`; whatever goes wrong becomes one sentence."""
    try:
        return _read(stream, file)
    except OSError as error:
        if error.errno == errno.EINVAL:  # zipfile went to where its list of parts says, before the beginning
            raise BadInput(f"{file} is damaged: its parts are not where it says") from None
        raise BadInput(f"{file} cannot be read: {reason(error)}") from None
    except BadInput as error:
        raise BadInput(f"{file} is no session that can be opened: {error}") from None
    except MemoryError:
        raise BadInput(f"{file} does not fit into memory") from None
    except Exception as error:  # damage reaches zipfile, numpy and json in ways that none of them documents
        raise BadInput(f"{file} is damaged: {_in_short(error)}") from error


def _in_short(error: Exception) -> str:
    """What zipfile or numpy say, unless they quote the file at length or say nothing."""
    said = str(error)
    return said if said.isprintable() and 0 < len(said) <= _LONGEST else "its parts contradict one another"


def _write(stream: Any, session: Session) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        with archive.open(_member(METADATA), "w") as target:
            target.write(text_of(_session_text(session)).encode(errors="replace"))  # half a character: “?”
        if session.kept is not None:
            for name, array in (("images", session.kept.images), ("labels", session.kept.labels)):
                _write_rows(archive, f"{_KEPT}/{name}", array.dtype, array.shape, [array])
        for number, run in enumerate(session.runs):
            for name, array in _small_arrays(run).items():
                _write_rows(archive, f"run{number}/{name}", array.dtype, array.shape, [array])
            for name, rows in _large_arrays(run).items():
                shape = (len(rows), len(run.now.parameters))
                _write_rows(archive, f"run{number}/{name}", np.dtype("<f4"), shape, rows)


def _session_text(session: Session) -> SessionText:
    runs = tuple(
        RunText(
            name=run.name,
            changes=run.changes,
            epoch_size=run.epoch_size,
            labels_checksum=run.labels_checksum,
            marks=run.marks,
            events=run.events,
            diverged=not all(state.is_finite for state in run.states),
            subject=run.subject,
        )
        for run in session.runs
    )
    return SessionText(
        runs,
        session.current_index,
        session.drawings,
        layout=session.layout,
        drawing_label=session.drawing_label,
        guesses=session.guesses,
        verdicts=session.verdicts,
    )


def _small_arrays(run: SavedRun) -> dict[str, Array]:
    """What a reader asks for first: the network as it is, and the curve."""
    network, curve = run.network(), run.curve
    arrays: dict[str, Array] = {}
    for number, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        arrays[f"weights{number}"], arrays[f"biases{number}"] = weights, biases
    columns = (curve.examples, curve.test_accuracy, curve.train_accuracy, curve.cost)
    arrays["curve"] = np.stack(columns, axis=1, dtype=np.float64)
    arrays["test_cost"] = curve.test_cost.astype(np.float64)
    if curve.class_accuracy.shape[1]:
        arrays["class_accuracy"] = curve.class_accuracy.astype(np.float64)
    if run.presentations is not None:
        arrays["right"] = run.presentations.rows
        arrays["right_from"] = np.array([run.presentations.begin], dtype=np.int64)
    tallies = [astuple(tally) for tally in (*(state.tally for state in run.states), run.tally_before)]
    arrays["tallies"] = np.array(tallies, dtype=np.float64)
    arrays["examples_seen"] = np.array([state.examples_seen for state in run.states], dtype=np.int64)
    for name, rows in _of_some(run).items():
        arrays[f"{name}_of"] = np.array(list(rows), dtype=np.int64)
    return arrays


def _of_some(run: SavedRun) -> dict[str, dict[int, Floats]]:
    """What not every state has, by the number of the state."""
    found: dict[str, dict[int, Floats]] = {name: {} for name in _OF_SOME}
    for name, rows in found.items():
        for i, state in enumerate(run.states):
            if (row := getattr(state, name)) is not None:
                rows[i] = row
    return found


def _large_arrays(run: SavedRun) -> dict[str, list[Floats]]:
    return {
        "kept": [state.parameters for state in run.states[:-1]],
        **{_OF_SOME[name]: list(rows.values()) for name, rows in _of_some(run).items()},
    }


def _member(name: str) -> zipfile.ZipInfo:
    """A member without a date, so that the same session is the same file."""
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o644 << 16
    return info


def _write_rows(
    archive: zipfile.ZipFile, name: str, dtype: np.dtype[Any], shape: tuple[int, ...], rows: Iterable[Array]
) -> None:
    """One array, piece by piece: stacking the kept networks would take their memory twice."""
    little = dtype.newbyteorder("<")
    with archive.open(_member(f"{name}.npy"), "w", force_zip64=True) as target:
        header = {"descr": npy.dtype_to_descr(little), "fortran_order": False, "shape": shape}
        npy.write_array_header_1_0(target, header)
        for row in rows:
            target.write(_bytes_of(np.ascontiguousarray(row, dtype=little)))


def _read(stream: Any, file: Path) -> Session:
    size = os.fstat(stream.fileno()).st_size
    if size > _MOST_BYTES:
        raise BadInput(f"it is larger ({size >> 20} MB) than any session")
    with _opened(stream) as archive:
        _check_members(archive.infolist(), size)
        info = _info(archive, METADATA)
        if info.file_size > _MOST_METADATA:
            raise BadInput("its description is too long")
        text = parse(archive.read(info))
        runs = tuple(_Reader(archive, f"run{number}").run(run) for number, run in enumerate(text.runs))
        kept = _Reader(archive, _KEPT).kept(runs[0].subject) if runs else None
    return Session(
        runs,
        text.current_index,
        text.drawings,
        layout=text.layout,
        guesses=text.guesses,
        drawing_label=text.drawing_label,
        kept=kept,
        verdicts=text.verdicts,
    )


@contextlib.contextmanager
def _opened(stream: Any) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(stream)
    except zipfile.BadZipFile:
        raise BadInput("it is cut short, or was never one") from None
    with archive:
        yield archive


def _check_members(members: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Refuse what would unpack to more than the file is, before unpacking any of it."""
    if len(members) > _MOST_MEMBERS:
        raise BadInput(f"it has {len(members)} parts, more than any session")
    if any(member.compress_type != zipfile.ZIP_STORED for member in members):
        raise BadInput("it has compressed parts, which no session has")
    if len({member.filename for member in members}) < len(members):
        raise BadInput("it has the same part twice")
    if sum(member.file_size for member in members) > size:
        raise BadInput("its parts are said to be larger than the file")


def _info(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    try:
        return archive.getinfo(name)
    except KeyError:
        raise BadInput(f"{name} is missing") from None


class _Reader:
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
        gradients, velocities = (self._of_some(name, len(kept), len(now)) for name in _OF_SOME)
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
        rows = self._rows(_OF_SOME[name], (len(numbers), length))
        of = {int(i): row for i, row in zip(numbers, rows, strict=True)}
        if len(of) < len(rows) or not all(0 <= i < states for i in of):
            raise BadInput(f"{self._prefix} has {_OF_SOME[name]} of networks that are not there")
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
        info = _info(self._archive, name)
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
    target = _bytes_of(values)
    filled = 0
    while filled < len(target):
        count = source.readinto(target[filled:])
        if not count:
            raise BadInput("it is cut short")
        filled += count


def _bytes_of(array: Array) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _read_only(array: Any) -> Any:
    array.setflags(write=False)
    return array
