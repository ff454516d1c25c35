"""What the pages of editors offer the house."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medskick.doors.pages import links, logbook, models, queries, rules  # noqa: F401
from medskick.doors.pages.publishing import letters as publishing_letters
from medskick.doors.pages.search import actions as search
from medskick.doors.pages.search import sources
from medskick.doors.pages.statements import letters
from medskick.doors.pages.statements import queries as statements
from medskick.engine.text.finding import holds, wanted
from medskick.ground.core import audit, offers
from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.post import news
from medskick.ground.ui.templatetags.ui import local, moment
from medskick.process.cycle import queries as cycles
from medskick.process.insights.queries import editions

offers.task(
    offers.Task(
        _("Sidor och nyheter"), "wagtailadmin_home", "pages.edit", 60, lambda viewer: queries.waiting(viewer)
    )
)
offers.menu(offers.MenuItem(_("Nyheter"), "pages:news", 60))
offers.menu(offers.MenuItem(_("Frågor och svar"), "pages:questions", 70))
offers.menu(offers.MenuItem(_("Material"), "pages:material", 80))
offers.links.append(lambda: queries.links_everywhere(PUBLIC))
offers.record(models.HomePage, why="Det som visades på startsidan.")
offers.record(models.NewsIndexPage, why="Listan över nyheter.")
offers.record(models.NewsPage, why="Nyheter och rapporter är allmänna handlingar.")
offers.record(models.QuestionsPage, why="Svaren som har getts.")
offers.record(models.MaterialIndexPage, why="Listan över material.")
offers.record(models.MaterialPage, why="Materialet som har använts.")
offers.record(models.FreePage, why="Sidor som har visats.")
offers.record(models.Picture, why="Bilder som har visats, och hur de som syns har sagt ja.")
offers.record(models.Rendition, disposal="working", why="En bild i en storlek: görs om vid behov.")
offers.record(models.Material, why="Filer som har gått att hämta.")
offers.record(models.SearchEntry, disposal="working", why="Vad sökningen har läst: läses om vid behov.")
offers.record(models.SearchWaiting, disposal="working", why="Vad sökningen ska läsa.")

offers.record(models.AccessibilityStatement, why="Vad som har redovisats om tillgänglighet.")
offers.record(models.Failing, why="Bristerna i en redogörelse.")
offers.record(models.PersonalDataStatement, why="Vad som har sagts om personuppgifter.")
offers.record(models.HindranceReport, why="Inkommen allmän handling, och svaret.")

audit.sentence("pages.accessibility_saved", _("{actor} sparade tillgänglighetsredogörelsen ({degree})"))
audit.sentence("pages.personal_data_saved", _("{actor} sparade texten om personuppgifter"))
audit.sentence("pages.hindrance_read", _("{actor} läste en anmälan om ett hinder"))
audit.sentence("pages.hindrance_answered", _("{actor} svarade på en anmälan om ett hinder"))

offers.task(
    offers.Task(
        _("Hinder på webbplatsen"),
        "pages_staff:reports",
        "pages.statements",
        64,
        lambda viewer: statements.waiting(viewer),
    )
)
offers.task(offers.Task(_("Tillgänglighetsredogörelse"), "pages_staff:accessibility", "pages.statements", 66))
offers.task(offers.Task(_("Text om personuppgifter"), "pages_staff:personal_data", "pages.statements", 68))
letters.register()
publishing_letters.register()
links.register()
logbook.register()


@news.register
def articles(viewer: Viewer) -> Iterable[news.News]:
    """Published news, with the places and themes that subscribers choose."""
    for page in queries.news_as_published(viewer):
        place = cycles.municipality_topic(page.municipality) if page.municipality else ""
        theme = editions.theme_topic(page.theme) if page.theme else ""
        topics = tuple(one for one in (place, theme) if one)
        yield news.News(page.title, local(page.address), page.first_published_at, topics)


@offers.readiness
def problems() -> Iterable[offers.Problem]:
    """Statements that are missing or old."""
    statement = statements.accessibility(PUBLIC)
    if statement is None:
        yield offers.Problem(
            "warning",
            "Tillgänglighetsredogörelsen är inte ifylld.",
            "Fyll i den under Tillgänglighetsredogörelse i arbetsytan. Lagen kräver den.",
        )
    elif statements.is_old(statement):
        yield offers.Problem(
            "warning",
            f"Webbplatsens tillgänglighet bedömdes {statement.assessed_on}, för mer än ett år sedan.",
            "Bedöm den igen och spara en ny redogörelse under Tillgänglighetsredogörelse.",
        )
    if statements.personal_data(PUBLIC) is None:
        yield offers.Problem(
            "warning",
            "Texten om personuppgifter saknar dataskyddsombud, rättslig grund och tid för bevarande.",
            "Fyll i den under Text om personuppgifter i arbetsytan.",
        )


FIXED = (
    (
        "pages:contact",
        _("Kontakt"),
        _("Frågor om arbetet. Adresser till oss, och hur du skickar in utan webben."),
    ),
    (
        "pages:personal_data",
        _("Så tar vi hand om personuppgifter"),
        _("Vad vi sparar, varför, hur länge, vem som kan läsa, dina rättigheter, dataskyddsombud, kakor."),
    ),
    (
        "pages:accessibility",
        _("Tillgänglighet"),
        _("Tillgänglighetsredogörelse: brister vi känner till, hinder, säg till oss, tillsyn."),
    ),
    (
        "insights:method",
        _("Så går det till"),
        _(
            "Från din text till ett tema: vad människor bestämmer och vad datorn gör. Metod och register över AI."
        ),
    ),
    ("contributions:form", _("Tyck till"), _("Skicka in det du tycker är viktigt.")),
    ("contributions:lookup", _("Följ din röst"), _("Öppna ditt kvitto med koden och se vad som hände.")),
    (
        "timeline:page",
        _("Tidplan"),
        _("När händer vad: faser, milstolpar och datum, kalender att hämta, kostnader och budget."),
    ),
    (
        "meetings:list",
        _("Möten"),
        _("Möten och workshoppar där du bor: tid, plats, anmälan. Anmäl dig, eller avanmäl dig."),
    ),
    (
        "post:subscribe",
        _("Prenumerera på nyheter med mejl"),
        _("Få mejl om nyheter, möten och teman. Välj vad du vill följa, eller sluta prenumerera."),
    ),
    ("pages:news", _("Nyheter"), _("Vad som händer i arbetet, och vad vi hör på mötena.")),
    ("pages:questions", _("Frågor och svar"), _("Svar på det som många frågar om strategin.")),
    ("pages:material", _("Material"), _("Material att skriva ut, visa och låna till samtal och lektioner.")),
    ("insights:themes", _("Teman"), _("Resultat: vad många säger, tema för tema, med siffror och röster.")),
    (
        "participation:participation",
        _("Vilka har hörts?"),
        _("Deltagande: vilka som har varit med, efter plats och ålder, och vilka som saknas."),
    ),
    ("pages:easy", _("Lättläst"), _("Om arbetet på lätt svenska: vad är det här?")),
    ("pages:easy_take_part", _("Lättläst: så är du med"), _("På lätt svenska: så skriver du till oss.")),
    (
        "pages:easy_what_happens",
        _("Lättläst: vad händer med det du skriver?"),
        _("På lätt svenska: vad som händer med din röst."),
    ),
    ("pages:easy_contact", _("Lättläst: prata med oss"), _("På lätt svenska: kontakt, frågor och hjälp.")),
)


@offers.search
def fixed_pages(words: str, viewer: Viewer) -> Iterable[offers.Hit]:
    """The site's own pages, by what they are about."""
    asked = wanted(words)
    for name, title, about in FIXED:
        if holds(f"{title} {about}", asked):
            yield offers.Hit(str(title), str(about), reverse(name), _("Sidor"))


@offers.search
def happenings(words: str, viewer: Viewer) -> Iterable[offers.Hit]:
    """What has a date and an address. Meetings are found by their own room, by more than their titles."""
    asked = wanted(words)
    for source in offers.happenings:
        for one in source(viewer):
            if one.address and one.kind != "meeting" and holds(str(one.title), asked):
                yield offers.Hit(
                    str(one.title), moment(one.start), local(one.address), _("Datum"), one.language
                )


sources.register()
offers.listen(search.note)
