"""A kiosk at a fair: two people after each other at one tablet, and nothing of the first is left to the second."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time

from helpers_people import PASSWORD

FIRST, PHONE = "Fler nattbussar så man kan ta sig hem", "Ring mig på 070-174 06 05"
SECOND = "En ungdomsgård som är öppen på sommaren"

MAKE = """
import json, sys, django; django.setup()
from medskick.ground.core.access import PUBLIC
from medskick.ground.people.models import User
from medskick.process.cycle import queries as cycles
from helpers_meetings import make_meeting, over
size = sys.argv[1]
User.objects.get_or_create(email=f"kiosk-{size}@region.example", defaults={"name": "Prov", "roles": ["editor"]})
account = User.objects.get(email=f"kiosk-{size}@region.example")
account.set_password(%r)
account.save()
meeting = over(make_meeting(
    cycles.current_cycle(PUBLIC), title=f"Mässan i Luleå {size}", kind="fair", co_hosts=("Luleå kommun",),
), days=0)
print(json.dumps(meeting.number))
"""
SENT = """
import sys
from medskick.process.contributions.models import Contribution
rows = Contribution.objects.filter(source_kind="meeting", source_key=sys.argv[1])
print(sorted(rows.values_list("text", flat=True)), rows.values("sending").distinct().count())
"""
LEFT = """() => ({
  local: localStorage.length, session: sessionStorage.length, cookie: document.cookie,
  fields: Array.from(document.querySelectorAll("textarea, select, input:not([type=hidden])")).map(one => one.value),
})"""


def made(site, size):
    """A fair that is going on, and somebody who runs it; its number."""
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


def opened(staff, number, size):
    """Staff open a kiosk at their own computer; the address for the tablet."""
    staff.open("/arbetsyta/")
    staff.write("E-postadress", f"kiosk-{size}@region.example")
    staff.write("Lösenord", PASSWORD)
    staff.press("Logga in", role="button")
    staff.open(f"/arbetsyta/moten/{number}/")
    staff.press(re.compile("^Kiosk$"), role="a")
    staff.look("no-kiosk")
    staff.write("Namn på plattan", "Entrén")
    staff.press(re.compile("^Öppna$"), role="button")
    staff.look("kiosk")
    return staff.page.locator("p.break strong").first.inner_text()


def nothing_is_left(tablet, *words):
    """Neither in the page, in its fields, nor in the browser's stores."""
    from playwright.sync_api import Error

    until = time.monotonic() + 20
    while True:
        try:
            page = tablet.page.content()
            break
        except Error:  # it is on its way to another page
            assert time.monotonic() < until
            time.sleep(0.2)
    for word in words:
        assert word not in page, f"{word} at {tablet.page.url}"


# The browser's own page instead: it has forgotten what was sent, and does not send it again.
FORGOTTEN = re.compile("ERR_CACHE_MISS|ERR_ABORTED|interrupted by another navigation")


def look_back(tablet, address, *words, scripts=True):
    """Press Back and Forward as far as there is anything; nothing of the words may show anywhere on the way. With
    scripts the browser never asks whether to send a form again: that page leads nobody on."""
    from playwright.sync_api import Error

    for step in ("go_back",) * 6 + ("go_forward",) * 4:
        try:
            getattr(tablet.page, step)(wait_until="load", timeout=10_000)
        except Error as error:
            if not FORGOTTEN.search(error.message) or (scripts and "CACHE_MISS" in error.message):
                raise
        nothing_is_left(tablet, *words)
    tablet.open(address)


