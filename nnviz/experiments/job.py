"""One run of an experiment: what decides it, and the key that its result is kept under."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import numpy as np

from nnviz.datasets.dataset import Dataset
from nnviz.learning.settings import Settings
from nnviz.sessions.settings_json import settings_object

FORMAT = 2  # of result files; another one whenever the same job would give another result


@dataclass(frozen=True)
class Job:
    """Train with these settings for that many epochs. The result is a function of this and the data."""

    settings: Settings
    epochs: int
    norms: bool = False  # keep ‖∂C/∂b‖ of each layer too, over the training examples of a small set

    def key(self, checksum: str) -> str:
        """20 hexadecimal digits that stand for the job on data with that checksum."""
        decides = {
            "format": FORMAT,
            "data": checksum,
            "epochs": self.epochs,
            "settings": settings_object(self.settings),
        }
        if self.norms:
            decides["norms"] = True
        return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:20]


def checksum_of(data: Dataset) -> str:
    """20 hexadecimal digits that stand for all pictures and labels that are trained on or tested with."""
    digest = hashlib.sha256(repr((data.shape, len(data.class_names))).encode())
    for examples in (data.train, data.test):
        digest.update(np.ascontiguousarray(examples.images).data)
        digest.update(np.ascontiguousarray(examples.labels).data)
    return digest.hexdigest()[:20]
