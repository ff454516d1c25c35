"""The numbered log: one order for everybody, nothing skipped, nothing numbered twice."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.core import signing
from django.db import connection, transaction
from django.utils import timezone

from medskick.ground.live import actions, queries
from medskick.ground.live.models import Event

pytestmark = pytest.mark.django_db


def test_events_come_back_in_order_and_only_from_their_stream():
    for n in range(5):
        actions.append("room:1", "step", {"n": n})
        actions.append("room:2", "step", {"n": 100 + n})
    assert [row.data["n"] for row in queries.after("room:1", 0)] == [0, 1, 2, 3, 4]
    assert [row.number for row in queries.tail(0)] == list(range(1, 11))


def test_a_reader_goes_on_where_it_stopped():
    for n in range(6):
        actions.append("room:1", "step", {"n": n})
    first = queries.after("room:1", 0, limit=4)
    rest = queries.after("room:1", first[-1].number)
    assert [row.data["n"] for row in first + rest] == [0, 1, 2, 3, 4, 5]


def test_a_number_is_given_once_and_never_changed():
    actions.append("room:1", "step", {})
    (before,) = queries.after("room:1", 0)
    actions.append("room:1", "step", {})
    assert actions.number_waiting() == 1
    assert actions.number_waiting() == 0
    assert queries.after("room:1", 0)[0].number == before.number


def test_an_event_of_a_rolled_back_change_is_never_told():
    with transaction.atomic():
        actions.append("room:1", "step", {})
        transaction.set_rollback(True)
    assert queries.after("room:1", 0) == []


def test_an_event_that_is_too_large_for_everybody_is_refused():
    with pytest.raises(ValueError, match="the limit is"):
        actions.append("room:1", "step", {"text": "å" * 20_000})


def test_values_that_json_does_not_know_are_kept_as_text():
    actions.append("room:1", "step", {"when": datetime.date(2040, 5, 1)})
    assert queries.after("room:1", 0)[0].data == {"when": "2040-05-01"}


def test_numbers_are_not_used_again_after_pruning():
    for _n in range(3):
        actions.append("job:1", "progress", {})
    top = queries.cursor()
    Event.objects.update(at=timezone.now() - datetime.timedelta(days=9))
    assert actions.prune("job:", older_than=datetime.timedelta(days=1)) == 2
    actions.append("room:1", "step", {})
    assert queries.after("room:1", 0)[0].number == top + 1


def test_pruning_leaves_other_streams_and_new_events():
    actions.append("job:1", "progress", {})
    actions.append("room:1", "step", {})
    queries.cursor()
    Event.objects.update(at=timezone.now() - datetime.timedelta(days=9))
    actions.append("job:1", "progress", {"new": True})
    actions.append("room:1", "step", {})
    queries.cursor()
    actions.prune("job:", older_than=datetime.timedelta(days=1))
    assert [row.data for row in queries.after("job:1", 0)] == [{"new": True}]
    assert len(queries.after("room:1", 0)) == 2


def test_an_address_leads_to_its_stream_and_from_where():
    actions.append("room:1", "step", {})
    address = queries.address("room:1")
    token = address.split("/")[2]
    assert queries.stream_of(token)[0] == "room:1"
    assert address.endswith("/?after=1")


def test_an_address_stops_working():
    token = queries.address("room:1", hours=-0.01).split("/")[2]
    with pytest.raises(signing.SignatureExpired):
        queries.stream_of(token)


@pytest.mark.parametrize("content", [None, "room:1", ["room:1", 9e9]])
def test_an_address_that_we_did_not_make_is_refused(content):
    # Signed with our key, but for another purpose.
    token = signing.dumps(content) if content else "a:b:c"
    with pytest.raises(signing.BadSignature):
        queries.stream_of(token)


@pytest.mark.database("postgresql")  # only there may transactions overlap
@pytest.mark.django_db(transaction=True)
def test_a_row_that_commits_late_is_not_skipped():
    """On PostgreSQL a lower id may become visible after a higher one: the reader must still get both."""
    written, go_on = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            actions.append("room:1", "step", {"from": "slow"})
            written.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=slow_writer)
    thread.start()
    written.wait(10)
    actions.append("room:1", "step", {"from": "quick"})
    first = queries.after("room:1", 0)
    go_on.set()
    thread.join()
    rest = queries.after("room:1", first[-1].number)
    assert [row.data["from"] for row in first + rest] == ["quick", "slow"]
