"""Contributions in SQLite or in PostgreSQL: the engine leaves the same bytes, through the real job in a real worker.

One installation on SQLite takes in half of the demonstration. Its rows are carried to an installation on PostgreSQL
whose database sorts text as Swedes do, not by bytes, and they are written there last first, so that whatever is read
without an order comes out in another one. Then both do the same.
"""

import contextlib
import json
import os
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from helpers_house import House, new_house, wait_for
from helpers_house_fixtures import house_template  # noqa: F401
from medskick.process.contributions import demo

pytestmark = [pytest.mark.database("postgresql"), pytest.mark.first]
SET_UP = """
from medskick.ground.core.access import SYSTEM, Viewer
from medskick.process.contributions.models import Contribution, Mask
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights import actions
from medskick.process.insights.models import Codebook, CodeDecision, Placement, Run, Theme
cycle = StrategyCycle.objects.first()
lead = Viewer(900_007, "Lena Ledare", frozenset({"process_lead", "analyst"}))
"""
TAKE_IN = """
from pathlib import Path
from django.core.management import call_command
from medskick.process.cycle.demo import planned_days, shift_to
from medskick.process.contributions import demo
from medskick.process.contributions.actions import Answer, receive
from medskick.process.cycle import actions as cycles, queries
days = planned_days(shift_to("dialogue", queries.today()))
cycle = cycles.start_cycle("2040", "Norrbotten 2040", days, by=SYSTEM)
demo.load(cycle, Path({voices!r}), by=SYSTEM)
answers = [Answer("Nattbuss hem, även på Ågatan.", persons=3), Answer("Öppna badet på sommaren.", persons=3)]
receive(cycle, answers, client_key="several-answers-of-the-same-persons", by=SYSTEM)
said = list(Contribution.objects.order_by("pk"))
Contribution.objects.filter(pk__in=[one.pk for one in said[-2:]]).update(state="visible")
for one in [one for one in said if len(one.text) > 20][10:30]:
    for start, kind in ((9, "name"), (0, "address")):
        Mask.objects.create(contribution=one, field="text", start=start, end=start + 6, kind=kind)
waiting = [one.pk for one in said[5::9]]
Contribution.objects.filter(pk__in=waiting, state="visible").update(state="waiting", suspect=True)
leave_out = ["contenttypes", "auth.permission", "sessions", "core.auditentry", "wagtailcore", "pages"]
call_command("dumpdata", exclude=leave_out, natural_foreign=True, output={path!r})
"""
CARRY = "from django.core.management import call_command\ncall_command('loaddata', {path!r}, verbosity=0)"
START = "\nout = actions.start_run(cycle, by=SYSTEM, codebook=Codebook.objects.first()).number"
HOW_IT_WENT = "SELECT state FROM insights_run ORDER BY number DESC LIMIT 1"
DECIDE_ABOUT_THE_BOOK = """
tops = list(Theme.objects.filter(cycle=cycle, parent=None))
for theme in tops:
    actions.approve(theme, by=lead)
actions.publish(cycle, by=lead)
def places(theme):
    rows = Placement.objects.filter(theme__in=[theme, *theme.topics.all()])
    return list(rows.order_by("contribution__number", "start").values_list("pk", flat=True))
topic = tops[0].topics.first()
actions.rename(tops[0], "Åka hem", by=lead)
actions.rename(tops[1], "Äta gott", by=lead)
actions.split(topic, places(topic)[:2], "Ör och öar", by=lead)
actions.split(tops[1], places(tops[1])[:3], "Zon", by=lead)
actions.move(cycle, places(tops[2])[:4], tops[1], by=lead)
actions.merge(tops[-1], tops[2], by=lead)
actions.mark_outside(tops[3], "local_only", by=lead)
Contribution.objects.filter(suspect=True, state="waiting").update(state="visible")
"""
ENTRIES = [
    {"key": "resor", "label": "Resor utan bil", "definition": "Buss, tåg och att komma hem utan bil."},
    {"key": "ar", "label": "År och dag", "definition": "Åldrande, äldre, vård och omsorg."},
    {"key": "ovrigt", "label": "Övrigt", "definition": "Skola, bostäder, jobb och fritid."},
]
DECIDE_WITH_A_CODEBOOK = f"""
codebook = actions.create_codebook("Egen lista", by=lead, entries={ENTRIES!r})
rows = Run.objects.first().statements.order_by("contribution__number", "start")[:12]
for number, one in reversed(list(enumerate(rows))):
    span = dict(contribution_id=one.contribution_id, field=one.field, start=one.start, end=one.end)
    keys = [["ovrigt"], ["ar", "resor"], []][number % 3]
    CodeDecision.objects.create(codebook=codebook, keys=keys, author_name=lead.name, **span)
"""


