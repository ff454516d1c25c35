"""Mail about the cycle, by way of ``ground.post``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from medskick.ground.post import actions, kinds
from medskick.process.cycle import region as regions
from medskick.process.cycle.queries.election import Deadline

KIND = "cycle.election"


def register() -> None:
    """Make the kinds of mail known."""
    kinds.register(
        KIND,
        _("Strategin ska vara uppdaterad före valet: {{ left }} kvar"),
        "cycle/mail/election.txt",
        label=_("Påminnelse om valet"),
    )


def election(to: str, ahead: Deadline, *, key: str) -> None:
    """Queue a reminder of the election to one person; the same ``key`` is sent once."""
    slots = {
        "left": ahead.left,
        "election_day": ahead.election_day,
        "strategy": regions.region().strategy,
    }
    actions.send(KIND, to, slots, key=key, language="sv")
