from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QHelpEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from nnviz.explain.number_markup import figure
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron, Selection, WeightChoice
from nnviz.panels.network_diagram.diagram_layout import DiagramLayout
from nnviz.panels.network_diagram.diagram_words import neuron_name
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.panels.network_diagram.panel import NetworkDiagram
from nnviz.runs.input_image import data_input, drawn_input
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.widgets import theme
from tests.panels.painted_words import overprinted, words_of
from tests.panels.snapshots import loading_snapshot, make_dataset, make_snapshot

SIZE = (640, 480)


class Window:
    """What the main window does for the panel: hand its wishes back to it."""

    def __init__(self, panel: NetworkDiagram) -> None:
        self.panel = panel
        self.hovered: list[Neuron | None] = []
        self.clicked: list[Neuron] = []
        panel.neuron_hovered.connect(self.on_hovered)
        panel.neuron_clicked.connect(self.on_clicked)

    def on_hovered(self, neuron: Neuron | None) -> None:
        self.hovered.append(neuron)
        self.panel.set_selection(replace(self.panel.selection, hovered=neuron))

    def on_clicked(self, neuron: Neuron) -> None:
        self.clicked.append(neuron)
        before = self.panel.selection
        self.panel.set_selection(replace(before, pinned=None if neuron == before.pinned else neuron))


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[NetworkDiagram]:
    theme.set_scheme(theme.Scheme.DARK)
    panel = NetworkDiagram()
    panel.reduced_motion = True
    panel.resize(*SIZE)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    panel.close()
    theme.set_scheme(theme.Scheme.SYSTEM)


@pytest.fixture
def window(panel: NetworkDiagram) -> Window:
    return Window(panel)


def wait_for_picture(qtbot: QtBot, panel: NetworkDiagram) -> None:
    """Until the connections on screen are those of the latest snapshot."""

    def is_there() -> bool:
        latest = panel.pictures.latest
        return latest is not None and latest.request.snapshot is panel.snapshot

    qtbot.waitUntil(is_there, timeout=60_000)


def show(qtbot: QtBot, panel: NetworkDiagram, snapshot: Snapshot) -> None:
    panel.set_snapshot(snapshot)
    wait_for_picture(qtbot, panel)


def layout_of(panel: NetworkDiagram) -> DiagramLayout:
    assert panel.layout_on_show is not None
    return panel.layout_on_show


def place(panel: NetworkDiagram, neuron: Neuron) -> QPoint:
    return QPointF(*panel.navigation.view.to_panel(*layout_of(panel).centre(neuron))).toPoint()


def grabbed(panel: NetworkDiagram) -> QImage:
    return panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def pixels(image: QImage) -> Any:
    raw = np.frombuffer(image.constBits(), dtype=np.uint8)
    return raw.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def colours_in(image: QImage) -> int:
    raw = np.frombuffer(image.constBits(), dtype=np.uint32)
    return len(np.unique(raw))


def move_to(panel: NetworkDiagram, point: QPoint, *buttons: Qt.MouseButton) -> None:
    """Sent straight to the panel: the real cursor comes late, and may be elsewhere."""
    held = buttons[0] if buttons else Qt.MouseButton.NoButton
    at = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        panel.mapToGlobal(at),
        Qt.MouseButton.NoButton,
        held,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(panel, event)


STATES = {
    "loading": loading_snapshot,
    "one unit": lambda: make_snapshot((1,)),
    "two hidden layers": lambda: make_snapshot((100, 30)),
    "200 units": lambda: make_snapshot((200,)),
    "drawing": lambda: make_snapshot(input_image=drawn_input(make_dataset().image(4))),
    "dead unit": lambda: with_unit(0.0),
    "NaN weights": lambda: with_unit(np.nan),
    "infinite weights": lambda: with_unit(np.inf),
    "untrained": lambda: make_snapshot(network=make_snapshot().start),
}


def with_unit(value: float) -> Snapshot:
    snapshot = make_snapshot((20,))
    weights = [w.copy() for w in snapshot.network.weights]
    weights[0][4] = value
    return replace(snapshot, network=Network.of(weights, snapshot.network.biases))


