import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from nnviz.datasets.centring import centre_digit
from nnviz.datasets.dataset import to_unit_range
from nnviz.datasets.mnist import load_mnist
from nnviz.datasets.pictures import read_digit
from nnviz.errors import BadInput


def picture(paper: str, ink: str, width: int = 300, height: int = 400) -> QImage:
    """A 7 in one stroke."""
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(paper))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ink), width / 12, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    points = [(0.25, 0.25), (0.75, 0.25), (0.45, 0.8)]
    painter.drawPolyline([QPointF(x * width, y * height) for x, y in points])
    painter.end()
    return image


def likeness(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.corrcoef(first.ravel(), second.ravel())[0, 1])


@pytest.fixture
def seven(tmp_path: Path) -> np.ndarray:
    file = tmp_path / "reference.png"
    picture("white", "black").save(str(file))
    return read_digit(file)


def test_result_is_what_the_network_takes(seven: np.ndarray) -> None:
    assert seven.shape == (28, 28)
    assert seven.dtype == np.float32
    assert 0 <= seven.min() < seven.max() == 1
    assert seven[:12].max(axis=0)[8:18].min() > 0.8  # the bar of the 7 …
    assert seven[18:, 18:].max() < 0.1  # … and nothing under its right end


@pytest.mark.parametrize("colours", [("black", "white"), ("#e0d8c0", "#203080"), ("#204030", "#e8e8d0")])
def test_dark_on_light_and_light_on_dark(tmp_path: Path, seven: np.ndarray, colours: tuple[str, str]) -> None:
    picture(*colours).save(str(tmp_path / "a.png"))
    assert likeness(read_digit(tmp_path / "a.png"), seven) > 0.98


@pytest.mark.parametrize("size", [(30, 40), (301, 401), (3000, 4000)])
@pytest.mark.parametrize("kind", ["png", "jpg", "bmp"])
def test_any_size_and_format(tmp_path: Path, seven: np.ndarray, size: tuple[int, int], kind: str) -> None:
    file = tmp_path / f"a.{kind}"
    picture("white", "black", *size).convertToFormat(QImage.Format.Format_RGB32).save(str(file), quality=80)
    assert likeness(read_digit(file), seven) > 0.93


@pytest.mark.parametrize("ink", ["black", "white", "#a02020"])
def test_transparent_paper(tmp_path: Path, seven: np.ndarray, ink: str) -> None:
    picture("transparent", ink).save(str(tmp_path / "a.png"))
    assert likeness(read_digit(tmp_path / "a.png"), seven) > 0.98


def test_the_name_does_not_decide_the_format(tmp_path: Path, seven: np.ndarray) -> None:
    file = tmp_path / "really a png.jpg"
    picture("white", "black").save(str(file), "PNG")
    assert likeness(read_digit(file), seven) > 0.99


def test_mnist_s_own_pictures(tmp_path: Path) -> None:
    for number, image in enumerate(load_mnist().test.images[:20]):
        file = str(tmp_path / f"{number}.png")
        QImage(image.tobytes(), 28, 28, 28, QImage.Format.Format_Grayscale8).save(file)
        assert likeness(read_digit(file), centre_digit(to_unit_range(image).reshape(28, 28))) > 0.97


def announced(width: int, height: int) -> bytes:
    """The beginning of a PNG of that size, of which next to nothing follows."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99)))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"no picture at all", "is not a picture"),
        (announced(60_000, 60_000), "is too large: 60000×60000 pixels"),
        (announced(300, 300), "is not a picture that can be read"),
    ],
)
def test_bad_files(tmp_path: Path, capfd: pytest.CaptureFixture[str], content: bytes, problem: str) -> None:
    file = tmp_path / "bad.png"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=problem) as error:
        read_digit(file)
    assert str(file) in str(error.value)
    assert capfd.readouterr().err == ""


def test_a_jpeg_cut_short(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cut.jpg"
    picture("white", "black", 900, 1200).save(str(file))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(BadInput, match=r"cut\.jpg is cut short"):
        read_digit(file)
    assert capfd.readouterr().err == ""


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.png is missing"):
        read_digit(tmp_path / "nowhere.png")
    with pytest.raises(BadInput, match="is not a file"):
        read_digit(tmp_path)


@pytest.mark.parametrize("paper", ["white", "black", "#806040", "transparent"])
def test_blank_picture(tmp_path: Path, paper: str) -> None:
    picture(paper, paper).save(str(tmp_path / "blank.png"))
    with pytest.raises(BadInput, match=r"blank\.png shows no digit"):
        read_digit(tmp_path / "blank.png")


def test_no_application_is_needed(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    picture("white", "black").convertToFormat(QImage.Format.Format_RGB32).save(str(file))
    code = f"from nnviz.datasets.pictures import read_digit; assert read_digit({str(file)!r}).max() == 1"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stderr) == (0, "")
