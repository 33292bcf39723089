"""A lesson as its author showed it: what the window had when each page was cut, written as directives.

What is noted are states, not what was pressed: whatever was changed twice in between stands there once. The
run alone is told whole, by its own record of changes, for nothing less leads to the same network again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nnviz.learning.presets import PRESETS
from nnviz.learning.setting_fields import FIELDS
from nnviz.learning.settings import Settings
from nnviz.lessons.document import ImageChoice, Strokes
from nnviz.lessons.neuron_name import NeuronName
from nnviz.runs.snapshot import Change

_MOST_EPOCHS = 100  # of one `run`
_MOST_POINTS = 350  # of a drawing: more would be longer than a text may be without an empty line


@dataclass(frozen=True)
class RunSeen:
    """The run shown: its settings with their changes, how far it went, and what is seen of its past."""

    changes: tuple[Change, ...]  # the first at 0
    examples_seen: int
    epoch_size: int
    moment: int | None = None  # examples seen at the moment looked back to
    twin: Settings | None = None  # those that a second run beside it began with

    @property
    def settings(self) -> Settings:
        """The newest."""
        return self.changes[-1].settings

    def goes_on_from(self, before: RunSeen) -> bool:
        """Whether it is that run, or one of the same settings, trained on."""
        told = len(before.changes)
        return (
            self.changes[:told] == before.changes
            and self.examples_seen >= before.examples_seen
            and all(change.examples_seen >= before.examples_seen for change in self.changes[told:])
        )


@dataclass(frozen=True)
class PageSeen:
    """What a page is to show: the window when it was cut, as far as there are directives for it."""

    run: RunSeen
    image: ImageChoice
    drawing: Strokes = ()
    panels: tuple[str, ...] = ()  # that could be seen
    speed: float = math.inf  # examples a second
    large: str = ""  # the panel that filled the window
    neuron: NeuronName | None = None  # that was held
    edges: str = ""  # what the connections showed, if they could be seen
    stage: int = 0  # of the walk
    switched_off: tuple[NeuronName, ...] = ()  # for the reader to switch off: no page begins so


@dataclass(frozen=True)
class RecordedPage:
    """A page with the author's words."""

    title: str
    words: str  # Markdown
    seen: PageSeen


def lesson_text(title: str, pages: Sequence[RecordedPage]) -> str:
    """The file. Whether the words are such as a lesson may have is for whoever reads it to say."""
    parts = [f"---\ntitle: {' '.join(title.split())}\n---"]
    before: PageSeen | None = None
    for page in pages:
        parts += [f"## {page.title}", *directives(page.seen, before), page.words.strip()]
        parts += [_task(name) for name in page.seen.switched_off]
        before = page.seen
    return "\n\n".join(parts) + "\n"


def directives(seen: PageSeen, before: PageSeen | None) -> list[str]:
    """What sets a page up after the one before it."""
    run, earlier = seen.run, before.run if before is not None else None
    scene = _scene(seen, before)
    if earlier is not None and run.goes_on_from(earlier):
        changes = [Change(0, earlier.settings), *run.changes[len(earlier.changes) :]]
        at = earlier.examples_seen
    else:
        first = run.changes[0].settings
        scene = _said(first, earlier.settings if earlier is not None else None) | scene
        changes, at = list(run.changes), 0
    steps = [_block("set", scene), *_way(changes, at, run), _block("show", _shows(seen))]
    return [step for step in steps if step]


def _way(changes: Sequence[Change], at: int, run: RunSeen) -> Iterator[str]:
    """The training since `at`, and the settings changed on the way; the first are those at its beginning."""
    settings = changes[0].settings
    for change in changes[1:]:
        until = min(change.examples_seen, run.examples_seen)  # one that is still to come is made now
        yield from _runs(until - at, settings, run.epoch_size)
        yield _block("set", {"go on": "yes"} | _different(settings, change.settings))
        settings, at = change.settings, until
    yield from _runs(run.examples_seen - at, settings, run.epoch_size)


