"""The kinds of event, one function each, and how often they happen.

Each first yields the line about what it is going to do: after a crash that line is all that is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QDockWidget, QLineEdit, QWidget

from nnviz.window.main_window import MainWindow
from nnviz.window.panel_dock import PanelDock
from tests.end_to_end.monkey.hands import NO_KEYS, Hands

KEY, BUTTON = Qt.Key, Qt.MouseButton
KEYS = [
    *(KEY.Key_Space, KEY.Key_Tab, KEY.Key_Backtab, KEY.Key_Escape, KEY.Key_Return, KEY.Key_Delete),
    *(KEY.Key_Left, KEY.Key_Right, KEY.Key_Up, KEY.Key_Down, KEY.Key_Home, KEY.Key_End),
    *(KEY.Key_PageUp, KEY.Key_PageDown, KEY.Key_Backspace, KEY.Key_F1, KEY.Key_F10, KEY.Key_F11),
    *(Qt.Key(code) for code in range(KEY.Key_A, KEY.Key_Z + 1)),
    *(Qt.Key(code) for code in range(KEY.Key_0, KEY.Key_9 + 1)),
    *(KEY.Key_Plus, KEY.Key_Minus, KEY.Key_Comma, KEY.Key_Period, KEY.Key_Question),
]
MODIFIERS = [
    *[NO_KEYS] * 5,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
]
QUITS = {(KEY.Key_Q, Qt.KeyboardModifier.ControlModifier), (KEY.Key_W, Qt.KeyboardModifier.ControlModifier)}
VALUES = [
    *("3", "0.5", "0,5", "1e6", "nan", "inf", "-1", "0", "", " ", "x", "1e-9", "10", "1", "100", "50000"),
    *("7", "99999999999999999999", "30", "30,20", "2,2,2,2,2,2,2,2", "2000", "2000,2000", "100", "100"),
    *("1,1,1,1,1,1,1,1,1", "½", "٣", "normal", "scaled", "\u202e3", "-0", "1_0", "0x10", "12"),
]
ENDS = [KEY.Key_Return, KEY.Key_Return, KEY.Key_Tab, KEY.Key_Escape]
NEVER = {"quit"}  # the window is closed at the end

Event = Callable[["Monkey"], Iterator[str]]
_KINDS: list[tuple[Event, int]] = []


class Monkey:
    """What an event has at hand."""

    def __init__(self, window: MainWindow, folder: Path, chance: Random) -> None:
        self.window, self.folder, self.chance = window, folder, chance
        self.hands = Hands(chance)

    def act(self) -> Iterator[str]:
        """Do anything; what it is, before it is done."""
        events, weights = zip(*_KINDS, strict=True)
        event = self.chance.choices(events, weights)[0]
        for line in event(self):
            yield f"{event.__name__}: {line}"

    def one_of(self, kind: type[QWidget]) -> QWidget | None:
        """A widget of that kind within reach."""
        found = [widget for widget in self.hands.reachable() if isinstance(widget, kind)]
        return self.chance.choice(found) if found else None


def often(weight: int) -> Callable[[Event], Event]:
    """How often an event of this kind happens, in comparison with the others."""

    def add(event: Event) -> Event:
        _KINDS.append((event, weight))
        return event

    return add


def kinds() -> set[str]:
    """The names of all kinds of events."""
    return {event.__name__ for event, _weight in _KINDS}


def name_of(widget: QWidget) -> str:
    """Its class, and its name or that of the nearest parent that has one."""
    named: QWidget | None = widget
    while named is not None and not named.objectName():
        named = named.parentWidget()
    return f"{type(widget).__name__} in {named.objectName() if named is not None else '?'}"


@often(20)
def key(monkey: Monkey) -> Iterator[str]:
    pressed, keys = monkey.chance.choice(KEYS), monkey.chance.choice(MODIFIERS)
    if (pressed, keys) not in QUITS:
        yield f"{pressed.name} {keys.name}"
        monkey.hands.key(pressed, keys)


@often(20)
def click(monkey: Monkey) -> Iterator[str]:
    widget = monkey.hands.widget()
    if widget is None:
        return
    button = monkey.chance.choice([*[BUTTON.LeftButton] * 4, BUTTON.RightButton, BUTTON.MiddleButton])
    times = monkey.chance.choice([1, 1, 1, 2, 5])
    yield f"{button.name} × {times} {name_of(widget)}"
    monkey.hands.click(widget, button, monkey.chance.choice(MODIFIERS), times)


@often(8)
def drag(monkey: Monkey) -> Iterator[str]:
    widget = monkey.hands.widget()
    if widget is not None:
        yield name_of(widget)
        monkey.hands.drag(widget, monkey.chance.choice(MODIFIERS), monkey.chance.randint(1, 6))


@often(14)
def hover(monkey: Monkey) -> Iterator[str]:
    widget = monkey.hands.widget()
    if widget is not None:
        yield name_of(widget)
        monkey.hands.hover(widget)


@often(6)
def wheel(monkey: Monkey) -> Iterator[str]:
    widget = monkey.hands.widget()
    if widget is not None:
        turn = monkey.chance.choice([120, -120, 15, -15, 1200, -1200])
        yield f"{turn} {name_of(widget)}"
        monkey.hands.wheel(widget, turn, monkey.chance.choice(MODIFIERS))


@often(14)
def action(monkey: Monkey) -> Iterator[str]:
    """Every action the window has, its menus' and its panels', but for those that pyqtgraph hides."""
    if QApplication.activeModalWidget() is not None:
        return
    chosen = monkey.chance.choice([a for a in monkey.window.findChildren(QAction) if is_for_users(a)])
    yield chosen.objectName() or chosen.text()
    chosen.trigger()


def is_for_users(action: QAction) -> bool:
    """Whether a user can choose it: a menu's own only opens the menu, which clicks do as well."""
    theirs = type(action.parent()).__module__.startswith("pyqtgraph")
    chosen = not action.isSeparator() and action.menu() is None and action.objectName() not in NEVER
    return action.isEnabled() and chosen and not theirs


