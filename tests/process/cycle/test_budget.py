"""A budget is shown when its two sides are the same sum, and never otherwise."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from helpers_people import signed_in
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.cycle import actions, offers, queries
from medskick.process.cycle.actions import LineGiven

pytestmark = pytest.mark.django_db

COSTS = [LineGiven("Möten i kommunerna", 2_000_000), LineGiven("Webb", 1_050_000, "Med film")]
SOURCES = [LineGiven("Staten", 1_525_000), LineGiven("Regionen", 1_525_000)]


def save(cycle, costs=COSTS, sources=SOURCES):
    actions.save_budget(cycle, {"cost": costs, "source": sources}, by=SYSTEM)


def public(client):
    return client.get("/tidplan/").content.decode()


def test_a_budget_that_sums_is_shown_once_somebody_wants_it(client, cycle):
    save(cycle)
    assert "Möten i kommunerna" not in public(client)
    actions.publish_budget(cycle, by=SYSTEM)
    page = public(client)
    assert "3\u00a0050\u00a0000 kronor" in page
    assert page.count("1\u00a0525\u00a0000") == 4  # two lines, as bars and in the table


def test_a_budget_that_does_not_sum_cannot_be_published(cycle):
    save(cycle, sources=SOURCES[:1])
    with pytest.raises(ValidationError, match="inte lika stora"):
        actions.publish_budget(cycle, by=SYSTEM)


def test_an_empty_budget_cannot_be_published(cycle):
    with pytest.raises(ValidationError):
        actions.publish_budget(cycle, by=SYSTEM)


def test_a_published_budget_that_no_longer_sums_is_hidden_until_it_does(client, cycle):
    save(cycle)
    actions.publish_budget(cycle, by=SYSTEM)
    save(cycle, costs=[*COSTS, LineGiven("Resor", 1)])
    assert "Möten i kommunerna" not in public(client)
    assert queries.published_budget(queries.current_cycle(PUBLIC), PUBLIC) is None
    save(cycle)
    assert "Möten i kommunerna" in public(client)


@pytest.mark.parametrize(
    ("costs", "sources", "said"),
    [
        (COSTS, SOURCES[:1], "Det fattas 1\u00a0525\u00a0000 kr"),
        (COSTS[:1], SOURCES, "1\u00a0050\u00a0000 kr större"),
        (COSTS, SOURCES, "Går ihop"),
    ],
)
def test_the_page_says_by_how_much_it_does_not_sum(client, cycle, costs, sources, said):
    save(cycle, costs, sources)
    signed_in(client, "process_lead")
    assert said in client.get("/arbetsyta/omgang/budget/").content.decode()


def posted(**changed):
    form = {}
    for side in ("cost", "source"):
        form |= {f"{side}-TOTAL_FORMS": "2", f"{side}-INITIAL_FORMS": "0"}
    form |= {
        "cost-0-name": "Möten i kommunerna",
        "cost-0-amount": "1 000 kr",
        "source-0-name": "Regionen",
        "source-0-amount": "1\u00a0000",
        "source-0-note": "Egna medel",
    }
    return form | changed


def test_amounts_are_read_as_people_write_them(client, cycle):
    signed_in(client, "process_lead")
    assert client.post("/arbetsyta/omgang/budget/", posted()).status_code == 302
    found = queries.budget(cycle, SYSTEM)
    assert (found.cost, found.financed, found.sums) == (1000, 1000, True)
    assert client.post("/arbetsyta/omgang/budget/visa/").status_code == 302
    assert "Egna medel" in public(client)
    client.post("/arbetsyta/omgang/budget/dolj/")
    assert "Egna medel" not in public(client)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"cost-0-amount": "mycket"}, "hela kronor"),
        ({"cost-0-amount": ""}, "hur många kronor"),
        ({"cost-0-amount": "-5"}, "större än eller lika med 1"),
        ({"cost-0-amount": "10,50"}, "hela kronor"),
        ({"cost-0-amount": "525.000"}, "hela kronor"),
        ({"cost-0-amount": "1525.00"}, "hela kronor"),
        ({"cost-0-name": ""}, "vad raden heter"),
    ],
)
def test_a_line_that_is_wrong_is_told_beside_it_and_nothing_is_saved(client, cycle, changed, said):
    save(cycle)
    signed_in(client, "process_lead")
    answer = client.post("/arbetsyta/omgang/budget/", posted(**changed))
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert queries.budget(cycle, SYSTEM).cost == 3_050_000


def test_of_two_tabs_the_second_is_told_and_keeps_its_words(client, cycle):
    save(cycle)
    signed_in(client, "process_lead")
    read = re.search(r'name="read" value="(\w+)"', client.get("/arbetsyta/omgang/budget/").content.decode())[
        1
    ]
    save(cycle, costs=[*COSTS, LineGiven("Resor", 5)])
    answer = client.post("/arbetsyta/omgang/budget/", posted(read=read))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Någon annan har sparat budgeten" in page
    assert "Egna medel" in page
    assert queries.budget(cycle, SYSTEM).cost == 3_050_005
    read = re.search(r'name="read" value="(\w+)"', page)[1]
    assert client.post("/arbetsyta/omgang/budget/", posted(read=read)).status_code == 302
    assert queries.budget(cycle, SYSTEM).cost == 1000


@pytest.mark.database("postgresql")
@pytest.mark.django_db(transaction=True)
def test_two_savings_at_once_leave_the_lines_of_one(cycle):
    save(cycle)
    together = threading.Barrier(2)

    def once(_number):
        try:
            together.wait()
            save(cycle)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for _ in range(6):
            list(pool.map(once, range(2)))
            assert queries.budget(cycle, SYSTEM).cost == 3_050_000


def test_readiness_says_by_how_much_the_budget_does_not_sum(cycle):
    assert "Budgeten" not in " ".join(one.text for one in offers.problems())
    save(cycle, sources=SOURCES[:1])
    assert "1525000 kronor mindre" in " ".join(one.text for one in offers.problems())
