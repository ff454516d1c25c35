"""What holds on every page a visitor can reach."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from helpers_site import crawl

pytestmark = pytest.mark.django_db

STAFF_DOORS = ("/konto/", "/arbetsyta/")


@pytest.fixture
def pages(client, cycle):
    """Every page a visitor reaches by links, in both languages."""
    found = list(crawl(client, "/", "/en/", skip=STAFF_DOORS))
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
    letters = re.compile(r"[åäöÅÄÖ]")
    for page in pages:
        if page.address.startswith("/en/") and page.is_html and page.response.status_code == 200:
            main = re.sub(r'<(\w+)[^>]*lang="sv"[^>]*>.*?</\1>', "", page.body, flags=re.DOTALL)
            main = re.sub(r"<option[^>]*>.*?</option>|<[^>]+>", " ", main, flags=re.DOTALL)
            strays = [word for word in main.split() if letters.search(word)]
            assert [word for word in strays if word not in ALLOWED_IN_ENGLISH] == [], page.address


ALLOWED_IN_ENGLISH = {"Luleå", "Luleå,", "län", "län.", "Överkalix", "Övertorneå", "Älvsbyn", "Gällivare"}
