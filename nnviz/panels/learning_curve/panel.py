"""The learning curve: accuracy on test and training digits, and the cost, by epochs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFocusEvent,
    QIcon,
    QKeyEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from nnviz.datasets.subject import MNIST
from nnviz.panels.learning_curve import curve_words
from nnviz.panels.learning_curve.class_view import ClassView
from nnviz.panels.learning_curve.other_runs import GhostBand, GhostCurve
from nnviz.panels.learning_curve.outlook_label import OutlookLabel
from nnviz.panels.learning_curve.plot import CurvePlot
from nnviz.panels.learning_curve.plot_painter import colour_of
from nnviz.panels.learning_curve.scale import Points
from nnviz.panels.panel import Panel, PictureChoice
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.snapshot import Change, Curve, Snapshot
from nnviz.widgets import theme
from nnviz.widgets.blank_picture import blank_picture
from nnviz.widgets.quiet_choice import QuietChoice

__all__ = ["GhostBand", "GhostCurve", "LearningCurve"]

_KEY_ZOOM = 1.25
_SAMPLE = (22, 8)  # px, width and height of a line in the legend, with a gap to its right


class LearningCurve(Panel):
    """Follows the training until the user zooms or moves the plot; the action `follow` follows it again."""

    spec = PanelSpec(
        name="learning_curve",
        title="Accuracy and cost",
        explanation=curve_words.EXPLANATION,
        place=FirstPlace("bottom", height=180),
    )

    x_range_changed = Signal(float, float)  # epochs at the left and right end

    def __init__(self) -> None:
        super().__init__()
        self._curve = Curve.empty()
        self._subject = MNIST
        self._changes: tuple[Change, ...] = ()
        self.plot = CurvePlot()
        self.classes = ClassView()
        self.notice = QLabel(curve_words.EMPTY)
        self.notice.setObjectName("curve_notice")
        self.follow_action = QAction("Follow the learning curve", self)
        self.follow_action.setObjectName("follow_curve")
        self._build_layout()
        self._build_header()
        self._connect()
        self.apply_theme()

    @property
    def follows_training(self) -> bool:
        return True

    def header_widgets(self) -> list[QWidget]:
        """The legend, whose entries hide and show the curves, and the way back from a held view."""
        return [self._header]

    def set_others(
        self,
        ghosts: Sequence[GhostCurve],
        bands: Sequence[GhostBand] = (),
        of_bands: Sequence[GhostCurve] = (),
    ) -> None:
        """Show the test accuracy of other runs: faint lines, and bands over seeds.

        The runs `of_bands` are lines as well where the classes are told apart.
        """
        self.plot.set_others(ghosts, bands)
        self.classes.set_ghosts([*of_bands, *ghosts])

    def set_marker(self, examples_seen: int | None) -> None:
        """Mark the moment, in examples, that all panels show; None removes the mark."""
        self.plot.set_marker(examples_seen)

    def x_range(self) -> tuple[float, float]:
        """The epochs at the left and right end now."""
        return self.plot.area.epochs

    def cursor_text(self) -> str:
        """The point under the cursor in words, empty if there is none."""
        plot = self.plot
        if plot.cursor is None:
            return ""
        values = curve_words.value_texts(plot.points, plot.cursor)
        place = curve_words.place_text(plot.points, plot.cursor, plot.epoch_size)
        return ", ".join([place, *(values[name] for name in curve_words.CURVES if plot.shown[name])])

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if self.tells_classes_apart:
            self.classes.show_snapshot(snapshot)
        if not _same(snapshot.curve, self._curve) or snapshot.epoch_size != self.plot.epoch_size:
            self.plot.set_points(Points.of(snapshot.curve, snapshot.epoch_size), snapshot.epoch_size)
            self._show_notice()
            self.outlook.judge(self.plot.points)
        self._curve = snapshot.curve
        for name, meaning in curve_words.meanings(snapshot).items():
            self.legend[name].setToolTip(f"{meaning} Press to hide or show it.")
        if self._subject != snapshot.subject:
            self._subject = snapshot.subject
            self.plot.set_guides(curve_words.guides(snapshot.subject))
        if snapshot.changes != self._changes:
            self._changes = snapshot.changes
            self.plot.set_changes(curve_words.change_texts(snapshot.changes))

    @contextmanager
    def drawn_at(self, ratio: float) -> Iterator[None]:
        with self.plot.drawn_at(ratio):
            yield

    def apply_theme(self) -> None:
        self.plot.apply_theme()
        self.classes.update()
        self._show_notice()
        for name, button in self.legend.items():
            button.setIcon(self._sample(name))

    def _build_layout(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 76)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.notice.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.SPACING // 2)
        layout.addWidget(self.plot, 0, 0)
        layout.addWidget(self.classes, 0, 0)
        self.classes.hide()
        layout.addWidget(self.notice, 0, 0, Qt.AlignmentFlag.AlignCenter)

    def _build_header(self) -> None:
        self.legend = {name: self._legend_entry(name) for name in curve_words.CURVES}
        self.follow_action.setToolTip(
            "The view stays as you left it while training goes on. Press to follow the newest point again."
        )
        self.follow_action.setEnabled(False)
        self.addAction(self.follow_action)
        self.follow_button = QToolButton()
        self.follow_button.setText("view held · follow again")
        self.follow_button.setProperty("flat", True)
        self.follow_button.setAccessibleName("Follow the learning curve again")
        self.follow_button.setToolTip(self.follow_action.toolTip())
        self.follow_button.hide()
        self._build_mode()
        self._header = QWidget()
        row = QHBoxLayout(self._header)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING // 2)
        self.outlook = OutlookLabel()
        for widget in (self.outlook, self.follow_button, *self.legend.values(), self._mode):
            row.addWidget(widget)

    def _build_mode(self) -> None:
        self._mode = QuietChoice("curve_of", "Accuracy of what", "The accuracy of all, or of each class.")
        self._mode.add("all", False, "Accuracy and cost of all images together.")
        self._mode.add("each class", True, curve_words.CLASSES)

    @property
    def tells_classes_apart(self) -> bool:
        """Whether there is a curve for each class."""
        return bool(self._mode.currentData())

    def _change_mode(self) -> None:
        apart = self.tells_classes_apart
        self.plot.setVisible(not apart)
        self.classes.setVisible(apart)
        for button in self.legend.values():
            button.setVisible(not apart)
        self.follow_button.setVisible(not (apart or self.plot.following))
        if apart and self.snapshot is not None:
            self.classes.show_snapshot(self.snapshot)

    def _choose_class(self, which: int) -> None:
        """Have what is wrong of a class shown, as of the moment that this panel shows."""
        evaluation = self.snapshot.evaluation if self.snapshot is not None else None
        if evaluation is None or self.snapshot is None:
            return
        wrong = evaluation.mistakes[evaluation.labels[evaluation.mistakes] == which]
        if len(wrong):
            name = self.snapshot.subject.class_names[which]
            words = curve_words.class_mistakes_words(name, len(wrong))
            self.pictures_chosen.emit(PictureChoice(wrong, words))

    def _legend_entry(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(name)
        button.setCheckable(True)
        button.setChecked(True)
        button.setProperty("flat", True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(*_SAMPLE))
        button.setAccessibleName(f"Show the {name} curve")
        return button

    def _connect(self) -> None:
        self.follow_action.triggered.connect(self.plot.follow)
        self._mode.currentIndexChanged.connect(self._change_mode)
        self.classes.class_chosen.connect(self._choose_class)
        self.follow_button.clicked.connect(self.follow_action.trigger)
        self.plot.following_changed.connect(self._show_following)
        self.plot.x_range_changed.connect(self.x_range_changed)
        for name, button in self.legend.items():
            button.toggled.connect(partial(self._show_curve, name))

    def _show_curve(self, name: str, shown: bool) -> None:
        self.plot.set_shown(name, shown)
        font = self.legend[name].font()
        font.setStrikeOut(not shown)
        self.legend[name].setFont(font)

    def _show_following(self, following: bool) -> None:
        self.follow_action.setEnabled(not following)
        self.follow_button.setVisible(not (following or self.tells_classes_apart))

    def _show_notice(self) -> None:
        points, now = self.plot.points, theme.colours()
        colour = now.text if points.diverged else now.muted
        self.notice.setText(curve_words.DIVERGED if points.diverged else curve_words.EMPTY)
        style = f"background: {now.card.name()}; color: {colour.name()}; padding: 2px 8px;"
        if style != self.notice.styleSheet():
            self.notice.setStyleSheet(style)
        self._fit_notice()
        self.notice.setVisible(points.diverged or len(points) < 2)

    def _fit_notice(self) -> None:
        """Break the sentence only where it is too long: a label that may break does so early."""
        width = self.notice.fontMetrics().horizontalAdvance(self.notice.text()) + 2 * theme.SPACING
        self.notice.setWordWrap(width > self.width())

    def _sample(self, name: str) -> QIcon:
        """A short piece of the curve's line; faint in the state in which the curve is hidden."""
        icon = QIcon()
        for state, colour in ((QIcon.State.On, colour_of(name)), (QIcon.State.Off, theme.colours().border)):
            icon.addPixmap(_line_sample(colour, name, self.devicePixelRatioF()), QIcon.Mode.Normal, state)
        return icon

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.apply_theme()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plot, key = self.plot, event.key()
        newest = len(plot.points) - 1
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            plot.read(newest if plot.cursor is None else plot.cursor + step)
            self.setAccessibleDescription(self.cursor_text() or self.spec.explanation)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            plot.zoom_about_cursor(_KEY_ZOOM)
        elif key == Qt.Key.Key_Minus:
            plot.zoom_about_cursor(1 / _KEY_ZOOM)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_notice()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.plot.read(len(self.plot.points) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.plot.read(None)


def _same(first: Curve, second: Curve) -> bool:
    """Whether two curves have the same points: another run's may be as long."""
    return first is second or (
        np.array_equal(first.examples, second.examples)
        and np.array_equal(first.test_accuracy, second.test_accuracy, equal_nan=True)
        and np.array_equal(first.cost, second.cost, equal_nan=True)
    )


def _line_sample(colour: QColor, name: str, scale: float) -> QPixmap:
    width, height = _SAMPLE
    picture = blank_picture(QSize(width, height), scale)
    painter = QPainter(picture)
    pen = QPen(colour, 2)
    if name in curve_words.DASHED:
        pen.setDashPattern([2, 1.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QLineF(0, height / 2, width - 4, height / 2))
    painter.end()
    return QPixmap.fromImage(picture)
