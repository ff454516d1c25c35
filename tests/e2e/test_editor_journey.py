"""An editor writes a report with a picture, another reads and publishes it, and visitors meet it wherever it belongs.

Everything is done with the keyboard, and axe looks at each step, of Wagtail's own pages too (``helpers_wagtail``). The
content policy stays in force throughout.
"""

from __future__ import annotations

import io
import itertools
import json
import os
import re
import time
from urllib.request import urlopen

import feedparser
import pytest
from PIL import Image, ImageDraw

from helpers_people import PASSWORD
from helpers_wagtail import EXCEPTED, SIDES, EditorHands

pytestmark = pytest.mark.e2e
CAMERA = "Sjöfågel 9000"  # what the file says beside what is seen
ALT = "Fjäll och en sjö vid Arjeplog"
_numbers = itertools.count(1)

MAKE = """
import io, json, sys, django; django.setup()
from django.core.files.images import ImageFile
from medskick.ground.core.access import PUBLIC
from medskick.process.cycle import queries as cycles
from medskick.doors.pages.models import NewsIndexPage, NewsPage, Picture
from helpers_meetings import make_meeting, over
name = sys.argv[1]
cycle = cycles.current_cycle(PUBLIC)
meeting = over(make_meeting(cycle, title=f"Dialog i Arjeplog {name}", municipality="2506"), days=1)
index = NewsIndexPage.objects.get(locale__language_code="sv")
bare = Picture.objects.create(title=f"Okänd {name}", file=Picture.objects.first().file, width=1200, height=800)
draft = index.add_child(instance=NewsPage(
    title=f"Halvfärdigt {name}", slug=f"halvfardigt-{name}", author="Eva", picture=bare, live=False,
    has_unpublished_changes=True, body=[("paragraph", "<p>Kort.</p>")]))
draft.save_revision()
print(json.dumps({"meeting": meeting.number, "index": index.pk, "draft": draft.pk, "name": name}))
"""


@pytest.fixture
def made(site, size):
    """Two who edit, a meeting that has been, and a draft whose picture lacks everything: their numbers and name."""
    name = f"{size}-{next(_numbers)}"
    site.make_staff("eva.redaktor@region.example", "editor", name="Eva Redaktör")
    site.make_staff("pia.processledare@region.example", "process_lead", name="Pia Processledare")
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return json.loads(site.python(f"import sys; sys.path.insert(0, {here!r})\n{MAKE}", name).splitlines()[-1])


@pytest.fixture
def signed_in(hands):
    """``signed_in("eva.redaktor")``: somebody with an account, inside the workspace."""

    def one(name: str) -> EditorHands:
        person = hands(name.partition(".")[0], kind=EditorHands)
        person.open("/arbetsyta/")
        person.write("E-postadress", f"{name}@region.example")
        person.write("Lösenord", PASSWORD)
        person.press("Logga in", role="button")
        return person

    return one


def photograph() -> bytes:
    """A drawn landscape as a camera would store it: with its position, its name and a hand-written note."""
    picture, file = Image.new("RGB", (1200, 800), "#cfe3ee"), io.BytesIO()
    slope = [(0, 800), (400, 300), (800, 640), (1200, 250), (1200, 800)]
    ImageDraw.Draw(picture).polygon(slope, fill="#2f5d50")
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    exif[0x8825] = {1: "N", 2: (66.0, 3.0, 12.0), 3: "E", 4: (17.0, 53.0, 24.0)}
    picture.save(file, "JPEG", exif=exif, comment=CAMERA.encode())
    return file.getvalue()


def bring(person: EditorHands, file: bytes) -> None:
    """Reach the field for a file, open the system's own dialogue with a key, and choose."""
    person.tab_to(re.compile("^Fil"))
    with person.page.expect_file_chooser() as asked:
        person.page.keyboard.press("Space")
    asked.value.set_files({"name": "DSC_0042.jpg", "mimeType": "image/jpeg", "buffer": file})


