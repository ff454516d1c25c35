"""Take back the latest decision about the book that can be taken back."""

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
from medskick.process.insights.actions import _book
from medskick.process.insights.models import BookChange, Origin, Placement, QuoteChoice, Theme

UNDOABLE = (
    "theme_renamed",
    "theme_summarised",
    "theme_outside",
    "theme_inside",
    "theme_merged",
    "theme_split",
    "statements_moved",
    "statements_outside",
    "statements_inside",
)


def undo(change: BookChange, *, by: Viewer) -> BookChange:
    """Take ``change`` back. It must be the newest one of its cycle that has not been taken back."""
    require("insights.review", by)
    with transaction.atomic():
        _book.lock_book(change.cycle)
        newest = latest(change.cycle)
        if newest is None or newest.pk != change.pk:
            raise ValidationError(_("Bara det senaste beslutet går att ångra. Ladda om sidan."))
        _TAKE_BACK[change.verb](change, by)
        change.undone_at = timezone.now()
        change.save(update_fields=["undone_at"])
        what = change.sentence
        _book.note(change.cycle, "undone", _("Ångrat: %(what)s") % {"what": what}, by=by, what=what)
    return change


def latest(cycle: Any) -> BookChange | None:
    """The decision that can be taken back now, or None."""
    return (
        BookChange.objects.filter(cycle=cycle, undone_at__isnull=True, verb__in=UNDOABLE)
        .exclude(undo={})
        .first()
    )


def _theme_fields(change: BookChange, by: Viewer) -> None:
    before = dict(change.undo["before"])
    theme = Theme.objects.select_for_update().get(pk=change.undo["theme"])
    slug = before.pop("slug", None)
    if slug and not _book.is_published(theme):
        before["slug"] = _book.free_slug(before["name"], own=theme)
    Theme.objects.filter(pk=theme.pk).update(**before)
    _book.void_approval(theme.pk)
    if "outside_reason" in before:
        judge(_book.ref(theme), "scope", before["outside_reason"] or "in", by=by, reason=str(_("ångrat")))


def _merge(change: BookChange, by: Viewer) -> None:
    theme = Theme.objects.select_for_update().get(pk=change.undo["theme"])
    into = change.undo["into"]
    Theme.objects.filter(pk=theme.pk).update(state=Theme.State.PROPOSED, merged_into=None)
    _book.void_approval(into, theme.parent_id)
    Theme.objects.filter(pk__in=change.undo["topics"], parent_id=into).update(parent=theme)
    Theme.objects.filter(pk__in=change.undo["merged"], merged_into_id=into).update(merged_into=theme)
    Placement.objects.filter(pk__in=change.undo["placements"], theme_id=into).update(theme=theme)
    QuoteChoice.objects.filter(pk__in=change.undo.get("choices", []), theme_id=into).update(theme=theme)
    for pk, decided in change.undo.get("decided", []):
        Theme.objects.filter(pk=pk).update(decided_by_person=decided)


def _places(change: BookChange, by: Viewer) -> None:
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
        left = Placement.objects.filter(pk__in=rows).values_list("theme_id", flat=True)
        _book.void_approval(home, *left)
        Placement.objects.filter(pk__in=rows).update(
            theme_id=home, origin=origin, strength_class=strength_class
        )


def _split(change: BookChange, by: Viewer) -> None:
    _places(change, by)
    created = Theme.objects.select_for_update().get(pk=change.undo["created"])
    if not created.placements.exists():
        Theme.objects.filter(pk=created.pk).update(state=Theme.State.RETIRED)


def _outside(change: BookChange, by: Viewer) -> None:
    back: dict[tuple[str, str], list[int]] = defaultdict(list)
    for pk, reason, *origin in change.undo["outside"]:
        back[reason, origin[0] if origin else Origin.ENGINE].append(pk)
    for (reason, origin), rows in back.items():
        _book.void_approval(*Placement.objects.filter(pk__in=rows).values_list("theme_id", flat=True))
        Placement.objects.filter(pk__in=rows).update(outside_reason=reason, origin=origin)
        for row in Placement.objects.filter(pk__in=rows).select_related("contribution"):
            key = f"{row.contribution.number}-{row.start}"
            judge(Ref("statement", key), "scope", reason or "in", by=by, reason=str(_("ångrat")))


_TAKE_BACK = {
    "theme_renamed": _theme_fields,
    "theme_summarised": _theme_fields,
    "theme_outside": _theme_fields,
    "theme_inside": _theme_fields,
    "theme_merged": _merge,
    "theme_split": _split,
    "statements_moved": _places,
    "statements_outside": _outside,
    "statements_inside": _outside,
}
