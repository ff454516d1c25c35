"""What meetings offer the house."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from medskick.ground.core import audit, chain, offers
from medskick.ground.core.access import SYSTEM, Viewer
from medskick.ground.core.chain import Description, Ref
from medskick.ground.core.context import plain_path
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions
from medskick.process.meetings import mail, models, queries, rules  # noqa: F401
from medskick.process.participation import stops

audit.sentence("meetings.created", _("{actor} lade upp mötet {title}"))
audit.sentence("meetings.discarded", _("{actor} tog bort utkastet till mötet {title}"))
audit.sentence("meetings.edited", _("{actor} ändrade mötet {title}"))
audit.sentence(
    "meetings.disposal_changed",
    _("{actor} ändrade när uppgifterna från {ref} raderas: {days} dagar efter mötet, förut {before}"),
)
audit.sentence("meetings.published", _("{actor} publicerade mötet {title}"))
audit.sentence("meetings.moved", _("{actor} flyttade mötet {title} till {when}"))
audit.sentence("meetings.cancelled", _("{actor} ställde in mötet {title}"))
audit.sentence("meetings.held", _("{actor} noterade att mötet {title} är genomfört"))
audit.sentence("meetings.told", _("{actor} skrev till deltagarna i mötet {title}: {subject}"))
audit.sentence("meetings.signed_up", _("Någon anmälde {persons} till {ref}"))
audit.sentence("meetings.waits", _("Någon ställde {persons} på väntelistan till {ref}"))
audit.sentence(
    "meetings.signup_changed", _("Någon ändrade sin anmälan till {ref} från {before} till {persons}")
)
audit.sentence("meetings.left", _("Någon avbokade {persons} från {ref}"))
audit.sentence("meetings.moved_up", _("{persons} fick plats från väntelistan till {ref}"))
audit.sentence("meetings.arrived", _("{actor} prickade av {persons} vid dörren till {ref}"))
audit.sentence("meetings.arrival_undone", _("{actor} tog tillbaka en prickning av {persons} till {ref}"))
audit.sentence(
    "meetings.arrivals_forgotten", _("{actor} flyttade {ref}, så {persons} prickningar räknas inte längre")
)
audit.sentence("meetings.walked_in", _("{actor} räknade {persons} som kom utan anmälan till {ref}"))
audit.sentence("meetings.heads_counted", _("{actor} räknade {persons} i rummet på {ref}"))
audit.sentence(
    "meetings.disposed", _("{actor} raderade personuppgifterna i {count} anmälningar till mötet {title}")
)

audit.sentence("meetings.kiosk_opened", _("{actor} öppnade en kiosk ({name}) för mötet {title}"))
audit.sentence("meetings.kiosk_closed", _("{actor} stängde en kiosk ({name}) för mötet {title}"))
audit.sentence(
    "meetings.co_host_presented", _("{actor} ändrade länk eller logotyp för {name}, som ordnar mötet {title}")
)

offers.record(
    models.Meeting, why="Allmän handling: vad som ordnades, när och för vem.", public_kind="meeting"
)
offers.record(models.CoHost, why="En del av mötet.")
offers.record(models.CoHostLogo, why="En del av mötet.")
offers.record(models.Kiosk, why="Visar var och när människor kunde svara på en utställd platta.")
offers.record(
    models.SignUp,
    disposal="expire",
    why="Namn, adress, telefon och behov töms på mötets gallringsdag; raden finns kvar för statistiken.",
)
offers.record(models.Notice, why="Visar vad de anmälda fick veta.")
offers.record(models.HeadCount, why="Underlag för vilka som har deltagit.")

offers.menu(offers.MenuItem(_("Möten"), "meetings:list", 30))
offers.task(offers.Task(_("Möten"), "meetings_staff:list", "meetings.workspace", 50))
offers.task(offers.Task(_("Turnén"), "meetings_staff:tour", "meetings.see_coverage", 52))

offers.task(offers.Task(_("Kommunkontakter"), "meetings_staff:contacts", "people.place_contacts", 93))

mail.register()


def describe(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Published meetings by number."""
    numbers = [int(ref.key) for ref in refs if _is_number(ref.key)]
    return {
        Ref("meeting", str(one.number)): Description(
            Ref("meeting", str(one.number)),
            one.title,
            mail.when(one),
            one.starts_at,
            reverse("meetings:meeting", args=[one.number]),
        )
        for one in queries.described(numbers, viewer)
    }


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdecimal() and len(key) < 18


