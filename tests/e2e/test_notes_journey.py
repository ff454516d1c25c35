"""A note-taker at three tables with a network that comes and goes: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

from playwright.sync_api import Error, expect

from helpers_notes import photo
from helpers_people import PASSWORD

TESTS = str(Path(__file__).resolve().parents[1])
MAKE = """
import json, sys
if sys.argv[2] not in sys.path: sys.path.insert(0, sys.argv[2])
from medskick.ground.core.access import PUBLIC
from medskick.process.cycle import queries as cycles
from medskick.process.meetings.notes import actions, links
from helpers_meetings import LEAD, make_meeting, over
size = sys.argv[1]
meeting = over(make_meeting(cycles.current_cycle(PUBLIC), title=f"Vad ska Pajala vara 2040? {size}"), days=1)
tables = [actions.add_table(meeting, name, by=LEAD) for name in ("Unga", "Företag", "Föreningar")]
print(json.dumps([meeting.number, [links.path_of(actions.open_link(one, by=LEAD)) for one in tables]]))
"""
COUNT = """
import json, sys
from medskick.process.contributions.models import Contribution
rows = Contribution.objects.filter(source_kind="meeting", source_key=sys.argv[1], state="waiting").order_by("pk")
print(json.dumps([[one.text, one.persons] for one in rows]))
"""
SEATED = """
import json, sys
from medskick.process.contributions.models import Contribution
from medskick.process.meetings.models import Table
tables = Table.objects.filter(meeting=sys.argv[1]).order_by("number")
rows = Contribution.objects.filter(source_kind="meeting", source_key=sys.argv[1]).order_by("pk")
sent = {str(one.sending): one.sending_persons for one in rows}
print(json.dumps([[one.persons, sent.get(str(one.sending))] for one in tables]))
"""
SAVE, WORDS = "Spara anteckningen", "Skriv en sak som sades"


class Table:
    """One person with a keyboard at one table's page."""

    def __init__(self, person, path):
        self.person, self.path = person, path
        self.written: list[list] = []

    @property
    def page(self):
        return self.person.page

    def open(self):
        self.person.open(self.path)
        # The page says so once the device keeps what is written.
        expect(self.page.locator("[data-outbox-promise]")).to_be_visible()

    def write(self, text, persons=1):
        """Type a note into the field that has focus, and save it; focus is in the empty field again."""
        keyboard = self.page.keyboard
        keyboard.insert_text(text)
        if persons > 1:
            self.person.write("Hur många står bakom?", str(persons))
        self.person.press(SAVE, role="button", leads=False)
        expect(self.page.locator(".note-line__text", has_text=text)).to_be_visible()
        expect(self.page.locator("textarea:focus")).to_have_value("")
        self.written.append([text, persons])

    def states(self, word, number):
        """So many notes say this of where they are."""
        expect(
            self.page.locator("[data-notes] [data-slot=state]", has_text=re.compile(f"^{word}$"))
        ).to_have_count(number)

    def hand_in(self):
        self.person.press("Lämna in anteckningarna", role="button")
        expect(self.page.get_by_text("Anteckningarna är inlämnade. Tack!")).to_be_visible()


def lose_answers(page, path, number):
    """The next sendings reach the server, and their answers are lost on the way back."""
    lost = []

    def handle(route):
        if route.request.method == "POST" and len(lost) < number:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(f"**{path}", handle)
    return lost


