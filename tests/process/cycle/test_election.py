"""The strategy must be updated before the election: the clock is set, not waited for."""

from __future__ import annotations

import datetime

import pytest
import time_machine

from helpers_people import make_user, signed_in
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.jobs import reaper
from medskick.ground.jobs.registry import duties
from medskick.process.cycle import actions, offers, queries
from medskick.process.cycle.models import ElectionReminder

pytestmark = pytest.mark.django_db

ELECTION = datetime.date(2030, 9, 8)  # Norrbotten's file


def at(day: str):
    moment = datetime.datetime.fromisoformat(f"{day}T10:00:00+00:00")
    return time_machine.travel(moment, tick=False)


def told():
    return sorted(ElectionReminder.objects.filter(told=True).values_list("months", flat=True))


def work():
    """What the worker does now and then."""
    dict(duties())["cycle.election"]()


@pytest.mark.parametrize(
    ("day", "months"),
    [
        ("2028-09-07", []),
        ("2028-09-08", [24]),
        ("2029-09-07", [24]),
        ("2029-09-08", [12, 24]),
        ("2030-03-07", [12, 24]),
        ("2030-03-08", [6, 12, 24]),
        ("2030-09-08", [6, 12, 24]),
    ],
)
def test_the_lead_is_reminded_at_24_12_and_6_months(day, months):
    for step in ("2028-09-07", "2028-09-08", "2029-09-07", "2029-09-08", "2030-03-07", "2030-03-08"):
        if step <= day:
            with at(step):
                work()
                work()
    assert told() == months


def test_the_worker_does_it_by_itself():
    with at("2028-10-01"):
        reaper.do_duties()
    assert told() == [24]


def test_a_machine_that_was_off_tells_the_nearest_only_and_once():
    with at("2029-12-24"):
        work()
        work()
    assert told() == [12]
    with at("2030-03-08"):
        work()
    assert told() == [6, 12]
    assert ElectionReminder.objects.filter(told=False).count() == 1


def test_nobody_is_reminded_after_the_election():
    with at("2030-09-09"):
        work()
    assert ElectionReminder.objects.count() == 0


def test_a_new_election_day_begins_anew(use_region, settings, tmp_path):
    with at("2028-10-01"):
        work()
    region = tmp_path / "region.toml"
    from medskick.process.cycle.region import DEFAULT

    region.write_text(DEFAULT.read_text(encoding="utf-8").replace("2030-09-08", "2030-09-15"), "utf-8")
    settings.REGION_FILE = str(region)
    with at("2028-10-02"):
        work()
    assert sorted(ElectionReminder.objects.values_list("election_day", flat=True)) == [
        ELECTION,
        datetime.date(2030, 9, 15),
    ]


def decided(day: datetime.date):
    month = datetime.timedelta(days=30)
    days = {
        kind: (day - number * month, day - (number - 1) * month - datetime.timedelta(days=1))
        for number, kind in ((5, "dialogue"), (4, "analysis"), (3, "draft"), (2, "referral"))
    }
    days["decision"] = (day - month, day)
    cycle = actions.start_cycle("2040", "Prov", days, by=SYSTEM)
    actions.close_phase(cycle.phases.get(kind="decision"), day, by=SYSTEM)


def test_what_is_updated_in_this_term_needs_no_reminder():
    decided(datetime.date(2028, 5, 2))
    with at("2028-10-01"):
        assert queries.deadline(PUBLIC).updated == datetime.date(2028, 5, 2)
        work()
    assert told() == []


def test_an_update_before_the_last_election_does_not_count():
    decided(datetime.date(2025, 12, 2))
    with at("2028-10-01"):
        assert queries.deadline(PUBLIC).updated is None
        work()
    assert told() == [24]


@pytest.mark.parametrize(
    ("day", "words", "days"),
    [
        ("2026-11-28", "3 år och 9 månader", 1380),
        ("2029-09-08", "1 år", 365),
        ("2029-09-09", "11 månader", 364),
        ("2030-07-09", "61 dagar", 61),
        ("2030-09-07", "1 dag", 1),
    ],
)
def test_it_counts_down(day, words, days):
    with at(day):
        found = queries.deadline(PUBLIC)
    assert (found.left, found.days) == (words, days)


def test_the_reminder_waits_in_the_workspace_until_it_is_seen(client):
    with at("2028-09-08"):
        work()
        signed_in(client, "process_lead")
        assert queries.unseen(SYSTEM) == 1
        page = client.get("/arbetsyta/omgang/").content.decode()
        assert "2 år kvar" in page
        client.post("/arbetsyta/omgang/paminnelse/")
        assert queries.unseen(SYSTEM) == 0
        assert "Jag har sett" not in client.get("/arbetsyta/omgang/").content.decode()


def test_each_lead_gets_one_mail():
    post = pytest.importorskip("medskick.ground.post.models")
    make_user("process_lead", email="lena@region.example")
    make_user("process_lead", email="leo@region.example")
    make_user("editor", email="eva@region.example")
    with at("2029-09-08"):
        work()
        work()
    mails = post.Mail.objects.order_by("to")
    assert [mail.to for mail in mails] == ["lena@region.example", "leo@region.example"]
    assert "1 år kvar" in mails[0].subject
    assert "8 september 2030" in mails[0].text


def problems():
    return " ".join(one.text for one in offers.problems())


def test_readiness_names_an_election_that_has_passed():
    with at("2030-09-09"):
        assert "har passerat" in problems()
    with at("2030-09-08"):
        assert "har passerat" not in problems()


def test_readiness_names_a_plan_that_ends_after_the_election():
    with at("2026-11-28"):
        days = {"decision": (datetime.date(2030, 6, 1), datetime.date(2030, 9, 7))}
        cycle = actions.start_cycle("2040", "Prov", days, by=SYSTEM)
        assert "efter valet" not in problems()
        decision = cycle.phases.get(kind="decision")
        actions.plan_phase(decision, datetime.date(2030, 6, 1), datetime.date(2030, 9, 8), by=SYSTEM)
        assert "efter valet" in problems()
