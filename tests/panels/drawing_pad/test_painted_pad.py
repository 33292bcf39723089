"""The drawing pad's ten bars, measured on the picture they paint."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.learning.network import Network
from nnviz.panels.drawing_pad.pad_layout import output_bars
from nnviz.panels.drawing_pad.seen import Seen
from nnviz.widgets import theme
from tests.panels import pixels
from tests.panels.snapshots import make_snapshot

GREEN, RED = "#4fd08a", "#f2616b"  # the dark scheme's
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


def saying(outputs: np.ndarray) -> Network:
    """A network that says the same of every digit."""
    network = Network((784, 30, 10), seed=1)
    biases = np.log(outputs / (1 - outputs)).astype(np.float32)
    return Network.of([network.weights[0], np.zeros_like(network.weights[1])], [network.biases[0], biases])


def test_each_output_has_a_bar_as_high_as_it_says_from_the_ground() -> None:
    """The digit is a 3; in a column of 200 px every output has 20 px, its bar 14."""
    outputs = np.array([0.01, 0.01, 0.01, 0.25, 0.01, 0.01, 0.01, 0.01, 0.75, 0.01])
    seen = Seen()
    seen.resize(200, 400)
    seen.show_snapshot(make_snapshot((30,), network=saying(outputs)))
    found, place = pixels.of_widget(seen), seen.places.bars
    top, ground = place.top(), place.bottom() - 13  # the digits stand below
    for index, colour in ((3, GREEN), (8, RED)):
        column = found[round(top) : round(ground) + 1, 20 * index : 20 * index + 20]
        left, begin, right, end = pixels.box(pixels.near(column, colour, 20))
        assert (left, right) == pytest.approx((3, 17), abs=1)
        assert end == pytest.approx(ground - top, abs=1)
        assert end - begin == pytest.approx(outputs[index] * (ground - top), abs=1.5)


def test_slots_go_from_left_to_right() -> None:
    seen = Seen()
    seen.resize(200, 400)
    slots = [output_bars(seen.places.bars, 10).bar(index).track for index in range(10)]
    assert [slot.center().x() for slot in slots] == pytest.approx([20 * i + 10 for i in range(10)])
