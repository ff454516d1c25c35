"""Reads of the book for staff: the tree with counts, the statements of a node, how far the review has come."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from medskick.engine.text.masking import Segment
from medskick.ground.core.access import Viewer, allowed, require
from medskick.process.contributions.models import Contribution, State
from medskick.process.contributions.queries.public import active_masks
from medskick.process.cycle.models import StrategyCycle
from medskick.process.cycle.region import Region
from medskick.process.insights.models import (
    BookChange,
    Origin,
    Placement,
    QuoteChoice,
    RunStatement,
    StrengthClass,
    Theme,
)
from medskick.process.insights.queries import whole
from medskick.process.insights.queries.statements import words_of

LIVE = (Theme.State.PROPOSED, Theme.State.APPROVED)
SHOWN = Q(contribution__state=State.VISIBLE)
NO_THEME, EMPTY = "utan", "tomma"
VIEWS = {
    "": Q(),
    "osakra": Q(strength_class__in=[StrengthClass.WEAK, StrengthClass.MIXED]),
    "flyttade": Q(origin=Origin.PERSON),
    "utanfor": ~Q(outside_reason=""),
    "sprak": ~whole.SORTED,
    "svenska": whole.SORTED,
}


def view_labels() -> dict[str, str]:
    """The filters of the board, by their name in the address."""
    return {
        "": _("Alla"),
        "osakra": _("Osäkra"),
        "flyttade": _("Flyttade för hand"),
        "utanfor": _("Utanför"),
        "sprak": _("Andra språk"),
    }


@dataclass(frozen=True)
class Node:
    """A theme or topic with what it holds now. Counts of a theme include its topics."""

    theme: Theme
    statements: int
    contributions: int
    weak: int
    topics: tuple[Node, ...] = ()

    @property
    def is_approved(self) -> bool:
        """By a person, since its last change: the one meaning of approved everywhere."""
        return self.theme.state == Theme.State.APPROVED


@dataclass(frozen=True)
class Tree:
    """The whole book: themes by size, and what lies in none."""

    themes: tuple[Node, ...]
    without: int
    empty: int

    @property
    def approved(self) -> int:
        return sum(node.is_approved for node in self.themes)


@dataclass(frozen=True)
class Line:
    """A statement on the board, with its words as staff may read them (masked)."""

    row: Placement | RunStatement
    segments: tuple[Segment, ...]
    number: int
    municipality: str
    channel: str
    language: str
    whole: bool


def tree(cycle: StrategyCycle, viewer: Viewer) -> Tree:
    """The book with counts of statements that show. Four queries however large it is."""
    require("insights.read", viewer)
    themes = list(Theme.objects.filter(cycle=cycle, state__in=LIVE))
    rows = Placement.objects.filter(SHOWN, cycle=cycle)
    counted = {row["theme"]: row for row in _counts(rows, "theme")}
    below = {row["theme__parent"]: row for row in _counts(rows.exclude(theme__parent=None), "theme__parent")}
    topics: dict[int, list[Node]] = {}
    for theme in themes:
        if theme.parent_id:
            topics.setdefault(theme.parent_id, []).append(_node(theme, counted.get(theme.pk)))
    tops = [
        _node(
            theme, counted.get(theme.pk), below.get(theme.pk), sorted(topics.get(theme.pk, ()), key=_by_size)
        )
        for theme in themes
        if theme.parent_id is None
    ]
    special = rows.aggregate(
        without=Count("pk", filter=whole.IN_NONE), empty=Count("pk", filter=whole.IN_BOOK["no_content"])
    )
    return Tree(tuple(sorted(tops, key=_by_size)), special["without"], special["empty"])


def _counts(rows: QuerySet[Placement], by: str) -> Iterable[dict[str, Any]]:
    return (
        rows.values(by)
        .order_by()
        .annotate(
            statements=Count("pk"),
            contributions=Count("contribution", distinct=True),
            weak=Count("pk", filter=VIEWS["osakra"] & Q(origin=Origin.ENGINE)),
        )
    )


def _node(
    theme: Theme, own: dict[str, Any] | None, below: dict[str, Any] | None = None, topics: Iterable[Node] = ()
) -> Node:
    parts = [part for part in (own, below) if part]

    def total(name: str) -> int:
        return sum(part[name] for part in parts)

    return Node(theme, total("statements"), total("contributions"), total("weak"), tuple(topics))


def _by_size(node: Node) -> tuple[Any, ...]:
    return (-node.statements, node.theme.order, node.theme.pk)


def statements(
    cycle: StrategyCycle,
    viewer: Viewer,
    *,
    theme: Theme | None = None,
    special: str = "",
    view: str = "",
    words: str = "",
    contribution: int = 0,
) -> QuerySet[Placement]:
    """The statements of a node, of one contribution or of all, filtered; unsure ones last unless one asked for them."""
    require("insights.read", viewer)
    rows = Placement.objects.filter(SHOWN, VIEWS.get(view, Q()), cycle=cycle)
    if contribution:
        rows = rows.filter(contribution__number=contribution)
    elif theme is not None:
        rows = rows.filter(Q(theme=theme) | Q(theme__parent=theme))
    elif special == NO_THEME:
        rows = rows.filter(whole.IN_NONE)
    elif special == EMPTY:
        rows = rows.filter(whole.IN_BOOK["no_content"])
    for word in _wanted(words):
        rows = rows.filter(contribution__search_text__contains=word)
    order = "strength" if view == "osakra" else "-strength"
    return rows.select_related("theme").order_by(order, "pk")


def _wanted(words: str) -> list[str]:
    from medskick.engine.text.normalise import normal_form

    return normal_form(words).split()[:8]


def lines(rows: Iterable[Placement | RunStatement], region: Region) -> list[Line]:
    """Rows with their words. Two queries."""
    rows = list(rows)
    owners = Contribution.objects.prefetch_related(active_masks()).in_bulk(
        {row.contribution_id for row in rows}
    )
    found = []
    for row in rows:
        owner = owners[row.contribution_id]
        found.append(
            Line(
                row=row,
                segments=words_of(row, owner),
                number=owner.number,
                municipality=region.municipality_name(owner.municipality),
                channel=str(owner.get_channel_display()),
                language=owner.language,
                whole=row.end - row.start >= len(getattr(owner, row.field).strip()),
            )
        )
    return found


def choices(theme: Theme, viewer: Viewer) -> dict[tuple[int, int], bool]:
    """What people have said about quotes of a theme: by contribution and start, True chosen, False refused."""
    require("insights.read", viewer)
    return {(c.contribution_id, c.start): c.chosen for c in QuoteChoice.objects.filter(theme=theme)}


def theme(cycle: StrategyCycle, pk: int, viewer: Viewer) -> Theme | None:
    """A theme of the cycle's book by its key."""
    require("insights.read", viewer)
    return Theme.objects.select_related("cycle", "parent").filter(pk=pk, cycle=cycle).first()


