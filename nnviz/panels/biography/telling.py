"""What the panel asks off the GUI thread: a recording that is made, kept, and gone on with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.errors import BadInput
from nnviz.explain.biography import Biography, biography
from nnviz.learning.neuron import WeightChoice
from nnviz.runs.recording import Past, Recording


@dataclass(frozen=True, eq=False)
class Told:
    """A biography, or a sentence why there is none."""

    life: Biography | None
    why_not: str = ""
    until: int | None = None  # examples seen at a change that was not kept, where it ends early


class Teller:
    """Makes biographies, and keeps the latest recording for the next. For the worker's thread alone.

    `share` and `is_replaying` may be read in any thread.
    """

    def __init__(self) -> None:
        self.share = 0.0  # of the replay under way that is done
        self.is_replaying = False
        self._recording: Recording | None = None

    def tell(self, past: Past, choice: WeightChoice, end: int, is_wanted: Callable[[], bool]) -> Told:
        """The biography of a weight up to a moment. Raises `Stopped` once it is not wanted any more."""
        try:
            self.share, self.is_replaying = 0.0, True
            recording = self._recording
            if recording is None or recording.choice != choice or recording.past.history is not past.history:
                recording = self._recording = Recording(past, choice)
            with np.errstate(all="ignore"):
                recording.extend(end, is_wanted, self._hear)
                reached = recording.examples_seen
                until = reached if reached < end else None
                return Told(biography(recording, min(end, reached), is_wanted), until=until)
        except BadInput as error:
            return Told(None, f"{error}.")
        finally:
            self.is_replaying = False

    def _hear(self, share: float) -> None:
        self.share = share
