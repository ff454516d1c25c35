"""One voice all the way: read → answer → receipt → staff runs, renames, merges, publishes → receipt shows the theme."""

from __future__ import annotations

import json
import re

import pytest

from helpers_people import PASSWORD

pytestmark = pytest.mark.last


def sign_in(person, email: str) -> None:
    """By keyboard, from the address bar."""
    person.open("/arbetsyta/")
    person.write("E-postadress", email)
    person.write("Lösenord", PASSWORD)
    person.look("sign-in")
    person.press("Logga in", role="button")
    assert "/arbetsyta/" in person.page.url


def answer(person, first: str, second: str) -> str:
    """From the front page through the form to the receipt; its address."""
    person.open("/")
    person.look("front")
    person.press("Tyck till")
    person.look("form")
    person.write("bra liv", first)
    person.write("skicka med", second)
    person.look("form-filled")
    person.take_as_long_as_a_person()
    person.press("Skicka", role="button")
    person.page.wait_for_url(re.compile("/kvitto/"))
    person.look("receipt")
    assert "Tack! Din röst är sparad." in person.page.content()
    return person.page.url.split("?")[0]


def test_a_voice_travels_to_a_published_theme(hands, site, size):
    email = f"processledare-{size}@region.example"
    site.make_staff(email, "process_lead", "analyst", "moderator", name="Prov process_lead")

    visitor = hands("visitor")
    receipt = answer(
        visitor, "Nattbuss hem från Luleå på helgerna", "Fler bussturer på kvällen så vi slipper bilen"
    )
    assert "Tema" not in visitor.page.locator("main").inner_text().split("Resan hittills")[0]
    quiet = hands("quiet", scripts=False)
    quiet_receipt = answer(quiet, "Bättre vård i byarna", "Hälsocentralen ska ha öppet på sommaren också")

    staff = hands("staff")
    sign_in(staff, email)
    for words in (
        "Nattbuss hem",
        "Fler bussturer på kvällen",
        "Bättre vård i byarna",
        "Hälsocentralen ska ha",
    ):
        pass_what_waits(staff, words)
    run_the_analysis(staff)
    theme = rename_the_theme_of(staff, "Fler bussturer på kvällen", f"Resor utan bil {size}")
    merge_a_theme(staff, theme)
    weigh(staff, theme)
    approve_everything(staff)
    publish(staff, f"Provutgåva {size}")

    visitor.open(receipt)
    visitor.look("receipt-with-theme")
    journey = visitor.page.locator("main").inner_text()
    assert f"Resor utan bil {size}" in journey
    visitor.press(f"Resor utan bil {size}", role="a")
    visitor.look("theme")
    assert visitor.page.locator("h1").inner_text() == f"Resor utan bil {size}"
    weighed = visitor.page.locator("section[aria-labelledby='kriterier']").inner_text()
    assert "Fler behöver få säga sitt." in weighed
    assert "Bedömt av processledare." in weighed
    assert "Förslag av dator, inte bedömt" in weighed
    quotes = visitor.page.locator("figure.voice")
    assert quotes.count() > 0
    words = quotes.first.locator("blockquote").inner_text().strip('”“" …')
    visitor.page.goto(
        visitor.site.address + quotes.first.locator("a[href*='/medskick/']").get_attribute("href")
    )
    visitor.look("contribution")
    assert words[:40] in re.sub(r"\s+", " ", visitor.page.locator("main").inner_text())

    quiet.open(quiet_receipt)
    quiet.look("receipt-with-theme")
    for person in (visitor, quiet):
        assert person.page.context.cookies() == []


def pass_what_waits(staff, words: str) -> None:
    """Find a waiting contribution and let it through."""
    staff.open("/arbetsyta/medskick/")
    staff.look("queue")
    staff.write("Sök i texterna", words)
    with staff.page.expect_navigation(wait_until="load"):
        staff.page.keyboard.press("Enter")
    staff.look("queue-found")
    staff.press(re.compile("^Godkänn$|^Visa den$|^Godkänn och"), role="button")
    staff.look("queue-passed")


def run_the_analysis(staff) -> None:
    """Start, watch the progress, and wait for the end."""
    staff.open("/arbetsyta/analys/")
    staff.look("analysis")
    staff.press(re.compile("Läs igen|Starta analysen"), role="button")
    if (
        "/starta/" in staff.page.url
    ):  # an analyst has used a codebook: numbers first, and a table before it is used
        staff.press("Starta analysen", role="button")
    staff.look("analysis-running")
    staff.page.locator("[data-job-progress]").wait_for(state="detached", timeout=120_000)
    staff.open("/arbetsyta/analys/")
    if staff.page.get_by_role("link", name="Se vad som skulle ändras").count():
        staff.press("Se vad som skulle ändras", role="a")
        staff.press("Ändra temana så här", role="button")
        staff.page.locator("[data-job-progress]").wait_for(state="detached", timeout=120_000)
        staff.open("/arbetsyta/analys/")
    staff.look("analysis-done")


