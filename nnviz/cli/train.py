"""`nnviz train`: trains with no window and says, epoch by epoch, how it goes."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from argparse import Namespace
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from nnviz import terminal
from nnviz.cli.command_line import said_in, settings_of
from nnviz.datasets.dataset import Dataset
from nnviz.datasets.load import load_data
from nnviz.datasets.mnist import load_mnist
from nnviz.errors import BadInput
from nnviz.files.whole_file import check_place
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.presets import DEFAULT_PRESET, PRESETS
from nnviz.learning.setting_fields import AT_RESET
from nnviz.runs.run import Run
from nnviz.sessions.session import Session
from nnviz.sessions.session_file import SUFFIX, load_session, save_session

_PARTS = 100  # of an epoch, between two looks at the progress bar


@dataclass(frozen=True)
class EpochReport:
    """One line of the output; accuracies in [0, 1]."""

    epoch: int
    train_accuracy: float  # of the epoch's examples, each before its step
    test_accuracy: float
    cost: float  # average over the epoch's examples
    examples_per_second: float  # training alone

    def sentence(self, epochs: int) -> str:
        """The report for people."""
        return (
            f"epoch {self.epoch:>{len(str(epochs))}} of {epochs}: test {self.test_accuracy:.2%}, "
            f"train {self.train_accuracy:.2%}, cost {self.cost:.4f}, "
            f"{self.examples_per_second:,.0f} examples/s"
        )


def train(options: Namespace) -> None:
    """Carry the command out. Raises `BadInput` for data, settings or files that cannot be used."""
    if options.save is not None:
        check_place(options.save)
    data = load_mnist() if options.data is None else load_data(options.data)
    for note in data.notes:
        terminal.complain(note)
    run = _run_for(options, data)
    try:
        _train_epochs(run, options)
    except (BadInput, BrokenPipeError):  # nobody reads the lines any more: what was trained is not lost
        _save(run, options.save)
        raise
    _save(run, options.save)


def _train_epochs(run: Run, options: Namespace) -> None:
    epochs = options.epochs or PRESETS[options.preset or DEFAULT_PRESET].epochs
    with_bar = not options.json and sys.stderr is not None and sys.stderr.isatty()
    before = run.examples_seen // len(run.data.train)
    for epoch in range(before + 1, before + epochs + 1):
        report = train_epoch(run, epoch, with_bar)
        terminal.say(json.dumps(asdict(report)) if options.json else report.sentence(before + epochs))


def _save(run: Run, file: Path | None) -> None:
    """Save the run there or, if that fails after all, where it can be found: it may have taken hours."""
    if file is None:
        return
    session = Session((run.saved("run 1"),))
    try:
        save_session(file, session)
    except BadInput as error:
        for folder in (Path.home(), Path(tempfile.gettempdir())):
            with contextlib.suppress(BadInput, OSError):
                elsewhere = Path(tempfile.mkdtemp(prefix="nnviz-", dir=folder)) / f"{file.stem}{SUFFIX}"
                save_session(elsewhere, session)
                break
        else:
            raise
        raise BadInput(f"{error}; the session is in {elsewhere} instead") from None


def _run_for(options: Namespace, data: Dataset) -> Run:
    """A new run, or the saved one, its η and mini-batch changed if the command line says so."""
    evaluator = Evaluator(data.test)
    if options.session is None:
        return Run(settings_of(options), data, evaluator)
    said = said_in(options)
    for flag in ["--preset"] * (options.preset is not None) + [f.flag for f in AT_RESET if f.name in said]:
        raise BadInput(f"{flag} begins a run: it cannot be changed in a saved one")
    run = Run.restored(load_session(options.session).current, data, evaluator)
    run.change(replace(run.settings, **said))
    return run


def train_epoch(run: Run, epoch: int, with_bar: bool = False) -> EpochReport:
    """Train to the end of the epoch under way, and report on what was trained."""
    tally, seconds = run.trainer.tally, run.training_seconds
    size = run.trainer.epoch_left
    for part in range(_PARTS):
        run.advance(size * (part + 1) // _PARTS - size * part // _PARTS)
        if with_bar:
            _draw_bar((part + 1) / _PARTS, epoch)
    evaluation = run.evaluate()
    tally, seconds = run.trainer.tally - tally, run.training_seconds - seconds
    return EpochReport(
        epoch, tally.accuracy, evaluation.accuracy, tally.average_cost, round(tally.examples / seconds, 1)
    )


def _draw_bar(share: float, epoch: int) -> None:
    terminal.show_progress(f"epoch {epoch}  {terminal.bar(share)} {share:4.0%}" if share < 1 else "")
