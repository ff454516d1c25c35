"""Masks: layers over the original that cover personal data."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.engine.text.normalise import plain_view
from medskick.ground.core import audit, offers
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.process.contributions.models import Contribution, Mask


def add_mask(contribution: Contribution, field: str, start: int, end: int, kind: str, *, by: Viewer) -> Mask:
    """Cover code points ``start`` to ``end`` (half-open) of ``field`` in every public view, at once."""
    require("contributions.moderate", by)
    original = _original(contribution, field)
    if kind not in Mask.Kind.values:
        raise ValidationError(_("Välj vad det är som ska täckas över."))
    if not 0 <= start < end <= len(original):
        raise ValidationError(
            _("Ange en plats i texten: från 0 till %(length)s, och slutet efter början.")
            % {"length": len(original)}
        )
    return _cover(contribution, field, [(start, end)], kind, by)[0]


def mask_words(contribution: Contribution, words: str, kind: str, *, by: Viewer) -> list[Mask]:
    """Cover every place in text, title and a name to be printed where these words stand, whatever their case."""
    require("contributions.moderate", by)
    wanted = words.strip()
    if not wanted:
        raise ValidationError(_("Skriv orden som ska täckas över, precis som de står i texten."))
    if kind not in Mask.Kind.values:
        raise ValidationError(_("Välj vad det är som ska täckas över."))
    made: list[Mask] = []
    with transaction.atomic():
        for field in contribution.public_fields:
            places = places_of(wanted, getattr(contribution, field))
            made += _cover(contribution, field, places, kind, by) if places else []
    if not made:
        raise ValidationError(_("Vi hittar inte ”%(words)s” i texten.") % {"words": wanted[:60]})
    return made


def places_of(words: str, text: str) -> list[tuple[int, int]]:
    """Where ``words`` stand in ``text``, in its code points, whatever their case, spaces and composed letters."""
    wanted = plain_view(words).text.split()
    if not wanted:
        return []
    view = plain_view(text)
    pattern = re.compile(r"\s+".join(re.escape(word) for word in wanted), re.IGNORECASE)
    return [view.original(*match.span()) for match in pattern.finditer(view.text)]


def lift_mask(mask: Mask, *, by: Viewer) -> None:
    """Take a mask away: what it covered shows again wherever the contribution shows."""
    require("contributions.moderate", by)
    with transaction.atomic():
        mask = Mask.objects.select_for_update().select_related("contribution").get(pk=mask.pk)
        if mask.lifted_at is not None:
            return
        mask.lifted_at, mask.lifted_by = timezone.now(), by.name
        mask.save(update_fields=["lifted_at", "lifted_by"])
        _note_personal_data(mask.contribution)
        audit.record(by, "contributions.mask_lifted", _ref(mask.contribution), kind=mask.get_kind_display())


def _original(contribution: Contribution, field: str) -> str:
    if field not in contribution.public_fields:
        raise ValidationError(_("Välj rubriken, texten eller namnet, om det skrivs ut."))
    return str(getattr(contribution, field))


def _cover(
    contribution: Contribution, field: str, places: list[tuple[int, int]], kind: str, by: Viewer
) -> list[Mask]:
    with transaction.atomic():
        made = [
            Mask.objects.create(
                contribution=contribution,
                field=field,
                start=start,
                end=end,
                kind=kind,
                by_rule=False,
                author_name=by.name,
            )
            for start, end in places
        ]
        _note_personal_data(contribution)
        audit.record(by, "contributions.masked", _ref(contribution), kind=str(Mask.Kind(kind).label))
    return made


def _note_personal_data(contribution: Contribution) -> None:
    covered = contribution.masks.filter(lifted_at__isnull=True).exists()
    Contribution.objects.filter(pk=contribution.pk).update(has_personal_data=covered)
    offers.told("medskick", [contribution.number])


def _ref(contribution: Contribution) -> Ref:
    return Ref("contribution", str(contribution.number))
