"""Excerpts as templates draw them, in the language of the page. The same for visitors and for those who review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from medskick.ground.core.access import Viewer
from medskick.process.cycle.region import Region
from medskick.process.insights.models import Edition, ExcerptKind
from medskick.process.insights.queries.editions import PublishedTheme
from medskick.process.insights.queries.excerpts import published, words
from medskick.process.insights.queries.excerpts.shape import (
    Circle,
    Coverage,
    Excerpts,
    Sentence,
    Side,
    Summary,
    Tension,
)

# So many tensions stand on one page; those of parts that are left stand on the parts' own pages.
MOST_TENSIONS = 4
MOST_MATTERS = 8
Panel = dict[str, Any]


def public_panels(edition: Edition, theme: PublishedTheme, region: Region, viewer: Viewer) -> dict[str, Any]:
    """All that a theme's page shows: its own excerpts, the tensions of its parts, and the leaves of each part."""
    found = published.excerpts(edition, [theme, *theme.topics], region, viewer)
    own = found.get(theme.row.pk, Excerpts())
    tensions = [tension_panel(one) for one in own.tensions]
    tensions += [
        {**tension_panel(one), "part": topic}
        for topic in theme.topics
        for one in found.get(topic.row.pk, Excerpts()).tensions
    ]
    return {
        **panels(own),
        "tensions": tensions[:MOST_TENSIONS],
        "more_tensions": len(tensions) > MOST_TENSIONS,
        "parts": _parts(theme.topics, found),
        "looked_for": not theme.outside and (bool(own) or published.looked_for(edition, viewer)),
    }


def differing(
    edition: Edition, themes: Sequence[PublishedTheme], region: Region, viewer: Viewer
) -> list[Panel]:
    """The matters on which opinions differ in the whole edition, each with where one reads both sides."""
    every = [(one, top) for top in themes if not top.outside for one in (top, *top.topics)]
    found = published.excerpts(
        edition, [one for one, _top in every], region, viewer, kinds=[ExcerptKind.TENSION]
    )
    told = [
        {"label": tension.label, "theme": top if top.address else one}
        for one, top in every
        for tension in found.get(one.row.pk, Excerpts()).tensions
        if top.address or one.address
    ]
    return told[:MOST_MATTERS]


def _parts(
    topics: Iterable[PublishedTheme], found: Mapping[int, Excerpts]
) -> list[tuple[PublishedTheme, Any]]:
    """Every topic with its leaves, for the list of what a theme holds."""
    return [(topic, _circles(found.get(topic.row.pk, Excerpts()).leaves)) for topic in topics]


def panels(found: Excerpts) -> dict[str, Any]:
    """One theme's or topic's own."""
    return {
        "summary": _summary(found.summary) if found.summary else None,
        "tensions": [tension_panel(one) for one in found.tensions],
        "few": _circles(found.few),
        "leaves": _circles(found.leaves),
    }


def _summary(found: Summary) -> Panel:
    return {
        "sentences": [_sentence(one, found) for one in found.sentences],
        "others": words.others(found),
        "unseen": words.unseen(found),
        "estimated": found.estimated,
        "coverage": _coverage(found.coverage) if found.coverage else None,
    }


def _sentence(one: Sentence, found: Summary) -> Panel:
    return {"quote": one.quote, "alike": words.alike(one, found)}


def _coverage(found: Coverage) -> Panel:
    return {
        "verdict": words.verdict(found),
        "told": words.coverage(found),
        "covered": found.covered,
        "low": found.low,
        "high": found.high,
        "width": found.high - found.low,
    }


def tension_panel(one: Tension) -> Panel:
    """Two columns, and a bar of both, with those who speak for both between them, where their sizes may be told."""
    return {
        "label": one.label,
        "sides": [_side(side, one) for side in one.sides],
        "bar": _bar(one) if one.told else None,
        "both": words.both(one),
        "quotes_away": one.quotes_away,
        "neither": words.neither(one),
        "sampled": one.sampled,
    }


def _bar(one: Tension) -> Panel:
    """Where the parts of the bar begin and how wide they are, in hundredths: one side, those on both, the other."""
    first, second = (side.percent or 0 for side in one.sides)
    return {"first": first, "both": one.both_percent, "second": second, "second_at": first + one.both_percent}


def _side(side: Side, one: Tension) -> Panel:
    return {
        "name": words.wants(one.question, side.side),
        "told": words.side(side),
        "in_ten": words.in_ten(side.percent) if side.percent is not None else "",
        "quotes": side.quotes,
    }


def _circles(found: Sequence[Circle]) -> list[Panel]:
    return [{"label": one.label, "told": words.voices(one.persons), "quotes": one.quotes} for one in found]
