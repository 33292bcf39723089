"""The timeline: goes to any step of the past, plays it, marks moments, and says whether it is live."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from nnviz.number_text import count_text
from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.panels.timeline.actions import TimeActions
from nnviz.panels.timeline.moments import Moments, Unit
from nnviz.panels.timeline.name_editor import NameEditor
from nnviz.panels.timeline.player import DEFAULT_PACE, PACES, Player
from nnviz.panels.timeline.run_choice import RunChoice
from nnviz.panels.timeline.track import HEIGHT, TimelineTrack
from nnviz.runs.snapshot import Change, Mark, Snapshot
from nnviz.runs.steps import Steps
from nnviz.widgets import theme
from nnviz.widgets.quiet_choice import QuietChoice

_FRAME = 16  # ms: at most one moment is asked for in this time


class Timeline(Panel):
    """Asks for moments and shows the one it asked for at once, without waiting for an answer.

    The moments it knows are those of the run whose snapshots it gets; `set_live` tells the newest of them.
    """

    spec = PanelSpec(
        name="timeline",
        title="Timeline",
        explanation=(
            "Every step since the untrained network: drag back to show it in all panels; training goes on."
        ),
        place=FirstPlace("bottom"),
    )

    moment_requested = Signal(int)  # examples seen at the moment to show everywhere
    live_requested = Signal()
    branch_requested = Signal()  # a new run is to go on from the moment shown
    mark_added = Signal(object)  # the Mark
    run_chosen = Signal(int)  # number of the run to show everywhere
    marks_changed = Signal(object)  # all of them, a tuple, after one was renamed or removed

    def __init__(self) -> None:
        super().__init__()
        self._moments = Moments()
        self._changes: tuple[Change, ...] = ()
        self._at: int | None = None  # the moment shown, None for live
        self._asked: int | None = None  # the moment asked for last
        self._unanswered: deque[int] = deque(maxlen=64)  # asked for, and not yet told to be shown
        self._request_timer = QTimer(self, singleShot=True, interval=_FRAME)
        self._request_timer.timeout.connect(self._send)
        self.track = TimelineTrack(self._words)
        self.player = Player(self, lambda: self._moments)
        self.actions_in_time = TimeActions(self)
        self.name_editor = NameEditor(self)
        self._build_header()
        self._build_layout()
        self._connect()
        self.apply_theme()
        self._show_moment()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The moments that are marked, in order."""
        return self.track.state.marks

    @property
    def moment(self) -> int | None:
        """Examples seen at the moment shown; None for live."""
        return self._at

    @property
    def follows_training(self) -> bool:
        return True

    def header_widgets(self) -> list[QWidget]:
        """What is shown, the way on from there, and the buttons that move in time."""
        return [self.runs, self.badge, self.branch_button, *self._buttons]

    def set_live(self, examples_seen: int, steps: int) -> None:
        """The newest moment is now this one, after that many examples and `steps` steps."""
        if examples_seen == self._moments.newest:
            return
        self._moments = replace(self._moments, newest=examples_seen, newest_steps=steps)
        if self._at is not None and self._at >= examples_seen:  # another run, and a shorter one
            self._leave_the_past()
        self._show_moment()

    def set_looking_back(self, examples_seen: int | None) -> None:
        """All panels show this moment from now on; None is live. To be called when that has changed.

        What was asked for here is believed to be shown already, so that late answers move nothing.
        """
        if examples_seen is not None and examples_seen in self._unanswered:
            while self._unanswered.popleft() != examples_seen:
                pass
        elif examples_seen != self._at:
            self._leave_the_past()
            self._at = examples_seen
            self._show_moment()

    def set_x_range(self, first_epoch: float, last_epoch: float) -> None:
        """Span the same epochs, at the same places, as the learning curve above."""
        self.track.set_state(replace(self.track.state, epochs=(first_epoch, last_epoch)))

    def set_kept(self, moments: Sequence[int]) -> None:
        """Examples seen at the moments whose networks are kept."""
        self.track.set_kept(moments)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these marks, of the run shown."""
        ordered = tuple(sorted(marks, key=lambda mark: mark.examples_seen))
        self.track.set_state(replace(self.track.state, marks=ordered))

    def add_mark(self) -> None:
        """Mark the moment shown, or edit the mark that is there."""
        at = self._moments.newest if self._at is None else self._at
        if self._mark_here() is None:
            mark = Mark(at, f"step {count_text(self._moments.steps.at(at))}")
            self.set_marks((*self.marks, mark))
            self.mark_added.emit(mark)
        here = self._mark_here()
        if here is not None:
            self._edit_name(here)

    def rename_mark(self, number: int, name: str) -> None:
        """Give a mark another name; an empty one changes nothing."""
        name = name.strip()
        if name and name != self.marks[number].name:
            renamed = replace(self.marks[number], name=name)
            self._change_marks((*self.marks[:number], renamed, *self.marks[number + 1 :]))

    def remove_mark(self, number: int) -> None:
        """Take a mark away."""
        self._change_marks((*self.marks[:number], *self.marks[number + 1 :]))

    def go(self, unit: Unit, direction: int) -> None:
        """One mini-batch, point of the curve or epoch on or back."""
        self.player.stop()
        self._request(self._moments.next(self._at, unit, direction))

    def play(self, direction: int) -> None:
        """Play on or back; the same once more stops."""
        if self.player.direction == direction:
            self.player.stop()
        else:
            self.player.start(direction, self._at)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.runs.show_runs(snapshot)
        changes = snapshot.changes or (Change(0, snapshot.settings),)
        moments = self._moments
        if changes != self._changes or snapshot.epoch_size != moments.epoch_size:
            self._changes = changes
            moments = replace(moments, steps=Steps(changes, snapshot.epoch_size))
        if len(snapshot.curve) != len(moments.points) or snapshot.curve.examples[-1] != moments.points[-1]:
            moments = replace(moments, points=tuple(snapshot.curve.examples.tolist()) or (0,))
        if moments is not self._moments:
            self._moments = moments
            self._show_moment()

    def apply_theme(self) -> None:
        self.actions_in_time.show_icons(self.player.direction)
        self._show_badge()
        self.track.update()

    def _build_header(self) -> None:
        self.runs = RunChoice()
        self.badge = QToolButton()
        self.badge.setObjectName("timeline_badge")
        self.badge.setProperty("flat", True)
        self.badge.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.badge.setFont(theme.font(9))
        self.badge.clicked.connect(self.actions_in_time.live.trigger)
        self.branch_button = self.actions_in_time.branch_button()
        self.pace = QuietChoice("play_pace", "Speed of playing", "How fast the past is played.")
        for pace in PACES:
            self.pace.addItem(pace.text)
        self.pace.setCurrentIndex(DEFAULT_PACE)
        *buttons, mark_button = self.actions_in_time.buttons()
        self._buttons = [*buttons, self.pace, mark_button]

    def _build_layout(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.track)
        layout.addStretch(1)
        self.setFixedHeight(HEIGHT)
        self.setFocusProxy(self.track)

    def _connect(self) -> None:
        actions, track = self.actions_in_time, self.track
        actions.connect_movements(self.go, self.play)
        actions.live.triggered.connect(lambda: self._go_to(None))
        actions.start.triggered.connect(lambda: self._go_to(0))
        actions.mark.triggered.connect(self.add_mark)
        actions.branch.triggered.connect(self.branch_requested)
        self.runs.activated.connect(lambda row: self.run_chosen.emit(self.runs.itemData(row)))
        self.pace.currentIndexChanged.connect(self._set_pace)
        self.player.played.connect(self._show_played)
        self.player.changed.connect(actions.show_icons)
        track.moved_to.connect(lambda there: self._go_to(self._moments.nearest_step(there)))
        track.mark_pressed.connect(lambda number: self._go_to(self.marks[number].examples_seen))
        track.rename_requested.connect(self._edit_name)
        track.menu_requested.connect(self._show_menu)
        self.name_editor.named.connect(self._rename)

    def _words(self, examples_seen: float) -> str:
        at = self._moments.nearest_step(max(examples_seen, 0))
        return self._moments.words(self._moments.newest if at is None else at)

    def _go_to(self, at: int | None) -> None:
        self.player.stop()
        self._request(at if at is not None and at < self._moments.newest else None)

    def _show_played(self, at: int | None) -> None:
        if at is not None or self.player.direction > 0:
            self._request(at)

    def _request(self, at: int | None) -> None:
        """Show this moment here, and ask for it, or for the live one, to be shown everywhere."""
        if at == self._at:
            return
        if at is None:
            self._leave_the_past()
            self.live_requested.emit()
        else:
            self._at = at
            if not self._request_timer.isActive():
                self._send()
        self._show_moment()

    def _send(self) -> None:
        """Ask for the latest moment, once a frame at most."""
        if self._at is not None and self._at != self._asked:
            self._asked = self._at
            self._unanswered.append(self._at)
            self._request_timer.start()
            self.moment_requested.emit(self._at)

    def _leave_the_past(self) -> None:
        self.player.stop()
        self._request_timer.stop()
        self._unanswered.clear()
        self._asked = self._at = None

    def _show_moment(self) -> None:
        moments = self._moments
        state = replace(
            self.track.state, epoch_size=moments.epoch_size, newest=moments.newest, shown=self._at
        )
        self.track.set_state(state)
        self._show_badge()
        live = self._at is None
        self.actions_in_time.enable(back=moments.newest > 0 and self._at != 0, forth=not live)
        self.branch_button.setVisible(not live)

    def _show_badge(self) -> None:
        text, now = self._moments.badge(self._at), theme.colours()
        self.track.setAccessibleDescription(text)
        live = self._at is None
        self.badge.setText(f"● {text}")
        self.badge.setAccessibleName(text)
        self.badge.setToolTip(
            "What all panels show is the newest step."
            if live
            else "All panels show this step of the past. Press, or press End, to see the newest again."
        )
        style = f"color: {(now.right if live else now.selected).name()};"
        if style != self.badge.styleSheet():
            self.badge.setStyleSheet(style)

    def _set_pace(self, index: int) -> None:
        self.player.pace = PACES[index]

    def _mark_here(self) -> int | None:
        at = self._moments.newest if self._at is None else self._at
        moments = [mark.examples_seen for mark in self.marks]
        return moments.index(at) if at in moments else None

    def _change_marks(self, marks: Sequence[Mark]) -> None:
        self.set_marks(marks)
        self.marks_changed.emit(self.marks)

    def _edit_name(self, number: int) -> None:
        mark = self.marks[number]
        self.name_editor.edit(mark, round(self.track.place_of(mark.examples_seen)) + 10)

    def _rename(self, mark: Mark, name: str) -> None:
        if mark in self.marks:
            self.rename_mark(self.marks.index(mark), name)
        self.track.setFocus()

    def _go_to_next_mark(self, direction: int) -> None:
        here = self._moments.newest if self._at is None else self._at
        moments = [mark.examples_seen for mark in self.marks]
        beyond = [m for m in moments if (m - here) * direction > 0]
        if beyond:
            self._go_to(min(beyond) if direction > 0 else max(beyond))

    def _show_menu(self, number: int, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction("Rename this mark").triggered.connect(partial(self._edit_name, number))
        menu.addAction("Remove this mark").triggered.connect(partial(self.remove_mark, number))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mark = self._mark_here()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and mark is not None:
            self.remove_mark(mark)
        elif event.key() == Qt.Key.Key_F2 and mark is not None:
            self._edit_name(mark)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go_to_next_mark(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)
