"""The editor's own pages ask no other host for anything and break no content policy."""

from __future__ import annotations

import json
import os

import pytest

from helpers_people import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.usual_width("desktop")]
SIDES = "/arbetsyta/sidor"
MAKE = """
import json, sys, django; django.setup()
from medskick.ground.core.access import PUBLIC
from medskick.process.cycle import queries as cycles
from helpers_meetings import make_meeting, over
meeting = over(make_meeting(cycles.current_cycle(PUBLIC), title="Dialog i Arjeplog", municipality="2506"), days=3)
from medskick.doors.pages.models import NewsIndexPage
print(json.dumps([meeting.number, NewsIndexPage.objects.get(locale__language_code="sv").pk]))
"""


@pytest.fixture
def made(site):
    """A meeting that has been, and the news list: their numbers."""
    site.make_staff("eva.redaktor@region.example", "editor", name="Eva Redaktör")
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return json.loads(site.python(f"import sys; sys.path.insert(0, {here!r})\n{MAKE}").splitlines()[-1])


def test_the_editors_pages_ask_nobody_else_and_break_no_policy(site, hands, made):
    person = hands("policy")
    said: list[str] = []
    person.page.on("console", lambda one: said.append(one.text) if "Content Security" in one.text else None)
    person.page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error('Content Security: ' + e.blockedURI))"
    )
    person.open("/arbetsyta/")
    person.write("E-postadress", "eva.redaktor@region.example")
    person.write("Lösenord", PASSWORD)
    person.press("Logga in", role="button")
    _number, index = made
    for where in (
        "", "pages/", f"pages/{index}/", f"pages/add/pages/newspage/{index}/", f"pages/{index}/edit/", "images/",
        "images/add/", "documents/", "reports/locked/", "reports/workflow/", "reports/site-history/", "redirects/",
        "account/",
    ):  # fmt: skip
        person.open(f"{SIDES}/{where}")
        person.page.wait_for_load_state("networkidle")
    person.open(f"{SIDES}/pages/add/pages/newspage/{index}/")
    person.page.locator("[data-chooser-action-choose]").first.press("Enter")
    person.page.get_by_role("dialog").wait_for()
    person.page.wait_for_load_state("networkidle")
    assert said == []
    assert person.foreign == []
