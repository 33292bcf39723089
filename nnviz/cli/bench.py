"""`nnviz bench`: measures this machine, part by part, and says whether each figure is what it should be."""

from __future__ import annotations

import importlib
import json
from argparse import Namespace
from dataclasses import asdict

from nnviz import terminal
from nnviz.cli.benchmarks.benchmark_figure import Figure
from nnviz.errors import BadInput

PARTS = ("training", "drawing", "edges", "window", "walk", "history", "teachers")


def bench(options: Namespace) -> None:
    """Carry the command out. Raises `BadInput` for a part there is not."""
    parts = options.only or PARTS
    for part in parts:
        if part not in PARTS:
            raise BadInput(f"bench: {part!r} is no part of it; the parts are {', '.join(PARTS)}")
    measured: dict[str, list[Figure]] = {}
    for part in parts:
        if not options.json:
            terminal.say(part)
        measured[part] = importlib.import_module(f"nnviz.cli.benchmarks.{part}_figures").measure()
        if not options.json:
            for figure in measured[part]:
                terminal.say(f"  {_line(figure)}")
    if options.json:
        record = {part: [asdict(figure) for figure in figures] for part, figures in measured.items()}
        terminal.say(json.dumps(record))


def _line(figure: Figure) -> str:
    value = f"{figure.value:,.{_decimals(figure.value)}f} {figure.unit}".rstrip()
    bound = ""
    if figure.bound is not None:
        verdict = "ok" if figure.is_met else "MISSED"
        bound = f"   {figure.wanted} {figure.bound:g}: {verdict}"
    return f"{figure.name:<62}{value:>22}{bound}"


def _decimals(value: float) -> int:
    return 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2
