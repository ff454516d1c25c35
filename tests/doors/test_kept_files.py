"""Whoever forgets a word about a picture does not have to choose the picture again."""

from __future__ import annotations

import datetime
import io
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from wagtail.models import UploadedFile

from helpers_editors import SIDES, client_of
from medskick.doors.pages import actions, jobs, models

pytestmark = pytest.mark.django_db
WORDS = {"title": "Torget", "description": "Ett torg i snö", "credit": "Eva", "collection": "1", "tags": ""}
CHOOSER = "image-chooser-upload-"


@pytest.fixture
def eva(cycle):
    actions.lay_out()
    return client_of("editor", name="Eva")


def photo() -> SimpleUploadedFile:
    """A photo that says where it was taken."""
    kept, notes = io.BytesIO(), Image.Exif()
    notes.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (60, 40), "green").save(kept, "JPEG", exif=notes)
    return SimpleUploadedFile("torget.jpg", kept.getvalue(), "image/jpeg")


def mark_in(html: str) -> str:
    return re.search(r'name="(?:image-chooser-upload-)?kept" value="([^"]+)"', html)[1]


@pytest.mark.parametrize(("address", "before"), [("images/add/", ""), ("images/chooser/create/", CHOOSER)])
def test_a_picture_is_chosen_once_however_many_times_the_form_comes_back(eva, address, before):
    def send(**fields):
        page = eva.post(f"{SIDES}/{address}", {f"{before}{name}": value for name, value in fields.items()})
        text = page.json().get("htmlFragment", "") if before else page.content.decode()
        return page, text

    _page, text = send(**WORDS, shows="adults", consent="", kept="", file=photo())
    assert "Skriv hur de som syns har sagt ja" in text
    assert "”torget.jpg” är redan uppladdad" in text
    assert b"Exif" not in UploadedFile.objects.get().file.read(), "what waits tells no more than what is seen"
    _page, text = send(**{**WORDS, "credit": ""}, shows="adults", consent="Ja", kept=mark_in(text))
    assert "”torget.jpg” är redan uppladdad" in text
    assert not models.Picture.objects.exists()
    send(**WORDS, shows="adults", consent="Ja", kept=mark_in(text))
    made = models.Picture.objects.get()
    assert (made.width, made.height, made.credit) == (60, 40, "Eva")
    assert made.file.name.endswith(".jpg")
    assert not UploadedFile.objects.exists()


def test_all_that_is_missing_is_said_at_once(eva):
    page = eva.post(f"{SIDES}/images/add/", {"title": "", "collection": "1", "kept": "", "file": photo()})
    assert set(page.context["form"].errors) == {"title", "description", "credit", "shows"}


def test_another_picture_may_be_chosen_instead(eva):
    page = eva.post(f"{SIDES}/images/add/", {**WORDS, "shows": "", "kept": "", "file": photo()})
    other = io.BytesIO()
    Image.new("RGB", (10, 20), "red").save(other, "PNG")
    again = SimpleUploadedFile("annan.png", other.getvalue(), "image/png")
    mark = mark_in(page.content.decode())
    eva.post(f"{SIDES}/images/add/", {**WORDS, "shows": "nobody", "kept": mark, "file": again})
    assert models.Picture.objects.get().width == 10
    assert not UploadedFile.objects.exists()


def test_what_one_person_left_is_nobody_elses(eva):
    page = eva.post(f"{SIDES}/images/add/", {**WORDS, "shows": "", "kept": "", "file": photo()})
    mark = mark_in(page.content.decode())
    for wrong in (mark, "påhitt"):
        answer = client_of("editor").post(f"{SIDES}/images/add/", {**WORDS, "shows": "nobody", "kept": wrong})
        assert set(answer.context["form"].errors) == {"file"}
    assert not models.Picture.objects.exists()


def test_what_nobody_comes_back_for_goes(eva):
    eva.post(f"{SIDES}/images/add/", {**WORDS, "shows": "", "kept": "", "file": photo()})
    jobs.forget_files()
    file = UploadedFile.objects.get().file
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=25)):
        jobs.forget_files()
    assert not UploadedFile.objects.exists()
    assert not file.storage.exists(file.name)
