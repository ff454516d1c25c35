"""A full meeting: one waits, another leaves, the first moves up and gets mail with a calendar entry; then the door."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from helpers_browser import Site
from helpers_people import PASSWORD
from helpers_smtp import MailServer

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
print(json.dumps([meeting.number, meeting.starts_at.isoformat()]))
"""


@pytest.fixture(scope="module")
def server():
    made = MailServer().start()
    yield made
    made.die()


@pytest.fixture(scope="module")
def site(demonstration, tmp_path_factory, server):
    """A demonstration of its own, whose mail goes to the server."""
    folder = tmp_path_factory.mktemp("meetings")
    shutil.copytree(demonstration, folder, dirs_exist_ok=True)
    mail = f"smtp://127.0.0.1:{server.port}/?from=post@region.example"
    environment = {"MEDSKICK_MAIL": mail, "MEDSKICK_ADDRESS": "http://localhost:8000"}
    running = Site(folder, "--demo", environment=environment).wait()
    yield running
    running.stop()


def made(site, size):
    """A meeting with one place, and somebody who runs it; the meeting's number and when it begins."""
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


def letter_with_calendar(server, address, seconds=60):
    """The newest mail to this address about a place that became free, and its calendar entry, once it has come."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for one in reversed(server.to(address)):
            files = [
                part for part in one.message.iter_attachments() if part.get_content_type() == "text/calendar"
            ]
            if files and "har du fått en plats" in one.message["Subject"]:
                return one.message, Calendar.from_ical(files[0].get_content())
        time.sleep(0.1)
    raise AssertionError([one.message["Subject"] for one in server.to(address)])


def sign_up(person, number, name, email=""):
    """Sign up with the keyboard; the private page's address."""
    person.open(f"/moten/{number}/")
    person.look("meeting")
    person.press(re.compile("Anmäl dig|Ställ dig på väntelistan"), role="a")
    person.look("form")
    person.write("Ditt namn", name)
    if email:
        person.write("E-post", email)
    person.page.wait_for_timeout(2000)  # whoever sends faster is taken for a robot
    person.press(re.compile("Skicka anmälan|Ställ mig på väntelistan"), role="button")
    person.look("own")
    return person.page.url


def narrow_door(page):
    """On the narrowest phone nothing lies outside, and every button of the list is in sight and large enough."""
    usual = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    buttons = page.locator(".door__act :is(button, a)").all()
    assert buttons
    for button in buttons:
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        assert box["height"] >= 44
    page.set_viewport_size(usual)


def test_the_one_who_waits_moves_up_gets_mail_and_is_met_at_the_door(hands, site, server, size):
    number, begins = made(site, size)
    address = f"bo-{size}@exempel.se"
    first, second = hands("first"), hands("second")
    first.open("/moten/")
    first.look("list")
    own = sign_up(first, number, "Ann Ek")
    assert first.page.get_by_role("heading", name="Du har en plats").is_visible()
    waits = sign_up(second, number, "Bo Al", address)
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

    mail, calendar = letter_with_calendar(server, address)
    (event,) = calendar.walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["STATUS"])) == (f"Vad ska Pajala vara 2040? {size}", "CONFIRMED")
    assert event["DTSTART"].dt.isoformat() == begins
    link = re.search(r"http://localhost:8000(/moten/min-anmalan/\S+)", mail.get_body().get_content())
    assert link, mail.get_body().get_content()
    assert link[1] == urlsplit(waits).path
    second.open(link[1])
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
    narrow_door(staff.page)
    staff.write("Antal personer", "2")
    staff.look("walk-in")
    staff.press("Räkna in", role="button")
    assert staff.page.get_by_text("Här nu: 3. Med plats: 1 av 1. Utan anmälan: 2.").is_visible()
    staff.look("walked-in")
    for person in (first, second, staff):
        assert person.foreign == []
