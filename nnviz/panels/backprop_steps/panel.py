"""Why did that weight move? One digit, walked from its pixels to the moved weights and a smaller cost.

The panel holds the snapshot its walk was opened on, while training may go on. The walk's numbers come from
`explain/walk.py`; the parts of the screen are beside this file.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.gradient_check import GradientCheck, check_gradients
from nnviz.explain.walk import Walk
from nnviz.learning.neuron import Selection, WeightChoice
from nnviz.panels.backprop_steps.check_view import short_verdict
from nnviz.panels.backprop_steps.stage_player import StagePlayer
from nnviz.panels.backprop_steps.stages import Kind
from nnviz.panels.backprop_steps.walk_actions import MOVES, WalkActions, action_button
from nnviz.panels.backprop_steps.walk_bar import Mode, WalkBar
from nnviz.panels.backprop_steps.walk_modes import WalkModes
from nnviz.panels.backprop_steps.walk_state import PendingStep, SupposedDrawing, same_digit
from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.input_image import InputImage, data_input
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.widgets.wrapped_label import WrappedLabel

_EMPTY = "As soon as there is an image, its way through the network and back is shown here, step by step."


class BackpropSteps(Panel):
    """The backpropagation walk: one digit stage by stage, a mini-batch, or an epoch."""

    spec = PanelSpec(
        name="backprop_steps",
        title="Why did that weight move?",
        tab="Step",
        explanation=(
            "Backpropagation step by step: one image's way through the network as it is now, and back."
        ),
        place=FirstPlace("centre", behind="network_diagram"),
        key="W",
        opens="open_walk",
    )

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(300, 200)
        self.walk: Walk | None = None
        self._used = False  # whether the user has done anything with the walk since it was opened
        self._was_hidden = self._missed = False
        self._drawing: SupposedDrawing | None = None
        self._seen: InputImage | None = None  # the input image shown last
        self._applied: PendingStep | None = None  # asked for, not yet seen to be taken
        self.modes = WalkModes()
        self.digit = self.modes.digit
        self._position = QLabel()
        self._position.setToolTip("Which stage of the walk this is.")
        self._work = LatestWorker("check", self)
        self.does = WalkActions(self)
        self.player = StagePlayer(self.does.play, self.digit, self)
        self._bar = WalkBar(self.does.in_bar)
        self._lay_out()
        self._connect()
        self._connect_actions()

    def header_widgets(self) -> list[QWidget]:
        return [action_button(self.does.previous), self._position, action_button(self.does.next)]

    def open_walk(self, snapshot: Snapshot) -> None:
        """Hold this moment and walk its input image through it; a drawing as the digit chosen for it before.

        Another digit's walk begins with the first stage, another moment's goes on where this one was.
        """
        if self.walk is None or not same_digit(self.walk.snapshot, snapshot):
            self.digit.index = 0
        chosen = self._drawing if self._drawing is not None and self._drawing.is_of(snapshot) else None
        self.walk = Walk.of(snapshot) if chosen is None else Walk.of(snapshot, chosen.label)
        self._notice.hide()
        self._bar.show_walk(self.walk)
        self.digit.show_walk(self.walk)
        self._bar.set_batch_size(snapshot.settings.mini_batch)
        self._pages.setCurrentIndex(1)
        self.show_mode(Mode.DIGIT)
        self.does.check.setText("Check")
        self._tell_now()
        if self.does.check.isChecked():
            self._check()
        self._used = False

    def look_at(self, choice: WeightChoice) -> None:
        """Go to the stage of the gradients, and spell out that of this weight or bias."""
        if self.walk is None or choice.of_all or not choice.fits(self.walk.sizes):
            return
        self.digit.go([stage.kind for stage in self.digit.stages].index(Kind.GRADIENTS))
        to, source = choice.to, choice.source
        quantity = Quantity.BIAS_GRADIENT if source is None else Quantity.WEIGHT_GRADIENT
        self.digit.pin(Entry(quantity, to.layer, to.index, source))

    def show_mode(self, mode: Mode) -> None:
        """Show the digit, the next mini-batch or the next epoch of the moment that is held."""
        if self.walk is None:
            return
        held, self._used = self.walk.snapshot, True
        self._bar.set_mode(mode)
        self.player.stop()
        for action in self.does.of_one_digit:
            action.setEnabled(mode is Mode.DIGIT)
        self.does.offer_apply(self.walk)
        if mode is not Mode.DIGIT:
            self.does.apply.setEnabled(False)
        self._position.setVisible(mode is Mode.DIGIT)
        self.modes.show_mode(mode, held, self.selection.shown)
        if mode is Mode.DIGIT:
            self._show_position(self.digit.index)

    def _open_training_digit(self, which: int) -> None:
        """Walk through a digit of the mini-batch, at the moment that is held."""
        if self.walk is None or self.walk.snapshot.data is None or self.modes.batch.batch is None:
            return
        held = self.walk.snapshot
        assert held.data is not None
        index = int(self.modes.batch.batch.indices[which])
        self.open_walk(replace(held, input_image=data_input(held.data.train, index, "training")))

    def _connect_actions(self) -> None:
        does, digit = self.does, self.digit
        self.addActions(list(does.all))
        does.previous.triggered.connect(lambda: digit.go(digit.index - 1))
        does.next.triggered.connect(lambda: digit.go(digit.index + 1))
        does.now.triggered.connect(self._jump)
        does.check.triggered.connect(self._toggle_check)
        does.apply.triggered.connect(self._apply)
        does.on_key(Qt.Key.Key_Left, lambda: self._sideways(-1))
        does.on_key(Qt.Key.Key_Right, lambda: self._sideways(1))
        does.on_key(Qt.Key.Key_Return, self._choose)
        does.on_key(Qt.Key.Key_Home, lambda: digit.go(0))
        does.on_key(Qt.Key.Key_End, lambda: digit.go(len(digit.stages) - 1))
        for number in range(9):
            does.on_key(Qt.Key(Qt.Key.Key_1 + number), partial(digit.go, number))
        for (key, shift), move in MOVES.items():
            does.on_key(key, partial(digit.move_cursor, move), shift)

    def _sideways(self, step: int) -> None:
        if self.modes.mode is Mode.MINI_BATCH:
            self.modes.batch.canvas.move_by(step)
        else:
            (self.does.next if step > 0 else self.does.previous).trigger()

    def _choose(self) -> None:
        if self.modes.mode is Mode.MINI_BATCH:
            self.modes.batch.canvas.choose()

    def _lay_out(self) -> None:
        empty = QLabel(_EMPTY)
        empty.setProperty("muted", True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty.setWordWrap(True)
        walk = QWidget()
        inside = QVBoxLayout(walk)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.SPACING - 2)
        inside.addWidget(self._bar)
        self._notice = WrappedLabel()
        self._notice.setObjectName("walk_notice")
        self._notice.hide()
        inside.addWidget(self._notice)
        inside.addWidget(self.modes, 1)
        outer = QVBoxLayout(self)  # a stacked layout knows no margins
        outer.setContentsMargins(theme.SPACING, 2, theme.SPACING, theme.SPACING // 2)
        self._pages = QStackedLayout()
        outer.addLayout(self._pages)
        self._pages.addWidget(empty)
        self._pages.addWidget(walk)

    def _connect(self) -> None:
        self.digit.stage_changed.connect(self._show_position)
        self.digit.neuron_hovered.connect(self.neuron_hovered)
        self.digit.neuron_clicked.connect(self.neuron_clicked)
        self.digit.weight_chosen.connect(self.weight_chosen)
        self._bar.label_chosen.connect(self._choose_label)
        self._bar.told.connect(self._tell)
        self._bar.mode_chosen.connect(self.show_mode)
        self.modes.digit_clicked.connect(self._open_training_digit)
        self.modes.batch_size_known.connect(self._bar.set_batch_size)
        self._work.finished.connect(self._show_check)

    def _show_position(self, index: int) -> None:
        self._used = True
        self._position.setText(f"{index + 1} of {len(self.digit.stages)}")
        self._position.setAccessibleName(f"Stage {index + 1} of {len(self.digit.stages)}")
        self.does.previous.setEnabled(index > 0)
        self.does.next.setEnabled(index < len(self.digit.stages) - 1)

    def _tell_now(self) -> None:
        """Whether the network has moved on since the walk was opened."""
        if self.walk is None or self.snapshot is None:
            return
        held, latest = self.walk.snapshot, self.snapshot
        other_digit = held.input_image is not latest.input_image and held.network is latest.network
        now = "Jump to this step" if latest.is_past else "Jump to now"
        text = f"Show the new {latest.subject.noun}" if other_digit else now
        enabled = latest is not held and not latest.input_image.is_blank
        # Each change lays out the bar again: sixty times a second would be felt.
        if (text, enabled) != (self.does.now.text(), self.does.now.isEnabled()):
            self.does.now.setText(text)
            self.does.now.setEnabled(enabled)

    def _catch_up(self) -> None:
        if self.snapshot is not None:
            self.show_snapshot(self.snapshot)

    def _choose_label(self, label: int) -> None:
        self._name_drawing(label, told=self.walk is not None and self.walk.told)

    def _tell(self, told: bool) -> None:
        if self.walk is not None:
            self._name_drawing(self.walk.label, told)

    def _name_drawing(self, label: int, told: bool) -> None:
        """Take the drawing for this digit until another is drawn; `told`: for every panel, it is one."""
        if self.walk is None:
            return
        drawn = self.walk.snapshot.input_image
        self._drawing = SupposedDrawing(drawn.image, label)
        named = drawn.named(label if told else None)
        if named.label != drawn.label:
            self.drawing_named.emit(named)
        self._open_as(named)

    def _open_as(self, named: InputImage) -> None:
        """The held walk, of the same drawing under another name."""
        assert self.walk is not None
        mode = self.modes.mode
        self.open_walk(replace(self.walk.snapshot, input_image=named))
        self.show_mode(mode)

    def _jump(self) -> None:
        if self.snapshot is not None and not self.snapshot.input_image.is_blank:
            self.open_walk(self.snapshot)

    def _apply(self) -> None:
        if self.walk is not None and self.snapshot is not None:
            self._applied = PendingStep(self.walk, self.snapshot)
            self.apply_step_requested.emit(self.walk.applied_step)

    def _show_applied(self, step: PendingStep, snapshot: Snapshot) -> None:
        """The step was taken: the walk of the network as it is after it, and what that did."""
        self._applied = None
        self.open_walk(replace(snapshot, input_image=step.walk.snapshot.input_image))
        self._notice.say(step.outcome(snapshot))
        self._notice.show()

    def _toggle_check(self) -> None:
        self.digit.set_checking(self.does.check.isChecked())
        if self.does.check.isChecked():
            self._check()

    def _check(self) -> None:
        walk = self.walk
        if walk is None:
            return
        self.digit.check.show_result(None)
        self._work.forget()
        self._work.request(lambda: check_gradients(walk, is_wanted=self._work.is_wanted))

    def _show_check(self, result: GradientCheck) -> None:
        self.digit.check.show_result(result)
        self.does.check.setText(short_verdict(result))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if self.visibleRegion().isEmpty():  # behind another tab, where Qt calls a panel visible all the same
            self._was_hidden = self._missed = True
            return
        if self._applied is not None and self._applied.is_taken(snapshot):
            self._show_applied(self._applied, snapshot)
            return
        seen, self._seen = self._seen, snapshot.input_image
        if self._seen is not seen and self._is_renamed(snapshot):
            self._open_as(snapshot.input_image)
        other = self.walk is None or self.walk.subject != snapshot.subject
        starts_over = other or (self._was_hidden and not self._is_in_the_middle(snapshot))
        self._was_hidden = False
        if starts_over and not snapshot.input_image.is_blank:
            self.digit.index = 0
            self.open_walk(snapshot)
        else:
            self._tell_now()

    def _is_renamed(self, snapshot: Snapshot) -> bool:
        """Whether the walk is of this drawing, and elsewhere it was said to be something else."""
        held, now = self.walk.snapshot if self.walk is not None else snapshot, snapshot.input_image
        is_drawn = now.source == "drawing" and not now.is_blank
        return is_drawn and held.input_image.label != now.label and same_digit(held, snapshot)

    def _is_in_the_middle(self, snapshot: Snapshot) -> bool:
        """Whether the user, who comes back, has left this image's walk somewhere on its way."""
        assert self.walk is not None
        at_its_end = self.digit.index == len(self.digit.stages) - 1
        return self._used and not at_its_end and same_digit(self.walk.snapshot, snapshot)

    def show_selection(self, selection: Selection) -> None:
        self.modes.set_unit(selection.shown)
        if selection.pinned is None:
            self.digit.release()

    def apply_theme(self) -> None:
        self.modes.apply_theme()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._missed:  # in front again
            self._missed = False
            QTimer.singleShot(0, self, self._catch_up)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.walk is None or not self.does.handle(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.player.stop()
        self._was_hidden = True

    def closeEvent(self, event: QCloseEvent) -> None:
        self.player.stop()
        self._work.close()
        self.modes.stop()
        super().closeEvent(event)
