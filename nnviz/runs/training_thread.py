"""The one thread that trains. It is owned by an object that lives in the GUI thread, and knows no Qt.

Commands are left with it; the thread obeys between two chunks of training, each about 12 ms without the GIL.
What it has to show goes, frozen, into a mailbox, and only once the last was taken.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from nnviz.datasets.dataset import Dataset
from nnviz.errors import BadInput, Stopped
from nnviz.learning.settings import Settings
from nnviz.runs import history
from nnviz.runs.commands import Command, Reset
from nnviz.runs.one_core import one_core
from nnviz.runs.outcome import outcome
from nnviz.runs.training import Training

Answer = TypeVar("Answer")

_PATIENCE = 0.1  # seconds between two looks whether the thread that is waited for still lives

_log = logging.getLogger(__name__)


class TrainingThread:
    """Trains in the background; `submit` returns at once, `wait_for` and `close` do not."""

    def __init__(
        self, settings: Settings, load_data: Callable[[], Dataset], memory: int = history.MEMORY
    ) -> None:
        """`load_data` is called in the thread; a `BadInput` it raises is shown to the user.

        `memory`: bytes for the past of all runs together.
        """
        self._training = Training(settings, load_data, memory)
        self.mailbox = self._training.mailbox
        self.runs = self._training.runs  # only its part for any thread is for others than this one
        self._actions: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._closing = False
        self._one_core = contextlib.ExitStack()
        # Here and not in the thread: threadpoolctl obeys whoever limits BLAS first, and its owner may have.
        self._one_core.enter_context(one_core())
        self._thread = threading.Thread(target=self._live, name="training")
        self.submit(Reset(settings))
        self._thread.start()

    def submit(self, command: Command[object]) -> None:
        """Have this done between two chunks; what goes wrong then is shown to the user as a sentence."""
        self._actions.put(lambda: self._carry_out(command))

    def wait_for(self, command: Command[Answer]) -> Answer:
        """What the command returns or raises, once it was carried out. Not for the GUI to call.

        Raises `BadInput` if training has ended.
        """
        answers: queue.SimpleQueue[Callable[[], Answer]] = queue.SimpleQueue()
        work = partial(command.carry_out, self._training)
        self._actions.put(lambda: answers.put(outcome(work)))
        while self.is_alive():
            with contextlib.suppress(queue.Empty, Stopped):
                return answers.get(timeout=_PATIENCE)()
        raise BadInput("training has ended")

    def close(self) -> None:
        """End the thread and wait: for one chunk, or the loading under way. Safe to call twice."""
        self._closing = True
        self._training.stop()
        self._actions.put(lambda: None)
        self._thread.join()
        self._one_core.close()

    def is_alive(self) -> bool:
        """Whether the thread has not ended yet."""
        return self._thread.is_alive()

    def _live(self) -> None:
        while not self._closing:
            self._obey()
            if self._training.is_under_way:
                self._guarded(self._training.train_chunk)
        self._training.end()

    def _carry_out(self, command: Command[object]) -> None:
        self._guarded(lambda: command.carry_out(self._training))

    def _guarded(self, action: Callable[[], object]) -> None:
        """Whatever goes wrong in the thread reaches the user as a sentence; the thread goes on listening."""
        try:
            action()
        except BadInput as error:
            self._training.fail(str(error))
        except Stopped:
            pass
        except Exception as error:
            _log.exception("training stopped")
            self._training.fail(f"Training stopped: {error or type(error).__name__}. Reset starts again.")

    def _obey(self) -> None:
        """Do what was asked. With nothing to train, or nothing to train yet, wait for it here."""
        wait = self._training.seconds_to_next_chunk()
        try:
            action = self._actions.get(timeout=wait) if wait != 0 else self._actions.get_nowait()
            while True:
                action()
                action = self._actions.get_nowait()
        except queue.Empty:
            pass
