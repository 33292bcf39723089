from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontMetrics, QImage
from pytestqt.qtbot import QtBot

from nnviz.learning.evaluation import Evaluation
from nnviz.panels.controls.status import Status, wrapped
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.widgets import theme
from tests.panels.snapshots import loading_snapshot, make_curve, make_snapshot

WARNING = "The cost no longer falls: the learning rate η may be too large."


class Clock:
    """A clock that only moves when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def status(qtbot: QtBot, clock: Clock) -> Status:
    made = Status(clock)
    qtbot.addWidget(made)
    made.resize(400, 44)
    made.show()
    return made


def graded(right: int, examples_seen: int = 55_000) -> Evaluation:
    """An evaluation in which that many of 10,000 digits are right."""
    zs = np.zeros((10_000, 10), dtype=np.float32)
    zs[:, 7] = 1
    labels = np.full(10_000, 7, dtype=np.uint8)
    labels[right:] = 2
    return Evaluation(zs, labels, examples_seen)


def training(**fields: object) -> Snapshot:
    return make_snapshot(
        **{"evaluation": graded(9_664), "phase": Phase.TRAINING, "examples_per_second": 168_000.0, **fields}
    )


def share_of(image: QImage, colour: QColor) -> float:
    pixels = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), dtype=np.uint32)
    return float(np.mean((pixels & 0xFFFFFF) == (colour.rgb() & 0xFFFFFF)))


def test_while_training_it_tells_how_far_and_how_fast(status: Status) -> None:
    status.set_view(60, 17)
    status.set_snapshot(training(examples_seen=300_000))
    assert status.headline == "epoch 6.00   test 96.64 %"
    assert status.shown_details == "168 k examples/s · view 60 frames/s · 1 frame behind"
    assert status.warning == ""


def test_paused_it_tells_the_step(status: Status) -> None:
    status.set_snapshot(make_snapshot(steps=12_340))
    assert status.shown_details == "paused at step 12,340"


def test_loading_it_tells_what_is_being_done_and_warns_of_nothing(status: Status) -> None:
    status.set_snapshot(loading_snapshot())
    assert status.headline == "epoch 0.00   test —"
    assert status.shown_details == "Unpacking MNIST…"
    assert status.warning == ""


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"evaluation": graded(3_354)}, "test 33.54 %"),
        ({"evaluation": graded(10_000)}, "test 100.00 %"),
        ({"evaluation": graded(0)}, "test 0.00 %"),
        ({"evaluation": None}, "test …"),  # being worked out
        ({"evaluation": None, "phase": Phase.TRAINING}, "test …"),
        ({"evaluation": None, "phase": Phase.FAILED}, "test —"),  # it never will be
        ({"evaluation": None, "data": None}, "test —"),
    ],
)
def test_the_accuracy_is_that_of_the_network_on_show_whatever_the_curve(
    status: Status, fields: dict[str, object], shown: str
) -> None:
    status.set_snapshot(make_snapshot(curve=make_curve(3), **fields))
    assert status.headline == f"epoch 1.10   {shown}"


@pytest.mark.parametrize(
    ("unanswered", "shown", "explained"),
    [
        (0, "test 25.00 %", ""),
        (7_500, "test 25.00 %", "The outputs for 7,500 of them are not numbers."),
        (10_000, "outputs are not numbers", "The outputs for 10,000 of them are not numbers."),
    ],
)
def test_a_network_that_answers_nothing_has_no_accuracy(
    status: Status, unanswered: int, shown: str, explained: str
) -> None:
    evaluation = graded(2_500)
    zs = evaluation.zs.copy()
    zs[10_000 - unanswered :, 4] = np.nan
    status.set_snapshot(make_snapshot(evaluation=replace(evaluation, zs=zs)))
    assert status.headline == f"epoch 1.10   {shown}"
    assert explained in status.explanation
    assert ("not numbers" in status.explanation) == bool(explained)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"evaluation": graded(1)}, "the share of the 10,000 test images that are recognised."),
        ({"evaluation": graded(1), "unedited": graded(2)}, "recognised, with the edits on trial."),
        ({"evaluation": graded(1, 50_000)}, "recognised; measured last after 50,000 examples."),
    ],
)
def test_what_the_accuracy_is_of_is_said(status: Status, fields: dict[str, object], words: str) -> None:
    status.set_snapshot(make_snapshot(**fields))
    assert words in status.explanation


def test_speeds_are_read_at_most_five_times_a_second_the_epoch_always(status: Status, clock: Clock) -> None:
    shown = []
    for frame in range(60):
        clock.now = frame / 60
        status.set_snapshot(
            training(examples_seen=1_000 * frame, examples_per_second=100_000.0 + 1_000 * frame)
        )
        assert status.headline.startswith(f"epoch {frame * 0.02:.2f}")
        shown.append(status.details)
    assert 2 <= len(set(shown)) <= 5


def test_pausing_shows_at_once(status: Status) -> None:
    status.set_snapshot(training())
    status.set_snapshot(make_snapshot())
    assert status.shown_details == "paused at step 5,500"


@pytest.mark.parametrize("phase", [Phase.TRAINING, Phase.PAUSED, Phase.FAILED])
def test_a_message_is_a_warning_at_once_and_goes_again(status: Status, phase: Phase) -> None:
    status.set_snapshot(training())
    status.set_snapshot(make_snapshot(phase=phase, message=WARNING))
    assert status.warning == WARNING
    assert WARNING in status.explanation
    assert WARNING in status.accessibleDescription()
    status.set_snapshot(training())
    assert status.warning == ""


def test_a_complaint_comes_before_the_warning_and_gives_it_back(status: Status) -> None:
    status.set_snapshot(training(message=WARNING))
    status.set_complaint("seed: no")
    assert status.warning == "seed: no"
    assert "seed: no" in status.explanation
    status.set_snapshot(training(message=WARNING, examples_seen=1))
    assert status.warning == "seed: no"
    status.set_complaint("")
    assert status.warning == WARNING


def test_a_narrow_read_out_takes_a_shorter_wording(status: Status) -> None:
    status.set_view(60, 0)
    status.set_snapshot(training())
    wordings = []
    for width in (500, 250, 180, 110):
        status.resize(width, 44)
        wordings.append(status.shown_details)
    assert wordings[0] == "168 k examples/s · view 60 frames/s · up to date"
    assert wordings[-1] == "168 k examples/s"
    assert sorted(wordings, key=len, reverse=True) == wordings


def test_the_explanation_says_everything_in_full(status: Status) -> None:
    status.set_view(30, 40)
    status.set_snapshot(training(examples_seen=55_000, steps=5_500))
    for fact in ("55,000 examples", "5,500 steps", "10,000 test images", "30 times a second", "40 ms behind"):
        assert fact in status.explanation


def test_it_paints_nothing_anew_when_nothing_has_changed(qtbot: QtBot, status: Status) -> None:
    painted = []
    status.paintEvent = lambda event: painted.append(event)  # type: ignore[method-assign]
    snapshot = training()
    status.set_snapshot(snapshot)
    qtbot.waitUntil(lambda: len(painted) > 0)
    painted.clear()
    status.set_snapshot(snapshot)
    status.set_snapshot(training(message=WARNING))
    qtbot.waitUntil(lambda: len(painted) > 0)
    assert len(painted) == 1


@pytest.mark.parametrize("scheme", [theme.Scheme.DARK, theme.Scheme.LIGHT])
def test_a_warning_stands_on_a_tint_and_only_a_warning(status: Status, scheme: theme.Scheme) -> None:
    theme.set_scheme(scheme)
    try:
        tint = theme.mixed(theme.colours().card, theme.colours().wrong, 0.25)
        status.set_snapshot(training())
        assert share_of(status.grab().toImage(), tint) == 0
        status.set_snapshot(training(message=WARNING))
        assert share_of(status.grab().toImage(), tint) > 0.1
    finally:
        theme.set_scheme(theme.Scheme.SYSTEM)


def test_a_long_warning_takes_the_place_of_the_large_line(status: Status) -> None:
    tint = theme.mixed(theme.colours().card, theme.colours().wrong, 0.25)
    status.resize(300, 35)
    status.set_snapshot(training(message="Short."))
    assert share_of(status.grab().toImage().copy(0, 0, 300, 14), tint) == 0
    status.set_snapshot(training(message=WARNING))
    assert share_of(status.grab().toImage().copy(0, 0, 300, 14), tint) > 0.3


def test_before_any_snapshot_it_is_empty(status: Status) -> None:
    assert status.explanation == ""
    assert not status.grab().isNull()


def test_text_is_broken_between_words_and_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    metrics = QFontMetrics(theme.font(8.5))
    wide = metrics.horizontalAdvance("The cost no longer falls:")
    lines = wrapped(WARNING, wide, 2, metrics)
    assert lines[0] == "The cost no longer falls:"
    assert lines[1].startswith("the learning")
    assert lines[1].endswith("…")
    assert all(metrics.horizontalAdvance(line) <= wide for line in lines)
    assert wrapped(WARNING, 10_000, 2, metrics) == [WARNING]
    assert wrapped("/one/very/long/path/without/a/blank", 60, 3, metrics)[0].endswith("…")


def test_looking_back_it_tells_the_step_and_its_own_accuracy(status: Status) -> None:
    past = training(newest=900_000, examples_seen=55_000, steps=5_500, evaluation=graded(5_000))
    status.set_snapshot(past)
    assert "50.00 %" in status.headline
    assert status.details[0] == "looking back: step 5,500 · training goes on"
    status.set_snapshot(replace(past, steps=5_400, phase=Phase.PAUSED))
    assert status.details[0] == "looking back: step 5,400 · training is paused"
    assert "End" in status.explanation
