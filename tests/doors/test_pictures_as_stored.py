"""Whatever view a picture comes in by, what is stored and what visitors are sent holds nothing but what is seen."""

from __future__ import annotations

import io
import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from helpers_people import make_user
from helpers_pictures import a_camera, in_steps, upload, written
from medskick.doors.pages import actions, models

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"title": "Torget", "description": "Torget", "credit": "P", "shows": "nobody", "consent": ""}
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def home(cycle, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return actions.lay_out()


@pytest.fixture
def editor(home) -> Client:
    client = Client()
    client.user = make_user("editor")
    client.force_login(client.user)
    return client


def raw(kind: str = "JPEG", size=(1_400, 900)) -> bytes:
    data = written(kind, size, exif=a_camera())
    assert b"KAMERA" in data
    return data


def nothing_lies_there_but_what_is_seen(folder: Path, least: int = 1) -> None:
    found = [one for one in folder.rglob("*") if one.is_file()]
    assert len(found) >= least
    for one in found:
        assert b"KAMERA" not in one.read_bytes(), one
        if one.suffix != ".pdf":
            assert not Image.open(one).getexif(), one


def prefixed(prefix: str, words: dict[str, str]) -> dict[str, str]:
    return {f"{prefix}-{name}": value for name, value in words.items()}


def by_the_form(editor, data, name="torget.jpg", **headers):
    where = reverse("wagtailimages:add")
    return editor.post(where, {**WORDS, "collection": "1", "file": upload(data, name)}, headers=headers)


def by_the_chooser(editor, data, name="torget.jpg", **headers):
    words = prefixed("image-chooser-upload", {**WORDS, "collection": "1"})
    return editor.post(
        reverse("wagtailimages_chooser:create"),
        {**words, "image-chooser-upload-file": upload(data, name)},
        headers=headers,
    )


def many_at_once(editor, data, name="torget.jpg", **headers):
    answer = editor.post(
        reverse("wagtailimages:add_multiple"), {"title": "x", "files[]": upload(data, name)}, headers=headers
    )
    told = json.loads(answer.content)
    if not told["success"]:
        return answer
    action = re.search(r'action="([^"]+)"', told["form"])[1]
    words = prefixed(f"uploaded-image-{told['uploaded_file_id']}", WORDS)
    return editor.post(action, words, headers=headers)


WAYS = [by_the_form, by_the_chooser, many_at_once]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("way", WAYS)
def test_no_way_in_keeps_the_camera_and_the_position(home, editor, tmp_path, way, kind):
    way(editor, raw(kind), f"torget.{kind.lower()}", **SCRIPT)
    picture = models.Picture.objects.get()
    assert (picture.width, picture.height) == (1_400, 900)
    picture.get_rendition("width-100")
    nothing_lies_there_but_what_is_seen(tmp_path, least=2)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}])
def test_a_program_that_posts_gets_no_further_than_a_form(home, editor, tmp_path, way, headers):
    way(editor, raw(), **headers)
    assert models.Picture.objects.exists()
    nothing_lies_there_but_what_is_seen(tmp_path)


def test_a_picture_that_waits_for_its_words_is_clean_already(home, editor, tmp_path):
    editor.post(reverse("wagtailimages:add_multiple"), {"files[]": upload(raw())}, headers=SCRIPT)
    assert UploadedFile.objects.get().for_content_type.model_class() is models.Picture
    nothing_lies_there_but_what_is_seen(tmp_path)


def test_a_new_file_for_a_picture_is_as_clean_as_the_first(home, editor, tmp_path):
    by_the_form(editor, written("JPEG", (40, 30)))
    picture = models.Picture.objects.get()
    picture.get_rendition("width-20")
    where = reverse("wagtailimages:edit", args=[picture.pk])
    answer = editor.post(where, {**WORDS, "collection": "1", "file": upload(raw())})
    assert answer.status_code == 302
    picture.refresh_from_db()
    assert (picture.width, picture.renditions.count()) == (1_400, 0)
    assert picture.file_size == picture.file.size
    picture.get_rendition("width-100")
    nothing_lies_there_but_what_is_seen(tmp_path)


def test_visitors_are_sent_nothing_but_what_is_seen(home, editor):
    many_at_once(editor, raw(), **SCRIPT)
    index = models.NewsIndexPage.objects.get()
    page = models.NewsPage(title="Mötet", slug="motet", lead="Kort", author="P", live=False, body=[])
    page.picture = models.Picture.objects.get()
    index.add_child(instance=page)
    page.save_revision().publish()
    visitor = Client()
    sent = sorted(set(re.findall(r"/bilder/[^\"\s]+?\.jpg", visitor.get(page.address).content.decode())))
    assert sent
    for one in sent:
        body = b"".join(visitor.get(one).streaming_content)
        assert b"KAMERA" not in body
        assert not Image.open(io.BytesIO(body)).getexif().get_ifd(0x8825)