@pytest.mark.parametrize("mode", EdgeMode)
@pytest.mark.parametrize("state", STATES)
def test_every_state_is_shown_in_every_mode(
    qtbot: QtBot, panel: NetworkDiagram, state: str, mode: EdgeMode
) -> None:
    panel.header.mode = mode
    show(qtbot, panel, STATES[state]())
    for neuron in (None, Neuron(1, 300), Neuron(2, 0), Neuron(panel.snapshot.layers, 3)):  # type: ignore[union-attr]
        panel.set_selection(Selection(hovered=neuron))
        assert colours_in(grabbed(panel)) > 10
    assert "connections" in panel.header.counter.text()


def test_nothing_is_painted_before_there_is_a_snapshot(panel: NetworkDiagram) -> None:
    panel.set_selection(Selection(hovered=Neuron(2, 3)))
    assert colours_in(grabbed(panel)) == 1


def test_all_79400_weights_are_counted(qtbot: QtBot, panel: NetworkDiagram) -> None:
    panel.header.mode = EdgeMode.WEIGHT
    show(qtbot, panel, make_snapshot())
    assert panel.header.counter.text() == "79,400 of 79,400 connections"
    panel.header.threshold_slider.setValue(40)
    qtbot.waitUntil(lambda: not panel.header.counter.text().startswith("79,400"))


def test_the_look_of_the_whole(qtbot: QtBot, panel: NetworkDiagram) -> None:
    show(qtbot, panel, make_snapshot())
    image, layout = pixels(grabbed(panel)), layout_of(panel)
    blank = image[3, 3]
    fan_left, fan_right = round(layout.retina.right + 15), round(layout.centres[1][:, 0].min() - 15)
    fan = image[180:300, fan_left:fan_right]
    lit = np.abs(fan - blank).max(axis=2)
    assert (lit > 25).mean() > 0.9  # the fan fills its middle
    assert fan.max() < 250  # and burns out nowhere
    outputs = image[60:400, round(layout.centres[1][:, 0].max() + 15) : round(layout.centres[2][0, 0] - 20)]
    assert (np.abs(outputs - blank).max(axis=2) > 25).mean() > 0.2  # the outputs' connections are to be seen
    assert (np.abs(image[3:60, 3:120] - blank).max(axis=2) < 5).all()  # calm where nothing is


def test_circles_are_as_bright_as_the_activations(qtbot: QtBot, panel: NetworkDiagram) -> None:
    snapshot = make_snapshot()
    show(qtbot, panel, snapshot)
    image = grabbed(panel)
    for index in (0, 17, 50, 99):
        expected = theme.activation_colour(snapshot.activations[1][index])
        assert abs(image.pixelColor(place(panel, Neuron(2, index))).red() - expected.red()) <= 8
    ink = int(np.argmax(snapshot.input_image.image))
    assert image.pixelColor(place(panel, Neuron(1, ink))).red() > 200


def test_right_is_green_and_a_wrong_winner_red(qtbot: QtBot, panel: NetworkDiagram) -> None:
    snapshot = make_snapshot()
    wrong = (snapshot.prediction + 1) % 10
    snapshot = replace(snapshot, input_image=replace(snapshot.input_image, label=wrong))
    show(qtbot, panel, snapshot)
    image, radius = grabbed(panel), layout_of(panel).radii[-1]
    for output, colour in ((wrong, theme.colours().right), (snapshot.prediction, theme.colours().wrong)):
        edge = image.pixelColor(place(panel, Neuron(3, output)) - QPoint(round(radius), 0))
        assert abs(edge.hue() - colour.hue()) < 25


def test_hovering_highlights_a_neurons_connections_alone(
    qtbot: QtBot, panel: NetworkDiagram, window: Window
) -> None:
    panel.header.mode = EdgeMode.WEIGHT
    show(qtbot, panel, make_snapshot())
    before = pixels(grabbed(panel))
    unit = Neuron(2, 56)
    move_to(panel, place(panel, unit))
    assert window.hovered[-1] == unit
    after, layout = pixels(grabbed(panel)), layout_of(panel)
    column = slice(round(layout.retina.right + 20), round(layout.centres[1][:, 0].min() - 60))
    far = slice(0, 90)  # rows that no line of this unit passes
    blank = before[3, 3]
    assert np.abs(after[far, column] - blank).mean() < 0.3 * np.abs(before[far, column] - blank).mean()
    x, y = layout.centre(unit)
    near = after[round(y) - 4 : round(y) + 4, round(x) - 60 : round(x) - 30]
    assert np.abs(near - blank).max() > 60
    move_to(panel, QPoint(5, 5))
    assert window.hovered[-1] is None


