"""The look of the whole application in the scheme in use: its palette, font and style sheet."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from nnviz.widgets import theme

DRESSED = "nnvizDark"  # the application's property, once it has the look: whether that is dark


def style_application(application: QGuiApplication) -> None:
    """Give the application the palette, font and style sheet of the scheme in use now."""
    theme.look_again()
    now = theme.colours()
    palette = QPalette()
    for role, colour in {
        QPalette.ColorRole.Window: now.window,
        QPalette.ColorRole.WindowText: now.text,
        QPalette.ColorRole.Base: now.field,
        QPalette.ColorRole.AlternateBase: now.card,
        QPalette.ColorRole.Text: now.text,
        QPalette.ColorRole.Button: now.field,
        QPalette.ColorRole.ButtonText: now.text,
        QPalette.ColorRole.PlaceholderText: now.muted,
        QPalette.ColorRole.Highlight: now.selection,
        QPalette.ColorRole.HighlightedText: now.on_selection,
        QPalette.ColorRole.ToolTipBase: now.card,
        QPalette.ColorRole.ToolTipText: now.text,
        QPalette.ColorRole.Mid: now.border,
        QPalette.ColorRole.Accent: now.selected,
    }.items():
        palette.setColor(role, colour)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, now.faint)
    with nothing_collected():
        application.setFont(theme.font())
        application.setPalette(palette)
        application.setProperty(DRESSED, theme.is_dark())
        if isinstance(application, QApplication):
            # Qt frames a tick box in the window's colour, darker by 1.4: in a dark one nobody sees it.
            framed = QPalette(palette)
            framed.setColor(QPalette.ColorRole.Window, now.muted.lighter(140))
            application.setPalette(framed, "QCheckBox")  # type: ignore[arg-type]  # bytes it refuses
            application.setStyleSheet(_style_sheet(now))


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Keep Python's garbage collector away while Qt restyles a list of all widgets, one after another.

    Our overrides run meanwhile. A collection that one of them sets off may delete a widget that is still to
    come in Qt's list: a segmentation fault.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _style_sheet(now: theme.Colours) -> str:
    name = {key: colour.name() for key, colour in vars(now).items()}
    return f"""
    QToolTip {{ background: {name["card"]}; color: {name["text"]}; border: 1px solid {name["border"]};
        padding: 5px 7px; }}
    QMainWindow, QDialog {{ background: {name["window"]}; }}
    QMainWindow::separator {{ background: {name["window"]}; width: {theme.SPACING}px;
        height: {theme.SPACING}px; }}
    QMainWindow::separator:hover {{ background: {name["selected"]}; }}
    QToolBar {{ background: {name["card"]}; border: none; padding: 0; }}
    QPushButton, QToolButton {{ background: {name["field"]}; color: {name["text"]}; padding: 5px 10px;
        border: 1px solid {name["border"]}; border-radius: {theme.RADIUS}px; }}
    QPushButton:hover, QToolButton:hover {{ border-color: {name["selected"]}; }}
    QPushButton:focus, QToolButton:focus {{ border-color: {name["selected"]}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {name["faint"]}; }}
    QPushButton:checked, QToolButton:checked, QPushButton[primary="true"], QToolButton[primary="true"] {{
        background: {name["selection"]}; color: {name["on_selection"]}; border-color: {name["selection"]}; }}
    QToolButton[flat="true"] {{ background: transparent; border-color: transparent; padding: 2px 4px;
        color: {name["muted"]}; }}
    QToolButton[flat="true"]:disabled {{ color: {name["faint"]}; }}
    QToolButton[flat="true"]:hover {{ color: {name["text"]}; border-color: {name["border"]}; }}
    QToolButton[flat="true"]:focus {{ border-color: {name["selected"]}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QComboBox, QSpinBox, QDoubleSpinBox, QLineEdit {{ background: {name["field"]}; color: {name["text"]};
        border: 1px solid {name["border"]}; border-radius: {theme.RADIUS}px; padding: 3px 7px;
        selection-background-color: {name["selection"]};
        selection-color: {name["on_selection"]}; }}
    QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover, QLineEdit:hover,
    QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QLineEdit:focus {{
        border-color: {name["selected"]}; }}
    QComboBox[flat="true"] {{ background: transparent; border-color: transparent; color: {name["muted"]}; }}
    QComboBox[flat="true"]:hover, QComboBox[flat="true"]:focus {{ border-color: {name["border"]}; }}
    QLineEdit[raised="true"] {{ background: {name["card"]}; border-color: {name["faint"]}; }}
    QLineEdit[raised="true"]:hover, QLineEdit[raised="true"]:focus {{ border-color: {name["selected"]}; }}
    QRadioButton::indicator {{ width: 11px; height: 11px; border: 2px solid {name["muted"]};
        border-radius: 7px; background: {name["card"]}; }}
    QRadioButton::indicator:hover, QRadioButton:focus::indicator {{ border-color: {name["selected"]}; }}
    QRadioButton::indicator:checked {{ width: 5px; height: 5px; border: 5px solid {name["selected"]}; }}
    QRadioButton::indicator:disabled {{ border-color: {name["faint"]}; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
    QComboBox::drop-down {{ border: none; width: 14px; }}
    QComboBox::down-arrow {{ image: none; }}
    QComboBox QAbstractItemView, QComboBox[flat="true"] QAbstractItemView {{ background: {name["card"]};
        color: {name["text"]}; border: 1px solid {name["border"]};
        selection-background-color: {name["selection"]}; selection-color: {name["on_selection"]}; }}
    QSlider::groove:horizontal {{ height: 3px; background: {name["border"]}; border-radius: 1px; }}
    QSlider::sub-page:horizontal {{ background: {name["selected"]}; border-radius: 1px; }}
    QSlider::handle:horizontal {{ width: 12px; height: 12px; margin: -5px 0; border-radius: 6px;
        background: {name["text"]}; }}
    QSlider::handle:horizontal:focus {{ background: {name["selected"]}; }}
    QMenu, QMenuBar {{ background: {name["card"]}; color: {name["text"]}; }}
    QMenuBar::item:selected, QMenu::item:selected {{ background: {name["selection"]};
        color: {name["on_selection"]}; }}
    QMenu {{ border: 1px solid {name["border"]}; padding: 4px; }}
    QMenu::item {{ padding: 4px 18px; border-radius: 4px; }}
    QMenu::item:disabled {{ color: {name["faint"]}; }}
    QLabel[muted="true"] {{ color: {name["muted"]}; }}
    QScrollArea {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 8px; }}
    QScrollBar:horizontal {{ background: transparent; height: 8px; }}
    QScrollBar::handle {{ background: {name["border"]}; border-radius: 4px; min-height: 20px;
        min-width: 20px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QTabBar::tab {{ background: transparent; color: {name["muted"]}; padding: 4px 8px; border: none; }}
    QTabBar::tab:selected {{ color: {name["text"]}; border-bottom: 2px solid {name["selected"]}; }}
    QStatusBar {{ background: {name["window"]}; color: {name["muted"]}; }}
    """
