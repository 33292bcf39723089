from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnviz.datasets.dataset import Examples
from nnviz.explain.unit_statistics import linear_template, unit_statistics
from nnviz.learning.edits import NetworkEdits
from nnviz.learning.evaluation import Evaluation, accuracy
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron, Selection
from nnviz.panels.neuron_inspector.bars import Bars
from nnviz.panels.neuron_inspector.cells import Cells
from nnviz.panels.neuron_inspector.lookups import Lookups
from nnviz.panels.neuron_inspector.panel import NeuronInspector
from nnviz.panels.neuron_inspector.template import Template
from nnviz.runs.input_image import InputImage, blank_input
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.widgets import theme
from nnviz.widgets.image_tiles import ImageTiles
from tests.panels.snapshots import loading_snapshot, make_snapshot

UNIT = Neuron(2, 5)


@pytest.fixture(autouse=True)
def dark() -> None:
    theme.set_scheme(theme.Scheme.DARK)


@pytest.fixture
def panel(qtbot: QtBot) -> NeuronInspector:
    made = NeuronInspector()
    qtbot.addWidget(made)
    made.resize(300, 420)
    QCursor.setPos(2_000, 1_000)  # not on the panel
    made.show()
    qtbot.waitExposed(made)
    return made


def changed(change: Callable[[Network], None], hidden: tuple[int, ...] = (100,)) -> Snapshot:
    snapshot = make_snapshot(hidden)
    network = snapshot.network.copy()
    change(network)
    return replace(snapshot, network=network)


def simple_unit(network: Network) -> None:
    """Unit 5 sees two pixels: z = 2 · 1 − 1 · 0.5 − 0.25 for `two_pixels`."""
    network.weights[0][5] = 0
    network.weights[0][5, [300, 301]] = 2, -1
    network.biases[0][5] = -0.25


def two_pixels() -> InputImage:
    image = np.zeros(784, dtype=np.float32)
    image[[300, 301]] = 1, 0.5
    return InputImage(image, 3, "test", 0)


def pin(panel: NeuronInspector, neuron: Neuron | None) -> None:
    panel.set_selection(Selection(None, neuron))


def shown(panel: NeuronInspector) -> list[QWidget]:
    return [section for block in panel.flow.blocks for section in block]


def centre(cells: Cells, cell: int) -> QPoint:
    return cells.cell_rect(cell).center().toPoint()


def caption(panel: NeuronInspector) -> str:
    label = panel.header_widgets()[0]
    assert isinstance(label, QLabel)
    return label.text()


def action(panel: NeuronInspector, name: str) -> QAction:
    found = panel.findChild(QAction, name)
    assert isinstance(found, QAction)
    return found


def heights(bars: Bars) -> list[float]:
    return [float(value) for value in bars._values]


def test_nothing_selected_shows_how_the_weights_are_distributed(panel: NeuronInspector) -> None:
    panel.set_snapshot(make_snapshot((30, 20)))
    histograms = panel.weights_page.histograms
    assert panel.title == "Weights"
    assert [each.caption for each in histograms] == [
        "weights into layer 2",
        "weights into layer 3",
        "weights into the outputs",
    ]
    for each in histograms:
        assert each.now.sum() == pytest.approx(1)
        assert each.start.sum() == pytest.approx(1)
        assert not np.array_equal(each.now, each.start)


def test_the_title_and_the_caption_follow_the_selection(panel: NeuronInspector, qtbot: QtBot) -> None:
    panel.set_snapshot(make_snapshot())
    titles: list[str] = []
    panel.title_changed.connect(titles.append)
    for neuron in (Neuron(2, 56), Neuron(3, 3), Neuron(1, 406), None):
        pin(panel, neuron)
    assert titles == ["Hidden unit 56", "Output 3", "Pixel 406", "Weights"]
    assert caption(panel) == "hover or click a neuron"
    pin(panel, UNIT)
    assert caption(panel) == "Esc lets go"
    panel.set_selection(Selection(Neuron(3, 1), UNIT))  # the one below the mouse, not the pinned one
    assert caption(panel) == "click to hold"


