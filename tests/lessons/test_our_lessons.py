"""The lessons that come with the program, and the template, are read without a fault."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from nnviz.datasets.mnist import load_mnist
from nnviz.explain.figures.figure_values import FIGURE_VALUES
from nnviz.explain.figures.two_two_two_numbers import NAMES, value_of
from nnviz.explain.glossary import GLOSSARY
from nnviz.learning.settings import Settings
from nnviz.lessons import library
from nnviz.lessons.parse import load_lesson, read_lesson
from nnviz.window.lessons.screen_words import vocabulary


@pytest.mark.parametrize("path", [entry.path for entry in library.entries()], ids=lambda path: path.name)
def test_each_is_read(path: Path) -> None:
    lesson = load_lesson(path, vocabulary())
    assert lesson.minutes
    assert lesson.summary


def test_the_template_is_read() -> None:
    template = (library.folder() / "template.md").read_text(encoding="utf-8")
    lesson = read_lesson(template, "template", library.folder(), vocabulary())
    assert len(lesson.pages) == 3
    assert sum(len(page.predictions) for page in lesson.pages) == 2


def test_the_page_for_authors_names_every_panel_and_term() -> None:
    page = (library.folder() / "WRITING.md").read_text(encoding="utf-8")
    for name in vocabulary().panels | vocabulary().terms:
        assert f"`{name}`" in page, name


def test_the_page_for_authors_names_all_that_figures_show() -> None:
    page = (library.folder() / "WRITING.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(" `"): line for line in page.splitlines() if line.startswith("| `")}
    for value in FIGURE_VALUES.values():
        row = rows[value.figure]
        assert all(f"`{name}`" in row for name in (value.name, *value.needs)), value


def test_the_glossary_says_each_thing_once() -> None:
    assert len({term.meaning for term in GLOSSARY.values()}) == len(GLOSSARY)
    assert all(term.meaning.endswith(".") and 1 <= term.chapter <= 12 for term in GLOSSARY.values())


def test_the_blank_pixels_of_lesson_9_are_those_of_its_picture() -> None:
    lesson = load_lesson(library.path_of("09-four-equations"), vocabulary())
    (asked,) = (one for page in lesson.pages for one in page.predictions if "784 pixels" in one.key)
    assert "116 have ink" in asked.key
    assert asked.stated == (load_mnist().test.images[5617] == 0).sum() == 784 - 116


SUM = re.compile(r"(?P<sum>[−(]?\d[\d.\s·+−()]*[\d)]),? is\s+(?P<result>−?\d[\d.]*\d)")
SUMS = {"08-notation": 4, "09-four-equations": 6, "10-by-hand": 10, "12-what-is-left-out": 2}


@pytest.mark.parametrize("name", sorted(library.names()))
def test_sums_that_a_lesson_writes_out_are_right(name: str) -> None:
    text = library.path_of(name).read_text(encoding="utf-8")
    sums = [found for found in SUM.finditer(text) if re.search(r"[·+]|\d\s*−", found["sum"])]
    assert len(sums) >= SUMS.get(name, 0)
    for found in sums:
        written = " ".join(found["sum"].split()).translate(str.maketrans("·−", "*-"))
        assert re.fullmatch(r"[\d.\s*+()-]+", written)
        result = found["result"].replace("−", "-")
        decimals = len(result.partition(".")[2])
        assert round(eval(written), decimals) == float(result), found[0]


def test_lesson_10_compares_as_the_numbers_do() -> None:
    at = {name: value_of(name, 0) for name in NAMES}
    assert 10 < at["cost1"] / at["cost2"] < 12  # "more than ten times as much"
    assert 180 < at["gradient5"] / at["gradient1"] < 200  # "nearly 200 times"
    assert round(at["error_o1"] / at["error_h1"]) == 16  # "a sixteenth"
    assert round(at["h1"] / 0.05) == 12  # "about a twelfth"
    assert max(abs(value_of(f"w{n}", 1) - at[f"w{n}"]) for n in range(1, 9)) < 0.05
    assert 0 < 0.291027924 - value_of("cost", 1) < 1e-6  # the slip costs "less than a millionth"


def test_weights_and_biases_are_as_many_as_lessons_say() -> None:
    numbers = sum(after * (before + 1) for before, after in pairwise(Settings().sizes()))
    texts = [" ".join(one.path.read_text(encoding="utf-8").split()) for one in library.entries()]
    said = [number for text in texts for number in re.findall(r"(\d\d,\d{3}) (?:weights|gradients)", text)]
    assert len(said) >= 3
    assert set(said) == {f"{numbers:,}"}


def test_what_lesson_11_says_of_thirty_epochs_is_what_the_readme_says() -> None:
    """With five seeds each it takes a quarter of an hour, and so it was measured once for both."""
    lesson = library.path_of("11-the-results").read_text(encoding="utf-8")
    figure = r"(\S+ %) \{=figure luck: \w+ at line \d, epoch 30\}"
    told = re.findall(rf"{figure} \({figure} to {figure}\)", lesson)
    readme = (library.folder().parents[1] / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| .* \| (\S+ %) \| (\S+) to (\S+ %) \|$", readme, re.MULTILINE)
    table = [(median, f"{low} %", high) for median, low, high in table]
    assert told == table
    assert len(told) == 6


def test_the_glossary_has_every_symbol_of_the_article() -> None:
    symbols = {term.symbol for term in GLOSSARY.values()}
    article = re.findall(r"\S+", "x w b z a y C m n l η σ σ′ δˡ ∇C ∂ Σ Δ ⊙ wᵀ aᴸ wˡⱼₖ bˡⱼ zˡⱼ aˡⱼ")
    assert set(article) <= symbols
    assert {"epoch", "mini_batch", "sgd", "chain_rule", "feedforward", "backpropagation"} <= set(GLOSSARY)
