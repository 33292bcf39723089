"""What trains: the runs, how far and how fast the one shown is to go, and what of it there is to see."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable
from dataclasses import replace

from nnviz.datasets.dataset import Dataset
from nnviz.errors import BadInput, Stopped
from nnviz.learning.settings import Settings
from nnviz.runs.mailbox import Mailbox
from nnviz.runs.pace import Allowance, Rate
from nnviz.runs.run import Run
from nnviz.runs.several_runs import Runs, RunsAside
from nnviz.runs.shared_data import SharedData, preparation
from nnviz.runs.snapshot import Phase, Snapshot

# Long enough that taking the GIL back between chunks costs little, short enough to pause within two frames.
_CHUNK_SECONDS = 0.012
_STALE = 0.5  # seconds after which a network in training is evaluated again
_LONG = 0.05  # seconds that an evaluation takes in a large network: too long to wait for it


class Training:
    """Lives in the training thread, which calls `train_chunk` while there is something to train.

    `runs` may be read by other threads as far as it says so; `mailbox` is where they find what to show.
    """

    def __init__(self, settings: Settings, load_data: Callable[[], Dataset], memory: int) -> None:
        """`load_data` is called when the first run begins. `memory`: bytes for the past of all runs."""
        self.mailbox: Mailbox[Snapshot] = Mailbox()
        self.runs = Runs(memory)
        self.settings = settings  # of the run shown, or of the one to come
        self._load_data = load_data
        self._shared: SharedData | None = None
        self._aside: tuple[RunsAside, SharedData, Settings] | None = None
        self._is_stopped = False
        self._failure = ""
        self._target: float = 0  # examples to have seen before pausing; infinite while training freely
        self._speed = math.inf
        self._allowance = Allowance(math.inf)
        self._rate = Rate()
        self._show_every = 0.0  # seconds, at least; 0 is whenever the last was looked at
        self._shown_at = 0.0
        self._chunk = 1  # examples; it grows fourfold at most, until it takes `_CHUNK_SECONDS`

    @property
    def run(self) -> Run | None:
        """The run shown."""
        named = self.runs.shown
        return named.run if named is not None else None

    @property
    def shared(self) -> SharedData:
        """What runs are trained on. Raises `BadInput` while there is none."""
        if self._shared is None:
            raise BadInput("a run cannot be opened without the data it is trained on")
        return self._shared

    @property
    def is_stopped(self) -> bool:
        """Whether nothing that takes time is wanted any more."""
        return self._is_stopped

    @property
    def is_under_way(self) -> bool:
        """Whether there is something to train."""
        if self.run is None or self._failure or self._is_stopped:
            return False
        return self.run.examples_seen < self._target

    def seconds_to_next_chunk(self) -> float | None:
        """How long the thread rests: as the speed asked for lets it, and to make way for who looks back.

        None while there is nothing to train.
        """
        if not self.is_under_way:
            return None
        way = _CHUNK_SECONDS if self.runs.is_waited_for else 0.0
        return max(self._allowance.seconds_to_next(), way)

    def stop(self) -> None:
        """Nothing that takes time is wanted any more. For any thread."""
        self._is_stopped = True
        if self._shared is not None:
            self._shared.evaluator.stop()

    def end(self) -> None:
        """Wait for what was begun beside the training; the runs are the user's own again."""
        if self._aside is not None:
            self.runs.take_back(self._aside[0])
        for one in self.runs.all:
            with contextlib.suppress(Stopped):
                one.run.settle()

    def begin(self, settings: Settings) -> None:
        """Begin a new run, paused. The first time the data is loaded. Raises `BadInput`."""
        self._failure, self._target, self.settings = "", 0, settings
        if self._shared is None:
            self._prepare()
        if self._shared is None or self._is_stopped:
            return
        self._rate.clear()
        self._chunk = 1  # another network may be a thousand times as slow
        self.runs.add(self._shared.new_run(settings, self.runs.memory_of_next))
        self.publish()

    def change_data(self, data: Dataset) -> None:
        """Begin a new run on other data, paused; runs on the data before go. Raises `BadInput`."""
        shared = SharedData.of(data)
        run = shared.new_run(self.settings.fitted_to(len(data.train)), self.runs.memory)
        self._shared = shared
        self.change_runs(lambda: self.runs.open([(run, "", ())], 0))

    @property
    def own_runs(self) -> RunsAside:
        """The user's own runs, shown or put aside."""
        return self._aside[0] if self._aside is not None else self.runs.aside()

    @property
    def own_shared(self) -> SharedData:
        """What the user's own runs are trained on. Raises `BadInput` while there is none."""
        return self._aside[1] if self._aside is not None else self.shared

    def put_aside(self, shared: SharedData) -> None:
        """Keep the runs as they are, once, for `give_back`.

        `shared`: what the runs in their place are trained on. Raises `BadInput` while there are no data.
        """
        if self._aside is None:
            self._aside = (self.runs.aside(), self.shared, self.settings)
        self._shared = shared

    def give_back(self) -> None:
        """Show the runs again that were put aside, paused, exactly as they were; the others go."""
        if self._aside is None:
            return
        (aside, self._shared, self.settings), self._aside = self._aside, None
        self.change_runs(lambda: self.runs.take_back(aside))

    def fail(self, sentence: str) -> None:
        """Pause, and tell the user why."""
        self._failure, self._target = sentence, 0
        self.publish()

    def train_until(self, examples_seen: float) -> None:
        """Train until the run shown has seen that many examples."""
        was_under_way = self.is_under_way
        self._target = examples_seen
        self._allowance, self._show_every = Allowance(self._speed), 0.0
        self._rate.clear()
        paused, run = was_under_way and not self.is_under_way, self.run
        # A pause is answered before the network is evaluated, but never with less than all of its curve.
        if not paused or run is None or run.is_settled:
            self.publish()
        if paused:
            self.arrive()

    def set_speed(self, examples_per_second: float) -> None:
        """Train no faster than that."""
        self._speed = examples_per_second
        self._allowance = Allowance(examples_per_second)

    def hurry(self, show_every: float = 0) -> None:
        """Go to where it pauses next at once, however slow the speed; show it every so many seconds only."""
        self._allowance = Allowance(math.inf)
        self._show_every = show_every

    def change_runs(self, change: Callable[[], None]) -> None:
        """Change which runs there are or which is shown: whichever it is afterwards is paused."""
        change()
        run = self.run
        self._failure, self._target = "", 0
        self._chunk = 1
        self._rate.clear()
        if run is not None:
            self.settings = run.settings
            run.evaluate()
        self.publish()

    def arrive(self) -> None:
        """The network is one to stay with for a while: show it evaluated, at once where that takes long."""
        run = self.run
        assert run is not None
        if run.evaluation_seconds > _LONG:
            self.publish()
        run.evaluate()
        if (twin := self.runs.twin) is not None:
            twin.settle()  # its curve ends where this one does
        self.publish()

    def train_chunk(self) -> None:
        """Train the run shown for a moment, its twin with it, and show it if the last was looked at."""
        run = self.run
        assert run is not None
        examples = int(min(self._chunk, self._target - run.examples_seen, self._allowance.examples()))
        if examples <= 0:
            return
        began, spent = time.perf_counter(), run.training_seconds
        run.advance(examples, settled=False)
        self._let_twin_follow(run, examples)
        seconds = time.perf_counter() - began
        self._allowance.spend(examples)
        self._rate.add(examples, beside=seconds - (run.training_seconds - spent))
        if examples == self._chunk:  # a full chunk tells how long the next should be
            self._chunk = max(1, min(round(examples * _CHUNK_SECONDS / seconds), 4 * examples))
        if not self.is_under_way:
            self.arrive()
        elif self.mailbox.is_empty() and time.perf_counter() - self._shown_at >= self._show_every:
            self._evaluate_now_and_then(run)
            self.publish()

    def publish(self) -> None:
        """Have what there is shown."""
        self._shown_at = time.perf_counter()
        named = self.runs.shown
        if named is None:
            network = self.settings.new_network()
            data = self._shared.data if self._shared is not None else None
            snapshot = Snapshot(network, network, self.settings, data=data)
        else:
            snapshot = replace(named.run.snapshot(), run=named.number, runs=self.runs.summaries)
            if not (self.is_under_way or named.run.is_evaluated):
                snapshot = replace(snapshot, evaluation=None)
        phase = Phase.TRAINING if self.is_under_way else Phase.PAUSED
        self.mailbox.put(
            replace(
                snapshot,
                phase=Phase.FAILED if self._failure else phase,
                message=self._failure or snapshot.message,
                examples_per_second=self._rate.per_second() if self.is_under_way else 0.0,
                taken_at=time.perf_counter(),
            )
        )

    def _prepare(self) -> None:
        """Unpack the data and compile the kernel, saying so on the screen."""
        self._announce("Loading the data…")
        data = self._load_data()
        if self._is_stopped:
            return
        self._announce(preparation())
        self._shared = SharedData.of(data)

    def _announce(self, message: str) -> None:
        network = self.settings.new_network()
        self.mailbox.put(Snapshot(network, network, self.settings, phase=Phase.LOADING, message=message))

    def _let_twin_follow(self, run: Run, examples: int) -> None:
        """The twin goes where the run shown is; from far behind, at twice its speed."""
        twin = self.runs.twin
        if twin is not None and twin.examples_seen < run.examples_seen:
            twin.advance(min(run.examples_seen - twin.examples_seen, 2 * examples), settled=False)

    def _evaluate_now_and_then(self, run: Run) -> None:
        """At a slow speed the points of the curve, where it is evaluated anyway, are far apart."""
        age = time.perf_counter() - run.evaluated_at
        if not run.is_evaluated and age > max(_STALE, 20 * run.evaluation_seconds):
            run.evaluate()
