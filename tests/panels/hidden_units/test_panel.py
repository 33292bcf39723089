from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QCursor
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from nnviz.explain.number_markup import figure
from nnviz.learning.neuron import Neuron, Selection
from nnviz.learning.settings import Settings
from nnviz.panels.hidden_units.panel import HiddenUnits
from nnviz.panels.hidden_units.unit_images import unit_images
from nnviz.runs.input_image import blank_input
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from tests.panels.painted_words import overprinted, words_of
from tests.panels.snapshots import loading_snapshot, make_snapshot


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


@pytest.fixture
def panel(qtbot: QtBot) -> HiddenUnits:
    made = HiddenUnits()
    qtbot.addWidget(made)
    made.resize(300, 320)
    QCursor.setPos(2_000, 600)  # the one of the test before may hover here
    made.show()
    qtbot.waitExposed(made)
    return made


def with_weights(hidden: tuple[int, ...] = (100,), **values: float) -> Snapshot:
    """All weights 0 but those given, named like w56_130; into the first hidden layer."""
    snapshot = make_snapshot(hidden)
    network = snapshot.network.copy()
    network.weights[0][:] = 0
    for name, value in values.items():
        unit, pixel = map(int, name[1:].split("_"))
        network.weights[0][unit, pixel] = value
    return replace(snapshot, network=network)


def combo(panel: HiddenUnits, name: str) -> QComboBox:
    found = panel.header_widgets()[0].findChild(QComboBox, name)
    assert isinstance(found, QComboBox)
    return found


def centre(panel: HiddenUnits, unit: int) -> QPoint:
    assert panel.grid is not None
    return panel.grid.rect(unit).center().toPoint()


def tiles(panel: HiddenUnits) -> NDArray[np.uint32]:
    """The colours of all units' images, (n, 28, 28)."""
    assert panel.picture is not None
    return panel.picture.tiles


def coloured(panel: HiddenUnits) -> dict[tuple[int, int, int], QColor]:
    """The pixels (unit, row, column) that are not the colour of weight 0."""
    images = tiles(panel)
    places = np.argwhere(images != theme.colours().weight_zero.rgb()).tolist()
    return {tuple(place): QColor.fromRgb(int(images[tuple(place)])) for place in places}


def test_one_positive_weight_is_blue_at_exactly_its_place(panel: HiddenUnits) -> None:
    pixel = 5 * 28 + 20
    panel.set_snapshot(with_weights(**{f"w37_{pixel}": 0.7}))
    assert coloured(panel) == {(37, 5, 20): theme.colours().positive}


def test_one_negative_weight_is_orange(panel: HiddenUnits) -> None:
    panel.set_snapshot(with_weights(w0_0=-0.01))
    assert coloured(panel) == {(0, 0, 0): theme.colours().negative}


def test_the_tile_on_the_screen_has_the_weight_at_its_place(panel: HiddenUnits) -> None:
    panel.resize(800, 830)
    block = {f"w9_{row * 28 + column}": 1.0 for row in range(7) for column in range(21, 28)}
    panel.set_snapshot(with_weights((12,), **block))
    assert panel.grid is not None
    tile, grabbed = panel.grid.rect(9), panel.grab().toImage()
    right, left = tile.left() + 0.875 * tile.width(), tile.left() + 0.125 * tile.width()
    high, low = tile.top() + 0.125 * tile.height(), tile.top() + 0.875 * tile.height()
    blue, nothing = theme.colours().positive.rgb(), theme.colours().weight_zero.rgb()
    assert grabbed.pixel(round(right), round(high)) == blue
    for x, y in ((left, high), (left, low), (right, low)):
        assert grabbed.pixel(round(x), round(y)) == nothing


def test_scale_of_each_unit_or_in_common(panel: HiddenUnits) -> None:
    strong_and_weak = {f"w{unit}_{k}": size for unit, size in ((0, 1.0), (1, 0.1)) for k in range(784)}
    panel.set_snapshot(with_weights((2,), **strong_and_weak))
    assert tiles(panel)[0, 0, 0] == tiles(panel)[1, 0, 0]
    combo(panel, "hidden_units_scale").setCurrentText("common")
    strong, weak = (QColor.fromRgb(int(image[0, 0])) for image in tiles(panel))
    assert strong.blue() > weak.blue() > theme.colours().weight_zero.blue()


