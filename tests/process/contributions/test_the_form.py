"""The form's own behaviour: review of personal data, tokens, limits, proof of work, closed phases."""

from __future__ import annotations

import datetime

import pytest
from django.core import signing

from helpers_contributions import hidden_fields, proof, send
from medskick.ground.core import limits, tokens
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.contributions import asking
from medskick.process.contributions.models import Contribution, SenderKind, Submission
from medskick.process.cycle import actions as cycles
from medskick.process.cycle import queries as cycle_queries

pytestmark = pytest.mark.django_db
PHONE = "Ring mig på 070-174 06 05 om bussen"


def test_personal_data_is_pointed_out_before_anything_is_stored(client, cycle):
    page = send(client, PHONE)
    body = page.content.decode()
    assert page.status_code == 200
    assert "Det här ser ut som ett telefonnummer" in body
    assert "070-174 06 05" in body
    assert not Contribution.objects.exists()


def test_send_as_it_is_stores_the_original_unchanged(client, cycle):
    page = send(client, PHONE)
    data = {**hidden_fields(page.content.decode()), "answer_bra_liv": PHONE, "reviewed": "1"}
    assert client.post("/tyck-till/", data).status_code == 303
    assert Contribution.objects.get().text == PHONE


def test_line_breaks_and_outer_space_are_kept_as_typed(client, cycle):
    send(client, "  Först\r\n\r\nsedan  ")
    assert Contribution.objects.get().text == "  Först\n\nsedan  "


def test_what_was_typed_is_never_lost_when_something_is_wrong(client, cycle):
    page = send(client, "Min text", answer_medskick="Mer text", municipality="0180", organisation="Byalaget")
    body = page.content.decode()
    assert page.status_code == 422
    for kept in ("Min text", "Mer text", "Byalaget"):
        assert kept in body


def test_a_form_open_for_more_than_a_day_is_shown_again_with_the_text(client, cycle, monkeypatch):
    data = {**hidden_fields(client.get("/tyck-till/").content.decode()), "answer_bra_liv": "Min text"}
    now = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: now() + 25 * 3600)
    page = client.post("/tyck-till/", data)
    assert page.status_code == 400
    assert "Min text" in page.content.decode()
    fresh = {**hidden_fields(page.content.decode()), "answer_bra_liv": "Min text"}
    assert client.post("/tyck-till/", fresh).status_code == 303


def test_a_double_click_stores_once_and_both_answers_lead_to_the_same_receipt(client, cycle):
    data = {**hidden_fields(client.get("/tyck-till/").content.decode()), "answer_bra_liv": "Bussar"}
    first, second = client.post("/tyck-till/", data), client.post("/tyck-till/", data)
    assert first["Location"] == second["Location"]
    assert Submission.objects.count() == 1


def test_without_a_script_the_token_stands_in_for_the_client_key(client, cycle):
    data = {
        **hidden_fields(client.get("/tyck-till/").content.decode()),
        "answer_bra_liv": "Bussar",
        "client_key": "",
    }
    client.post("/tyck-till/", data)
    client.post("/tyck-till/", data)
    assert Submission.objects.count() == 1


def test_a_proved_and_unhurried_sending_is_not_suspect(client, cycle, monkeypatch):
    monkeypatch.setattr(asking, "TOO_FAST", 0.0)
    send(client, solve=True)
    assert not Contribution.objects.get().suspect


def test_a_proof_is_good_once(client, cycle, monkeypatch):
    monkeypatch.setattr(asking, "TOO_FAST", 0.0)
    used = proof(client)
    send(client, "a", altcha=used)
    send(client, "b", altcha=used)
    assert dict(Contribution.objects.values_list("text", "suspect")) == {"a": False, "b": True}


@pytest.mark.parametrize("fields", [{"homepage": "http://spam.example"}, {"altcha": ""}])
def test_a_robots_traces_are_taken_but_go_to_a_person(client, cycle, monkeypatch, fields):
    monkeypatch.setattr(asking, "TOO_FAST", 0.0)
    send(client, **{"solve": True, **fields} if "homepage" in fields else fields)
    assert Contribution.objects.get().suspect


def test_a_sending_within_two_seconds_goes_to_a_person(client, cycle, monkeypatch):
    assert asking.TOO_FAST == 2.0
    monkeypatch.setattr(asking, "TOO_FAST", 600.0)  # a busy machine solves the puzzle in more than two
    send(client, solve=True)
    assert Contribution.objects.get().suspect


def test_a_school_of_five_hundred_behind_one_address_gets_through(client, cycle):
    address = limits.address_of(type("R", (), {"META": {"REMOTE_ADDR": "10.0.0.1"}})())
    for _pupil in range(500):
        for _post in range(3):
            assert limits.allow("contributions.form.address", address, views_rate())


def views_rate() -> str:
    from medskick.process.contributions.views.posts import PER_ADDRESS

    return PER_ADDRESS


