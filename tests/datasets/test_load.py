"""Data sets of other pictures than MNIST's: any shape, names of classes, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nnviz.datasets.dataset import Dataset, Examples, split
from nnviz.datasets.load import load_data
from nnviz.datasets.mnist import load_mnist
from nnviz.datasets.subject import MNIST, Subject
from nnviz.errors import BadInput
from tests.digits import SHAPES, make_dataset, make_pictures, write_idx, write_npz, write_pictures


def all_images(data: Dataset) -> list[list[int]]:
    return np.concatenate([data.train.images, data.validation.images]).tolist()  # type: ignore[no-any-return]


def test_pictures_of_any_shape_and_their_names(tmp_path: Path) -> None:
    made, folder = make_dataset(), tmp_path / "Little shapes" / "raw"
    folder.mkdir(parents=True)
    write_pictures(folder, made)
    data = load_data(folder)
    assert data.subject == Subject("Little shapes", (12, 9), ("0", "1", "2"))
    assert (data.shape, data.noun) == ((12, 9), "picture")
    assert [len(part) for part in (data.train, data.validation, data.test)] == [250, 50, 60]
    assert all_images(data) == made.train.images.tolist()
    assert data.test.labels.tolist() == made.test.labels.tolist()
    for name in ("labels.txt", "CLASSES.TXT"):
        (folder / name).write_text("\nbar\n Kreuz, groß \r\ndot\n\n", encoding="utf-8")
        assert load_data(folder).class_names == ("bar", "Kreuz, groß", "dot")
        (folder / name).rename(folder.parent / name)
        assert load_data(folder.parent).class_names == ("bar", "Kreuz, groß", "dot")
        (folder.parent / name).unlink()


def test_an_npz_file_of_bytes_or_floats(tmp_path: Path) -> None:
    made = make_dataset()
    file = write_npz(tmp_path / "shapes.npz", made)
    (tmp_path / "classes.txt").write_text("bar\ncross\ndot\ncircle")
    assert load_data(file).subject == replace(
        SHAPES, class_names=("bar", "cross", "dot", "circle"), noun="picture"
    )
    assert all_images(load_data(file)) == made.train.images.tolist()
    floats = made.train.images.reshape(-1, 12, 9, 1) / 255
    write_npz(file, made, x_train=floats.astype(np.float32))
    assert all_images(load_data(file)) == made.train.images.tolist()


def test_emnists_letters_are_set_upright_and_count_from_0(tmp_path: Path) -> None:
    subject = Subject("letters", (9, 12), ("a", "b", "c"))
    made = make_dataset(subject)
    stored = Dataset(
        *(replace(one, labels=one.labels + np.uint8(1)) for one in (made.train, made.validation, made.test))
    )
    write_pictures(tmp_path, stored, "emnist-letters-")
    (tmp_path / "emnist-letters-mapping.txt").write_text("1 65 97\n2 66 98\n3 67 99\n")
    (tmp_path / "emnist-digits-mapping.txt").write_text("0 48\n1 49\n")
    data = load_data(tmp_path)
    assert data.subject == Subject("emnist-letters", (12, 9), ("A", "B", "C"), "letter")
    lying = made.train.images.reshape(-1, 9, 12)
    assert data.train.images.reshape(-1, 12, 9)[5].tolist() == lying[5].T.tolist()
    assert data.train.labels.tolist() == made.train.labels[:250].tolist()
    assert [note.split(";")[0] for note in data.notes] == [
        "The pictures lie on their side in EMNIST's files",
        "The labels begin with 1 in EMNIST's files",
    ]
    with pytest.raises(ValueError, match="read-only"):
        data.train.images[0, 0] = 1


def test_mnist_is_known_whatever_it_is_called(tmp_path: Path) -> None:
    mnist = load_mnist()
    whole = Examples(
        np.zeros((60_000, 784), np.uint8), np.concatenate([mnist.train.labels, mnist.validation.labels])
    )
    write_pictures(tmp_path, Dataset(whole, mnist.validation, mnist.test))
    assert load_data(tmp_path).subject == MNIST
    (tmp_path / "labels.txt").write_text("\n".join(f"number {i}" for i in range(10)))
    assert load_data(tmp_path).class_names[3] == "number 3"


@pytest.mark.parametrize(
    ("folder", "noun"),
    [("MNIST", "digit"), ("FashionMNIST", "picture"), ("kmnist", "character"), ("x", "picture")],
)
def test_what_a_picture_is_called(tmp_path: Path, folder: str, noun: str) -> None:
    (tmp_path / folder).mkdir()
    write_idx(tmp_path / folder)
    assert load_data(tmp_path / folder).noun == noun


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"bar\n", "has 1 line: the names of 2 to 62 classes"),
        (b"x\n" * 300, "has 300 lines"),
        (b"bar\ncross\n", "label 2, but the classes are 0 to 1"),
        (b"\xff\xfe\0", "no text in UTF-8"),
        (b"bar\ncross\n" + b"d" * 41, "no name of up to 40 characters"),
        (b"bar\n\x1b[31mcross\ndot", "no name of up to 40 characters"),
    ],
)
def test_names_that_are_none(tmp_path: Path, content: bytes, word: str) -> None:
    write_npz(tmp_path / "shapes.npz", make_dataset())
    (tmp_path / "labels.txt").write_bytes(content)
    with pytest.raises(BadInput, match=word) as error:
        load_data(tmp_path)
    assert str(tmp_path) in str(error.value)


def test_the_last_sixth_is_for_validation() -> None:
    for count, kept in ((60, 50), (7, 6), (5, 5)):
        whole = make_pictures(SHAPES, count)
        data = split(whole, whole)
        assert (len(data.train), len(data.validation)) == (kept, count - kept)
        assert [*data.train.labels, *data.validation.labels] == list(whole.labels)


def test_one_of_a_class_in_a_sentence() -> None:
    assert [MNIST.a(label) for label in (3, 8)] == ["a 3", "an 8"]
    assert SHAPES.a(1) == "“cross”"
    assert SHAPES.place(10) == (1, 1)
    assert SHAPES.laid_out(np.arange(216).reshape(2, 108))[1, 11, 8] == 215
    assert not SHAPES.fits(MNIST)
    with pytest.raises(BadInput, match="63 classes; there can be 2 to 62"):
        Subject("many", (2, 2), ("x",) * 63)
    with pytest.raises(BadInput, match="65×64 pixels"):
        Subject("large", (65, 64), ("x", "y"))