@pytest.mark.parametrize("count", [1, 10, 30, 100, 237])
@pytest.mark.parametrize("size", [(140, 120), (300, 300), (700, 200), (200, 700)])
def test_all_tiles_lie_inside_the_panel_and_apart(
    panel: HiddenUnits, count: int, size: tuple[int, int]
) -> None:
    panel.resize(*size)
    panel.set_snapshot(make_snapshot((count,)))
    grid = panel.grid
    assert grid is not None
    assert grid.count == count
    places = [grid.rect(index) for index in range(count)]
    assert all(panel.rect().toRectF().contains(place) for place in places)
    assert not any(places[0].intersects(other) for other in places[1:])
    assert [grid.index_at(place.center()) for place in places] == list(range(count))


@pytest.mark.parametrize("size", [(3, 3), (30, 500), (500, 30)])
def test_a_panel_squeezed_to_nothing_still_paints(panel: HiddenUnits, size: tuple[int, int]) -> None:
    panel.set_snapshot(make_snapshot((10,)))
    panel.resize(*size)
    assert not panel.grab().isNull()


def test_the_border_brightens_with_the_activation(panel: HiddenUnits) -> None:
    snapshot = with_weights((4,))
    snapshot.network.biases[0][:] = [-20, 0, 20, -20]
    panel.set_snapshot(snapshot)
    grabbed = panel.grab().toImage()
    assert panel.grid is not None
    corners = [panel.grid.rect(unit).topLeft() for unit in range(4)]
    off, half, on, off_too = (grabbed.pixelColor(corner.toPoint()).lightness() for corner in corners)
    assert off == off_too < half < on


def test_hovering_tells_the_unit_and_leaving_takes_it_back(qtbot: QtBot, panel: HiddenUnits) -> None:
    panel.set_snapshot(make_snapshot())
    told: list[Neuron | None] = []
    panel.neuron_hovered.connect(told.append)
    qtbot.mouseMove(panel, centre(panel, 56))
    qtbot.waitUntil(lambda: told == [Neuron(2, 56)])
    qtbot.mouseMove(panel, centre(panel, 57))
    qtbot.waitUntil(lambda: told[1:] == [Neuron(2, 57)])
    qtbot.mouseMove(panel, QPoint(1, panel.height() - 1))
    qtbot.waitUntil(lambda: told[2:] == [None])


def test_clicking_tells_the_unit(qtbot: QtBot, panel: HiddenUnits) -> None:
    panel.set_snapshot(make_snapshot())
    with qtbot.waitSignal(panel.neuron_clicked) as clicked:
        qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=centre(panel, 99))
    assert clicked.args == [Neuron(2, 99)]
    with qtbot.assertNotEmitted(panel.neuron_clicked):
        qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(1, panel.height() - 1))


@pytest.mark.parametrize(
    ("key", "leads_to"),
    [
        (Qt.Key.Key_Left, 54),
        (Qt.Key.Key_Right, 56),
        (Qt.Key.Key_Up, 45),
        (Qt.Key.Key_Down, 65),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 99),
    ],
)
def test_arrow_keys_move_the_pinned_unit(
    qtbot: QtBot, panel: HiddenUnits, key: Qt.Key, leads_to: int
) -> None:
    panel.set_snapshot(make_snapshot())
    panel.set_selection(Selection(pinned=Neuron(2, 55)))
    with qtbot.waitSignal(panel.neuron_clicked) as moved:
        qtbot.keyClick(panel, key)
    assert moved.args == [Neuron(2, leads_to)]


def test_arrow_keys_stop_at_the_edge_and_begin_at_unit_0(qtbot: QtBot, panel: HiddenUnits) -> None:
    panel.set_snapshot(make_snapshot())
    panel.set_selection(Selection(pinned=Neuron(2, 95)))
    with qtbot.assertNotEmitted(panel.neuron_clicked):
        qtbot.keyClick(panel, Qt.Key.Key_Down)
    panel.set_selection(Selection())
    with qtbot.waitSignal(panel.neuron_clicked) as began:
        qtbot.keyClick(panel, Qt.Key.Key_Down)
    assert began.args == [Neuron(2, 0)]


