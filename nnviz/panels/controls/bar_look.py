"""How the control bar differs from other widgets: its style sheet, and the few signs on its buttons."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QIcon, QPainterPath, QPolygonF

from nnviz.widgets import theme
from nnviz.widgets.sign import sign


def style_sheet() -> str:
    """Rules for the widgets inside the bar, in the colours in use now."""
    now = theme.colours()
    tinted = theme.mixed(now.field, now.selected, 0.3).name()
    border, selected, wrong = now.border.name(), now.selected.name(), now.wrong.name()
    return f"""
    QToolButton {{ padding: 4px 7px; }}
    QToolButton[part="first"] {{ border-top-right-radius: 0; border-bottom-right-radius: 0; }}
    QToolButton[part="middle"] {{ border-radius: 0; }}
    QToolButton[part="last"] {{ border-top-left-radius: 0; border-bottom-left-radius: 0; }}
    QToolButton#start_pause_button, QToolButton#reset_button {{ padding: 6px 8px; }}
    QToolButton#start_pause_button:disabled {{ background: {now.field.name()}; color: {now.muted.name()};
        border-color: {border}; }}
    QToolButton#reset_button[pending="true"] {{ background: {tinted}; border-color: {selected}; }}
    QToolButton#network_settings_button[pending="true"] {{ border-color: {selected}; }}
    QToolButton#revert_settings_button {{ padding: 5px 3px; }}
    QDialog {{ border: 1px solid {border}; }}
    QLineEdit, QComboBox {{ padding: 3px 5px; }}
    QLineEdit[pending="true"], QComboBox[pending="true"] {{ border-color: {selected}; }}
    QLabel[pending="true"] {{ color: {selected}; }}
    QLineEdit[wrong="true"] {{ border-color: {wrong}; color: {wrong}; }}
    """


def play_icon(colour: QColor) -> QIcon:
    """A triangle that points right."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(2.5, 1), QPointF(11, 6), QPointF(2.5, 11), QPointF(2.5, 1)]))
    return sign(path, colour, filled=True)


def pause_icon(colour: QColor) -> QIcon:
    """Two upright bars."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(2, 1, 3, 10), 1, 1)
    path.addRoundedRect(QRectF(7, 1, 3, 10), 1, 1)
    return sign(path, colour, filled=True)


def revert_icon(colour: QColor) -> QIcon:
    """An arrow that turns back to the left."""
    path = QPainterPath(QPointF(4.5, 1.5))
    path.lineTo(1.5, 4.5)
    path.lineTo(4.5, 7.5)
    path.moveTo(1.5, 4.5)
    path.lineTo(7.5, 4.5)
    path.arcTo(QRectF(4.5, 4.5, 6, 6), 90, -180)
    path.lineTo(4.5, 10.5)
    return sign(path, colour, width=1.4)
