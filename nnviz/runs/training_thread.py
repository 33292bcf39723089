"""The one thread that trains. It is owned by an object that lives in the GUI thread, and knows no Qt.

The owner's methods only leave a command; the thread obeys between two chunks of training, each about 12 ms
without the GIL. What it has to show goes, frozen, into a mailbox, and only once the last was taken.
The module is long because every command is a method twice, here asked for and there obeyed; what is to be
decided lies in `runs.py`, `pace.py` and the core.
"""

from __future__ import annotations

import contextlib
import logging
import math
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeVar

from nnviz.arrays import Floats
from nnviz.datasets.mnist import Mnist
from nnviz.errors import BadInput, Stopped
from nnviz.learning.edits import NetworkEdits
from nnviz.learning.settings import Settings, difference_text
from nnviz.runs import history
from nnviz.runs.mailbox import Mailbox
from nnviz.runs.one_core import one_core
from nnviz.runs.outcome import outcome
from nnviz.runs.pace import Allowance, Rate
from nnviz.runs.run import Run
from nnviz.runs.saved_run import SavedRun
from nnviz.runs.several_runs import Runs
from nnviz.runs.shared_digits import Digits, preparation
from nnviz.runs.snapshot import Change, Mark, Phase, Snapshot
from nnviz.runs.twins import as_twin, changes_as_twin

Unit = Literal["example", "batch", "epoch"]
Value = TypeVar("Value")

# Long enough that taking the GIL back between chunks costs little, short enough to pause within two frames.
_CHUNK_SECONDS = 0.012
_STALE = 0.5  # seconds after which a network in training is evaluated again
_LONG = 0.05  # seconds that an evaluation takes in a large network: too long to wait for it
_PATIENCE = 0.1  # seconds between two looks whether the thread that is waited for still lives

_log = logging.getLogger(__name__)


