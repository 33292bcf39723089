"""A run of an experiment in the window: nothing of it was kept but its settings, so it is trained again."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.learning.settings import Settings
from nnviz.runs.several_runs import NamedRun
from nnviz.runs.training import Training

_SHOW_EVERY = 0.3  # seconds: what it is to lead to is wanted, and looking takes time from training


@dataclass(frozen=True)
class TrainAgain:
    """Begin that run beside the others and train it so far, as fast as the machine can.

    Training is deterministic: it is the very same run, with its whole past. One that is there already is
    shown instead. Raises `BadInput` for settings that do not go with the data.
    """

    settings: Settings
    epochs: int
    name: str

    def carry_out(self, training: Training) -> None:
        """A `Command`."""
        runs, shared = training.runs, training.shared
        there = next((one for one in runs.all if self._is(one)), None)
        if there is not None:
            training.change_runs(lambda: runs.show(there.number))
            return
        run = shared.new_run(self.settings, runs.memory_of_next)
        training.change_runs(lambda: runs.add(run, name=self.name, can_be_had_again=True))
        training.train_until(self.epochs * len(run.data.train))
        training.hurry(show_every=_SHOW_EVERY)

    def _is(self, named: NamedRun) -> bool:
        """Whether a run of the session is this one: never changed, and exactly as far."""
        run = named.run
        return (
            len(run.changes) == 1
            and run.changes[0].settings == self.settings
            and not run.history.events
            and run.examples_seen == self.epochs * len(run.data.train)
        )
