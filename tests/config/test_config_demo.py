"""The demonstration tells what the region has told of its process, in plain words, and leads nowhere that is not there.

One installation is made for most of the file, without the analysis, which has tests of its own. The clock stands where
the calendar is not moved, so that the days of the story are the days that the region told.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from html import unescape

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from helpers_reading import EASY, PLAIN, check, running_text
from helpers_site import crawl, look
from medskick.config import demo
from medskick.doors.pages import demo as pages_demo
from medskick.doors.pages.models import FreePage, NewsPage, Picture
from medskick.ground.core import happenings
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions import demo as contributions_demo
from medskick.process.contributions.models import Contribution, State
from medskick.process.cycle import demo as cycle_demo
from medskick.process.cycle import queries as cycles
from medskick.process.cycle.models import PhaseKind
from medskick.process.meetings import demo as meetings_demo
from medskick.process.meetings.models import Meeting

NOW = datetime.datetime(2024, 9, 13, 12, tzinfo=datetime.UTC)
# Where others' words stand, doors for staff, other languages, files.
NOT_WALKED = (
    "/medskick/", "/arbetsyta/", "/konto/", "/en/", "/fi/", "/fit/", "/se/", "/bilder/", "/kvitto/", "/nyheter/flode/",
    "/oppna-data/", "/resultat/",
)  # fmt: skip

# What the region has told of its process, by the address of the page that is to tell it. An address that ends in * is
# any page that begins so.
FACTS = {
    "/nyheter/hur-ska-det-vara-att-leva-har/": (
        "leva och arbeta här i framtiden", "Var är vi? Vart vill vi? Vad behövs för att komma dit?", "alla 14 kommuner",
        "år 2040", "Regionen och kommunerna bjuder in tillsammans", "eget samtal på en timme", "stor omställning",
    ),
    "/nyheter/unga-forst-ut/": ("Arjeplog", "27 februari", "28 februari", "unga som driver företag", "mässa i Luleå"),
    "/nyheter/arjeplog-var-forst/": ("Omkring 20 personer", "turnéns första möte"),
    "/nyheter/arvidsjaur-vill-ligga-fore/": ("29 februari", "andra stopp", "om tre år", "rätt folk till jobben"),
    "/nyheter/41-personer-i-gallivare/": ("41 personer", "bild", "rykte", "Styrkorna", "Behoven", "utbildning", "liv"),
    "/nyheter/en-dag-for-foretag-och-kommuner/": ("länets företag", "arbetar i kommunerna", "En hel dag"),
    "/nyheter/haparanda-ser-over-gransen/": (
        "Färre invånare", "unga utan jobb", "kultur", "jordbruk", "Handeln över gränsen",
    ),
    "/nyheter/overkalix-halsar-alla-valkomna/": ("Öppenhet", "föreningar", "trygghet", "natur", "man har råd med"),
    "/nyheter/overtornea-mater-hur-folk-mar/": (
        "25 april", "mäta välmående", "Tilliten", "svårt att få tag på folk", "nya känner sig välkomna",
    ),
    "/nyheter/jokkmokk-vaxer-pa-sitt-satt/": ("växa på sitt eget sätt", "natur", "kultur", "utbildning", "hushålla"),
    "/nyheter/vad-ar-ett-gott-liv-har/": ("gott liv här", "några minuter"),
    "/nyheter/naringslivet-vill-vara-med/": ("Näringslivet", "workshop"),
    "/fragor-och-svar/": (
        "hjälpas åt under lång tid", "viktigt för många", "Alla 21 regioner", "mellan två val till regionfullmäktige",
        "pussel", "kommuner, region, universitet, företag och föreningar", "slags avtal",
        "satsa på, samarbeta om och lägga pengar på", "visar riktningen", "handlingsplaner",
        "vilka företag och projekt som får pengar", "närmast våra mål", "inte kan påverka", "vinster i välfärden",
        "kort tid", "bara rör en plats", "nytt elljusspår", "rusta upp en skola", "uppdraget av staten",
        "tankar, synsätt och kunskap", "bjuder in till samtal", "sammanställer", "skriver ett förslag",
        "förtroendevalda", "möten i alla kommuner", "fritidsgårdar och i skolor", "AI", "viktigt för många",
        "vision, mål", "remiss", "ändrar det som behöver ändras", "Regionfullmäktige antar",
        "stor omställning av både industri och samhälle", "service", "fritid och kultur", "bostäder, utbildning",
        "företag, föreningar, kultur", "tar en timme", "film", "två enkla frågor", "egna ord", "lärare på gymnasiet",
        "handledning", "vad du önskar", "början av 2024", "27 februari", "28 februari", "Under 2025", "slutet av 2025",
        "nästan två år", "alla ska hinna påverka", "nyheterna", "klicka dig vidare", "stora arbetet",
        "Krävs det att flera hjälps åt", "lång sikt", "Alla åsikter som skickas in räknas",
        "kan inte hamna i strategin",
        "en del av helheten", "3 050 000 kronor", "statens pengar för regionalt utvecklingsarbete",
        "regionens egna projektmedel", "2019–2023",
    ),
    "/malen-2019-2023/": ("2019–2023", "fyra områden", "indikatorer", "förra strategin", "uppföljning"),
    "/material/samtal-pa-en-timme/": ("kunna något i förväg", "en timme"),
    "/material/en-lektion-om-2040/": ("gymnasiet", "Handledning"),
    "/tidplan/": (
        "Förberedelserna är klara", "Första dialogmötet", "mässa för unga företagare i Luleå", "ändrat efter remissen",
        "3 050 000", "1 525 000", "Första workshoppen med unga", "Regionfullmäktige beslutar",
    ),
    "/kontakt/": ("Regional utveckling",),
    "/": ("eget samtal", "2019–2023", "Tyck till"),
    "/moten/": (
        "Arjeplog", "Arvidsjaur", "Gällivare", "Haparanda", "Överkalix", "Övertorneå", "Jokkmokk",
        "Turnén når 14 av 14",
    ),
}  # fmt: skip


def arrange(phase: str, *, voices: bool = False):
    """The demonstration without an edition, as ``config.demo`` puts it together."""
    shift = cycle_demo.shift_to(phase, cycles.today())
    cycle = cycle_demo.load(shift)
    meetings = meetings_demo.load(cycle, shift, by=demo.DEMONSTRATOR)
    if voices:
        contributions_demo.load(cycle, by=demo.DEMONSTRATOR, said_at=meetings_demo.occasions(meetings))
    pages_demo.load(cycle, shift, {key: one.number for key, one in meetings.items()})
    return cycle, shift, meetings


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """The pages of a demonstration in its dialogue, by their addresses. What it stored is taken back afterwards."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, time_machine.travel(NOW), transaction.atomic():
        arranged = arrange("dialogue", voices=True)
        yield {page.address: page for page in crawl(Client(), "/", skip=NOT_WALKED)}, arranged
        transaction.set_rollback(True)


