"""Which panels are shown the newest moment in a frame: all of them or, while training goes on, a few in turn.

The thread that trains, and the one that draws connections, want the same cores. So the window takes no more
than a share of one: what showing and painting a panel has cost by now says how many there is room for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence

from nnviz.panels.panel import Panel
from nnviz.runs.snapshot import Snapshot

_SHARE = 0.35  # of a core
_LONGEST = 0.1  # seconds: what a frame that came later had room for is not made up for
_BELIEVED = 0.9  # how much of the cost known so far is still believed after another frame
_MOST = 9.0  # panels, about one of each, that may have been shown ahead of the budget, or be owed

Moment = Callable[[Panel], Snapshot]  # what of it each panel is to show


class Budget:
    """How many panels a frame has room for."""

    def __init__(self) -> None:
        self._cost = 0.002  # seconds of the thread's time that a panel takes, painting included
        self._room = 0.0  # for that many panels; below 0 after more were shown than there was room for
        self._shown = 0  # since the frame began

    def begin(self, elapsed: float, spent: float) -> None:
        """A frame begins, `elapsed` seconds after the last, of which the window's thread used `spent`."""
        if self._shown:
            self._cost = _BELIEVED * self._cost + (1 - _BELIEVED) * spent / self._shown
            self._shown = 0
        more = _SHARE * min(elapsed, _LONGEST) / max(self._cost, 1e-6)
        self._room = min(self._room + more, _MOST)

    def panels(self, wanted: int) -> int:
        """How many of the panels that want to be shown can be."""
        return max(min(int(self._room), wanted), 0)

    def spend(self, panels: int) -> None:
        """That many are shown."""
        self._shown += panels
        self._room = max(self._room - panels, -_MOST)


class Turns:
    """Shows panels a moment; the one that has waited longest comes first."""

    def __init__(self, panels: Sequence[Panel]) -> None:
        self.budget = Budget()
        self._order = list(panels)
        self._waiting: list[Panel] = []  # not shown the newest moment yet
        self._moment: Moment | None = None
        self._began, self._used = time.perf_counter(), time.thread_time()

    def show(self, moment: Moment, at_once: bool) -> None:
        """Show every panel this moment: now if `at_once`, otherwise in the frames from this one on."""
        self.show_some(moment, self._order if at_once else [], [] if at_once else self._order)

    def show_some(self, moment: Moment, now: Collection[Panel], later: Collection[Panel]) -> None:
        """Show these panels this moment `now`, and those `later`, in the frames from this one on.

        A newer moment takes the place of one that some panels still wait for, be they named or not.
        """
        self._moment = moment
        waiting = {*self._waiting, *now, *later}
        self._waiting = [panel for panel in self._order if panel in waiting]
        self._show([panel for panel in self._order if panel in now], len(now))

    def forget(self) -> None:
        """Another moment is about to come: let nobody wait for this one."""
        self._waiting = []

    def next_frame(self) -> None:
        """A frame has begun: show those whose turn it is."""
        now, used = time.perf_counter(), time.thread_time()
        self.budget.begin(now - self._began, used - self._used)
        self._began, self._used = now, used
        self._show(list(self._waiting), self.budget.panels(len(self._waiting)))

    def _show(self, panels: Sequence[Panel], count: int) -> None:
        """Show so many of these, which wait. One that cannot be seen costs nothing, and is told anyway."""
        if self._moment is None:
            return
        for panel in panels:
            if panel.isVisible():
                if count == 0:
                    continue
                count -= 1
                self.budget.spend(1)
            self._waiting.remove(panel)
            self._order.remove(panel)
            self._order.append(panel)
            panel.set_snapshot(self._moment(panel))
