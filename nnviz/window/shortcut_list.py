"""All keys there are, read off the actions that have them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from nnviz.panels.panel import Panel

EVERYWHERE = "Everywhere"

Row = tuple[str, str]  # what it does, and its keys


def shortcut_lists(actions: Iterable[QAction]) -> dict[str, tuple[Row, ...]]:
    """By where the keys work, everywhere first: what each action is called, and its keys; no two alike."""
    found: dict[str, list[Row]] = {EVERYWHERE: []}
    for action in actions:
        keys = " or ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
        rows = found.setdefault(_where(action), []) if keys else []
        row = (_words(action), keys)
        if row not in rows:
            rows.append(row)
    return {where: tuple(rows) for where, rows in found.items() if rows}


def _where(action: QAction) -> str:
    """The title of the panel that must have the focus, if one must."""
    owner: QObject | None = action
    local = action.shortcutContext() in (
        Qt.ShortcutContext.WidgetShortcut,
        Qt.ShortcutContext.WidgetWithChildrenShortcut,
    )
    while local and owner is not None:
        if isinstance(owner, Panel):
            return owner.spec.title
        owner = owner.parent()
    return EVERYWHERE


def _words(action: QAction) -> str:
    """Its text or, where that is a sign, what its tip says before the keys."""
    text = action.text().replace("&", "").strip("‹› ")
    return text if re.search(r"\w", text) else re.sub(r"\s*\([^()]*\)$", "", action.toolTip())
