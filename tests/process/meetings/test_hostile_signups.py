"""Stale forms, wrong input and inboxes of others: what visitors send that no form of ours would."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError

from helpers_meetings import LEAD, make_meeting, sign_up
from medskick.ground.core import tokens
from medskick.ground.core.access import PUBLIC
from medskick.ground.post.models import Mail
from medskick.process.meetings import actions, links
from medskick.process.meetings.models import SignUp
from medskick.process.meetings.notes.forms import NoteForm
from medskick.process.meetings.views import signup as views

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def filled(client, meeting, **fields):
    """A form as the browser has it, filled in: its address and what it sends."""
    address = f"/moten/{meeting.number}/anmalan/"
    body = client.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body))
    return address, {**hidden, "name": "Ann", "persons": 1, **fields}


def test_whoever_has_left_and_sends_the_kept_form_again_has_a_place_again(client, cycle):
    address, posted = filled(client, make_meeting(cycle))
    client.post(address, posted)
    actions.leave(SignUp.objects.get(), by=PUBLIC)
    second, third = client.post(address, posted), client.post(address, posted)
    assert "Du har en plats" in text_of(client.get(second["Location"]))
    assert second["Location"] == third["Location"]
    assert sorted(SignUp.objects.values_list("standing", flat=True)) == ["cancelled", "place"]


def test_a_kept_form_with_other_numbers_is_not_told_to_be_saved(client, cycle):
    address, posted = filled(client, make_meeting(cycle))
    client.post(address, posted)
    page = text_of(client.get(client.post(address, {**posted, "persons": 3})["Location"]))
    assert SignUp.objects.get().persons == 1
    assert "Du var redan anmäld härifrån, så vi sparade inget nytt." in page
    assert "Välkommen!" not in page


def test_an_address_that_no_column_holds_is_said_at_its_field(client, cycle):
    address, posted = filled(client, make_meeting(cycle), email="a" * 200 + "@" + "b" * 50 + ".exempel.se")
    answer = client.post(address, posted)
    assert answer.status_code == 422
    assert "E-post" in text_of(answer)
    assert SignUp.objects.count() == 0


@pytest.mark.parametrize("name", ["\u200b\u200d", "\ufeff \u2060", "\u3164"])
def test_a_name_that_nobody_can_see_is_no_name(client, cycle, name):
    address, posted = filled(client, make_meeting(cycle), name=name)
    answer = client.post(address, posted)
    assert answer.status_code == 422
    assert "Skriv ett namn, så att vi kan pricka av dig." in text_of(answer)
    assert SignUp.objects.count() == 0


def test_nobody_fills_somebody_elses_inbox_by_signing_up(client, cycle):
    meetings = [make_meeting(cycle), make_meeting(cycle)]
    for number in range(10):
        sign_up(meetings[number % 2], f"Ann {number}", email="offer@exempel.se")
    address, posted = filled(client, meetings[0], email="Offer@Exempel.se")
    answer = client.post(address, posted)
    assert answer.status_code == 422
    assert "Lämna rutan tom" in text_of(answer)
    assert Mail.objects.filter(to="offer@exempel.se").count() == 10
    assert client.post(address, {**posted, "email": ""}).status_code == 303


def test_no_sign_turns_a_line_of_the_door_list_around(client, cycle):
    meeting = make_meeting(cycle, asks_diet=True)
    told = {
        "name": "Ann \u202e)tlavs( kE",
        "phone": "\u202a070-123 45 67\u202c",
        "diet_needs": "Nötter\u2066",
    }
    address, posted = filled(client, meeting, **told)
    assert client.post(address, posted).status_code == 303
    one = SignUp.objects.get()
    assert (one.name, one.phone, one.diet_needs) == ("Ann )tlavs( kE", "070-123 45 67", "Nötter")


def test_a_name_of_nothing_that_can_be_seen_is_no_name(client, cycle):
    address, posted = filled(client, make_meeting(cycle), name="\u202e\u2066")
    answer = client.post(address, posted)
    assert answer.status_code == 422
    assert "Skriv ett namn" in text_of(answer)


def test_nor_does_one_turn_a_note_around(cycle):
    sent = {
        "what": "note",
        "note": "1" * 32,
        "question": 1,
        "persons": 1,
        "text": "Fler \u202ebussar\u202c\r\n🏴",
    }
    form = NoteForm(sent)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["text"] == "Fler bussar\n🏴"


@pytest.mark.parametrize("page", ["andra", "avboka"])
def test_an_empty_form_is_answered_in_words(client, cycle, page):
    address = f"{links.path_of(sign_up(make_meeting(cycle)))}{page}/"
    answer = client.post(address)
    assert answer.status_code == 400
    assert "Sidan har varit öppen länge" in text_of(answer)


@pytest.mark.parametrize(("page", "purpose"), [("andra", views.CHANGE), ("avboka", views.LEAVE)])
def test_a_database_that_is_busy_keeps_what_was_typed(client, cycle, monkeypatch, page, purpose):
    one = sign_up(make_meeting(cycle))

    def busy(_number):
        raise OperationalError("database is locked")

    monkeypatch.setattr(actions.signups.places, "locked", busy)
    posted = {tokens.FIELD: tokens.issue(purpose), "name": "Annika", "persons": 1}
    answer = client.post(f"{links.path_of(one)}{page}/", posted)
    assert answer.status_code == 503
    assert "Just nu går det inte att spara" in text_of(answer)


@pytest.mark.parametrize(
    "path", ["/moten/1/logotyp/%00/", "/moten/1/logotyp/x/", "/moten/min-anmalan/%00/", "/moten/kiosk/%00/"]
)
def test_an_address_that_holds_anything_at_all_is_not_found(client, cycle, path):
    make_meeting(cycle)
    assert client.get(path).status_code == 404


def test_a_group_that_can_never_have_a_place_holds_nobody_up(client, cycle):
    meeting = make_meeting(cycle, places=10, largest_group=8)
    sign_up(meeting, "Ann", persons=4)
    many = sign_up(meeting, "Bo", persons=8)
    cia = sign_up(meeting, "Cia")
    assert many.waits
    assert cia.waits
    actions.edit(meeting, {"places": 6}, by=LEAD)
    cia.refresh_from_db()
    assert cia.has_place
    assert "Det finns 1 plats kvar." in text_of(client.get(f"/moten/{meeting.number}/"))
    assert sign_up(meeting, "Dan").has_place
    assert sign_up(meeting, "Eva").waits
    with pytest.raises(ValidationError, match="fullt"):
        actions.change(cia, actions.Wish(name="Cia", persons=2), by=PUBLIC)
    actions.edit(meeting, {"places": 15}, by=LEAD)
    assert set(meeting.signups.values_list("standing", flat=True)) == {"place"}


def test_a_draft_that_is_given_up_is_told_to_nobody(client, cycle):
    from helpers_people import signed_in
    from medskick.process.meetings.models import Meeting
    from medskick.process.meetings.notes import actions as notes

    draft = make_meeting(cycle, published=False, title="Något vi ångrade", co_hosts=("Sparbanken",))
    notes.open_link(notes.add_table(draft, "", by=LEAD), by=LEAD)
    with pytest.raises(ValidationError, match="Ta bort utkastet"):
        actions.cancel(draft, "Vi ångrade oss", by=LEAD)
    signed_in(client, "process_lead")
    path = f"/arbetsyta/moten/{draft.number}/"
    assert "Ta bort utkastet" in text_of(client.get(path))
    assert client.post(f"{path}ta-bort/").status_code == 302
    assert not Meeting.objects.filter(pk=draft.pk).exists()
    client.logout()
    assert client.get(f"/moten/{draft.number}/").status_code == 404
    assert make_meeting(cycle).number > draft.number  # a number is never given twice


def test_what_is_published_is_called_off_and_never_removed(cycle):
    meeting = make_meeting(cycle)
    with pytest.raises(ValidationError, match="Ställ in det"):
        actions.discard(meeting, by=LEAD)


def test_what_was_pasted_into_a_title_breaks_neither_calendar_nor_feed(client, cycle):
    meeting = make_meeting(cycle, title="Kväll\x0bi Pajala\x1b", agenda="Kaffe\r\n\tSamtal\x01", place="A\nB")
    assert meeting.title == "Kväll i Pajala "
    assert meeting.agenda == "Kaffe\r\n\tSamtal "
    for path in (f"/moten/{meeting.number}/kalender.ics", f"/moten/{meeting.number}/"):
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", client.get(path).content)


def test_at_the_door_wrong_codes_and_numbers_are_said_and_nobody_is_ticked_off(client, cycle):
    from helpers_people import signed_in
    from medskick.process.meetings.notes import actions as notes

    meeting = make_meeting(cycle)
    one = sign_up(meeting, persons=2)
    signed_in(client, "process_lead")
    path = f"/arbetsyta/moten/{meeting.number}/dorren/"
    for code, persons in (("\0", ""), (one.code, "3 st"), (one.code, "100000")):
        answer = client.post(f"{path}kom/", {"code": code, "persons": persons}, follow=True)
        assert answer.status_code == 200
        assert SignUp.objects.get().came is None
    assert client.post(f"{path}angra/", {"code": "\0"}).status_code == 302
    client.post(f"{path}kom/", {"code": one.code.lower(), "persons": ""})
    assert SignUp.objects.get().came == 2
    with pytest.raises(ValidationError, match="tecken som inte går att spara"):
        notes.add_table(meeting, "Bord\0", by=LEAD)
