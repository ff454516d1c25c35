"""Corrections: what the sender adds or puts right beside the original. What staff change is locked, told and logged."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.engine.text.personal import find_personal_data
from medskick.ground.core import audit
from medskick.ground.core.access import PUBLIC, Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.core.judgements import judge
from medskick.ground.core.models import Receipt
from medskick.ground.core.printable import shows_nothing
from medskick.process.contributions.actions.layers import places_of
from medskick.process.contributions.actions.receive import MAX_CHARS, key_of, unstorable
from medskick.process.contributions.models import Contribution, Correction, HiddenReason, Mask, State
from medskick.process.contributions.queries.placing import (
    ANSWERED,
    MOVED,
    MOVED_AS_ASKED,
    TAKEN_OUT,
    answers,
    has_own_words,
    misplaced,
)


def correct(
    contribution: Contribution, receipt: Receipt, text: str, *, client_key: str, by: Viewer = PUBLIC
) -> Correction:
    """The sender adds something or puts something right. It shows beside the original when a person has passed it.

    The same key with the same words to the same contribution is stored once; other words are another correction.
    """
    require("contributions.hold", by, (receipt, contribution))
    if contribution.state == State.WITHDRAWN:
        raise ValidationError(_("Rösten är tillbakatagen och går inte att komplettera."))
    if shows_nothing(text):
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
            audit.record(by, "contributions.corrected", Ref("contribution", str(contribution.number)))
    except IntegrityError:
        return Correction.objects.get(client_key=key)
    return made


def decide_correction(correction: Correction, show: bool, *, by: Viewer) -> None:
    """Let a waiting correction show beside the original, or not."""
    require("contributions.moderate", by)
    with transaction.atomic():
        one = _locked(correction, Correction.State.WAITING)
        action = "contributions.correction_shown" if show else "contributions.correction_hidden"
        _change(one, Correction.State.VISIBLE if show else Correction.State.HIDDEN, action, by)


def hide_correction(correction: Correction, reason: str, *, by: Viewer) -> None:
    """Take a correction that shows from every public door. ``reason`` is told to the sender."""
    require("contributions.moderate", by)
    if reason not in HiddenReason.values:
        raise ValidationError(_("Välj varför rättelsen ska döljas."))
    with transaction.atomic():
        one = _locked(correction, Correction.State.VISIBLE)
        _change(one, Correction.State.HIDDEN, "contributions.correction_taken_down", by, reason)


def restore_correction(correction: Correction, *, by: Viewer) -> None:
    """Show a hidden correction beside the original."""
    require("contributions.moderate", by)
    with transaction.atomic():
        one = _locked(correction, Correction.State.HIDDEN)
        _change(one, Correction.State.VISIBLE, "contributions.correction_restored", by)


def mask_correction(correction: Correction, words: str, kind: str, *, by: Viewer) -> int:
    """Cover every place in the correction where these words stand. Returns how many places."""
    require("contributions.moderate", by)
    if not words.strip():
        raise ValidationError(_("Skriv orden som ska täckas över, precis som de står i texten."))
    if kind not in Mask.Kind.values:
        raise ValidationError(_("Välj vad det är som ska täckas över."))
    with transaction.atomic():
        one = _locked(correction)
        places = places_of(words, one.text)
        if not places:
            raise ValidationError(_("Vi hittar inte ”%(words)s” i texten.") % {"words": words.strip()[:60]})
        one.masks = sorted([*one.masks, *([start, end, kind] for start, end in places)])
        one.save(update_fields=["masks"])
        audit.record(by, "contributions.correction_masked", _ref(one), kind=str(Mask.Kind(kind).label))
    return len(places)


def answer_misplaced(correction: Correction, *, as_asked: bool, taken_out: bool = False, by: Viewer) -> bool:
    """A person has moved the thought that the sender says came wrong: that matter is closed, and the receipt says so.

    Words of the sender's own still wait for a moderator; without any the whole correction is done. ``as_asked``: to
    where the sender said it belongs; ``taken_out``: of every theme. Answers whether it was open.
    """
    require("contributions.answer_misplaced", by)
    with transaction.atomic():
        one = (
            Correction.objects.select_for_update(of=("self",))
            .select_related("contribution")
            .get(pk=correction.pk)
        )
        if answers([one]) or misplaced(one.text) is None or one.contribution.state == State.WITHDRAWN:
            return False
        became = TAKEN_OUT if taken_out else MOVED_AS_ASKED if as_asked else MOVED
        judge(_key(one), ANSWERED, became, by=by)
        if one.state == Correction.State.WAITING and not has_own_words(one.text):
            one.state, one.decided_at, one.decided_by = Correction.State.VISIBLE, timezone.now(), by.name
            one.save(update_fields=["state", "decided_at", "decided_by"])
        audit.record(by, "contributions.correction_answered", _ref(one))
    return True


def reopen_misplaced(correction: Correction, *, by: Viewer) -> None:
    """The move was taken back: what the sender said of the theme is open again."""
    require("contributions.answer_misplaced", by)
    with transaction.atomic():
        one = (
            Correction.objects.select_for_update(of=("self",))
            .select_related("contribution")
            .get(pk=correction.pk)
        )
        if not answers([one]):
            return
        judge(_key(one), ANSWERED, "", by=by)
        if one.state == Correction.State.VISIBLE and not has_own_words(one.text):
            one.state, one.decided_at, one.decided_by = Correction.State.WAITING, None, ""
            one.save(update_fields=["state", "decided_at", "decided_by"])
        audit.record(by, "contributions.correction_reopened", _ref(one))


def _key(correction: Correction) -> Ref:
    return Ref("correction", str(correction.pk))


def _locked(correction: Correction, state: str = "") -> Correction:
    """The correction as it is now. Raises ValidationError when it is not in ``state`` any more, or taken back."""
    one = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("contribution")
        .get(pk=correction.pk)
    )
    if one.contribution.state == State.WITHDRAWN:
        raise ValidationError(_("Rösten är tillbakatagen, och rättelsen med den."))
    if state and one.state != state:
        raise ValidationError(
            _("Någon annan hann före. Rättelsen är nu: %(state)s.") % {"state": one.get_state_display()}
        )
    return one


def _change(one: Correction, state: str, action: str, by: Viewer, reason: str = "") -> None:
    one.state, one.hidden_reason = state, reason
    one.decided_at, one.decided_by = timezone.now(), by.name
    one.save(update_fields=["state", "hidden_reason", "decided_at", "decided_by"])
    details = {"reason": str(HiddenReason(reason).label)} if reason else {}
    audit.record(by, action, _ref(one), **details)


def _ref(correction: Correction) -> Ref:
    return Ref("contribution", str(correction.contribution.number))
