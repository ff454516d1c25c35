"""Agree afterwards: one coder proposes, the other accepts, somebody who may moves the statement on the board."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.process.insights.actions import ChangedMeanwhileError, move
from medskick.process.insights.coding.actions.answer import Chosen, check
from medskick.process.insights.coding.queries.queue import unfinished
from medskick.process.insights.models import (
    SEATS,
    Coding,
    CodingSeat,
    Consensus,
    Placement,
    SampleUnit,
    Theme,
)


def propose(unit: SampleUnit, chosen: Chosen, *, by: Viewer, shown: int) -> Consensus:
    """Propose what both should stand for. It counts once the other coder has accepted it; until the statement is moved,
    a new proposal takes its place. ``shown``: the version of the proposal that the form was about, 0 for none."""
    check(unit.cycle_id, chosen)
    with transaction.atomic():
        _coder(unit, by)
        there = Consensus.objects.filter(unit=unit).first()
        if there is not None and there.proposed_by_id == by.user_id and _same(there, chosen):
            return there
        _refuse_stale(there, shown)
        if there is not None and there.moved_at:
            raise ValidationError(_("Tanken är redan flyttad. Ändra i granskningen i stället."))
        kept = there or Consensus(unit=unit, version=0)
        for name, value in chosen.as_fields().items():
            setattr(kept, name, value)
        kept.proposed_by_id, kept.proposed_by, kept.proposed_at = by.user_id, by.name, timezone.now()  # type: ignore[assignment]
        kept.accepted_by_id, kept.accepted_by, kept.accepted_at = None, "", None
        kept.version += 1
        kept.save()
        audit.record(by, "insights.consensus_proposed", Ref("cycle", unit.cycle.key))
    return kept


def accept(unit: SampleUnit, *, by: Viewer, shown: int) -> Consensus:
    """Accept the other coder's proposal, the one that was shown."""
    with transaction.atomic():
        _coder(unit, by)
        there = Consensus.objects.filter(unit=unit).first()
        if there is None:
            raise ValidationError(_("Det finns inget förslag att godta."))
        if there.accepted_by_id == by.user_id:
            return there
        _refuse_stale(there, shown)
        if there.proposed_by_id == by.user_id:
            raise ValidationError(_("Förslaget är ditt. Den andra kodaren godtar det."))
        there.accepted_by_id, there.accepted_by, there.accepted_at = by.user_id, by.name, timezone.now()
        there.version += 1
        there.save()
        audit.record(by, "insights.consensus_accepted", Ref("cycle", unit.cycle.key))
    return there


def send_to_board(unit: SampleUnit, *, by: Viewer) -> None:
    """Move the statement to the theme that the coders agreed on, as a decision of ``by``."""
    require("insights.review", by)
    with transaction.atomic():
        there = Consensus.objects.select_for_update().filter(unit=unit).first()
        if there is None or not there.accepted_at:
            raise ValidationError(_("Kodarna är inte överens än."))
        if there.moved_at:
            return
        if len(there.themes) > 1:
            raise ValidationError(
                _("I granskningen ligger en tanke i ett tema. Kodarna valde flera, så flytta den för hand.")
            )
        place = Placement.objects.filter(
            contribution=unit.contribution_id, field=unit.field, start=unit.start, end=unit.end
        ).first()
        if place is None:
            raise ValidationError(_("Texten delas på ett annat sätt nu. Flytta tanken i granskningen."))
        to = Theme.objects.get(pk=there.themes[0]) if there.themes else None
        move(unit.cycle, [place.pk], to, by=by)
        there.moved_by, there.moved_at = by.name, timezone.now()
        there.save(update_fields=["moved_by", "moved_at"])


def _coder(unit: SampleUnit, by: Viewer) -> None:
    """One of the statement's two coders, who have both coded it; and this one is through with the drawing."""
    require("insights.code", by)
    SampleUnit.objects.select_for_update().get(pk=unit.pk)  # the two coders' proposals wait for each other
    seat = CodingSeat.objects.select_for_update().filter(draw=unit.draw_id, coder_id=by.user_id or 0).first()
    if seat is None:
        raise PermissionDenied("insights.code")
    if Coding.objects.filter(unit=unit, state=Coding.State.DONE).count() < len(
        SEATS
    ) or unit.draw_id in unfinished(unit.cycle, by):
        raise ValidationError(_("Koda klart först, var och en för sig. Sedan kan ni komma överens."))


def _same(there: Consensus, chosen: Chosen) -> bool:
    return all(getattr(there, name) == value for name, value in chosen.as_fields().items())


def _refuse_stale(there: Consensus | None, shown: int) -> None:
    if (there.version if there else 0) != shown:
        raise ChangedMeanwhileError(
            _("Förslaget har ändrats sedan du läste det. Läs det nya innan du svarar."), ""
        )
