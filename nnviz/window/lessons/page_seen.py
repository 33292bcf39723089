"""The window as the page of a lesson that is being recorded: what directives can say of it, and what not."""

from __future__ import annotations

from nnviz.datasets.subject import MNIST
from nnviz.errors import BadInput
from nnviz.learning.settings import Settings
from nnviz.lessons.document import ImageChoice, Strokes
from nnviz.lessons.neuron_name import NeuronName
from nnviz.lessons.recorded_lesson import PageSeen, RunSeen
from nnviz.lessons.state import AppState
from nnviz.panels.drawing_pad.strokes import CANVAS
from nnviz.window.lessons.lesson_scene import LessonWindow


def page_seen(window: LessonWindow, state: AppState) -> PageSeen:
    """What there is to see now. Raises `BadInput` where no directives lead to it."""
    snapshot = state.snapshot
    _check(state)
    layout, layers = window.layout_of_panels, snapshot.layers
    seen = [p for p in window.panels if p.spec.name in state.open_panels and p.spec.name != "lesson"]
    names = tuple(panel.spec.name for panel in seen)
    return PageSeen(
        RunSeen(
            snapshot.changes,
            snapshot.examples_seen if snapshot.newest is None else snapshot.newest,
            snapshot.epoch_size,
            moment=snapshot.examples_seen if snapshot.is_past else None,
            twin=_twin(window, snapshot.run),
        ),
        ImageChoice(snapshot.input_image.source, snapshot.input_image.index),
        drawing=_drawing(window),
        panels=names,
        speed=window.controls.speed,
        large=names[0] if layout.is_enlarged and names else "",
        neuron=NeuronName.of(state.pinned, layers) if state.pinned is not None else None,
        edges=state.edges if "network_diagram" in names else "",
        stage=state.walk_stage,
        switched_off=tuple(NeuronName.of(unit, layers) for unit in sorted(state.switched_off)),
    )


def unsaid(window: LessonWindow) -> list[str]:
    """What there is to see that no directive says."""
    image, page = window.input_image, window.drawing_pad.canvas.page
    drawn = image.source == "drawing"
    found = {
        "a bias that was moved": bool(window.trial.edits.bias_shifts),
        "what was pasted or rubbed out on the pad": drawn
        and (page.base is not None or any(stroke.eraser for stroke in page.strokes)),
        "what was done to the drawing in the lab": drawn and bool(image.how),
        "which of your kept drawings it is": drawn and image.index >= 0,
        "which digit the drawing is meant to be": drawn and page.label is not None,
    }
    return [words for words, is_so in found.items() if is_so]


def _check(state: AppState) -> None:
    snapshot = state.snapshot
    if snapshot.data is None or not snapshot.changes:
        raise BadInput("There is no run to show yet.")
    if snapshot.subject != MNIST:
        raise BadInput(
            "Lessons about other pictures are not recorded: write one, with its data beside it (“data”)."
        )
    if snapshot.changes_by_hand:
        raise BadInput(
            "This run was changed by hand, by edits or single steps, which no directive tells: save it as a "
            "session beside the lesson and name it there (“session”)."
        )


def _twin(window: LessonWindow, number: int) -> Settings | None:
    """What the second run beside the one shown began with."""
    runs = window.training.runs
    shown = runs.find(number)
    if shown is None:
        return None
    twins = [one for one in runs.all if number == one.twin or one.number == shown.twin]
    return twins[-1].run.changes[0].settings if twins else None


def _drawing(window: LessonWindow) -> Strokes:
    return tuple(
        tuple((x / CANVAS, y / CANVAS) for x, y in stroke.points)
        for stroke in window.drawing_pad.strokes()
        if not stroke.eraser
    )
