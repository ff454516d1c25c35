"""Switch a language model on by a recorded decision, off again, try it, and say yes or no to what it wrote."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.engine.text import model_prompt
from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.jobs import actions as jobs
from medskick.process.insights.actions._book import role_of
from medskick.process.insights.actions.themes import rename
from medskick.process.insights.models import ModelDecision, ModelText

TRIAL = "insights.language_model_trial"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:/+@-]{0,79}")


@dataclass(frozen=True)
class Wish:
    """What an administrator has decided."""

    endpoint: str
    model: str
    purpose: str
    reference: str
    reason: str
    data_sent: str
    processed_where: str


def switch_on(wish: Wish, *, by: Viewer) -> ModelDecision:
    """Record the decision. Runs that start from now on may ask the model. Raises ValidationError."""
    require("insights.language_model", by)
    if by.user_id is None:
        raise ValidationError(_("Bara en människa kan besluta om en språkmodell."))
    _check(wish)
    try:
        with transaction.atomic():
            decision = ModelDecision.objects.create(
                **vars(wish),
                prompt_version=model_prompt.VERSION,
                prompt=model_prompt.SYSTEM,
                decided_by=by.name,
                decided_by_id=by.user_id,
            )
            ref = Ref("language_model", str(decision.pk))
            audit.record(by, "insights.model_on", ref, model=wish.model, reference=wish.reference)
    except IntegrityError:
        raise ValidationError(_("En språkmodell är redan på. Stäng av den först.")) from None
    return decision


def switch_off(decision: ModelDecision, *, by: Viewer) -> None:
    """End the decision. Runs that have not asked yet do not; what was written stays, marked as before."""
    require("insights.language_model", by)
    with transaction.atomic():
        ended = ModelDecision.objects.filter(pk=decision.pk, in_force=True).update(
            in_force=None, ended_at=timezone.now(), ended_by=by.name
        )
        if not ended:
            raise ValidationError(_("Språkmodellen är redan avstängd."))
        audit.record(by, "insights.model_off", Ref("language_model", str(decision.pk)), model=decision.model)


def try_out(decision: ModelDecision, *, by: Viewer) -> None:
    """Ask for a trial of the connection, with made-up statements and nobody's words."""
    require("insights.language_model", by)
    if not decision.is_on:
        raise ValidationError(_("Språkmodellen är avstängd."))
    with transaction.atomic():
        jobs.start(
            TRIAL, {"decision": decision.pk}, by=by, key=str(decision.pk), title=_("Prov av språkmodellen")
        )
        audit.record(
            by, "insights.model_tried", Ref("language_model", str(decision.pk)), model=decision.model
        )


def decide_text(text: ModelText, approved: bool, *, by: Viewer, shown: str | None = None) -> ModelText:
    """Approve a text a model made, or reject it: then it shows nowhere but as a name that is out already. An approved
    label becomes the theme's name. ``shown``: how it stood in the form (``ModelText.as_shown``), refused when somebody
    has decided otherwise about it, or about the theme's name, since."""
    require("insights.review", by)
    if by.user_id is None:
        raise ValidationError(_("Bara en människa kan godkänna en text."))
    with transaction.atomic():
        text = ModelText.objects.select_for_update().get(pk=text.pk)
        wanted = ModelText.State.APPROVED if approved else ModelText.State.REJECTED
        if shown is not None and shown != text.as_shown:
            if text.state == wanted:
                return text  # sent twice
            raise ValidationError(
                _(
                    "Någon har hunnit bestämma om texten eller om temats namn medan du läste. Läs och bestäm igen."
                )
            )
        if approved and text.part == ModelText.Part.LABEL:
            _give_name(text, by)
        elif text.part == ModelText.Part.LABEL and text.theme and text.theme.name == text.text:
            raise ValidationError(
                _("Temat heter så nu. Ge det ett annat namn först, sedan kan rubriken avvisas.")
            )
        text.state = wanted
        text.decided_by, text.decided_by_id = by.name, by.user_id
        text.decided_by_role = role_of(by)
        text.decided_at = timezone.now()
        text.save()
        verb = "insights.model_text_approved" if approved else "insights.model_text_rejected"
        audit.record(by, verb, Ref("run", str(text.run.number)), text=text.text)
    return text


def _give_name(text: ModelText, by: Viewer) -> None:
    if text.theme is None or not text.theme.is_live:
        raise ValidationError(_("Temat finns inte längre i boken. Rubriken kan inte användas."))
    if text.theme.name != text.text:
        rename(text.theme, text.text, by=by)


def _check(wish: Wish) -> None:
    """The same demands as the engine makes, said before anything is saved."""
    try:
        parts = urlsplit(wish.endpoint)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise ValidationError(_("Skriv adressen så här: https://dator.region.se/v1")) from None
    if not host or parts.scheme not in ("http", "https") or parts.username or parts.query or parts.fragment:
        raise ValidationError(_("Skriv adressen så här: https://dator.region.se/v1"))
    if parts.scheme == "http" and not _is_this_machine(host):
        raise ValidationError(
            _("Adressen ska börja med https://. http:// går bara för en modell på samma dator.")
        )
    if not _NAME.fullmatch(wish.model):
        raise ValidationError(_("Modellens namn får ha bokstäver, siffror, mellanslag och . _ : / + @ -"))
    if not all(str(value).strip() for value in vars(wish).values()):
        raise ValidationError(_("Fyll i alla fält. Beslutet ska gå att läsa efteråt."))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
