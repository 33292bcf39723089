"""Every setting of a run, in one table: what it is called, how it is read and written, when it takes effect.

Validation, the control bar, the dialogs, the command line, session files and what is remembered are made
from it. To add a setting, add a line here and its value in `Settings`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from nnviz.datasets.subject import MNIST_EXAMPLES
from nnviz.errors import BadInput
from nnviz.learning.activations import HIDDEN, OUTPUT
from nnviz.learning.costs import COSTS
from nnviz.learning.initialisers import INITIALISATIONS
from nnviz.learning.setting_kinds import Kind, Layers, OneOf, Option, Real, Units, Whole, WholeOrAll
from nnviz.number_text import count_text, eta_text

_NOW, _LATER = "Takes effect with the next mini-batch.", "Takes effect with a reset."


class Group(Enum):
    """What a setting is about, as the heading above it says."""

    NETWORK = "Network"
    LEARNING = "Learning"
    DATA = "Data"


@dataclass(frozen=True)
class Field:
    """One setting."""

    name: str  # in `Settings`; on the command line with hyphens
    caption: str  # before its value, and in sentences on what is wrong with it
    about: str  # one sentence
    group: Group
    kind: Kind
    brief: Callable[[Any], str]  # a value in the fewest words: "η 0.5"
    other: Callable[[Any], Any]  # another value, worth a comparison
    metavar: str  # stands for the value in the help of the command line
    longest: str = ""  # the usual text that its field has to be wide enough for
    live: bool = False  # may change on the way; otherwise it decides how a run begins
    in_bar: bool = False  # so often changed that it stands in the control bar
    always_said: bool = False  # named in the bar even where it has its default
    partner: str = ""  # the setting that gives way where the two do not go together
    key: str = ""  # in files, where it is not the name
    since: int = 1  # the version of session files that has it first

    @property
    def flag(self) -> str:
        """On the command line."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def short(self) -> str:
        """The symbol that its caption ends with, or else the caption."""
        last = self.caption.split()[-1]
        return last if len(last) == 1 else self.caption

    @property
    def json_key(self) -> str:
        """In files."""
        return self.key or self.name

    @property
    def explanation(self) -> str:
        """What it is, and when a change takes effect."""
        return f"{self.about} {_NOW if self.live else _LATER}"

    @property
    def options(self) -> tuple[Option, ...]:
        """What there is to choose from; nothing where a value is typed."""
        return self.kind.options if isinstance(self.kind, OneOf) else ()

    def parse(self, text: str) -> Any:
        """The value of a text. Raises `BadInput` with a sentence that names the setting."""
        try:
            value = self.kind.read(text.strip())
        except BadInput as wrong:
            raise BadInput(f"{self.caption}: {wrong}") from None
        self.check(value)
        return value

    @property
    def holds_commas(self) -> bool:
        """Whether one value may be a list with commas itself."""
        return isinstance(self.kind, Units | Layers)

    def parse_list(self, text: str) -> tuple[Any, ...]:
        """The values of a text, apart by commas unless a value holds some itself. Raises as `parse` does."""
        return tuple(self.parse(part) for part in ([text] if self.holds_commas else text.split(",")))

    def check(self, value: Any) -> None:
        """Raise `BadInput` with a sentence that names the setting, unless it can have this value."""
        try:
            self.kind.check(value)
        except BadInput as wrong:
            raise BadInput(f"{self.caption}: {wrong}") from None

    def from_json(self, value: Any) -> Any:
        """The value that a file has. Raises `BadInput`."""
        found = self.kind.from_json(value)
        self.check(found)
        return found


def _within(title: str) -> str:
    """A title within a sentence: "Sigmoid" -> "sigmoid", but "ReLU" as it is."""
    return title.lower() if title == title.capitalize() else title


def _frozen_text(layers: tuple[int, ...]) -> str:
    if not layers:
        return "no layer frozen"
    return f"layer{'s' * (len(layers) > 1)} {' and '.join(map(str, layers))} frozen"


FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        field.name: field
        for field in (
            Field(
                "eta",
                "learning rate η",
                "η: how far each step moves the weights against the gradient.",
                Group.LEARNING,
                Real("a positive number such as 3, 0.5 or 1e-3"),
                brief=lambda eta: f"η {eta_text(eta)}",
                other=lambda eta: float(f"{eta / 10:g}"),
                metavar="X",
                longest="0.001",
                live=True,
                in_bar=True,
            ),
            Field(
                "mini_batch",
                "mini-batch",
                "m: over how many examples the gradient is averaged before a step.",
                Group.LEARNING,
                Whole("a whole number of examples from 1 up", least=1),
                brief=lambda examples: f"mini-batch {count_text(examples)}",
                other=lambda examples: 10 if examples != 10 else 100,
                metavar="M",
                longest=str(MNIST_EXAMPLES),
                live=True,
                in_bar=True,
            ),
            Field(
                "hidden",
                "hidden units",
                "Units in the hidden layer; 100,30 makes two hidden layers.",
                Group.NETWORK,
                Units(),
                brief=lambda hidden: f"hidden {','.join(map(str, hidden))}",
                other=lambda hidden: (30,) if hidden != (30,) else (100,),
                metavar="N[,N…]",
                longest="100,30",
                in_bar=True,
            ),
            Field(
                "activation",
                "activation",
                "What a hidden unit makes of its weighted input z.",
                Group.NETWORK,
                OneOf(HIDDEN, lambda one: Option(one.name, one.title, one.explanation)),
                brief=lambda name: _within(HIDDEN[name].title),
                other=lambda name: "relu" if name != "relu" else "sigmoid",
                metavar="NAME",
                always_said=True,
                since=2,
            ),
            Field(
                "output",
                "outputs",
                "What an output makes of its weighted input z.",
                Group.NETWORK,
                OneOf(OUTPUT, lambda one: Option(one.name, one.title, one.explanation)),
                brief=lambda name: f"{_within(OUTPUT[name].title)} outputs",
                other=lambda name: "softmax" if name != "softmax" else "sigmoid",
                metavar="NAME",
                since=2,
                partner="cost",
            ),
            Field(
                "cost",
                "cost",
                "C: what training makes small.",
                Group.NETWORK,
                OneOf(COSTS, lambda one: Option(one.name, one.title, one.explanation)),
                brief=lambda name: f"{_within(COSTS[name].title)} cost",
                other=lambda name: "cross-entropy" if name != "cross-entropy" else "quadratic",
                metavar="NAME",
                always_said=True,
                since=2,
                partner="output",
            ),
            Field(
                "initialisation",
                "initialisation",
                "How the weights w begin, before any training.",
                Group.NETWORK,
                OneOf(INITIALISATIONS, lambda one: Option(one.name, one.distribution, one.explanation)),
                brief=lambda name: f"{name} weights",
                other=lambda name: "normal" if name != "normal" else "scaled",
                metavar="NAME",
                key="start",
            ),
            Field(
                "momentum",
                "momentum μ",
                "μ: how much of each step goes on in the next one; 0 is none.",
                Group.LEARNING,
                Real(
                    "a number from 0 to below 1",
                    with_zero=True,
                    below=1,
                    usual=(0, 0.5, 0.8, 0.9, 0.95, 0.99),
                ),
                brief=lambda momentum: f"μ {eta_text(momentum)}",
                other=lambda momentum: 0.9 if momentum != 0.9 else 0.0,
                metavar="X",
                longest="0.001",
                live=True,
                since=2,
            ),
            Field(
                "l2",
                "L2 λ",
                "λ: how much large weights cost, which keeps them small; 0 is nothing.",
                Group.LEARNING,
                Real("0 or a positive number", with_zero=True, usual=(0, 0.1, 0.3, 1, 3, 5, 10, 30, 100)),
                brief=lambda l2: f"λ {eta_text(l2)}",
                other=lambda l2: 5.0 if l2 != 5 else 0.0,
                metavar="X",
                longest="0.001",
                live=True,
                since=2,
            ),
            Field(
                "frozen",
                "frozen layers",
                "Layers that stay as they are, “none” or their numbers: 2 is the first hidden layer.",
                Group.LEARNING,
                Layers(),
                brief=_frozen_text,
                other=lambda layers: (3,) if layers != (3,) else (2,),
                metavar="L[,L…]",
                longest="none",
                live=True,
                since=2,
            ),
            Field(
                "train_size",
                "training examples",
                "How many of the training examples there are to learn from, each class with its share.",
                Group.DATA,
                WholeOrAll("“all” or a whole number of examples from 10 up", least=10),
                brief=lambda count: f"{count_text(count)} examples" if count else "all examples",
                other=lambda count: 1_000 if count != 1_000 else 100,
                metavar="N",
                longest=str(MNIST_EXAMPLES),
                since=2,
            ),
            Field(
                "seed",
                "seed",
                "The number that the random weights and the order of the examples come from.",
                Group.DATA,
                Whole("a whole number from 0 up", least=0),
                brief=lambda seed: f"seed {seed}",
                other=lambda seed: seed + 1,
                metavar="N",
                longest="1234",
            ),
        )
    }
)
LIVE = tuple(field for field in FIELDS.values() if field.live)
AT_RESET = tuple(field for field in FIELDS.values() if not field.live)
