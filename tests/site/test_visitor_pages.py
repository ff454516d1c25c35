"""What holds on every page a visitor can reach. All tests look at one walk."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.test import Client

from helpers_core import start_cycle
from helpers_site import crawl
from medskick.doors.pages.actions import lay_out
from medskick.ground.core.languages import ALL
from medskick.process.cycle import region as regions

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("visitor pages")]

STAFF_DOORS = ("/konto/", "/arbetsyta/")
# The others are walked in test_languages.
LANGUAGES_LEFT_OUT = tuple(f"/{code}/" for code in ALL if code not in ("sv", "en"))


@pytest.fixture(scope="module")
def pages(for_the_file):
    """Every page a visitor reaches by links, in Swedish and in English."""
    with for_the_file():
        start_cycle()
        lay_out()  # as every start does
        found = list(crawl(Client(), "/", "/en/", skip=STAFF_DOORS + LANGUAGES_LEFT_OUT))
    assert len(found) > 12
    return found


def test_every_link_leads_somewhere(pages):
    assert [
        (page.address, page.response.status_code) for page in pages if page.response.status_code >= 400
    ] == []


def test_no_page_sets_a_cookie(pages):
    assert [page.address for page in pages if page.response.cookies] == []


def test_no_page_loads_anything_from_outside(pages):
    assert {page.address: page.outside for page in pages if page.outside} == {}


def test_no_page_has_inline_scripts_or_styles(pages):
    assert {page.address: page.inline for page in pages if page.inline} == {}


def test_every_page_has_a_strict_content_security_policy(pages):
    for page in pages:
        policy = page.response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.response.headers["X-Content-Type-Options"] == "nosniff"
        assert page.response.headers["X-Frame-Options"] == "DENY"
        assert page.response.headers["Referrer-Policy"] == "same-origin"


def test_every_page_has_one_main_heading_and_unique_ids(pages):
    for page in pages:
        if page.is_html and page.response.status_code == 200:
            assert page.headings == 1, page.address
            assert [name for name, count in Counter(page.ids).items() if count > 1] == [], page.address


def test_every_page_says_its_language(pages):
    for page in pages:
        if page.is_html and page.response.status_code == 200:
            assert page.language == ("en" if page.address.startswith("/en/") else "sv"), page.address


def test_english_pages_hold_no_swedish_interface_text(pages):
    """Names stay Swedish: municipalities, bodies, the contact's address and everything people have written."""
    letters = re.compile(r"[åäöÅÄÖ]")
    names = {word.strip(".,") for word in _names_of(regions.region())} | {one.name for one in ALL.values()}
    for page in pages:
        if page.address.startswith("/en/") and page.is_html and page.response.status_code == 200:
            body = re.sub(r'<(\w+)[^>]*lang="sv"[^>]*>.*?</\1>', "", page.body, flags=re.DOTALL)
            body = re.sub(
                r"<option[^>]*>.*?</option>|<script.*?</script>|<[^>]+>", " ", body, flags=re.DOTALL
            )
            strays = {word.strip(".,:;()") for word in body.split() if letters.search(word)}
            assert strays - names == set(), page.address


def _names_of(region) -> list[str]:
    texts = [
        region.county,
        region.council,
        region.executive_board,
        region.development_committee,
        region.strategy,
    ]
    texts += [
        region.contact.address,
        region.contact.name,
        *(one.official_name for one in region.municipalities),
    ]
    return " ".join([*texts, *(one.name for one in region.municipalities)]).split()
