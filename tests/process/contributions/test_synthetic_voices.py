"""The demonstration's set: loaded once, through the same door; what is abusive, personal or injected never shows."""

from __future__ import annotations

import json

import pytest

from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions import demo, queries
from medskick.process.contributions.models import Contribution, State, Submission

pytestmark = pytest.mark.django_db
LEAD = viewer_for("process_lead", "moderator", user_id=1, name="Lena")


def test_the_shipped_voices_load_once(cycle):
    assert demo.load(cycle, by=LEAD) == 339
    assert demo.load(cycle, by=LEAD) == 0
    assert Contribution.objects.count() == Submission.objects.count() == 339
    assert queries.ledger(cycle).stands


def test_more_sat_at_some_tables_than_agreed_with_what_was_said(cycle):
    demo.load(cycle, by=LEAD)
    tables = Contribution.objects.exclude(sending_persons=None)
    assert {one.channel for one in tables} == {"meeting", "workshop"}
    more = [one.sending_persons - one.persons for one in tables]
    assert set(more) <= {0, 1, 2, 3}
    assert sum(more) > 5
    shown = Contribution.objects.filter(state=State.VISIBLE)
    voices = queries.voices(cycle, PUBLIC)
    assert voices.behind == sum(one.persons for one in shown)
    assert voices.persons == sum(max(one.persons, one.sending_persons or 0) for one in shown)
    assert voices.persons > voices.behind


def test_two_installations_show_the_same_days(cycle):
    demo.load(cycle, by=LEAD)
    first = dict(Contribution.objects.values_list("submission__client_key", "received_at"))
    assert len(set(first.values())) > 200
    from medskick.process.contributions.demo import SHIPPED, _moments, _rows

    rows = list(_rows(SHIPPED["25"]))
    again = {f"demo-{row['id']}": moment for row, moment in zip(rows, _moments(cycle, rows), strict=True)}
    assert first == again


def test_nothing_came_in_the_future(cycle):
    from django.utils import timezone

    demo.load(cycle, by=LEAD)
    assert not Contribution.objects.filter(received_at__gt=timezone.now()).exists()


def test_the_rule_that_passed_them_has_ended(cycle):
    from medskick.process.contributions.queries import staff

    demo.load(cycle, by=LEAD)
    assert staff.current_rule(cycle, LEAD) is None


def test_another_region_gets_no_voices_of_norrbotten(cycle, use_region):
    use_region("sjomark")
    assert demo.load(cycle, by=LEAD) == 0


def test_the_package_carries_no_labels():
    for row in demo._rows(demo.SHIPPED["25"]):
        assert not {"ideas", "pii", "abusive", "injection", "scope"} & row.keys()


@pytest.fixture
def labelled(shared_data, cycle):
    path = shared_data / "inspel-dev.jsonl"
    demo.load(cycle, path, by=LEAD)
    rows = {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    stored = Contribution.objects.select_related("submission")
    return [(rows[one.submission.client_key.removeprefix("demo-")], one) for one in stored]


@pytest.mark.shared
def test_abusive_and_injected_texts_never_become_public(labelled):
    shown = queries.public_texts([one.number for _row, one in labelled], PUBLIC)
    bad = [(row["id"], one) for row, one in labelled if row["abusive"] or row["injection"]]
    assert len(bad) == 9
    assert [name for name, one in bad if one.number in shown] == []
    assert all(one.state == State.WAITING for _name, one in bad)


@pytest.mark.shared
def test_personal_data_never_reaches_a_public_text(labelled):
    shown = queries.public_texts([one.number for _row, one in labelled], PUBLIC)
    leaks = [
        (row["id"], piece)
        for row, one in labelled
        for piece in row["pii"]
        if one.number in shown and piece in shown[one.number].plain
    ]
    assert leaks == []


@pytest.mark.shared
def test_originals_are_intact(labelled):
    assert all(row["text"] == one.text for row, one in labelled)
