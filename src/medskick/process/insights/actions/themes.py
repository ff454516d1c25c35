"""Decisions about one theme: its name, its summary, whether it is approved, whether it lies outside."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.judgements import judge
from medskick.ground.core.told import keep
from medskick.process.insights.actions import _book, criteria, entry_names
from medskick.process.insights.models import BelongsTo, Criterion, OutsideReason, Theme, Verdict
from medskick.process.insights.queries.book import as_read

MAX_SUMMARY = 2_000
# What was decided about reach; outside has a reason.
_VERBS = {"": "theme_outside", Verdict.OPEN: "theme_scope_open", Verdict.YES: "theme_inside"}


def rename(theme: Theme, name: str, *, by: Viewer, shown: str | None = None) -> Theme:
    """Give the theme a name. Its address follows until it has been published, and stands from then on.

    ``shown`` (here and below): what the form showed; refused when somebody has changed it since.
    """
    require("insights.review", by)
    name = _book.clean_name(name)
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme = _book.live(theme)
        _book.refuse_stale(theme, "name", shown, name)
        if (theme.name, theme.named_by_person) == (name, True):
            return theme
        _book.refuse_same_name(theme, name, own=theme)
        before = {
            "name": theme.name,
            "slug": theme.slug,
            "named_by_person": theme.named_by_person,
            "decided_by_person": theme.decided_by_person,
        }
        old = theme.name
        theme.name, theme.named_by_person, theme.decided_by_person = name, True, True
        if not _book.address_stands(theme):
            theme.slug = _book.free_slug(name, own=theme)
        theme.save(update_fields=["name", "slug", "named_by_person", "decided_by_person"])
        lost = _book.void_approval(theme.pk) if name != old else []
        theme.refresh_from_db()
        _book.note(
            theme,
            "theme_renamed",
            by=by,
            undo={"theme": theme.pk, "before": before, "name": name, **entry_names.chosen(theme, name)},
            lost=lost,
            old=old,
            new=name,
        )
    return theme


def write_summary(theme: Theme, text: str, *, by: Viewer, shown: str | None = None) -> Theme:
    """Write (or empty) the theme's summary. The words are the person's own."""
    require("insights.review", by)
    text = text.strip()
    if len(text) > MAX_SUMMARY:
        raise ValidationError(
            _("Sammanfattningen är %(length)s tecken. Högst %(limit)s får plats.")
            % {"length": len(text), "limit": MAX_SUMMARY}
        )
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme = _book.live(theme)
        _book.refuse_stale(theme, "summary", shown, text)
        if text == theme.summary:
            return theme
        before = {
            "summary": theme.summary,
            "summary_by": theme.summary_by,
            "decided_by_person": theme.decided_by_person,
        }
        theme.summary, theme.summary_by, theme.decided_by_person = text, by.name if text else "", True
        theme.save(update_fields=["summary", "summary_by", "decided_by_person"])
        lost = _book.void_approval(theme.pk) if text != before["summary"] else []
        theme.refresh_from_db()
        _book.note(
            theme,
            "theme_summarised",
            by=by,
            undo={"theme": theme.pk, "before": before},
            lost=lost,
        )
    return theme


def approve(theme: Theme, *, by: Viewer, with_topics: bool = True, read: str | None = None) -> Theme:
    """Approve the theme for the next edition, with the topics inside it unless told otherwise.

    Only somebody with an account can: neither the computer's proposal nor the demonstration is an approval. It holds
    until the theme is changed. ``read``: what was read (``queries.book.as_read``); refused when that has changed since.
    """
    require("insights.review", by)
    if by.user_id is None:
        raise ValidationError(_("Bara en människa kan godkänna ett tema."))
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme = _book.live(theme)
        if read is not None and read != as_read(theme, by):
            raise ValidationError(_("Temat har ändrats sedan du läste det. Läs det igen och godkänn sedan."))
        wanted = [theme.pk]
        if with_topics:
            wanted += theme.topics.filter(state=Theme.State.PROPOSED).values_list("pk", flat=True)
        if theme.state == Theme.State.APPROVED and wanted == [theme.pk]:
            return theme  # sent twice
        before = list(Theme.objects.filter(pk__in=wanted).values_list("pk", "decided_by_person"))
        Theme.objects.filter(pk__in=wanted).update(
            state=Theme.State.APPROVED,
            approved_by=by.name,
            approved_by_id=by.user_id,
            approved_by_role=_book.role_of(by),
            approved_at=timezone.now(),
            decided_by_person=True,
        )
        theme.refresh_from_db()
        undo = {"approved": before, **entry_names.settled(wanted)}
        _book.note(theme, "theme_approved", by=by, undo=undo)
    return theme


def unapprove(theme: Theme, *, by: Viewer) -> Theme:
    """Take back the approval: the theme waits again and is left out of the next edition."""
    require("insights.review", by)
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme = _book.live(theme)
        if theme.state != Theme.State.APPROVED:
            return theme
        Theme.objects.filter(pk=theme.pk).update(state=Theme.State.PROPOSED, **_book.NOBODY)
        theme.refresh_from_db()
        _book.note(theme, "theme_unapproved", by=by)
    return theme


def mark_outside(
    theme: Theme, reason: str, *, by: Viewer, note: str = "", belongs_to: str = "", shown: str | None = None
) -> Theme:
    """Everything in the theme counts, but lies outside the strategy, for this reason, and belongs there instead."""
    require("insights.review", by)
    if reason not in OutsideReason.values:
        raise ValidationError(_("Välj varför temat ligger utanför."))
    check_belongs_to(belongs_to)
    return _set_scope(theme, reason, belongs_to, note, by, shown, Verdict.NO)


def mark_inside(theme: Theme, *, by: Viewer, note: str = "", shown: str | None = None) -> Theme:
    """The theme belongs in the strategy after all."""
    require("insights.review", by)
    return _set_scope(theme, "", "", note, by, shown, Verdict.YES)


def leave_open(theme: Theme, *, by: Viewer, note: str = "", shown: str | None = None) -> Theme:
    """Nobody can tell yet whether the theme lies outside. Until then it belongs in the strategy."""
    require("insights.review", by)
    return _set_scope(theme, "", "", note, by, shown, Verdict.OPEN)


def check_belongs_to(belongs_to: str) -> None:
    """Raise ValidationError for a place that nothing can belong to."""
    if belongs_to and belongs_to not in BelongsTo.values:
        raise ValidationError(_("Välj i listan var det hör hemma."))


def _set_scope(
    theme: Theme, reason: str, belongs_to: str, note: str, by: Viewer, shown: str | None, verdict: str
) -> Theme:
    note = criteria.clean_reason(note)
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme = _book.live(theme)
        _book.refuse_stale(theme, "outside_reason", shown, reason)
        same = (theme.outside_reason, theme.belongs_to) == (reason, belongs_to)
        if same and criteria.agreed(theme, Criterion.WITHIN_REACH, verdict, note) is not None:
            return theme  # sent twice
        if verdict == Verdict.YES:
            criteria.refuse_unexplained_reach(theme, note)
        fields = ("outside_reason", "belongs_to", "decided_by_person")
        before = {name: getattr(theme, name) for name in fields}
        theme.outside_reason, theme.belongs_to, theme.decided_by_person = reason, belongs_to, True
        theme.save(update_fields=list(fields))
        lost = _book.void_approval(theme.pk) if reason != before["outside_reason"] else []
        theme.refresh_from_db()
        judge(_book.ref(theme), "scope", reason or "in", by=by, reason=note)
        undo: dict[str, Any] = {"theme": theme.pk, "before": before}
        if by.user_id is not None:
            undo["criterion"] = str(Criterion.WITHIN_REACH)
            undo["said"] = criteria.keep(theme, Criterion.WITHIN_REACH, verdict, note, by)
        details: dict[str, Any] = {"reason": keep("insights.outside_reason", value=reason)} if reason else {}
        _book.note(theme, _VERBS["" if reason else verdict], by=by, undo=undo, lost=lost, **details)
    return theme
