"""The menu that leads from a picture to what there is to ask about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

Picture = TypeVar("Picture")


def add_picture_menu(
    widget: QWidget, pointed_at: Callable[[], Picture | None], ask_who_taught: Callable[[Picture], object]
) -> None:
    """Have a widget that shows pictures open the menu on the one pointed at, by mouse or by keys."""

    def offer(at: QPoint) -> None:
        picture = pointed_at()
        if picture is None:
            return
        menu = QMenu(widget)
        menu.setObjectName("picture_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Who taught it this?").triggered.connect(lambda: ask_who_taught(picture))
        menu.popup(widget.mapToGlobal(at))

    widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    widget.customContextMenuRequested.connect(offer)
