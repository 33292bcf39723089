"""The results of experiments in a folder: one file for each job, written whole or not at all.

What is there need not be run again, so that an experiment goes on where it was ended, even by a kill. How
long each run took is no part of its result; it is in a file of its own, a line a run.
"""

from __future__ import annotations

import json
import math
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from nnviz.errors import BadInput
from nnviz.experiments.job import Job
from nnviz.experiments.result import Reader, Result
from nnviz.files.regular_file import reason
from nnviz.files.whole_file import write_whole

SUFFIX = ".result.json"
_TIMES = "seconds.jsonl"
_MOST_BYTES = 16 << 20
# A FIFO must not be waited for.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class KeptRun(NamedTuple):
    """A run whose result is in a folder."""

    key: str
    result: Result
    seconds: float  # that it took; NaN if nobody has noted it


@dataclass(frozen=True)
class Store:
    """A folder of results. It may hold other files; they are left alone."""

    folder: Path

    def prepare(self) -> None:
        """Make the folder. Raises `BadInput` if that cannot be."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise BadInput(f"{self.folder} cannot be used for results: it is a file") from None
        except OSError as error:
            raise BadInput(f"{self.folder} cannot be used for results: {reason(error)}") from None
        if not os.access(self.folder, os.W_OK):
            raise BadInput(f"{self.folder} cannot be used for results: it is write-protected")

    def file(self, key: str) -> Path:
        """Where the result of the job with that key is, or will be."""
        return self.folder / f"{key}{SUFFIX}"

    def has(self, job: Job, checksum: str) -> bool:
        """Whether the job's result is there, and is what it should be."""
        return self.result(job, checksum) is not None

    def result(self, job: Job, checksum: str) -> Result | None:
        """The job's result; None if it is not there, damaged, or another one's."""
        try:
            result = self._read(self.file(job.key(checksum)))
        except BadInput:
            return None
        return result if result.job == job and result.data == checksum else None

    def save(self, result: Result, seconds: float) -> None:
        """Keep it. Raises `BadInput` if it cannot be written; what was there before is left as it was."""
        key = result.job.key(result.data)
        with write_whole(self.file(key)) as stream:
            stream.write(result.to_json().encode())
        try:
            with (self.folder / _TIMES).open("a", encoding="utf-8") as times:
                times.write(json.dumps({"run": key, "seconds": round(seconds, 3)}) + "\n")
        except OSError as error:
            raise BadInput(f"{self.folder / _TIMES} cannot be written: {reason(error)}") from None

    def results(self, notes: list[str]) -> Iterator[Result]:
        """All that are there, in the order of their keys; `notes` gets a sentence for each that is not one.

        Raises `BadInput` if the folder cannot be read.
        """
        for _key, result in self._keyed(notes):
            yield result

    def runs(self, notes: list[str], is_wanted: Callable[[], bool] = lambda: True) -> Iterator[KeptRun]:
        """The same with how long each took: a thousand in less than a tenth of a second."""
        taken = self.seconds()
        for key, result in self._keyed(notes):
            if not is_wanted():
                return
            yield KeptRun(key, result, taken.get(key, math.nan))

    def run(self, key: str, seconds: float) -> KeptRun:
        """The one with that key. Raises `BadInput` if it is not there, or damaged."""
        return KeptRun(key, self._read(self.file(key)), seconds)

    def _keyed(self, notes: list[str]) -> Iterator[tuple[str, Result]]:
        try:
            names = sorted(entry.name for entry in os.scandir(self.folder) if entry.name.endswith(SUFFIX))
        except OSError as error:
            raise BadInput(f"{self.folder} cannot be read: {reason(error)}") from None
        reader, folder = Reader(), f"{self.folder}{os.sep}"
        for name in names:
            try:
                yield name.removesuffix(SUFFIX), self._read(folder + name, reader)
            except BadInput as wrong:
                notes.append(f"{name} was left out: {wrong}")

    def seconds(self) -> dict[str, float]:
        """How long each run took, by key. Lines that are damaged are passed over."""
        taken: dict[str, float] = {}
        try:
            lines = (self.folder / _TIMES).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return taken
        for line in lines:
            try:
                record = json.loads(line)
                taken[str(record["run"])] = float(record["seconds"])
            except (ValueError, TypeError, KeyError):
                continue
        return taken

    @staticmethod
    def _read(file: Path | str, reader: Reader | None = None) -> Result:
        try:
            text = _bytes_of(file)
        except OSError as error:
            raise BadInput(f"it cannot be read: {reason(error)}") from None
        return (reader or Reader()).result(text)


def _bytes_of(file: Path | str) -> bytes:
    """All of a file. There may be ten thousand, so no more is done for it than must be."""
    handle = os.open(file, _READ)
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise BadInput("it is no file")
        if about.st_size > _MOST_BYTES:
            raise BadInput("it is too large for a result")
        return os.read(handle, about.st_size)
    finally:
        os.close(handle)
