"""Every text that people meet exists in every interface language."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def messages():
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_text(messages, language):
    held = {(str(one.id), one.context) for one in messages.load(language) if one.id}
    needed = {(str(one.id), one.context) for one in messages.gather() if one.id}
    assert not needed - held, "run `make messages` and translate"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_untranslated(messages, language):
    assert messages.missing(messages.load(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("placeholders", r"%\(\w+\)[sd]|%[sd]|\{\w*\}"),
        ("markup", r"</?\w+[^>]*>"),
        ("space at the ends", r"\A\s+|\s+\Z"),
    ],
)
def test_translations_keep_what_is_not_words(messages, language, what, pattern):
    """No more than the source has in any form, and nothing lost from all of them."""
    broken = []
    for one in messages.load(language):
        ids = one.id if isinstance(one.id, tuple) else (one.id,)
        strings = one.string if isinstance(one.string, tuple) else (one.string,)
        wanted = {part for text in ids for part in re.findall(pattern, text)}
        kept = {part for text in strings for part in re.findall(pattern, text)}
        if one.id and all(strings) and kept != wanted:
            broken.append((ids[0], strings))
    assert broken == [], what


def test_a_text_marked_under_another_name_is_gathered(messages, tmp_path):
    module = tmp_path / "module.py"
    module.write_text('from django.utils.translation import gettext as _now\n_now("Hej")\n', encoding="utf-8")
    assert list(messages.from_python(module)) == [("Hej", None)]