class TrainingThread:
    """Trains in the background; every method returns at once, but for `close`."""

    def __init__(
        self, settings: Settings, load_data: Callable[[], Mnist], memory: int = history.MEMORY
    ) -> None:
        """`load_data` is called in the thread; a `BadInput` it raises is shown to the user.

        `memory`: bytes for the past of all runs together.
        """
        self.mailbox: Mailbox[Snapshot] = Mailbox()
        self.runs = Runs(memory)  # only its part for any thread is for others than this one
        self._load_data = load_data
        self._settings = settings
        self._commands: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._live, name="training")
        self._closing = False
        self._digits: Digits | None = None
        self._failure = ""
        self._target: float = 0  # examples to have seen before pausing; infinite while training freely
        self._speed = math.inf
        self._allowance = Allowance(math.inf)
        self._rate = Rate()
        self._chunk = 1  # examples; it grows fourfold at most, until it takes `_CHUNK_SECONDS`
        self._one_core = contextlib.ExitStack()
        # Here and not in the thread: threadpoolctl obeys whoever limits BLAS first, and its owner may have.
        self._one_core.enter_context(one_core())
        self._thread.start()

    def start(self) -> None:
        """Train until paused."""
        self._commands.put(lambda: self._train_until(math.inf))

    def pause(self) -> None:
        """Stop after the chunk under way."""
        self._commands.put(lambda: self._train_until(0))

    def step(self, unit: Unit) -> None:
        """Train on one example, to the end of the mini-batch, or to the end of the epoch, and pause."""
        self._commands.put(lambda: self._step(unit))

    def advance(self, examples: int) -> None:
        """Train on that many more examples, and pause."""
        self._commands.put(lambda: self._advance(examples))

    def reset(self, settings: Settings) -> None:
        """Begin a new run, paused; the one on show stays among the runs if it was trained."""
        self._commands.put(lambda: self._begin(settings))

    def open(self, saved: SavedRun) -> None:
        """Go on with a saved run, paused."""
        self._commands.put(lambda: self._open(saved))

    def open_runs(self, runs: tuple[SavedRun, ...], current: int) -> None:
        """Go on with saved runs, paused, `current` on show. Waits for the thread: not for the GUI to call.

        Raises `BadInput` if they cannot be gone on with; what is there then goes on.
        """
        self._wait_for(lambda: self._open_all(runs, current))

    def saved_runs(self, memory: int) -> tuple[tuple[SavedRun, ...], int]:
        """All runs between two chunks, with kept states of `memory` bytes in all, and which is on show.

        Waits for the thread: not for the GUI to call. Raises `BadInput` before there is any.
        """
        return self._wait_for(lambda: self._collect(memory))

    def edit(self, edits: NetworkEdits) -> None:
        """Go on with the network as edited by hand."""
        self._commands.put(lambda: self._edit(edits))

    def apply_step(self, image: Floats, label: int, eta: float, words: str) -> None:
        """Take one step with this one example (784,) out of turn; `words` say which it is."""
        self._commands.put(lambda: self._apply_step(image, label, eta, words))

    def change(self, settings: Settings) -> None:
        """Go on with another η or mini-batch."""
        self._commands.put(lambda: self._change(settings))

    def branch(self, examples_seen: int) -> None:
        """Begin a new run where the one on show was after so many examples, paused."""
        self._commands.put(lambda: self._branch(examples_seen))

    def begin_twin(self, settings: Settings) -> None:
        """Begin a second run from the start of the one on show, and train it until it is as far.

        From then on the two keep pace.
        """
        self._commands.put(lambda: self._begin_twin(settings))

    def show_run(self, number: int) -> None:
        """Have another run on show, paused."""
        self._commands.put(lambda: self._change_runs(lambda: self.runs.show(number)))

    def remove_run(self, number: int) -> None:
        """Let a run go, unless it is the only one."""
        self._commands.put(lambda: self._remove_run(number))

    def rename_run(self, number: int, name: str) -> None:
        """Give a run another name."""
        self._commands.put(lambda: self._tell(lambda: self.runs.rename(number, name)))

    def set_marks(self, number: int, marks: tuple[Mark, ...]) -> None:
        """These are the marks of a run now."""
        self._commands.put(lambda: self._tell(lambda: self.runs.mark(number, marks)))

    def set_memory(self, memory: int) -> None:
        """So many bytes for the past of all runs together."""
        self._commands.put(lambda: self.runs.set_memory(memory))

    def set_speed(self, examples_per_second: float) -> None:
        """Train no faster than that; infinite is as fast as the machine can."""
        self._commands.put(lambda: self._set_speed(examples_per_second))

    def close(self) -> None:
        """End the thread and wait: for one chunk, or the loading under way. Safe to call twice."""
        self._closing = True
        if self._digits is not None:
            self._digits.evaluator.stop()
        self._commands.put(lambda: None)
        self._thread.join()
        self._one_core.close()

    def is_alive(self) -> bool:
        """Whether the thread has not ended yet."""
        return self._thread.is_alive()

    def _live(self) -> None:
        self._guarded(lambda: self._begin(self._settings))
        while not self._closing:
            self._obey()
            if self._is_training and not self._closing:
                self._guarded(self._train_chunk)

    def _guarded(self, action: Callable[[], None]) -> None:
        """Whatever goes wrong in the thread reaches the user as a sentence; the thread goes on listening."""
        try:
            action()
        except BadInput as error:
            self._fail(str(error))
        except Stopped:
            pass
        except Exception as error:
            _log.exception("training stopped")
            self._fail(f"Training stopped: {error or type(error).__name__}. Reset starts again.")

    def _fail(self, sentence: str) -> None:
        self._failure, self._target = sentence, 0
        self._publish()

    def _obey(self) -> None:
        """Carry out what was asked. With nothing to train, or nothing to train yet, wait for it here."""
        wait = self._allowance.seconds_to_next() if self._is_training else None
        try:
            command = self._commands.get(timeout=wait) if wait != 0 else self._commands.get_nowait()
            while True:
                self._guarded(command)
                command = self._commands.get_nowait()
        except queue.Empty:
            pass

    @property
    def _run(self) -> Run | None:
        """The run on show."""
        named = self.runs.shown
        return named.run if named is not None else None

    @property
    def _is_training(self) -> bool:
        return self._run is not None and not self._failure and self._run.examples_seen < self._target

    def _begin(self, settings: Settings) -> None:
        self._failure, self._target, self._settings = "", 0, settings
        if self._digits is None:
            self._prepare()
        if self._closing or self._digits is None:
            return
        self._rate.clear()
        self._chunk = 1  # another network may be a thousand times as slow
        self.runs.add(self._digits.new_run(settings, self.runs.memory_of_next))
        self._publish()

    def _open(self, saved: SavedRun) -> None:
        self._open_all((saved,), 0)

    def _open_all(self, saved: tuple[SavedRun, ...], current: int) -> None:
        if self._digits is None:
            raise BadInput("a run cannot be opened without the digits it is trained on")
        memory = self.runs.memory // len(saved)
        opened = [(self._digits.restored(one, memory), one.name, one.marks) for one in saved]
        self._change_runs(lambda: self.runs.open(opened, current))

    def _collect(self, memory: int) -> tuple[tuple[SavedRun, ...], int]:
        shown, runs = self.runs.shown, self.runs.all
        if shown is None:
            raise BadInput("there is no run yet that could be saved")
        share = memory // len(runs)
        return tuple(one.run.saved(one.name, one.marks, share) for one in runs), runs.index(shown)

    def _wait_for(self, work: Callable[[], Value]) -> Value:
        """Have the thread do this between two chunks; what it returns or raises. Called by other threads."""
        answers: queue.SimpleQueue[Callable[[], Value]] = queue.SimpleQueue()
        self._commands.put(lambda: answers.put(outcome(work)))
        while self.is_alive():
            with contextlib.suppress(queue.Empty, Stopped):
                return answers.get(timeout=_PATIENCE)()
        raise BadInput("training has ended")

    def _prepare(self) -> None:
        """Unpack the data and compile the kernel, saying so on the screen."""
        self._announce("Unpacking MNIST…")
        data = self._load_data()
        if self._closing:
            return
        self._announce(preparation())
        self._digits = Digits.of(data)

    def _branch(self, examples_seen: int) -> None:
        named = self.runs.shown
        if named is None or self._digits is None:
            return
        saved = named.run.past(examples_seen, named.name)
        marks = tuple(mark for mark in named.marks if mark.examples_seen <= examples_seen)
        run = self._digits.restored(saved, self.runs.memory_of_next)
        about = f"from step {saved.position.steps:,}"
        self._change_runs(lambda: self.runs.add(run, about, marks=marks))

    def _begin_twin(self, settings: Settings) -> None:
        named, goes_on = self.runs.shown, self._is_training
        if named is None or self._digits is None:
            return
        about = difference_text(named.run.changes[0].settings, settings)
        run = self._digits.new_run(settings, self.runs.memory_of_next)
        run.follow(changes_as_twin(named.run.changes, settings))
        self._change_runs(lambda: self.runs.add(run, about, twin=named.number))
        self._train_until(math.inf if goes_on else named.run.examples_seen)

    def _change_runs(self, change: Callable[[], None]) -> None:
        """Whichever run is on show afterwards is paused."""
        change()
        run = self._run
        self._failure, self._target = "", 0
        self._chunk = 1
        self._rate.clear()
        if run is not None:
            self._settings = run.settings
            run.evaluate()
        self._publish()

    def _remove_run(self, number: int) -> None:
        named = self.runs.shown
        if named is None or len(self.runs.all) < 2:
            return
        if named.number == number:
            self._change_runs(lambda: self.runs.remove(number))
        else:
            self._tell(lambda: self.runs.remove(number))

    def _tell(self, change: Callable[[], None]) -> None:
        """Change something about the runs that is no reason to pause."""
        change()
        self._publish()

    def _announce(self, message: str) -> None:
        network = self._settings.new_network()
        self.mailbox.put(Snapshot(network, network, self._settings, phase=Phase.LOADING, message=message))

    def _train_until(self, examples_seen: float) -> None:
        was_training = self._is_training
        self._target = examples_seen
        self._allowance = Allowance(self._speed)
        self._rate.clear()
        if was_training and not self._is_training:
            self._arrive()
        else:
            self._publish()

    def _advance(self, examples: int) -> None:
        if self._run is not None:
            self._train_until(self._run.examples_seen + examples)

    def _step(self, unit: Unit) -> None:
        if self._run is None:
            return
        trainer = self._run.trainer
        examples = {"example": 1, "batch": trainer.mini_batch_left, "epoch": trainer.epoch_left}[unit]
        self._advance(examples)
        if unit != "epoch":  # a single step is taken at once, however slow the speed
            self._allowance = Allowance(math.inf)

    def _edit(self, edits: NetworkEdits) -> None:
        if self._run is not None:
            self._run.replace_network(edits.apply(self._run.trainer.network), "edited by hand")
            self._arrive()

    def _apply_step(self, image: Floats, label: int, eta: float, words: str) -> None:
        if self._run is not None:
            self._run.apply_step(image, label, eta, words)
            self._arrive()

    def _change(self, settings: Settings) -> None:
        self._settings = settings
        if self._run is not None:
            before = self._run.changes
            self._run.change(settings)
            if self._run.changes != before:
                self._let_twin_change(self._run)
        self._publish()

    def _let_twin_change(self, run: Run) -> None:
        """The twin makes the newest change too, unless it is beyond that already."""
        twin, change = self.runs.twin, run.changes[-1]
        if twin is not None and twin.examples_seen <= change.examples_seen:
            settings = as_twin(change.settings, run.changes[0].settings, twin.changes[0].settings)
            twin.follow([Change(change.examples_seen, settings)])

    def _set_speed(self, examples_per_second: float) -> None:
        self._speed = examples_per_second
        self._allowance = Allowance(examples_per_second)

    def _train_chunk(self) -> None:
        run = self._run
        assert run is not None
        examples = int(min(self._chunk, self._target - run.examples_seen, self._allowance.examples()))
        if examples <= 0:
            return
        began, spent = time.perf_counter(), run.training_seconds
        run.advance(examples)
        self._let_twin_follow(run, examples)
        seconds = time.perf_counter() - began
        self._allowance.spend(examples)
        self._rate.add(examples, beside=seconds - (run.training_seconds - spent))
        if examples == self._chunk:  # a full chunk tells how long the next should be
            self._chunk = max(1, min(round(examples * _CHUNK_SECONDS / seconds), 4 * examples))
        if not self._is_training:
            self._arrive()
        elif self.mailbox.is_empty():
            self._evaluate_now_and_then(run)
            self._publish()

    def _let_twin_follow(self, run: Run, examples: int) -> None:
        """The twin goes where the run on show is; from far behind, at twice its speed."""
        twin = self.runs.twin
        if twin is not None and twin.examples_seen < run.examples_seen:
            twin.advance(min(run.examples_seen - twin.examples_seen, 2 * examples))

    def _evaluate_now_and_then(self, run: Run) -> None:
        """At a slow speed the points of the curve, where it is evaluated anyway, are far apart."""
        age = time.perf_counter() - run.evaluated_at
        if not run.is_evaluated and age > max(_STALE, 20 * run.evaluation_seconds):
            run.evaluate()

    def _arrive(self) -> None:
        """The network is one to stay with for a while: show it evaluated, at once where that takes long."""
        run = self._run
        assert run is not None
        if run.evaluation_seconds > _LONG:
            self._publish()
        run.evaluate()
        self._publish()

    def _publish(self) -> None:
        named = self.runs.shown
        if named is None:
            network = self._settings.new_network()
            data = self._digits.data if self._digits is not None else None
            snapshot = Snapshot(network, network, self._settings, data=data)
        else:
            snapshot = replace(named.run.snapshot(), run=named.number, runs=self.runs.summaries)
            if not (self._is_training or named.run.is_evaluated):
                snapshot = replace(snapshot, evaluation=None)
        phase = Phase.TRAINING if self._is_training else Phase.PAUSED
        self.mailbox.put(
            replace(
                snapshot,
                phase=Phase.FAILED if self._failure else phase,
                message=self._failure or snapshot.message,
                examples_per_second=self._rate.per_second() if self._is_training else 0.0,
                taken_at=time.perf_counter(),
            )
        )