def test_a_hidden_unit_writes_its_sum_out(panel: NeuronInspector) -> None:
    panel.set_snapshot(replace(changed(simple_unit), input_image=two_pixels()))
    pin(panel, UNIT)
    assert panel.common.sum.words() == "z = Σ w a + b = +1.50 − 0.25 = +1.25a = σ(z) = 0.777"


def test_a_hidden_unit_shows_its_weights_and_what_they_make_of_the_input_image(
    panel: NeuronInspector,
) -> None:
    panel.set_snapshot(replace(changed(simple_unit), input_image=two_pixels()))
    pin(panel, UNIT)
    page, now = panel.hidden_page, theme.colours()
    for image, second in ((page.weights, -1 / 2), (page.products, -0.5 / 2)):
        (picture,) = image.picture().tiles
        assert picture.flat[300] == now.positive.rgb()
        wanted = theme.mixed(now.weight_zero, now.negative, -second)
        found = QColor.fromRgb(int(picture.flat[301]))
        assert abs(found.red() - wanted.red()) <= 2
        assert picture[0, 0] == now.weight_zero.rgb()
    assert page.weights.tip(300) == "pixel 300: 2.0000"
    assert page.products.tip(301) == "pixel 301: −0.5000"
    assert [page.pushes.tip(cell) for cell in range(2)] == [
        "pixel 300: w a = +2.0000",
        "pixel 301: w a = −0.5000",
    ]


def test_weights_to_the_outputs_are_bars_to_click(panel: NeuronInspector, qtbot: QtBot) -> None:
    snapshot = make_snapshot()
    panel.set_snapshot(snapshot)
    pin(panel, UNIT)
    bars = panel.hidden_page.outgoing
    assert heights(bars) == pytest.approx(snapshot.network.weights[1][:, 5].tolist())
    assert bars.strong_label == snapshot.prediction
    with qtbot.waitSignal(panel.neuron_clicked) as clicked:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=centre(bars, 3))
    assert clicked.args == [Neuron(3, 3)]


def test_an_output_sorts_what_its_hidden_units_add(panel: NeuronInspector, qtbot: QtBot) -> None:
    snapshot = make_snapshot((30,))
    panel.set_snapshot(snapshot)
    pin(panel, Neuron(3, 7))
    expected = snapshot.network.weights[1][7] * snapshot.activations[1]
    bars = panel.output_page.contributions
    assert heights(bars) == pytest.approx(sorted(expected.tolist(), reverse=True))
    with qtbot.waitSignal(panel.neuron_clicked) as clicked:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=centre(bars, 0))
    assert clicked.args == [Neuron(2, int(np.argmax(expected)))]
    assert f"unit {np.argmin(expected)}: w a = −" in panel.output_page.pushes.tip(3)
    np.testing.assert_allclose(
        panel.output_page.template._values, linear_template(snapshot.network, Neuron(3, 7))
    )


def test_a_pixel_shows_its_value_and_how_often_it_is_ink(panel: NeuronInspector, qtbot: QtBot) -> None:
    snapshot = make_snapshot()
    assert snapshot.data is not None
    panel.set_snapshot(snapshot)
    pin(panel, Neuron(1, 406))
    page = panel.pixel_page
    assert page.value.text == f"row 14, column 14: a = {snapshot.input_image.image[406]:.3f}"
    qtbot.waitUntil(lambda: bool(page.ink_words.text))
    share = 100 * np.mean(snapshot.data.train.images[:, 406] > 0)
    assert page.ink_words.text.startswith(f"ink in {share:.1f} % of the training digits")
    assert all(value > 0 for value in heights(page.ink))
    with qtbot.waitSignal(panel.neuron_clicked) as clicked:
        qtbot.mouseClick(page.outgoing, Qt.MouseButton.LeftButton, pos=centre(page.outgoing, 42))
    assert clicked.args == [Neuron(2, 42)]


