"""No public row names a municipality that fewer than five persons share in its channel, whatever is visible."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medskick.process.contributions import queries
from medskick.process.contributions.models import Channel, Contribution, State

pytestmark = pytest.mark.django_db
PLACES = {"2521": "Pajala", "2523": "Gällivare", "": ""}
rows = st.lists(
    st.tuples(
        st.sampled_from(sorted(PLACES)),
        st.sampled_from(["web", "letter"]),
        st.integers(1, 6),
        st.sampled_from([State.VISIBLE, State.VISIBLE, State.WAITING, State.WITHDRAWN]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_rows_and_pages_name_a_place_only_where_five_persons_share_it(cycle, told):
    Contribution.objects.all().delete()
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
        )
        for place, (municipality, channel, persons, state) in enumerate(told)
    )
    shown = [row for row in told if row[3] == State.VISIBLE]
    public = list(queries.public_rows(cycle))
    assert len(public) == len(shown)
    for number, _text, _question, channel, name, _language in public:
        page = queries.public_contribution(number)
        assert page is not None
        assert page.municipality == name
        if name:
            sharing = [row for row in shown if PLACES[row[0]] == name and Channel(row[1]).label == channel]
            assert sum(row[2] for row in sharing) >= 5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_the_front_pages_spread_says_exactly_what_the_public_rows_say(cycle, told):
    Contribution.objects.all().delete()
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
        )
        for place, (municipality, channel, persons, state) in enumerate(told)
    )
    found = queries.voices(cycle, None)
    assert found.persons == sum(persons for _m, _c, persons, state in told if state == State.VISIBLE)
    rows_say: dict[str, int] = {}
    pairs = {(municipality, channel) for municipality, channel, _p, _s in told}
    for municipality, channel in pairs:
        sharing = [p for m, c, p, s in told if (m, c, s) == (municipality, channel, State.VISIBLE)]
        if municipality and sum(sharing) >= 5 and len(sharing) >= 2:
            rows_say[municipality] = rows_say.get(municipality, 0) + sum(sharing)
    shown = {place.label: place.value for place in found.spread if place.value is not None}
    assert shown == {PLACES[code]: persons for code, persons in rows_say.items()}
