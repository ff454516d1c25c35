"""When what is new gets its place in the newest edition: from what workers do, never a promise of minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer
from medskick.ground.core.chain import Ref
from medskick.ground.jobs import queries as jobs
from medskick.ground.jobs.registry import DUTIES_EVERY
from medskick.process.contributions.models import Contribution, State
from medskick.process.insights.models import Edition
from medskick.process.insights.queries import live
from medskick.process.insights.queries.trace import newest_editions

KIND = "insights.place"
NEEDED = "result/placing-private.npz"  # editions made before live placing have none


@dataclass(frozen=True)
class When:
    """``going_on``: a worker is at it, or about to begin. ``last``: when it was done last, None for never."""

    going_on: bool = False
    last: datetime | None = None
    hours: int = DUTIES_EVERY // 3600


def key_of(edition: Edition) -> str:
    """What the job that places in an edition is known by: one at a time."""
    return f"edition-{edition.number}"


def when(edition: Edition) -> When | None:
    """When new contributions are placed in the edition; None where its files do not allow it. One query."""
    if NEEDED not in edition.run.manifest:
        return None
    job = jobs.latest(KIND, key_of(edition))
    if job is None:
        return When()
    return When(job.is_active, job.finished_at if job.state == "done" else None)


def in_words(told: When | None) -> str:
    """The same as sentences for a sender."""
    if told is None:
        return _("Den läses i nästa analys. Temat visas här när nästa utgåva publiceras.")
    if told.going_on:
        first = _("Datorn lägger just nu det som är nytt i teman. Titta hit igen om en stund.")
    else:
        first = _("Datorn lägger det som är nytt i teman minst var %(hours)s:e timme.") % {
            "hours": told.hours
        }
        if told.last is not None:
            at = timezone.localtime(told.last)
            day = {"day": date_format(at, "j F"), "time": date_format(at, "H:i")}
            first += " " + _("Senast var den %(day)s klockan %(time)s.") % day
    then = _("Temat står då här som preliminärt. Människor läser det inför nästa utgåva.")
    return f"{first} {then}"


def expected(refs: list[Ref], viewer: Viewer) -> dict[Ref, str]:
    """What will happen to contributions that show and that the newest edition of their cycle has no place for yet.

    Bounded by the number of cycles.
    """
    numbers = {int(ref.key): ref for ref in refs if ref.key.isdigit()}
    found: dict[Ref, str] = {}
    rows = Contribution.objects.filter(number__in=numbers, state=State.VISIBLE)
    cycles = dict(rows.values_list("number", "cycle")) if numbers else {}
    for cycle, edition in newest_editions(viewer).items() if cycles else ():
        own = [number for number, where in cycles.items() if where == cycle]
        waiting = (
            set(live.unplaced(edition).filter(number__in=own).values_list("number", flat=True))
            if own
            else set()
        )
        if waiting:
            sentence = in_words(when(edition))
            found |= {numbers[number]: sentence for number in sorted(waiting)}
    return found
