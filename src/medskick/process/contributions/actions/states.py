"""How a contribution's state changes: locked, remembered as a decision, logged. Only actions call this."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from medskick.ground.core import audit, offers
from medskick.ground.core.access import Viewer
from medskick.ground.core.chain import Ref
from medskick.process.contributions.models import Contribution, Decision, HiddenReason, State

BULK_LIMIT = 500


def locked(contribution: Contribution) -> Contribution:
    return Contribution.objects.select_for_update().get(pk=contribution.pk)


def locked_many(contributions: Iterable[Contribution]) -> list[Contribution]:
    keys = [one.pk for one in contributions]
    if len(keys) > BULK_LIMIT:
        raise ValidationError(_("Välj högst %(limit)s åt gången.") % {"limit": BULK_LIMIT})
    return list(Contribution.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def decide(
    one: Contribution,
    verb: str,
    state: str,
    *,
    by: Viewer,
    only: tuple[str, ...] = (),
    reason: str = "",
    note: str = "",
) -> Decision:
    if only and one.state not in only:
        raise ValidationError(
            _("Rösten har ändrats sedan du öppnade den. Den är nu: %(state)s.")
            % {"state": one.get_state_display()}
        )
    return change(one, verb, state, by=by, reason=reason, note=note)


def change(
    one: Contribution, verb: str, state: str, *, by: Viewer, reason: str = "", note: str = "", batch: str = ""
) -> Decision:
    made = Decision.objects.create(
        contribution=one,
        verb=verb,
        reason=reason if state == State.HIDDEN else "",
        note=note,
        before=one.state,
        before_reason=one.hidden_reason,
        batch=batch,
        author_id=by.user_id,
        author_name=by.name,
    )
    one.state, one.hidden_reason = state, reason if state == State.HIDDEN else ""
    one.save(update_fields=["state", "hidden_reason"])
    offers.told("medskick", [one.number])
    details = {"reason": str(HiddenReason(reason).label)} if state == State.HIDDEN else {}
    audit.record(by, f"contributions.{verb}", Ref("contribution", str(one.number)), **details)
    return made
