"""The demonstration's texts with their days moved: ``{{2024-04-25}}`` is the shifted day in the text's language."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from wagtail.rich_text import RichText

from medskick.ground.core.shift import Shift

DAY = re.compile(r"\{\{(\d{4}-\d{2}-\d{2})( month| year)?\}\}")
RICH = {"text", "transcript"}  # what of a block has paragraphs
FORMS = {None: "j F", " month": "F Y", " year": "Y"}


class Words:
    """Turns what is written in ``texts/`` into what a page's blocks hold."""

    def __init__(self, shift: Shift) -> None:
        self.shift = shift

    def text(self, written: str, language: str) -> str:
        """A text with its days."""

        def said(found: re.Match[str]) -> str:
            day = self.shift.at_work(datetime.date.fromisoformat(found[1]))
            with translation.override(language):
                return date_format(day, FORMS[found[2]])

        return DAY.sub(said, written)

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