def test_a_pixel_that_is_never_ink_is_told(panel: NeuronInspector, qtbot: QtBot) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, Neuron(1, 0))
    qtbot.waitUntil(lambda: "never ink" in panel.pixel_page.ink_words.text)


@pytest.mark.parametrize("neuron", [UNIT, Neuron(3, 2)])
def test_statistics_over_the_test_digits_follow(panel: NeuronInspector, qtbot: QtBot, neuron: Neuron) -> None:
    snapshot = make_snapshot()
    assert snapshot.data is not None
    panel.set_snapshot(snapshot)
    pin(panel, neuron)
    expected = unit_statistics(snapshot.network, neuron, snapshot.data.test)
    qtbot.waitUntil(lambda: panel.common.strongest.cell_count() == 9)
    assert heights(panel.common.class_means) == pytest.approx(expected.class_means.tolist())
    assert f"{expected.mean_slope:.2f}" in panel.common.learning.text
    with qtbot.waitSignal(panel.input_image_chosen) as chosen:
        panel.common.strongest.choose(4)
    assert (chosen.args[0].source, chosen.args[0].index) == ("test", expected.strongest[4])


def test_a_saturated_unit_is_told_in_words(panel: NeuronInspector, qtbot: QtBot) -> None:
    def saturate(network: Network) -> None:
        network.weights[0][5] = 0
        network.biases[0][5] = -6

    panel.set_snapshot(changed(saturate))
    pin(panel, UNIT)
    words = "Hardly learns: saturated for 100 % of the 60 test digits (|z| averages 6.00)."
    qtbot.waitUntil(lambda: panel.common.learning.text.startswith(words))
    assert "σ′(z) averages 0.002 of at most 0.25" in panel.common.learning.text
    assert panel.flow.blocks[0][0] is panel.common.learning  # before its pictures: it is what is wrong


def test_that_its_layer_is_frozen_is_told_first_and_no_longer_when_it_is_not(
    panel: NeuronInspector, qtbot: QtBot
) -> None:
    snapshot = make_snapshot()
    panel.set_snapshot(replace(snapshot, settings=replace(snapshot.settings, frozen=(2,))))
    pin(panel, UNIT)
    qtbot.waitUntil(lambda: "layer 2 is frozen" in panel.common.learning.text)
    assert panel.flow.blocks[0][0] is panel.common.learning
    panel.set_snapshot(snapshot)
    qtbot.waitUntil(lambda: "not saturated" in panel.common.learning.text)
    assert panel.common.learning not in panel.flow.blocks[0]


def test_statistics_of_another_neuron_are_not_shown(panel: NeuronInspector, qtbot: QtBot) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, UNIT)
    qtbot.waitUntil(lambda: panel.common.strongest.cell_count() == 9)
    pin(panel, Neuron(2, 6))
    assert panel.common.strongest.cell_count() == 0
    assert np.isnan(heights(panel.common.class_means)).all()


