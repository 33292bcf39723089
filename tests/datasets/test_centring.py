import numpy as np
import pytest

from nnviz.cli.benchmarks.drawing_figures import accuracy_after_drawing, drawings
from nnviz.datasets import centring as drawing
from nnviz.datasets.centring import centre_digit
from nnviz.datasets.dataset import Dataset, to_unit_range
from nnviz.datasets.mnist import load_mnist
from nnviz.errors import BadInput
from nnviz.learning.network import Network
from nnviz.learning.trainer import Trainer


@pytest.fixture(scope="module")
def mnist() -> Dataset:
    return load_mnist()


def ring(size: int = 280, centre: tuple[float, float] = (90, 170), radius: float = 40, width: float = 12):
    y, x = np.mgrid[:size, :size] + 0.5
    distance = np.abs(np.hypot(y - centre[0], x - centre[1]) - radius)
    return np.clip(width / 2 - distance + 0.5, 0, 1).astype(np.float32)


def centre_of_mass(image: np.ndarray) -> tuple[float, float]:
    y, x = np.mgrid[:28, :28]
    return float((y * image).sum() / image.sum()), float((x * image).sum() / image.sum())


def test_result_is_what_the_network_takes() -> None:
    digit = centre_digit(ring())
    assert digit.shape == (28, 28)
    assert digit.dtype == np.float32
    assert digit.min() >= 0
    assert digit.max() == 1


def test_mass_is_at_the_middle_of_mnist(mnist: Dataset) -> None:
    images = to_unit_range(mnist.test.images[:500]).reshape(-1, 28, 28)
    centres = np.array([centre_of_mass(image) for image in images])
    assert np.allclose(centres.mean(axis=0), 14, atol=0.05)
    assert centre_of_mass(centre_digit(ring())) == pytest.approx((14, 14), abs=0.1)


@pytest.mark.parametrize("place", [(60, 60), (220, 60), (141, 139)])
@pytest.mark.parametrize("radius", [35, 50])
def test_place_does_not_matter(place: tuple[float, float], radius: float) -> None:
    middle = centre_digit(ring(centre=(140, 140), radius=radius, width=radius / 4))
    moved = centre_digit(ring(centre=place, radius=radius, width=radius / 4))
    assert np.allclose(middle, moved, atol=1e-3)


def test_longer_side_becomes_twenty_pixels() -> None:
    drawing = np.zeros((300, 200), dtype=np.float32)
    drawing[50:250, 20:120] = 1  # twice as high as wide
    digit = centre_digit(drawing)
    assert digit.sum(axis=0).max() == pytest.approx(20, abs=0.1)
    assert digit.sum(axis=1).max() == pytest.approx(10, abs=0.1)


def test_lopsided_drawing_is_not_cut_off() -> None:
    drawing = np.zeros((200, 200), dtype=np.float32)
    drawing[10:40, 10:40] = 1
    drawing[24:27, 40:190] = 1  # a long tail, far from the centre of mass
    digit = centre_digit(drawing)
    columns = np.flatnonzero(digit.max(axis=0) > 0.2)
    assert columns[-1] - columns[0] >= 19


def test_a_small_picture_is_enlarged() -> None:
    drawing = np.zeros((12, 12), dtype=np.float32)
    drawing[2:10, 5:7] = 1
    digit = centre_digit(drawing)
    assert digit.sum() == pytest.approx(8 * 2 * 2.5**2, rel=0.1)
    across = digit[14]
    assert ((across > 0) & (across < 1)).sum() >= 4  # smoothly: each edge is spread over more than a pixel


def test_smallest_drawing() -> None:
    assert centre_digit(np.ones((1, 1))).sum() > 300


def test_thin_lines_are_as_bright_as_in_mnist() -> None:
    thin = centre_digit(ring(radius=100, centre=(140, 140), width=2))
    assert np.mean(thin[thin > 0.05] > 0.98) > 0.2


def test_no_ink_gives_zeros() -> None:
    assert not centre_digit(np.zeros((280, 280))).any()
    assert not centre_digit(np.full((280, 280), 1e-4)).any()


def test_overshoot_of_cubic_enlarging_is_clipped() -> None:
    drawing = np.full((50, 50), -0.05)
    drawing[10:40, 20:24] = 1.08
    assert np.allclose(centre_digit(drawing), centre_digit(np.clip(drawing, 0, 1)))


def test_the_drawing_itself_is_left_alone() -> None:
    drawing = ring()
    before = drawing.copy()
    centre_digit(drawing)
    assert np.array_equal(drawing, before)


@pytest.mark.parametrize(
    "drawing",
    [
        np.array([[0, np.nan]]),
        np.array([[0, np.inf]]),
        np.array([[0, -1.0]]),
        np.array([[0, 255]], dtype=np.uint8),
        np.zeros(784),
        np.zeros((28, 28, 3)),
        np.zeros((0, 5)),
    ],
)
def test_what_is_no_drawing(drawing: np.ndarray) -> None:
    with pytest.raises(BadInput, match="a drawing has"):
        centre_digit(drawing)


