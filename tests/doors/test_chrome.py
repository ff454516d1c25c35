"""What a public body's pages have around their content."""

from __future__ import annotations

import gzip
import io
import re

import pytest
from django.test import Client
from PIL import Image

from helpers_pages import fill
from medskick.doors.pages import models
from medskick.ground.ui import bundle

pytestmark = pytest.mark.django_db
PAGES = (
    "/", "/nyheter/", "/nyheter/motet/", "/fragor-och-svar/", "/fragor-och-svar/?q=vem", "/material/",
    "/material/lada/", "/oppet-hus/", "/lattlast/", "/sok/", "/sok/?q=bussarna", "/sok/?q=qvxz", "/tillganglighet/",
    "/personuppgifter/", "/kontakt/",
)  # fmt: skip


@pytest.fixture
def filled(home, cycle):
    fill(home)


def body_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_front_page_weighs_little_and_asks_little(client, filled, django_assert_max_num_queries):
    body_of(client, "/")
    with django_assert_max_num_queries(11):
        page = body_of(client, "/")
    built = bundle.load()
    entry, folder = built.entry("site"), bundle.FOLDER.parents[1]
    files = [entry.script, built.sprite, *entry.styles, *entry.preloads]
    weight = len(gzip.compress(page.encode())) + sum(
        len(gzip.compress((folder / name).read_bytes())) for name in files
    )
    weight += sum(
        one.stat().st_size for one in (bundle.FOLDER / "assets").glob("*-latin-wght-normal-*.woff2")
    )
    assert weight < 150_000


def test_the_front_page_is_laid_out_in_parts_that_editors_can_move(client, home, cycle):
    assert [part.block_type for part in home.parts][:2] == ["contribute", "voices"]
    home.parts = [("about", None), ("contribute", None)]
    home.save_revision().publish()
    page = body_of(client, "/")
    assert page.index("Vad är det här?") < page.index("Vad vill du skicka med")
    home.parts = [("about", None)]
    home.save_revision().publish()
    assert len(re.findall("<h1", body_of(client, "/"))) == 1


def test_a_live_part_stands_on_the_front_page_once(home):
    from django.core.exceptions import ValidationError

    block = home.parts.stream_block
    with pytest.raises(ValidationError):
        block.clean(block.to_python([{"type": "about", "value": None}] * 2))


@pytest.mark.parametrize(
    "address", [*PAGES[1:], "/tyck-till/", "/kvitto/", "/sa-gar-det-till/", "/en/kontakt/"]
)
def test_every_page_but_the_first_tells_where_it_lies(client, filled, address):
    page = body_of(client, address)
    trail = re.search(r'<nav class="breadcrumbs".*?</nav>', page, re.DOTALL)[0]
    assert (">Home<" if address.startswith("/en/") else ">Start<") in trail
    assert "breadcrumbs" not in body_of(client, "/")


def test_every_page_names_its_address_and_its_other_languages(client, filled):
    page = body_of(client, "/en/kontakt/?fran=brev")
    assert '<link rel="canonical" href="http://testserver/en/kontakt/">' in page
    assert '<link rel="alternate" hreflang="sv" href="http://testserver/kontakt/">' in page
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/kontakt/">' in page


def test_the_picture_to_share_is_ours_and_of_the_right_size(client, filled):
    for address in ("/", "/kontakt/", "/nyheter/motet/"):
        page = body_of(client, address)
        assert re.findall(r'property="og:image" content="([^"]+)"', page) == [
            "http://testserver/delningsbild.jpg"
        ]
    with Image.open(io.BytesIO(client.get("/delningsbild.jpg").content)) as picture:
        assert picture.size == (1200, 630)


def test_the_picture_to_share_spells_the_regions_own_name():
    from medskick.doors.pages.share_picture import drawn

    assert drawn("Västerås 2040", "Å") != drawn("Vasteras 2040", "A")


def test_the_head_has_a_search_and_the_foot_leads_to_what_the_law_wants(client, filled):
    page = body_of(client, "/")
    assert 'role="search" action="/sok/"' in page
    foot = page.partition("<footer")[2]
    for address in ("/tillganglighet/", "/personuppgifter/", "/kontakt/", "/nyheter/flode/"):
        assert f'href="{address}"' in foot


def test_the_workspace_has_neither_trail_nor_search(client, filled):
    from helpers_people import signed_in

    signed_in(client, "editor")
    page = body_of(client, "/arbetsyta/webbplats/hinder/")
    assert "breadcrumbs" not in page
    assert "head-search" not in page
    assert "canonical" not in page


def test_the_questions_have_a_search_of_their_own_that_needs_no_script(client, filled):
    page = body_of(client, "/fragor-och-svar/?q=bestämma").partition("<main")[2]
    assert 'id="vem"' in page
    assert 'id="nar"' not in page
    assert "1 av 2 frågor" in page
    assert "Ingen fråga handlar om det." in body_of(client, "/fragor-och-svar/?q=älgar")


def test_films_of_our_own_may_play_and_nothing_else(client, filled):
    assert "media-src 'self'" in client.get("/").headers["Content-Security-Policy"]
    page = body_of(client, "/nyheter/motet/")
    assert "<iframe" not in page
    assert "<p>Hej</p>" in page


def test_addresses_of_new_pages_have_plain_letters(home):
    page = home.add_child(instance=models.FreePage(title="Så gör du på mötet", body=[]))
    assert page.slug == "sa-gor-du-pa-motet"
