"""Days as people write them in the language of the page. Their forms are texts of the catalogues."""

from __future__ import annotations

import datetime
import re

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

HARD_SPACE = "\u00a0"
AFTER_A_NUMBER = re.compile(r"(?:(?<=\d)|(?<=\d\.)) (?=[^\W\d])")


def day(when: datetime.date | datetime.datetime) -> str:
    """A day with its year: "12 mars 2026". A time gives its day in the region."""
    return _held(date_format(_here(when), pgettext("date format", "j F Y")))


def day_of_this_year(when: datetime.date | datetime.datetime) -> str:
    """A day without its year: "12 mars"."""
    return _held(date_format(_here(when), pgettext("date format", "j F")))


def day_of_week(when: datetime.date | datetime.datetime) -> str:
    """A day with its weekday and year: "torsdag 12 mars 2026"."""
    return _held(date_format(_here(when), pgettext("date format", "l j F Y")))


def at(day_said: str, time_said: str) -> str:
    """A day and a time, both said already: "12 mars 2026 kl. 10:42". No line begins with the time alone."""
    said: str = _("%(day)s kl. %(time)s") % {"day": day_said, "time": time_said}
    return said.replace(f" {time_said}", f"{HARD_SPACE}{time_said}")


def _held(said: str) -> str:
    """The same words, where no line breaks between a number and its month."""
    return AFTER_A_NUMBER.sub(HARD_SPACE, said)


def _here(when: datetime.date | datetime.datetime) -> datetime.date | datetime.datetime:
    return (
        timezone.localtime(when) if isinstance(when, datetime.datetime) and timezone.is_aware(when) else when
    )
