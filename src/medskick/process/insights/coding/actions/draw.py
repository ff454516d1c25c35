"""Say who codes, and draw statements for them."""

from __future__ import annotations

import datetime
import secrets
from collections import defaultdict
from collections.abc import Iterator, Set
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
from medskick.process.insights.coding.frame import EngineView, Place, engine_views, frame, names
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
from medskick.process.insights.queries import grounds

MOST_AT_ONCE = 300
MOST_TRIES, AT_ONCE = 3, 500
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
    for _try in range(MOST_TRIES):
        seen = _newest(cycle)
        if after is not None and seen > after:
            return Draw.objects.get(cycle=cycle, number=seen)
        looked = _look(cycle, wanted)
        with transaction.atomic():
            plan = _plan(cycle)
            if _newest(cycle) == seen:
                made = _store(cycle, plan, _coders(plan), looked, wanted=wanted, why=why, by=by)
                audit.record(
                    by,
                    "insights.sample_drawn",
                    Ref("cycle", cycle.key),
                    number=made.number,
                    count=len(looked.chosen),
                )
                return made
    raise ValidationError(_("Någon annan drog samtidigt. Ladda om sidan och försök igen."))


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


@dataclass(frozen=True)
class _Looked:
    """What a drawing has read and decided, before anything is written.

    strata: by key. chosen: (fixed number, place, stratum), lowest first. sampled: those drawn before. there: strata of
    these that the book still has. views: the computer's choices of all of them, by place. run: the one that
    the book follows.
    """

    strata: dict[str, drawing.Stratum]
    names: dict[str, str]
    chosen: list[tuple[float, Any, str]]
    owners: dict[int, int]
    sampled: list[SampleUnit]
    there: dict[Place, str]
    views: dict[Place, EngineView]
    run: Run | None


def _look(cycle: StrategyCycle, wanted: int) -> _Looked:
    """Read the whole book and choose. Nothing is locked meanwhile, so that others can write."""
    with transaction.atomic():
        plan = _plan(cycle)
        _coders(plan)
    sampled = list(SampleUnit.objects.filter(cycle=cycle).select_related("contribution").order_by("pk"))
    places = {_place(unit) for unit in sampled}
    there: dict[Place, str] = {}
    strata, chosen = drawing.draw(_noting(cycle, plan.seed, places, there), set(places), wanted)
    if not chosen:
        raise ValidationError(_("Det finns inga fler tankar att dra. Alla är redan med i urvalet."))
    numbers = {place[0] for _number, place, _stratum in chosen}
    owners = dict(Contribution.objects.filter(number__in=numbers).values_list("number", "pk"))
    views = engine_views(cycle, {unit.contribution_id for unit in sampled} | set(owners.values()))
    return _Looked(
        strata, names(cycle, strata), chosen, owners, sampled, there, views, grounds.made_of(cycle)
    )


def _noting(
    cycle: StrategyCycle, seed: int, sampled: Set[Place], there: dict[Place, str]
) -> Iterator[tuple[Place, str, float]]:
    """The frame; on the way the strata of those in the sample are noted in ``there``."""
    for place, stratum, number in frame(cycle, seed):
        if place in sampled:
            there[place] = stratum
        yield place, stratum, number


def _store(
    cycle: StrategyCycle,
    plan: CodingPlan,
    coders: tuple[Viewer, Viewer],
    looked: _Looked,
    *,
    wanted: int,
    why: str,
    by: Viewer,
) -> Draw:
    made = Draw.objects.create(
        cycle=cycle,
        number=_newest(cycle) + 1,
        seed=plan.seed,
        why=why,
        wanted=wanted,
        strata=[
            {
                "key": key,
                "name": looked.names.get(key, ""),
                "population": one.population,
                "before": one.before,
                "drawn": one.drawn,
            }
            for key, one in looked.strata.items()
        ],
        run=looked.run,
        edition=_newest_edition(cycle),
        by_id=by.user_id,
        by_name=by.name,
    )
    CodingSeat.objects.bulk_create(
        CodingSeat(draw=made, seat=seat, coder_id=coder.user_id or 0, coder_name=coder.name)
        for seat, coder in zip((FIRST, SECOND), coders, strict=True)
    )
    places = [place for _number, place, _stratum in looked.chosen]
    orders = [_order(plan.seed, seat, places) for seat in (FIRST, SECOND)]
    nothing = EngineView(None, {})
    SampleUnit.objects.bulk_create(
        SampleUnit(
            cycle=cycle,
            draw=made,
            contribution_id=looked.owners[place[0]],
            field=place[1],
            start=place[2],
            end=place[3],
            chance=number,
            stratum=stratum,
            probability=looked.strata[stratum].probability,
            first_order=orders[0][place],
            second_order=orders[1][place],
            engine_themes=looked.views.get(place, nothing).themes,
            engine_answers=looked.views.get(place, nothing).answers,
        )
        for number, place, stratum in looked.chosen
    )
    _write_again(looked)
    return made


def _order(seed: int, seat: int, places: list[Place]) -> dict[Place, int]:
    """A random order of one's own for each coder, apart from the numbers that decided what was drawn."""
    mixed = sorted(places, key=lambda place: (drawing.chance(seed, "order", seat, *place), place))
    return {place: number for number, place in enumerate(mixed, 1)}


def _write_again(looked: _Looked) -> None:
    """Give those drawn before the strata, probabilities and computer's choices of now: few and short writes."""
    by_stratum: dict[str, list[int]] = defaultdict(list)
    gone: list[int] = []
    otherwise: list[SampleUnit] = []
    for unit in looked.sampled:
        place = _place(unit)
        if place in looked.there:
            by_stratum[looked.there[place]].append(unit.pk)
        elif unit.in_frame:
            gone.append(unit.pk)
        if (view := looked.views.get(place)) is not None:
            before = (unit.engine_themes, unit.engine_answers)
            unit.engine_themes, unit.engine_answers = view.themes, view.answers or unit.engine_answers
            if (unit.engine_themes, unit.engine_answers) != before:
                otherwise.append(unit)
    for stratum, units in sorted(by_stratum.items()):
        now = {"in_frame": True, "stratum": stratum, "probability": looked.strata[stratum].probability}
        _update(units, now)
    _update(gone, {"in_frame": False})
    SampleUnit.objects.bulk_update(otherwise, ["engine_themes", "engine_answers"], batch_size=200)


def _update(units: list[int], values: dict[str, Any]) -> None:
    for start in range(0, len(units), AT_ONCE):
        SampleUnit.objects.filter(pk__in=units[start : start + AT_ONCE]).update(**values)


def _newest(cycle: StrategyCycle) -> int:
    """Number of the newest drawing, 0 before the first."""
    return Draw.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"] or 0


def _newest_edition(cycle: StrategyCycle) -> int:
    return Edition.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"] or 0
