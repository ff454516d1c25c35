"""All excerpts of an edition as rows, for files and open data: nothing but what the pages say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from medskick.ground.core.access import Viewer
from medskick.process.cycle.region import Region
from medskick.process.insights.models import Edition, ExcerptKind
from medskick.process.insights.queries import editions
from medskick.process.insights.queries.editions import PublishedTheme
from medskick.process.insights.queries.excerpts.published import excerpts
from medskick.process.insights.queries.excerpts.shape import Circle, Excerpts, Tension

BOTH = "both"


@dataclass(frozen=True)
class ExcerptRow:
    """One sentence or quote. ``persons`` and ``percent`` None: not told; ``quote`` None: shown without words (a
    leaf, a side whose quotes are taken away, those on both sides)."""

    theme: PublishedTheme
    parent: PublishedTheme | None
    kind: str
    label: str = ""
    side: str = ""
    order: int = 1
    quote: Any = None
    persons: int | None = None
    percent: int | None = None

    def cells(self) -> tuple[Any, ...]:
        """Theme, its whole, name, kind, heading, side, order, words, statement, contribution, persons, of 100, and
        who gave the name."""
        return (
            self.theme.slug,
            self.parent.slug if self.parent else "",
            self.theme.name,
            self.kind,
            self.label,
            self.side,
            self.order,
            self.quote.plain if self.quote else "",
            self.quote.key if self.quote else "",
            self.quote.number if self.quote else "",
            "" if self.persons is None else self.persons,
            "" if self.percent is None else self.percent,
            self.theme.named_by,
        )


def rows(edition: Edition, region: Region, viewer: Viewer) -> Iterator[ExcerptRow]:
    """Theme by theme, each followed by its topics. A bounded number of queries."""
    tops = editions.published_themes(edition, viewer)
    every = [(one, top if one is not top else None) for top in tops for one in (top, *top.topics)]
    found = excerpts(edition, [one for one, _top in every], region, viewer)
    for one, top in every:
        if one.tells_name:
            yield from _of_theme(one, top, found.get(one.row.pk, Excerpts()))


def _of_theme(theme: PublishedTheme, parent: PublishedTheme | None, found: Excerpts) -> Iterator[ExcerptRow]:
    for order, sentence in enumerate(found.summary.sentences if found.summary else (), 1):
        yield ExcerptRow(
            theme,
            parent,
            ExcerptKind.SUMMARY.value,
            order=order,
            quote=sentence.quote,
            persons=sentence.persons,
        )
    for tension in found.tensions:
        yield from _sides(theme, parent, tension)
    for kind, circles in ((ExcerptKind.FEW, found.few), (ExcerptKind.LEAF, found.leaves)):
        for circle in circles:
            yield from _quotes(theme, parent, kind.value, circle)


def _sides(theme: PublishedTheme, parent: PublishedTheme | None, one: Tension) -> Iterator[ExcerptRow]:
    for side in one.sides:
        for order, quote in enumerate(side.quotes or (None,), 1):
            yield ExcerptRow(
                theme, parent, ExcerptKind.TENSION.value, one.label, side.side, order, quote, side.persons, side.percent
            )  # fmt: skip
    if one.both:
        yield ExcerptRow(
            theme,
            parent,
            ExcerptKind.TENSION.value,
            one.label,
            BOTH,
            persons=one.both,
            percent=one.both_percent,
        )


def _quotes(
    theme: PublishedTheme, parent: PublishedTheme | None, kind: str, one: Circle
) -> Iterator[ExcerptRow]:
    for order, quote in enumerate(one.quotes or (None,), 1):
        yield ExcerptRow(theme, parent, kind, one.label, "", order, quote, one.persons)
