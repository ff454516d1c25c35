"""Mail all the way: a visitor subscribes and confirms, the real worker sends, staff see it, the visitor stops."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

from helpers_browser import Hands, NoScript, Site
from helpers_migrated import migrated_data
from helpers_smtp import MailServer

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def server():
    made = MailServer().start()
    yield made
    made.die()


@pytest.fixture(scope="module")
def post_site(tmp_path_factory, server):
    """A new installation whose mail goes to the server."""
    mail = f"smtp://127.0.0.1:{server.port}/?from=post@region.example"
    folder = migrated_data(tmp_path_factory, tmp_path_factory.mktemp("post"))
    running = Site(folder, environment={"MEDSKICK_MAIL": mail}).wait()
    yield running
    running.stop()


VOICE = """
import datetime, django
django.setup()
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.contributions import actions
from medskick.process.cycle import actions as cycles, queries
today, month = queries.today(), datetime.timedelta(days=30)
cycle = queries.current_cycle(PUBLIC) or cycles.start_cycle(
    "2040", "Prov 2040", {"dialogue": (today - month, today + month)}, by=SYSTEM
)
answer = actions.Answer(text="Fler nattbussar till Pajala")
print(actions.receive(cycle, [answer], client_key="%s", by=PUBLIC).receipt.code)
"""


def receipt(site, key: str) -> str:
    """The code of a voice that somebody has sent."""
    env = {
        **os.environ,
        "MEDSKICK_DATA": str(site.folder),
        "DJANGO_SETTINGS_MODULE": "medskick.config.settings.site",
    }
    done = subprocess.run(
        [sys.executable, "-c", VOICE % key], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def person(browser, site, size, name, *, scripts=True):
    context = browser.new_context(
        viewport=size, locale="sv-SE", reduced_motion="reduce", java_script_enabled=scripts
    )
    title = f"mail-{size['width']}-{name}"
    if scripts:
        return Hands(context.new_page(), site, title)
    return NoScript(context.new_page(), site, title, browser.new_context(viewport=size).new_page())


def letter(server, address: str, part: str, seconds: float = 60) -> str:
    """The path of the link that holds ``part`` in the newest letter to this address, once it has come."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for one in reversed(server.to(address)):
            if found := re.search(rf"https?://\S*/{part}/\S+", one.message.get_content()):
                return urlsplit(found[0]).path
        time.sleep(0.1)
    raise AssertionError(f"no letter to {address}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_visitor_subscribes_changes_and_stops(browser, post_site, server, size, scripts):
    address = f"anna-{size['width']}-{int(scripts)}@exempel.se"
    one = person(browser, post_site, size, f"visitor-{int(scripts)}", scripts=scripts)
    one.open("/prenumerera/")
    one.look("subscribe")
    one.press("Skicka mig en länk", role="button")
    one.look("nothing-filled-in")
    one.take_as_long_as_a_person()
    one.write(re.compile("^Din e-postadress"), address)
    if scripts:
        one.tab_to("Kommuner")
        one.page.keyboard.press("Enter")
        one.tab_to("Kiruna")
        one.page.keyboard.press("Space")
        one.look("municipalities")
    one.press("Skicka mig en länk", role="button")
    one.look("asked")
    one.open(letter(server, address, "bekrafta"))
    one.look("confirm")
    one.press("Ja, skicka mejl till mig", role="button")
    one.look("confirmed")
    assert "Klart! Du får mejl" in one.page.content()
    one.press("Spara", role="button")
    one.look("saved")
    one.press("Sluta helt", role="button")
    one.look("stopped")
    assert "Du får inga fler mejl" in one.page.content()
    assert one.page.context.cookies() == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_sender_connects_an_address_to_a_receipt_and_takes_it_away(
    browser, post_site, server, size, scripts
):
    address = f"eva-{size['width']}-{int(scripts)}@exempel.se"
    code = receipt(post_site, f"voice-of-{size['width']}-{int(scripts)}")
    one = person(browser, post_site, size, f"sender-{int(scripts)}", scripts=scripts)
    one.open(f"/kvitto/{code}/")
    one.press("Mejla mig när något händer", role="a")
    one.look("follow")
    one.take_as_long_as_a_person()
    one.write(re.compile("^Din e-postadress"), address)
    one.press("Skicka mig en länk", role="button")
    one.look("receipt-asked")
    one.open(letter(server, address, "bekrafta"))
    one.press("Ja, skicka mejl till mig", role="button")
    one.look("own-page-with-receipt")
    one.open(f"/kvitto/{code}/")
    one.press("Koppla loss", role="button")
    one.look("disconnected")
    assert "Adressen är losskopplad" in one.page.content()
    assert one.page.context.cookies() == []


def test_staff_find_the_mail_in_the_outbox(browser, post_site, server):
    server.on_recipient["finns-inte@exempel.se"] = "550 5.1.1 No such user here"
    visitor = person(browser, post_site, DESKTOP, "asks", scripts=True)
    for address in ("finns-inte@exempel.se", "bo@exempel.se"):
        visitor.open("/prenumerera/")
        visitor.take_as_long_as_a_person()
        visitor.write(re.compile("^Din e-postadress"), address)
        visitor.press("Skicka mig en länk", role="button")
    secret = letter(server, "bo@exempel.se", "bekrafta")
    link = post_site.administrator_link()
    staff = person(browser, post_site, DESKTOP, "staff")
    staff.open(link)
    staff.write("E-postadress", "eva@region.example")
    staff.write("Ditt namn", "Eva Prov")
    staff.write(re.compile("^Lösenord(?! en)"), "renar vadar genom älven")
    staff.write("Lösenord en gång till", "renar vadar genom älven")
    staff.press("Öppna kontot", role="button")
    staff.look("workspace")
    for size in (DESKTOP, PHONE):
        staff.page.set_viewport_size(size)
        staff.name = f"mail-{size['width']}-staff"
        staff.open("/arbetsyta/utskick/")
        staff.look("outbox")
        staff.write("Adress", "finns-inte")
        staff.press("Visa", role="button")
        staff.look("found")
        staff.press("Bekräfta att du vill ha mejl", role="a")
        staff.look("refused")
        assert "550 5.1.1 No such user here" in staff.page.inner_text("main")
        staff.open("/arbetsyta/utskick/?adress=bo@exempel.se")
        staff.press("Bekräfta att du vill ha mejl", role="a")
        staff.look("one-mail")
        assert secret not in staff.page.content()
        assert "bara för mottagaren" in staff.page.inner_text("main")
        staff.open("/arbetsyta/utskick/antal/")
        staff.look("counts")
    assert staff.foreign == []
