"""No set of published tables lets anyone compute a group of one to four (design, truth 7).

Two readers try. One solves: every printed number is an equation between unknown groups, and for each unknown the least
and the greatest whole number that fit are sought. The other knows the rule by which tables are printed: he goes through
every way the voices could have been and keeps those that would have been printed alike. Neither may be left with a
single answer for a group of one to four.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from helpers_core import examples
from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.disclosure import suppress
from medskick.ground.core.printed import Earlier, Voice, fit_to_print
from medskick.process.contributions import queries as contributions
from medskick.process.contributions.actions import Answer, receive
from medskick.process.contributions.models import Contribution, State, Submission
from medskick.process.cycle import actions as cycles
from medskick.process.participation import actions, queries
from medskick.process.participation.models import Dimension, PrintedTable

LEAD = viewer_for("process_lead")
AGES = ("0-15", "16-24", "25-44", "45-64", "65+", "")


def pinned(equations, count):
    """For each of ``count`` unknown whole numbers from 0: the only value it can have, or None.

    ``equations``: (indices, sum).
    """
    if not equations:
        return [None] * count
    matrix = np.zeros((len(equations), count))
    for row, (indices, _sum) in enumerate(equations):
        matrix[row, list(indices)] = 1
    sums = np.array([total for _indices, total in equations], dtype=float)
    found = []
    for index in range(count):
        goal = np.zeros(count)
        goal[index] = 1
        ends = []
        for sign in (1, -1):
            answer = milp(
                sign * goal,
                constraints=LinearConstraint(matrix, sums, sums),
                bounds=Bounds(0, np.inf),
                integrality=np.ones(count),
            )
            ends.append(round(sign * answer.fun) if answer.success else None)
        found.append(ends[0] if ends[0] == ends[1] else None)
    return found


def test_the_solver_finds_what_is_not_hidden():
    """Two totals and one open cell give the other cell away: were the tables like that, these tests would fail."""
    assert pinned([((0, 1), 10), ((0,), 7)], 2) == [7, 3]
    assert pinned([((0, 1), 10)], 2) == [None, None]


SENDING = st.tuples(
    st.integers(1, 3),
    st.sampled_from(AGES),
    st.sampled_from(["person", "person", "school_class", "company"]),
    st.sampled_from(["2580", "2580", "2521", "2505", ""]),
    st.sampled_from(["web", "web", "letter"]),
    st.sampled_from([None, None, None, 8, 20]),
)
ROUND = st.tuples(
    st.lists(SENDING, min_size=4, max_size=26), st.sets(st.integers(0, 40), max_size=4), st.booleans()
)


def send(cycle, sendings):
    for persons, age, sender, place, channel, there in sendings:
        answer = Answer(
            text="x",
            channel=channel,
            municipality=place,
            age_band=age,
            sender_kind=sender,
            persons=persons,
        )
        key = f"key-{Submission.objects.count():030}"
        receive(cycle, [answer], client_key=key, by=SYSTEM, sending_persons=there)
    Contribution.objects.filter(state=State.WAITING).update(state=State.VISIBLE)


@pytest.mark.first
@pytest.mark.django_db
def test_all_tables_of_all_times_together_give_no_small_group_away(db):
    seen = []

    @given(st.lists(ROUND, min_size=1, max_size=3))
    @settings(max_examples=examples(20), deadline=None, suppress_health_check=list(HealthCheck))
    def holds(rounds):
        with transaction.atomic():
            cycle = cycles.start_cycle("2040", "Norrbotten 2040", {}, by=SYSTEM)
            for sendings, gone, hide in rounds:
                send(cycle, sendings)
                everything = list(Contribution.objects.order_by("pk").values_list("pk", flat=True))
                leaving = [everything[one] for one in gone if one < len(everything)]
                Contribution.objects.filter(pk__in=leaving).update(state=State.WITHDRAWN)
                for dimension in Dimension:
                    try:
                        actions.publish(cycle, dimension, by=LEAD, hide_for_good=hide)
                    except ValidationError:
                        continue
                seen.append(PrintedTable.objects.count())
                check_places_and_channels(cycle)
            for dimension in Dimension:
                check_printed(cycle, dimension)
            transaction.set_rollback(True)

    holds()
    assert any(seen), "no table was ever printed, so nothing was tested"


def check_printed(cycle, dimension):
    """Unknown: persons of each block (which tables count a sending) by group. The size of each block is known, since
    everybody can follow when contributions come and go."""
    tables = list(PrintedTable.objects.filter(cycle=cycle, dimension=dimension).order_by("pk"))
    people = {
        str(sending): (persons, group)
        for sending, persons, group in Contribution.objects.values_list("sending", "persons", dimension)
    }
    blocks = {}
    for sending, who in people.items():
        where = tuple(sending in table.counted for table in tables)
        if any(where):
            blocks.setdefault(where, []).append(who)
    groups = sorted({group for _persons, group in people.values()})
    unknown = list(itertools.product(blocks, groups))
    place = {key: number for number, key in enumerate(unknown)}
    true = [sum(persons for persons, own in blocks[where] if own == group) for where, group in unknown]
    equations = [
        ([place[where, group] for group in groups], sum(persons for persons, _own in inside))
        for where, inside in blocks.items()
    ]
    for number, table in enumerate(tables):
        inside = [where for where in blocks if where[number]]
        for group in groups:
            told = table.cells.get(group, 0)
            assert told is None or told == 0 or told >= 5
            if told is not None:
                equations.append(([place[where, group] for where in inside], told))
        hidden = [group for group, told in table.cells.items() if told is None]
        if hidden:
            assert table.together >= 5
            equations.append(
                ([place[key] for key in itertools.product(inside, hidden) if key in place], table.together)
            )
    for value, only in zip(true, pinned(equations, len(unknown)), strict=True):
        assert not (only is not None and 0 < value < 5), (equations, unknown)


def people(rows):
    """All who were there, of sendings with a contribution each."""
    return sum(max(one.persons, one.sending_persons or 0) for one in rows)


def behind(rows):
    """Those who stand behind what was said, without those who were only told of."""
    return sum(one.persons for one in rows)


def check_places_and_channels(cycle):
    """Unknown: persons of each channel. Known: the total, the printed cells, and all rows, of which each tells its
    channel and perhaps its municipality: so the table of municipalities must be countable from the rows.

    A number that somebody typed of a whole sending makes a shown number larger and shows nothing that five do not stand
    behind."""
    showing = Contribution.objects.filter(cycle=cycle, state=State.VISIBLE)
    found = queries.participation(cycle, PUBLIC)
    if behind(showing) < 5:
        assert not found.tables
        return
    shown = {line.key: line.persons for line in found.table("municipality").lines if line.persons is not None}
    assert all(persons >= 5 for persons in shown.values())
    rows = [(one, contributions.public_contribution(one.number)) for one in showing.order_by("pk")]
    named = {}
    for one, page in rows:
        if page.municipality:
            named.setdefault(one.municipality, []).append(one)
    assert shown == {code: people(own) for code, own in named.items()}, "it tells no more than the rows"
    assert all(behind(own) >= 5 for own in named.values())
    channels = found.table("channel")
    told = {line.key: line.persons for line in channels.lines}
    hidden = [key for key, persons in told.items() if persons is None]
    assert all(persons == 0 or persons >= 5 for persons in told.values() if persons is not None)
    keys = list(told)
    of_channel = {key: [one for one, _page in rows if one.channel == key] for key in keys}
    true = {key: people(own) for key, own in of_channel.items()}
    few = {key for key, own in of_channel.items() if 0 < behind(own) < 5}
    assert few <= set(hidden)
    equations = [([keys.index(key)], persons) for key, persons in told.items() if persons is not None]
    equations.append((list(range(len(keys))), sum(true.values())))
    only = pinned(equations, len(keys))
    assert not [key for key in hidden if key in few and only[keys.index(key)] is not None]


def ways(total, groups):
    """Every way to lay so many persons in so many groups."""
    for cuts in itertools.combinations(range(total + groups - 1), groups - 1):
        edges = (-1, *cuts, total + groups - 1)
        yield tuple(after - before - 1 for before, after in itertools.pairwise(edges))


def printed(counts, earlier=(), before=()):
    voices = [
        Voice((number, group, one), 1, str(group))
        for number, each in enumerate((*before, counts))
        for group, size in enumerate(each)
        for one in range(size)
    ]
    return fit_to_print(voices, earlier)


def seen_of(cells):
    return (
        None
        if cells is None
        else tuple(sorted((group, -1 if n is None else n) for group, n in cells.items()))
    )


@given(st.tuples(*[st.integers(0, 12)] * 4))
@settings(max_examples=60, deadline=None)
def test_who_knows_the_rule_is_left_with_more_than_one_answer(counts):
    """One table of four groups, each person a sending: all ways that would be printed alike are compared."""
    cells = printed(counts)
    if cells is None or not any(0 < count < 5 for count in counts):
        return
    # Shown groups are known: only the hidden ones can be laid otherwise.
    hidden = [group for group in range(4) if cells.get(str(group), 0) is None]
    together = sum(counts[group] for group in hidden)
    possible = {group: set() for group in hidden}
    for way in ways(together, len(hidden)):
        other = list(counts)
        for group, count in zip(hidden, way, strict=True):
            other[group] = count
        if seen_of(printed(tuple(other))) == seen_of(cells):
            for group, count in zip(hidden, way, strict=True):
                possible[group].add(count)
    for group in hidden:
        if counts[group] < 5:
            assert len(possible[group]) > 1, (counts, cells, possible)


@given(st.tuples(*[st.integers(0, 9)] * 3), st.tuples(*[st.integers(0, 9)] * 3))
@settings(max_examples=40, deadline=None)
def test_who_knows_the_rule_and_two_tables_is_left_with_more_than_one_answer(first, more):
    """A second table counts everything the first did, and more: each of the two parts may be laid otherwise."""

    def both(one, two):
        cells = printed(one)
        out = []
        if cells is not None:
            whom = frozenset((0, group, n) for group, size in enumerate(one) for n in range(size))
            out = [Earlier(whom, frozenset(group for group, persons in cells.items() if persons is None))]
        return seen_of(cells), seen_of(printed(two, out, (one,)))

    told = both(first, more)
    if told == (None, None):
        return
    begun = [one for one in ways(sum(first), 3) if seen_of(printed(one)) == told[0]]
    alike = [(one, two) for one in begun for two in ways(sum(more), 3) if both(one, two) == told]
    for part, group in itertools.product(range(2), range(3)):
        if 0 < (first, more)[part][group] < 5:
            assert len({way[part][group] for way in alike}) > 1, (first, more, told)


@given(st.lists(st.integers(0, 14), min_size=2, max_size=5))
@settings(max_examples=80, deadline=None)
def test_who_knows_how_channels_are_hidden_is_left_with_more_than_one_answer(counts):
    """As the page tells them: while any is hidden, empty ones look the same."""

    def told(each):
        persons = {str(key): count for key, count in enumerate(each) if count}
        shown = {row.key: row.persons for row in suppress(persons) if row.key is not None}
        hides = len(shown) < len(persons)
        return tuple(shown.get(str(key), -1 if hides else 0) for key in range(len(each)))

    seen = told(counts)
    if sum(counts) < 5:
        return
    alike = [way for way in ways(sum(counts), len(counts)) if told(way) == seen]
    for group, count in enumerate(counts):
        if 0 < count < 5:
            assert len({way[group] for way in alike}) > 1, (counts, seen)


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=2, max_size=3))
@settings(max_examples=80, deadline=None)
def test_who_knows_how_channels_with_tables_are_hidden_is_left_with_more_than_one_answer(groups):
    """In some channels one person stands behind what was said, and the others were only told of."""

    def told(each):
        persons = {str(key): count for key, (count, _tables) in enumerate(each) if count}
        speaking = {key: 1 if each[int(key)][1] else count for key, count in persons.items()}
        shown = {row.key: row.persons for row in suppress(persons, behind=speaking) if row.key is not None}
        assert all(speaking[key] >= 5 for key in shown)
        hides = len(shown) < len(persons)
        return tuple(shown.get(str(key), -1 if hides else 0) for key in range(len(each)))

    seen = told(groups)
    if sum(1 if tables and count else count for count, tables in groups) < 5:
        return
    alike = [
        way
        for way in ways(sum(count for count, _tables in groups), len(groups))
        for marks in itertools.product((False, True), repeat=len(groups))
        if told(tuple(zip(way, marks, strict=True))) == seen
    ]
    for group, (count, tables) in enumerate(groups):
        if count and (tables or count < 5):
            assert len({way[group] for way in alike}) > 1, (groups, seen)
