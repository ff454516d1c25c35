"""The calendar file, read by the library that calendars are tested with."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from icalendar import Calendar

from helpers_core import end_cycle
from medskick.ground.core.access import SYSTEM
from medskick.ground.core.offers import Happening
from medskick.process.cycle import actions
from medskick.process.cycle.calendar_file import calendar_file

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
START = datetime.date(2026, 11, 2)


@pytest.fixture
def planned():
    days = {"dialogue": (START, START + 40 * DAY), "analysis": (START + 41 * DAY, None)}
    return actions.start_cycle("2040", "Prov 2040", days, by=SYSTEM)


@pytest.fixture
def milestone(planned):
    phase = planned.phases.get(kind="dialogue")
    return actions.add_milestone(phase, "Sista mötet; kom, alla!", START + DAY, words="Ord\nord", by=SYSTEM)


def events(client, address="/tidplan.ics"):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_what_was_pasted_from_elsewhere_makes_no_file_that_calendars_refuse(client, planned):
    phase = planned.phases.get(kind="dialogue")
    actions.add_milestone(phase, "Möte\x0bi Kiruna\x08", START, words="a\x1bb\nEND:VEVENT", by=SYSTEM)
    body = client.get("/tidplan.ics").content.decode()
    assert not set(body) & set("\x08\x0b\x1b")
    assert "Möte i Kiruna " in {str(one["summary"]) for one in events(client).values()}
    assert len(events(client)) == 3


def test_days_are_whole_and_the_last_one_is_included(client, planned):
    found = events(client)
    dialogue = next(one for uid, one in found.items() if uid.startswith("phase-25-2040-dialogue@"))
    assert dialogue["dtstart"].dt == START
    assert dialogue["dtend"].dt == START + 41 * DAY
    assert type(dialogue["dtstart"].dt) is datetime.date
    assert str(dialogue["url"]) == "http://testserver/tidplan/"


def test_an_open_ended_phase_is_its_first_day(client, planned):
    analysis = next(one for uid, one in events(client).items() if "analysis" in uid)
    assert analysis["dtend"].dt - analysis["dtstart"].dt == DAY


def test_every_event_has_what_the_standard_asks_for(client, milestone):
    calendar = Calendar.from_ical(client.get("/tidplan.ics").content)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    found = calendar.walk("VEVENT")
    assert len(found) == 3
    assert all(one[name] is not None for one in found for name in ("uid", "dtstamp", "dtstart", "sequence"))
    assert calendar.errors == []
    assert b"\r\n" in client.get("/tidplan.ics").content


def test_words_with_marks_come_back_whole(client, milestone):
    one = events(client)[f"milestone-{milestone.key}@medskick"]
    assert one["summary"] == "Sista mötet; kom, alla!"
    assert one["summary"].params["LANGUAGE"] == "sv"
    assert str(one["description"]).startswith("Ord\nord")


def test_a_change_keeps_the_identity_and_counts_up(client, milestone):
    uid = f"milestone-{milestone.key}@medskick"
    before = events(client)[uid]
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + DAY, tick=False):
        actions.change_milestone(
            milestone,
            phase=milestone.phase,
            title="Allra sista mötet",
            planned=START + 5 * DAY,
            words="",
            position=0,
            by=SYSTEM,
        )
    after = events(client)[uid]
    assert after["dtstart"].dt == START + 5 * DAY
    assert after["sequence"] == before["sequence"] + 1
    assert after["last-modified"].dt > before["last-modified"].dt


def test_what_is_struck_is_cancelled_and_not_gone(client, milestone):
    actions.withdraw_milestone(milestone, by=SYSTEM)
    assert events(client)[f"milestone-{milestone.key}@medskick"]["status"] == "CANCELLED"


def test_the_file_is_the_same_bytes_until_something_changes(client, milestone):
    assert client.get("/tidplan.ics").content == client.get("/tidplan.ics").content


def test_an_older_cycle_has_its_own_file(client, planned, milestone):
    end_cycle(planned)
    actions.start_cycle("2050", "Nästa", {"dialogue": (START + 400 * DAY, None)}, by=SYSTEM)
    assert all("2040" not in uid for uid in events(client) if uid.startswith("phase"))
    old = events(client, "/tidplan.ics?omgang=2040")
    assert f"milestone-{milestone.key}@medskick" in old
    assert str(old["phase-25-2040-dialogue@medskick"]["url"]) == "http://testserver/tidplan/?omgang=2040"
    assert client.get("/tidplan.ics?omgang=1999").status_code == 404


def test_another_language_names_its_language(client, planned):
    dialogue = events(client, "/en/tidplan.ics")["phase-25-2040-dialogue@medskick"]
    assert dialogue["summary"].params["LANGUAGE"] == "en"
    assert str(dialogue["url"]) == "http://testserver/en/tidplan/"


def test_times_of_other_rooms_are_told_in_utc():
    moment = datetime.datetime(2026, 11, 3, 18, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
    one = Happening("Möte", moment, moment + datetime.timedelta(hours=2), "/moten/1/", key="meeting-1")
    body = calendar_file("x", [one, Happening("Utan nyckel", START)], lambda path: f"https://x.example{path}")
    found = Calendar.from_ical(body).walk("VEVENT")
    assert [str(event["uid"]) for event in found] == ["meeting-1@medskick"]
    assert b"DTSTART:20261103T170000Z" in body
