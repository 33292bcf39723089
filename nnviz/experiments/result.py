"""What came of one run: its curve, and what the trained network takes for what."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.errors import BadInput
from nnviz.experiments.job import FORMAT, Job
from nnviz.learning.settings import Settings
from nnviz.sessions.settings_json import settings_object, values_of

_MOST_POINTS = 100_000
_NUMBERS = b',"examples":'  # with which the part of a result begins that is no other's
_SEED = re.compile(rb'"seed":(0|[1-9][0-9]*)(?=[,}])')


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
    """Reads results. What stands before their numbers is the same for all seeds of a setting: read once."""

    def __init__(self) -> None:
        self._heads: dict[tuple[bytes, bytes], tuple[Job, str]] = {}  # job and data, by the text but its seed

    def result(self, line: bytes) -> Result:
        """The result that such a line holds. Raises `BadInput` for any other text."""
        try:
            return self._read(line)
        except BadInput:
            raise
        except (KeyError, TypeError, ValueError, OverflowError, RecursionError, binascii.Error):
            raise BadInput("it is damaged") from None

    def _read(self, line: bytes) -> Result:
        head, begin, numbers = line.partition(_NUMBERS)
        known = self._known(head) if begin else None
        if known is not None:
            return _result(*known, json.loads(b"{" + begin[1:] + numbers))
        record = json.loads(line)
        if not isinstance(record, dict) or record.get("format") != FORMAT:
            raise BadInput("it is of another version, or no result at all")
        job = Job(Settings(**values_of(record["settings"])), record["epochs"], record["norms"])
        result = _result(job, record["data"], record)
        if begin:
            self._remember(head, job, result.data)
        return result

    def _known(self, head: bytes) -> tuple[Job, str] | None:
        seed = _SEED.search(head)
        known = self._heads.get((head[: seed.start(1)], head[seed.end(1) :])) if seed else None
        if seed is None or known is None:
            return None
        job, data = known
        return Job(job.settings.with_seed(int(seed[1])), job.epochs, job.norms), data

    def _remember(self, head: bytes, job: Job, data: str) -> None:
        seed = _SEED.search(head)
        if seed and int(seed[1]) == job.settings.seed and len(_SEED.findall(head)) == 1:
            self._heads[head[: seed.start(1)], head[seed.end(1) :]] = job, data


def _result(job: Job, data: str, record: dict[str, Any]) -> Result:
    curve = np.array(record["curve"], dtype=np.float64)  # None becomes NaN
    confusion = np.array(record["confusion"], dtype=np.int32)
    wrong = base64.b64decode(record["wrong"], validate=True)
    result = Result(job, data, record["examples"], curve, confusion=confusion, wrong=wrong)
    _check(result)
    return result


def from_json(line: str | bytes) -> Result:
    """The result that such a line holds. Raises `BadInput` for any other text."""
    return Reader().result(line.encode() if isinstance(line, str) else line)


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