def test_three_tables_with_a_cut_network_lose_nothing_and_double_nothing(hands, site, size):
    number, paths = json.loads(site.python(MAKE, size, TESTS))
    person = hands("note-taker", bypass_csp=True)
    context = person.page.context
    first, second, third = (Table(person, path) for path in paths)

    # The first table: the answers to two sendings are lost after the server has kept them.
    first.open()
    person.look("empty")
    # What the server refuses is put aside with its words, and holds nothing else up.
    person.tab_to(WORDS)
    person.page.keyboard.insert_text("Ingen står bakom det här")
    person.write("Hur många står bakom?", "0")
    person.press(SAVE, role="button", leads=False)
    first.states("Gick inte att skicka", 1)
    expect(person.page.get_by_text("Skriv antalet med siffror, till exempel 4.")).to_be_visible()
    person.look("refused")
    person.page.locator("textarea").first.focus()
    person.page.keyboard.press("Shift+Tab")
    assert "Ta bort härifrån" in person.page.evaluate("document.activeElement.textContent")
    person.page.keyboard.press("Enter")
    expect(person.page.locator("[data-notes] [data-note]")).to_have_count(0)
    expect(person.page.locator("[data-outbox-status]")).to_have_text("Allt är framme.")
    person.page.locator("h1").evaluate("one => { one.tabIndex = -1; one.focus(); }")
    lost = lose_answers(person.page, first.path, 2)
    person.tab_to(WORDS)
    first.write("Fler nattbussar till byarna", 4)
    first.write("Ett ungdomens hus\nmed öppet på lov")
    first.states("Framme", 2)
    assert lost == [201, 200]
    person.look("there")
    person.press(re.compile("^Ändra: Ett ungdomens hus"), role="a", leads=False)
    expect(person.page.locator("textarea:focus")).to_have_value("Ett ungdomens hus\nmed öppet på lov")
    person.look("change")
    person.page.keyboard.press("ControlOrMeta+a")
    person.page.keyboard.insert_text("Ett ungdomens hus")
    person.press("Spara ändringen", role="button", leads=False)
    first.states("Framme", 2)
    first.written[-1][0] = "Ett ungdomens hus"
    # A number that cannot be is told before anything is sent.
    person.write("Hur många satt vid bordet?", "99")
    person.press("Lämna in anteckningarna", role="button", leads=False)
    expect(person.page.get_by_text("Skriv ett tal mellan 1 och 30, eller lämna rutan tom.")).to_be_visible()
    person.look("seats")
    person.write("Hur många satt vid bordet?", "8")
    first.hand_in()
    person.look("handed-in")
    assert json.loads(site.python(SEATED, str(number)))[0] == [8, 8]
    person.write("Hur många satt vid bordet?", "9")
    person.press("Rätta antalet", role="button", leads=False)
    expect(person.page.locator("form", has_text="Rätta antalet").locator("[data-slot=state]")).to_have_text(
        "Framme"
    )
    person.look("corrected")

    # The second: the network is cut, one note is taken back, and all is handed in before the net is back.
    second.open()
    context.set_offline(True)
    person.tab_to(WORDS)
    second.write("Det är svårt att hitta folk")
    second.write("En sak som ingen menade")
    person.tab_to(WORDS)
    second.write("Utbildning på plats", 6)
    second.states("Sparat här", 3)
    expect(person.page.locator("[data-outbox-status]")).to_contain_text(
        "Vi skickar dem när nätet är tillbaka"
    )
    person.look("offline")
    person.press(re.compile("^Ta bort: En sak som ingen menade"), role="button", leads=False)
    second.written.pop(1)
    person.write("Hur många satt vid bordet?", "7")
    person.press("Lämna in anteckningarna", role="button", leads=False)
    expect(person.page.get_by_text("Lämnas in när allt annat är framme")).to_be_visible()
    assert json.loads(site.python(COUNT, str(number))) == first.written
    with person.page.expect_navigation(url=re.compile(r"nu=hand_in")):
        context.set_offline(False)
    person.look("handed-in-by-itself")

    # The third: cut, the tab is closed, and two tabs open when the net is back.
    third.open()
    context.set_offline(True)
    person.tab_to(WORDS)
    for text in ("Lokaler", "Bidrag som går att förstå", "Plats för ideella"):
        third.write(text, 2)
    sheet = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(3000, 2000)).read()}
    person.page.locator("input[type=file]").set_input_files([sheet])
    person.press("Spara fotot", role="button", leads=False)
    expect(person.page.locator("[data-photo] [data-slot=state]")).to_have_text("Sparat här")
    person.page.locator("textarea").first.focus()
    person.page.keyboard.insert_text("Påbörjat")
    person.page.wait_for_timeout(600)
    person.page.close()
    context.set_offline(False)
    other = context.new_page()
    person.page = context.new_page()
    other.goto(site.address + third.path)
    third.open()
    third.states("Framme", 3)
    expect(person.page.locator("textarea").first).to_have_value("Påbörjat")
    expect(person.page.locator("[data-outbox-status]")).to_have_text("Allt är framme.")
    image = person.page.locator("[data-photo] img")
    expect(image).to_have_count(1)
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("one => one.naturalWidth") == 2200  # made smaller on the device
    person.look("reopened")
    person.page.locator("textarea").first.focus()
    person.page.keyboard.press("End")
    person.page.keyboard.insert_text(" och avslutat")
    person.press(SAVE, role="button", leads=False)
    third.states("Framme", 4)
    third.written.append(["Påbörjat och avslutat", 1])
    other.close()
    person.write("16–24 år", "5")
    person.press("Spara antalet", role="button", leads=False)
    expect(person.page.locator("form", has_text="Spara antalet").locator("[data-slot=state]")).to_have_text(
        "Framme"
    )
    expect(person.page.get_by_label("Hur många satt vid bordet?")).to_have_value("5")
    third.hand_in()
    person.look("end")

    kept = json.loads(site.python(COUNT, str(number)))
    assert kept == [*first.written, *second.written, *third.written]
    # Seven was told without a network, and five is what the ages came to.
    assert json.loads(site.python(SEATED, str(number))) == [[9, 9], [7, 7], [5, 5]]


