"""What a coder does: promise, choose, skip, take back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.process.contributions.models import State
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.actions import ChangedMeanwhileError
from medskick.process.insights.coding.queries.queue import last_answered, unfinished
from medskick.process.insights.models import CRITERIA, Answer, Coding, CodingSeat, SampleUnit, Theme

MOST_THEMES = 6
MOST_WORDS = 500


@dataclass(frozen=True)
class Chosen:
    """A choice: themes or topics by number (none at all: none of them fits), answers on criteria, a note."""

    themes: tuple[int, ...]
    reach: str = ""
    cooperation: str = ""
    long_term: str = ""
    note: str = ""

    def as_fields(self) -> dict[str, Any]:
        """As the rows hold it."""
        return {**asdict(self), "themes": sorted(set(self.themes))}


def promise(cycle: StrategyCycle, *, by: Viewer) -> None:
    """Promise not to look at where the computer has put the statements. Asked before the first one of a drawing."""
    require("insights.code", by)
    with transaction.atomic():
        seats = CodingSeat.objects.filter(draw__cycle=cycle, coder_id=by.user_id or 0, promised_at=None)
        if seats.update(promised_at=timezone.now()):
            audit.record(by, "insights.coder_promised", Ref("cycle", cycle.key))


def answer(unit: SampleUnit, chosen: Chosen, *, by: Viewer, shown: int) -> Coding:
    """Keep a coder's choice. ``shown``: the version that the form was about, 0 where there was none.

    The same choice sent twice is kept once. Raises ChangedMeanwhileError when another window has answered otherwise,
    ValidationError for a choice that cannot be or comes too late, PermissionDenied for somebody else's statement.
    """
    check(unit.cycle_id, chosen)
    return _write(unit, chosen, Coding.State.DONE, by=by, shown=shown)


def skip(unit: SampleUnit, *, by: Viewer, shown: int) -> Coding:
    """Leave the statement for later: it comes again when the others are done. An earlier choice stands in the form."""
    return _write(unit, None, Coding.State.SKIPPED, by=by, shown=shown)


def take_back(cycle: StrategyCycle, *, by: Viewer, shown: int = 0) -> SampleUnit:
    """Open the statement one answered or skipped last. Raises ValidationError when there is none, or it is too late.

    ``shown``: the key of the choice that the page offered to open; sent twice, only that one is opened.
    """
    require("insights.code", by)
    with transaction.atomic():
        last = last_answered(cycle, by)
        if shown and (last is None or last.pk != shown):
            last = Coding.objects.filter(pk=shown, coder_id=by.user_id or 0, state=Coding.State.OPEN).first()
            if last is not None:
                return last.unit
            raise ValidationError(_("Du har kodat en annan tanke sedan dess. Öppna den du vill ändra igen."))
        if last is None:
            raise ValidationError(_("Det finns inget att ångra."))
        _seat(last.unit, by)
        _refuse_late(last.unit, by)
        Coding.objects.filter(pk=last.pk).update(state=Coding.State.OPEN, version=last.version + 1)
        audit.record(by, "insights.coding_taken_back", Ref("cycle", cycle.key))
    return last.unit


def check(cycle_id: int, chosen: Chosen) -> None:
    """Raise ValidationError unless the choice can be kept: live themes of the cycle, known answers, a short note."""
    if len(set(chosen.themes)) > MOST_THEMES:
        raise ValidationError(_("Välj högst %(most)s teman.") % {"most": MOST_THEMES})
    live = Theme.objects.filter(
        cycle=cycle_id, pk__in=chosen.themes, state__in=[Theme.State.PROPOSED, Theme.State.APPROVED]
    )
    if live.count() != len(set(chosen.themes)):
        raise ValidationError(_("Något av temana finns inte längre. Ladda om sidan och välj igen."))
    if any(value and value not in Answer.values for value in (getattr(chosen, name) for name in CRITERIA)):
        raise ValidationError(_("Svara ja, nej eller vet inte."))
    if len(chosen.note) > MOST_WORDS:
        raise ValidationError(_("Anteckningen får vara högst %(most)s tecken.") % {"most": MOST_WORDS})


def _write(unit: SampleUnit, chosen: Chosen | None, state: str, *, by: Viewer, shown: int) -> Coding:
    with transaction.atomic():
        seat = _seat(unit, by)
        if seat.promised_at is None:
            raise ValidationError(_("Läs först hur kodningen går till."))
        if unit.contribution.state != State.VISIBLE:
            raise ValidationError(_("Medskicket visas inte längre. Tanken har lämnat urvalet."))
        there = Coding.objects.filter(unit=unit, seat=seat.seat).first()
        if there is not None and _same(there, chosen, state) and shown != there.version:
            return there  # sent twice
        if (there.version if there else 0) != shown:
            raise ChangedMeanwhileError(
                _("Du har redan svarat på den här tanken i ett annat fönster. Det svaret gäller.")
                + " "
                + _("Vill du ändra, gör det här."),
                "",
            )
        _refuse_late(unit, by)
        kept = there or Coding(
            unit=unit, seat=seat.seat, coder_id=seat.coder_id, coder_name=by.name, version=0
        )
        if there is not None and there.state == Coding.State.DONE:
            kept.earlier = [*there.earlier, {"themes": there.themes, "at": there.at.isoformat()}]
        for name, value in (chosen.as_fields() if chosen else {}).items():
            setattr(kept, name, value)
        kept.state, kept.at, kept.version = state, timezone.now(), kept.version + 1
        kept.save()
        if state == Coding.State.DONE:
            # What was chosen stays out of the log: the other coder may read it.
            audit.record(by, "insights.sample_coded", Ref("cycle", unit.cycle.key))
        else:
            audit.record(by, "insights.sample_skipped", Ref("cycle", unit.cycle.key))
    return kept


def _seat(unit: SampleUnit, by: Viewer) -> CodingSeat:
    """The coder's own seat, locked: one of their windows writes at a time."""
    require("insights.code", by)
    seat = CodingSeat.objects.select_for_update().filter(draw=unit.draw_id, coder_id=by.user_id or 0).first()
    if seat is None:
        raise PermissionDenied("insights.code")
    return seat


def _same(there: Coding, chosen: Chosen | None, state: str) -> bool:
    if there.state != state:
        return False
    return chosen is None or all(getattr(there, name) == value for name, value in chosen.as_fields().items())


def _refuse_late(unit: SampleUnit, by: Viewer) -> None:
    """Once a coder may see how the other chose, their own choice stands."""
    own = Coding.objects.filter(unit=unit, coder_id=by.user_id or 0, state=Coding.State.DONE).exists()
    other = (
        Coding.objects.filter(unit=unit, state=Coding.State.DONE).exclude(coder_id=by.user_id or 0).exists()
    )
    if own and other and unit.draw_id not in unfinished(unit.cycle, by):
        raise ValidationError(
            _(
                "Ni har båda kodat den här tanken, och du kan se skillnaderna. Kom överens under Samstämmighet."
            )
        )
