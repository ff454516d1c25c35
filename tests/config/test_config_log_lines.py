"""What the process writes about refused requests opens nothing: no private link, no one-time link, no receipt."""

import io
import logging
import uuid
from contextlib import contextmanager

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from helpers_meetings import LEAD, make_meeting, sign_up
from helpers_people import make_user
from medskick.ground.core import tokens
from medskick.ground.core.access import SYSTEM
from medskick.ground.core.log_lines import SECRET_PARTS
from medskick.ground.people import actions as people
from medskick.ground.post import links as post_links
from medskick.ground.post.models import Subscriber
from medskick.process.meetings import links
from medskick.process.meetings.actions import open_kiosk
from medskick.process.meetings.notes import actions as notes
from medskick.process.meetings.notes import links as note_links

# Numbers, names of things and words of ours: whoever knows them may do no more than before.
PLAIN_PARTS = {
    "action", "action_name", "app_label", "app_name", "attachment_id", "change", "collection_id",
    "content_type_app_name", "content_type_model_name", "destination_id", "digest", "dimension", "doc_id",
    "document_id", "edition_number", "filter_spec", "following_id", "image_id", "job_id", "mail_id", "model_name",
    "municipality", "name", "number", "object_id", "page_id", "page_pk", "page_to_move_id", "parent_page_id", "pk",
    "redirect_id", "revision_id", "revision_id_a", "revision_id_b", "session_id", "slug", "table", "task_id",
    "task_state_id", "theme", "uidb36", "uidb64", "uploaded_file_id", "verb", "workflow_pk", "workflow_state_id",
}  # fmt: skip


@contextmanager
def process_log():
    """What the handlers of this installation write meanwhile."""
    lines = io.StringIO()
    mine = [
        one for one in logging.getLogger().handlers if type(one.formatter).__module__.startswith("medskick")
    ]
    assert mine, "the installation's own handler is set"
    before = [one.setStream(lines) for one in mine]
    try:
        yield lines
    finally:
        for one, stream in zip(mine, before, strict=True):
            one.setStream(stream)


def names_of_parts(resolver):
    for one in resolver.url_patterns:
        yield from one.pattern.converters
        yield from one.pattern.regex.groupindex
        if isinstance(one, URLResolver):
            yield from names_of_parts(one)


def test_every_part_of_an_address_is_known_to_be_secret_or_not():
    """A new name has to be placed in one of the two lists before it is used."""
    assert set(names_of_parts(get_resolver())) <= SECRET_PARTS | PLAIN_PARTS
    assert not SECRET_PARTS & PLAIN_PARTS


@pytest.fixture
def secrets(cycle):
    """Every kind of address that opens something, with what opens it."""
    meeting = make_meeting(cycle)
    signed_up = sign_up(meeting, "Ann")
    note_link = notes.open_link(notes.add_table(meeting, "", by=LEAD), by=LEAD)
    kiosk = open_kiosk(meeting, by=LEAD)
    subscriber = Subscriber.objects.create(address="a@b.example", language="sv", everything=True)
    manage = post_links.signed(post_links.MANAGE, subscriber.key)
    admin = make_user("administrator", email="chef@region.example")
    once = people.password_link(admin, SYSTEM, base_url="http://testserver").rstrip("/").rsplit("/", 1)[1]
    return {
        reverse("people_link", args=[once]): once,
        links.path_of(signed_up) + "andra/": links.secret_of(signed_up),
        note_links.path_of(note_link): note_links.secret_of(note_link),
        links.path_of_kiosk(kiosk) + "skicka/": links.secret_of(kiosk),
        reverse("post:manage", args=[manage]): manage,
        reverse("post:confirm", args=[manage]): manage,
        reverse("contributions:receipt", args=["ABCD-EFGH-2345"]): "ABCD-EFGH-2345",
        f"/konto/losenord/nytt/1-cx9k3l-{'d3adb33f' * 4}/": "d3adb33f" * 4,
    }


@pytest.mark.django_db
def test_refused_requests_leave_no_secret_in_the_log(secrets):
    client = Client()
    fields = {
        "password": "kort",
        "again": "kort",
        "language": "xx",
        "what": "note",
        "client_id": uuid.uuid4(),
    }
    for path, secret in secrets.items():
        with process_log() as lines:
            for purpose in ("meeting-change", "meeting-notes", "x"):
                client.post(path, {**fields, tokens.FIELD: tokens.issue(purpose)})
            client.put(path)
            for garbled in (f"{path}x/", f"/en{path}", f"/en{path}x/", path.rstrip("/") + "/x"):
                client.post(garbled)
        said = lines.getvalue()
        assert "[…]" in said, path
        assert secret not in said, path


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/kvitto/abcd-efgh-2345/", "/konto/losenord/nytt/1-d3adb33f/"])
def test_short_secrets_are_known_by_the_name_of_their_part(path):
    client = Client(enforce_csrf_checks=True)
    with process_log() as lines:
        for refused in (client.put, client.delete, client.post):
            assert refused(path).status_code >= 400
    assert lines.getvalue().count("[…]") >= 3
    assert "abcd-efgh" not in lines.getvalue()
    assert "d3adb33f" not in lines.getvalue()


@pytest.mark.django_db
def test_the_log_still_says_which_page_was_asked_for():
    with process_log() as lines:
        Client().get("/det-har-sa-ni-om-bussarna-2040/finns-inte/")
        Client().get("/moten/999999/")
    assert "/det-har-sa-ni-om-bussarna-2040/finns-inte/" in lines.getvalue()
    assert "/moten/999999/" in lines.getvalue()
