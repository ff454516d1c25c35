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
def test_the_front_pages_spread_hides_small_groups_and_what_would_tell_them(cycle, told):
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
    counted: dict[str, int] = {}
    for municipality, _channel, persons, state in told:
        if state != State.WITHDRAWN:
            counted[municipality] = counted.get(municipality, 0) + persons
    assert found.persons == sum(counted.values())
    values = {place.label: place.value for place in found.spread}
    for code, name in PLACES.items():
        if code and values[name]:
            assert values[name] == counted[code] >= 5
    hidden = [code for code in counted if (values[PLACES[code]] if code else None) is None]
    hidden_places = [code for code in hidden if code]
    small = [code for code in hidden_places if counted[code] < 5]
    if small and len([code for code in counted if counted[code]]) > 1:
        assert len(hidden) >= 2  # a single hidden group would follow from the total
