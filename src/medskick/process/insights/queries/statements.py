"""Published statements with their words, masked, and the little that a row may say of who and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from medskick.engine.text.masking import Segment
from medskick.ground.core.access import Viewer
from medskick.process.contributions.models import Channel, Contribution
from medskick.process.contributions.queries.public import covered_segments, masks_of
from medskick.process.cycle.region import Region
from medskick.process.insights.models import Edition, EditionStatement, EditionTheme, Outcome, OutsideReason
from medskick.process.insights.queries import whole
from medskick.process.insights.queries.criteria_words import where_instead
from medskick.process.insights.queries.edition_themes import rows_of
from medskick.process.insights.queries.places import Places, places
from medskick.process.insights.queries.quotes import owners_of, why_not

_CHUNK = 1_000


@dataclass(frozen=True)
class PublicStatement:
    """One row. ``segments`` is empty where the words are not repeated in lists (the row still counts)."""

    key: str
    number: int
    segments: tuple[Segment, ...]
    language: str
    channel: str
    municipality: str
    strength_class: str
    class_label: str
    theme: str
    topic: str
    outside_reason: str
    reason_label: str
    # Where somebody has said that it belongs, in place of the strategy.
    instead: str = ""
    # Where it is in the one sum over all thoughts (``whole.place_of``).
    place: str = ""

    @property
    def plain(self) -> str:
        """The words as one text, with a placeholder for each hidden part."""
        return "".join(segment.text for segment in self.segments)


def statements(
    edition: Edition, viewer: Viewer, theme: EditionTheme | None = None
) -> QuerySet[EditionStatement]:
    """Statements that show and belong to ``theme`` (or topic), clearest first.

    Without a theme all that show, each once, those in a theme first: as many as ``whole.of_edition`` counts.
    """
    rows = EditionStatement.objects.visible_to(viewer).filter(edition=edition)
    if theme is None:
        return rows.order_by("outcome", "-strength", "contribution__number", "start")
    rows = rows.filter(topic=theme) if theme.parent_id else rows.filter(theme=theme)
    if not theme.outside_reason:
        rows = rows.filter(outcome=Outcome.ASSIGNED)
    return rows.order_by("-strength", "contribution__number", "start")


def outside(edition: Edition, viewer: Viewer) -> QuerySet[EditionStatement]:
    """Statements that count but lie outside, by reason."""
    rows = EditionStatement.objects.visible_to(viewer).filter(edition=edition, outcome=Outcome.OUTSIDE)
    return rows.order_by("outside_reason", "-strength", "contribution__number", "start")


@dataclass(frozen=True)
class Outside:
    """What lies outside for one reason and where it mostly belongs: how many statements, and the clearest of them."""

    reason: str
    where: str
    count: int
    rows: tuple[PublicStatement, ...]


def outside_by_reason(edition: Edition, region: Region, viewer: Viewer, most: int) -> list[Outside]:
    """Statements outside, gathered by reason, at most ``most`` rows each. A bounded number of queries."""
    return _by_reason(outside(edition, viewer), "outside_reason", edition, region, viewer, most)


def suggested_outside(edition: Edition, region: Region, viewer: Viewer, most: int) -> list[Outside]:
    """The same of what the computer would put outside, where nobody has decided: it stays in its theme till then."""
    rows = EditionStatement.objects.visible_to(viewer).filter(edition=edition, outcome=Outcome.ASSIGNED)
    rows = rows.exclude(suggested_outside="").order_by("-strength", "contribution__number", "start")
    return _by_reason(rows, "suggested_outside", edition, region, viewer, most)


def _by_reason(
    rows: QuerySet[EditionStatement], field: str, edition: Edition, region: Region, viewer: Viewer, most: int
) -> list[Outside]:
    ranked = rows.annotate(
        place=Window(
            RowNumber(), partition_by=[F(field)], order_by=["-strength", "contribution__number", "start"]
        ),
        of=Window(Count("pk"), partition_by=[F(field)]),
    )
    shown = list(ranked.filter(place__lte=most).order_by(field, "place"))
    counted = {getattr(row, field): row.of for row in shown}
    told = dict(zip((row.pk for row in shown), described(shown, edition, region, viewer), strict=True))
    return [
        Outside(
            str(label),
            where_instead(value),
            counted[value],
            tuple(told[row.pk] for row in shown if getattr(row, field) == value),
        )
        for value, label in OutsideReason.choices
        if value in counted
    ]


def described(
    rows: Iterable[EditionStatement],
    edition: Edition,
    region: Region,
    viewer: Viewer,
    *,
    known: Places | None = None,
    owners: Mapping[int, Contribution] | None = None,
) -> list[PublicStatement]:
    """Rows with their words. A bounded number of queries for the whole list. ``owners``: theirs, where they are known
    already (``quotes.owners_of``)."""
    rows = list(rows)
    known = known or places(edition, viewer)
    owners = owners_of(rows) if owners is None else owners
    themes = rows_of(edition)
    return [_described(row, owners[row.contribution_id], themes, known, region) for row in rows]


def _described(
    row: EditionStatement, owner: Contribution, themes: dict[int, EditionTheme], known: Places, region: Region
) -> PublicStatement:
    theme, topic = themes.get(row.theme_id or 0), themes.get(row.topic_id or 0)
    return PublicStatement(
        key=f"{owner.number}-{row.start}",
        number=owner.number,
        segments=words_of(row, owner) if owner.quotable else (),
        language=owner.language,
        channel=str(Channel(owner.channel).label),
        municipality=region.municipality_name(known.of(owner.channel, owner.municipality))
        if region.has_spread
        else "",
        strength_class=row.strength_class,
        class_label=str(row.get_strength_class_display()),
        theme=theme.slug if theme else "",
        topic=topic.slug if topic else "",
        outside_reason=row.outside_reason,
        reason_label=str(row.get_outside_reason_display()) if row.outside_reason else "",
        place=whole.place_of(row.outcome, owner.language),
        instead=where_instead(row.outside_reason, row.belongs_to) if row.belongs_to else "",
    )


def words_of(row: Any, owner: Contribution) -> tuple[Segment, ...]:
    """The words of a span of a contribution, with masks that reach into it applied."""
    text = getattr(owner, row.field)[row.start : row.end]
    spans = [
        (max(mask.start, row.start) - row.start, min(mask.end, row.end) - row.start, mask.kind)
        for mask in masks_of(owner)
        if mask.field == row.field and mask.start < row.end and row.start < mask.end
    ]
    return covered_segments(text, spans)


def quotes(
    edition: Edition, themes: Sequence[EditionTheme], region: Region, viewer: Viewer, most: int = 5
) -> dict[int, list[PublicStatement]]:
    """The first quotes of each theme that may be shown now, by ``EditionTheme.pk``. Each is checked against its
    original; one that may not be shown leaves its place to the next candidate."""
    wanted = Q(theme__in=[theme.pk for theme in themes if theme.parent_id is None])
    wanted |= Q(topic__in=[theme.pk for theme in themes if theme.parent_id is not None])
    rows = list(
        EditionStatement.objects.visible_to(viewer)
        .filter(wanted, edition=edition, quote_rank__isnull=False)
        .order_by("quote_rank", "pk")
    )
    owners = owners_of(rows)
    barred = why_not(rows, owners)
    chosen: dict[int, list[EditionStatement]] = {theme.pk: [] for theme in themes}
    for row in rows:
        for owner in (row.theme_id, row.topic_id):
            if owner in chosen and row.pk not in barred and len(chosen[owner]) < most:
                chosen[owner].append(row)
    flat = list({row.pk: row for own in chosen.values() for row in own}.values())
    told = described(flat, edition, region, viewer, owners=owners)
    shown = dict(zip((row.pk for row in flat), told, strict=True))
    return {pk: [shown[row.pk] for row in own] for pk, own in chosen.items()}


def stream(
    edition: Edition, region: Region, viewer: Viewer, theme: EditionTheme | None = None
) -> Iterator[PublicStatement]:
    """All rows of ``statements`` in chunks, for downloads. What is hidden meanwhile is left out."""
    known = places(edition, viewer)
    pks = list(statements(edition, viewer, theme).values_list("pk", flat=True))
    for start in range(0, len(pks), _CHUNK):
        chunk = pks[start : start + _CHUNK]
        found = EditionStatement.objects.visible_to(viewer).in_bulk(chunk)
        still = (found[pk] for pk in chunk if pk in found)
        yield from described(still, edition, region, viewer, known=known)
