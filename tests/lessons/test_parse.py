"""Lessons are read into pages; every fault is answered with its line, what is wrong and how to mend it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image

from nnviz.errors import BadInput
from nnviz.lessons import library
from nnviz.lessons.amounts import Amount, Until
from nnviz.lessons.document import Hint, Items, Lesson, Maths, Paragraph, Picture, RunOn, SetUp, Words
from nnviz.lessons.fault import BadLesson, Fault
from nnviz.lessons.lesson_text import MOST_BYTES
from nnviz.lessons.parse import load_lesson, read_lesson
from nnviz.lessons.vocabulary import Vocabulary

FRONT = "---\ntitle: Trial\nchapter: 3\nminutes: 6\n---\n"
WORDS = Vocabulary(
    frozenset({"hidden_units", "learning_curve"}),
    {"neuron": frozenset({"w1"})},
    frozenset({"other"}),
    frozenset({"eta"}),
)


def read(text: str, folder: Path = Path("/nowhere")) -> Lesson:
    return read_lesson(FRONT + text, "trial", folder, WORDS)


def faults(text: str, folder: Path = Path("/nowhere")) -> tuple[Fault, ...]:
    with pytest.raises(BadLesson) as caught:
        read(text, folder)
    return caught.value.faults


def test_pages_begin_with_headings_and_words_keep_their_marks() -> None:
    lesson = read(
        "Before.\n\n## First\n\nA **bold** [unit](unit:42) and $a_1$.\n\n## Second\n\n1. one\n2. two\n"
    )
    assert (lesson.title, lesson.chapter, lesson.minutes) == ("Trial", 3, 6)
    assert [page.title for page in lesson.pages] == ["Trial", "First", "Second"]
    (paragraph,) = lesson.pages[1].blocks
    assert paragraph == Paragraph(
        (
            Words("A "),
            Words("bold", strong=True),
            Words(" "),
            Words("unit", target="unit:42"),
            Words(" and "),
            Maths("a_1"),
            Words("."),
        )
    )
    (items,) = lesson.pages[2].blocks
    assert isinstance(items, Items)
    assert items.first == 1
    assert len(items.items) == 2


def test_directives_are_read() -> None:
    lesson = read(
        "## P\n\n::: set\n- preset: relu\n- image: test 5\n:::\n\n::: run 2 epochs :::\n\n"
        "::: run until test_accuracy > 90 %, at most 3 epochs :::\n\n"
        "::: hint Look\nThere.\n:::\n\n::: figure neuron\n- w1: -2\n:::\n"
    )
    (page,) = lesson.pages
    setup, fixed, until = page.steps
    assert isinstance(setup, SetUp)
    assert setup.settings == (("preset", "relu"),)
    assert isinstance(fixed, RunOn)
    assert fixed.training == Amount(2, "epoch")
    assert isinstance(until, RunOn)
    assert isinstance(until.training, Until)
    assert until.training.most == Amount(3, "epoch")
    hint, figure = page.blocks
    assert hint == Hint("Look", (Paragraph((Words("There."),)),))
    assert figure.numbers == (("w1", -2.0),)


def test_predictions_are_read() -> None:
    lesson = read(
        "## P\n\n::: predict choice\nWhich?\n\n- [ ] this\n\n  Not this.\n- [x] that\n- run: 1 epoch\n"
        "- truth: test_accuracy > 90 %\n:::\n\n"
        "::: predict number\nHow many?\n\n- truth: 12\n- within: 2\n:::\n\n"
        "::: predict curve\nDraw.\n\n- truth: test_accuracy\n- run: 1 epoch\n:::\n"
    )
    choice, number, curve = lesson.pages[0].predictions
    assert [one.is_right for one in choice.choices] == [False, True]
    assert choice.choices[0].comment == (Paragraph((Words("Not this."),)),)
    assert (choice.key, choice.runs) == ("Which?", (Amount(1, "epoch"),))
    assert (number.stated, number.within) == (12.0, 2.0)
    assert str(curve.truth) == "test_accuracy"


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("<b>x</b>", 6, "HTML"),
        ("<script>x</script>", 6, "HTML"),
        ("[x](https://example.org)", 6, "leads outside"),
        ("[x](javascript:alert(1))", 6, "leads outside"),
        ("a\nb [x](panel:nothing)", 7, "no panel “nothing”"),
        ("![x](../secret.png)", 6, "outside the lesson's folder"),
        ("![x](/etc/passwd)", 6, "outside the lesson's folder"),
        ("![x](https://example.org/a.png)", 6, "outside the lesson's folder"),
        ("![x](none.png)", 6, "no picture “none.png”"),
        ("::: dance :::", 6, "no directive “dance”"),
        ("::: set\n- eta: -1\n:::", 6, "learning rate η"),
        ("::: set\n- colour: blue\n:::", 7, "knows no “colour”"),
        ("::: set\n- eta: 1\n- go on: yes\n- hidden: 30\n:::", 6, "cannot change on the way"),
        ("::: set\n- output: softmax\n- cost: quadratic\n:::", 6, "softmax"),
        ("::: run 1 parsec :::", 6, "no amount"),
        ("::: run until pinned is none :::", 6, "cannot wait"),
        ("::: show curve :::", 6, "no panel “curve”"),
        ("::: figure none :::", 6, "no figure “none”"),
        ("::: figure neuron\n- w9: 1\n:::", 7, "knows no “w9”"),
        ("::: check unit 900 is switched off :::", 6, "no unit 900"),
        ("::: check glory > 3 :::", 6, "no value “glory”"),
        ("::: check __import__('os') :::", 6, "no condition"),
        ("::: predict choice\nQ?\n\n- [ ] a\n- [ ] b\n:::", 6, "not exactly one choice"),
        ("::: predict number\nQ?\n\n- truth: 3\n:::", 6, "how near is near"),
        ("::: hint\nx", 6, "never closed"),
        ("::set\n- eta: 1\n:::", 8, "closes nothing"),
        ("::: set\n- learning rate: 1\n:::", 7, "knows no “learning rate”"),
        ("12 % {=answer after 1 epoch}", 6, "no number of a run"),
        ("many {=test_accuracy after 1 epoch}", 6, "no number stands before"),
        ("1\n\n" + "a b " * 3000, 8, "without an empty line"),
        ("[x](page:2)", 6, "no page 2"),
        ("[x](page:0)", 6, "no page"),
        ("::: figure neuron\n- w1: 1e999\n:::", 6, "no number"),
        ("::: predict number\nQ?\n\n- truth: 3\n- within: -1\n:::", 6, "no guess is so near"),
        ("x\n\n## Q\n", 8, "no words"),
        ("x\n\0", 7, "invisible character"),
        ("x\r\rb\r<b>", 9, "HTML"),
    ],
)
def test_a_fault_has_its_line_and_a_way_to_mend_it(text: str, line: int, wrong: str) -> None:
    found = faults(text)
    assert any(fault.line == line and wrong in fault.wrong for fault in found), found
    assert all(fault.mend.endswith(".") for fault in found)


def test_all_faults_are_told_at_once() -> None:
    assert len(faults("::: dance :::\n\n<b>\n\n![x](none.png)\n")) == 3


def test_a_fault_is_one_sentence_that_can_be_read() -> None:
    fault, *_ = faults("x\n\n::: " + "dance" * 800 + " :::")
    assert len(fault.sentence) < 300
    assert Fault(3, "“a\n b” is no c", "Write\td.").sentence == "line 3: “a b” is no c. Write d."


def test_whatever_an_author_mistypes_is_answered_with_a_line() -> None:
    """A hundred and fifty spoilt copies of the template."""
    template = (library.folder() / "template.md").read_text(encoding="utf-8")
    lucky = random.Random(3)
    scraps = (":::", "- ", "$", "{=", "[", "](", "<", "`", "> " * 40, "\n", "\r\n", "\0", "9" * 5000, " and ")
    refused: list[BadLesson] = []
    said: list[tuple[Fault, int]] = []
    for _ in range(150):
        text = template
        for _ in range(lucky.randint(1, 4)):
            begin = lucky.randrange(len(text))
            end = begin + lucky.choice([0, 0, 1, 8, 60])
            text = text[:begin] + lucky.choice([*scraps, text[begin:end] * 30]) + text[end:]
        try:
            read_lesson(text, "spoilt", Path("/nowhere"), WORDS)
        except BadLesson as bad:
            refused.append(bad)
            last = text.replace("\r\n", "\n").count("\n") + 1
            said += [(fault, last) for fault in bad.faults]
    assert len(refused) > 100
    assert all(1 <= fault.line <= last and len(fault.sentence) < 700 for fault, last in said)


def test_front_matter_must_make_sense(tmp_path: Path) -> None:
    for text, wrong in {
        "# no front": "no front matter",
        "---\nminutes: 3\n---\n## P\nx": "no title",
        "---\ntitle: x\nminutes: long\n---\n## P\nx": "whole number",
        "---\ntitle: x\nfigures:\n- 3 apples\n---\n## P\nx": "states no figure",
        "---\ntitle: x\n---\n": "no page",
    }.items():
        with pytest.raises(BadLesson, match=wrong):
            read_lesson(text, "x", tmp_path, WORDS)


def test_pictures_come_from_the_lessons_own_folder(tmp_path: Path) -> None:
    inside = tmp_path / "lesson"
    inside.mkdir()
    Image.new("L", (4, 4)).save(tmp_path / "outside.png")
    Image.new("L", (4, 4)).save(inside / "own.png")
    (inside / "led.png").symlink_to(tmp_path / "outside.png")
    assert read("![a dot](own.png)", inside).pages[0].blocks == (Picture(inside / "own.png", "a dot"),)
    assert "outside" in faults("![x](led.png)", inside)[0].wrong


def test_files_that_are_no_lesson_are_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.lesson.md"
    path.write_bytes(b"x" * (MOST_BYTES + 1))
    with pytest.raises(BadInput, match="longer than"):
        load_lesson(path, WORDS)
    path.write_bytes(b"---\ntitle: \xff\n---\n")
    with pytest.raises(BadLesson, match="UTF-8"):
        load_lesson(path, WORDS)
    with pytest.raises(BadInput, match="does not exist"):
        load_lesson(tmp_path / "none.lesson.md", WORDS)
    with pytest.raises(BadInput, match="it is a folder"):
        load_lesson(tmp_path, WORDS)


def test_ours_are_found_by_name_and_by_chapter() -> None:
    for entry in library.entries():
        assert library.path_of(entry.name) == entry.path
        if entry.chapter is not None:
            assert library.path_of(str(entry.chapter)) == entry.path
    with pytest.raises(BadInput, match="no lesson “nothing”"):
        library.path_of("nothing")


def test_what_is_said_of_a_guess_may_state_figures() -> None:
    question = "::: predict number\nQ?\n\n- truth: 3\n- within: 1\n- near: It is\n  95 % {=test_accuracy}.\n"
    (page,) = read(f"## A\n\n{question}- off: $a$ is 3 {{=eta}}.\n:::\n").pages
    (asked,) = page.predictions
    assert [(claim.stated, claim.line) for claim in page.claims] == [("95 %", 14), ("3", 15)]
    assert [getattr(span, "text", "") for span in asked.near] == ["It is", " ", "95 %", "."]
    assert asked.off[0] == Maths("a")
