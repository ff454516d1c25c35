"""Real workers, a real database file and a real mail server: killed in the middle, two at once."""

from __future__ import annotations

import contextlib
import signal
import sqlite3

import pytest

from helpers_house import wait_for

pytestmark = pytest.mark.xdist_group("worker")

QUEUE = """
from medskick.ground.post import actions
slots = {{"link": "https://x.example/bekrafta/x", "everything": True, "topics": [], "receipt": False, "days": 7}}
for number in range({count}):
    actions.send("post.confirm", f"p{{number}}@exempel.se", slots, key=f"test:{{number}}", language="sv")
"""
TOGETHER = """
import threading
from django.db import connection, transaction
from medskick.ground.post import actions
from medskick.ground.post.models import Mail
slots = {"link": "https://x.example/bekrafta/x", "everything": True, "topics": [], "receipt": False, "days": 7}
found, barrier = [], threading.Barrier(8)

def queue():
    barrier.wait()
    with transaction.atomic():
        found.append(actions.send("post.confirm", "a@exempel.se", slots, key="same", language="sv").pk)
    connection.close()

threads = [threading.Thread(target=queue) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
out = [found, Mail.objects.count()]
"""


@pytest.fixture
def office(house, server):
    """A house whose mail goes to the server."""
    house.extra |= {
        "MEDSKICK_MAIL": f"smtp://127.0.0.1:{server.port}/?from=post@region.example&timeout=60",
        "MEDSKICK_ADDRESS": "http://skickamed.example",
    }
    return house


def rows(house) -> dict[str, tuple[str, int, int]]:
    """Address → (state, attempts, uncertain), read without any code of ours."""
    with contextlib.closing(sqlite3.connect(house.data / "medskick.sqlite3", timeout=20)) as reader:
        found = reader.execute('SELECT "to", state, attempts, uncertain FROM post_mail').fetchall()
    return {address: (state, attempts, uncertain) for address, state, attempts, uncertain in found}


def all_ended(house) -> bool:
    return all(state not in {"queued", "held"} for state, _attempts, _uncertain in rows(house).values())


def test_a_worker_killed_while_the_server_has_the_text_sends_it_once_more_and_no_other_twice(office, server):
    office.shell(QUEUE.format(count=8))
    first = office.start("worker")
    killed = []

    def kill() -> str:
        if not killed:
            killed.append(first.pid)
            first.send_signal(signal.SIGKILL)
            first.wait()
        return "250 taken"

    server.after_text["p4@exempel.se"] = kill
    wait_for(lambda: killed)
    assert rows(office)["p4@exempel.se"] == ("queued", 1, 0)
    office.start("worker")
    wait_for(lambda: all_ended(office), 90)
    assert {state for state, _attempts, _uncertain in rows(office).values()} == {"sent"}
    assert rows(office)["p4@exempel.se"] == ("sent", 2, 1)
    times = {address: len(server.to(address)) for address in rows(office)}
    assert times == {f"p{number}@exempel.se": 2 if number == 4 else 1 for number in range(8)}
    assert len({letter.message["Message-ID"] for letter in server.to("p4@exempel.se")}) == 1


def test_a_second_death_with_the_same_mail_leaves_the_decision_to_a_person(office, server):
    office.shell(QUEUE.format(count=2))
    workers = []

    def kill() -> str:
        workers[-1].send_signal(signal.SIGKILL)
        workers[-1].wait()
        return "250 taken"

    server.after_text["p0@exempel.se"] = kill
    for _time in range(2):
        workers.append(office.start("worker"))
        wait_for(lambda: workers[-1].poll() is not None, 90)
    workers.append(office.start("worker"))
    wait_for(lambda: all_ended(office), 90)
    assert rows(office) == {"p0@exempel.se": ("failed", 2, 2), "p1@exempel.se": ("sent", 1, 0)}
    assert len(server.to("p0@exempel.se")) == 2


def test_two_workers_send_every_mail_once(office, server):
    office.shell(QUEUE.format(count=60))
    # A job more, for the other worker: a job alone would give all the work to one.
    office.shell(
        "from medskick.ground.core.access import SYSTEM\n"
        "from medskick.ground.jobs import actions\n"
        "actions.start('post.send', by=SYSTEM, key='another')"
    )

    def when_both_are_there() -> str:
        wait_for(lambda: server.connections >= 2, 50)
        return "250 taken"

    server.after_text |= {f"p{number}@exempel.se": when_both_are_there for number in range(60)}
    for _worker in range(2):
        office.start("worker")
    wait_for(lambda: all_ended(office), 90)
    assert set(rows(office).values()) == {("sent", 1, 0)}
    assert sorted(letter.recipients[0] for letter in server.letters) == sorted(rows(office))


def test_a_mail_that_nobody_was_told_of_is_found_by_the_worker_itself(office, server):
    office.shell(QUEUE.format(count=1))
    with contextlib.closing(sqlite3.connect(office.data / "medskick.sqlite3", timeout=20)) as writer, writer:
        writer.execute("DELETE FROM jobs_job")
    office.start("worker")
    wait_for(lambda: all_ended(office), 90)
    assert len(server.letters) == 1


def test_many_at_once_with_one_key_write_one_mail(office):
    found, count = office.shell(TOGETHER)
    assert len(found) == 8
    assert len(set(found)) == 1
    assert count == 1
