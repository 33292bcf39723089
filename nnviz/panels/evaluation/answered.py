"""All test images with what the network says of them at one moment: what the pages of the panel share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.explain.confusion import Confusion, confusion, margins
from nnviz.learning.evaluation import Evaluation


@dataclass(frozen=True, eq=False)
class Answered:
    """What is not asked for is not worked out."""

    evaluation: Evaluation
    test: Examples

    @property
    def names(self) -> tuple[str, ...]:
        """Of the classes."""
        return self.test.subject.class_names

    @cached_property
    def confusion(self) -> Confusion:
        """What is taken for what."""
        return confusion(self.evaluation.zs, self.evaluation.labels)

    @cached_property
    def margins(self) -> Floats:
        """By how much the right class leads, by z: (N,)."""
        return margins(self.evaluation.zs, self.evaluation.labels)

    @cached_property
    def confidence(self) -> Floats:
        """The output that each answer is by: (N,); NaN where there is no answer."""
        said = self.confusion.said
        outputs = self.evaluation.outputs
        return np.where(said >= 0, outputs[np.arange(len(said)), said], np.nan)

    def said(self, index: int) -> str:
        """What the network says of an image."""
        answer = int(self.confusion.said[index])
        return self.names[answer] if answer >= 0 else "?"

    def label(self, index: int) -> str:
        """What it is by its label."""
        return self.names[int(self.evaluation.labels[index])]
