"""What a run is made with: one value for each field of the table, frozen."""

from __future__ import annotations

from contextlib import suppress
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from nnviz.datasets.subject import MNIST, Subject
from nnviz.errors import BadInput
from nnviz.learning.architecture import Architecture
from nnviz.learning.network import Network
from nnviz.learning.rule import Rule
from nnviz.learning.setting_fields import AT_RESET, FIELDS, LIVE, Field
from nnviz.number_text import count_text


@dataclass(frozen=True)
class Settings:
    """Everything that decides a run; `FIELDS` says what each value is, and which may change on the way.

    Raises `BadInput` for values that make no run. η may be any finite positive number, however unwise.
    """

    hidden: tuple[int, ...] = (100,)
    activation: str = "sigmoid"
    output: str = "sigmoid"
    cost: str = "quadratic"
    initialisation: str = "scaled"
    eta: float = 3.0
    mini_batch: int = 10
    momentum: float = 0.0
    l2: float = 0.0
    frozen: tuple[int, ...] = ()
    train_size: int = 0  # all
    seed: int = 0

    def __post_init__(self) -> None:
        for field in FIELDS.values():
            field.check(getattr(self, field.name))
        if self.train_size:
            self._check_mini_batch(self.train_size)
        self.architecture()  # which refuses a cost and an output that do not go together
        layers = len(self.hidden) + 2
        if self.frozen and self.frozen[-1] > layers:
            raise BadInput(f"{FIELDS['frozen'].caption}: from 2 to {layers}, not {self.frozen[-1]}")

    def sizes(self, subject: Subject = MNIST) -> tuple[int, ...]:
        """Neurons of each layer, input first, for pictures of that kind."""
        return (subject.pixels, *self.hidden, subject.classes)

    def architecture(self, subject: Subject = MNIST) -> Architecture:
        """What kind of network it is, for pictures of that kind."""
        return Architecture(self.sizes(subject), self.activation, self.output, self.cost)

    @property
    def live(self) -> dict[str, Any]:
        """The values that may change on the way."""
        return {field.name: getattr(self, field.name) for field in LIVE}

    @property
    def rule(self) -> Rule:
        """How a step is taken."""
        return Rule(**self.live)

    @property
    def at_reset(self) -> dict[str, Any]:
        """The values that decide how a run begins."""
        return {field.name: getattr(self, field.name) for field in AT_RESET}

    def going_on_as(self, other: Settings) -> Settings:
        """These settings with what may change on the way as `other` has it."""
        return replace(self, **other.live)

    def with_seed(self, seed: int) -> Settings:
        """The same with another seed, which alone is checked: what thousands of results are read by."""
        FIELDS["seed"].check(seed)
        made = copy(self)
        object.__setattr__(made, "seed", seed)
        return made

    def having(self, name: str, value: Any) -> Settings:
        """The same with that value and, where the two do not go together, another one of its partner."""
        try:
            return replace(self, **{name: value})
        except BadInput:
            partner = FIELDS[name].partner
            for option in FIELDS[partner].options if partner else ():
                with suppress(BadInput):
                    return replace(self, **{name: value, partner: option.value})
            raise

    def check_for(self, examples: int) -> None:
        """Raise `BadInput` unless that many training examples are enough for them."""
        if self.train_size > examples:
            raise BadInput(_only(FIELDS["train_size"], examples, self.train_size))
        self._check_mini_batch(examples)

    def fitted_to(self, examples: int) -> Settings:
        """The same, but for what asks for more training examples than there are."""
        train_size = self.train_size if self.train_size < examples else 0
        return replace(self, train_size=train_size, mini_batch=min(self.mini_batch, train_size or examples))

    def new_network(self, subject: Subject = MNIST) -> Network:
        """The untrained network these settings start from for such pictures, always the same one."""
        kind = self.architecture(subject)
        return Network(
            kind.sizes,
            seed=self.seed,
            initialisation=self.initialisation,
            activation=kind.activation,
            output=kind.output,
            cost=kind.cost,
        )

    def _check_mini_batch(self, examples: int) -> None:
        if self.mini_batch > examples:
            raise BadInput(_only(FIELDS["mini_batch"], examples, self.mini_batch))


def suggested_eta(settings: Settings) -> float:
    """A learning rate that such a network learns well with: 94 % of MNIST or more in one epoch, if μ = 0."""
    kind = settings.architecture()
    gentle, cancels = kind.hidden_function.steepest <= 0.25, kind.cost_function.cancels_slope
    eta = (0.5 if gentle else 0.1) if cancels else (3.0 if gentle else 0.3)
    return float(f"{eta * (1 - settings.momentum):.1g}")


def difference_text(one: Settings, other: Settings) -> str:
    """What of `other` is different, in a few words: "η 0.5, mini-batch 100"; empty if nothing is."""
    values = ((field, getattr(one, name), getattr(other, name)) for name, field in FIELDS.items())
    return ", ".join(field.brief(new) for field, old, new in values if old != new)


def _only(field: Field, there_are: int, wanted: int) -> str:
    return f"{field.caption}: there are only {count_text(there_are)} training examples, not {wanted}"
