"""What kind of network it is, without its numbers: layers, activations and cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nnviz.errors import BadInput
from nnviz.learning.activations import HIDDEN, OUTPUT, Activation
from nnviz.learning.costs import COSTS, Cost, cost_for


@dataclass(frozen=True)
class Architecture:
    """Neurons of each layer, input first, and the functions they compute, by the names of their tables.

    Raises `BadInput` if a size or a name makes no sense, or cost and output do not go together.
    """

    sizes: tuple[int, ...]
    activation: str = "sigmoid"  # of the hidden layers
    output: str = "sigmoid"
    cost: str = "quadratic"

    def __post_init__(self) -> None:
        if len(self.sizes) < 2 or any(int(n) != n or n < 1 for n in self.sizes):
            raise BadInput(
                f"a network needs at least two layers of one neuron or more, not {list(self.sizes)}"
            )
        _one_of("activation", self.activation, HIDDEN)
        _one_of("output", self.output, OUTPUT)
        if cost_for(self.cost, self.output) is None:
            _one_of("cost", self.cost, COSTS)
            raise BadInput(f"the {self.cost} cost does not go with {self.output} outputs; cross-entropy does")

    @property
    def hidden_function(self) -> Activation:
        """The activation of the hidden layers."""
        return HIDDEN[self.activation]

    @property
    def output_function(self) -> Activation:
        """The activation of the last layer."""
        return OUTPUT[self.output]

    @property
    def cost_function(self) -> Cost:
        """The cost, in the form it has for these outputs."""
        cost = cost_for(self.cost, self.output)
        assert cost is not None
        return cost

    def function(self, layer: int) -> Activation:
        """The activation of a layer, counted as in the article: 2 is the first hidden one, L the outputs."""
        return self.output_function if layer == len(self.sizes) else self.hidden_function


def _one_of(what: str, name: str, table: Mapping[str, object]) -> None:
    if name not in table:
        raise BadInput(f"{what}: one of {', '.join(table)}, not {name!r}")
