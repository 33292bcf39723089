"""What the walk remembers: which digit a drawing is said to be, and a step that was asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.example import in_double
from nnviz.explain.number_markup import pair
from nnviz.explain.walk import Walk
from nnviz.learning.network import Network
from nnviz.runs.snapshot import Snapshot


def same_digit(one: Snapshot, other: Snapshot) -> bool:
    """Whether both show the same digit."""
    return one.input_image.source == other.input_image.source and np.array_equal(
        one.input_image.image, other.input_image.image
    )


@dataclass(frozen=True, eq=False)
class SupposedDrawing:
    """A drawing that nobody has said what it is, and the digit it is walked as if it were."""

    image: Floats
    label: int

    def is_of(self, snapshot: Snapshot) -> bool:
        """Whether the snapshot's input image is this drawing still."""
        return snapshot.input_image.label is None and np.array_equal(snapshot.input_image.image, self.image)


@dataclass(frozen=True, eq=False)
class PendingStep:
    """A step that is to be applied to the network of `before`, the newest moment when it was asked for."""

    walk: Walk
    before: Snapshot

    def is_taken(self, snapshot: Snapshot) -> bool:
        """Whether by this moment the step has been applied."""
        here = snapshot.run == self.before.run and not snapshot.is_past
        return here and snapshot.changes_by_hand > self.before.changes_by_hand

    def outcome(self, snapshot: Snapshot) -> str:
        """What the step did to the cost of its digit."""
        was, is_now = pair(self._cost(self.before.network), self._cost(snapshot.network))
        digit = f"{self.walk.snapshot.input_image.description} as a {self.walk.label}"
        more = "" if snapshot.examples_seen == self.before.examples_seen else ", training included"
        which = f"change {snapshot.changes_by_hand} by hand"
        taken = f"Applied at step {snapshot.steps:,}: one step with {digit}, {which}."
        return f"{taken} Its cost C went from {was} to {is_now}{more}."

    def _cost(self, network: Network) -> float:
        with np.errstate(all="ignore"):
            forward = in_double(network).forward_pass(self.walk.image)
            cost = network.architecture.cost_function
            return float(cost.total(forward.zs[-1], forward.activations[-1], self.walk.target))
