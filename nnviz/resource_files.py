"""Where the files shipped with the program are: in a checkout beside the package, in a wheel inside it."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_path(name: str) -> Path:
    """The path of the shipped file or folder called `name`, such as "mnist"."""
    inside_wheel = _PACKAGE / "resources"
    folder = inside_wheel if inside_wheel.is_dir() else _PACKAGE.parent / "resources"
    return folder / name
