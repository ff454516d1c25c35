"""The election ahead. The strategy must be updated at least once between elections: how long is left, is it done?"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.access import Viewer
from medskick.ground.core.numbers import counted
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import ElectionReminder, Phase, PhaseKind
from medskick.process.cycle.queries.phases import today

AHEAD = (24, 12, 6)  # months before the election day when the process lead is reminded
TERM = 4 * 12  # months between elections


@dataclass(frozen=True)
class Deadline:
    """The next election, and when the strategy was adopted anew since the one before (None: not yet)."""

    election_day: datetime.date
    term: str
    updated: datetime.date | None
    day: datetime.date

    @property
    def days(self) -> int:
        """Days left; below 0 after the election."""
        return (self.election_day - self.day).days

    @property
    def passed(self) -> bool:
        """Whether the election is over: the region's file needs the next one."""
        return self.days < 0

    @property
    def left(self) -> str:
        """How long is left, in words: years and months, months, or days when it is soon."""
        months = _months_between(self.day, self.election_day)
        if months < 3:
            return ngettext("%(n)s dag", "%(n)s dagar", self.days) % {"n": counted(self.days)}
        years, rest = divmod(months, 12)
        said = [ngettext("%(n)s år", "%(n)s år", years) % {"n": years}] if years else []
        if rest:
            said.append(ngettext("%(n)s månad", "%(n)s månader", rest) % {"n": rest})
        return _(" och ").join(said)


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months earlier, or that month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def deadline(viewer: Viewer, day: datetime.date | None = None) -> Deadline:
    """The election that the region's file names. A decision counts once its last day has been recorded."""
    region = regions.region()
    before = months_before(region.election_day, TERM)
    decided = (
        Phase.objects.filter(
            kind=PhaseKind.DECISION, actual_end__gt=before, actual_end__lte=region.election_day
        )
        .order_by("-actual_end")
        .values_list("actual_end", flat=True)
        .first()
    )
    return Deadline(region.election_day, region.term, decided, day or today())


def unseen_reminder(viewer: Viewer) -> ElectionReminder | None:
    """The latest reminder of the coming election that nobody has said they have seen."""
    found = ElectionReminder.objects.filter(
        election_day=regions.region().election_day, told=True, seen_at__isnull=True
    )
    return found.order_by("months").first()


def unseen(viewer: Viewer) -> int:
    """1 while a reminder waits to be seen, else 0."""
    return int(unseen_reminder(viewer) is not None)


def _months_between(first: datetime.date, last: datetime.date) -> int:
    """Whole months from one day to another."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (months_before(last, months) < first)
