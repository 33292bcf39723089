"""A stranger adds an activation and a cost: a class each in its one file, and its name in the table.

That is done to a copy of the program, which then learns pictures of 12×9 pixels in 3 classes in the window:
it trains with both, walks, checks its gradients, and saves what can be opened again.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.digits import make_dataset, write_npz

ROOT = Path(__file__).parents[2]

SOFTSIGN = '''

class Softsign(Activation):
    """z / (1 + |z|)."""

    name, title = "softsign", "Softsign"
    low, high = -1.0, 1.0

    @staticmethod
    def value(z: Any) -> Any:
        """Slower to flatten than tanh."""
        return z / (1 + abs(z))

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        """1 / (1 + |z|)²."""
        return 1 / (1 + abs(z)) ** 2


HIDDEN['''

FOURTH = '''

class Fourth(Cost):
    """C = ¼ Σ (y − a)⁴."""

    name, title = "fourth", "Fourth power"

    @staticmethod
    def of(z: Any, a: Any, y: Any) -> Any:
        """¼ (y − a)⁴."""
        return (y - a) ** 4 / 4

    @staticmethod
    def derivative(a: Any, y: Any) -> Any:
        """(a − y)³."""
        return (a - y) ** 3


COSTS['''

# What the copy is asked to do; it prints what a network of one's own computation is held against.
SCRIPT = """
import json, sys
from pathlib import Path
import numpy as np
from PySide6.QtGui import QAction
import nnviz
from nnviz.explain.gradient_check import check_gradients
from nnviz.panels.backprop_steps.stages import Kind, Stage, equation
from nnviz.runs.commands import Advance
from nnviz.runs.snapshot import Phase
from nnviz.widgets import theme
from nnviz.widgets.formula.markup import plain
from nnviz.window.application import destroy, make_application
from nnviz.window.waiting import wait_until

data, file = sys.argv[1:]
application = make_application(theme.Scheme.DARK)
chosen = ["--activation", "softsign", "--cost", "fourth", "--hidden", "6", "--eta", "2", "--seed", "1"]
window = nnviz.create_window(["--data", data, *chosen])
said = {}
try:
    window.resize(1200, 800)
    window.show()
    is_at = lambda n: window.examples_seen == n and window.latest and window.latest.phase is Phase.PAUSED
    assert wait_until(lambda: is_at(0) and window.latest.data is not None, 120)
    said["before"] = window.latest.evaluation.accuracy if window.latest.evaluation else 0
    window.training.submit(Advance(3000))
    assert wait_until(lambda: is_at(3000) and window.latest.evaluation is not None, 120)
    latest = window.latest
    said["after"] = latest.evaluation.accuracy
    said["cost"] = latest.evaluation.cost
    image, label = latest.data.train.image(4), int(latest.data.train.labels[4])
    np.savez(Path(file).with_suffix(".npz"), image=image, label=label,
             **{f"w{i}": w for i, w in enumerate(latest.network.weights)},
             **{f"b{i}": b for i, b in enumerate(latest.network.biases)})
    back = latest.network.backprop(image, label)
    said["outputs"] = back.activations[-1].tolist()
    said["delta"] = [delta.tolist() for delta in back.deltas]
    walk = window.backprop_steps
    window.layout_of_panels.bring_to_front(walk)
    assert wait_until(lambda: walk.isVisible() and walk.walk is not None, 60)
    checked = check_gradients(walk.walk)
    said["worst"] = float(max(np.max(array.relative) for array in checked.arrays))
    kind = latest.network.architecture
    said["equations"] = [plain(equation(Stage(one, 2 if one is Kind.HIDDEN else 3), kind)) for one in
                         (Kind.HIDDEN, Kind.COST)]
    for panel in window.panels:
        window.layout_of_panels.bring_to_front(panel)
        wait_until(lambda: False, 0.2)
        assert not panel.grab().isNull()
    window.documents.save(Path(file))
    assert wait_until(Path(file).exists, 30)
    session = nnviz.open_session(file)
    network = session.current.network()
    said["saved"] = [session.current.settings.activation, session.current.settings.cost]
    said["same"] = bool((network.weights[0] == latest.network.weights[0]).all())
finally:
    window.close_at_once()
    destroy(window)
print(json.dumps(said))
"""


def with_a_line(file: Path, klass: str, name: str, before: str) -> None:
    """Add the class and the line at the end of what the file has before its table's users."""
    text = file.read_text("utf-8")
    head, tail = text.split(before, 1) if before else (text, "")
    line = f'"{name.lower()}"] = {name}()\n'
    file.write_text(head.rstrip() + "\n" + klass + line + ("\n\n" + before + tail if before else ""), "utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    ignored = shutil.ignore_patterns("__pycache__", "screenshots")
    shutil.copytree(ROOT / "nnviz", folder / "nnviz", ignore=ignored)
    shutil.copytree(ROOT / "resources", folder / "resources", ignore=ignored)
    with_a_line(folder / "nnviz/learning/activations.py", SOFTSIGN, "Softsign", "")
    with_a_line(folder / "nnviz/learning/costs.py", FOURTH, "Fourth", "def cost_for(")
    return folder


def test_it_trains_explains_itself_is_checked_and_saved(copy: Path, tmp_path: Path) -> None:
    data = write_npz(tmp_path / "shapes.npz", make_dataset())
    file = tmp_path / "strange.nnviz"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(data), str(file)],
        env={**os.environ, "PYTHONPATH": str(copy), "QT_QPA_PLATFORM": "offscreen"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["after"] > 0.8 > said["before"]
    assert said["saved"] == ["softsign", "fourth"]
    assert said["same"]
    assert said["worst"] < 1e-5
    assert "softsign" in said["equations"][0]
    assert "fourth" in said["equations"][1]

    arrays = np.load(file.with_suffix(".npz"))
    w, b = [arrays[f"w{i}"].astype(float) for i in (0, 1)], [arrays[f"b{i}"].astype(float) for i in (0, 1)]
    z2 = w[0] @ arrays["image"] + b[0]
    a2 = z2 / (1 + np.abs(z2))
    a3 = 1 / (1 + np.exp(-(w[1] @ a2 + b[1])))
    delta3 = (a3 - np.eye(3)[int(arrays["label"])]) ** 3 * a3 * (1 - a3)
    delta2 = (w[1].T @ delta3) / (1 + np.abs(z2)) ** 2
    np.testing.assert_allclose(said["outputs"], a3, rtol=1e-5)
    np.testing.assert_allclose(said["delta"][1], delta3, rtol=1e-3, atol=1e-8)
    np.testing.assert_allclose(said["delta"][0], delta2, rtol=1e-3, atol=1e-8)