def as_read(theme: Theme, viewer: Viewer) -> str:
    """What a form that approves the theme is about: another as soon as its words, its parts or what lies in it is
    another. Two queries."""
    require("insights.read", viewer)
    parts = Theme.objects.filter(Q(pk=theme.pk) | Q(parent=theme, state__in=LIVE)).order_by("pk")
    words = parts.values_list("pk", "name", "summary", "outside_reason", "belongs_to")
    held = Placement.objects.filter(Q(theme=theme) | Q(theme__parent=theme)).aggregate(
        all=Count("pk"), which=Sum("pk"), outside=Count("pk", filter=~Q(outside_reason=""))
    )
    return hashlib.sha256(repr((list(words), sorted(held.items()))).encode()).hexdigest()


def placement(cycle: StrategyCycle, pk: int, viewer: Viewer) -> Placement | None:
    """Where one statement of the cycle lies, by the placement's key, whether it shows or not: it tells no words."""
    require("insights.read", viewer)
    return Placement.objects.filter(pk=pk, cycle=cycle).first()


def change(cycle: StrategyCycle, pk: int, viewer: Viewer) -> BookChange | None:
    """A decision about the book by its key."""
    require("insights.read", viewer)
    return BookChange.objects.filter(pk=pk, cycle=cycle).first()


def newest_own(viewer: Viewer) -> int:
    """Key of the viewer's newest decision about any book, 0 for none."""
    own = BookChange.objects.filter(author_id=viewer.user_id, author_id__isnull=False)
    return own.aggregate(newest=Max("pk"))["newest"] or 0


def lost_since(change: int, viewer: Viewer) -> list[str]:
    """Names of the themes and topics whose approval the viewer's decisions after ``change`` took away."""
    own = BookChange.objects.filter(author_id=viewer.user_id, author_id__isnull=False, pk__gt=change)
    found = {
        pk: name
        for lost in own.exclude(lost=[]).order_by("pk").values_list("lost", flat=True)
        for pk, name in lost
    }
    return list(found.values())


def answered_since(change: int, viewer: Viewer) -> int:
    """How many corrections by senders the viewer's decisions after ``change`` closed."""
    own = BookChange.objects.filter(author_id=viewer.user_id, author_id__isnull=False, pk__gt=change)
    return sum(len(undo.get("answered", [])) for undo in own.values_list("undo", flat=True))


def history(cycle: StrategyCycle, viewer: Viewer) -> QuerySet[BookChange]:
    """All decisions about the book, newest first."""
    require("insights.read", viewer)
    return BookChange.objects.filter(cycle=cycle)


def waiting_for_review(viewer: Viewer) -> int | None:
    """Themes of the current cycle that no person has approved since they last changed; None when there are none, and
    for those who may only read them."""
    if not allowed("insights.review", viewer):
        return None
    waiting = Theme.objects.filter(cycle__is_current=True, parent=None, state=Theme.State.PROPOSED).count()
    return waiting or None
