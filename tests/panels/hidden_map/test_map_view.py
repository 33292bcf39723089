"""Where things lie on the map: views, hits, lassos, dots."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from nnviz.explain.hidden_map import HiddenMap, hidden_map
from nnviz.learning.network import Network
from nnviz.panels.hidden_map.map_dots import FINE, Dots, dots_picture
from nnviz.panels.hidden_map.map_legend import LegendLayout
from nnviz.panels.hidden_map.map_paint import card_rect
from nnviz.panels.hidden_map.map_pictures import MapPictures, few_enough
from nnviz.panels.hidden_map.map_view import inside, nearest, neighbour, whole_view
from nnviz.panels.hidden_map.orientation import Orientation
from nnviz.widgets.class_colours import class_colour
from tests.digits import SHAPES, make_digits, make_pictures
from tests.panels import pixels

AREA = QRectF(0, 0, 400, 300)
POINTS = np.array([[-2.0, 0.0], [2.0, 1.0], [0.0, -1.0], [0.5, 0.5]])
ALL = np.ones(4, dtype=bool)


def test_the_whole_map_is_as_large_as_it_can_be() -> None:
    view = whole_view(AREA, POINTS)
    places = view.places(POINTS)
    assert AREA.contains(QRectF(QPointF(*places.min(axis=0)), QPointF(*places.max(axis=0))))
    assert np.ptp(places[:, 0]) == pytest.approx(400 - 28)  # the wider way fills it
    assert np.ptp(places[:, 1]) / np.ptp(places[:, 0]) == pytest.approx(2 / 4)  # one scale both ways
    assert places[1, 1] < places[0, 1] < places[2, 1]  # y is upwards
    for point, place in zip(POINTS, places, strict=True):
        assert view.point(QPointF(*place)) == pytest.approx(tuple(point))
    assert whole_view(AREA, np.zeros((3, 2))).scale > 0


def test_what_is_under_the_mouse_stays_there() -> None:
    whole = whole_view(AREA, POINTS)
    at = QPointF(310, 40)
    larger = whole.zoomed(3.0, at, whole)
    assert larger.scale == pytest.approx(3 * whole.scale)
    assert larger.point(at) == pytest.approx(whole.point(at))
    assert whole.zoomed(1e-9, at, whole).scale > 0.1 * whole.scale
    moved = larger.panned(QPointF(12, -7))
    assert moved.places(POINTS) == pytest.approx(larger.places(POINTS) + np.array((12, -7)))


def test_the_nearest_is_found() -> None:
    places = whole_view(AREA, POINTS).places(POINTS)
    at = QPointF(*(places[3] + (3, -2)))
    assert nearest(places, ALL, at, 5) == 3
    assert nearest(places, ALL, at, 3) is None
    assert nearest(places, np.array([True, True, True, False]), at, 5) is None
    assert nearest(places[:0], ALL[:0], at, 5) is None


def test_arrow_keys_find_the_next_that_way() -> None:
    places = np.array([[0.0, 0.0], [10.0, 3.0], [4.0, 30.0], [-8.0, 1.0]])
    assert neighbour(places, ALL, 0, (1, 0)) == 1
    assert neighbour(places, ALL, 0, (0, 1)) == 2
    assert neighbour(places, ALL, 0, (-1, 0)) == 3
    assert neighbour(places, ALL, 0, (0, -1)) is None


def winding(point: np.ndarray, polygon: np.ndarray) -> bool:
    """How often a line goes round a point, by adding up angles."""
    angles = np.arctan2(*(polygon - point).T)
    turns = np.diff(np.append(angles, angles[0]))
    turns = (turns + np.pi) % (2 * np.pi) - np.pi
    return abs(turns.sum()) > 1


def test_a_lasso_holds_what_its_line_goes_round() -> None:
    random = np.random.default_rng(3)
    angles = np.sort(random.uniform(0, 2 * np.pi, 25))
    lasso = np.stack([np.cos(angles), np.sin(angles)], axis=1) * random.uniform(0.3, 1, (25, 1))
    places = random.uniform(-1, 1, (400, 2))
    held = inside(places, lasso)
    assert held.tolist() == [winding(place, lasso) for place in places]
    assert 40 < held.sum() < 300
    assert not inside(places, lasso[:2]).any()


def test_dots_are_where_they_belong_and_mistakes_are_rings() -> None:
    red, blue, paper = 0xFFFF0000, 0xFF0000FF, 0xFF101010
    places = np.array([[10.0, 12.0], [40.0, 20.0], [500.0, 500.0], [-90.0, 4.0]])
    colours = np.array([red, blue, red, red], dtype=np.uint32)
    dots = Dots(places, colours, colours[::-1].copy(), np.array([False, True, True, False]))
    picture = dots_picture(QRectF(0, 0, 60, 30), dots, 3.0, paper)
    assert (picture.width(), picture.height()) == (60 * FINE, 30 * FINE)

    def at(x: float, y: float) -> int:
        return picture.pixel(round(FINE * x), round(FINE * y))

    assert [at(10, 12), at(12.5, 12), at(14, 12), at(10, 15.5)] == [red, red, 0, 0]
    assert [at(40, 20), at(42.5, 20), at(44, 20), at(47, 20)] == [red, paper, blue, 0]  # said, gap, true
    drawn = pixels.of_image(picture).any(axis=2)
    assert not drawn[:, : 5 * FINE].any()  # what lies beyond an edge does not come in at the other


def test_few_pictures_stand_in_their_places() -> None:
    places = np.array([[20.0, 20.0], [60.0, 40.0], [99.0, 59.0], [101.0, 30.0]])
    shown = np.array([True, False, True, True])
    area = QRectF(0, 0, 100, 60)
    assert few_enough(area, places, shown).tolist() == [0, 2]
    assert few_enough(area, places, ALL).tolist() == []  # three are too many for so small an area
    pictures = MapPictures(make_pictures(SHAPES, 6), np.array([1, 4]))
    place = pictures.place(QPointF(50, 30))
    assert (place.center() - QPointF(50, 30)).manhattanLength() <= 1
    assert place.width() / place.height() == pytest.approx(9 / 12)
    found = hidden_map(Network((SHAPES.pixels, 6, 3), seed=1), make_pictures(SHAPES, 6), 2)
    assert isinstance(found, HiddenMap)
    spots = np.array([[0.0, 0], [30, 30], [0, 0], [0, 0], [80, 30], [0, 0]])
    seen = pixels.painted(120, 60, lambda painter: pictures.paint(painter, found, spots))
    for index in (1, 4):
        frame = pixels.near(seen, class_colour(int(found.labels[index])), 40)
        rect = pictures.place(QPointF(*spots[index]))
        assert frame[round(rect.center().y()), round(rect.left()) - 1]
        assert frame[round(rect.top()) - 1, round(rect.center().x())]


def test_the_card_keeps_within_the_area() -> None:
    for x in (0, 200, 400):
        for y in (0, 150, 300):
            card = card_rect(AREA, QPointF(x, y), 150)
            assert AREA.contains(card)
            assert not card.contains(QPointF(x, y))


@pytest.mark.parametrize("count", [3, 10, 62])
def test_entries_of_the_legend_do_not_overlap(count: int) -> None:
    place = LegendLayout(QRectF(0, 0, 50, 200), count, 30)
    entries = [place.entry(label) for label in range(count)]
    assert all(
        entry.top() >= 0 and entry.bottom() <= 200 and entry.right() <= place.width for entry in entries
    )
    assert [place.label_at(entry.center()) for entry in entries] == list(range(count))
    assert place.label_at(QPointF(-3, 5)) is None


def turned(found: HiddenMap, angle: float) -> HiddenMap:
    return found.turned(np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]))


def test_a_moment_looks_as_the_one_next_to_it_and_as_it_did_before() -> None:
    maps = [hidden_map(Network((784, 12, 10), seed=seed), make_digits(90), 2) for seed in (1, 2)]
    one, other = maps
    assert isinstance(one, HiddenMap)
    assert isinstance(other, HiddenMap)
    known = Orientation()
    first = known.steady(one, run=0, examples_seen=100)
    assert first.points == pytest.approx(one.points)
    assert known.steady(turned(one, 1.0), 0, 200).points == pytest.approx(first.points, abs=1e-4)
    later = known.steady(turned(other, 2.0), 0, 9_000)
    assert known.steady(turned(one, -2.0), 0, 110).points == pytest.approx(first.points, abs=1e-4)
    assert known.steady(turned(other, 0.7), 0, 9_000).points == pytest.approx(later.points, abs=1e-4)
    assert known.steady(turned(other, 0.3), 5, 0).points == pytest.approx(
        later.points, abs=1e-4
    )  # another run
    for moment in range(10_000, 10_700):
        known.steady(one, 0, moment)  # what is kept does not grow without end
    assert known.kept <= 303
