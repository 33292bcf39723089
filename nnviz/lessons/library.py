"""The lessons that come with the program, in the order of their chapters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nnviz.errors import BadInput
from nnviz.lessons.front_matter import read_front_matter
from nnviz.resource_files import resource_path

SUFFIX = ".lesson.md"


@dataclass(frozen=True)
class Entry:
    """A lesson as a list has it."""

    name: str
    path: Path
    title: str
    chapter: int | None
    minutes: int | None
    summary: str

    @property
    def words(self) -> str:
        """One line: "4  Reading digits (7 min)"."""
        chapter = f"{self.chapter}  " if self.chapter is not None else ""
        return f"{chapter}{self.title}" + (f" ({self.minutes} min)" if self.minutes else "")


def folder() -> Path:
    """Where they are, with the page for those who write their own."""
    return resource_path("lessons")


def entries() -> tuple[Entry, ...]:
    """All of them."""
    found = [_entry(path) for path in folder().glob(f"*{SUFFIX}")]
    return tuple(sorted(found, key=lambda one: (one.chapter is None, one.chapter, one.name)))


def names() -> frozenset[str]:
    """What they are called."""
    return frozenset(path.name.removesuffix(SUFFIX) for path in folder().glob(f"*{SUFFIX}"))


def path_of(name: str) -> Path:
    """The file of a lesson: one of ours by its name or its chapter, or any file. Raises `BadInput`."""
    for entry in entries():
        if name in (entry.name, str(entry.chapter)):
            return entry.path
    path = Path(name)
    if path.name.endswith(".md") or path.exists():
        return path
    known = ", ".join(entry.name for entry in entries())
    raise BadInput(f"there is no lesson “{name}”; there are {known}, and files that end in {SUFFIX}")


def _entry(path: Path) -> Entry:
    text = path.read_text(encoding="utf-8")
    front = read_front_matter(text.removeprefix("---\n").partition("\n---")[0], [])
    name = path.name.removesuffix(SUFFIX)
    return Entry(
        name,
        path,
        front.title or name,
        chapter=front.chapter,
        minutes=front.minutes,
        summary=front.summary,
    )
