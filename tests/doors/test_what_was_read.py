"""What an editor has read is what comes out: the pictures and files of a page are not exchanged behind the editor."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpers_people import make_user, signed_in
from helpers_pictures import upload, written
from medskick.doors.pages import actions, models

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def index(cycle, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return models.NewsIndexPage.objects.child_of(actions.lay_out()).get()


@pytest.fixture
def editor(index):
    return make_user("editor", name="Eva Redaktör")


def _brought_by(contact, kind: str):
    if kind == "images":
        form = {
            "title": "Torget",
            "description": "Torget",
            "credit": "K",
            "shows": "nobody",
            "collection": "1",
        }
        contact.post(reverse("wagtailimages:add"), {**form, "file": upload(written("JPEG", mode="L"))})
        return models.Picture.objects.get(), {**form, "file": upload(written("JPEG", (80, 60)))}
    contact.post(
        reverse("wagtaildocs:add"),
        {"title": "Torget", "collection": "1", "file": upload(b"%PDF-1.7 a", "a.pdf")},
    )
    other = {"title": "Torget", "collection": "1", "file": upload(b"%PDF-1.7 b", "b.pdf")}
    return models.Material.objects.get(), other


def _another(contact, thing, form) -> int:
    """Whoever brought it sends another file in its place, and then takes it away."""
    app = "wagtailimages" if isinstance(thing, models.Picture) else "wagtaildocs"
    answer = contact.post(reverse(f"{app}:edit", args=[thing.pk]), form)
    contact.post(reverse(f"{app}:delete", args=[thing.pk]))
    return answer.status_code


@pytest.mark.parametrize("kind", ["images", "documents"])
@pytest.mark.parametrize("waits_for", ["its time", "its time again", "an editor"])
def test_what_waits_is_not_exchanged_behind_the_editor(index, editor, kind, waits_for):
    contact = Client()
    user = signed_in(contact, "municipality_contact")
    thing, form = _brought_by(contact, kind)
    shows = {"picture": thing} if kind == "images" else {"body": [("file", thing)]}
    page = models.NewsPage(title="Torget", slug="torget", lead="Kort", author="K", live=False, owner=user)
    index.add_child(instance=page)
    if waits_for == "its time again":
        page.save_revision(user=editor).publish(user=editor)
    for name, value in {"body": [], **shows}.items():
        setattr(page, name, value)
    if waits_for == "an editor":
        page.save_revision(user=user)
        page.get_workflow().start(page, user)
    else:
        page.go_live_at = timezone.now() + HOUR
        page.save_revision(user=editor).publish(user=editor)
    before = type(thing).objects.get(pk=thing.pk).file.name
    _another(contact, thing, form)
    assert type(thing).objects.get(pk=thing.pk).file.name == before
    other = Client()
    signed_in(other, "editor")
    app = "wagtailimages" if kind == "images" else "wagtaildocs"
    assert other.get(reverse(f"{app}:edit", args=[thing.pk])).status_code == 200, "editors may"


def test_what_was_sent_back_is_its_writers_again(index, editor):
    contact = Client()
    user = signed_in(contact, "municipality_contact")
    thing, form = _brought_by(contact, "images")
    page = models.NewsPage(
        title="Torget", slug="torget", lead="Kort", author="K", live=False, owner=user, body=[]
    )
    page.picture = thing
    index.add_child(instance=page)
    page.save_revision(user=user)
    state = page.get_workflow().start(page, user)
    state.current_task_state.reject(user=editor, comment="En bild utan skylten, tack.")
    before = thing.file.name
    contact.post(reverse("wagtailimages:edit", args=[thing.pk]), form)
    assert models.Picture.objects.get(pk=thing.pk).file.name != before
