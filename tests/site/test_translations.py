"""Every text that people meet exists in every interface language."""

from __future__ import annotations

import importlib.util
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
def test_translations_keep_their_placeholders(messages, language):
    import re

    broken = []
    for one in messages.load(language):
        ids = one.id if isinstance(one.id, tuple) else (one.id,)
        strings = one.string if isinstance(one.string, tuple) else (one.string,)
        wanted = set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", " ".join(ids)))
        for text in strings if one.id else ():
            if not set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text)) <= wanted:
                broken.append((ids[0], text))
    assert broken == []
