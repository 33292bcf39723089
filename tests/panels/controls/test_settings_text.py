import pytest

from nnviz.errors import BadInput
from nnviz.learning.settings import PRESETS, Settings
from nnviz.panels.controls import settings_text


@pytest.mark.parametrize(
    ("text", "eta"),
    [("3", 3.0), ("0.001", 0.001), ("1e6", 1e6), ("1E-3", 0.001), (".5", 0.5), ("1e-9", 1e-9)],
)
def test_eta_in_plain_and_exponent_notation(text: str, eta: float) -> None:
    assert settings_text.parse_eta(text) == eta


@pytest.mark.parametrize("text", ["", "x", "0", "-3", "nan", "inf", "1e400", "0,5", "3 3"])
def test_what_is_no_learning_rate_is_said(text: str) -> None:
    with pytest.raises(BadInput, match="learning rate η"):
        settings_text.parse_eta(text)


def test_the_mini_batch_is_at_most_the_data() -> None:
    assert settings_text.parse_mini_batch("60", 60) == 60
    with pytest.raises(BadInput, match="only 60 training examples"):
        settings_text.parse_mini_batch("61", 60)


@pytest.mark.parametrize("text", ["-1", "1.5", "", "9" * 30])
def test_what_is_no_seed_is_said(text: str) -> None:
    with pytest.raises(BadInput, match="seed"):
        settings_text.parse_seed(text)


@pytest.mark.parametrize(
    ("eta", "up", "down"),
    [(3, 5, 2), (1, 2, 0.5), (0.001, 0.002, 0.0005), (4, 5, 3), (1e6, 2e6, 5e5), (9.99, 10, 5)],
)
def test_the_next_learning_rate(eta: float, up: float, down: float) -> None:
    assert settings_text.next_eta(eta, 1) == up
    assert settings_text.next_eta(eta, -1) == down


def test_presets_are_recognised_whatever_the_seed() -> None:
    assert settings_text.preset_of(Settings(seed=9)) == "scaled"
    assert settings_text.preset_of(PRESETS["article"].settings) == "article"
    assert settings_text.preset_of(Settings(mini_batch=11)) is None


def test_a_reset_says_what_will_change() -> None:
    run = Settings()
    assert settings_text.reset_sentence(run, run) == "Starts again from the same untrained weights."
    sentence = settings_text.reset_sentence(
        run, Settings(hidden=(30, 20), initialisation="normal", seed=3, eta=1)
    )
    assert sentence == (
        "Starts again with hidden units 100 → 30,20; initialisation N(0, 1/n) → N(0, 1); seed 0 → 3."
    )
