"""What a run would meet, in numbers, for a person who is about to start it; and what going back to an edition means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from medskick.ground.core.access import Viewer, require
from medskick.process.contributions.models import Contribution, State
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import (
    BookChange,
    Codebook,
    Edition,
    EditionStatement,
    EditionTheme,
    EntryTheme,
    Origin,
    Placement,
    Run,
    RunStatement,
    Theme,
)
from medskick.process.insights.queries import editions, undoing
from medskick.process.insights.queries.book import LIVE, SHOWN

DECIDED = Q(theme__decided_by_person=True) | Q(theme__parent__decided_by_person=True)
TOP = Coalesce("theme__parent", "theme")


@dataclass(frozen=True)
class Published:
    """The newest edition: how many statements that show lie in how many themes."""

    edition: Edition
    statements: int
    themes: int


@dataclass(frozen=True)
class Met:
    """What lies in the book before a run. statements = held + free: ``held`` stay where they are whatever a run says,
    because people put them there or decided about the theme; ``by_person`` of those were moved one by one."""

    texts: int
    new_texts: int
    statements: int
    held: int
    by_person: int
    themes: int
    approved: int
    published: Published | None

    @property
    def free(self) -> int:
        """Statements that a run may move."""
        return self.statements - self.held


@dataclass(frozen=True)
class Listed:
    """A codebook's themes: how many, and which of them fill a theme that the book has already."""

    entries: int
    known: tuple[str, ...] = ()

    @property
    def new(self) -> int:
        """Entries that would make a theme of their own, or be matched to one by what they hold."""
        return self.entries - len(self.known)


@dataclass(frozen=True)
class Move:
    """So many statements that would go from one theme to another; an empty name is no theme."""

    out_of: str
    into: str
    count: int


@dataclass(frozen=True)
class Kept:
    """So many statements that lie in a theme (None: in no theme) because of a decision by people, and not where the
    edition's analysis had them. ``whole``: nobody decided about the statements, but about the theme, and ``decision``
    is one that still holds. No decision: it is not known which, or an approval of the theme that has fallen since."""

    theme: Theme | None
    decision: BookChange | None
    whole: bool
    count: int


@dataclass(frozen=True)
class Return:
    """What going back to an edition's analysis moves. ``later``: statements that its analysis did not read, which are
    placed anew beside those they resemble. ``kept``: what stays elsewhere, and why."""

    moves: tuple[Move, ...] = field(default_factory=tuple)
    later: int = 0
    kept: tuple[Kept, ...] = field(default_factory=tuple)

    @property
    def held(self) -> int:
        """All statements that stay elsewhere."""
        return sum(one.count for one in self.kept)

    @property
    def by_theme(self) -> int:
        """Of ``held``: nobody decided about the statements themselves, but about the themes they lie in."""
        return sum(one.count for one in self.kept if one.whole)

    @property
    def by_decision(self) -> int:
        """Of ``held``: people decided about the statements themselves."""
        return self.held - self.by_theme

    @property
    def moved(self) -> int:
        """All statements that change theme."""
        return sum(move.count for move in self.moves)


def met(cycle: StrategyCycle, viewer: Viewer) -> Met:
    """Seven queries at most."""
    require("insights.read", viewer)
    rows = Placement.objects.filter(SHOWN, cycle=cycle)
    counted = rows.aggregate(
        statements=Count("pk"),
        by_person=Count("pk", filter=Q(origin=Origin.PERSON)),
        held=Count("pk", filter=Q(origin=Origin.PERSON) | DECIDED),
    )
    tops = Theme.objects.filter(cycle=cycle, parent=None, state__in=LIVE)
    themes = tops.aggregate(all=Count("pk"), approved=Count("pk", filter=Q(state=Theme.State.APPROVED)))
    visible = Contribution.objects.filter(cycle=cycle, state=State.VISIBLE)
    known = Placement.objects.filter(contribution=OuterRef("pk"))
    return Met(
        texts=visible.count(),
        new_texts=visible.filter(~Exists(known)).count(),
        statements=counted["statements"],
        held=counted["held"],
        by_person=counted["by_person"],
        themes=themes["all"],
        approved=themes["approved"],
        published=_published(cycle, viewer),
    )


