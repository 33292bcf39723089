"""The Markdown of lessons as a tree: CommonMark, front matter, formulas between dollars, and directives.

A directive stands between ":::" lines, or on a single line that begins and ends with ":::".
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

_MARK = re.compile(r":{3,}")
_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}

BLOCK, LINE = "container_directive", "directive_line"


def parse(text: str) -> SyntaxTreeNode:
    """The tree of a lesson."""
    return SyntaxTreeNode(_reader().parse(text))


def parse_inline(text: str) -> list[SyntaxTreeNode]:
    """The nodes of a line of text."""
    tree = SyntaxTreeNode(_reader().parseInline(text))
    return [node for inline in tree.children for node in inline.children]


def _reader() -> MarkdownIt:
    # HTML is recognised so that it can be refused, and so are links of every kind.
    reader = MarkdownIt("commonmark", {"html": True}).use(front_matter_plugin)
    reader.use(dollarmath_plugin, allow_digits=True, allow_space=False, double_inline=False)
    reader.use(container_plugin, "directive", validate=lambda *_: True)
    reader.block.ruler.before(BLOCK, LINE, _one_line, _INTERRUPTS)
    reader.validateLink = _any_link  # type: ignore[method-assign]
    return reader


def _any_link(url: str) -> bool:
    return True


def _one_line(state: StateBlock, begin: int, _end: int, silent: bool) -> bool:
    """A directive on a single line."""
    if state.is_code_block(begin):
        return False
    source: str = state.src[state.bMarks[begin] + state.tShift[begin] : state.eMarks[begin]]
    inner = source.strip().strip(":").strip()
    if not (inner and _MARK.match(source) and source.rstrip().endswith(":::")):
        return False
    if silent:
        return True
    state.line = begin + 1
    token: Any = state.push(LINE, "", 0)
    token.info, token.map = inner, [begin, begin + 1]
    return True
