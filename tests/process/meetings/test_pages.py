"""What visitors meet: list, page, sign-up, the private page, calendars, in both languages."""

import re

import pytest
from icalendar import Calendar

from helpers_meetings import CONTACT, LEAD, make_meeting, over, sign_up
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions import actions as contributions
from medskick.process.cycle import region as regions
from medskick.process.meetings import actions, links, mail
from medskick.process.meetings.models import SignUp

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def form_of(client, address):
    body = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body))


def send(client, meeting, **fields):
    address = f"/moten/{meeting.number}/anmalan/"
    return client.post(address, {**form_of(client, address), "name": "Ann", "persons": 1, **fields})


def test_a_visitor_signs_up_and_reads_that_there_is_a_place(client, cycle):
    meeting = make_meeting(cycle, places=2)
    answer = send(client, meeting)
    assert answer.status_code == 303
    page = client.get(answer["Location"])
    assert "Du har en plats" in text_of(page)
    assert SignUp.objects.get().code in text_of(page)
    assert page["Cache-Control"] == "no-store"
    assert not page.cookies


def test_a_visitor_to_a_full_meeting_reads_the_number_on_the_list(client, cycle):
    meeting = make_meeting(cycle, places=1)
    sign_up(meeting)
    assert "Ställ dig på väntelistan" in text_of(client.get(f"/moten/{meeting.number}/"))
    page = client.get(send(client, meeting, name="Bo")["Location"])
    assert "Du står på väntelistan, nummer 1" in text_of(page)


def test_the_private_page_tells_no_places_left_and_cancelling_is_no_button(client, cycle):
    meeting = make_meeting(cycle, places=9)
    page = client.get(send(client, meeting)["Location"]).content.decode()
    assert "platser kvar" not in page
    buttons = re.findall(r'<(?:a|button)[^>]*class="button[^>]*>(.*?)</(?:a|button)>', page)
    assert buttons
    assert not [one for one in buttons if "vboka" in one]


def test_pressing_send_twice_signs_up_once(client, cycle):
    meeting = make_meeting(cycle)
    address = f"/moten/{meeting.number}/anmalan/"
    posted = {**form_of(client, address), "name": "Ann", "persons": 2}
    first, second = client.post(address, posted), client.post(address, posted)
    assert first["Location"] == second["Location"]
    assert SignUp.objects.count() == 1


def test_what_was_written_wrong_is_said_at_its_field_and_nothing_is_stored(client, cycle):
    meeting = make_meeting(cycle)
    answer = send(client, meeting, name="", persons=0, email="inte en adress")
    assert answer.status_code == 422
    assert "Skriv ett namn" in text_of(answer)
    assert SignUp.objects.count() == 0


@pytest.mark.parametrize("token", ["", "x:y:z"])
def test_a_form_without_a_good_token_is_shown_again(client, cycle, token):
    meeting = make_meeting(cycle)
    answer = send(client, meeting, visitor_token=token)
    assert answer.status_code == 400
    assert 'value="Ann"' in answer.content.decode()
    assert SignUp.objects.count() == 0


