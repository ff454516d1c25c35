"""A file's way in and out again, by keyboard: upload, correct, look, read in, watch, see the result, undo."""

from __future__ import annotations

import csv
import re

import pytest

from helpers_people import PASSWORD

ROWS = 400

COUNT = """
import sys
from django.db.models import Count
from medskick.process.contributions.models import Contribution
rows = Contribution.objects.filter(import_batch__file_name=sys.argv[1]).order_by()
print(dict(rows.values_list("state").annotate(n=Count("pk"))))
"""
# Every message the page's event stream brings is kept, so that the journey knows that it was followed live.
LISTEN = """
window.heard = [];
const Real = window.EventSource;
window.EventSource = class extends Real {
  constructor(...all) { super(...all); this.addEventListener('progress', event => {
    const all = JSON.parse(sessionStorage.getItem('heard') || '[]'); all.push(event.data);
    sessionStorage.setItem('heard', JSON.stringify(all)); }); }
};
"""


def sign_in(person, email: str) -> None:
    """By keyboard, from the address bar."""
    person.open("/arbetsyta/medskick/inlasning/")
    person.write("E-postadress", email)
    person.write("Lösenord", PASSWORD)
    person.press("Logga in", role="button")
    person.page.wait_for_url(re.compile("/inlasning/"))


def pick(person, path) -> None:
    """Reach the file field, open its dialog with the space bar and choose the file there."""
    # Listening before walking to the field: told at the last moment, a busy browser opens its own dialog instead.
    with person.page.expect_file_chooser(timeout=30_000) as chooser:
        person.tab_to(re.compile("^Fil( |$)"), role="input")
        person.page.keyboard.press("Space")
    chooser.value.set_files(str(path))


def upload(person, path) -> None:
    """Choose a file and send it."""
    person.open("/arbetsyta/medskick/inlasning/")
    pick(person, path)
    person.press("Ladda upp och titta", role="button")
    person.page.wait_for_url(re.compile("/inlasning/[0-9a-f-]{36}/"))


def choose(person, name: str | re.Pattern[str], label: str) -> None:
    """Reach a list with Tab and choose in it."""
    person.tab_to(name, role="select")
    person.page.locator(":focus").select_option(label=label)


def words(person) -> str:
    return re.sub(r"\s+", " ", person.page.locator("main").inner_text())


def read_to_the_end(person, seconds: int) -> None:
    """Wait until the page has come back by itself with the result."""
    person.page.locator("[data-job-progress]").wait_for(state="detached", timeout=seconds * 1000)
    person.page.wait_for_load_state("load")


def undo(person) -> None:
    """The button, the question whether one is sure, and the answer."""
    person.press("Ångra inläsningen", role="button", leads=False)
    person.page.locator("dialog[open]").wait_for()
    person.look("sure")
    person.press("Ja, ta tillbaka dem", role="button")


def survey(path, rows: int) -> None:
    """A made-up survey whose columns no rule can guess, with two rows that cannot be used."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Kolumn A", "Kolumn B", "Var"])
        for number in range(rows):
            writer.writerow(
                [f"Fler bussar på linje {number} om kvällen", f"Rusta vägen förbi gård {number}", "Luleå"]
            )
        writer.writerow(["Ring mig på 070-174 06 05 om bussen", "", "Kiruna"])
        writer.writerow(["Mer snö", "", "Atlantis"])
        writer.writerow(["", "", "Boden"])


@pytest.fixture
def registrar(hands, site, size):
    """A registrar at the page of files, signed in."""
    email = f"registrator-{size}@region.example"
    site.make_staff(email, "registrar", name="Prov Registrator")
    person = hands("registrar")
    person.page.add_init_script(LISTEN)
    sign_in(person, email)
    return person


def test_a_file_is_read_in_and_taken_back_by_keyboard(registrar, site, size, tmp_path):
    path = tmp_path / f"enkät-{size}.csv"
    survey(path, ROWS)
    registrar.look("files")
    upload(registrar, path)
    registrar.look("unknown-columns")
    assert "Välj vilken kolumn som är texten" in words(registrar)

    registrar.open(registrar.page.url)
    choose(registrar, re.compile("^Texten"), "Kolumn A")
    choose(registrar, re.compile("^Kommun"), "Var")
    registrar.press("Visa hur det blir", role="button")
    registrar.look("one-answer")
    registrar.open(registrar.page.url)
    choose(registrar, re.compile("^Svar 2"), "Kolumn B")
    registrar.press("Visa hur det blir", role="button")
    registrar.look("two-answers")
    assert "Fler bussar på linje 0 om kvällen" in words(registrar)
    assert "Rusta vägen förbi gård 0" in words(registrar)

    registrar.press("Läs in filen", role="button")
    registrar.page.wait_for_load_state("load")
    if registrar.page.locator("[data-job-progress]").count():
        read_to_the_end(registrar, 60)
    registrar.look("refused")
    assert f"2 av {ROWS + 3} rader går inte att använda. Inget är sparat." in words(registrar)
    assert "Atlantis" in words(registrar)
    assert site.python(COUNT, path.name) == "{}"

    registrar.open(registrar.page.url)
    registrar.press("Hoppa över rader", key="Space", leads=False)
    registrar.press("Läs in filen", role="button")
    registrar.look("reading")
    read_to_the_end(registrar, 120)
    registrar.look("done")
    assert f"{2 * ROWS + 1} medskick är sparade" in words(registrar)
    assert "telefonnummer 1" in words(registrar)
    heard = registrar.page.evaluate("JSON.parse(sessionStorage.getItem('heard') || '[]')")
    assert any('"share"' in one for one in heard), "no progress came over the stream"
    assert site.python(COUNT, path.name) == str({"waiting": 2 * ROWS + 1})

    registrar.open(registrar.page.url)
    undo(registrar)
    read_to_the_end(registrar, 120)
    registrar.look("undone")
    assert f"{2 * ROWS + 1} medskick är tillbakatagna" in words(registrar)
    assert site.python(COUNT, path.name) == str({"withdrawn": 2 * ROWS + 1})

    upload(registrar, path)
    registrar.look("same-file-again")
    assert "Samma fil har laddats upp förut" in words(registrar)
    registrar.press("Ta bort filen", role="button", leads=False)
    registrar.page.locator("dialog[open]").wait_for()
    registrar.press("Ja, ta bort den", role="button")
    registrar.page.wait_for_url(re.compile("/inlasning/$"))
    registrar.look("history")


def test_a_file_that_is_no_table_is_refused_on_the_page(registrar, tmp_path):
    path = tmp_path / "svar.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    pick(registrar, path)
    registrar.press("Ladda upp och titta", role="button")
    registrar.look("refused")
    assert "bild" in words(registrar)
    registrar.page.locator("[data-error-summary]:focus").wait_for()


@pytest.mark.shared
@pytest.mark.long  # 7 441 rows
def test_the_programme_of_almedalen_is_read_in_and_undone(registrar, site, shared_data):
    path = shared_data / "almedalen.csv"
    upload(registrar, path)
    registrar.look("columns")
    registrar.open(registrar.page.url)
    registrar.press("Hoppa över rader", key="Space", leads=False)
    registrar.press("Läs in filen", role="button")
    registrar.look("reading")
    read_to_the_end(registrar, 300)
    registrar.look("done")
    stored = site.python(COUNT, path.name)
    assert int(re.search(r"'waiting': (\d+)", stored)[1]) >= 7_400, stored
    registrar.open(registrar.page.url)
    undo(registrar)
    read_to_the_end(registrar, 300)
    registrar.look("undone")
    assert "waiting" not in site.python(COUNT, path.name)
