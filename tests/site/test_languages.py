"""Every visitor page answers in every language of the interface, and each page wholly in one language."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from helpers_heard import Languages, in_language
from helpers_site import look
from medskick.doors.pages import actions as pages
from medskick.doors.pages.easy import NAMES
from medskick.ground.core import dates, one_language
from medskick.ground.core.access import SYSTEM
from medskick.ground.core.languages import ALL, INTERFACE, SOURCE
from medskick.process.contributions.actions import Answer, receive
from medskick.process.contributions.models import Contribution, State

pytestmark = pytest.mark.django_db

CODES = list(ALL)
UNREVIEWED = [one.code for one in ALL.values() if one.shows == "reviewed" and not one.reviewed_by]
# What somebody who takes part meets, from the front page to the receipt: all of it in Finnish too.
PATH = [
    "/",
    "/tyck-till/",
    "/kvitto/",
    "/sa-gar-det-till/",
    "/kontakt/",
    "/personuppgifter/",
    "/tillganglighet/",
    "/moten/",
    "/tidplan/",
    "/teman/",
    "/deltagande/",
    "/prenumerera/",
    "/nyheter/",
]
MORE = [
    "/sa-gar-det-till/register/",
    "/sa-gar-det-till/modellkort/",
    "/fragor-och-svar/",
    "/material/",
]


@pytest.fixture
def site(cycle):
    """The pages that a visitor can reach, by Swedish address: (those of the visitor's path, all)."""
    pages.lay_out()
    receipt = receive(
        cycle,
        [Answer("Fler bussar", "medskick"), Answer("Bra skola", "bra_liv")],
        client_key="k" * 30,
        by=SYSTEM,
    ).receipt
    shown, waiting = Contribution.objects.order_by("number")
    Contribution.objects.filter(pk=shown.pk).update(state=State.VISIBLE)
    path = [*PATH, *(reverse(name) for name in NAMES)]
    for name in ("correct", "withdraw"):
        path.append(reverse(f"contributions:{name}", args=[receipt.code, waiting.number]))
    path += [
        reverse("contributions:receipt", args=[receipt.code]),
        reverse("contributions:public", args=[shown.number]),
        reverse("contributions:report", args=[shown.number]),
    ]
    return path, [*path, *MORE]


@pytest.mark.parametrize("code", CODES)
def test_every_page_answers_in_every_language(client, site, code):
    _path, every = site
    for path in every:
        page = look(client, in_language(code, path))
        assert page.response.status_code == 200, page.address
        assert page.headings == 1, page.address
        assert page.language in (code, SOURCE), page.address
        found = Languages(page.body)
        assert found.directions == {ALL[code].direction}, page.address
        assert {one["hreflang"]: one["href"] for one in found.switch} == {
            each: in_language(each, path) for each in CODES
        }, page.address
        assert all(one["lang"] == one["hreflang"] for one in found.switch), page.address


def _noting(lacking):
    noted = one_language.lacks

    def note(text):
        lacking.append(text)
        noted(text)

    return note


@pytest.mark.parametrize("code", ["sv", "en", "fi"])
def test_the_visitors_path_is_there_in_whole(client, site, code, monkeypatch):
    path, _every = site
    lacking: list[str] = []
    monkeypatch.setattr(one_language, "lacks", _noting(lacking))
    for address in path:
        lacking.clear()
        page = look(client, in_language(code, address))
        assert page.language == code, (page.address, lacking)


@pytest.mark.parametrize("code", UNREVIEWED)
def test_where_nobody_has_reviewed_the_page_is_swedish_and_asks_for_a_translation(client, site, code):
    _path, every = site
    for address in every:
        page = look(client, in_language(code, address))
        heard = Languages(page.body).heard
        assert page.language == SOURCE, page.address
        assert f"finns inte på {ALL[code].swedish} än" in heard["sv"], page.address
        assert f"not available in {ALL[code].english} yet" in heard["en"], page.address
        assert heard[code].strip() == ALL[code].name, "nothing but its own name is said in the language"
        assert f'href="/{code}/kontakt/#oversatt"' in page.body
        assert page.body.count("language-notice") == 1, page.address


def test_links_of_a_page_in_swedish_stay_in_the_language_that_was_asked_for(client, site):
    page = look(client, "/se/")
    own = [link for link in page.links if not link.startswith(("/static/", "mailto:", "http"))]
    others = {f"/{code}/" for code in CODES if code not in ("se", SOURCE)} | {"/"}
    assert [
        link for link in own if not link.startswith(("/se/", "#", *(others - {"/"}))) and link not in others
    ] == []


def test_each_language_goes_by_its_own_name():
    assert INTERFACE == {
        "sv": "Svenska", "en": "English", "fi": "Suomi", "fit": "Meänkieli", "se": "Davvisámegiella"
    }  # fmt: skip


def test_a_page_that_lacks_a_text_is_swedish_within_a_frame_in_the_language(client, site, monkeypatch):
    whole = look(client, "/fi/kontakt/")
    assert "Yhteystiedot" in whole.body
    catalogue = translation.trans_real.translation("fi")._catalog
    held = catalogue._catalogs[0] if hasattr(catalogue, "_catalogs") else catalogue
    for part in catalogue._catalogs:
        if "Postadress" in part:
            held = part
    monkeypatch.delitem(held, "Postadress")
    page = look(client, "/fi/kontakt/")
    heard = Languages(page.body).heard
    assert page.language == SOURCE
    assert "Hör av dig" in heard["sv"]
    assert "Yhteystiedot" not in heard["sv"]
    assert "Päävalikko" in page.body
    assert re.search(r'<header class="page-head" lang="fi"', page.body)
    assert "Siirry sisältöön" in heard["fi"]
    assert "finns inte på" not in heard["sv"], "one notice, in the language that was asked for"
    assert "ei ole vielä käännetty" in heard["fi"]
    assert page.body.count("language-notice") == 1


def test_a_finnish_page_says_that_nobody_has_reviewed_it(client, site):
    assert "ei ole vielä tarkistanut käännöstä" in look(client, "/fi/").body
    assert "Översättningen är inte granskad" not in look(client, "/").body


def test_a_form_that_comes_back_speaks_one_language(client, cycle):
    answer = client.post("/fi/tyck-till/?svar", {})
    heard = Languages(answer.content.decode()).heard
    assert set(heard) - {"fi"} <= set(CODES)
    assert "Kirjoita jotain ainakin yhteen ruutuun" in heard["fi"]


def test_wrong_addresses_answer_in_the_language(client, cycle):
    assert "Emme löydä sivua" in client.get("/fi/finns-inte/").content.decode()
    assert 'lang="sv"' in client.get("/se/finns-inte/").content.decode()


def test_days_are_written_as_each_language_does():
    import datetime

    when = datetime.date(2026, 3, 12)
    told = {}
    for code in CODES:
        with translation.override(code), one_language.hearing():
            told[code] = dates.day(when)
    assert told == {
        "sv": "12 mars 2026",
        "en": "12 March 2026",
        "fi": "12. maaliskuuta 2026",
        "fit": "12 mars 2026",
        "se": "12 mars 2026",
    }


def test_a_text_outside_a_page_is_wholly_in_one_language():
    from django.utils.translation import gettext

    with translation.override("fi"):
        assert one_language.wholly(lambda: gettext("Kontakt")) == ("Yhteystiedot", "fi")
    with translation.override("se"):
        assert one_language.wholly(lambda: gettext("Kontakt")) == ("Kontakt", "sv")


def test_the_receipt_as_a_file_is_wholly_in_one_language(client, cycle):
    code = receive(cycle, [Answer("Fler bussar", "medskick")], client_key="k" * 30, by=SYSTEM).receipt.code
    for language, spoken, words in (("fi", "fi", "Kuitti"), ("se", "sv", "Kvitto"), ("en", "en", "Receipt")):
        answer = client.get(f"/{language}/kvitto/{code}/ladda-ner/")
        assert answer.headers["Content-Language"] == spoken
        assert f"{words} {code}" in answer.content.decode()
