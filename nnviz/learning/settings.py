"""What a run is made with: frozen settings, and the presets that name some of them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from types import MappingProxyType

from nnviz.datasets.mnist import CLASSES, PIXELS
from nnviz.errors import BadInput
from nnviz.learning.initialisers import initialisation_of
from nnviz.learning.network import Network


@dataclass(frozen=True)
class Settings:
    """Everything that decides a run. η and the mini-batch may change on the way, the rest needs a reset.

    Raises `BadInput` for values that make no run. η may be any finite positive number, however unwise.
    """

    hidden: tuple[int, ...] = (100,)
    initialisation: str = "scaled"
    eta: float = 3.0
    mini_batch: int = 10
    seed: int = 0

    def __post_init__(self) -> None:
        if not self.hidden or any(n < 1 for n in self.hidden):
            raise BadInput("hidden units: each hidden layer needs at least one unit")
        if any(n > 2000 for n in self.hidden) or len(self.hidden) > 8:
            raise BadInput("hidden units: at most 8 layers of 2,000 units each")
        initialisation_of(self.initialisation)
        if not math.isfinite(self.eta) or self.eta <= 0:
            raise BadInput(f"learning rate η: a positive number is needed, not {self.eta}")
        if self.mini_batch < 1:
            raise BadInput(f"mini-batch: at least one example is needed, not {self.mini_batch}")
        if not 0 <= self.seed < 2**63:
            raise BadInput(f"seed: a whole number from 0 up is needed, not {self.seed}")

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons of each layer, input first."""
        return (PIXELS, *self.hidden, CLASSES)

    def new_network(self) -> Network:
        """The untrained network these settings start from, always the same one."""
        return Network(self.sizes, seed=self.seed, initialisation=self.initialisation)


def difference_text(one: Settings, other: Settings) -> str:
    """What of `other` is different, in a few words: "η 0.5, mini-batch 100"; empty if nothing is."""
    parts = {
        "eta": f"η {other.eta:g}",
        "mini_batch": f"mini-batch {other.mini_batch:,}",
        "hidden": f"hidden {','.join(map(str, other.hidden))}",
        "initialisation": f"{other.initialisation} initialisation",
        "seed": f"seed {other.seed}",
    }
    return ", ".join(text for name, text in parts.items() if getattr(one, name) != getattr(other, name))


@dataclass(frozen=True)
class Preset:
    """Named settings and the one sentence that says what they are for."""

    settings: Settings
    epochs: int
    title: str
    description: str


PRESETS = MappingProxyType(
    {
        "scaled": Preset(
            Settings(),
            30,
            "Scaled weights, η = 3",
            "Weights start small, N(0, 1/n) for n inputs: no neuron begins saturated; 95 % after one epoch.",
        ),
        "normal": Preset(
            Settings(initialisation="normal"),
            30,
            "Normal weights, η = 3",
            "Weights start as N(0, 1), as the article's code has it: most hidden units begin saturated.",
        ),
        "article": Preset(
            Settings(initialisation="normal", eta=0.001),
            30,
            "Article, η = 0.001",
            "Exactly what the article prints: N(0, 1), η = 0.001, mini-batches of 10. "
            "The steps are so small that little is learned.",
        ),
    }
)
DEFAULT_PRESET = "scaled"


def parse_hidden(text: str) -> tuple[int, ...]:
    """Hidden units as people write them: "100", or "100,30" for two hidden layers.

    Raises `BadInput` that names what is wrong with the text.
    """
    parts = [part.strip() for part in text.split(",")]
    for part in parts:
        if not part:
            raise BadInput(f"hidden units: a number is missing in {text!r}; write 100 or 100,30")
        if not re.fullmatch(r"[0-9]{1,9}", part):
            raise BadInput(f"hidden units: whole numbers such as 100 or 100,30 are needed, not {part!r}")
    return Settings(hidden=tuple(int(part) for part in parts)).hidden