def test_another_site_cannot_sign_anybody_up(client, cycle):
    meeting = make_meeting(cycle)
    address = f"/moten/{meeting.number}/anmalan/"
    posted = {**form_of(client, address), "name": "Ann", "persons": 1}
    assert client.post(address, posted, headers={"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("asked", [True, False])
def test_needs_are_asked_only_where_the_hosts_have_chosen_so(client, cycle, asked):
    meeting = make_meeting(cycle, asks_access=asked, asks_diet=asked)
    page = text_of(client.get(f"/moten/{meeting.number}/anmalan/"))
    assert ("Vad behöver du för att kunna delta?" in page) is asked
    send(client, meeting, access_needs="Ramp", diet_needs="Nötter")
    one = SignUp.objects.get()
    assert (one.access_needs, one.diet_needs) == (("Ramp", "Nötter") if asked else ("", ""))


def test_the_link_on_the_net_is_told_to_those_who_have_a_place_alone(client, cycle):
    link = "https://video.example/rum/77"
    meeting = make_meeting(cycle, places=1, form="hybrid", link=link)
    placed = sign_up(meeting, "Cia", online=True)
    seated, waits = sign_up(meeting), sign_up(meeting, "Bo")
    assert seated.has_place
    assert link not in client.get(links.path_of(seated)).content.decode()
    assert link not in client.get(f"/moten/{meeting.number}/").content.decode()
    assert link not in client.get(f"/moten/{meeting.number}/kalender.ics").content.decode()
    assert link not in client.get("/moten/kalender.ics").content.decode()
    assert link not in client.get(links.path_of(waits)).content.decode()
    assert link in client.get(links.path_of(placed)).content.decode()
    assert link in client.get(links.path_of(placed) + "kalender.ics").content.decode()


def test_a_page_says_the_weekday_and_the_town_once(client, cycle):
    import datetime

    from django.utils import timezone, translation

    start = timezone.make_aware(datetime.datetime(2031, 3, 12, 18))
    when = {"starts_at": start, "ends_at": start + datetime.timedelta(hours=2)}
    named = make_meeting(cycle, place="Folkets hus, Storgatan 3, Pajala", **when)
    bare = make_meeting(cycle, place="Folkets hus", **when)
    assert "onsdag 12 mars 2031 kl. 18:00–20:00" in text_of(client.get(f"/moten/{named.number}/"))
    assert "Wednesday 12 March 2031 at 18:00–20:00" in text_of(client.get(f"/en/moten/{named.number}/"))
    with translation.override("fi"):
        assert mail.when(named).startswith("keskiviikko 12. maaliskuuta 2031")
    for address in (f"/moten/{named.number}/", f"/moten/{named.number}/anmalan/", "/moten/"):
        assert "Pajala, Pajala" not in text_of(client.get(address))
    assert "Folkets hus, Pajala" in text_of(client.get(f"/moten/{bare.number}/"))
    assert "Folkets hus, Pajala" in text_of(client.get("/moten/"))


def test_municipalities_stand_in_the_order_of_the_swedish_alphabet(client, cycle):
    body = client.get("/moten/").content.decode()
    names = re.findall(r'<option value="25\d\d">([^<]+)</option>', body)
    assert len(names) == 14
    assert (names[0], names[-3:]) == ("Arjeplog", ["Älvsbyn", "Överkalix", "Övertorneå"])


def test_without_a_mail_server_no_page_promises_a_mail(client, cycle, settings):
    settings.MAIL_IS_SET = False
    meeting = make_meeting(cycle, places=1)
    assert "Du får en egen sida där allt står" in text_of(client.get(f"/moten/{meeting.number}/anmalan/"))
    for name in ("Ann", "Bo"):  # a place, and the waiting list
        page = text_of(client.get(send(client, meeting, name=name, email="a@exempel.se")["Location"]))
        assert "Just nu kan vi inte skicka mejl" in page
        assert "bekräftelse med mejl" not in page
        assert "mejlar dig" not in page


def test_at_a_hybrid_meeting_one_chooses_the_room_or_the_net(client, cycle):
    meeting = make_meeting(cycle, places=1, form="hybrid", link="https://video.example/rum/77")
    assert "Hur vill du vara med?" in text_of(client.get(f"/moten/{meeting.number}/anmalan/"))
    assert "Hur vill du vara med?" not in text_of(client.get(f"/moten/{make_meeting(cycle).number}/anmalan/"))
    assert send(client, meeting).status_code == 422
    seated = text_of(client.get(send(client, meeting, attending="room")["Location"]))
    assert "Visa den här koden när du kommer" in seated
    assert "video.example" not in seated
    assert "Lokalen är full, men du kan vara med på nätet" in text_of(client.get(f"/moten/{meeting.number}/"))
    netted = text_of(client.get(send(client, meeting, name="Bo", attending="online")["Location"]))
    assert "är med på nätet" in netted
    assert "video.example" in netted
    assert "Visa den här koden" not in netted
    assert "väntelistan" in text_of(
        client.get(send(client, meeting, name="Cia", attending="room")["Location"])
    )


def test_a_visitor_changes_and_leaves_by_the_private_link(client, cycle):
    meeting = make_meeting(cycle, places=3)
    one, other = sign_up(meeting, persons=2), sign_up(meeting, "Bo", persons=2)
    own = links.path_of(one)
    form = form_of(client, f"{own}andra/")
    answer = client.post(f"{own}andra/", {**form, "name": "Anna", "persons": 1}, follow=True)
    assert "Ändringen är sparad." in text_of(answer)
    other.refresh_from_db()
    assert other.has_place
    answer = client.post(f"{own}avboka/", form_of(client, f"{own}avboka/"), follow=True)
    assert "Din anmälan är avbokad" in text_of(answer)


def test_a_guessed_link_opens_nothing(client, cycle):
    one = sign_up(make_meeting(cycle))
    for guess in (one.code, one.secret_hash, str(one.seed), "x" * 43):
        assert client.get(f"/moten/min-anmalan/{guess}/").status_code == 404


def test_the_database_holds_no_link(cycle):
    one = sign_up(make_meeting(cycle))
    secret = links.secret_of(one)
    held = [str(getattr(one, field.attname)) for field in SignUp._meta.concrete_fields]
    assert not [value for value in held if secret in value]
    assert len(secret) == 43


def test_the_list_narrows_by_municipality_type_and_target_group(client, cycle):
    make_meeting(cycle, title="I Pajala", municipality="2521", kind="youth", target_group="young")
    make_meeting(cycle, title="I Luleå", municipality="2580", kind="dialogue", target_group="business")
    make_meeting(cycle, title="I hela länet", municipality="", kind="thematic")
    shown = {
        query: {
            title
            for title in ("I Pajala", "I Luleå", "I hela länet")
            if title in text_of(client.get(f"/moten/{query}"))
        }
        for query in ("", "?kommun=2521", "?kommun=lanet", "?typ=youth", "?for=business", "?kommun=x&typ=%00")
    }
    assert shown == {
        "": {"I Pajala", "I Luleå", "I hela länet"},
        "?kommun=2521": {"I Pajala"},
        "?kommun=lanet": {"I hela länet"},
        "?typ=youth": {"I Pajala"},
        "?for=business": {"I Luleå", "I hela länet"},
        "?kommun=x&typ=%00": {"I Pajala", "I Luleå", "I hela länet"},
    }


def test_drafts_are_seen_by_those_who_plan_alone(client, cycle):
    meeting = make_meeting(cycle, published=False)
    for address in (f"/moten/{meeting.number}/", f"/moten/{meeting.number}/kalender.ics"):
        assert client.get(address).status_code == 404
    assert meeting.title not in text_of(client.get("/moten/"))
    assert client.get(f"/moten/{meeting.number}/anmalan/").status_code == 404


def test_a_moved_meeting_tells_everybody_and_counts_its_moves(client, cycle):
    import datetime

    meeting = make_meeting(cycle)
    one = sign_up(meeting)
    later = meeting.starts_at + datetime.timedelta(days=3)
    when = {"starts_at": later, "ends_at": later + datetime.timedelta(hours=1), "place": "Biblioteket"}
    actions.move(meeting, when, why="Lokalen är upptagen", by=LEAD)
    assert "Lokalen är upptagen" in text_of(client.get(links.path_of(one)))
    before = f"Förut: {mail.when(meeting)}, Folkets hus, Pajala"
    for address in (f"/moten/{meeting.number}/", links.path_of(one)):
        assert before in text_of(client.get(address))
        assert f"<s>{mail.when(meeting)}" in client.get(address).content.decode()
    assert "Mötet är flyttat" in text_of(client.get(f"/moten/{meeting.number}/"))
    (event,) = Calendar.from_ical(client.get(f"/moten/{meeting.number}/kalender.ics").content).walk("VEVENT")
    assert event["SEQUENCE"] == 1
    assert event["DTSTART"].dt == later
    assert str(event["LOCATION"]) == "Biblioteket, Pajala"
    assert str(event["URL"]) == f"http://testserver/moten/{meeting.number}/"


def test_a_cancelled_meeting_keeps_its_page_and_is_struck_out_in_calendars(client, cycle):
    meeting = make_meeting(cycle)
    one = sign_up(meeting)
    actions.cancel(meeting, "Snöstorm", by=LEAD)
    for address in (f"/moten/{meeting.number}/", links.path_of(one)):
        assert "Mötet är inställt" in text_of(client.get(address))
        assert "Snöstorm" in text_of(client.get(address))
    (event,) = Calendar.from_ical(client.get("/moten/kalender.ics").content).walk("VEVENT")
    assert str(event["STATUS"]) == "CANCELLED"


def test_a_message_reaches_those_with_a_place_and_those_who_wait_when_the_hosts_say_so(client, cycle):
    meeting = make_meeting(cycle, places=1)
    placed, waits = sign_up(meeting), sign_up(meeting, "Bo")
    actions.tell(meeting, "Parkering", "Parkera vid kyrkan.", by=LEAD)
    actions.tell(meeting, "Sändning", "Mötet sänds.", to_waiting=True, by=LEAD)
    assert "Parkera vid kyrkan." in text_of(client.get(links.path_of(placed)))
    assert "Parkera vid kyrkan." not in text_of(client.get(links.path_of(waits)))
    assert "Mötet sänds." in text_of(client.get(links.path_of(waits)))


def test_afterwards_the_page_tells_how_many_came_but_no_small_group(client, cycle):
    meeting = over(make_meeting(cycle))
    actions.count_heads(meeting, {"0-15": 2, "16-24": 9, "25-44": 8}, by=LEAD)
    page = text_of(client.get(f"/moten/{meeting.number}/"))
    assert "Omkring 20 personer kom" in page
    assert "0–15 år" not in page
    actions.count_heads(meeting, {"65+": 3}, by=LEAD)
    page = text_of(client.get(f"/moten/{meeting.number}/"))
    assert "Färre än fem personer kom" in page
    assert "65 år" not in page


def _said(cycle, meeting, *persons):
    from medskick.process.contributions.models import Contribution, State

    for number, many in enumerate(persons):
        answer = contributions.Answer(
            text=f"Fler bussar nummer {number}",
            channel="meeting",
            persons=many,
            source=contributions.Source(kind="meeting", key=str(meeting.number), title=meeting.title),
        )
        contributions.receive(cycle, [answer], client_key=f"said-{meeting.number}-{number}", by=PUBLIC)
    Contribution.objects.update(state=State.VISIBLE)


def test_what_was_said_is_read_on_the_page_of_the_meeting(client, cycle):
    meeting = over(make_meeting(cycle))
    _said(cycle, meeting, 4, 3)
    assert "Fler bussar nummer 1" in text_of(client.get(f"/moten/{meeting.number}/"))


@pytest.mark.parametrize("persons", [(3, 1), (9,)])
def test_a_meeting_is_not_named_beside_so_few_that_they_are_known_by_it(client, cycle, persons):
    from medskick.ground.core import chain
    from medskick.ground.core.chain import Ref
    from medskick.process.contributions.models import Contribution

    meeting = over(make_meeting(cycle))
    _said(cycle, meeting, *persons)
    assert "Fler bussar" not in text_of(client.get(f"/moten/{meeting.number}/"))
    voice = Ref("contribution", str(Contribution.objects.first().number))
    assert Ref("meeting", str(meeting.number)) not in chain.back([voice], PUBLIC).get(voice, [])


def test_the_chain_leads_from_a_voice_to_its_meeting_and_on(cycle):
    from medskick.ground.core import chain
    from medskick.ground.core.chain import Ref
    from medskick.process.contributions.models import Contribution

    meeting = over(make_meeting(cycle))
    _said(cycle, meeting, 4, 3)
    ref = Ref("meeting", str(meeting.number))
    voices = [Ref("contribution", str(one.number)) for one in Contribution.objects.order_by("pk")]
    assert chain.onward([ref], PUBLIC)[ref] == voices
    assert ref in chain.back(voices, PUBLIC)[voices[0]]
    assert chain.describe([ref], PUBLIC)[ref].title == meeting.title


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_of_a_visitor_answers_in_swedish_and_english(client, cycle, prefix):
    meeting = make_meeting(cycle, places=1, asks_access=True, asks_diet=True, co_hosts=("Pajala kommun",))
    placed, waits = sign_up(meeting), sign_up(meeting, "Bo")
    past = over(make_meeting(cycle, title="Förra"))
    pages = [
        "/moten/",
        f"/moten/{meeting.number}/",
        f"/moten/{past.number}/",
        f"/moten/{meeting.number}/anmalan/",
    ]
    pages += [
        links.path_of(placed),
        links.path_of(waits),
        f"{links.path_of(placed)}andra/",
        f"{links.path_of(placed)}avboka/",
    ]
    own_words = {"Folkets", "hus", "Pajala", "Förra", "Dialogmöte", "kommun", "Norrbotten", "Luleå"}
    own_words |= {one.name for one in regions.region().municipalities}  # on the tour's tiles
    for page in pages:
        answer = client.get(prefix + page)
        assert answer.status_code == 200
        assert f'<html lang="{"en" if prefix else "sv"}" ' in answer.content.decode()
        if prefix:
            main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
            names = (
                r'<(\w+)[^>]*lang="sv"[^>]*>.*?</\1>|<select.*?</select>|<svg.*?</svg>|<details.*?</details>'
            )
            main = re.sub(r"<[^>]+>", " ", re.sub(names, "", main, flags=re.DOTALL))
            strays = {word.strip(".,:;()") for word in main.split() if re.search("[åäöÅÄÖ]", word)}
            assert strays - own_words == set(), page


def test_the_number_of_queries_does_not_grow_with_meetings(client, cycle, django_assert_max_num_queries):
    for number in range(12):
        meeting = make_meeting(cycle, title=f"Möte {number}")
        sign_up(meeting)
        if number % 2:
            over(meeting)
    with django_assert_max_num_queries(14):
        client.get("/moten/")
    with django_assert_max_num_queries(14):
        client.get(f"/moten/{meeting.number}/")


def test_meetings_are_offered_to_timeline_search_and_open_data(cycle):
    from medskick.ground.core import offers

    meeting = make_meeting(cycle)
    past = over(make_meeting(cycle, title="Förra mötet"))
    draft = make_meeting(cycle, title="Hemligt", published=False)
    happenings = {
        str(one.title): one.state
        for source in offers.happenings
        for one in source(PUBLIC)
        if one.kind == "meeting"
    }
    assert happenings == {meeting.title: "next", past.title: "done"}
    hits = [one.address for source in offers.searches for one in source("folkets pajala", PUBLIC)]
    assert set(hits) == {f"/moten/{meeting.number}/", f"/moten/{past.number}/"}
    rows = [row[0] for one in offers.data_sets if one.name == "moten" for row in one.rows(PUBLIC)]
    assert set(rows) == {meeting.number, past.number}
    assert draft.number not in rows


def test_the_map_of_the_tour_tells_stops_by_word_and_shape(client, cycle):
    make_meeting(cycle)
    page = client.get("/moten/").content.decode()
    assert "Turnén når 1 av 14 kommuner" in page
    assert page.count("tour__tile--planned") == 1
    assert page.count("tour__tile--none") == 13
    assert page.count("inget stopp än") == 13
    assert CONTACT.municipality == "2521"


def test_who_waits_puts_a_tentative_date_in_the_calendar_and_reads_how_the_line_is_counted(client, cycle):
    meeting = make_meeting(cycle, places=1)
    first, one = sign_up(meeting, "Ann"), sign_up(meeting, "Bo")
    address = links.path_of(one)
    page = text_of(client.get(address))
    assert "Lägg i kalendern som preliminärt" in page
    assert "Varje anmälan har ett nummer, hur många ni än är." in page
    (event,) = Calendar.from_ical(client.get(f"{address}kalender.ics").content).walk("VEVENT")
    assert (str(event["STATUS"]), str(event["SUMMARY"])) == ("TENTATIVE", f"Väntelista: {meeting.title}")
    assert "Du står på väntelistan" in str(event["DESCRIPTION"])
    actions.leave(first, by=PUBLIC)
    (event,) = Calendar.from_ical(client.get(f"{address}kalender.ics").content).walk("VEVENT")
    assert (str(event["STATUS"]), str(event["SUMMARY"])) == ("CONFIRMED", meeting.title)
    assert "Lägg i din kalender" in text_of(client.get(address))


def test_the_private_page_shows_what_arrived_and_after_leaving_asks_nobody_to_save_it(client, cycle):
    meeting = make_meeting(cycle, asks_access=True, asks_diet=True)
    one = sign_up(
        meeting, "Ann Ek", email="ann@prov.example", phone="070-1", access_needs="Tolk", diet_needs="Nötter"
    )
    page = text_of(client.get(links.path_of(one)))
    for words in ("Ann Ek", "ann@prov.example", "070-1", "Tolk", "Nötter"):
        assert words in page
    actions.leave(one, by=PUBLIC)
    page = text_of(client.get(links.path_of(one)))
    assert "Din anmälan är avbokad" in page
    assert "Spara adressen" not in page
    assert "Ann Ek" not in page


def test_one_sign_up_is_changed_so_many_times_a_day(client, cycle, monkeypatch):
    from medskick.process.meetings.views import signup as views

    monkeypatch.setattr(views, "CHANGES", "1/day")
    one = sign_up(make_meeting(cycle, places=9, largest_group=5), "Ann")
    address = f"{links.path_of(one)}andra/"
    for persons, status in (("2", 303), ("3", 429)):
        body = client.get(address).content.decode()
        (token,) = re.findall(r'name="visitor_token" value="([^"]+)"', body)
        posted = {"visitor_token": token, "name": "Ann", "persons": persons}
        answer = client.post(address, posted)
        assert answer.status_code == status
    one.refresh_from_db()
    assert one.persons == 2


@pytest.mark.parametrize("words", ["bussarna", "buss", "bussar i pajala", "BUSSEN"])
def test_a_meeting_is_found_however_its_words_are_inflected(cycle, words):
    from medskick.ground.core import offers

    meeting = make_meeting(cycle, agenda="Vi hälsar.\nVi pratar om bussar.", place="Folkets hus")
    make_meeting(cycle, agenda="Vi pratar om skolor.")
    make_meeting(cycle, agenda="Vi pratar om bussar.", published=False)
    hits = [one for source in offers.searches for one in source(words, PUBLIC)]
    assert [one.address for one in hits] == [f"/moten/{meeting.number}/"]
    assert words == "bussar i pajala" or "Vi pratar om bussar." in hits[0].excerpt
