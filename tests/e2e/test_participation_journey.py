"""Who is missing: a visitor reads it, opens the numbers and takes them home; the lead sees where to go next."""

from __future__ import annotations

from playwright.sync_api import expect


def test_visitor_sees_who_is_missing_and_takes_the_numbers_home(hands):
    visitor = hands("visitor")
    page = visitor.page
    visitor.open("/deltagande/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vilka är med?")
    visitor.look("deltagande")
    visitor.press("Visa som tabell", leads=False)
    expect(page.get_by_role("columnheader", name="Röster per 1 000 invånare").first).to_be_visible()
    visitor.look("tabell")
    visitor.tab_to("Ladda ner alla tabeller")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("tabell,grupp,röster")
    assert "Luleå" in text
    visitor.open("/en/deltagande/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is taking part?")
    visitor.look("english")


def test_page_reads_as_well_without_scripts(hands):
    visitor = hands("visitor", scripts=False)
    visitor.open("/deltagande/")
    expect(visitor.page.get_by_text("En röst är en person")).to_be_visible()
    visitor.look("deltagande")
