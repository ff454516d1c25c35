"""Another region starts from its file alone: nothing of the shipped one shows anywhere."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from helpers_people import signed_in
from helpers_site import crawl

pytestmark = pytest.mark.django_db

SHIPPED = re.compile(r"norrbott", re.IGNORECASE)


@pytest.mark.parametrize("name", ["sjomark", "ensholmen", "mangkommun"])
def test_no_page_names_the_shipped_region(client, name, use_region, db):
    region = use_region(name)
    _start(region)
    signed_in(client, "administrator", "process_lead", "moderator", "analyst", "registrar", "editor")
    pages = list(crawl(client, "/", "/en/", "/arbetsyta/", skip=("/konto/logga-ut",)))
    assert len(pages) > 20
    assert any(region.place in page.body for page in pages)
    assert [page.address for page in pages if SHIPPED.search(page.body)] == []
    assert [
        message.subject for message in mail.outbox if SHIPPED.search(message.subject + str(message.body))
    ] == []


def _start(region) -> None:
    import datetime

    from medskick.ground.core.access import SYSTEM
    from medskick.process.contributions.actions import Answer, receive
    from medskick.process.cycle import actions, queries

    today = queries.today()
    days = {"dialogue": (today - datetime.timedelta(days=9), today + datetime.timedelta(days=9))}
    cycle = actions.start_cycle(str(region.vision_year), region.title, days, by=SYSTEM)
    place = region.municipalities[0].code
    receive(
        cycle,
        [Answer("Fler bussar om kvällen", "medskick", municipality=place)],
        client_key="a" * 32,
        by=SYSTEM,
    )
