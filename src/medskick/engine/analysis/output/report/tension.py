"""Where opinions part: both sides of a matter beside each other, with how many and in whose words."""

from __future__ import annotations

from typing import Any

from ...stages.spread import FEWEST_SHOWN
from . import wording as say

WANTS = {
    "more_or_less": {"for": "Vill ha mer", "against": "Vill ha mindre eller inget alls"},
    "keep_or_stop": {"for": "Vill ha eller behålla", "against": "Vill stoppa eller ta bort"},
    "raise_or_lower": {"for": "Vill höja eller inte sänka", "against": "Vill sänka eller inte höja"},
}
UNTOLD = f"En av grupperna har färre än {FEWEST_SHOWN} personer. Därför visas inga antal. "
CAUTION = "Datorn har läst ut vem som är för och emot. Läs rösterna innan ni drar slutsatser."


def tensions(found: list[dict[str, Any]], level: int) -> str:
    """The tensions of a theme or topic under headings of a level; empty where there are none."""
    return "".join(_tension(tension, level) for tension in found)


def _tension(tension: dict[str, Any], level: int) -> str:
    rows = tension["sides"]
    sided, rest = rows[:2], rows[2]
    told = all(not 0 < row["persons"] < FEWEST_SHOWN for row in rows)
    names = WANTS[tension["question"]]
    columns = "".join(_side(row, names[row["side"]], place, told) for place, row in enumerate(sided))
    return (
        f'<div class="tension"><h{level}>Här går åsikterna isär: {say.text(tension["target"])}</h{level}>'
        f'{_bar(sided) if told else ""}<div class="sides">{columns}</div>'
        f'<p class="quiet">{_others(rest) if told else UNTOLD}{_sample(tension)}{CAUTION}</p></div>'
    )


def _side(row: dict[str, Any], name: str, place: int, told: bool) -> str:
    count = (
        f"<br>{say.persons(row['persons'])}, {_percent(row['share']['value'])} {_interval(row['share'])}"
        if told
        else ""
    )
    quotes = "".join(
        f"<blockquote><p>{say.quote_text(quote['text'])}</p>"
        f"<footer>Medskick {say.text(quote['contribution_id'])}</footer></blockquote>"
        for quote in row["quotes"]
    )
    swatch = f'<span class="swatch k{place}" aria-hidden="true"></span>' if told else ""
    return f"<div><p>{swatch}<b>{name}</b>{count}</p>{quotes}</div>"


def _bar(sided: list[dict[str, Any]]) -> str:
    """Both sides in one bar, one filled and one striped; the rest of it are those on neither. Numbers stand below."""
    parts = "".join(
        f'<span class="k{place}" style="width:{100 * row["share"]["value"]:.1f}%"></span>'
        for place, row in enumerate(sided)
    )
    return f'<div class="split" aria-hidden="true">{parts}</div>'


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%"


def _interval(share: dict[str, float]) -> str:
    return f"av medskicken som nämner saken (troligen {100 * share['low']:.0f}–{_percent(share['high'])})"


def _others(rest: dict[str, Any]) -> str:
    if not rest["statements"]:
        return ""
    persons = say.persons(rest["persons"])
    return f"{persons[:1].upper()}{persons[1:]} nämner saken utan tydlig ståndpunkt, eller säger både och. "


def _sample(tension: dict[str, Any]) -> str:
    if tension["read"] == tension["of"]:
        return ""
    return (
        f"Räknat på ett urval, {say.number(tension['read'])} av {say.number(tension['of'])} tankar. "
        "Andelarna är uppskattningar. "
    )