def _published(cycle: StrategyCycle, viewer: Viewer) -> Published | None:
    edition = editions.newest(cycle, viewer)
    if edition is None:
        return None
    rows = EditionStatement.objects.visible_to(viewer).filter(edition=edition).exclude(theme=None)
    return Published(edition, rows.count(), edition.themes.filter(parent=None).count())


def holds_something(cycle: StrategyCycle, viewer: Viewer) -> bool:
    """Whether there is anything in the book that a run could move."""
    require("insights.read", viewer)
    return Placement.objects.filter(cycle=cycle).exists()


def listed(codebook: Codebook, cycle: StrategyCycle, viewer: Viewer) -> Listed:
    """Two queries."""
    require("insights.read", viewer)
    entries = codebook.current.entries
    links = EntryTheme.objects.filter(codebook=codebook, cycle=cycle, theme__state__in=LIVE)
    fills = dict(links.values_list("key", "theme__name"))
    return Listed(len(entries), tuple(fills[entry["key"]] for entry in entries if entry["key"] in fills))


def leaving(run: Run, viewer: Viewer) -> list[str]:
    """Names of the themes that the newest edition shows and that the run takes out of the book. Two queries at most."""
    require("insights.read", viewer)
    edition = editions.newest(run.cycle, viewer) if run.changes.get("retired_ids") else None
    if edition is None:
        return []
    gone = EditionTheme.objects.filter(edition=edition, theme__in=run.changes["retired_ids"])
    return list(gone.order_by("order", "pk").values_list("name", flat=True))


def going_back(edition: Edition, viewer: Viewer) -> Return:
    """Which statements would leave which theme for which if a run went on from the edition's own analysis.

    Compared are the book as it is and the topics of that analysis; what people have put somewhere, and what lies in
    themes that they have decided about, stays. Nine queries.
    """
    require("insights.read", viewer)
    themes = {theme.pk: theme for theme in Theme.objects.filter(cycle=edition.cycle_id)}
    placed = _placed(edition.run)
    rows = placed.exclude(there=None).exclude(there__in=_held(edition))
    counted: Counter[tuple[int, int]] = Counter()
    for _topic, _now, here, was, count in _apart(rows, themes, edition):
        counted[here, was] += count
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    names = {pk: theme.name for pk, theme in themes.items()} | {0: ""}
    later = Placement.objects.filter(SHOWN, cycle=edition.cycle_id).exclude(
        contribution__in=RunStatement.objects.filter(run=edition.run_id).values("contribution")
    )
    free = later.exclude(origin=Origin.PERSON).exclude(pk__in=_held(edition))
    moves = tuple(Move(names[here], names[was], count) for (here, was), count in ordered)
    held = placed.filter(there__in=_held(edition))
    return Return(moves, free.count(), _kept(edition, themes, held, later.filter(pk__in=_held(edition))))


def _apart(
    rows: QuerySet[Any], themes: dict[int, Theme], edition: Edition
) -> Iterator[tuple[str, int | None, int, int, int]]:
    """Of the edition's analysis: topic, theme now, the same where it is in the book (0: none), theme then, and how
    many, where the two are not the same. One query."""
    grouped = rows.values("theme_key", "topic_key", "now").order_by().annotate(n=Count("pk"))
    for theme, topic, now, count in grouped.values_list("theme_key", "topic_key", "now", "n"):
        was = _home(themes, edition.run.homes, theme, topic)
        here = now if now in themes and themes[now].is_live else 0
        if was != here:
            yield topic, now, here, was, count


