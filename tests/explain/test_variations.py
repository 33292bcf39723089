"""Pictures moved, turned, thickened and made noisy, pixel by pixel in plain NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.explain.variations import RANGES, Variation, said_along, shift_map, varied
from nnviz.learning.network import Network

NETWORK = Network((784, 12, 10), seed=3)
IMAGE = np.zeros((28, 28), dtype=np.float32)
IMAGE[5:20, 9:14] = np.random.default_rng(1).random((15, 5), dtype=np.float32)


def moved(image: np.ndarray, right: int, down: int) -> np.ndarray:
    result = np.zeros_like(image)
    for row in range(28):
        for column in range(28):
            if 0 <= row - down < 28 and 0 <= column - right < 28:
                result[row, column] = image[row - down, column - right]
    return result


def sigmoid_outputs(image: np.ndarray) -> np.ndarray:
    a = image.reshape(784).astype(np.float64)
    for w, b in zip(NETWORK.weights, NETWORK.biases, strict=True):
        a = 1 / (1 + np.exp(-(w.astype(np.float64) @ a + b)))
    return a


@pytest.mark.parametrize(("right", "down"), [(0, 0), (3, -8), (-8, 5), (-1, 0), (28, 0), (0, -40)])
def test_a_picture_is_moved_pixel_by_pixel(right: int, down: int) -> None:
    result = varied(IMAGE, Variation(right=right, down=down))
    assert result.dtype == np.float32
    np.testing.assert_array_equal(result, moved(IMAGE, right, down))


def test_a_quarter_turn_is_clockwise() -> None:
    np.testing.assert_allclose(varied(IMAGE, Variation(degrees=90)), np.rot90(IMAGE, -1), atol=1e-6)
    half = varied(IMAGE, Variation(degrees=45))
    assert half.sum() == pytest.approx(IMAGE.sum(), rel=0.02)


@pytest.mark.parametrize(("by", "choose"), [(1.0, np.max), (-1.0, np.min), (0.5, np.max), (2.0, np.max)])
def test_ink_grows_and_shrinks_to_its_neighbours(by: float, choose: type) -> None:
    def grown(image: np.ndarray) -> np.ndarray:
        padded = np.pad(image, 1)
        places = ((1, 1), (0, 1), (2, 1), (1, 0), (1, 2))
        return choose([padded[y : y + 28, x : x + 28] for y, x in places], axis=0)

    expected = {
        1.0: grown(IMAGE),
        -1.0: grown(IMAGE),
        0.5: (IMAGE + grown(IMAGE)) / 2,
        2.0: grown(grown(IMAGE)),
    }
    np.testing.assert_allclose(varied(IMAGE, Variation(thickness=by)), expected[by], atol=1e-6)


def test_noise_is_as_much_as_asked_for_and_always_the_same() -> None:
    grey = np.full((28, 28), 0.5, dtype=np.float32)
    noisy = varied(grey, Variation(noise=0.1))
    assert (noisy - grey).std() == pytest.approx(0.1, rel=0.1)
    np.testing.assert_array_equal(noisy, varied(grey, Variation(noise=0.1)))
    assert varied(grey, Variation(noise=1.0)).min() == 0


def test_the_map_says_what_is_said_of_each_moved_picture() -> None:
    said = shift_map(NETWORK, IMAGE, Variation(right=5, noise=0.2))
    assert said.labels.shape == said.confidences.shape == (17, 17)
    pattern = np.random.default_rng(0).standard_normal((28, 28), dtype=np.float32)
    for row, column in ((0, 0), (8, 8), (16, 3), (2, 15)):
        image = np.clip(moved(IMAGE, column - 8, row - 8) + np.float32(0.2) * pattern, 0, 1)
        outputs = sigmoid_outputs(image)
        assert said.labels[row, column] == outputs.argmax()
        assert said.confidences[row, column] == pytest.approx(outputs.max(), abs=1e-5)


def test_each_slider_tells_what_is_said_all_along_it() -> None:
    told = said_along(NETWORK, IMAGE, Variation(right=2))
    assert {name: len(said.labels) for name, said in told.items()} == {
        "degrees": 37, "thickness": 17, "noise": 21,
    }  # fmt: skip
    at_rest = sigmoid_outputs(moved(IMAGE, 2, 0))
    for one in RANGES:
        assert told[one.field].confidences[one.values.index(0)] == pytest.approx(at_rest.max(), abs=1e-5)
    turned = sigmoid_outputs(moved(np.rot90(IMAGE, -1), 2, 0))
    assert told["degrees"].labels[-1] == turned.argmax()


def test_broken_numbers_say_nothing() -> None:
    broken = Network.of([w * np.nan for w in NETWORK.weights], list(NETWORK.biases))
    said = shift_map(broken, IMAGE, Variation())
    assert (said.labels == -1).all()
    assert (said.confidences == 0).all()
