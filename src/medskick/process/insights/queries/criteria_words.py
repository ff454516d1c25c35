"""Suggestions and decisions by the criteria in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.numbers import counted
from medskick.process.insights.models import BelongsTo, Criterion, OutsideReason, Verdict
from medskick.process.insights.queries.suggesting import NO, UNSURE, YES, Suggestion


def meaning(criterion: str) -> str:
    """What the criterion asks, in one sentence."""
    return {
        Criterion.SHARED: _("Kommer det från många olika grupper och platser, inte bara från många?"),
        Criterion.COOPERATION: _("Behöver flera göra något tillsammans för att det ska bli av?"),
        Criterion.LONG_TERM: _("Gäller det något som tar många år, eller som ska hålla länge?"),
        Criterion.WITHIN_REACH: _("Kan regionen påverka det, själv eller tillsammans med andra?"),
    }[Criterion(criterion)]


def head(criterion: str, value: str) -> str:
    """Which way a suggestion leans."""
    if value == UNSURE:
        return _("Datorn kan inte säga")
    return {
        (Criterion.SHARED, YES): _("Talar för att många delar det"),
        (Criterion.SHARED, NO): _("Talar emot: det kommer mest från några få grupper"),
        (Criterion.COOPERATION, YES): _("Talar för samverkan"),
        (Criterion.COOPERATION, NO): _("Talar emot samverkan"),
        (Criterion.LONG_TERM, YES): _("Talar för långsiktigt"),
        (Criterion.LONG_TERM, NO): _("Talar emot långsiktigt"),
        (Criterion.WITHIN_REACH, YES): _("Talar för inom räckvidd"),
        (Criterion.WITHIN_REACH, NO): _("Talar för utanför räckvidd"),
    }.get((Criterion(criterion), value), _("Inget förslag än"))


def short(value: str) -> str:
    """A suggestion in one word."""
    return {YES: _("Ja"), NO: _("Nej"), UNSURE: _("Osäkert")}.get(value, _("Inget förslag"))


def between(low: int, high: int) -> str:
    """An interval in hundredths."""
    return f"{low}–{high}" if low != high else str(low)


def body(one: Suggestion) -> str:
    """What the suggestion rests on, as an interval in words."""
    if not one.value:
        return ""
    if one.criterion == Criterion.SHARED:
        return _(
            "I en typisk grupp har %(span)s av 100 personer skrivit om det. Bland alla är det %(overall)s av 100."
        ) % {"span": between(one.low, one.high), "overall": one.overall}
    return shares(one.criterion, one.low, one.high)


def shares(criterion: str, low: int, high: int) -> str:
    """How many of a hundred statements the criterion seems to fit."""
    told = {
        Criterion.COOPERATION: _("%(span)s av 100 tankar ser ut att kräva att flera gör något tillsammans."),
        Criterion.LONG_TERM: _("%(span)s av 100 tankar ser ut att gälla något på lång sikt."),
        Criterion.WITHIN_REACH: _("%(span)s av 100 tankar ser ut att gälla sådant som regionen kan påverka."),
    }[Criterion(criterion)]
    return told % {"span": between(low, high)}


def sureness(one: Suggestion) -> str:
    """How sure the computer is, and of what."""
    if not one.value:
        return ""
    if one.value == UNSURE:
        told = _("Spannet går över gränsen mellan ja och nej.")
    elif one.clear:
        told = _("Förslaget är tydligt: hela spannet ligger långt från gränsen.")
    else:
        told = _("Förslaget är svagt: spannet ligger nära gränsen.")
    if one.criterion == Criterion.SHARED:
        rule = _("Gränsen går där en typisk grupp skriver om det hälften så ofta som alla tillsammans.")
        return f"{told} {rule}"
    judged = ngettext("Det bygger på %(n)s tanke.", "Det bygger på %(n)s tankar.", one.judged)
    return f"{told} {judged % {'n': counted(one.judged)}}"


def words_label(criterion: str, suggested: str) -> str:
    """What the words beside a suggestion speak for."""
    if criterion == Criterion.WITHIN_REACH and suggested == NO:
        return _("Ord som talar för att det ligger utanför:")
    return _("Ord som talar för:")


def outside_counts(outside: Mapping[str, int]) -> list[str]:
    """Statements that the computer would put outside, by reason."""
    return [
        f"{label}: {counted(outside[value])}" for value, label in OutsideReason.choices if outside.get(value)
    ]


def dimension(name: str) -> str:
    """What a row of groups is made of."""
    return {
        "municipality": _("kommuner"),
        "age": _("åldrar"),
        "channel": _("sätt att svara"),
        "sender": _("slag av avsändare"),
    }.get(name, name)


def verdict(value: str) -> str:
    """A decision in words."""
    return str(Verdict(value).label)


def where_instead(reason: str, belongs_to: str = "") -> str:
    """Where a matter belongs that lies outside: as somebody has said, else what the reason tells."""
    if belongs_to:
        return _("Hör hemma hos: %(where)s.") % {"where": BelongsTo(belongs_to).label}
    return {
        OutsideReason.BEYOND_INFLUENCE: _(
            "Oftast bestämmer staten eller EU. Regionen kan säga vad den tycker."
        ),
        OutsideReason.SHORT_TERM: _(
            "Hör till det löpande arbetet hos den som sköter saken, inte till en strategi."
        ),
        OutsideReason.LOCAL_ONLY: _("Hör oftast hemma hos kommunen på platsen."),
        OutsideReason.SINGLE_ACTOR: _(
            "En kommun, en myndighet, ett företag eller en förening kan göra det själv."
        ),
    }[OutsideReason(reason)]


def label_of(criterion: Any) -> str:
    """The criterion's name."""
    return str(Criterion(criterion).label)
