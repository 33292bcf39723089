"""`nnviz results`: runs the studies, the article's claims and figures of a book, and says what came out."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from nnviz import terminal
from nnviz.cli.displays import need_no_display
from nnviz.cli.sweep import results_of
from nnviz.cli.system_libraries import check_libraries
from nnviz.datasets.mnist import load_mnist
from nnviz.errors import BadInput
from nnviz.experiments.charts import Chart, charts_of
from nnviz.experiments.comparison import Group, groups
from nnviz.experiments.curves_file import curves_json
from nnviz.experiments.outcome_words import outcome
from nnviz.experiments.plan import seeds_from
from nnviz.experiments.prepared_data import PreparedData
from nnviz.experiments.studies import STUDIES, Study, jobs_of
from nnviz.files.regular_file import reason
from nnviz.files.whole_file import write_whole


def results(options: Namespace) -> None:
    """Carry the command out. Raises `BadInput` for a study there is not, or as `nnviz sweep` does."""
    for name in options.names:
        if name not in STUDIES:
            raise BadInput(f"there is no study {name!r}; there are {', '.join(STUDIES)}")
    if options.pictures is not None:
        prepare_pictures(options.pictures)
    if options.curves is not None and len(options.names) != 1:
        raise BadInput("--curves is for one study: name it")
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
        if options.pictures is not None:
            save_charts(charts_of(study, found), options.pictures / name)
        if options.curves is not None:
            with write_whole(options.curves) as stream:
                stream.write(curves_json(name, study, found).encode())


def _run(study: Study, data: PreparedData, options: Namespace) -> list[Group]:
    lists = jobs_of(study, seeds_from(0, options.seeds), len(data.data.train))
    there = results_of([job for jobs in lists for job in jobs], data, options)
    by_job = {result.job: result for result in there}
    return [groups(by_job[job] for job in jobs)[0] for jobs in lists]


def _say(name: str, study: Study, found: list[Group]) -> None:
    terminal.say(f"{study.title} ({name}): {study.question}")
    terminal.say(f"  stated: {study.published}")
    for entrant, group in zip(study.entrants, found, strict=True):
        terminal.say(f"  {entrant.label}: {outcome(group, study.level, study.early)}")


def prepare_pictures(folder: Path) -> None:
    """Before anything is run: the folder, and what painting needs. Raises `BadInput`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{folder} cannot be used for pictures: {reason(error)}") from None
    check_libraries()
    need_no_display()
    from nnviz.widgets import theme  # with Qt, which nothing else here needs
    from nnviz.window.application import make_application

    make_application(theme.Scheme.LIGHT)


def save_charts(charts: list[Chart], place: Path) -> None:
    """Each as SVG, with what it is of in its name: place-1.svg and so on."""
    from nnviz.window.experiments.chart_files import chart_svgs

    for number, content in enumerate(chart_svgs(charts), 1):
        file = place.with_name(f"{place.name}-{number}.svg" if len(charts) > 1 else f"{place.name}.svg")
        with write_whole(file) as stream:
            stream.write(content)
