from nnviz.learning.presets import PRESETS, preset_of
from nnviz.learning.settings import Settings


def test_presets_are_recognised_whatever_the_seed() -> None:
    assert preset_of(Settings(seed=9)) == "scaled"
    assert preset_of(PRESETS["article"].settings) == "article"
    assert preset_of(Settings(mini_batch=11)) is None
