"""Pictures for the demonstration: flat northern landscapes, drawn here in the colours of the site.

Each part of a composition is a function of the canvas and its own numbers. No chance is involved beyond a seed: the
same name gives the same picture.
"""

from __future__ import annotations

import io
import itertools
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

from medskick.doors.pages.demo.compositions import (
    AURORA,
    CLOUDBERRY,
    FELL,
    HEATHER,
    ICE,
    LINGON,
    MIST,
    PICTURES,
    SLATE,
    SNOW,
    SPRUCE,
    STONE,
    TARN,
)

WIDTH, HEIGHT = 1200, 800
FINER = 2  # drawn so many times larger and made smaller, so that edges are even
QUALITY = 85


class Canvas:
    """A sheet to draw on with shares of its width and height."""

    def __init__(self, width: int, height: int) -> None:
        self.w, self.h = width, height
        self.sheet = Image.new("RGB", (width, height), SNOW)
        self.pen = ImageDraw.Draw(self.sheet)

    def area(self, points: list[tuple[float, float]], colour: str) -> None:
        """A filled shape."""
        self.pen.polygon([(x * self.w, y * self.h) for x, y in points], fill=colour)

    def box(self, x: float, y: float, x2: float, y2: float, colour: str) -> None:
        """A filled rectangle."""
        self.pen.rectangle((x * self.w, y * self.h, x2 * self.w, y2 * self.h), fill=colour)

    def disc(self, x: float, y: float, r: float, colour: str) -> None:
        """A filled circle; its radius is a share of the width."""
        cx, cy, radius = x * self.w, y * self.h, r * self.w
        self.pen.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=colour)

    def stroke(self, points: list[tuple[float, float]], colour: str, width: float) -> None:
        """A line; its width is a share of the picture's width."""
        ends = [(x * self.w, y * self.h) for x, y in points]
        self.pen.line(ends, fill=colour, width=max(1, round(width * self.w)), joint="curve")


def sky(c: Canvas, *, colour: str) -> None:
    c.box(0, 0, 1, 1, colour)


def sun(c: Canvas, *, x: float, y: float, r: float, colour: str = CLOUDBERRY) -> None:
    c.disc(x, y, r, colour)


def moon(c: Canvas, *, x: float, y: float, r: float) -> None:
    c.disc(x, y, r, MIST)


def stars(c: Canvas, *, seed: int, count: int) -> None:
    chance = _seeded(seed)
    for _ in range(count):
        c.disc(chance.random(), chance.random() * 0.6, chance.uniform(0.0008, 0.002), ICE)


def aurora(c: Canvas, *, seed: int) -> None:
    chance = _seeded(seed)
    for colour, y in ((AURORA, 0.16), ("#2F9A86", 0.24), ("#7CC7B2", 0.33)):
        phase, steps = chance.random() * 6, [n / 60 for n in range(61)]
        low = [(x, y + 0.06 * math.sin(x * 7 + phase) + 0.03 * math.sin(x * 17 + phase)) for x in steps]
        high = [(x, py - 0.09 - 0.03 * math.sin(x * 11 + phase)) for x, py in reversed(low)]
        c.area([*low, *high], colour)


def ridge(c: Canvas, *, seed: int, base: float, rise: float, colour: str, snow: bool = False) -> None:
    """A line of hills: a few waves with their lengths and phases by the seed; fells with snow are pointed and higher. A
    negative rise mirrors it in water."""
    chance = _seeded(seed)
    waves = [(chance.uniform(2, 5) * 1.9**n, chance.random() * 6, 0.55**n) for n in range(4)]
    whole = sum(weight for _length, _phase, weight in waves)

    def height(x: float) -> float:
        swing = sum(w * math.sin(x * length + p) for length, p, w in waves) / whole
        if not snow:
            return 0.5 + swing / 2
        return sum(w * (1 - abs(math.sin(x * length + p))) for length, p, w in waves) / whole

    tops = [(n / 160, base - rise * height(n / 160)) for n in range(161)]
    c.area([(0, base), *tops, (1, base)], colour)
    if snow:
        line = base - rise * 0.55
        for (x, y), (x2, y2) in itertools.pairwise(tops):
            if y < line and y2 < line:
                edge = line + 0.02 * math.sin(x * 90)
                c.area([(x, y), (x2, y2), (x2, max(y2, edge)), (x, max(y, edge))], SNOW)


def ground(c: Canvas, *, top: float, colour: str, left: float = 0) -> None:
    c.box(left, top, 1, 1, colour)


water = ground


def ripples(c: Canvas, *, seed: int, top: float, count: int, colour: str) -> None:
    chance = _seeded(seed)
    for _ in range(count):
        x, y, length = chance.random(), chance.uniform(top, 0.98), chance.uniform(0.03, 0.12)
        c.stroke([(x, y), (x + length, y)], colour, 0.0022)


