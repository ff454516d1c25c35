"""Pictures for the demonstration: flat northern landscapes, drawn here in the colours of the site.

A picture is a list of parts from back to front. Each part is a function of the canvas and its own numbers, all given as
shares of the picture's width and height, so that a picture of any size looks the same. No chance is involved beyond a
seed: the same name gives the same picture.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 800
FINER = 2  # drawn so many times larger and made smaller, so that edges are even
QUALITY = 85

SNOW, MIST, SLATE, STONE = "#FBFCFB", "#EDF2F1", "#1C2629", "#4A585C"
TARN, SPRUCE, FELL, HEATHER = "#0B4F5C", "#2F5D50", "#3E6A93", "#7A4E7E"
CLOUDBERRY, AURORA, LINGON = "#C9741A", "#1F7A6C", "#A3243B"
DAWN, PALE_FELL, PALE_SPRUCE, NIGHT, ICE = "#F3D9B8", "#B9CBDB", "#A9C2B6", "#12303A", "#D5E3E6"

Part = tuple[str, dict[str, Any]]

PICTURES: dict[str, tuple[str, list[Part]]] = {
    "vag": ("En väg genom skog mot fjäll", [
        ("sky", {"colour": DAWN}), ("sun", {"x": 0.68, "y": 0.34, "r": 0.07}),
        ("ridge", {"seed": 3, "base": 0.6, "rise": 0.3, "colour": PALE_FELL}),
        ("ridge", {"seed": 8, "base": 0.64, "rise": 0.14, "colour": FELL}),
        ("ground", {"top": 0.64, "colour": PALE_SPRUCE}), ("road", {"top": 0.64}),
        ("trees", {"seed": 4, "base": 0.7, "count": 22, "size": 0.11, "left": 0.0, "right": 0.38}),
        ("trees", {"seed": 5, "base": 0.7, "count": 18, "size": 0.12, "left": 0.64, "right": 1.0}),
        ("trees", {"seed": 6, "base": 0.98, "count": 6, "size": 0.3, "left": 0.0, "right": 0.24}),
    ]),
    "fjallsjo": ("Snötäckta fjäll som speglas i en stilla sjö", [
        ("sky", {"colour": ICE}), ("ridge", {"seed": 11, "base": 0.56, "rise": 0.4, "colour": FELL, "snow": True}),
        ("ridge", {"seed": 14, "base": 0.58, "rise": 0.14, "colour": SPRUCE}),
        ("water", {"top": 0.58, "colour": "#7FA3B5"}),
        ("ridge", {"seed": 14, "base": 0.58, "rise": -0.1, "colour": "#5C8791"}),
        ("ripples", {"seed": 2, "top": 0.66, "count": 26, "colour": ICE}), ("boat", {"x": 0.7, "y": 0.78}),
    ]),
    "skog": ("En tät granskog med en öppen glänta", [
        ("sky", {"colour": MIST}), ("sun", {"x": 0.3, "y": 0.28, "r": 0.06, "colour": DAWN}),
        ("ridge", {"seed": 21, "base": 0.56, "rise": 0.13, "colour": PALE_SPRUCE}),
        ("trees", {"seed": 22, "base": 0.62, "count": 60, "size": 0.16, "colour": "#6F9384"}),
        ("ground", {"top": 0.61, "colour": "#DDE8DD"}),
        ("trees", {"seed": 24, "base": 0.8, "count": 9, "size": 0.34, "left": 0.0, "right": 0.34}),
        ("trees", {"seed": 25, "base": 0.84, "count": 9, "size": 0.36, "left": 0.72, "right": 1.0}),
        ("reindeer", {"x": 0.46, "y": 0.76}), ("reindeer", {"x": 0.56, "y": 0.73}),
    ]),
    "berg": ("Ett berg med gruvans trappsteg och en stad nedanför", [
        ("sky", {"colour": "#E6E1EC"}), ("ridge", {"seed": 31, "base": 0.68, "rise": 0.26, "colour": PALE_FELL}),
        ("terraces", {"x": 0.66, "base": 0.68, "steps": 8, "colour": HEATHER}),
        ("ground", {"top": 0.68, "colour": "#D8DEDD"}),
        ("houses", {"seed": 33, "base": 0.74, "count": 11, "size": 0.07, "left": 0.06, "right": 0.62}),
        ("trees", {"seed": 34, "base": 0.97, "count": 16, "size": 0.2}),
    ]),
    "verkstad": ("Verkstäder, kontor och hus sida vid sida", [
        ("sky", {"colour": "#E3EBEF"}), ("ridge", {"seed": 41, "base": 0.72, "rise": 0.24, "colour": PALE_FELL}),
        ("works", {"base": 0.72}), ("ground", {"top": 0.72, "colour": "#C9D6D3"}),
        ("houses", {"seed": 43, "base": 0.8, "count": 7, "size": 0.09, "left": 0.04, "right": 0.94}),
        ("trees", {"seed": 44, "base": 0.99, "count": 7, "size": 0.16, "left": 0.0, "right": 1.0}),
    ]),
    "bro": ("En bro över en älv med hus på båda sidor", [
        ("sky", {"colour": DAWN}), ("sun", {"x": 0.5, "y": 0.36, "r": 0.08}),
        ("ridge", {"seed": 51, "base": 0.58, "rise": 0.08, "colour": SPRUCE}),
        ("houses", {"seed": 52, "base": 0.58, "count": 4, "size": 0.08, "left": 0.02, "right": 0.24}),
        ("houses", {"seed": 53, "base": 0.58, "count": 4, "size": 0.08, "left": 0.76, "right": 0.98}),
        ("water", {"top": 0.58, "colour": "#6E9AA8"}), ("ripples", {"seed": 5, "top": 0.66, "count": 30, "colour": DAWN}),
        ("bridge", {"y": 0.56}),
    ]),
    "alvby": ("Röda hus längs en älv som slingrar sig", [
        ("sky", {"colour": "#E8F0EC"}), ("ridge", {"seed": 61, "base": 0.5, "rise": 0.2, "colour": PALE_SPRUCE}),
        ("ridge", {"seed": 62, "base": 0.52, "rise": 0.08, "colour": SPRUCE}),
        ("ground", {"top": 0.52, "colour": "#C7D8BE"}), ("river", {"top": 0.52}),
        ("houses", {"seed": 63, "base": 0.66, "count": 5, "size": 0.1, "left": 0.06, "right": 0.42, "colour": LINGON}),
        ("houses", {"seed": 64, "base": 0.62, "count": 3, "size": 0.08, "left": 0.72, "right": 0.94, "colour": LINGON}),
        ("trees", {"seed": 65, "base": 0.95, "count": 5, "size": 0.24, "left": 0.0, "right": 0.16}),
    ]),
    "midnattssol": ("Midnattssol över en bred älv", [
        ("sky", {"colour": "#F1C48F"}), ("sun", {"x": 0.42, "y": 0.5, "r": 0.12, "colour": "#FBEBD2"}),
        ("ridge", {"seed": 71, "base": 0.6, "rise": 0.12, "colour": HEATHER}),
        ("ridge", {"seed": 72, "base": 0.61, "rise": 0.05, "colour": SLATE}),
        ("water", {"top": 0.6, "colour": "#C88A56"}), ("glitter", {"x": 0.42, "top": 0.62, "colour": "#FBEBD2"}),
        ("trees", {"seed": 73, "base": 1.0, "count": 8, "size": 0.24, "left": 0.68, "right": 1.0, "colour": SLATE}),
    ]),
    "kata": ("En kåta på en hed under höga fjäll", [
        ("sky", {"colour": "#DCE6EC"}), ("ridge", {"seed": 81, "base": 0.66, "rise": 0.44, "colour": FELL, "snow": True}),
        ("ridge", {"seed": 82, "base": 0.66, "rise": 0.14, "colour": HEATHER}),
        ("ground", {"top": 0.66, "colour": "#B08A5A"}),
        ("hut", {"x": 0.32, "base": 0.82, "size": 0.2}),
        ("reindeer", {"x": 0.62, "y": 0.8}), ("reindeer", {"x": 0.73, "y": 0.77}), ("reindeer", {"x": 0.8, "y": 0.84}),
    ]),
    "norrsken": ("Norrsken över ett hus med ljus i fönstren", [
        ("sky", {"colour": NIGHT}), ("stars", {"seed": 91, "count": 90}), ("aurora", {"seed": 92}),
        ("ridge", {"seed": 93, "base": 0.72, "rise": 0.18, "colour": "#24434D"}),
        ("ground", {"top": 0.72, "colour": ICE}),
        ("houses", {"seed": 9, "base": 0.8, "count": 1, "size": 0.2, "left": 0.3, "right": 0.5, "lit": True}),
        ("trees", {"seed": 95, "base": 0.86, "count": 8, "size": 0.26, "left": 0.62, "right": 1.0, "colour": "#1B3B3A"}),
    ]),
    "hamn": ("En hamn med kran och ett fartyg", [
        ("sky", {"colour": "#DDE8EE"}), ("sun", {"x": 0.2, "y": 0.26, "r": 0.06, "colour": SNOW}),
        ("ridge", {"seed": 101, "base": 0.56, "rise": 0.07, "colour": PALE_SPRUCE}),
        ("water", {"top": 0.56, "colour": TARN}), ("ripples", {"seed": 7, "top": 0.68, "count": 34, "colour": "#4C8792"}),
        ("ship", {"x": 0.3, "y": 0.66}), ("crane", {"x": 0.72, "base": 0.72}),
        ("ground", {"top": 0.72, "left": 0.62, "colour": STONE}),
    ]),
    "skargard": ("Öar i en skärgård med en liten båt", [
        ("sky", {"colour": "#E9EFF1"}), ("ridge", {"seed": 111, "base": 0.48, "rise": 0.05, "colour": PALE_FELL}),
        ("water", {"top": 0.48, "colour": "#8DB2BD"}),
        ("island", {"seed": 112, "x": 0.24, "y": 0.56, "size": 0.3}), ("island", {"seed": 113, "x": 0.76, "y": 0.6, "size": 0.36}),
        ("ripples", {"seed": 11, "top": 0.6, "count": 40, "colour": ICE}),
        ("island", {"seed": 114, "x": 0.4, "y": 0.86, "size": 0.5}), ("boat", {"x": 0.58, "y": 0.7}),
    ]),
    "unga": ("Två tält vid en eld under stjärnorna", [
        ("sky", {"colour": "#27475A"}), ("stars", {"seed": 121, "count": 70}), ("moon", {"x": 0.76, "y": 0.2, "r": 0.05}),
        ("ridge", {"seed": 122, "base": 0.68, "rise": 0.2, "colour": "#35606F"}),
        ("ground", {"top": 0.68, "colour": SPRUCE}),
        ("hut", {"x": 0.28, "base": 0.86, "size": 0.2, "colour": CLOUDBERRY}),
        ("hut", {"x": 0.66, "base": 0.84, "size": 0.17, "colour": LINGON}), ("fire", {"x": 0.47, "y": 0.88}),
        ("trees", {"seed": 124, "base": 0.74, "count": 14, "size": 0.16, "left": 0.8, "right": 1.0, "colour": "#1F4238"}),
    ]),
}  # fmt: skip


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
        for (x, y), (x2, y2) in zip(tops, tops[1:], strict=False):
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
