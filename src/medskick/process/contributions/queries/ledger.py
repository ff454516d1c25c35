"""Every voice counts: where each received contribution is (design, truth 3)."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q

from medskick.ground.core.access import PUBLIC, Viewer
from medskick.process.contributions.models import Contribution, HiddenReason, State
from medskick.process.contributions.queries.sendings import persons, persons_by_fate
from medskick.process.cycle.models import StrategyCycle


@dataclass(frozen=True)
class Amount:
    """So many texts, with so many persons behind them."""

    texts: int = 0
    persons: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.texts + other.texts, self.persons + other.persons)


@dataclass(frozen=True)
class Ledger:
    """received = counted + hidden (by reason) + withdrawn, and counted = waiting + visible. Always.

    Texts stand where each text is. Persons are counted once per sending and stand where the best of its texts is:
    visible, else waiting, else hidden, else withdrawn.
    """

    received: Amount
    waiting: Amount
    visible: Amount
    withdrawn: Amount
    hidden: Amount
    hidden_by_reason: dict[str, Amount] = field(default_factory=dict)

    @property
    def counted(self) -> Amount:
        """The ones that count."""
        return self.waiting + self.visible

    @property
    def stands(self) -> bool:
        """Whether the sums add up."""
        return self.received == self.counted + self.hidden + self.withdrawn


# What can have become of a text that does not count, the best first.
NOT_COUNTED = [
    *(Q(state=State.HIDDEN, hidden_reason=reason) for reason in HiddenReason.values),
    Q(state=State.WITHDRAWN),
]


def ledger(cycle: StrategyCycle, viewer: Viewer = PUBLIC) -> Ledger:
    """The cycle's ledger, in four queries: what was received is counted by itself, not added up from the rest."""
    rows = Contribution.objects.filter(cycle=cycle).order_by()
    by_state: dict[str, int] = dict.fromkeys(State.values, 0)
    reasons: dict[str, int] = {}
    for row in rows.values("state", "hidden_reason").annotate(texts=Count("pk")):
        by_state[row["state"]] += row["texts"]
        if row["state"] == State.HIDDEN:
            reasons[row["hidden_reason"]] = row["texts"]
    visible, waiting, *hidden, withdrawn = persons_by_fate(
        rows, [Q(state=State.VISIBLE), Q(state=State.WAITING), *NOT_COUNTED]
    )
    behind = dict(zip(HiddenReason.values, hidden, strict=True))
    return Ledger(
        received=Amount(rows.count(), persons(rows)),
        waiting=Amount(by_state[State.WAITING], waiting),
        visible=Amount(by_state[State.VISIBLE], visible),
        withdrawn=Amount(by_state[State.WITHDRAWN], withdrawn),
        hidden=Amount(by_state[State.HIDDEN], sum(hidden)),
        hidden_by_reason={
            reason: Amount(reasons[reason], behind[reason])
            for reason in HiddenReason.values
            if reason in reasons
        },
    )
