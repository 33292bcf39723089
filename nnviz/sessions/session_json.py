"""The JSON text of a session file: everything but the arrays, every value checked before it is believed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnviz.datasets.subject import MNIST, Subject
from nnviz.errors import BadInput
from nnviz.learning.setting_fields import AT_RESET, LIVE
from nnviz.learning.settings import Settings
from nnviz.runs.saved_run import MOST_RUNS, Event
from nnviz.runs.snapshot import Change, Mark
from nnviz.sessions import guesses_json, subject_json
from nnviz.sessions import json_checks as checks
from nnviz.sessions.panel_layout import PanelLayout, layout_object, layout_of
from nnviz.sessions.session import MOST_LENGTH, MOST_POINTS, Drawing, Guesses, Stroke
from nnviz.sessions.settings_json import settings_object, values_of, version_for
from nnviz.sessions.verdicts import NO_VERDICTS, Verdicts, verdicts_object, verdicts_of

FORMAT = "nnviz session"
VERSIONS = (1, 2)

# More than anybody has; each entry costs time whenever the session is shown.
_MOST_CHANGES = 100_000
_MOST_MARKS = 10_000
_MOST_DRAWINGS = 100


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
    subject: Subject = MNIST  # what the pictures are that it was trained on


@dataclass(frozen=True, eq=False)
class SessionText:
    """What is not an array of a `Session`."""

    runs: tuple[RunText, ...]
    current_index: int = 0
    drawings: tuple[Drawing, ...] = ()
    layout: PanelLayout | None = None
    drawing_label: int | None = None
    guesses: Guesses = field(default_factory=dict)
    verdicts: Verdicts = NO_VERDICTS


def text_of(session: SessionText) -> str:
    """The JSON text."""
    content = {
        "format": FORMAT,
        "version": _version(session),
        "current": session.current_index,
        "runs": [_run_object(run) for run in session.runs],
        "drawings": [[_stroke_object(stroke) for stroke in drawing] for drawing in session.drawings],
        **({} if session.drawing_label is None else {"drawing_label": session.drawing_label}),
        **({} if not session.guesses else {"guesses": guesses_json.guesses_object(session.guesses)}),
        "layout": "",  # programs before 0.2 want bytes of Qt's here, and can do without
        "panels": layout_object(session.layout) if session.layout is not None else None,
        **({"verdicts": verdicts_object(session.verdicts)} if session.verdicts else {}),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)


def parse(text: bytes) -> SessionText:
    """What the JSON text says. Raises `BadInput`."""
    try:
        content = json.loads(text.decode(), parse_constant=_refuse)
    except BadInput:
        raise
    except (ValueError, RecursionError):  # also numbers of thousands of digits
        raise BadInput("its description is no JSON") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BadInput("it does not say that it is a session")
    if content.get("version") not in VERSIONS:
        version = checks.shown(content.get("version"))
        raise BadInput(f"it is of version {version}; this program reads {' and '.join(map(str, VERSIONS))}")
    checks.base64_bytes(content, "layout")  # Qt's own bytes, in files of before 0.2: not to be believed
    return SessionText(
        tuple(_run(run) for run in checks.list_of(content, "runs", MOST_RUNS)),
        checks.whole(content, "current"),
        tuple(_drawing(drawing) for drawing in checks.list_of(content, "drawings", _MOST_DRAWINGS)),
        layout_of(content["panels"]) if content.get("panels") is not None else None,
        checks.whole(content, "drawing_label") if "drawing_label" in content else None,
        guesses=guesses_json.guesses_of(content["guesses"]) if "guesses" in content else {},
        verdicts=verdicts_of(content.get("verdicts")),
    )


def _version(session: SessionText) -> int:
    """The first that can say all of it, so that earlier programs read what they understand."""
    settings = max(version_for(change.settings) for run in session.runs for change in run.changes)
    is_of_mnist = all(run.subject == MNIST for run in session.runs)
    return settings if is_of_mnist else max(settings, subject_json.SINCE)


def _run_object(run: RunText) -> dict[str, Any]:
    first = run.changes[0].settings
    data = subject_json.subject_object(run.subject)
    return {
        "name": run.name,
        **settings_object(first, AT_RESET),
        "settings": [{"from": c.examples_seen, **settings_object(c.settings, LIVE)} for c in run.changes],
        "epoch_size": run.epoch_size,
        "labels_checksum": run.labels_checksum,
        "marks": [{"examples_seen": mark.examples_seen, "name": mark.name} for mark in run.marks],
        "events": [{"examples_seen": event.examples_seen, "words": event.words} for event in run.events],
        "diverged": run.diverged,
        **({} if data is None else {"data": data}),
    }


def _run(value: Any) -> RunText:
    return RunText(
        name=checks.text(value, "name"),
        changes=_changes(value),
        epoch_size=checks.whole(value, "epoch_size"),
        labels_checksum=checks.whole(value, "labels_checksum"),
        marks=tuple(_mark(mark) for mark in checks.list_of(value, "marks", _MOST_MARKS)),
        events=tuple(_event(event) for event in checks.list_of(value, "events", _MOST_CHANGES)),
        diverged=checks.truth(value, "diverged"),
        subject=subject_json.subject_of(value.get("data")),
    )


def _mark(value: Any) -> Mark:
    return Mark(checks.whole(value, "examples_seen"), checks.text(value, "name"))


def _event(value: Any) -> Event:
    return Event(checks.whole(value, "examples_seen"), checks.text(value, "words"))


def _changes(run: Any) -> tuple[Change, ...]:
    """All settings of a run: what a reset alone can change, with what has changed on the way."""
    at_reset = values_of(run, AT_RESET)
    return tuple(
        Change(checks.whole(change, "from"), Settings(**at_reset, **values_of(change, LIVE)))
        for change in checks.list_of(run, "settings", _MOST_CHANGES)
    )


def _stroke_object(stroke: Stroke) -> dict[str, Any]:
    return {"width": stroke.width, "erases": stroke.erases, "points": stroke.points.tolist()}


def _drawing(value: Any) -> Drawing:
    drawing = tuple(_stroke(stroke) for stroke in checks.as_list(value))
    if sum(1 + len(stroke.points) for stroke in drawing) > MOST_POINTS:
        raise BadInput(f"a drawing has more than {MOST_POINTS:,} points")
    if sum(_length(stroke) for stroke in drawing) > MOST_LENGTH:
        raise BadInput(f"a drawing has lines longer than {MOST_LENGTH:,.0f} sides of the pad")
    return drawing


def _length(stroke: Stroke) -> float:
    return float(np.hypot(*np.diff(stroke.points.astype(np.float64), axis=0).T).sum())


def _stroke(value: Any) -> Stroke:
    points = [checks.as_list(point) for point in checks.list_of(value, "points", MOST_POINTS)]
    if any(len(point) != 2 for point in points):
        raise BadInput("a drawing has points that are no pairs")
    pairs = [[checks.as_number(number, "points", most=1e6) for number in point] for point in points]
    return Stroke(
        np.array(pairs, dtype=np.float32).reshape(len(pairs), 2),
        checks.number(value, "width", most=1e6),
        checks.truth(value, "erases"),
    )


def _refuse(constant: str) -> None:
    raise BadInput(f"its description has a {constant} in it")
