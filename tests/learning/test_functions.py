"""Activations and costs: their derivatives equal differences, and extreme inputs stay finite."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from nnviz.errors import BadInput
from nnviz.learning.activations import HIDDEN, OUTPUT
from nnviz.learning.architecture import Architecture
from nnviz.learning.costs import COSTS, Cost, LogLikelihood
from nnviz.learning.initialisers import INITIALISATIONS, initialisation_of
from nnviz.widgets.formula.markup import plain
from tests.softsign import Softsign

Z = np.array([-7.5, -2.0, -0.3, 0.4, 1.0, 2.5, 6.0])
COMBINATIONS = [("sigmoid", "quadratic"), ("sigmoid", "cross-entropy"), ("softmax", "cross-entropy")]


def written_out(name: str, z: NDArray[np.float64]) -> NDArray[np.float64]:
    if name == "sigmoid":
        return np.array([1 / (1 + np.exp(-one)) for one in z])
    if name == "tanh":
        return np.array([(np.exp(one) - np.exp(-one)) / (np.exp(one) + np.exp(-one)) for one in z])
    if name == "relu":
        return np.array([max(one, 0.0) for one in z])
    return np.exp(z) / np.sum(np.exp(z))


def cost_written_out(name: str, a: NDArray[np.float64], label: int) -> float:
    y = [float(j == label) for j in range(len(a))]
    if name == "quadratic":
        return sum((y_j - a_j) ** 2 for y_j, a_j in zip(y, a, strict=True)) / 2
    if name == "log-likelihood":
        return float(-np.log(a[label]))
    return -sum(y_j * np.log(a_j) + (1 - y_j) * np.log(1 - a_j) for y_j, a_j in zip(y, a, strict=True))


@pytest.mark.parametrize("name", HIDDEN)
def test_a_hidden_activation_is_its_formula_and_its_slope_the_difference(name: str) -> None:
    function = HIDDEN[name]
    a = function.value(Z)
    np.testing.assert_allclose(a, written_out(name, Z), rtol=1e-13)
    differences = (written_out(name, Z + 1e-6) - written_out(name, Z - 1e-6)) / 2e-6
    np.testing.assert_allclose(function.slope(Z, a), differences, atol=1e-9)
    assert function.low <= a.min() < a.max() <= function.high


@pytest.mark.parametrize(("output", "cost"), COMBINATIONS)
@pytest.mark.parametrize("label", [0, 3, 6])
def test_the_outputs_error_is_the_difference_of_the_cost(output: str, cost: str, label: int) -> None:
    kind = Architecture((5, len(Z)), output=output, cost=cost)
    target = np.eye(len(Z))[label]
    a = kind.output_function.value(Z)
    total = kind.cost_function.total(Z, a, target)
    name = kind.cost_function.name
    assert total == pytest.approx(cost_written_out(name, written_out(output, Z), label), rel=1e-12)
    error = kind.cost_function.error(a, target, kind.output_function.slope(Z, a))
    for j in range(len(Z)):
        nudge = 1e-5 * np.eye(len(Z))[j]
        costs = [cost_written_out(name, written_out(output, Z + sign * nudge), label) for sign in (1, -1)]
        assert error[j] == pytest.approx((costs[0] - costs[1]) / 2e-5, abs=1e-8)


@pytest.mark.parametrize(("output", "cost"), COMBINATIONS)
def test_a_costs_derivative_is_the_difference_by_the_output(output: str, cost: str) -> None:
    function = Architecture((5, 3), output=output, cost=cost).cost_function
    a, target = np.array([0.2, 0.7, 0.1]), np.eye(3)[1]
    derivative = function.derivative(a, target)
    for j in range(3):
        nudge = 1e-6 * np.eye(3)[j]
        costs = [cost_written_out(function.name, a + sign * nudge, 1) for sign in (1, -1)]
        assert derivative[j] == pytest.approx((costs[0] - costs[1]) / 2e-6, abs=1e-7)


@pytest.mark.parametrize(("output", "cost"), COMBINATIONS)
def test_an_output_that_is_sure_of_the_wrong_thing_has_a_finite_cost(output: str, cost: str) -> None:
    kind = Architecture((5, 3), output=output, cost=cost)
    z, target = np.array([1000, -1000, 0], dtype=np.float32), np.eye(3, dtype=np.float32)[1]
    a = kind.output_function.value(z)
    assert a.dtype == np.float32
    assert np.isfinite(kind.cost_function.total(z, a, target))
    assert np.isfinite(kind.cost_function.error(a, target, kind.output_function.slope(z, a))).all()


@pytest.mark.parametrize("name", [*HIDDEN, *OUTPUT])
def test_nan_stays_nan(name: str) -> None:
    function = {**HIDDEN, **OUTPUT}[name]
    assert np.isnan(function.value(np.array([np.nan, np.nan]))).all()


def test_many_examples_at_once_are_each_alone() -> None:
    kind = Architecture((5, 3), output="softmax", cost="cross-entropy")
    zs, targets = np.arange(12.0).reshape(4, 3) % 5, np.eye(3)[[0, 1, 2, 1]]
    values = kind.output_function.value(zs)
    together = kind.cost_function.total(zs, values, targets)
    alone = [kind.cost_function.total(zs[i], values[i], targets[i]) for i in range(4)]
    np.testing.assert_allclose(values.sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_allclose(together, alone, rtol=1e-14)


def test_the_hidden_function_is_of_all_layers_but_the_last() -> None:
    kind = Architecture((5, 4, 4, 3), activation="relu")
    assert [kind.function(layer).name for layer in (2, 3, 4)] == ["relu", "relu", "sigmoid"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"activation": "sine"}, "activation: one of sigmoid, tanh, relu, not 'sine'"),
        ({"output": "relu"}, "output: one of sigmoid, softmax, not 'relu'"),
        ({"cost": "zero"}, "cost: one of quadratic, cross-entropy, not 'zero'"),
        ({"output": "softmax"}, "the quadratic cost does not go with softmax outputs; cross-entropy does"),
    ],
)
def test_what_does_not_exist_or_go_together_is_refused(options: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput, match=f"^{said}$"):
        Architecture((5, 3), **options)


def test_sizes_that_make_no_network_are_refused() -> None:
    for sizes in ((5,), (5, 0), ()):
        with pytest.raises(BadInput, match="at least two layers of one neuron or more"):
            Architecture(sizes)


def test_initialisations_have_the_deviations_they_say() -> None:
    by_hand = {"scaled": 0.1, "normal": 1.0, "he": 0.1414213562, "zeros": 0.0}
    for name in INITIALISATIONS:
        assert initialisation_of(name).deviation(100) == pytest.approx(by_hand[name])
    with pytest.raises(BadInput, match="one of scaled, normal, he, zeros, not 'ones'"):
        initialisation_of("ones")


WRITTEN = {
    "sigmoid": ("σ", "1/(1 + e^(−z))", "σ(z)(1 − σ(z))", "0.9 × 0.1"),
    "tanh": ("tanh", "(e^(z) − e^(−z))/(e^(z) + e^(−z))", "1 − tanh²(z)", "1 − 0.9²"),
    "relu": ("ReLU", "max(0,z)", "1 where z > 0, else 0", ""),
    "softmax": ("softmax", "e^(z)/∑ₖe^(zₖ)", "softmax(z)(1 − softmax(z))", "0.9 × 0.1"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_an_activation_is_written_as_it_is_in_books(name: str) -> None:
    function = {**HIDDEN, **OUTPUT}[name]
    found = (
        plain(function.symbol),
        plain(function.formula("z")),
        plain(function.slope_formula("z")),
        plain(function.slope_numbers(1.47, 0.9, lambda number: f"{number:.1f}")),
    )
    assert found == WRITTEN[name]
    assert plain(function.slope_symbol) == f"{WRITTEN[name][0]}′"


@pytest.mark.parametrize("name", [*HIDDEN, *OUTPUT])
def test_the_steepest_slope_is_the_largest_there_is(name: str) -> None:
    function = {**HIDDEN, **OUTPUT}[name]
    z = np.stack([np.linspace(-9, 9, 1_001), np.zeros(1_001)], axis=1)
    assert function.slope(z, function.value(z)).max() == pytest.approx(function.steepest)
    slopes = np.array([0.039, 0.041]) * function.steepest
    np.testing.assert_array_equal(function.is_saturated(slopes), [True, False])


PARTS = {
    "quadratic": ("½ ‖y − a‖²", "½(y − a)²", "a − y"),
    "cross-entropy": (
        "−∑ⱼ(yⱼ ln aⱼ + (1 − yⱼ) ln(1 − aⱼ))",
        "−(y ln a + (1 − y) ln(1 − a))",
        "(a − y)/(a(1 − a))",
    ),
    "log-likelihood": ("−∑ⱼyⱼ ln aⱼ", "−y ln a", "−y/a"),
}
ALL_COSTS: dict[str, Cost] = {**COSTS, "log-likelihood": LogLikelihood()}


@pytest.mark.parametrize("name", PARTS)
def test_a_cost_is_written_as_it_is_in_books(name: str) -> None:
    one = ALL_COSTS[name]
    found = [plain(one.formula("a", "y")), plain(one.part_formula("a", "y"))]
    assert (*found, plain(one.derivative_formula("a", "y"))) == PARTS[name]


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_the_numbers_of_a_part_come_to_the_part(name: str, y: float) -> None:
    said = plain(ALL_COSTS[name].part_numbers(0.8, y, lambda number: f"{number:.1f}"))
    for text, code in (("½", "0.5*"), ("²", "**2"), ("−", "-"), ("ln", "np.log"), (" 0.8", "(0.8)")):
        said = said.replace(text, code)
    expected = {"quadratic": (0.8 - y) ** 2 / 2, "log-likelihood": -y * np.log(0.8)}
    by_hand = expected.get(name, -np.log(0.8 if y else 0.2))
    assert eval(said) == pytest.approx(by_hand)


class Cubic(Cost):
    name, title = "cubic", "Cubic"


def test_what_is_not_said_of_a_function_has_defaults() -> None:
    assert plain(Softsign().symbol) == "softsign"
    assert plain(Softsign().slope_symbol) == "softsign′"
    assert plain(Cubic().formula("a", "y")) == "∑ⱼcubic(aⱼ,yⱼ)"
    assert Cubic().derivative_formula("a", "y") == ""
