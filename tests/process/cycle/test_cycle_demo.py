"""The demonstration stands in the phase one asks for, and all its days move together."""

from __future__ import annotations

import datetime

import pytest
import time_machine

from medskick import cli
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.shift import Shift
from medskick.process.cycle import demo, queries
from medskick.process.cycle.models import PhaseKind

TODAY = datetime.date(2026, 11, 28)


@pytest.mark.django_db
@pytest.mark.parametrize("phase", PhaseKind.values)
def test_the_wanted_phase_is_open_today_and_the_budget_sums(phase):
    with time_machine.travel(datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC), tick=False):
        shift = demo.shift_to(phase, TODAY)
        cycle = demo.load(shift)
        assert queries.current_phase(cycle, PUBLIC).kind == phase
        found = queries.timeline(cycle, PUBLIC)
        before = PhaseKind.values.index(phase)
        assert [one.stop.state for one in found] == ["done"] * before + ["now"] + ["next"] * (5 - before)
        assert queries.published_budget(cycle, PUBLIC).cost == 3_050_000
        assert not any(one.overdue for entry in found for one in entry.milestones)


@pytest.mark.parametrize("phase", ["analysis", "referral", "decision"])
def test_what_a_phase_ends_with_is_not_planned_for_christmas(phase):
    """The last day to answer is then the phase's own last day, as the line of phases says it."""
    for number in range(365):
        today = datetime.date(2026, 1, 1) + datetime.timedelta(days=number)
        shift = demo.shift_to(phase, today)
        assert shift(demo._really(phase)[0]) <= today <= shift(demo._really(phase)[1])
        last = max(one.planned for one in demo.MILESTONES if one.phase == phase)
        if shift(last) >= today:
            assert shift.at_work(last) == shift(last)


@pytest.mark.django_db
def test_a_delay_of_the_story_is_seen_once_it_has_been(db):
    with time_machine.travel(datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC), tick=False):
        cycle = demo.load(demo.shift_to("draft", TODAY))
        found = {one.stop.kind: one for one in queries.timeline(cycle, PUBLIC)}
    assert found["dialogue"].verdicts == ("Slutade 3 veckor senare.",)
    assert found["analysis"].verdicts == ("Började 3 veckor senare.",)


@pytest.mark.django_db
def test_another_region_gets_the_phases_and_no_sums_of_norrbotten(use_region):
    use_region("sjomark")
    cycle = demo.load(demo.shift_to("dialogue", queries.today()))
    assert queries.milestones(cycle, PUBLIC) == []
    assert queries.published_budget(cycle, PUBLIC) is None


@pytest.mark.parametrize("day", [datetime.date(2024, 2, 27), datetime.datetime(2024, 2, 27, 18, 30)])
def test_a_shift_keeps_the_day_of_the_week_and_the_time_and_can_be_undone(day):
    shift = demo.shift_to("referral", TODAY)
    assert shift(day).weekday() == day.weekday()
    assert shift.back(shift(day)) == day
    assert Shift(-3)(day) == day - datetime.timedelta(weeks=3)


def test_the_written_budget_is_the_projects_own():
    assert sum(line.amount for line in demo.COSTS) == 3_050_000
    assert [line.amount for line in demo.SOURCES] == [1_525_000, 1_525_000]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("dialog", "dialogue"),
        ("analys", "analysis"),
        ("forslag", "draft"),
        ("Förslag", "draft"),
        ("remiss", "referral"),
        ("beslut", "decision"),
        ("uppfoljning", "followup"),
        ("uppföljning", "followup"),
        ("referral", "referral"),
    ],
)
def test_phases_are_named_in_swedish_and_by_their_old_names(name, kind):
    assert cli._parser("up").parse_args(["up", "--phase", name]).phase == kind
