"""What can be said on the command line, and its translation into settings."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from nnviz import __version__, terminal
from nnviz.errors import BadInput
from nnviz.experiments.studies import SEEDS, STUDIES
from nnviz.learning.neuron import Neuron
from nnviz.learning.presets import DEFAULT_PRESET, PRESETS
from nnviz.learning.setting_fields import FIELDS, Field
from nnviz.learning.settings import Settings

Value = TypeVar("Value")


class _Parser(argparse.ArgumentParser):
    """One line for a mistake, not the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message} (see {self.prog} --help)")

    def _print_message(self, message: str, file: object = None) -> None:
        """Help and version, which argparse itself would let a full disk swallow without a word."""
        terminal.put(message)


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line as a namespace with `command`: window, or one of the commands without one.

    Raises `BadInput` with one sentence; exits for --help and --version.
    """
    return _build().parse_args(arguments)


def settings_of(options: argparse.Namespace) -> Settings:
    """The preset's settings with what was said besides. Raises `BadInput` where they make no run."""
    settings = PRESETS[options.preset or DEFAULT_PRESET].settings
    return replace(settings, **said_in(options))


def said_in(options: argparse.Namespace) -> dict[str, Any]:
    """The settings that the command line names, by their names."""
    return {name: value for name in FIELDS if (value := getattr(options, name)) is not None}


def says_nothing_of_a_run(options: argparse.Namespace) -> bool:
    """Whether the command line leaves the settings of the run as they were last time."""
    return options.preset is None and not said_in(options)


def _build() -> _Parser:
    parser = _Parser(prog="nnviz", description="Watch a neural network learn to read digits.")
    parser.add_argument("--version", action="version", version=f"nnviz {__version__}")
    parser.add_argument("--start", action="store_true", help="begin training at once")
    _add_run_options(parser)
    parser.add_argument("--session", type=Path, metavar="FILE", help="open a saved session")
    parser.add_argument("--share", metavar="STRING", help="the same network as where this was copied")
    parser.add_argument("--lesson", metavar="NAME", help="open a lesson: its name, its chapter, or a file")
    parser.set_defaults(command="window")
    commands = parser.add_subparsers(
        title="commands without a window", metavar="COMMAND", parser_class=_Parser
    )
    _add_train(commands.add_parser("train", help="train with no window"))
    _add_predict(commands.add_parser("predict", help="say what a picture shows"))
    _add_sweep(commands.add_parser("sweep", help="train many networks, and compare"))
    _add_results(commands.add_parser("results", help="claims and figures, checked by experiments"))
    _add_bench(commands.add_parser("bench", help="measure this machine, as ratios side by side"))
    _add_lesson(commands.add_parser("lesson", help="check, begin or export a lesson"))
    _add_screenshot(commands.add_parser("screenshot", help="a picture of the real window, trained that far"))
    return parser


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--preset", choices=list(PRESETS), help=f"named settings (default: {DEFAULT_PRESET})")
    parser.add_argument(
        "--data", type=Path, metavar="PATH", help="a folder of IDX files, or an .npz file (default: MNIST)"
    )
    for field in FIELDS.values():
        parser.add_argument(
            field.flag, type=_checked(field.parse), metavar=field.metavar, help=_help_on(field)
        )


def _add_train(parser: argparse.ArgumentParser) -> None:
    _add_run_options(parser)
    parser.add_argument("--epochs", type=_checked(int, "a whole number from 1 up", 1), metavar="N")
    parser.add_argument("--session", type=Path, metavar="FILE", help="go on from a saved session")
    parser.add_argument("--save", type=Path, metavar="FILE", help="save the session there at the end")
    parser.add_argument("--json", action="store_true", help="one JSON object a line per epoch")
    parser.set_defaults(command="train")


