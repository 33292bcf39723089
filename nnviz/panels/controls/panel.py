"""The bar across the top of the window: start, pause, step, reset, speed, the settings, and the read-out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QWidget

from nnviz.number_text import speed_text
from nnviz.panels.controls import bar_look as bar_look
from nnviz.panels.controls.settings_form import SettingsForm
from nnviz.panels.controls.settings_text import reset_sentence
from nnviz.panels.controls.speed_slider import SpeedSlider
from nnviz.panels.controls.status import Status
from nnviz.panels.panel import Panel
from nnviz.panels.spec import PanelSpec
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.widgets import theme
from nnviz.widgets.action import BarButton, explain, make_action
from nnviz.widgets.fields import Captioned, mark

STEPS = {
    "example": (
        "example",
        "One example: the next image of the mini-batch goes through and its gradient joins the average; "
        "the weights move when the mini-batch is full.",
    ),
    "batch": (
        "mini-batch",
        "One mini-batch: training goes on to its end, where the weights move once. That is one step.",
    ),
    "epoch": (
        "epoch",
        "One epoch: training goes on to its end, when all training examples have gone through once more.",
    ),
}
BESIDE_FROM = 1000  # px; two rows with captions beside their fields fit into this
NARROWEST = 776  # px; two rows with captions above their fields
RESET, RESET_PENDING = "Reset", "Reset to apply"
SLIDER_WIDTH = 100
GAP = 12  # px between groups


class Controls(Panel):
    """What the user does to the training. In one row if the window is wide, otherwise in two.

    In a window that is narrow even for these, or large letters, captions stand above their fields again.
    """

    spec = PanelSpec(
        name="controls",
        title="Controls",
        explanation="Start and stop the training, and decide how it is done.",
        place=None,
    )

    start_requested = Signal()
    pause_requested = Signal()
    step_requested = Signal(str)  # "example", "batch" or "epoch"
    reset_requested = Signal(object)  # Settings to start again with
    live_settings_changed = Signal(object)  # Settings to go on with from the next mini-batch
    speed_changed = Signal(float)  # examples a second, inf for all there is

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Phase, str] | None = None
        self._one_row = self._above = True  # all in one row; captions above their fields
        self._one_row_width = 0
        self.status = Status()
        self.slider = SpeedSlider()
        self._make_actions()
        self.form = SettingsForm(self.reset)
        self._lay_out()
        self._connect()
        self.apply_theme()
        self._show_phase(Phase.LOADING, "")
        self._show_pending()

    @property
    def speed(self) -> float:
        """The chosen speed in examples a second, inf for everything the machine has."""
        return self.slider.speed

    @property
    def steps(self) -> dict[str, QAction]:
        """The three step actions by the name that `step_requested` gives."""
        return {"example": self.step_example, "batch": self.step_batch, "epoch": self.step_epoch}

    def set_speed(self, examples_per_second: float) -> None:
        """Choose the nearest speed there is."""
        self.slider.set_speed(examples_per_second)

    def set_view(self, frames_per_second: float, milliseconds_behind: float) -> None:
        """For the read-out: how often the window is drawn and how old what it shows is."""
        self.status.set_view(frames_per_second, milliseconds_behind)

    def hide_parts(self, names: tuple[str, ...]) -> None:
        """Hide these parts of the bar, and show all others: start, steps, reset, speed, settings."""
        parts = {
            "start": self.start_button,
            "steps": self._captioned_steps,
            "reset": self.reset_button,
            "speed": self.captioned_speed,
            "settings": self._settings,
        }
        for name, part in parts.items():
            part.setVisible(name not in names)

    def revert(self) -> None:
        """Give up every setting that waits for a reset."""
        self.form.revert()

    def _make_actions(self) -> None:
        self.start_pause = make_action(self, "start_pause", "Start", "Space")
        self.step_example = make_action(self, "step_example", "Step by one example", "E", ".")
        self.step_batch = make_action(self, "step_batch", "Step by one mini-batch", "B")
        self.step_epoch = make_action(self, "step_epoch", "Step by one epoch", "N")
        self.reset = make_action(self, "reset", RESET, "Ctrl+R")
        self.revert_settings = make_action(self, "revert_settings", "Revert the settings")
        self.revert_settings.setToolTip("Back to the settings of this run. (Esc)")
        for name, action in self.steps.items():
            short, sentence = STEPS[name]
            action.setIconText(short)
            explain(action, sentence)
        for action in (self.start_pause, self.step_epoch, self.reset):
            action.setAutoRepeat(False)

    def _lay_out(self) -> None:
        self.start_button = BarButton(self.start_pause, QFont.Weight.DemiBold)
        self.start_button.keep_room_for(("Start", "Pause", "Loading"), icon=True)
        self.start_button.setProperty("primary", True)
        self.start_button.setAccessibleName("Start or pause training")
        self.start_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.reset_button = BarButton(self.reset)
        self.reset_button.keep_room_for((RESET, RESET_PENDING))
        self.revert_button = BarButton(self.revert_settings)
        self.revert_button.setProperty("flat", True)
        self._transport = self._make_transport()
        self._settings = QWidget()
        row = _row(self._settings, theme.SPACING // 2)
        row.addWidget(self.form)
        row.addWidget(self.revert_button, alignment=Qt.AlignmentFlag.AlignBottom)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.SPACING + 2, 5, theme.SPACING + 2, 5)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(6)
        # The layout must not keep the window as wide as one row: that is what the second row is for.
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._place()

    def _make_transport(self) -> QWidget:
        transport = QWidget()
        row = _row(transport, GAP - 2)
        row.addWidget(self.start_button)
        self._captioned_steps = Captioned("step by one", self._make_step_buttons())
        row.addWidget(self._captioned_steps)
        row.addWidget(self.reset_button)
        self.captioned_speed = Captioned("speed", self.slider, example="100,000/s")
        self.slider.setFixedSize(SLIDER_WIDTH, self.form.field_height)
        row.addWidget(self.captioned_speed)
        return transport

    def _make_step_buttons(self) -> QWidget:
        together = QWidget()
        row = _row(together, 1)
        self.step_buttons = {name: BarButton(action) for name, action in self.steps.items()}
        for name, button in self.step_buttons.items():
            button.setProperty("part", {"example": "first", "epoch": "last"}.get(name, "middle"))
            row.addWidget(button)
        return together

    def _connect(self) -> None:
        self.start_pause.triggered.connect(self._start_or_pause)
        for name, action in self.steps.items():
            action.triggered.connect(lambda _checked=False, name=name: self._step(name))
        self.reset.triggered.connect(self._reset)
        self.revert_settings.triggered.connect(self.revert)
        self.slider.speed_changed.connect(self.speed_changed)
        self.slider.speed_changed.connect(self._show_speed)
        self.form.live_changed.connect(self.live_settings_changed)
        self.form.pending_changed.connect(self._show_pending)
        self.form.complained.connect(self.status.set_complaint)
        self._show_speed(self.speed)

    def _start_or_pause(self) -> None:
        self.form.commit()
        training = self._shown is not None and self._shown[0] is Phase.TRAINING
        (self.pause_requested if training else self.start_requested).emit()

    def _step(self, name: str) -> None:
        self.form.commit()
        self.step_requested.emit(name)

    def _reset(self) -> None:
        self.form.commit()
        self.reset_requested.emit(self.form.wanted)

    def _show_speed(self, speed: float) -> None:
        self.captioned_speed.set_note(speed_text(speed))

    def _show_pending(self) -> None:
        pending = bool(self.form.pending)
        self.reset.setText(RESET_PENDING if pending else RESET)
        explain(self.reset, reset_sentence(self.form.run, self.form.wanted))
        mark(self.reset_button, "pending", pending)
        self.revert_settings.setEnabled(pending)
        self._draw_revert()

    def _show_phase(self, phase: Phase, message: str) -> None:
        if (phase, message) == self._shown:
            return
        self._shown = (phase, message)
        training, ready = phase is Phase.TRAINING, phase in (Phase.PAUSED, Phase.TRAINING)
        self.start_pause.setText("Loading" if phase is Phase.LOADING else "Pause" if training else "Start")
        explain(self.start_pause, self._about_start(phase, message))
        self._draw_start()
        self.start_pause.setEnabled(phase is not Phase.FAILED)  # while loading, a start waits for its turn
        for action in self.steps.values():
            action.setEnabled(ready)
        self.reset.setEnabled(phase is not Phase.LOADING)

    def _about_start(self, phase: Phase, message: str) -> str:
        if phase is Phase.LOADING:
            return f"{message or 'Getting ready…'} Press it and training starts as soon as that is done."
        if phase is Phase.FAILED:
            return f"Training cannot go on: {message}"
        return "Pauses; nothing is lost." if phase is Phase.TRAINING else "Trains until you pause."

    def _draw_start(self) -> None:
        phase = self._shown[0] if self._shown else Phase.LOADING
        now = theme.colours()
        colour = now.on_selection if phase in (Phase.PAUSED, Phase.TRAINING) else now.muted
        draw = bar_look.pause_icon if phase is Phase.TRAINING else bar_look.play_icon
        self.start_pause.setIcon(QIcon() if phase is Phase.LOADING else draw(colour))

    def _draw_revert(self) -> None:
        now = theme.colours()
        self.revert_settings.setIcon(bar_look.revert_icon(now.selected if self.form.pending else now.faint))

    def _place(self) -> None:
        """Put the three groups into one row, or the settings below with their captions before the fields."""
        for group in (self._transport, self._settings, self.status):
            self._grid.removeWidget(group)
        self._grid.addWidget(self._transport, 0, 0, Qt.AlignmentFlag.AlignLeft)
        if self._one_row:
            self._grid.addWidget(self._settings, 0, 1, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(self.status, 0, 2)
        else:
            self._grid.addWidget(self._settings, 1, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(self.status, 0, 2)
        for captioned in (self.form, self._captioned_steps, self.captioned_speed):
            captioned.set_beside(not self._above)
        self.status.make_room_for_warnings(2 if self._above else 1)
        self._grid.setColumnStretch(2, 1)
        self.updateGeometry()

    def _fit(self) -> None:
        if self._one_row:
            self._one_row_width = self._grid.minimumSize().width()
        one_row = self.width() >= self._one_row_width
        above = one_row or self.width() < BESIDE_FROM
        if (one_row, above) != (self._one_row, self._above):
            self._one_row, self._above = one_row, above
            self._place()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.form.show_run(snapshot.settings, snapshot.training_examples)
        self._show_phase(snapshot.phase, snapshot.message)
        self.status.set_snapshot(snapshot)

    def apply_theme(self) -> None:
        sheet = bar_look.style_sheet()
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
            self._draw_start()
            self._draw_revert()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        # Esc has a use here only while there is something to take back; otherwise it is the window's.
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self._takes_back(event):
            return True
        return super().event(event)

    def _takes_back(self, event: QKeyEvent) -> bool:
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() not in kinds or not (self.form.editing or self.form.pending):
            return False
        if event.type() == QEvent.Type.KeyPress and not self.form.cancel_edit():
            self.revert()
        event.accept()
        return True


def _row(widget: QWidget, spacing: int) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    return row
