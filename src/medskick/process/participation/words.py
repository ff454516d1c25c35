"""What the tables say in words: titles that tell the finding, cells as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from medskick.ground.core.numbers import counted
from medskick.process.contributions.models import AgeBand, SenderKind
from medskick.process.participation.models import Dimension
from medskick.process.participation.queries.participation import (
    AGE,
    MUNICIPALITY,
    Line,
    Table,
    lowest_first,
    titles,
)
from medskick.process.statistics.queries import Population


def columns() -> list[str]:
    """Headings of the file."""
    return [
        _("tabell"),
        _("grupp"),
        _("röster"),
        _("invånare"),
        _("röster per 1 000 invånare"),
        _("procent av rösterna"),
        _("procent av invånarna"),
        _("räknad"),
    ]


def groups(dimension: Dimension, keys: Iterable[str]) -> list[str]:
    """Names of groups, in their usual order."""
    choices = AgeBand.choices if dimension == Dimension.AGE else SenderKind.choices
    labels = {**{key: str(label) for key, label in choices}, "": _("Inte angivet")}
    wanted = set(keys)
    return [label for key, label in labels.items() if key in wanted]


def figure(table: Table, living: Population) -> dict[str, Any]:
    """A table for ``ui/figure.html``: its finding, bars from the least to the most, and the table behind."""
    compared = table.rate is not None
    ranked = compared and table.key == MUNICIPALITY and not table.is_at_least
    lines = lowest_first(table.lines) if ranked else list(table.lines)
    return {
        "key": table.key,
        "heading": titles()[table.key],
        "title": _finding(table),
        "bars": [_bar(line, by_rate=_by_rate(table), at_least=table.is_at_least) for line in lines],
        "level": table.rate if _by_rate(table) else None,
        "level_text": _level(table) if compared else "",
        "table": _behind(table),
        "rest": table.rest,
        "is_at_least": table.is_at_least,
        "hidden": [line.label for line in table.hidden],
        "printed_at": table.printed_at,
        "source": _source(table, living),
    }


def _by_rate(table: Table) -> bool:
    return any(line.rate is not None for line in table.lines)


def _unbroken(text: str) -> str:
    """With what belongs together on one line."""
    return text.replace("1 000", "1\N{NO-BREAK SPACE}000")


def _level(table: Table) -> str:
    rate = {"rate": decimal(table.rate)}
    if table.is_at_least:
        told = _("Strecket visar hela länet, räknat på samma sätt: minst %(rate)s röster per 1 000 invånare")
    else:
        told = _("Strecket visar hela länet: %(rate)s röster per 1 000 invånare")
    return _unbroken(told % rate)


def _bar(line: Line, *, by_rate: bool, at_least: bool) -> dict[str, Any]:
    if line.persons is None:
        return {"label": line.label, "value": None, "text": _("för få att visa")}
    if by_rate and line.rate is not None:
        text = _("minst %(rate)s per 1 000") if at_least else _("%(rate)s per 1 000")
        return {
            "label": line.label,
            "value": line.rate,
            "text": _unbroken(text % {"rate": decimal(line.rate)}),
        }
    if by_rate:
        return {"label": line.label, "value": 0, "text": _("folkmängd saknas")}
    return {"label": line.label, "value": line.share or 0, "text": percent(line.share)}


def _finding(table: Table) -> str:
    """One sentence. Nothing is called least among fewer than two that can be compared, or among lower limits."""
    if table.is_at_least and table.shown:
        return _("Så många har minst hörts från varje kommun")
    compared = [line for line in table.shown if line.rate is not None]
    if table.key in (MUNICIPALITY, AGE) and len(compared) > 1:
        least = min(compared, key=lambda line: (line.rate or 0.0, line.key))
        most = max(compared, key=lambda line: (line.rate or 0.0, line.key))
        if decimal(least.rate) != decimal(most.rate):
            return _("Minst hörs %(least)s, mest %(most)s, räknat på hur många de är") % {
                "least": least.label, "most": most.label,
            }  # fmt: skip
    if len(table.shown) > 1:
        most = max(table.shown, key=lambda line: (line.persons or 0, line.key))
        return _("Flest röster: %(most)s") % {"most": most.label}
    return _("Än så länge är det för få för att jämföra")


def _behind(table: Table) -> dict[str, Any]:
    heading = titles()[table.key]
    caption = _("%(what)s, alla tal") % {"what": heading}
    if not _by_rate(table):
        head = [heading, _("Röster"), _("Andel av rösterna")]
        return {
            "caption": caption,
            "columns": head,
            "rows": [[line.label, number(line), percent(line.share)] for line in table.lines],
        }
    head = [
        heading, _("Röster"), _("Invånare"), _("Röster per 1 000 invånare"),
        _("Andel av rösterna"), _("Andel av invånarna"),
    ]  # fmt: skip
    rows = [
        [
            line.label,
            number(line),
            "–" if line.inhabitants is None else counted(line.inhabitants),
            decimal(line.rate),
            percent(line.share),
            percent(line.of_inhabitants),
        ]
        for line in table.lines
    ]
    return {"caption": caption, "columns": head, "rows": rows}


def _source(table: Table, living: Population) -> str:
    if table.year is None or not living.credits:
        return ""
    return _("%(source)s, folkmängd 31 december %(year)s") % {
        "source": ", ".join(living.credits), "year": table.year,
    }  # fmt: skip


def number(line: Line) -> str:
    """Persons, or why there is no number."""
    return _("för få att visa") if line.persons is None else counted(line.persons)


def decimal(value: float | None) -> str:
    """One decimal, in the page's way of writing."""
    return "–" if value is None else number_format(round(value, 1), 1)


def percent(value: float | None) -> str:
    """Whole percent: the figures carry no more."""
    return "–" if value is None else _("%(number)s %%") % {"number": number_format(round(value), 0)}
