"""An installation with real data, made by the house as it was at insights 0008, comes forward to this version and back.

``tests/data/insights_0008.json`` was written by that version (commit e6743ab): 25 synthetic voices, two runs, two
editions, a summary, a chosen quote, a hidden voice, and decisions on scope made after the second edition.
"""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions.models import Contribution
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights import actions
from medskick.process.insights.actions.undo import latest
from medskick.process.insights.models import CriterionDecision, Edition, Placement, Theme
from medskick.process.insights.queries import amounts, changes, editions, live

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("migrating")]

DATA = Path(__file__).resolve().parents[2] / "data" / "insights_0008.json"
OLD = [("insights", "0008_words_taken_away")]
LEAD = viewer_for("process_lead", user_id=900_007, name="Lena Ledare")


def go_to(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    loader = MigrationExecutor(connection).loader
    others = [leaf for leaf in loader.graph.leaf_nodes() if leaf[0] != "insights"]
    return loader.project_state([*others, *targets]).apps


def newest():
    return [leaf for leaf in MigrationExecutor(connection).loader.graph.leaf_nodes() if leaf[0] == "insights"]


def fill(apps):
    """Put the rows of the file into the tables as they were then."""
    models = {}
    with transaction.atomic():
        for row in json.loads(DATA.read_text(encoding="utf-8")):
            model = models.setdefault(row["model"], apps.get_model(row["model"]))
            fields, many = {}, {}
            for name, value in row["fields"].items():
                field = model._meta.get_field(name)
                if field.many_to_many:
                    many[name] = value
                else:
                    fields[field.attname] = value if value is None else field.to_python(value)
            made = model(pk=model._meta.pk.to_python(row["pk"]), **fields)
            made.save(force_insert=True)
            for name, value in many.items():
                getattr(made, name).set(value)
        for sql in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            with connection.cursor() as cursor:
                cursor.execute(sql)


@pytest.fixture(scope="module")
def brought_forward(django_db_setup, django_db_blocker):
    """The old installation, brought to this version once for all tests of this file: going there and back is slow."""
    with django_db_blocker.unblock():
        goal = newest()
        try:
            fill(go_to(OLD))
            go_to(goal)
            yield
        finally:
            if MigrationExecutor(connection).migration_plan(goal):
                go_to(goal)
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def come_forward(brought_forward, db, settings, tmp_path):
    """The cycle of that installation; what a test changes in it is taken back."""
    settings.DATA_DIR = tmp_path
    return StrategyCycle.objects.get()


def theme(name):
    return Theme.objects.get(name=name, parent=None)


def reach(name):
    """What stands about a theme's reach: the reason why it lies outside, and the decision."""
    own = theme(name)
    said = CriterionDecision.objects.filter(theme=own, criterion="within_reach").first()
    return own.outside_reason, said and (said.value, said.author_name)


def sums_hold():
    for edition in Edition.objects.all():
        ledger = amounts.ledger(edition, PUBLIC)
        assert ledger.stands
        assert ledger.received.texts + ledger.since.received.texts == Contribution.objects.count() == 25
        assert ledger.hidden.texts == 1
        arrived = live.arrived(edition, PUBLIC)
        assert arrived.stands
        assert arrived.texts in (0, ledger.late.texts + ledger.since.shown.texts)


def test_pages_answer_and_sums_hold_after_the_migration(come_forward, client):
    assert Edition.objects.count() == 2
    sums_hold()
    slugs = editions.held_slugs(Edition.objects.get(number=2), PUBLIC)
    assert slugs
    addresses = ["/teman/", "/teman/?utgava=1", "/en/teman/", "/teman/teman.csv", "/teman/kriterier.csv"]
    number = Contribution.objects.filter(state="visible").first().number
    addresses += [f"/teman/{slug}/" for slug in slugs.values()] + [
        "/sa-gar-det-till/",
        f"/medskick/{number}/",
    ]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )
    client.force_login(_account())
    staff = ["", "granska/", "kriterier/", "utanfor/", "forhandsvisa/", "kodbocker/", "granska/historik/"]
    staff += [f"tema/{own.pk}/" for own in Theme.objects.filter(state__in=["proposed", "approved"])]
    told = {path: client.get(f"/arbetsyta/analys/{path}").status_code for path in staff}
    assert told == dict.fromkeys(staff, 200)


def _account():
    from medskick.ground.people.models import User

    return User.objects.get(pk=LEAD.user_id)


def test_what_was_decided_before_counts_and_can_be_taken_back_step_by_step(come_forward, client):
    marked = ["Cykelvägen till skolan är farlig.", "Plogade vägar före klockan sju."]
    spots = Placement.objects.filter(contribution__text__in=marked)

    def statements():
        return sorted(spots.values_list("outside_reason", "scope_decided"))

    assert reach("Vård") == ("beyond_influence", ("no", "Lena Ledare"))
    assert reach("Skola") == ("", ("yes", "Lena Ledare"))
    assert statements() == [("", False), ("single_actor", True)]
    undo(come_forward, "statements_inside")
    assert statements() == [("single_actor", True), ("single_actor", True)]
    undo(come_forward, "statements_outside")
    assert statements() == [("", False), ("", False)]
    undo(come_forward, "theme_inside")
    assert reach("Skola") == ("local_only", ("no", "Lena Ledare"))
    undo(come_forward, "theme_outside")
    assert reach("Skola") == ("", None)
    assert reach("Vård") == ("beyond_influence", ("no", "Lena Ledare"))
    undo(come_forward, "theme_outside")
    assert reach("Vård") == ("", None)
    sums_hold()
    actions.mark_outside(theme("Vård"), "local_only", by=LEAD)
    assert reach("Vård") == ("local_only", ("no", "Lena Ledare"))
    undo(come_forward, "theme_outside")
    assert reach("Vård") == ("", None)


def undo(cycle, verb):
    change = latest(cycle)
    assert change is not None
    assert change.verb == verb
    actions.undo(change, by=LEAD)


def test_what_changed_between_old_editions_is_told_as_for_new_ones(come_forward, client):
    second = Edition.objects.get(number=2)
    assert second.changes == changes.since_previous(second)
    told = changes.in_words(second, PUBLIC)
    name = second.themes.get(theme=second.changes["reshaped"][0][0] and _refilled(second)).name
    assert f"{name}: antalet röster jämförs inte med förra utgåvan, för det mesta i temat är nytt" in told
    assert not any("fler" in line and name in line for line in told)
    assert "heter nu" not in " ".join(told)
    body = client.get("/teman/?utgava=2").content.decode()
    assert "Antalet jämförs inte med förra utgåvan: det mesta i temat är nytt." in body


def _refilled(edition):
    ((pk, how),) = edition.changes["reshaped"]
    assert how == "fresh"
    return edition.themes.get(pk=pk).theme_id


@pytest.mark.django_db(transaction=True)
def test_an_old_house_gets_its_data_back_and_may_come_forward_again(come_forward, client):
    before = {row["id"]: row for row in Placement.objects.values("id", "theme", "origin", "outside_reason")}
    apps = go_to(OLD)
    assert apps.get_model("insights", "Edition").objects.count() == 2
    then = apps.get_model("insights", "Placement").objects.values("id", "theme", "origin", "outside_reason")
    assert {row["id"]: row for row in then} == before
    go_to(newest())
    sums_hold()
    assert reach("Vård") == ("beyond_influence", ("no", "Lena Ledare"))
    assert client.get("/teman/").status_code == 200
