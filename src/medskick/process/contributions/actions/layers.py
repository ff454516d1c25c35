"""Layers over the original: masks over personal data, and what the sender wants to put right."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.engine.text.personal import find_personal_data
from medskick.ground.core import audit
from medskick.ground.core.access import PUBLIC, Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import Receipt
from medskick.process.contributions.actions.receive import MAX_CHARS, key_of, unstorable
from medskick.process.contributions.models import Contribution, Correction, Mask, State

FIELDS = ("text", "title")


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
    """Cover every place in text and title where these words stand, whatever their case."""
    require("contributions.moderate", by)
    wanted = words.strip()
    if not wanted:
        raise ValidationError(_("Skriv orden som ska täckas över, precis som de står i texten."))
    if kind not in Mask.Kind.values:
        raise ValidationError(_("Välj vad det är som ska täckas över."))
    pattern = re.compile(r"\s+".join(re.escape(word) for word in wanted.split()), re.IGNORECASE)
    made: list[Mask] = []
    with transaction.atomic():
        for field in FIELDS:
            places = [match.span() for match in pattern.finditer(getattr(contribution, field))]
            made += _cover(contribution, field, places, kind, by) if places else []
    if not made:
        raise ValidationError(_("Vi hittar inte ”%(words)s” i texten.") % {"words": wanted[:60]})
    return made


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


def correct(
    contribution: Contribution, receipt: Receipt, text: str, *, client_key: str, by: Viewer = PUBLIC
) -> Correction:
    """The sender adds something or puts something right. It shows beside the original when a person has passed it.

    The same key with the same words to the same contribution is stored once; other words are another correction.
    """
    require("contributions.hold", by, (receipt, contribution))
    if contribution.state == State.WITHDRAWN:
        raise ValidationError(_("Rösten är tillbakatagen och går inte att komplettera."))
    if not text.strip():
        raise ValidationError(_("Skriv vad du vill rätta eller lägga till."))
    if unstorable(text):
        raise ValidationError(
            _("Texten innehåller tecken som inte går att spara. Ta bort dem och försök igen.")
        )
    if len(text) > MAX_CHARS:
        raise ValidationError(
            _("Texten är %(length)s tecken. Vi tar emot högst %(limit)s.")
            % {"length": len(text), "limit": MAX_CHARS}
        )
    key = key_of(client_key, contribution.pk, text)
    masks = [[hit.start, hit.end, hit.kind] for hit in find_personal_data(text)]
    try:
        with transaction.atomic():
            made = Correction.objects.create(
                contribution=contribution, text=text, masks=masks, client_key=key
            )
            audit.record(by, "contributions.corrected", _ref(contribution))
    except IntegrityError:
        return Correction.objects.get(client_key=key)
    return made


def decide_correction(correction: Correction, show: bool, *, by: Viewer) -> None:
    """Let a correction show beside the original, or not."""
    require("contributions.moderate", by)
    with transaction.atomic():
        correction = (
            Correction.objects.select_for_update().select_related("contribution").get(pk=correction.pk)
        )
        correction.state = Correction.State.VISIBLE if show else Correction.State.HIDDEN
        correction.decided_at, correction.decided_by = timezone.now(), by.name
        correction.save(update_fields=["state", "decided_at", "decided_by"])
        action = "contributions.correction_shown" if show else "contributions.correction_hidden"
        audit.record(by, action, _ref(correction.contribution))


def _original(contribution: Contribution, field: str) -> str:
    if field not in FIELDS:
        raise ValidationError(_("Välj rubriken eller texten."))
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


def _ref(contribution: Contribution) -> Ref:
    return Ref("contribution", str(contribution.number))
