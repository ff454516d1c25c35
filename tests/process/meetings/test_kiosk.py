"""A kiosk: one person after another answers on a borrowed tablet, and nothing is left of anybody."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from helpers_contributions import hidden_fields
from helpers_meetings import CONTACT, LEAD, make_meeting, over
from helpers_people import signed_in
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.models import AuditEntry, Receipt
from medskick.process.contributions.models import Contribution, Submission
from medskick.process.meetings import actions, links, queries
from medskick.process.meetings.models import Kiosk, State
from medskick.process.meetings.views import kiosk as views

pytestmark = pytest.mark.django_db
PHONE = "Ring mig på 070-174 06 05 om bussen"


@pytest.fixture
def meeting(cycle):
    return over(make_meeting(cycle, kind="fair", title="Mässan i Pajala"), days=0)


@pytest.fixture
def kiosk(meeting):
    return actions.open_kiosk(meeting, "Entrén", together=True, by=LEAD)


def home(kiosk):
    return f"/moten/kiosk/{links.secret_of(kiosk)}/"


def begin(client, kiosk):
    """The fields of the first screen, empty."""
    return hidden_fields(client.get(home(kiosk) + "fragor/").content.decode())


def send(client, kiosk, text="Fler nattbussar", **fields):
    """One person at the tablet: opens the questions and sends; the answer to the post."""
    data = {**begin(client, kiosk), "answer_bra_liv": text, **fields}
    return client.post(home(kiosk) + "skicka/", data)


def body(response):
    return response.content.decode()


def code_on(page):
    return re.search(r'kiosk__code">([^<]+)<', body(page)).group(1)


def test_what_is_answered_gets_the_meeting_as_its_source_and_a_receipt(client, kiosk, meeting):
    answer = send(client, kiosk, age_band="16-24", municipality="2521")
    assert answer.status_code == 303
    one = Contribution.objects.get()
    assert (one.text, one.age_band, one.municipality) == ("Fler nattbussar", "16-24", "2521")
    assert (one.channel, one.source_kind, one.source_key) == ("meeting", "meeting", str(meeting.number))
    assert (one.source_title, one.source_date) == (meeting.title, timezone.localdate())
    page = client.get(answer["Location"])
    assert code_on(page) == Receipt.objects.get().code
    assert 'class="qr"' in body(page)
    assert Receipt.objects.get().code not in answer["Location"]


def test_one_question_at_a_time_carries_the_words_and_needs_no_script(client, meeting):
    kiosk = actions.open_kiosk(meeting, by=LEAD)
    first = begin(client, kiosk)
    second = client.post(home(kiosk) + "skicka/", {**first, "answer_bra_liv": "Bussar\r\noch tåg"})
    assert "Steg 2 av 3" in body(second)
    fields = hidden_fields(body(second))
    third = client.post(home(kiosk) + "skicka/", {**fields, "answer_medskick": "Lyssna på unga"})
    assert "Steg 3 av 3" in body(third)
    done = client.post(home(kiosk) + "skicka/", {**hidden_fields(body(third)), "age_band": "0-15"})
    assert done.status_code == 303
    assert set(Contribution.objects.values_list("text", "age_band")) == {
        ("Bussar\noch tåg", "0-15"),
        ("Lyssna på unga", "0-15"),
    }
    assert Submission.objects.count() == 1


def test_a_person_may_go_back_and_a_question_may_be_left_out(client, meeting):
    kiosk = actions.open_kiosk(meeting, by=LEAD, asks_about=False)
    second = client.post(home(kiosk) + "skicka/", {**begin(client, kiosk), "answer_bra_liv": "Bussar"})
    back = client.post(
        home(kiosk) + "skicka/", {**hidden_fields(body(second)), "answer_medskick": "x", "to": "0"}
    )
    assert "Steg 1 av 2" in body(back)
    assert "Bussar</textarea>" in body(back)
    assert not Contribution.objects.exists()
    empty = client.post(home(kiosk) + "skicka/", begin(client, kiosk))
    assert "Steg 2 av 2" in body(empty)
    assert "behöver rättas" not in body(empty)
    nothing = client.post(home(kiosk) + "skicka/", hidden_fields(body(empty)))
    assert nothing.status_code == 422
    assert "Skriv något i minst en av rutorna" in body(nothing)


@pytest.mark.parametrize("step", ["9", "-1", "x", "99999999", "²"])
def test_a_step_that_does_not_exist_breaks_nothing(client, meeting, step):
    kiosk = actions.open_kiosk(meeting, by=LEAD)
    for to in ("0", "7", "x"):
        data = {**begin(client, kiosk), "answer_bra_liv": "Bussar", "step": step, "to": to}
        data.pop("send", None)
        assert client.post(home(kiosk) + "skicka/", data).status_code in {200, 303}


def test_personal_data_is_pointed_out_before_anything_is_stored(client, kiosk):
    page = send(client, kiosk, PHONE)
    assert "Det här ser ut som ett telefonnummer" in body(page)
    assert not Contribution.objects.exists()
    data = {**hidden_fields(body(page)), "answer_bra_liv": PHONE, "reviewed": "1"}
    assert client.post(home(kiosk) + "skicka/", data).status_code == 303
    assert Contribution.objects.get().text == PHONE


def test_the_note_about_personal_data_comes_also_after_one_question_at_a_time(client, meeting):
    kiosk = actions.open_kiosk(meeting, by=LEAD, asks_about=False)
    second = client.post(home(kiosk) + "skicka/", {**begin(client, kiosk), "answer_bra_liv": PHONE})
    page = client.post(home(kiosk) + "skicka/", {**hidden_fields(body(second)), "answer_medskick": ""})
    assert "Det här ser ut som ett telefonnummer" in body(page)
    assert f"{PHONE}</textarea>" in body(page)


def test_when_a_turn_is_over_neither_its_code_nor_its_words_come_back(client, kiosk):
    data = {**begin(client, kiosk), "answer_bra_liv": PHONE}
    noted = client.post(home(kiosk) + "skicka/", data)
    sent = client.post(home(kiosk) + "skicka/", {**data, "reviewed": "1"})
    thanks = client.get(sent["Location"])
    code = code_on(thanks)
    ended = client.post(home(kiosk) + "borja-om/", {"sitting": hidden_fields(body(thanks))["sitting"]})
    assert ended["Location"] == home(kiosk)
    for again in (
        client.get(sent["Location"]),
        client.post(home(kiosk) + "skicka/", data),
        client.post(home(kiosk) + "skicka/", {**data, "reviewed": "1"}),
        client.get(home(kiosk) + "fragor/"),
        client.get(home(kiosk)),
    ):
        assert code not in body(again)
        assert "070-174" not in body(again)
        assert again.headers.get("Location", home(kiosk)) == home(kiosk)
    assert noted.headers["Cache-Control"] == "no-store"
    assert Contribution.objects.count() == 1


def test_begin_again_before_sending_forgets_the_words(client, kiosk):
    data = {**begin(client, kiosk), "answer_bra_liv": PHONE}
    client.post(home(kiosk) + "skicka/", data)
    client.post(home(kiosk) + "borja-om/", {"visitor_token": data["visitor_token"]})
    again = client.post(home(kiosk) + "skicka/", {**data, "reviewed": "1"})
    assert (again.status_code, again["Location"]) == (303, home(kiosk))
    assert not Contribution.objects.exists()


def test_a_code_is_not_shown_again_when_some_minutes_have_passed(client, kiosk, monkeypatch):
    data = {**begin(client, kiosk), "answer_bra_liv": "Bussar"}
    sent = client.post(home(kiosk) + "skicka/", data)
    assert client.post(home(kiosk) + "skicka/", data)["Location"].startswith(home(kiosk) + "tack/")
    Submission.objects.update(received_at=timezone.now() - datetime.timedelta(seconds=views.SHOWN_FOR + 1))
    assert client.post(home(kiosk) + "skicka/", data)["Location"] == home(kiosk)
    from django.core import signing

    now = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: now() + views.SHOWN_FOR + 1)
    assert client.get(sent["Location"])["Location"] == home(kiosk)
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize("name", ["", "fragor/"])
def test_pages_are_kept_nowhere_set_no_cookie_and_lead_nowhere_else(client, kiosk, name):
    page = client.get(home(kiosk) + name)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert not page.cookies
    leads = [one for one in re.findall(r'<a [^>]*href="([^"]+)"', body(page)) if not one.startswith("#")]
    assert all("/moten/kiosk/" in one for one in leads), leads
    assert "data-draft" not in body(page)
    if name:
        assert re.search(r"<form[^>]*autocomplete=\"off\"", body(page))
        assert all(
            'autocomplete="off"' in one for one in re.findall(r"<(?:textarea|select)[^>]*>", body(page))
        )


def test_two_hundred_people_may_share_one_address_and_one_link_has_a_limit(client, kiosk, monkeypatch):
    from medskick.ground.core import limits

    for number in range(200):
        assert send(client, kiosk, f"Tanke {number}").status_code == 303
    address = limits.address_of(client.get(home(kiosk)).wsgi_request)
    for of_the_address in ("contributions.form.address", "meetings.address"):
        assert limits.is_left(of_the_address, address, "1/10minute")
    monkeypatch.setattr(views, "PER_KIOSK", "200/10minute")
    refused = send(client, kiosk, "En till")
    assert refused.status_code == 429
    assert "En till</textarea>" in body(refused)
    other = actions.open_kiosk(kiosk.meeting, together=True, by=LEAD)
    assert send(client, other, "Vid en annan platta").status_code == 303
    assert Contribution.objects.count() == 201


def test_a_closed_link_takes_nothing_in_at_once_and_says_so(client, kiosk):
    data = {**begin(client, kiosk), "answer_bra_liv": "Bussar"}
    actions.close_kiosk(kiosk, by=LEAD)
    assert client.get(home(kiosk)).status_code == 410
    assert client.get(home(kiosk) + "fragor/")["Location"] == home(kiosk)
    page = client.post(home(kiosk) + "skicka/", data)
    assert page.status_code == 409
    assert "Det du skrev är inte sparat" in body(page)
    assert not Contribution.objects.exists()


def test_who_sent_just_before_the_link_was_closed_still_gets_the_receipt(client, kiosk):
    data = {**begin(client, kiosk), "answer_bra_liv": "Bussar"}
    first = client.post(home(kiosk) + "skicka/", data)
    actions.close_kiosk(kiosk, by=LEAD)
    again = client.post(home(kiosk) + "skicka/", data)
    assert code_on(client.get(again["Location"])) == code_on(client.get(first["Location"]))
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize("why", ["cancelled", "long_over", "dialogue_over"])
def test_a_kiosk_closes_with_its_meeting_and_with_the_dialogue(client, cycle, kiosk, why):
    meeting = kiosk.meeting
    if why == "cancelled":
        type(meeting).objects.update(state=State.CANCELLED)
    elif why == "long_over":
        over(meeting, days=3)
    else:
        cycle.phases.filter(kind="dialogue").update(
            planned_end=timezone.localdate() - datetime.timedelta(days=2),
            planned_start=timezone.localdate() - datetime.timedelta(days=20),
        )
    assert client.get(home(kiosk)).status_code == 410
    assert not queries.kiosk_takes_answers(queries.kiosk_by_secret(links.secret_of(kiosk), PUBLIC))


def test_nobody_is_left_signed_in_on_the_tablet(client, kiosk):
    signed_in(client, "process_lead")
    page = client.get(home(kiosk))
    assert "Logga ut på plattan först" in body(page)
    assert "Börja" not in re.sub(r"\s+", " ", body(page)).replace("börjar", "")
    answer = client.post("/konto/logga-ut/", {"next": home(kiosk)})
    assert answer["Location"] == home(kiosk)
    assert "Vad vill du skicka med" in body(client.get(home(kiosk)))


@pytest.mark.parametrize("secret", ["x" * 43, "å", "..", "%00"])
def test_a_guessed_link_opens_nothing(client, kiosk, secret):
    for where in ("", "fragor/", "tack/x/"):
        assert client.get(f"/moten/kiosk/{secret}/{where}").status_code == 404


def test_a_forged_ticket_shows_no_code(client, kiosk):
    send(client, kiosk)
    other = views.signing.dumps(["x", Receipt.objects.get().pk], salt="something.else")
    for ticket in (other, "x", "a:b:c"):
        assert client.get(f"{home(kiosk)}tack/{ticket}/")["Location"] == home(kiosk)


def test_the_database_holds_no_link(kiosk):
    row = " ".join(str(value) for value in Kiosk.objects.values().get().values())
    assert links.secret_of(kiosk) not in row
    assert queries.kiosk_by_secret(kiosk.seed.hex, PUBLIC) is None


def test_another_site_can_send_nothing_through_a_kiosk(client, kiosk):
    data = {**begin(client, kiosk), "answer_bra_liv": "Bussar"}
    answer = client.post(home(kiosk) + "skicka/", data, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not Contribution.objects.exists()


def test_those_who_run_the_meeting_open_and_close_kiosks_others_do_not(cycle, meeting):
    elsewhere = make_meeting(cycle, municipality="2580")
    assert actions.open_kiosk(meeting, by=CONTACT).is_open
    with pytest.raises(PermissionDenied):
        actions.open_kiosk(elsewhere, by=CONTACT)
    other = actions.open_kiosk(elsewhere, by=LEAD)
    for stranger in (CONTACT, PUBLIC):
        with pytest.raises(PermissionDenied):
            actions.close_kiosk(other, by=stranger)
        with pytest.raises(PermissionDenied):
            queries.kiosks(elsewhere, stranger)
    assert queries.kiosks(meeting, CONTACT)


@pytest.mark.parametrize("state", ["draft", "over"])
def test_a_kiosk_needs_a_meeting_that_one_may_read_about_and_that_is_not_long_over(cycle, state):
    meeting = make_meeting(cycle, published=False) if state == "draft" else over(make_meeting(cycle), days=4)
    with pytest.raises(ValidationError):
        actions.open_kiosk(meeting, by=LEAD)
    assert not Kiosk.objects.exists()


def test_staff_open_a_kiosk_in_the_browser_and_read_its_address(client, meeting):
    signed_in(client, "editor")
    where = f"/arbetsyta/moten/{meeting.number}/kiosk/"
    assert where in body(client.get(f"/arbetsyta/moten/{meeting.number}/"))
    wrong = client.post(where, {"wait": "7"})
    assert wrong.status_code == 422
    assert (
        client.post(where, {"name": "Entrén", "wait": "60", "together": "", "asks_about": "on"})["Location"]
        == where
    )
    kiosk = Kiosk.objects.get()
    assert (kiosk.name, kiosk.wait, kiosk.together, kiosk.asks_about) == ("Entrén", 60, False, True)
    page = client.get(where)
    assert f"http://testserver{home(kiosk)}" in body(page)
    assert page.headers["Cache-Control"] == "no-store"
    client.post(f"{where}{kiosk.pk}/stang/")
    assert links.secret_of(kiosk) not in body(client.get(where))
    assert list(
        AuditEntry.objects.filter(action__contains="kiosk").order_by("pk").values_list("action", flat=True)
    ) == [
        "meetings.kiosk_opened",
        "meetings.kiosk_closed",
    ]


def test_a_kiosk_of_another_meeting_is_not_closed_from_here(client, cycle, meeting, kiosk):
    signed_in(client, "editor")
    other = make_meeting(cycle)
    assert client.post(f"/arbetsyta/moten/{other.number}/kiosk/{kiosk.pk}/stang/").status_code == 404
    kiosk.refresh_from_db()
    assert kiosk.closed_at is None


def test_every_screen_answers_in_english_and_begins_again_in_the_language_it_was_opened_in(client, kiosk):
    english = "/en" + home(kiosk)
    assert "What do you want to send along" in body(client.get(english))
    page = client.get(english + "fragor/")
    assert "Begin again" in body(page)
    data = {**hidden_fields(body(page)), "answer_bra_liv": "Buses"}
    sent = client.post(english + "skicka/", data)
    assert sent["Location"].startswith("/en/")
    thanks = client.get(sent["Location"])
    ended = client.post(english + "borja-om/", {"sitting": hidden_fields(body(thanks))["sitting"]})
    assert ended["Location"] == home(kiosk)


def test_a_kiosk_asks_few_questions_of_the_database(client, kiosk, django_assert_max_num_queries):
    client.get(home(kiosk))
    with django_assert_max_num_queries(4):
        client.get(home(kiosk) + "fragor/")


def test_a_kiosk_of_a_demonstration_says_so_quietly_and_has_its_languages_below(client, kiosk, settings):
    settings.DEMO = True
    page = client.get(home(kiosk)).content.decode()
    assert "demo-line" not in page
    assert "· Demonstration" in page
    assert page.index("<h1") < page.index("kiosk__languages")
