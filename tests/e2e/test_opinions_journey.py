"""A theme where opinions differ, read by keyboard on a phone and a desktop; a reviewer takes a part of it away."""

from __future__ import annotations

import csv
import io
import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from helpers_people import PASSWORD

pytestmark = pytest.mark.e2e


def told(site) -> list[dict[str, str]]:
    """All that the demonstration's themes are shown through, as the public file says."""
    with urlopen(f"{site.address}/teman/utdrag.csv", timeout=30) as answer:
        return list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))


def of_kind(rows, kind):
    return next(row for row in rows if row["slag"] == kind)


@pytest.mark.usual_width("phone")
def test_sums_of_all_voices_fit_the_narrowest_phone_in_both_languages(hands):
    visitor = hands("visitor")
    visitor.page.set_viewport_size({"width": 320, "height": 740})
    for address in ("/teman/", "/en/teman/"):
        visitor.open(address)
        expect(visitor.page.locator("table.ledger")).to_be_visible()
        visitor.look("sums-" + address.strip("/").replace("/", "-"), axe=False)


def test_a_visitor_reads_a_theme_where_opinions_differ(hands, site):
    rows = told(site)
    tension = of_kind(rows, "åsikter som går isär")
    theme = tension["ingår i"] or tension["tema"]
    visitor = hands("visitor")
    visitor.open("/teman/")
    visitor.look("themes")
    visitor.press(tension["rubrik"], role="a")
    assert visitor.page.url.endswith(f"/teman/{theme}/#isar")
    section = visitor.page.locator("section[aria-labelledby=isar]")
    assert section.get_by_role("heading", name=tension["rubrik"]).count() == 1
    sides = section.locator(".tension__side")
    boxes = [sides.nth(place).bounding_box() for place in range(2)]
    assert abs(boxes[0]["width"] - boxes[1]["width"]) <= 1, "both sides are as wide"
    assert re.search(r"\d+ röster, \d+ % av dem som tar ställning", sides.first.inner_text())
    quotes = [sides.nth(place).locator("blockquote").count() for place in range(2)]
    assert quotes[0] == quotes[1] > 0
    visitor.look("theme-with-tension")
    visitor.page.emulate_media(color_scheme="dark")
    visitor.look("theme-with-tension-dark")
    visitor.page.emulate_media(color_scheme="light", forced_colors="active")
    visitor.look("theme-with-tension-forced-colours", axe=False)
    visitor.page.emulate_media(forced_colors="none")

    visitor.press("Så mäter vi")
    assert visitor.page.get_by_role("heading", name="Så mäter vi om den täcker alla").count() == 1
    visitor.look("method")
    visitor.open(f"/teman/{theme}/")
    visitor.press(f"Medskick {tension['medskick']}")
    assert tension["text"] in visitor.page.content()

    few = of_kind(rows, "få men tydliga")
    visitor.open(f"/teman/{few['tema']}/")
    assert visitor.page.get_by_role("heading", name="Få men tydliga").count() == 1
    assert visitor.page.get_by_role("heading", name=few["rubrik"]).count() == 1
    visitor.look("few")
    leaf = of_kind(rows, "tät grupp")
    visitor.open(f"/teman/{leaf['tema']}/")
    assert leaf["rubrik"] in visitor.page.locator("main").inner_text()
    visitor.look("leaves")
    visitor.open(f"/en/teman/{theme}/")
    assert "Where opinions differ" in visitor.page.content()
    visitor.look("theme-with-tension-english")


def test_without_scripts_it_is_the_same_page(hands, site):
    tension = of_kind(told(site), "åsikter som går isär")
    reader = hands("reader", scripts=False)
    reader.open(f"/teman/{tension['tema']}/")
    assert "Här går åsikterna isär" in reader.page.content()
    reader.look("tension-without-scripts")


@pytest.mark.usual_width("phone")
def test_a_reviewer_takes_a_tension_away_and_takes_that_back(hands, site, size):
    email = f"analytiker-{size}@exempel.invalid"
    site.make_staff(email, "analyst", name="Prov Analytiker")
    row = of_kind(told(site), "åsikter som går isär")
    staff = hands("staff")
    staff.open("/arbetsyta/analys/granska/")
    staff.write("E-postadress", email)
    staff.write("Lösenord", PASSWORD)
    staff.press("Logga in", role="button")
    staff.page.wait_for_url(re.compile("/granska/"))
    address = staff.page.evaluate(
        "([links, name]) => [...document.querySelectorAll(links)].find(a => a.textContent.includes(name)).href",
        [".book__topic > a" if row["ingår i"] else ".book__top > a", row["namn"]],
    )
    key = re.search(r"tema=(\d+)", address).group(1)
    staff.open(f"/arbetsyta/analys/tema/{key}/")
    heading = f"Åsikterna går isär: {row['rubrik']}"
    expect(staff.page.get_by_role("heading", name=heading)).to_have_count(1)
    staff.look("theme-of-the-book")
    staff.press(re.compile(f"^Ta bort {row['rubrik']}"), role="button")
    expect(staff.page.get_by_role("heading", name=heading)).to_have_count(0)
    staff.look("taken-away")
    staff.press("Ångra", role="button")
    expect(staff.page.get_by_role("heading", name=heading)).to_have_count(1)
