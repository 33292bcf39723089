"""What came of one run: its curve, and what the trained network takes for what."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.errors import BadInput
from nnviz.experiments.job import FORMAT, Job
from nnviz.learning.setting_fields import FIELDS
from nnviz.learning.settings import Settings
from nnviz.sessions.settings_json import settings_object, values_of

_MOST_POINTS = 100_000


class Course(NamedTuple):
    """The columns of a curve; all but the first in float32."""

    examples_seen: NDArray[np.int64]
    test_accuracy: Floats  # in [0, 1]
    test_cost: Floats
    train_accuracy: Floats  # of the examples since the point before; of the whole set where it is small
    train_cost: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Result:
    """The result of a job. The same job on the same data always has the same one, bit for bit."""

    job: Job
    data: str  # checksum of what it was trained on and tested with
    examples: int  # in an epoch
    curve: Floats  # (rows, points) float64: as in `Course`, and then one of ‖∂C/∂b‖ for each layer from 2
    confusion: NDArray[
        np.int32
    ]  # (classes, classes + 1): test pictures by class and answer, the last for none
    wrong: bytes  # a bit for each test picture, 1 where the answer is wrong

    @property
    def settings(self) -> Settings:
        """The job's."""
        return self.job.settings

    @property
    def course(self) -> Course:
        """The curve, column by column."""
        first, *others = self.curve[: len(Course._fields)]
        return Course(first.astype(np.int64), *others)

    @property
    def norms(self) -> Floats:
        """‖∂C/∂b‖ of each layer from 2: (layers − 1, points); (0, points) if they were not kept."""
        norms: Floats = self.curve[len(Course._fields) :]
        return norms

    @property
    def accuracy(self) -> float:
        """Share of the test set that is right at the end, in [0, 1]."""
        return float(self.curve[1, -1])

    def wrong_of(self, count: int) -> NDArray[np.bool_]:
        """Which of the `count` test pictures it gets wrong."""
        return np.unpackbits(np.frombuffer(self.wrong, np.uint8), count=count).astype(np.bool_)

    def to_json(self) -> str:
        """One line. The same result is always the same line."""
        record = {
            "format": FORMAT,
            "data": self.data,
            "epochs": self.job.epochs,
            "norms": self.job.norms,
            "settings": settings_object(self.settings),
            "examples": self.examples,
            "curve": [[_number(value) for value in row] for row in self.curve.tolist()],
            "confusion": self.confusion.tolist(),
            "wrong": base64.b64encode(self.wrong).decode("ascii"),
        }
        return json.dumps(record, separators=(",", ":"), allow_nan=False)


class Reader:
    """Reads results. Those of one experiment have most of their settings in common, read only once."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, Any]] = {}

    def result(self, line: str | bytes) -> Result:
        """The result that such a line holds. Raises `BadInput` for any other text."""
        try:
            return self._read(line)
        except BadInput:
            raise
        except (KeyError, TypeError, ValueError, OverflowError, RecursionError, binascii.Error):
            raise BadInput("it is damaged") from None

    def _read(self, line: str | bytes) -> Result:
        record = json.loads(line)
        if not isinstance(record, dict) or record.get("format") != FORMAT:
            raise BadInput("it is of another version, or no result at all")
        job = Job(self._settings(record["settings"]), record["epochs"], record["norms"])
        curve = np.array(record["curve"], dtype=np.float64)  # None becomes NaN
        confusion = np.array(record["confusion"], dtype=np.int32)
        wrong = base64.b64decode(record["wrong"], validate=True)
        result = Result(job, record["data"], record["examples"], curve, confusion=confusion, wrong=wrong)
        _check(result)
        return result

    def _settings(self, record: Any) -> Settings:
        """Settings but for their seed are the same for many results."""
        if not isinstance(record, dict) or "seed" not in record:
            return Settings(**values_of(record))
        seed, key = record["seed"], repr({**record, "seed": 0})
        if key not in self._values:
            self._values[key] = values_of(record)
        FIELDS["seed"].check(seed)
        return Settings(**{**self._values[key], "seed": seed})


def from_json(line: str | bytes) -> Result:
    """The result that such a line holds. Raises `BadInput` for any other text."""
    return Reader().result(line)


def _check(result: Result) -> None:
    numbers: tuple[Any, ...] = (result.job.epochs, result.examples)
    sound = (
        isinstance(result.data, str)
        and isinstance(result.job.norms, bool)
        and all(isinstance(number, int) and number > 0 for number in numbers)
        and result.curve.ndim == 2
        and result.curve.shape[0]
        == len(Course._fields) + result.job.norms * (len(result.settings.hidden) + 1)
        and 1 <= result.curve.shape[1] <= _MOST_POINTS
        and bool(np.isfinite(result.curve[0]).all())
        and result.confusion.ndim == 2
        and result.confusion.shape[0] + 1 == result.confusion.shape[1]
        and len(result.wrong) == -(-int(result.confusion.sum()) // 8)
    )
    if not sound:
        raise BadInput("it is damaged")


def _number(value: float) -> float | int | None:
    """As JSON has it: infinity and NaN are not in it, counts need no point, and float32 has seven digits."""
    if not np.isfinite(value):
        return None
    return int(value) if value == int(value) else float(f"{value:.7g}")
