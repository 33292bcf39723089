"""`nnviz lesson`: check a lesson on the real network, begin one, or make a page of it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from nnviz import terminal
from nnviz.cli.system_libraries import check_libraries
from nnviz.datasets.mnist import load_mnist
from nnviz.errors import BadInput
from nnviz.files.whole_file import write_whole
from nnviz.lessons import library
from nnviz.lessons.check import check_lesson
from nnviz.lessons.fault import BadLesson, Fault
from nnviz.lessons.library import SUFFIX
from nnviz.lessons.parse import load_lesson
from nnviz.lessons.rehearsal import Rehearsal
from nnviz.lessons.vocabulary import Vocabulary
from nnviz.runs.one_core import one_core
from nnviz.runs.shared_data import SharedData


def lesson(options: Namespace) -> int:
    """Carry the command out, and return the exit status. Raises `BadInput` for files that cannot be used."""
    if options.lesson_command == "new":
        return _begin(options.file)
    check_libraries()
    if options.lesson_command == "export":
        from nnviz.cli.lesson_export import export

        return export(options)
    return _check(options.files or [str(entry.path) for entry in library.entries()])


def _check(files: list[str]) -> int:
    from nnviz.window.lessons.screen_words import vocabulary  # Qt, which names the panels and figures

    words = vocabulary()
    with one_core():
        rehearsal = Rehearsal(SharedData.of(load_mnist()))
        faults = sum(_check_one(library.path_of(file), words, rehearsal) for file in files)
    return 2 if faults else 0


def _check_one(path: Path, words: Vocabulary, rehearsal: Rehearsal) -> int:
    """Say what is wrong with one lesson, and how much that is."""
    try:
        read = load_lesson(path, words)
        faults: tuple[Fault, ...] = tuple(check_lesson(read, rehearsal))
    except BadLesson as bad:
        faults = bad.faults
    for fault in faults:
        terminal.say(f"{path}:{fault.line}: {fault.wrong}. {fault.mend}")
    if not faults:
        questions = sum(len(page.predictions) for page in read.pages)
        checks = sum(len(page.checks) for page in read.pages)
        claims = len(read.claims) + sum(len(page.claims) for page in read.pages)
        terminal.say(
            f"{path}: {len(read.pages)} pages, {questions} predictions, {checks} checks, "
            f"{claims} stated figures: all is as it says"
        )
    return len(faults)


def _begin(path: Path) -> int:
    """Write the template there."""
    if not path.name.endswith(SUFFIX):
        path = path.with_name(path.name.removesuffix(".md") + SUFFIX)
    if path.exists():
        raise BadInput(f"{path} is there already, and is left as it is")
    template = (library.folder() / "template.md").read_text(encoding="utf-8")
    with write_whole(path) as stream:
        stream.write(template.encode())
    terminal.say(f"{path}: a lesson of three pages. Change it, then: nnviz lesson check {path.name}")
    return 0