def test_the_selected_unit_is_framed_in_violet(panel: HiddenUnits) -> None:
    panel.set_snapshot(make_snapshot())
    assert panel.grid is not None
    corner = panel.grid.rect(56).topLeft().toPoint()
    violet = theme.colours().selected.rgb()
    assert panel.grab().toImage().pixel(corner) != violet
    panel.set_selection(Selection(pinned=Neuron(2, 56)))
    assert panel.grab().toImage().pixel(corner) == violet
    panel.set_selection(Selection(pinned=Neuron(3, 6)))
    assert panel.grab().toImage().pixel(corner) != violet


def test_the_tip_tells_the_numbers(panel: HiddenUnits) -> None:
    snapshot = with_weights(w56_0=-0.41, w56_783=0.39)
    snapshot.network.biases[0][56] = 2.4
    panel.set_snapshot(replace(snapshot, input_image=blank_input()))
    assert panel.grid is not None
    tile = panel.grid.rect(56)
    words = panel.tip_at(tile.topLeft() + QPointF(1.4, 1.4))
    assert "hidden unit 56: a = 0.917, z = +2.40, weights −0.410 … +0.390" in words
    assert "w₅₆,₀ = −0.410 at pixel 0 (row 0, column 0)" in words
    assert "w₅₆,₇₈₃ = +0.390" in panel.tip_at(tile.bottomRight() - QPointF(1.4, 1.4))
    assert panel.tip_at(QPointF(1, panel.height() - 1)) == ""


def test_a_second_hidden_layer_can_be_chosen(qtbot: QtBot, panel: HiddenUnits) -> None:
    snapshot = make_snapshot((100, 30))
    panel.set_snapshot(snapshot)
    layers = combo(panel, "hidden_units_layer")
    assert not layers.isHidden()
    assert [layers.itemText(row) for row in range(layers.count())] == ["layer 2", "layer 3"]
    layers.setCurrentText("layer 3")
    assert panel.grid is not None
    assert panel.grid.count == 30
    with qtbot.waitSignal(panel.neuron_clicked) as clicked:
        qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=centre(panel, 29))
    assert clicked.args == [Neuron(3, 29)]
    assert "layer 3 unit 29" in panel.tip_at(QPointF(centre(panel, 29)))
    assert "template" in panel.tip_at(QPointF(centre(panel, 29)))
    panel.set_snapshot(make_snapshot((50,)))
    assert layers.isHidden()
    assert panel.grid.count == 50


def test_a_deeper_unit_shows_the_template_it_sees() -> None:
    network = make_snapshot((5, 3)).network
    w2, w3 = network.weights[:2]
    np.testing.assert_allclose(unit_images(network, 3, common=False).values, w3 @ w2, rtol=1e-5)


def test_a_unit_pinned_elsewhere_turns_to_its_layer_once(panel: HiddenUnits) -> None:
    panel.set_snapshot(make_snapshot((20, 30)))
    panel.set_selection(Selection(pinned=Neuron(3, 7)))
    assert panel.layer == 3
    combo(panel, "hidden_units_layer").setCurrentText("layer 2")
    panel.set_selection(Selection(hovered=Neuron(2, 1), pinned=Neuron(3, 7)))
    assert panel.layer == 2
    panel.set_selection(Selection(pinned=Neuron(4, 2)))
    assert panel.layer == 2


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_said_in_words(panel: HiddenUnits, bad: float) -> None:
    snapshot = make_snapshot((12,))
    snapshot.network.weights[0][7, 300] = bad
    snapshot.network.weights[0][3] = 0
    panel.set_snapshot(snapshot)
    assert panel.caption == "unit 7: weights no longer finite numbers"
    for scale in ("common", "each"):
        combo(panel, "hidden_units_scale").setCurrentText(scale)
        assert not [unit for unit, _, _ in coloured(panel) if unit == 7]
    assert "hidden unit 7" in panel.tip_at(QPointF(centre(panel, 7)))
    snapshot.network.weights[0][:] = bad
    panel.set_snapshot(replace(snapshot, network=snapshot.network.copy()))
    assert panel.caption == "12 units: weights no longer finite numbers"
    assert not panel.grab().isNull()


def test_a_dead_unit_is_said_in_words_on_either_scale(panel: HiddenUnits) -> None:
    snapshot = make_snapshot((12,))
    snapshot.network.weights[0][3] = 0
    panel.set_snapshot(snapshot)
    assert panel.caption == "unit 3: all weights are 0"
    combo(panel, "hidden_units_scale").setCurrentText("common")
    assert panel.caption == "unit 3: all weights are 0"


