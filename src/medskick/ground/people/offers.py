"""What this room offers the house."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from medskick.ground.core import audit, chain, offers
from medskick.ground.core.access import Viewer, allowed
from medskick.ground.core.chain import Description, Ref
from medskick.ground.people import models, queries, rules  # noqa: F401

offers.record(models.User, why="Konton tas aldrig bort, bara stängs av: loggen pekar på dem.")
offers.record(
    models.Invitation, why="Visar vem som bjöd in vem; länkens hemlighet sparas bara som kontrollsumma."
)
offers.record(
    models.User.groups.through,
    disposal="working",
    why="Följer av rollerna; sidornas redigerare frågar efter den.",
)
offers.record(
    models.User.user_permissions.through, disposal="working", why="Används inte: rollerna bestämmer."
)

offers.task(offers.Task(_("Konton"), "workspace:accounts", "people.manage", 92))
offers.task(offers.Task(_("Logg"), "workspace:log", "people.read_log", 94))

audit.sentence("people.first_link", _("{actor} skapade en engångslänk för den första administratören"))
audit.sentence("people.invited", _("{actor} bjöd in {name} ({email}) som {roles}"))
audit.sentence("people.invitation_withdrawn", _("{actor} återkallade inbjudan till {name} ({email})"))
audit.sentence("people.account_opened", _("{actor} öppnade sitt konto med rollen {roles}"))
audit.sentence("people.password_link", _("{actor} skapade en länk där {name} kan välja ett nytt lösenord"))
audit.sentence("people.password_set", _("{actor} valde ett nytt lösenord med en engångslänk"))
audit.sentence("people.password_changed", _("{actor} bytte lösenord"))
audit.sentence("people.roles_changed", _("{actor} ändrade rollerna för {name} från {before} till {roles}"))
audit.sentence("people.contact_placed", _("{actor} lät {name} företräda {municipality}"))
audit.sentence("people.renamed", _("{actor} ändrade namnet {before} till {name}"))
audit.sentence("people.deactivated", _("{actor} stängde av kontot för {name}"))
audit.sentence("people.reactivated", _("{actor} öppnade kontot för {name} igen"))
audit.sentence("people.second_factor_added", _("{actor} skyddade sitt konto med {what}"))
audit.sentence("people.second_factor_removed", _("{actor} tog bort {what} från sitt konto"))
audit.sentence("people.second_factor_reset", _("{actor} tog bort tvåfaktorsskyddet för {name}: {reason}"))
audit.sentence("people.sessions_ended", _("{actor} loggade ut kontot för {name} från alla enheter"))
audit.sentence("people.signed_in", _("{actor} loggade in"))
audit.sentence("people.sign_in_failed", _("Någon angav fel lösenord till kontot för {name}"))
audit.sentence(
    "people.log_downloaded",
    ngettext_lazy(
        "{actor} laddade ner loggen ({rows} rad)",
        "{actor} laddade ner loggen ({rows} rader)",
        "rows",
    ),
    by="rows",
)


def describe(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Accounts, for those who manage them. To everybody else they do not exist."""
    if not allowed("people.manage", viewer):
        return {}
    wanted = {int(ref.key) for ref in refs if ref.key.isdigit()}
    found = {}
    for user in models.User.objects.filter(pk__in=wanted):
        ref = Ref("account", str(user.pk))
        found[ref] = Description(ref, user.name, address=reverse("workspace:account", args=[user.pk]))
    return found


chain.register("account", describe=describe)


@offers.readiness
def problems() -> Iterable[offers.Problem]:
    """No administrator, only one, or strong accounts with nothing but a password."""
    administrators = queries.active_administrators()
    if not administrators:
        yield offers.Problem(
            "error",
            _t("Det finns ingen administratör."),
            _t("Skapa en engångslänk med kommandot medskick admin-link och öppna den."),
        )
    elif len(administrators) == 1:
        yield offers.Problem(
            "warning",
            _t("Det finns bara en administratör. Blir hen borta kan ingen bjuda in andra."),
            _t("Ge en kollega rollen administratör under Konton."),
        )
    unprotected = len(queries.strong_accounts_without_second_factor())
    if unprotected:
        yield offers.Problem(
            "warning",
            ngettext(
                "%(count)d konto som kan se personuppgifter, publicera eller administrera "
                "skyddas bara av ett lösenord.",
                "%(count)d konton som kan se personuppgifter, publicera eller administrera "
                "skyddas bara av ett lösenord.",
                unprotected,
            )
            % {"count": unprotected},
            _t("Be dem lägga till en app eller passernyckel under Mitt konto."),
        )
