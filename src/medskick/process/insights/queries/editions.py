"""Editions as anybody may read them: structure from the edition, words and counts from what shows now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from medskick.ground.core.access import PUBLIC, Viewer, require
from medskick.ground.core.disclosure import told
from medskick.ground.core.once import once, remembers
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import Edition, EditionTheme, ModelText, Part, Theme, away
from medskick.process.insights.queries import amounts, language_model, words
from medskick.process.insights.queries.amounts import Counted

# "tema--7" stands in older links.
_NUMBERED = re.compile(r"tema-(?:nr)?-([0-9]{1,9})")


@dataclass(frozen=True)
class PublishedTheme:
    """A theme or topic of an edition with what shows of it now. ``name`` falls back when its words may not show."""

    row: EditionTheme
    name: str
    name_holds: (
        bool  # the words of its name and address may show: machine-made ones hold, none are taken away
    )
    keywords: tuple[str, ...]
    count: Counted
    topics: tuple[PublishedTheme, ...] = field(default=())
    barred: bool = False  # its own address holds words that are taken away
    # Who worded its name, where a model did: stands wherever the name does.
    name_mark: str = ""

    @property
    def summary(self) -> str:
        """Written by a person; nothing where it is taken away."""
        return "" if self.summary_away else self.row.summary

    @property
    def summary_away(self) -> str:
        """What stands in place of the summary where it is taken away."""
        return self.row.away(Part.SUMMARY)

    @property
    def name_away(self) -> bool:
        """Its name is taken away; ``name`` says why."""
        return Part.NAME in self.row.taken

    @property
    def named_by(self) -> str:
        """Where its name comes from, for files; empty where the name is taken away."""
        if self.name_away:
            return ""
        return self.name_mark or (_("en människa") if self.row.named_by_person else _("ord ur texterna"))

    @property
    def tells_name(self) -> bool:
        """Its name, what it is called in place of it, or why it is away, may stand where themes are named."""
        return bool(self.slug) or self.name_away or self.row.named_by_person

    @property
    def persons(self) -> int | None:
        """As every door prints them: None where they are fewer than five."""
        return told(self.count.persons)

    @property
    def slug(self) -> str:
        """What its address is made of: its own words, or its number where these may not show. Empty where its name is
        taken away, or where an address that held words which are away was its."""
        if self.name_holds:
            return self.row.slug
        return "" if self.barred or self.name_away else numbered(self.row)

    @property
    def outside(self) -> bool:
        """Counts, but lies outside the strategy."""
        return bool(self.row.outside_reason)

    @property
    def address(self) -> str:
        """Its page. None for a theme without ``slug``."""
        return reverse("insights:theme", args=[self.slug]) if self.slug else ""


@dataclass(frozen=True)
class PublishedPart:
    """A text of an edition that can be taken away. ``mark``: reason, by and at, where it is away now."""

    key: str
    label: str
    mark: dict[str, str] | None


def parts(edition: Edition, viewer: Viewer) -> list[PublishedPart]:
    """The whole edition, then every text of it that somebody wrote or chose, with the words: for staff."""
    require("insights.read", viewer)
    found = [(Part.WHOLE.value, _("Hela utgåvan"), edition.taken.get(Part.WHOLE))]
    if edition.title:
        label = _("Rubriken: ”%(words)s”") % {"words": edition.title}
        found.append((Part.TITLE.value, label, edition.taken.get(Part.TITLE)))
    if edition.note:
        label = _("Texten om utgåvan: ”%(words)s”") % {"words": Truncator(edition.note).chars(80)}
        found.append((Part.NOTE.value, label, edition.taken.get(Part.NOTE)))
    for theme in edition.themes.all():
        label = _("Namnet ”%(words)s”") % {"words": theme.name}
        found.append((f"{Part.NAME}-{theme.pk}", label, theme.taken.get(Part.NAME)))
        if theme.summary:
            label = _("Sammanfattningen av ”%(name)s”") % {"name": theme.name}
            found.append((f"{Part.SUMMARY}-{theme.pk}", label, theme.taken.get(Part.SUMMARY)))
        if theme.reasons:
            told = {"name": theme.name, "words": Truncator(" ".join(theme.reasons)).chars(80)}
            label = _("Skälen i bedömningen av ”%(name)s”: ”%(words)s”") % told
            found.append((f"{Part.REASONS}-{theme.pk}", label, theme.taken.get(Part.REASONS)))
    return [PublishedPart(*part) for part in found]


def editions(cycle: StrategyCycle, viewer: Viewer) -> list[Edition]:
    """All editions of a cycle, newest first; also withdrawn ones, whose names say so."""
    if remembers() and cycle.is_current:
        return of_current_cycle(viewer)
    return list(Edition.objects.filter(cycle=cycle).select_related("run", "cycle"))


def theme_topic(slug: str) -> str:
    """The topic of a theme, as subscribers choose it."""
    return f"tema:{slug}"


def of_current_cycle(viewer: Viewer) -> list[Edition]:
    """All editions of the cycle that short addresses show, newest first. One query, once in a page that reads."""
    found = Edition.objects.filter(cycle__is_current=True).select_related("run", "cycle")
    return once("insights.editions", lambda: list(found))


def earlier_cycles(viewer: Viewer) -> list[StrategyCycle]:
    """The older cycles with an edition to read, newest first. One query."""
    read = in_view(viewer).filter(cycle__is_current=False).values("cycle")
    return list(StrategyCycle.objects.filter(pk__in=read))


def newer_than(edition: Edition, all_of_cycle: Iterable[Edition]) -> Edition | None:
    """The newest of a cycle's editions, if it came after ``edition``; withdrawn ones do not count."""
    there = [one for one in all_of_cycle if not one.is_withdrawn]
    latest = max(there, key=lambda one: one.number, default=edition)
    return latest if latest.number > edition.number else None


