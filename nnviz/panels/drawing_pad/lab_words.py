"""What the lab says: of centring, and of what the network makes of variations. No painting."""

from __future__ import annotations

from nnviz.datasets.centring import Placing
from nnviz.datasets.dataset import Examples
from nnviz.datasets.subject import Subject
from nnviz.explain.nearest import Nearest
from nnviz.explain.variations import Said, moved_words
from nnviz.runs.outputs_over_time import OutputsOverTime
from nnviz.sessions.session import MOST_KEPT

NAMES = {"degrees": "turned", "thickness": "thickness", "noise": "noise"}
TIPS = {
    "degrees": "Turn the drawing, to the right or to the left.",
    "thickness": "Let the ink grow or shrink at its edges.",
    "noise": "Add noise to every pixel: always the same pattern, more or less of it.",
}
_SAME_SIZE = 0.05  # of a size


def centring_words(placing: Placing | None) -> str:
    """What centring did: "Centring made it 4.1 × larger and moved it 3 px left." """
    if placing is None:
        return "Draw something: here stands what is done to it before the network sees it."
    moved = moved_words(placing.right, placing.down)
    where = f"moved it {moved}" if moved else "left it where it is"
    if abs(placing.larger - 1) < _SAME_SIZE:
        return f"Centring kept its size and {where}."
    if placing.larger > 1:
        return f"Centring made it {placing.larger:.1f} × larger and {where}."
    return f"Centring made it {1 / placing.larger:.1f} × smaller and {where}."


def value_text(field: str, value: float) -> str:
    """A slider's value in short."""
    if field == "degrees":
        return f"{value:+g}°".replace("-", "−") if value else "0°"
    if field == "thickness":
        return f"{value:+g} px".replace("-", "−") if value else "as drawn"
    return f"{value:g}" if value else "none"


def said_text(subject: Subject, label: int, confidence: float) -> str:
    """What the network says: "7, 99 %"."""
    if label < 0:
        return "no number"
    return f"{subject.class_names[label]}, {100 * confidence:.0f} %"


def shift_text(subject: Subject, way: tuple[int, int], label: int, confidence: float) -> str:
    """What it says of the picture moved: "3 px right: it says 7, 99 %"."""
    moved = moved_words(*way) or "not moved"
    return f"{moved}: it says {said_text(subject, label, confidence)}"


def keep_words(subject: Subject, label: int | None, is_blank: bool, is_full: bool) -> tuple[str, str]:
    """The button that keeps the drawing, and what it says on hover."""
    if is_full:
        return "Keep", f"{MOST_KEPT} drawings are kept, and no more can be: remove one first."
    if is_blank:
        return "Keep", "Draw something first."
    if label is None:
        return "Keep", "First say what it is, in the title of this panel: nobody else can know."
    return f"Keep as {subject.a(label)}", "Add the drawing, as the network sees it, to your own set."


def kept_words(kept: Examples | None, said: Said | None) -> str:
    """How good the network is on the drawings that were kept."""
    if kept is None:
        return "Your own set is empty: draw, say what it is, and keep it."
    count = f"{len(kept)} drawing" + ("" if len(kept) == 1 else "s")
    if said is None:
        return f"Your own set: {count}."
    right = int((said.labels == kept.labels).sum())
    return f"Your own set: {right} of {len(kept)} right."


def kept_text(kept: Examples, index: int, said: Said | None) -> tuple[str, bool | None]:
    """What stands below one of them: "7", or "1 is 7"; and whether the network is right."""
    names, label = kept.subject.class_names, int(kept.labels[index])
    if said is None:
        return names[label], None
    answer = int(said.labels[index])
    if answer == label:
        return names[label], True
    return f"{names[answer] if answer >= 0 else '?'} is {names[label]}", False


def kept_tip(kept: Examples, index: int, said: Said | None) -> str:
    """What is said of one of them on hover."""
    what = f"Drawing {index} of your set is {kept.subject.a(int(kept.labels[index]))}"
    if said is None:
        return f"{what}."
    answer, confidence = int(said.labels[index]), float(said.confidences[index])
    return f"{what}; the network says {said_text(kept.subject, answer, confidence)}. Click to show it."


def time_words(over_time: OutputsOverTime | None, subject: Subject, epoch_size: int) -> str:
    """What it said all along, in a title."""
    if over_time is None:
        return "What the network said of it, from the start"
    since, last = over_time.since, int(over_time.said[-1])
    if since is None:
        return "The outputs are no longer numbers"
    if since == 0:
        return f"It has said {subject.class_names[last]} from the start"
    if since == over_time.examples_seen[-1]:
        return f"It has just come to say {subject.class_names[last]}"
    return f"It has said {subject.class_names[last]} since epoch {since / epoch_size:.2f}"


def nearest_words(examples: Examples, nearest: Nearest | None) -> str:
    """Which training pictures are nearest: "Nearest training digits: 5 of 6 are 7s"."""
    its = examples.subject
    if nearest is None:
        return f"Nearest training {its.nouns}"
    labels = examples.labels[nearest.indices].tolist()
    most = max(labels, key=labels.count)
    every, count = its.every(most), labels.count(most)
    told = every if count == len(labels) else f"{count} of {len(labels)} are {every.removeprefix('all ')}"
    return f"Nearest training {its.nouns}: {told}"


def nearest_tip(examples: Examples, nearest: Nearest, cell: int) -> str:
    """What is said of one of them on hover."""
    index, its = int(nearest.indices[cell]), examples.subject
    return (
        f"Training {its.noun} {index}, {its.a(int(examples.labels[index]))}, at a distance of "
        f"{nearest.distances[cell]:.2f}: √Σ(difference of a pixel)², 1 is one pixel from paper to full ink. "
        "Click to show it."
    )
