"""What each page begins with, found by going through those before it, whether they were read or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nnviz.learning.settings import Settings
from nnviz.lessons.amounts import Training
from nnviz.lessons.document import ImageChoice, Lesson, Page, Predict, SetUp, Show, Step, Strokes, Words
from nnviz.lessons.fault import Fault, Wrong
from nnviz.lessons.neuron_name import NeuronName
from nnviz.lessons.said_settings import DEFAULT, settings_with
from nnviz.runs.saved_run import SavedRun

Leg = Settings | SavedRun | Training  # go on with these settings, or train that far
Legs = tuple[Leg, ...]  # the first are the settings that the run begins with, or the run of a session

FIRST_IMAGE = ImageChoice("test", 18)


@dataclass(frozen=True)
class Setup:
    """A moment of a lesson: the run that leads there, and what of the window it needs."""

    legs: Legs = (DEFAULT,)
    data: Path | None = None  # what is learned; None: the digits
    image: ImageChoice = FIRST_IMAGE
    drawing: Strokes | None = None  # None: whatever is on the pad
    panels: tuple[str, ...] | None = None  # None: those that were open before the lesson
    hides: tuple[str, ...] = ()
    speed: float | None = None
    shows: tuple[Show, ...] = ()  # of this page alone

    @property
    def settings(self) -> Settings:
        """The newest."""
        newest = next(leg for leg in reversed(self.legs) if isinstance(leg, Settings | SavedRun))
        return newest if isinstance(newest, Settings) else newest.settings

    def trained(self, trainings: Sequence[Training]) -> Setup:
        """The moment after so much more training."""
        return replace(self, legs=(*self.legs, *trainings))

    def after(self, step: Step) -> Setup:
        """The moment after this step. Raises `Wrong`."""
        if isinstance(step, Show):
            return replace(self, shows=(*self.shows, step))
        if not isinstance(step, SetUp):
            return self.trained([step.training])
        made = self._begun(step)._with_settings(step)
        return replace(
            made,
            image=made.image if step.image is None else step.image,
            drawing=made.drawing if step.drawing is None else step.drawing,
            panels=made.panels if step.panels is None else step.panels,
            hides=made.hides if step.hides is None else step.hides,
            speed=made.speed if step.speed is None else step.speed,
        )

    def _begun(self, step: SetUp) -> Setup:
        """With the data and the run that the step brings."""
        made = self
        if step.data is not None:
            data = None if step.data == "digits" else Path(step.data)
            made = replace(made, data=data, legs=(self.settings,))
        return made if step.session is None else replace(made, legs=(step.session,))

    def _with_settings(self, step: SetUp) -> Setup:
        if not step.settings:
            return self
        settings = settings_with(self.settings, dict(step.settings))
        return replace(self, legs=(*self.legs, settings) if step.goes_on else (settings,))


@dataclass(frozen=True)
class PageCourse:
    """A page's moments: its beginning, and how far the run is after each of its predictions."""

    begin: Setup
    after: tuple[Setup, ...]  # one for each prediction, in order

    @property
    def end(self) -> Setup:
        """Where the next page goes on from."""
        return self.after[-1] if self.after else self.begin

    def before(self, prediction: int) -> Setup:
        """Where that prediction's own training begins."""
        return self.after[prediction - 1] if prediction else self.begin


def courses(lesson: Lesson, faults: list[Fault] | None = None) -> tuple[PageCourse, ...]:
    """The moments of every page; what cannot be is added to `faults`."""
    now, found = Setup(), []
    wrong: list[Fault] = [] if faults is None else faults
    for page in lesson.pages:
        now = replace(now, shows=())
        for step in page.steps:
            try:
                now = now.after(step)
            except Wrong as error:
                wrong.append(error.at(step.line))
        after, moment = [], now
        for question in page.predictions:
            moment = moment.trained(question.runs)
            after.append(moment)
        found.append(PageCourse(now, tuple(after)))
        if now.data is None:  # how large other pictures are is known once they are loaded
            wrong.extend(missing_neurons(page, now.settings.sizes()))
        now = found[-1].end
    return tuple(found)


def missing_neurons(page: Page, sizes: tuple[int, ...]) -> list[Fault]:
    """Faults of neurons that are named on the page and not in its network."""
    named = [(step.line, step.neuron) for step in page.steps if isinstance(step, Show) and step.neuron]
    named += [(check.line, name) for check in page.checks for name in check.condition.neurons]
    named += [(one.line, name) for one in page.predictions for name in _of_prediction(one)]
    named += [(page.line, name) for name in _linked(page)]
    how = f"Its layers have {', '.join(map(str, sizes))} neurons, counted from 0."
    missing = [(line, name) for line, name in named if name.neuron(sizes) is None]
    return [Fault(line, f"the network of this page has no {name}", how) for line, name in missing]


def _of_prediction(one: Predict) -> list[NeuronName]:
    names = list(one.condition.neurons) if one.condition is not None else []
    return names + list(one.truth.neurons if one.truth is not None else ())


def _linked(page: Page) -> list[NeuronName]:
    targets = [
        span.target
        for block in page.all_blocks()
        for span in getattr(block, "spans", ())
        if isinstance(span, Words) and span.target.startswith(("unit:", "output:", "pixel:"))
    ]
    return [NeuronName.read(target.replace(":", " ")) for target in targets]
