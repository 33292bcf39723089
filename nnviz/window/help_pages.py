"""Windows of the Help menu that are text: the keys, what the program is, and a report on a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.widgets import theme
from nnviz.widgets.wrapped_label import WrappedLabel
from nnviz.window.shortcut_list import Row


class HelpPage(QDialog):
    """Rows of two columns under headings; Esc closes it."""

    def __init__(self, name: str, title: str, parts: Mapping[str, Iterable[Row]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(name)
        self.setWindowTitle(title)
        page = QWidget()
        page.setAutoFillBackground(False)
        grid = QGridLayout(page)
        grid.setHorizontalSpacing(3 * theme.SPACING)
        grid.setColumnStretch(1, 1)
        for heading, rows in parts.items():
            grid.addWidget(_label(heading, strong=True), grid.rowCount(), 0, 1, 2)
            for words, detail in rows:
                row = grid.rowCount()
                grid.addWidget(_label(words), row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(_label(detail, muted=True), row, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(title)
        area.setWidget(page)
        QVBoxLayout(self).addWidget(area)
        self.resize(620, 600)


class ReportWindow(QDialog):
    """A text to be sent by the user, if they like: nothing here sends anything."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("report_window")
        self.setWindowTitle("Report a problem")
        words = WrappedLabel()
        words.say(
            "Write what you did and what happened into the text, copy it, and send it to whoever "
            "helps you. nnviz itself sends nothing, ever."
        )
        self.text = QPlainTextEdit(text)
        self.text.setAccessibleName("Report")
        self.text.setFont(theme.code_font(12))
        self.copying = QPushButton("Copy")
        self.copying.setToolTip("Put the whole text on the clipboard.")
        self.copying.clicked.connect(self._copy)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACING)
        for widget in (words, self.text, self.copying):
            column.addWidget(widget)
        self.resize(680, 560)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copying.setText("Copied")


def _label(text: str, strong: bool = False, muted: bool = False) -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setWordWrap(muted)
    made.setProperty("muted", muted)
    if strong:
        made.setFont(theme.font(11, QFont.Weight.DemiBold))
        made.setContentsMargins(0, theme.SPACING, 0, 0)
    return made
