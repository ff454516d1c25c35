"""The demonstration's texts with their days moved: ``{{2024-04-25}}`` is the shifted day in the text's language.

With a word after it: its ``month``, its ``year``, or the ``part`` of the year (slutet av 2024). ``{{2024-02-27
2024-12-20}}`` is the year, or the years, from one day to the other.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from wagtail.rich_text import RichText

from medskick.ground.core.shift import Shift

RICH = {"text", "transcript"}  # what of a block has paragraphs
DAY = re.compile(r"\{\{(\d{4}-\d{2}-\d{2})(?: (month|year|part|\d{4}-\d{2}-\d{2}))?\}\}")
FORMS = {None: "j F", "month": "F Y", "year": "Y"}
PARTS = {  # of four months each
    "sv": ("början av {}", "mitten av {}", "slutet av {}"),
    "en": ("early {}", "the middle of {}", "late {}"),
}
YEARS = {"sv": "{} och {}", "en": "{} and {}"}


class Words:
    """Turns what is written in ``texts/`` into what a page's blocks hold."""

    def __init__(self, shift: Shift) -> None:
        self.shift = shift

    def text(self, written: str, language: str) -> str:
        """A text with its days."""

        def said(found: re.Match[str]) -> str:
            day, form = self._day(found[1]), found[2]
            if form == "part":
                return PARTS[language][(day.month - 1) // 4].format(day.year)
            if form and form not in FORMS:
                last = self._day(form)
                return YEARS[language].format(day.year, last.year) if last.year > day.year else f"{day.year}"
            with translation.override(language):
                return date_format(day, FORMS[form])

        return DAY.sub(said, written)

    def _day(self, written: str) -> datetime.date:
        return self.shift.at_work(datetime.date.fromisoformat(written))

    def rich(self, written: str, language: str) -> RichText:
        """A text with paragraphs, lists and links."""
        return RichText(self.text(written, language))

    def block(self, name: str, written: Any, language: str) -> Any:
        """The value of a block of an article: paragraphs are rich, a heading is plain."""
        return self.rich(written, language) if name == "paragraph" else self.value(written, language)

    def value(self, written: Any, language: str) -> Any:
        """The value of any other block, with what is rich inside it."""
        if isinstance(written, str):
            return self.text(written, language)
        if isinstance(written, dict):
            return {
                name: self.rich(part, language) if name in RICH else self.value(part, language)
                for name, part in written.items()
            }
        return written
