"""An edition without a table of ages or senders says why, and where one is."""

import pytest

from medskick.ground.core.access import PUBLIC
from medskick.process.insights import actions
from medskick.process.insights.models import EditionTable
from medskick.process.insights.queries.untold import untold

pytestmark = pytest.mark.django_db


def table(edition, dimension):
    EditionTable.objects.create(edition=edition, dimension=dimension, cells={"a": 7, "b": 8})


def test_edition_too_small_for_tables_says_so(client, edition):
    edition.tables.all().delete()
    body = client.get("/teman/").content.decode()
    assert "Åldrar och avsändare visas inte: det är för få för att ingen ska kunna pekas ut." in body
    assert "De finns i utgåva" not in body


def test_edition_without_tables_leads_to_the_one_that_has_them(client, cycle, edition, lead):
    edition.tables.all().delete()
    for dimension in ("age_band", "sender_kind"):
        table(edition, dimension)
    second = actions.publish(cycle, by=lead)
    second.tables.all().delete()
    body = client.get("/teman/").content.decode()
    assert body.count("jämförda med en annan utgåva") == 1
    assert '<a href="/teman/?utgava=1#vilka">De finns i utgåva 1</a>' in body
    assert untold(edition, PUBLIC) == []


def test_each_table_is_answered_for_itself(cycle, edition, lead):
    edition.tables.all().delete()
    table(edition, "age_band")
    second = actions.publish(cycle, by=lead)
    second.tables.all().delete()
    assert [(one.sentence.split()[0], one.told_in) for one in untold(second, PUBLIC)] == [
        ("Åldrar", edition),
        ("Avsändare", None),
    ]