@often(10)
def field(monkey: Monkey) -> Iterator[str]:
    widget = monkey.one_of(QLineEdit)
    if not isinstance(widget, QLineEdit) or not widget.isEnabled():
        return
    value, end = monkey.chance.choice(VALUES), monkey.chance.choice(ENDS)
    yield f"{name_of(widget)} {value!r} {end.name}"
    widget.setFocus()
    widget.selectAll()
    monkey.hands.type(value)
    monkey.hands.key(end)


@often(5)
def drop_down(monkey: Monkey) -> Iterator[str]:
    widget = monkey.one_of(QComboBox)
    if isinstance(widget, QComboBox) and widget.count() and widget.isEnabled():
        index = monkey.chance.randrange(widget.count())
        yield f"{name_of(widget)} {index}"
        widget.setCurrentIndex(index)


@often(8)
def dock(monkey: Monkey) -> Iterator[str]:
    docks = monkey.window.findChildren(PanelDock)
    chosen, other = monkey.chance.choice(docks), monkey.chance.choice(docks)
    what = monkey.chance.choice(["float", "hide", "show", "show", "size", "tab", "enlarge", "move"])
    yield f"{what} {chosen.objectName()} {other.objectName()}"
    if what == "float":
        chosen.setFloating(not chosen.isFloating())
    elif what in ("hide", "show"):
        chosen.setVisible(what == "show")
    elif what == "tab" and chosen is not other and not chosen.isFloating() and not other.isFloating():
        monkey.window.layout_of_panels.desk.tabifyDockWidget(chosen, other)
    elif what == "enlarge":
        chosen.enlarge_requested.emit()
    elif what == "move":
        monkey.window.layout_of_panels.desk.addDockWidget(monkey.chance.choice(AREAS), chosen)
    else:
        resize_dock(monkey, chosen)


AREAS = (Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea)


def resize_dock(monkey: Monkey, dock: QDockWidget) -> None:
    """To any size, in its own window or among the others."""
    width, height = monkey.chance.randint(60, 1200), monkey.chance.randint(60, 900)
    if dock.isFloating():
        dock.resize(width, height)
    else:
        monkey.window.layout_of_panels.desk.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        monkey.window.layout_of_panels.desk.resizeDocks([dock], [height], Qt.Orientation.Vertical)


@often(3)
def resize(monkey: Monkey) -> Iterator[str]:
    window = monkey.window
    how = monkey.chance.choice(["size", "size", "size", "maximised", "normal", "minimised"])
    width, height = monkey.chance.randint(200, 2600), monkey.chance.randint(150, 1500)
    yield f"{how} {width} × {height}"
    if how == "maximised":
        window.showMaximized()
        return
    if how == "minimised":
        window.showMinimized()
    window.showNormal()
    if how == "size":
        window.resize(width, height)


@often(1)
def scheme(monkey: Monkey) -> Iterator[str]:
    scheme = monkey.chance.choice(list(Qt.ColorScheme))
    yield scheme.name
    QGuiApplication.styleHints().setColorScheme(scheme)
