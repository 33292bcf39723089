"""The network with the user's edits on trial, and how good it is then, found out off the GUI thread."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from nnviz.learning.edits import NetworkEdits
from nnviz.learning.evaluation import Evaluation
from nnviz.learning.network import Network
from nnviz.runs.answering_thread import Answers
from nnviz.runs.several_runs import Runs
from nnviz.runs.snapshot import Phase, Snapshot

_PERIOD = 0.3  # seconds between two evaluations of the same edits while the network trains


@dataclass(frozen=True, eq=False)
class _Found:
    """How good a network is before and after edits."""

    run: int
    edits: NetworkEdits
    original: Network
    before: Evaluation
    after: Evaluation


class Trial:
    """Turns a moment into the same with the edits of now. Lives in the GUI thread."""

    def __init__(self, runs: Runs) -> None:
        """`runs`: of the session, of which only the part for any thread is used."""
        self.edits = NetworkEdits()
        self._runs = runs
        self._answers: Answers[_Found | None] = Answers("trying edits")
        self._found: _Found | None = None
        self._edited: tuple[Network, NetworkEdits, Network] | None = (
            None  # what became of what by which edits
        )
        self._asked: tuple[Network, NetworkEdits] | None = None
        self._asked_at = 0.0

    def shown(self, moment: Snapshot) -> Snapshot:
        """This moment with the network as edited, and its evaluation once that is known."""
        edits = self.edits
        if not edits or not edits.fit(moment.network.sizes):  # they are of a network that is being left
            return moment
        network = self._apply(moment.network)
        self._ask_about(moment, network)
        found = self._found
        if found is None or not self._fits(found, moment):
            return replace(moment, network=network, evaluation=None, unedited=None)
        return replace(moment, network=network, evaluation=found.after, unedited=found.before)

    def collect(self) -> bool:
        """Take what has been found out; whether anything was."""
        found = self._answers.mailbox.take()
        self._found = found or self._found
        return found is not None

    def close(self) -> None:
        """End the thread and wait for it."""
        self._answers.close()

    def _apply(self, original: Network) -> Network:
        """The same object as long as nothing has changed, so that nobody looks at it again."""
        made = self._edited
        if made is None or made[0] is not original or made[1] != self.edits:
            made = self._edited = (original, self.edits, self.edits.apply(original))
        return made[2]

    def _fits(self, found: _Found, moment: Snapshot) -> bool:
        """Whether it is about these edits of this network or, while it trains, of an earlier one."""
        trains = moment.phase is Phase.TRAINING and not moment.is_past
        same = found.original is moment.network or trains
        return same and (found.run, found.edits) == (moment.run, self.edits)

    def _ask_about(self, moment: Snapshot, edited: Network) -> None:
        original, edits, now = moment.network, self.edits, time.monotonic()
        known = self._asked is not None and self._asked[1] == edits
        if known and self._asked is not None and self._asked[0] is original:
            return
        if known and moment.phase is Phase.TRAINING and now - self._asked_at < _PERIOD:
            return
        self._asked, self._asked_at = (original, edits), now
        self._answers.ask(lambda: self._find(moment, edits, edited))

    def _find(self, moment: Snapshot, edits: NetworkEdits, edited: Network) -> _Found | None:
        named = self._runs.find(moment.run)
        if named is None:
            return None
        seen, evaluator = moment.examples_seen, named.run.evaluator
        before = moment.evaluation
        if before is None or before.examples_seen != seen:
            before = evaluator.evaluation(moment.network, seen)
        return _Found(moment.run, edits, moment.network, before, evaluator.evaluation(edited, seen))
