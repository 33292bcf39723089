"""How a step is taken: what may change on the way, and holds for whole mini-batches."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from nnviz.errors import BadInput


@dataclass(frozen=True)
class Rule:
    """The step of a mini-batch of m examples: v → μ v − η ∇C and w → w + v, in every layer not frozen.

    ∇C is the average over the m examples and, for weights, λ/n times the weight itself, n being how many
    examples there are: L2 regularisation. Without momentum that is w → (1 − ηλ/n) w − η/m Σ ∂C/∂w. Raises
    `BadInput` for values that make no step.
    """

    mini_batch: int = 10
    eta: float = 3.0
    momentum: float = 0.0  # μ
    l2: float = 0.0  # λ
    frozen: Collection[int] = frozenset()  # layers, counted from 2 to L, whose weights and biases stay

    def __post_init__(self) -> None:
        object.__setattr__(self, "frozen", frozenset(int(layer) for layer in self.frozen))
        if self.mini_batch < 1:
            raise BadInput(f"mini-batch: at least one example is needed, not {self.mini_batch}")
        if not math.isfinite(self.eta) or self.eta <= 0:
            raise BadInput(f"learning rate η: a positive number is needed, not {self.eta}")
        if not 0 <= self.momentum < 1:
            raise BadInput(f"momentum μ: a number from 0 to below 1 is needed, not {self.momentum}")
        if not math.isfinite(self.l2) or self.l2 < 0:
            raise BadInput(f"L2 λ: 0 or a positive number is needed, not {self.l2}")

    @property
    def is_plain(self) -> bool:
        """Whether a step is −η/m times the gradients and nothing else."""
        return not self.momentum and not self.l2


PLAIN = Rule()
