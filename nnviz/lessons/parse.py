"""A lesson's text becomes pages; every fault is noted with its line, and nothing in it is carried out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from markdown_it.tree import SyntaxTreeNode

from nnviz.lessons import directives, markdown
from nnviz.lessons.claims import Claim
from nnviz.lessons.conditions import Condition
from nnviz.lessons.directives import AtLine, Option
from nnviz.lessons.document import (
    Block,
    Check,
    Choice,
    Code,
    Formula,
    Heading,
    Hint,
    Items,
    Lesson,
    Page,
    Paragraph,
    Picture,
    Quote,
    Spans,
    Step,
)
from nnviz.lessons.fault import BadLesson, Fault, Wrong
from nnviz.lessons.front_matter import FrontMatter, read_front_matter
from nnviz.lessons.lesson_files import picture_in
from nnviz.lessons.lesson_text import text_of, unreadable, with_plain_ends
from nnviz.lessons.library import SUFFIX
from nnviz.lessons.plain import plain_text
from nnviz.lessons.setups import courses
from nnviz.lessons.spans import SpanReader
from nnviz.lessons.vocabulary import Vocabulary

MOST_PAGES = 60


def load_lesson(path: Path, vocabulary: Vocabulary) -> Lesson:
    """The lesson in a file. Raises `BadInput`; a `BadLesson` has all of its faults."""
    return read_lesson(text_of(path), path.name.removesuffix(SUFFIX), path.parent, vocabulary)


def read_lesson(text: str, name: str, folder: Path, vocabulary: Vocabulary) -> Lesson:
    """The lesson in a text, with its pictures in `folder`. Raises `BadLesson`."""
    text = with_plain_ends(text)
    if fault := unreadable(text):
        raise BadLesson(name + SUFFIX, [fault])
    reader = _Reader(text, folder, vocabulary)
    lesson = reader.lesson(name)
    courses(lesson, reader.faults)
    if reader.faults:
        raise BadLesson(name + SUFFIX, reader.faults)
    return lesson


class _Reader:
    """Goes through the tree once."""

    def __init__(self, text: str, folder: Path, vocabulary: Vocabulary) -> None:
        self._text, self._folder, self._words = text, folder, vocabulary
        self._source = text.split("\n")
        self.faults: list[Fault] = []
        self._claims: list[Claim] = []
        self._steps: list[Step] = []
        self._spans = SpanReader(vocabulary, self.faults, self._claims)

    def lesson(self, name: str) -> Lesson:
        tree = markdown.parse(self._text)
        front = self._front_matter(tree)
        pages = tuple(self._pages(tree, front.title))
        self._check_pages(pages)
        return Lesson(
            name,
            front.title,
            pages,
            self._folder,
            chapter=front.chapter,
            minutes=front.minutes,
            summary=front.summary,
            claims=front.claims,
        )

    def _front_matter(self, tree: SyntaxTreeNode) -> FrontMatter:
        first = tree.children[0] if tree.children else None
        if first is None or first.type != "front_matter":
            self._note(1, "the lesson has no front matter", "Begin with “---”, “title: …” and “---” again.")
            return FrontMatter("?")
        return read_front_matter(first.content, self.faults)

    def _pages(self, tree: SyntaxTreeNode, title: str) -> Iterator[Page]:
        line, blocks = 1, list[Block]()
        for node in tree.children:
            if node.type == "front_matter" or (node.type == "heading" and node.tag == "h1"):
                continue
            if node.type == "heading" and node.tag == "h2":
                if blocks or self._steps or line > 1:
                    yield self._page(title, line, blocks)
                title, line, blocks = plain_text(self._inline(node)), _line(node), []
            else:
                blocks += self._block(node)
        if blocks or self._steps or line > 1:
            yield self._page(title, line, blocks)

    def _check_pages(self, pages: Sequence[Page]) -> None:
        """There are some, and not too many; each has words, and no question is asked twice."""
        if not pages:
            self._note(1, "the lesson has no page", "Begin one with a heading “## Its title”.")
        if len(pages) > MOST_PAGES:
            line = pages[MOST_PAGES].line
            self._note(line, f"this is page {MOST_PAGES + 1}", f"Take {MOST_PAGES} at most.")
        asked = Counter(question.key for page in pages for question in page.predictions)
        for page in pages:
            if not page.blocks and not self.faults:
                self._note(page.line, "this page has no words", "Write some below its title.")
            for question in page.predictions:
                if asked[question.key] > 1:
                    self._note(question.line, "the same question is asked twice", "Ask it in other words.")
        for line, number in self._spans.pages_named:
            if number > len(pages):
                self._note(line, f"there is no page {number}", f"There are {len(pages)}.")

    def _page(self, title: str, line: int, blocks: list[Block]) -> Page:
        page = Page(title, line, tuple(blocks), tuple(self._steps), tuple(self._claims))
        self._steps.clear()
        self._claims.clear()
        return page

    def _blocks(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
        return tuple(block for node in nodes for block in self._block(node))

    def _block(self, node: SyntaxTreeNode) -> list[Block]:
        match node.type:
            case "paragraph":
                return [self._paragraph(node)]
            case "heading":
                return [Heading(int(node.tag[1]), self._inline(node))]
            case "bullet_list" | "ordered_list":
                first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
                return [Items(tuple(self._blocks(item.children) for item in node.children), first)]
            case "blockquote":
                return [Quote(self._blocks(node.children))]
            case "fence" | "code_block":
                return [Code(node.content.rstrip("\n"))]
            case "math_block":
                return [Formula(self._spans.formula(node.content, _line(node)))]
            case markdown.BLOCK | markdown.LINE:
                return self._directive(node)
            case "html_block":
                self._note(_line(node), "this is HTML, which lessons do not have", "Take it out.")
            case "hr":
                pass
            case other:
                self._note(_line(node), f"lessons have no {other}", "Take it out.")
        return []

    def _paragraph(self, node: SyntaxTreeNode) -> Block:
        inline = node.children[0]
        if [child.type for child in inline.children] == ["image"]:
            image = inline.children[0]
            try:
                return Picture(picture_in(self._folder, str(image.attrs.get("src", ""))), image.content)
            except Wrong as wrong:
                self.faults.append(wrong.at(_line(node)))
                return Paragraph(())
        return Paragraph(self._inline(node))

    def _inline(self, node: SyntaxTreeNode) -> Spans:
        return self._spans.spans(node.children[0].children if node.children else (), _line(node))

    def _directive(self, node: SyntaxTreeNode) -> list[Block]:
        line = _line(node)
        name, _, argument = node.info.strip().partition(" ")
        if not name:
            how = "Look above it: a directive begins with “:::”, a space and its name, such as “::: set”."
            self._note(line, "this “:::” closes nothing", how)
            return []
        if node.type == markdown.BLOCK and not self._is_closed(node):
            self._note(line, f"“{name}” is never closed", "Put a line “:::” after it.")
            return []
        try:
            return self._read(name, argument.strip(), node)
        except AtLine as wrong:
            self.faults.append(wrong.at(wrong.line))
        except Wrong as wrong:
            self.faults.append(wrong.at(line))
        return []

    def _read(self, name: str, argument: str, node: SyntaxTreeNode) -> list[Block]:
        line, words = _line(node), self._words
        match name:
            case "set":
                self._steps.append(directives.read_set(line, self._options(node), words, self._folder))
            case "run":
                self._steps.append(directives.read_run(line, argument, self._options(node)))
            case "show":
                self._steps.append(directives.read_show(line, argument, self._options(node), words))
            case "figure":
                return [directives.read_figure(line, argument, self._options(node), words)]
            case "predict":
                return [self._predict(argument, node)]
            case "check":
                condition = Condition.read(argument)
                self._check_panels(condition)
                return [Check(line, condition, self._blocks(node.children))]
            case "hint":
                return [Hint(argument or "Hint", self._blocks(node.children))]
            case _:
                raise Wrong(
                    f"there is no directive “{name}”", f"Directives are {', '.join(directives.NAMES)}."
                )
        return []

    def _predict(self, kind: str, node: SyntaxTreeNode) -> Block:
        question: list[Block] = []
        choices: list[Choice] = []
        options: list[Option] = []
        comments: dict[str, Spans] = {"near": (), "off": ()}
        for child in node.children:
            if child.type != "bullet_list":
                question += self._block(child)
                continue
            for item in child.children:
                text = _first_text(item)
                if text[:3].lower() in ("[ ]", "[x]"):
                    choices.append(self._choice(item, text))
                else:
                    options.append(self._option(item))
                    if (key := options[-1].key) in comments:
                        comments[key] = self._inline_of(item, text.partition(":")[2])
        made = directives.read_predict(_line(node), kind, tuple(question), tuple(choices), options)
        if made.condition is not None:
            self._check_panels(made.condition)
        key = " ".join(plain_text(made.question).split())[:200]
        return replace(made, key=key, near=comments["near"], off=comments["off"])

    def _choice(self, item: SyntaxTreeNode, text: str) -> Choice:
        spans = self._inline_of(item, text[3:])
        return Choice(spans, text[1].lower() == "x", self._blocks(item.children[1:]))

    def _inline_of(self, item: SyntaxTreeNode, text: str) -> Spans:
        """The spans of what a list item begins with, or of a part of it."""
        return self._spans.spans(markdown.parse_inline(text.strip()), _line(item))

    def _options(self, node: SyntaxTreeNode) -> list[Option]:
        """The lines "- key: value" of a directive that has nothing else. Raises `Wrong`."""
        options = []
        for child in node.children:
            if child.type != "bullet_list":
                raise AtLine(
                    _line(child), "only lines “- key: value” stand here", "Write such, or close it before."
                )
            options += [self._option(item) for item in child.children]
        return options

    def _option(self, item: SyntaxTreeNode) -> Option:
        key, colon, value = _first_text(item).partition(":")
        if not colon:
            raise AtLine(_line(item), f"“{key[:40]}” is no “key: value”", "Write “- key: value”.")
        return Option(_line(item), key.strip(), " ".join(value.split()))

    def _check_panels(self, condition: Condition) -> None:
        for name in condition.panels:
            if name not in self._words.panels:
                names = ", ".join(sorted(self._words.panels))
                raise Wrong(f"there is no panel “{name}”", f"There are: {names}.")

    def _is_closed(self, node: SyntaxTreeNode) -> bool:
        end = node.map[1] if node.map else 0
        return end < len(self._source) and self._source[end].strip().startswith(":::")

    def _note(self, line: int, wrong: str, mend: str) -> None:
        self.faults.append(Fault(line, wrong, mend))


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1


def _first_text(item: SyntaxTreeNode) -> str:
    """The source of a list item's first paragraph."""
    if item.children and item.children[0].type == "paragraph":
        return item.children[0].children[0].content
    return ""