def test_over_the_limit_the_answer_says_what_to_do_and_keeps_the_text(client, cycle):
    token = tokens.issue("form")
    for _press in range(41):
        page = client.post(
            "/tyck-till/", {tokens.FIELD: token, "answer_bra_liv": "", "answer_medskick": "Min text\0"}
        )
    assert page.status_code == 429
    assert page.content.decode().count("Min text") >= 1
    assert "Vänta en minut" in page.content.decode()


def test_a_group_is_stored_with_its_persons_and_name(client, cycle):
    send(
        client,
        as_group="on",
        persons="24",
        sender_kind="school_class",
        organisation="7B",
        organisation_named="on",
    )
    one = Contribution.objects.get()
    assert (one.sender_kind, one.persons, one.organisation, one.organisation_named) == (
        "school_class",
        24,
        "7B",
        True,
    )


def test_what_stands_in_the_folded_questions_about_a_group_is_asked_about_and_kept(client, cycle):
    """Without its box ticked they are out of sight: neither counted nor dropped in silence."""
    page = send(client, persons="24", sender_kind="school_class")
    body = page.content.decode()
    assert page.status_code == 422
    assert not Contribution.objects.exists()
    assert "Kryssa i om du svarar för den" in body
    assert 'value="24"' in body
    assert '<details class="more" open>' in body


def test_a_name_without_group_is_not_kept(client, cycle):
    send(client, organisation="Byalaget", organisation_named="on")
    one = Contribution.objects.get()
    assert (one.sender_kind, one.organisation, one.organisation_named) == (SenderKind.PERSON, "", False)


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [(10, 40, "Dialogen öppnar den"), (-40, -10, "Den sista dagen att skriva")],
)
def test_a_closed_phase_tells_when_and_what_one_can_do(client, db, start, end, sentence):
    today = cycle_queries.today()
    days = (today + datetime.timedelta(days=start), today + datetime.timedelta(days=end))
    cycles.start_cycle("2040", "Prov", {"dialogue": days}, by=SYSTEM)
    body = client.get("/tyck-till/").content.decode()
    assert sentence in body
    assert "Det här kan du göra nu" in body


def test_what_is_sent_just_after_closing_is_not_said_to_be_saved_and_is_given_back(client, cycle):
    data = {**hidden_fields(client.get("/tyck-till/").content.decode()), "answer_bra_liv": "Min långa text"}
    phase = cycle.phases.get(kind="dialogue")
    cycles.close_phase(phase, cycle_queries.today() - datetime.timedelta(days=1), by=SYSTEM)
    page = client.post("/tyck-till/", data)
    assert page.status_code == 409
    assert "Det du skrev är inte sparat" in page.content.decode()
    assert "Min långa text" in page.content.decode()
    assert cycle_queries.accepts_contributions(cycle, PUBLIC) is False


def _closed_after(client, cycle, days_ago: int = 1, **fields):
    """Send, let the phase close, send the same again; (first answer, second answer, data)."""
    data = {
        **hidden_fields(client.get("/tyck-till/").content.decode()),
        "answer_bra_liv": "Min text",
        **fields,
    }
    first = client.post("/tyck-till/", data)
    closed = cycle_queries.today() - datetime.timedelta(days=days_ago)
    cycles.close_phase(cycle.phases.get(kind="dialogue"), closed, by=SYSTEM)
    return first, client.post("/tyck-till/", data), data


@pytest.mark.parametrize("fields", [{}, {"client_key": ""}, {"answer_bra_liv": PHONE, "reviewed": "1"}])
def test_what_was_saved_before_closing_is_answered_with_its_receipt_when_it_is_sent_again(
    client, cycle, fields
):
    first, again, _data = _closed_after(client, cycle, **fields)
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    assert Submission.objects.count() == 1


def test_other_words_with_the_same_key_after_closing_are_given_back(client, cycle):
    _first, _again, data = _closed_after(client, cycle)
    page = client.post("/tyck-till/", {**data, "answer_bra_liv": "Andra ord"})
    assert page.status_code == 409
    assert "Andra ord" in page.content.decode()


def test_before_the_first_cycle_the_page_still_answers(client, db):
    assert client.get("/tyck-till/").status_code == 200


def test_a_region_with_one_municipality_is_not_asked_where_one_lives(client, cycle, use_region):
    use_region("ensholmen")
    assert 'name="municipality"' not in client.get("/tyck-till/").content.decode()


def test_every_kind_of_personal_data_has_words_of_its_own_in_the_form(client, cycle):
    from medskick.process.contributions.asking import LOOKS_LIKE
    from medskick.process.contributions.models import Mask

    assert set(LOOKS_LIKE) == set(Mask.Kind)
    page = send(client, "Bilen ABC 123 står i vägen")
    assert page.status_code == 200
    assert "en uppgift som leder till en person" in page.content.decode()
