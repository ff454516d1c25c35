"""The next cycle starts when the running one is done, after a look at what moves and stays; what stays is reached."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from helpers_core import end_cycle, start_cycle
from helpers_meetings import make_meeting, sign_up
from helpers_people import signed_in
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.contributions import actions as contributions
from medskick.process.contributions.actions import Answer
from medskick.process.cycle import actions, queries
from medskick.process.cycle.models import PhaseKind, StrategyCycle
from medskick.process.meetings import actions as meetings

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
PLAN = "/arbetsyta/omgang/"
NEW = {
    "cycle-key": "2044",
    "cycle-name": "Norrbotten 2044",
    "cycle-start": "2040-01-10",
    "cycle-end": "2040-06-10",
}


@pytest.fixture
def cycle(db):
    """A cycle whose dialogue goes on, with a voice that nobody has read."""
    made = start_cycle()
    contributions.receive(made, [Answer("web", "better", "Fler nattbussar.")], client_key="a", by=PUBLIC)
    return made


def current() -> str:
    return StrategyCycle.objects.get(is_current=True).key


def test_while_a_phase_goes_on_no_cycle_starts_and_the_page_says_what_to_do(client, cycle):
    signed_in(client, "process_lead")
    page = client.get(PLAN).content.decode()
    assert "Nästa omgång kan inte starta än" in page
    assert "Skriv fasens sista dag" in page
    assert "Starta omgången" not in page
    answer = client.post(PLAN, NEW | {"sure": "1"})
    assert answer.status_code == 400
    assert current() == "2040"
    with pytest.raises(ValidationError, match="pågår sedan"):
        actions.start_cycle("2044", "Nästa", {}, by=SYSTEM)


def test_while_a_phase_lies_ahead_no_cycle_starts(cycle):
    end_cycle(cycle)
    draft = cycle.phases.get(kind=PhaseKind.DRAFT)
    actions.plan_phase(draft, queries.today() + 9 * DAY, None, by=SYSTEM)
    with pytest.raises(ValidationError, match="är planerad från"):
        actions.start_cycle("2044", "Nästa", {}, by=SYSTEM)
    actions.plan_phase(draft, None, None, by=SYSTEM)
    assert actions.start_cycle("2044", "Nästa", {}, by=SYSTEM).is_current


def test_while_people_have_signed_up_for_a_meeting_ahead_no_cycle_starts(cycle):
    meeting = make_meeting(cycle)
    end_cycle(cycle)
    sign_up(meeting)
    with pytest.raises(ValidationError, match="är anmäld"):
        actions.start_cycle("2044", "Nästa", {}, by=SYSTEM)
    meeting.refresh_from_db()
    meetings.cancel(meeting, "Ingen lokal", by=SYSTEM)
    assert actions.start_cycle("2044", "Nästa", {}, by=SYSTEM).is_current


def test_it_starts_only_when_somebody_has_read_what_moves_and_what_stays(client, cycle):
    end_cycle(cycle)
    signed_in(client, "process_lead")
    answer = client.post(PLAN, NEW)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert current() == "2040"
    for told in (
        "Det här byts ut",
        "Det här blir kvar i Norrbotten 2040",
        "1 medskick är inte läst",
        "?omgang=2040",
    ):
        assert told in page
    assert client.post(PLAN, NEW | {"sure": "1"}).status_code == 302
    assert current() == "2044"


def test_a_key_that_is_taken_and_days_in_the_wrong_order_are_told_before_the_question(client, cycle):
    end_cycle(cycle)
    signed_in(client, "process_lead")
    taken = client.post(PLAN, NEW | {"cycle-key": "2040"})
    assert taken.status_code == 400
    assert "Det finns redan en omgång med den nyckeln" in taken.content.decode()
    wrong = client.post(PLAN, NEW | {"cycle-end": "2039-01-01"})
    assert wrong.status_code == 400
    assert "Byt plats på dem" in wrong.content.decode()


@pytest.fixture
def moved_on(cycle):
    """The next cycle runs; a voice is unread, and a meeting that nobody has said is over."""
    meeting = make_meeting(cycle)
    end_cycle(cycle)
    actions.start_cycle("2044", "Norrbotten 2044", {}, by=SYSTEM)
    return meeting


def test_staff_reach_and_finish_what_an_older_cycle_holds(client, moved_on):
    signed_in(client, "process_lead", "moderator")
    home = client.get("/arbetsyta/").content.decode()
    assert "1 väntar" in " ".join(home.split())
    queue = client.get("/arbetsyta/medskick/").content.decode()
    assert "Från en tidigare omgång" in queue
    assert "/arbetsyta/medskick/?omgang=2040" in queue
    older = client.get("/arbetsyta/medskick/?omgang=2040").content.decode()
    assert "Fler nattbussar" in older
    assert 'name="omgang" value="2040"' in older
    listed = client.get("/arbetsyta/moten/").content.decode()
    assert "/arbetsyta/moten/?omgang=2040" in listed
    assert moved_on.title in client.get("/arbetsyta/moten/?omgang=2040").content.decode()
    assert client.get("/arbetsyta/medskick/?omgang=1999").status_code == 404


def test_a_decision_about_an_older_voice_leads_back_to_its_queue(client, moved_on):
    signed_in(client, "process_lead", "moderator")
    number = client.get("/arbetsyta/medskick/?omgang=2040").context["rows"][0].number
    form = {"query": "omgang=2040", "valda": [number], "gor": "godkann"}
    answer = client.post("/arbetsyta/medskick/flera/", form)
    assert answer.status_code in {302, 303}
    assert "omgang=2040" in answer["Location"]


def test_visitors_are_led_to_the_older_cycle(client, moved_on):
    assert "/moten/?omgang=2040" in client.get("/moten/").content.decode()
    assert moved_on.title in client.get("/moten/?omgang=2040").content.decode()
    assert "Norrbotten 2044" in client.get("/").content.decode()


def test_what_a_list_asks_does_not_grow_with_the_older_cycles(
    client, moved_on, django_assert_max_num_queries
):
    signed_in(client, "process_lead", "moderator")
    for number in range(5):
        made = actions.start_cycle(f"x{number}", f"Prov {number}", {}, by=SYSTEM)
        make_meeting(made, published=False)
    actions.start_cycle("sist", "Sist", {}, by=SYSTEM)
    with django_assert_max_num_queries(25):
        page = client.get("/arbetsyta/moten/").content.decode()
    assert page.count("?omgang=") == 6