def test_two_people_after_each_other_leave_nothing_to_one_another(hands, site, size):
    from playwright.sync_api import expect

    number = made(site, size)
    staff, tablet = hands("staff", bypass_csp=True), hands("tablet")
    address = opened(staff, number, size)
    tablet.page.clock.install()
    tablet.open(address)
    tablet.look("start")

    tablet.press("Börja", role="a")
    tablet.look("first-question")
    tablet.write(re.compile("vad .*", re.IGNORECASE), FIRST)
    tablet.press("Vidare", role="button")
    tablet.look("second-question")
    tablet.press("Tillbaka", role="button")
    assert tablet.page.locator("textarea").input_value() == FIRST
    tablet.press("Vidare", role="button")
    tablet.page.locator("textarea").focus()
    tablet.page.keyboard.insert_text("Ett ord")
    tablet.page.go_back(wait_until="commit")  # the browser's own button goes one screen back, with the words
    expect(tablet.page.locator("textarea")).to_have_value(FIRST)
    tablet.press("Vidare", role="button")
    assert tablet.page.locator("textarea").input_value() == "Ett ord"
    tablet.page.locator("textarea").fill("")
    tablet.page.locator("textarea").focus()
    tablet.page.keyboard.insert_text(PHONE)
    tablet.press("Vidare", role="button")
    tablet.look("about")
    tablet.take_as_long_as_a_person()
    tablet.press("Skicka", role="button")
    assert tablet.page.get_by_text("Det här ser ut som ett telefonnummer").is_visible()
    tablet.look("personal-data")
    tablet.press("Skicka som det är", role="button")
    tablet.page.get_by_role("heading", name="Tack! Din röst är sparad.").wait_for()
    tablet.look("thanks")
    code = tablet.page.locator(".receipt-code").inner_text()
    assert tablet.page.locator(".kiosk__qr svg").is_visible()
    tablet.press("Jag är klar", role="button")
    assert tablet.page.get_by_role("link", name="Börja").is_visible()

    look_back(tablet, address, FIRST, "070-174", code)
    tablet.press("Börja", role="a")
    left = tablet.page.evaluate(LEFT)
    assert (left["local"], left["session"], left["cookie"], set(left["fields"])) == (0, 0, "", {""})
    assert tablet.page.context.cookies() == []

    # The second one thinks for so long that the tablet asks, answers, and is then called away.
    tablet.write(re.compile("vad .*", re.IGNORECASE), SECOND)
    tablet.page.context.set_offline(True)
    tablet.tab_to("Vidare")
    tablet.page.keyboard.press("Enter")
    tablet.page.get_by_text("Plattan har ingen kontakt med nätet").wait_for()
    assert tablet.page.locator("textarea").input_value() == SECOND
    tablet.page.context.set_offline(False)
    tablet.page.clock.fast_forward(121_000)
    asks = tablet.page.get_by_role("dialog", name="Är du kvar?")
    asks.wait_for()
    tablet.look("asks")
    tablet.press("Ja, jag är kvar", role="button", leads=False)
    asks.wait_for(state="hidden")
    assert tablet.page.locator("textarea").input_value() == SECOND
    tablet.page.clock.fast_forward(121_000)
    asks.wait_for()
    with tablet.page.expect_navigation(wait_until="load"):
        tablet.page.clock.fast_forward(31_000)
    assert tablet.page.get_by_role("link", name="Börja").is_visible()
    look_back(tablet, address, SECOND, FIRST, code)

    tablet.press("Börja", role="a")
    tablet.write(re.compile("vad .*", re.IGNORECASE), SECOND)
    tablet.press("Vidare", role="button")
    tablet.press("Vidare", role="button")
    tablet.take_as_long_as_a_person()
    tablet.press("Skicka", role="button")
    tablet.page.get_by_role("heading", name="Tack! Din röst är sparad.").wait_for()
    tablet.page.clock.fast_forward(61_000)
    asks.wait_for()
    with tablet.page.expect_navigation(wait_until="load"):
        tablet.page.clock.fast_forward(31_000)
    assert site.python(SENT, str(number)) == f"{sorted([FIRST, PHONE, SECOND])} 2"

    staff.press(re.compile("^Stäng kiosken"), role="button")
    staff.look("closed")
    tablet.open(address)
    assert tablet.page.get_by_role("heading", name="Plattan tar inte emot svar nu").is_visible()
    tablet.look("closed")


def test_without_scripts_a_button_begins_again_and_nothing_of_the_first_is_left(hands, site, size):
    number = made(site, f"{size}-plain")
    staff, tablet = hands("staff", bypass_csp=True), hands("plain-tablet", scripts=False)
    address = opened(staff, number, f"{size}-plain")
    tablet.open(address)
    tablet.look("start")
    tablet.press("Börja", role="a")
    tablet.look("first-question")
    tablet.write(re.compile("vad .*", re.IGNORECASE), FIRST)
    tablet.press("Vidare", role="button")
    tablet.press("Vidare", role="button")
    tablet.look("about")
    tablet.press("Skicka", role="button")
    assert tablet.page.get_by_role("heading", name="Tack! Din röst är sparad.").is_visible()
    tablet.look("thanks")
    code = tablet.page.locator(".receipt-code").inner_text()
    tablet.press("Jag är klar", role="button")
    look_back(tablet, address, FIRST, code, scripts=False)
    tablet.press("Börja", role="a")
    tablet.write(re.compile("vad .*", re.IGNORECASE), SECOND)
    tablet.press("Vidare", role="button")
    tablet.press("Börja om", role="button")
    look_back(tablet, address, FIRST, SECOND, code, scripts=False)
    assert site.python(SENT, str(number)) == f"{[FIRST]} 1"
