"""Text that others wrote, such as a file's name or a run's, where Qt would take signs in it for its own."""

from __future__ import annotations

import html

from nnviz.terminal import clean


def plain_tip(text: str) -> str:
    """A tool tip that shows it letter for letter, where Qt might take it for HTML."""
    return f"<qt>{html.escape(text)}</qt>".replace("\n", "<br>") if {*"<&"} & {*text} else text


def plain_entry(text: str) -> str:
    """An entry of a menu that shows it letter for letter, & and bytes that are none too, in one line."""
    return clean(" ".join(text.split())).replace("&", "&&")
