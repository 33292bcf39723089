"""The JSON text of a session file: everything but the arrays, every value checked before it is believed."""

from __future__ import annotations

import base64
import binascii
import json
import sys
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnviz.core.session import Drawing, Event, Stroke
from nnviz.core.settings import Settings
from nnviz.core.snapshot import Change, Mark
from nnviz.errors import BadInput

FORMAT = "nnviz session"
VERSION = 1

_MOST = 2**53  # whole numbers beyond are not exact in every reader of JSON


@dataclass(frozen=True)
class RunText:
    """What is not an array of a `SavedRun`."""

    name: str
    changes: tuple[Change, ...]
    epoch_size: int
    labels_checksum: int
    marks: tuple[Mark, ...] = ()
    events: tuple[Event, ...] = ()
    diverged: bool = False  # whether there are weights that are no finite numbers


@dataclass(frozen=True, eq=False)
class SessionText:
    """What is not an array of a `Session`."""

    runs: tuple[RunText, ...]
    current_index: int = 0
    drawings: tuple[Drawing, ...] = ()
    layout: bytes = field(default=b"", repr=False)


def text_of(session: SessionText) -> str:
    """The JSON text."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "current": session.current_index,
        "runs": [_run_object(run) for run in session.runs],
        "drawings": [[_stroke_object(stroke) for stroke in drawing] for drawing in session.drawings],
        "layout": base64.b64encode(session.layout).decode(),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)


def parse(text: bytes) -> SessionText:
    """What the JSON text says. Raises `BadInput`."""
    try:
        content = json.loads(text.decode(), parse_constant=_refuse)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise BadInput("its description is no JSON") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BadInput("it does not say that it is a session")
    if content.get("version") != VERSION:
        raise BadInput(f"it is of version {str(content.get('version'))[:20]}; this program reads {VERSION}")
    return SessionText(
        tuple(_run(run) for run in _list(content, "runs")),
        _whole(content, "current"),
        tuple(
            tuple(_stroke(stroke) for stroke in _as_list(drawing)) for drawing in _list(content, "drawings")
        ),
        _bytes(content, "layout"),
    )


def _run_object(run: RunText) -> dict[str, Any]:
    first = run.changes[0].settings
    return {
        "name": run.name,
        "hidden": list(first.hidden),
        "start": first.start,
        "seed": first.seed,
        "settings": [
            {"from": c.examples_seen, "eta": c.settings.eta, "mini_batch": c.settings.mini_batch}
            for c in run.changes
        ],
        "epoch_size": run.epoch_size,
        "labels_checksum": run.labels_checksum,
        "marks": [{"examples_seen": mark.examples_seen, "name": mark.name} for mark in run.marks],
        "events": [{"examples_seen": event.examples_seen, "words": event.words} for event in run.events],
        "diverged": run.diverged,
    }


def _run(value: Any) -> RunText:
    return RunText(
        _text(value, "name"),
        tuple(_change(value, change) for change in _list(value, "settings")),
        _whole(value, "epoch_size"),
        _whole(value, "labels_checksum"),
        tuple(Mark(_whole(mark, "examples_seen"), _text(mark, "name")) for mark in _list(value, "marks")),
        tuple(
            Event(_whole(event, "examples_seen"), _text(event, "words")) for event in _list(value, "events")
        ),
        _truth(value, "diverged"),
    )


def _change(run: Any, change: Any) -> Change:
    settings = Settings(
        hidden=tuple(_as_whole(units, "hidden") for units in _list(run, "hidden")),
        start=_text(run, "start"),
        eta=_number(change, "eta"),
        mini_batch=_whole(change, "mini_batch"),
        seed=_whole(run, "seed", most=2**63 - 1),
    )
    return Change(_whole(change, "from"), settings)


def _stroke_object(stroke: Stroke) -> dict[str, Any]:
    return {"width": stroke.width, "erases": stroke.erases, "points": stroke.points.tolist()}


def _stroke(value: Any) -> Stroke:
    points = [_as_list(point) for point in _list(value, "points")]
    if any(len(point) != 2 for point in points):
        raise BadInput("a drawing has points that are no pairs")
    pairs = [[_as_number(number, "points", most=1e6) for number in point] for point in points]
    return Stroke(
        np.array(pairs, dtype=np.float32).reshape(len(pairs), 2),
        _number(value, "width", most=1e6),
        _truth(value, "erases"),
    )


def _refuse(constant: str) -> None:
    raise BadInput(f"its description has a {constant} in it")


def _get(value: Any, key: str) -> Any:
    if not isinstance(value, dict) or key not in value:
        raise BadInput(f"{key} is missing in its description")
    return value[key]


def _as_list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BadInput(f"a list is needed in its description, not {str(value)[:20]}")
    return value


def _list(value: Any, key: str) -> list[Any]:
    return _as_list(_get(value, key))


def _as_whole(value: Any, key: str, most: int = _MOST) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise BadInput(f"{key} is a whole number from 0 up, not {str(value)[:20]}")
    return value


def _whole(value: Any, key: str, most: int = _MOST) -> int:
    return _as_whole(_get(value, key), key, most)


def _as_number(value: Any, key: str, most: float = sys.float_info.max) -> float:
    if type(value) not in (int, float) or not -most <= value <= most:  # also refuses infinity
        raise BadInput(f"{key} is a number, not {str(value)[:20]}")
    return float(value)


def _number(value: Any, key: str, most: float = sys.float_info.max) -> float:
    return _as_number(_get(value, key), key, most)


def _text(value: Any, key: str) -> str:
    text = _get(value, key)
    if not isinstance(text, str) or len(text) > 1_000:
        raise BadInput(f"{key} is a short text, not {str(text)[:20]}")
    return text


def _truth(value: Any, key: str) -> bool:
    truth = _get(value, key)
    if not isinstance(truth, bool):
        raise BadInput(f"{key} is true or false, not {str(truth)[:20]}")
    return truth


def _bytes(value: Any, key: str) -> bytes:
    text = _get(value, key)
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise BadInput(f"{key} is no base64") from None
