"""Merge one theme into another: its topics and statements move, its address leads on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer, require
from medskick.process.insights.actions import _book, criteria, weigh
from medskick.process.insights.models import Placement, QuoteChoice, Theme


def merge(theme: Theme, into: Theme, *, by: Viewer) -> Theme:
    """Merge ``theme`` into ``into`` and answer the latter. Later runs keep it merged; its address redirects.

    A theme merged into a theme brings its topics along. A topic may be merged into a topic or into a theme; a theme
    that is merged into a topic brings everything it holds. What people decided by the criteria about ``into`` stands
    but has to be renewed; what they decided about ``theme`` stays with it and is shown beside.
    """
    require("insights.review", by)
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme, into = _book.live(theme), _book.live(into)
        _check(theme, into)
        reshaped = _book.crossed([theme], into)
        suggested = weigh.join(theme, into)
        undo = _move_content(theme, into)
        undo["suggested"] = suggested
        # What was merged into it before leads straight to the new place.
        undo["merged"] = list(theme.merged_from.values_list("pk", flat=True))
        Theme.objects.filter(pk__in=undo["merged"]).update(merged_into=into)
        undo["decided"] = [[one.pk, one.decided_by_person] for one in (theme, into)]
        undo["renewed"] = criteria.renew({into.pk, *reshaped} - {theme.pk})
        theme.state, theme.merged_into, theme.decided_by_person = Theme.State.MERGED, into, True
        theme.save(update_fields=["state", "merged_into", "decided_by_person"])
        Theme.objects.filter(pk=theme.pk).update(**_book.NOBODY)
        Theme.objects.filter(pk=into.pk).update(decided_by_person=True)
        lost = _book.void_approval(into.pk, theme.parent_id)
        into.refresh_from_db()
        _book.note(
            theme,
            "theme_merged",
            by=by,
            undo={"theme": theme.pk, "into": into.pk, "name": theme.name, **undo},
            reshaped=reshaped,
            lost=lost,
            into=into.name,
        )
    return into


def _check(theme: Theme, into: Theme) -> None:
    if theme.cycle_id != into.cycle_id:
        raise ValidationError(_("Teman i olika omgångar kan inte slås ihop."))
    if theme.pk == into.pk:
        raise ValidationError(_("Välj ett annat tema att slå ihop med."))
    if into.parent_id == theme.pk:
        raise ValidationError(
            _("”%(into)s” är en del av ”%(name)s”. Öppna det andra temat och slå ihop därifrån.")
            % {"into": into.name, "name": theme.name}
        )


def _move_content(theme: Theme, into: Theme) -> dict[str, Any]:
    """Move topics and statements; answers what moved, for taking it back."""
    live = [Theme.State.PROPOSED, Theme.State.APPROVED]
    topics = list(theme.topics.filter(state__in=live).values_list("pk", flat=True))
    undo: dict[str, Any] = {"topics": [], "placements": [], "choices": []}
    if topics and into.parent_id is None:
        Theme.objects.filter(pk__in=topics).update(parent=into)
        undo["topics"] = topics
    elif topics:
        raise ValidationError(
            _(
                "”%(name)s” har delar i sig. Slå ihop det med ett helt tema, eller slå ihop delarna var för sig."
            )
            % {"name": theme.name}
        )
    undo["placements"] = list(Placement.objects.filter(theme=theme).values_list("pk", flat=True))
    Placement.objects.filter(theme=theme).update(theme=into)
    held = set(into.quote_choices.values_list("contribution_id", "field", "start", "end"))
    for choice in QuoteChoice.objects.filter(theme=theme):
        if (choice.contribution_id, choice.field, choice.start, choice.end) not in held:
            choice.theme = into
            choice.save(update_fields=["theme"])
            undo["choices"].append(choice.pk)
    return undo
