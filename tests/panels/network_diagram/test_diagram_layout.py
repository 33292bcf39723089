from __future__ import annotations

import numpy as np
import pytest

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.diagram_layout import DiagramLayout, lay_out

SIZES = [(784, 10, 10), (784, 100, 10), (784, 200, 10), (784, 100, 30, 10), (784, 1, 10)]
AREAS = [(560, 420), (760, 590), (900, 700)]


@pytest.fixture(params=[(area, sizes) for area in AREAS for sizes in SIZES], ids=str)
def layout(request: pytest.FixtureRequest) -> DiagramLayout:
    (width, height), sizes = request.param
    return lay_out(width, height, sizes)


def nearest_distance(points: np.ndarray) -> float:
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    return float(apart.min())


def test_every_neuron_has_a_place_and_is_found_there(layout: DiagramLayout) -> None:
    for layer, n in enumerate(layout.sizes, 1):
        assert layout.centres[layer - 1].shape == (n, 2)
        for index in range(n):
            neuron = Neuron(layer, index)
            assert layout.neuron_at(*layout.centre(neuron)) == neuron


def test_circles_are_large_enough_to_see_and_do_not_touch(layout: DiagramLayout) -> None:
    for points, radius in zip(layout.centres[1:], layout.radii[1:], strict=True):
        assert radius >= 3.5
        if len(points) > 1:
            assert nearest_distance(points) > 2 * radius


def test_every_unit_has_a_height_of_its_own(layout: DiagramLayout) -> None:
    for points in layout.centres[1:]:
        assert len(np.unique(points[:, 1])) == len(points)
        assert (np.diff(points[:, 1]) > 0).all()


def test_layers_stand_from_left_to_right_with_room_between(layout: DiagramLayout) -> None:
    lefts = [layout.retina.x] + [float(p[:, 0].min()) for p in layout.centres[1:]] + [layout.bars.x]
    rights = [layout.retina.right] + [float(p[:, 0].max()) for p in layout.centres[1:]]
    assert all(left - right > 15 for right, left in zip(rights, lefts[1:], strict=True))


@pytest.mark.parametrize(("width", "height"), AREAS)
@pytest.mark.parametrize("sizes", SIZES)
def test_all_of_it_fits(width: int, height: int, sizes: tuple[int, ...]) -> None:
    layout = lay_out(width, height, sizes)
    for points, radius in zip(layout.centres, layout.radii, strict=True):
        assert (points - radius >= 0).all()
        assert (points + radius <= (width, height)).all()
    assert layout.bars.right <= width


def test_gaps_lie_between_layers() -> None:
    layout = lay_out(760, 590, (784, 100, 30, 10))
    centres = [float(points[0, 0]) for points in layout.centres]
    assert layout.gap_at(layout.retina.right + 20) == 0
    assert layout.gap_at((centres[1] + centres[2]) / 2) == 1
    assert layout.gap_at(centres[3] - 20) == 2
    assert layout.gap_at(5) is None
    assert layout.gap_at(755) is None


def test_nothing_is_found_between_neurons_and_bars_belong_to_their_output() -> None:
    layout = lay_out(760, 590, (784, 100, 10))
    assert layout.neuron_at(layout.retina.right + 60, 300) is None
    _, y = layout.centre(Neuron(3, 4))
    assert layout.neuron_at(layout.bars.x + 10, y) == Neuron(3, 4)


def test_a_tiny_area_is_laid_out_too() -> None:
    layout = lay_out(1, 1, (784, 100, 10))
    assert all(np.isfinite(points).all() for points in layout.centres)
    assert min(layout.radii) > 0
