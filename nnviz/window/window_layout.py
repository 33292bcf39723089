"""Where the panels are: the bar on top, the docks, the menus, and what of it is remembered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QTabBar, QTabWidget, QToolBar, QToolButton

from nnviz.panels.controls.panel import Controls
from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, Region
from nnviz.sessions.panel_layout import PanelLayout
from nnviz.widgets import application_style, theme
from nnviz.window.desk import Desk
from nnviz.window.dock_state import lay_out_docks, layout_of_docks
from nnviz.window.panel_dock import PanelDock
from nnviz.window.place import give_first_size, keep_on_screen
from nnviz.window.settings_store import SettingsStore
from nnviz.window.window_middle import WindowMiddle

_WIDTHS: dict[Region, int] = {"left": 300, "centre": 780, "right": 320}  # of the columns, in relation
_WINDOW = 900  # px, the height that panels give their own for
_SIMPLE = ("network_diagram", "drawing_pad", "learning_curve", "timeline")  # panels to begin with
_ALL_THERE_IS = 600  # px, in relation, for a panel in a column that gives none


class WindowLayout:
    """Builds docks and menus around the panels of a window, and puts them back where the user left them."""

    def __init__(
        self, window: QMainWindow, controls: Controls, panels: list[Panel], store: SettingsStore | None
    ) -> None:
        self._window, self._controls, self._store = window, controls, store
        desk = self.desk = Desk(window)
        self._docks = {panel.objectName(): PanelDock(panel) for panel in panels}
        self._before_enlarging: QByteArray | None = None  # the window's state while one panel fills it
        for dock in self._docks.values():
            dock.enlarge_requested.connect(partial(self.enlarge, dock))
        desk.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AnimatedDocks
        )
        for corner in (Qt.Corner.TopLeftCorner, Qt.Corner.BottomLeftCorner):
            desk.setCorner(corner, Qt.DockWidgetArea.LeftDockWidgetArea)
        desk.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        desk.setContentsMargins(theme.SPACING, 0, theme.SPACING, theme.SPACING)
        self._add_bar()
        self._add_menus()
        give_first_size(window)
        desk.fill_window()
        self.restore_default()
        self._restore_saved()
        WindowMiddle(desk, self._docks.values())

    def dock(self, panel: Panel) -> PanelDock:
        """The frame around a panel."""
        return self._docks[panel.objectName()]

    def save(self) -> None:
        """Remember where everything is."""
        if self._before_enlarging is not None:
            self.desk.restoreState(self._before_enlarging)
        if self._store is not None:
            self._store.set_layout(self._window.saveGeometry(), self.state())

    def state(self) -> PanelLayout | None:
        """Where the panels are, for a session file: while one fills the window, where they were before."""
        return layout_of_docks(self._before_enlarging or self.desk.saveState())

    def restore(self, layout: PanelLayout) -> None:
        """Put the panels where a session had them; a layout of other panels changes nothing."""
        if lay_out_docks(self.desk, layout, list(self._docks)):
            self._before_enlarging = None
            self._mark_enlarged(None)
            told = {place.panel for place in layout.places()}
            newer = [name for name in self._docks if name not in told]
            if any(_place(self._docks[name]).region == "reading" for name in newer):
                self._place_beside()
            for name in newer:
                if _place(self._docks[name]).closed:
                    self._docks[name].hide()
            self._put_behind(newer)

    def bring_to_front(self, panel: Panel) -> None:
        """Show a panel that may be closed or behind another, and let it hear the keys."""
        dock = self.dock(panel)
        dock.show()
        dock.raise_()
        panel.setFocus()

    def enlarge(self, dock: PanelDock) -> None:
        """Let one panel fill the window, with what is read beside it; if one does, let the others come back.

        It keeps the keys.
        """
        focused = QApplication.focusWidget()
        hears = focused if focused is not None and dock.isAncestorOf(focused) else dock.panel
        if self._before_enlarging is not None:
            self.desk.restoreState(self._before_enlarging)
            self._before_enlarging = None
            self._mark_enlarged(None)
        else:
            self._before_enlarging = self.desk.saveState()
            dock.setFloating(False)
            for other in self._docks.values():
                is_read = other in self._in("reading") and not other.isHidden() and not other.isFloating()
                other.setVisible(other is dock or (is_read and not dock.isHidden()))
            self._mark_enlarged(dock)
        hears.setFocus()  # Qt has given them to whatever came next when it hid the others

    def _mark_enlarged(self, enlarged: PanelDock | None) -> None:
        for dock in self._docks.values():
            dock.set_enlarged(dock is enlarged)

    def add_menu(self, menu: QMenu) -> None:
        """Another menu, before the one for the view."""
        self._window.menuBar().insertMenu(self._view.menuAction(), menu)

    def add_to_view(self, actions: list[QAction]) -> None:
        """More actions, at the end of the menu for the view."""
        self._view.addSeparator()
        self._view.addActions(actions)

    def restore_default(self) -> None:
        """Every panel in its first place, and visible."""
        self._before_enlarging = None
        self._mark_enlarged(None)
        for dock in self._docks.values():
            self.desk.removeDockWidget(dock)
            dock.setFloating(False)
        self._place_columns()
        self._place_bottom()
        self._place_beside()
        for dock in self._docks.values():
            dock.setVisible(not _place(dock).closed)
        self._put_behind(self._docks)
        self._give_sizes()
        QTimer.singleShot(0, self.desk, self._give_sizes)  # once more, when docks just shown have a size

    def open_beside(self, panel: Panel, width: int) -> None:
        """Show a panel that is read beside all others, and that wide."""
        dock = self.dock(panel)
        dock.show()
        dock.raise_()

        def resize() -> None:
            if not dock.isFloating():
                self._widen(dock, width)
            self._hide_left_over_tabs()

        resize()
        QTimer.singleShot(0, self.desk, resize)  # once more, when docks just shown or hidden have a size

    def _widen(self, dock: PanelDock, width: int) -> None:
        """Give it that width, and what is left over to the widest one beside it.

        Alone it would not get narrower, but wider by a separator each time it is asked.
        """
        docks = [one for one in self._docks.values() if one.isVisible() and not one.isFloating()]
        widest = max((one for one in docks if one is not dock), key=lambda one: one.width(), default=None)
        if widest is not None and dock.width() != width:
            sizes = width - theme.SPACING, widest.width() + dock.width() - width + theme.SPACING
            self.desk.resizeDocks([dock, widest], sizes, Qt.Orientation.Horizontal)

    def _hide_left_over_tabs(self) -> None:
        """Hide tab bars of a layout before: Qt forgets them where they are, over panels that move there.

        They are known by their titles: of panels that are closed, or that are called otherwise by now.
        """
        titles = {_bare(dock.windowTitle()) for dock in self._docks.values() if not dock.isHidden()}
        for tabs in self.desk.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if any(_bare(tabs.tabText(i)) not in titles for i in range(tabs.count())):
                tabs.hide()

    def show_only(self, panels: list[Panel]) -> None:
        """Open these panels and close all others; these first, lest the window grow to hold them all."""
        for dock in self._docks.values():
            if dock.panel not in panels and not dock.isHidden():
                dock.hide()
        opened = [dock for dock in self._docks.values() if dock.panel in panels and dock.isHidden()]
        for dock in opened:
            dock.show()
        self._give_heights_at_the_bottom(opened)  # Qt gives what comes back as little as it can do with

    def show_simple(self) -> None:
        """The few panels that somebody new begins with, in their first places."""
        self.restore_default()
        self.show_only([dock.panel for name, dock in self._docks.items() if name in _SIMPLE])

    @property
    def is_enlarged(self) -> bool:
        """Whether one panel fills the window."""
        return self._before_enlarging is not None

    def _place_beside(self) -> None:
        """What is read beside all others has the window's left side, from top to bottom."""
        left = Qt.DockWidgetArea.LeftDockWidgetArea
        for dock in self._in("reading"):
            self.desk.addDockWidget(left, dock)

    def _put_behind(self, names: Iterable[str]) -> None:
        """Make those panels tabs that stand behind others at first, as far as these are to be seen."""
        behind = {dock: self._docks.get(_place(dock).behind) for dock in map(self._docks.__getitem__, names)}
        pairs = [
            (dock, before) for dock, before in behind.items() if before is not None and not before.isHidden()
        ]
        for dock, before in pairs:
            self.desk.tabifyDockWidget(before, dock)
            dock.show()
        for _, before in pairs:  # only now: each new tab comes to the front
            before.raise_()

    def _in(self, region: Region) -> list[PanelDock]:
        """The docks that stand there at first, top to bottom; those behind others come to these later."""
        places = ((dock, _place(dock)) for dock in self._docks.values())
        return [dock for dock, place in places if place.region == region and place.behind not in self._docks]

    def _columns(self) -> list[tuple[list[PanelDock], int]]:
        """The columns' docks and their widths."""
        return [(docks, width) for region, width in _WIDTHS.items() if (docks := self._in(region))]

    def _place_columns(self) -> None:
        before: PanelDock | None = None
        columns = self._columns()
        for docks, _ in columns:
            if before is None:
                self.desk.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, docks[0])
            else:
                self.desk.splitDockWidget(before, docks[0], Qt.Orientation.Horizontal)
            before = docks[0]
        for docks, _ in columns:
            for upper, lower in pairwise(docks):
                self.desk.splitDockWidget(upper, lower, Qt.Orientation.Vertical)

    def _place_bottom(self) -> None:
        docks = self._in("bottom")
        for dock in docks[:1]:
            self.desk.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        for upper, lower in pairwise(docks):
            self.desk.splitDockWidget(upper, lower, Qt.Orientation.Vertical)

    def _give_sizes(self) -> None:
        desk, columns = self.desk, self._columns()
        desk.resizeDocks(
            [docks[0] for docks, _ in columns], [width for _, width in columns], Qt.Orientation.Horizontal
        )
        for docks, _ in columns:
            heights = [_place(dock).height or _ALL_THERE_IS for dock in docks]
            desk.resizeDocks(docks, heights, Qt.Orientation.Vertical)
        self._give_heights_at_the_bottom(self._docks.values())

    def _give_heights_at_the_bottom(self, docks: Iterable[PanelDock]) -> None:
        """As high as these panels stand there at first, in a window of this height."""
        for dock in self._in("bottom"):
            if dock in docks and not dock.isFloating() and (height := _place(dock).height):
                dock.set_height(round(height * self._window.height() / _WINDOW))

    def _restore_saved(self) -> None:
        saved = self._store.layout() if self._store is not None else None
        if saved is not None:
            geometry, layout = saved
            self._window.restoreGeometry(geometry)
            keep_on_screen(self._window)
            self.desk.fill_window()
            self.restore(layout)

    def _add_bar(self) -> None:
        bar = QToolBar("Controls")
        bar.setObjectName("controls_bar")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.toggleViewAction().setEnabled(False)
        bar.addWidget(self._controls)
        self.desk.addToolBar(bar)

    def _add_menus(self) -> None:
        menus = self._window.menuBar()
        training = menus.addMenu("&Training")
        controls = self._controls
        training.addActions([controls.start_pause, *controls.steps.values(), controls.reset])
        training.addAction(controls.form.opening)
        view = self._view = menus.addMenu("&View")
        keyed = [dock.panel for dock in self._docks.values() if dock.panel.spec.key]
        view.addActions([d.toggleViewAction() for d in self._docks.values() if d.panel not in keyed])
        view.addSeparator()
        view.addActions([self._opening(panel) for panel in keyed])
        enlarge = self._action("enlarge_panel", "One panel large, and back", "The panel with the focus.")
        enlarge.setShortcut("F11")
        enlarge.triggered.connect(lambda: self.enlarge(self._focused()))
        floats = self._action("float_panel", "In a window of its own, and back", "The panel with the focus.")
        floats.setShortcut("Shift+F11")
        floats.triggered.connect(lambda: self._focused().float_or_dock())
        view.addActions([enlarge, floats])
        restore = self._action("restore_layout", "Show all panels", "Every panel in its first place.")
        restore.triggered.connect(self.restore_default)
        sentence = "The network, the drawing and the curve alone; “Show all panels” brings all back."
        simple = self._action("simple_layout", "Fewer panels", sentence)
        simple.triggered.connect(self.show_simple)
        view.addActions([restore, simple])
        self._add_corner(restore)
        view.addSeparator()
        self._add_schemes(view)

    def _add_corner(self, restore: QAction) -> None:
        """Where few panels are open, how to see all of them stands beside the menus too."""
        button = QToolButton()
        button.setObjectName("all_panels")
        button.setStyleSheet("QToolButton { padding: 1px 8px; }")  # no higher than the menus
        button.setDefaultAction(restore)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.hide()
        self._window.menuBar().setCornerWidget(button)

        def look() -> None:
            opened = {name for name, dock in self._docks.items() if not dock.isHidden()}
            button.setVisible(opened == set(_SIMPLE))

        for dock in self._docks.values():
            dock.toggleViewAction().toggled.connect(look)

    def _opening(self, panel: Panel) -> QAction:
        """Brings a panel to the front by its key."""
        spec = panel.spec
        action = self._action(spec.opens or f"open_{spec.name}", spec.title, spec.explanation)
        action.setShortcut(spec.key)
        action.triggered.connect(lambda: self.bring_to_front(panel))
        return action

    def to_present(self) -> PanelDock:
        """The panel that is being looked at, other than what is read beside it."""
        focused = self._focused()
        if focused not in self._in("reading"):
            return focused
        centre = self._in("centre")[0]
        beside = [centre, *self.desk.tabifiedDockWidgets(centre)]
        seen = (dock for dock in beside if isinstance(dock, PanelDock) and dock.panel.isVisible())
        return next(seen, centre)

    def _focused(self) -> PanelDock:
        """The panel that has the focus, wherever it stands; the first in the centre if none has."""
        focused = QApplication.focusWidget() or self._window.focusWidget()
        for dock in self._docks.values():
            if focused is not None and dock.isAncestorOf(focused):
                return dock
        return self._in("centre")[0]

    def _add_schemes(self, view: QMenu) -> None:
        group = QActionGroup(self._window)
        for scheme, text in {
            theme.Scheme.SYSTEM: "Colours as the system has them",
            theme.Scheme.DARK: "Dark",
            theme.Scheme.LIGHT: "Light",
        }.items():
            action = self._action(f"scheme_{scheme.value}", text, "Which colours the window has.")
            action.setCheckable(True)
            action.setChecked(scheme is theme.scheme())
            action.triggered.connect(lambda checked=False, scheme=scheme: self._choose_scheme(scheme))
            group.addAction(action)
            view.addAction(action)

    def _choose_scheme(self, scheme: theme.Scheme) -> None:
        theme.set_scheme(scheme)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application_style.style_application(application)
        if self._store is not None:
            self._store.set_scheme(scheme)

    def _action(self, name: str, text: str, sentence: str) -> QAction:
        action = QAction(text, self._window)
        action.setObjectName(name)
        action.setToolTip(sentence)
        return action


def _bare(title: str) -> str:
    """A title without the marks of keys."""
    return title.replace("&", "")


def _place(dock: PanelDock) -> FirstPlace:
    place = dock.panel.spec.place
    assert place is not None  # what has none is in no dock
    return place