def words_of(page) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.body)).replace("\xa0", " ").split())


def test_no_page_prints_what_only_the_code_knows(told):
    assert [
        one.address
        for one in told[0].values()
        if re.search(r"Language\(|&lt;\w+ object|\{\{|None\b</", one.body)
    ] == []


@pytest.mark.parametrize("address", FACTS)
def test_what_the_region_has_told_is_told(told, address):
    text = words_of(told[0][address])
    missing = [fact for fact in FACTS[address] if not re.search(fact.replace("?", r"\?"), text)]
    assert missing == []


def test_every_page_that_the_demonstration_leads_to_is_there(told):
    assert len(told[0]) > 60
    assert {
        one.address: one.response.status_code for one in told[0].values() if one.response.status_code != 200
    } == {}


def test_what_the_demonstration_tells_is_plain(told):
    ours = ("/nyheter/", "/fragor-och-svar/", "/material/", "/malen-2019-2023/", "/moten/")
    pages = [
        one
        for one in told[0].values()
        if one.is_html and one.address.startswith(ours) and "?" not in one.address
    ]
    assert len(pages) > 40
    for page in pages:
        if "/anmalan/" not in page.address:
            check(page.address, running_text(page.body), PLAIN)


def test_the_easy_read_page_is_easy_and_found_from_the_other(told):
    easy = "/fragor-och-svar-lattlast/"
    assert easy in told[0]["/fragor-och-svar/"].links
    check(easy, running_text(told[0][easy].body), EASY)


