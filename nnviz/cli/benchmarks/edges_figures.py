"""How fast all 79,400 connections are drawn: against Qt's painter, and live in the window beside training."""

from __future__ import annotations

import statistics
from functools import partial

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from nnviz.cli.benchmarks.benchmark_figure import Figure, median_seconds
from nnviz.cli.benchmarks.own_process import session
from nnviz.datasets.mnist import load_mnist
from nnviz.learning.neuron import Neuron
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer
from nnviz.panels.network_diagram import edge_image
from nnviz.panels.network_diagram.diagram_layout import lay_out
from nnviz.panels.network_diagram.edge_drawing import EdgeRequest, Look, draw_edges, draw_edges_of
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.panels.network_diagram.zoom import View
from nnviz.runs.input_image import data_input
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme

_SIDE = 900
_ROUNDS = 5
_PAINTED = 4_000  # lines given to the painter; its time is scaled up to all, as each line takes its own
_FAINT = 0.05  # their opacity


def measure() -> list[Figure]:
    """Drawing by itself at 900×900, then in the real window."""
    snapshot = _trained()
    return [*_against_painter(snapshot), *_modes(snapshot), *_in_the_window()]


def _against_painter(snapshot: Snapshot) -> list[Figure]:
    request = _request(snapshot, EdgeMode.WEIGHT)
    edge_image.prepare()
    ours, theirs = [], []
    lines, colours = _some_lines(request), (request.look.positive, request.look.negative)
    for _ in range(_ROUNDS):  # one after the other, so that a slow moment of the machine hits both
        ours.append(median_seconds(lambda: draw_edges(request)))
        theirs.append(_connections(snapshot) / _PAINTED * median_seconds(lambda: _paint(lines, colours), 1))
    ratio = statistics.median(painter / kernel for painter, kernel in zip(theirs, ours, strict=True))
    return [
        Figure("all 79,400 connections at 900×900", 1000 * statistics.median(ours), "ms", 120, "at most"),
        Figure(f"the same by QPainter, from {_PAINTED:,} lines", 1000 * statistics.median(theirs), "ms"),
        Figure("connections against QPainter", ratio, "×", 40),
    ]


def _modes(snapshot: Snapshot) -> list[Figure]:
    weights = _request(snapshot, EdgeMode.WEIGHT)
    cases = {f"one picture, {mode.value}": partial(draw_edges, _request(snapshot, mode)) for mode in EdgeMode}
    cases["one picture, weight w, at twice the pixels"] = partial(
        draw_edges, _request(snapshot, EdgeMode.WEIGHT, ratio=2.0)
    )
    return [
        *(Figure(name, 1000 * median_seconds(draw, _ROUNDS), "ms") for name, draw in cases.items()),
        Figure(
            "one hidden unit's 794 connections",
            1000 * median_seconds(partial(draw_edges_of, weights, Neuron(2, 56)), _ROUNDS),
            "ms",
        ),
    ]


def _in_the_window() -> list[Figure]:
    record = session("edge_session")
    return [
        Figure("pictures while training, signal w·a", record["signal_rate"], "/s", 8),
        Figure("pictures while training, weight w", record["weight_rate"], "/s", 3),
        Figure("the GUI thread's time for a frame, median", record["frame_ms"], "ms", 4, "at most"),
        Figure("hover to highlight, paused, worst of 20", record["hover_ms"], "ms", 50, "at most"),
        Figure(
            "the same thread's time for a hover, 1,000 units",
            record["large_hover_ms"],
            "ms",
            16,
            "at most",
        ),
        Figure("hover to highlight, training, worst of 20", record["training_hover_ms"], "ms", 50, "at most"),
    ]


def _trained() -> Snapshot:
    """The default network after one epoch, with a test digit."""
    data, settings = load_mnist(), Settings()
    network = settings.new_network()
    Trainer(network, data.train, **settings.live).advance(len(data.train))
    return Snapshot(
        network, settings.new_network(), settings, data=data, input_image=data_input(data.test, 61)
    )


def _connections(snapshot: Snapshot) -> int:
    return sum(w.size for w in snapshot.network.weights)


def _request(snapshot: Snapshot, mode: EdgeMode, ratio: float = 1.0) -> EdgeRequest:
    before = theme.scheme()
    theme.set_scheme(theme.Scheme.DARK)  # the system's scheme needs an application
    now = theme.colours()
    theme.set_scheme(before)
    layout = lay_out(_SIDE, _SIDE, snapshot.network.sizes)
    look = Look(
        mode=mode,
        since=snapshot.start,
        layout=layout,
        view=View(),
        width=_SIDE,
        height=_SIDE,
        ratio=ratio,
        strength=1.0,
        threshold=0.0,
        positive=now.positive,
        negative=now.negative,
    )
    return EdgeRequest(snapshot, look)


def _some_lines(request: EdgeRequest) -> tuple[list[QLineF], list[QLineF]]:
    """That many of the connections, taken at random, each to the list of its sign."""
    found: tuple[list[QLineF], list[QLineF]] = ([], [])
    weights, centres = request.snapshot.network.weights, request.look.layout.centres
    gaps = np.repeat(np.arange(len(weights)), [w.size for w in weights])
    places = np.concatenate([np.arange(w.size) for w in weights])
    for chosen in np.random.default_rng(0).choice(len(gaps), _PAINTED, replace=False):
        gap, place = int(gaps[chosen]), int(places[chosen])
        end, start = divmod(place, weights[gap].shape[1])
        ends = (*centres[gap][start].tolist(), *centres[gap + 1][end].tolist())
        found[int(weights[gap][end, start] < 0)].append(QLineF(*ends))
    return found


def _paint(lines: tuple[list[QLineF], list[QLineF]], colours: tuple[QColor, QColor]) -> None:
    """As Qt's documentation would have it: antialiased translucent lines onto an image, in two calls."""
    image = QImage(_SIDE, _SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for some, colour in zip(lines, colours, strict=True):
        painter.setPen(QPen(theme.translucent(colour, _FAINT), 1))
        painter.drawLines(some)
    painter.end()