def _runs(examples: int, settings: Settings, epoch_size: int) -> Iterator[str]:
    while examples > 0:
        piece = min(examples, _MOST_EPOCHS * epoch_size)
        yield f"::: run {_amount(piece, settings, epoch_size)} :::"
        examples -= piece


def _scene(seen: PageSeen, before: PageSeen | None) -> dict[str, str]:
    """What stays from page to page, where it is not as it was on the page before; on the first, all of it."""
    said = {}
    if before is None or seen.image != before.image:
        said["image"] = _image(seen.image)
    if before is None or seen.drawing != before.drawing:
        said["drawing"] = _drawing(seen.drawing)
    if seen.panels and (before is None or seen.panels != before.panels):
        said["panels"] = ", ".join(seen.panels)
    if seen.speed != (before.speed if before is not None else math.inf):
        said["speed"] = f"{seen.speed:g}" if math.isfinite(seen.speed) else "max"
    return said


def _shows(seen: PageSeen) -> dict[str, str]:
    run = seen.run
    said = {
        "large": seen.large,
        "neuron": str(seen.neuron) if seen.neuron is not None else "",
        "edges": seen.edges,
        "walk": str(seen.stage) if seen.stage else "",
        "moment": _amount(run.moment, run.settings, run.epoch_size) if run.moment is not None else "",
        "twin": _twin(run.changes[0].settings, run.twin) if run.twin is not None else "",
    }
    return {key: value for key, value in said.items() if value}


def _said(settings: Settings, before: Settings | None) -> dict[str, str]:
    """Settings to begin a run with, in as few lines as there can be, and never none."""
    ways = [
        {"preset": name} | _different(preset.settings, settings, always=("seed",))
        for name, preset in PRESETS.items()
    ]
    if before is not None:
        ways.append(_different(before, settings, always=("seed",)))
    return min(ways, key=len)


def _different(before: Settings, now: Settings, always: Sequence[str] = ()) -> dict[str, str]:
    return {
        name: field.kind.text(value)
        for name, field in FIELDS.items()
        if (value := getattr(now, name)) != getattr(before, name) or name in always
    }


def _twin(first: Settings, twin: Settings) -> str:
    different = _different(first, twin) or _different(first, twin, always=("seed",))
    return ", ".join(f"{name} {text}" for name, text in different.items())


def _amount(examples: int, settings: Settings, epoch_size: int) -> str:
    """Exactly so many, in the largest unit: "1 epoch", "300 steps", "7 examples"."""
    for size, unit in ((epoch_size, "epoch"), (settings.mini_batch, "step"), (1, "example")):
        count, rest = divmod(examples, size)
        if rest == 0 and (examples or unit == "step") and not (unit == "epoch" and count > _MOST_EPOCHS):
            break
    return f"{count:,} {unit}{'s' * (count != 1)}"


def _image(image: ImageChoice) -> str:
    return f"{image.source} {image.index}" if image.source in ("test", "training") else image.source


def _drawing(strokes: Strokes) -> str:
    if not strokes:
        return "clear"
    every = -(-sum(map(len, strokes)) // _MOST_POINTS)
    return "; ".join(
        " ".join(f"{_place(x)},{_place(y)}" for x, y in _thinned(points, every)) for points in strokes
    )


def _thinned(points: Sequence[tuple[float, float]], every: int) -> list[tuple[float, float]]:
    """One of so many, and the last."""
    kept = list(points[::every])
    return kept if (len(points) - 1) % every == 0 else [*kept, points[-1]]


def _place(share: float) -> str:
    """From 0 to 1: a stroke that leaves the pad ends at its edge."""
    return f"{min(max(share, 0.0), 1.0):.4f}".rstrip("0").rstrip(".")


def _task(name: NeuronName) -> str:
    return f"::: check {name} is switched off\nSwitch {name} off.\n:::"


def _block(name: str, said: Mapping[str, str]) -> str:
    """A directive; nothing if it says nothing."""
    lines = "".join(f"- {key}: {value}\n" for key, value in said.items())
    return f"::: {name}\n{lines}:::" if lines else ""
