"""How the weights of a network begin. To add a way, write a function and put it in `INITIALISATIONS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from nnviz.errors import BadInput


@dataclass(frozen=True)
class Initialisation:
    """Weights are drawn from N(0, deviation²), where `deviation` is told how many inputs a neuron has."""

    name: str  # in settings, files and on the command line
    distribution: str  # as people write it
    deviation: Callable[[int], float]
    bias_deviation: float
    explanation: str  # one plain sentence


INITIALISATIONS = MappingProxyType(
    {
        one.name: one
        for one in (
            Initialisation(
                "scaled",
                "N(0, 1/n)",
                lambda inputs: 1 / np.sqrt(inputs),
                1.0,
                "Weights start small, with standard deviation 1/√n for n inputs: no neuron begins saturated.",
            ),
            Initialisation(
                "normal",
                "N(0, 1)",
                lambda inputs: 1.0,
                1.0,
                "Weights start with standard deviation 1, as in the article's code: neurons begin saturated.",
            ),
            Initialisation(
                "he",
                "N(0, 2/n)",
                lambda inputs: np.sqrt(2 / inputs),
                0.0,
                "Weights start with standard deviation √(2/n) and biases at 0, which keeps the signal's size "
                "through layers of ReLU.",
            ),
            Initialisation(
                "zeros",
                "0",
                lambda inputs: 0.0,
                0.0,
                "Everything starts at 0: all units of a layer are alike, and stay alike for ever.",
            ),
        )
    }
)


def initialisation_of(name: str) -> Initialisation:
    """The initialisation of that name. Raises `BadInput` that lists the names there are."""
    if name not in INITIALISATIONS:
        raise BadInput(f"initialisation of the weights: one of {', '.join(INITIALISATIONS)}, not {name!r}")
    return INITIALISATIONS[name]
