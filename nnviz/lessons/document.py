"""A lesson as it was read: pages of blocks, words with their marks, and the directives between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from nnviz.lessons.amounts import Training
from nnviz.lessons.claims import Claim
from nnviz.lessons.conditions import Condition, ValueName
from nnviz.lessons.neuron_name import NeuronName
from nnviz.runs.saved_run import SavedRun


@dataclass(frozen=True)
class Words:
    """Text set alike. `target` is what it names on the screen, such as "panel:hidden_units"."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    target: str = ""
    claim: Claim | None = None  # about the number that the text is


@dataclass(frozen=True)
class Maths:
    """A formula within a line, in the markup of `widgets/formula/markup.py`."""

    markup: str
    target: str = ""


@dataclass(frozen=True)
class LineBreak:
    """A new line within a paragraph."""


Span = Words | Maths | LineBreak
Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """Words that flow."""

    spans: Spans


@dataclass(frozen=True)
class Heading:
    """A title within a page; `level` from 3."""

    level: int
    spans: Spans


@dataclass(frozen=True)
class Items:
    """A list, numbered from `first` or with dots if that is None."""

    items: tuple[tuple[Block, ...], ...]
    first: int | None = None


@dataclass(frozen=True)
class Quote:
    """Set apart."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Code:
    """Text as it stands, in the font of code."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula on a line of its own."""

    markup: str


@dataclass(frozen=True)
class Picture:
    """A picture from the lesson's own folder."""

    path: Path
    words: str  # for those who cannot see it


@dataclass(frozen=True)
class FigureHere:
    """An interactive figure, with its numbers at first."""

    line: int
    name: str
    numbers: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Choice:
    """One answer to choose, and what is to be said to whoever chose it."""

    spans: Spans
    is_right: bool
    comment: tuple[Block, ...]


@dataclass(frozen=True)
class Predict:
    """A question whose outcome stays hidden until a guess is recorded."""

    line: int
    kind: Literal["choice", "number", "curve"]
    key: str  # by which the guess is kept: the question's words
    question: tuple[Block, ...]
    choices: tuple[Choice, ...] = ()
    truth: ValueName | None = None  # of a number; of a curve, which one
    stated: float | None = None  # the truth of a number that no run has to find
    condition: Condition | None = None  # of a choice: what makes the right one right
    within: float = 0.0  # how near is near
    unit: str = ""
    epochs: float = 1.0  # of a curve: how far its axis goes
    runs: tuple[Training, ...] = ()  # trained once the guess is recorded
    near: Spans = ()  # what is said of a guess that was near
    off: Spans = ()  # and of one that was not


@dataclass(frozen=True)
class Check:
    """Something to do, which ticks itself when the condition holds."""

    line: int
    condition: Condition
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Hint:
    """Folded until it is asked for."""

    title: str
    blocks: tuple[Block, ...]


Block = Paragraph | Heading | Items | Quote | Code | Formula | Picture | FigureHere | Predict | Check | Hint


@dataclass(frozen=True)
class ImageChoice:
    """The input image of a page: test or training example `index`; drawing; blank."""

    source: Literal["test", "training", "drawing", "blank"]
    index: int = -1


Strokes = tuple[tuple[tuple[float, float], ...], ...]  # points x, y in [0, 1] from the pad's top left corner


@dataclass(frozen=True)
class SetUp:
    """What a page begins with. None: as it was on the page before."""

    line: int
    settings: tuple[tuple[str, Any], ...] = ()
    goes_on: bool = False  # the run goes on with them; otherwise a new one begins
    data: Path | Literal["digits"] | None = None  # what is learned from now on
    session: SavedRun | None = None  # a run that somebody else has trained
    image: ImageChoice | None = None
    drawing: Strokes | None = None
    panels: tuple[str, ...] | None = None  # those that are open
    hides: tuple[str, ...] | None = None  # parts of the bar of controls
    speed: float | None = None  # examples a second


@dataclass(frozen=True)
class RunOn:
    """Train that far."""

    line: int
    training: Training


@dataclass(frozen=True)
class Show:
    """What is to be looked at. None: nothing of that kind."""

    line: int
    panel: str = ""
    large: str = ""  # the panel that fills the window
    neuron: NeuronName | None = None
    edges: str = ""
    stage: int = 0  # of the walk
    moment: Training | None = None  # of the timeline
    twin: tuple[tuple[str, Any], ...] = ()  # settings of a second run beside this one


Step = SetUp | RunOn | Show


@dataclass(frozen=True)
class Page:
    """What is read at one time; `steps` lead to where it begins, from where the page before ended."""

    title: str
    line: int
    blocks: tuple[Block, ...]
    steps: tuple[Step, ...] = ()
    claims: tuple[Claim, ...] = ()

    def all_blocks(self) -> Iterator[Block]:
        """Every block, those within others too."""
        yield from _every(self.blocks)

    @property
    def predictions(self) -> tuple[Predict, ...]:
        """Its questions, in order."""
        return tuple(block for block in self.all_blocks() if isinstance(block, Predict))

    @property
    def checks(self) -> tuple[Check, ...]:
        """What there is to do on it, in order."""
        return tuple(block for block in self.all_blocks() if isinstance(block, Check))


@dataclass(frozen=True)
class Lesson:
    """One file."""

    name: str  # the file's, without .lesson.md
    title: str
    pages: tuple[Page, ...]
    folder: Path  # of its pictures
    chapter: int | None = None
    minutes: int | None = None
    summary: str = ""
    claims: tuple[Claim, ...] = ()  # of the front matter


def _every(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        match block:
            case Items(items):
                for item in items:
                    yield from _every(item)
            case Quote(inner) | Hint(_, inner) | Check(_, _, inner):
                yield from _every(inner)
            case Predict():
                yield from _every(block.question)
                for choice in block.choices:
                    yield from _every(choice.comment)
            case _:
                pass