def test_hovering_answers_within_the_same_frame(qtbot: QtBot, panel: NetworkDiagram, window: Window) -> None:
    show(qtbot, panel, make_snapshot())
    move_to(panel, place(panel, Neuron(2, 20)))
    assert [gap.gap for gap in panel._pointing.highlight] == [0, 1]


@pytest.mark.parametrize("neuron", [Neuron(1, 406), Neuron(2, 56), Neuron(3, 7)])
def test_a_click_pins_what_is_under_the_cursor(
    qtbot: QtBot, panel: NetworkDiagram, window: Window, neuron: Neuron
) -> None:
    show(qtbot, panel, make_snapshot())
    QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=place(panel, neuron))
    assert window.clicked == [neuron]


def test_a_selection_made_elsewhere_is_shown_and_a_foreign_one_is_not(
    qtbot: QtBot, panel: NetworkDiagram
) -> None:
    show(qtbot, panel, make_snapshot((20,)))
    plain = pixels(grabbed(panel))
    panel.set_selection(Selection(pinned=Neuron(2, 9)))
    assert np.abs(pixels(grabbed(panel)) - plain).max() > 50
    panel.set_selection(Selection(pinned=Neuron(2, 99)))  # of a larger network
    np.testing.assert_array_equal(pixels(grabbed(panel)), plain)


def test_the_connection_under_the_cursor_is_named(
    qtbot: QtBot, panel: NetworkDiagram, window: Window
) -> None:
    snapshot = make_snapshot((20,))
    weights = [snapshot.network.weights[0], np.zeros((10, 20), dtype=np.float32)]
    weights[1][4, 11] = 2
    show(qtbot, panel, replace(snapshot, network=Network.of(weights, snapshot.network.biases)))
    start, end = place(panel, Neuron(2, 11)), place(panel, Neuron(3, 4))
    near_the_output = end * 0.8 + start * 0.2
    move_to(panel, near_the_output)
    assert panel._pointing.connection is not None
    tip = panel._tip(panel.snapshot, layout_of(panel))  # type: ignore[arg-type]
    assert tip is not None
    assert tip[1][0] == "Hidden unit 11 → output 4"
    with qtbot.waitSignal(panel.weight_chosen) as signal:
        QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=near_the_output)
    assert signal.args == [WeightChoice(Neuron(3, 4), 11)]
    move_to(panel, QPoint(4, 4))
    assert panel._pointing.connection is None


def test_a_pinned_neurons_own_connections_are_named(
    qtbot: QtBot, panel: NetworkDiagram, window: Window
) -> None:
    panel.header.mode = EdgeMode.WEIGHT
    show(qtbot, panel, make_snapshot((20,)))
    panel.set_selection(Selection(pinned=Neuron(3, 4)))
    move_to(panel, place(panel, Neuron(3, 4)) * 0.5 + place(panel, Neuron(2, 11)) * 0.5)
    connection = panel._pointing.connection
    assert connection is not None
    assert connection.end == Neuron(3, 4)
    move_to(panel, place(panel, Neuron(3, 9)) * 0.5 + place(panel, Neuron(2, 19)) * 0.5)
    assert panel._pointing.connection is None


@pytest.mark.parametrize("hidden", [(100,), (2000, 2000), (100, 50, 2000), (30,) * 8])
def test_titles_of_layers_do_not_lie_upon_each_other(
    qtbot: QtBot, panel: NetworkDiagram, hidden: tuple[int, ...]
) -> None:
    """As narrow as the panel is in a window of 1100 × 700."""
    panel.resize(536, 300)
    show(qtbot, panel, make_snapshot(hidden))
    assert overprinted(panel) == []
    words = " ".join(word.text for word in words_of(panel))
    assert all(f"{n:,}" in words for n in hidden)


