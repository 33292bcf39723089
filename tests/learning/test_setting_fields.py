"""The table of settings: every field is read, checked and written, and what is wrong is said."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from nnviz.errors import BadInput
from nnviz.learning.setting_fields import FIELDS, Field
from nnviz.learning.settings import Settings, difference_text

ALL = list(FIELDS.values())
SENSELESS = [None, True, [], {}, "", "\ud800", -1, float("nan"), float("inf"), 10**400, (0.5,), ("1",)]


def other_value(field: Field) -> object:
    """A value that the field can have and does not have by default."""
    return field.other(getattr(Settings(), field.name))


def test_settings_have_the_fields_of_the_table() -> None:
    assert {field.name for field in dataclasses.fields(Settings)} == set(FIELDS)


@pytest.mark.parametrize("field", ALL, ids=list(FIELDS))
def test_what_is_written_is_read_again(field: Field) -> None:
    for value in (getattr(Settings(), field.name), other_value(field)):
        assert field.parse(f" {field.kind.text(value)} ") == value
        assert field.from_json(field.kind.to_json(value)) == value


@pytest.mark.parametrize("field", ALL, ids=list(FIELDS))
def test_the_other_value_is_another_and_is_named(field: Field) -> None:
    other = Settings().having(field.name, other_value(field))
    assert other != Settings()
    assert field.brief(other_value(field)) in difference_text(Settings(), other).split(", ")


@pytest.mark.parametrize("field", ALL, ids=list(FIELDS))
@pytest.mark.parametrize("value", SENSELESS, ids=repr)
def test_senseless_values_are_refused_in_a_sentence_that_names_the_setting(
    field: Field, value: object
) -> None:
    with pytest.raises(BadInput) as wrong:
        field.check(value)
    assert str(wrong.value).startswith(f"{field.caption}: ")
    assert str(wrong.value).isprintable()
    with pytest.raises(BadInput):
        Settings(**{field.name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ALL, ids=list(FIELDS))
@pytest.mark.parametrize("text", ["", "?", "-1", "nan", "inf", "1e400", "3 3", "9" * 5000])
def test_a_text_that_is_no_value_is_said(field: Field, text: str) -> None:
    with pytest.raises(BadInput) as wrong:
        field.parse(text)
    assert str(wrong.value).startswith(f"{field.caption}: ")
    assert len(str(wrong.value)) < 200


@pytest.mark.parametrize("field", [field for field in ALL if field.options], ids=lambda field: field.name)
def test_every_option_can_be_had_and_is_explained(field: Field) -> None:
    for option in field.options:
        field.check(option.value)
        assert field.kind.words(option.value) == option.title
        assert option.explanation.endswith(".")
    assert len({option.title for option in field.options}) == len(field.options)


@pytest.mark.parametrize(
    ("text", "eta"),
    [("3", 3.0), ("0.001", 0.001), ("1e6", 1e6), ("1E-3", 0.001), (".5", 0.5), ("1e-9", 1e-9)],
)
def test_eta_in_plain_and_exponent_notation(text: str, eta: float) -> None:
    assert FIELDS["eta"].parse(text) == eta


@pytest.mark.parametrize("text", ["0", "-3", "0,5"])
def test_what_is_no_learning_rate_is_said(text: str) -> None:
    with pytest.raises(BadInput, match="learning rate η"):
        FIELDS["eta"].parse(text)


@pytest.mark.parametrize(
    ("eta", "up", "down"),
    [(3, 5, 2), (1, 2, 0.5), (0.001, 0.002, 0.0005), (4, 5, 3), (1e6, 2e6, 5e5), (9.99, 10, 5)],
)
def test_the_next_learning_rate(eta: float, up: float, down: float) -> None:
    kind = FIELDS["eta"].kind
    assert (kind.neighbour(eta, 1), kind.neighbour(eta, -1)) == (up, down)


def test_numbers_of_numpy_are_numbers() -> None:
    assert Settings(hidden=(np.int64(3),), eta=np.float32(0.5), mini_batch=np.int32(4)).mini_batch == 4


def test_the_mini_batch_is_at_most_the_data() -> None:
    Settings(mini_batch=60).check_for(60)
    for wrong in (Settings(mini_batch=61), Settings(train_size=61)):
        with pytest.raises(BadInput, match="only 60 training examples, not 61"):
            wrong.check_for(60)


def test_the_mini_batch_is_at_most_the_part_trained_on() -> None:
    assert Settings(mini_batch=100, train_size=100).train_size == 100
    with pytest.raises(BadInput, match="mini-batch: there are only 100 training examples, not 101"):
        Settings(mini_batch=101, train_size=100)


@pytest.mark.parametrize(("count", "up", "down"), [(1_000, 2_000, 500), (0, 0, 20_000), (777, 1_000, 500)])
def test_the_next_number_of_training_examples(count: int, up: int, down: int) -> None:
    kind = FIELDS["train_size"].kind
    assert (kind.neighbour(count, 1), kind.neighbour(count, -1)) == (up, down)


def test_a_cost_and_outputs_that_do_not_go_together_are_one_sentence() -> None:
    with pytest.raises(BadInput, match="the quadratic cost does not go with softmax outputs"):
        Settings(output="softmax")


def test_the_partner_gives_way() -> None:
    softmax = Settings().having("output", "softmax")
    assert softmax == Settings(output="softmax", cost="cross-entropy")
    assert softmax.having("cost", "quadratic") == Settings()
    assert Settings().having("cost", "cross-entropy").output == "sigmoid"
    with pytest.raises(BadInput, match="learning rate"):
        Settings().having("eta", 0.0)


def test_settings_make_the_network_they_say() -> None:
    settings = Settings(hidden=(12,), activation="relu", output="softmax", cost="cross-entropy")
    kind = settings.new_network().architecture
    assert (kind.activation, kind.output, kind.cost) == ("relu", "softmax", "cross-entropy")
    assert kind == settings.architecture()


@pytest.mark.parametrize(("text", "layers"), [("none", ()), ("3", (3,)), (" 3, 2 ", (2, 3)), ("2,2", (2,))])
def test_layers_as_people_write_them(text: str, layers: tuple[int, ...]) -> None:
    assert FIELDS["frozen"].parse(text) == layers


@pytest.mark.parametrize("text", ["1", "0,2", "two", "2;3"])
def test_what_is_no_layer_is_said(text: str) -> None:
    with pytest.raises(BadInput, match="frozen layers"):
        FIELDS["frozen"].parse(text)


def test_only_layers_that_there_are_can_be_frozen() -> None:
    assert Settings(hidden=(30, 20), frozen=(2, 4)).frozen == (2, 4)
    with pytest.raises(BadInput, match="frozen layers: from 2 to 3, not 4"):
        Settings(frozen=(4,))


@pytest.mark.parametrize(("value", "up", "down"), [(0, 0.5, 0), (0.9, 0.95, 0.8), (0.99, 0.99, 0.95)])
def test_the_next_momentum(value: float, up: float, down: float) -> None:
    kind = FIELDS["momentum"].kind
    assert (kind.neighbour(value, 1), kind.neighbour(value, -1)) == (up, down)
