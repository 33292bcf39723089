from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from nnviz.errors import BadInput
from nnviz.experiments.job import Job, checksum_of
from nnviz.experiments.result import Reader, Result, from_json
from nnviz.experiments.store import SUFFIX, Store
from nnviz.learning.settings import Settings
from tests.digits import make_dataset


def make_result(seed: int = 0, accuracy: float = 0.5, **settings: object) -> Result:
    curve = np.array([[0, 100, 200], [0.1, 0.3, accuracy], [1, 0.7, np.nan], [np.nan, 0.5, 0.6], [1, 2, 3]])
    confusion = np.array([[5, 1, 0, 0], [2, 4, 0, 0], [0, 0, 5, 1]], dtype=np.int32)
    wrong = np.packbits(np.arange(18) % 5 == 0).tobytes()
    job = Job(Settings(seed=seed, **settings), 2)  # type: ignore[arg-type]
    return Result(job, "abc", 100, curve, confusion=confusion, wrong=wrong)


def test_a_result_is_one_line_and_reads_as_it_was() -> None:
    result = make_result(seed=3, eta=0.3, hidden=(7, 5), frozen=(2,))
    line = result.to_json()
    again = from_json(line)
    assert "\n" not in line
    assert again.to_json() == line
    assert again.job == result.job
    assert again.data == "abc"
    np.testing.assert_array_equal(again.curve, result.curve)
    np.testing.assert_array_equal(again.confusion, result.confusion)
    assert np.flatnonzero(again.wrong_of(18)).tolist() == [0, 5, 10, 15]


def test_the_key_is_of_all_that_decides_a_run() -> None:
    job = Job(Settings(), 5)
    others = [Job(Settings(seed=1), 5), Job(Settings(l2=0.1), 5), Job(Settings(), 6)]
    assert len({one.key("abc") for one in [job, *others]} | {job.key("abd")}) == 5
    assert job.key("abc") == Job(Settings(), 5).key("abc")


def test_the_checksum_is_of_every_picture_and_label() -> None:
    data, other = make_dataset(), make_dataset()
    assert checksum_of(data) == checksum_of(other)
    for part in (other.train.images, other.test.images, other.train.labels, other.test.labels):
        part.setflags(write=True)
        part.flat[-1] ^= 1
        assert checksum_of(data) != checksum_of(other)
        part.flat[-1] ^= 1


def test_a_folder_keeps_results_and_their_times(tmp_path: Path) -> None:
    store = Store(tmp_path / "new" / "results")
    store.prepare()
    one, two = make_result(seed=1), make_result(seed=2)
    assert not store.has(one.job, "abc")
    store.save(one, 1.25)
    store.save(two, 2.5)
    assert store.has(one.job, "abc")
    assert not store.has(one.job, "another data set")
    notes: list[str] = []
    assert {result.settings.seed for result in store.results(notes)} == {1, 2}
    assert store.seconds() == {one.job.key("abc"): 1.25, two.job.key("abc"): 2.5}
    assert notes == []


DAMAGE = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"\xff\xfe",
    b'{"format": 99}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("content", DAMAGE)
def test_what_is_no_result_is_left_out_and_said(tmp_path: Path, content: bytes) -> None:
    store = Store(tmp_path)
    good = make_result()
    store.save(good, 1.0)
    (tmp_path / f"garbage{SUFFIX}").write_bytes(content)
    (tmp_path / "readme.txt").write_text("left alone")
    (tmp_path / "seconds.jsonl").write_text("garbage\n[]\n{}\n")
    notes: list[str] = []
    assert [one.to_json() for one in store.results(notes)] == [good.to_json()]
    assert len(notes) == 1
    assert notes[0].startswith("garbage")
    assert store.seconds() == {}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("curve", [[0, 1]]),
        ("curve", [[], [], [], [], []]),
        ("curve", "text"),
        ("curve", [[0], [1], [1], [1], ["x"]]),
        ("curve", [[None], [1], [1], [1], [1]]),
        ("confusion", [[1]]),
        ("confusion", [[10**30, 1]]),
        ("wrong", "AAAA!"),
        ("wrong", "AA=="),
        ("epochs", 0),
        ("epochs", "5"),
        ("examples", -1),
        ("settings", {"eta": 3}),
        ("settings", []),
        ("data", 3),
    ],
)
def test_a_damaged_part_is_no_result(key: str, value: object) -> None:
    record = {**json.loads(make_result().to_json()), key: value}
    with pytest.raises(BadInput):
        from_json(json.dumps(record))


def test_results_of_one_setting_are_read_as_each_alone_is() -> None:
    reader, results = Reader(), [make_result(seed=seed, accuracy=seed / 7) for seed in (1, 20, 3)]
    again = [reader.result(one.to_json().encode()) for one in results]
    assert [one.to_json() for one in again] == [one.to_json() for one in results]
    with pytest.raises(BadInput, match="seed"):
        reader.result(results[0].to_json().replace('"seed":1}', f'"seed":{10**30}}}').encode())
    for key, value in (("curve", [[0, 1]]), ("wrong", "AA=="), ("examples", -1)):
        record = {**json.loads(results[0].to_json()), key: value}
        with pytest.raises(BadInput, match="damaged"):
            reader.result(json.dumps(record, separators=(",", ":")).encode())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / f"pipe{SUFFIX}")
    (tmp_path / f"folder{SUFFIX}").mkdir()
    notes: list[str] = []
    assert list(Store(tmp_path).results(notes)) == []
    assert [note.split(": ")[1] for note in notes] == ["it is no file"] * 2


def test_another_jobs_file_is_no_result_of_this_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    one, two = make_result(seed=1), make_result(seed=2)
    store.save(one, 1.0)
    store.file(one.job.key("abc")).rename(store.file(two.job.key("abc")))
    assert not store.has(two.job, "abc")


def test_a_place_that_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for place in (file, file / "below"):
        with pytest.raises(BadInput, match="cannot be used for results"):
            Store(place).prepare()
