"""Nobody fills a meeting by sending many forms: each takes two seconds and a proof of work, or is one of few."""

import re

import pytest

from helpers_contributions import hidden_fields, proof
from helpers_meetings import make_meeting
from helpers_post import old_token
from medskick.ground.core import tokens
from medskick.process.meetings.models import SignUp
from medskick.process.meetings.views import toll
from medskick.process.meetings.views.signup import SIGN_UP

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _paced(monkeypatch):
    monkeypatch.setattr(toll, "TOO_FAST", 2.0)


def page_of(meeting):
    return f"/moten/{meeting.number}/anmalan/"


def filled(meeting, number, **fields):
    """A form of its own that has been open for a while, filled in without a script."""
    token = old_token(SIGN_UP, nonce=f"nonce-{number}")
    return {tokens.FIELD: token, "client_key": f"key-{number}", "name": f"N{number}", "persons": 5, **fields}


def sent(client, meeting, number, *, address="10.0.0.1", **fields):
    answer = client.post(page_of(meeting), filled(meeting, number, **fields), REMOTE_ADDR=address)
    return answer.status_code


def test_one_address_does_not_fill_a_meeting_without_working_for_it(client, cycle):
    meeting = make_meeting(cycle, places=40)
    assert [sent(client, meeting, number) for number in range(9)] == [303] * 6 + [429] * 3
    assert sent(client, meeting, 10, address="10.0.0.2") == 303, "another house"
    assert sent(client, make_meeting(cycle), 11) == 303, "another meeting"
    assert sent(client, meeting, 12, altcha=proof(client)) == 303, "a browser with scripts"


def test_whoever_is_refused_reads_what_to_do_and_keeps_what_was_written(client, cycle):
    meeting = make_meeting(cycle)
    for number in range(6):
        sent(client, meeting, number)
    answer = client.post(page_of(meeting), filled(meeting, 7, name="Ann Ek"), REMOTE_ADDR="10.0.0.1")
    page = answer.content.decode()
    assert "Det har kommit många anmälningar härifrån." in page
    assert re.search(r"skriv till \S+@\S+\.", page)
    assert 'value="Ann Ek"' in page
    assert not SignUp.objects.filter(name="Ann Ek").exists()


def test_a_proof_is_good_for_one_sign_up(client, cycle):
    meeting, used = make_meeting(cycle), proof(client)
    assert [sent(client, meeting, number, altcha=used) for number in range(8)] == [303] * 7 + [429]


def test_the_same_press_again_costs_nothing(client, cycle):
    meeting, used = make_meeting(cycle), proof(client)
    assert [sent(client, meeting, 1, altcha=used) for _again in range(9)] == [303] * 9
    assert [sent(client, meeting, 2) for _again in range(9)] == [303] * 9
    assert SignUp.objects.count() == 2


def test_what_is_sent_within_two_seconds_is_not_taken_and_the_page_waits_with_it(client, cycle):
    meeting = make_meeting(cycle)
    fresh = tokens.issue(SIGN_UP)
    answer = client.post(page_of(meeting), filled(meeting, 1, **{tokens.FIELD: fresh, "altcha": "solved"}))
    assert answer.status_code == 422
    assert "Det gick väldigt fort." in answer.content.decode()
    again = hidden_fields(answer.content.decode())
    assert again[tokens.FIELD] == fresh, "the two seconds are not begun anew"
    assert again["altcha"] == "solved", "nor the puzzle"
    assert not SignUp.objects.exists()


def test_a_proof_that_is_used_up_is_not_shown_again(client, cycle):
    meeting = make_meeting(cycle, largest_group=2)
    answer = client.post(page_of(meeting), filled(meeting, 1, altcha=proof(client)))
    assert answer.status_code == 422
    assert hidden_fields(answer.content.decode())["altcha"] == ""


def test_the_form_names_the_puzzle_that_the_browser_solves(client, cycle):
    body = client.get(page_of(make_meeting(cycle))).content.decode()
    address = re.search(r'data-challenge="([^"]+)"', body).group(1)
    assert client.get(address).json()["parameters"]
    assert "data-proof" in body
