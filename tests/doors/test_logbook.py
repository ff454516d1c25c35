"""What is done in the editor of pages stands in the house's own log, under the name of whoever did it."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageLogEntry

from helpers_editors import SIDES, client_of, decide, edit, filled, write
from helpers_people import viewer_for
from medskick.doors.pages import actions, logbook, models
from medskick.ground.core import audit
from medskick.ground.core.models import AuditEntry
from medskick.ground.people import history

pytestmark = pytest.mark.django_db
READER = viewer_for("registrar")


@pytest.fixture
def home(cycle):
    return actions.lay_out()


@pytest.fixture
def index(home):
    return models.NewsIndexPage.objects.child_of(home).get()


def told(name: str) -> list[str]:
    """What the log says of one person, the first thing first."""
    found = history.lines(history.entries(READER, actor=name), READER)
    return [line.sentence for line in reversed(found)]


def test_a_page_is_told_from_draft_to_gone(index):
    eva = client_of("editor", name="Eva")
    page = write(eva, index)
    edit(eva, page, lead="Mest om bussar.", **{"action-publish": "1"})
    eva.post(f"{SIDES}/pages/{page.pk}/unpublish/")
    eva.post(f"{SIDES}/pages/{page.pk}/delete/")
    assert told("Eva") == [
        "Eva skapade nyheten ”Mötet i Arjeplog”",
        "Eva ändrade nyheten ”Mötet i Arjeplog”",
        "Eva publicerade nyheten ”Mötet i Arjeplog”",
        "Eva avpublicerade nyheten ”Mötet i Arjeplog”",
        "Eva tog bort nyheten ”Mötet i Arjeplog”",
    ]


def test_approval_is_told_of_both_who_asked_and_who_decided(index):
    kim = client_of("municipality_contact", name="Kim", municipality="2506")
    eva = client_of("editor", name="Eva")
    page = write(kim, index)
    edit(kim, page, **{"action-submit": "1"})
    decide(eva, page, "reject", "Skriv att Olle Olsson bor på Storgatan.")
    page = models.NewsPage.objects.get(pk=page.pk)
    edit(kim, page, lead="Bussar.", **{"action-submit": "1"})
    page = models.NewsPage.objects.get(pk=page.pk)
    decide(eva, page, "approve", lead="Bussar.")
    assert "Kim skickade nyheten ”Mötet i Arjeplog” för godkännande" in told("Kim")
    assert "Kim skickade nyheten ”Mötet i Arjeplog” för godkännande igen" in told("Kim")
    assert [one for one in told("Eva") if " ändrade " not in one] == [
        "Eva skickade tillbaka nyheten ”Mötet i Arjeplog” för ändring",
        "Eva godkände nyheten ”Mötet i Arjeplog”",
        "Eva publicerade nyheten ”Mötet i Arjeplog”",
    ]
    kept = list(AuditEntry.objects.filter(action__startswith="pages.").values_list("details", flat=True))
    assert "Storgatan" not in str(kept), "a reason may tell of people, and a line can never be removed"


def test_a_time_is_told_as_people_say_it(index):
    eva = client_of("editor", name="Eva")
    page = write(eva, index)
    noon = timezone.make_aware(datetime.datetime(2031, 6, 30, 12))
    edit(eva, page, go_live_at="2031-06-30 12:00", **{"action-publish": "1"})
    page = models.NewsPage.objects.get(pk=page.pk)
    assert page.scheduled_revision.approved_go_live_at == noon
    eva.post(f"{SIDES}/pages/{page.pk}/revisions/{page.scheduled_revision.pk}/unschedule/")
    assert told("Eva")[-2:] == [
        "Eva bestämde att nyheten ”Mötet i Arjeplog” ska publiceras 30 juni 2031 kl. 12:00",
        "Eva tog bort tiden då nyheten ”Mötet i Arjeplog” skulle publiceras",
    ]
    with translation.override("en"):
        assert "30 June 2031" in told("Eva")[-2]


def test_a_page_that_is_moved_or_renamed_is_told(home, index):
    eva = client_of("editor", name="Eva")
    first = home.add_child(instance=models.FreePage(title="Öppet hus", slug="oppet", body=[]))
    second = home.add_child(instance=models.FreePage(title="Om oss", slug="om-oss", body=[]))
    eva.post(f"{SIDES}/pages/{first.pk}/set_position/?position=9")
    assert told("Eva") == [f"Eva ändrade ordningen på sidan ”Öppet hus” under ”{home.title}”"]
    assert second.pk
    page = write(eva, index, **{"action-publish": "1"})
    edit(eva, page, title="Mötet i Arvidsjaur", **{"action-publish": "1"})
    assert "Eva gav ”Mötet i Arjeplog” titeln ”Mötet i Arvidsjaur”" in told("Eva")


def test_the_front_page_is_told_as_such(home):
    eva = client_of("editor", name="Eva")
    page = models.HomePage.objects.get(pk=home.pk)
    page.title = "Framtiden"
    page.save_revision(user=eva.user, log_action=True).publish(user=eva.user)
    assert told("Eva")[-1] == "Eva publicerade startsidan (”Framtiden”)"


def jpeg(name: str = "Anna Andersson.jpg") -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(kept, "JPEG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/jpeg")


PICTURE = {"title": "Anna Andersson", "description": "Ett torg", "credit": "Eva", "shows": "nobody",
           "consent": "", "collection": "1", "tags": ""}  # fmt: skip


def test_pictures_are_told_by_number_and_not_by_name(home):
    eva = client_of("editor", name="Eva")
    eva.post(f"{SIDES}/images/add/", {**PICTURE, "file": jpeg()})
    picture = models.Picture.objects.get()
    eva.post(f"{SIDES}/images/{picture.pk}/", {**PICTURE, "credit": "Eva Berg"})
    eva.get(f"{SIDES}/images/")
    eva.post(f"{SIDES}/images/{picture.pk}/delete/")
    number = picture.pk
    assert told("Eva") == [
        f"Eva lade till bilden {number}",
        f"Eva ändrade bilden {number}",
        f"Eva tog bort bilden {number}",
    ]
    assert "Andersson" not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_many_pictures_at_once_are_told_one_by_one(home):
    eva = client_of("editor", name="Eva")
    for number in range(2):
        answer = eva.post(
            f"{SIDES}/images/multiple/add/",
            {"title": f"B{number}", "files[]": jpeg(f"{number}.jpg"), "collection": "1"},
            headers={"X-Requested-With": "XMLHttpRequest"},
        ).json()
        upload = answer["uploaded_file_id"]
        fields = {f"uploaded-image-{upload}-{name}": value for name, value in PICTURE.items()}
        assert eva.post(f"{SIDES}/images/multiple/create_from_uploaded_image/{upload}/", fields).json()[
            "success"
        ]
    first, second = models.Picture.objects.order_by("pk")
    eva.post(f"{SIDES}/bulk/pages/picture/delete/?id={first.pk}&id={second.pk}")
    assert not models.Picture.objects.exists()
    said = told("Eva")
    assert said[:2] == [f"Eva lade till bilden {one.pk}" for one in (first, second)]
    assert sorted(said[2:]) == [f"Eva tog bort bilden {one.pk}" for one in (first, second)]


def test_files_are_told(home):
    eva = client_of("editor", name="Eva")
    eva.post(
        f"{SIDES}/documents/add/",
        {"title": "Inbjudan", "file": SimpleUploadedFile("a.txt", b"Hej"), "collection": "1", "tags": ""},
    )
    one = models.Material.objects.get()
    eva.post(f"{SIDES}/documents/edit/{one.pk}/", {"title": "Ny", "collection": "1", "tags": ""})
    eva.post(f"{SIDES}/documents/delete/{one.pk}/")
    assert told("Eva") == [
        f"Eva lade till filen {one.pk}",
        f"Eva ändrade filen {one.pk}",
        f"Eva tog bort filen {one.pk}",
    ]


def test_redirects_are_told_with_where_they_lead(home, index):
    eva = client_of("editor", name="Eva")
    wish = {"old_path": "/bussar", "site": "", "is_permanent": "on", "redirect_page": str(index.pk)}
    eva.post(f"{SIDES}/redirects/add/", {**wish, "redirect_link": ""})
    kept = Redirect.objects.get()
    eva.post(f"{SIDES}/redirects/{kept.pk}/", {**wish, "old_path": "/tagen", "redirect_link": ""})
    eva.post(f"{SIDES}/redirects/{kept.pk}/delete/")
    assert told("Eva") == [
        "Eva lade in en omdirigering från /bussar till Nyheter",
        "Eva ändrade omdirigeringen från /tagen, nu till Nyheter",
        "Eva tog bort omdirigeringen från /tagen till Nyheter",
    ]


def test_a_draft_that_saves_itself_is_one_line(index):
    eva = client_of("editor", name="Eva")
    page = write(eva, index)
    json = {"Accept": "application/json"}
    first = eva.post(f"{SIDES}/pages/{page.pk}/edit/", filled(lead="Ett"), headers=json).json()
    for number in range(3):
        again = filled(lead=f"Nummer {number}", overwrite_revision_id=str(first["revision_id"]))
        assert eva.post(f"{SIDES}/pages/{page.pk}/edit/", again, headers=json).json()["success"]
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.edit").count() >= 4
    assert told("Eva")[1:] == ["Eva ändrade nyheten ”Mötet i Arjeplog”"]


def test_what_a_program_lays_out_is_nobodys_act(home):
    assert not AuditEntry.objects.filter(action__startswith="pages.").exists()


def test_every_act_of_the_editor_has_a_sentence_of_ours():
    """Comments and pages for some visitors are off, and the house has neither tokens nor the old moderation."""
    from wagtail.log_actions import registry

    off = ("wagtail.comments.", "wagtail.view_restriction.", "wagtail.apitoken.", "wagtail.moderation.")
    known = {one for one, _label in registry.get_choices() if not one.startswith(off)}
    assert known - set(logbook.ACTS) == set()
    assert {logbook.action_of(one) for one in logbook.ACTS} <= set(audit.actions())


def test_lines_lead_to_their_pages_for_those_who_edit_and_cost_no_more_when_they_are_many(
    index, django_assert_max_num_queries
):
    eva = client_of("editor", name="Eva")
    write(eva, index)
    for number in range(20):
        eva.user.refresh_from_db()
        page = models.NewsPage(title=f"N{number}", slug=f"n{number}", author="E", body=[], owner=eva.user)
        index.add_child(instance=page)
    boss = viewer_for("administrator")
    with django_assert_max_num_queries(6):
        lines = history.lines(history.entries(boss, actor="Eva"), boss)
    assert len(lines) == 21
    assert all("/arbetsyta/sidor/pages/" in one.address for one in lines)
    assert not any(one.address for one in history.lines(history.entries(READER, actor="Eva"), READER))


def test_a_visitor_never_meets_the_log(index):
    write(client_of("editor", name="Eva"), index)
    assert Client().get("/arbetsyta/logg/").status_code == 302