def crash(page):
    """The tab's own process dies, as when a tablet runs out of memory: the page is not told."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash", timeout=5_000)


def test_a_change_that_was_not_saved_comes_back_to_its_note(hands, site, size):
    number, paths = json.loads(site.python(MAKE, size, TESTS))
    person, neighbour = hands("note-taker", bypass_csp=True), hands("neighbour", bypass_csp=True)
    own, other = Table(person, paths[0]), Table(neighbour, paths[0])
    own.open()
    page = person.page
    area, told = page.locator("textarea").first, page.locator("[data-told]")
    lines = page.locator("[data-notes] .note-line__text")
    cancel = page.locator("[data-cancel]:visible")

    def begin_a_change(text):
        """Type new words over the note that is there."""
        person.press(re.compile("^Ändra: "), role="a", leads=False)
        expect(page.locator("textarea:focus")).not_to_have_value("")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(text)

    def is_back(text, kept):
        """The words are in the note's editor and the note still says what was kept."""
        expect(area).to_have_value(text)
        expect(page.get_by_role("button", name="Spara ändringen")).to_be_visible()
        expect(cancel).to_have_count(1)
        expect(lines).to_have_text(kept)

    person.tab_to(WORDS)
    own.write("Fler bussar", 4)
    own.states("Framme", 1)

    # Loaded anew in the middle of a sentence: the words are back with their note, and giving up leaves it as it was.
    begin_a_change("Fler bussar på kvällen")
    page.reload()
    is_back("Fler bussar på kvällen", ["Fler bussar"])
    expect(told).to_contain_text("Du höll på att ändra en anteckning")
    expect(page.locator("input[name=persons]").first).to_have_value("4")
    person.look("back")
    person.press("Avbryt", leads=False)
    expect(area).to_have_value("")
    page.reload()
    expect(page.locator("[data-outbox-promise]")).to_be_visible()
    expect(area).to_have_value("")
    expect(lines).to_have_text(["Fler bussar"])

    # The browser is gone at once: no page is told that it closes. Saved, it is the same note.
    begin_a_change("Fler bussar på helgen")
    page.wait_for_timeout(600)
    dead = page
    person.page = page = page.context.new_page()
    area, told = page.locator("textarea").first, page.locator("[data-told]")
    lines, cancel = page.locator("[data-notes] .note-line__text"), page.locator("[data-cancel]:visible")
    crash(dead)
    own.open()
    is_back("Fler bussar på helgen", ["Fler bussar"])
    person.press("Spara ändringen", role="button", leads=False)
    own.states("Framme", 1)
    expect(lines).to_have_text(["Fler bussar på helgen"])
    expect(told).to_have_count(0)

    # Somebody else changes the note meanwhile: that is said, the words are kept, and the note is theirs until saved.
    begin_a_change("Fler bussar varje dag")
    other.open()
    neighbour.press(re.compile("^Ändra: "), role="a", leads=False)
    neighbour.page.keyboard.press("ControlOrMeta+a")
    neighbour.page.keyboard.insert_text("Färre bussar")
    neighbour.press("Spara ändringen", role="button", leads=False)
    expect(neighbour.page.locator("[data-notes] .note-line__text")).to_have_text(["Färre bussar"])
    other.states("Framme", 1)
    page.reload()
    is_back("Fler bussar varje dag", ["Färre bussar"])
    expect(told).to_contain_text("Någon har ändrat anteckningen medan du skrev")
    person.look("changed-meanwhile")

    # In a second tab it is taken back: the words are a new note's, over a reload too.
    tab = page.context.new_page()
    tab.goto(site.address + own.path)
    expect(tab.locator("[data-outbox-promise]")).to_be_visible()
    tab.locator("[data-note] button").click()
    expect(lines).to_have_count(0)
    tab.close()
    expect(area).to_have_value("Fler bussar varje dag")
    expect(told).to_contain_text("borttagen eller inlämnad")
    person.look("gone-meanwhile")
    page.reload()
    expect(area).to_have_value("Fler bussar varje dag")
    expect(cancel).to_have_count(0)
    person.press(SAVE, role="button", leads=False)
    own.states("Framme", 1)
    own.hand_in()
    assert json.loads(site.python(COUNT, str(number))) == [["Fler bussar varje dag", 4]]


