"""Phases open and close what visitors can do, in their order, and nothing is called done before it is."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_people import signed_in, viewer_for
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.cycle import actions, queries

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def planned():
    """Dialogue now, analysis next month, referral after that."""
    days = {
        "dialogue": (TODAY - 30 * DAY, TODAY + 7 * DAY),
        "analysis": (TODAY + 8 * DAY, TODAY + 40 * DAY),
        "draft": (TODAY + 41 * DAY, TODAY + 90 * DAY),
    }
    return actions.start_cycle("2040", "Prov", days, by=SYSTEM)


def states(cycle, day=TODAY):
    return {stop.kind: stop.state for stop in queries.phase_line(cycle, PUBLIC, day)}


def phase(cycle, kind):
    return cycle.phases.get(kind=kind)


def test_a_phase_opens_and_closes_on_its_planned_days(planned):
    assert queries.accepts_contributions(planned, PUBLIC, TODAY)
    assert queries.accepts_contributions(planned, PUBLIC, TODAY + 7 * DAY)
    assert not queries.accepts_contributions(planned, PUBLIC, TODAY + 8 * DAY)
    assert states(planned, TODAY + 9 * DAY)["dialogue"] == "done"


def test_a_later_phase_cannot_begin_before_the_earlier_ones(planned):
    with pytest.raises(ValidationError):
        actions.open_phase(phase(planned, "followup"), TODAY, by=SYSTEM)
    assert states(planned)["followup"] == "next"


def test_an_earlier_phase_that_goes_on_is_not_called_done(planned):
    actions.open_phase(phase(planned, "analysis"), TODAY, by=SYSTEM)
    found = states(planned)
    assert found["analysis"] == "now"
    assert found["dialogue"] != "done"
    assert queries.accepts_contributions(planned, PUBLIC, TODAY)


def test_a_mistake_can_be_taken_back(planned):
    actions.open_phase(phase(planned, "analysis"), TODAY, by=SYSTEM)
    actions.follow_plan(phase(planned, "analysis"), by=SYSTEM)
    assert states(planned)["dialogue"] == "now"
    assert phase(planned, "analysis").starts == TODAY + 8 * DAY


def test_a_late_start_is_shown_as_late(planned):
    actions.open_phase(phase(planned, "analysis"), TODAY + 12 * DAY, by=SYSTEM)
    line = {stop.kind: stop for stop in queries.phase_line(planned, PUBLIC, TODAY + 13 * DAY)}
    assert line["analysis"].late_days == 4


def test_a_phase_opened_after_its_planned_end_goes_on_until_it_is_closed(planned):
    late = TODAY + 60 * DAY
    actions.open_phase(phase(planned, "analysis"), late, by=SYSTEM)
    assert phase(planned, "analysis").is_open(late + 100 * DAY)
    actions.close_phase(phase(planned, "analysis"), late + DAY, by=SYSTEM)
    assert not phase(planned, "analysis").is_open(late + 2 * DAY)


@pytest.mark.parametrize("days", [(None, TODAY), (TODAY, TODAY - DAY)])
def test_days_in_the_wrong_order_are_refused(planned, days):
    with pytest.raises(ValidationError):
        actions.plan_phase(phase(planned, "draft"), *days, by=SYSTEM)


def test_only_those_who_lead_may_steer(planned):
    for role in ("moderator", "analyst", "registrar", "editor", "elected"):
        with pytest.raises(PermissionDenied):
            actions.close_phase(phase(planned, "dialogue"), TODAY, by=viewer_for(role))


def test_the_page_says_no_in_words(client, cycle):
    signed_in(client, "process_lead")
    later = cycle.phases.get(kind="followup")
    form = {"followup-day-day": str(queries.today())}
    answer = client.post(f"/arbetsyta/omgang/{later.pk}/oppna/", form, follow=True)
    assert "Öppna faserna i ordning" in answer.content.decode()
    assert client.post("/arbetsyta/omgang/", {"cycle-key": "2040"}).status_code == 400
