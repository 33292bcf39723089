"""Where this user's experiments keep their results, unless another folder is chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def results_folder() -> Path:
    """Beside the unsaved work."""
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(data) / "nnviz" / "experiments"
