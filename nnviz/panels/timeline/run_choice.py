"""The choice of the run shown, for the timeline's title bar; not there while there is only one."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from nnviz.number_text import epoch_text, percent_text
from nnviz.runs.snapshot import RunSummary, Snapshot
from nnviz.widgets import theme
from nnviz.widgets.blank_picture import blank_picture
from nnviz.widgets.quiet_choice import QuietChoice

_DOT = 10  # px
_APART = 4  # px between the dot and the name, which Qt puts there


class RunChoice(QuietChoice):
    """Lists the runs with their colours, the oldest first."""

    def __init__(self) -> None:
        super().__init__("run_choice", "Run shown", "Which of the session's runs all panels show.")
        self._listed: tuple[tuple[int, str], ...] = ()
        self.setIconSize(QSize(_DOT, _DOT))
        self.hide()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self.iconSize().width() + _APART, hint.height())

    def show_runs(self, snapshot: Snapshot) -> None:
        """List the runs of this snapshot; its own is chosen."""
        listed = tuple((run.number, run.name) for run in snapshot.runs)
        if listed != self._listed:
            self._listed = listed
            self.clear()
            for run in snapshot.runs:
                self.addItem(run_icon(run.colour), run.name, run.number)
            self.setVisible(len(listed) > 1)
        row = self.findData(snapshot.run)
        if row != self.currentIndex():
            self.setCurrentIndex(row)


def run_icon(colour: int) -> QIcon:
    """A dot in a run's colour."""
    picture = blank_picture(QSize(_DOT, _DOT), 2)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(theme.run_colour(colour))
    painter.drawEllipse(1, 1, _DOT - 2, _DOT - 2)
    painter.end()
    return QIcon(QPixmap.fromImage(picture))


def run_sentence(run: RunSummary) -> str:
    """How far a run has got: "30.00 epochs, test 97.80 %, η 3, mini-batch 10"."""
    epochs, settings = epoch_text(run.examples_seen, run.epoch_size), run.settings
    seen, accuracy = _measured_last(run)
    when = "" if seen == run.examples_seen else f" after {epoch_text(seen, run.epoch_size)}"
    return (
        f"{epochs} epochs, test {percent_text(accuracy)}{when}, η {settings.eta:g}, "
        f"mini-batch {settings.mini_batch:,}"
    )


def _measured_last(run: RunSummary) -> tuple[int, float]:
    """The latest test accuracy, and the examples seen when it was measured."""
    if run.evaluation is not None:
        return run.evaluation.examples_seen, run.evaluation.accuracy
    if len(run.curve):
        return int(run.curve.examples[-1]), float(run.curve.test_accuracy[-1])
    return run.examples_seen, float("nan")
