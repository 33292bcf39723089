"""Photographs of digits, made up: each kind of paper, ink, light and surroundings that one is written on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from tests.datasets.scenes import (
    BLUE_BLACK,
    CHALK,
    DARK_WOOD,
    HEIGHT,
    PENCIL,
    SLATE,
    WHITE,
    WIDTH,
    WOOD,
    Random,
    grain,
    lines,
    paint,
    photograph,
    plain,
    quadrangle,
    write,
)

Kind = Callable[[NDArray[np.uint8], Random], bytes]
KINDS: dict[str, Kind] = {}
"""Each takes an MNIST image (784,) and random numbers, and gives a file."""


def kind(function: Kind) -> Kind:
    KINDS[function.__name__.replace("_", " ")] = function
    return function


@kind
def dark_on_light(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    write(scene, image, random)
    return photograph(scene, random)


@kind
def chalk_on_a_board(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(SLATE)
    write(scene, image, random, CHALK)
    return photograph(scene, random)


@kind
def board_in_a_light_frame(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain((0.75, 0.7, 0.6))
    paint(scene, quadrangle(50, 430, 60, 580), SLATE)
    write(scene, image, random, CHALK)
    return photograph(scene, random)


@kind
def sheet_on_a_dark_desk(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WOOD if random.random() < 0.5 else DARK_WOOD)
    grain(scene, random)
    turn = random.uniform(-0.15, 0.15)
    paint(scene, quadrangle(60, 420, 110, 530, turn), WHITE)
    write(scene, image, random, side=250)
    return photograph(scene, random)


@kind
def yellow_note_on_a_light_desk(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain((0.85, 0.83, 0.8))
    paint(scene, quadrangle(70, 410, 150, 490, random.uniform(-0.2, 0.2)), (0.95, 0.85, 0.3))
    write(scene, image, random, side=240, centre=(240, 320))
    return photograph(scene, random)


@kind
def strip_of_desk(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    write(scene, image, random, centre=(240, 300), side=260)
    wide = random.integers(30, 110)
    strips = [(0, HEIGHT, WIDTH - wide, 2 * WIDTH), (-99, 0.5 * wide, -99, 2 * WIDTH), (0, HEIGHT, -99, wide)]
    paint(scene, quadrangle(*strips[random.integers(3)]), WOOD)
    return photograph(scene, random)


@kind
def red_on_blue(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain((0.35, 0.62, 0.95))
    write(scene, image, random, (0.95, 0.4, 0.38))
    return photograph(scene, random)


@kind
def green_on_orange(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain((0.85, 0.5, 0.2))
    write(scene, image, random, (0.2, 0.68, 0.35))
    return photograph(scene, random)


@kind
def pencil_on_squared_paper(image: NDArray[np.uint8], random: Random) -> bytes:
    scene, turn, every = plain(WHITE), random.uniform(-0.05, 0.05), random.uniform(18, 40)
    for across in (False, True):
        lines(scene, (0.55, 0.65, 0.85), every, 1.2, turn, across)
    write(scene, image, random, PENCIL, boldness=0.4)
    return photograph(scene, random)


@kind
def ruled_as_dark_as_the_ink(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    lines(scene, BLUE_BLACK, random.uniform(36, 70), 1.5, random.uniform(-0.06, 0.06), across=False)
    write(scene, image, random)
    return photograph(scene, random)


@kind
def ruled_with_a_red_margin(image: NDArray[np.uint8], random: Random) -> bytes:
    scene, turn = plain(WHITE), random.uniform(-0.04, 0.04)
    lines(scene, (0.5, 0.6, 0.85), random.uniform(32, 48), 1.5, turn, across=False)
    paint(scene, quadrangle(-200, 700, 78, 80.5, turn), (0.85, 0.3, 0.35))
    write(scene, image, random, centre=(240, 350))
    return photograph(scene, random)


@kind
def dotted_paper(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    every = random.integers(20, 36)
    dots = np.hypot(y % every - every / 2, x % every - every / 2)
    paint(scene, np.clip(2 - dots, 0, 1), (0.5, 0.5, 0.55))
    write(scene, image, random)
    return photograph(scene, random)


@kind
def hard_shadow(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    write(scene, image, random)
    edge = quadrangle(-400, random.uniform(100, 380), -400, 1000, random.uniform(-0.5, 0.5))
    scene *= 1 - 0.4 * ndimage.gaussian_filter(edge, random.uniform(1, 8))[..., None]
    return photograph(scene, random)


@kind
def faint_pencil(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    write(scene, image, random, (0.68, 0.68, 0.69), boldness=0.42)
    return photograph(scene, random)


@kind
def fine_pen(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    write(scene, image, random, boldness=0.4)
    return photograph(scene, random)


@kind
def thick_marker(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    write(scene, image, random, boldness=0.68)
    return photograph(scene, random)


@kind
def small_digit(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    write(scene, image, random, side=80)
    return photograph(scene, random)


@kind
def close_up(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    write(scene, image, random, side=600, centre=(240, 320))
    return photograph(scene, random)


@kind
def in_a_printed_box(image: NDArray[np.uint8], random: Random) -> bytes:
    scene, wide = plain(WHITE), random.uniform(2, 5)
    paint(scene, quadrangle(60, 420, 140, 500), BLUE_BLACK)
    paint(scene, quadrangle(60 + wide, 420 - wide, 140 + wide, 500 - wide), WHITE)
    write(scene, image, random, side=260, centre=(240, 320))
    return photograph(scene, random)


@kind
def crumbs_and_dust(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    for _ in range(25):
        distance = np.hypot(y - random.uniform(0, HEIGHT), x - random.uniform(0, WIDTH))
        paint(scene, np.clip(random.uniform(1.5, 4) - distance, 0, 1), (0.3, 0.25, 0.2))
    write(scene, image, random)
    return photograph(scene, random)


@kind
def punched_holes(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    for row in (120, 360):
        paint(scene, np.clip(14 - np.hypot(y - row, x - 30), 0, 1), DARK_WOOD)
    write(scene, image, random, centre=(240, 350))
    return photograph(scene, random)


@kind
def blurred_and_noisy(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    write(scene, image, random)
    return photograph(scene, random, noise=0.05, blur=3, quality=40)


@kind
def dim_light(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain(WHITE)
    write(scene, image, random)
    return photograph(scene * 0.25, random, noise=0.015)


@kind
def cardboard(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain((0.7, 0.55, 0.38))
    grain(scene, random, 0.05)
    write(scene, image, random, (0.15, 0.13, 0.12))
    return photograph(scene, random)


@kind
def white_pen_on_red(image: NDArray[np.uint8], random: Random) -> bytes:
    scene = plain((0.75, 0.15, 0.15))
    write(scene, image, random, (0.95, 0.93, 0.93))
    return photograph(scene, random)


@kind
def ruled_sheet_on_a_desk(image: NDArray[np.uint8], random: Random) -> bytes:
    turn = random.uniform(-0.08, 0.08)
    sheet = plain(WHITE)
    lines(sheet, (0.5, 0.6, 0.85), random.uniform(28, 40), 1.3, -turn, across=False)
    scene, shape = plain(DARK_WOOD), quadrangle(40, 440, 90, 550, turn)
    grain(scene, random)
    scene += shape[..., None] * (sheet - scene)
    write(scene, image, random, side=250, centre=(240, 320))
    return photograph(scene, random)
