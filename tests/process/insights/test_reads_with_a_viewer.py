"""Reads are for those who may: by queries, and at the doors of staff for strangers, other cycles and other roles."""

import datetime
import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

import medskick
from helpers_people import make_user, signed_in, viewer_for
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.people import actions as people
from medskick.ground.people.models import Invitation
from medskick.process.cycle import actions as cycles
from medskick.process.cycle.models import Phase, StrategyCycle
from medskick.process.insights import actions
from medskick.process.insights.models import Codebook, Placement, QuoteChoice, Theme
from medskick.process.insights.queries import book, checks, codebooks, quotes

pytestmark = pytest.mark.django_db
EDITOR, REGISTRAR = viewer_for("editor"), viewer_for("registrar")
MODULE = re.compile(r"get_(?:object|list)_or_404\(\s*[A-Z]|\.objects\b|_default_manager")


@pytest.fixture
def elsewhere(cycle, two_themes):
    """A statement's place in a cycle that is not the current one, and that cycle."""
    today = datetime.date.today()
    StrategyCycle.objects.filter(pk=cycle.pk).update(is_current=False)
    other = cycles.start_cycle("2020", "Norrbotten 2020", {"dialogue": (today, today)}, by=SYSTEM)
    StrategyCycle.objects.filter(pk=other.pk).update(is_current=False)
    StrategyCycle.objects.filter(pk=cycle.pk).update(is_current=True)
    place = Placement.objects.first()
    Placement.objects.filter(pk=place.pk).update(cycle=other)
    return place, other


READS = {
    "candidates": lambda theme, cycle, viewer: quotes.candidates(theme, viewer),
    "choices": lambda theme, cycle, viewer: book.choices(theme, viewer),
    "as_read": lambda theme, cycle, viewer: book.as_read(theme, viewer),
    "placement": lambda theme, cycle, viewer: book.placement(cycle, Placement.objects.first().pk, viewer),
    "used_keys": lambda theme, cycle, viewer: codebooks.used_keys(
        Codebook.objects.first() or actions.create_codebook("Bok", by=SYSTEM), viewer
    ),
    "before_publishing": lambda theme, cycle, viewer: checks.before_publishing(cycle, viewer),
}


@pytest.mark.parametrize("read", READS)
def test_read_asks_who_looks(cycle, two_themes, theme_named, read):
    theme = theme_named("Resor")
    for viewer in (PUBLIC, REGISTRAR):
        with pytest.raises(PermissionDenied):
            READS[read](theme, cycle, viewer)
    assert READS[read](theme, cycle, viewer_for("process_lead")) is not None


def test_what_stops_a_publishing_is_for_those_who_publish(cycle, two_themes):
    with pytest.raises(PermissionDenied):
        checks.before_publishing(cycle, EDITOR)


def test_place_of_another_cycle_is_not_found(cycle, elsewhere):
    place, other = elsewhere
    assert book.placement(cycle, place.pk, EDITOR) is None
    assert book.placement(other, place.pk, EDITOR) == place


def test_quotes_are_chosen_only_by_those_who_may_and_of_the_own_cycle(client, elsewhere, theme_named):
    theme, (strange, _other) = theme_named("Resor"), elsewhere
    own = Placement.objects.filter(theme=theme_named("Buss"), cycle=theme.cycle).first()
    door = f"/arbetsyta/analys/tema/{theme.pk}/citat/"
    sent = {"tanke": own.pk, "gor": "valj"}
    assert client.post(door, sent).status_code == 302
    for role in ("registrar", "editor"):  # the editor reads, but may not review
        signed_in(client, role)
        assert client.post(door, sent).status_code == 403
    signed_in(client, "analyst")
    for wrong in (strange.pk, 0, 10**9, "x", ""):
        assert client.post(door, {"tanke": wrong, "gor": "valj"}).status_code == 404
    assert not QuoteChoice.objects.exists()
    assert client.post(door, sent).status_code == 302
    assert QuoteChoice.objects.get().contribution_id == own.contribution_id


def test_theme_of_another_cycle_has_no_page(client, elsewhere, theme_named):
    theme, (_strange, other) = theme_named("Vård"), elsewhere
    Theme.objects.filter(pk=theme.pk).update(cycle=other)
    signed_in(client, "analyst")
    assert client.get(f"/arbetsyta/analys/tema/{theme.pk}/").status_code == 404
    assert client.post(f"/arbetsyta/analys/tema/{theme.pk}/godkann/").status_code == 404


def test_keys_in_use_cost_two_queries_whatever_the_versions(cycle, two_themes, lead):
    made = actions.create_codebook(
        "Bok", by=lead, entries=[{"key": "buss", "label": "Buss", "definition": ""}]
    )
    for number in range(6):
        actions.add_entry(made, f"Tema {number}", by=lead)
    with CaptureQueriesContext(connection) as asked:
        assert codebooks.used_keys(made, lead) == set()
    assert len(asked) == 2


def test_phase_is_changed_by_those_who_steer_and_only_in_the_current_cycle(client, elsewhere):
    _place, other = elsewhere
    own = Phase.objects.filter(cycle__is_current=True).first()
    door = "/arbetsyta/omgang/{}/folj-planen/"
    assert client.post(door.format(own.pk)).status_code == 302
    signed_in(client, "analyst")
    assert client.post(door.format(own.pk)).status_code == 403
    signed_in(client, "process_lead")
    assert client.post(door.format(other.phases.first().pk)).status_code == 404
    assert client.post(door.format(10**9)).status_code == 404
    assert client.post(door.format(own.pk)).status_code == 302


def test_invitation_is_withdrawn_by_administrators_and_no_other_link_is(client):
    boss = people.viewer_for(make_user("administrator"))
    people.invite("ny@region.example", "Ny", ["editor"], boss)
    people.password_link(make_user("editor"), boss)
    invitation, link = Invitation.objects.get(user=None), Invitation.objects.exclude(user=None).get()
    door = "/arbetsyta/konton/inbjudan/{}/aterkalla/"
    from django.urls import reverse

    door = reverse("workspace:withdraw_invitation", args=[invitation.pk])
    assert client.post(door).status_code == 302
    signed_in(client, "process_lead")
    assert client.post(door).status_code == 403
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None
    signed_in(client, "administrator")
    assert client.post(reverse("workspace:withdraw_invitation", args=[link.pk])).status_code == 404
    assert client.post(door).status_code == 302
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


def test_no_view_fetches_rows_by_itself():
    """Views ask queries, which ask who looks."""
    root = Path(medskick.__file__).parent
    views = [*root.rglob("views.py"), *root.rglob("views/*.py")]
    assert len(views) > 20
    found = {str(path.relative_to(root)): MODULE.findall(path.read_text(encoding="utf-8")) for path in views}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_themes_wait_for_those_who_review_and_not_for_those_who_read(cycle, two_themes):
    assert book.waiting_for_review(viewer_for("analyst"))
    assert book.waiting_for_review(EDITOR) is None