@pytest.fixture
def swedish_database():
    """An empty database that sorts as Swedish does; its address."""
    server = os.environ["MEDSKICK_TEST_DATABASE"]
    name = f"medskick_bytes_{os.getpid()}"
    order = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'sv-SE' LC_COLLATE 'C' LC_CTYPE 'C'"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" {order}')
    yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def houses(house_template, tmp_path, swedish_database):  # noqa: F811
    """The two installations, both holding the same contributions."""
    of_sqlite = new_house(house_template, tmp_path / "sqlite")
    of_postgresql = House(tmp_path / "postgresql", {"MEDSKICK_DATABASE": swedish_database})
    of_postgresql.data.mkdir()
    carried, voices = tmp_path / "carried.json", tmp_path / "voices.jsonl"
    voices.write_text("".join(demo.SHIPPED["25"].read_text("utf-8").splitlines(keepends=True)[::2]), "utf-8")
    with ThreadPoolExecutor(1) as beside:
        migrated = beside.submit(of_postgresql.run, "migrate")
        of_sqlite.shell(SET_UP + TAKE_IN.format(path=str(carried), voices=str(voices)))
    assert migrated.result().returncode == 0, migrated.result().stderr
    carried.write_text(json.dumps(json.loads(carried.read_text("utf-8"))[::-1]), "utf-8")
    of_postgresql.shell(CARRY.format(path=str(carried)))
    both = [of_sqlite, of_postgresql]
    for house in both:
        house.start("worker", stdout=subprocess.DEVNULL)
    yield both
    for house in both:
        house.end()


def in_both(houses, code):
    """Run Django code in both at once; what each answers."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda house: house.shell(SET_UP + code), houses))


def analysed(houses, decisions=""):
    """Decide in both, start a run through the door that people use, and wait until the workers have done it.

    What the folders of the runs hold, file by file.
    """
    numbers = in_both(houses, decisions + START)
    assert numbers[0] == numbers[1]
    for house in houses:
        wait_for(lambda house=house: state_of_last_run(house) not in ("waiting", "running"), 300)
        assert state_of_last_run(house) == "done"
    return [everything_in(house.data / "insights" / f"run-{numbers[0]}") for house in houses]


def state_of_last_run(house):
    """What the database says, read without any code of ours."""
    address = house.extra.get("MEDSKICK_DATABASE")
    reader = (
        psycopg.connect(address) if address else sqlite3.connect(house.data / "medskick.sqlite3", timeout=20)
    )
    with contextlib.closing(reader):
        return reader.execute(HOW_IT_WENT).fetchone()[0]


def everything_in(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def same(made, *wanted):
    """Equal names, equal bytes; and what must be there is."""
    one, other = made
    assert {name for name in one if one[name] != other.get(name)} == set() == set(other) - set(one)
    assert {"snapshot.jsonl", "result/result.json", "result/manifest.json", *wanted} <= set(one)
    return one


def test_the_same_contributions_give_the_same_bytes_from_either_database(houses):
    first = same(analysed(houses))
    on = same(analysed(houses, DECIDE_ABOUT_THE_BOOK), "edits.json")
    assert on["snapshot.jsonl"].count(b"\n") > first["snapshot.jsonl"].count(b"\n") > 100
    edits = json.loads(on["edits.json"])["edits"]
    assert {edit["verb"] for edit in edits} == {"rename", "split", "move", "merge", "outside"}
    decided = same(analysed(houses, DECIDE_WITH_A_CODEBOOK), "codebook.json", "codes.npz")
    assert len(json.loads(decided["codebook.json"])["decisions"]) == 12
