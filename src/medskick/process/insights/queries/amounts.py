"""How many: persons, contributions, statements and wordings of an edition, counted anew every time.

Counts join the frozen structure to the contributions' state now, so that hiding and withdrawing reach them at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, Sum

from medskick.process.contributions.models import Contribution, HiddenReason, State
from medskick.process.contributions.queries import Amount
from medskick.process.insights.models import Edition, EditionStatement, Outcome

SHOWN = Q(contribution__state=State.VISIBLE)


@dataclass(frozen=True)
class Counted:
    """What stands behind a theme or topic."""

    persons: int = 0
    contributions: int = 0
    statements: int = 0
    wordings: int = 0
    weak: int = 0


@dataclass(frozen=True)
class Ledger:
    """Both sums of every edition, in texts and persons.

    received = counted + hidden (by reason) + withdrawn, and counted = assigned + outside + no content + unassigned +
    waiting (for a person to read it). ``received`` and ``counted`` are counted by themselves, not added up from the
    rest.
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
    waiting: Amount
    statements: dict[str, int] = field(default_factory=dict)
    since: Amount = field(default_factory=Amount)

    @property
    def stands(self) -> bool:
        """Whether both sums add up."""
        first = self.received == self.counted + self.hidden + self.withdrawn
        return first and self.counted == self.assigned + self.elsewhere

    @property
    def elsewhere(self) -> Amount:
        """What counts but is in no theme."""
        return self.outside + self.no_content + self.unassigned + self.waiting


def by_theme(edition: Edition) -> dict[int, Counted]:
    """Counts of every theme and topic of the edition, by ``EditionTheme.pk``. Two queries."""
    rows = EditionStatement.objects.filter(SHOWN, edition=edition).exclude(theme=None)
    found: dict[int, Counted] = {}
    for level, opens in (("theme", "opens_theme"), ("topic", "opens_topic")):
        grouped = (
            rows.exclude(**{level: None})
            .filter(Q(outcome=Outcome.ASSIGNED) | ~Q(**{f"{level}__outside_reason": ""}))
            .values(level)
            .order_by()
            .annotate(
                persons=Sum("contribution__persons", filter=Q(**{opens: True})),
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


def ledger(edition: Edition) -> Ledger:
    """The edition's ledger over what had come in when it was published; ``since`` counts what came later."""
    every = Contribution.objects.filter(cycle=edition.cycle_id).order_by()
    then = every.filter(pk__lte=edition.last_contribution)
    by_state: dict[str, Amount] = {}
    hidden: dict[str, Amount] = {}
    for row in then.values("state", "hidden_reason").annotate(texts=Count("pk"), people=Sum("persons")):
        amount = Amount(row["texts"], row["people"])
        by_state[row["state"]] = by_state.get(row["state"], Amount()) + amount
        if row["state"] == State.HIDDEN:
            hidden[row["hidden_reason"]] = amount
    outcomes = _outcomes(edition)
    own = EditionStatement.objects.filter(edition=edition, contribution=OuterRef("pk"))
    untouched = _amount(then.filter(~Exists(own), state=State.VISIBLE))
    statements = EditionStatement.objects.filter(SHOWN, edition=edition).values("outcome").order_by()
    return Ledger(
        received=_amount(then),
        counted=_amount(then.filter(state__in=[State.WAITING, State.VISIBLE])),
        hidden=by_state.get(State.HIDDEN, Amount()),
        hidden_by_reason={reason: hidden[reason] for reason in HiddenReason.values if reason in hidden},
        withdrawn=by_state.get(State.WITHDRAWN, Amount()),
        assigned=outcomes.get(Outcome.ASSIGNED, Amount()),
        outside=outcomes.get(Outcome.OUTSIDE, Amount()),
        no_content=outcomes.get(Outcome.NO_CONTENT, Amount()),
        unassigned=outcomes.get(Outcome.UNASSIGNED, Amount()) + untouched,
        waiting=by_state.get(State.WAITING, Amount()),
        statements={row["outcome"]: row["n"] for row in statements.annotate(n=Count("pk"))},
        since=_amount(
            every.filter(pk__gt=edition.last_contribution, state__in=[State.WAITING, State.VISIBLE])
        ),
    )


def _outcomes(edition: Edition) -> dict[str, Amount]:
    """Texts and persons by what became of the contribution as a whole."""
    rows = EditionStatement.objects.filter(SHOWN, edition=edition).exclude(contribution_outcome="")
    grouped = rows.values("contribution_outcome").order_by()
    return {
        row["contribution_outcome"]: Amount(row["texts"], row["people"])
        for row in grouped.annotate(texts=Count("pk"), people=Sum("contribution__persons"))
    }


def _amount(rows: object) -> Amount:
    total = rows.aggregate(texts=Count("pk"), people=Sum("persons"))  # type: ignore[attr-defined]
    return Amount(total["texts"], total["people"] or 0)
