"""Places are given once, in order; those who wait move up by themselves."""

import contextlib
import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_core import examples
from helpers_meetings import LEAD, make_meeting, sign_up
from medskick.ground.core.access import PUBLIC
from medskick.process.meetings import actions, queries
from medskick.process.meetings.models import SignUp

pytestmark = pytest.mark.django_db


def standings(meeting):
    rows = meeting.signups.order_by("turn").values_list("name", "standing")
    return dict(rows)


def test_the_one_after_the_last_place_waits(cycle):
    meeting = make_meeting(cycle, places=1)
    assert sign_up(meeting, "Ann").has_place
    bo = sign_up(meeting, "Bo")
    assert bo.waits
    assert queries.waiting_number(bo) == 1


def test_whoever_has_waited_longest_moves_up_when_somebody_leaves(cycle):
    meeting = make_meeting(cycle, places=1)
    ann, _bo, _cia = (sign_up(meeting, name) for name in ("Ann", "Bo", "Cia"))
    actions.leave(ann, by=PUBLIC)
    assert standings(meeting) == {"Ann": "cancelled", "Bo": "place", "Cia": "waiting"}


def test_those_who_wait_move_up_when_places_are_raised(cycle):
    meeting = make_meeting(cycle, places=1)
    for name in ("Ann", "Bo", "Cia", "Dan"):
        sign_up(meeting, name)
    actions.edit(meeting, {"places": 3}, by=LEAD)
    assert standings(meeting) == {"Ann": "place", "Bo": "place", "Cia": "place", "Dan": "waiting"}


def test_all_move_up_when_the_limit_is_taken_away(cycle):
    meeting = make_meeting(cycle, places=1)
    for name in ("Ann", "Bo", "Cia"):
        sign_up(meeting, name)
    actions.edit(meeting, {"places": None}, by=LEAD)
    assert set(standings(meeting).values()) == {"place"}


def test_nobody_passes_a_group_that_does_not_fit_yet(cycle):
    meeting = make_meeting(cycle, places=3)
    ann = sign_up(meeting, "Ann", persons=2)
    sign_up(meeting, "Bo", persons=2)
    assert sign_up(meeting, "Cia", persons=1).waits
    actions.leave(ann, by=PUBLIC)
    assert standings(meeting) == {"Ann": "cancelled", "Bo": "place", "Cia": "place"}


def test_places_cannot_be_made_fewer_than_those_who_have_one(cycle):
    meeting = make_meeting(cycle, places=3)
    sign_up(meeting, persons=2)
    with pytest.raises(ValidationError, match="2 har redan fått plats"):
        actions.edit(meeting, {"places": 1}, by=LEAD)


def test_a_group_is_no_larger_than_the_hosts_have_said(cycle):
    meeting = make_meeting(cycle, places=30, largest_group=4)
    with pytest.raises(ValidationError, match="högst 4 personer"):
        sign_up(meeting, persons=5)


def test_a_group_that_grows_gets_no_place_that_somebody_waits_for(cycle):
    meeting = make_meeting(cycle, places=3)
    ann = sign_up(meeting, "Ann", persons=2)
    sign_up(meeting, "Bo", persons=2)
    with pytest.raises(ValidationError, match="fullt"):
        actions.change(ann, actions.Wish(name="Ann", persons=3), by=PUBLIC)
    assert standings(meeting) == {"Ann": "place", "Bo": "waiting"}


def test_a_group_that_shrinks_lets_others_move_up(cycle):
    meeting = make_meeting(cycle, places=2)
    ann = sign_up(meeting, "Ann", persons=2)
    sign_up(meeting, "Bo")
    actions.change(ann, actions.Wish(name="Ann", persons=1), by=PUBLIC)
    assert standings(meeting) == {"Ann": "place", "Bo": "place"}


def test_the_same_key_signs_up_once(cycle):
    meeting = make_meeting(cycle, places=5)
    first, again = sign_up(meeting, "Ann", key="k"), sign_up(meeting, "Ann", key="k", persons=2)
    assert first.pk == again.pk
    assert meeting.signups.count() == 1


