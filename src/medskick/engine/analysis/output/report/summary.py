"""A summary in people's own words, with the audit of what it covers, and the few but clear."""

from __future__ import annotations

from typing import Any

from . import wording as say
from .elements import count_cell, row, table

CAPTION = "Andel av personerna som sammanfattningen täcker"
HEADS = (
    ("Grupp", ""),
    ("Sammanfattningen", "n"),
    ("Slumpvisa urval", "n"),
    ("Omdöme", ""),
)
STANCE = {"-1": "emot", "0": "varken för eller emot", "1": "för"}


def summary(found: dict[str, Any] | None) -> str:
    """The sentences with how many persons say alike, and below them, folded, how well they cover everybody."""
    if not found:
        return ""
    return (
        f"<h3>Sammanfattat i människors egna ord</h3>{sentences(found)}"
        f"{_worse(found['audit'])}<details><summary>Täcker sammanfattningen alla?</summary>"
        f"{_audit(found['audit'])}</details>"
    )


def sentences(found: dict[str, Any]) -> str:
    about = "ungefär " if found["estimated"] else ""
    said = "".join(
        f"<blockquote><p>{say.quote_text(sentence['text'])}</p><footer>"
        f"{_alike(sentence['persons'], about)}. Medskick {say.text(sentence['contribution_id'])}</footer></blockquote>"
        for sentence in found["sentences"]
    )
    others = found["others"]
    if others == 0:
        return said
    rest = (
        "Några tar upp annat."
        if others is None
        else f"{_capital(about + say.persons(others))} tar upp annat."
    )
    return f'{said}<p class="quiet">{rest}</p>'


def few_but_clear(circles: list[dict[str, Any]]) -> str:
    """The panel of small circles; empty where there are none."""
    if not circles:
        return ""
    panels = "".join(
        f"<h4>{say.text(circle['label'])}</h4>"
        f'<p class="quiet">{_size(circle["persons"])}</p>'
        + "".join(
            f"<blockquote><p>{say.quote_text(quote['text'])}</p>"
            f"<footer>Medskick {say.text(quote['contribution_id'])}</footer></blockquote>"
            for quote in circle["quotes"]
        )
        for circle in circles
    )
    return (
        '<h3>Få men tydliga</h3><p class="quiet">Små grupper som säger något liknande, men som citaten ovan inte '
        f"visar.</p>{panels}"
    )


def _alike(persons: int | None, about: str) -> str:
    if persons is None:
        return "Några få tar upp något liknande"
    return f"{_capital(about + say.persons(persons))} tar upp något liknande"


def _size(persons: int | None) -> str:
    return _capital(say.persons(1 if persons is None else persons))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _worse(audit: dict[str, Any]) -> str:
    """Said in the open where a group would be better served by chance."""
    worse = audit["compared"] - audit["held"]
    if not worse:
        return ""
    groups = say.counted(worse, "grupp", "grupper")
    return (
        f"<p><b>Sammanfattningen täcker {groups} sämre än slumpvisa urval.</b> Läs fler av deras tankar innan "
        "den används.</p>"
    )


def _audit(audit: dict[str, Any]) -> str:
    rows = (
        row(
            say.text(_name(group)),
            [
                count_cell(_percent(group["share"]["summary"])),
                count_cell(_by_chance(group["share"])),
                f"<td>{_verdict(group)}</td>",
            ],
        )
        for group in audit["groups"]
    )
    return (
        "<p>En person räknas som täckt när något som personen har skrivit ligger nära en av meningarna. Vi har "
        f"jämfört med {audit['samples']} slumpvisa urval av lika många tankar: i medeltal, och inom parentes "
        "vad 90 av 100 urval når. Omdömet väger också in hur nära meningarna ligger allt som gruppen har skrivit. "
        "Grupper med färre än 5 personer visas inte.</p>"
        f"{table(CAPTION, HEADS, rows)}"
    )


def _name(group: dict[str, Any]) -> str:
    if group["by"] == "everybody":
        return "Alla"
    value = str(group["value"])
    if group["by"] == "stance":
        return f"Ställning: {STANCE.get(value, value)}"
    heading = say.DIMENSION_NAMES.get(group["by"], (group["by"], ""))[0]
    return f"{heading}: {value}"


def _verdict(group: dict[str, Any]) -> str:
    if group["holds"]:
        return "minst som slumpen"
    return "för få medskick för att jämföra" if group["few_sendings"] else "sämre än slumpen"


def _by_chance(share: dict[str, float]) -> str:
    return f"{_percent(share['random'])} ({100 * share['low']:.0f}–{_percent(share['high'])})"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%"
