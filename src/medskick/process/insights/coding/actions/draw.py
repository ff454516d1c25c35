"""Say who codes, and draw statements for them."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import SYSTEM, Viewer, allowed, require, viewer_now
from medskick.ground.core.chain import Ref
from medskick.process.contributions.models import Contribution
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.coding import drawing
from medskick.process.insights.coding.frame import Place, engine_views, frame, names
from medskick.process.insights.models import (
    FIRST,
    SECOND,
    CodingPlan,
    CodingSeat,
    Draw,
    Edition,
    Run,
    SampleUnit,
)

MOST_AT_ONCE = 300
_WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Plan:
    """What a process lead says: who codes, and how much is drawn by itself (0: nothing)."""

    first_id: int
    second_id: int
    weekly: int = 0
    per_edition: int = 0


def set_plan(cycle: StrategyCycle, wanted: Plan, *, by: Viewer, shown: int) -> CodingPlan:
    """Say who codes from the next drawing on. ``shown``: the version of the plan that the form was about.

    Raises ValidationError when the two are the same, one may not code, or somebody else has changed the plan.
    """
    require("insights.sample", by)
    if wanted.first_id == wanted.second_id:
        raise ValidationError(_("Välj två olika personer. De ska koda var för sig."))
    for number in (wanted.weekly, wanted.per_edition):
        _check_amount(number, least=0)
    first, second = (_coder(user_id) for user_id in (wanted.first_id, wanted.second_id))
    with transaction.atomic():
        plan = _plan(cycle)
        if plan.version != shown:
            raise ValidationError(_("Någon har hunnit ändra planen. Läs den igen och spara sedan."))
        plan.first_id, plan.first_name = first.user_id, first.name
        plan.second_id, plan.second_name = second.user_id, second.name
        plan.weekly, plan.per_edition = wanted.weekly, wanted.per_edition
        plan.version += 1
        plan.save()
        audit.record(
            by, "insights.coders_chosen", Ref("cycle", cycle.key), first=first.name, second=second.name
        )
    return plan


def draw_more(
    cycle: StrategyCycle,
    wanted: int,
    *,
    by: Viewer,
    after: int | None = None,
    why: str = Draw.Why.ASKED,
) -> Draw:
    """Draw ``wanted`` more statements for the two coders of the plan.

    ``after``: the number of the newest drawing that the form was about (0: none); where there is a newer one, that is
    answered and nothing is drawn. Raises ValidationError when nobody is chosen to code or nothing is left to draw.
    """
    require("insights.sample", by)
    _check_amount(wanted, least=1)
    with transaction.atomic():
        plan = _plan(cycle)
        newest = Draw.objects.filter(cycle=cycle).first()
        if after is not None and newest is not None and newest.number > after:
            return newest
        coders = _coders(plan)
        sampled = {
            _place(unit): unit
            for unit in SampleUnit.objects.filter(cycle=cycle).select_related("contribution")
        }
        seen: dict[Place, str] = {}
        strata, chosen = drawing.draw(_noting(cycle, plan.seed, sampled, seen), set(sampled), wanted)
        if not chosen:
            raise ValidationError(_("Det finns inga fler tankar att dra. Alla är redan med i urvalet."))
        made = _store(cycle, plan, coders, strata, chosen, wanted=wanted, why=why, by=by)
        _look_again(cycle, made, sampled, seen, strata)
        audit.record(
            by, "insights.sample_drawn", Ref("cycle", cycle.key), number=made.number, count=len(chosen)
        )
    return made


def draw_due(cycle: StrategyCycle) -> Draw | None:
    """Draw what the plan says shall be drawn by itself, if it is time: each week, and at each new edition."""
    plan = CodingPlan.objects.filter(cycle=cycle).first()
    newest = Draw.objects.filter(cycle=cycle).first()
    if plan is None or newest is None or not plan.first_id:
        return None
    if plan.per_edition and _newest_edition(cycle) > newest.edition:
        wanted, why = plan.per_edition, Draw.Why.EDITION
    elif plan.weekly and newest.at <= timezone.now() - _WEEK:
        wanted, why = plan.weekly, Draw.Why.WEEKLY
    else:
        return None
    try:
        return draw_more(cycle, wanted, by=SYSTEM, after=newest.number, why=why)
    except ValidationError:  # nobody to code, or all drawn: a person sees that on the page
        return None


def _check_amount(number: int, *, least: int) -> None:
    if not least <= number <= MOST_AT_ONCE:
        raise ValidationError(
            _("Antalet tankar ska vara från %(least)s till %(most)s.")
            % {"least": least, "most": MOST_AT_ONCE}
        )


def _plan(cycle: StrategyCycle) -> CodingPlan:
    """The cycle's plan, made the first time, locked."""
    CodingPlan.objects.get_or_create(cycle=cycle, defaults={"seed": secrets.randbelow(2**31)})
    return CodingPlan.objects.select_for_update().get(cycle=cycle)


def _coder(user_id: int) -> Viewer:
    found = viewer_now(user_id)
    if found.user_id is None or not allowed("insights.code", found):
        raise ValidationError(_("Den som kodar behöver rollen analytiker, moderator eller redaktör."))
    return found


def _coders(plan: CodingPlan) -> tuple[Viewer, Viewer]:
    if not plan.first_id or not plan.second_id:
        raise ValidationError(_("Välj först vilka två som ska koda."))
    return _coder(plan.first_id), _coder(plan.second_id)


def _place(unit: SampleUnit) -> Place:
    return (unit.contribution.number, unit.field, unit.start, unit.end)


def _noting(
    cycle: StrategyCycle, seed: int, sampled: dict[Place, SampleUnit], seen: dict[Place, str]
) -> Iterator[tuple[Place, str, float]]:
    """The frame; on the way the strata of those in the sample are noted in ``seen``."""
    for place, stratum, number in frame(cycle, seed):
        if place in sampled:
            seen[place] = stratum
        yield place, stratum, number


def _store(
    cycle: StrategyCycle,
    plan: CodingPlan,
    coders: tuple[Viewer, Viewer],
    strata: dict[str, drawing.Stratum],
    chosen: list[tuple[float, Any, str]],
    *,
    wanted: int,
    why: str,
    by: Viewer,
) -> Draw:
    called = names(cycle, strata)
    last = Draw.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"] or 0
    made = Draw.objects.create(
        cycle=cycle,
        number=last + 1,
        seed=plan.seed,
        why=why,
        wanted=wanted,
        strata=[
            {
                "key": key,
                "name": called.get(key, ""),
                "population": one.population,
                "before": one.before,
                "drawn": one.drawn,
            }
            for key, one in strata.items()
        ],
        run=Run.objects.filter(cycle=cycle, state=Run.State.DONE).first(),
        edition=_newest_edition(cycle),
        by_id=by.user_id,
        by_name=by.name,
    )
    CodingSeat.objects.bulk_create(
        CodingSeat(draw=made, seat=seat, coder_id=coder.user_id or 0, coder_name=coder.name)
        for seat, coder in zip((FIRST, SECOND), coders, strict=True)
    )
    owners = dict(
        Contribution.objects.filter(number__in={place[0] for _n, place, _s in chosen}).values_list(
            "number", "pk"
        )
    )
    orders = [_order(plan.seed, seat, [place for _n, place, _s in chosen]) for seat in (FIRST, SECOND)]
    SampleUnit.objects.bulk_create(
        SampleUnit(
            cycle=cycle,
            draw=made,
            contribution_id=owners[place[0]],
            field=place[1],
            start=place[2],
            end=place[3],
            chance=number,
            stratum=stratum,
            probability=strata[stratum].probability,
            first_order=orders[0][place],
            second_order=orders[1][place],
        )
        for number, place, stratum in chosen
    )
    return made


def _order(seed: int, seat: int, places: list[Place]) -> dict[Place, int]:
    """A random order of one's own for each coder, apart from the numbers that decided what was drawn."""
    mixed = sorted(places, key=lambda place: (drawing.chance(seed, "order", seat, *place), place))
    return {place: number for number, place in enumerate(mixed, 1)}


def _look_again(
    cycle: StrategyCycle,
    made: Draw,
    sampled: dict[Place, SampleUnit],
    seen: dict[Place, str],
    strata: dict[str, drawing.Stratum],
) -> None:
    """Give the whole sample the strata, probabilities and computer's choices of now."""
    units = [*sampled.values(), *made.units.select_related("contribution")]
    views = engine_views(cycle, units)
    for unit in units:
        place = _place(unit)
        if place in sampled:
            unit.in_frame = place in seen
        if place in seen:
            unit.stratum = seen[place]
            unit.probability = strata[unit.stratum].probability
        if (view := views.get(place)) is not None:
            unit.engine_themes, unit.engine_answers = view.themes, view.answers or unit.engine_answers
    SampleUnit.objects.bulk_update(
        units, ["in_frame", "stratum", "probability", "engine_themes", "engine_answers"], batch_size=100
    )


def _newest_edition(cycle: StrategyCycle) -> int:
    return Edition.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"] or 0