@pytest.mark.parametrize("way", WAYS)
def test_what_costs_too_much_to_read_is_refused_before_anything_unpacks_it(home, editor, way, monkeypatch):
    monkeypatch.setattr(Image, "open", lambda *_args, **_kwargs: pytest.fail("it was opened"))
    answer = way(editor, in_steps((1_600, 1_600), 2_000), **SCRIPT)
    said = answer.content.decode().encode().decode("unicode_escape", errors="ignore")
    assert "Spara den som en vanlig JPEG" in said
    assert not models.Picture.objects.exists()
    assert not UploadedFile.objects.exists()


def test_a_model_that_is_saved_past_every_form_keeps_no_more(home, tmp_path):
    models.Picture.objects.create(file=ContentFile(raw("PNG"), "torget.png"), **WORDS)
    models.Material.objects.create(title="x", file=ContentFile(raw(), "torget.jpg"))
    models.Material.objects.create(title="x", file=ContentFile(raw(), "torget.pdf"))
    nothing_lies_there_but_what_is_seen(tmp_path, least=3)


@pytest.mark.parametrize("title", ["Torget", ""])
@pytest.mark.parametrize("name", ["torget.jpg", "torget.pdf"])
def test_a_picture_among_the_files_is_no_less_clean_when_many_come_at_once(
    home, editor, tmp_path, title, name
):
    answer = editor.post(
        reverse("wagtaildocs:add_multiple"), {"title": title, "files[]": upload(raw(), name)}, headers=SCRIPT
    )
    told = json.loads(answer.content)
    assert told["success"]
    if "uploaded_file_id" in told:
        action = re.search(r'action="([^"]+)"', told["form"])[1]
        editor.post(action, {f"uploaded-document-{told['uploaded_file_id']}-title": "Torget"}, headers=SCRIPT)
    assert models.Material.objects.count() == 1
    nothing_lies_there_but_what_is_seen(tmp_path)


# --- what already lies there ------------------------------------------------------------------------------------


def as_before(folder: Path, name: str, data: bytes) -> str:
    """A file as it was stored while the way in was open: past the field."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return name


@pytest.fixture
def stored(home, tmp_path):
    """A raw picture that a page shows in a raw size, a clean one, a raw file, one that waits, what is gone."""
    photo = raw(size=(4_000, 3_000))
    size = {"width": 4_000, "height": 3_000, "file_hash": "gammal", "focal_point_x": 9, "focal_point_y": 9}
    made = [
        models.Picture.objects.create(
            file=as_before(tmp_path, "original_images/rå.jpg", photo), **WORDS, **size
        ),
        models.Picture.objects.create(file=ContentFile(written("JPEG"), "ren.jpg"), **WORDS),
        models.Picture.objects.create(file="original_images/borta.jpg", width=4, height=3, **WORDS),
        models.Picture.objects.create(
            file=as_before(tmp_path, "original_images/trasig.jpg", b"\xff\xd8\xff"),
            width=4,
            height=3,
            **WORDS,
        ),
    ]
    for one in made[:2]:
        lies = as_before(tmp_path, f"images/{one.pk}.width-100.jpg", raw(size=(100, 75)))
        models.Rendition.objects.create(image=one, filter_spec="width-100", file=lies, width=100, height=75)
    models.Material.objects.create(title="x", file=as_before(tmp_path, "documents/rå.png", raw("PNG")))
    models.Material.objects.create(title="x", file=as_before(tmp_path, "documents/program.pdf", b"%PDF-1.7"))
    kind = ContentType.objects.get_for_model(models.Picture)
    UploadedFile.objects.create(
        for_content_type=kind, file=as_before(tmp_path, "wagtail_uploads/a.jpg", raw())
    )
    return made


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def cleaned_as_by_the_migration() -> None:
    import_module("medskick.doors.pages.migrations.0005_only_what_is_seen").clean_what_is_stored(apps, None)


def test_what_was_stored_before_is_cleaned_once_and_the_sizes_of_it_are_made_anew(stored, tmp_path):
    first, clean, gone, broken = stored
    untouched = files_in(tmp_path)[clean.file.name]
    cleaned_as_by_the_migration()
    after = files_in(tmp_path)
    first.refresh_from_db()
    assert (first.width, first.height, first.focal_point_x) == (3_000, 2_250, None)
    assert first.file_size == first.file.size
    assert first.get_file_hash() != "gammal"
    assert not first.renditions.exists()
    assert clean.renditions.count() == 1, "it was made of a clean picture"
    assert after[clean.file.name] == untouched
    assert after["documents/program.pdf"] == b"%PDF-1.7"
    assert after[broken.file.name] == b"\xff\xd8\xff"
    kept = {name: data for name, data in after.items() if name not in {f"images/{clean.pk}.width-100.jpg"}}
    assert not [name for name, data in kept.items() if b"KAMERA" in data]
    assert models.Picture.objects.get(pk=gone.pk).file.name == "original_images/borta.jpg"
    cleaned_as_by_the_migration()
    assert files_in(tmp_path) == after
    assert Image.open(first.get_rendition("width-100").file).size[0] == 100