def test_reports_name_place_meeting_and_picture(told):
    reports = NewsPage.objects.live().filter(kind="report", locale__language_code="sv")
    assert len(reports) >= 10
    for report in reports:
        assert Meeting.objects.filter(pk=int(report.meeting)).exists()
        assert f"/moten/{report.meeting}/" in told[0][report.address].links
    assert all(one.picture for one in NewsPage.objects.live())
    assert {one.credit for one in Picture.objects.all()} == {"Medskick, tecknad bild"}
    assert all(len(one.description) > 15 for one in Picture.objects.all())


def test_a_report_belongs_to_the_first_theme_that_its_words_name(told):
    cycle, shift, meetings = told[1]
    site = pages_demo._Site(cycle, shift, {key: one.number for key, one in meetings.items()}, None)
    site.themes = [("jobb-och-bolag", "Jobb och bolag"), ("bensin-och-buss", "Bensin och buss")]
    assert site._theme(["buss", "jobb"]) == "bensin-och-buss"
    assert site._theme(["bolag"]) == "jobb-och-bolag"
    assert site._theme(["rymden"]) == ""


def test_every_page_has_a_history(told):
    pages = [*NewsPage.objects.all(), *FreePage.objects.all()]
    assert all(page.live and page.revisions.exists() for page in pages)
    assert not any(page.has_unpublished_changes for page in pages)


def test_in_english_the_front_page_the_questions_and_a_report(told):
    client = Client()
    for address, sentence in (
        ("/en/", "Hold a talk of your own"),
        ("/en/fragor-och-svar/", "Is it not enough|Are all answers counted"),
        ("/en/nyheter/hur-ska-det-vara-att-leva-har/", "We put three questions to everyone"),
        ("/en/malen-2019-2023/", "This period is closed"),
    ):
        page = look(client, address)
        assert page.response.status_code == 200
        assert page.language == "en"
        assert re.search(sentence, words_of(page))
        main = page.body.partition("<main")[2].partition("</main>")[0]
        assert not re.search(r" (och|att|är) ", re.sub(r'<(\w+)[^>]*lang="sv".*?</\1>', "", main, flags=re.S))
    fallen_back = look(client, "/en/nyheter/arjeplog-var-forst/")
    assert 'lang="sv"' in fallen_back.body


def test_twice_adds_nothing(told):
    cycle, shift, meetings = told[1]
    before = {page.pk: page.latest_revision_id for page in [*NewsPage.objects.all(), *FreePage.objects.all()]}
    pictures = Picture.objects.count()
    pages_demo.load(cycle, shift, {key: one.number for key, one in meetings.items()})
    assert {
        page.pk: page.latest_revision_id for page in [*NewsPage.objects.all(), *FreePage.objects.all()]
    } == before
    assert Picture.objects.count() == pictures


