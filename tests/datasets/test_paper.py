import numpy as np
import pytest

from nnviz.datasets.centring import centre_digit
from nnviz.datasets.paper import ink_of

HEIGHT, WIDTH = 240, 200


def digit_mask() -> np.ndarray:
    """A 7, soft at its edges."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    bar = np.maximum(np.abs(y - 60) - 9, np.abs(x - 100) - 50)
    stem = np.maximum(np.abs((x - 146) + (y - 60) * 0.5) * 0.9 - 9, np.abs(y - 128) - 72)
    return np.clip(0.5 - np.minimum(bar, stem), 0, 1)


def likeness(grey: np.ndarray) -> float:
    """Correlation of what was found with the digit itself, both as the network would see them."""
    found, true = centre_digit(ink_of(grey.astype(np.float32))), centre_digit(digit_mask())
    return float(np.corrcoef(found.ravel(), true.ravel())[0, 1]) if found.any() else 0.0


def light() -> np.ndarray:
    """Uneven light: 1 in one corner, falling to 0.4 in the opposite one, with a vignette."""
    y, x = np.mgrid[:HEIGHT, :WIDTH] / 200
    return 1 - 0.25 * (x + y) - 0.1 * ((x - 0.5) ** 2 + (y - 0.6) ** 2)


@pytest.mark.parametrize(("paper", "ink"), [(1, 0), (0, 1), (0.9, 0.65), (0.3, 0.6), (0.75, 0.2)])
def test_any_two_shades(paper: float, ink: float) -> None:
    assert likeness(paper + (ink - paper) * digit_mask()) > 0.98


@pytest.mark.parametrize(("paper", "ink"), [(0.9, 0.3), (0.85, 0.65), (0.2, 0.8)])
def test_uneven_light_is_not_ink(paper: float, ink: float) -> None:
    assert likeness(light() * (paper + (ink - paper) * digit_mask())) > 0.97


def test_hard_shadow_is_not_ink() -> None:
    shadow = np.where(np.mgrid[:HEIGHT, :WIDTH][1] > 175, 0.6, 1)
    assert likeness(shadow * (0.9 - 0.8 * digit_mask())) > 0.97


def test_noise_and_specks_are_not_ink() -> None:
    random = np.random.default_rng(1)
    grey = 0.9 - 0.6 * digit_mask() + random.normal(0, 0.04, (HEIGHT, WIDTH))
    grey[10:14, 10:14] = grey[220:223, 180:184] = 0.1
    assert likeness(np.clip(grey, 0, 1)) > 0.97


def test_broken_digit_keeps_its_parts() -> None:
    mask = digit_mask()
    mask[80:90] = 0
    assert ink_of(1 - mask)[:80].max() == 1
    assert ink_of(1 - mask)[90:].max() == 1


@pytest.mark.parametrize("crop", [(slice(50, 202), slice(48, 152)), (slice(0, 240), slice(0, 200))])
def test_margins_do_not_matter(crop: tuple[slice, slice]) -> None:
    grey = 1 - digit_mask()
    assert likeness(grey[crop]) > 0.97
    assert likeness(np.pad(grey, 150, constant_values=1)) > 0.97


def test_mnist_sized_picture() -> None:
    digit = centre_digit(digit_mask())
    for grey in (digit, 1 - digit):
        found = centre_digit(ink_of(grey))
        assert np.corrcoef(found.ravel(), digit.ravel())[0, 1] > 0.98


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (28, 28), (512, 400)])
def test_blank_paper_has_no_ink(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(2).normal(0, 0.03, shape)
    for shade in (0, 0.5, 1):
        assert not ink_of(np.full(shape, shade, dtype=np.float32)).any()
    if min(shape) > 100:
        assert not ink_of((0.7 + noise).astype(np.float32)).any()
