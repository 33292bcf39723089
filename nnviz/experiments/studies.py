"""Experiments that settle a question: what the article claims, and figures of a book, each by one command.

The book is M. Nielsen, “Neural Networks and Deep Learning” (2015), chapters 3 and 5; `published` says what is
stated there, to be compared with what comes out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from nnviz.experiments.job import Job
from nnviz.experiments.plan import Plan
from nnviz.learning.settings import Settings

Row = Literal["test_accuracy", "test_cost", "train_accuracy", "train_cost", "norms"]


@dataclass(frozen=True)
class Entrant:
    """One setting of a study, run with every seed."""

    label: str
    settings: Settings
    epochs: int

    norms: bool = False  # of the gradient, to be kept as well

    def plan(self, seeds: tuple[int, ...]) -> Plan:
        """Its runs."""
        return Plan(self.settings, (), seeds, self.epochs, norms=self.norms)


SEEDS = 5  # unless said otherwise


@dataclass(frozen=True)
class Study:
    """A question, the runs that settle it, and what is to be looked at."""

    title: str
    question: str
    published: str  # what is stated elsewhere
    rows: tuple[Row, ...]  # of the curves, a plot each
    entrants: tuple[Entrant, ...]
    over: Literal["epochs", "examples"] = "epochs"  # what the plots have to the right
    level: float | None = None  # a line across the plot of the test accuracy
    early: float | None = None  # after how many epochs the accuracy is said as well as at the end


_ARTICLE = Settings(initialisation="normal", eta=0.001)
_BOOK = Settings(hidden=(30,), cost="cross-entropy", eta=0.5, initialisation="normal")
_SIZES = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
_DEEP = Settings(hidden=(30, 30), cost="cross-entropy", eta=0.1, mini_batch=1_000, train_size=1_000)
_ALL = 50_000  # training examples of MNIST


def _more_data(size: int) -> Entrant:
    """λ and the epochs go with the size, so that each weight decays, and is moved, about as often."""
    epochs = min(30 * _ALL // size, 600)
    settings = replace(_BOOK, initialisation="scaled", l2=5 * size / _ALL, train_size=size % _ALL)
    return Entrant(f"{size:,} examples", settings, epochs)


STUDIES: Mapping[str, Study] = MappingProxyType(
    {
        "article": Study(
            "The article's three claims",
            "Do the article's settings reach the accuracy that it reports?",
            "The article reports about 92 % after 30 epochs with η = 0.001. Its listing never sets the "
            "gradient of the output layer.",
            ("test_accuracy",),
            (
                Entrant("as printed, η 0.001", _ARTICLE, 30),
                Entrant("listing, output frozen, η 0.001", replace(_ARTICLE, frozen=(3,)), 30),
                Entrant("listing, output frozen, η 3", replace(_ARTICLE, frozen=(3,), eta=3.0), 30),
                Entrant("all layers, η 0.1", replace(_ARTICLE, eta=0.1), 30),
                Entrant("small weights, η 0.1", replace(_ARTICLE, eta=0.1, initialisation="scaled"), 30),
                Entrant("small weights, η 3", replace(_ARTICLE, eta=3.0, initialisation="scaled"), 30),
            ),
            level=0.92,
        ),
        "more-data": Study(
            "Accuracy by the number of training examples",
            "How much is gained by more examples?",
            "Book, chapter 3: the accuracy rises all the way from 100 to 50,000 examples.",
            ("test_accuracy",),
            tuple(_more_data(size) for size in _SIZES),
            over="examples",
        ),
        "overfitting": Study(
            "Overfitting on 1,000 examples",
            "Does the test set gain from what the training set gains?",
            "Book, chapter 3: the test accuracy stands still at about 82 % from epoch 280 on, the test cost "
            "is lowest near epoch 15, the training accuracy becomes 100 %.",
            ("train_cost", "test_accuracy", "test_cost", "train_accuracy"),
            (Entrant("η 0.5, λ 0", replace(_BOOK, train_size=1_000), 400),),
        ),
        "l2": Study(
            "L2 against overfitting",
            "What do small weights, λ > 0, change?",
            "Book, chapter 3: 87.1 % instead of 82.3 % with 1,000 examples and λ = 0.1; 96.49 % instead of "
            "95.49 % with all and λ = 5.",
            ("test_accuracy", "test_cost"),
            (
                Entrant("1,000 examples, λ 0", replace(_BOOK, train_size=1_000), 400),
                Entrant("1,000 examples, λ 0.1", replace(_BOOK, train_size=1_000, l2=0.1), 400),
                Entrant("all examples, λ 0", _BOOK, 30),
                Entrant("all examples, λ 5", replace(_BOOK, l2=5.0), 30),
            ),
        ),
        "eta": Study(
            "Three learning rates",
            "What does the cost of the training examples do with η too small, right, too large?",
            "Book, chapter 3: with η = 0.025 it falls slowly to the last epoch, with 0.25 it has "
            "nearly settled after some 20, with 2.5 it goes up and down from the beginning.",
            ("train_cost", "test_accuracy"),
            tuple(
                Entrant(f"η {eta:g}", replace(_BOOK, eta=eta, initialisation="scaled", l2=5.0), 30)
                for eta in (0.025, 0.25, 2.5)
            ),
        ),
        "initialisation": Study(
            "Two initialisations",
            "Do small weights at the start make a better network, or a faster one?",
            "Book, chapter 3: 93 % after the first epoch instead of 87 %; after 30 epochs both have about "
            "the same.",
            ("test_accuracy",),
            tuple(
                Entrant(words, replace(_BOOK, eta=0.1, l2=5.0, initialisation=name), 30)
                for words, name in (("N(0, 1)", "normal"), ("N(0, 1/n)", "scaled"))
            ),
            early=1.0,
        ),
        "vanishing": Study(
            "Vanishing gradients",
            "Do all layers of a deep network learn equally fast?",
            "Book, chapter 5: at the start ‖∂C/∂b‖ is 0.07 and 0.31 in two hidden layers, and 0.003, 0.017, "
            "0.070 and 0.285 in four.",
            ("norms",),
            (
                Entrant("2 hidden layers", _DEEP, 500, norms=True),
                Entrant("4 hidden layers", replace(_DEEP, hidden=(30, 30, 30, 30)), 500, norms=True),
            ),
        ),
    }
)


def jobs_of(study: Study, seeds: tuple[int, ...], examples: int) -> list[list[Job]]:
    """The runs of each entrant on that many training examples. Raises `BadInput` for too few."""
    return [list(entrant.plan(seeds).jobs(examples)) for entrant in study.entrants]
