from __future__ import annotations

import numpy as np
import pytest

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.walk import Walk
from nnviz.learning.network import Network
from nnviz.panels.backprop_steps.attention import most_telling, path_of
from nnviz.panels.backprop_steps.check_view import short_verdict, verdict
from nnviz.panels.backprop_steps.equations import Column, equation_rows
from nnviz.panels.backprop_steps.explanations import explain_operator, explain_quantity
from nnviz.panels.backprop_steps.keyboard_cursor import Move, moved
from nnviz.panels.backprop_steps.moving_parts import links_of, parts_of
from nnviz.panels.backprop_steps.stage_words import words
from nnviz.panels.backprop_steps.stages import Kind, stages
from tests.explain.walks import ink, make_walk

Q = Quantity


@pytest.fixture(scope="module")
def walk() -> Walk:
    return make_walk(Network((784, 30, 12, 10), seed=5), ink(), label=7)


def test_three_layers_make_nine_stages_and_each_more_makes_two_more() -> None:
    assert [stage.kind for stage in stages(3)] == list(Kind)
    assert [len(stages(layers)) for layers in (2, 3, 4, 5)] == [7, 9, 11, 13]


def test_hidden_stages_go_forward_and_back() -> None:
    forward = [stage.layer for stage in stages(5) if stage.kind is Kind.HIDDEN]
    back = [stage.layer for stage in stages(5) if stage.kind is Kind.HIDDEN_ERROR]
    assert forward == [2, 3, 4]
    assert back == [4, 3, 2]


def test_every_column_is_an_array_of_the_walk_and_explained(walk: Walk) -> None:
    for stage in stages(walk.layers):
        for row in equation_rows(stage, walk.architecture):
            for item in row.items:
                if isinstance(item, Column):
                    entry = item.entry
                    assert walk.array(entry.quantity, entry.layer).size == np.prod(walk.shape(entry))
                    assert len(explain_quantity(entry, walk.architecture)) > 20
                elif item.head:
                    assert explain_operator(item.head)


def test_each_stage_shows_what_it_finds(walk: Walk) -> None:
    for stage in stages(walk.layers):
        if stage.kind in (Kind.GRADIENTS, Kind.STEP):
            continue
        columns = [item for row in equation_rows(stage, walk.architecture) for item in row.items]
        assert any(isinstance(item, Column) and item.entry == stage.focus for item in columns)


def test_words_name_the_numbers_of_the_walk(walk: Walk) -> None:
    told = {stage.kind: words(walk, stage)[0] for stage in stages(walk.layers)}
    assert str(int(np.count_nonzero(walk.image))) in told[Kind.PIXELS]
    assert f"Output {walk.prediction}" in told[Kind.OUTPUTS]
    assert "C = " in told[Kind.COST]
    assert "must rise" in told[Kind.OUTPUT_ERROR] or "must fall" in told[Kind.OUTPUT_ERROR]
    assert "η = 3" in told[Kind.STEP]
    assert ("falls" in told[Kind.AGAIN]) == (walk.cost_after < walk.cost)


def test_words_say_that_a_saturated_mistake_cannot_be_mended() -> None:
    network = Network((784, 30, 10), seed=5)
    network.biases[1][2] = 40
    here = words(make_walk(network, ink(), label=7), stages(3)[4])[0]
    assert "Output 2 is badly wrong but saturated" in here


def test_words_of_broken_networks() -> None:
    network = Network((784, 30, 10), seed=5)
    network.weights[1][0, :7] = np.nan
    walk = make_walk(network, ink())
    assert all("7 of the" in words(walk, stage)[0] for stage in stages(3))


def test_the_chain_rule_multiplies_to_the_gradient(walk: Walk) -> None:
    for layer in (2, 3, 4):
        weight = Entry(Q.WEIGHT_GRADIENT, layer, 3, int(np.flatnonzero(walk.image)[0]) if layer == 2 else 5)
        product = np.prod([link.value for link in links_of(walk, weight)])
        assert product == pytest.approx(walk.value(weight))
        keys = [part.key for part in parts_of(walk, weight)]
        assert ("y" in keys) == (layer == 4)


def test_most_telling_is_the_largest(walk: Walk) -> None:
    error = stages(walk.layers)[5]
    entry = most_telling(walk, error)
    assert entry == Entry(Q.ERROR, 4, int(np.argmax(np.abs(walk.result.deltas[-1]))))
    gradient = most_telling(walk, stages(walk.layers)[8])
    assert abs(walk.value(gradient)) == max(np.abs(array).max() for array in walk.result.nabla_w)


def test_paths_lead_to_the_number_that_is_looked_at(walk: Walk) -> None:
    assert path_of(walk, Entry(Q.WEIGHT, 3, 5, 7)) == Entry(Q.WEIGHT_GRADIENT, 3, 5, 7)
    unit = path_of(walk, Entry(Q.ERROR, 3, 5))
    assert (unit.layer, unit.j) == (3, 5)
    assert unit.k == int(np.argmax(np.abs(walk.result.nabla_w[1][5])))
    pixel = path_of(walk, Entry(Q.ACTIVATION, 1, 300))
    assert (pixel.layer, pixel.k) == (2, 300)


def test_keys_move_from_number_to_number(walk: Walk) -> None:
    columns = [Entry(Q.ACTIVATION, 4), Entry(Q.TARGET, 4), Entry(Q.WEIGHT, 4), Entry(Q.COST, 4)]
    at = Entry(Q.ACTIVATION, 4, 9)
    assert moved(walk, columns, at, Move.DOWN) == Entry(Q.ACTIVATION, 4, 0)
    assert moved(walk, columns, at, Move.UP) == Entry(Q.ACTIVATION, 4, 8)
    assert moved(walk, columns, at, Move.COLUMN_LEFT) == at
    there = moved(walk, columns, at, Move.COLUMN_RIGHT)
    assert there == Entry(Q.TARGET, 4, 9)
    weight = moved(walk, columns, there, Move.COLUMN_RIGHT)
    assert weight == Entry(Q.WEIGHT, 4, 9, 0)
    assert moved(walk, columns, weight, Move.ROW_BACK) == Entry(Q.WEIGHT, 4, 9, 11)
    assert moved(walk, columns, weight, Move.COLUMN_RIGHT) == Entry(Q.COST, 4)
    assert moved(walk, columns, Entry(Q.COST, 4), Move.DOWN) == Entry(Q.COST, 4)


def test_verdicts() -> None:
    from nnviz.explain.gradient_check import check_gradients

    walk = make_walk(Network((784, 20, 10), seed=1), ink())
    check = check_gradients(walk)
    assert verdict(check).startswith("✓ All 15,910 gradients")
    assert short_verdict(check).startswith("Check ✓")
    walk.result.nabla_b[1][0] += 1
    wrong = check_gradients(walk)
    assert "do not agree" in verdict(wrong)
    assert short_verdict(wrong).startswith("Check ✗")
