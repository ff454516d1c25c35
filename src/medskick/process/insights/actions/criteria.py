"""A person decides about a theme by a criterion: agrees with the suggestion, says otherwise, or leaves it open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.judgements import judge
from medskick.ground.core.told import keep as in_each_language
from medskick.process.insights.actions import _book
from medskick.process.insights.models import Criterion, CriterionDecision, Theme, Verdict
from medskick.process.insights.queries.suggesting import NO, suggestions

MAX_REASON = 300
_KEPT = ("value", "reason", "role", "author_name", "author_id", "needs_renewal")


def decide(
    theme: Theme, criterion: str, value: str, *, by: Viewer, reason: str = "", shown: str | None = None
) -> CriterionDecision:
    """Decide about one of the criteria, all but reach: that is ``mark_outside``, ``mark_inside`` and ``leave_open``.

    Whoever does not agree with the suggestion says why. ``shown``: the decision that the form showed
    (``mark_of``); refused when somebody has decided since. No run changes it.
    """
    require("insights.review", by)
    reason = clean_reason(reason)
    if (
        criterion not in Criterion.values
        or criterion == Criterion.WITHIN_REACH
        or value not in Verdict.values
    ):
        raise ValidationError(_("Välj ja, nej eller att lämna frågan öppen."))
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme = _book.live(theme)
        if (there := agreed(theme, criterion, value, reason)) is not None:
            return there
        refuse_decided_since(theme, criterion, shown, reason)
        _refuse_unexplained(theme, criterion, value, reason)
        before = {"decided_by_person": theme.decided_by_person}
        said = keep(theme, criterion, value, reason, by)
        theme.decided_by_person = True
        theme.save(update_fields=["decided_by_person"])
        _book.note(
            theme,
            "criterion_decided",
            by=by,
            undo={"theme": theme.pk, "before": before, "criterion": criterion, "said": said},
            criterion=in_each_language("insights.criterion", value=criterion),
            value=in_each_language("insights.verdict", value=value),
        )
    return CriterionDecision.objects.get(theme=theme, criterion=criterion)


def clean_reason(reason: str) -> str:
    """A reason in one line. Raises ValidationError when it is too long."""
    reason = " ".join(reason.split())
    if len(reason) > MAX_REASON:
        raise ValidationError(
            _("Skälet är %(length)s tecken. Högst %(limit)s får plats.")
            % {"length": len(reason), "limit": MAX_REASON}
        )
    return reason


def _refuse_unexplained(theme: Theme, criterion: str, value: str, reason: str) -> None:
    suggested = suggestions(theme.cycle, [theme])[theme.pk][criterion].value
    if value != Verdict.OPEN and value != suggested and not reason:
        raise ValidationError(_("Skriv i en mening varför ni bedömer det annorlunda än datorn."))


def refuse_unexplained_reach(theme: Theme, reason: str) -> None:
    """Raise ValidationError when a theme that the computer would put outside is kept without a word of why."""
    suggested = suggestions(theme.cycle, [theme])[theme.pk][Criterion.WITHIN_REACH].value
    if suggested == NO and not reason:
        raise ValidationError(_("Skriv i en mening varför ni bedömer det annorlunda än datorn."))


def agreed(theme: Theme, criterion: str, value: str, reason: str) -> CriterionDecision | None:
    """The decision that stands where it says this very thing already: sent twice, or two who agree."""
    return theme.decisions.filter(
        criterion=criterion, value=value, reason=reason, needs_renewal=False
    ).first()


def mark_of(decision: CriterionDecision | None) -> str:
    """Which decision a form shows."""
    return f"{decision.pk}-{decision.at.timestamp()}" if decision else ""


def refuse_decided_since(theme: Theme, criterion: str, shown: str | None, reason: str) -> None:
    """Raise ValidationError when the decision is not the one that the form showed, telling what stands now."""
    now = theme.decisions.filter(criterion=criterion).first()
    if shown is None or shown == mark_of(now):
        return
    stands = now.get_value_display() if now else _("Inte bedömt")
    sentence = _("Någon har hunnit bedöma det medan du läste. Nu står det: %(now)s.") % {"now": stands}
    yours = _("Du skrev: ”%(reason)s”.") % {"reason": reason} if reason else ""
    unsaved = _("Inget är sparat. Läs och bestäm igen.")
    raise ValidationError(" ".join(part for part in (sentence, yours, unsaved) if part))


def keep(theme: Theme, criterion: str, value: str, reason: str, by: Viewer) -> dict[str, Any] | None:
    """Write the decision and the judgement; answers what stood before, for ``give_back``. Only people decide."""
    if by.user_id is None:
        raise ValidationError(_("Bara en människa kan bedöma ett tema."))
    said = _now(theme.pk, criterion)
    CriterionDecision.objects.update_or_create(
        theme=theme,
        criterion=criterion,
        defaults={
            "value": value,
            "reason": reason,
            "role": _book.role_of(by),
            "author_name": by.name,
            "author_id": by.user_id,
            "at": timezone.now(),
            "needs_renewal": False,
        },
    )
    judge(_book.ref(theme), criterion, value, by=by, reason=reason)
    return said


def give_back(theme: Theme, criterion: str, said: dict[str, Any] | None, by: Viewer) -> None:
    """What stood before a decision that is taken back. The list of judgements says so too."""
    if said is None:
        CriterionDecision.objects.filter(theme=theme, criterion=criterion).delete()
    else:
        CriterionDecision.objects.update_or_create(theme=theme, criterion=criterion, defaults=said)
    judge(_book.ref(theme), criterion, said["value"] if said else "", by=by, reason=_("ångrat"))


def _now(theme: int, criterion: str) -> dict[str, Any] | None:
    row = CriterionDecision.objects.filter(theme=theme, criterion=criterion).first()
    return {**{name: getattr(row, name) for name in _KEPT}, "at": row.at.isoformat()} if row else None


def renew(themes: Iterable[int]) -> list[int]:
    """These themes hold other things than people decided about: the decisions stand, but have to be looked at again.

    Answers the decisions that this changed, for ``renewed_no_more``.
    """
    rows = CriterionDecision.objects.filter(theme__in=set(themes), needs_renewal=False)
    changed = sorted(rows.values_list("pk", flat=True))
    CriterionDecision.objects.filter(pk__in=changed).update(needs_renewal=True)
    return changed


def renewed_no_more(decisions: Iterable[int]) -> None:
    """The merge that made them due is taken back."""
    CriterionDecision.objects.filter(pk__in=list(decisions)).update(needs_renewal=False)
