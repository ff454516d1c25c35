"""What was promised stays to be seen, and what came of it stands beside, in numbers anyone can check."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_core import end_cycle
from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.cycle import actions, queries
from medskick.process.cycle.models import EarlierPlan, Milestone
from medskick.process.cycle.queries.timeline import duration

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC), tick=False) as moved:
        yield moved


@pytest.fixture
def planned(clock):
    days = {
        "dialogue": (MONDAY - 30 * DAY, MONDAY + 7 * DAY),
        "analysis": (MONDAY + 8 * DAY, MONDAY + 40 * DAY),
    }
    return actions.start_cycle("2040", "Prov", days, by=SYSTEM)


@pytest.fixture
def milestone(planned):
    phase = planned.phases.get(kind="dialogue")
    return actions.add_milestone(phase, "Sista mötet", MONDAY + DAY, by=SYSTEM)


def entry(cycle, kind="dialogue"):
    return next(one for one in queries.timeline(cycle, PUBLIC) if one.stop.kind == kind)


def told(cycle):
    return entry(cycle).milestones[0]


def wait(clock, days):
    clock.move_to(datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC) + days * DAY)


def test_a_late_milestone_says_how_late_it_was(clock, planned, milestone):
    wait(clock, 30)
    actions.complete_milestone(milestone, MONDAY + 22 * DAY, by=SYSTEM)
    found = told(planned)
    assert (found.promised, found.holds) == (MONDAY + DAY, MONDAY + 22 * DAY)
    assert found.verdict == "Blev 3 veckor senare."


def test_a_milestone_in_time_and_an_early_one_say_so(clock, planned, milestone):
    wait(clock, 5)
    actions.complete_milestone(milestone, MONDAY + DAY, by=SYSTEM)
    assert told(planned).verdict == "Blev klart den dag som var lovad."
    actions.complete_milestone(milestone, MONDAY - DAY, by=SYSTEM)
    assert told(planned).verdict == "Blev 2 dagar tidigare."


def test_a_changed_plan_never_hides_the_first_promise(clock, planned, milestone):
    phase = milestone.phase
    for days in (3, 6):
        wait(clock, days)
        plan = MONDAY + 10 * days * DAY
        actions.change_milestone(
            milestone, phase=phase, title="Sista mötet", planned=plan, words="", position=0, by=SYSTEM
        )
    found = told(planned)
    assert found.plans == (MONDAY + DAY, MONDAY + 30 * DAY, MONDAY + 60 * DAY)
    assert found.promised == MONDAY + DAY
    assert found.verdict == "Planeras 8 veckor senare än först lovat."


def test_a_slip_of_the_pen_is_mended_the_same_day_without_a_trace_in_public(planned, milestone):
    actions.change_milestone(
        milestone,
        phase=milestone.phase,
        title="Sista mötet",
        planned=MONDAY + 2 * DAY,
        words="",
        position=0,
        by=SYSTEM,
    )
    assert told(planned).plans == (MONDAY + 2 * DAY,)


def test_what_should_have_been_done_says_for_how_long(clock, planned, milestone):
    wait(clock, 6)
    assert told(planned).overdue
    assert told(planned).verdict == "Skulle ha varit klart för 5 dagar sedan."


def test_done_and_struck_can_be_taken_back(planned, milestone):
    actions.complete_milestone(milestone, MONDAY, by=SYSTEM)
    with pytest.raises(ValidationError, match="klar"):
        actions.withdraw_milestone(milestone, by=SYSTEM)
    actions.reopen_milestone(milestone, by=SYSTEM)
    actions.withdraw_milestone(milestone, by=SYSTEM)
    assert told(planned).state == "withdrawn"
    actions.put_back_milestone(milestone, by=SYSTEM)
    assert told(planned).state == "next"


def test_nothing_is_done_tomorrow(planned, milestone):
    with pytest.raises(ValidationError, match="inte varit än"):
        actions.complete_milestone(milestone, MONDAY + DAY, by=SYSTEM)


def test_a_replanned_phase_shows_its_first_days_and_the_difference(clock, planned):
    wait(clock, 1)
    analysis = planned.phases.get(kind="analysis")
    actions.plan_phase(analysis, MONDAY + 29 * DAY, MONDAY + 61 * DAY, by=SYSTEM)
    found = entry(planned, "analysis")
    assert found.promised == (MONDAY + 8 * DAY, MONDAY + 40 * DAY)
    assert found.verdicts == (
        "Börjar 3 veckor senare än först lovat.",
        "Slutar 3 veckor senare än först lovat.",
    )
    wait(clock, 70)
    assert entry(planned, "analysis").verdicts == ("Började 3 veckor senare.", "Slutade 3 veckor senare.")


def test_saving_the_same_plan_changes_nothing(clock, planned):
    wait(clock, 1)
    phase = planned.phases.get(kind="analysis")
    actions.plan_phase(phase, phase.planned_start, phase.planned_end, by=SYSTEM)
    assert EarlierPlan.objects.count() == 0
    assert planned.phases.get(kind="analysis").revision == 0


def test_milestones_keep_their_order_and_then_their_days(planned):
    phase = planned.phases.get(kind="dialogue")
    for title, days, position in (("b", 5, 1), ("c", 1, 2), ("a", 9, 0), ("b2", 6, 1)):
        actions.add_milestone(phase, title, MONDAY + days * DAY, position=position, by=SYSTEM)
    assert [one.milestone.title for one in entry(planned).milestones] == ["a", "b", "b2", "c"]


def test_a_milestone_stays_in_its_cycle(planned, milestone):
    end_cycle(planned)
    other = actions.start_cycle("2050", "Nästa", {}, by=SYSTEM)
    with pytest.raises(ValidationError, match="annan omgång"):
        actions.change_milestone(
            milestone,
            phase=other.phases.get(kind="draft"),
            title="x",
            planned=MONDAY,
            words="",
            position=0,
            by=SYSTEM,
        )


@pytest.mark.parametrize("role", ["moderator", "analyst", "editor", "registrar", "elected"])
def test_only_those_who_lead_keep_the_plan_and_the_money(planned, milestone, role):
    viewer = viewer_for(role)
    tries = [
        lambda: actions.add_milestone(milestone.phase, "x", MONDAY, by=viewer),
        lambda: actions.complete_milestone(milestone, MONDAY, by=viewer),
        lambda: actions.withdraw_milestone(milestone, by=viewer),
        lambda: actions.save_budget(planned, {}, by=viewer),
        lambda: actions.publish_budget(planned, by=viewer),
        lambda: actions.see_reminder(by=viewer),
    ]
    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()


def test_the_timeline_asks_as_much_however_long_it_is(planned, django_assert_max_num_queries):
    phase = planned.phases.get(kind="dialogue")
    for number in range(20):
        actions.add_milestone(phase, f"Nr {number}", MONDAY + number * DAY, by=SYSTEM)
    with django_assert_max_num_queries(5):
        queries.timeline(planned, PUBLIC)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 dag"),
        (13, "13 dagar"),
        (14, "2 veckor"),
        (21, "3 veckor"),
        (69, "10 veckor"),
        (75, "11 veckor"),
        (92, "3 månader"),
    ],
)
def test_durations_are_said_as_people_say_them(days, words):
    assert duration(days) == words


def change(milestone, planned, **said):
    actions.change_milestone(
        milestone, phase=milestone.phase, title=milestone.title, words="", position=0, planned=planned, by=SYSTEM,
        **said,
    )  # fmt: skip


def test_a_delay_on_the_day_it_was_written_stays_with_its_reason_when_said_to_be_one(planned, milestone):
    change(milestone, MONDAY + 8 * DAY, is_delay=True, reason="Lokalen var inte  ledig.")
    found = told(planned)
    assert (found.promised, found.holds) == (MONDAY + DAY, MONDAY + 8 * DAY)
    assert found.reason == "Lokalen var inte ledig."


def test_a_reason_is_told_with_the_move_and_not_with_a_slip_of_the_pen(clock, planned, milestone):
    change(milestone, MONDAY + 3 * DAY, reason="Skrev fel.")
    assert told(planned).reason == ""
    clock.shift(DAY)
    change(milestone, MONDAY + 5 * DAY, reason="Snöstorm.")
    assert told(planned).reason == "Snöstorm."
    change(milestone, MONDAY + 6 * DAY)
    assert told(planned).reason == "Snöstorm."


def test_done_in_one_tab_and_struck_in_another_is_one_sentence(clock, milestone):
    done, struck = (Milestone.objects.get(pk=milestone.pk) for _tab in range(2))
    actions.complete_milestone(done, MONDAY, by=SYSTEM)
    with pytest.raises(ValidationError, match="Milstolpen är klar"):
        actions.withdraw_milestone(struck, by=SYSTEM)
    actions.reopen_milestone(struck, by=SYSTEM)
    actions.withdraw_milestone(struck, by=SYSTEM)
    with pytest.raises(ValidationError, match="Milstolpen är struken"):
        actions.complete_milestone(done, MONDAY, by=SYSTEM)
    milestone.refresh_from_db()
    assert (milestone.actual, milestone.withdrawn_at) == (None, MONDAY)
    assert milestone.revision == 3, "each of the three has a number of its own in calendars"


def test_the_second_of_two_at_once_sees_what_the_first_did(planned, milestone):
    """Each has a copy of its own, as two who press at the same time have."""
    first, second = type(milestone).objects.get(pk=milestone.pk), type(milestone).objects.get(pk=milestone.pk)
    actions.withdraw_milestone(first, by=SYSTEM)
    with pytest.raises(ValidationError, match="struken"):
        actions.complete_milestone(second, MONDAY, by=SYSTEM)
    actions.put_back_milestone(first, by=SYSTEM)
    actions.complete_milestone(first, MONDAY, by=SYSTEM)
    with pytest.raises(ValidationError, match="klar"):
        actions.withdraw_milestone(second, by=SYSTEM)
    milestone.refresh_from_db()
    assert (milestone.actual, milestone.withdrawn_at, milestone.revision) == (MONDAY, None, 3)


def test_who_worked_on_an_older_plan_is_told_and_changes_nothing(clock, planned, milestone):
    read, phase = milestone.revision, planned.phases.get(kind="analysis")
    stale, plan = planned.phases.get(kind="analysis"), phase.revision
    wait(clock, 2)
    actions.complete_milestone(milestone, MONDAY, by=SYSTEM)
    with pytest.raises(ValidationError, match="Någon annan"):
        actions.complete_milestone(milestone, MONDAY + DAY, read=read, by=SYSTEM)
    with pytest.raises(ValidationError, match="Någon annan"):
        actions.withdraw_milestone(milestone, read=read, by=SYSTEM)
    actions.plan_phase(phase, MONDAY + 30 * DAY, MONDAY + 61 * DAY, read=plan, by=SYSTEM)
    with pytest.raises(ValidationError, match="Någon annan"):
        actions.plan_phase(stale, MONDAY + 40 * DAY, MONDAY + 61 * DAY, read=plan, by=SYSTEM)
    actions.plan_phase(stale, MONDAY + 31 * DAY, MONDAY + 61 * DAY, by=SYSTEM)
    phase.refresh_from_db()
    assert phase.planned_start == MONDAY + 31 * DAY
    assert MONDAY + 30 * DAY not in phase.earlier_plans.values_list(
        "start", flat=True
    )  # promised the same day
    assert phase.earlier_plans.count() == 1
