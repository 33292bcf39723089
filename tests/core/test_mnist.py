"""IDX files: the real ones, and every way they can be broken."""

from __future__ import annotations

import gzip
import hashlib
import struct
from pathlib import Path

import pytest

from nnviz.core.mnist import CHECKSUMS, load_mnist
from nnviz.errors import BadInput
from nnviz.resource_files import resource_path
from tests.digits import make_digits, write_file, write_idx


def test_the_shipped_files_are_mnist() -> None:
    for name, checksum in CHECKSUMS.items():
        content = gzip.decompress(resource_path(f"mnist/{name}.gz").read_bytes())
        assert hashlib.md5(content).hexdigest() == checksum
    mnist = load_mnist()
    assert [len(part) for part in (mnist.train, mnist.validation, mnist.test)] == [50_000, 10_000, 10_000]
    assert list(mnist.train.labels[:5]) == [5, 0, 4, 1, 9]
    assert mnist.train.images.shape == (50_000, 784)
    assert 0 <= mnist.test.image(0).min() < mnist.test.image(0).max() <= 1
    with pytest.raises(ValueError, match="read-only"):
        mnist.train.images[0, 0] = 1


@pytest.mark.parametrize("packed", [True, False])
def test_a_folder_of_ones_own(tmp_path: Path, packed: bool) -> None:
    write_idx(tmp_path, packed)
    mnist = load_mnist(tmp_path)
    assert [len(part) for part in (mnist.train, mnist.validation, mnist.test)] == [50, 10, 30]


def images(count: int = 60, magic: int = 2051, rows: int = 28, cut: int = 0) -> bytes:
    content = struct.pack(">4I", magic, count, rows, 28) + make_digits(60).images.tobytes()
    return content[: len(content) - cut]


def labels(count: int = 60, magic: int = 2049, first: int = 0) -> bytes:
    return struct.pack(">2I", magic, count) + bytes([first]) + make_digits(60).labels.tobytes()[1:]


IMAGES, LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        (IMAGES, images(cut=1), "cut short"),
        (IMAGES, images(count=59), "too long"),
        (IMAGES, images(magic=2049), "2049"),
        (IMAGES, images(rows=14), "14×28"),
        (IMAGES, images(count=0), "no images"),
        (IMAGES, b"", "cut short"),
        (IMAGES, b"\x00\x00\x08\x03", "cut short"),
        (LABELS, labels(magic=7), "7"),
        (LABELS, labels(first=10), "label 10"),
        (LABELS, struct.pack(">2I", 2049, 59) + bytes(59), "59 labels"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    write_idx(tmp_path)
    write_file(tmp_path, name, content)
    with pytest.raises(BadInput) as error:
        load_mnist(tmp_path)
    assert name in str(error.value)
    assert word in str(error.value)


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-30], lambda b: b"not gzip", lambda b: b[:40] + b"\x55" + b[41:]]
)
def test_damaged_compression_is_named(tmp_path: Path, damage: object) -> None:
    write_idx(tmp_path)
    file = tmp_path / f"{IMAGES}.gz"
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    with pytest.raises(BadInput, match=IMAGES):
        load_mnist(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=IMAGES):
        load_mnist(tmp_path)
    write_idx(tmp_path)
    (tmp_path / f"{LABELS}.gz").unlink()
    with pytest.raises(BadInput, match=LABELS):
        load_mnist(tmp_path)


def test_a_folder_that_is_none() -> None:
    with pytest.raises(BadInput, match="nowhere"):
        load_mnist("nowhere")
