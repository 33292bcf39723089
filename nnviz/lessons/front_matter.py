"""The lines between the two "---" at the top of a lesson: "key: value", and a list of stated figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nnviz.lessons.claims import Claim, read_front_claim
from nnviz.lessons.fault import Fault, Wrong

_KEYS = ("title", "chapter", "minutes", "summary", "figures")
_MOST = 200  # characters of a title or a summary


@dataclass
class FrontMatter:
    """What it says."""

    title: str = ""
    chapter: int | None = None
    minutes: int | None = None
    summary: str = ""
    claims: tuple[Claim, ...] = ()


def read_front_matter(content: str, faults: list[Fault]) -> FrontMatter:
    """What the lines say, the first being line 2 of the file; what is wrong is added to `faults`."""
    said = FrontMatter()
    in_figures = False
    for line, text in enumerate(content.split("\n"), start=2):
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        try:
            if text.lstrip().startswith("- "):
                if not in_figures:
                    raise Wrong("a list item belongs to nothing", "Stated figures follow a line “figures:”.")
                said.claims += (read_front_claim(text.strip()[2:], line),)
                continue
            in_figures = _take(said, text) == "figures"
        except Wrong as wrong:
            faults.append(wrong.at(line))
    if not said.title:
        faults.append(Fault(1, "the lesson has no title", "Add “title: …” to the front matter."))
    return said


def _take(said: FrontMatter, text: str) -> str:
    key, colon, value = (part.strip() for part in text.partition(":"))
    if not colon or key not in _KEYS:
        raise Wrong(f"“{text.strip()}” is not known here", f"Write “key: value” with {', '.join(_KEYS)}.")
    value = value.strip("\"'")
    if key in ("chapter", "minutes"):
        if re.fullmatch(r"\d{1,3}", value) is None:
            raise Wrong(f"{key} is a whole number, not “{value}”", f"Write “{key}: 5”.")
        setattr(said, key, int(value))
    elif key == "figures":
        if value:
            raise Wrong("figures are a list", "Put each on a line of its own that begins with “- ”.")
    elif len(value) > _MOST:
        raise Wrong(f"the {key} is {len(value)} characters long", f"Take {_MOST} at most.")
    else:
        setattr(said, key, value)
    return key
