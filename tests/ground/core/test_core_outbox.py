"""The receiving end of the outbox: the same sending, however often it comes, is kept once."""

import datetime
import json
import threading
import time
import uuid

import pytest
import rules
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from medskick.ground.core import outbox, tokens
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.models import Arrival

pytestmark = pytest.mark.django_db
ID = "7b0f7a39-1111-4222-8333-444455556666"


@pytest.fixture(autouse=True)
def _rule():
    rules.add_rule("tests.may_send", rules.predicate(lambda _viewer, on: on != "closed"))
    yield
    rules.remove_rule("tests.may_send")


def door(**changes):
    return outbox.Door(
        **{
            "scope": "tests.1",
            "rule": "tests.may_send",
            "on": "",
            "by": PUBLIC,
            "purpose": "tests",
            **changes,
        }
    )


def request(**fields):
    sent = {"visitor_token": tokens.issue("tests"), "client_id": ID, "text": "Fler bussar", **fields}
    return RequestFactory().post("/x/", {name: value for name, value in sent.items() if value is not None})


class Kept(list):
    """What a room keeps, and what it answers."""

    def __call__(self, sending):
        self.append(sending.fields["text"])
        return {"number": len(self)}


def test_the_same_again_is_kept_once_and_answered_alike():
    kept = Kept()
    first, again = (outbox.receive(request(), door(), kept) for _time in range(2))
    assert (first.status, again.status) == (201, 200)
    assert first.kept == again.kept == {"number": 1}
    assert kept == ["Fler bussar"]
    assert json.loads(again.as_json().content) == {"kept": {"number": 1}, "repeated": True}


def test_the_same_id_with_other_words_is_a_conflict_and_keeps_nothing():
    kept = Kept()
    outbox.receive(request(), door(), kept)
    answer = outbox.receive(request(text="Något annat"), door(), kept)
    assert answer.status == 409
    assert not answer.is_kept
    assert "med samma nummer" in answer.error
    assert kept == ["Fler bussar"]


def test_another_file_with_the_same_name_is_a_conflict():
    def with_file(content):
        return request(file=SimpleUploadedFile("a.txt", content))

    assert outbox.receive(with_file(b"one"), door(), Kept()).status == 201
    assert outbox.receive(with_file(b"one"), door(), Kept()).status == 200
    assert outbox.receive(with_file(b"two"), door(), Kept()).status == 409


def test_an_id_is_one_within_its_scope_only():
    kept = Kept()
    for scope in ("tests.1", "tests.2"):
        assert outbox.receive(request(), door(scope=scope), kept).status == 201
    assert len(kept) == 2


def test_what_could_not_be_taken_leaves_the_id_free():
    def refuse(_sending):
        raise ValidationError("Skriv något annat.")

    answer = outbox.receive(request(), door(), refuse)
    assert (answer.status, answer.error) == (422, "Skriv något annat.")
    assert Arrival.objects.count() == 0
    assert outbox.receive(request(text="Bättre"), door(), Kept()).status == 201


def test_a_database_that_is_locked_asks_for_another_try():
    def locked(_sending):
        raise OperationalError("database is locked")

    answer = outbox.receive(request(), door(), locked)
    assert answer.status == 503
    assert answer.as_json()["Retry-After"] == "15"
    assert Arrival.objects.count() == 0


@pytest.mark.parametrize("token", [None, "falsk", tokens.issue("another")], ids=["none", "false", "another"])
def test_an_old_or_foreign_token_gives_a_new_one_to_send_again_with(token):
    kept = Kept()
    answer = outbox.receive(request(visitor_token=token), door(), kept)
    assert answer.status == 400
    assert kept == []
    assert outbox.receive(request(visitor_token=answer.token), door(), kept).status == 201


@pytest.mark.parametrize("key", [None, "", "17", ID + "x"])
def test_without_an_id_nothing_is_kept(key):
    kept = Kept()
    assert outbox.receive(request(client_id=key), door(), kept).status == 400
    assert kept == []


def test_who_may_not_is_told_so_and_nothing_is_kept():
    kept = Kept()
    answer = outbox.receive(request(), door(on="closed"), kept)
    assert answer.status == 403
    assert answer.kept is None
    assert kept == []


def test_too_much_is_refused_before_it_is_read():
    kept = Kept()
    answer = outbox.receive(request(text="x" * 2_000), door(largest=1_000), kept)
    assert answer.status == 413
    assert kept == []


def test_a_body_of_another_kind_is_refused():
    body = RequestFactory().post("/x/", "{}", content_type="application/json")
    assert outbox.receive(body, door(), Kept()).status == 400


def test_limits_stop_what_is_new_but_never_say_that_what_is_kept_is_not():
    kept = Kept()
    slow = door(per_scope="1/hour")
    assert outbox.receive(request(), slow, kept).status == 201
    other = str(uuid.uuid4())
    answer = outbox.receive(request(client_id=other), slow, kept)
    assert (answer.status, answer.again) == (429, 60)
    assert outbox.receive(request(), slow, kept).status == 200
    assert len(kept) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_who_send_the_same_at_once_keep_it_once():
    kept, answers = Kept(), []
    start = threading.Barrier(8)

    def send():
        start.wait()
        try:
            answer = outbox.receive(request(), door(), kept)
            while answer.again:  # tables of a database in memory are locked without waiting
                time.sleep(0.01)
                answer = outbox.receive(request(), door(), kept)
            answers.append(answer.status)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _one in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [200] * 7 + [201]
    assert kept == ["Fler bussar"]
    assert Arrival.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_answer_comes_after_commit():
    inside = []

    def keep(_sending):
        inside.append(connection.in_atomic_block)
        transaction.on_commit(lambda: inside.append("committed"))
        return {}

    outbox.receive(request(), door(), keep)
    assert inside == [True, "committed"]


def test_what_arrived_is_forgotten_when_no_door_of_its_time_is_open_any_more():
    from medskick.ground.jobs import reaper

    kept = Kept()
    outbox.receive(request(), door(), kept)
    outbox.receive(request(), door(scope="tests.2"), kept)
    then = timezone.now() - outbox.REMEMBERED
    Arrival.objects.filter(scope="tests.1").update(arrived_at=then - datetime.timedelta(minutes=1))
    Arrival.objects.filter(scope="tests.2").update(arrived_at=then + datetime.timedelta(minutes=1))
    reaper.tidy()
    assert [one.scope for one in Arrival.objects.all()] == ["tests.2"]
    assert outbox.receive(request(), door(scope="tests.2"), kept).repeated
