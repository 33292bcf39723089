"""Session files with a value, an array or a few bytes changed at random, all checksums put right."""

from __future__ import annotations

import copy
import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from nnviz.datasets.dataset import Dataset
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.runs.run import Run
from nnviz.runs.snapshot import Mark
from nnviz.sessions.panel_layout import Group, PanelLayout, Place, Side
from nnviz.sessions.session import Session, Stroke
from nnviz.sessions.session_file import METADATA, save_session
from tests.datasets.damage import damaged

Members = dict[str, bytes]

_TABS = Group(
    "tabs", (Place("network_diagram", size=9), Place("backprop_steps", visible=False)), 400, front=1
)
_FLOATING = Place("timeline", floating=(5, 6, 300, 80))
_LAYOUT = PanelLayout(
    (
        Side("top", 900, 500, Group("columns", (Place("hidden_units", size=300), _TABS))),
        Side("bottom", 900, 80, Group("rows", (Place("learning_curve", size=80), _FLOATING))),
    )
)
_NUMBERS = (0, 1, -1, 2, 9, 63, 64, 65, 1_000, 10**6, 2**31, 2**53, 2**53 + 1, 2**63 - 1, 2**63, 10**400)
_OTHERS = (0.5, -0.0, 1e-300, 1e300, None, True, False, [], {}, [[]], [[0, 0]] * 3)
_TEXTS = (
    "",
    "3",
    "scaled",
    "tabs",
    "rows",
    "bottom",
    "left",
    "a\nb\x1b[31m",
    "\ud800",
    "&<b>",
    "\u202e",
    "é" * 2_000,
    "η" * 900,
)


def write_good(path: Path, digits: Dataset) -> None:
    """A small session with one of everything."""
    evaluator = Evaluator(digits.test)
    run = Run(Settings(hidden=(3, 2), mini_batch=130), digits, evaluator)
    run.advance(1_100)
    run.change(Settings(hidden=(3, 2), eta=0.5, mini_batch=7))
    run.advance(150)
    other = Run(Settings(hidden=(3,), initialisation="normal"), digits, evaluator)
    strokes = (
        Stroke(np.array([[0.2, 0.2], [0.7, 0.3], [0.4, 0.8]], np.float32), 0.1),
        Stroke(np.array([[0.5, 0.5]], np.float32), 0.2, erases=True),
    )
    runs = (run.saved("first", (Mark(300, "here"), Mark(1_000, "there"))), other.saved("second"))
    save_session(path, Session(runs, 0, (strokes,), _LAYOUT))


def write_damaged(good: bytes, path: Path, chance: random.Random) -> None:
    """One to three changes of the text or of an array; now and then of the bytes of the file instead."""
    if chance.random() < 0.2:
        path.write_bytes(damaged(good, chance))
        return
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.choice([1, 1, 2, 3])):
        (_change_text if chance.random() < 0.7 else _change_member)(members, chance)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _change_text(members: Members, chance: random.Random) -> None:
    if METADATA not in members:
        return
    content = json.loads(members[METADATA])
    holder, key = chance.choice(list(_places(content)))
    kind = chance.choice([0, 1, 2, 3, 4, 4, 4, 5])
    if kind == 0:
        del holder[key]
    elif kind == 1:
        holder[key] = copy.deepcopy(chance.choice([value[k] for value, k in _places(content)]))
    elif kind == 2 and isinstance(holder[key], list):
        holder[key] = holder[key] * chance.choice([2, 9, 300])
    elif kind < 5 and isinstance(holder[key], bool):
        holder[key] = not holder[key]
    elif kind < 5 and isinstance(holder[key], int | float):
        near = [holder[key] + 1, holder[key] * 2, holder[key] // 2]
        holder[key] = chance.choice(_NUMBERS if chance.random() < 0.3 else near)
    elif kind < 5 and isinstance(holder[key], str):
        holder[key] = chance.choice(_TEXTS)
    else:
        holder[key] = chance.choice([*_NUMBERS, *_OTHERS, *_TEXTS])
    members[METADATA] = json.dumps(content).encode()


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every (object or list, key) in a JSON value."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [place for key in keys for place in ((value, key), *_places(value[key]))]


def _change_member(members: Members, chance: random.Random) -> None:
    name = chance.choice([name for name in members if name != METADATA] or [METADATA])
    kind = chance.randrange(5)
    if kind == 0:
        del members[name]
    elif kind == 1:
        members[name] = damaged(members[name], chance)
    elif kind == 2:
        members[name] = chance.choice(list(members.values()))
    elif name.endswith(".npy"):
        array = _array(members[name])
        members[name] = members[name] if array is None else _bytes(_changed(array, chance))


def _array(content: bytes) -> Any:
    try:
        return np.load(io.BytesIO(content), allow_pickle=False)
    except (ValueError, OSError, SyntaxError, EOFError):  # damaged by an earlier change
        return None


def _changed(array: Any, chance: random.Random) -> Any:
    if chance.random() < 0.3:
        types = ["<f4", "<f8", "<i8", ">f4", "<i4", "<f2", "?"]
        with np.errstate(all="ignore"):
            return chance.choice([array.T, array[:-1], array[None], array.astype(chance.choice(types))])
    changed = array.copy()
    if changed.size:
        place = chance.randrange(changed.size)
        whole = changed.dtype.kind in "iu"
        numbers = _whole_numbers(changed.dtype) if whole else [0, -1, np.nan, np.inf, 3e38, 1e-40, 0.5, 2**53]
        changed.reshape(-1)[place] = chance.choice(numbers)
    return changed


def _whole_numbers(dtype: Any) -> list[int]:
    """Those of the usual and the unusual numbers that such an array can hold."""
    bounds = np.iinfo(dtype)
    return [number for number in (0, 1, -1, 2**53, 2**62, 7, 255) if bounds.min <= number <= bounds.max]


def _bytes(array: Any) -> bytes:
    target = io.BytesIO()
    np.lib.format.write_array(target, array, version=(1, 0))
    return target.getvalue()
