from __future__ import annotations

import numpy as np
import pytest

from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.edge_values import (
    EdgeMode,
    above_threshold,
    edge_values,
    gradient_label,
    parts_of,
)
from nnviz.runs.input_image import drawn_input
from tests.panels.snapshots import make_snapshot


@pytest.mark.parametrize("hidden", [(20,), (20, 8)])
def test_each_mode_is_its_formula(hidden: tuple[int, ...]) -> None:
    snapshot = make_snapshot(hidden)
    network, before = snapshot.network, snapshot.activations
    signal, weight, gradient, change = (edge_values(snapshot, mode, snapshot.start).gaps for mode in EdgeMode)
    assert snapshot.input_image.label is not None
    nabla = network.backprop(snapshot.input_image.image, snapshot.input_image.label).nabla_w
    for gap, w in enumerate(network.weights):
        np.testing.assert_allclose(signal[gap], w * before[gap])
        np.testing.assert_array_equal(weight[gap], w)
        np.testing.assert_allclose(gradient[gap], nabla[gap])
        np.testing.assert_allclose(change[gap], w - snapshot.start.weights[gap])


def test_the_signals_into_a_unit_add_up_to_its_weighted_input() -> None:
    snapshot = make_snapshot()
    signal = edge_values(snapshot, EdgeMode.SIGNAL, snapshot.start).gaps
    for gap, values in enumerate(signal):
        z = values.sum(axis=1) + snapshot.network.biases[gap]
        np.testing.assert_allclose(z, snapshot.forward_pass.zs[gap], rtol=1e-4, atol=1e-4)


def test_changes_are_counted_from_the_mark() -> None:
    snapshot = make_snapshot()
    mark = snapshot.network.copy()
    assert not any(gap.any() for gap in edge_values(snapshot, EdgeMode.CHANGE, mark).gaps)


def test_without_a_label_the_gradient_is_of_the_guess() -> None:
    snapshot = make_snapshot(input_image=drawn_input(make_snapshot().input_image.image.copy()))
    assert gradient_label(snapshot) == snapshot.prediction
    nabla = snapshot.network.backprop(snapshot.input_image.image, snapshot.prediction).nabla_w
    np.testing.assert_allclose(edge_values(snapshot, EdgeMode.GRADIENT, snapshot.start).gaps[0], nabla[0])


@pytest.mark.parametrize("mode", EdgeMode)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_left_out_and_told(mode: EdgeMode, bad: float) -> None:
    snapshot = make_snapshot((20,))
    weights = [w.copy() for w in snapshot.network.weights]
    weights[0][3] = bad
    broken = make_snapshot((20,), network=Network.of(weights, snapshot.network.biases))
    values = edge_values(broken, mode, broken.start)
    assert all(np.isfinite(gap).all() for gap in values.gaps)
    if mode is not EdgeMode.GRADIENT or np.isnan(bad):
        assert not values.finite
    assert edge_values(snapshot, mode, snapshot.start).finite


def test_only_one_neurons_connections_are_kept() -> None:
    snapshot = make_snapshot((20, 8))
    gaps = edge_values(snapshot, EdgeMode.WEIGHT, snapshot.start).gaps
    into, out = parts_of(Neuron(3, 5), len(gaps))
    assert (into.gap, out.gap) == (1, 2)
    np.testing.assert_array_equal(gaps[1][into.ends, into.starts], gaps[1][5][None, :])
    np.testing.assert_array_equal(gaps[2][out.ends, out.starts], gaps[2][:, 5][:, None])
    counts = [
        [gaps[part.gap][part.ends, part.starts].size for part in parts_of(neuron, len(gaps))]
        for neuron in (Neuron(1, 400), Neuron(3, 5), Neuron(4, 9))
    ]
    assert counts == [[20], [20, 10], [8]]


def test_the_threshold_is_a_share_of_the_largest() -> None:
    values = np.array([[1.0, -4.0, 0.3], [2.0, 0.0, -1.9]], dtype=np.float32)
    np.testing.assert_array_equal(above_threshold(values, 0.5), [[0, -4, 0], [2, 0, 0]])
    assert above_threshold(values, 0) is values
