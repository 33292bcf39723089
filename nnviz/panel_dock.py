"""The frame around a panel: a dock that looks like a card, title left and the panel's own header right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnviz import theme
from nnviz.panels.panel import Panel


class PanelDock(QDockWidget):
    """Holds one panel; can be moved by its title, floated, closed, and shown again from the View menu."""

    enlarge_requested = Signal()  # let this panel alone fill the window, or let the others come back

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel.title)
        self.setObjectName(f"{panel.objectName()}_dock")
        self.panel = panel
        self._title = _TitleBar(self, panel)
        self.setTitleBarWidget(self._title)
        card = _Card()
        layout = QVBoxLayout(card)
        layout.setContentsMargins(0, 0, 0, theme.SPACING // 2)
        layout.addWidget(panel)
        self.setWidget(card)
        self.visibilityChanged.connect(self._hide_behind_tab)
        action = self.toggleViewAction()
        action.setObjectName(f"show_{panel.objectName()}")
        action.setToolTip(panel.explanation)

    def _hide_behind_tab(self, visible: bool) -> None:
        """Qt calls what is behind another tab visible, only off the screen; a hidden panel costs nothing."""
        window = self.parentWidget()
        tabbed = isinstance(window, QMainWindow) and bool(window.tabifiedDockWidgets(self))
        self.panel.setVisible(visible or not tabbed)

    def set_title(self, title: str) -> None:
        """Another title, such as the neuron that is being inspected."""
        self.setWindowTitle(title)
        self._title.label.setText(title)


class _TitleBar(QWidget):
    """The upper end of the card."""

    def __init__(self, dock: PanelDock, panel: Panel) -> None:
        super().__init__()
        self._dock = dock
        self.label = QLabel(panel.title)
        self.label.setFont(theme.font(10, QFont.Weight.DemiBold))
        self.label.setToolTip(f"{panel.explanation} (Double-click: large, and back.)")
        self.label.setMinimumWidth(0)
        self.label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACING + 2, 5, 4, 1)
        row.setSpacing(2)
        row.addWidget(self.label)
        row.addStretch(1)
        for widget in panel.header_widgets():
            row.addWidget(widget)
        row.addWidget(self._button("▢", "float", f"{panel.title}: into a window of its own, and back", dock))
        row.addWidget(self._button("✕", "hide", f"{panel.title}: hide; the View menu shows it again", dock))

    def _button(self, text: str, what: str, sentence: str, dock: PanelDock) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setObjectName(f"{what}_{dock.panel.objectName()}")
        button.setProperty("flat", True)
        button.setFont(theme.font(7.5))
        button.setToolTip(sentence)
        button.setAccessibleName(sentence)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if what == "float":
            button.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        else:
            button.clicked.connect(dock.close)
        return button

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._dock.enlarge_requested.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_card(self, top=True)


class _Card(QWidget):
    """The rest of it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_card(self, top=False)


def _paint_card(widget: QWidget, top: bool) -> None:
    """A card rounded at its top or at its bottom only: the other half is beyond the widget's edge."""
    now = theme.colours()
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(now.border)
    painter.setBrush(now.card)
    beyond = 2 * theme.RADIUS
    area = widget.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
    area.adjust(0, 0 if top else -beyond, 0, beyond if top else 0)
    painter.drawRoundedRect(area, theme.RADIUS, theme.RADIUS)
