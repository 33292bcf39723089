"""One name, one idea: a module's name says what is in it, so no two modules have the same."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROLES = {  # names of what a folder has of its own, whichever folder it is
    "__init__",
    "__main__",
    "conftest",
    "panel",  # the widget of a panel's folder
    "figure",  # the widget of an interactive figure's folder
    "test_panel",
}


def test_no_two_modules_have_one_name() -> None:
    files = defaultdict(list)
    for file in sorted([*ROOT.glob("nnviz/**/*.py"), *ROOT.glob("tests/**/*.py")]):
        if file.stem not in ROLES:
            files[file.stem].append(str(file.relative_to(ROOT)))
    assert len(files) > 300  # they were found
    assert [alike for alike in files.values() if len(alike) > 1] == []
