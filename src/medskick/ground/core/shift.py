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

    def back(self, stored: Day) -> Day:
        """The written day of a stored one."""
        return stored - datetime.timedelta(weeks=self.weeks)
