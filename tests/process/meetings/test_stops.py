"""Meetings are stops for whoever plans where to go next."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from helpers_meetings import LEAD, make_meeting, over
from medskick.ground.core import offers
from medskick.ground.core.access import PUBLIC
from medskick.process.meetings import actions
from medskick.process.meetings.offers import meetings
from medskick.process.participation import queries, stops

pytestmark = pytest.mark.django_db


def test_published_meetings_in_a_municipality_are_stops(cycle):
    been = over(make_meeting(cycle, title="Folkets hus"))
    ahead = make_meeting(cycle, title="Biblioteket", municipality="2584")
    make_meeting(cycle, title="Hela länet", municipality="")
    make_meeting(cycle, title="Utkast", published=False)
    actions.cancel(make_meeting(cycle, title="Inställt"), "Snöstorm.", by=LEAD)
    found = stops.stops(PUBLIC)
    assert [(one.place, one.title, one.address) for one in found] == [
        ("2521", "Folkets hus", f"/moten/{been.number}/"),
        ("2584", "Biblioteket", f"/moten/{ahead.number}/"),
    ]
    assert found[0].day == timezone.localdate(been.starts_at)
    assert queries.plan(cycle, LEAD).knows_stops


def test_whoever_follows_a_municipality_hears_of_its_meetings(cycle):
    make_meeting(cycle)
    make_meeting(cycle, title="Hela länet", municipality="")
    addresses = {one.address for one in meetings(PUBLIC)}
    topics = {one.title: one.topics for one in meetings(PUBLIC)}
    assert topics == {"Dialogmöte i Pajala": ("kommun:2521",), "Hela länet": ()}
    assert meetings in offers.happenings
    with translation.override("en"):
        assert {one.address for one in meetings(PUBLIC)} == addresses
