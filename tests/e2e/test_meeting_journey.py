"""A meeting with one place: two visitors sign up, the first leaves, the second moves up and is met at the door."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from helpers_people import PASSWORD

pytestmark = pytest.mark.e2e

MAKE = """
import json, sys, django; django.setup()
from medskick.ground.core.access import PUBLIC
from medskick.ground.people.models import User
from medskick.process.cycle import queries as cycles
from helpers_meetings import make_meeting, over, sign_up
size = sys.argv[1]
User.objects.create_user(f"mote-{size}@region.example", %r, name="Prov", roles=["process_lead"])
cycle = cycles.current_cycle(PUBLIC)
over(make_meeting(cycle, title=f"Förra mötet {size}", municipality="2580"), days=9)
meeting = make_meeting(
    cycle, title=f"Vad ska Pajala vara 2040? {size}", places=1, largest_group=1, asks_access=True, asks_diet=True,
    summary="En kväll om skolan, bussarna och allt däremellan. Vi bjuder på soppa.",
    agenda="18.00 Soppa\\n18.30 Samtal vid borden\\n20.00 Tack för i kväll", access="Ramp och hörslinga.",
    co_hosts=("Pajala kommun",),
)
print(json.dumps(meeting.number))
"""


def made(site, size):
    """A meeting with one place, and somebody who runs it; the meeting's number."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "medskick.config.settings.site",
        "MEDSKICK_DATA": str(site.folder),
        "PYTHONPATH": os.pathsep.join([here, os.environ.get("PYTHONPATH", "")]),
    }
    command = [sys.executable, "-c", MAKE % PASSWORD, size]
    done = subprocess.run(command, check=True, env=env, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def sign_up(person, number, name):
    """Sign up with the keyboard; the private page's address."""
    person.open(f"/moten/{number}/")
    person.look("meeting")
    person.press(re.compile("Anmäl dig|Ställ dig på väntelistan"), role="a")
    person.look("form")
    person.write("Ditt namn", name)
    person.press(re.compile("Skicka anmälan|Ställ mig på väntelistan"), role="button")
    person.look("own")
    return person.page.url


def test_the_one_who_waits_moves_up_when_another_leaves_and_is_met_at_the_door(hands, site, size):
    number = made(site, size)
    first, second = hands("first"), hands("second")
    first.open("/moten/")
    first.look("list")
    own = sign_up(first, number, "Ann Ek")
    assert first.page.get_by_role("heading", name="Du har en plats").is_visible()
    waits = sign_up(second, number, "Bo Al")
    assert second.page.get_by_role("heading", name="väntelistan, nummer 1").is_visible()

    first.open(own)
    first.press("Ändra anmälan", role="a")
    first.look("change")
    first.open(own)
    first.press("Kan du inte komma? Avboka", role="a")
    first.look("leave")
    first.press("Ja, avboka", role="button")
    assert first.page.get_by_role("heading", name="Din anmälan är avbokad").is_visible()
    first.look("left")

    second.open(waits)
    assert second.page.get_by_role("heading", name="Du har en plats").is_visible()
    second.look("moved-up")
    code = second.page.locator(".receipt-code").inner_text()

    staff = hands("staff", bypass_csp=True)
    staff.open("/arbetsyta/")
    staff.write("E-postadress", f"mote-{size}@region.example")
    staff.write("Lösenord", PASSWORD)
    staff.press("Logga in", role="button")
    for where in (
        "",
        "nytt/",
        "turne/",
        "kommunkontakter/",
        f"{number}/",
        f"{number}/andra/",
        f"{number}/flytta/",
    ):
        staff.open(f"/arbetsyta/moten/{where}")
        staff.look("staff")
    staff.open(f"/arbetsyta/moten/{number}/dorren/?kod={code}")
    assert staff.page.get_by_role("heading", name="Bo Al").is_visible()
    staff.look("door")
    staff.press(re.compile("^Är här"), role="button")
    assert staff.page.get_by_text("Här: 1", exact=True).is_visible()
    staff.look("arrived")
    for person in (first, second, staff):
        assert person.foreign == []