def glitter(c: Canvas, *, x: float, top: float, colour: str) -> None:
    for n in range(16):
        half = 0.11 - n * 0.004 + 0.02 * math.sin(n * 2.3)
        c.box(x - half, top + n * 0.024, x + half, top + n * 0.024 + 0.008, colour)


def road(c: Canvas, *, top: float) -> None:
    c.area([(0.5, top), (0.515, top), (0.8, 1), (0.36, 1)], STONE)
    for n in range(5):
        y, y2 = top + 0.03 + n * n * 0.018, top + 0.045 + n * n * 0.02
        middle, half = 0.507 + (y - top) * 0.2, 0.001 + (y - top) * 0.012
        c.area([(middle - half, y), (middle + half, y), (middle + half * 1.5, y2), (middle - half, y2)], SNOW)


def river(c: Canvas, *, top: float) -> None:
    steps = [n / 40 for n in range(41)]
    left = [(0.54 + 0.1 * math.sin(t * 5) - 0.26 * t * t, top + (1 - top) * t) for t in steps]
    right = [(x + 0.015 + 0.42 * t * t, y) for t, (x, y) in zip(steps, left, strict=True)]
    c.area([*left, *reversed(right)], "#7FA9B8")


def trees(
    c: Canvas, *, seed: int, base: float, count: int, size: float, left: float = 0, right: float = 1,
    colour: str = SPRUCE,
) -> None:  # fmt: skip
    """Spruces, in a row but not in line."""
    chance = _seeded(seed)
    for n in range(count):
        x = left + (right - left) * (n + chance.random()) / count
        high, foot = size * chance.uniform(0.65, 1.1), base + chance.uniform(-0.012, 0.02)
        half = high * 0.17
        c.box(x - half * 0.1, foot - high * 0.1, x + half * 0.1, foot, SLATE)
        for part in range(3):
            low, wide = foot - high * (0.08 + part * 0.27), half * (1 - part * 0.27)
            c.area([(x - wide, low), (x + wide, low), (x, low - high * 0.42)], colour)


def houses(
    c: Canvas, *, seed: int, base: float, count: int, size: float, left: float, right: float, colour: str = "",
    lit: bool = False,
) -> None:  # fmt: skip
    """Small houses with a pitched roof and windows."""
    chance = _seeded(seed)
    for n in range(count):
        x = left + (right - left) * (n + 0.2 + 0.3 * chance.random()) / count
        wide, high = size * chance.uniform(0.8, 1.1), size * chance.uniform(0.7, 0.95)
        wall = colour or chance.choice([LINGON, CLOUDBERRY, MIST, FELL])
        c.box(x, base - high, x + wide, base, wall)
        c.area(
            [
                (x - wide * 0.08, base - high),
                (x + wide * 1.08, base - high),
                (x + wide / 2, base - high * 1.6),
            ],
            SLATE,
        )
        window = "#F6D58A" if lit else SNOW
        for column in (0.2, 0.62):
            c.box(x + wide * column, base - high * 0.7, x + wide * (column + 0.2), base - high * 0.38, window)


def works(c: Canvas, *, base: float) -> None:
    c.box(0.08, base - 0.2, 0.3, base, STONE)
    for n in range(3):
        x = 0.08 + n * 0.0733
        c.area([(x, base - 0.2), (x, base - 0.28), (x + 0.0733, base - 0.2)], TARN)
    c.box(0.34, base - 0.34, 0.46, base, FELL)
    for row in range(4):
        for column in range(3):
            c.box(
                0.355 + column * 0.034,
                base - 0.31 + row * 0.07,
                0.375 + column * 0.034,
                base - 0.275 + row * 0.07,
                MIST,
            )
    c.box(0.6, base - 0.15, 0.86, base, HEATHER)
    c.box(0.64, base - 0.38, 0.67, base - 0.15, STONE)
    c.box(0.7, base - 0.32, 0.73, base - 0.15, STONE)


def bridge(c: Canvas, *, y: float) -> None:
    for x in (0.38, 0.62):
        c.box(x - 0.012, y - 0.26, x + 0.012, y + 0.2, SLATE)
        for n in range(1, 6):
            for side in (-1, 1):
                c.stroke([(x, y - 0.25), (x + side * n * 0.04, y)], SLATE, 0.002)
    c.box(0.12, y, 0.88, y + 0.025, SLATE)


def terraces(c: Canvas, *, x: float, base: float, steps: int, colour: str) -> None:
    """A mountain whose one side is cut in steps."""
    top = base - steps * 0.042
    c.area(
        [(x - 0.5, base), (x - 0.16, top - 0.02), (x + 0.02, top - 0.05), (x + 0.1, top), (x + 0.1, base)],
        colour,
    )
    for n in range(steps):
        y = base - n * 0.042
        c.box(x, y - 0.042, x + 0.34 - n * 0.034, y, "#8E688F" if n % 2 else "#9A799B")


