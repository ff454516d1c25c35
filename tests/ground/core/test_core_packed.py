"""Pages go out packed to who can unpack them; what is private or streams goes out as it is."""

from __future__ import annotations

import gzip

import pytest

from helpers_people import signed_in

pytestmark = pytest.mark.django_db
CAN = {"accept-encoding": "gzip, deflate, br"}


def test_a_page_is_packed_and_says_the_same(client, cycle):
    plain, packed = client.get("/kontakt/"), client.get("/kontakt/", headers=CAN)
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert "Content-Encoding" not in plain


def test_what_nobody_may_keep_is_sent_as_it_is(client, cycle):
    signed_in(client, "process_lead")
    page = client.get("/arbetsyta/", headers=CAN, follow=True)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "Content-Encoding" not in page
