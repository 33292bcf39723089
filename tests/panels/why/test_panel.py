"""Why this and not that: which pair is asked about, what is painted where, what is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from nnviz.errors import Stopped
from nnviz.learning.neuron import Neuron
from nnviz.panels.why.panel import Why
from nnviz.panels.why.question import Found, Question
from nnviz.panels.why.why_layout import WhyLayout
from nnviz.panels.why.why_painter import rows_of, scaled
from nnviz.panels.why.why_words import pixel_words, sentence
from nnviz.runs.input_image import blank_input, drawn_input
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from tests.panels.painted_words import words_of
from tests.panels.snapshots import make_snapshot

PATIENCE = 30_000  # ms


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[Why]:
    theme.set_scheme(theme.Scheme.DARK)
    made = Why()
    qtbot.addWidget(made)
    made.reduced_motion = True
    made.resize(820, 460)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def zs_of(snapshot: Snapshot, image: np.ndarray) -> np.ndarray:
    """By hand, in float64."""
    a = image.astype(float)
    network = snapshot.network
    for w, b in zip(network.weights[:-1], network.biases[:-1], strict=True):
        a = 1 / (1 + np.exp(-(w.astype(float) @ a + b)))
    return np.asarray(network.weights[-1].astype(float) @ a + network.biases[-1])


def ask(snapshot: Snapshot, chosen: int | None = None, rival: int | None = None) -> Found:
    found = Question(snapshot.network, snapshot.input_image, chosen, rival).find(lambda: True)
    assert found is not None
    return found


SNAPSHOT = make_snapshot((20,))
ORDER = np.argsort(-zs_of(SNAPSHOT, SNAPSHOT.input_image.image)).tolist()


def labelled(label: int | None) -> Snapshot:
    return replace(SNAPSHOT, input_image=replace(SNAPSHOT.input_image, label=label))


@pytest.mark.parametrize(
    ("label", "chosen", "rival", "pair"),
    [
        (ORDER[0], None, None, (ORDER[0], ORDER[1])),  # right: the runner-up
        (ORDER[4], None, None, (ORDER[0], ORDER[4])),  # wrong: the right class
        (None, None, None, (ORDER[0], ORDER[1])),  # a drawing that nobody named
        (ORDER[4], None, 7, (ORDER[0], 7) if ORDER[0] != 7 else (7, ORDER[4])),
        (ORDER[4], ORDER[2], None, (ORDER[2], ORDER[0])),
        (ORDER[4], ORDER[2], ORDER[2], (ORDER[2], ORDER[0])),  # the same twice is no question
    ],
)
def test_the_pair(label: int | None, chosen: int | None, rival: int | None, pair: tuple[int, int]) -> None:
    found = ask(labelled(label), chosen, rival)
    assert (found.chosen, found.rival) == pair
    assert found.answer == ORDER[0]


def test_a_question_that_is_not_wanted_ends() -> None:
    with pytest.raises(Stopped):
        Question(SNAPSHOT.network, SNAPSHOT.input_image, None, None).find(lambda: False)


def test_outputs_that_are_no_numbers_have_no_answer(panel: Why, qtbot: QtBot) -> None:
    network = SNAPSHOT.network.copy()
    network.biases[-1][3] = np.nan
    panel.set_snapshot(replace(SNAPSHOT, network=network))
    qtbot.waitUntil(lambda: "not numbers" in panel.sentence.text(), timeout=PATIENCE)
    assert panel.found is None


def test_rows_add_up_to_the_lead() -> None:
    found = ask(SNAPSHOT)
    zs = zs_of(SNAPSHOT, SNAPSHOT.input_image.image)
    rows = rows_of(found, 5)
    assert [name for name, _ in rows][5:] == ["15 others", "biases", "lead"]
    shares = [share for _, share in rows]
    assert [abs(share) for share in shares[:5]] == sorted((abs(s) for s in shares[:5]), reverse=True)
    assert shares[-1] == pytest.approx(zs[found.chosen] - zs[found.rival], abs=1e-9)
    assert sum(shares[:-1]) == pytest.approx(shares[-1], abs=1e-9)
    assert len(rows_of(found, 20)) == 22  # no row for no others


def test_rows_and_pictures_do_not_overlap() -> None:
    place = WhyLayout(QRectF(0, 0, 780, 380), (28, 28))
    last = place.row(place.rows + 2)
    assert last.bottom() <= place.middle.bottom()
    boxes = [place.image, place.image_words, place.small(0), place.small(1), place.row(0).united(last)]
    boxes += [place.small_title(0), place.small_title(1)]
    for i, box in enumerate(boxes):
        assert place.area.contains(box)
        assert not any(box.intersects(other) for other in boxes[i + 1 :])
    assert place.image.width() == pytest.approx(place.image.height())


def test_pictures_keep_the_shape_of_the_data() -> None:
    place = WhyLayout(QRectF(0, 0, 780, 380), (12, 9))
    for rect in (place.image, place.small(0), place.small(1)):
        assert rect.width() / rect.height() == pytest.approx(9 / 12)


def test_bars_run_from_the_middle() -> None:
    place = WhyLayout(QRectF(0, 0, 780, 380), (28, 28))
    bar = place.bar(2, largest=4.0)
    middle = bar.track.center().x()
    up, down = bar.bar_rect(2.0), bar.bar_rect(-1.0)
    assert (up.left(), up.width()) == (pytest.approx(middle), pytest.approx(bar.track.width() / 4))
    assert (down.right(), down.width()) == (pytest.approx(middle), pytest.approx(bar.track.width() / 8))
    assert place.name(2).right() < bar.track.left() < bar.track.right() < place.number(2).left()


def test_the_largest_share_has_the_full_colour() -> None:
    assert scaled(np.array([0.5, -2.0, 0.0])).tolist() == [0.25, -1.0, 0.0]
    assert scaled(np.zeros(3)).tolist() == [0, 0, 0]


def test_it_is_shown_and_follows_the_choices(panel: Why, qtbot: QtBot) -> None:
    panel.set_snapshot(labelled(ORDER[0]))
    qtbot.waitUntil(lambda: panel.found is not None, timeout=PATIENCE)
    painted = [word.text for word in words_of(panel.canvas)]
    assert f"ink for {ORDER[0]} (blue), for {ORDER[1]} (orange)" in painted
    assert "lead" in painted
    *_, rival = panel.header_widgets()
    assert isinstance(rival, QComboBox)
    rival.setCurrentIndex(rival.findData(ORDER[5]))
    qtbot.waitUntil(lambda: panel.found is not None and panel.found.rival == ORDER[5], timeout=PATIENCE)


def test_until_there_is_a_first_answer_it_says_that_it_looks_for_one(panel: Why, qtbot: QtBot) -> None:
    panel.set_snapshot(SNAPSHOT)
    assert panel.sentence.text().startswith("Finding out")
    qtbot.waitUntil(lambda: panel.found is not None, timeout=PATIENCE)
    said = panel.sentence.text()
    assert "Finding out" not in said
    panel.set_snapshot(replace(SNAPSHOT, network=SNAPSHOT.network.copy()))
    assert panel.sentence.text() == said  # the answer of before stays until there is another


def test_pointing_at_a_row_points_at_its_unit(panel: Why, qtbot: QtBot) -> None:
    panel.set_snapshot(SNAPSHOT)
    qtbot.waitUntil(lambda: panel.found is not None, timeout=PATIENCE)
    assert panel.found is not None
    unit = max(range(20), key=lambda j: abs(panel.found.units.units[j]))
    spot = panel.canvas.arrangement.row(0).center().toPoint()
    with qtbot.waitSignal(panel.neuron_clicked) as signal:
        QTest.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, pos=spot)
    assert signal.args == [Neuron(2, unit)]
    with qtbot.assertNotEmitted(panel.neuron_clicked):
        QTest.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, pos=QPoint(5, 60))


def test_an_empty_pad_is_no_question(panel: Why, qtbot: QtBot) -> None:
    panel.set_snapshot(SNAPSHOT)
    qtbot.waitUntil(lambda: panel.found is not None, timeout=PATIENCE)
    panel.set_snapshot(replace(SNAPSHOT, input_image=blank_input()))
    assert panel.found is None
    assert "there is no input image" in panel.sentence.text()


def test_a_panel_that_was_hidden_asks_again(panel: Why, qtbot: QtBot) -> None:
    panel.hide()
    panel.set_snapshot(SNAPSHOT)
    assert panel.found is None
    panel.show()
    panel.hide()
    panel.show()  # as a tab does that is laid out
    qtbot.waitUntil(lambda: panel.found is not None, timeout=PATIENCE)


def test_the_way_to_the_other_answer_is_shown_step_by_step(panel: Why, qtbot: QtBot) -> None:
    panel.reduced_motion = False
    panel.set_snapshot(SNAPSHOT)
    qtbot.waitUntil(lambda: panel.found is not None, timeout=PATIENCE)
    assert panel.found is not None
    before = panel.canvas.grab().toImage()
    panel.reduced_motion = True
    panel.canvas.show_answer(panel.found, SNAPSHOT.data.subject, animated=False)  # type: ignore[union-attr]
    assert panel.canvas.grab().toImage() != before


def test_sentences(panel: Why) -> None:
    subject = SNAPSHOT.data.subject  # type: ignore[union-attr]
    first, second = ORDER[:2]
    right = sentence(ask(labelled(first)), subject)
    assert right.startswith(f"It is {subject.a(first)}, and the network says so. The z of {first} is ")
    wrong = sentence(ask(labelled(second)), subject)
    assert wrong.startswith(f"It is {subject.a(second)}, but the network says {subject.a(first)}. ")
    drawing = replace(SNAPSHOT, input_image=drawn_input(SNAPSHOT.input_image.image))
    assert sentence(ask(drawing), subject).startswith(f"The z of {first} is ")
    behind = sentence(ask(SNAPSHOT, chosen=second, rival=first), subject)
    zs = zs_of(SNAPSHOT, SNAPSHOT.input_image.image)
    told = behind.split(f"The z of {second} is ")[1].split(f" below that of {first}.")[0]
    assert float(told) == pytest.approx(zs[first] - zs[second], abs=0.006)
    found = ask(SNAPSHOT)
    shares = found.units.units
    loudest = int(np.argmax(shares))
    assert f"nit {loudest} (+" in sentence(found, subject)


def test_the_words_below_the_picture_add_up() -> None:
    found = ask(SNAPSHOT)
    subject = SNAPSHOT.data.subject  # type: ignore[union-attr]
    first, second, third = pixel_words(found, subject)
    zs, blank = zs_of(SNAPSHOT, SNAPSHOT.input_image.image), zs_of(SNAPSHOT, np.zeros(784))
    chosen, rival = found.chosen, found.rival
    numbers = [float(text.replace("−", "-").rstrip(",")) for text in first.split() if text[0] in "+−"]
    assert sum(numbers) == pytest.approx((zs - blank)[chosen] - (zs - blank)[rival], abs=0.02)
    told = second.removeprefix("blank ").split(":")[0].replace("−", "-")
    assert float(told) == pytest.approx(blank[chosen] - blank[rival], abs=0.006)
    assert third.startswith("missing in the sum: ")
