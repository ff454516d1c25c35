"""Choose quotes of a theme, or see to it that something is never shown as one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer, require
from medskick.process.insights.actions import _book
from medskick.process.insights.models import Placement, QuoteChoice, Theme
from medskick.process.insights.queries.quotes import why_not


def choose_quote(theme: Theme, placement: Placement, *, by: Viewer) -> None:
    """Let this statement be among the theme's first quotes. Raises ValidationError when it may not be quoted."""
    require("insights.review", by)
    reason = why_not([placement]).get(placement.pk)
    if reason:
        raise ValidationError(reason)
    _decide(theme, placement, True, by)


def refuse_quote(theme: Theme, placement: Placement, *, by: Viewer) -> None:
    """Never show this statement as a quote of the theme. It still counts and stands in the list."""
    require("insights.review", by)
    _decide(theme, placement, False, by)


def forget_quote(theme: Theme, placement: Placement, *, by: Viewer) -> None:
    """Take back the decision: the statement is a candidate like any other."""
    require("insights.review", by)
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme = _book.live(theme)
        undo = _before(theme, placement)
        if not undo["said"]:
            return
        QuoteChoice.objects.filter(theme=theme, **_span(placement)).delete()
        _book.note(theme, "quote_forgotten", by=by, undo=undo)


def _decide(theme: Theme, placement: Placement, chosen: bool, by: Viewer) -> None:
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme = _book.live(theme)
        current = Placement.objects.select_related("theme").get(pk=placement.pk)
        if theme.pk not in {current.theme_id, current.theme.parent_id if current.theme else None}:
            raise ValidationError(_("Tanken hör inte längre till temat. Ladda om sidan."))
        undo = _before(theme, current)
        if undo["said"] and undo["said"]["chosen"] == chosen:
            return
        QuoteChoice.objects.update_or_create(
            theme=theme, **_span(placement), defaults={"chosen": chosen, "author_name": by.name}
        )
        Theme.objects.filter(pk=theme.pk).update(decided_by_person=True)
        verb = "quote_chosen" if chosen else "quote_refused"
        _book.note(theme, verb, by=by, undo=undo)


def _before(theme: Theme, placement: Placement) -> dict[str, Any]:
    """What is needed to take a choice back: where it is, and what people had said about it."""
    said = QuoteChoice.objects.filter(theme=theme, **_span(placement))
    return {
        "theme": theme.pk,
        "span": _span(placement),
        "placement": placement.pk,
        "said": said.values("chosen", "author_name").first(),
        "decided": theme.decided_by_person,
    }


def _span(placement: Placement) -> dict[str, Any]:
    return {
        "contribution_id": placement.contribution_id,
        "field": placement.field,
        "start": placement.start,
        "end": placement.end,
    }
