"""What this room offers the house."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from medskick.ground.core import audit, chain, offers
from medskick.ground.core.access import SYSTEM, Viewer, allowed
from medskick.ground.core.chain import Description, Ref
from medskick.ground.post import kinds, models, queries, rules  # noqa: F401
from medskick.ground.post.smtp import has_sender

offers.record(
    models.Mail,
    disposal="expire",
    why="Adress och text töms när tiden är ute; raden står kvar för att kunna räknas.",
)
offers.record(models.Attachment, disposal="expire", why="Försvinner när mejlet töms.")
offers.record(models.Request, disposal="expire", why="Glöms efter sju dagar om ingen bekräftar.")
offers.record(models.Subscriber, disposal="expire", why="Glöms när prenumerationen slutar.")
offers.record(models.Interest, disposal="expire", why="Hör till prenumerationen.")
offers.record(
    models.Following,
    disposal="expire",
    why="Enda stället där adress och kvitto möts; glöms när de kopplas isär.",
)
offers.record(models.Noticed, disposal="working", why="När en händelse sågs första gången.")

offers.task(offers.Task(_("Utskick"), "post_staff:list", "post.read", 86, queries.waiting_for))

audit.sentence("post.retried", _("{actor} lät mejl {ref} ({kind}) skickas igen"))
audit.sentence("post.held", _("{actor} höll kvar mejl {ref} ({kind})"))
audit.sentence("post.released", _("{actor} släppte mejl {ref} ({kind})"))
audit.sentence("post.dropped", _("{actor} bestämde att mejl {ref} ({kind}) inte ska skickas"))
audit.sentence("post.released_old", _("{actor} lät {count} mejl skickas som hade väntat på en e-postserver"))
audit.sentence(
    "post.dropped_old", _("{actor} bestämde att {count} mejl inte ska skickas som väntat på en e-postserver")
)
audit.sentence(
    "post.emptied",
    _(
        "{actor} tömde adress och text i {count} mejl efter {days} dagar. Obekräftade adresser som glömdes: {requests}"
    ),
)
audit.sentence("post.subscribed", _("En besökare bekräftade sin adress och får mejl"))
audit.sentence("post.changed", _("En prenumerant ändrade vad mejlen ska handla om"))
audit.sentence("post.stopped", _("En prenumerant slutade och adressen glömdes"))
audit.sentence("post.unreachable", _("{actor} glömde en adress som inte längre tar emot mejl"))
audit.sentence("post.disconnected", _("En e-postadress kopplades loss från ett kvitto"))

kinds.register(
    "post.confirm",
    _("Bekräfta att du vill ha mejl från {{ site }}"),
    "post/mail/confirm.txt",
    label=_("Bekräfta adress"),
    covered=("link",),
)
kinds.register(
    "post.digest",
    _("Nytt från {{ site }}"),
    "post/mail/digest.txt",
    label=_("Veckobrev"),
    covered=("manage", "stop", "voices"),
)


def describe(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Mail, for those who may read the outbox; without its address. To everybody else it does not exist."""
    if not allowed("post.read", viewer):
        return {}
    ids = {int(ref.key): ref for ref in refs if ref.key.isdigit()}
    found = models.Mail.objects.filter(pk__in=ids).values_list("pk", "kind", "created_at")
    return {
        ids[pk]: Description(
            ids[pk], f"{pk} ({kinds.label(kind)})", when=when, address=reverse("post_staff:mail", args=[pk])
        )
        for pk, kind, when in found
    }


chain.register("mail", describe=describe)


@offers.readiness
def problems() -> Iterable[offers.Problem]:
    """Mail that waits for a server or for a decision, and a server whose mail would lead nowhere."""
    held = queries.held_without_server(SYSTEM).count
    told = {"count": held}
    if held and not settings.MAIL_IS_SET:
        yield offers.Problem(
            "warning",
            ngettext(
                "%(count)d mejl väntar: ingen e-postserver är inställd.",
                "%(count)d mejl väntar: ingen e-postserver är inställd.",
                held,
            )
            % told,
            _t("Sätt MEDSKICK_MAIL, eller läs mejlen under Utskick."),
        )
    elif held:
        yield offers.Problem(
            "warning",
            ngettext(
                "%(count)d mejl skrevs innan e-postservern ställdes in.",
                "%(count)d mejl skrevs innan e-postservern ställdes in.",
                held,
            )
            % told,
            _t("Bestäm under Utskick om de ska skickas."),
        )
    if not settings.MAIL_IS_SET:
        return
    if not settings.SITE_ADDRESS:
        yield offers.Problem(
            "error",
            _t("Länkarna i mejlen leder ingenstans: webbplatsens adress är inte angiven."),
            _t("Sätt MEDSKICK_ADDRESS."),
        )
    if not has_sender():
        yield offers.Problem(
            "error",
            _t("Mejlen har ingen avsändare som går att svara på, så inga mejl skickas."),
            _t("Lägg till from=adress i MEDSKICK_MAIL."),
        )
