"""`nnviz results`: runs the studies, the article's claims and figures of a book, and says what came out."""

from __future__ import annotations

import json
from argparse import Namespace

from nnviz import terminal
from nnviz.cli.sweep import results_of
from nnviz.datasets.mnist import load_mnist
from nnviz.errors import BadInput
from nnviz.experiments.comparison import Group, groups
from nnviz.experiments.outcome_words import outcome
from nnviz.experiments.plan import seeds_from
from nnviz.experiments.prepared_data import PreparedData
from nnviz.experiments.studies import STUDIES, Study


def results(options: Namespace) -> None:
    """Carry the command out. Raises `BadInput` for a study there is not, or as `nnviz sweep` does."""
    for name in options.names:
        if name not in STUDIES:
            raise BadInput(f"there is no study {name!r}; there are {', '.join(STUDIES)}")
    data = PreparedData.of(load_mnist())
    for name in options.names or STUDIES:
        study = STUDIES[name]
        found = _run(study, data, options)
        if options.json:
            for entrant, group in zip(study.entrants, found, strict=True):
                accuracies = [round(value, 6) for value in group.accuracies.tolist()]
                terminal.say(
                    json.dumps({"study": name, "entrant": entrant.label, "test_accuracy": accuracies})
                )
        else:
            _say(name, study, found)


def _run(study: Study, data: PreparedData, options: Namespace) -> list[Group]:
    seeds = seeds_from(0, options.seeds)
    lists = [list(one.plan(seeds).jobs(len(data.data.train))) for one in study.entrants]
    there = results_of([job for jobs in lists for job in jobs], data, options)
    by_job = {result.job: result for result in there}
    return [groups(by_job[job] for job in jobs)[0] for jobs in lists]


def _say(name: str, study: Study, found: list[Group]) -> None:
    terminal.say(f"{study.title} ({name}): {study.question}")
    terminal.say(f"  stated: {study.published}")
    for entrant, group in zip(study.entrants, found, strict=True):
        terminal.say(f"  {entrant.label}: {outcome(group, study.level)}")
