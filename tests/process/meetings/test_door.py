"""The list at the door: found by name, taken along on paper or as a file, and filled by those who phone."""

import csv
import io
import re

import pytest
from django.core.exceptions import PermissionDenied

from helpers_meetings import CONTACT, LEAD, make_meeting, over, sign_up
from helpers_people import signed_in
from medskick.ground.core.models import AuditEntry
from medskick.ground.post.models import Mail
from medskick.process.meetings import actions, queries
from medskick.process.meetings.models import SignUp

pytestmark = pytest.mark.django_db


def door_of(meeting, rest=""):
    return f"/arbetsyta/moten/{meeting.number}/dorren/{rest}"


def words_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_name_finds_its_line_and_several_are_listed(client, cycle):
    meeting = make_meeting(cycle)
    for name in ("Åsa Ek", "Per Ek", "Bo Al"):
        sign_up(meeting, name)
    signed_in(client, "process_lead")
    alone = client.get(door_of(meeting), {"kod": "åsa"}).content.decode()
    assert '<h2 id="traff">Åsa Ek</h2>' in alone
    several = words_of(client.get(door_of(meeting), {"kod": "EK"}))
    assert "2 anmälningar med ”EK”" in several
    assert "Bo Al" not in several
    assert "Vi hittar ingen anmälan" in words_of(client.get(door_of(meeting), {"kod": "Cilla"}))


def test_fewer_than_signed_up_are_ticked_off_from_the_list(client, cycle):
    meeting = make_meeting(cycle, largest_group=5)
    one = sign_up(meeting, "Ann", persons=4)
    signed_in(client, "process_lead")
    page = client.get(door_of(meeting)).content.decode()
    assert re.search(rf'id="antal-{one.code}" name="persons"[^>]* value="4"', page)
    client.post(door_of(meeting, "kom/"), {"code": one.code, "persons": "3"})
    assert "Här: 3" in words_of(client.get(door_of(meeting)))


@pytest.mark.parametrize("email", ["", "per@prov.example"])
def test_somebody_who_phones_gets_a_place_or_waits_as_all_others_do(client, cycle, email):
    meeting = make_meeting(cycle, places=2, largest_group=2)
    signed_in(client, "process_lead")
    form = {"name": "Per  Ek", "persons": "2", "email": email, "client_key": "telefon-1"}
    for _press in range(2):
        answer = client.post(door_of(meeting, "anmal/"), form, follow=True)
    one = SignUp.objects.get()
    assert (one.name, one.persons, one.has_place) == ("Per Ek", 2, True)
    assert f"Per Ek har plats. Koden är {one.code}." in words_of(answer)
    assert [mail.to for mail in Mail.objects.all()] == ([email] if email else [])
    answer = client.post(door_of(meeting, "anmal/"), {"name": "Bo", "persons": "1"}, follow=True)
    assert "Bo står på väntelistan." in words_of(answer)
    too_many = client.post(door_of(meeting, "anmal/"), {"name": "Ida", "persons": "3"})
    assert too_many.status_code == 422
    assert "högst 2 personer" in words_of(too_many)
    assert AuditEntry.objects.filter(action="meetings.entered").count() == 2
    assert not AuditEntry.objects.filter(action="meetings.signed_up").exists()


def test_nobody_is_entered_after_sign_up_has_closed(client, cycle):
    meeting = over(make_meeting(cycle))
    signed_in(client, "process_lead")
    answer = client.post(door_of(meeting, "anmal/"), {"name": "Per", "persons": "1"})
    assert answer.status_code == 422
    assert "Anmälan till mötet är stängd." in words_of(answer)
    assert "Anmäl någon" not in words_of(client.get(door_of(meeting)))


def test_the_file_opens_in_a_spreadsheet_runs_no_formula_and_is_logged(client, cycle):
    meeting = make_meeting(cycle, asks_diet=True)
    sign_up(meeting, "=HYPERLINK(1)", phone="+46", diet_needs="@x")
    sign_up(meeting, "Åsa", persons=2)
    actions.walk_in(meeting, 3, client_key="w", by=LEAD)
    signed_in(client, "process_lead")
    assert client.get(door_of(meeting, "lista.csv")).status_code == 405
    answer = client.post(door_of(meeting, "lista.csv"))
    assert answer["Cache-Control"] == "no-store"
    head, first, second, third = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[:5] == ["Namn", "Kod", "Personer", "Läge", "Kom"]
    assert (first[0], first[6], first[8]) == ("'=HYPERLINK(1)", "'+46", "'@x")
    assert (second[0], second[2]) == ("Åsa", "2")
    assert (third[0], third[4]) == ("Utan anmälan", "3")
    line = AuditEntry.objects.get(action="meetings.list_fetched")
    assert line.details == {"count": 3}


