"""Population is told as its source gives it: every revision kept, nothing corrected, parts never made to fit totals."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from decimal import Decimal

import pytest

from helpers_people import signed_in, viewer_for
from medskick.engine.tables.write import write_xlsx
from medskick.ground.core import offers
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.models import AuditEntry
from medskick.process.cycle import region as regions
from medskick.process.statistics import actions, files, queries
from medskick.process.statistics.frame import POPULATION, frame
from medskick.process.statistics.models import Observation
from medskick.process.statistics.offers import problems

LEAD = viewer_for("process_lead")
HEAD = "kommun;år;ålder;antal\n"


@pytest.fixture
def own(db):
    return actions.take_in_own()


@pytest.fixture
def read(tmp_path):
    def take(text: str, name: str = "folk.csv"):
        path = tmp_path / name
        path.write_text(HEAD + text, encoding="utf-8")
        return actions.take_in_file(path, name, by=LEAD)

    return take


def test_two_municipalities_have_the_figures_that_were_read_by_hand(own):
    """Luleå and Pajala, 31 December 2025: typed in from the table that the region's file was made of."""
    found = queries.population(PUBLIC)
    assert (found.year, found.bands_year) == (2025, 2025)
    assert found.municipalities["2580"] == 80321
    assert found.municipalities["2521"] == 5686
    lulea = [found.local_bands["2580", band] for band in frame().bands]
    pajala = [found.local_bands["2521", band] for band in frame().bands]
    assert lulea == [12641, 9483, 21228, 19598, 17371]
    assert pajala == [881, 461, 1057, 1222, 2065]


def test_total_is_the_published_one_although_the_parts_do_not_sum_to_it(own):
    found = queries.population(PUBLIC)
    assert found.total == queries.Total(248927, summed=False)
    assert sum(found.municipalities.values()) == 248943
    assert found.bands["16-24"] == queries.Total(24477, summed=False)
    assert found.noisy


@pytest.mark.shared
def test_region_file_says_what_the_compiled_data_says(shared_data):
    data = json.loads((shared_data / "norrbotten.json").read_text(encoding="utf-8"))
    region = regions.load(regions.DEFAULT)
    county = data["region"]
    assert {str(year): n for year, n in region.population.items()} == county["population_published"]
    assert dict(region.ages) == county["age_groups_2025"]
    for one in data["municipalities"]:
        ours = region.municipality(one["code"])
        assert {str(year): n for year, n in ours.population.items()} == one["population"], one["name"]
        assert dict(ours.ages) == one["age_groups_2025"], one["name"]


def test_region_without_published_totals_gets_sums_that_say_so(db, use_region):
    use_region("sjomark")
    actions.take_in_own()
    found = queries.population(PUBLIC)
    assert found.total.summed
    assert found.total.people == sum(found.municipalities.values())


def test_new_figure_is_a_revision_and_the_old_one_stays(own, read):
    taken = read("Pajala;2025;;5690\n2521 Pajala;2025;16–24 år;400\n")
    assert taken == actions.Taken(new=0, revised=2, same=0)
    kept = Observation.objects.filter(series__key=POPULATION, place="2521", period="2025").order_by(
        "revision"
    )
    assert [(one.revision, int(one.value), one.source.key) for one in kept] == [
        (1, 5686, "region"),
        (2, 5690, "file"),
    ]
    found = queries.population(PUBLIC)
    assert found.municipalities["2521"] == 5690
    assert found.local_bands["2521", "16-24"] == 400


def test_file_that_repeats_itself_does_not_undo_a_later_correction(own, read):
    read("Pajala;2025;;5690\n")
    again = actions.take_in_own()
    assert (again.new, again.revised) == (0, 0)
    assert queries.population(PUBLIC).municipalities["2521"] == 5690


def test_value_that_the_source_leaves_out_is_kept_with_its_mark_and_counted_nowhere(own, read):
    read("Pajala;2025;;..\n")
    newest = Observation.objects.current().get(series__key=POPULATION, place="2521", period="2025")
    assert (newest.value, newest.status) == (None, "..")
    assert "2521" not in queries.population(PUBLIC).municipalities


def test_single_newer_figure_does_not_push_the_whole_year_aside(own, read):
    read("Pajala;2026;;5600\n")
    found = queries.population(PUBLIC)
    assert found.year == 2025
    assert len(found.municipalities) == 14


@pytest.mark.parametrize(
    ("rows", "row", "column"),
    [
        ("Pajala;2025;;5690\nAtlantis;2025;;3\n", 3, "kommun"),
        ("Pajala;25;;5690\n", 2, "år"),
        ("Pajala;2025;17-19;5690\n", 2, "ålder"),
        ("Pajala;2025;;femtusen\n", 2, "antal"),
        ("Pajala;2025;;-5\n", 2, "antal"),
        ("Pajala;2025;;\n", 2, "antal"),
        ("Pajala;2025;;1\n2521;2025;totalt;2\n", 3, "kommun"),
    ],
)
def test_fault_in_a_file_names_file_row_and_column_and_stores_nothing(db, read, rows, row, column):
    with pytest.raises(files.Refused) as caught:
        read(rows)
    assert str(caught.value).startswith(f"Filen folk.csv, rad {row}, kolumn ”{column}”:")
    assert not Observation.objects.exists()


