"""What has come in since an edition, and where the computer would put it: counted beside the edition, never in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from medskick.ground.core.access import Viewer, require
from medskick.process.contributions.models import Contribution, State
from medskick.process.insights.models import (
    Drift,
    Edition,
    EditionStatement,
    LivePlacement,
    Outcome,
    Part,
    Placement,
    best_outcome,
)
from medskick.process.insights.queries.drift_words import Proposal, in_words
from medskick.process.insights.queries.edition_themes import rows_of
from medskick.process.insights.queries.whole import IN_BOOK, IN_NONE

_BY_PLACE = {
    Outcome.ASSIGNED: IN_BOOK["in_theme"],
    Outcome.OUTSIDE: IN_BOOK["outside"],
    Outcome.NO_CONTENT: IN_BOOK["no_content"],
    Outcome.UNASSIGNED: IN_NONE,
}


@dataclass(frozen=True)
class Arrived:
    """Texts that show and that the edition knows nothing of, each in one place.

    texts = placed + outside + no_content + unassigned + not_placed. ``texts`` is counted by itself. They are those that
    the edition's own ledger calls late and those of them that came since and show (``amounts.Ledger``), and no others.
    ``statements``: those of them that lie in a theme.
    """

    texts: int = 0
    placed: int = 0
    outside: int = 0
    no_content: int = 0
    unassigned: int = 0
    not_placed: int = 0
    statements: int = 0
    by_theme: dict[int, int] = field(default_factory=dict)

    @property
    def are_placed(self) -> int:
        """How many the computer has looked at."""
        return self.texts - self.not_placed

    @property
    def stands(self) -> bool:
        """Whether the sum adds up."""
        parts = self.placed + self.outside + self.no_content + self.unassigned + self.not_placed
        return self.texts == parts


def arrived(edition: Edition, viewer: Viewer) -> Arrived:
    """The new texts of an edition. Nothing for an edition that another has followed. At most five queries."""
    if Edition.objects.visible_to(viewer).filter(cycle=edition.cycle_id, number__gt=edition.number).exists():
        return Arrived()
    rows = LivePlacement.objects.visible_to(viewer).filter(edition=edition)
    texts = dict(
        rows.exclude(contribution_outcome="")
        .order_by()
        .values_list("contribution_outcome")
        .annotate(texts=Count("pk"))
    )
    by_theme: dict[int, int] = {}
    statements = 0
    outside = {pk for pk, row in rows_of(edition).items() if row.outside_reason}
    told = rows.filter(outcome__in=[Outcome.ASSIGNED, Outcome.OUTSIDE]).order_by()
    for theme, topic, outcome, count in told.values_list("theme", "topic", "outcome").annotate(n=Count("pk")):
        statements += count if outcome == Outcome.ASSIGNED else 0
        # A statement that lies outside by itself is no part of its theme; of one that lies outside all are.
        for own in {theme, topic} - {None}:
            if outcome == Outcome.ASSIGNED or own in outside:
                by_theme[own] = by_theme.get(own, 0) + count
    new = _new(edition).aggregate(texts=Count("pk"), waiting=Count("pk", filter=~Q(Exists(_placed(edition)))))
    return Arrived(
        texts=new["texts"],
        placed=texts.get(Outcome.ASSIGNED, 0),
        outside=texts.get(Outcome.OUTSIDE, 0),
        no_content=texts.get(Outcome.NO_CONTENT, 0),
        unassigned=texts.get(Outcome.UNASSIGNED, 0),
        not_placed=new["waiting"],
        statements=statements,
        by_theme=by_theme,
    )


def arrived_in_book(edition: Edition, viewer: Viewer) -> Arrived:
    """The new texts of an edition as the book that people work in has them, for staff: a text that a later analysis
    has read lies where that put it, and the others where they were placed beside the edition. Eight queries at most.
    """
    require("insights.read", viewer)
    new = _new(edition)
    rows = Placement.objects.filter(cycle=edition.cycle_id, contribution__in=new.values("pk")).order_by()
    outcomes: dict[int, set[Outcome]] = {}
    statements = 0
    for outcome, where in _BY_PLACE.items():
        for pk in rows.filter(where).values_list("contribution", flat=True):
            outcomes.setdefault(pk, set()).add(outcome)
            statements += outcome == Outcome.ASSIGNED
    found: Counter[str] = Counter(best_outcome(own) for own in outcomes.values())
    in_book = Placement.objects.filter(cycle=edition.cycle_id, contribution=OuterRef("contribution"))
    beside = LivePlacement.objects.visible_to(viewer).filter(~Q(Exists(in_book)), edition=edition)
    left = beside.filter(contribution__in=new.values("pk")).order_by()
    texts = new.count()
    found.update(
        Outcome(one)
        for one in left.exclude(contribution_outcome="").values_list("contribution_outcome", flat=True)
    )
    return Arrived(
        texts=texts,
        placed=found[Outcome.ASSIGNED],
        outside=found[Outcome.OUTSIDE],
        no_content=found[Outcome.NO_CONTENT],
        unassigned=found[Outcome.UNASSIGNED],
        not_placed=texts - found.total(),
        statements=statements + left.filter(outcome=Outcome.ASSIGNED).count(),
    )


def unplaced(edition: Edition) -> QuerySet[Contribution]:
    """Texts that show, that the edition knows nothing of, and that are placed nowhere."""
    return _new(edition).filter(~Q(Exists(_placed(edition))))


def new_since(edition: Edition) -> set[int]:
    """Keys of the texts that show and that the edition knows nothing of."""
    return set(_new(edition).values_list("pk", flat=True))


def _new(edition: Edition) -> QuerySet[Contribution]:
    own = EditionStatement.objects.filter(edition=edition, contribution=OuterRef("pk"))
    visible = Contribution.objects.filter(cycle=edition.cycle_id, state=State.VISIBLE)
    return visible.filter(~Q(Exists(own))).order_by()


def _placed(edition: Edition) -> QuerySet[LivePlacement]:
    return LivePlacement.objects.filter(edition=edition, contribution=OuterRef("pk"))


def of_contributions(
    numbers: Iterable[int], among: Iterable[Edition], viewer: Viewer
) -> QuerySet[LivePlacement]:
    """Where the statements of these contributions have been put in these editions, in the order of the text."""
    rows = LivePlacement.objects.visible_to(viewer).filter(
        edition__in=[edition.pk for edition in among], contribution__number__in=list(numbers)
    )
    return rows.select_related("theme", "contribution").order_by("contribution_id", "field", "start")


def proposals(edition: Edition | None, viewer: Viewer) -> list[Proposal]:
    """What the computer proposes for the next edition. Statements that no longer show count no more."""
    require("insights.read", viewer)
    drift = Drift.objects.filter(edition=edition).first() if edition else None
    if drift is None or edition is None:
        return []
    numbers = {int(own.rpartition(".")[0]) for row in drift.proposals for own in row.get("statements", [])}
    shown = set(
        Contribution.objects.filter(number__in=numbers, state=State.VISIBLE).values_list("number", flat=True)
    )
    names = {str(theme.pk): theme.shown(Part.NAME) for theme in edition.themes.all()}
    found = [in_words(row, shown, names) for row in drift.proposals]
    return [one for one in found if one is not None]
