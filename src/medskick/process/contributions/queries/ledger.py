"""Every voice counts: where each received contribution is (design, truth 3)."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Sum

from medskick.ground.core.access import PUBLIC, Viewer
from medskick.process.contributions.models import Contribution, HiddenReason, State
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
    """received = counted + hidden (by reason) + withdrawn, and counted = waiting + visible. Always."""

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


def ledger(cycle: StrategyCycle, viewer: Viewer = PUBLIC) -> Ledger:
    """The cycle's ledger, in two queries: what was received is counted by itself, not added up from the rest."""
    rows = Contribution.objects.filter(cycle=cycle).order_by()
    whole = rows.aggregate(texts=Count("pk"), persons=Sum("persons"))
    by_state: dict[str, Amount] = {state: Amount() for state in State.values}
    by_reason: dict[str, Amount] = {}
    for row in rows.values("state", "hidden_reason").annotate(texts=Count("pk"), people=Sum("persons")):
        amount = Amount(row["texts"], row["people"])
        by_state[row["state"]] += amount
        if row["state"] == State.HIDDEN:
            by_reason[row["hidden_reason"]] = amount
    return Ledger(
        received=Amount(whole["texts"], whole["persons"] or 0),
        waiting=by_state[State.WAITING],
        visible=by_state[State.VISIBLE],
        withdrawn=by_state[State.WITHDRAWN],
        hidden=by_state[State.HIDDEN],
        hidden_by_reason={reason: by_reason[reason] for reason in HiddenReason.values if reason in by_reason},
    )
