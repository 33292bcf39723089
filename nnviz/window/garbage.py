"""While a window lives, Python's garbage is collected by the GUI thread alone, between two events.

Left to itself, Python collects in whatever thread happens to allocate, amid whatever is done there. What it
frees may be widgets: one that the training thread frees while Qt restyles or lays out all of them is a
segmentation fault.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 1_000  # ms between two looks whether there is enough to collect


class GarbageCollector(QObject):
    """Takes the place of Python's automatic collection until it is closed; there may be several at a time."""

    _open = 0  # how many are at work; the last to close hands back to Python
    _was_on = True
    _froze = False

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        if GarbageCollector._open == 0:
            GarbageCollector._was_on = gc.isenabled()
            gc.disable()
        GarbageCollector._open += 1
        self._clock = QTimer(self)
        self._clock.timeout.connect(GarbageCollector.collect_if_due)
        self._clock.start(INTERVAL)

    def close(self) -> None:
        """Leave it to Python again, if no other window needs it to be left alone."""
        if not self._clock.isActive():
            return
        self._clock.stop()
        GarbageCollector._open -= 1
        if GarbageCollector._open == 0:
            GarbageCollector._hand_back()

    @classmethod
    def collect_if_due(cls) -> None:
        """Collect the oldest generation for which Python itself would collect now.

        Looking through everything takes 100 ms, of which all but 5 are for what the libraries made when they
        were loaded. So what is still there after the first time is looked at no more.
        """
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        generations = [number for number, (count, most) in enumerate(due) if count > most]
        if not generations:
            return
        oldest = generations[-1]
        gc.collect(oldest)
        if oldest == 2 and not gc.get_freeze_count():
            gc.freeze()
            cls._froze = True

    @classmethod
    def _hand_back(cls) -> None:
        if cls._froze:
            gc.unfreeze()
            cls._froze = False
        if cls._was_on:
            gc.enable()
