"""The timeline as a visitor reads it and as the process lead keeps it: by keyboard, at both widths, without scripts."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys

from helpers_people import PASSWORD

EMAIL = "tidplan@region.example"
MAKE_STAFF = """
import sys, django; django.setup()
from medskick.ground.people.models import User
email, *roles = sys.argv[1:]
User.objects.filter(email=email).exists() or User.objects.create_user(email, %r, name="Prov Ledare", roles=roles)
"""


def make_staff(site) -> None:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "medskick.config.settings.site",
        "MEDSKICK_DATA": str(site.folder),
    }
    command = [sys.executable, "-c", MAKE_STAFF % PASSWORD, EMAIL, "process_lead"]
    subprocess.run(command, check=True, env=env)


def test_a_visitor_reads_the_timeline(hands, size):
    person = hands("visitor")
    person.open("/")
    if size == "phone":
        person.press("Meny", role="button", leads=False)
    person.press("Tidplan", role="a")
    person.look("timeline")
    assert "måste vara uppdaterad före valet" in person.page.inner_text("main")
    person.press("Visa som tabell", leads=False)
    person.look("budget-table")
    person.open("/en/tidplan/")
    person.look("english")
    with person.page.expect_download() as download:
        person.tab_to("Download the calendar file", role="a")
        person.page.keyboard.press("Enter")
    assert download.value.suggested_filename == "tidplan-2040.ics"


def test_the_timeline_needs_no_scripts_and_fits_320_pixels(hands):
    person = hands("no-script", scripts=False)
    person.page.set_viewport_size({"width": 320, "height": 640})
    person.open("/tidplan/")
    person.look("320")
    assert person.page.get_by_text("Därifrån kommer pengarna").is_visible()


def test_the_lead_keeps_a_milestone_and_the_budget(hands, site, size):
    make_staff(site)
    lead = hands("lead")
    lead.open("/arbetsyta/omgang/milstolpar/")
    lead.write("E-postadress", EMAIL)
    lead.write("Lösenord", PASSWORD)
    lead.press("Logga in", role="button")
    lead.page.wait_for_url(re.compile("/milstolpar/"))
    lead.look("milestones")
    title = f"Provmilstolpe {size}"
    lead.write("Vad ska vara klart", title)
    lead.page.get_by_label("Planerad dag").fill(str(datetime.date.today() + datetime.timedelta(days=40)))
    lead.press("Lägg till i tidplanen", role="button")
    lead.look("added")
    lead.press(f"Klart {title}", role="button")
    assert "Klart" in lead.page.inner_text(f".panel:has-text('{title}')")
    lead.press(f"Ångra: inte klar än {title}", role="button")
    lead.press(f"Stryk ur planen {title}", role="button")
    lead.look("struck")
    lead.open("/arbetsyta/omgang/budget/")
    lead.look("budget")
    amount = lead.page.get_by_label("Kronor").first
    before = amount.input_value()
    amount.fill("1")
    lead.press("Spara budgeten", role="button")
    assert "Det fattas" not in lead.page.inner_text("main")
    assert "större än kostnaderna" in lead.page.inner_text("main")
    lead.look("does-not-sum")
    lead.page.get_by_label("Kronor").first.fill(before)
    lead.press("Spara budgeten", role="button")
    assert "Budgeten visas i den öppna tidplanen" in lead.page.inner_text("main")
    lead.open("/arbetsyta/omgang/")
    lead.look("phases")
