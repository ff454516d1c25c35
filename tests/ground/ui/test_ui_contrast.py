"""The tokens hold: every colour pair that the stylesheet uses can be told apart, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).resolve().parents[3] / "frontend" / "src" / "styles"
TEXT, GRAPHIC = 4.5, 3.0

SURFACES = ["sno", "dimma"]
SOFT = ["tjarn-soft", "norrsken-soft", "hjortron-soft", "lingon-soft", "moln-soft"]
AREAS = ["gran", "fjall", "ljung", "hjortron"]

TEXT_PAIRS = [
    *[(ink, ground) for ink in ("skiffer", "quiet", "tjarn", "tjarn-hover") for ground in SURFACES],
    *[("skiffer", ground) for ground in (*SOFT, "marked", *(f"{area}-soft" for area in AREAS))],
    *[(ink, "sno") for ink in ("norrsken-text", "hjortron-text", "lingon-text")],
    ("norrsken-text", "norrsken-soft"),
    ("hjortron-text", "hjortron-soft"),
    ("lingon-text", "lingon-soft"),
    ("lingon-text", "dimma"),
    *[("tjarn", ground) for ground in SOFT],  # links and second buttons in call-outs
    ("tjarn-hover", "tjarn-soft"),
    ("quiet", "moln-soft"),  # masked words
    ("on-action", "tjarn"),
    ("on-action", "tjarn-hover"),
]
GRAPHIC_PAIRS = [
    *[("focus", ground) for ground in SURFACES],
    *[("line-strong", ground) for ground in SURFACES],  # the border of a field
    *[("tjarn", ground) for ground in SURFACES],
    *[(mark, "sno") for mark in ("norrsken", "hjortron", "lingon", "moln", *AREAS)],
    ("tjarn", "tjarn-soft"),
    ("norrsken", "norrsken-soft"),
    ("lingon", "lingon-soft"),
    ("moln", "moln-soft"),
    *[("sno", area) for area in AREAS],  # the woven band on the theme map
    *[(area, f"{area}-soft") for area in AREAS],
]


def tokens() -> dict[str, dict[str, str]]:
    source = (STYLES / "tokens.css").read_text(encoding="utf-8")
    light, dark = source.split("@media (prefers-color-scheme: dark)")
    found = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6});")
    base = dict(found.findall(light))
    return {"light": base, "dark": {**base, **dict(found.findall(dark))}}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(mode, ink, ground):
    colours = tokens()[mode]
    assert contrast(colours[ink], colours[ground]) >= TEXT


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), GRAPHIC_PAIRS)
def test_marks_and_focus_can_be_seen(mode, mark, ground):
    colours = tokens()[mode]
    assert contrast(colours[mark], colours[ground]) >= GRAPHIC


def test_the_palette_is_the_one_agreed():
    light = tokens()["light"]
    agreed = {
        "sno": "#fbfcfb", "dimma": "#edf2f1", "skiffer": "#1c2629", "quiet": "#4a585c", "line": "#cbd5d4",
        "tjarn": "#0b4f5c", "tjarn-hover": "#083a44", "gran": "#2f5d50", "fjall": "#3e6a93", "ljung": "#7a4e7e",
        "hjortron": "#c9741a", "norrsken": "#1f7a6c", "lingon": "#a3243b", "moln": "#6b787b",
    }  # fmt: skip
    assert {name: light[name] for name in agreed} == agreed


def test_every_colour_has_a_dark_twin():
    source = (STYLES / "tokens.css").read_text(encoding="utf-8")
    light, dark = (
        set(re.findall(r"--([a-z-]+):\s*#", part))
        for part in source.split("@media (prefers-color-scheme: dark)")
    )
    assert light == dark


def stylesheets() -> list[Path]:
    return [path for path in sorted(STYLES.rglob("*.css")) if path.name not in {"tokens.css", "print.css"}]


def test_colours_are_written_nowhere_but_among_the_tokens():
    for path in stylesheets():
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*;)", path.read_text(encoding="utf-8")), path.name


def test_every_token_in_use_exists():
    everything = "\n".join(path.read_text(encoding="utf-8") for path in sorted(STYLES.rglob("*.css")))
    defined = set(re.findall(r"(--[a-z0-9-]+):", everything))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", everything))
    of_wagtail = {one for one in used if one.startswith("--w-")}  # whose pages ``editor.css`` mends
    assert used - of_wagtail <= defined
