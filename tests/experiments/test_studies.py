from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from nnviz.cli import results
from nnviz.cli.main import main
from nnviz.datasets.train_part import part_of
from nnviz.experiments import studies
from nnviz.experiments.comparison import groups
from nnviz.experiments.job import Job
from nnviz.experiments.one_run import one_run
from nnviz.experiments.outcome_words import outcome
from nnviz.experiments.prepared_data import PreparedData, ready
from nnviz.experiments.result import from_json
from nnviz.experiments.studies import STUDIES, Entrant, Study
from nnviz.learning.settings import Settings
from tests.digits import make_dataset, make_mnist
from tests.experiments.test_store import make_result


@pytest.mark.parametrize("name", STUDIES)
def test_the_runs_of_a_study_can_be_made(name: str) -> None:
    keys = set()
    for entrant in STUDIES[name].entrants:
        jobs = list(entrant.plan((0, 1)).jobs(50_000))
        assert len(jobs) == 2
        keys |= {job.key("") for job in jobs}
    assert len(keys) == 2 * len(STUDIES[name].entrants)


def test_norms_are_those_of_the_gradient_of_the_average_cost() -> None:
    data = make_dataset()
    settings = Settings(hidden=(5, 4), cost="cross-entropy", mini_batch=100, train_size=100, eta=0.5)
    result = from_json(one_run(Job(settings, 2, norms=True), ready(PreparedData.of(data))).to_json())
    network = settings.new_network(data.subject)
    w = [each.astype(np.float64) for each in network.weights]
    b = [each.astype(np.float64) for each in network.biases]
    train = part_of(data.train, 100, settings.seed)
    y = np.eye(len(data.class_names))[train.labels]

    def cost() -> float:
        a = train.images / 255
        for each_w, each_b in zip(w, b, strict=True):
            a = 1 / (1 + np.exp(-(a @ each_w.T + each_b)))
        return float(-(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(axis=1).mean())

    for layer, each in enumerate(b):
        slopes = []
        for j in range(len(each)):
            each[j] += 1e-5
            up = cost()
            each[j] -= 2e-5
            slopes.append((up - cost()) / 2e-5)
            each[j] += 1e-5
        assert result.norms[layer, 0] == pytest.approx(np.linalg.norm(slopes), rel=1e-4)
    assert result.norms.shape == (3, 3)


def test_what_came_out_is_said_in_words() -> None:
    (group,) = groups([make_result(1, 0.9), make_result(2, 0.94)])
    group = replace(group, epochs=2)
    assert outcome(group, 0.85) == (
        "92.00 % of the test set after 2 epochs (90.00 % to 94.00 % over 2 seeds); "
        "passes 85.00 % after 2 epochs; test cost lowest after 1 epoch: 0.700, at the end no number"
    )
    assert "never reaches 99.00 %" in outcome(group, 0.99)
    assert "; 30.00 % after 1 epoch;" in outcome(group, early=1.0)


def test_the_command_runs_what_is_missing_and_says_what_came_out(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entrants = tuple(Entrant(f"η {eta:g}", Settings(hidden=(5,), eta=eta), 1) for eta in (0.1, 3.0))
    study = Study("Two rates", "Which is better?", "Nothing.", ("test_accuracy",), entrants)
    for module in (studies, results):
        monkeypatch.setattr(module, "STUDIES", MappingProxyType({"rates": study}))
    monkeypatch.setattr(results, "load_mnist", make_mnist)
    command = ["results", "rates", "--seeds", "2", "--scheduler", "serial", "--out", str(tmp_path)]
    assert main(command) == 0
    first = capsys.readouterr().out
    assert "over 2 seeds" in first.splitlines()[2]
    assert main(command) == 0
    again = capsys.readouterr().out
    assert "4 of 4 runs are there already" in again
    assert again.splitlines()[1:] == first.splitlines()


def test_a_study_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["results", "luck"]) == 2
    assert "no study 'luck'" in capsys.readouterr().err
