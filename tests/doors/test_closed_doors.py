"""What is not published is behind no door, and what is published changes only by those who may publish."""

from __future__ import annotations

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.models import PageViewRestriction

from helpers_meetings import make_meeting
from helpers_people import make_user
from medskick.doors.pages import models

pytestmark = pytest.mark.django_db
SIDES = "/arbetsyta/sidor"


@pytest.fixture
def home(home, cycle, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return home


def client_of(*roles: str) -> Client:
    client = Client()
    client.user = make_user(*roles)
    client.force_login(client.user)
    return client


def a_file(content: bytes = b"0123456789", name: str = "program.pdf", **fields) -> models.Material:
    return models.Material.objects.create(title="Program", file=ContentFile(content, name), **fields)


def with_a_position() -> SimpleUploadedFile:
    file, notes = io.BytesIO(), Image.Exif()
    notes[0x0110] = "Kamera 5"
    notes.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG", exif=notes)
    return SimpleUploadedFile("torget.jpg", file.getvalue(), "image/jpeg")


def a_picture(**fields) -> models.Picture:
    from wagtail.images.forms import get_image_form

    data = {"title": "Torget", "description": "Torget", "credit": "P", "shows": "nobody", "collection": "1"}
    form = get_image_form(models.Picture)(data, {"file": with_a_position()})
    assert form.is_valid(), form.errors
    picture = form.save()
    models.Picture.objects.filter(pk=picture.pk).update(**fields)
    return models.Picture.objects.get(pk=picture.pk)


def publish(home, *body, under=None, **fields) -> models.FreePage:
    page = models.FreePage(title="Öppet hus", slug="oppet-hus", live=False, body=list(body), **fields)
    (under or home).add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def body_of(answer) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


@pytest.mark.parametrize(
    "how",
    [
        lambda file: [("file", file)],
        lambda file: [("paragraph", f'<p><a linktype="document" id="{file.pk}">Programmet</a></p>')],
    ],
)
def test_a_file_is_fetched_only_while_a_published_page_leads_to_it(home, how):
    file = a_file()
    assert Client().get(file.url).status_code == 404
    page = publish(home, *how(file))
    assert body_of(Client().get(file.url)) == b"0123456789"
    page.unpublish()
    assert Client().get(file.url).status_code == 404
    answer = client_of("editor").get(file.url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_file_has_no_coding_that_browsers_do_not_know_and_is_asked_for_anew(home):
    file = a_file()
    publish(home, ("file", file))
    answer = Client().get(file.url)
    assert "Content-Encoding" not in answer.headers
    assert "no-cache" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert Client().get(file.url, headers={"if-none-match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("asked", "status", "sent", "which"),
    [
        ("bytes=0-1", 206, b"01", "bytes 0-1/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=3-999", 206, b"3456789", "bytes 3-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=5-2", 416, b"", "bytes */10"),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("rader=1", 200, b"0123456789", None),
    ],
)
def test_a_film_is_sent_in_the_parts_that_players_ask_for(home, asked, status, sent, which):
    file = a_file(name="film.mp4")
    publish(home, ("file", file))
    answer = Client().get(file.url, headers={"range": asked})
    assert answer.status_code == status
    assert body_of(answer) == sent
    assert answer.headers.get("Content-Range") == which
    if status == 206:
        assert answer.headers["Content-Type"] == "video/mp4"
        assert answer.headers["Content-Length"] == str(len(sent))


def test_a_part_of_another_file_than_was_begun_is_never_sent(home):
    file = a_file()
    publish(home, ("file", file))
    answer = Client().get(file.url, headers={"range": "bytes=0-1", "if-range": '"annan"'})
    assert body_of(answer) == b"0123456789"


def test_a_picture_that_only_staff_may_see_is_kept_by_nobody_and_a_public_one_for_a_minute(home):
    picture = a_picture()
    address = picture.get_rendition("width-20").url
    assert client_of("editor").get(address).headers["Cache-Control"] == "private, no-store"
    publish(home, ("picture", {"picture": picture, "caption": ""}))
    answer = Client().get(address)
    kept = re.search(r"max-age=(\d+)", answer.headers["Cache-Control"])
    assert 0 < int(kept[1]) <= 60
    assert Client().get(address, headers={"if-none-match": answer.headers["ETag"]}).status_code == 304


def test_a_municipality_does_not_change_what_is_published_by_changing_its_picture_or_file(home):
    client = client_of("municipality_contact")
    picture, file = a_picture(uploaded_by_user=client.user), a_file(uploaded_by_user=client.user)
    new = {"title": "Annat", "description": "Annat", "credit": "P", "shows": "nobody", "collection": "1"}
    client.post(f"{SIDES}/images/{picture.pk}/", new)
    assert models.Picture.objects.get(pk=picture.pk).title == "Annat", "its own, before anybody sees it"
    publish(home, ("picture", {"picture": picture, "caption": ""}), ("file", file))
    for kind, key in (("images", picture.pk), ("documents", file.pk)):
        what = f"{SIDES}/{kind}/edit/{key}/" if kind == "documents" else f"{SIDES}/{kind}/{key}/"
        client.post(what, {**new, "title": "Ändrad", "file": SimpleUploadedFile("b.pdf", b"annat")})
        client.post(
            f"{SIDES}/{kind}/{'delete/' if kind == 'documents' else ''}{key}/{'delete/' * (kind == 'images')}"
        )
        client.post(
            f"{SIDES}/bulk/{'pages/picture' if kind == 'images' else 'pages/material'}/delete/?id={key}"
        )
    assert models.Picture.objects.get(pk=picture.pk).title == "Annat"
    assert models.Material.objects.get(pk=file.pk).title == "Program"
    editor = client_of("editor")
    editor.post(f"{SIDES}/images/{picture.pk}/", {**new, "title": "Rättad"})
    assert models.Picture.objects.get(pk=picture.pk).title == "Rättad"


def test_a_picture_among_the_files_tells_no_more_of_where_it_was_taken(home):
    client_of("editor").post(
        f"{SIDES}/documents/add/", {"title": "Torget", "file": with_a_position(), "collection": "1"}
    )
    stored = models.Material.objects.get().file.open("rb").read()
    assert b"Kamera 5" not in stored
    assert not Image.open(io.BytesIO(stored)).getexif()


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.xhtml", "a.js", "a.exe", "a"])
def test_what_a_browser_would_run_is_no_file(home, name):
    client_of("editor").post(
        f"{SIDES}/documents/add/",
        {"title": "x", "file": SimpleUploadedFile(name, b"<script>alert(1)</script>"), "collection": "1"},
    )
    assert not models.Material.objects.exists()


def test_a_page_cannot_be_for_some_visitors_alone_since_no_door_would_keep_it(home):
    page = publish(home)
    editor = client_of("editor")
    for one in (page, home):
        editor.post(f"{SIDES}/pages/{one.pk}/privacy/", {"restriction_type": "login"})
        assert not PageViewRestriction.objects.exists()
        assert "restriction_type" not in editor.get(f"{SIDES}/pages/{one.pk}/privacy/").content.decode()


def test_a_page_below_one_that_is_taken_down_does_not_tell_its_name(home):
    above = models.FreePage(title="Hemligt namn", slug="ovan", live=False, body=[])
    home.add_child(instance=above)
    page = publish(home, under=above)
    answer = Client().get(page.address)
    assert answer.status_code == 200
    assert "Hemligt namn" not in answer.content.decode()


def test_the_front_page_is_tried_out_with_its_live_parts(home):
    home.parts = [("contribute", None), ("news", {"how_many": 3}), ("steps", None)]
    home.save_revision()
    seen = client_of("editor").get(f"{SIDES}/pages/{home.pk}/view_draft/").content.decode()
    public = Client().get("/").content.decode()
    main = re.search(r"<main.*?</main>", public, re.S)[0]
    for heading in re.findall(r"<h[12][^>]*>(.*?)</h", main)[:1]:
        assert heading in seen
    assert 'href="/tyck-till/"' in re.search(r"<main.*?</main>", seen, re.S)[0]


def test_feeds_stand_what_was_pasted_from_elsewhere(home):
    import feedparser

    index = models.NewsIndexPage.objects.get()
    index.add_child(
        instance=models.NewsPage(title="Mö\x0btet", slug="m", lead="Re\x08sor\ufffe", author="\x1bK", body=[])
    )
    read = feedparser.parse(Client().get("/nyheter/flode/").content)
    assert not read.bozo
    assert [one.title for one in read.entries] == ["Mö tet"]


@pytest.mark.parametrize("before", ["", "/en", "/se"])
def test_a_report_leads_to_its_meeting_in_the_language_asked_for(home, cycle, before):
    meeting = make_meeting(cycle)
    index = models.NewsIndexPage.objects.get()
    page = models.NewsPage(title="Mötet", slug="motet", author="K", meeting=str(meeting.pk), body=[])
    index.add_child(instance=page)
    answer = Client().get(before + page.address).content.decode()
    assert f'href="{before}/moten/{meeting.pk}/"' in answer


def test_no_mail_about_pages_goes_past_the_outbox(home, mailoutbox):
    editor, page = client_of("editor"), publish(home)
    page.subscribers.create(user=editor.user, comment_notifications=True)
    form = {
        "title": "Öppet hus", "slug": "oppet-hus", "lead": "", "easy_read_of": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "heading", "body-0-id": "",
        "body-0-value": "Rubrik", "comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "0",
        "comments-0-text": "Hej", "comments-0-contentpath": "title", "comments-0-position": "", "comments-0-id": "",
        "comments-0-replies-TOTAL_FORMS": "0", "comments-0-replies-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert client_of("editor").post(f"{SIDES}/pages/{page.pk}/edit/", form).status_code == 302
    assert mailoutbox == []


def test_two_questions_do_not_share_a_place(home):
    page = models.QuestionsPage.objects.get()
    page.questions = [("question", {"question": q, "answer": "<p>F.</p>", "anchor": "vem"}) for q in "ab"]
    with pytest.raises(ValidationError, match="vem står på mer än en fråga"):
        page.full_clean()


@pytest.mark.parametrize("slug", ["en", "se"])
def test_a_page_does_not_take_the_address_of_a_language(home, slug):
    with pytest.raises(ValidationError, match="används redan"):
        home.add_child(instance=models.FreePage(title="x", slug=slug))