def test_what_an_editor_has_written_stays(told):
    cycle, shift, meetings = told[1]
    page = NewsPage.objects.get(slug="arjeplog-var-forst", locale__language_code="sv")
    with transaction.atomic():
        page.title = "Vi började i Arjeplog"
        page.save_revision().publish()
        pages_demo.load(cycle, shift, {key: one.number for key, one in meetings.items()})
        page.refresh_from_db()
        assert page.title == "Vi började i Arjeplog"
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("phase", [one for one in PhaseKind.values if one != "dialogue"])
def test_in_every_other_phase_the_news_is_of_that_time_and_leads_somewhere(phase, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cycle, _shift, _meetings = arrange(phase)
    assert cycles.current_phase(cycle, PUBLIC).kind == phase
    news = NewsPage.objects.live().filter(locale__language_code="sv").order_by("-day")
    assert len(news) >= 13
    assert news[0].day <= timezone.localdate()
    opened = {one.kind: one.starts for one in cycles.phases(cycle, PUBLIC)}[phase]
    assert news[0].day >= opened
    led = {link for address in ("/", "/moten/", "/fragor-och-svar/") for link in look(client, address).links}
    led |= {link for one in news for link in re.findall(r'href="(/[^"]*)"', str(one.body))}
    led = {link.partition("#")[0] for link in led if link.startswith("/")}
    led = {link for link in led if not link.startswith((*NOT_WALKED, "/nyheter/"))}
    assert {"/kontakt/", "/tidplan/"} <= led
    assert {
        link: code for link in sorted(led) if (code := client.get(link).status_code) not in {200, 302}
    } == {}


def front_page_of(phase: str, client) -> str:
    arrange(phase)
    return words_of(look(client, "/"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phase", "told"),
    [
        ("dialogue", "Vad vill du skicka med till Norrbotten 2040?"),
        ("analysis", "Nu läser vi vad ni har sagt"),
        ("draft", "Nu skriver vi förslaget"),
        ("referral", "Svara på remissen: skriv till oss"),
        ("decision", "Nu är det dags för beslut"),
        ("followup", "Strategin gäller. Hur går det?"),
    ],
)
def test_the_front_page_of_each_phase_is_its_own(phase, told, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC), tick=False):
        text = front_page_of(phase, client)
        assert told in text
        assert "Det går inte att skicka in något nytt" not in text
        assert ("Håll ett eget samtal" in text) == (phase == "dialogue")
        if phase != "dialogue":
            assert "Det här kan du göra nu" in text
            answers = words_of(look(client, "/fragor-och-svar/"))
            assert "samlade vi in" in answers
            assert "Svara på två enkla frågor" not in answers
        coming = [
            (str(one.title), happenings.day_of(one.start))
            for one in happenings.coming(happenings.dated(PUBLIC), timezone.localdate())
        ]
        assert coming
        assert min(day for _title, day in coming) >= timezone.localdate()
        assert len(set(coming)) == len(coming)
        days = [timezone.localdate(one.starts_at) for one in Meeting.objects.all()]
        days += [
            one.holds
            for entry in cycles.timeline(cycles.current_cycle(PUBLIC), PUBLIC)
            for one in entry.milestones
        ]
        assert {day for day in days if day.weekday() > 4 or (day.month, day.day) in CHRISTMAS} == set()


CHRISTMAS = {(12, day) for day in range(20, 32)} | {(1, day) for day in range(1, 7)}


@pytest.mark.parametrize("phase", PhaseKind.values)
def test_on_whatever_day_it_is_loaded_nothing_is_held_when_offices_are_closed(phase):
    tour = tomllib.loads(meetings_demo.TOUR.read_text(encoding="utf-8"))["meetings"]
    for number in range(0, 364, 7):
        shift = cycle_demo.shift_to(phase, datetime.date(2026, 1, 3) + datetime.timedelta(days=number))
        for one in tour:
            day = shift.at_work(one["starts"])
            assert (day.month, day.day) not in CHRISTMAS
            assert day.weekday() == one["starts"].weekday() < 5
            assert not (day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4)
            assert datetime.timedelta(0) <= shift(one["starts"]) - day <= datetime.timedelta(weeks=4)
        weeks = [
            shift.at_work(one["starts"]).isocalendar()[:2]
            for one in sorted(tour, key=lambda one: one["starts"])
        ]
        assert weeks == sorted(weeks)


@pytest.mark.django_db
@pytest.mark.parametrize(("phase", "before"), [("dialogue", False), ("analysis", False), ("draft", True)])
def test_the_finished_themes_came_out_before_the_proposal_was_written(phase, before):
    shift = cycle_demo.shift_to(phase, cycles.today())
    day = cycle_demo.themes_published(shift)
    assert (day is not None) == before


@pytest.mark.django_db
def test_in_the_dialogue_one_promise_was_late_and_says_why():
    cycle = cycle_demo.load(cycle_demo.shift_to("dialogue", cycles.today()))
    late = [
        one
        for entry in cycles.timeline(cycle, PUBLIC)
        for one in entry.milestones
        if one.state == "done" and one.holds > one.promised
    ]
    assert [("senare" in one.verdict, one.reason[:11]) for one in late] == [(True, "Lärare som ")]


@pytest.mark.django_db
def test_another_region_gets_no_pages_of_norrbotten(use_region, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    use_region("sjomark")
    arrange("dialogue")
    assert not NewsPage.objects.exists()
    assert not Picture.objects.exists()


# Sentences that ask people to write or come while the dialogue goes on, and links to the form, outside the menu.
INVITES = (
    "Kom och säg vad du tycker", "Då behövs din röst mest", "Du skriver Kort eller långt", "Tryck på Skicka",
    "Skriver du igen får du en ny kod", "Skriver du om det räknas", "Skriver du i båda rutorna", "två enkla frågor",
    "Vi vill veta vad du tycker. Vad är bra", "Skicka in dem under", "Skicka in tankarna", "Skicka det under",
    "Svara på två frågor", "Vad vill du skicka med till Norrbotten", "Skriv i en ruta", "Håll ett eget samtal",
)  # fmt: skip
# News is of its day, single meetings and voices too.
DATED = (*NOT_WALKED, "/nyheter/", "/moten/2", "/moten/1", "/prenumerera/")
TYPED = (
    "/",
    "/tyck-till/",
    "/kvitto/",
    "/lattlast/",
    "/lattlast/var-med/",
    "/deltagande/",
    "/kontakt/",
    "/material/",
)


def invitations(client) -> dict[str, list[str]]:
    """What invites people, by the address of the page that says it."""
    found = {}
    for page in crawl(client, *TYPED, skip=DATED):
        main = page.body.partition("<main")[2].partition("</main>")[0]
        text = " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\xa0", " ").split())
        told = [words for words in INVITES if words in text]
        if page.address != "/tyck-till/" and re.search(r'href="(/en)?/tyck-till/"', main):
            told.append("a link to the form")
        if told and page.is_html:
            found[page.address] = told
    return found


