"""Days as people write them in the language of the page. Their forms are texts of the catalogues."""

from __future__ import annotations

import datetime
import re

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

HARD_SPACE = "\u00a0"
# The space between a day and its month, and the one before the time of day.
TOGETHER = re.compile(r"(?<![\d:])(\d{1,2}\.?) (?=[^\W\d])|() (?=\d\d:\d\d)")


def day(when: datetime.date | datetime.datetime) -> str:
    """A day with its year: "12 mars 2026". A time gives its day in the region."""
    return date_format(_here(when), pgettext("date format", "j F Y"))


def day_of_this_year(when: datetime.date | datetime.datetime) -> str:
    """A day without its year: "12 mars"."""
    return date_format(_here(when), pgettext("date format", "j F"))


def day_of_week(when: datetime.date | datetime.datetime) -> str:
    """A day with its weekday and year: "torsdag 12 mars 2026"."""
    return date_format(_here(when), pgettext("date format", "l j F Y"))


def held_together(said: str) -> str:
    """A day or a time as pages show it: no line begins with the month or the time of day."""
    return TOGETHER.sub(rf"\1{HARD_SPACE}", said)


def _here(when: datetime.date | datetime.datetime) -> datetime.date | datetime.datetime:
    return (
        timezone.localtime(when) if isinstance(when, datetime.datetime) and timezone.is_aware(when) else when
    )