def test_another_name_sent_from_a_kept_page_is_another_signup(cycle):
    meeting = make_meeting(cycle, places=5)
    ann, bo = sign_up(meeting, "Ann", key="k"), sign_up(meeting, "Bo", key="k")
    assert ann.pk != bo.pk
    assert sign_up(meeting, "Bo", key="k").pk == bo.pk


def test_sign_up_closes_at_its_time(cycle):
    meeting = make_meeting(cycle, closes_at=timezone.now() - datetime.timedelta(minutes=1))
    with pytest.raises(ValidationError, match="stängd"):
        sign_up(meeting)


@pytest.mark.parametrize("published", [False, None])
def test_nobody_signs_up_for_a_draft_or_a_cancelled_meeting(cycle, published):
    meeting = make_meeting(cycle, published=published is None)
    if published is None:
        actions.cancel(meeting, "Snöstorm", by=LEAD)
    with pytest.raises(ValidationError, match="stängd"):
        sign_up(meeting)


def test_those_who_wait_are_not_counted_as_participants(cycle):
    meeting = make_meeting(cycle, places=2)
    sign_up(meeting, "Ann", persons=2)
    sign_up(meeting, "Bo", persons=2)
    assert queries.room(meeting, PUBLIC) == queries.Room(places=2, taken=2, waiting=2)
    told = queries.numbers(meeting, LEAD)
    assert (told.places, told.waiting, told.came) == (2, 2, 0)


def test_walk_ins_take_no_place_that_one_signs_up_for(cycle):
    meeting = make_meeting(cycle, places=2)
    actions.walk_in(meeting, 7, client_key="w", by=LEAD)
    assert sign_up(meeting, "Ann", persons=2).has_place


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("in"), st.integers(1, 4)),
        st.tuples(st.just("out"), st.integers(0, 30)),
        st.tuples(st.just("resize"), st.integers(0, 30), st.integers(1, 4)),
        st.tuples(st.just("places"), st.integers(1, 9)),
    ),
    max_size=14,
)


@settings(max_examples=examples(25), deadline=None)
@given(DEEDS)
def test_whatever_people_do_nobody_is_overbooked_and_nobody_is_passed(deeds):
    from django.db import transaction

    from medskick.ground.core.access import SYSTEM
    from medskick.process.cycle import actions as cycles

    with transaction.atomic():
        one = cycles.start_cycle(f"c{uuid.uuid4().hex[:12]}", "Prov", {}, by=SYSTEM)
        meeting = make_meeting(one, places=4)
        everybody = []
        for deed in deeds:
            with contextlib.suppress(ValidationError):
                _do(deed, meeting, everybody)
            meeting.refresh_from_db()
            rows = list(SignUp.objects.filter(meeting=meeting).order_by("turn"))
            taken = sum(row.persons for row in rows if row.has_place)
            assert taken <= meeting.places
            waiting = [row for row in rows if row.waits]
            if waiting:
                assert waiting[0].persons > meeting.places - taken, "the first could have had a place"
        transaction.set_rollback(True)


def _do(deed, meeting, everybody):
    if deed[0] == "in":
        everybody.append(sign_up(meeting, persons=deed[1]))
    elif deed[0] == "places":
        actions.edit(meeting, {"places": deed[1]}, by=LEAD)
    elif everybody:
        one = everybody[deed[1] % len(everybody)]
        if deed[0] == "out":
            actions.leave(one, by=PUBLIC)
        else:
            actions.change(one, actions.Wish(name="Ann", persons=deed[2]), by=PUBLIC)


