"""How many: persons, contributions, statements and wordings of an edition, counted anew every time.

Counts join the frozen structure to the contributions' state now, so that hiding and withdrawing reach them at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from medskick.ground.core.access import Viewer
from medskick.process.contributions.models import Contribution, Decision, HiddenReason, State
from medskick.process.contributions.queries import Amount
from medskick.process.contributions.queries.ledger import NOT_COUNTED
from medskick.process.contributions.queries.sendings import once, persons, persons_by_fate, there
from medskick.process.insights.models import Edition, EditionStatement, Outcome
from medskick.process.insights.queries import whole


@dataclass(frozen=True)
class Counted:
    """What stands behind a theme or topic. Persons: once per sending, those behind what it says there."""

    persons: int = 0
    contributions: int = 0
    statements: int = 0
    wordings: int = 0
    weak: int = 0


@dataclass(frozen=True)
class Since:
    """What came after the edition: received = shown + waiting + hidden + withdrawn. ``received`` is counted by itself.

    Persons are those of sendings of which the edition counts nothing, once they show.
    """

    received: Amount = field(default_factory=Amount)
    shown: Amount = field(default_factory=Amount)
    waiting: Amount = field(default_factory=Amount)
    hidden: Amount = field(default_factory=Amount)
    withdrawn: Amount = field(default_factory=Amount)

    @property
    def stands(self) -> bool:
        """Whether the sum adds up."""
        return self.received == self.shown + self.waiting + self.hidden + self.withdrawn


@dataclass(frozen=True)
class Ledger:
    """Both sums of every edition, in texts and persons.

    received = counted + hidden (by reason) + withdrawn, and counted = assigned + outside + no content + unassigned +
    late + waiting (for a person to read it). ``late``: it shows, but came or was passed after the analysis, so nothing
    in the edition tells of it; ``queries.live`` does. ``received`` and ``counted`` are counted by themselves, not added
    up from the rest. What came after the edition is in ``since`` alone: both together are all that the cycle has
    received.

    Texts stand where each text is. Persons are counted once per sending and stand where the best of its texts is
    (``_FATES``), all who were there (``sendings.there``). Only texts that have been decided about bring persons along:
    anybody can claim to be many, and no number grows by that alone. So the persons of ``waiting`` are always none, and
    those of ``counted`` are those of the texts that show.
    """

    received: Amount
    counted: Amount
    hidden: Amount
    hidden_by_reason: dict[str, Amount]
    withdrawn: Amount
    assigned: Amount
    outside: Amount
    no_content: Amount
    unassigned: Amount
    late: Amount
    waiting: Amount
    # Of ``unassigned``, the texts in another language than the computer sorts; the rest fit none of the themes.
    other_language: int = 0
    thoughts: whole.Whole = field(default_factory=whole.Whole)
    since: Since = field(default_factory=Since)

    @property
    def stands(self) -> bool:
        """Whether all sums add up."""
        first = self.received == self.counted + self.hidden + self.withdrawn
        second = (
            self.counted == self.assigned + self.elsewhere and self.other_language <= self.unassigned.texts
        )
        return first and second and self.since.stands and self.thoughts.stands

    @property
    def fits_none(self) -> int:
        """Texts that none of the themes is about."""
        return self.unassigned.texts - self.other_language

    @property
    def elsewhere(self) -> Amount:
        """What counts but is in no theme."""
        return self.outside + self.no_content + self.unassigned + self.late + self.waiting


def by_theme(edition: Edition, viewer: Viewer, *, topics: bool = True) -> dict[int, Counted]:
    """Counts of every theme of the edition, and of every topic where asked for, by ``EditionTheme.pk``.

    A query for themes and one for topics.
    """
    every = EditionStatement.objects.visible_to(viewer).filter(edition=edition).exclude(theme=None)
    found: dict[int, Counted] = {}
    levels = [("theme", "opens_theme"), *([("topic", "opens_topic")] if topics else [])]
    for level, opens in levels:
        rows = every.exclude(**{level: None}).filter(
            Q(outcome=Outcome.ASSIGNED) | ~Q(**{f"{level}__outside_reason": ""})
        )
        speaks = once(rows.filter(**{opens: True}), f"{level}_id", path="contribution__")
        grouped = (
            rows.values(level)
            .order_by()
            .annotate(
                persons=Sum("contribution__persons", filter=speaks),
                contributions=Count("pk", filter=Q(**{opens: True})),
                statements=Count("pk"),
                wordings=Count("family", distinct=True),
                weak=Count("pk", filter=Q(strength_class__in=["weak", "mixed"])),
            )
        )
        for row in grouped:
            pk = row.pop(level)
            found[pk] = Counted(**{name: value or 0 for name, value in row.items()})
    return found


def persons_wholly_outside(edition: Edition, viewer: Viewer) -> int:
    """Persons of the sendings with a text wholly outside, also those who stand elsewhere in the ledger. One query."""
    rows = EditionStatement.objects.visible_to(viewer).filter(
        edition=edition, contribution_outcome=Outcome.OUTSIDE
    )
    speaking = rows.filter(once(rows, path="contribution__"))
    return speaking.aggregate(persons=Sum(there("contribution__")))["persons"] or 0


_VISIBLE, _WAITING = Q(state=State.VISIBLE), Q(state=State.WAITING)
# What can become of a text that shows, the best first: a person stands where the best of the texts from one sending is.
_FATES = [
    Q(outcome=Outcome.ASSIGNED),
    Q(outcome=Outcome.OUTSIDE),
    Q(outcome=Outcome.UNASSIGNED),
    Q(outcome=None),
    Q(outcome=Outcome.NO_CONTENT),
]
_LATE = "late"
# Somebody, or a rule that somebody approved, has decided about the text.
_READ = (Decision.Verb.PASS, Decision.Verb.HIDE, Decision.Verb.RESTORE)


def ledger(edition: Edition, viewer: Viewer) -> Ledger:
    """The edition's ledger over what had come in when it was published; ``since`` counts what came later."""
    every = Contribution.objects.filter(cycle=edition.cycle_id).order_by()
    then = every.filter(pk__lte=edition.last_contribution)
    texts, reasons, outcomes = _texts(edition, then, viewer)
    assigned, outside, unassigned, late, no_content = _persons_passed(edition, then)
    *hidden, withdrawn = _persons_not_counted(then)
    behind = dict(zip(HiddenReason.values, hidden, strict=True))
    return Ledger(
        received=Amount(sum(texts.values()), _persons_received(then)),
        counted=Amount(
            texts.get(State.VISIBLE, 0) + texts.get(State.WAITING, 0), persons(then.filter(_VISIBLE))
        ),
        hidden=Amount(texts.get(State.HIDDEN, 0), sum(hidden)),
        hidden_by_reason={
            reason: Amount(reasons[reason], behind[reason])
            for reason in HiddenReason.values
            if reason in reasons
        },
        withdrawn=Amount(texts.get(State.WITHDRAWN, 0), withdrawn),
        assigned=Amount(outcomes.get(Outcome.ASSIGNED, 0), assigned),
        outside=Amount(outcomes.get(Outcome.OUTSIDE, 0), outside),
        no_content=Amount(outcomes.get(Outcome.NO_CONTENT, 0), no_content),
        unassigned=Amount(outcomes.get(Outcome.UNASSIGNED, 0), unassigned),
        late=Amount(outcomes.get(_LATE, 0), late),
        waiting=Amount(texts.get(State.WAITING, 0)),
        other_language=_in_other_languages(edition, viewer),
        thoughts=whole.of_edition(edition, viewer),
        since=_since(every.filter(pk__gt=edition.last_contribution), then),
    )