def test_while_training_statistics_are_rare_but_the_last_network_gets_them(
    panel: NeuronInspector, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    request = panel.lookups._unit_work.request
    monkeypatch.setattr(panel.lookups._unit_work, "request", lambda work: (asked.append(work), request(work)))
    pin(panel, UNIT)
    snapshot = make_snapshot(phase=Phase.TRAINING)
    assert snapshot.data is not None
    networks = [Network((784, 100, 10), seed=seed) for seed in range(20)]
    began = time.monotonic()
    for network in networks:
        panel.set_snapshot(replace(snapshot, network=network))
    often = 1 + (time.monotonic() - began) / 0.5  # on a machine that has other work, more than once
    assert 1 <= len(asked) <= often
    expected = unit_statistics(network, UNIT, snapshot.data.test).class_means
    qtbot.waitUntil(
        lambda: (
            (found := panel.lookups.of_unit(UNIT)[0]) is not None
            and np.array_equal(found.class_means, expected)
        ),
        timeout=5_000,
    )
    assert len(asked) <= often + 1


def test_switching_a_unit_off_shows_what_it_does_and_undoing_restores_exactly(
    panel: NeuronInspector, qtbot: QtBot
) -> None:
    snapshot = make_snapshot()
    assert snapshot.data is not None
    test: Examples = snapshot.data.test
    panel.set_snapshot(snapshot)
    pin(panel, UNIT)
    with qtbot.waitSignal(panel.network_edited) as edited:
        action(panel, "switch_off_unit").trigger()
    edits = edited.args[0]
    assert edits == NetworkEdits(frozenset({UNIT}))
    assert panel.editing.banner in shown(panel)
    after = edits.apply(snapshot.network)
    images = test.images / np.float32(255)
    shares = [100 * accuracy(network.outputs(images), test.labels) for network in (snapshot.network, after)]
    assert panel.editing.banner.lines[1] == "test accuracy …"
    of_both = [Evaluation(n.weighted_inputs(images), test.labels) for n in (snapshot.network, after)]
    panel.set_snapshot(replace(snapshot, network=after, unedited=of_both[0], evaluation=of_both[1]))
    assert panel.editing.banner.lines[1] == f"test accuracy {shares[0]:.2f} % → {shares[1]:.2f} %"
    input_image = after.forward(snapshot.input_image.image)[-1]
    assert panel.editing.banner.lines[0] == "Without hidden unit 5"
    assert panel.editing.banner.lines[2].endswith(f"→ {input_image.argmax()} at {input_image.max():.2f}")
    with qtbot.waitSignal(panel.network_edited) as undone:
        action(panel, "undo_edits").trigger()
    assert undone.args[0].apply(snapshot.network) is snapshot.network
    assert panel.editing.banner not in shown(panel)
    assert not action(panel, "switch_off_unit").isChecked()


def test_a_unit_that_is_off_keeps_its_outgoing_weights_on_show(panel: NeuronInspector) -> None:
    snapshot = make_snapshot()
    panel.set_snapshot(snapshot)
    pin(panel, UNIT)
    action(panel, "switch_off_unit").trigger()
    panel.set_snapshot(replace(snapshot, network=panel.editing.edits.apply(snapshot.network)))
    assert heights(panel.hidden_page.outgoing) == pytest.approx(snapshot.network.weights[1][:, 5].tolist())
    assert panel.hidden_page.outgoing.faded
    assert "off: counts as 0" in panel.common.sum.words()


def test_moving_a_bias_moves_the_sum_and_nothing_else(panel: NeuronInspector, qtbot: QtBot) -> None:
    panel.set_snapshot(replace(changed(simple_unit), input_image=two_pixels()))
    pin(panel, UNIT)
    with qtbot.waitSignal(panel.network_edited) as edited:
        panel.editing.controls.slider.setValue(75)
    assert edited.args == [NetworkEdits(bias_shifts=((UNIT, 0.75),))]
    assert "+1.50 + 0.50 = +2.00" in panel.common.sum.words()
    assert panel.editing.controls.box.value() == 0.75
    pin(panel, Neuron(2, 6))
    assert panel.editing.controls.box.value() == 0
    assert panel.editing.edits.bias_shift(UNIT) == 0.75


def test_edits_are_kept_only_on_request(panel: NeuronInspector, qtbot: QtBot) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, UNIT)
    assert not action(panel, "keep_edits").isEnabled()
    action(panel, "switch_off_unit").trigger()
    with qtbot.waitSignal(panel.keep_edits_requested):
        action(panel, "keep_edits").trigger()
    panel.set_edits(NetworkEdits())
    assert panel.editing.banner not in shown(panel)
    assert not action(panel, "keep_edits").isEnabled()


