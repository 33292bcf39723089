"""Share strings: what is told comes back, in no more than 200 characters, and nothing else is believed."""

from __future__ import annotations

import base64
import random
import re
from dataclasses import replace
from zlib import compressobj, crc32

import pytest

from nnviz.errors import BadInput
from nnviz.learning.presets import PRESETS
from nnviz.learning.settings import Settings
from nnviz.runs.recipe import Recipe
from nnviz.runs.snapshot import Change
from nnviz.sessions.share import recipe_in, share_string

ODD = Settings(
    hidden=(2000, 1, 17), activation="tanh", output="softmax", cost="cross-entropy", initialisation="normal",
    eta=0.1 + 0.2, mini_batch=49_999, momentum=0.123456789012345, l2=1e-300, frozen=(2, 4), train_size=50_000,
    seed=2**63 - 1,
)  # fmt: skip


def with_changes(count: int) -> Recipe:
    dice = random.Random(1)
    changes = [Change(0, Settings())]
    for number in range(count):
        eta = dice.choice((0.1, 0.5, 1.0, 3.0, 0.03))
        size = dice.choice((10, 32, 100))
        settings = replace(changes[-1].settings, eta=eta, mini_batch=size, momentum=number / 100)
        changes.append(Change(changes[-1].examples_seen + dice.randrange(1, 10**5), settings))
    return Recipe(tuple(changes), 10**7, 2**32 - 1, 0)


RECIPES = [
    *(Recipe((Change(0, preset.settings),), 1_500_000, 7, 2**31) for preset in PRESETS.values()),
    Recipe((Change(0, ODD), Change(123_457, replace(ODD, eta=5e-324, frozen=()))), 2**53, 1, 2),
    *map(with_changes, (1, 5, 8)),
]


@pytest.mark.parametrize("recipe", RECIPES, ids=range(len(RECIPES)))
def test_what_is_told_comes_back(recipe: Recipe) -> None:
    text = share_string(recipe)
    assert len(text) <= 200
    assert re.fullmatch(
        r"nnviz1-[A-Za-z0-9_-]+", text
    )  # goes through a shell, a mail and an address unharmed
    assert recipe_in(text) == recipe
    assert recipe_in(f"  {text[:50]}\n{text[50:]}\n") == recipe


def test_a_preset_takes_a_line() -> None:
    assert len(share_string(RECIPES[0])) < 60


def test_too_many_changes_are_refused_in_a_sentence() -> None:
    with pytest.raises(BadInput, match=r"changed 60 times .* save the run as a session"):
        share_string(with_changes(60))


def test_any_wrong_character_is_noticed() -> None:
    text = share_string(RECIPES[-1])
    for place in range(len("nnviz1-"), len(text)):
        wrong = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(BadInput):
            recipe_in(wrong)
    for end in range(len(text)):
        with pytest.raises(BadInput):
            recipe_in(text[:end])


def packed(text: str, words: bytes = b"") -> str:
    packer = compressobj(9, 8, -15)
    body = bytes(8) + packer.compress(text.encode()) + packer.flush() + words
    made = crc32(body).to_bytes(4, "big") + body
    return "nnviz1-" + base64.urlsafe_b64encode(made).decode().rstrip("=")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no share string"),
        ("hello", "no share string"),
        ("nnviz1-é", "no share string"),
        ("nnviz1-" + "A" * 9_000, "no share string"),
        ("nnviz2-AAAA", "another version"),
        (packed("5;eta=0"), "learning rate η: .* is needed"),
        (packed("5;eta=1 future=3"), "a setting that this version"),
        (packed("5;output=softmax cost=quadratic"), "softmax"),
        (packed("-5;eta=1"), "no share string"),
        (packed("5;eta=1;x eta=2"), "no share string"),
        (packed("5;eta=1;"), "no share string"),
        (packed("5"), "no share string"),
        (packed("9" * 5_000), "no share string"),
        (packed("5;eta=1", b"more"), "no share string"),
    ],
)
def test_anything_else_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence) as caught:
        recipe_in(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200
