from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from nnviz.errors import BadInput
from nnviz.experiments.plan import Plan, seeds_from
from nnviz.experiments.plan_file import plan_from, plan_text, read_plan
from nnviz.learning.settings import Settings


def test_every_combination_with_every_seed_once() -> None:
    plan = Plan(vary=(("eta", (0.5, 3.0)), ("hidden", ((10,), (12, 6), (5,)))), seeds=(4, 2), epochs=3)
    jobs = list(plan.jobs(1000))
    found = [(job.settings.eta, job.settings.hidden, job.settings.seed, job.epochs) for job in jobs]
    wanted = itertools.product((0.5, 3.0), ((10,), (12, 6), (5,)), (4, 2), (3,))
    assert sorted(found) == sorted(wanted)
    assert [seed for *_others, seed, _epochs in found] == [4] * 6 + [2] * 6  # one seed is soon seen whole


def test_what_makes_no_network_is_left_out() -> None:
    plan = Plan(vary=(("output", ("sigmoid", "softmax")), ("cost", ("quadratic", "cross-entropy"))))
    kinds = {(one.output, one.cost) for one in plan.settings()}
    assert ("softmax", "quadratic") not in kinds
    assert {("sigmoid", "quadratic"), ("sigmoid", "cross-entropy")} <= kinds


def test_as_many_examples_as_there_are_is_all_of_them() -> None:
    plan = Plan(vary=(("train_size", (0, 1000)),))
    assert {job.settings.train_size for job in plan.jobs(1000)} == {0}


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: Plan(epochs=0), "epochs"),
        (lambda: Plan(seeds=()), "seeds: at least one"),
        (lambda: Plan(vary=(("eta", ()),)), "at least one value"),
        (lambda: Plan(vary=(("pace", (1,)),)), "'pace' is no setting"),
        (lambda: Plan(vary=(("seed", (1, 2)),)), "“seeds”"),
        (lambda: Plan(vary=(("eta", (-1.0,)),)), "a positive number"),
        (lambda: Plan(vary=(("cost", ("quadratic",)), ("output", ("softmax",)))), "do not go together"),
        (
            lambda: Plan(vary=tuple((n, tuple(range(1, 1001))) for n in ("mini_batch", "eta", "l2"))),
            "1,000,000,000",
        ),
        (lambda: seeds_from(0, 10**9), "100,000"),
        (lambda: list(Plan(vary=(("mini_batch", (200,)),)).jobs(100)), "there are only 100"),
    ],
)
def test_an_experiment_that_cannot_be(made: object, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        made()  # type: ignore[operator]


def test_a_file_says_the_same_again() -> None:
    plan = Plan(
        base=Settings(mini_batch=20, activation="relu", eta=0.3, hidden=(30, 10)),
        vary=(
            ("eta", (0.03, 1e-6)),
            ("hidden", ((30,), (100, 30))),
            ("frozen", ((), (3,))),
            ("train_size", (0, 500)),
        ),
        seeds=(3, 1),
        epochs=7,
        data=Path('a "folder"/ä'),
    )
    import tomllib

    again = plan_from(tomllib.loads(plan_text(plan)))
    assert (again.settings(), again.seeds, again.epochs, again.data) == (
        plan.settings(),
        plan.seeds,
        plan.epochs,
        plan.data,
    )


def test_a_file_as_people_write_it(tmp_path: Path) -> None:
    file = tmp_path / "eta.toml"
    file.write_text(
        'epochs = 2\nseeds = 3\n[settings]\npreset = "cross-entropy"\nseed = 7\n[vary]\neta = [1, 0.5]\n'
    )
    plan = read_plan(file)
    assert (plan.epochs, plan.seeds, plan.base.cost) == (2, (7, 8, 9), "cross-entropy")
    assert [one.eta for one in plan.settings()] == [1.0, 0.5]


@pytest.mark.parametrize(
    "text",
    [
        "epochs = ",
        "epochs = true",
        'epochs = "5"',
        "seeds = 1.5",
        'seeds = ["a"]',
        "speed = 1",
        "settings = 3",
        '[settings]\npreset = "best"',
        "[settings]\npace = 3",
        "[vary]\neta = 3",
        '[vary]\ncost = ["cheap"]',
        "[vary]\npace = [3]",
        "data = 3",
        "[" * 2000,
        "\x00",
    ],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "eta.toml"
    file.write_text(text)
    with pytest.raises(BadInput, match=r"eta\.toml is no experiment"):
        read_plan(file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        read_plan(tmp_path / "none.toml")
