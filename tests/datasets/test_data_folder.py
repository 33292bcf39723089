"""Data sets as people have them: every name in use, wherever in the folder, and what is said of others."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from nnviz.datasets.data_folder import TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS, role_of
from nnviz.datasets.mnist import load_mnist
from nnviz.errors import BadInput
from tests.digits import make_digits, write_file, write_idx

GOOD_NAMES = [
    ("train-images-idx3-ubyte", TRAIN_IMAGES, ""),
    ("train-images.idx3-ubyte", TRAIN_IMAGES, ""),
    ("TRAIN-IMAGES-IDX3-UBYTE.GZ", TRAIN_IMAGES, ""),
    ("train_labels_idx1_ubyte", TRAIN_LABELS, ""),
    ("train-labels-idx1-ubyte (1).gz", TRAIN_LABELS, ""),
    ("t10k-images.idx3-ubyte.gz", TEST_IMAGES, ""),
    ("test-images-idx3-ubyte.gz", TEST_IMAGES, ""),
    ("t10k-labels-idx1-ubyte.bin", TEST_LABELS, ""),
    ("trainImages.idx3-ubyte", TRAIN_IMAGES, ""),
    ("train-images.idx", TRAIN_IMAGES, ""),
    ("emnist-digits-train-images-idx3-ubyte.gz", TRAIN_IMAGES, "emnist-digits"),
    ("emnist-mnist-test-labels-idx1-ubyte", TEST_LABELS, "emnist-mnist"),
    ("qmnist-train-labels-idx2-int.gz", TRAIN_LABELS, "qmnist"),
    ("kmnist-t10k-labels-idx1-ubyte", TEST_LABELS, "kmnist"),
]


@pytest.mark.parametrize(("name", "role", "prefix"), GOOD_NAMES)
def test_names_in_use(name: str, role: str, prefix: str) -> None:
    assert role_of(name) == (role, prefix)


OTHER_NAMES = (
    "train.csv, mnist_train.csv, train-images.png, train-images-idx3-ubyte.gz.part, labels, notes.txt, "
    "t10k-images-idx3-ubyte.gz.crdownload, emnist-digits-mapping.txt, train-images.npy"
)


@pytest.mark.parametrize("name", OTHER_NAMES.split(", "))
def test_names_of_something_else(name: str) -> None:
    assert role_of(name) is None


def is_read(folder: Path) -> bool:
    """Whether the 60 + 30 made digits are what is read."""
    mnist, training = load_mnist(folder), make_digits(60, 1)
    images = np.concatenate([mnist.train.images, mnist.validation.images])
    labels = np.concatenate([mnist.train.labels, mnist.validation.labels])
    test = make_digits(30, 2)
    same = np.array_equal(images, training.images) and np.array_equal(labels, training.labels)
    same_test = np.array_equal(mnist.test.images, test.images)
    return same and same_test and np.array_equal(mnist.test.labels, test.labels)


def test_gzipped_or_not_is_told_by_the_first_bytes(tmp_path: Path) -> None:
    write_idx(tmp_path)
    for file in list(tmp_path.iterdir()):
        file.rename(file.with_suffix(""))
    assert is_read(tmp_path)
    for file in list(tmp_path.iterdir()):
        content = gzip.decompress(file.read_bytes())
        file.unlink()
        Path(f"{file}.GZ").write_bytes(content)
    assert is_read(tmp_path)


@pytest.mark.parametrize("below", ["raw", "MNIST/raw", "data"])
def test_the_folder_below(tmp_path: Path, below: str) -> None:
    folder = tmp_path / below
    folder.mkdir(parents=True)
    write_idx(folder)
    assert is_read(tmp_path)


def test_a_folder_for_each_file(tmp_path: Path) -> None:
    write_idx(tmp_path, packed=False)
    for file in list(tmp_path.iterdir()):
        content = file.read_bytes()
        file.unlink()
        file.mkdir()
        (file / file.name).write_bytes(content)
    assert is_read(tmp_path)


def test_what_lies_beside_does_no_harm(tmp_path: Path) -> None:
    write_idx(tmp_path)
    (tmp_path / "README.md").write_text("digits")
    (tmp_path / "._train-images-idx3-ubyte.gz").write_bytes(b"Mac OS X")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    write_file(tmp_path, TRAIN_IMAGES, b"<html>", packed=False)  # of the two, the one that is one is read
    (tmp_path / "MNIST").mkdir()
    shutil.copy(tmp_path / f"{TRAIN_IMAGES}.gz", tmp_path / "MNIST")
    assert is_read(tmp_path)
    (tmp_path / f"{TRAIN_IMAGES}.gz").write_bytes(b"<html>")
    good = gzip.decompress((tmp_path / "MNIST" / f"{TRAIN_IMAGES}.gz").read_bytes())
    write_file(tmp_path, TRAIN_IMAGES, good, packed=False)
    assert is_read(tmp_path)


def named(folder: Path, prefix: str) -> None:
    """The four files, called so."""
    write_idx(folder)
    for role in (TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS):
        (folder / f"{role}.gz").rename(folder / f"{prefix}{role.replace('t10k', 'test')}.gz")


def test_several_data_sets(tmp_path: Path) -> None:
    named(tmp_path, "kmnist-")
    named(tmp_path, "fashion-")
    with pytest.raises(BadInput, match=r"several data sets \(fashion, kmnist\)"):
        load_mnist(tmp_path)
    write_idx(tmp_path)  # called as MNIST's own: that is what is meant
    assert is_read(tmp_path)


def test_emnists_letters_are_not_chosen(tmp_path: Path) -> None:
    for split in ("balanced", "letters", "digits", "byclass"):
        named(tmp_path, f"emnist-{split}-")
        if split != "digits":
            write_file(tmp_path, f"emnist-{split}-train-labels-idx1-ubyte", b"letters")
    assert len(load_mnist(tmp_path).test) == 30


def test_torchvisions_folder_with_others_beside_it(tmp_path: Path) -> None:
    for name in ("FashionMNIST", "MNIST"):
        (tmp_path / name / "raw").mkdir(parents=True)
        write_idx(tmp_path / name / "raw")
    write_file(tmp_path / "FashionMNIST" / "raw", TRAIN_IMAGES, b"another")
    assert is_read(tmp_path)


def keras(file: Path, **changes: object) -> Path:
    training, test = make_digits(60, 1), make_digits(30, 2)
    arrays = {
        "x_train": training.images.reshape(-1, 28, 28),
        "y_train": training.labels,
        "x_test": test.images.reshape(-1, 28, 28),
        "y_test": test.labels,
    }
    arrays.update(changes)  # type: ignore[arg-type]
    np.savez_compressed(file, **{name: array for name, array in arrays.items() if array is not None})
    return file


def test_kerass_file(tmp_path: Path) -> None:
    file = keras(tmp_path / "mnist.npz")
    assert is_read(tmp_path)
    assert is_read(file)
    labels = make_digits(60, 1).labels.astype(np.int64)
    keras(file, y_train=labels.reshape(60, 1), x_train=make_digits(60, 1).images)
    assert is_read(tmp_path)
    keras(file, x_train=np.asfortranarray(make_digits(60, 1).images))
    assert is_read(tmp_path)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"x_train": None}, "no x_train but y_train"),
        ({"x_train": np.full((60, 28, 28), 2.0)}, "values from 2 to 2"),
        ({"x_train": np.full((60, 28, 28), np.nan)}, "values from nan to nan"),
        ({"x_train": np.zeros((60, 28, 28), np.uint16)}, "uint16"),
        ({"x_train": np.zeros((60, 32, 32), np.uint8)}, "32×32 pixels, but .* of 28×28"),
        ({"x_train": np.zeros((60, 65, 64), np.uint8)}, "65×64 pixels; at most 64×64"),
        ({"x_train": np.zeros((60, 28, 28, 3), np.uint8)}, "of 3 colours"),
        ({"x_train": np.zeros((60, 108), np.uint8)}, "rows × columns are wanted"),
        ({"y_train": np.zeros(59, np.uint8)}, "60 images but 59 labels"),
        ({"y_train": np.full(60, 10)}, "one class only"),
        ({"y_test": np.full(30, 10)}, "label 10, but the classes are 0 to 9"),
        ({"y_train": np.array([{}] * 60)}, "object"),
        ({"x_train": np.zeros((0, 28, 28), np.uint8), "y_train": np.zeros(0, np.uint8)}, "0 of them"),
    ],
)
def test_a_bad_npz_file_is_named(tmp_path: Path, changes: dict[str, object], word: str) -> None:
    keras(tmp_path / "mnist.npz", **changes)
    with pytest.raises(BadInput, match=word) as error:
        load_mnist(tmp_path)
    assert "mnist.npz" in str(error.value)


def test_what_is_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=f"no {TRAIN_IMAGES}.*it is empty"):
        load_mnist(tmp_path)
    for name in ("mnist_train.csv", "mnist_test.csv", *(f"note {i}" for i in range(7))):
        (tmp_path / name).write_text("1,2,3,4")
    (tmp_path / "more").mkdir()
    with pytest.raises(BadInput, match=r"there is mnist_test.csv, mnist_train.csv, more/, .* and 4 more$"):
        load_mnist(tmp_path)


def test_training_files_alone_are_not_enough(tmp_path: Path) -> None:
    write_idx(tmp_path)
    (tmp_path / f"{TEST_IMAGES}.gz").unlink()
    (tmp_path / f"{TEST_LABELS}.gz").unlink()
    with pytest.raises(BadInput, match=f"test digits are missing: no {TEST_IMAGES} and {TEST_LABELS}"):
        load_mnist(tmp_path)


def test_a_file_where_a_folder_is_meant(tmp_path: Path) -> None:
    write_idx(tmp_path)
    with pytest.raises(BadInput, match=f"is a file: the folder .* such as {tmp_path}"):
        load_mnist(tmp_path / f"{TRAIN_IMAGES}.gz")


@pytest.mark.parametrize("kind", ["a pipe", "a folder", "a device", "in a circle"])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, kind: str) -> None:
    write_idx(tmp_path)
    file = tmp_path / f"{TRAIN_IMAGES}.gz"
    file.unlink()
    if kind == "a pipe":
        os.mkfifo(file)
    elif kind == "a folder":
        file.mkdir()
    else:
        file.symlink_to("/dev/zero" if kind == "a device" else file)
    words = f"no {TRAIN_IMAGES}, .*{TRAIN_IMAGES}.gz/" if kind == "a folder" else kind
    with pytest.raises(BadInput, match=words):
        load_mnist(tmp_path)
    if kind == "a pipe":
        with pytest.raises(BadInput, match=kind):
            load_mnist(file)