def bring_a_picture(person: EditorHands, title: str) -> None:
    """The library takes a picture of children only with words, a name and how they have said yes."""
    page = person.page
    person.open(f"{SIDES}/images/add/")
    person.look("picture-empty")
    person.write("Titel", title)
    bring(person, photograph())
    person.choose("Vilka syns", "Barn")
    person.press("Ladda upp", role="button")
    person.look("picture-refused")
    assert errors(page) == [
        "Det här fältet är obligatoriskt",
        "Det här fältet är obligatoriskt",
        "Skriv hur de som syns har sagt ja till att bilden visas.",
    ]
    assert "DSC_0042" in page.locator("main").inner_text(), "the chosen picture waits, and the page says so"
    person.write("Beskriv bilden", ALT)
    person.write("Fotograf eller upphov", "Eva Redaktör")
    person.write("Hur de har sagt ja", "Vårdnadshavare har skrivit under. Pappret finns hos Eva.")
    person.press("Ladda upp", role="button")
    person.look("pictures")
    assert page.get_by_role("link", name=title).first.is_visible()


def errors(page) -> list[str]:
    """What stands beside the fields."""
    return [one.inner_text().strip() for one in page.locator(".error-message:visible").all()]


def write_a_report(person: EditorHands, made, title: str, picture: str) -> str:
    """Fill in every field of a report and look at it in the panel beside; the theme's address."""
    page = person.page
    person.open(f"{SIDES}/pages/add/pages/newspage/{made['index']}/")
    person.write("Titel", title)
    person.write("Ingress", "Det handlade mest om bussarna.")
    person.press("Välj en bild", leads=False)
    page.get_by_role("dialog", name="Välj en bild").wait_for()
    person.look("choose-picture")
    person.press(picture, role="a", leads=False)
    page.locator(".modal").wait_for(state="detached")
    add_a_block(person, "Stycken")
    page.keyboard.insert_text("Fyrtioen kom i renskötarnas hus och talade om bussarna.")
    person.choose("Slag", "Rapport från ett möte")
    person.write("Skrivet av", "Eva Redaktör")
    person.choose("Kommun", "Arjeplog")
    person.tab_to("Tema", role="select")
    page.keyboard.press("ArrowDown")
    theme = page.evaluate("document.activeElement.value")
    person.choose("Möte", f"Dialog i Arjeplog {made['name']}")
    person.look("report")
    person.press("Växla förhandsgranskning", leads=False)
    shown = page.frame_locator("#w-preview-iframe")
    shown.get_by_role("heading", level=1, name=title).wait_for()
    assert shown.get_by_alt_text(ALT).is_visible()
    person.look("preview")
    page.keyboard.press("Enter")  # the button still has focus
    return theme


def add_a_block(person: EditorHands, name: str) -> None:
    """Open the choice of blocks below the text, write what is wanted and take it."""
    person.press("Lägg till ett block", leads=False)
    person.page.get_by_role("option", name=name).wait_for()
    person.look("blocks")
    person.page.keyboard.press("Tab")
    person.page.keyboard.type(name)
    person.page.keyboard.press("ArrowDown")
    person.page.keyboard.press("Enter")
    person.page.locator("[contenteditable]:focus").wait_for()


def do(person: EditorHands, action: re.Pattern[str]) -> None:
    """Open what else can be done with the page, at its foot, and take one."""
    person.tab_to("Fler åtgärder")
    person.page.keyboard.press("Enter")
    person.press(action, role="button")


def within(site, path: str, holds, seconds: float = 60) -> str:
    """The page at this address, once it holds this."""
    until = time.monotonic() + seconds
    while True:
        with urlopen(site.address + path, timeout=20) as answer:
            body = answer.read().decode()
        if holds(body) or time.monotonic() > until:
            return body
        time.sleep(0.5)


@pytest.mark.usual_width("phone")
def test_an_editor_publishes_a_report_with_a_picture_and_it_is_found_everywhere(site, hands, signed_in, made):
    title, picture = f"Så var det i Arjeplog {made['name']}", f"Fjället {made['name']}"
    editor = signed_in("eva.redaktor")
    editor.open(f"{SIDES}/")
    editor.look("dashboard")
    bring_a_picture(editor, picture)
    theme = write_a_report(editor, made, title, picture)
    do(editor, re.compile("^Skicka till"))
    editor.look("submitted")

    reader = signed_in("pia.processledare")
    reader.open(f"{SIDES}/")
    reader.look("to-read")
    reader.press(re.compile(f"^{title}"), role="a")
    reader.look("reads")
    do(reader, re.compile("^Godkänn och"))
    reader.look("published")

    visitor = hands("visitor")
    it_is_found_everywhere(site, visitor, made, title, theme)
    nothing_but_what_is_seen(site, visitor)
    assert editor.said == reader.said == []


