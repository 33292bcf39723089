"""What moved a weight is what a plain loop in NumPy says, share by share, and all moves add up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnviz.arrays import Floats
from nnviz.errors import BadInput, Stopped
from nnviz.explain.biography import Biography, biography, thinned
from nnviz.learning import kernel
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron, WeightChoice
from nnviz.learning.presets import PRESETS
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import epoch_order
from nnviz.runs.recording import Past, Recording
from nnviz.runs.run import Run
from tests.digits import make_mnist

DATA = make_mnist(230, 60)
SPARSE = kernel.sparse_images(DATA.train.images)
SETTINGS = Settings(hidden=(12,), seed=4)
INKED = int(DATA.train.images.astype(int).sum(axis=0).argmax())
PIXEL, OUTPUT = WeightChoice(Neuron(2, 5), INKED), WeightChoice(Neuron(3, 7), 11)
BIAS, ROW = WeightChoice(Neuron(2, 5)), WeightChoice(Neuron(2, 5), of_all=True)


def make_run(settings: Settings = SETTINGS) -> Run:
    return Run(settings, DATA, Evaluator(DATA.test))


def recording_of(run: Run, choice: WeightChoice) -> Recording:
    return Recording(Past(run.history, DATA.train, SPARSE), choice)


def told(run: Run, choice: WeightChoice) -> Biography:
    recording = recording_of(run, choice)
    recording.extend(run.examples_seen)
    return biography(recording, run.examples_seen)


def numbers(weights: list[Floats], biases: list[Floats], choice: WeightChoice) -> Floats:
    layer, j = choice.to.layer - 2, choice.to.index
    if choice.of_all:
        return weights[layer][j]
    return biases[layer][j] if choice.source is None else weights[layer][j, choice.source]


class Plain:
    """Training as one would write it down, in float64."""

    def __init__(self, run: Run, choice: WeightChoice) -> None:
        start, rule, count = run.start, run.settings.rule, len(DATA.train)
        w, b = ([x.astype(np.float64) for x in xs] for xs in (start.weights, start.biases))
        vw, vb = [0 * x for x in w], [0 * x for x in b]
        self.shares, self.labels, self.values = [], [], [self._value(w, b, choice)]
        self.momentum = self.l2 = self.squares = 0.0
        for begin in range(0, run.examples_seen, rule.mini_batch):
            batch = epoch_order(run.settings.seed, 0, count)[begin : begin + rule.mini_batch]
            network, scale = start.with_numbers(w, b), -rule.eta / len(batch)
            passes = [self._gradients(network, int(i)) for i in batch]
            old = numbers(w, b, choice)
            factor = 2 * old if choice.of_all else 1.0
            for nabla_w, nabla_b in passes:
                self.shares.append(float(np.sum(scale * numbers(nabla_w, nabla_b, choice) * factor)))
            self.labels += DATA.train.labels[batch].tolist()
            self.momentum += float(np.sum(rule.momentum * numbers(vw, vb, choice) * factor))
            if choice.source is not None or choice.of_all:
                self.l2 += float(np.sum(-rule.eta * rule.l2 / count * old * factor))
            sums_w = [sum(p[0][i] for p in passes) for i in range(len(w))]
            sums_b = [sum(p[1][i] for p in passes) for i in range(len(b))]
            decay = rule.eta * rule.l2 / count
            vw = [rule.momentum * v - decay * x + scale * g for v, x, g in zip(vw, w, sums_w, strict=True)]
            vb = [rule.momentum * v + scale * g for v, g in zip(vb, sums_b, strict=True)]
            w = [x + v for x, v in zip(w, vw, strict=True)]
            b = [x + v for x, v in zip(b, vb, strict=True)]
            self.values.append(self._value(w, b, choice))
            if choice.of_all:
                self.squares += float(np.sum((numbers(w, b, choice) - old) ** 2))

    @staticmethod
    def _gradients(network: Network, i: int) -> tuple[list[Floats], list[Floats]]:
        back = network.backprop(DATA.train.image(i).astype(np.float64), int(DATA.train.labels[i]))
        return back.nabla_w, back.nabla_b

    @staticmethod
    def _value(w: list[Floats], b: list[Floats], choice: WeightChoice) -> float:
        number = numbers(w, b, choice)
        return float(np.sum(number**2) if choice.of_all else number)


@pytest.mark.parametrize("choice", [PIXEL, OUTPUT, BIAS, ROW])
@pytest.mark.parametrize("changes", [{}, {"momentum": 0.6, "eta": 0.5, "l2": 4.0}, {"mini_batch": 130}])
def test_every_number_is_that_of_a_plain_loop(choice: WeightChoice, changes: dict[str, Any]) -> None:
    run = make_run(replace(SETTINGS, **changes))
    run.advance(200 if run.settings.mini_batch == 10 else 130)
    life, plain = told(run, choice), Plain(run, choice)
    exactly = {"rtol": 2e-5, "atol": 1e-6}
    np.testing.assert_allclose(life.values, plain.values, **exactly)
    np.testing.assert_allclose(life.change, plain.values[-1] - plain.values[0], **exactly)
    np.testing.assert_allclose(life.total, plain.values[-1] - plain.values[0], **exactly)
    for name in ("momentum", "l2", "squares"):
        np.testing.assert_allclose(getattr(life, name), getattr(plain, name), **exactly)
    shares, labels = np.array(plain.shares), np.array(plain.labels)
    np.testing.assert_allclose(life.up, shares[shares > 0].sum(), **exactly)
    np.testing.assert_allclose(life.down, shares[shares < 0].sum(), **exactly)
    by_class = [shares[labels == k].sum() for k in range(10)]
    np.testing.assert_allclose(life.by_class, by_class, **exactly)
    size = run.settings.mini_batch
    pushes = shares.reshape(-1, size).sum(axis=1)
    best = life.moves[0]
    assert best.step == int(np.abs(pushes).argmax()) + 1
    its = shares[best.begin : best.end]
    order = np.argsort(-np.abs(its), kind="stable")
    np.testing.assert_allclose(best.shares, its[order], **exactly)
    np.testing.assert_allclose(best.push, pushes[best.step - 1], **exactly)
    np.testing.assert_allclose(best.change, np.diff(plain.values)[best.step - 1], **exactly)
    assert (DATA.train.labels[best.indices] == best.labels).all()


@pytest.mark.parametrize("preset", ["scaled", "cross-entropy", "relu"])
def test_the_sum_closes_in_networks_of_every_kind(preset: str) -> None:
    run = make_run(replace(PRESETS[preset].settings, hidden=(9, 7)))
    run.advance(3 * 230 + 7)
    for choice in (PIXEL, WeightChoice(Neuron(3, 4), 2), WeightChoice(Neuron(3, 4), of_all=True)):
        life = told(run, choice)
        now = numbers(run.trainer.network.weights, run.trainer.network.biases, choice).astype(np.float64)
        assert life.now == pytest.approx(float(np.sum(now**2) if choice.of_all else now), rel=1e-12)
        assert life.total == pytest.approx(life.change, abs=1e-5 * max(1.0, life.up))
        assert life.up != 0


def test_shares_are_what_finite_differences_say() -> None:
    run = make_run()
    run.advance(10)
    best = told(run, PIXEL).moves[0]
    for index, share in zip(best.indices[:3], best.shares[:3], strict=True):
        costs = []
        for nudge in (1e-4, -1e-4):
            w, b = ([x.astype(np.float64) for x in xs] for xs in (run.start.weights, run.start.biases))
            w[0][5, INKED] += nudge
            network = run.start.with_numbers(w, b)
            a = network.forward(DATA.train.image(int(index)).astype(np.float64))[-1]
            costs.append(0.5 * np.sum((a - np.eye(10)[DATA.train.labels[index]]) ** 2))
        slope = (costs[0] - costs[1]) / 2e-4
        assert share == pytest.approx(-3.0 / 10 * slope, rel=1e-4)


@pytest.mark.parametrize(("size", "moment"), [(10, 117), (10, 120), (130, 70)])
def test_an_edit_has_a_line_of_its_own(size: int, moment: int) -> None:
    run = make_run(replace(SETTINGS, mini_batch=size))
    run.advance(moment)
    recording = recording_of(run, OUTPUT)
    recording.extend(moment)  # a look before the edit, which is of the very same moment
    edited = run.trainer.network.copy()
    edited.weights[1][7, 11] += np.float32(0.25)
    run.replace_network(edited, "a weight moved")
    recording.extend(moment)
    life = biography(recording, moment)
    assert life.edits == pytest.approx(0.25)
    assert life.now == float(run.trainer.network.weights[1][7, 11])
    run.advance(150)
    recording.extend(run.examples_seen)
    life = biography(recording, run.examples_seen)
    assert life.edits == pytest.approx(0.25)
    if run.trainer.in_mini_batch == 0:
        assert life.now == float(run.trainer.network.weights[1][7, 11])
    assert life.total == pytest.approx(life.change, abs=1e-5)


def test_an_earlier_moment_is_told_from_the_same_recording() -> None:
    run = make_run()
    run.advance(460)
    recording = recording_of(run, PIXEL)
    recording.extend(460)
    for moment in (0, 5, 200, 230):
        then = kernel.unpack(run.history.at(moment).parameters, run.start.architecture)
        life = biography(recording, moment)
        assert life.now == float(then.weights[0][5, INKED])
        assert life.steps == moment // 10
    assert biography(recording, 0).moves == ()


def test_a_recording_can_be_stopped_and_knows_its_network() -> None:
    run = make_run()
    run.advance(100)
    recording = recording_of(run, PIXEL)
    with pytest.raises(Stopped):
        recording.extend(100, is_wanted=lambda: False)
    heard: list[float] = []
    recording.extend(100, progress=heard.append)
    assert heard[-1] == 1.0
    with pytest.raises(BadInput, match="no such weight"):
        recording_of(run, WeightChoice(Neuron(2, 12), 3))


def test_a_thinned_curve_keeps_what_stands_out() -> None:
    x, y = np.arange(5000), np.zeros(5000)
    y[1234], y[4321] = 3.0, -2.0
    at, values = thinned(x, y, 100)
    assert len(at) <= 102
    assert {(1234.0, 3.0), (4321.0, -2.0), (0.0, 0.0), (4999.0, 0.0)} <= set(zip(at, values, strict=True))
