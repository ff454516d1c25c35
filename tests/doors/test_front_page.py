"""The front page answers in one glance, whatever has happened so far."""

from __future__ import annotations

import datetime

import pytest

from medskick.ground.core.access import PUBLIC, SYSTEM, Viewer
from medskick.process.contributions.actions import Answer, approve_rule, pass_, receive
from medskick.process.contributions.models import Contribution, State
from medskick.process.contributions.queries import voices
from medskick.process.cycle import actions, queries

pytestmark = pytest.mark.django_db


def page(client, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_first_cycle_it_says_so(client):
    assert "Arbetet har inte börjat än" in page(client)


def test_during_the_dialogue_it_leads_to_the_form(client, cycle):
    body = page(client)
    assert "Vad vill du skicka med till Norrbotten 2040?" in body
    assert 'href="/tyck-till/"' in body
    assert "Inga röster visas än" in body


def test_it_counts_persons_and_places(client, cycle):
    for number, place in enumerate(["2580", "2584", "2584"]):
        answer = Answer("Fler bussar", "medskick", municipality=place, persons=10)
        receive(cycle, [answer], client_key=f"key-{number:030}", by=SYSTEM)
    Contribution.objects.update(state=State.VISIBLE)
    assert "30 röster, från minst 1 av 14 kommuner" in page(client)


def test_who_fills_in_both_boxes_is_counted_once(client, cycle):
    answers = [Answer("Fler bussar", "bra_liv"), Answer("Mindre klagande", "medskick")]
    receive(cycle, answers, client_key="k" * 30, by=SYSTEM)
    Contribution.objects.update(state=State.VISIBLE)
    body = page(client)
    assert "1 röst hittills" in body
    assert "Skriver du i båda rutorna räknas du en gång" in body


def test_no_number_grows_before_somebody_has_passed_what_was_sent(client, cycle):
    lead = Viewer(1, "Lea Processledare", frozenset({"process_lead"}))
    approve_rule(cycle, ["web"], pass_personal=True, by=lead)
    receive(cycle, [Answer("Fler bussar", persons=30)], client_key="a" * 30, by=PUBLIC)
    receive(cycle, [Answer("Fler bilar", persons=100_000)], client_key="b" * 30, by=PUBLIC)
    assert "30 röster hittills" in page(client)
    pass_(Contribution.objects.get(persons=100_000), by=lead)
    assert voices(cycle, PUBLIC).persons == 100_030


def test_where_voices_come_from_says_no_more_than_the_rows_do(client, cycle):
    """Nobody's municipality shows before the voice does, nor where fewer than five persons share it in a channel."""
    for number, (place, channel) in enumerate(
        [
            ("2510", "web"),
            ("2510", "web"),
            ("2510", "meeting"),
            ("2584", "web"),
            ("2521", "web"),
            ("2521", "meeting"),
        ]
    ):
        answer = Answer("Fler bussar", "medskick", municipality=place, persons=4 + number, channel=channel)
        receive(cycle, [answer], client_key=f"key-{number:030}", by=SYSTEM)
    body = page(client)
    assert "Jokkmokk" not in body
    Contribution.objects.update(state=State.VISIBLE)
    shown = voices(Contribution.objects.first().cycle, PUBLIC)
    assert {one.label: one.value for one in shown.spread if one.value} == {"Jokkmokk": 9}


def test_after_the_dialogue_it_says_what_is_going_on(client):
    today = queries.today()
    day = datetime.timedelta(days=1)
    planned = {"dialogue": (today - 9 * day, today - 3 * day), "analysis": (today - 2 * day, today + 9 * day)}
    actions.start_cycle("2040", "Norrbotten 2040", planned, by=SYSTEM)
    body = page(client)
    assert "Nu läser vi vad ni har sagt" in body
    assert "Just nu: analys" in body
    assert 'href="/tyck-till/"' not in body.split("<main")[1]


def test_a_region_with_one_municipality_shows_no_spread(client, use_region):
    region = use_region("ensholmen")
    today = queries.today()
    cycle = actions.start_cycle("2036", region.title, {"dialogue": (today, today)}, by=SYSTEM)
    receive(cycle, [Answer("Fler bussar", municipality="9201", persons=7)], client_key="k" * 30, by=SYSTEM)
    Contribution.objects.update(state=State.VISIBLE)
    body = page(client)
    assert "7 röster hittills" in body
    assert "kommuner" not in body.split("<main")[1]


@pytest.mark.parametrize(
    "address", ["/kontakt/", "/personuppgifter/", "/tillganglighet/", "/robots.txt", "/en/kontakt/"]
)
def test_the_pages_every_public_site_must_have_answer(client, address, db):
    assert client.get(address).status_code == 200
