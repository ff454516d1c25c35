"""Themes, thoughts and reviews as valid HTML, with an edition published."""

from __future__ import annotations

import pytest

from helpers_html import faults_of
from helpers_people import signed_in
from helpers_site import crawl

pytestmark = pytest.mark.django_db
ELSEWHERE = ("/konto/", "/arbetsyta/sidor/", "/fi/", "/fit/", "/se/")


@pytest.mark.walk
def test_what_visitors_read_of_an_edition_is_valid(client, weighed_edition, tmp_path):
    starts = ("/", "/teman/", "/sa-gar-det-till/", "/en/teman/")
    pages = [page for page in crawl(client, *starts, skip=(*ELSEWHERE, "/arbetsyta/")) if page.is_html]
    assert {"/teman/", "/en/teman/"} <= {page.address for page in pages}
    assert [page for page in pages if page.address.startswith("/medskick/")]
    faults = faults_of(pages, tmp_path)
    assert not faults, "\n".join(faults)


def test_what_staff_read_of_it_is_valid(client, weighed_edition, tmp_path):
    signed_in(client, "process_lead", "analyst")
    walk = crawl(client, "/arbetsyta/analys/", "/arbetsyta/", skip=ELSEWHERE, within="/arbetsyta/")
    pages = [page for page in walk if page.is_html and page.address.startswith("/arbetsyta/analys/")]
    assert len(pages) > 12
    faults = faults_of(pages, tmp_path)
    assert not faults, "\n".join(faults)
