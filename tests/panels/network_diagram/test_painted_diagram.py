"""The diagram's output bars, connections and pulse, measured on the picture they paint."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QPainter

from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.edge_drawing import draw_edges
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.panels.network_diagram.scene import Scene, paint_scene
from nnviz.panels.network_diagram.zoom import View
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from tests.panels import pixels
from tests.panels.network_diagram.looks import make_request
from tests.panels.snapshots import make_snapshot

GREEN, RED = "#4fd08a", "#f2616b"  # the dark scheme's
WIDTH, HEIGHT = 400, 300
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


def scene_of(snapshot: Snapshot, connections: bool = False, progress: float | None = None) -> Scene:
    request = make_request(snapshot, mode=EdgeMode.WEIGHT)
    picture = draw_edges(request) if connections else None
    look = request.look
    return Scene(snapshot, look.layout, look.view, (WIDTH, HEIGHT), look.mode, picture, progress=progress)


def painted(scene: Scene) -> pixels.Pixels:
    def paint(painter: QPainter) -> None:
        paint_scene(painter, scene)

    return pixels.painted(WIDTH, HEIGHT, paint)


def with_last(weights: Any, biases: Any) -> Snapshot:
    made = Network((784, 20, 10), seed=1)
    network = Network.of(
        [np.zeros_like(made.weights[0]), np.asarray(weights, dtype=np.float32)],
        [made.biases[0], np.asarray(biases, dtype=np.float32)],
    )
    return make_snapshot((20,), network=network)


def test_output_bars_are_as_long_as_the_activations() -> None:
    """The digit is a 3; the bars begin at the left and a full one takes all of the place there is."""
    outputs = np.full(10, 0.01)
    outputs[[3, 8]] = 0.4, 0.9
    scene = scene_of(with_last(np.zeros((10, 20)), np.log(outputs / (1 - outputs))))
    found, bars = painted(scene), scene.layout.bars
    for index, colour in ((3, GREEN), (8, RED)):
        y = round(scene.layout.centre(Neuron(3, index))[1])
        row = pixels.near(found[y - 1 : y + 1, round(bars.x) - 1 :], colour, 40)
        left, _, right, _ = pixels.box(row)
        assert left == pytest.approx(1, abs=1)
        assert right - left == pytest.approx(outputs[index] * bars.width, abs=1.5)


def test_a_connection_runs_from_its_unit_to_its_output() -> None:
    """Only w of output 2 from unit 17 is not 0: along the straight line between them, and nowhere else."""
    weights = np.zeros((10, 20))
    weights[2, 17] = 1.0
    scene = scene_of(with_last(weights, np.zeros(10)), connections=True)
    without = scene_of(with_last(weights, np.zeros(10)))
    lit = np.abs(painted(scene) - painted(without)).sum(axis=2) > 30
    (x, y), (end_x, end_y) = (scene.layout.centre(n) for n in (Neuron(2, 17), Neuron(3, 2)))
    for share in (0.2, 0.5, 0.8):
        column = round(x + share * (end_x - x))
        height = y + (column - x) / (end_x - x) * (end_y - y)
        rows = np.flatnonzero(lit[:, column])
        assert rows.mean() == pytest.approx(height, abs=1.2)
        assert np.ptp(rows) <= 5


def full_gap() -> Snapshot:
    return with_last(np.ones((10, 20)), np.zeros(10))


@pytest.mark.parametrize(("progress", "passed"), [(0.6, 0.0), (0.705, 0.5), (0.9, 1.0)])
def test_the_pulse_lights_the_connections_from_left_to_right(progress: float, passed: float) -> None:
    """The last gap is crossed between 0.51 and 0.90 of the time; behind the front it is as it stays."""
    pulsing = painted(scene_of(full_gap(), connections=True, progress=progress))
    still = painted(scene_of(full_gap(), connections=True))
    layout = scene_of(full_gap()).layout
    left = float(layout.centres[1][:, 0].max()) + layout.radii[1] + 2
    right = float(layout.centres[2][:, 0].min()) - layout.radii[2] - 2

    def share(begin: float, end: float) -> float:
        """How bright a part of the gap is, as a share of how bright it will stay."""
        part = np.s_[60:240, round(left + begin * (right - left)) : round(left + end * (right - left))]
        return float(pulsing[part].sum() / still[part].sum())

    if passed == 0.5:
        assert share(0, 0.2) > 0.9
        assert share(0.9, 1) < 0.5
    elif passed:
        assert share(0, 1) > 0.95
    else:
        assert share(0.9, 1) < 0.3
        assert share(0, 0.1) > share(0.9, 1) + 0.3


def test_circles_are_as_bright_as_the_activations_of_now() -> None:
    """At each circle's middle, its shade: of the activations, moment and scheme of now, kept or not."""
    some, others = make_snapshot((20,)), make_snapshot((20,), network=Network((784, 20, 10), seed=9))
    layout = scene_of(some).layout
    for scheme in (theme.Scheme.DARK, theme.Scheme.LIGHT):
        theme.set_scheme(scheme)
        for snapshot in (some, others, some):
            for dx in (0.0, 0.37):  # moved, it is not painted from the kept picture
                found = painted(replace(scene_of(snapshot), layout=layout, view=View(1, dx, 0)))
                shades = theme.activation_pixels(snapshot.activations[1])
                for index, shade in enumerate(shades.tolist()):
                    x, y = layout.centre(Neuron(2, index))
                    wanted = [shade >> shift & 0xFF for shift in (16, 8, 0)]
                    assert np.abs(found[int(y), int(x + dx)] - wanted).max() <= 1
