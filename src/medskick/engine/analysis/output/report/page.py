"""The report as a whole: head, ledger, map with its table, one section per theme, how it was made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...stages.placing import THEME
from . import wording as say
from .elements import bar_cell, count_cell, row, table
from .figure import colour_of, theme_map
from .method import method
from .spread import spread_tables
from .style import STYLE
from .theme import section

if TYPE_CHECKING:
    from ...run import Analysis

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
CLOSING = """</main><footer class="end"><p>Gjord med Medskick. Sidan visar inga personuppgifter som har hittats, hämtar
ingenting från nätet och går att skriva ut.</p></footer></body></html>
"""


def write_report(path: Path, analysis: Analysis) -> None:
    """Write the page. It repeats only what may be shown: labels, keywords, checked quotes and counts."""
    path.write_bytes(render(analysis.document, analysis.options.heading).encode("utf-8", "replace"))


def render(document: dict[str, Any], heading: str = "") -> str:
    """The page for a result document (the content of result.json)."""
    themes = [node for node in document["themes"] if node["parent"] is None]
    topics_of: dict[str, list[dict[str, Any]]] = {}
    for node in document["themes"]:
        if node["parent"]:
            topics_of.setdefault(node["parent"], []).append(node)
    counts = document["counts"]
    title = heading or f"Teman i {say.contributions(counts['received'])}"
    parts = [
        _head(title),
        _opening(title, counts, themes),
        _contents(themes),
        _ledger(counts),
        _map(themes, topics_of, counts),
        *(section(theme, topics_of.get(theme["id"], []), place) for place, theme in enumerate(themes)),
        _everyone(document),
        method(document),
        CLOSING,
    ]
    return "\n".join(part for part in parts if part)


def _head(title: str) -> str:
    return (
        '<!doctype html>\n<html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="robots" content="noindex">'
        f"<title>{say.text(title)} – Medskick</title><style>{STYLE}</style></head>"
    )


def _opening(title: str, counts: dict[str, Any], themes: list[dict[str, Any]]) -> str:
    return (
        '<body><a class="skip" href="#innehall">Hoppa till innehållet</a>'
        f'<header><p class="kicker">Medskick · analys</p><h1>{say.text(title)}</h1>'
        f'<p class="lead">{_lead(counts, themes)}</p></header><main id="innehall">'
    )


def _lead(counts: dict[str, Any], themes: list[dict[str, Any]]) -> str:
    if not counts["statements"]:
        return "Det finns inget att läsa i de här medskicken än."
    ordinary = [theme for theme in themes if theme["kind"] == THEME]
    text = (
        f"{say.contributions(counts['received'])} från {say.persons(counts['persons'])} har delats i "
        f"{say.statements(counts['statements'])}"
    )
    if not ordinary:
        return text + "."
    text += f" och samlats i {say.counted(len(ordinary), 'tema', 'teman')}. "
    first, share = _link(ordinary[0]), say.share(ordinary[0]["size"], counts["statements"])
    if len(ordinary) == 1:
        return f"{text}Det handlar om {first}."
    return f"{text}Flest tankar handlar om {first}, {share} av alla."


def _link(theme: dict[str, Any]) -> str:
    return f'<a href="#{theme["id"]}">{say.text(theme["label"])}</a>'


def _contents(themes: list[dict[str, Any]]) -> str:
    items = "".join(
        f'<li>{_link(theme)} <span class="quiet">{say.number(theme["size"])}</span></li>' for theme in themes
    )
    return f'<nav aria-label="Teman"><ol>{items}</ol></nav>' if items else ""


def _ledger(counts: dict[str, Any]) -> str:
    kinds = counts["statements_by_kind"]
    terms = [
        (kinds["theme"], "i teman"),
        (kinds.get("unplaced", 0), "som inte passar något tema"),
        (kinds["language"], "på andra språk"),
        (kinds["alone"], "utan likhet med andra"),
        (kinds["no_content"], "utan innehåll"),
    ]
    sum_of = " + ".join(f"{say.number(value)} {name}" for value, name in terms if value or name == "i teman")
    empty = f" + {say.number(counts['empty'])} helt tomma" if counts["empty"] else ""
    copies = counts["statements"] - counts["wordings"]
    notes = [
        f"{say.counted(copies, 'tanke säger', 'tankar säger')} samma sak som en annan med nästan "
        "samma ord. De räknas alla, men påverkar inte hur temana delas in."
        if copies
        else "",
        f"{_in_contributions(counts['masked'])} hittades personuppgifter. De är dolda här."
        if counts["masked"]
        else "",
        _not_quoted(counts["not_shown"]),
    ]
    received = say.counted(counts["received"], "mottaget medskick", "mottagna medskick")
    return (
        '<section aria-labelledby="raknat"><h2 id="raknat">Alla röster räknas</h2><div class="ledger">'
        f"<p><b>{received}</b> = {say.number(counts['with_statements'])} med text{empty}</p>"
        f"<p><b>{say.statements(counts['statements'])}</b> = {sum_of}</p></div>"
        + "".join(f"<p>{note}</p>" for note in notes if note)
        + "</section>"
    )


def _in_contributions(count: int) -> str:
    return "I ett medskick" if count == 1 else f"I {say.contributions(count)}"


def _not_quoted(count: int) -> str:
    """Why some are not quoted; empty where all may be."""
    if not count:
        return ""
    if count == 1:
        return (
            "Ett medskick räknas men citeras inte, för att det ser hotfullt ut, kränker, gör reklam eller försöker "
            "styra datorn."
        )
    return (
        f"{say.contributions(count)} räknas men citeras inte, för att de ser hotfulla ut, kränker, gör reklam eller "
        "försöker styra datorn."
    )


def _map(
    themes: list[dict[str, Any]], topics_of: dict[str, list[dict[str, Any]]], counts: dict[str, Any]
) -> str:
    if not themes:
        return ""
    widest = max(theme["size"] for theme in themes)
    rows = (
        row(
            _link(theme),
            [*_numbers(theme["size"], theme["persons"]), bar_cell(theme["size"], widest)],
            colour=colour,
        )
        for theme, colour in ((theme, f"g{colour_of(theme, place)}") for place, theme in enumerate(themes))
    )
    overview = table(
        "Teman efter antal tankar",
        (("Tema", ""), ("Tankar", "n"), ("Personer", "n"), ("", "w")),
        rows,
        foot=row("Alla", [*_numbers(counts["statements"], counts["persons"]), "<td></td>"]),
    )
    return (
        '<section aria-labelledby="karta"><h2 id="karta">Det här handlar det om</h2>'
        f"<figure>{theme_map(themes, topics_of)}<figcaption>Ju större ruta, desto fler tankar. Tunna linjer visar "
        f"ämnena inom temat. Tryck på en ruta för att läsa mer.</figcaption></figure>{overview}"
        '<p class="quiet">En person kan ha tankar i flera teman. Därför blir personerna i temana tillsammans '
        "fler än alla.</p></section>"
    )


def _numbers(size: int, persons: int) -> list[str]:
    return [count_cell(say.number(size)), count_cell(say.persons_cell(persons))]


def _everyone(document: dict[str, Any]) -> str:
    tables = spread_tables(document["spread"])
    if not tables:
        return ""
    return (
        '<section class="theme g4" aria-labelledby="vilka"><h2 id="vilka">Vilka som har hörts</h2>'
        "<p>Antal personer bakom alla medskick. Grupper med färre än 5 personer visas tillsammans.</p>"
        f'<div class="spreads">{tables}</div></section>'
    )
