from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.edge_drawing import EdgePicture, GapPicture, draw_edges, draw_edges_of
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.panels.network_diagram.zoom import View
from nnviz.runs.snapshot import Snapshot
from tests.panels.network_diagram.looks import make_request
from tests.panels.snapshots import make_snapshot


def drawn(request: Any) -> EdgePicture:
    picture = draw_edges(request)
    assert picture is not None
    return picture


def channels(gap: GapPicture) -> Any:
    """(height, width, 4) blue, green, red, alpha as numbers."""
    image = gap.image
    raw = np.frombuffer(image.constBits(), dtype=np.uint8)
    return raw.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()].astype(int)


def on_panel(picture: EdgePicture, width: int = 400, height: int = 300) -> Any:
    """The gaps' pictures where they belong, (height, width, 4)."""
    panel = np.zeros((height, width, 4), dtype=int)
    for gap in picture.gaps:
        pixels = channels(gap)
        y, x = round(gap.y), round(gap.x)
        part = panel[y : y + len(pixels), x : x + pixels.shape[1]]
        part += pixels[: len(part), : part.shape[1]]
    return panel


def split_network() -> Snapshot:
    """The upper half of the hidden units is pushed up by every pixel, the lower half down."""
    snapshot = make_snapshot((20,))
    signs = np.where(np.arange(20) < 10, 0.1, -0.1).astype(np.float32)
    first = np.repeat(signs[:, None], 784, axis=1)
    last = np.where(np.arange(10)[:, None] < 5, 1.0, -1.0) * np.ones((10, 20))
    network = Network.of([first, last.astype(np.float32)], snapshot.network.biases)
    return make_snapshot((20,), network=network)


def test_all_weights_are_drawn_and_counted() -> None:
    picture = drawn(make_request(make_snapshot(), mode=EdgeMode.WEIGHT))
    assert (picture.drawn, picture.total, picture.finite) == (79_400, 79_400, True)
    assert [gap.gap for gap in picture.gaps] == [0, 1]


def test_signals_come_from_ink_alone() -> None:
    snapshot = make_snapshot()
    ink = int(np.count_nonzero(snapshot.input_image.image))
    picture = drawn(make_request(snapshot))
    assert picture.drawn == 100 * ink + 1000
    assert 0 < ink < 784


def test_the_threshold_leaves_fewer() -> None:
    snapshot = make_snapshot()
    counts = [drawn(make_request(snapshot, threshold=t)).drawn for t in (0.0, 0.1, 0.5)]
    assert counts[0] > counts[1] > counts[2] > 0


def test_colours_are_where_they_belong() -> None:
    request = make_request(split_network(), mode=EdgeMode.WEIGHT)
    panel, layout = on_panel(drawn(request)), request.look.layout
    left = round(layout.retina.right + 12)
    right = round(float(layout.centres[1][:, 0].min()) - 12)
    upper, lower = panel[20:110, left:right], panel[180:260, left:right]
    assert upper[..., 0].sum() > 20 * upper[..., 2].sum()  # blue above
    assert lower[..., 2].sum() > 20 * lower[..., 0].sum()  # orange below
    fan = panel[110:180, left:right, 3]
    assert 90 < fan.mean() < 240  # dense and yet not flat
    assert fan.std() > 5
    assert not panel[:30, : left - 40].any()  # nothing beside the fan
    assert not panel[:, round(layout.bars.x) :].any()


def test_no_gap_drowns_another() -> None:
    picture = drawn(make_request(make_snapshot((100, 30)), mode=EdgeMode.WEIGHT))
    brightest = [np.percentile(channels(gap)[..., 3], 99) for gap in picture.gaps]
    assert min(brightest) > 150
    assert max(brightest) < 250


def test_weights_of_any_size_give_the_same_picture() -> None:
    snapshot = make_snapshot((20,))
    pictures = []
    for factor in (1, 2.0**100, 2.0**-100):
        weights = [w * np.float32(factor) for w in snapshot.network.weights]
        scaled = make_snapshot((20,), network=Network.of(weights, snapshot.network.biases))
        pictures.append(on_panel(drawn(make_request(scaled, mode=EdgeMode.WEIGHT))))
    np.testing.assert_array_equal(pictures[0], pictures[1])
    np.testing.assert_array_equal(pictures[0], pictures[2])


def test_twice_the_pixel_ratio_is_twice_the_pixels_of_the_same_place() -> None:
    one, two = (drawn(make_request(make_snapshot((20,)), ratio=r)).gaps[0] for r in (1.0, 2.0))
    assert two.image.width() == pytest.approx(2 * one.image.width(), abs=6)
    assert (two.x, two.y) == pytest.approx((one.x, one.y), abs=1.5)
    assert two.image.devicePixelRatio() == 2


def test_zooming_draws_what_is_on_screen_and_no_more() -> None:
    view = View().zoomed(4, 200, 150)
    for gap in drawn(make_request(make_snapshot((20,)), view=view)).gaps:
        assert gap.x >= 0
        assert gap.y >= 0
        assert gap.image.width() <= 404
        assert gap.image.height() <= 304


@pytest.mark.parametrize("neuron", [Neuron(1, 300), Neuron(2, 7), Neuron(3, 3)])
def test_one_neurons_picture_is_that_of_a_network_without_the_others(neuron: Neuron) -> None:
    snapshot = make_snapshot((20,))
    weights = [np.zeros_like(w) for w in snapshot.network.weights]
    for gap, w in enumerate(snapshot.network.weights):
        if neuron.layer == gap + 2:
            weights[gap][neuron.index] = w[neuron.index]
        if neuron.layer == gap + 1:
            weights[gap][:, neuron.index] = w[:, neuron.index]
    alone = make_snapshot((20,), network=Network.of(weights, snapshot.network.biases))
    whole = drawn(make_request(alone, mode=EdgeMode.WEIGHT)).gaps
    ours = draw_edges_of(make_request(snapshot, mode=EdgeMode.WEIGHT), neuron)
    assert [(g.gap, g.x, g.y) for g in ours] == [(g.gap, g.x, g.y) for g in whole]
    for one, other in zip(ours, whole, strict=True):
        np.testing.assert_array_equal(channels(one), channels(other))


def test_a_picture_nobody_wants_any_more_is_given_up() -> None:
    assert draw_edges(make_request(make_snapshot((20,))), lambda: True) is None


def test_nothing_to_draw_is_no_picture() -> None:
    snapshot = make_snapshot((20,))
    unchanged = make_snapshot((20,), network=snapshot.start)
    picture = drawn(make_request(unchanged, mode=EdgeMode.CHANGE))
    assert (picture.drawn, picture.gaps) == (0, [])


def test_all_modes_run_on_one_compiled_version() -> None:
    """Another type of array would compile again, which a highlight would do on the GUI thread."""
    from nnviz.panels.network_diagram import edge_kernel

    snapshot = make_snapshot((20, 8))
    for mode in EdgeMode:
        for threshold in (0.0, 0.2):
            request = make_request(snapshot, mode=mode, threshold=threshold)
            draw_edges(request)
            draw_edges_of(request, Neuron(2, 1))
    assert len(edge_kernel.add_lines.signatures) == 1
    assert len(edge_kernel.tone_map.signatures) == 1
