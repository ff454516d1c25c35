"""A theme that visitors read under other words than staff do: every page of staff says so, why, and what to do."""

import pytest

from helpers_people import signed_in
from helpers_site import look
from medskick.ground.core.access import PUBLIC
from medskick.process.insights import actions
from medskick.process.insights.actions._book import free_slug
from medskick.process.insights.models import Theme
from medskick.process.insights.queries import editions
from medskick.process.insights.queries.shown_names import other_words

pytestmark = pytest.mark.django_db
SHOWN = "Tema om sjukhus, ambulans, ambulanser"
BOARD, PUBLISH = "/arbetsyta/analys/granska/", "/arbetsyta/analys/publicera/"


def body(client, address):
    return " ".join(look(client, address).body.split())


@pytest.fixture
def theme(nameless):
    return Theme.objects.get(parent=None, name__iexact="läkaren")


def page_of(theme):
    return f"/arbetsyta/analys/tema/{theme.pk}/"


def test_staff_read_what_visitors_read_beside_the_name_and_why(client, theme, lead):
    assert SHOWN in body(client, "/teman/")
    signed_in(client, "process_lead")
    for address in (f"{BOARD}?tema={theme.pk}", page_of(theme)):
        page = body(client, address)
        assert f"I utgåva 1 läser de ”{SHOWN}”." in page, address
        assert "färre än två medskick som visas använder ordet ”läkaren”" in page, address
        assert "Ge temat ett namn</a>, så visas det i nästa utgåva." in page, address
    bussar = Theme.objects.get(slug="bussar")
    listed = body(client, f"{BOARD}?tema={bussar.pk}")
    assert f"besökarna ser ”{SHOWN}”" in listed
    assert "I utgåva 1 läser de" not in listed
    assert "I utgåva 1 läser de" not in body(client, page_of(bussar))


def test_publishing_says_as_what_a_theme_is_shown(client, theme, lead):
    signed_in(client, "process_lead")
    page = body(client, PUBLISH)
    assert f"”{theme.name}” (visas som ”{SHOWN}”)" in page
    actions.unapprove(theme, by=lead)
    page = body(client, PUBLISH)
    assert f"visas i utgåvan nu som ”{SHOWN}”" in page
    assert f"”{theme.name}” (som ”{SHOWN}”)" in page


def test_note_leaves_when_a_person_names_the_theme(client, cycle, theme, lead):
    signed_in(client, "process_lead")
    actions.rename(theme, "Vård nära", by=lead)
    assert "I utgåva 1 läser de" not in body(client, page_of(theme))
    assert other_words(cycle, lead)[theme.pk].renamed
    assert f"besökarna ser ”{SHOWN}”" in body(client, BOARD)
    theme.refresh_from_db()
    actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    assert theme.pk not in other_words(cycle, lead)
    assert "Vård nära" in body(client, "/teman/")


def test_address_without_words_has_one_hyphen_at_a_time_and_older_links_lead_there(client, nameless, theme):
    (shown,) = [one for one in editions.published_themes(nameless, PUBLIC) if one.row.theme_id == theme.pk]
    assert shown.address == f"/teman/tema-nr-{theme.pk}/"
    assert SHOWN in body(client, shown.address)
    assert SHOWN in body(client, f"/teman/tema--{theme.pk}/")


def test_no_name_is_given_an_address_without_words(theme):
    assert free_slug(f"Tema nr {theme.pk}") == f"om-tema-nr-{theme.pk}"
