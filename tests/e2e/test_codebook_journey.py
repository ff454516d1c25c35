"""An analyst brings a list of themes and teaches it by example: keyboard only, and once without scripts."""

from __future__ import annotations

import json
import re

import pytest

from helpers_people import PASSWORD

pytestmark = pytest.mark.last

DECISIONS = """
import sys
from medskick.process.insights.models import CodeDecision
for row in CodeDecision.objects.filter(codebook__name=sys.argv[1], active=True).order_by("pk"):
    print(";".join(row.keys) or "-")
"""
THEMES = [
    ("resor", "Resor utan bil", "Buss, tåg, tidtabeller och att komma hem utan bil."),
    ("vagar", "Vägar och järnväg", "Vägar, plogning, underhåll och spår."),
    ("vard", "Vård nära", "Vårdcentraler, sjukhus, läkare och väntetider."),
    ("skola", "Skola och lärande", "Skolor, lärare, gymnasium och vuxenutbildning."),
    ("jobb", "Jobb och företag", "Arbete, rekrytering, företagande och industri."),
    ("boende", "Bostäder", "Hyresrätter, villor, tomter och att hitta någonstans att bo."),
    ("fritid", "Fritid och kultur", "Idrott, föreningar, mötesplatser, bibliotek och musik."),
    ("natur", "Natur och klimat", "Skog, vatten, djur, klimat och energi."),
    ("unga", "Unga som vill stanna", "Att växa upp, trivas och se en framtid här."),
    ("sprak", "Samiskt och minoritetsspråk", "Samiska, meänkieli, finska och renskötsel."),
]


def sign_in(person, site, email: str) -> None:
    """By keyboard, from the address bar."""
    site.make_staff(email, "analyst", name="Prov Analytiker")
    person.open("/arbetsyta/analys/kodbocker/")
    person.write("E-postadress", email)
    person.write("Lösenord", PASSWORD)
    person.press("Logga in", role="button")
    person.page.wait_for_url(re.compile("/kodbocker/"))


def words(person) -> str:
    return re.sub(r"\s+", " ", person.page.locator("main").inner_text())


def key(person, name: str) -> None:
    """A key of the desk that leads on."""
    with person.page.expect_navigation(wait_until="load"):
        person.page.keyboard.press(name)


def learned(person) -> None:
    """Until the page says by itself that the engine has learned."""
    person.page.get_by_text(re.compile("^Lärt")).wait_for(timeout=30_000)


def bring_a_list(person, path) -> None:
    person.look("no-codebooks")
    person.write("Kodbokens namn", path.stem)
    person.press("Ta teman från en fil", role="summary", leads=False)
    with person.page.expect_file_chooser(timeout=30_000) as chooser:
        person.tab_to(re.compile("^Fil med teman"), role="input")
        person.page.keyboard.press("Space")
    chooser.value.set_files(str(path))
    person.look("new-codebook")
    person.press("Lägg upp kodboken", role="button")
    person.look("codebook")


def add_a_theme(person) -> None:
    person.page.locator("#id_ny_label").scroll_into_view_if_needed()
    person.page.locator("#id_ny_label").focus()
    person.page.keyboard.insert_text("Rymd och rekord")
    person.press("Lägg till", role="button")
    assert "11 teman" in words(person)
    person.press("Ångra", role="button")
    assert "10 teman" in words(person)


def start_with_it(person, name: str) -> None:
    person.open("/arbetsyta/analys/")
    person.tab_to("Låt Medskick hitta teman", role="input")
    person.page.keyboard.press("ArrowDown")
    person.tab_to(re.compile("^Kodbok"), role="select")
    person.page.locator(":focus").select_option(label=name)
    person.look("start")
    person.press(re.compile("Läs igen|Starta analysen"), role="button")
    assert "Inget är startat än." in words(person)
    assert "tankar kan byta tema." in words(person)
    person.look("before-it-starts")
    person.press("Starta analysen", role="button")
    until_done(person)
    if "/korningar/" not in person.page.url:
        person.press("Se vad som skulle ändras", role="a")
    assert "Temaboken är inte ändrad än" in words(person)
    assert person.page.locator("main table tbody tr").count() > 1
    person.look("what-would-change")
    person.press("Ändra temana så här", role="button")
    until_done(person)


def until_done(person) -> None:
    person.page.locator("[data-job-progress]").wait_for(state="detached", timeout=240_000)
    person.page.wait_for_load_state("load")


def see_the_way_back(person) -> None:
    """From the run that went wrong to what going back to the edition means, without doing it."""
    person.press(re.compile("^Ångra: tillbaka till utgåva"), role="a")
    assert re.search("[0-9]+ tankar byter tema", words(person))
    person.look("way-back")
    person.press("Avbryt", role="a")


@pytest.mark.usual_width("desktop")
def test_a_codebook_learns_from_an_analyst_by_keyboard(hands, site, size, tmp_path):
    name = f"Egen lista {size}"
    path = tmp_path / f"{name}.json"
    rows = [{"key": k, "label": label, "definition": d} for k, label, d in THEMES]
    path.write_text(json.dumps({"themes": rows}, ensure_ascii=False), "utf-8")
    person = hands("analyst")
    sign_in(person, site, f"analytiker-{size}@region.example")
    bring_a_list(person, path)
    add_a_theme(person)
    start_with_it(person, name)

    if "/korningar/" not in person.page.url:
        person.press(re.compile("^Analys [0-9]+$"), role="a")
    person.look("run")
    assert "passar inget av temana" in words(person)
    run = person.page.url
    see_the_way_back(person)
    person.open(run)
    person.press("Lär med exempel", role="a")
    person.look("desk")
    assert "Vad handlar det här om?" in words(person)

    first = person.page.locator(".likely__label").first.inner_text()
    key(person, "1")
    assert f"Sparat: {first}." in person.page.locator("body").inner_text()
    learned(person)
    person.look("learned")

    person.page.keyboard.press("4")
    person.page.keyboard.press("5")
    assert person.page.locator(".others__list input:checked").count() == 2
    person.look("ticked")
    key(person, "s")
    key(person, "0")
    key(person, "h")
    learned(person)
    person.look("decided")
    keys = site.python(DECISIONS, name).splitlines()
    assert len(keys) == 3
    assert keys[1].count(";") == 1
    assert keys[2] == "-"

    key(person, "u")
    assert "Beslutet är taget tillbaka." in person.page.locator("body").inner_text()
    assert len(site.python(DECISIONS, name).splitlines()) == 2

    person.tab_to("Sök tema")
    person.page.keyboard.insert_text("bostä")
    assert person.page.locator(".others__list li:visible").count() == 1
    person.look("search")
    person.press("Tankar som inte passar något tema", role="a")
    person.look("fits-none")

    plain = hands("no-script", scripts=False)
    plain.open("/arbetsyta/analys/kodbocker/")
    plain.write("E-postadress", f"analytiker-{size}@region.example")
    plain.write("Lösenord", PASSWORD)
    plain.press("Logga in", role="button")
    plain.open(person.page.url.replace("ryms-inte", "lar"))
    plain.look("desk")
    plain.press("Passar inget tema", role="button")
    assert "Sparat: inget tema." in plain.page.locator("body").inner_text()
    assert len(site.python(DECISIONS, name).splitlines()) == 3
    plain.open("/arbetsyta/analys/starta/?ground=utgava")
    assert "tankar byter tema" in words(plain)
    plain.look("way-back")
