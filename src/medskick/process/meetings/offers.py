"""What meetings offer the house."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from medskick.engine.text.finding import holds, wanted
from medskick.ground.core import audit, chain, offers
from medskick.ground.core.access import SYSTEM, Viewer
from medskick.ground.core.chain import Description, Ref
from medskick.ground.core.context import plain_path
from medskick.process.cycle import leaving
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle
from medskick.process.meetings import mail, models, queries, rules  # noqa: F401
from medskick.process.meetings.notes import queries as notes
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
audit.sentence(
    "meetings.signed_up",
    ngettext_lazy(
        "Någon anmälde {persons} person till {ref}",
        "Någon anmälde {persons} personer till {ref}",
        "persons",
    ),
    by="persons",
)
audit.sentence(
    "meetings.waits",
    ngettext_lazy(
        "Någon ställde {persons} person på väntelistan till {ref}",
        "Någon ställde {persons} personer på väntelistan till {ref}",
        "persons",
    ),
    by="persons",
)
audit.sentence(
    "meetings.signup_changed", _("Någon ändrade sin anmälan till {ref} från {before} till {persons}")
)
audit.sentence("meetings.entered", _("{actor} anmälde {persons} till {ref} åt någon som hörde av sig"))
audit.sentence(
    "meetings.list_fetched", _("{actor} hämtade deltagarlistan till {ref} som fil (rader: {count})")
)
audit.sentence(
    "meetings.left",
    ngettext_lazy(
        "Någon avbokade {persons} person från {ref}",
        "Någon avbokade {persons} personer från {ref}",
        "persons",
    ),
    by="persons",
)
audit.sentence(
    "meetings.moved_up",
    ngettext_lazy(
        "{persons} person fick plats från väntelistan till {ref}",
        "{persons} personer fick plats från väntelistan till {ref}",
        "persons",
    ),
    by="persons",
)
audit.sentence(
    "meetings.arrived",
    ngettext_lazy(
        "{actor} prickade av {persons} person vid dörren till {ref}",
        "{actor} prickade av {persons} personer vid dörren till {ref}",
        "persons",
    ),
    by="persons",
)
audit.sentence(
    "meetings.arrival_undone",
    ngettext_lazy(
        "{actor} tog tillbaka en prickning av {persons} person till {ref}",
        "{actor} tog tillbaka en prickning av {persons} personer till {ref}",
        "persons",
    ),
    by="persons",
)
audit.sentence(
    "meetings.arrivals_forgotten",
    ngettext_lazy(
        "{actor} flyttade {ref}, så {persons} prickning räknas inte längre",
        "{actor} flyttade {ref}, så {persons} prickningar räknas inte längre",
        "persons",
    ),
    by="persons",
)
audit.sentence(
    "meetings.walked_in",
    ngettext_lazy(
        "{actor} räknade {persons} person som kom utan anmälan till {ref}",
        "{actor} räknade {persons} personer som kom utan anmälan till {ref}",
        "persons",
    ),
    by="persons",
)
audit.sentence(
    "meetings.heads_counted",
    ngettext_lazy(
        "{actor} räknade {persons} person i rummet på {ref}",
        "{actor} räknade {persons} personer i rummet på {ref}",
        "persons",
    ),
    by="persons",
)
audit.sentence(
    "meetings.disposed",
    ngettext_lazy(
        "{actor} raderade personuppgifterna i {count} anmälan till mötet {title}",
        "{actor} raderade personuppgifterna i {count} anmälningar till mötet {title}",
        "count",
    ),
    by="count",
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
# Voices lie in notes that nobody has handed in.
offers.task(
    offers.Task(
        _("Möten"),
        "meetings_staff:list",
        "meetings.workspace",
        50,
        lambda viewer: len(notes.not_handed_in(viewer)) or None,
    )
)
offers.task(offers.Task(_("Turnén"), "meetings_staff:tour", "meetings.see_coverage", 52))

offers.task(offers.Task(_("Kommunkontakter"), "meetings_staff:contacts", "people.place_contacts", 56))

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


@leaving.register
def left_ahead(cycle: StrategyCycle, viewer: Viewer) -> Iterable[leaving.Left]:
    """Meetings that lie ahead when the next cycle starts: those that people have signed up for are held first."""
    for one, expected in queries.ahead(cycle, viewer):
        told = {"title": one.title, "when": mail.when(one), "n": expected}
        address = reverse("meetings_staff:meeting", args=[one.number])
        if expected:
            text = ngettext(
                "%(n)s person är anmäld till %(title)s, %(when)s.",
                "%(n)s personer är anmälda till %(title)s, %(when)s.",
                expected,
            )
            then = now_("Håll mötet först. Blir det inte av ställer du in det, så får de anmälda veta.")
        else:
            text = now_("%(title)s, %(when)s, har inte varit än.")
            then = now_("Mötet står inte längre i listan på webbplatsen.")
        yield leaving.Left(text % told, then, address, hinders=bool(expected))


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
    asked = wanted(words)
    for one in queries.search(words, viewer):
        telling = next((text for text in (one.summary, one.agenda) if text and holds(text, asked)), "")
        yield offers.Hit(
            one.title,
            telling or one.summary or mail.when(one),
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
