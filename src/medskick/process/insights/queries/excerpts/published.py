"""Excerpts of an edition as anybody may read them: frozen when it was published, counted and checked anew now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from medskick.ground.core.access import Viewer
from medskick.process.cycle.region import Region
from medskick.process.insights.models import (
    Edition,
    EditionExcerpt,
    EditionExcerptVoice,
    EditionStatement,
    ExcerptKind,
)
from medskick.process.insights.queries import words
from medskick.process.insights.queries.editions import PublishedTheme
from medskick.process.insights.queries.excerpts.assemble import Crowd, Given, Voice, assemble
from medskick.process.insights.queries.excerpts.shape import Excerpts
from medskick.process.insights.queries.quotes import owners_of, why_not
from medskick.process.insights.queries.statements import PublicStatement, described


def excerpts(
    edition: Edition,
    themes: Iterable[PublishedTheme],
    region: Region,
    viewer: Viewer,
    *,
    kinds: Collection[str] = ExcerptKind.values,
) -> dict[int, Excerpts]:
    """The excerpts of each of the themes (or topics), by ``EditionTheme.pk``. A bounded number of queries for all."""
    crowds = {
        theme.row.pk: Crowd(theme.count.persons, theme.count.statements)
        for theme in themes
        if not theme.outside
    }
    rows = list(EditionExcerpt.objects.filter(edition=edition, theme__in=crowds, kind__in=kinds))
    if not rows:
        return {pk: Excerpts() for pk in crowds}
    visible = words.visible_among(word for row in rows for word in row.words)
    given: dict[int, list[Given]] = defaultdict(list)
    for row in rows:
        holds = not row.label or words.name_holds(row.words, visible)
        given[row.theme_id].append(Given(row.pk, row.kind, row.label, row.facts, holds))
    theme_of = {row.pk: row.theme_id for row in rows}
    voices: dict[int, list[Voice]] = defaultdict(list)
    for voice in _voices(rows, viewer):
        voices[theme_of[voice.excerpt]].append(voice)
    told = _told((voice for own in voices.values() for voice in own), edition, region, viewer)
    return {pk: assemble(given[pk], voices[pk], told, crowd) for pk, crowd in crowds.items()}


def looked_for(edition: Edition, viewer: Viewer) -> bool:
    """Whether the edition comes from an analysis that looks for excerpts: older ones had none."""
    return EditionExcerpt.objects.filter(edition=edition).exists()


def _voices(rows: Sequence[EditionExcerpt], viewer: Viewer) -> Iterable[Voice]:
    """The voices of the excerpts that show now. One query."""
    found = EditionExcerptVoice.objects.visible_to(viewer).filter(excerpt__in=[row.pk for row in rows])
    for row in found.values_list(
        "excerpt_id",
        "part",
        "rank",
        "speaks",
        "stands_for",
        "statement_id",
        "statement__contribution_id",
        "statement__contribution__sending",
        "statement__contribution__persons",
    ):
        yield Voice(*row)


def _told(
    voices: Iterable[Voice], edition: Edition, region: Region, viewer: Viewer
) -> dict[int, PublicStatement]:
    """The statements to show that may be quoted now, with their words, by key."""
    wanted = {voice.place for voice in voices if voice.rank is not None}
    rows = list(EditionStatement.objects.visible_to(viewer).filter(pk__in=wanted).order_by("pk"))
    owners = owners_of(rows)
    barred = why_not(rows, owners)
    open_ = [row for row in rows if row.pk not in barred]
    told = described(open_, edition, region, viewer, owners=owners)
    return dict(zip((row.pk for row in open_), told, strict=True))
