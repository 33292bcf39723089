"""The runs of an experiment as a person looks at them: by setting, each with its name, and in grids."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnviz.arrays import Floats
from nnviz.experiments.comparison import Group, groups, varied_fields
from nnviz.experiments.measures import MEASURES, Measure
from nnviz.experiments.plan import Plan
from nnviz.experiments.result import Result
from nnviz.experiments.store import KeptRun
from nnviz.learning.setting_fields import FIELDS
from nnviz.learning.settings import Settings, difference_text


@dataclass(frozen=True, eq=False)
class Grid:
    """Two fields against each other: the median of all runs in each cell, (rows, columns), NaN for none."""

    across: str  # names of the fields; empty where there is only one row
    down: str
    columns: tuple[object, ...]  # values of the fields
    rows: tuple[object, ...]
    values: Floats
    results: tuple[tuple[tuple[Result, ...], ...], ...]  # of each cell


@dataclass(frozen=True, eq=False)
class Overview:
    """Runs in groups that differ in more than the seed. Nothing in it changes once it is made."""

    groups: tuple[Group, ...] = ()
    labels: tuple[str, ...] = ()  # of each group, in the fewest words that tell it from the others
    varied: Mapping[str, tuple[object, ...]] = field(default_factory=dict)  # the fields that differ
    seconds: Mapping[Result, float] = field(default_factory=dict)  # how long each run took
    _values: dict[tuple[int, str], Floats] = field(default_factory=dict)  # once they were asked for
    _ranks: dict[str, list[int]] = field(default_factory=dict)  # by measure

    @property
    def runs(self) -> int:
        """How many there are."""
        return sum(len(group.results) for group in self.groups)

    def value(self, result: Result, measure: Measure) -> float:
        """What is measured of a run, at its end."""
        return measure.of(result, self.seconds.get(result, math.nan))

    def values(self, group: Group, measure: Measure) -> Floats:
        """The same of each run of a group: (seeds,)."""
        key = id(group), measure.name
        if key not in self._values:
            self._values[key] = np.array([self.value(result, measure) for result in group.results])
        return self._values[key]

    def median(self, group: Group, measure: Measure) -> float:
        """The middle of them; NaN if it is known of none."""
        return _median(self.values(group, measure))

    def typical(self, results: Sequence[Result], measure: Measure) -> Result:
        """Of these runs the one nearest to the middle of them."""
        values = np.array([self.value(result, measure) for result in results])
        apart = np.abs(values - _median(values))
        return results[int(np.argmin(np.where(np.isnan(apart), np.inf, apart)))]

    def ranked(self, measure: Measure) -> list[int]:
        """The groups, the best first; those of which nothing is known last."""
        if measure.name not in self._ranks:
            self._ranks[measure.name] = self._ranked(measure)
        return self._ranks[measure.name]

    def _ranked(self, measure: Measure) -> list[int]:
        sign = -1.0 if measure.higher_is_better else 1.0
        medians = [sign * self.median(group, measure) for group in self.groups]
        return sorted(range(len(medians)), key=lambda k: (math.isnan(medians[k]), medians[k]))

    def words(self, result: Result) -> str:
        """What tells a run from the others: "η 0.5, seed 3"."""
        label = label_of(result.settings, self.varied)
        seed = FIELDS["seed"].brief(result.settings.seed)
        return f"{label}, {seed}" if label else seed

    def grid(self, across: str, down: str, measure: Measure) -> Grid:
        """All runs by the values of two fields, or of one if `down` is empty."""
        columns, rows = (self._axis(name) for name in (across, down))
        cells: dict[tuple[object, object], list[Result]] = {}
        for group in self.groups:
            place = tuple(getattr(group.settings, name) if name else None for name in (down, across))
            cells.setdefault((place[0], place[1]), []).extend(group.results)
        found = tuple(tuple(tuple(cells.get((row, column), ())) for column in columns) for row in rows)
        values = [
            [_median(np.array([self.value(one, measure) for one in cell])) for cell in line] for line in found
        ]
        medians = np.array(values).reshape(len(rows), len(columns))
        return Grid(across, down, columns=columns, rows=rows, values=medians, results=found)

    def _axis(self, name: str) -> tuple[object, ...]:
        """The values of a field, in their order."""
        if not name:
            return (None,)
        values = dict.fromkeys(getattr(group.settings, name) for group in self.groups)
        return tuple(sorted(values, key=lambda value: _rank(name, value)))


def overview_of(runs: Iterable[KeptRun], plan: Plan | None = None, data: str = "") -> Overview:
    """The runs of a plan, or all; of that data set alone if its checksum is given."""
    wanted = PlanRuns(plan) if plan is not None else None
    kept = [
        run
        for run in runs
        if (not data or run.result.data == data) and (wanted is None or wanted.has(run.result))
    ]
    found = groups(run.result for run in kept)
    varied = varied_fields(group.settings for group in found)
    found = tuple(sorted(found, key=lambda group: (_place(group.settings, varied), group.epochs, group.data)))
    several = len({group.epochs for group in found}) > 1
    labels = tuple(_label(group, varied, several) for group in found)
    overview = Overview(found, labels, varied, {run.result: run.seconds for run in kept})
    for measure in MEASURES.values():
        overview.ranked(measure)  # here, and not where a window waits for it
    return overview


class PlanRuns:
    """Which results are of a plan, whatever data it is carried out on."""

    def __init__(self, plan: Plan) -> None:
        self._settings = {_without_seed(one) for one in plan.settings()}
        self._seeds = frozenset(plan.seeds)
        self._epochs, self._norms = plan.epochs, plan.norms

    def has(self, result: Result) -> bool:
        """Whether the plan has that run: as many examples as there are may have become “all”."""
        settings = result.settings
        job = result.job
        if (job.epochs, job.norms) != (self._epochs, self._norms) or settings.seed not in self._seeds:
            return False
        fitted = _without_seed(settings)
        whole = (*fitted[:-1], result.examples)
        return fitted in self._settings or (settings.train_size == 0 and whole in self._settings)


_NAMES = tuple(name for name in FIELDS if name not in ("seed", "train_size"))


def _without_seed(settings: Settings) -> tuple[object, ...]:
    return (*(getattr(settings, name) for name in _NAMES), settings.train_size)


def label_of(settings: Settings, varied: Iterable[str]) -> str:
    """The values of these fields in a few words: "η 0.5, normal weights"."""
    return ", ".join(FIELDS[name].brief(getattr(settings, name)) for name in varied)


def name_of(settings: Settings, varied: Iterable[str]) -> str:
    """The same or, where nothing varies, what is unusual: seeds apart."""
    plain = Settings(seed=settings.seed)
    return label_of(settings, varied) or difference_text(plain, settings) or "default settings"


def _place(settings: Settings, varied: Iterable[str]) -> tuple[object, ...]:
    """What settings are sorted by: the order does not depend on which run was done first."""
    return tuple(_rank(name, getattr(settings, name)) for name in varied)


def _rank(name: str, value: Any) -> Any:
    """Numbers and layers in their order, choices as they are offered; all examples are the most."""
    options = [option.value for option in FIELDS[name].options]
    if options:
        return options.index(value)
    return math.inf if name == "train_size" and value == 0 else value


def _label(group: Group, varied: Iterable[str], with_epochs: bool) -> str:
    if not with_epochs:
        return name_of(group.settings, varied)
    words = [label_of(group.settings, varied)] if varied else []
    return ", ".join([*words, f"{group.epochs} epoch{'s' * (group.epochs != 1)}"])


def _median(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else math.nan
