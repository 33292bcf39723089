"""IDX files: the real ones, and every way they can be broken."""

from __future__ import annotations

import gzip
import hashlib
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nnviz.datasets.mnist import CHECKSUMS, load_mnist
from nnviz.datasets.subject import MNIST_EXAMPLES
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
    assert MNIST_EXAMPLES == 50_000  # what is expected before they are loaded
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
        (IMAGES, images(count=61), "cut short"),
        (IMAGES, images(magic=2049), "holds labels"),
        (IMAGES, images(rows=14, cut=60 * 14 * 28), "14×28"),
        (IMAGES, images(count=0), "no images"),
        (IMAGES, b"", "cut short"),
        (IMAGES, b"\x00\x00\x08\x03", "cut short"),
        (LABELS, labels(magic=7), "no IDX file"),
        (LABELS, images(), "holds images"),
        (LABELS, labels() + b"\0", "too long"),
        (LABELS, labels(first=200), "label 200"),
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


def idx(element: int, *shape: int, values: bytes = b"") -> bytes:
    return bytes([0, 0, element, len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + values


# What people have in the place of a file, and the words they are told.
STRANGE = [
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9912422\n", "git lfs pull"),
    (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
    (b"\xef\xbb\xbf\n <HTML>403</HTML>", "web page"),
    (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "web page"),
    (b"PK\x03\x04" + bytes(100), "zip archive"),
    (bytes(257).replace(b"\0", b"a") + b"ustar\0" + bytes(100), "tar archive"),
    (b"BZh91AY&SY" + bytes(50), "bzip2"),
    (b"\xfd7zXZ\0" + bytes(50), "xz"),
    (gzip.compress(images()), "packed twice"),
    (b"\x93NUMPY\x01\0" + bytes(100), "NumPy"),
    (b"\x80\x04\x95" + bytes(50), "pickle"),
    (b"label,1x1,1x2,1x3,1x4\n5,0,0,0,0\n", "CSV"),
    (b'{"message": "Not Found"}', "JSON"),
    (b"hello, this is no data\n", "a text"),
    (bytes(1000), "zeros"),
    (images()[3::-1] + images()[4:], "reversed order"),
    (b"\xde\xad\xbe\xef" * 20, "no IDX file"),
    (idx(0x0D, 60, 28, 28, values=bytes(60 * 784 * 4)), "floating-point numbers of 32 bits"),
    (idx(0x0C, 60, 28, 28, values=bytes(60 * 784 * 4)), "32-bit integers"),
    (idx(0x08, 60, 784, values=bytes(60 * 784)), "2 dimensions"),
    (idx(0x08, 60, 28, 28, 255), "4 dimensions"),
    (idx(0x08, 0xFFFFFFFF, 28, 28), "4,294,967,295 images"),
    (idx(0x08, 60, 32, 32, values=bytes(60 * 1024)), "32×32"),
]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize(("content", "word"), STRANGE, ids=[word for _, word in STRANGE])
def test_what_cannot_be_read_is_said_in_plain_words(
    tmp_path: Path, content: bytes, word: str, packed: bool
) -> None:
    if not packed and word == "packed twice":
        return  # that is a good file
    write_idx(tmp_path, packed)
    write_file(tmp_path, IMAGES, content, packed)
    with pytest.raises(BadInput, match=word) as error:
        load_mnist(tmp_path)
    assert IMAGES in str(error.value)
    assert "2051" not in str(error.value)


@pytest.mark.parametrize(
    ("values", "word"),
    [
        (bytes(1 + i % 26 for i in range(60)), "go from 1 to 26: they must count from 0"),
        (bytes(i % 63 for i in range(63))[3:], "label 62: labels go from 0 to 61 at most"),
        (bytes([7] * 60), "one class only"),
        (bytes([1] * 60), "go from 1 to 9: they must count from 0"),
    ],
)
def test_labels_that_make_no_classes(tmp_path: Path, values: bytes, word: str) -> None:
    write_idx(tmp_path)
    write_file(tmp_path, LABELS, idx(0x08, 60, values=values))
    first = 1 if "from 1" in word else 0
    tests = bytes([first, *(1 + i % 7 for i in range(29))]) if first == 0 else bytes([1, 9] * 15)
    write_file(tmp_path, "t10k-labels-idx1-ubyte", idx(0x08, 30, values=tests))
    with pytest.raises(BadInput, match=word):
        load_mnist(tmp_path)


def test_integers_as_labels_are_refused(tmp_path: Path) -> None:
    write_idx(tmp_path)
    write_file(tmp_path, LABELS, idx(0x0C, 60, values=bytes(240)))
    with pytest.raises(BadInput, match="labels that are 32-bit integers"):
        load_mnist(tmp_path)


def test_qmnists_labels_are_the_first_of_each_row(tmp_path: Path) -> None:
    write_idx(tmp_path)
    rows = (np.arange(60 * 8) + 1000).reshape(60, 8).astype(">i4")
    rows[:, 0] = make_digits(60, 1).labels
    (tmp_path / f"{LABELS}.gz").rename(tmp_path / "spare")
    write_file(tmp_path, "train-labels-idx2-int", idx(0x0C, 60, 8, values=rows.tobytes()))
    data = load_mnist(tmp_path)
    assert [*data.train.labels, *data.validation.labels] == list(make_digits(60, 1).labels)
    rows[3, 0] = -1
    write_file(tmp_path, "train-labels-idx2-int", idx(0x0C, 60, 8, values=rows.tobytes()))
    with pytest.raises(BadInput, match="go from -1 to"):
        load_mnist(tmp_path)


def test_emnists_images_are_set_upright(tmp_path: Path) -> None:
    write_idx(tmp_path, packed=False)
    for file in list(tmp_path.iterdir()):
        file.rename(tmp_path / f"emnist-digits-{file.name.replace('t10k', 'test')}")
    for mine, stored in ((load_mnist(tmp_path).train, make_digits(60, 1)),):
        for number in range(len(mine)):
            rows = mine.images[number].reshape(28, 28)
            assert rows.tolist() == stored.images[number].reshape(28, 28).T.tolist()


BOMB = """
import resource, sys
from nnviz.datasets.mnist import load_mnist
from nnviz.errors import BadInput
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (200 << 20),) * 2)
try:
    load_mnist(sys.argv[1])
except BadInput as error:
    print(error)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit of memory is Linux's")
def test_a_file_takes_no_more_memory_than_it_announces(tmp_path: Path) -> None:
    write_idx(tmp_path)
    with gzip.open(tmp_path / f"{IMAGES}.gz", "wb", 1) as target:  # 1 GB in 5 MB, 47 kB announced
        target.write(struct.pack(">4I", 2051, 60, 28, 28))
        for _ in range(1000):
            target.write(bytes(1 << 20))
    done = subprocess.run(
        [sys.executable, "-c", BOMB, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert "too long: 47040 bytes of values announced" in done.stdout, done.stderr


def test_a_folder_that_is_none() -> None:
    with pytest.raises(BadInput, match="nowhere"):
        load_mnist("nowhere")