@pytest.mark.parametrize("width", [260, 330, 400, 460])
def test_no_words_lie_upon_the_legend(qtbot: QtBot, panel: NetworkDiagram, width: int) -> None:
    """As narrow as the panel is beside a lesson in a window of 1100 × 700."""
    panel.resize(width, 600)
    show(qtbot, panel, make_snapshot((100,)))
    assert overprinted(panel) == []
    words = {word.text for word in words_of(panel)}
    assert {"pushes up", "pushes down"} <= words
    assert ("10 outputs" in words) == (width >= 330)


@pytest.mark.parametrize("size", [(536, 300), (536, 230), (900, 700)])
def test_a_remark_does_not_lie_upon_the_words_over_the_pixels(
    panel: NetworkDiagram, size: tuple[int, int]
) -> None:
    panel.resize(*size)
    panel.set_snapshot(loading_snapshot())  # the connections are not there yet, and it says so
    words = [word.text for word in words_of(panel)]
    assert "preparing the connections…" in words
    assert "no digit yet" in words
    assert overprinted(panel) == []


def test_the_title_says_the_sizes(qtbot: QtBot, panel: NetworkDiagram) -> None:
    with qtbot.waitSignal(panel.title_changed) as title:
        panel.set_snapshot(make_snapshot((100, 30)))
    assert title.args == ["Network 784–100–30–10"]


def test_arrows_and_tab_move_the_selection(qtbot: QtBot, panel: NetworkDiagram, window: Window) -> None:
    show(qtbot, panel, make_snapshot())
    panel.set_selection(Selection(pinned=Neuron(2, 5)))
    QTest.keyClick(panel, Qt.Key.Key_Down)
    assert window.clicked == [Neuron(2, 6)]
    QTest.keyClick(panel, Qt.Key.Key_Tab)
    assert window.clicked[-1].layer == 3
    QTest.keyClick(panel, Qt.Key.Key_Backtab)
    QTest.keyClick(panel, Qt.Key.Key_Backtab)
    assert window.clicked[-1].layer == 1
    panel.set_selection(Selection(pinned=Neuron(2, 0)))
    moves = len(window.clicked)
    QTest.keyClick(panel, Qt.Key.Key_Up)  # there is nothing above, so that nothing is released either
    assert len(window.clicked) == moves


