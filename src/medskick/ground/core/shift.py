"""How a demonstration's written dates become dates around today."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TypeVar

Day = TypeVar("Day", datetime.date, datetime.datetime)


@dataclass(frozen=True)
class Shift:
    """Moves every written day by the same number of whole weeks, so that a Tuesday stays a Tuesday and what came
    before still comes before. Calling it with a day or a time gives the one to store."""

    weeks: int

    def __call__(self, written: Day) -> Day:
        return written + datetime.timedelta(weeks=self.weeks)

    def at_work(self, written: Day) -> Day:
        """The day to store for what people meet, decide or publish on: in the last week, that one or before it, when
        offices are open. Order between weeks is kept, and the day of the week."""
        return self(written) - datetime.timedelta(weeks=_weeks_closed(self(written)))

    def back(self, stored: Day) -> Day:
        """The written day of a stored one."""
        return stored - datetime.timedelta(weeks=self.weeks)


def _weeks_closed(day: datetime.date) -> int:
    """How many weeks back the last week of work lies; 0 in such a week."""
    monday = datetime.date(day.year, day.month, day.day) - datetime.timedelta(days=day.weekday())
    weeks = 0
    while any(_is_closed(monday + datetime.timedelta(days=number)) for number in range(5)):
        monday -= datetime.timedelta(weeks=1)
        weeks += 1
    return weeks


def _is_closed(day: datetime.date) -> bool:
    """From 20 December to Epiphany, Midsummer's Eve (the Friday of 19–25 June), 1 May and 6 June."""
    month, number = day.month, day.day
    if (month, number) >= (12, 20) or (month, number) <= (1, 6) or (month, number) in {(5, 1), (6, 6)}:
        return True
    return month == 6 and 19 <= number <= 25 and day.weekday() == 4