def test_the_caption_counts_the_active_units(panel: HiddenUnits) -> None:
    snapshot = make_snapshot((40,))
    panel.set_snapshot(snapshot)
    active = int(np.count_nonzero(snapshot.activations[1] > 0.5))
    assert panel.caption == f"{active} of 40 active for test digit 3"


def test_before_the_data_is_there_the_start_is_shown_with_faint_borders(panel: HiddenUnits) -> None:
    assert not panel.grab().isNull()
    panel.set_snapshot(loading_snapshot())
    assert panel.caption == ""
    assert panel.grid is not None
    grabbed = panel.grab().toImage()
    borders = {grabbed.pixel(panel.grid.rect(unit).topLeft().toPoint()) for unit in range(100)}
    assert borders == {theme.colours().border.rgb()}


def test_a_new_input_image_or_selection_does_not_make_the_images_anew(panel: HiddenUnits) -> None:
    snapshot = make_snapshot()
    panel.set_snapshot(snapshot)
    before = panel.picture
    panel.set_snapshot(replace(snapshot, input_image=blank_input()))
    panel.set_selection(Selection(hovered=Neuron(2, 1)))
    assert panel.picture is before
    panel.set_snapshot(replace(snapshot, network=snapshot.network.copy()))
    assert panel.picture is not before


def test_a_hidden_panel_does_no_work_until_it_is_shown(panel: HiddenUnits) -> None:
    panel.set_snapshot(with_weights(w0_0=1.0))
    before = panel.picture
    panel.hide()
    panel.set_snapshot(with_weights(w0_0=-1.0))
    combo(panel, "hidden_units_scale").setCurrentText("common")
    assert panel.picture is before
    panel.show()
    assert coloured(panel) == {(0, 0, 0): theme.colours().negative}


def test_light_and_dark_have_their_own_colours(panel: HiddenUnits) -> None:
    panel.set_snapshot(with_weights(w0_0=1.0))
    theme.set_scheme(theme.Scheme.LIGHT)
    panel.apply_theme()
    assert coloured(panel) == {(0, 0, 0): theme.colours().positive}


def test_everything_is_named_for_those_who_cannot_see_it(panel: HiddenUnits) -> None:
    for name in ("hidden_units_layer", "hidden_units_scale"):
        assert combo(panel, name).accessibleName()
        assert combo(panel, name).toolTip()


def test_a_common_scale_is_said_on_the_screen_and_its_own_in_each_units_tip(panel: HiddenUnits) -> None:
    snapshot = make_snapshot((12,))
    panel.set_snapshot(snapshot)
    w = np.sort(np.abs(snapshot.network.weights[0]), axis=1)
    assert panel.legend == ""
    of_unit_5 = figure(float(w[5, -1 - 784 // 200]))
    assert f"full colour: ±{of_unit_5}" in panel.tip_at(QPointF(centre(panel, 5)))
    combo(panel, "hidden_units_scale").setCurrentText("common")
    of_all = figure(float(np.sort(w, axis=None)[-1 - w.size // 200]))
    assert panel.legend == f"full colour: ±{of_all}"
    assert panel.legend in [word.text for word in words_of(panel)]
    assert panel.legend in panel.tip_at(QPointF(centre(panel, 5)))
    assert overprinted(panel) == []


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_borders_and_caption_follow_the_networks_own_activation(panel: HiddenUnits, activation: str) -> None:
    settings = Settings(hidden=(40,), activation=activation)
    snapshot = replace(make_snapshot((40,)), settings=settings, network=settings.new_network())
    panel.set_snapshot(snapshot)
    a = snapshot.activations[1]
    grid, image = panel.grid, panel.grab().toImage()
    assert grid is not None
    brightness = [image.pixelColor(grid.rect(unit).topLeft().toPoint()).lightness() for unit in range(40)]
    most = float(a.max()) if activation == "relu" else 1.0
    expected = np.clip(a / most, 0, 1)
    assert np.corrcoef(brightness, expected)[0, 1] > 0.99
    assert panel.caption == f"{np.count_nonzero(a > 0)} of 40 active for test digit 3"
