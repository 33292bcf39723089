"""Is everything true that a lesson says? Every run is trained in earnest, every stated figure looked up."""

from __future__ import annotations

import math
from collections.abc import Iterator

from nnviz.errors import BadInput
from nnviz.learning.settings import Settings
from nnviz.lessons.amounts import Amount
from nnviz.lessons.claims import Claim
from nnviz.lessons.document import Lesson, Page, Predict
from nnviz.lessons.fault import Fault, Wrong
from nnviz.lessons.opening import holds_at_once
from nnviz.lessons.rehearsal import Rehearsal
from nnviz.lessons.said_settings import settings_with
from nnviz.lessons.setups import FIRST_IMAGE, Legs, PageCourse, Setup, courses, missing_neurons
from nnviz.lessons.values import Kind


def check_lesson(lesson: Lesson, rehearsal: Rehearsal) -> list[Fault]:
    """What is not as the lesson says, in the order of its lines."""
    faults: list[Fault] = []
    page_courses = courses(lesson, faults)
    if faults:  # such a run cannot even begin
        return sorted(faults)
    for claim in lesson.claims:
        faults += _checked(claim, Setup(), rehearsal)
    for page, course in zip(lesson.pages, page_courses, strict=True):
        try:
            faults += _of_page(page, course, rehearsal.on(course.begin.data))
        except BadInput as error:
            faults.append(Fault(page.line, str(error), "Change the settings of this page."))
    return sorted(set(faults))


def _of_page(page: Page, course: PageCourse, rehearsal: Rehearsal) -> Iterator[Fault]:
    begin = rehearsal.state(course.begin.legs, course.begin.image)
    yield from _unmet(rehearsal, page.line)
    if course.begin.data is not None:
        yield from missing_neurons(page, begin.snapshot.network.sizes)
    yield from _missing_image(page, course, rehearsal)
    for check in page.checks:
        if holds_at_once(check.condition, begin, course.begin):
            yield Fault(
                check.line,
                f"“{check.condition.text}” holds as soon as the page opens",
                "Ask for something that is still to be done.",
            )
    for claim in page.claims:
        yield from _checked(claim, course.begin, rehearsal)
    for question, after in zip(page.predictions, course.after, strict=True):
        yield from _of_question(question, after, rehearsal)


def _of_question(question: Predict, after: Setup, rehearsal: Rehearsal) -> Iterator[Fault]:
    if question.condition is None and question.truth is None and not question.runs:
        return
    state = rehearsal.state(after.legs, after.image)
    yield from _unmet(rehearsal, question.line)
    condition = question.condition
    if condition is not None and not condition.of_window and not condition.holds(state):
        found = ", ".join(
            f"{clause.value} is {_text(clause.value.read_from(state), clause.value.kind)}"
            for clause in condition.clauses
            if hasattr(clause, "value")
        )
        yield Fault(
            question.line, f"“{condition.text}” is not so: {found}", "Mark another choice, or mend its truth."
        )
    if question.kind == "number" and question.truth is not None and not question.truth.of_window:
        found_number = question.truth.read_from(state)
        if isinstance(found_number, str) or not math.isfinite(found_number):
            yield Fault(question.line, f"{question.truth} is not known by then", "Ask for something that is.")


def _checked(claim: Claim, setup: Setup, rehearsal: Rehearsal) -> Iterator[Fault]:
    try:
        legs = _legs_of(claim, setup)
    except Wrong as wrong:
        yield wrong.at(claim.line)
        return
    found = claim.value.read_from(rehearsal.state(legs, setup.image or FIRST_IMAGE))
    assert not isinstance(found, str)
    if not claim.holds(found):
        after = "" if claim.after is None else f" after {claim.after}"
        yield Fault(
            claim.line,
            f"{claim.value}{after} is {claim.written(found)}, not {claim.stated}",
            "Write that number, or add “within …” if it may be so far off.",
        )


def _legs_of(claim: Claim, setup: Setup) -> Legs:
    """The run that a stated figure is about: the page's own, or one of its settings trained so far."""
    if claim.after is None and not claim.settings:
        return setup.legs
    settings: Settings = settings_with(setup.settings, dict(claim.settings))
    return (settings, claim.after or Amount(0, "example"))


def _unmet(rehearsal: Rehearsal, line: int) -> Iterator[Fault]:
    until = rehearsal.unmet
    if until is not None:
        yield Fault(
            line,
            f"“{until.condition.text}” has not come true within {until.most}",
            "Ask for less, or train longer: “run until …, at most 20 epochs”.",
        )


def _missing_image(page: Page, course: PageCourse, rehearsal: Rehearsal) -> Iterator[Fault]:
    image, data = course.begin.image, rehearsal.shared.data
    examples = {"test": data.test, "training": data.train}.get(image.source)
    if examples is not None and image.index >= len(examples):
        yield Fault(
            page.line,
            f"there is no {image.source} {data.subject.noun} {image.index}",
            f"There are {len(examples):,}, counted from 0.",
        )


def _text(value: float | str, kind: Kind) -> str:
    """As a lesson would say it: shares in per cent."""
    if isinstance(value, str):
        return value
    return f"{100 * value:.4g} %" if kind == "share" else f"{value:.4g}"
