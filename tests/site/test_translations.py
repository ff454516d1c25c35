"""Every text that people meet exists in every interface language."""

from __future__ import annotations

import gettext
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from medskick.ground.core.languages import ALL, SOURCE, LanguageError, found, read

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def messages():
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LANGUAGES = [code for code in ALL if code != SOURCE]
COMPLETE = [code for code in LANGUAGES if ALL[code].complete]
REVIEWED = [code for code in LANGUAGES if ALL[code].shows == "reviewed"]


@pytest.mark.parametrize("language", COMPLETE)
def test_the_catalogue_holds_every_text(messages, language):
    held = {(str(one.id), one.context) for one in messages.load(language) if one.id}
    needed = {(str(one.id), one.context) for one in messages.gather() if one.id}
    assert not needed - held, "run `make messages` and translate"


@pytest.mark.parametrize("language", COMPLETE)
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_says_all_of_itself_twice(messages, language):
    """Two branches joined line by line do that."""
    for one in messages.load(language):
        for text in one.string if isinstance(one.string, tuple) else (one.string,):
            half = len(text) // 2
            assert len(text) < 30 or text[:half].strip() != text[half:].strip(), one.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_no_text_that_the_product_has_lost(messages, language):
    needed = {(str(one.id), one.context) for one in messages.gather_for(language) if one.id}
    held = {(str(one.id), one.context) for one in messages.load(language) if one.id}
    assert not held - needed, "run `make messages`"


@pytest.mark.parametrize("language", REVIEWED)
def test_no_translation_waits_for_a_reader_in_a_language_that_shows_reviewed_texts_alone(messages, language):
    assert messages.unreviewed(language) == []


CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

# reviewed: Prov Person, 2026-11-28
msgid "Kontakt"
msgstr "läst"

msgid "Telefon"
msgstr "oläst"

# reviewed: Någon Annan, 2026-11-28
msgid "Webb"
msgstr "läst av en okänd"

# reviewed: Prov Person
msgid "Nyheter"
msgstr "utan dag"

# reviewed: Prov Person, 2026-11-28
msgid "%(n)s person"
msgid_plural "%(n)s personer"
msgstr[0] "en läst"
msgstr[1] "flera lästa"

msgid "en uppgift"
msgid_plural "uppgifter"
msgstr[0] "en oläst"
msgstr[1] "flera olästa"
"""


def compiled(messages, folder, about: str) -> dict:
    source = folder / "smj" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE, encoding="utf-8")
    (folder / "smj" / "language.toml").write_text(about, encoding="utf-8")
    messages.build_hook.compile_catalogue(source)
    with source.with_suffix(".mo").open("rb") as handle:
        held = gettext.GNUTranslations(handle)._catalog
    return {key: text for key, text in held.items() if key}


SMJ = 'name = "Julevsámegiella"\nswedish = "lulesamiska"\nenglish = "Lule Sámi"\n'


def test_only_what_a_named_speaker_has_reviewed_is_compiled(messages, tmp_path):
    found = compiled(messages, tmp_path, SMJ + 'reviewed_by = ["Prov Person"]\n')
    assert found == {"Kontakt": "läst", ("%(n)s person", 0): "en läst", ("%(n)s person", 1): "flera lästa"}


def test_without_a_named_speaker_nothing_is_compiled(messages, tmp_path):
    assert compiled(messages, tmp_path, SMJ) == {}


def test_a_language_whose_texts_all_are_shown_needs_no_reader(messages, tmp_path):
    assert compiled(messages, tmp_path, SMJ + 'shows = "all"\n')["Telefon"] == "oläst"


def test_the_catalogue_is_compiled_anew_when_a_speaker_is_named(messages, tmp_path):
    compiled(messages, tmp_path / "src" / "locale", SMJ)
    about = tmp_path / "src" / "locale" / "smj" / "language.toml"
    assert messages.build_hook.stale_catalogues(tmp_path) == []
    later = about.stat().st_mtime + 10
    os.utime(about, (later, later))
    assert len(messages.build_hook.stale_catalogues(tmp_path)) == 1


def test_a_folder_is_a_language(tmp_path):
    for code, about in (("sv", SMJ.replace("Julev", "Sv")), ("smj", SMJ)):
        (tmp_path / code).mkdir()
        (tmp_path / code / "language.toml").write_text(about, encoding="utf-8")
    languages = found(tmp_path)
    assert list(languages) == ["sv", "smj"]
    assert languages["smj"].shows == "reviewed"


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ("swedish = 3", "name"),
        (SMJ + 'shows = "some"', "shows"),
        (SMJ + 'direction = "up"', "direction"),
        (SMJ + 'namn = "x"', "namn"),
        (SMJ + "reviewed_by = 'Prov'", "reviewed_by"),
        ("name =", "går inte att läsa"),
    ],
)
def test_a_fault_in_a_languages_file_is_said(tmp_path, about, told):
    path = tmp_path / "language.toml"
    path.write_text(about, encoding="utf-8")
    with pytest.raises(LanguageError, match=told):
        read(path)


def test_another_language_needs_a_folder_and_no_code(tmp_path):
    """A copy of the package with one more folder: its addresses answer, in Swedish where nobody has translated."""
    package = tmp_path / "medskick"
    shutil.copytree(ROOT / "src" / "medskick", package, ignore=shutil.ignore_patterns("__pycache__"))
    folder = package / "locale" / "smj"
    (folder / "LC_MESSAGES").mkdir(parents=True)
    (folder / "language.toml").write_text(SMJ, encoding="utf-8")
    shutil.copy(ROOT / "src/medskick/locale/se/LC_MESSAGES/django.mo", folder / "LC_MESSAGES" / "django.mo")
    code = (
        "import django; django.setup()\n"
        "from django.template.loader import render_to_string\n"
        "from django.urls import resolve\n"
        "from django.utils import formats, translation\n"
        "from medskick.ground.core import one_language\n"
        "language = translation.get_language_from_path('/smj/kontakt/')\n"
        "translation.activate(language)\n"
        "print(resolve('/smj/kontakt/').view_name, translation.get_language_info(language)['name_local'])\n"
        "print(formats.get_format('DATE_FORMAT'))\n"
        "with one_language.hearing():\n"
        "    print('<html lang=\"sv\"' in render_to_string('500.html'))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "PYTHONPATH": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "medskick.config.settings.test",
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.splitlines() == ["pages:contact Julevsámegiella", "j F Y", "True"]


def test_a_text_marked_under_another_name_is_gathered(messages, tmp_path):
    module = tmp_path / "module.py"
    module.write_text('from django.utils.translation import gettext as _now\n_now("Hej")\n', encoding="utf-8")
    assert list(messages.from_python(module)) == [("Hej", None)]
