"""From draft to published and back, through the editor's own pages, by each role as far as it may."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from helpers_editors import SIDES, client_of, decide, edit, filled, write
from helpers_meetings import make_meeting
from medskick.doors.pages import actions, models
from medskick.ground.post.models import Mail

pytestmark = pytest.mark.django_db
EDITORS = ("editor", "process_lead", "administrator")
NOBODY = ("moderator", "analyst", "officer", "expert", "registrar", "elected")


@pytest.fixture
def index(cycle):
    return models.NewsIndexPage.objects.child_of(actions.lay_out()).get()


def shows(page) -> bool:
    page.refresh_from_db()
    return Client().get(page.address).status_code == 200


@pytest.mark.parametrize("role", EDITORS)
def test_editors_write_and_publish(index, role):
    client = client_of(role)
    draft = write(client, index)
    assert not shows(draft)
    edit(client, draft, **{"action-publish": "1"})
    assert shows(draft)
    client.post(f"{SIDES}/pages/{draft.pk}/unpublish/")
    assert not shows(draft)


@pytest.mark.parametrize("role", NOBODY)
def test_other_roles_do_not_come_in(index, role):
    client = client_of(role)
    for address in (f"{SIDES}/", f"{SIDES}/pages/add/pages/newspage/{index.pk}/", f"{SIDES}/images/add/"):
        assert client.get(address).status_code in {302, 403}
    client.post(f"{SIDES}/pages/add/pages/newspage/{index.pk}/", filled())
    assert not models.NewsPage.objects.exists()


def test_a_municipality_submits_an_editor_sends_back_with_a_reason_and_then_approves(index):
    municipality, editor = client_of("municipality_contact", name="Kim"), client_of("editor", name="Eva")
    page = write(municipality, index, **{"action-publish": "1"})
    assert not shows(page), "who may not publish cannot, whatever is sent"
    edit(municipality, page, **{"action-submit": "1"})
    assert page.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    asked = Mail.objects.get(kind="pages.to_read")
    assert asked.to == editor.user.email
    assert "Kim har skrivit klart ”Mötet i Arjeplog”" in asked.text
    assert "Mötet i Arjeplog" in editor.get(f"{SIDES}/").content.decode()
    decide(editor, page, "reject", "Skriv vad som sades om bussarna.")
    page = models.NewsPage.objects.get(pk=page.pk)
    assert page.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    back = Mail.objects.get(kind="pages.rejected")
    assert back.to == municipality.user.email
    assert "Skriv vad som sades om bussarna." in back.text
    assert (
        "Skriv vad som sades om bussarna."
        in municipality.get(f"{SIDES}/pages/{page.pk}/edit/").content.decode()
    )
    edit(municipality, page, lead="Bussarna, mest.", **{"action-submit": "1"})
    page = models.NewsPage.objects.get(pk=page.pk)
    assert Mail.objects.filter(kind="pages.to_read").count() == 2
    decide(editor, page, "approve", "Fint!", lead="Bussarna, mest.")
    assert shows(page)
    assert "Bussarna, mest." in Client().get(page.address).content.decode()
    assert "Fint!" in Mail.objects.get(kind="pages.approved").text


def test_a_municipality_cannot_approve_its_own_page(index):
    municipality = client_of("municipality_contact")
    page = write(municipality, index)
    edit(municipality, page, **{"action-submit": "1"})
    decide(municipality, models.NewsPage.objects.get(pk=page.pk), "approve")
    assert not shows(page)


def test_a_municipality_touches_nothing_that_others_have_written(index):
    page = write(client_of("editor"), index, **{"action-publish": "1"})
    other = client_of("municipality_contact")
    edit(other, page, title="Ändrad")
    other.post(f"{SIDES}/pages/{page.pk}/delete/")
    other.post(f"{SIDES}/pages/{page.pk}/unpublish/")
    assert shows(page)
    assert models.NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Mötet i Arjeplog"


def test_a_draft_is_previewed_and_seen_by_nobody_else(index):
    editor = client_of("editor")
    page = write(editor, index)
    stored = editor.post(f"{SIDES}/pages/{page.pk}/edit/preview/", filled(title="Bara provat"))
    assert json.loads(stored.content)["is_valid"]
    seen = editor.get(f"{SIDES}/pages/{page.pk}/edit/preview/?mode=")
    policy = seen.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy, "the panel beside the form shows it"
    assert "unsafe-inline" not in policy, "it is a page of the site"
    assert seen.status_code == 200
    assert ">Bara provat</h1>" in seen.content.decode()
    assert not shows(page)
    assert client_of("moderator").get(f"{SIDES}/pages/{page.pk}/edit/preview/").status_code in {302, 403}


def test_versions_are_compared_and_one_is_brought_back(index):
    editor = client_of("editor")
    page = write(editor, index, **{"action-publish": "1"})
    edit(editor, page, title="Mötet i Arvidsjaur", lead="Fel ort", **{"action-publish": "1"})
    first, second = page.revisions.order_by("created_at", "pk")[:2]
    compared = editor.get(
        f"{SIDES}/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/"
    ).content.decode()
    assert "Arjeplog" in compared
    assert "Arvidsjaur" in compared
    assert editor.get(f"{SIDES}/pages/{page.pk}/revisions/{first.pk}/view/").status_code == 200
    assert "Arjeplog" in editor.get(f"{SIDES}/pages/{page.pk}/revisions/{first.pk}/revert/").content.decode()
    edit(editor, page, revision=str(first.pk), **{"action-publish": "1"})
    assert "Mötet i Arjeplog" in Client().get(page.address).content.decode()
    assert page.revisions.count() == 3, "nothing of what was is gone"


@pytest.mark.parametrize("before", ["", "/en", "/se"])
def test_a_changed_address_leads_to_the_new_one_in_every_language(
    index, before, django_capture_on_commit_callbacks
):
    editor = client_of("editor")
    page = write(editor, index, **{"action-publish": "1"})
    old = page.address
    with django_capture_on_commit_callbacks(execute=True):
        edit(editor, page, slug="dialog-i-arjeplog", **{"action-publish": "1"})
    page.refresh_from_db()
    assert page.address == "/nyheter/dialog-i-arjeplog/"
    answer = Client().get(before + old)
    assert answer.status_code in {301, 302}
    assert answer["Location"] == before + page.address
    assert Client().get(answer["Location"]).status_code == 200


def test_a_time_is_set_in_the_form_and_can_be_taken_back(index):
    editor = client_of("editor")
    page = write(editor, index)
    when = timezone.localtime(timezone.now() + datetime.timedelta(days=2))
    edit(editor, page, go_live_at=when.strftime("%Y-%m-%d %H:%M"), **{"action-publish": "1"})
    page = Page.objects.get(pk=page.pk).specific
    assert page.approved_schedule
    assert not shows(page)
    revision = page.scheduled_revision
    editor.post(f"{SIDES}/pages/{page.pk}/revisions/{revision.pk}/unschedule/")
    assert not Page.objects.get(pk=page.pk).approved_schedule


def test_a_picture_without_a_name_stops_publishing_beside_the_page(index):
    editor = client_of("editor")
    page = write(editor, index)
    bad = models.Picture.objects.create(
        title="Torget", file="x.jpg", width=4, height=3, description="Torget", credit="", shows="nobody"
    )
    answer = edit(editor, page, picture=str(bad.pk), **{"action-publish": "1"})
    assert answer.status_code == 200
    assert "Bilden ”Torget” saknar vem som har gjort den." in answer.content.decode()
    assert not shows(page)


def test_the_first_page_leads_to_what_each_role_may_write(index):
    """Whoever edits the whole site is led to four places, a municipality's contact to news alone."""
    new = f"{SIDES}/pages/add/pages/newspage/{index.pk}/"
    others = ("Svara på en fråga", "Ändra startsidan", "Lägg till material")
    page = client_of("editor").get(f"{SIDES}/").content.decode()
    assert new in page
    assert all(one in page for one in others)
    page = client_of("municipality_contact", name="Kalle").get(f"{SIDES}/").content.decode()
    assert new in page
    assert not any(one in page for one in others)
    assert "wagtail.org" not in page
    assert "localhost" not in page, page[
        max(0, page.index("localhost") - 200) : page.index("localhost") + 100
    ]