def rename_the_theme_of(staff, words: str, name: str) -> str:
    """Open the theme that a statement landed in and give it a name; its address."""
    staff.open(f"/arbetsyta/analys/granska/?tema=alla&sok={words}")
    staff.look("review")
    address = staff.page.evaluate(THEME_OF, words)
    assert address, "the statement is in no theme"
    staff.open(address)
    staff.look("theme-edit")
    staff.write(re.compile("^Namn"), name)
    staff.press("Spara namnet", role="button")
    staff.look("theme-renamed")
    assert staff.page.locator("h1").inner_text() == name
    return address


THEME_OF = """async words => {
  const found = await fetch('/arbetsyta/analys/granska/?tema=alla&sok=' + encodeURIComponent(words));
  const page = new DOMParser().parseFromString(await found.text(), 'text/html');
  const line = [...page.querySelectorAll('.tick')].find(one => one.textContent.includes(words));
  const name = [...(line?.querySelectorAll('.tick__about span') ?? [])].map(one => one.textContent.trim());
  const part = [...page.querySelectorAll('.book a')]
    .find(one => name.includes(one.querySelector('span')?.textContent.trim()));
  const link = part?.closest('.book__top')?.querySelector(':scope > a');
  return link ? '/arbetsyta/analys/tema/' + new URL(link.href).searchParams.get('tema') + '/' : '';
}"""


def merge_a_theme(staff, into: str) -> None:
    """Merge the last theme of the book into the renamed one."""
    target = re.search(r"/tema/(\d+)/", into)[1]
    staff.open("/arbetsyta/analys/granska/")
    links = staff.page.locator(".book__top > a[href*='tema=']")
    addresses = [links.nth(number).get_attribute("href") for number in range(links.count())]
    numbers = [match[1] for address in addresses if (match := re.search(r"tema=(\d+)", address))]
    other = next(number for number in reversed(numbers) if number != target)
    staff.open(f"/arbetsyta/analys/tema/{other}/")
    staff.press("Slå ihop med ett annat tema", leads=False)
    staff.tab_to("Slå ihop med", role="select")
    staff.page.locator(":focus").select_option(value=target)
    staff.press("Slå ihop", role="button")
    staff.look("merged")


def weigh(staff, theme: str) -> None:
    """Leave the first criterion open with a reason, and put a statement outside that the computer suggests."""
    staff.open(theme)
    staff.write("Skäl, i en mening", "Fler behöver få säga sitt.")
    staff.press("Lämna öppet", role="button")
    staff.look("weighed")
    assert "Lämnas öppet, bedömt" in staff.page.locator("#kriterier").inner_text()
    staff.open("/arbetsyta/analys/kriterier/")
    staff.look("criteria")
    staff.open("/arbetsyta/analys/utanfor/")
    staff.look("maybe-outside")
    waiting = staff.page.locator(".tick").count()
    staff.page.locator(".tick input").first.focus()
    staff.page.keyboard.press("Space")
    staff.press("Bekräfta", role="button")
    staff.look("outside-confirmed")
    assert staff.page.locator(".tick").count() == waiting - 1 or waiting == 50


def approve_everything(staff) -> None:
    """Approve theme after theme until none waits."""
    for _theme in range(40):
        staff.open("/arbetsyta/analys/granska/")
        waiting = staff.page.evaluate(
            "[...document.querySelectorAll('.book__top > a')].filter(one => /tema=\\d+/.test(one.href) && "
            "!one.querySelector('svg')).map(one => new URL(one.href).searchParams.get('tema'))"
        )
        if not waiting:
            break
        staff.open(f"/arbetsyta/analys/tema/{waiting[0]}/")
        staff.press(re.compile("^Godkänn$"), role="button")
    staff.look("approved")


def publish(staff, title: str) -> None:
    """The last page before the public sees it."""
    staff.open("/arbetsyta/analys/publicera/")
    staff.look("publish")
    staff.write("Rubrik", title)
    staff.tab_to("Jag har läst förhandsvisningen", role="input")
    staff.page.keyboard.press("Space")
    staff.press("Publicera utgåvan", role="button")
    staff.look("published")
    assert "är publicerad" in staff.page.content(), json.dumps(staff.page.locator("main").inner_text())