def test_a_page_loaded_anew_in_the_middle_of_sending_goes_on_at_once(hands, site, size):
    _number, paths = json.loads(site.python(MAKE, f"{size}-reload", TESTS))
    person = hands("note-taker-reload", bypass_csp=True)
    table = Table(person, paths[0])
    table.open()
    held = []

    def handle(route):
        if route.request.method == "POST" and not held:
            held.append(route)  # never answered: the page goes while it waits
        else:
            route.continue_()

    person.page.route(f"**{table.path}", handle)
    person.tab_to(WORDS)
    table.write("Fler nattbussar")
    table.write("Ett ungdomens hus")
    table.states("Skickas", 1)
    assert held
    person.page.reload()
    status = person.page.locator("[data-outbox-status]")
    expect(status).to_have_text(
        "Allt är framme.", timeout=10_000
    )  # a lease of the page that is gone ends after 45 s
    table.states("Framme", 2)


def test_staff_lay_out_tables_and_a_closed_link_says_what_to_do(hands, site, size):
    number, paths = json.loads(site.python(MAKE, size, TESTS))
    site.make_staff("bord@region.example", "process_lead")
    staff = hands("staff", bypass_csp=True)
    staff.open("/arbetsyta/")
    staff.write("E-postadress", "bord@region.example")
    staff.write("Lösenord", PASSWORD)
    staff.press("Logga in", role="button")
    staff.open(f"/arbetsyta/moten/{number}/bord/")
    staff.look("tables")
    staff.write("Bordets namn", "Alla åldrar")
    staff.press("Ställ fram", role="button")
    staff.press(re.compile("Gör en länk till bord 4"), role="button")
    staff.press("Visa länken till bord 4", leads=False)
    staff.look("link")
    staff.press(re.compile("Anteckna vid bord 4"), role="a")
    staff.look("desk")
    own = Table(staff, "")
    expect(staff.page.locator("[data-outbox-promise]")).to_be_visible()
    staff.tab_to(WORDS)
    own.write("Skrivet av den som håller i mötet")
    own.states("Framme", 1)
    staff.page.locator("input[type=file]").set_input_files(
        [{"name": "lappar.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}]
    )
    staff.press("Spara fotot", role="button", leads=False)
    expect(staff.page.locator("[data-photo] img")).to_have_js_property("complete", True)
    staff.page.locator("[data-photo] button").focus()
    staff.page.keyboard.press("Enter")
    expect(staff.page.locator("[data-photo]")).to_have_count(0)
    own.hand_in()
    assert json.loads(site.python(COUNT, str(number))) == own.written
    staff.open(f"/arbetsyta/moten/{number}/bord/")
    staff.press(re.compile("Stäng länken till bord 1"), role="button")
    visitor = hands("visitor")
    visitor.open(paths[0])
    assert visitor.page.get_by_role("heading", name="Länken gäller inte längre").is_visible()
    visitor.look("closed")


def test_without_scripts_a_note_is_written_and_handed_in(hands, site, size):
    number, paths = json.loads(site.python(MAKE, size, TESTS))
    person = hands("no-script", scripts=False)
    person.open(paths[0])
    person.tab_to(WORDS)
    person.page.keyboard.insert_text("Skrivet utan skript")
    person.press(SAVE, role="button")
    person.look("saved")
    person.write("Hur många satt vid bordet?", "6")
    person.press("Lämna in anteckningarna", role="button")
    person.look("handed-in")
    person.write("Hur många satt vid bordet?", "8")
    person.press("Rätta antalet", role="button")
    person.look("corrected")
    assert json.loads(site.python(COUNT, str(number))) == [["Skrivet utan skript", 1]]
    assert json.loads(site.python(SEATED, str(number)))[0] == [8, 8]
