from __future__ import annotations

import csv
import io
import math
import statistics
from pathlib import Path

import pytest

from nnviz.errors import BadInput
from nnviz.experiments.estimate import Speed, seconds_of_plan, seconds_of_run, time_text
from nnviz.experiments.measures import MEASURES
from nnviz.experiments.overview import Overview, overview_of
from nnviz.experiments.plan import Plan, values_in, values_text
from nnviz.experiments.result import Result
from nnviz.experiments.runs_csv import runs_csv
from nnviz.experiments.store import SUFFIX, KeptRun, Store
from nnviz.learning.settings import Settings
from tests.digits import SHAPES
from tests.experiments.test_store import make_result

ACCURACY = MEASURES["test_accuracy"]


def kept(*results: Result) -> list[KeptRun]:
    return [KeptRun(f"{k}", result, 1.0 + k) for k, result in enumerate(results)]


def two_by_two() -> Overview:
    """η 1 and 3, with and without L2, three seeds each; η 1 with L2 is not there."""
    worth = {(1.0, 0.0): (0.2, 0.3, 0.7), (3.0, 0.0): (0.8, 0.9, 0.85), (3.0, 5.0): (0.5, 0.4, 0.6)}
    return overview_of(
        kept(
            *(
                make_result(seed, accuracy, eta=eta, l2=l2)
                for (eta, l2), accuracies in worth.items()
                for seed, accuracy in enumerate(accuracies)
            )
        )
    )


def test_settings_are_named_by_what_varies_and_ranked_by_their_median() -> None:
    found = two_by_two()
    assert found.labels == ("η 1, λ 0", "η 3, λ 0", "η 3, λ 5")
    assert found.ranked(ACCURACY) == [1, 2, 0]
    assert found.ranked(MEASURES["seconds"]) == [0, 1, 2]
    assert found.median(found.groups[0], ACCURACY) == statistics.median([0.2, 0.3, 0.7])
    assert found.words(found.groups[2].results[1]) == "η 3, λ 5, seed 1"
    assert found.typical(found.groups[1].results, ACCURACY).accuracy == 0.85


def test_a_grid_has_the_median_of_each_cell() -> None:
    grid = two_by_two().grid("eta", "l2", ACCURACY)
    assert (grid.columns, grid.rows) == ((1.0, 3.0), (0.0, 5.0))
    assert grid.values[0].tolist() == [0.3, 0.85]
    assert math.isnan(grid.values[1, 0])
    assert grid.values[1, 1] == 0.5
    alone = two_by_two().grid("eta", "", ACCURACY)
    assert alone.values.tolist() == [[0.3, statistics.median([0.8, 0.9, 0.85, 0.5, 0.4, 0.6])]]


def test_only_runs_of_the_plan_are_looked_at() -> None:
    plan = Plan(vary=(("eta", (1.0, 3.0)),), seeds=(0, 1), epochs=2)
    wanted = [make_result(seed, eta=eta) for eta in (1.0, 3.0) for seed in (0, 1)]
    others = [make_result(2, eta=1.0), make_result(0, eta=2.0), make_result(0, eta=1.0, l2=1.0)]
    assert overview_of(kept(*wanted, *others), plan).runs == 4
    assert overview_of(kept(*wanted, *others)).runs == 7
    assert overview_of(kept(*wanted), plan, data="of others").runs == 0
    of_all_there_are = Plan(Settings(train_size=100), seeds=(0,), epochs=2)  # which the engine calls “all”
    assert overview_of(kept(make_result(0, train_size=0)), of_all_there_are).runs == 1


def test_a_table_has_a_row_a_run_with_all_of_its_settings() -> None:
    rows = list(csv.DictReader(io.StringIO(runs_csv(two_by_two()))))
    assert len(rows) == 9
    assert rows[8]["eta"], rows[8]["l2"] == ("3", "5")
    assert [row["test_accuracy"] for row in rows[:3]] == ["0.2", "0.3", "0.7"]
    assert rows[0]["train_size"] == "all"
    assert rows[0]["epochs"] == "2"
    assert rows[1]["seconds"] == "2"
    assert rows[0]["test_cost"] == ""  # it was NaN


def test_values_are_typed_with_commas_or_semicolons_between_them() -> None:
    assert values_in("eta", "1, 3,1") == (1.0, 3.0)
    assert values_in("hidden", "30; 100,30") == ((30,), (100, 30))
    assert values_text("hidden", ((30,), (100, 30))) == "30; 100,30"
    assert values_in("initialisation", "scaled, normal") == ("scaled", "normal")
    with pytest.raises(BadInput, match="learning rate"):
        values_in("eta", "1,,3")


def test_a_run_takes_as_long_as_its_work() -> None:
    speed = Speed(
        training=1e-9, testing=1e-9, ink=0.5, examples=10_000, tests=0, subject=SHAPES
    )  # 12×9 pixels, 3 classes
    one, twice = (seconds_of_run(Settings(hidden=(10,)), epochs, speed) for epochs in (5, 10))
    first, others, units = 0.5 * 108 * 10, 10 * 3, 40 * 13
    work = 2 * first + 3 * others + 2 * units + (108 * 10 + 30) / 10
    assert math.isclose(one, 0.05 + 5 * 10_000 * work * 1e-9)
    assert math.isclose(twice - one, one - 0.05)
    plan = Plan(Settings(hidden=(10,)), seeds=(0, 1, 2, 3), epochs=5)
    assert math.isclose(seconds_of_plan(plan, speed, 2), 2.0 + 2 * one)
    assert math.isclose(seconds_of_plan(plan, speed, 16), 2.0 + one)
    too_many = Plan(Settings(train_size=20_000), epochs=5)
    with pytest.raises(BadInput, match="only 10,000"):
        seconds_of_plan(too_many, speed, 2)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 s"), (13.4, "13 s"), (87, "85 s"), (200, "3 min"), (7_000, "2 h"), (1e6, "12 days")],
)
def test_times_are_rounded_to_what_is_known(seconds: float, text: str) -> None:
    assert time_text(seconds) == f"about {text}"


def test_runs_come_with_their_times_and_without_what_is_damaged(tmp_path: Path) -> None:
    store, notes = Store(tmp_path), list[str]()
    for seed in (1, 2):
        store.save(make_result(seed, eta=0.5), 2.0 * seed)
    (tmp_path / f"zzz{SUFFIX}").write_text("garbage")
    seconds = {run.result.settings.seed: run.seconds for run in store.runs(notes)}
    assert seconds == {1: 2.0, 2: 4.0}
    assert notes == [f"zzz{SUFFIX} was left out: it is damaged"]
    key = make_result(1, eta=0.5).job.key("abc")
    assert store.run(key, 7.0).result.settings == Settings(eta=0.5, seed=1)