def it_is_found_everywhere(site, visitor, made, title: str, theme: str) -> None:
    """Feeds, list, map, search and the meeting lead to the report."""
    for narrowed in ("", "kommun/2506/", f"tema/{theme}/"):
        feed = feedparser.parse(within(site, f"/nyheter/flode/{narrowed}", lambda body: title in body))
        assert (feed.bozo, [one.title for one in feed.entries].count(title)) == (0, 1), narrowed
    visitor.open("/nyheter/?kommun=2506")
    visitor.look("list")
    visitor.press(title, role="a")
    visitor.look("report")
    address = visitor.page.url
    visitor.open("/moten/")
    visitor.look("map")
    visitor.press(f"Rapport: {title}", role="a")
    assert visitor.page.url == address
    visitor.open(f"/moten/{made['meeting']}/")
    visitor.look("meeting")
    visitor.press(title, role="a")
    assert visitor.page.url == address
    within(site, "/sok/?q=rensk%C3%B6tare", lambda body: title in body)
    visitor.open("/sok/")
    visitor.write("Vad letar du efter", "renskötare")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/sok/?q=*")
    visitor.look("search")
    visitor.press(title, role="a")
    assert visitor.page.url == address
    assert visitor.page.get_by_text("Eva Redaktör").first.is_visible()


def nothing_but_what_is_seen(site, visitor) -> None:
    """No size of the picture tells more than what is seen, neither as sent nor as kept, and nor does anything else."""
    shown = visitor.page.get_by_alt_text(ALT)
    assert shown.is_visible()
    addresses = shown.evaluate(
        "one => [one.src, ...[...one.closest('picture, figure, div').querySelectorAll('[srcset]'), one].flatMap("
        "  set => set.srcset.split(',').map(part => part.trim().split(' ')[0])).filter(Boolean)]"
        ".map(address => new URL(address, location).href)"
    )
    for address in {*addresses}:
        content = visitor.page.request.get(address).body()
        picture = Image.open(io.BytesIO(content))
        assert dict(picture.getexif()) == {}
        assert not {"exif", "comment", "xmp"} & set(picture.info)
    kept = [one for one in site.folder.rglob("*") if one.is_file() and one.stat().st_size < 300_000_000]
    assert any(one.name.startswith("DSC_0042") for one in kept)
    assert [one for one in kept if CAMERA.encode() in one.read_bytes()] == []


@pytest.mark.usual_width("phone")
def test_a_picture_that_lacks_words_keeps_its_page_from_the_public(signed_in, made, site):
    editor = signed_in("eva.redaktor")
    editor.open(f"{SIDES}/pages/{made['draft']}/edit/")
    do(editor, re.compile("^Publicera"))
    editor.look("refused")
    told = editor.page.locator(".messages").inner_text()
    assert told.count("Okänd") == 1
    for lacking in ("en beskrivning för den som inte ser den", "vem som har gjort den", "vilka som syns"):
        assert lacking in told
    assert editor.page.request.get(f"{site.address}/nyheter/halvfardigt-{made['name']}/").status == 404


EVERY_PAGE = (
    "", "pages/", "pages/{index}/", "pages/add/pages/newspage/{index}/", "pages/{index}/edit/",
    "pages/{index}/history/", "pages/{questions}/edit/", "pages/search/?q=m%C3%B6te", "pages/search/?q=qqq", "images/",
    "images/multiple/add/", "documents/", "documents/add/", "documents/multiple/add/", "reports/locked/",
    "reports/workflow/", "reports/workflow_tasks/", "reports/site-history/", "reports/aging-pages/", "redirects/",
    "redirects/add/",
)  # fmt: skip


@pytest.mark.usual_width("desktop")
def test_the_editors_pages_hold_for_all_ask_nobody_else_and_break_no_policy(site, signed_in, made):
    person = signed_in("eva.redaktor")
    questions = site.python(
        "from medskick.doors.pages.models import QuestionsPage\nprint(QuestionsPage.objects.first().pk)"
    )
    for where in EVERY_PAGE:
        person.open(f"{SIDES}/" + where.format(**made, questions=questions))
        person.page.wait_for_load_state("networkidle")
        person.look("page")
    person.open(f"{SIDES}/pages/{made['draft']}/edit/")
    for panel in ("status", "förhandsgranskning", "kontroller"):
        person.press(f"Växla {panel}", leads=False)
        person.look("panel")
    assert person.said == []
    assert person.met == set(EXCEPTED), "what is excepted is still needed"
