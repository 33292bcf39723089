"""What directives say, read from their lines "- key: value"."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from nnviz.learning.setting_fields import FIELDS
from nnviz.lessons.amounts import read_training
from nnviz.lessons.conditions import Condition, ValueName
from nnviz.lessons.document import (
    Block,
    Choice,
    FigureHere,
    ImageChoice,
    Predict,
    RunOn,
    SetUp,
    Show,
    Strokes,
)
from nnviz.lessons.fault import Wrong
from nnviz.lessons.lesson_files import data_in, session_in
from nnviz.lessons.neuron_name import NeuronName
from nnviz.lessons.numbers import read_number
from nnviz.lessons.said_settings import is_setting, read_setting, read_settings
from nnviz.lessons.vocabulary import CONTROLS, EDGES, Vocabulary

NAMES = ("set", "run", "show", "figure", "predict", "check", "hint")
CURVES = ("test_accuracy", "training_accuracy", "training_cost", "test_cost")

_SET_KEYS = ("go on", "data", "session", "image", "drawing", "panels", "hide", "speed")
_SHOW_KEYS = ("panel", "large", "neuron", "edges", "walk", "moment", "twin")
_PREDICT_KEYS = ("truth", "within", "unit", "epochs", "run", "near", "off")
_MOST_POINTS = 2_000  # of a drawing


@dataclass(frozen=True)
class Option:
    """A line "- key: value" of a directive."""

    line: int
    key: str
    value: str


def read_set(line: int, options: Sequence[Option], words: Vocabulary, folder: Path) -> SetUp:
    """What a page begins with. Raises `Wrong`."""
    said = _one_each(
        options, "set", lambda key: is_setting(key.replace(" ", "_").replace("-", "_")), _SET_KEYS
    )
    settings = {
        (name := key.replace(" ", "_").replace("-", "_")): read_setting(name, value)
        for key, value in said.items()
        if key not in _SET_KEYS
    }
    goes_on = _yes(said.get("go on", "no"))
    if goes_on and (fixed := [n for n in settings if n == "preset" or not FIELDS[n].live]):
        raise Wrong(f"{fixed[0]} cannot change on the way", "Leave out “go on: yes”: a new run begins then.")
    if "session" in said and settings and not goes_on:
        raise Wrong("a session has settings of its own", "Add “- go on: yes” to change some of them.")
    return SetUp(
        line,
        tuple(settings.items()),
        goes_on,
        data=_data(said["data"], folder) if "data" in said else None,
        session=session_in(folder, said["session"]) if "session" in said else None,
        image=_image(said["image"]) if "image" in said else None,
        drawing=_drawing(said["drawing"]) if "drawing" in said else None,
        panels=_names(said["panels"], words.panels, "panel") if "panels" in said else None,
        hides=_names(said["hide"], frozenset(CONTROLS), "part of the bar") if "hide" in said else None,
        speed=_speed(said["speed"]) if "speed" in said else None,
    )


def read_run(line: int, argument: str, options: Sequence[Option]) -> RunOn:
    """How far to train. Raises `Wrong`."""
    _one_each(options, "run", lambda _: False, ())
    return RunOn(line, read_training(argument))


def read_show(line: int, argument: str, options: Sequence[Option], words: Vocabulary) -> Show:
    """What to look at. Raises `Wrong`."""
    said = _one_each(options, "show", lambda _: False, _SHOW_KEYS)
    if argument:
        said = {"panel": argument, **said}
    for key in ("panel", "large"):
        if key in said:
            _names(said[key], words.panels, "panel")
    edges = said.get("edges", "")
    if edges and edges not in EDGES:
        raise Wrong(f"connections cannot show “{edges}”", f"They show {', '.join(EDGES)}.")
    return Show(
        line,
        panel=said.get("panel", ""),
        large=said.get("large", ""),
        neuron=NeuronName.read(said["neuron"]) if "neuron" in said else None,
        edges=edges,
        stage=_whole(said["walk"].removeprefix("stage ")) if "walk" in said else 0,
        moment=read_training(said["moment"]) if "moment" in said else None,
        twin=tuple(read_settings(said["twin"]).items()) if "twin" in said else (),
    )


def read_figure(line: int, name: str, options: Sequence[Option], words: Vocabulary) -> FigureHere:
    """An interactive figure. Raises `Wrong`."""
    if name not in words.figures:
        raise Wrong(f"there is no figure “{name}”", f"Figures are {', '.join(sorted(words.figures))}.")
    numbers = words.figures[name]
    said = _one_each(options, f"figure “{name}”", lambda _: False, sorted(numbers))
    return FigureHere(line, name, tuple((key, read_number(value)) for key, value in said.items()))


def read_predict(
    line: int, kind: str, question: tuple[Block, ...], choices: tuple[Choice, ...], options: Sequence[Option]
) -> Predict:
    """A question. Raises `Wrong`."""
    if kind not in ("choice", "number", "curve"):
        raise Wrong(
            f"“{kind}” is no kind of prediction",
            "Write “predict choice”, “predict number” or “predict curve”.",
        )
    if not question:
        raise Wrong("the prediction asks nothing", "Write the question before its lines that begin with “-”.")
    said = _one_each(options, "predict", lambda _: False, _PREDICT_KEYS, several=("run",))
    runs = tuple(read_training(option.value) for option in options if option.key == "run")
    truth = said.get("truth", "")
    made: dict[str, Any] = {"unit": said.get("unit", "")}
    if kind == "choice":
        made |= {"condition": _check_choices(choices, truth), "choices": choices}
    elif choices:
        raise Wrong(
            f"a {kind} is not chosen from a list", "Write “predict choice”, or take the [ ] lines out."
        )
    elif kind == "number":
        made |= _number(truth, said)
    else:
        made |= _curve(truth, said, bool(runs))
    key = ""  # its question's words; they and those of `near` and `off` are filled in by whoever read them
    return Predict(line, cast(Literal["choice", "number", "curve"], kind), key, question, runs=runs, **made)


def _number(truth: str, said: Mapping[str, str]) -> dict[str, Any]:
    if not truth:
        raise Wrong("the number has no truth", "Add “- truth: test_accuracy”, or the number itself.")
    if "within" not in said:
        raise Wrong("it is not said how near is near", "Add a line such as “- within: 5 %”.")
    percent = said.get("unit") == "%"
    within = _near(_in_unit(said["within"], percent))
    try:
        return {"stated": _in_unit(truth, percent), "within": within, "truth": None}
    except Wrong:
        value = ValueName.read(truth)
    if value.kind == "word":
        raise Wrong(f"{value} is no number", "Ask for it with “predict choice”.")
    return {"truth": value, "within": within}


def _in_unit(text: str, percent: bool) -> float:
    """A number, in hundredths if it is in per cent, with or without the sign."""
    number = read_number(text)
    return number / 100 if percent and not text.endswith("%") else number


def _near(within: float) -> float:
    if within < 0:
        raise Wrong("no guess is so near", "Write 0 or more after “within”.")
    return within


def _curve(truth: str, said: Mapping[str, str], has_run: bool) -> dict[str, Any]:
    if truth not in CURVES:
        raise Wrong(f"“{truth}” is no curve", f"Write “- truth: ” and one of {', '.join(CURVES)}.")
    if not has_run:
        raise Wrong("nothing is trained, so there is no curve to see", "Add a line such as “- run: 1 epoch”.")
    epochs = read_number(said.get("epochs", "1"))
    if not 0 < epochs <= 100:
        raise Wrong(f"an axis of {epochs:g} epochs cannot be drawn on", "Take more than 0, and 100 at most.")
    within = _near(read_number(said["within"])) if "within" in said else 0.1
    return {"truth": ValueName.read(truth), "epochs": epochs, "within": within}


def _check_choices(choices: tuple[Choice, ...], truth: str) -> Condition | None:
    if len(choices) < 2:
        raise Wrong(
            "there is nothing to choose from", "Write at least two lines “- [ ] …”, the right one “- [x] …”."
        )
    if sum(choice.is_right for choice in choices) != 1:
        raise Wrong(
            "not exactly one choice is right", "Mark the right one with “[x]”, all others with “[ ]”."
        )
    return Condition.read(truth) if truth else None


def _one_each(
    options: Sequence[Option],
    what: str,
    known: Any,
    names: Sequence[str],
    several: Sequence[str] = (),
) -> dict[str, str]:
    """The values by their keys; each only once. Raises `Wrong`, which knows its own line."""
    said: dict[str, str] = {}
    for option in options:
        if option.key not in names and not known(option.key):
            extra = f"the settings preset, {', '.join(FIELDS)}, and " if what == "set" else ""
            raise AtLine(
                option.line,
                f"{what} knows no “{option.key}”",
                f"It knows {extra}{', '.join(names)}." if names or extra else "It has no lines of its own.",
            )
        if option.key in said and option.key not in several:
            raise AtLine(option.line, f"“{option.key}” is there twice", "Keep one of them.")
        if not option.value:
            raise AtLine(option.line, f"“{option.key}” has no value", f"Write “- {option.key}: …”.")
        said[option.key] = option.value
    return said


class AtLine(Wrong):
    """Wrong in a line that is known."""

    def __init__(self, line: int, wrong: str, mend: str) -> None:
        super().__init__(wrong, mend)
        self.line = line


def _names(text: str, known: frozenset[str], what: str) -> tuple[str, ...]:
    if text == "none":
        return ()
    names = tuple(part.strip() for part in text.split(","))
    for name in names:
        if name not in known:
            raise Wrong(f"there is no {what} “{name}”", f"There are: {', '.join(sorted(known))}.")
    return names


def _image(text: str) -> ImageChoice:
    parts = re.fullmatch(r"(test|training) (\d{1,7})|(drawing|blank)", text)
    if parts is None:
        raise Wrong(f"“{text}” is no image", "Write “test 18”, “training 5”, “drawing” or “blank”.")
    if parts[3]:
        return ImageChoice(cast(Literal["drawing", "blank"], parts[3]))
    return ImageChoice(cast(Literal["test", "training"], parts[1]), int(parts[2]))


def _drawing(text: str) -> Strokes:
    """Strokes parted by ";", each of points "x,y" with x and y from 0 to 1; "clear" is an empty pad."""
    if text == "clear":
        return ()
    how = "Write strokes as points such as “0.3,0.2 0.5,0.6; 0.4,0.8 0.6,0.8”, or “clear”."
    strokes = []
    for stroke in text.split(";"):
        points = []
        for point in stroke.split():
            parts = re.fullmatch(r"([01]?\.?\d{1,6}),([01]?\.?\d{1,6})", point)
            if parts is None or not all(0 <= float(part) <= 1 for part in parts.groups()):
                raise Wrong(f"“{point[:30]}” is no point of a drawing", how)
            points.append((float(parts[1]), float(parts[2])))
        if points:
            strokes.append(tuple(points))
    if not strokes or sum(map(len, strokes)) > _MOST_POINTS:
        raise Wrong(f"a drawing has from 1 to {_MOST_POINTS:,} points", how)
    return tuple(strokes)


def _data(text: str, folder: Path) -> Path | Literal["digits"]:
    return "digits" if text == "digits" else data_in(folder, text)


def _speed(text: str) -> float:
    if text == "max":
        return math.inf
    speed = read_number(text)
    if speed <= 0:
        raise Wrong(
            f"nothing is trained at a speed of {text}", "Write examples a second, such as 100, or “max”."
        )
    return speed


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise Wrong(f"“{text}” is neither yes nor no", "Write “yes” or “no”.")
    return text == "yes"


def _whole(text: str) -> int:
    if re.fullmatch(r"[1-9]\d?", text) is None:
        raise Wrong(f"“{text}” is no stage", "Write a number from 1 up.")
    return int(text)
