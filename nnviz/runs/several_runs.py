"""The runs of a session: up to eight, named and coloured, one of them shown. Trains none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nnviz.arrays import Floats
from nnviz.learning import kernel
from nnviz.learning.settings import Settings
from nnviz.runs.history import MEMORY
from nnviz.runs.outputs_over_time import OutputsOverTime, outputs_over_time
from nnviz.runs.recording import Past
from nnviz.runs.run import Run
from nnviz.runs.saved_run import MOST_RUNS
from nnviz.runs.snapshot import Comparison, Mark, RunSummary, Snapshot

MOST = MOST_RUNS


@dataclass(frozen=True, eq=False)
class NamedRun:
    """A run with what the user knows it by."""

    number: int  # never given to another
    colour: int  # from 0 to 7, different for each
    name: str
    run: Run
    twin: int | None = None  # number of the run that this one was begun as a twin of
    marks: tuple[Mark, ...] = ()
    can_be_had_again: bool = False  # with one click: the first to make room

    @property
    def summary(self) -> RunSummary:
        """What the panels see of it."""
        run = self.run
        return RunSummary(
            number=self.number,
            colour=self.colour,
            name=self.name,
            settings=run.settings,
            examples_seen=run.examples_seen,
            epoch_size=len(run.data.train),
            curve=run.curve,
            marks=self.marks,
            evaluation=run.evaluation,
            changes=run.changes,
            changes_by_hand=len(run.history.events),
        )


@dataclass(frozen=True)
class RunsAside:
    """The runs of a session while others are shown in their place."""

    all: tuple[NamedRun, ...]
    shown: int


class Runs:
    """One thread changes it; what is said to be for any thread may be called meanwhile."""

    def __init__(self, memory: int = MEMORY) -> None:
        """`memory`: bytes for the past of all runs together."""
        self.all: tuple[NamedRun, ...] = ()
        self.memory = memory
        self._shown = -1
        self._next_number = 0
        self._waiting: set[object] = set()  # one for each who waits for a moment of the past

    @property
    def is_waited_for(self) -> bool:
        """Whether a moment of the past is being made, for which somebody waits."""
        return bool(self._waiting)

    @property
    def shown(self) -> NamedRun | None:
        """The run shown; None before there is any."""
        return self.find(self._shown)

    @property
    def twin(self) -> Run | None:
        """The run that keeps pace with the one shown."""
        shown = self.shown
        if shown is None:
            return None
        twins = [one.run for one in self.all if shown.number == one.twin or one.number == shown.twin]
        return twins[-1] if twins else None

    @property
    def memory_of_next(self) -> int:
        """Bytes for the past of a run that is about to be added."""
        return self.memory // min(len(self.all) + 1, MOST)

    @property
    def summaries(self) -> tuple[RunSummary, ...]:
        """All runs as the panels see them, the oldest first."""
        return tuple(one.summary for one in self.all)

    def find(self, number: int) -> NamedRun | None:
        """The run of that number, if there is one."""
        return next((one for one in self.all if one.number == number), None)

    def add(
        self,
        run: Run,
        about: str = "",
        twin: int | None = None,
        name: str = "",
        marks: tuple[Mark, ...] = (),
        can_be_had_again: bool = False,
    ) -> None:
        """Take a run in and show it; without a name it is called “run 3”, with what is `about` it.

        A run shown that was never trained makes room, unless this is its twin. Beyond eight, one of the
        others goes: one that can be had again, or else the oldest.
        """
        shown = self.shown
        if shown is not None and shown.run.examples_seen == 0 and twin is None:
            self.remove(shown.number)
        if len(self.all) == MOST:
            others = [one for one in self.all if one is not shown]
            self.remove(next((one for one in others if one.can_be_had_again), others[0]).number)
        self._append(run, about, twin, name, marks)
        if can_be_had_again:
            self.all = (*self.all[:-1], replace(self.all[-1], can_be_had_again=True))

    def open(self, opened: Sequence[tuple[Run, str, tuple[Mark, ...]]], shown: int) -> None:
        """Have these runs, with their names and marks, and no others; `shown` counts from 0."""
        self.all = ()
        for run, name, marks in opened[:MOST]:
            self._append(run, name=name, marks=marks)
        self._shown = self.all[shown].number

    def aside(self) -> RunsAside:
        """All runs as they are, to be taken back later; they stay what they are meanwhile."""
        return RunsAside(self.all, self._shown)

    def take_back(self, aside: RunsAside) -> None:
        """Have those runs again, and no others."""
        self.all, self._shown = aside.all, aside.shown
        self._share_memory()

    def show(self, number: int) -> None:
        """Show another run."""
        if self.find(number) is not None:
            self._shown = number

    def rename(self, number: int, name: str) -> None:
        """Give a run another name."""
        self.all = tuple(replace(one, name=name) if one.number == number else one for one in self.all)

    def mark(self, number: int, marks: tuple[Mark, ...]) -> None:
        """These are the marks of a run now."""
        self.all = tuple(replace(one, marks=marks) if one.number == number else one for one in self.all)

    def remove(self, number: int) -> None:
        """Let a run go; if it is shown, the newest of the others is shown."""
        self.all = tuple(one for one in self.all if one.number != number)
        if self.all and number == self._shown:
            self._shown = self.all[-1].number
        self._share_memory()

    def set_memory(self, memory: int) -> None:
        """That many bytes for the past of all runs together."""
        self.memory = memory
        self._share_memory()

    def replayable(self, number: int) -> Past | None:
        """What a run can be replayed from; None if it is gone. For any thread."""
        named = self.find(number)
        if named is None:
            return None
        run = named.run
        return Past(run.history, run.data.train, run.trainer.images)

    def past(self, latest: Snapshot, examples_seen: int) -> Snapshot | None:
        """The run of `latest` as it was; None if it is gone. For any thread that has the time."""
        named, who = self.find(latest.run), object()
        if named is None:
            return None
        self._waiting.add(who)
        try:
            past = named.run.history.snapshot(examples_seen, latest, named.run.evaluator)
        finally:
            self._waiting.remove(who)
        return replace(past, newest=latest.examples_seen)

    def comparison(self, shown: Snapshot, number: int) -> Comparison:
        """What is shown, beside another run after as many examples. For any thread that has the time."""
        other, at = self.find(number), shown.examples_seen
        if other is None or other.run.examples_seen < at or other.run.start.sizes != shown.network.sizes:
            return Comparison(number, at, shown.network, None)
        state = other.run.history.at(at)
        then = kernel.unpack(state.parameters, other.run.start.architecture)
        return Comparison(number, at, shown.network, then if state.examples_seen == at else None)

    def outputs_over_time(
        self, number: int, image: Floats, is_wanted: Callable[[], bool]
    ) -> OutputsOverTime | None:
        """What a run said of a picture (pixels,) all along; None if it is gone. For any thread."""
        named = self.find(number)
        return outputs_over_time(named.run, image, is_wanted) if named is not None else None

    def settings_to_remember(self) -> Settings | None:
        """Those of the run shown or, if it was begun as a twin, of the run that it is the twin of."""
        named = self.shown
        while named is not None and named.twin is not None:
            named = self.find(named.twin)
        others = [one for one in self.all if one.twin is None]
        chosen = named or (others[-1] if others else None)
        return chosen.run.settings if chosen is not None else None

    def kept(self, number: int) -> list[int]:
        """Examples seen at the kept states of a run. For any thread."""
        named = self.find(number)
        return [state.examples_seen for state in named.run.history.states] if named is not None else []

    def marks(self, number: int) -> tuple[Mark, ...]:
        """The marks of a run. For any thread."""
        named = self.find(number)
        return named.marks if named is not None else ()

    @property
    def nbytes(self) -> int:
        """Memory that the past of all runs takes. For any thread."""
        return sum(one.run.history.nbytes for one in self.all)

    def _append(
        self,
        run: Run,
        about: str = "",
        twin: int | None = None,
        name: str = "",
        marks: tuple[Mark, ...] = (),
    ) -> None:
        taken = {one.colour for one in self.all}
        colour = next(colour for colour in range(MOST) if colour not in taken)
        name = name or f"run {colour + 1}" + (f" ({about})" if about else "")
        self._shown, self._next_number = self._next_number, self._next_number + 1
        self.all = (
            *self.all,
            NamedRun(number=self._shown, colour=colour, name=name, run=run, twin=twin, marks=marks),
        )
        self._share_memory()

    def _share_memory(self) -> None:
        for one in self.all:
            one.run.history.memory = self.memory // len(self.all)