def test_drawings_lie_anywhere_and_keep_their_ink(mnist: Dataset) -> None:
    images = to_unit_range(mnist.test.images[:40])
    made = list(drawings(images, np.random.default_rng(3)))
    tops = {int(np.flatnonzero(canvas.max(axis=1) > 0)[0]) for canvas in made}
    enlarged = [canvas.sum() / image.sum() for canvas, image in zip(made, images, strict=True)]
    assert len(tops) > 20
    assert 15.5 < min(enlarged) < 30 < 60 < max(enlarged) < 83  # 4² … 9²


def test_drawn_test_digits_are_recognised(mnist: Dataset) -> None:
    network = Network((784, 30, 10), seed=2)
    Trainer(network, mnist.train, mini_batch=10, eta=3.0, seed=2).advance(50_000)
    plain, drawn = accuracy_after_drawing(network, mnist.test, count=1_000, seed=4)
    assert plain > 0.9
    assert drawn > plain - 0.01


@pytest.mark.parametrize(("smaller", "lost"), [(2, 0.022), (3, 0.1)])
def test_small_test_digits_are_recognised(mnist: Dataset, smaller: int, lost: float) -> None:
    """Averaged over squares of 2×2 and 3×3 pixels, wherever those begin."""
    network = Network((784, 30, 10), seed=2)
    Trainer(network, mnist.train, mini_batch=10, eta=3.0, seed=2).advance(50_000)
    images, labels = to_unit_range(mnist.test.images[:1_000]).reshape(-1, 28, 28), mnist.test.labels[:1_000]
    random, side = np.random.default_rng(5), 36 // smaller
    small = []
    for image in images:
        first = random.integers(4, 4 + smaller, 2)
        padded = np.pad(image, [(n, 8 - n) for n in first])
        small.append(padded.reshape(side, smaller, side, smaller).mean(axis=(1, 3)))
    right = share_right(network, [centre_digit(image) for image in small], labels)
    assert right > share_right(network, list(images), labels) - lost


def share_right(network: Network, images: list[np.ndarray], labels: np.ndarray) -> float:
    outputs = [network.forward_pass(image.reshape(784)).activations[-1] for image in images]
    return float(np.mean([output.argmax() == label for output, label in zip(outputs, labels, strict=True)]))


@pytest.mark.parametrize("side", [3, 8, 19])
def test_edges_of_a_small_drawing_are_steep(side: int) -> None:
    """A square of whole pixels comes out 20×20, its edges a pixel or two wide, not one of its own pixels."""
    digit = centre_digit(np.pad(np.ones((side, side)), 5))
    across = digit[14]
    assert across.sum() == pytest.approx(20, abs=1)
    assert ((across > 0.02) & (across < 0.98)).sum() <= 5


def test_what_is_said_of_mnist_is_so(mnist: Dataset) -> None:
    images = np.concatenate([part.images for part in (mnist.train, mnist.validation, mnist.test)])
    ink = images.reshape(-1, 28, 28) > 0
    longer = np.maximum(*(extent(ink.any(axis)) for axis in (1, 2)))
    assert len(longer) == 70_000
    said = drawing.__doc__ or ""
    assert f"the longer side is 20 pixels in all but {np.sum(longer != 20)}," in said
    bright = np.sum(images >= 250) / np.sum(images > 0)
    assert f"{100 * bright:.0f} % of the pixels with ink have at least 250 of 255" in said


def extent(lines: np.ndarray) -> np.ndarray:
    """From the first to the last line with ink of each image (N, 28)."""
    places = np.arange(28)
    return np.where(lines, places, -1).max(1) - np.where(lines, places, 28).min(1) + 1


def test_other_shapes_are_made_in_the_same_proportions() -> None:
    drawing = np.zeros((120, 90), np.float32)
    drawing[10:60, 40:45] = 1  # a bar
    made = centre_digit(drawing, (12, 9))
    assert made.shape == (12, 9)
    rows, columns = np.nonzero(made > 0.3)
    height = rows.max() - rows.min() + 1
    assert abs(height - 12 * 20 / 28) <= 1.5
    assert abs((made.sum(axis=1) @ np.arange(12)) / made.sum() - 6) <= 0.5
    assert abs((made.sum(axis=0) @ np.arange(9)) / made.sum() - 4.5) <= 0.5
    assert set(columns) <= {3, 4, 5}


def test_what_centring_did_is_told_against_the_whole_sheet() -> None:
    drawing_of_a_bar = np.zeros((280, 280), dtype=np.float32)
    drawing_of_a_bar[30:80, 200:220] = 1  # 50 high: 5 pixels of 28, made 20; its middle at pixel (5, 20.5)
    did = drawing.placing(drawing_of_a_bar)
    assert did is not None
    assert did.larger == pytest.approx(4)
    assert (did.right, did.down) == pytest.approx((14 - 20.5, 14 - 5), abs=0.1)
    assert drawing.placing(np.zeros((280, 280))) is None


def test_uncentred_is_the_whole_sheet_averaged() -> None:
    ink = np.random.default_rng(2).random((280, 280), dtype=np.float32)
    blocks = ink.reshape(28, 10, 28, 10).mean(axis=(1, 3))
    np.testing.assert_allclose(drawing.uncentred(ink), blocks, atol=1e-5)
    wide = drawing.uncentred(np.ones((14, 56), dtype=np.float32))  # paper above and below
    assert wide.sum() == pytest.approx(28 * 7)
    assert wide[:10].max() == wide[-10:].max() == 0
