"""Mail about the cycle, by way of ``ground.post``."""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from medskick.process.cycle.queries.election import Deadline

KIND = "cycle.election"
ROOM = "medskick.ground.post"


def register() -> None:
    """Make the kinds of mail known."""
    if apps.is_installed(ROOM):
        from medskick.ground.post import kinds

        kinds.register(
            KIND,
            _("Strategin ska vara uppdaterad före valet: {{ left }} kvar"),
            "cycle/mail/election.txt",
            label=_("Påminnelse om valet"),
        )


def election(to: str, ahead: Deadline, *, key: str) -> None:
    """Queue a reminder of the election to one person; the same ``key`` is sent once."""
    if apps.is_installed(ROOM):
        from medskick.ground.post import actions
        from medskick.process.cycle import region as regions

        slots = {
            "left": ahead.left,
            "election_day": ahead.election_day,
            "strategy": regions.region().strategy,
        }
        actions.send(KIND, to, slots, key=key, language="sv")
