"""What the map says, in words."""

from __future__ import annotations

from nnviz.datasets.subject import Subject
from nnviz.explain.hidden_map import HiddenMap, Overlap
from nnviz.number_text import count_text


def map_sentence(found: HiddenMap, subject: Subject) -> str:
    """How much of the layer the map shows, and which classes lie upon each other."""
    seen = _per_cent(found.plane.explained)
    share = f"This flat view shows {seen} of the variance of {found.units} units."
    if found.units == 2:
        share = "Two units have two dimensions: the map shows all of the layer."
    said = overlap_sentence(found.overlap, subject, found.units) if found.overlap is not None else ""
    return f"{share} {said}".rstrip()


def overlap_sentence(overlap: Overlap, subject: Subject, units: int) -> str:
    """Which two classes overlap most, here and in the layer itself."""
    pair = f"{_many(subject, overlap.first)} and {_many(subject, overlap.second)}"
    if not overlap.on_plane:
        return f"Of all {subject.nouns}, none lies nearer the middle of another class."
    words = f"{pair} overlap most: {_per_cent(overlap.on_plane)} lie nearer the others’ middle"
    if units == 2:
        return f"{words}."
    return f"{words} here, {_per_cent(overlap.in_layer)} in all {units} dimensions."


def point_words(found: HiddenMap, subject: Subject, index: int) -> tuple[str, str, str]:
    """Which picture it is, what it shows and what the network says of it."""
    said = int(found.said[index])
    answer = f"the network says {subject.a(said)}" if said >= 0 else "the network has no answer"
    return f"test {subject.noun} {index}", f"is {subject.a(int(found.labels[index]))}", answer


def choice_words(subject: Subject, label: int | None, mistakes: bool, from_lasso: bool, count: int) -> str:
    """Which pictures were chosen, as a heading: "4, mistakes, in the lasso: 12"."""
    parts = [subject.class_names[label]] if label is not None else []
    parts += ["mistakes"] * mistakes + ["in the lasso"] * from_lasso
    return f"{', '.join(parts) or 'all on the map'}: {count_text(count)}"


def _many(subject: Subject, label: int) -> str:
    return subject.every(label).removeprefix("all ")


def _per_cent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.0995 or not share else f"{100 * share:.1f} %"
