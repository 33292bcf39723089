"""A network of 3, 2 and 1 neurons that says whether it will rain, with nothing but sums in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

INPUTS = ("moisture", "temperature", "wind")


@dataclass(frozen=True)
class LinearNetwork:
    """Weights and biases of a hidden layer and of one output, made up by hand."""

    hidden_weights: tuple[tuple[float, ...], ...]  # a row for each hidden neuron
    hidden_biases: tuple[float, ...]
    output_weights: tuple[float, ...]
    output_bias: float

    @property
    def folded_weights(self) -> tuple[float, ...]:
        """What each input counts in the end, through all hidden neurons together."""
        columns = zip(*self.hidden_weights, strict=True)
        return tuple(_dot(self.output_weights, column) for column in columns)

    @property
    def folded_bias(self) -> float:
        """What the biases come to in the end."""
        return _dot(self.output_weights, self.hidden_biases) + self.output_bias


@dataclass(frozen=True)
class Forecast:
    """What the network makes of three inputs."""

    inputs: tuple[float, ...]
    hidden: tuple[float, ...]  # y₁: how near the air is to condensing; y₂: how hot and windy it is
    output: float  # z

    @property
    def is_rain(self) -> bool:
        """Whether it predicts rain: if z is above 0."""
        return self.output > 0


RAIN = LinearNetwork(
    hidden_weights=((3.0, -2.0, -0.5), (-0.5, 1.0, 2.0)),
    hidden_biases=(-0.5, -1.0),
    output_weights=(2.0, -1.0),
    output_bias=-0.5,
)


def forecast(network: LinearNetwork, inputs: tuple[float, ...]) -> Forecast:
    """Through the layers, one after the other."""
    rows = zip(network.hidden_weights, network.hidden_biases, strict=True)
    hidden = tuple(_dot(weights, inputs) + bias for weights, bias in rows)
    return Forecast(inputs, hidden, _dot(network.output_weights, hidden) + network.output_bias)


def rain(numbers: Mapping[str, float]) -> Forecast:
    """The forecast for this moisture, temperature and wind, each from 0 to 1."""
    return forecast(RAIN, tuple(numbers[name] for name in INPUTS))


def _dot(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))
