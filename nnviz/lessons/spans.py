"""Words of a lesson with their marks: emphasis, formulas, what they name on the screen, stated figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from markdown_it.tree import SyntaxTreeNode

from nnviz.lessons.claims import IN_TEXT, Claim, read_claim
from nnviz.lessons.document import LineBreak, Maths, Span, Spans, Words
from nnviz.lessons.fault import Fault, Wrong
from nnviz.lessons.neuron_name import NeuronName
from nnviz.lessons.vocabulary import TARGETS, Vocabulary

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_LINK_HOW = "Name a thing on the screen, such as [hidden units](panel:hidden_units) or [unit 42](unit:42)."


class SpanReader:
    """Makes spans of the nodes of a line; what is wrong, and what is stated, is added to its lists."""

    def __init__(self, vocabulary: Vocabulary, faults: list[Fault], claims: list[Claim]) -> None:
        self._words, self._faults, self._claims = vocabulary, faults, claims
        self._line = 1
        self.pages_named: list[tuple[int, int]] = []  # in that line, that page

    def spans(self, nodes: Iterable[SyntaxTreeNode], line: int) -> Spans:
        """The spans of a paragraph that begins in that line."""
        self._line = line
        found: list[Span] = []
        for node in nodes:
            found += self._of(node, Words(""))
        return tuple(found)

    def wrong(self, wrong: str, mend: str) -> None:
        """Note a fault in the line being read."""
        self._faults.append(Fault(self._line, wrong, mend))

    def formula(self, markup: str, line: int) -> str:
        """The formula, which is noted as a fault if it cannot be set."""
        markup = markup.strip()
        try:
            self._words.check_formula(markup)
        except ValueError as error:
            self._faults.append(
                Fault(line, f"the formula ${markup}$ cannot be set: {error}", "See WRITING.md for what can.")
            )
        return markup

    def _of(self, node: SyntaxTreeNode, like: Words) -> list[Span]:
        match node.type:
            case "text":
                return self._text(node.content, like)
            case "softbreak":
                self._line += 1
                return [replace(like, text=" ")]
            case "hardbreak":
                self._line += 1
                return [LineBreak()]
            case "strong":
                return self._inside(node, replace(like, strong=True))
            case "em":
                return self._inside(node, replace(like, emphasis=True))
            case "code_inline":
                return [replace(like, text=node.content, code=True)]
            case "math_inline":
                return [Maths(self.formula(node.content, self._line), like.target)]
            case "link":
                return self._inside(node, replace(like, target=self._target(str(node.attrs.get("href", "")))))
            case "image":
                self.wrong(
                    "a picture stands within a line", "Put it in a paragraph of its own: ![words](file.png)."
                )
            case "html_inline":
                self.wrong(f"“{node.content[:30]}” is HTML, which lessons do not have", "Take it out.")
            case other:
                self.wrong(f"lessons have no {other}", "Take it out.")
        return []

    def _inside(self, node: SyntaxTreeNode, like: Words) -> list[Span]:
        return [span for child in node.children for span in self._of(child, like)]

    def _text(self, text: str, like: Words) -> list[Span]:
        found: list[Span] = []
        end = 0
        for match in IN_TEXT.finditer(text):
            if before := text[end : match.start()]:
                found.append(replace(like, text=before))
            found.append(replace(like, text=match["stated"] or "", claim=self._claim(match)))
            end = match.end()
        if rest := text[end:]:
            found.append(replace(like, text=rest))
        return found

    def _claim(self, match: re.Match[str]) -> Claim | None:
        try:
            claim = read_claim(match["claim"], match["stated"] or "", self._line)
        except Wrong as wrong:
            self._faults.append(wrong.at(self._line))
            return None
        self._claims.append(claim)
        return claim

    def _target(self, address: str) -> str:
        kind, _, name = address.partition(":")
        name = name.replace("%20", " ").strip()
        try:
            if kind not in TARGETS or not name:
                self._refuse(address)
            self._check_target(kind, name)
        except Wrong as wrong:
            self._faults.append(wrong.at(self._line))
            return ""
        return f"{kind}:{name}"

    def _refuse(self, address: str) -> None:
        if _SCHEME.match(address) or address.startswith(("/", "www.", "#", "..")) or "." in address:
            raise Wrong(f"“{address[:60]}” leads outside the lesson", _LINK_HOW)
        raise Wrong(f"“{address[:60]}” names nothing on the screen", _LINK_HOW)

    def _check_target(self, kind: str, name: str) -> None:
        if kind in ("unit", "output", "pixel"):
            NeuronName.read(f"{kind} {name}")
        known = {"panel": self._words.panels, "term": self._words.terms, "lesson": self._words.lessons}
        if kind in known and name not in known[kind]:
            names = ", ".join(sorted(known[kind])) or "none yet"
            raise Wrong(f"there is no {kind} “{name}”", f"There are: {names}.")
        if kind == "page" and re.fullmatch(r"[1-9]\d?", name, re.ASCII) is None:
            raise Wrong(f"“{name}” is no page", "Pages are numbered from 1.")
        if kind == "page":
            self.pages_named.append((self._line, int(name)))
