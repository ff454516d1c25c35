"""A count of heads is corrected: whoever has read both must not learn who came in between."""

import itertools
from collections import defaultdict

import pytest

from helpers_meetings import LEAD, make_meeting, over, sign_up
from medskick.ground.core.access import PUBLIC
from medskick.process.meetings import actions, queries
from medskick.process.meetings.queries.numbers import Numbers, printed

pytestmark = pytest.mark.django_db
AGES = ("16-24", "25-44", "65+")


def test_one_more_in_the_room_is_not_told_as_one(client, cycle):
    meeting = over(make_meeting(cycle))
    shown = []
    for heads in ({"16-24": 8, "25-44": 7}, {"16-24": 8, "25-44": 7, "65+": 1}):
        actions.count_heads(meeting, heads, by=LEAD)
        shown.append(queries.public_numbers(meeting, PUBLIC))
    assert [one.came for one in shown] == [15, 15]
    assert all(persons % 5 == 0 for one in shown for _label, persons in one.ages)
    assert "Omkring 15 personer kom" in client.get(f"/moten/{meeting.number}/").content.decode()


def test_a_sum_alone_does_not_tell_of_one_who_walked_in(client, cycle):
    meeting = make_meeting(cycle, places=20)
    for one in [sign_up(meeting, f"N{number}") for number in range(5)]:
        actions.arrive(meeting, one.code, by=LEAD)
    over(meeting)
    printed = []
    for number in range(6):
        came = queries.public_numbers(meeting, PUBLIC).came
        assert queries.came_to([meeting], PUBLIC) == {meeting.pk: came}
        printed.append(came)
        actions.walk_in(meeting, 1, client_key=f"w{number}", by=LEAD)
    assert printed == [5, 5, 5, 10, 10, 10]


def test_no_two_tables_leave_a_reader_with_one_answer():
    """Every room of three ages up to fourteen persons each, before and after one person more: a reader who has both
    tables, and knows the rule, can think of more than one number for all that came in between, and for each age."""
    tables = defaultdict(set)
    shown = {}
    for heads in itertools.product(range(15), repeat=len(AGES)):
        counted = tuple((age, age, persons) for age, persons in zip(AGES, heads, strict=True) if persons)
        shown[heads] = printed(Numbers(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, counted))
        tables[shown[heads]].add((*heads, sum(heads)))
    known = {table: [set(column) for column in zip(*rooms, strict=True)] for table, rooms in tables.items()}
    pairs = set()
    for heads, before in shown.items():
        for place in range(len(AGES)):
            after = shown.get((*heads[:place], heads[place] + 1, *heads[place + 1 :]))
            if after is not None and after != before and before.anybody:
                pairs.add((before, after))
    assert len(pairs) > 100
    for before, after in pairs:
        for one, two in zip(known[before], known[after], strict=True):
            assert one == two == {0} or len({new - old for old in one for new in two}) > 1, (before, after)
