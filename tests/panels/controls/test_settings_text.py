from nnviz.learning.settings import Settings
from nnviz.panels.controls import settings_text


def test_a_reset_says_what_will_change() -> None:
    run = Settings()
    assert settings_text.reset_sentence(run, run) == "Starts again from the same untrained weights."
    sentence = settings_text.reset_sentence(
        run, Settings(hidden=(30, 20), initialisation="normal", seed=3, eta=1)
    )
    assert sentence == (
        "Starts again with hidden units 100 → 30,20; initialisation N(0, 1/n) → N(0, 1); seed 0 → 3."
    )
