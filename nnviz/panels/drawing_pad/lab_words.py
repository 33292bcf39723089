"""What the lab says: of centring, and of what the network makes of variations. No painting."""

from __future__ import annotations

from nnviz.datasets.centring import Placing
from nnviz.datasets.subject import Subject
from nnviz.explain.variations import moved_words

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