def newest(cycle: StrategyCycle, viewer: Viewer) -> Edition | None:
    """The newest edition of a cycle that is not withdrawn."""
    if remembers() and cycle.is_current:
        return next((one for one in of_current_cycle(viewer) if not one.is_withdrawn), None)
    return in_view(viewer).filter(cycle=cycle).first()


def by_number(number: int, viewer: Viewer) -> Edition | None:
    """The edition with this number, of whatever cycle; None for a withdrawn one."""
    return in_view(viewer).filter(number=number).first()


def in_view(viewer: Viewer) -> QuerySet[Edition]:
    """Editions that are not withdrawn, newest first: what every door reads."""
    return Edition.objects.visible_to(viewer).select_related("run", "cycle")


def withdrawn(viewer: Viewer, *, number: int = 0, cycle: StrategyCycle | None = None) -> Edition | None:
    """The withdrawn edition with this number, or the newest one of the cycle: for saying that it is away."""
    found = Edition.objects.filter(away(Part.WHOLE))
    return (found.filter(number=number) if number else found.filter(cycle=cycle)).first()


def for_staff(number: int, viewer: Viewer) -> Edition | None:
    """The edition as it was published, with what is taken away from it."""
    require("insights.read", viewer)
    return Edition.objects.filter(number=number).select_related("cycle").first()


def name_taken(slug: str, viewer: Viewer) -> EditionTheme | None:
    """The newest published theme with this address whose name is taken away."""
    return EditionTheme.objects.filter(away(Part.NAME), slug=slug).order_by("-edition__number").first()


def any_published() -> bool:
    """Whether there is anything for visitors to see."""
    return (remembers() and bool(of_current_cycle(PUBLIC))) or Edition.objects.exists()


