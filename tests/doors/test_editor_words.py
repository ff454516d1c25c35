"""What Wagtail lacks in Swedish stands in catalogues of our own, and nothing stands there that it no longer says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.utils import translation

from helpers_editors import SIDES, client_of, write
from medskick.doors.pages import actions, models

ROOT = Path(__file__).resolve().parents[2]
OURS = {
    "django": ROOT / "src/medskick/locale/sv/LC_MESSAGES/django.po",
    "djangojs": ROOT / "src/medskick/locale/sv/LC_MESSAGES/djangojs.po",
}
SLOT = re.compile(r"%\(\w+\)[sd]|<[^>]+>")


def entries(path: Path):
    with path.open("rb") as opened:
        return [one for one in read_po(opened) if one.id]


def words(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.mark.parametrize("domain", OURS)
def test_every_text_is_one_of_wagtails_with_its_slots(domain):
    folder = Path(wagtail.__file__).parent
    theirs = {
        (words(one.id), one.context)
        for path in folder.glob(f"**/locale/en/LC_MESSAGES/{domain}.po")
        for one in entries(path)
    }
    ours = entries(OURS[domain])
    assert ours
    assert [one.id for one in ours if (words(one.id), one.context) not in theirs] == []
    for one in ours:
        assert all(words(one.string)), one.id
        assert set(SLOT.findall(words(one.id)[-1])) == set(SLOT.findall(words(one.string)[-1])), one.id


@pytest.mark.django_db
def test_editors_meet_our_words(cycle):
    index = models.NewsIndexPage.objects.child_of(actions.lay_out()).get()
    eva = client_of("editor")
    page = write(eva, index)
    shown = eva.get(f"{SIDES}/pages/{page.pk}/edit/").content.decode()
    assert "Spara tiderna i utkastet" in shown
    assert "Skicka till: Granskning innan publicering" in shown
    shown = eva.get(f"{SIDES}/redirects/add/").content.decode()
    assert "glömmer sökmotorer" in shown
    with translation.override("en"):
        assert translation.gettext("Save schedule") == "Save schedule"


@pytest.mark.django_db
def test_scripts_of_the_editor_say_our_words(cycle):
    actions.lay_out()
    said = client_of("editor").get(f"{SIDES}/jsi18n/").content.decode()
    assert "S\\u00f6k bland valen" in said or "Sök bland valen" in said
