"""Take back decisions about the book, strictly from the newest.

Approvals and choices of quotes are in the line too: what was decided on top of a change is taken back before it, so
taking back never leaves a theme unprotected that somebody has decided about since.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.core.judgements import judge
from medskick.process.insights.actions import _book, criteria, entry_names, excerpt_choices
from medskick.process.insights.actions.answering import reopen
from medskick.process.insights.actions.code import restore
from medskick.process.insights.actions.move import statement_key
from medskick.process.insights.models import (
    BookChange,
    Criterion,
    Origin,
    Placement,
    QuoteChoice,
    Theme,
    Verdict,
)

UNDOABLE = (
    "theme_renamed",
    "theme_summarised",
    "theme_outside",
    "theme_inside",
    "theme_scope_open",
    "criterion_decided",
    "theme_merged",
    "theme_split",
    "statements_moved",
    "statements_outside",
    "statements_inside",
    "theme_approved",
    "quote_chosen",
    "quote_refused",
    "quote_forgotten",
    "excerpt_refused",
    "excerpt_allowed",
    "statement_coded",
    "statement_uncoded",
)


def undo(change: BookChange, *, by: Viewer) -> BookChange:
    """Take ``change`` back. It must be the newest one of its cycle that has not been taken back."""
    require("insights.review", by)
    with transaction.atomic():
        _book.lock_book(change.cycle)
        newest = latest(change.cycle)
        if newest is None or newest.pk != change.pk:
            raise ValidationError(_("Bara det senaste beslutet går att ångra. Ladda om sidan."))
        lost = _TAKE_BACK[change.verb](change, by)
        change.undone_at = timezone.now()
        change.save(update_fields=["undone_at"])
        _book.note(change.cycle, "undone", by=by, lost=lost, what=change.what)
    return change


def latest(cycle: Any) -> BookChange | None:
    """The decision that can be taken back now, or None: an old one that does not know how stands in the way."""
    newest = BookChange.objects.filter(cycle=cycle, undone_at__isnull=True, verb__in=UNDOABLE).first()
    return newest if newest and newest.undo else None


def _theme_fields(change: BookChange, by: Viewer) -> _book.Lost:
    before = dict(change.undo["before"])
    theme = Theme.objects.select_for_update().get(pk=change.undo["theme"])
    entry_names.take_back(change, theme, before)
    slug = before.pop("slug", None)
    if slug and not _book.address_stands(theme):
        before["slug"] = _book.free_slug(before["name"], own=theme)
    Theme.objects.filter(pk=theme.pk).update(**before)
    lost = _book.void_approval(theme.pk)
    if "criterion" in change.undo:
        criteria.give_back(theme, change.undo["criterion"], change.undo["said"], by)
    elif "outside_reason" in before and change.author_id is not None:
        criteria.give_back(theme, Criterion.WITHIN_REACH, _said_before(change, theme), by)
    if "outside_reason" in before:
        judge(_book.ref(theme), "scope", before["outside_reason"] or "in", by=by, reason=str(_("ångrat")))
    return lost


def _said_before(change: BookChange, theme: Theme) -> dict[str, Any] | None:
    """What people had said of the theme's reach before a change that does not remember it: reach was no criterion then.

    Migration 0012 made a decision of the newest such change that stood; this makes it of the one before.
    """
    said = BookChange.objects.filter(
        cycle=change.cycle_id, verb__in=["theme_outside", "theme_inside"], undone_at=None, pk__lt=change.pk
    )
    earlier = said.filter(undo__theme=theme.pk, author_id__isnull=False).order_by("-pk").first()
    if earlier is None:
        return None
    return {
        "value": Verdict.NO if earlier.verb == "theme_outside" else Verdict.YES,
        "reason": "",
        "role": "",
        "author_name": earlier.author_name,
        "author_id": earlier.author_id,
        "needs_renewal": False,
        "at": earlier.at,
    }


def _criterion(change: BookChange, by: Viewer) -> _book.Lost:
    theme = Theme.objects.select_for_update().get(pk=change.undo["theme"])
    Theme.objects.filter(pk=theme.pk).update(**change.undo["before"])
    criteria.give_back(theme, change.undo["criterion"], change.undo["said"], by)
    return []


def _merge(change: BookChange, by: Viewer) -> _book.Lost:
    theme = Theme.objects.select_for_update().get(pk=change.undo["theme"])
    into = change.undo["into"]
    Theme.objects.filter(pk=theme.pk).update(state=Theme.State.PROPOSED, merged_into=None)
    lost = _book.void_approval(into, theme.parent_id)
    Theme.objects.filter(pk__in=change.undo["topics"], parent_id=into).update(parent=theme)
    Theme.objects.filter(pk__in=change.undo["merged"], merged_into_id=into).update(merged_into=theme)
    Placement.objects.filter(pk__in=change.undo["placements"], theme_id=into).update(theme=theme)
    QuoteChoice.objects.filter(pk__in=change.undo.get("choices", []), theme_id=into).update(theme=theme)
    criteria.renewed_no_more(change.undo.get("renewed", []))
    if "suggested" in change.undo:
        Theme.objects.filter(pk=into).update(criteria=change.undo["suggested"])
    for pk, decided in change.undo.get("decided", []):
        Theme.objects.filter(pk=pk).update(decided_by_person=decided)
    return lost


def _places(change: BookChange, by: Viewer) -> _book.Lost:
    lost: _book.Lost = []
    back: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for pk, *before in change.undo["places"]:
        back[tuple(before)].append(pk)
    gone = set(
        Theme.objects.filter(pk__in={before[0] for before in back if before[0]})
        .exclude(state__in=[Theme.State.PROPOSED, Theme.State.APPROVED])
        .values_list("pk", flat=True)
    )
    for (theme_id, origin, strength_class), rows in back.items():
        home = None if theme_id in gone else theme_id
        now = Placement.objects.filter(pk__in=rows).values_list("theme_id", flat=True)
        if left := [pk for pk in now if pk != home]:
            lost += _book.void_approval(home, *left)
        Placement.objects.filter(pk__in=rows).update(
            theme_id=home, origin=origin, strength_class=strength_class
        )
    reopen(change.undo.get("answered", []), by=by)
    return lost


def _split(change: BookChange, by: Viewer) -> _book.Lost:
    lost = _places(change, by)
    created = Theme.objects.select_for_update().get(pk=change.undo["created"])
    if not created.placements.exists():
        Theme.objects.filter(pk=created.pk).update(state=Theme.State.RETIRED)
    return lost


def _outside(change: BookChange, by: Viewer) -> _book.Lost:
    lost: _book.Lost = []
    back: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for pk, reason, *rest in change.undo["outside"]:
        # What was decided before places and suggestions were kept has fewer parts; outside was always decided.
        back[(reason, *rest, *(Origin.ENGINE, "", bool(reason))[len(rest) :])].append(pk)
    for (reason, origin, belongs_to, decided), rows in back.items():
        changed = Placement.objects.filter(pk__in=rows).exclude(outside_reason=reason, belongs_to=belongs_to)
        lost += _book.void_approval(*changed.values_list("theme_id", flat=True))
        Placement.objects.filter(pk__in=rows).update(
            outside_reason=reason, origin=origin, belongs_to=belongs_to, scope_decided=decided
        )
        for row in Placement.objects.filter(pk__in=rows).select_related("contribution"):
            judge(
                Ref("statement", statement_key(row)), "scope", reason or "in", by=by, reason=str(_("ångrat"))
            )
    return lost


def _coded(change: BookChange, by: Viewer) -> _book.Lost:
    lost = _places(change, by)
    restore(change.undo, by)
    return lost


def _approval(change: BookChange, by: Viewer) -> _book.Lost:
    for pk, decided in change.undo["approved"]:
        Theme.objects.filter(pk=pk).update(decided_by_person=decided)
        _book.void_approval(pk)
    entry_names.unsettle(change)
    return []  # asked for, and told by the very line that is taken back


def _quote(change: BookChange, by: Viewer) -> _book.Lost:
    theme, span, said = (change.undo[key] for key in ("theme", "span", "said"))
    if said:
        QuoteChoice.objects.update_or_create(theme_id=theme, **span, defaults=said)
    else:
        QuoteChoice.objects.filter(theme_id=theme, **span).delete()
    Theme.objects.filter(pk=theme).update(decided_by_person=change.undo["decided"])
    return []


def _excerpt(change: BookChange, by: Viewer) -> _book.Lost:
    excerpt_choices.give_back(change.undo, by)
    return []


_TAKE_BACK = {
    "theme_renamed": _theme_fields,
    "theme_summarised": _theme_fields,
    "theme_outside": _theme_fields,
    "theme_inside": _theme_fields,
    "theme_scope_open": _theme_fields,
    "criterion_decided": _criterion,
    "theme_merged": _merge,
    "theme_split": _split,
    "statements_moved": _places,
    "statements_outside": _outside,
    "statements_inside": _outside,
    "theme_approved": _approval,
    "quote_chosen": _quote,
    "quote_refused": _quote,
    "quote_forgotten": _quote,
    "excerpt_refused": _excerpt,
    "excerpt_allowed": _excerpt,
    "statement_coded": _coded,
    "statement_uncoded": _coded,
}