def published_themes(edition: Edition, viewer: Viewer, *, with_topics: bool = True) -> list[PublishedTheme]:
    """The edition's themes with their topics, most persons first. Themes with nothing left to show are left out.

    ``with_topics``: False for themes alone, which asks less.
    """
    found = edition.themes.all() if with_topics else edition.themes.filter(parent=None)
    barred = EditionTheme.objects.filter(away(Part.NAME), slug=OuterRef("slug"))
    named = language_model.may_have_named(OuterRef("theme"))
    rows = list(found.annotate(is_barred=Exists(barred), may_be_by_ai=Exists(named)))
    counted = amounts.by_theme(edition, viewer, topics=with_topics)
    visible = words.visible_among(word for row in rows for word in (*row.keywords, *row.name_words))
    by_ai = language_model.names_by_ai(row for row in rows if row.may_be_by_ai)
    known = _Known(counted, visible, {row.slug for row in rows if row.is_barred}, by_ai)
    topics: dict[int, list[PublishedTheme]] = {}
    for row in rows:
        if row.parent_id and counted.get(row.pk):
            topics.setdefault(row.parent_id, []).append(_published(row, known, ()))
    tops = [
        _published(row, known, tuple(sorted(topics.get(row.pk, ()), key=_by_size)))
        for row in rows
        if row.parent_id is None and counted.get(row.pk)
    ]
    return sorted(tops, key=_by_size)


def _by_size(theme: PublishedTheme) -> tuple[Any, ...]:
    return (-theme.count.persons, -theme.count.statements, theme.row.order, theme.row.pk)


@dataclass(frozen=True)
class _Known:
    """What is read once for all themes of an edition."""

    counted: dict[int, Counted]
    visible: words.Visible
    barred: set[str]
    by_ai: dict[int, ModelText]


def _published(row: EditionTheme, known: _Known, topics: tuple[PublishedTheme, ...]) -> PublishedTheme:
    # A name by a person stays; what a machine once made of voices may still stand in its address.
    holds = words.name_holds(row.name_words, known.visible)
    keywords = tuple(words.shown(row.keywords, known.visible))
    by_ai = known.by_ai.get(row.pk)
    name = (
        row.name
        if holds or row.named_by_person
        else words.instead_of_name(keywords, part=bool(row.parent_id))
    )
    return PublishedTheme(
        row=row,
        name=row.away(Part.NAME) or name,
        # An address that held words which were taken away holds them in every edition.
        name_holds=holds and row.slug not in known.barred,
        barred=row.slug in known.barred,
        keywords=keywords,
        count=known.counted.get(row.pk, Counted()),
        topics=topics,
        name_mark=by_ai.name_mark if by_ai and Part.NAME not in row.taken else "",
    )


def numbered(row: EditionTheme) -> str:
    """The address without words of a theme whose own holds words that may not show: no name is given one like it."""
    return f"tema-nr-{row.theme_id}"


def number_of(slug: str) -> int:
    """The number of the book's theme in an address without words, also of the kind before; 0 in any other."""
    found = _NUMBERED.fullmatch(slug)
    return int(found[1]) if found else 0


def held_slugs(edition: Edition, viewer: Viewer) -> dict[str, str]:
    """By the address each theme was published with, the one that may be shown; those without any are left out."""
    tops = published_themes(edition, viewer)
    return {one.row.slug: one.slug for top in tops for one in (top, *top.topics) if one.slug}


def theme_in(edition: Edition, slug: str, viewer: Viewer) -> PublishedTheme | None:
    """A theme or topic of the edition by its address, or None when it is not in it or has nothing left to show."""
    shown = [one for theme in published_themes(edition, viewer) for one in (theme, *theme.topics) if one.slug]
    own = (one for one in shown if slug == one.slug)
    return next(own, next((one for one in shown if number_of(slug) == one.row.theme_id), None))


def edition_of_slug(slug: str, viewer: Viewer) -> EditionTheme | None:
    """The newest published theme with this address, or with this number where the address is made of one."""
    number = number_of(slug)
    own = Q(theme=number) if number else Q(slug=slug)
    return (
        EditionTheme.objects.filter(own)
        .exclude(away(Part.WHOLE, "edition__"))
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
        found = _of_book(edition, candidate, viewer) if candidate is not None else None
        if found is not None:
            return found.slug
    return None


def _of_book(edition: Edition, theme: Theme, viewer: Viewer) -> PublishedTheme | None:
    """The edition's theme or topic that was this one in the book, if it has a page."""
    tops = published_themes(edition, viewer)
    every = (one for top in tops for one in (top, *top.topics))
    return next((one for one in every if one.row.theme_id == theme.pk and one.slug), None)
