"""Data files damaged at random: whatever they become, they are read or refused in a sentence.

NNVIZ_FUZZ sets how many files are made; a failure names its seed, and NNVIZ_FUZZ_SEED begins there.
"""

from __future__ import annotations

import gzip
import os
import random
import struct
from pathlib import Path

import numpy as np
import pytest

from nnviz.datasets.mnist import load_mnist
from nnviz.errors import BadInput
from tests.datasets.damage import damaged
from tests.digits import make_digits, write_idx

COUNT = int(os.environ.get("NNVIZ_FUZZ", "300"))
FIRST = int(os.environ.get("NNVIZ_FUZZ_SEED", "0"))


def good_files(folder: Path) -> dict[str, bytes]:
    write_idx(folder, packed=False, count=20)
    digits = make_digits(20, 1)
    arrays = {"x_train": digits.images.reshape(-1, 28, 28), "y_train": digits.labels}
    np.savez_compressed(folder / "mnist.npz", **arrays, x_test=arrays["x_train"], y_test=digits.labels)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def outcome(path: Path) -> str:
    """The sentence that refuses it, "read" if it is read, or else what went wrong."""
    try:
        data = load_mnist(path)
    except BadInput as error:
        return str(error)
    except Exception as error:
        return f"unforeseen: {error!r}"
    classes = range(len(data.subject.class_names))  # a damaged label may be that of a class more
    good = set(data.train.labels) <= set(classes) and data.train.images.shape == (len(data.train), 784)
    return "read" if good else "read, but not as pictures of classes"


@pytest.mark.filterwarnings("ignore::UserWarning")  # zipfile's, of names that are there twice
def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    good = good_files(tmp_path)
    refused = 0
    for seed in range(FIRST, FIRST + COUNT):
        chance = random.Random(seed)
        for name, content in good.items():
            (tmp_path / name).write_bytes(content)
        names = sorted(good)
        name = chance.choice(names)
        bad = damaged(good[name], chance)
        if name != "mnist.npz" and chance.random() < 0.5:
            bad = gzip.compress(bad, 1)
            bad = damaged(bad, chance) if chance.random() < 0.5 else bad
        (tmp_path / name).write_bytes(bad)
        said = outcome(tmp_path / name if name == "mnist.npz" else tmp_path)
        assert said == "read" or (name in said and "unforeseen" not in said), f"seed {seed}: {name}: {said}"
        refused += said != "read"
    assert refused > COUNT / 3


def test_an_honest_header_of_the_largest_size_is_only_cut_short(tmp_path: Path) -> None:
    write_idx(tmp_path, packed=False)
    (tmp_path / "train-images-idx3-ubyte").write_bytes(struct.pack(">4I", 2051, 1_000_000, 28, 28) + bytes(9))
    with pytest.raises(BadInput, match="784000000 bytes of values announced, 9 there"):
        load_mnist(tmp_path)
