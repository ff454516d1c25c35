"""The picture that others show beside a link to a page without one: the region's name over its land."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from medskick.ground.ui import bundle

WIDTH, HEIGHT = 1200, 630
TWICE = 2  # drawn larger and made smaller, so that lines are smooth
SNOW, MIST, WATER, INK, QUIET, SUN = "#fbfcfb", "#edf2f1", "#0b4f5c", "#1c2629", "#4a585c", "#c9741a"
FAR, LINE = "#dfe8e7", "#cbd5d4"
# The land: (x, y) along the horizon, from still water in the west to low fells in the east.
FELLS = (
    (0, 470),
    (430, 470),
    (560, 442),
    (650, 452),
    (760, 398),
    (860, 430),
    (960, 384),
    (1080, 436),
    (1200, 424),
)
HILLS = ((0, 520), (300, 508), (520, 528), (760, 500), (980, 522), (1200, 506))
LEFT = 84
LARGEST = 92  # pixels of the title's letters


@lru_cache(maxsize=8)
def drawn(title: str, name: str) -> bytes:
    """A JPEG of 1200 × 630 pixels with the title in large letters and the name below it."""
    picture = Image.new("RGB", (WIDTH * TWICE, HEIGHT * TWICE), SNOW)
    pen = ImageDraw.Draw(picture)
    _land(pen, FELLS, FAR)
    pen.line(_curve(FELLS), fill=WATER, width=3 * TWICE, joint="curve")
    _land(pen, HILLS, MIST)
    pen.line(_curve(HILLS), fill=LINE, width=2 * TWICE, joint="curve")
    pen.circle((1010 * TWICE, 300 * TWICE), 26 * TWICE, fill=SUN)
    font = _fitting(pen, title)
    pen.text((LEFT * TWICE, 210 * TWICE), title, font=font, fill=INK, anchor="ls")
    pen.text((LEFT * TWICE, 275 * TWICE), name, font=_font("source-sans", 40, 500), fill=QUIET, anchor="ls")
    written = io.BytesIO()
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    small.save(written, "JPEG", quality=86, optimize=True, progressive=True)
    return written.getvalue()


def _land(pen: ImageDraw.ImageDraw, points: tuple[tuple[int, int], ...], colour: str) -> None:
    corners = [(WIDTH * TWICE, HEIGHT * TWICE), (0, HEIGHT * TWICE)]
    pen.polygon([*_curve(points), *corners], fill=colour)


def _curve(points: tuple[tuple[int, int], ...], steps: int = 24) -> list[tuple[float, float]]:
    """Points along a smooth line (Catmull–Rom), in pixels of the large drawing."""
    ends = (points[0], *points, points[-1])
    line: list[tuple[float, float]] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps + 1):
            t = step / steps
            line.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    return line


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    whole = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return whole / 2 * TWICE


def _fitting(pen: ImageDraw.ImageDraw, title: str) -> ImageFont.FreeTypeFont:
    size = LARGEST
    while size > 30 and pen.textlength(title, font=_font("literata", size, 500)) > (WIDTH - 2 * LEFT) * TWICE:
        size -= 4
    return _font("literata", size, 500)


def _font(family: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """A letter of our own: the same files that pages load."""
    files = sorted((Path(bundle.FOLDER) / "assets").glob(f"{family}*-latin-wght-normal-*.woff2"))
    font = ImageFont.truetype(str(files[0]), size * TWICE)
    font.set_variation_by_axes([weight])
    return font
