"""Why this and not that: shares add up, and are those of an independent computation."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.explain.why import favourite_picture, pixel_shares, smallest_change, unit_shares
from nnviz.learning.network import Network
from nnviz.learning.presets import PRESETS
from nnviz.learning.trainer import Trainer
from tests.digits import make_mnist

DATA = make_mnist()
RANDOM = np.random.default_rng(3)
IMAGE = (RANDOM.random(30) * (RANDOM.random(30) < 0.6)).astype(np.float32)


def network(activation: str = "sigmoid", hidden: tuple[int, ...] = (8, 6)) -> Network:
    """With weights large enough that the lead bends along the way."""
    made = Network((30, *hidden, 4), seed=2, activation=activation)
    made.weights = [3 * w for w in made.weights]
    return made


def squashed(z: np.ndarray, activation: str) -> np.ndarray:
    return {"sigmoid": lambda: 1 / (1 + np.exp(-z)), "tanh": lambda: np.tanh(z), "relu": lambda: z * (z > 0)}[
        activation
    ]()


def lead(made: Network, image: np.ndarray, activation: str = "sigmoid") -> float:
    """z of output 1 less that of output 3, written out."""
    a = image.astype(float)
    for w, b in zip(made.weights[:-1], made.biases[:-1], strict=True):
        a = squashed(w.astype(float) @ a + b, activation)
    z = made.weights[-1].astype(float) @ a + made.biases[-1]
    return float(z[1] - z[3])


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_the_units_shares_add_up_to_the_lead(activation: str) -> None:
    made = network(activation)
    shares = unit_shares(made, IMAGE, 1, 3)
    assert shares.lead == pytest.approx(lead(made, IMAGE, activation), abs=1e-9)
    largest = max(range(6), key=lambda j: abs(shares.units[j]))
    assert shares.order[0] == largest


def test_a_units_share_is_what_goes_missing_without_it() -> None:
    made = network()
    shares = unit_shares(made, IMAGE, 1, 3)
    for unit in range(6):
        without = made.copy()
        without.weights[-1][:, unit] = 0
        assert shares.units[unit] == pytest.approx(lead(made, IMAGE) - lead(without, IMAGE), abs=1e-6)


def test_without_hidden_layers_a_pixels_share_is_its_product() -> None:
    made = network(hidden=())
    shares = pixel_shares(made, IMAGE, 1, 3)
    np.testing.assert_allclose(shares.pixels, (made.weights[0][1] - made.weights[0][3]) * IMAGE, atol=1e-5)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("blank", [True, False])
def test_the_pixels_shares_add_up_to_the_change_of_the_lead(activation: str, blank: bool) -> None:
    made, other = network(activation), RANDOM.random(30)
    shares = pixel_shares(made, IMAGE, 1, 3, None if blank else other)
    change = lead(made, IMAGE, activation) - lead(made, np.zeros(30) if blank else other, activation)
    assert abs(shares.pixels.sum() - change) <= 1e-3 * abs(change)
    assert shares.residue == pytest.approx(change - shares.pixels.sum(), abs=1e-9)


def test_the_pixels_shares_are_the_integral_along_the_line() -> None:
    """By differences at 2,000 points, one pixel after the other."""
    made = network()
    shares = pixel_shares(made, IMAGE, 1, 3)
    expected = np.zeros(30)
    for s in (np.arange(2_000) + 0.5) / 2_000:
        for pixel in np.flatnonzero(IMAGE)[:4]:
            step = np.zeros(30)
            step[pixel] = 1e-5
            slope = (lead(made, s * IMAGE + step) - lead(made, s * IMAGE - step)) / 2e-5
            expected[pixel] += IMAGE[pixel] * slope / 2_000
    chosen = np.flatnonzero(IMAGE)[:4]
    np.testing.assert_allclose(shares.pixels[chosen], expected[chosen], rtol=1e-3, atol=1e-5)


def test_pixels_that_do_not_differ_have_no_share() -> None:
    shares = pixel_shares(network(), IMAGE, 1, 3)
    assert not shares.pixels[IMAGE == 0].any()


def test_the_smallest_change_of_a_plane_is_its_distance() -> None:
    """Far from 0 and 1, and without hidden layers, it is the lead over the slope."""
    made = network(hidden=())
    grey = np.full(30, 0.5)
    slope = np.linalg.norm(made.weights[0][1].astype(float) - made.weights[0][3])
    first, last = (1, 3) if lead(made, grey) > 0 else (3, 1)
    *_, end = smallest_change(made, grey, first, last)
    assert end.size == pytest.approx(abs(lead(made, grey)) / slope, rel=0.01)
    assert end.lead < 0


@pytest.fixture(scope="module")
def trained() -> Network:
    """A network that reads the made-up digits."""
    made = Network((784, 12, 10), seed=1)
    Trainer(made, DATA.train).advance(6_000)
    return made


@pytest.mark.parametrize("preset", ["scaled", "cross-entropy", "relu"])
def test_in_trained_networks_of_three_presets_all_shares_add_up(preset: str) -> None:
    settings = PRESETS[preset].settings
    made = settings.new_network()
    Trainer(made, DATA.train, **settings.live).advance(2_000)
    (w2, w3), (b2, b3) = ([part.astype(float) for part in parts] for parts in (made.weights, made.biases))
    for index in range(4):
        image = DATA.test.image(index).astype(float)
        both = [squashed(w2 @ x + b2, settings.activation) for x in (image, np.zeros(784))]
        z, blank = (w3 @ a + b3 for a in both)
        *_, rival, chosen = np.argsort(z)
        units, pixels = (found(made, image, chosen, rival) for found in (unit_shares, pixel_shares))
        np.testing.assert_allclose(units.units, (w3[chosen] - w3[rival]) * both[0], rtol=1e-6, atol=1e-9)
        assert units.lead == pytest.approx(z[chosen] - z[rival], rel=1e-6)
        assert units.units.sum() + b3[chosen] - b3[rival] == pytest.approx(units.lead, rel=1e-6)
        change = z[chosen] - z[rival] - (blank[chosen] - blank[rival])
        assert abs(pixels.pixels.sum() - change) <= 1e-3 * abs(change)
        assert pixels.residue == pytest.approx(change - pixels.pixels.sum(), abs=1e-6)


@pytest.mark.parametrize("index", range(5))
def test_the_smallest_change_loses_the_lead_within_what_ink_can_be(trained: Network, index: int) -> None:
    image = DATA.test.image(index)
    *_, rival, chosen = np.argsort(trained.forward_pass(image).zs[-1])
    changes = list(smallest_change(trained, image, chosen, rival))
    end = changes[-1]
    assert changes[0].size == 0
    assert np.argmax(trained.outputs(end.image)) == rival
    assert end.size == pytest.approx(np.linalg.norm(end.image - image), abs=1e-6)
    assert end.image.min() >= 0
    assert end.image.max() <= 1
    grey = DATA.test.image(int(np.flatnonzero(DATA.test.labels == rival)[0])) - image
    line = [s for s in np.linspace(0, 1, 200) if np.argmax(trained.outputs(image + s * grey)) == rival]
    assert end.size < line[0] * np.linalg.norm(grey)  # shorter than going towards one of the rival's


def test_no_change_at_random_is_as_small(trained: Network) -> None:
    """In a thousand directions, pixels in which it moved alone among them, the answer stays."""
    image, random = DATA.test.image(0), np.random.default_rng(1)
    *_, rival, chosen = np.argsort(trained.forward_pass(image).zs[-1])
    *_, end = smallest_change(trained, image, chosen, rival)
    directions = random.standard_normal((1_000, 784)) * (np.abs(end.image - image) + 0.01)
    directions *= 0.98 * end.size / np.linalg.norm(directions, axis=1, keepdims=True)
    assert (trained.outputs(np.clip(image + directions, 0, 1)).argmax(axis=1) == chosen).all()


def test_a_favourite_picture_of_a_plane_is_full_where_weights_are_positive() -> None:
    made = network(hidden=())
    *_, picture = favourite_picture(made, 2, steps=20_000)
    np.testing.assert_allclose(picture, made.weights[0][2] > 0, atol=1e-6)
