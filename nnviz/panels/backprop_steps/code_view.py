"""The program's own lines that compute the stage shown, marked in their file."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit

from nnviz.learning.architecture import Architecture
from nnviz.panels.backprop_steps.code_excerpt import Excerpt, excerpt
from nnviz.panels.backprop_steps.stages import Kind
from nnviz.widgets import theme

_LETTERS = 11.5  # px


class CodeView(QPlainTextEdit):
    """Whole functions, to be scrolled and copied from, with the lines of the stage in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("walk_code")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(62)
        self.setAccessibleName("The lines of the program that compute this stage")
        self.setToolTip("The real source of this program: scroll to read on, select to copy.")
        self._shown: Excerpt | None = None
        self.apply_theme()

    @property
    def shown(self) -> Excerpt | None:
        """What is shown; None if there is no source."""
        return self._shown

    def show_stage(self, kind: Kind, network: Architecture) -> str:
        """Show the lines of a stage; the names of their files."""
        try:
            found = excerpt(kind, network)
        except (OSError, LookupError):
            self._shown = None
            self.setPlainText("The source of this program is not at hand in this build.")
            return ""
        if self._shown is None or self._shown.lines != found.lines:
            self.setPlainText("\n".join(found.lines))
        self._shown = found
        self._mark(found)
        self._centre(found)
        return ", ".join(dict.fromkeys(file.partition(",")[0] for file in found.files))

    def apply_theme(self) -> None:
        """Take the new colours."""
        now = theme.colours()
        self.setFont(theme.code_font(_LETTERS))
        self.setStyleSheet(
            f"QPlainTextEdit {{ background: transparent; color: {now.muted.name()}; border: none; }}"
        )
        if self._shown is not None:
            self._mark(self._shown)

    def _mark(self, found: Excerpt) -> None:
        now = theme.colours()
        marks = []
        for number in found.marked:
            band, letters = QTextEdit.ExtraSelection(), QTextEdit.ExtraSelection()
            band.cursor = QTextCursor(self.document().findBlockByNumber(number))
            band.format.setBackground(theme.mixed(now.card, now.selected, 0.2))
            band.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            letters.cursor = QTextCursor(band.cursor)
            letters.cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            is_comment = found.lines[number].lstrip().startswith("#")
            letters.format.setForeground(now.muted if is_comment else now.text)
            marks += [band, letters]
        self.setExtraSelections(marks)

    def _centre(self, found: Excerpt) -> None:
        """Scroll until the marked lines lie in the middle; one that is too long shows from its start."""
        visible = max(1, self.viewport().height() // max(1, self.fontMetrics().height()))
        first, last = found.marked[0], found.marked[-1]
        spare = max(visible - (last - first + 1), 0)
        self.verticalScrollBar().setValue(max(first - spare // 2, 0))
        indent = min((len(line) - len(line.lstrip()) for line in found.pointed_at if line.strip()), default=0)
        self.horizontalScrollBar().setValue(round((indent - 1) * self.fontMetrics().horizontalAdvance(" ")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._shown is not None:
            self._centre(self._shown)
