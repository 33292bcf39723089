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
from dataclasses import astuple
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy

from nnviz.arrays import Floats
from nnviz.errors import BadInput
from nnviz.files.regular_file import open_regular, reason
from nnviz.files.whole_file import write_whole
from nnviz.runs.saved_run import SavedRun
from nnviz.sessions.session import Session
from nnviz.sessions.session_arrays import OF_SOME, Array, ArrayReader, bytes_of, member_of
from nnviz.sessions.session_json import RunText, SessionText, parse, text_of

SUFFIX = ".nnviz"
METADATA = "session.json"
_KEPT = "kept_drawings"  # what the arrays of these are called
_DRAWING = "drawing"  # and those of the drawing on the pad

# More than any session this program writes; larger files are refused unread.
_MOST_BYTES = 2 << 30
_MOST_METADATA = 32 << 20
_MOST_MEMBERS = 2_000
_LONGEST = 120  # characters of a reason that others give


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
        if session.picture is not None:
            shape = session.picture.shape
            _write_rows(archive, f"{_DRAWING}/picture", np.dtype("<f4"), shape, [session.picture])
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
    found: dict[str, dict[int, Floats]] = {name: {} for name in OF_SOME}
    for name, rows in found.items():
        for i, state in enumerate(run.states):
            if (row := getattr(state, name)) is not None:
                rows[i] = row
    return found


def _large_arrays(run: SavedRun) -> dict[str, list[Floats]]:
    return {
        "kept": [state.parameters for state in run.states[:-1]],
        **{OF_SOME[name]: list(rows.values()) for name, rows in _of_some(run).items()},
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
            target.write(bytes_of(np.ascontiguousarray(row, dtype=little)))


def _read(stream: Any, file: Path) -> Session:
    size = os.fstat(stream.fileno()).st_size
    if size > _MOST_BYTES:
        raise BadInput(f"it is larger ({size >> 20} MB) than any session")
    with _opened(stream) as archive:
        _check_members(archive.infolist(), size)
        info = member_of(archive, METADATA)
        if info.file_size > _MOST_METADATA:
            raise BadInput("its description is too long")
        text = parse(archive.read(info))
        runs = tuple(ArrayReader(archive, f"run{number}").run(run) for number, run in enumerate(text.runs))
        kept = ArrayReader(archive, _KEPT).kept(runs[0].subject) if runs else None
        picture = ArrayReader(archive, _DRAWING).picture()
    return Session(
        runs,
        text.current_index,
        text.drawings,
        layout=text.layout,
        guesses=text.guesses,
        drawing_label=text.drawing_label,
        picture=picture,
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
