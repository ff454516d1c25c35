"""Contributions in SQLite or in PostgreSQL: the engine leaves the same bytes, through the real job in a real worker.

One installation on SQLite takes in the demonstration. Its rows are carried to an installation on PostgreSQL whose
database sorts text as Swedes do, not by bytes, and they are written there last first, so that whatever is read without
an order comes out in another one. Then both do the same.
"""

import json
import os
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from helpers_house import House, new_house
from helpers_house_fixtures import house_template  # noqa: F401

pytestmark = pytest.mark.database("postgresql")
SET_UP = """
from medskick.ground.core.access import SYSTEM
from medskick.process.contributions.models import Contribution, Mask
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights import actions
from medskick.process.insights.models import Codebook, CodedStatement, Placement, Run, Theme
cycle = StrategyCycle.objects.first()
"""
TAKE_IN = """
from django.core.management import call_command
from medskick.config.demo import planned_days
from medskick.process.contributions import demo
from medskick.process.contributions.actions import Answer, receive
from medskick.process.cycle import actions as cycles, queries
cycle = cycles.start_cycle("2040", "Norrbotten 2040", planned_days("dialogue", queries.today()), by=SYSTEM)
demo.load(cycle, by=SYSTEM)
answers = [Answer("Nattbuss hem, även på Ågatan.", persons=3), Answer("Öppna badet på sommaren.", persons=3)]
receive(cycle, answers, client_key="several-answers-of-the-same-persons", by=SYSTEM)
said = list(Contribution.objects.order_by("pk"))
Contribution.objects.filter(pk__in=[one.pk for one in said[-2:]]).update(state="visible")
for one in [one for one in said if len(one.text) > 20][10:30]:
    for start, kind in ((9, "name"), (0, "address")):
        Mask.objects.create(contribution=one, field="text", start=start, end=start + 6, kind=kind)
waiting = [one.pk for one in said[5::9]]
Contribution.objects.filter(pk__in=waiting, state="visible").update(state="waiting", suspect=True)
leave_out = ["contenttypes", "auth.permission", "sessions"]
call_command("dumpdata", exclude=leave_out, natural_foreign=True, output={path!r})
"""
CARRY = "from django.core.management import call_command\ncall_command('loaddata', {path!r}, verbosity=0)"
START = "out = actions.start_run(cycle, by=SYSTEM, codebook={codebook}).number"
STATE = "out = [run.state, run.message] if (run := Run.objects.first()) else None"
DECIDE_ABOUT_THE_BOOK = """
tops = list(Theme.objects.filter(cycle=cycle, parent=None))
for theme in tops:
    actions.approve(theme, by=SYSTEM)
actions.publish(cycle, by=SYSTEM)
def places(theme):
    rows = Placement.objects.filter(theme__in=[theme, *theme.topics.all()])
    return list(rows.order_by("contribution__number", "start").values_list("pk", flat=True))
topic = tops[0].topics.first()
actions.rename(tops[0], "Åka hem", by=SYSTEM)
actions.rename(tops[1], "Äta gott", by=SYSTEM)
actions.split(topic, places(topic)[:2], "Ör och öar", by=SYSTEM)
actions.split(tops[1], places(tops[1])[:3], "Zon", by=SYSTEM)
actions.move(cycle, places(tops[2])[:4], tops[1], by=SYSTEM)
actions.merge(tops[-1], tops[2], by=SYSTEM)
actions.mark_outside(tops[3], "local_only", by=SYSTEM)
Contribution.objects.filter(suspect=True, state="waiting").update(state="visible")
"""
ENTRIES = [
    {"key": "resor", "label": "Resor utan bil", "definition": "Buss, tåg och att komma hem utan bil."},
    {"key": "ar", "label": "År och dag", "definition": "Åldrande, äldre, vård och omsorg."},
    {"key": "ovrigt", "label": "Övrigt", "definition": "Skola, bostäder, jobb och fritid."},
]
CODEBOOK = f"out = actions.create_codebook('Egen lista', by=SYSTEM, entries={ENTRIES!r}).name"
DECIDE_BY_CODEBOOK = """
coded = list(CodedStatement.objects.order_by("statement__contribution__number", "statement__start")[:12])
for number, one in enumerate(coded):
    keys = [["ovrigt"], ["ar", "resor"], []][number % 3]
    actions.decide_code(one, keys, shown=0, by=SYSTEM)
"""
OWN_CODEBOOK = "Codebook.objects.get()"


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
    done = of_postgresql.run("migrate")
    assert done.returncode == 0, done.stderr
    carried = tmp_path / "carried.json"
    of_sqlite.shell(SET_UP + TAKE_IN.format(path=str(carried)))
    carried.write_text(json.dumps(json.loads(carried.read_text("utf-8"))[::-1]), "utf-8")
    of_postgresql.shell(CARRY.format(path=str(carried)))
    both = [of_sqlite, of_postgresql]
    yield both
    for house in both:
        house.end()


def work_off(houses):
    """Both workers at once, until nothing waits."""
    workers = [house.start("worker", "--until-empty") for house in houses]
    for worker in workers:
        told, _ = worker.communicate(timeout=300)
        assert worker.returncode == 0, told


def analysed(houses, codebook="None"):
    """Start a run in both through the door that people use; what its folders hold, file by file."""
    numbers = [house.shell(SET_UP + START.format(codebook=codebook)) for house in houses]
    assert numbers[0] == numbers[1]
    work_off(houses)
    assert [house.shell(SET_UP + STATE) for house in houses] == [["done", ""]] * 2
    return [everything_in(house.data / "insights" / f"run-{numbers[0]}") for house in houses]


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
    assert first["snapshot.jsonl"].count(b"\n") > 200
    for house in houses:
        house.shell(SET_UP + DECIDE_ABOUT_THE_BOOK)
    on = same(analysed(houses), "edits.json")
    assert on["snapshot.jsonl"].count(b"\n") > first["snapshot.jsonl"].count(b"\n")
    assert {edit["verb"] for edit in json.loads(on["edits.json"])["edits"]} >= {
        "rename",
        "split",
        "move",
        "merge",
    }
    for house in houses:
        house.shell(SET_UP + CODEBOOK)
    same(analysed(houses, OWN_CODEBOOK), "codebook.json", "codes.npz")
    for house in houses:
        house.shell(SET_UP + DECIDE_BY_CODEBOOK)
    decided = same(analysed(houses, OWN_CODEBOOK), "codebook.json")
    assert len(json.loads(decided["codebook.json"])["decisions"]) == 12
