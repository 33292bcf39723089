"""The lessons that come with the program, and the template, are read without a fault."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nnviz.datasets.mnist import load_mnist
from nnviz.explain.figures.figure_values import FIGURE_VALUES
from nnviz.explain.glossary import GLOSSARY
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


def test_the_page_for_authors_names_every_panel_and_value() -> None:
    page = (library.folder() / "WRITING.md").read_text(encoding="utf-8")
    for name in vocabulary().panels:
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


def test_the_glossary_has_every_symbol_of_the_article() -> None:
    symbols = {term.symbol for term in GLOSSARY.values()}
    article = re.findall(r"\S+", "x w b z a y C m n l η σ σ′ δˡ ∇C ∂ Σ Δ ⊙ wᵀ aᴸ wˡⱼₖ bˡⱼ zˡⱼ aˡⱼ")
    assert set(article) <= symbols
    assert {"epoch", "mini_batch", "sgd", "chain_rule", "feedforward", "backpropagation"} <= set(GLOSSARY)
