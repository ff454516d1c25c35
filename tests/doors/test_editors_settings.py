"""What editors set beside the text: a time, a place in the menu, an address that leads elsewhere."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from helpers_editors import SIDES, client_of, edit, write
from medskick.doors.pages import actions, models

pytestmark = pytest.mark.django_db
NOT_YET = "inte schemalagd än"


@pytest.fixture
def home(cycle):
    return actions.lay_out()


@pytest.fixture
def index(home):
    return models.NewsIndexPage.objects.child_of(home).get()


def said(client, page) -> str:
    return client.get(f"{SIDES}/pages/{page.pk}/edit/").content.decode()


def test_a_time_that_is_only_saved_is_said_not_to_be_a_schedule(index):
    eva = client_of("editor")
    page = write(eva, index, go_live_at="2031-06-30 12:00")
    assert "30\u00a0juni 2031 kl.\u00a012:00" in (shown := said(eva, page))
    assert NOT_YET in shown
    edit(eva, page, go_live_at="2031-06-30 12:00", **{"action-publish": "1"})
    assert NOT_YET not in said(eva, page)
    assert models.NewsPage.objects.get(pk=page.pk).approved_schedule


def test_a_draft_without_a_time_or_with_one_that_is_over_is_only_saved(index):
    eva = client_of("editor")
    page = write(eva, index)
    assert NOT_YET not in said(eva, page)
    edit(eva, page, go_live_at="2020-06-30 12:00")
    assert NOT_YET not in said(eva, page)


def test_who_may_not_publish_is_told_what_it_takes(index):
    kim = client_of("municipality_contact")
    page = write(kim, index, go_live_at="2031-06-30 12:00")
    assert "en redaktör har godkänt" in said(kim, page)


def free(home, title: str, slug: str, place: str = "", **fields) -> models.FreePage:
    return home.add_child(instance=models.FreePage(title=title, slug=slug, place=place, body=[], **fields))


def nav(html: str) -> str:
    return html.partition('id="meny"')[2].partition("</nav>")[0]


def foot(html: str) -> str:
    return html.partition("page-foot__links")[2].partition("</ul>")[0]


def test_a_free_page_stands_in_menu_or_footer_in_every_language(home):
    menu = free(home, "Öppet hus", "oppet-hus", "menu")
    free(home, "Om cyklar", "om-cyklar", "footer")
    free(home, "Ingenstans", "ingenstans")
    swedish = Client().get("/kontakt/").content.decode()
    assert 'href="/oppet-hus/"' in nav(swedish)
    assert 'href="/om-cyklar/"' in foot(swedish)
    assert "Ingenstans" not in swedish
    english = Client().get("/en/kontakt/").content.decode()
    assert '<a href="/en/oppet-hus/" lang="sv">Öppet hus</a>' in nav(english)
    assert '<a href="/en/om-cyklar/" lang="sv">Om cyklar</a>' in foot(english)
    for code in ("fi", "fit", "se"):
        assert f'href="/{code}/oppet-hus/"' in nav(Client().get(f"/{code}/kontakt/").content.decode())
    other = menu.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    other.title = "Open house"
    other.save_revision().publish()
    assert '<a href="/en/oppet-hus/">Open house</a>' in nav(Client().get("/en/kontakt/").content.decode())
    here = Client().get("/oppet-hus/").content.decode()
    assert '<a href="/oppet-hus/" aria-current="page">Öppet hus</a>' in nav(here)
    menu.unpublish()
    assert "Öppet hus" not in nav(Client().get("/kontakt/").content.decode())


def test_the_links_of_editors_cost_one_question_however_many_they_are(home):
    def asked() -> int:
        Client().get("/kontakt/")
        with CaptureQueriesContext(connection) as caught:
            Client().get("/kontakt/")
        return sum("pages_freepage" in one["sql"] for one in caught)

    assert asked() == 1
    for number in range(3):
        free(home, f"M{number}", f"m{number}", "menu")
        free(home, f"F{number}", f"f{number}", "footer")
    assert asked() == 1


def test_menu_and_footer_have_room_for_so_many_and_for_short_names(home):
    first = free(home, "Ett", "ett", "menu")
    free(home, "Två", "tva", "menu")
    free(home, "Tre", "tre", "menu")
    first.full_clean()
    with pytest.raises(ValidationError, match="finns redan 3 sidor: ”Ett”, ”Två”, ”Tre”"):
        free(home, "Fyra", "fyra", "menu")
    first.place = ""
    first.save()
    free(home, "Fyra", "fyra", "menu")
    with pytest.raises(ValidationError, match="för lång"):
        free(home, "En mycket lång titel som tar hela menyn i anspråk", "lang", "footer")


def add(client, **wish):
    return client.post(
        f"{SIDES}/redirects/add/",
        {"old_path": "/bussar", "site": "", "is_permanent": "on", "redirect_page": "", **wish},
    )


@pytest.mark.parametrize(
    "target",
    ["/moten/", "/moten", "/nyheter/", "/en/tidplan/", "/moten/?kommun=2506", "https://exempel.se/x"],
)
def test_a_redirect_may_lead_to_an_address_of_our_own(home, target):
    answer = add(client_of("editor"), redirect_link=target)
    assert answer.status_code == 302, answer.context["form"].errors
    led = Client().get("/bussar/")
    assert (led.status_code, led["Location"]) == (301, target)
    kept = Redirect.objects.get()
    page = client_of("editor").get(f"{SIDES}/redirects/{kept.pk}/").content.decode()
    assert f'value="{target}"' in page


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("/finns-inte/", "Det finns ingen sida på /finns-inte/"),
        ("//ond.example/", "Skriv en sida här"),
        ("javascript:alert(1)", "Skriv en sida här"),
        ("moten", "Skriv en sida här"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_refused_in_words(home, target, why):
    answer = add(client_of("editor"), redirect_link=target)
    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert not Redirect.objects.exists()


def test_a_draft_is_no_target(home):
    page = free(home, "Snart", "snart")
    page.unpublish()
    assert add(client_of("editor"), redirect_link="/snart/").status_code == 200
