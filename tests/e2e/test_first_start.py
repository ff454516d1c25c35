"""From the printed link to a second member of staff, and nothing asked of anybody else on the way."""

from __future__ import annotations

import re

import pytest

from helpers_browser import Hands, Site


@pytest.fixture
def fresh_site(tmp_path):
    """An installation without demonstration, as on the first day."""
    running = Site(tmp_path).wait()
    yield running
    running.stop()


def test_the_first_administrator_opens_the_house(browser, fresh_site):
    page = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce").new_page()
    person = Hands(page, fresh_site, "first-start")
    person.open("/")
    person.look("front-before-anything")
    person.open(fresh_site.administrator_link())
    person.look("link")
    person.write("E-postadress", "anna@region.example")
    person.write("Ditt namn", "Anna Prov")
    person.write(re.compile("^Lösenord(?! en)"), "renar vadar genom älven")
    person.write("Lösenord en gång till", "renar vadar genom älven")
    person.press("Öppna kontot", role="button")
    person.look("workspace")
    assert "Anna Prov" in page.locator("h1").inner_text()
    start_a_cycle(person)
    person.open("/")
    person.look("front-with-dialogue")
    assert "Tyck till" in page.locator("main").inner_text()
    assert person.foreign == []


def start_a_cycle(person) -> None:
    """The first thing an empty house asks for."""
    person.open("/arbetsyta/omgang/")
    person.look("cycle")
    person.write("Nyckel i adresser", "2040")
    person.write("Namn", "Prov 2040")
    person.page.get_by_label("Dialogen börjar").fill("2026-01-01")
    person.page.get_by_label("Dialogens sista dag").fill("2099-12-31")
    person.press("Starta omgången", role="button")
    person.look("cycle-started")


@pytest.mark.parametrize(
    "path", ["/", "/tyck-till/", "/teman/", "/sa-gar-det-till/", "/kvitto/", "/konto/logga-in/"]
)
def test_pages_ask_no_other_host_even_where_the_policy_would_not_stop_them(browser, site, path):
    context = browser.new_context(bypass_csp=True)
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(site.address + path, wait_until="networkidle")
    assert asked
    assert [url for url in asked if not url.startswith((site.address, "data:", "blob:"))] == []
    context.close()