def test_missing_column_is_named(db, tmp_path):
    path = tmp_path / "folk.csv"
    path.write_text("kommun;antal\nPajala;3\n", encoding="utf-8")
    with pytest.raises(files.Refused, match="kolumnen ”år” saknas"):
        actions.take_in_file(path, "folk.csv", by=LEAD)


def test_excel_is_read_like_csv(own, tmp_path):
    path = tmp_path / "folk.xlsx"
    write_xlsx(
        path, ["Kommun", "År", "Ålder", "Antal"], [["Arjeplogs kommun", 2026, "65 år eller äldre", 820]]
    )
    assert actions.take_in_file(path, "folk.xlsx", by=LEAD).new == 1
    assert Observation.objects.get(place="2506", period="2026").value == Decimal(820)


def test_only_those_who_steer_or_analyse_take_in_figures(client, db):
    signed_in(client, "moderator")
    assert client.get("/arbetsyta/folkmangd/").status_code == 403
    assert client.post("/arbetsyta/folkmangd/regionfilen/").status_code == 403
    assert not Observation.objects.exists()


def test_upload_shows_its_fault_on_the_page_and_is_logged_when_it_holds(client, own, tmp_path):
    signed_in(client, "analyst")
    path = tmp_path / "folk.csv"
    for text, status in ((HEAD + "Nästgård;2025;;3\n", 400), (HEAD + "Pajala;2025;;5690\n", 302)):
        path.write_text(text, encoding="utf-8")
        with path.open("rb") as file:
            answer = client.post("/arbetsyta/folkmangd/", {"file": file, "credit": "SCB"})
        assert answer.status_code == status
        if status == 400:
            assert "rad 2, kolumn ”kommun”" in answer.content.decode()
    assert AuditEntry.objects.filter(action="statistics.taken_in").count() == 2
    assert "version 2" in client.get("/arbetsyta/folkmangd/").content.decode()


def test_missing_and_old_population_are_told_in_words(db, monkeypatch):
    assert [one.text for one in problems()] == ["Folkmängden saknas, så ingen ser vilka som saknas."]
    actions.take_in_own()
    monkeypatch.setattr(
        "medskick.process.statistics.offers.timezone.localdate", lambda: datetime.date(2027, 12, 31)
    )
    assert list(problems()) == []
    monkeypatch.setattr(
        "medskick.process.statistics.offers.timezone.localdate", lambda: datetime.date(2028, 1, 1)
    )
    assert [one.text for one in problems()] == ["Folkmängden är från 2025, äldre än två år."]


def test_open_data_hold_every_revision(own, read):
    read("Pajala;2025;;5690\n")
    data = next(one for one in offers.data_sets if one.name == "statistik")
    rows = [row for row in data.rows(PUBLIC) if row[:4] == ("population", "2521", "2025", "")]
    assert [(row[4], row[6], row[7]) for row in rows] == [(5686, "region", 1), (5690, "file", 2)]
    assert all(len(row) == len(data.columns) for row in rows)


def test_population_is_one_query(own, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.population(PUBLIC)


FETCHES = """
import json, os, threading
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "medskick.config.settings.site"
django.setup()
from decimal import Decimal
from django.db import connection
from medskick.process.statistics import actions
from medskick.process.statistics.frame import POPULATION, Figure
from medskick.process.statistics.models import Observation
Observation.objects.all().delete()
failed, barrier = [], threading.Barrier(6)

def fetch(number):
    barrier.wait()
    try:
        figure = Figure(POPULATION, "2521", "2025", "", Decimal(number))
        actions.take_in(f"s{number}", "S", "", [figure], by=actions.SYSTEM)
    except Exception as error:
        failed.append(repr(error))
    connection.close()

threads = [threading.Thread(target=fetch, args=(n,)) for n in range(6)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps([failed, [[one.revision, int(one.value)] for one in Observation.objects.order_by("revision")]]))
"""


def test_fetches_at_the_same_time_number_their_revisions_one_after_the_other(data_folder):
    """In a process of its own with the settings of a real installation: tests share one connection in memory."""
    environment = {**os.environ, "MEDSKICK_DATA": str(data_folder), "MEDSKICK_DATABASE": ""}
    done = subprocess.run(
        [sys.executable, "-c", FETCHES],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    failed, kept = json.loads(done.stdout.splitlines()[-1])
    assert failed == []
    assert [revision for revision, _value in kept] == [1, 2, 3, 4, 5, 6]
    assert sorted(value for _revision, value in kept) == [0, 1, 2, 3, 4, 5]