def test_an_output_can_be_moved_but_not_switched_off(panel: NeuronInspector) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, Neuron(3, 3))
    assert not action(panel, "switch_off_unit").isEnabled()
    assert not panel.editing.controls.button.isVisible()
    panel.editing.controls.box.setValue(1)
    assert panel.editing.edits.bias_shift(Neuron(3, 3)) == 1


def test_edits_of_a_network_of_another_shape_are_dropped(panel: NeuronInspector, qtbot: QtBot) -> None:
    panel.set_snapshot(make_snapshot((30,)))
    pin(panel, Neuron(2, 29))
    action(panel, "switch_off_unit").trigger()
    with qtbot.waitSignal(panel.network_edited) as edited:
        panel.set_snapshot(make_snapshot((20,)))
    assert edited.args == [NetworkEdits()]
    assert panel.weights_page.hint in shown(panel)  # the neuron is gone too


def test_hovering_a_bar_lights_the_neuron_up_without_turning_the_page(
    panel: NeuronInspector, qtbot: QtBot
) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, UNIT)
    panel.neuron_hovered.connect(lambda neuron: panel.set_selection(Selection(neuron, UNIT)))
    bars = panel.hidden_page.outgoing
    with qtbot.waitSignal(panel.neuron_hovered) as hovered:
        qtbot.mouseMove(bars, centre(bars, 3))
    assert hovered.args == [Neuron(3, 3)]
    assert panel.selection.hovered == Neuron(3, 3)
    assert panel.title == "Hidden unit 5"
    assert bars in shown(panel)


def test_a_neuron_hovered_elsewhere_turns_the_page_even_with_the_keyboard_on_a_bar(
    panel: NeuronInspector, qtbot: QtBot
) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, UNIT)
    panel.neuron_hovered.connect(lambda neuron: panel.set_selection(Selection(neuron, UNIT)))
    panel.hidden_page.outgoing.point_at(3)
    panel.set_selection(Selection(Neuron(3, 4), UNIT))
    assert panel.title == "Output 4"


def test_clicking_a_bar_turns_the_page_and_hovers_nothing(panel: NeuronInspector, qtbot: QtBot) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, UNIT)
    panel.neuron_hovered.connect(lambda neuron: panel.set_selection(replace(panel.selection, hovered=neuron)))
    panel.neuron_clicked.connect(lambda neuron: panel.set_selection(replace(panel.selection, pinned=neuron)))
    bars = panel.hidden_page.outgoing
    qtbot.mouseMove(bars, centre(bars, 3))
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=centre(bars, 3))
    assert panel.title == "Output 3"
    assert panel.selection == Selection(None, Neuron(3, 3))


def test_bars_are_reached_with_the_keyboard(panel: NeuronInspector, qtbot: QtBot) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, UNIT)
    bars = panel.hidden_page.outgoing
    clicked: list[Neuron] = []
    panel.neuron_clicked.connect(clicked.append)
    bars.setFocus()
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert clicked in ([Neuron(3, 2)], [Neuron(3, 1)])  # the focus itself arrives only in an active window


@pytest.mark.parametrize(
    ("pinned", "key", "expected"),
    [
        (None, Qt.Key.Key_Right, Neuron(2, 0)),
        (UNIT, Qt.Key.Key_Right, Neuron(2, 6)),
        (UNIT, Qt.Key.Key_Left, Neuron(2, 4)),
        (UNIT, Qt.Key.Key_Down, Neuron(2, 15)),
        (Neuron(1, 30), Qt.Key.Key_Up, Neuron(1, 2)),
        (Neuron(3, 9), Qt.Key.Key_Right, None),
        (UNIT, Qt.Key.Key_Up, None),
    ],
)
def test_arrow_keys_move_the_selection(
    panel: NeuronInspector, qtbot: QtBot, pinned: Neuron | None, key: Qt.Key, expected: Neuron | None
) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, pinned)
    clicked: list[Neuron] = []
    panel.neuron_clicked.connect(clicked.append)
    qtbot.keyClick(panel, key)
    assert clicked == ([expected] if expected else [])


