"""A lesson as a page for a browser: everything is in it, and nothing is fetched."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

from PIL import Image
from pytestqt.qtbot import QtBot

from nnviz.datasets.dataset import Dataset
from nnviz.lessons.parse import read_lesson
from nnviz.lessons.rehearsal import Rehearsal
from nnviz.lessons.vocabulary import Vocabulary
from nnviz.runs.shared_data import SharedData
from nnviz.window.lessons.lesson_page import lesson_page
from tests.panels.snapshots import make_dataset

TEXT = """---
title: A & B
---
## P < Q

Is 3 < 4? `a & b`, $a^2$, **strong**.

![a dot](dot.png)

::: set
- hidden: 5
:::

::: figure neuron :::

::: predict choice
Which?

- [ ] this
- [x] that

  Because.
:::

::: predict number
How many steps?

- truth: steps
- within: 1
- run: 12 steps
:::

::: check steps > 50 :::
"""


def test_it_is_whole_and_says_what_happens(qtbot: QtBot, tmp_path: Path) -> None:
    Image.new("RGB", (7, 5), "red").save(tmp_path / "dot.png")
    lesson = read_lesson(TEXT, "t", tmp_path, Vocabulary(frozenset(), {"neuron": frozenset()}))
    digits = make_dataset(300)
    page = lesson_page(lesson, Rehearsal(SharedData.of(Dataset(digits, digits, digits))))
    assert "<h1>A &amp; B</h1>" in page
    assert "<h2>P &lt; Q</h2>" in page
    assert "<code>a &amp; b</code>" in page
    assert "<strong>that</strong>" in page
    assert "<strong>12</strong>" in page
    assert "<script" not in page
    assert "http:" not in page
    assert "https:" not in page
    sources = re.findall(r'src="([^"]*)"', page)
    assert len(sources) == 3  # formula, picture, figure
    sizes = []
    for source in sources:
        kind, _, data = source.partition(",")
        assert kind == "data:image/png;base64"
        sizes.append(Image.open(io.BytesIO(base64.b64decode(data))).size)
    assert sizes[1] == (7, 5)
    assert sizes[2][0] >= 400