def _add_predict(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--session", type=Path, metavar="FILE", required=True, help="the trained network")
    parser.add_argument("--data", type=Path, metavar="PATH", help="whose names the classes have")
    parser.add_argument("images", type=Path, metavar="IMAGE", nargs="+", help="a picture of one digit")
    parser.add_argument("--json", action="store_true", help="one JSON object a line per picture")
    parser.set_defaults(command="predict")


def _add_sweep(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", type=Path, metavar="PLAN.toml", nargs="?", help="the experiment as a file")
    parser.add_argument(
        "--preset", choices=list(PRESETS), help=f"what is not said (default: {DEFAULT_PRESET})"
    )
    parser.add_argument("--data", type=Path, metavar="PATH", help="a folder of IDX files, or an .npz file")
    for field in FIELDS.values():
        values, more = ("VALUE", "; may be repeated") if field.holds_commas else ("VALUE[,VALUE…]", "")
        parser.add_argument(
            field.flag,
            type=_checked(field.parse_list),
            action="append",
            metavar=values,
            help=_help_on(field) + more,
        )
    count = _checked(int, "a whole number from 1 up", 1)
    parser.add_argument("--seeds", type=count, metavar="N", default=1, help="how many seeds for each setting")
    parser.add_argument("--epochs", type=count, metavar="N", default=5)
    _add_place(parser)
    parser.set_defaults(command="sweep")


def _add_results(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"of {', '.join(STUDIES)} (default: all)")
    parser.add_argument(
        "--seeds", type=_checked(int, "a whole number from 1 up", 1), metavar="N", default=SEEDS
    )
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="draw the charts there, as SVG")
    parser.add_argument(
        "--curves", type=Path, metavar="FILE", help="write the curves of one study there, as JSON"
    )
    _add_place(parser)
    parser.set_defaults(command="results")


def _add_place(parser: argparse.ArgumentParser) -> None:
    """Where many runs are carried out, and what keeps their results."""
    count = _checked(int, "a whole number from 1 up", 1)
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", default=Path("results"), help="keeps the results"
    )
    parser.add_argument(
        "--scheduler",
        metavar="WHERE",
        default="processes",
        help="serial, threads, processes, or a Dask address",
    )
    parser.add_argument(
        "--workers", type=count, metavar="N", help="as many at a time (default: one for each core)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line per run")


def _add_bench(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--only", metavar="PART", action="append", help="only this part; may be repeated")
    parser.set_defaults(command="bench")


def _add_screenshot(parser: argparse.ArgumentParser) -> None:
    _add_run_options(parser)
    parser.add_argument("picture", type=Path, metavar="OUT.png")
    epochs = _checked(_amount, "a number from 0 up")
    parser.add_argument("--epochs", type=epochs, metavar="N", default=1.0, help="train that far first")
    size = _checked(_size, "WIDTHxHEIGHT")
    parser.add_argument("--size", type=size, metavar="1600x1000", default=(1600, 1000))
    parser.add_argument("--session", type=Path, metavar="FILE", help="show this session")
    parser.add_argument("--theme", choices=["dark", "light"], default="dark")
    parser.add_argument(
        "--neuron", type=_checked(_neuron, "LAYER:INDEX"), metavar="2:56", help="pin a neuron"
    )
    stage = _checked(int, "a stage from 1 up", 1)
    parser.add_argument("--walk", type=stage, metavar="5", help="backpropagation, large, at that stage")
    parser.set_defaults(command="screenshot")


def _add_lesson(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="lesson_command", required=True, parser_class=_Parser)
    check = commands.add_parser("check", help="train every run of a lesson, and verify what it states")
    check.add_argument("files", metavar="FILE", nargs="*", help="lessons (default: all that come with it)")
    new = commands.add_parser("new", help="write a lesson of three pages to begin with")
    new.add_argument("file", type=Path, metavar="FILE")
    export = commands.add_parser("export", help="one page for a browser, with pictures")
    export.add_argument("file", metavar="LESSON")
    export.add_argument("page", type=Path, metavar="OUT.html")
    parser.set_defaults(command="lesson")


def _help_on(field: Field) -> str:
    names = ", ".join(option.value for option in field.options)
    return f"{field.about} One of {names}." if names else field.about


def _checked(
    read: Callable[[str], Value], wanted: str = "", least: int | None = None
) -> Callable[[str], Value]:
    """For argparse: `read`, whose errors become one sentence that says what is wanted."""

    def check(text: str) -> Value:
        try:
            value = read(text)
        except BadInput as error:
            raise argparse.ArgumentTypeError(str(error)) from None
        except ValueError:
            raise argparse.ArgumentTypeError(f"{wanted} is needed, not {text!r}") from None
        if least is not None and isinstance(value, int) and value < least:
            raise argparse.ArgumentTypeError(f"{wanted} is needed, not {text!r}")
        return value

    return check


def _amount(text: str) -> float:
    value = float(text)
    if not math.isfinite(value) or value < 0:
        raise ValueError
    return value


def _neuron(text: str) -> Neuron:
    layer, index = (int(part) for part in text.split(":"))
    return Neuron(layer, index)


def _size(text: str) -> tuple[int, int]:
    width, height = (int(part) for part in text.lower().split("x"))
    if not (200 <= width <= 8000 and 200 <= height <= 8000):
        raise BadInput(f"a size from 200x200 to 8000x8000 is needed, not {text!r}")
    return width, height
