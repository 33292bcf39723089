"""What `import nnviz` offers, and README's example of it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import nnviz

README = Path(__file__).parents[1] / "README.md"


def run(code: str) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    ).stdout


def test_the_import_alone_loads_nothing() -> None:
    heavy = ("numpy", "numba", "scipy", "PIL", "PySide6", "pyqtgraph")
    loaded = run(f"import sys, nnviz; print([name for name in {heavy} if name in sys.modules])")
    assert loaded.strip() == "[]"


def test_the_window_is_there_before_what_training_pictures_lessons_and_sweeps_need() -> None:
    late = ("numba", "llvmlite", "scipy", "markdown_it", "joblib")
    window = "import sys, nnviz.cli.main, nnviz.window.application, nnviz.window.main_window"
    assert run(f"{window}; print([name for name in {late} if name in sys.modules])").strip() == "[]"


@pytest.mark.parametrize("name", nnviz.__all__)
def test_each_name_is_found_and_listed(name: str) -> None:
    assert callable(getattr(nnviz, name))
    assert name in dir(nnviz)


def test_the_mathematics_comes_without_a_screen() -> None:
    names = "nnviz.Network, nnviz.Trainer, nnviz.Settings, nnviz.load_mnist, nnviz.open_session"
    assert run(f"import sys, nnviz; {names}; print('PySide6' in sys.modules)").strip() == "False"


def test_a_name_that_is_not_there_is_named() -> None:
    with pytest.raises(AttributeError, match="'nnviz' has no attribute 'loss'"):
        _ = nnviz.loss  # type: ignore[attr-defined]


def test_readmes_example_trains() -> None:
    """Two epochs of MNIST: M. Nielsen's own program is above 93 % then, in every run."""
    (code,) = re.findall(
        r"<!-- Python example -->\n```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL
    )
    epochs = re.findall(r"epoch (\d): ([\d.]+) %", run(code))
    assert [int(number) for number, _ in epochs] == [1, 2]
    assert all(93 < float(accuracy) < 98 for _, accuracy in epochs)