def _kept(
    edition: Edition, themes: dict[int, Theme], held: QuerySet[Any], later: QuerySet[Placement]
) -> tuple[Kept, ...]:
    """What stays because people decided so, though it lay elsewhere in the edition's analysis, or lies in a theme that
    this did not know: by decision, the most first."""
    apart = {(topic, now) for topic, now, *_rest in _apart(held, themes, edition)}
    of_topics = held.filter(topic_key__in={topic for topic, _now in apart})
    stays = {
        there
        for there, topic, now in of_topics.values_list("there", "topic_key", "now")
        if (topic, now) in apart
    }
    known = {
        theme.parent_id or theme.pk for pk in edition.run.homes.values() if (theme := _followed(themes, pk))
    }
    stays.update(
        later.exclude(theme=None).annotate(top=TOP).exclude(top__in=known).values_list("pk", flat=True)
    )
    places = Placement.objects.filter(pk__in=stays).only("pk", "theme_id", "origin") if stays else []
    by_place, by_theme = _who_decided(edition.cycle_id, places, themes)
    counted: Counter[tuple[int, int, bool]] = Counter()
    decisions: dict[int, BookChange] = {}
    for place in places:
        top = themes[place.theme_id].parent_id or place.theme_id if place.theme_id else 0
        whole = place.origin != Origin.PERSON
        decision = by_theme.get(top or 0) if whole else by_place.get(place.pk)
        if decision is not None:
            decisions[decision.pk] = decision
        counted[top or 0, decision.pk if decision else 0, whole] += 1
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Kept(themes.get(top), decisions.get(pk), whole, count) for (top, pk, whole), count in ordered
    )


def _who_decided(
    cycle_id: int, places: Iterable[Placement], themes: dict[int, Theme]
) -> tuple[dict[int, BookChange], dict[int, BookChange]]:
    """The newest decision that stands about each statement that a person has placed, and about each top theme of the
    others or a topic in it. One query."""
    open_places = {place.pk for place in places if place.origin == Origin.PERSON}
    open_tops = {
        themes[place.theme_id].parent_id or place.theme_id
        for place in places
        if place.origin != Origin.PERSON and place.theme_id
    }
    by_place: dict[int, BookChange] = {}
    by_theme: dict[int, BookChange] = {}
    for change in undoing.standing(cycle_id):
        if not open_places and not open_tops:
            break
        rows = [*change.undo.get("places", ()), *change.undo.get("outside", ())]
        for pk in open_places & {row[0] for row in rows}:
            by_place[pk] = change
            open_places.discard(pk)
        decided = {
            themes[pk].parent_id or pk
            for pk in undoing.decided_before(change)
            if pk in themes and _still_holds(change, themes[pk], themes)
        }
        for top in open_tops & decided:
            by_theme[top] = change
            open_tops.discard(top)
    return by_place, by_theme


def _still_holds(change: BookChange, theme: Theme, themes: dict[int, Theme]) -> bool:
    """Whether a decision is still why the theme is held. An approval that has fallen is not: nor is it for topics that
    were approved with the theme they lie in."""
    if change.verb != "theme_approved":
        return True
    above = themes.get(theme.parent_id or 0)
    with_it = above is not None and above.pk in undoing.decided_before(change)
    approved = Theme.State.APPROVED
    return theme.state == approved and (not with_it or above is None or above.state == approved)


def _held(edition: Edition) -> QuerySet[Placement, int]:
    """What stays whatever a run says."""
    rows = Placement.objects.filter(cycle=edition.cycle_id)
    return rows.filter(Q(origin=Origin.PERSON) | DECIDED).values_list("pk", flat=True)


def _placed(run: Run) -> QuerySet[Any]:
    """The run's statements that show, with where the book has them (``there``) and in which theme (``now``)."""
    own = Placement.objects.filter(
        contribution=OuterRef("contribution"),
        field=OuterRef("field"),
        start=OuterRef("start"),
        end=OuterRef("end"),
    )
    rows = RunStatement.objects.filter(run=run, contribution__state=State.VISIBLE)
    return rows.annotate(
        there=Subquery(own.values("pk")[:1]),
        now=Subquery(own.annotate(top=TOP).values("top")[:1]),
    )


def _home(themes: dict[int, Theme], homes: dict[str, int], theme: str, topic: str) -> int:
    """The top theme where a run by these ids puts statements; 0 for none.

    A topic that the computer alone has put in another theme since goes back too, unless people decided about either.
    """
    own = _followed(themes, homes.get(topic))
    if own is None:
        return 0
    parent = themes.get(own.parent_id or 0)
    if parent is None:
        return own.pk
    whole = _followed(themes, homes.get(theme))
    if whole is None or own.decided_by_person or parent.decided_by_person:
        return parent.pk
    return whole.parent_id or whole.pk


def _followed(themes: dict[int, Theme], pk: int | None) -> Theme | None:
    """A theme, merges followed."""
    theme = themes.get(pk or 0)
    while theme is not None and theme.merged_into_id:
        theme = themes.get(theme.merged_into_id)
    return theme
