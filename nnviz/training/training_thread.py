"""The one thread that trains. It is owned by an object that lives in the GUI thread, and knows no Qt.

The owner's methods only leave a command; the thread obeys between two chunks of training, each about 12 ms
without the GIL. What it has to show goes, frozen, into a mailbox, and only once the last was taken.
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
from functools import partial
from typing import Literal, NoReturn, TypeVar

from nnviz.core import kernel
from nnviz.core.edits import NetworkEdits
from nnviz.core.evaluate import Evaluator
from nnviz.core.history import History
from nnviz.core.mnist import Mnist
from nnviz.core.network import Floats
from nnviz.core.run import Run
from nnviz.core.session import SavedRun
from nnviz.core.settings import Settings
from nnviz.core.snapshot import Phase, Snapshot
from nnviz.errors import BadInput
from nnviz.training.mailbox import Mailbox

Unit = Literal["example", "batch", "epoch"]
Value = TypeVar("Value")

# Long enough that taking the GIL back between chunks costs little, short enough to pause within two frames.
_CHUNK_SECONDS = 0.012
_HISTORY_MEMORY = 0  # bytes for past states: nothing shows them yet
_PATIENCE = 0.1  # seconds between two looks whether the thread that is waited for still lives
_RATE_SECONDS = 0.5  # over which examples per second are averaged

_log = logging.getLogger(__name__)


class TrainingThread:
    """Trains in the background; every method returns at once, but for `close`."""

    def __init__(self, settings: Settings, load_data: Callable[[], Mnist]) -> None:
        """`load_data` is called in the thread; a `BadInput` it raises is shown to the user."""
        self.mailbox: Mailbox[Snapshot] = Mailbox()
        self._load_data = load_data
        self._settings = settings
        self._commands: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._live, name="training")
        self._closing = False
        self._data: Mnist | None = None
        self._evaluator: Evaluator | None = None
        self._images: kernel.SparseImages | None = None
        self._run: Run | None = None
        self._failure = ""
        self._target: float = 0  # examples to have seen before pausing; infinite while training freely
        self._speed = math.inf
        self._allowance = _Allowance(math.inf)
        self._rate = _Rate()
        self._chunk = 64
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
        """Begin a new run, paused."""
        self._commands.put(lambda: self._begin(settings))

    def open(self, saved: SavedRun) -> None:
        """Go on with a saved run, paused."""
        self._commands.put(lambda: self._open(saved))

    def open_runs(self, runs: tuple[SavedRun, ...], current: int) -> None:
        """Go on with saved runs, paused, `current` on show. Waits for the thread: not for the GUI to call.

        Raises `BadInput` if they cannot be gone on with; what is there then goes on.
        """
        self._wait_for(lambda: self._open(runs[current]))

    def history(self) -> History:
        """The past of the run on show, which another thread may ask. Waits, and raises, as `saved_runs`."""
        return self._wait_for(self._past)

    def saved_runs(self, memory: int) -> tuple[tuple[SavedRun, ...], int]:
        """All runs between two chunks, each with kept states of `memory` bytes, and which is on show.

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

    def set_speed(self, examples_per_second: float) -> None:
        """Train no faster than that; infinite is as fast as the machine can."""
        self._commands.put(lambda: self._set_speed(examples_per_second))

    def close(self) -> None:
        """End the thread and wait: for one chunk, or the loading under way. Safe to call twice."""
        self._closing = True
        self._commands.put(lambda: None)
        self._thread.join()

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
    def _is_training(self) -> bool:
        return self._run is not None and not self._failure and self._run.examples_seen < self._target

    def _begin(self, settings: Settings) -> None:
        self._failure, self._target, self._settings, self._run = "", 0, settings, None
        if self._data is None or self._evaluator is None:
            self._prepare()
        if self._closing or self._data is None or self._evaluator is None:
            return
        self._rate.clear()
        self._run = Run(settings, self._data, self._evaluator, memory=_HISTORY_MEMORY, images=self._images)
        self._publish()

    def _open(self, saved: SavedRun) -> None:
        if self._data is None or self._evaluator is None:
            raise BadInput("a run cannot be opened without the digits it is trained on")
        run = Run.restored(saved, self._data, self._evaluator, memory=_HISTORY_MEMORY, images=self._images)
        self._failure, self._target, self._settings, self._run = "", 0, saved.settings, run
        self._rate.clear()
        self._publish()

    def _collect(self, memory: int) -> tuple[tuple[SavedRun, ...], int]:
        if self._run is None:
            raise BadInput("there is no run yet that could be saved")
        return (self._run.saved("run 1", memory=memory),), 0

    def _past(self) -> History:
        if self._run is None:
            raise BadInput("there is no run yet")
        return self._run.history

    def _wait_for(self, work: Callable[[], Value]) -> Value:
        """Have the thread do this between two chunks; what it returns or raises. Called by other threads."""
        answers: queue.SimpleQueue[Callable[[], Value]] = queue.SimpleQueue()
        self._commands.put(lambda: answers.put(_outcome(work)))
        while self.is_alive():
            with contextlib.suppress(queue.Empty):
                return answers.get(timeout=_PATIENCE)()
        raise BadInput("training has ended")

    def _prepare(self) -> None:
        """Unpack the data and compile the kernel, saying so on the screen."""
        self._announce("Unpacking MNIST…")
        data = self._load_data()
        if self._closing:
            return
        self._announce(
            "Preparing the digits…" if kernel.is_compiled() else "First start: compiling the training kernel…"
        )
        self._evaluator = Evaluator(data.test)
        self._images = kernel.sparse_images(data.train.images)
        self._data = data

    def _announce(self, message: str) -> None:
        network = self._settings.new_network()
        self.mailbox.put(
            Snapshot(network, network, self._settings, phase=Phase.LOADING, message=message, data=self._data)
        )

    def _train_until(self, examples_seen: float) -> None:
        was_training = self._is_training
        self._target = examples_seen
        self._allowance = _Allowance(self._speed)
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
            self._allowance = _Allowance(math.inf)

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
            self._run.change(settings)
        self._publish()

    def _set_speed(self, examples_per_second: float) -> None:
        self._speed = examples_per_second
        self._allowance = _Allowance(examples_per_second)

    def _train_chunk(self) -> None:
        run = self._run
        assert run is not None
        examples = int(min(self._chunk, self._target - run.examples_seen, self._allowance.examples()))
        if examples <= 0:
            return
        began = time.perf_counter()
        run.advance(examples)
        seconds = time.perf_counter() - began
        self._allowance.spend(examples)
        self._rate.add(examples)
        if examples == self._chunk:  # a full chunk tells how long the next should be
            self._chunk = max(1, min(round(examples * _CHUNK_SECONDS / seconds), 4 * examples))
        if not self._is_training:
            self._arrive()
        elif self.mailbox.is_empty():
            self._publish()

    def _arrive(self) -> None:
        """The network is one to stay with for a while: show it at once, then evaluated as well."""
        assert self._run is not None
        self._publish()
        self._run.evaluate()
        self._publish()

    def _publish(self) -> None:
        if self._run is None:
            network = self._settings.new_network()
            snapshot = Snapshot(network, network, self._settings, data=self._data)
        else:
            snapshot = self._run.snapshot()
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