def hut(c: Canvas, *, x: float, base: float, size: float, colour: str = "#6B4A36") -> None:
    half = size * 0.5
    c.area(
        [(x - half, base), (x + half, base), (x + half * 0.1, base - size), (x - half * 0.1, base - size)],
        colour,
    )
    c.area([(x - half * 0.22, base), (x + half * 0.22, base), (x, base - size * 0.55)], SLATE)
    for side in (-1, 1):
        c.stroke([(x, base - size * 0.98), (x + side * half * 0.18, base - size * 1.1)], SLATE, 0.003)


def reindeer(c: Canvas, *, x: float, y: float) -> None:
    c.area([(x, y - 0.05), (x + 0.05, y - 0.052), (x + 0.052, y - 0.02), (x + 0.002, y - 0.02)], STONE)
    for leg in (0.004, 0.014, 0.038, 0.047):
        c.stroke([(x + leg, y - 0.022), (x + leg, y + 0.018)], STONE, 0.003)
    c.area(
        [(x + 0.045, y - 0.05), (x + 0.062, y - 0.075), (x + 0.075, y - 0.068), (x + 0.055, y - 0.035)], STONE
    )
    for tip in (0.052, 0.068):
        c.stroke([(x + 0.06, y - 0.072), (x + tip, y - 0.1), (x + tip + 0.006, y - 0.115)], SLATE, 0.002)


def boat(c: Canvas, *, x: float, y: float) -> None:
    c.area([(x - 0.06, y), (x + 0.06, y), (x + 0.045, y + 0.03), (x - 0.045, y + 0.03)], LINGON)
    c.stroke([(x, y), (x, y - 0.11)], SLATE, 0.003)
    c.area([(x + 0.006, y - 0.11), (x + 0.006, y - 0.015), (x + 0.045, y - 0.015)], SNOW)


def ship(c: Canvas, *, x: float, y: float) -> None:
    c.area([(x - 0.24, y), (x + 0.24, y), (x + 0.2, y + 0.08), (x - 0.21, y + 0.08)], LINGON)
    c.box(x - 0.2, y - 0.12, x - 0.1, y, SNOW)
    c.box(x - 0.17, y - 0.18, x - 0.13, y - 0.12, CLOUDBERRY)
    for n in range(3):
        c.box(x - 0.06 + n * 0.085, y - 0.035, x + 0.01 + n * 0.085, y, STONE)


def crane(c: Canvas, *, x: float, base: float) -> None:
    for foot in (-0.06, 0.06):
        c.stroke([(x + foot, base), (x, base - 0.34)], CLOUDBERRY, 0.009)
    c.stroke([(x + 0.14, base - 0.34), (x - 0.26, base - 0.4)], CLOUDBERRY, 0.01)
    c.stroke([(x - 0.24, base - 0.4), (x - 0.24, base - 0.2)], SLATE, 0.003)
    c.box(x - 0.27, base - 0.2, x - 0.21, base - 0.15, STONE)


def island(c: Canvas, *, seed: int, x: float, y: float, size: float) -> None:
    chance = _seeded(seed)
    steps = [n / 30 for n in range(31)]
    bend = chance.random() * 6
    top = [
        (
            x - size / 2 + size * t,
            y - size * 0.16 * math.sin(math.pi * t) * (1 + 0.18 * math.sin(9 * t + bend)),
        )
        for t in steps
    ]
    trees(
        c,
        seed=seed,
        base=y - size * 0.09,
        count=round(size * 22),
        size=size * 0.3,
        left=x - size * 0.3,
        right=x + size * 0.3,
    )
    c.area([*top, (x + size / 2, y), (x - size / 2, y)], "#9A8C7C")


def fire(c: Canvas, *, x: float, y: float) -> None:
    c.stroke([(x - 0.03, y), (x + 0.03, y - 0.012)], SLATE, 0.006)
    c.stroke([(x - 0.03, y - 0.012), (x + 0.03, y)], SLATE, 0.006)
    c.area([(x - 0.02, y - 0.01), (x + 0.02, y - 0.01), (x + 0.004, y - 0.09)], CLOUDBERRY)
    c.area([(x - 0.009, y - 0.01), (x + 0.012, y - 0.01), (x + 0.002, y - 0.05)], "#F6D58A")


PARTS: dict[str, Callable[..., None]] = {
    part.__name__: part
    for part in (
        sky, sun, moon, stars, aurora, ridge, ground, ripples, glitter, road, river, trees, houses, works, bridge,
        terraces, hut, reindeer, boat, ship, crane, island, fire,
    )
} | {"water": water}  # fmt: skip


def drawn(name: str) -> bytes:
    """The picture with this name in ``PICTURES`` as a JPEG of 1 200 by 800 pixels. Raises KeyError."""
    canvas = Canvas(WIDTH * FINER, HEIGHT * FINER)
    for part, numbers in PICTURES[name][1]:
        PARTS[part](canvas, **numbers)
    file = io.BytesIO()
    canvas.sheet.reduce(FINER).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - where a tree stands is no secret