def test_the_printed_list_holds_those_who_come_and_no_button(client, cycle):
    meeting = make_meeting(cycle, places=1)
    sign_up(meeting, "Ann", phone="070-1")
    sign_up(meeting, "Bo")
    signed_in(client, "process_lead")
    page = words_of(client.get(door_of(meeting, "lista/")))
    for said in ("☐ Ann", "070-1", "☐ Bo", "Väntar, nummer 1"):
        assert said in page


@pytest.mark.parametrize("rest", ["", "lista/", "anmal/", "lista.csv"])
def test_only_those_who_run_the_meeting_reach_the_list(client, cycle, rest):
    meeting = make_meeting(cycle)
    ask = client.post if rest == "lista.csv" else client.get
    assert ask(door_of(meeting, rest)).status_code == 302  # to the sign-in page
    signed_in(client, "moderator")
    assert ask(door_of(meeting, rest)).status_code == 403
    elsewhere = make_meeting(cycle, municipality="2580")
    for deed in (
        lambda: actions.fetch_list(elsewhere, by=CONTACT),
        lambda: actions.enter(elsewhere, actions.Wish("Per"), client_key="k", by=CONTACT),
        lambda: queries.audience(elsewhere, CONTACT),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    assert not SignUp.objects.exists()


def test_the_door_asks_few_questions_however_many_come(client, cycle, django_assert_max_num_queries):
    meeting = make_meeting(cycle)
    signed_in(client, "process_lead")
    for number in range(30):
        sign_up(meeting, f"Ann {number}")
    for rest in ("", "?kod=ann", "lista/"):
        with django_assert_max_num_queries(30):
            client.get(door_of(meeting, rest))


def test_whoever_writes_reads_how_many_sign_ups_it_reaches(client, cycle):
    meeting = make_meeting(cycle, places=4, largest_group=3, form="hybrid")
    sign_up(meeting, "Ann", persons=3, email="ann@prov.example")
    sign_up(meeting, "Bo", online=True, email="bo@prov.example")
    sign_up(meeting, "Cia", persons=2)
    signed_in(client, "process_lead")
    for what in ("skriv/", "flytta/"):
        page = words_of(client.get(f"/arbetsyta/moten/{meeting.number}/{what}"))
        assert "2 anmälningar har plats (1 av dem på nätet), 1 väntar." in page
        assert "2 av 3 har lämnat en e-postadress." in page
    page = words_of(client.get(f"/arbetsyta/moten/{meeting.number}/"))
    assert "2 personer i 1 anmälan" in page


def test_counting_is_told_to_open_with_the_meeting(client, cycle):
    meeting = make_meeting(cycle)
    signed_in(client, "process_lead")
    page = words_of(client.get(f"/arbetsyta/moten/{meeting.number}/rakna/"))
    assert "Räkningen öppnar när mötet börjar:" in page
    assert "Spara räkningen" not in page
    assert "När mötet har börjat kan du räkna" in words_of(client.get(door_of(meeting)))
    over(meeting)
    assert "Spara räkningen" in words_of(client.get(f"/arbetsyta/moten/{meeting.number}/rakna/"))


def test_what_comes_stands_first_in_the_list_of_staff_and_what_has_been_under_it(client, cycle):
    over(make_meeting(cycle, title="I går"))
    over(make_meeting(cycle, title="Förra veckan"), days=7)
    make_meeting(cycle, title="Nästa vecka")
    far = make_meeting(cycle, title="Nästa år")
    type(far).objects.filter(pk=far.pk).update(
        starts_at=far.starts_at.replace(year=far.starts_at.year + 1),
        ends_at=far.ends_at.replace(year=far.ends_at.year + 1),
    )
    order = [one.title for one in queries.planned(LEAD, cycle)]
    assert order == ["Nästa vecka", "Nästa år", "I går", "Förra veckan"]
    assert [one.title for one in queries.planned(CONTACT, cycle)] == order
    signed_in(client, "process_lead")
    assert "Är över" in words_of(client.get("/arbetsyta/moten/"))
