from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnviz.panels.network_diagram.edge_image import (
    Box,
    Lines,
    add_lines,
    picture,
    reference_density,
    tone_map,
)

BLUE, ORANGE = QColor(0, 100, 255), QColor(255, 120, 0)
BOX = Box(0, 0, 60, 50)


def lines(starts: Any, ends: Any, covered: Any = None) -> Lines:
    return Lines(np.array(starts, dtype=np.float32), np.array(ends, dtype=np.float32), covered)


def values(*rows: Any) -> Any:
    return np.array(rows, dtype=np.float32)


def fan(seed: int, n: int = 5, m: int = 12) -> tuple[Any, Lines]:
    random = np.random.default_rng(seed)
    made = lines(random.uniform(3, 20, (m, 2)), random.uniform((40, 3), (56, 46), (n, 2)))
    return random.standard_normal((n, m)).astype(np.float32), made


def line_as_defined(start: tuple[float, float], end: tuple[float, float], shape: tuple[int, int]) -> Any:
    """One line of strength 1, pixel by pixel from the definition: shared among the two nearest pixels."""
    density = np.zeros(shape)
    steep = abs(end[1] - start[1]) > abs(end[0] - start[0])
    (x0, y0), (x1, y1) = sorted((p[::-1] if steep else p) for p in (start, end))
    target = density.T if steep else density
    for x in range(int(np.ceil(x0)), int(np.floor(x1)) + 1):
        y = y0 + (x - x0) * (y1 - y0) / (x1 - x0)
        target[int(y), x] += 1 - y % 1
        target[int(y) + 1, x] += y % 1
    return density


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((3.2, 5.1), (55.7, 20.4)),
        ((3.2, 40.5), (55.7, 8.25)),
        ((10.5, 2.75), (22.1, 47.3)),
        ((30.0, 47.0), (20.6, 2.2)),
        ((4.0, 25.5), (50.0, 25.5)),
        ((25.5, 4.0), (25.5, 44.0)),
        ((55.0, 30.0), (5.0, 10.0)),
        ((5.0, 5.0), (40.0, 40.0)),
    ],
)
def test_a_single_weight_is_exactly_one_line(start: Any, end: Any) -> None:
    density = add_lines(values([-2.5]), lines([start], [end]), BOX)
    np.testing.assert_allclose(density[1], 2.5 * line_as_defined(start, end, (50, 60)), atol=1e-3)
    assert not density[0].any()


def test_of_many_lines_only_the_one_with_a_weight_is_drawn() -> None:
    weights, where = fan(1)
    only = np.zeros_like(weights)
    only[3, 7] = 1
    density = add_lines(only, where, BOX)
    one_line = line_as_defined(tuple(where.starts[7]), tuple(where.ends[3]), (50, 60))
    np.testing.assert_allclose(density[0], one_line, atol=1e-3)


def test_the_density_of_two_networks_is_the_sum_of_both() -> None:
    first, where = fan(2)
    second, _ = fan(3)
    apart = np.random.default_rng(4).random(first.shape) < 0.5
    first, second = np.where(apart, first, 0), np.where(apart, 0, second)
    both = add_lines(first + second, where, BOX)
    np.testing.assert_allclose(
        both, add_lines(first, where, BOX) + add_lines(second, where, BOX), rtol=1e-5, atol=1e-5
    )


def test_density_is_proportional_to_the_weights_and_their_sign_picks_the_layer() -> None:
    weights, where = fan(5)
    density = add_lines(weights, where, BOX)
    np.testing.assert_allclose(add_lines(3 * weights, where, BOX), 3 * density, rtol=1e-4)
    np.testing.assert_allclose(add_lines(-weights, where, BOX), density[::-1])
    assert density[0].any()
    assert density[1].any()


def test_a_part_of_the_picture_is_a_part_of_the_lines() -> None:
    weights, where = fan(6)
    whole = add_lines(weights, where, BOX)
    part = add_lines(weights, where, Box(12, 9, 41, 33))
    np.testing.assert_allclose(part[:, 1:-1, 1:-1], whole[:, 10:32, 13:40], atol=0.05)


def test_nothing_is_drawn_below_what_covers_the_starts() -> None:
    weights, where = fan(7)
    covered = add_lines(weights, lines(where.starts, where.ends, (0.0, 0.0, 22.0, 22.0)), BOX)
    whole = add_lines(weights, where, BOX)
    assert not covered[:, :21, :21].any()
    np.testing.assert_allclose(covered[:, :, 24:], whole[:, :, 24:], atol=1e-4)


def test_an_empty_box_and_lines_beside_it_are_no_trouble() -> None:
    weights, where = fan(8)
    assert add_lines(weights, where, Box(10, 10, 10, 40)).shape == (2, 30, 0)
    assert not add_lines(weights, where, Box(100, 100, 140, 130)).any()


def channels(pixels: Any) -> tuple[Any, Any, Any, Any]:
    return tuple((pixels >> shift & 0xFF).astype(int) for shift in (24, 16, 8, 0))


def test_tones_stay_within_bounds_and_rise_with_the_density() -> None:
    density = np.zeros((2, 1, 300), dtype=np.float32)
    density[0, 0] = np.linspace(0, 40, 300)
    a, r, g, b = channels(tone_map(density, BLUE, ORANGE))
    assert a[0, 0] == 0
    assert (np.diff(a[0]) >= 0).all()
    assert 180 < a.max() < 240  # bright, but never burnt out
    assert max((c - a).max() for c in (r, g, b)) <= 0  # premultiplied


def test_the_hue_is_the_stronger_sign() -> None:
    density = np.zeros((2, 3, 4), dtype=np.float32)
    density[0, 0], density[1, 1], density[:, 2] = 1, 1, 0.5
    a, r, _, b = channels(tone_map(density, BLUE, ORANGE))
    assert (r[0] <= 2).all()
    assert (b[0] >= a[0] - 2).all()
    assert (b[1] <= 2).all()
    assert (r[1] >= a[1] - 2).all()
    assert np.abs(r[2] - b[2]).max() < 6


def test_each_picture_has_its_own_scale() -> None:
    weights, where = fan(9)
    density = add_lines(weights, where, BOX)
    np.testing.assert_array_equal(
        tone_map(density, BLUE, ORANGE), tone_map(density * np.float32(1024), BLUE, ORANGE)
    )
    stronger, weaker = (channels(tone_map(density, BLUE, ORANGE, s))[0] for s in (2.0, 0.5))
    assert (stronger >= weaker).all()
    assert stronger.mean() > 1.5 * weaker.mean()


def test_no_density_is_no_picture() -> None:
    empty = np.zeros((2, 5, 6), dtype=np.float32)
    assert reference_density(empty) == 0
    assert not tone_map(empty, BLUE, ORANGE).any()


def test_a_picture_keeps_its_pixels_when_the_array_changes() -> None:
    pixels = np.full((4, 6), 0xFF102030, dtype=np.uint32)
    image = picture(pixels, 2.0)
    pixels[:] = 0
    assert image.pixel(3, 2) == 0xFF102030
    assert (image.width(), image.height(), image.devicePixelRatio()) == (6, 4, 2.0)


def test_the_densest_place_still_lets_the_background_through() -> None:
    density = np.ones((2, 20, 20), dtype=np.float32)
    density[0, 7, 7] = 1e6
    a, *_ = channels(tone_map(density, BLUE, ORANGE))
    assert a[7, 7] == a.max()
    assert a[7, 7] < 245
