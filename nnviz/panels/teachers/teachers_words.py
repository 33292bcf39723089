"""What the panel says, in plain words."""

from __future__ import annotations

import numpy as np

from nnviz.arrays import Floats
from nnviz.datasets.subject import Subject
from nnviz.explain.number_markup import figure
from nnviz.explain.teachers import Teachers
from nnviz.number_text import count_text, epoch_text
from nnviz.panels.teachers.asking import Taught

BLANK = "Draw something, or click a picture: there is no input image to ask about yet."
UNTRAINED = "The network has not been trained yet, so nobody has taught it anything."
NO_NUMBERS = "The cost is not a number, so its fall cannot be shared out."
WHICH = "Which {noun} is your drawing meant to be? Choose it above: its cost depends on that."


def sentence(taught: Taught, subject: Subject) -> str:
    """By how much the cost fell, and which classes taught and fought it."""
    teachers = taught.teachers
    assert teachers is not None
    real, image = float(teachers.real[0]), taught.lesson.input_image
    if not np.isfinite(teachers.total[0]):
        return NO_NUMBERS
    what = f"The cost of {image.description} as {subject.a(taught.lesson.label)}"
    moved = f"fell by {figure(real)}" if real >= 0 else f"rose by {figure(-real)}"
    ends = f"from {figure(taught.first_cost)} to {figure(taught.first_cost - real)}"
    return f"{what} {moved}, {ends}. {_by_class(teachers.by_class[:, 0], subject)}"


def ends_early(until: int, epoch_size: int) -> str:
    """Where the run cannot be replayed any further."""
    epoch = epoch_text(until, epoch_size)
    return f"This is told up to epoch {epoch} alone: a change made there was not kept."


def _by_class(shares: Floats, subject: Subject) -> str:
    best, worst = int(shares.argmax()), int(shares.argmin())
    parts = []
    if shares[best] > 0:
        parts.append(f"{_all(subject, best)} taught it most ({figure(shares[best], signed=True)})")
    if shares[worst] < 0:
        parts.append(f"{_all(subject, worst)} fought it most ({figure(shares[worst], signed=True)})")
    return f"{_capital(', '.join(parts))}." if parts else ""


def _all(subject: Subject, label: int) -> str:
    return subject.every(label).replace("all ", "the ", 1)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sum_line(teachers: Teachers, subject: Subject) -> str:
    """How all shares and lines add up, against the real fall."""
    total, real = float(teachers.total[0]), float(teachers.real[0])
    shares = teachers.shares[:, 0]
    parts = [f"training {subject.nouns} {figure(float(shares.sum()), signed=True)}"]
    lines = ("momentum", teachers.momentum), ("L2", teachers.l2), ("changes by hand", teachers.edits)
    parts += [f"{name} {figure(float(of[0]), signed=True)}" for name, of in lines if of[0] != 0]
    missing = real - total
    part = 100 * abs(missing / real) if real else np.inf
    share = f" ({part:.2f} % of it)" if 0.005 <= part < 1_000 else " (less than 0.01 % of it)" * (part < 1)
    of_what = f" ({', '.join(parts)})" if len(parts) > 1 else ""
    return (
        f"All shares together: {figure(total, fine=True)}{of_what}. The cost really fell by "
        f"{figure(real, fine=True)}; missing in the sum: {figure(missing)}{share}."
    )


def pictures_title(misleaders: bool, subject: Subject) -> str:
    """Above the pictures."""
    kind = "worst misleaders" if misleaders else "best teachers"
    return f"{kind} among the training {subject.nouns}"


def tile_words(share: float, label: int, subject: Subject) -> str:
    """Below a picture."""
    return f"{subject.class_names[label]} {figure(share, signed=True)}"


def tile_tip(index: int, share: float, label: int, subject: Subject) -> str:
    """Of a picture."""
    did = "lowered" if share >= 0 else "raised"
    return (
        f"Training {subject.noun} {count_text(index)}, labelled {subject.class_names[label]}: it {did} "
        f"the cost by {figure(abs(share))} in all. Click to make it the input image."
    )


def class_tip(label: int, share: float, subject: Subject) -> str:
    """Of a bar by class."""
    return f"{_capital(subject.every(label))} together: {figure(share, signed=True)} of the fall."


def time_tip(begin: int, end: int, share: float, epoch_size: int) -> str:
    """Of a bar over time."""
    times = f"From epoch {epoch_text(begin, epoch_size)} to {epoch_text(end, epoch_size)}"
    return f"{times}: {figure(share, signed=True)} of the fall. Click to show the end of it everywhere."


def time_title() -> str:
    """Above the bars over time."""
    return "when: the shares in each stretch of the run"


def stale_words(taught: Taught, epoch_size: int) -> str:
    """Said of an answer that is of another moment than the one shown."""
    return f"This is of epoch {epoch_text(taught.lesson.examples_seen, epoch_size)}, not of the moment shown."
