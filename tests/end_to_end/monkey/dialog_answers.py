"""What the monkey says to dialogs: any button, and any path, good or bad, under a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox
from shiboken6 import isValid

NAMES = (
    "session.nnviz",
    "session.nnviz",
    "another.nnviz",
    "no_suffix",
    "picture.png",
    "curve.csv",
    "curve.svg",
    "weights.npz",
    "film.gif",
    "film.webp",
    "no/such/folder/file.nnviz",
    "folder",
    "garbage.nnviz",
    "ünïcode <b>name</b>.nnviz",
    "garbage.gif",
    "read_only/file.nnviz",
)


def prepare(folder: Path) -> None:
    """Things to run into."""
    (folder / "folder").mkdir(parents=True, exist_ok=True)
    (folder / "garbage.nnviz").write_bytes(b"PK\x03\x04 no session at all")
    (folder / "read_only").mkdir(exist_ok=True)
    (folder / "read_only").chmod(0o500)


def dialog_in_front() -> QDialog | None:
    """The dialog that waits for an answer, if there is one."""
    front = QApplication.activeModalWidget()
    return front if isinstance(front, QDialog) else None


def answer(dialog: QDialog, folder: Path, chance: Random) -> Iterator[str]:
    """Answer it somehow; first what will be said."""
    name = dialog.objectName() or type(dialog).__name__
    if isinstance(dialog, QMessageBox):
        button = chance.choice(dialog.buttons())
        yield f"{name}: {button.text()}"
        button.click()
    elif isinstance(dialog, QFileDialog):
        path = folder / chance.choice(NAMES) if chance.random() < 0.8 else None
        yield f"{name}: {path or 'cancelled'}"
        _name_file(dialog, path)
    else:
        accepted = chance.random() < 0.7
        yield f"{name}: {'accepted' if accepted else 'rejected'}"
        (dialog.accept if accepted else dialog.reject)()


def _name_file(dialog: QFileDialog, path: Path | None) -> None:
    """The dialog itself is not played with: in it files can be renamed and removed."""
    if path is not None:
        dialog.selectFile(str(path))
        dialog.accept()  # asks whether a file may be replaced, in a dialog of its own
    if isValid(dialog) and dialog.isVisible():  # it does not take that
        dialog.reject()
