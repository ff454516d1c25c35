"""The picture of the themes as inline SVG: one drawing for wide screens and paper, one for phones."""

from __future__ import annotations

from typing import Any

from .treemap import Box, squarify
from .wording import number, text

COLOURS = 4
PLAIN = 4
LETTER = 0.6  # width of an average letter, in font sizes


def theme_map(themes: list[dict[str, Any]], topics_of: dict[str, list[dict[str, Any]]]) -> str:
    """Two SVG treemaps of themes with the outlines of their topics; each tile links to its section."""
    shown = sorted((theme for theme in themes if theme["size"]), key=lambda theme: -theme["size"])
    return _svg(shown, topics_of, 900, 520, "wide", 19) + _svg(shown, topics_of, 360, 560, "tall", 15)


def colour_of(theme: dict[str, Any], place: int) -> int:
    return place % COLOURS if theme["kind"] == "theme" else PLAIN


def _svg(
    themes: list[dict[str, Any]],
    topics_of: dict[str, list[dict[str, Any]]],
    width: int,
    height: int,
    name: str,
    size: int,
) -> str:
    boxes = squarify([theme["size"] for theme in themes], Box(1, 1, width - 2, height - 2))
    tiles = (
        _tile(theme, place, box, topics_of.get(theme["id"], []), size)
        for place, (theme, box) in enumerate(zip(themes, boxes, strict=True))
    )
    return (
        f'<svg class="{name}" viewBox="0 0 {width} {height}" role="group" aria-label="Karta över teman. '
        f'Samma siffror står i tabellen nedanför.">{"".join(tiles)}</svg>'
    )


def _tile(theme: dict[str, Any], place: int, box: Box, topics: list[dict[str, Any]], size: int) -> str:
    label, count = theme["label"], number(theme["size"])
    inner = squarify([topic["size"] for topic in topics], box) if len(topics) > 1 else []
    lines = "".join(
        f'<rect class="t" x="{b.x:.1f}" y="{b.y:.1f}" width="{b.width:.1f}" height="{b.height:.1f}"/>'
        for b in inner
    )
    return (
        f'<a href="#{theme["id"]}" aria-label="{text(label)}, {count} tankar">'
        f'<rect class="f{colour_of(theme, place)}" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}"/>{lines}{_words(label, count, box, size)}</a>'
    )


def _words(label: str, count: str, box: Box, size: int) -> str:
    """The label, wrapped and made smaller until it fits; nothing where not even that helps."""
    for font in range(size, 9, -1):
        lines = _wrapped(label, (box.width - 16) / (LETTER * font))
        if lines and (len(lines) + 1) * font * 1.25 + 8 <= box.height:
            rows = "".join(
                f'<tspan x="{box.x + 9:.1f}" dy="{0 if n == 0 else font * 1.2:.1f}">{text(line)}</tspan>'
                for n, line in enumerate(lines)
            )
            after = f'<tspan class="n" x="{box.x + 9:.1f}" dy="{font * 1.25:.1f}">{count}</tspan>'
            return f'<text x="{box.x + 9:.1f}" y="{box.y + 6 + font:.1f}" font-size="{font}">{rows}{after}</text>'
    return ""


def _wrapped(label: str, letters: float) -> list[str]:
    """Lines of at most `letters`; empty when a single word is longer than that."""
    lines: list[str] = []
    for word in label.split():
        if len(word) > letters:
            return []
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines
