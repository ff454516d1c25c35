"""Template filters for words that may have empty places."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medskick.engine.text.language import identify
from medskick.engine.text.masking import Segment
from medskick.process.contributions.models import Contribution, Mask

register = template.Library()


@register.filter
def labelled(segments: Iterable[Segment]) -> list[dict[str, str | None]]:
    """Segments as `ui/masked_text.html` wants them, the empty places named in the page's language."""
    return [
        {
            "text": piece.text,
            "kind": piece.kind,
            "label": str(Mask.Kind(piece.kind).label) if piece.kind else "",
        }
        for piece in segments
    ]


@register.filter
def language_of(segments: Iterable[Segment]) -> str:
    """The language that the words of these segments are in; "" where it cannot be told."""
    return identify(" ".join(piece.text or "" for piece in segments)) or ""


@register.filter
def language_name(code: str) -> str:
    """The name of a language that the house can tell ("svenska"); an unknown code as it is."""
    names = {
        "sv": _("svenska"),
        "en": _("engelska"),
        "fi": _("finska"),
        "fit": _("meänkieli"),
        "se": _("nordsamiska"),
    }
    return names.get(code, code)


@register.filter
def words_of(contribution: Contribution, mask: Mask) -> str:
    """The words that a mask covers, for staff."""
    return str(getattr(contribution, mask.field))[mask.start : mask.end]


@register.filter
def short_day(value: datetime.date, pattern: str = "j M") -> str:
    """A day with its month cut short, in small letters where the language writes months so: "19 aug", "19 Aug"."""
    told = date_format(timezone.localtime(value) if isinstance(value, datetime.datetime) else value, pattern)
    return told if (get_language() or "").startswith("en") else told.lower()


@register.filter
def short_day_and_year(value: datetime.date) -> str:
    """The same, with the year where it is another than this one."""
    day = timezone.localtime(value).date() if isinstance(value, datetime.datetime) else value
    return short_day(value, "j M" if day.year == timezone.localdate().year else "j M Y")