def _onward(refs: list[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """What was said there, where enough persons share it."""
    said = queries.said_at([ref.key for ref in refs if _is_number(ref.key)], viewer)
    return {
        Ref("meeting", key): [Ref("contribution", str(number)) for number in found]
        for key, found in said.items()
    }


def _back(refs: list[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """The meeting where a contribution was said, where it may be named."""
    numbers = [int(ref.key) for ref in refs if _is_number(ref.key)]
    found = queries.was_said_at(numbers, viewer)
    return {
        Ref("contribution", str(number)): [Ref("meeting", str(meeting))] for number, meeting in found.items()
    }


chain.register("meeting", describe=describe, onward=_onward)
chain.extend("contribution", back=_back)


@offers.readiness
def _contacts_without_municipality() -> Iterable[offers.Problem]:
    for name in queries.contacts_to_place(SYSTEM):
        yield offers.Problem(
            "warning",
            now_("%(name)s är kommunkontakt men har ingen kommun, och kan inte sköta några möten.")
            % {"name": name},
            now_("Öppna Kommunkontakter i arbetsytan och välj kommun."),
        )


@offers.happening
def meetings(viewer: Viewer) -> Iterable[offers.Happening]:
    """Meetings of the current cycle that are not called off."""
    cycle = cycles.current_cycle(viewer)
    if cycle is None:
        return
    for one in queries.dated(cycle, viewer):
        yield offers.Happening(
            one.title,
            one.starts_at,
            one.ends_at,
            plain_path(reverse("meetings:meeting", args=[one.number])),
            "meeting",
            "done" if one.is_over else "next",
            topics=(cycles.municipality_topic(one.municipality),) if one.municipality else (),
            language="sv",
        )


@stops.register
def of_the_tour(viewer: Viewer) -> Iterable[stops.Stop]:
    """Published meetings of the current cycle that are in one municipality and not called off."""
    cycle = cycles.current_cycle(viewer)
    for one in queries.of_the_tour(cycle, viewer) if cycle else []:
        yield stops.Stop(
            one.municipality,
            timezone.localdate(one.starts_at),
            one.title,
            reverse("meetings:meeting", args=[one.number]),
        )


@offers.search
def search(words: str, viewer: Viewer) -> Iterable[offers.Hit]:
    """Published meetings by their words."""
    for one in queries.search(words, viewer):
        yield offers.Hit(
            one.title,
            one.summary or mail.when(one),
            reverse("meetings:meeting", args=[one.number]),
            _("Möten"),
            "sv",
        )


def _rows(viewer: Viewer) -> Iterable[tuple[object, ...]]:
    region = regions.region()
    listed = queries.calendar_of(viewer)
    came = queries.came_to(listed, viewer)
    for one in listed:
        yield (
            one.number,
            one.title,
            str(one.get_kind_display()),
            region.municipality_name(one.municipality),
            one.starts_at.isoformat(),
            str(one.get_state_display()),
            (came[one.number] or "") if one.is_over else "",
        )


offers.data_set(
    offers.DataSet(
        "moten",
        _("Möten"),
        (
            ("nummer", _("Mötets nummer; adressen är /moten/nummer/")),
            ("rubrik", _("Mötets rubrik")),
            ("typ", _("Typ av möte")),
            ("kommun", _("Kommun; tom för hela länet")),
            ("borjar", _("När mötet börjar")),
            ("lage", _("Publicerat, inställt eller genomfört")),
            (
                "kom",
                _(
                    "Antal personer som kom, till närmaste femtal; tom där de är färre än fem eller inte räknade"
                ),
            ),
        ),
        _rows,
    )
)