def test_wheel_drag_and_keys_change_the_view(qtbot: QtBot, panel: NetworkDiagram, window: Window) -> None:
    show(qtbot, panel, make_snapshot())
    before = panel.navigation.view
    at = QPointF(300, 200)
    turned = QWheelEvent(
        at,
        panel.mapToGlobal(at),
        QPoint(),
        QPoint(0, 480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(panel, turned)
    zoomed = panel.navigation.view
    assert zoomed.scale > 1.5
    assert zoomed.to_diagram(300, 200) == pytest.approx(before.to_diagram(300, 200))
    QTest.mousePress(panel, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    move_to(panel, QPoint(250, 170), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(panel, Qt.MouseButton.LeftButton, pos=QPoint(250, 170))
    assert panel.navigation.view == zoomed.panned(-50, -30)
    assert not window.clicked
    QTest.keyClick(panel, Qt.Key.Key_0)
    assert panel.navigation.view == before
    QTest.keyClick(panel, Qt.Key.Key_Plus)
    assert panel.navigation.view.scale > 1
    QTest.keyClick(panel, Qt.Key.Key_Minus)
    QTest.keyClick(panel, Qt.Key.Key_Plus)
    QTest.mouseDClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert panel.navigation.view == before


def test_neurons_are_found_where_zooming_put_them(
    qtbot: QtBot, panel: NetworkDiagram, window: Window
) -> None:
    show(qtbot, panel, make_snapshot())
    panel.navigation.look_at(panel.navigation.view.zoomed(5, *layout_of(panel).centre(Neuron(2, 30))))
    move_to(panel, place(panel, Neuron(2, 31)))
    assert window.hovered[-1] == Neuron(2, 31)


def test_changes_are_counted_from_the_mark(qtbot: QtBot, panel: NetworkDiagram) -> None:
    snapshot = make_snapshot((20,))
    panel.header.mode = EdgeMode.CHANGE
    show(qtbot, panel, snapshot)
    assert panel._remark(snapshot) == ""
    panel.findChild(QAction, "mark_weights").trigger()
    qtbot.waitUntil(lambda: "mark" in panel._remark(snapshot))
    another_run = replace(snapshot, start=Network(snapshot.network.sizes, seed=9))
    show(qtbot, panel, another_run)
    assert panel._remark(another_run) == ""


def test_the_same_moment_is_drawn_once(qtbot: QtBot, panel: NetworkDiagram) -> None:
    snapshot = make_snapshot((20,))
    show(qtbot, panel, snapshot)
    picture = panel.pictures.latest
    asked = panel.pictures._asked
    panel.set_snapshot(replace(snapshot, examples_per_second=5.0))
    assert panel.pictures._asked is asked
    assert panel.pictures.latest is picture
    panel.set_snapshot(replace(snapshot, input_image=data_input(make_dataset(), 8)))
    assert panel.pictures._asked is not asked


def test_another_network_never_shows_the_old_ones_connections(qtbot: QtBot, panel: NetworkDiagram) -> None:
    show(qtbot, panel, make_snapshot((20,)))
    panel.set_snapshot(make_snapshot((30, 12)))
    scene = panel._scene(panel.snapshot, layout_of(panel))  # type: ignore[arg-type]
    assert scene.picture is None
    wait_for_picture(qtbot, panel)
    assert scene.layout.sizes == (784, 30, 12, 10)


def edge_threads() -> int:
    return sum(thread.name == "edges" for thread in threading.enumerate())


def test_a_hidden_diagram_does_no_work(qtbot: QtBot, panel: NetworkDiagram) -> None:
    show(qtbot, panel, make_snapshot((20,)))
    panel.hide()
    qtbot.waitUntil(lambda: edge_threads() == 0)
    asked = panel.pictures._request
    panel.set_snapshot(make_snapshot((20,)))
    panel.set_selection(Selection(hovered=Neuron(2, 3)))
    panel.header.mode = EdgeMode.WEIGHT
    assert panel.pictures._request is asked
    assert panel.pulse.progress is None
    panel.show()
    wait_for_picture(qtbot, panel)
    assert panel.pictures.latest is not None
    assert panel.pictures.latest.request.look.mode is EdgeMode.WEIGHT


def test_a_larger_network_and_another_size_that_came_while_hidden(
    qtbot: QtBot, panel: NetworkDiagram
) -> None:
    show(qtbot, panel, make_snapshot((5,)))
    panel.hide()
    panel.set_snapshot(make_snapshot((30,)))
    panel.set_selection(Selection(pinned=Neuron(2, 25)))
    panel.resize(500, 400)
    panel.show()
    wait_for_picture(qtbot, panel)
    assert layout_of(panel).sizes == (784, 30, 10)
    assert panel._pointing.shown == Neuron(2, 25)


def test_closing_leaves_no_thread(qtbot: QtBot, panel: NetworkDiagram) -> None:
    panel.set_snapshot(make_snapshot())
    panel.close()
    assert edge_threads() == 0


def test_a_diagram_that_was_never_shown_has_no_thread(qtbot: QtBot) -> None:
    panel = NetworkDiagram()
    panel.set_snapshot(make_snapshot((20,)))
    assert edge_threads() == 0
    panel.close()


def test_another_digit_sends_a_pulse_but_not_while_training_fast(qtbot: QtBot, panel: NetworkDiagram) -> None:
    panel.reduced_motion = False
    digits = make_dataset()
    snapshot = make_snapshot((20,))
    show(qtbot, panel, snapshot)
    assert panel.pulse.progress is None
    panel.set_snapshot(replace(snapshot, input_image=data_input(digits, 8)))
    assert panel.pulse.progress is not None
    grabbed(panel)
    panel.pulse.stop()
    fast = replace(snapshot, phase=Phase.TRAINING, examples_per_second=50_000.0)
    panel.set_snapshot(replace(fast, input_image=data_input(digits, 9)))
    assert panel.pulse.progress is None
    slow = replace(fast, examples_per_second=2.0)
    panel.set_snapshot(replace(slow, input_image=data_input(digits, 10)))
    assert panel.pulse.progress is not None
    panel.pulse.stop()
    drawing = replace(snapshot, input_image=drawn_input(digits.image(4)))
    panel.set_snapshot(drawing)
    panel.pulse.stop()
    panel.set_snapshot(replace(drawing, input_image=drawn_input(digits.image(5))))  # the next stroke of it
    assert panel.pulse.progress is None


def test_a_pulse_on_demand_and_none_with_reduced_motion(qtbot: QtBot, panel: NetworkDiagram) -> None:
    show(qtbot, panel, make_snapshot((20, 12)))
    action = panel.findChild(QAction, "play_pulse")
    action.trigger()
    assert panel.pulse.progress is None
    panel.reduced_motion = False
    action.trigger()
    assert panel.pulse.progress is not None
    grabbed(panel)
    panel.pulse.stop()


def test_a_pulse_lights_the_layers_in_turn(
    qtbot: QtBot, panel: NetworkDiagram, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = make_snapshot((20,))
    show(qtbot, panel, snapshot)
    unit = int(np.argmax(snapshot.activations[1]))
    brightness = []
    for progress in (0.2, 0.99):
        monkeypatch.setattr(type(panel.pulse), "progress", progress)
        brightness.append(grabbed(panel).pixelColor(place(panel, Neuron(2, unit))).red())
    assert brightness[1] > brightness[0] + 100


def test_both_schemes_are_painted_in_their_colours(qtbot: QtBot, panel: NetworkDiagram) -> None:
    show(qtbot, panel, make_snapshot((20,)))
    dark = pixels(grabbed(panel))
    theme.set_scheme(theme.Scheme.LIGHT)
    panel.apply_theme()
    latest = panel.pictures.latest
    qtbot.waitUntil(lambda: panel.pictures.latest is not latest)
    light = pixels(grabbed(panel))
    retina = layout_of(panel).retina
    corner = (
        slice(round(retina.y + 2), round(retina.y + 9)),
        slice(round(retina.x + 2), round(retina.x + 9)),
    )
    assert light[corner].mean() > dark[corner].mean() + 120


def test_what_is_painted_explains_itself(qtbot: QtBot, panel: NetworkDiagram) -> None:
    show(qtbot, panel, make_snapshot((20,)))
    for point, text in (
        (QPoint(30, panel.height() - 8), panel.mode.explanation),
        (QPoint(30, 20), panel.spec.explanation),
    ):
        QApplication.sendEvent(panel, QHelpEvent(QEvent.Type.ToolTip, point, panel.mapToGlobal(point)))
        assert QToolTip.text() == text
    QToolTip.hideText()


def test_every_control_has_a_name_and_a_sentence(panel: NetworkDiagram) -> None:
    header = panel.header
    for widget in (header.modes, header.button, header.strength_slider, header.threshold_slider):
        assert widget.accessibleName()
        assert widget.toolTip().endswith(".")
    for action in (header.mark, header.pulse, header.fit):
        assert action.objectName()
        assert action.toolTip().endswith(".")


def test_painting_asks_for_nothing(qtbot: QtBot, panel: NetworkDiagram) -> None:
    """Otherwise an idle diagram would never come to rest."""
    show(qtbot, panel, make_snapshot((20,)))
    asked = panel.pictures._asked
    grabbed(panel)
    grabbed(panel)
    assert panel.pictures._asked is asked


def test_resizing_keeps_a_picture_until_the_new_one_is_there(qtbot: QtBot, panel: NetworkDiagram) -> None:
    show(qtbot, panel, make_snapshot((20,)))
    old = panel.pictures.latest
    panel.resize(500, 400)
    assert panel.pictures.latest is old
    grabbed(panel)
    qtbot.waitUntil(lambda: panel.pictures.latest is not old)
    assert panel.pictures.latest is not None
    assert panel.pictures.latest.request.look.width == 500


@pytest.mark.parametrize("size", [(640, 420), (760, 520), (1300, 640)])
@pytest.mark.parametrize(
    "neuron", [*(Neuron(4, j) for j in range(10)), Neuron(3, 0), Neuron(3, 19), Neuron(2, 7), Neuron(1, 400)]
)
def test_the_tip_leaves_the_outputs_free(
    qtbot: QtBot, panel: NetworkDiagram, window: Window, neuron: Neuron, size: tuple[int, int]
) -> None:
    panel.resize(*size)
    show(qtbot, panel, make_snapshot((30, 20)))
    move_to(panel, place(panel, neuron))
    assert panel.selection.hovered == neuron
    outputs = layout_of(panel).centres[-1][:, 0].min() - layout_of(panel).radii[-1]
    painted = words_of(panel)
    title = [word.text for word in painted].index(neuron_name(neuron, 4).capitalize())
    assert len(painted) > title + 1
    for word in painted[title:]:  # the tip comes last
        assert word.ink.right() < outputs, word.text


def test_a_neuron_hovered_in_another_panel_has_its_tip_there_alone(
    qtbot: QtBot, panel: NetworkDiagram, window: Window
) -> None:
    show(qtbot, panel, make_snapshot())
    snapshot, layout = panel.snapshot, layout_of(panel)
    assert snapshot is not None
    panel.set_selection(Selection(hovered=Neuron(2, 5)))  # in the tiles, say
    assert panel._tip(snapshot, layout) is None
    panel.setFocus()
    panel.set_selection(Selection(hovered=Neuron(2, 5), pinned=Neuron(2, 9)))
    assert panel._tip(snapshot, layout) is None
    panel.set_selection(Selection(pinned=Neuron(2, 9)))  # come to by keys
    tip = panel._tip(snapshot, layout)
    assert tip is not None
    assert tip[1][0] == "Hidden unit 9"
    move_to(panel, place(panel, Neuron(2, 7)))
    tip = panel._tip(snapshot, layout)
    assert tip is not None
    assert tip[1][0] == "Hidden unit 7"


@pytest.mark.parametrize("before", [None, Neuron(2, 6)])
@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tabbing_through_leaves_the_selection_as_it_was(
    qtbot: QtBot, panel: NetworkDiagram, window: Window, before: Neuron | None, key: Qt.Key
) -> None:
    show(qtbot, panel, make_snapshot())
    panel.set_selection(Selection(pinned=before))
    for _ in range(4):
        QTest.keyClick(panel, key)
    assert len(window.clicked) > 1  # it has been somewhere
    assert panel.selection.pinned == before


def test_what_the_arrows_came_to_stays_pinned_when_tab_leaves(
    qtbot: QtBot, panel: NetworkDiagram, window: Window
) -> None:
    show(qtbot, panel, make_snapshot())
    QTest.keyClick(panel, Qt.Key.Key_Backtab)  # an output
    QTest.keyClick(panel, Qt.Key.Key_Down)
    chosen = panel.selection.pinned
    QTest.keyClick(panel, Qt.Key.Key_Tab)
    assert chosen is not None
    assert panel.selection.pinned == chosen


def test_what_full_colour_stands_for_is_said_below_the_weights_of_a_unit(
    qtbot: QtBot, panel: NetworkDiagram
) -> None:
    snapshot = make_snapshot((20,))
    panel.header.mode = EdgeMode.WEIGHT
    show(qtbot, panel, snapshot)
    assert not [word for word in words_of(panel) if "full colour" in word.text]
    panel.set_selection(Selection(pinned=Neuron(2, 7)))
    sizes = np.sort(np.abs(snapshot.network.weights[0][7]))
    (legend,) = [word for word in words_of(panel) if "full colour" in word.text]
    assert legend.text == f"full colour: ±{figure(float(sizes[-1 - 784 // 200]))}"
    box = layout_of(panel).retina
    assert box.bottom <= legend.ink.top()
    assert legend.ink.right() == pytest.approx(box.right, abs=2)


@pytest.mark.parametrize(
    ("width", "words"), [(640, " of 79,400 connections"), (560, " of 79,400"), (420, "")]
)
def test_the_counter_makes_room_for_what_can_be_chosen(
    qtbot: QtBot, panel: NetworkDiagram, width: int, words: str
) -> None:
    show(qtbot, panel, make_snapshot())
    assert panel.header.counter not in QApplication.topLevelWidgets() or panel.header.counter.isHidden()
    panel.header.counter.setParent(panel)
    assert panel.pictures.latest is not None
    panel.header.show_picture(panel.pictures.latest, width)
    assert panel.header.counter.isHidden() == (not words)
    assert panel.header.counter.text().endswith(words)
