"""“Go to unit 42”: a neuron is held by its name."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog

from nnviz.errors import BadInput
from nnviz.learning.neuron import Neuron, Selection
from nnviz.lessons.fault import Wrong
from nnviz.lessons.neuron_name import NeuronName
from nnviz.window.lessons.lesson_scene import LessonWindow


def neuron_named(text: str, sizes: tuple[int, ...]) -> Neuron:
    """The neuron; a number alone is a unit of the first hidden layer. Raises `BadInput`."""
    name = text.strip()
    try:
        found = NeuronName.read(f"unit {name}" if name.isdecimal() else name)
    except Wrong as error:
        raise BadInput(f"{error}: write 42, unit 7 of layer 3, output 5 or pixel 130") from None
    neuron = found.neuron(sizes)
    if neuron is None:
        raise BadInput(
            f"There is no {found}: the layers have {', '.join(map(str, sizes))} neurons, from 0 on."
        )
    return neuron


def ask_for_neuron(window: LessonWindow) -> None:
    """Let the user name one, and hold it in every panel."""
    dialog = QInputDialog(window)
    dialog.setObjectName("go_to_neuron_dialog")
    dialog.setWindowTitle("Go to a neuron")
    dialog.setLabelText("42, unit 7 of layer 3, output 5 or pixel 130:")
    dialog.textValueSelected.connect(lambda text: hold(window, text))
    dialog.open()


def hold(window: LessonWindow, text: str) -> None:
    """Hold the neuron of that name, or say that there is none."""
    latest = window.latest
    if latest is None:
        return
    try:
        window.select(Selection(pinned=neuron_named(text, latest.network.sizes)))
    except BadInput as error:
        window.show_problem(str(error))
