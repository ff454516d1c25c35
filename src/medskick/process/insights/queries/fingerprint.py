"""A cheap mark of everything that decides what an edition's files say now: changes as soon as any of it does."""

from __future__ import annotations

import hashlib

from django.db.models import Count, Max, Sum

from medskick import __version__
from medskick.process.contributions.models import Contribution, Decision, Mask
from medskick.process.cycle.region import Region
from medskick.process.insights.models import Edition, EditionTheme, ModelText

# Raise it when the files' columns or words change, or what their numbers count.
FORM = 5


def fingerprint(edition: Edition, region: Region) -> str:
    """Hexadecimal. Few queries: decisions, masks, how many contributions are in which state, and words taken away."""
    decisions = Decision.objects.aggregate(last=Max("pk"), at=Max("at"))
    masks = Mask.objects.aggregate(
        last=Max("pk"), at=Max("created_at"), lifted=Count("lifted_at"), since=Max("lifted_at")
    )
    states = Contribution.objects.filter(cycle=edition.cycle_id, pk__lte=edition.last_contribution)
    names = ModelText.objects.filter(part=ModelText.Part.LABEL).exclude(state=ModelText.State.PROPOSED)
    away_from = EditionTheme.objects.exclude(taken={})
    told = (
        FORM,
        __version__,
        edition.pk,
        str(edition.published_at),
        region.has_spread,
        sorted((one.code, one.name) for one in region.municipalities),
        sorted(edition.taken.items()),
        list(away_from.order_by("pk").values_list("edition", "slug", "taken")),
        list(names.order_by("pk").values_list("pk", "state", "decided_by_role")),
        sorted((key, str(value)) for key, value in decisions.items()),
        sorted((key, str(value)) for key, value in masks.items()),
        sorted(
            states.order_by().values_list("state", "flags").annotate(n=Count("pk"), which=Sum("pk")), key=str
        ),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]
