"""Unsaved work is written to a recovery file every few seconds, and offered again after a crash."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.errors import BadInput
from nnviz.number_text import epoch_text, percent_text
from nnviz.runs.saved_run import SavedRun
from nnviz.sessions.session import Session
from nnviz.sessions.session_file import load_session
from nnviz.window.documents.background import FileWork
from nnviz.window.documents.banner import Banner
from nnviz.window.documents.document_state import DocumentState
from nnviz.window.documents.recovery import Slot, new_slot, orphans

# At most 10 s of training may be lost; the rest of them is for writing, on however slow a disk.
INTERVAL = 8_000  # ms
# Of kept states, a run: what lies between them is replayed, and 4 MB are written in 20 ms.
MEMORY = 4 << 20

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _Found:
    """Work that a window has left behind."""

    slot: Slot
    session: Session
    written: float  # seconds since 1970


class Autosave(QObject):
    """Keeps one slot up to date, and offers what other windows have left in theirs."""

    restore_requested = Signal(object)  # Session that was left behind
    failed = Signal(str)  # why unsaved work cannot be kept; once, not every few seconds

    def __init__(self, state: DocumentState, banner: Banner, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._state, self._banner, self._folder = state, banner, folder
        self._slot = new_slot(folder)
        self._work = FileWork(self)
        self._written: tuple[object, ...] = ()  # the moment that is in the file, or on its way
        self._has_failed = False
        self._again = False  # whether something has changed while it was being written
        self._offered: list[_Found] = []
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self.save)
        self._timer.start()
        self._work.do("look", lambda: _left_behind(folder), self._offer, _log.error)

    @property
    def file(self) -> Path | None:
        """Where the unsaved work is written; None where nothing can be."""
        return self._slot.file if self._slot is not None else None

    def save(self) -> None:
        """Write what is new, if anything is."""
        moment = self._state.moment
        if self._slot is None or not moment or moment == self._written:
            return
        if self._work.is_doing("write", "look"):
            self._again = True
            return
        self._written = moment
        self._work.do("write", self._writer(self._slot), self._after, self._say_failed)

    def finish(self) -> None:
        """Write what is new before the process ends, and wait for it."""
        self._timer.stop()
        self._work.finish()
        if self._slot is not None and self._state.moment:
            try:
                self._writer(self._slot)()
            except BadInput as error:
                self._say_failed(str(error))

    def adopted(self) -> None:
        """What was offered is shown now: its file is this window's from now on."""
        slot = self._offered.pop(0).slot
        if self._slot is not None:  # after what may be still on its way into it
            self._work.do("clear", self._slot.clear, lambda _: None, _log.error)
        self._slot = slot
        self._written = ()
        self._ask()

    def offer_again(self) -> None:
        """What was offered is not shown; it is still there."""
        self._ask()

    def close(self, forget: bool) -> None:
        """End. With `forget`, there is nothing left to be offered of this window's work."""
        self._timer.stop()
        self._work.finish()
        if self._slot is not None:
            (self._slot.clear if forget else self._slot.release)()
            self._slot = None
        for found in self._offered:
            found.slot.release()
        self._offered.clear()
        self._banner.done()

    def _writer(self, slot: Slot) -> Callable[[], Session]:
        """Nobody asked for these files: they are for their owner's eyes alone."""
        return self._state.writer(slot.file, MEMORY, private=True)

    def _after(self, _session: Session) -> None:
        self._has_failed = False
        if self._again:
            self._again = False
            self.save()

    def _say_failed(self, sentence: str) -> None:
        self._written = ()
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(sentence)

    def _offer(self, found: list[_Found]) -> None:
        self._offered = found
        self._ask()
        self.save()

    def _ask(self) -> None:
        if not self._offered:
            return
        found = self._offered[0]
        answers: list[tuple[str, str, Callable[[], None]]] = [
            ("restore_work", "Restore", lambda: self.restore_requested.emit(found.session)),
            ("discard_work", "Discard", self._discard),
        ]
        self._banner.ask(_sentence(found), answers)

    def _discard(self) -> None:
        slot = self._offered.pop(0).slot
        slot.clear()
        self._ask()


def _left_behind(folder: Path) -> list[_Found]:
    """What other windows left, the newest first. What cannot be read stays where it is."""
    found = []
    for slot in orphans(folder):
        try:
            written = slot.file.stat().st_mtime
            found.append(_Found(slot, load_session(slot.file), written))
        except (BadInput, OSError) as error:
            _log.error("%s", error)
            slot.release()
    return found


def _sentence(found: _Found) -> str:
    run, then = found.session.current, time.localtime(found.written)
    today = then[:3] == time.localtime()[:3]
    when = time.strftime("%H:%M" if today else "%d %B, %H:%M", then)
    drawing = ", with a drawing" if found.session.drawings else ""
    return f"nnviz was not closed properly. Restore the run of {when}? {_how_far(run)}{drawing}."


def _how_far(run: SavedRun) -> str:
    """As "Epoch 3.00, test 96.75 %"; where the network was measured last before it got so far, that too."""
    epoch = f"Epoch {epoch_text(run.now.examples_seen, run.epoch_size)}"
    if not len(run.curve):
        return epoch
    measured = int(run.curve.examples[-1])
    when = "" if measured == run.now.examples_seen else f" after {epoch_text(measured, run.epoch_size)}"
    return f"{epoch}, test {percent_text(float(run.curve.test_accuracy[-1]))}{when}"
