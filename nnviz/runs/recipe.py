"""What a run can be trained again from, anywhere: its settings, their changes, and how far it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

from nnviz.errors import BadInput
from nnviz.learning import kernel
from nnviz.learning.network import Network
from nnviz.runs.snapshot import Change, Snapshot
from nnviz.runs.steps import Steps
from nnviz.runs.training import Training


@dataclass(frozen=True)
class Recipe:
    """Whoever follows it has the same network, bit for bit."""

    changes: tuple[Change, ...]  # of settings, the first at 0
    examples_seen: int
    data: int  # CRC-32 of the labels that it is trained on, by which other data is recognised
    network: int  # CRC-32 of the weights and biases that come out

    def makes(self, network: Network) -> bool:
        """Whether this network is the one, to the last bit."""
        return fingerprint(network) == self.network


def fingerprint(network: Network) -> int:
    """CRC-32 of all weights and biases."""
    return crc32(kernel.pack(network).tobytes())


def recipe_of(snapshot: Snapshot) -> Recipe:
    """What leads to this moment. Raises `BadInput`, saying why, where settings alone do not lead there."""
    if snapshot.data is None or not snapshot.changes:
        raise BadInput("There is no run to share yet.")
    if snapshot.changes_by_hand:
        raise BadInput(
            "This run was changed by hand, by edits or single steps, which settings do not tell: "
            "save it as a session instead."
        )
    seen = snapshot.examples_seen
    changes = tuple(change for change in snapshot.changes if change.examples_seen <= seen)
    return Recipe(changes, seen, data=snapshot.data.train.checksum, network=fingerprint(snapshot.network))


@dataclass(frozen=True, eq=False)
class FollowRecipe:
    """Begin a new run, train it as the recipe says, and pause; `done` is told its number, in the thread.

    Raises `BadInput` if that cannot be; what is there then goes on.
    """

    recipe: Recipe
    done: Callable[[int], None]

    def carry_out(self, training: Training) -> None:
        """See `Command`."""
        recipe, shared = self.recipe, training.shared
        first, *later = recipe.changes
        run = shared.new_run(first.settings, training.runs.memory_of_next)
        if run.data.train.checksum != recipe.data:
            raise BadInput(
                f"That run was trained on other data than {shared.data.summary}: open its data first."
            )
        Steps(recipe.changes, len(run.data.train))  # which refuses changes within a mini-batch
        run.follow([change for change in later if change.examples_seen < recipe.examples_seen])
        training.change_runs(lambda: training.runs.add(run, "shared"))
        named = training.runs.shown
        assert named is not None
        self.done(named.number)
        training.train_until(recipe.examples_seen)
