"""No public row names a municipality that fewer than five persons share in its channel, whatever is visible."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medskick.ground.core.receipts import new_receipt
from medskick.process.contributions import queries
from medskick.process.contributions.models import Channel, Contribution, State, Submission

pytestmark = pytest.mark.django_db
PLACES = {"2521": "Pajala", "2523": "Gällivare", "": ""}
rows = st.lists(
    st.tuples(
        st.sampled_from(sorted(PLACES)),
        st.sampled_from(["web", "letter"]),
        st.integers(1, 6),
        st.sampled_from([State.VISIBLE, State.VISIBLE, State.WAITING, State.WITHDRAWN]),
        st.sampled_from([None, None, 0, 1]),  # which sending it came with; None: one by itself
    ),
    max_size=12,
)


def store(cycle, told):
    Contribution.objects.all().delete()
    Submission.objects.all().delete()
    sendings = [
        {
            "sending": uuid.uuid4(),
            "submission": Submission.objects.create(
                cycle=cycle, client_key=str(n), fingerprint="", receipt=new_receipt()
            ),
        }
        for n in range(2)
    ]
    Contribution.objects.bulk_create(
        Contribution(
            cycle=cycle,
            number=1_000_000 + place,
            text="x",
            search_text="x",
            municipality=municipality,
            channel=channel,
            persons=persons,
            state=state,
            **({} if sending is None else sendings[sending]),
        )
        for place, (municipality, channel, persons, state, sending) in enumerate(told)
    )


def behind(told):
    """Persons and sendings, each sending once."""
    largest = {}
    for place, (_municipality, _channel, persons, _state, sending) in enumerate(told):
        key = ("own", place) if sending is None else sending
        largest[key] = max(persons, largest.get(key, 0))
    return sum(largest.values()), len(largest)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_rows_and_pages_name_a_place_only_where_five_persons_share_it(cycle, told):
    store(cycle, told)
    shown = [row for row in told if row[3] == State.VISIBLE]
    public = list(queries.public_rows(cycle))
    assert len(public) == len(shown)
    for number, _text, _question, channel, name, _language in public:
        page = queries.public_contribution(number)
        assert page is not None
        assert page.municipality == name
        if name:
            sharing = [row for row in shown if PLACES[row[0]] == name and Channel(row[1]).label == channel]
            assert behind(sharing)[0] >= 5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_the_front_pages_spread_says_exactly_what_the_public_rows_say(cycle, told):
    store(cycle, told)
    found = queries.voices(cycle, None)
    assert found.persons == behind([row for row in told if row[3] == State.VISIBLE])[0]
    rows_say: dict[str, int] = {}
    for municipality, channel in {row[:2] for row in told}:
        sharing = [row for row in told if row[:2] == (municipality, channel) and row[3] == State.VISIBLE]
        persons, sendings = behind(sharing)
        if municipality and persons >= 5 and sendings >= 2:
            rows_say[municipality] = rows_say.get(municipality, 0) + persons
    shown = {place.label: place.value for place in found.spread if place.value is not None}
    assert shown == {PLACES[code]: persons for code, persons in rows_say.items()}


def test_answers_of_one_sending_are_one_person_in_the_ledger(cycle):
    """Who filled in both boxes stands where the better of the two is, so that the sums of persons stand too."""
    told = [
        ("2521", "web", 1, State.VISIBLE, 0),
        ("2521", "web", 1, State.WITHDRAWN, 0),
        ("2521", "web", 3, State.WAITING, 1),
        ("2521", "web", 3, State.WITHDRAWN, 1),
        ("2521", "web", 7, State.WITHDRAWN, None),
    ]
    store(cycle, told)
    found = queries.ledger(cycle)
    assert (found.received.texts, found.received.persons) == (5, 11)
    assert (found.visible.texts, found.visible.persons) == (1, 1)
    assert (found.waiting.texts, found.waiting.persons) == (1, 3)
    assert (found.withdrawn.texts, found.withdrawn.persons) == (3, 7)
    assert found.stands
