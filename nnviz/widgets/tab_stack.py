"""Several widgets in one place, chosen by small tabs above them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QTabBar, QVBoxLayout, QWidget


class TabStack(QWidget):
    """Shows one of its pages; the pages may be changed, and belong to whoever made them."""

    page_changed = Signal()  # another page is shown

    def __init__(self, name: str) -> None:
        super().__init__()
        self._bar = QTabBar()
        self._bar.setAccessibleName(name)
        self._bar.setToolTip(f"{name}: which of these is shown here.")
        self._bar.setExpanding(False)
        self._bar.setDrawBase(False)
        self._bar.setUsesScrollButtons(True)  # where there is no room for all the tabs
        self._bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        inner = QWidget()
        self._stack = QStackedLayout(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._bar)
        layout.addWidget(inner, 1)
        self._pages: list[QWidget] = []
        self._bar.currentChanged.connect(self._stack.setCurrentIndex)
        self._stack.currentChanged.connect(lambda _: self.page_changed.emit())

    @property
    def pages(self) -> list[QWidget]:
        """What can be chosen."""
        return list(self._pages)

    @property
    def page(self) -> QWidget | None:
        """The one shown."""
        return self._stack.currentWidget()

    def set_pages(self, pages: Sequence[tuple[str, QWidget]]) -> None:
        """Replace the pages; keeps the chosen one if it is still there."""
        chosen = self._stack.currentWidget() if self._pages else None
        for page in self.pages:
            self._stack.removeWidget(page)
        while self._bar.count():
            self._bar.removeTab(0)
        for title, page in pages:
            self._bar.addTab(title)
            self._stack.addWidget(page)
        self._pages = [page for _, page in pages]
        self.show_page(chosen)

    def rename(self, page: QWidget, title: str) -> None:
        """Give the tab of a page another title, if it has one here."""
        if page in self._pages:
            self._bar.setTabText(self._pages.index(page), title)

    def show_page(self, page: QWidget | None) -> bool:
        """Choose a page; whether it is one of these."""
        if page is None or page not in self.pages:
            return False
        self._bar.setCurrentIndex(self.pages.index(page))
        return True
