"""The demonstration's tour: fourteen stops in every phase, held or planned as the shifted calendar says."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import timezone

from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions import demo as voices
from medskick.process.cycle import demo as calendar
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import PhaseKind
from medskick.process.meetings import demo, queries
from medskick.process.meetings.models import HeadCount, Meeting, SignUp, Standing, State

pytestmark = pytest.mark.django_db
LEAD = viewer_for("process_lead", "moderator", user_id=1, name="Lena")
NOW = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)


def toured(phase: str):
    shift = calendar.shift_to(phase, timezone.localdate())
    cycle = calendar.load(shift)
    return cycle, shift, demo.load(cycle, shift, by=LEAD)


@pytest.mark.parametrize("phase", PhaseKind.values)
def test_every_municipality_has_a_stop_in_every_phase(phase):
    with time_machine.travel(NOW, tick=False):
        cycle, shift, found = toured(phase)
        stops = queries.coverage(cycle, PUBLIC)
        assert [one.municipality for one in stops if not one.stops] == []
        assert len(stops) == len(regions.region().municipalities) == 14
        held = [one for one in found.values() if one.is_over]
        assert all(one.state == State.HELD for one in held)
        assert {one.pk for one in held} == set(HeadCount.objects.values_list("meeting", flat=True))
        assert any(not one.is_over for one in found.values())  # something to come to in every phase
        began = timezone.localtime(found["overtornea"].starts_at).date()
        assert began == shift.at_work(datetime.date(2024, 4, 25))


def test_in_the_dialogue_some_stops_are_to_come_and_one_is_full():
    with time_machine.travel(NOW, tick=False):
        cycle, _shift, found = toured("dialogue")
        states = [one.state for one in queries.coverage(cycle, PUBLIC)]
        assert states.count("held") >= 10
        assert states.count("planned") >= 3
        rooms = queries.rooms(found.values(), PUBLIC)
        assert rooms[found["kiruna"].pk].is_full
        assert rooms[found["kiruna"].pk].waiting
        assert rooms[found["boden"].pk].free
        assert SignUp.objects.filter(standing=Standing.WAITING).count() == 2


@pytest.mark.parametrize(("phase", "day"), [("dialogue", (2024, 10, 31)), ("analysis", (2024, 11, 21))])
def test_the_meeting_in_lulea_has_moved_once_that_was_told(phase, day):
    with time_machine.travel(NOW, tick=False):
        _cycle, shift, found = toured(phase)
        assert shift.back(timezone.localtime(found["lulea"].starts_at)).date() == datetime.date(*day)


def test_what_was_said_at_a_meeting_names_it():
    with time_machine.travel(NOW, tick=False):
        cycle, _shift, found = toured("dialogue")
        voices.load(cycle, by=LEAD, said_at=demo.occasions(found))
        keys = {key: str(one.number) for key, one in found.items()}
        said = queries.said_at(keys.values(), PUBLIC)
        assert {"arjeplog", "jokkmokk", "overtornea"} <= {key for key, one in keys.items() if said.get(one)}
        assert not any(said.get(keys[key]) for key in ("kiruna", "lulea"))


def test_twice_adds_nothing():
    with time_machine.travel(NOW, tick=False):
        cycle, shift, _found = toured("dialogue")
        before = Meeting.objects.count()
        assert demo.load(cycle, shift, by=LEAD) == {}
        assert Meeting.objects.count() == before


def test_another_region_has_no_tour_of_norrbotten(use_region):
    use_region("sjomark")
    assert toured("dialogue")[2] == {}