def test_a_unit_of_the_second_hidden_layer_shows_units_and_the_image_it_looks_for(
    panel: NeuronInspector,
) -> None:
    snapshot = make_snapshot((30, 20))
    panel.set_snapshot(snapshot)
    pin(panel, Neuron(3, 7))
    page = panel.hidden_page
    assert page.weights.cell_count() == 30
    assert page.weights.tip(29) == f"layer 2 unit 29: {snapshot.network.weights[1][7, 29]:.4f}".replace(
        "-", "−"
    )
    np.testing.assert_allclose(page.template._values, linear_template(snapshot.network, Neuron(3, 7)))
    assert page.template.isVisible()
    pin(panel, Neuron(2, 7))
    assert not page.template.isVisible()
    assert page.outgoing.cell_count() == 20
    assert page.outgoing.caption == "weights to layer 3"


def test_a_dead_unit_is_told_in_words(panel: NeuronInspector) -> None:
    def kill(network: Network) -> None:
        network.weights[0][5] = 0
        network.biases[0][5] = 1

    panel.set_snapshot(changed(kill))
    pin(panel, UNIT)
    assert "All its incoming weights are 0" in panel.common.warning.text
    assert "a = σ(b) = 0.731" in panel.common.warning.text
    panel.grab()


@pytest.mark.parametrize(
    ("hidden", "neuron", "product"),
    [
        ((20,), Neuron(3, 4), "w³ w²: "),
        ((30, 20), Neuron(3, 4), "w³ w²: "),
        ((30, 20), Neuron(4, 4), "w⁴ w³ w²: "),
        ((5,) * 8, Neuron(10, 4), "w¹⁰ w⁹ w⁸ w⁷ w⁶ w⁵ w⁴ w³ w²: "),
    ],
)
def test_what_a_neuron_looks_for_names_the_weights_that_are_multiplied(
    panel: NeuronInspector, hidden: tuple[int, ...], neuron: Neuron, product: str
) -> None:
    panel.set_snapshot(make_snapshot(hidden))
    pin(panel, neuron)
    template = next(made for made in panel.findChildren(Template) if made.isVisibleTo(panel))
    assert template.toolTip().startswith(product)
    assert template.accessibleDescription() == template.toolTip()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("neuron", [None, Neuron(1, 300), UNIT, Neuron(3, 3)])
def test_weights_that_ran_away_are_told_in_words(
    panel: NeuronInspector, qtbot: QtBot, bad: float, neuron: Neuron | None
) -> None:
    def ruin(network: Network) -> None:
        for array in (*network.weights, *network.biases):
            array[:] = bad

    snapshot = changed(ruin)
    panel.set_snapshot(snapshot)
    pin(panel, neuron)
    panel.grab()
    if neuron is None:
        assert panel.weights_page.warning.text == "Weights are no longer numbers. Reset starts again."
    elif neuron.layer > 1:
        assert panel.common.warning.text == "Its weights are no longer numbers. Reset starts again."
        qtbot.waitUntil(lambda: panel.lookups.of_unit(neuron)[0] is not None)
        panel.grab()


@pytest.mark.parametrize("neuron", [None, Neuron(1, 300), UNIT, Neuron(3, 3)])
def test_before_there_is_data_everything_else_is_shown(panel: NeuronInspector, neuron: Neuron | None) -> None:
    panel.set_snapshot(loading_snapshot())
    pin(panel, neuron)
    picture = panel.grab().toImage()
    assert len({picture.pixel(x, y) for x in range(300) for y in range(0, 420, 7)}) > 20


