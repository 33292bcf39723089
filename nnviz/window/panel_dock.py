"""The frame around a panel: a dock that looks like a card, title left and the panel's own header right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QToolButton, QVBoxLayout, QWidget

from nnviz.panels.panel import Panel
from nnviz.widgets import theme
from nnviz.widgets.short_label import ShortLabel
from nnviz.widgets.sign import SIGN_SIZE
from nnviz.window.dock_signs import back_sign, enlarge_sign, float_sign, hide_sign

_NO_LIMIT = 16_777_215  # what Qt calls no limit
_SIGN = SIGN_SIZE - 2  # px: quieter than what the panels themselves have up there


class PanelDock(QDockWidget):
    """Holds one panel; can be moved by its title, enlarged, floated, closed, and shown again."""

    enlarge_requested = Signal()  # let this panel alone fill the window, or let the others come back

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel.spec.tab or panel.title)
        self.setObjectName(f"{panel.objectName()}_dock")
        self.panel = panel
        self._title = _TitleBar(self, panel)
        self.setTitleBarWidget(self._title)
        card = self._card = _Card()
        layout = QVBoxLayout(card)
        layout.setContentsMargins(0, 0, 0, theme.SPACING // 2)
        layout.addWidget(panel)
        self.setWidget(card)
        self._keep_low()
        self.visibilityChanged.connect(self._hide_behind_tab)
        self.topLevelChanged.connect(self._name_once)
        action = self.toggleViewAction()
        action.setText(panel.title)
        action.setObjectName(f"show_{panel.objectName()}")
        action.setToolTip(panel.spec.explanation)
        action.triggered.connect(lambda shown: self.raise_() if shown else None)  # not behind another's tab

    def set_title(self, title: str) -> None:
        """Another title, such as the neuron that is being inspected."""
        self._title.label.setText(title)
        self._name_once()

    def set_enlarged(self, enlarged: bool) -> None:
        """Whether this panel fills the window: its button then leads back."""
        self._title.set_enlarged(enlarged)

    def set_lit(self, lit: bool) -> None:
        """Stand out, because something points at this panel."""
        self._title.set_lit(lit)
        self._card.set_lit(lit)

    def set_height(self, height: int) -> None:
        """Stand that high now. Qt's own way cannot make a whole edge of the window higher or lower."""
        least, most = self.minimumHeight(), self.maximumHeight()
        self.setFixedHeight(max(height, self.minimumSizeHint().height()))
        window = self.parentWidget()
        arrangement = window.layout() if window is not None else None
        if arrangement is not None:
            arrangement.activate()
        self.setMinimumHeight(least)
        self.setMaximumHeight(most)

    def float_or_dock(self) -> None:
        """Into a window of its own, or back into its place."""
        self.setFloating(not self.isFloating())

    def _keep_low(self) -> None:
        """A panel of one height, such as the timeline, leaves all other room to the others."""
        most = self.panel.maximumHeight()
        if most < _NO_LIMIT:
            around = self._title.sizeHint().height() + theme.SPACING // 2
            self.setMaximumHeight(most + around)

    def _hide_behind_tab(self, visible: bool) -> None:
        """Qt calls what is behind another tab visible, only off the screen; a hidden panel costs nothing."""
        self.panel.setVisible(visible or not self._shares_its_place())

    def _shares_its_place(self) -> bool:
        """Whether there is a tab for this dock, and one for another."""
        window = self.parentWidget()
        others = window.tabifiedDockWidgets(self) if isinstance(window, QMainWindow) else []
        return any(not other.isHidden() for other in others)

    def _name_once(self) -> None:
        """The name stands in the dock's tab, or else in its title bar; a short name in the tab is not all."""
        tab, title = self.panel.spec.tab, self._title.label.text()
        self._title.label.setVisible(bool(tab) or not self._shares_its_place())
        self.setWindowTitle(tab if tab and not self.isFloating() else title)  # a tab bears it, or a window
        self.toggleViewAction().setText(title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tabs that come or go change the height of the docks below them."""
        super().resizeEvent(event)
        self._name_once()


class _TitleBar(QWidget):
    """The upper end of the card."""

    def __init__(self, dock: PanelDock, panel: Panel) -> None:
        super().__init__()
        self._dock, self._enlarged, self._is_lit = dock, False, False
        self.label = ShortLabel(panel.title, keeps=panel.spec.tab or panel.title)
        self.label.setFont(theme.font(10, QFont.Weight.DemiBold))
        self.setToolTip(f"{panel.spec.explanation} (Double-click: large, and back.)")
        self._enlarge = self._button("enlarge", "")
        self._float = self._button("float", f"{panel.title}: into a window of its own, and back")
        self._hide = self._button("hide", f"{panel.title}: hide; the View menu shows it again")
        self._enlarge.clicked.connect(dock.enlarge_requested)
        self._float.clicked.connect(dock.float_or_dock)
        self._hide.clicked.connect(dock.close)
        self._lay_out(panel)
        self.set_enlarged(False)

    def set_enlarged(self, enlarged: bool) -> None:
        """What the first button does, in its sign and in words."""
        self._enlarged = enlarged
        title = self._dock.panel.title
        _explain(self._enlarge, f"{title}: " + ("back beside the others" if enlarged else "fill the window"))
        self._show_signs()

    def _lay_out(self, panel: Panel) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACING + 2, 5, 4, 1)
        row.setSpacing(2)
        row.addWidget(self.label)
        row.addStretch(1)
        for widget in (*panel.header_widgets(), self._enlarge, self._float, self._hide):
            row.addWidget(widget)

    def _button(self, what: str, sentence: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{what}_{self._dock.panel.objectName()}")
        button.setProperty("flat", True)
        button.setIconSize(QSize(_SIGN, _SIGN))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        _explain(button, sentence)
        return button

    def _show_signs(self) -> None:
        muted = theme.colours().muted
        self._enlarge.setIcon((back_sign if self._enlarged else enlarge_sign)(muted))
        self._float.setIcon(float_sign(muted))
        self._hide.setIcon(hide_sign(muted))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_signs()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._dock.enlarge_requested.emit()

    def set_lit(self, lit: bool) -> None:
        """Stand out, or no more."""
        self._is_lit = lit
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_card(self, top=True, lit=self._is_lit)


class _Card(QWidget):
    """The rest of it."""

    def __init__(self) -> None:
        super().__init__()
        self._is_lit = False

    def set_lit(self, lit: bool) -> None:
        """Stand out, or no more."""
        self._is_lit = lit
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_card(self, top=False, lit=self._is_lit)


def _explain(button: QToolButton, sentence: str) -> None:
    button.setToolTip(sentence)
    button.setAccessibleName(sentence)


def _paint_card(widget: QWidget, top: bool, lit: bool = False) -> None:
    """A card rounded at its top or at its bottom only: the other half is beyond the widget's edge."""
    now = theme.colours()
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(now.selected, 3) if lit else now.border)
    painter.setBrush(now.card)
    beyond = 2 * theme.RADIUS
    area = widget.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
    area.adjust(0, 0 if top else -beyond, 0, beyond if top else 0)
    painter.drawRoundedRect(area, theme.RADIUS, theme.RADIUS)
