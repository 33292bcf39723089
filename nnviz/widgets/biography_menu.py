"""The menu that leads from a place where weights are shown to their biographies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from nnviz.learning.neuron import WeightChoice

Offer = tuple[str, WeightChoice]  # what it is called, and what it is


def offers_of(choice: WeightChoice, this: str = "this weight") -> list[Offer]:
    """A weight, and what else there is of the neuron that it leads to."""
    bias, row = WeightChoice(choice.to), WeightChoice(choice.to, of_all=True)
    named = [(f"Biography of {this}", choice)] if choice.source is not None else []
    return [*named, ("Biography of the unit's bias", bias), ("Biography of all its weights", row)]


def offer_biographies(
    owner: QWidget, at: QPoint, offers: Sequence[Offer], chosen: Callable[[WeightChoice], object]
) -> QMenu:
    """Open the menu at a place of the screen; `chosen` hears what is chosen in it."""
    menu = QMenu(owner)
    menu.setObjectName("biography_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for text, choice in offers:
        menu.addAction(text).triggered.connect(partial(_call, chosen, choice))
    menu.popup(at)
    return menu


def _call(chosen: Callable[[WeightChoice], object], choice: WeightChoice, *_checked: bool) -> None:
    chosen(choice)
