"""Two hundred visitors press at the same moment, in a process of its own with the settings of an installation.

Fifty sit in one school and have scripts, so that each form has its proof of work; the others sit at home, each at an
address of the network of their own, and have none.
"""

import json
import os
import subprocess
import sys
import uuid

import pytest

from helpers_migrated import copy_on_postgresql
from medskick.process.meetings.models import Standing

CROWD = """
import json, os, re, sys, threading, time, uuid
from concurrent.futures import ThreadPoolExecutor
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "medskick.config.settings.site"
django.setup()
from django.db import connection
from django.test import Client
from medskick.ground.core import tokens
from medskick.ground.core.access import SYSTEM
from medskick.process.cycle import actions as cycles
from medskick.process.meetings.links import secret_of
from medskick.process.meetings.models import SignUp
from helpers_contributions import proof
from helpers_meetings import make_meeting
cycle = cycles.start_cycle("2040", "Prov", {}, by=SYSTEM)
meeting = make_meeting(cycle, places=40)
page = f"/moten/{meeting.number}/anmalan/"
forms = [{tokens.FIELD: tokens.issue("meeting-sign-up"), "client_key": str(uuid.uuid4())} for _one in range(200)]
browser = Client(headers={"host": "localhost"})
began = time.monotonic()
for form in forms[::4]:
    form["altcha"] = proof(browser)
time.sleep(max(0, 2 - (time.monotonic() - began)))
connection.close()
at_once = int(sys.argv[1])
barrier = threading.Barrier(at_once)

def visitor(number):
    if number < at_once:
        barrier.wait()
    try:
        asked = {**forms[number], "name": f"N{number}", "persons": 1}
        address = f"10.1.0.{number}" if number % 4 else "10.2.0.1"
        visitors = Client(headers={"host": "localhost"}, REMOTE_ADDR=address)
        answers = [visitors.post(page, asked) for _twice in range(1 + number % 8 // 4)]
        return [(answer.status_code, answer.headers.get("Location", "")) for answer in answers]
    finally:
        connection.close()

with ThreadPoolExecutor(at_once) as pool:
    answers = list(pool.map(visitor, range(200)))
stored = list(SignUp.objects.order_by("turn"))
rows = [(one.turn, one.standing) for one in stored]
shown = []
for one in (stored[0], stored[39], stored[40], stored[199]):
    body = Client(headers={"host": "localhost"}).get(f"/moten/min-anmalan/{secret_of(one)}/").content.decode()
    shown.append(re.search(r"<h1>(.*?)</h1>", body).group(1))
print(json.dumps({"answers": answers, "rows": rows, "shown": shown}))
"""


def _crowd(folder, database, at_once):
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    environment = {
        **os.environ,
        "MEDSKICK_DATA": str(folder),
        "MEDSKICK_DATABASE": database,
        "PYTHONPATH": os.pathsep.join([here, os.environ.get("PYTHONPATH", "")]),
    }
    done = subprocess.run(
        [sys.executable, "-c", CROWD, str(at_once)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def _holds(crowd):
    flat = [answer for answers in crowd["answers"] for answer in answers]
    assert {status for status, _place in flat} == {303}, "an error page"
    assert all(len({place for _status, place in answers}) == 1 for answers in crowd["answers"])
    assert len({answers[0][1] for answers in crowd["answers"]}) == 200
    assert [turn for turn, _standing in crowd["rows"]] == list(range(1, 201))
    assert [standing for _turn, standing in crowd["rows"]] == [Standing.PLACE] * 40 + [Standing.WAITING] * 160
    waits = "Du står på väntelistan, nummer"
    assert crowd["shown"] == ["Du har en plats", "Du har en plats", f"{waits} 1", f"{waits} 160"]


@pytest.mark.first
@pytest.mark.database("sqlite")
def test_two_hundred_at_once_get_forty_places_and_160_wait_in_order_on_sqlite(data_folder):
    """Real threads in a process of its own with the settings of an installation, every second one presses twice."""
    _holds(_crowd(data_folder, "", 200))


@pytest.mark.first
@pytest.mark.database("postgresql")
@pytest.mark.django_db
def test_two_hundred_at_once_get_forty_places_and_160_wait_in_order_on_postgresql(
    tmp_path, migrated_database
):
    """Sixty at a time: the server has a hundred connections, and the front of an installation has fewer threads."""
    import psycopg

    server = os.environ["MEDSKICK_TEST_DATABASE"]
    name = f"crowd_{uuid.uuid4().hex[:12]}"
    copy_on_postgresql(migrated_database, name)
    try:
        head, _slash, rest = server.rpartition("/")
        query = rest.partition("?")[2]
        _holds(_crowd(tmp_path, f"{head}/{name}" + (f"?{query}" if query else ""), 60))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
