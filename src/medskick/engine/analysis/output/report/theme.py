"""One theme: what it is about, how many, who, in whose words, and the topics inside it."""

from __future__ import annotations

from typing import Any

from ...stages.placing import ALONE, EMPTY, LANGUAGE, THEME, UNPLACED
from . import wording as say
from .criteria import criteria
from .elements import bar
from .figure import colour_of
from .leaves import leaves
from .model_text import in_short, model_label
from .parts import UNTOLD, telling
from .spread import spread_tables
from .summary import few_but_clear, sentences, summary
from .tension import tensions

EXPLANATIONS = {
    LANGUAGE: "De här tankarna är skrivna på ett annat språk än de flesta andra. Datorn kan inte jämföra dem med "
    "resten än. Läs dem för sig, så att de inte kommer bort.",
    UNPLACED: "De här tankarna passar inget av temana. De räknas som alla andra. Läs dem: kanske "
    "saknas ett tema.",
    ALONE: "De här tankarna liknar inga andra till orden. De räknas som alla andra och behöver läsas av "
    "en människa.",
    EMPTY: "Här ligger svar som ”vet ej”, ”nej” och ”–”, och sådant där bara dolda personuppgifter återstår. "
    "De räknas, men säger inget om vad någon vill.",
}

WHY_UNTOLD = (
    "För ett av ämnena, eller några, visas inte antalet personer. Annars skulle det gå att räkna ut hur få som står "
    "bakom ett annat."
)


def section(theme: dict[str, Any], topics: list[dict[str, Any]], place: int) -> str:
    """The section of a theme with its topics."""
    own = theme["id"]
    parts = [
        f'<section class="theme g{colour_of(theme, place)}" aria-labelledby="{own}">'
        f'<h2 id="{own}" tabindex="-1">{say.text(theme["label"])}</h2>',
        _facts(theme),
        f"<p>{EXPLANATIONS[theme['kind']]}</p>" if theme["kind"] in EXPLANATIONS else "",
        model_label(theme),
        _words(theme["keywords"]),
        summary(theme.get("summary")),
        in_short(theme),
        _quotes(theme["quotes"], "Så säger några"),
        tensions(theme["tensions"] + (topics[0]["tensions"] if len(topics) == 1 else []), 3),
        _topics(topics) if len(topics) > 1 else "".join(leaves(topic, 4) for topic in topics),
        few_but_clear(theme.get("few_but_clear", [])),
        criteria(theme),
        _spread(theme),
        "</section>",
    ]
    return "\n".join(part for part in parts if part)


def _facts(node: dict[str, Any]) -> str:
    facts = [
        (say.number(node["size"]), "tanke" if node["size"] == 1 else "tankar"),
        (say.number(node["contributions"]), "medskick"),
        (
            say.persons_cell(node["persons"]),
            "personer",
        ),
    ]
    unsure = node["classes"]["weak"] + node["classes"]["mixed"]
    if node["kind"] == THEME and unsure:
        facts.append((say.number(unsure), "svåra att placera"))
    return (
        '<ul class="facts">' + "".join(f"<li><b>{value}</b> {name}</li>" for value, name in facts) + "</ul>"
    )


def _words(keywords: list[str]) -> str:
    if not keywords:
        return ""
    return f'<p class="words">Vanliga ord: {say.text(", ".join(keywords))}.</p>'


def _quotes(quotes: list[dict[str, Any]], heading: str) -> str:
    if not quotes:
        return ""
    title = f"<h3>{heading}</h3>" if heading else ""
    return title + "".join(
        f"<blockquote><p>{say.quote_text(quote['text'])}</p>"
        f"<footer>Medskick {say.text(quote['contribution_id'])}</footer></blockquote>"
        for quote in quotes
    )


def _topics(topics: list[dict[str, Any]]) -> str:
    widest = max(topic["size"] for topic in topics)
    ways = telling([topic["persons"] for topic in topics])
    items = "".join(
        _topic(topic, widest, told=way != UNTOLD) for topic, way in zip(topics, ways, strict=True)
    )
    note = f'<p class="quiet">{WHY_UNTOLD}</p>' if UNTOLD in ways else ""
    return f'<h3>Ämnen inom temat</h3><ul class="topics">{items}</ul>{note}'


def _topic(topic: dict[str, Any], widest: int, *, told: bool) -> str:
    """``told`` False: neither its persons nor what they are the sum of, or a small topic beside it would follow."""
    words = f'<p class="words">{say.text(", ".join(topic["keywords"]))}</p>' if topic["keywords"] else ""
    quotes = _quotes(topic["quotes"], "")
    if len(topic["quotes"]) > 1:
        quotes = f"<details><summary>Läs {len(topic['quotes'])} röster</summary>{quotes}</details>"
    if topic.get("summary") and told:
        quotes += f"<details><summary>Läs ämnet i korthet</summary>{sentences(topic['summary'])}</details>"
    persons = say.persons(topic["persons"]) if told else say.UNTOLD
    return (
        f'<li id="{topic["id"]}"><div class="row"><h4>{say.text(topic["label"])}</h4>'
        f'<span class="quiet">{say.statements(topic["size"])}, {persons}</span></div>'
        f"{bar(topic['size'], widest)}{model_label(topic)}{words}{quotes}{tensions(topic['tensions'], 5)}"
        f"{leaves(topic)}</li>"
    )


def _spread(theme: dict[str, Any]) -> str:
    tables = spread_tables(theme["spread"])
    if not tables:
        return ""
    return f'<details><summary>Vilka det kommer från</summary><div class="spreads">{tables}</div></details>'
