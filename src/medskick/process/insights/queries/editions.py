"""Editions as anybody may read them: structure from the edition, words and counts from what shows now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from medskick.ground.core.access import Viewer
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import Edition, EditionTheme, Theme
from medskick.process.insights.queries import amounts, words
from medskick.process.insights.queries.amounts import Counted


@dataclass(frozen=True)
class PublishedTheme:
    """A theme or topic of an edition with what shows of it now. ``name`` falls back when its words may not show."""

    row: EditionTheme
    name: str
    name_holds: bool  # its machine-made words (in its name, or left in its address) may show
    keywords: tuple[str, ...]
    count: Counted
    topics: tuple[PublishedTheme, ...] = field(default=())

    @property
    def slug(self) -> str:
        return self.row.slug

    @property
    def outside(self) -> bool:
        """Counts, but lies outside the strategy."""
        return bool(self.row.outside_reason)

    @property
    def address(self) -> str:
        """Its page; none for a theme whose machine-made words may not show (they are in its address too)."""
        return reverse("insights:theme", args=[self.row.slug]) if self.name_holds else ""


def editions(cycle: StrategyCycle, viewer: Viewer) -> list[Edition]:
    """All editions of a cycle, newest first."""
    return list(Edition.objects.visible_to(viewer).filter(cycle=cycle).select_related("run", "cycle"))


def newest(cycle: StrategyCycle, viewer: Viewer) -> Edition | None:
    """The newest edition of a cycle."""
    return Edition.objects.visible_to(viewer).filter(cycle=cycle).select_related("run", "cycle").first()


def by_number(number: int, viewer: Viewer) -> Edition | None:
    """The edition with this number, of whatever cycle."""
    return Edition.objects.visible_to(viewer).filter(number=number).select_related("run", "cycle").first()


def any_published() -> bool:
    """Whether there is anything for visitors to see."""
    return Edition.objects.exists()


def published_themes(edition: Edition, viewer: Viewer) -> list[PublishedTheme]:
    """The edition's themes with their topics, most persons first. Themes with nothing left to show are left out."""
    rows = list(edition.themes.all())
    counted = amounts.by_theme(edition, viewer)
    visible = words.visible_among(word for row in rows for word in (*row.keywords, *row.name_words))
    topics: dict[int, list[PublishedTheme]] = {}
    for row in rows:
        if row.parent_id and counted.get(row.pk):
            topics.setdefault(row.parent_id, []).append(_published(row, counted, visible, ()))
    tops = [
        _published(row, counted, visible, tuple(sorted(topics.get(row.pk, ()), key=_by_size)))
        for row in rows
        if row.parent_id is None and counted.get(row.pk)
    ]
    return sorted(tops, key=_by_size)


def _by_size(theme: PublishedTheme) -> tuple[Any, ...]:
    return (-theme.count.persons, -theme.count.statements, theme.row.order, theme.row.pk)


def _published(
    row: EditionTheme, counted: dict[int, Counted], visible: words.Visible, topics: tuple[PublishedTheme, ...]
) -> PublishedTheme:
    # A name by a person stays; what a machine once made of voices may still stand in its address.
    holds = words.name_holds(row.name_words, visible)
    keywords = tuple(words.shown(row.keywords, visible))
    return PublishedTheme(
        row=row,
        name=row.name
        if holds or row.named_by_person
        else words.instead_of_name(keywords, part=bool(row.parent_id)),
        name_holds=holds,
        keywords=keywords,
        count=counted.get(row.pk, Counted()),
        topics=topics,
    )


def held_slugs(edition: Edition, viewer: Viewer) -> set[str]:
    """Addresses that may be shown: those of themes whose name holds."""
    tops = published_themes(edition, viewer)
    return {one.slug for top in tops for one in (top, *top.topics) if one.name_holds}


def theme_in(edition: Edition, slug: str, viewer: Viewer) -> PublishedTheme | None:
    """A theme or topic of the edition by its address, or None when it is not in it or has nothing left to show."""
    for theme in published_themes(edition, viewer):
        for one in (theme, *theme.topics):
            if one.slug == slug and one.name_holds:
                return one
    return None


def edition_of_slug(slug: str, viewer: Viewer) -> EditionTheme | None:
    """The newest published theme with this address."""
    return (
        EditionTheme.objects.filter(slug=slug)
        .select_related("edition__cycle")
        .order_by("-edition__number")
        .first()
    )


def leads_to(slug: str, edition: Edition, viewer: Viewer) -> str | None:
    """Where the address of a theme that was merged away leads now: the published target's address, or None."""
    theme = (
        Theme.objects.filter(slug=slug, state=Theme.State.MERGED)
        .select_related("merged_into__parent")
        .first()
    )
    if theme is None or theme.merged_into is None:
        return None
    target = theme.merged_into
    for candidate in (target, target.parent):
        if candidate is not None and theme_in(edition, candidate.slug, viewer) is not None:
            return candidate.slug
    return None