def opened(client: Client, page) -> dict[str, str]:
    """Which version the form says that it was opened from."""
    form = client.get(f"{SIDES}/pages/{page.pk}/edit/").content.decode()
    return dict(re.findall(r'name="(loaded_revision_(?:id|created_at))" value="([^"]+)"', form))


@pytest.mark.parametrize("button", [{}, {"action-publish": "1"}])
def test_of_two_editors_the_second_is_told_and_loses_nothing(index, button):
    first, second = client_of("editor", name="Eva"), client_of("editor", name="Bo")
    page = write(first, index)
    versions = [opened(first, page), opened(second, page)]
    assert all(versions)
    assert edit(first, page, lead="Evas text", **versions[0]).status_code == 302
    answer = edit(second, page, lead="Bos text", **versions[1], **button)
    assert answer.status_code == 200
    told = answer.content.decode()
    assert "Någon annan har sparat sidan sedan du öppnade den." in told
    assert "Bos text" in told
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().lead == "Evas text"
    now = dict(re.findall(r'name="(loaded_revision_(?:id|created_at))" value="([^"]+)"', told))
    assert edit(second, page, lead="Bos text", **now, **button).status_code == 302
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().lead == "Bos text"


def test_a_municipality_writes_of_itself_and_its_own_meetings_alone(index, cycle):
    """The form offers nothing else, and the server takes nothing else, whatever is sent."""
    own, other = (make_meeting(cycle, municipality=code, published=True) for code in ("2506", "2560"))
    kim = client_of("municipality_contact", municipality="2506")
    new = f"{SIDES}/pages/add/pages/newspage/{index.pk}/"
    form = kim.get(new).context["form"]
    assert [code for code, _name in form.fields["municipality"].choices] == ["2506"]
    assert [key for key, _name in form.fields["meeting"].choices] == ["", str(own.number)]
    for wrong in ({"municipality": "2560"}, {"meeting": str(other.number)}):
        assert kim.post(new, filled(**wrong)).status_code == 200
    assert not models.NewsPage.objects.exists()
    page = write(kim, index, meeting=str(own.number), municipality="")
    assert (page.municipality, page.meeting) == ("2506", str(own.number))
    edit(kim, page, municipality="2560")
    assert models.NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object().municipality == "2506"
    edit(client_of("editor"), page, municipality="2560", meeting=str(other.number))
    assert models.NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object().municipality == "2560"


def test_a_contact_who_speaks_for_nobody_yet_is_told_so(index):
    page = client_of("municipality_contact", municipality="").get(
        f"{SIDES}/pages/add/pages/newspage/{index.pk}/"
    )
    assert "företräder ingen kommun än" in page.content.decode()
    assert [code for code, _name in page.context["form"].fields["municipality"].choices] == [""]
