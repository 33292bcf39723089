"""`nnviz sweep`: many runs with different settings and seeds, and what comes of them."""

from __future__ import annotations

import contextlib
import json
import math
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from nnviz import terminal
from nnviz.datasets.load import load_data
from nnviz.datasets.mnist import load_mnist
from nnviz.errors import BadInput
from nnviz.experiments.comparison import groups, varied_fields
from nnviz.experiments.engine import PROCESSES, Finished, Place, finished_runs, give_way
from nnviz.experiments.job import Job
from nnviz.experiments.overview import name_of
from nnviz.experiments.plan import Plan, seeds_from
from nnviz.experiments.plan_file import read_plan
from nnviz.experiments.prepared_data import PreparedData
from nnviz.experiments.result import Result
from nnviz.experiments.store import Store
from nnviz.learning.presets import DEFAULT_PRESET, PRESETS
from nnviz.learning.setting_fields import FIELDS
from nnviz.number_text import percent_text


def sweep(options: Namespace) -> None:
    """Carry the command out. Raises `BadInput` for a plan, data, results or a cluster that cannot be used."""
    plan = plan_of(options)
    data = load_mnist() if plan.data is None else load_data(plan.data)
    for note in data.notes:
        terminal.complain(note)
    jobs = list(plan.jobs(len(data.train)))
    found = results_of(jobs, PreparedData.of(data), options)
    if not options.json:
        _summarise(found)


def results_of(jobs: list[Job], data: PreparedData, options: Namespace) -> list[Result]:
    """The results of all jobs: those that the folder has, and the others by running them."""
    store = Store(options.out)
    store.prepare()
    there = {job: result for job in jobs if (result := store.result(job, data.checksum)) is not None}
    missing = [job for job in jobs if job not in there]
    say = _Report(len(jobs), len(there), options.json)
    say.begin()
    if missing:
        place = Place(options.scheduler, options.workers or 0)
        if place.scheduler == PROCESSES:
            give_way()  # one worker alone is this process
        with contextlib.closing(finished_runs(missing, data, place)) as runs:
            there |= _take_in(runs, store, say)
    return [there[job] for job in jobs]


def plan_of(options: Namespace) -> Plan:
    """The experiment of a file, or of the values that the command line has for each setting."""
    if options.plan is not None:
        return read_plan(options.plan)
    said = {name: tuple(chain(*lists)) for name in FIELDS if (lists := getattr(options, name)) is not None}
    base = PRESETS[options.preset or DEFAULT_PRESET].settings
    first = said.pop("seed", (base.seed,))
    if len(first) > 1:
        raise BadInput("--seed is the first seed; --seeds says how many there are")
    vary = tuple((name, tuple(dict.fromkeys(values))) for name, values in said.items())
    return Plan(base, vary, seeds_from(first[0], options.seeds), options.epochs, options.data)


def _take_in(runs: Iterator[Finished], store: Store, say: _Report) -> dict[Job, Result]:
    """Keep each run as it comes."""
    taken = {}
    try:
        for result, seconds in runs:
            store.save(result, seconds)
            say.finished(result, seconds)
            taken[result.job] = result
    except KeyboardInterrupt:
        say.clear()
        terminal.complain(f"ended at {say.done} of {say.total} runs; the same command goes on from there")
        raise
    except BadInput as wrong:
        say.clear()
        raise BadInput(
            f"{wrong}; {say.done} of {say.total} runs are kept, and the same command goes on from there"
        ) from None
    finally:
        say.clear()
    return taken


@dataclass
class _Report:
    """What is said while it goes on: a line a run for programs, a bar with the time left for people."""

    total: int
    done: int
    as_json: bool
    new: int = 0  # carried out now
    began: float = math.nan

    def begin(self) -> None:
        self.began = time.monotonic()
        if self.done and not self.as_json:
            terminal.say(f"{self.done} of {self.total} runs are there already")
        self._draw()

    def finished(self, result: Result, seconds: float) -> None:
        self.done, self.new = self.done + 1, self.new + 1
        if self.as_json:
            terminal.say(json.dumps(record_of(result, seconds)))
        self._draw()

    def clear(self) -> None:
        if self._has_bar:
            terminal.show_progress("")

    @property
    def _has_bar(self) -> bool:
        return not self.as_json and sys.stderr is not None and sys.stderr.isatty()

    def _draw(self) -> None:
        if self._has_bar:
            share = self.done / self.total
            bar = f"{terminal.bar(share)} {self.done} of {self.total} runs{self._time_left()}"
            terminal.show_progress(bar if share < 1 else "")

    def _time_left(self) -> str:
        if not self.new:
            return ""
        left = (time.monotonic() - self.began) / self.new * (self.total - self.done)
        return f", {left / 60:.0f} min left" if left >= 90 else f", {left:.0f} s left"


def record_of(result: Result, seconds: float) -> dict[str, object]:
    """A finished run for programs; accuracies in [0, 1]."""
    course = result.course
    return {
        "run": result.job.key(result.data),
        "settings": {name: field.kind.text(getattr(result.settings, name)) for name, field in FIELDS.items()},
        "epochs": result.job.epochs,
        "test_accuracy": round(result.accuracy, 6),
        "test_cost": _finite(course.test_cost[-1]),
        "train_accuracy": _finite(course.train_accuracy[-1]),
        "seconds": round(seconds, 3),
    }


def _finite(value: float) -> float | None:
    return round(float(value), 6) if math.isfinite(value) else None


def _summarise(results: list[Result]) -> None:
    """A line for each setting, the best first."""
    found = sorted(groups(results), key=lambda group: -float(group.accuracies.mean()))
    varied = varied_fields(group.settings for group in found)
    rows = [(name_of(group.settings, varied), group.accuracies) for group in found]
    width = max(len(words) for words, _values in rows)
    for words, values in rows:
        low, high = percent_text(values.min()), percent_text(values.max())
        spread = f"   {low} to {high} over {len(values)} seeds" if len(values) > 1 else ""
        terminal.say(f"{words:<{width}}   {percent_text(values.mean())}{spread}")
