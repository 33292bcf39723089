"""Made-up scenes with a digit in them, and a camera: what `photographs.py` puts together.

A scene is what each point reflects, (H, W, 3) in [0, 1]; `photograph` lights it and takes it with a camera's
faults. The digits are MNIST's own, enlarged until they are strokes, so that what they are is known.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Scene = NDArray[np.float64]
Random = np.random.Generator
HEIGHT, WIDTH = 480, 640

WHITE, BLUE_BLACK, PENCIL = (0.93, 0.92, 0.88), (0.12, 0.13, 0.25), (0.45, 0.45, 0.46)
WOOD, DARK_WOOD, SLATE, CHALK = (0.5, 0.32, 0.18), (0.2, 0.12, 0.07), (0.12, 0.2, 0.16), (0.88, 0.88, 0.84)


def strokes(image: NDArray[np.uint8], side: int, boldness: float = 0.5) -> Scene:
    """An MNIST image as a mask (side, side) with crisp edges; bolder than 0.5 is thicker, less is thinner."""
    digit = image.reshape(28, 28) / 255
    large = ndimage.zoom(digit, side / 28, order=3, mode="grid-constant", grid_mode=True)
    smooth = ndimage.gaussian_filter(large, side / 28 * 0.5)
    return np.clip((smooth - (1 - boldness)) * side / 28 / 1.5 + 0.5, 0, 1)


def plain(colour: tuple[float, ...]) -> Scene:
    return np.tile(np.array(colour), (HEIGHT, WIDTH, 1))


def paint(scene: Scene, mask: Scene, colour: tuple[float, ...]) -> None:
    scene[:] = scene + mask[..., None] * (np.array(colour) - scene)


def write(
    scene: Scene,
    image: NDArray[np.uint8],
    random: Random,
    colour: tuple[float, ...] = BLUE_BLACK,
    side: int | None = None,
    boldness: float = 0.5,
    centre: tuple[float, float] | None = None,
) -> None:
    """Put the digit near the middle, or where it is asked for."""
    side = side or int(random.integers(220, 320))
    y, x = centre or (HEIGHT / 2 + random.uniform(-20, 20), WIDTH / 2 + random.uniform(-50, 50))
    top, left = int(y - side / 2), int(x - side / 2)
    mask = np.zeros(scene.shape[:2])
    wide = np.pad(mask, side)
    wide[top + side : top + 2 * side, left + side : left + 2 * side] = strokes(image, side, boldness)
    paint(scene, wide[side:-side, side:-side], colour)


def quadrangle(top: float, bottom: float, left: float, right: float, turn: float = 0.0) -> Scene:
    """A mask of a rectangle, turned by `turn` radians about its middle."""
    y, x = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    y, x = y - (top + bottom) / 2, x - (left + right) / 2
    y, x = y * np.cos(turn) - x * np.sin(turn), y * np.sin(turn) + x * np.cos(turn)
    outside = np.maximum(np.abs(y) - (bottom - top) / 2, np.abs(x) - (right - left) / 2)
    return np.clip(0.5 - outside, 0, 1)


def lines(
    scene: Scene, colour: tuple[float, ...], every: float, width: float, turn: float, across: bool
) -> None:
    """Printed lines, all over."""
    y, x = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    place = (x * np.cos(turn) - y * np.sin(turn)) if across else (y * np.cos(turn) + x * np.sin(turn))
    distance = np.abs((place + every / 3) % every - every / 2)
    paint(scene, np.clip(width / 2 + 0.5 - distance, 0, 1), colour)


def grain(scene: Scene, random: Random, strength: float = 0.15) -> None:
    """Streaks, as of wood."""
    streaks = ndimage.gaussian_filter(random.normal(size=scene.shape[:2]), (2, 60))
    scene *= 1 + strength * (streaks / streaks.std())[..., None]
    np.clip(scene, 0, 1, out=scene)


def photograph(
    scene: Scene, random: Random, noise: float = 0.012, blur: float = 0.8, quality: int = 82
) -> bytes:
    """A JPEG of the scene: uneven light, a lens's blur and vignette, the sensor's noise."""
    y, x = np.mgrid[-1 : 1 : scene.shape[0] * 1j, -1 : 1 : scene.shape[1] * 1j]
    angle, fall = random.uniform(0, 2 * np.pi), random.uniform(0, 0.3)
    light = 0.95 - fall / 2 * (1 + np.cos(angle) * x + np.sin(angle) * y) / 2 - 0.06 * (x**2 + y**2)
    taken = ndimage.gaussian_filter(scene * light[..., None], (blur, blur, 0))
    taken += random.normal(0, noise, scene.shape)
    return jpeg(taken, quality)


def jpeg(colours: Scene, quality: int = 82) -> bytes:
    stream = io.BytesIO()
    Image.fromarray((np.clip(colours, 0, 1) * 255).astype(np.uint8)).save(stream, "JPEG", quality=quality)
    return stream.getvalue()
