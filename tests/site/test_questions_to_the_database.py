"""What each central page asks of the database, on a site that is inhabited: a bound for every one of them.

Counted at the second visit, as everybody's but the first is: Django and Wagtail remember kinds of content and
languages. What the site itself shows is never remembered from one visit to the next.
"""

from __future__ import annotations

import datetime
import io

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from medskick.doors.pages.actions import FIRST_PARTS
from medskick.doors.pages.models import HomePage, NewsIndexPage, NewsPage, Picture
from medskick.doors.pages.models.home import LIVE
from medskick.ground.core.access import PUBLIC
from medskick.process.cycle import queries as cycles
from medskick.process.cycle.models import PhaseKind
from medskick.process.insights.queries import editions
from medskick.process.meetings.models import Meeting

pytestmark = pytest.mark.django_db
FRONT_PAGE = 11


@pytest.fixture
def site(inhabited, settings, tmp_path):
    """The inhabited site with every live part on its front page, and news with pictures."""
    settings.MEDIA_ROOT = tmp_path
    home = HomePage.objects.get(locale__language_code="sv")
    assert {*LIVE, "news"} <= {part.block_type for part in home.parts}, FIRST_PARTS
    index = NewsIndexPage.objects.child_of(home).get()
    for number in range(4):
        page = NewsPage(title=f"Nytt {number}", author="Eva", live=False, body=[], picture=_picture(number))
        index.add_child(instance=page)
        page.save_revision().publish()
    return inhabited


def _picture(number: int) -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (600, 400), (number, 90, 90)).save(file, "JPEG")
    upload = SimpleUploadedFile(f"{number}.jpg", file.getvalue(), "image/jpeg")
    words = {"title": f"Torget {number}", "description": "Ett torg", "credit": "Prov", "shows": "nobody"}
    return Picture.objects.create(file=upload, width=600, height=400, **words)


def asked(client, address: str) -> list[str]:
    """The questions of the second visit, with nothing of what the site shows remembered."""
    for _visit in range(2):
        cache.clear()
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(address)
        assert answer.status_code == 200
    return [one["sql"] for one in caught]


@pytest.mark.parametrize("kind", PhaseKind.values)
def test_the_front_page_asks_little_in_every_phase(client, site, kind):
    cycle = cycles.current_cycle(PUBLIC)
    phase = next(one for one in cycles.phases(cycle, PUBLIC) if one.kind == kind)
    with time_machine.travel(datetime.datetime.combine(phase.starts, datetime.time(12))):
        assert cycles.current_phase(cycle, PUBLIC).kind == kind
        body = client.get("/").content.decode()
        assert all(
            f'id="{part}-title"' in body for part in ("voices", "themes", "next", "news", "how", "why")
        )
        for address in ("/", "/en/"):
            questions = asked(client, address)
            assert len(questions) <= FRONT_PAGE, "\n".join(one[:200] for one in questions)


def test_the_front_page_asks_no_more_for_many_themes_and_news(client, site):
    """Nor for names that people gave, which are looked up among those that a model worded only where one did."""
    themes = editions.newest(cycles.current_cycle(PUBLIC), PUBLIC).themes.filter(parent=None)
    assert themes.update(named_by_person=True, name_words=[]) > 1
    assert len(asked(client, "/")) <= FRONT_PAGE


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/moten/", 10),
        ("/nyheter/", 11),
        ("/nyheter/motet-i-lulea/", 11),
        ("/fragor-och-svar/", 8),
        ("/fragor-och-svar/?q=vem", 8),
        ("/material/", 9),
        ("/material/lektionen/", 11),
        ("/tidplan/", 11),
        ("/deltagande/", 7),
        ("/sok/?q=bussar", 18),
        ("/lattlast/", 3),
        ("/kvitto/", 3),
        ("/tyck-till/", 3),
        ("/kontakt/", 3),
        ("/teman/", 32),
        ("/sitemap.xml", 8),
        ("/sa-gar-det-till/", 6),
        ("/prenumerera/", 7),
        ("/personuppgifter/", 3),
        ("/tillganglighet/", 4),
    ],
)
def test_central_pages_ask_little(client, site, address, most):
    questions = asked(client, address)
    assert len(questions) <= most, "\n".join(one[:200] for one in questions)


def test_a_theme_asks_a_bounded_number(client, site):
    edition = editions.newest(cycles.current_cycle(PUBLIC), PUBLIC)
    slug = editions.published_themes(edition, PUBLIC)[0].slug
    questions = asked(client, f"/teman/{slug}/")
    assert len(questions) <= 42, "\n".join(one[:200] for one in questions)


def test_a_meeting_asks_little_before_and_after(client, site):
    for title, most in (("Samtal om vägar", 25), ("Samtal och fika i Pajala", 6)):
        number = Meeting.objects.get(title=title).number
        questions = asked(client, f"/moten/{number}/")
        assert len(questions) <= most, "\n".join(one[:200] for one in questions)