def _in_other_languages(edition: Edition, viewer: Viewer) -> int:
    """Texts that are in no theme and in a language that the computer does not sort. One query."""
    rows = EditionStatement.objects.visible_to(viewer).filter(
        edition=edition, contribution_outcome=Outcome.UNASSIGNED
    )
    return rows.exclude(whole.SORTED).count()


def _since(later: QuerySet[Contribution], then: QuerySet[Contribution]) -> Since:
    """What came after the edition, by state. Two queries."""
    told = later.aggregate(
        received=Count("pk"), **{state: Count("pk", filter=Q(state=state)) for state in State.values}
    )
    known = _decided(then).filter(sending__in=later.values("sending")).values("sending")
    people = persons(later.filter(_VISIBLE).exclude(sending__in=known)) if told[State.VISIBLE] else 0
    return Since(
        received=Amount(told["received"], people),
        shown=Amount(told[State.VISIBLE], people),
        waiting=Amount(told[State.WAITING]),
        hidden=Amount(told[State.HIDDEN]),
        withdrawn=Amount(told[State.WITHDRAWN]),
    )


def _texts(
    edition: Edition, then: QuerySet[Contribution], viewer: Viewer
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Texts by state, by the reason they are hidden for, and by what became of those that show."""
    states: dict[str, int] = {}
    reasons: dict[str, int] = {}
    for row in then.values("state", "hidden_reason").annotate(texts=Count("pk")):
        states[row["state"]] = states.get(row["state"], 0) + row["texts"]
        if row["state"] == State.HIDDEN:
            reasons[row["hidden_reason"]] = row["texts"]
    rows = (
        EditionStatement.objects.visible_to(viewer).filter(edition=edition).exclude(contribution_outcome="")
    )
    grouped = rows.values("contribution_outcome").order_by().annotate(texts=Count("pk"))
    outcomes = {row["contribution_outcome"]: row["texts"] for row in grouped}
    own = EditionStatement.objects.filter(edition=edition, contribution=OuterRef("pk"))
    outcomes[_LATE] = then.filter(~Exists(own), _VISIBLE).count()
    return states, reasons, outcomes


def _persons_passed(edition: Edition, then: QuerySet[Contribution]) -> list[int]:
    """Persons behind the texts that show, by ``_FATES``."""
    own = EditionStatement.objects.filter(edition=edition, contribution=OuterRef("pk"))
    outcome = own.exclude(contribution_outcome="").values("contribution_outcome")[:1]
    return persons_by_fate(then.filter(_VISIBLE).annotate(outcome=Subquery(outcome)), _FATES)


def _decided(then: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """The texts that show or are hidden, and those withdrawn after they had been: not those nobody has read."""
    read = Decision.objects.filter(contribution=OuterRef("pk"), verb__in=_READ)
    return then.filter(Q(state__in=[State.VISIBLE, State.HIDDEN]) | Q(Exists(read), state=State.WITHDRAWN))


def _persons_not_counted(then: QuerySet[Contribution]) -> list[int]:
    """Persons by ``NOT_COUNTED``: those of sendings of which nothing shows."""
    shown = then.filter(_VISIBLE).values("sending")
    return persons_by_fate(_decided(then).exclude(sending__in=shown), NOT_COUNTED)


def _persons_received(then: QuerySet[Contribution]) -> int:
    """Persons of all sendings that anything has been decided about: by what shows of each, else by the rest of it."""
    each = _decided(then).values("sending")
    each = each.annotate(people=Coalesce(Max(there(), filter=_VISIBLE), Max(there())))
    return each.aggregate(together=Sum("people"))["together"] or 0