def _outcome(work: Callable[[], Value]) -> Callable[[], Value]:
    """Do it now; what is returned gives the result or raises what was raised, in the thread that calls it."""
    try:
        value = work()
    except Exception as error:
        return partial(_raise, error)
    return lambda: value


def _raise(error: Exception) -> NoReturn:
    raise error


class _Allowance:
    """How many examples a speed limit allows by now."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._saved = 1.0  # the first example goes at once
        self._since = time.perf_counter()

    def examples(self) -> float:
        """How many may be trained on now."""
        if math.isinf(self._per_second):
            return math.inf
        now = time.perf_counter()
        most = max(1.0, 0.1 * self._per_second)  # time lost is not caught up with in a burst
        self._saved = min(self._saved + (now - self._since) * self._per_second, most)
        self._since = now
        return math.floor(self._saved)

    def spend(self, examples: int) -> None:
        """So many were trained on."""
        self._saved -= examples if math.isfinite(self._per_second) else 0

    def seconds_to_next(self) -> float:
        """How long to wait until the next is allowed."""
        if self.examples() >= 1:
            return 0.0
        return max(0.001, (1 - self._saved) / self._per_second)


class _Rate:
    """Examples per second over the last half second or so."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self._marks: list[tuple[float, int]] = [(time.perf_counter(), 0)]

    def add(self, examples: int) -> None:
        """So many were trained on just now."""
        now = time.perf_counter()
        self._marks.append((now, self._marks[-1][1] + examples))
        while len(self._marks) > 2 and self._marks[1][0] < now - _RATE_SECONDS:
            del self._marks[0]

    def per_second(self) -> float:
        """The rate, 0 before anything was trained on."""
        (began, before), (ended, after) = self._marks[0], self._marks[-1]
        return (after - before) / (ended - began) if ended > began else 0.0