@pytest.mark.django_db
def test_while_the_dialogue_goes_on_people_are_invited(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    arrange("dialogue", voices=True)
    told = {words for page in invitations(client).values() for words in page}
    assert told == {*INVITES, "a link to the form"}


@pytest.mark.django_db
@pytest.mark.parametrize("phase", [one for one in PhaseKind.values if one != "dialogue"])
def test_in_every_other_phase_nobody_is_invited_to_what_is_closed(phase, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cycle, shift, _meetings = arrange(phase, voices=phase in {"analysis", "referral"})
    assert invitations(client) == {}
    closed = words_of(look(client, "/tyck-till/"))
    assert '/teman/"' in look(client, "/tyck-till/").body.partition("<main")[2]
    assert ("Så svarar du på remissen" in closed) == (phase == "referral")
    assert ("Svara på remissen" in words_of(look(client, "/kontakt/"))) == (phase == "referral")
    # The questions give the decision the day that the timeline gives it.
    day = cycles.decision_day(cycle, PUBLIC)
    part = ("början", "mitten", "slutet")[(day.month - 1) // 4]
    assert f"I {part} av {day.year}: strategin antas" in words_of(look(client, "/fragor-och-svar/"))
    assert shift.at_work(datetime.date(2025, 11, 26)) == day


@pytest.mark.django_db
@pytest.mark.parametrize(("phase", "left"), [("analysis", True), ("draft", False)])
def test_when_the_analysis_is_over_everything_has_been_read(phase, left, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cycle, _shift, _meetings = arrange(phase, voices=True)
    waiting = Contribution.objects.filter(cycle=cycle, state=State.WAITING)
    assert waiting.exists() == left


@pytest.mark.django_db
def test_the_follow_up_leads_to_the_timeline_and_has_days_ahead(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    arrange("followup")
    page = look(client, "/")
    main = page.body.partition("<main")[2]
    assert re.search(r'class="button button--large" href="/tidplan/"', main)
    coming = [
        one
        for one in happenings.coming(happenings.dated(PUBLIC), timezone.localdate())
        if one.kind == "milestone"
    ]
    assert coming