def test_without_a_digit_the_products_say_so(panel: NeuronInspector) -> None:
    panel.set_snapshot(replace(make_snapshot(), input_image=blank_input()))
    pin(panel, UNIT)
    assert panel.hidden_page.products.caption == "no digit yet"
    assert panel.hidden_page.outgoing.strong_label == -1


def test_a_hidden_panel_does_nothing_and_catches_up(
    panel: NeuronInspector, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.set_snapshot(replace(changed(simple_unit), input_image=two_pixels()))
    pin(panel, UNIT)
    panel.hide()
    calls: list[object] = []
    monkeypatch.setattr(Lookups, "update", lambda _, view: calls.append(view))
    monkeypatch.setattr(panel.history, "add", calls.append)
    panel.set_snapshot(make_snapshot(input_image=two_pixels()))
    pin(panel, Neuron(3, 0))
    assert not calls
    panel.show()
    assert calls
    assert panel.title == "Output 0"


def test_a_change_of_scheme_repaints_every_image(panel: NeuronInspector, qtbot: QtBot) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, UNIT)
    qtbot.waitUntil(lambda: panel.common.strongest.cell_count() == 9)

    def pictures() -> list[ImageTiles]:
        weights = panel.hidden_page.weights.picture()
        return [weights, panel.common.strongest._images[0], panel.common.history._images[0]]

    before = pictures()
    theme.set_scheme(theme.Scheme.LIGHT)
    panel.apply_theme()
    for one, other in zip(before, pictures(), strict=True):
        assert not np.array_equal(one.tiles, other.tiles)


def test_the_image_at_the_start_opens_the_history(panel: NeuronInspector) -> None:
    snapshot = make_snapshot()
    panel.set_snapshot(replace(snapshot, examples_seen=5_000))
    panel.set_snapshot(snapshot)
    pin(panel, UNIT)
    assert [panel.common.history.tip(cell).split(":")[0] for cell in range(3)] == [
        "after 0.00 epochs",
        "after 0.10 epochs",
        "after 1.10 epochs",
    ]


def test_every_widget_names_and_explains_itself(panel: NeuronInspector) -> None:
    panel.set_snapshot(make_snapshot())
    for neuron in (UNIT, Neuron(3, 1), Neuron(1, 300), None):
        pin(panel, neuron)
        for section in shown(panel):
            for part in getattr(section, "parts", (section,)):
                assert part.accessibleName()
                assert part.toolTip()
    for control in (panel.editing.controls.slider, panel.editing.controls.box, panel.editing.controls.button):
        assert control.accessibleName()
        assert control.toolTip()


def test_the_panel_fits_into_little_room_and_uses_more(panel: NeuronInspector) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, UNIT)
    panel.resize(180, 150)
    assert all(section.geometry().right() < 180 for section in shown(panel))
    panel.resize(700, 600)
    assert len({section.x() for section in shown(panel)}) == 2


def test_in_a_low_panel_sum_and_bars_stand_beside_the_images(panel: NeuronInspector) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, UNIT)
    images, total, bars, *_ = shown(panel)
    panel.resize(400, 180)
    assert total.x() > images.geometry().right()
    assert bars.x() == total.x()
    assert bars.y() > total.geometry().bottom()
    assert bars.geometry().bottom() < 180
    assert all(section.geometry().right() < 400 for section in shown(panel))
    panel.resize(300, 420)
    assert total.y() > images.geometry().bottom()


def test_scrolling_over_the_slider_and_the_box_moves_no_bias(panel: NeuronInspector) -> None:
    panel.set_snapshot(make_snapshot())
    pin(panel, UNIT)
    panel.setFocus()
    for control in (panel.editing.controls.slider, panel.editing.controls.box):
        at = QPointF(control.rect().center())
        turn = QWheelEvent(
            at,
            QPointF(control.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(control, turn)
    assert not panel.editing.edits