def test_those_who_waited_while_the_old_time_was_past_move_up_when_the_meeting_is_moved(cycle):
    meeting = make_meeting(cycle, places=1)
    sign_up(meeting, "Ann")
    sign_up(meeting, "Bo")
    now = timezone.now()
    begun = {"starts_at": now - datetime.timedelta(minutes=5), "ends_at": now + datetime.timedelta(hours=1)}
    type(meeting).objects.filter(pk=meeting.pk).update(**begun)
    actions.edit(meeting, {"places": 2}, by=LEAD)
    assert standings(meeting) == {"Ann": "place", "Bo": "waiting"}
    week = datetime.timedelta(days=7)
    actions.move(meeting, {name: at + week for name, at in begun.items()}, by=LEAD)
    assert standings(meeting) == {"Ann": "place", "Bo": "place"}


def test_a_closing_time_keeps_its_hour_when_the_meeting_is_moved_into_winter(cycle):
    def at(day, hour, minute=0):
        return timezone.make_aware(datetime.datetime(2030, 10, day, hour, minute))

    summer = {"starts_at": at(24, 18), "ends_at": at(24, 20)}
    meeting = make_meeting(cycle, closes_at=at(20, 23, 59), **summer)
    actions.move(meeting, {"starts_at": at(31, 18), "ends_at": at(31, 20)}, by=LEAD)
    meeting.refresh_from_db()
    assert meeting.closes_at == at(27, 23, 59)


def test_who_takes_part_on_the_net_takes_no_chair_and_waits_for_nobody(cycle):
    meeting = make_meeting(cycle, places=2, largest_group=9, form="hybrid")
    seated, waits = sign_up(meeting, persons=2), sign_up(meeting, "Bo")
    netted = sign_up(meeting, "Cia", persons=9, online=True)
    assert (seated.has_place, waits.waits, netted.has_place) == (True, True, True)
    room = queries.room(meeting, PUBLIC)
    assert (room.taken, room.waiting, room.online, room.is_full) == (2, 1, 9, True)
    told = queries.numbers(meeting, LEAD)
    assert (told.chairs, told.online, told.waiting) == (2, 9, 1)


def test_changing_between_the_room_and_the_net_never_gives_a_chair_twice(cycle):
    meeting = make_meeting(cycle, places=1, form="hybrid")
    ann, bo = sign_up(meeting), sign_up(meeting, "Bo", online=True)
    with pytest.raises(ValidationError) as wrong:
        actions.change(bo, actions.Wish("Bo"), by=PUBLIC)
    assert "attending" in wrong.value.error_dict
    cia = sign_up(meeting, "Cia")
    assert actions.change(ann, actions.Wish("Ann", online=True), by=PUBLIC).online
    cia.refresh_from_db()
    assert cia.has_place
    dag = sign_up(meeting, "Dag")
    assert dag.waits
    assert actions.change(dag, actions.Wish("Dag", online=True), by=PUBLIC).has_place
    assert queries.room(meeting, PUBLIC).taken == 1


def test_a_hybrid_meeting_that_is_moved_to_the_room_alone_is_not_overbooked(cycle):
    meeting = make_meeting(cycle, places=3, form="hybrid")
    seated, first = sign_up(meeting, persons=2), sign_up(meeting, "Bo", online=True)
    second, third = sign_up(meeting, "Cia", persons=2, online=True), sign_up(meeting, "Dag", online=True)
    meeting = actions.move(meeting, {"form": "place"}, by=LEAD)
    standings = []
    for one in (seated, first, second, third):
        one.refresh_from_db()
        standings.append(one.standing)
    assert standings == ["place", "place", "waiting", "waiting"]
    assert queries.room(meeting, PUBLIC).taken == 3


def test_a_meeting_on_the_net_that_also_gets_a_room_leaves_its_people_on_the_net(cycle):
    meeting = make_meeting(cycle, places=1, form="online", place="")
    ann, bo = sign_up(meeting), sign_up(meeting, "Bo")
    assert bo.waits
    meeting = actions.move(meeting, {"form": "hybrid", "place": "Folkets hus"}, by=LEAD)
    bo.refresh_from_db()
    assert bo.has_place
    assert queries.room(meeting, PUBLIC).free == 1
    assert ann.online
