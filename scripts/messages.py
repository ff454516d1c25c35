"""Gather texts for translation from code and templates into the catalogues (`make messages`).

Swedish is the language of the source, so Swedish needs no catalogue of its own. Works without gettext installed:
Python files are read by Babel, templates by Django's own translator of templates.
"""

from __future__ import annotations

import ast
import calendar
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import build_hook  # noqa: E402 – lies beside the package, not in it

SOURCE = ROOT / "src" / "medskick"
LOCALE = SOURCE / "locale"
SOURCE_LANGUAGE = "sv"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_CALL = re.compile(r"\b(gettext|_|ngettext|pgettext|npgettext)\(")

Text = tuple[str | tuple[str, str], str | None]


def from_python(path: Path) -> Iterator[Text]:
    """(text or (singular, plural), context) for each marked text."""
    for _line, text, _comments, context in extract_from_file("python", path, keywords=_keywords(path)):
        yield ((text[0], text[1]) if isinstance(text, tuple) else text), context


def _keywords(path: Path) -> dict[str, Any]:
    """What marks a text in this file: the usual names, and those that it imports them under (`gettext as _now`)."""
    names: dict[str, Any] = dict(KEYWORDS)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {
                one.asname: KEYWORDS[one.name] for one in node.names if one.asname and one.name in KEYWORDS
            }
    return names


def from_template(path: Path) -> Iterator[Text]:
    """The same for a Django template."""
    from django.utils.translation.template import templatize

    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for found in _CALL.finditer(source):
        arguments = _strings(source[found.end() :])
        if not arguments:
            continue
        name = found.group(1)
        if name in {"gettext", "_"}:
            yield arguments[0], None
        elif name == "ngettext":
            yield (arguments[0], arguments[1]), None
        elif name == "pgettext":
            yield arguments[1], arguments[0]
        else:
            yield (arguments[1], arguments[2]), arguments[0]


def _strings(rest: str) -> list[str]:
    found = re.match(r"\s*((?:u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?\s*)+)", rest, re.DOTALL)
    return (
        [ast.literal_eval(part) for part in re.findall(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", found[1])]
        if found
        else []
    )


def gather() -> Catalog:
    """All texts of the product, in a stable order."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    messages: set[Text] = set()
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            messages.update(from_python(path))
    for path in sorted(SOURCE.rglob("templates/**/*")):
        if path.is_file() and path.suffix in {".html", ".txt"}:
            messages.update(from_template(path))
    for text, context in sorted(messages, key=lambda item: (str(item[0]), item[1] or "")):
        if text:
            catalog.add(text, context=context)
    return catalog


# What visitors meet of Django's own texts. Django itself has them in the languages that it ships, Swedish among them.
FROM_DJANGO = (
    "This field is required.",
    "Enter a valid email address.",
    "Enter a whole number.",
    "Ensure this value is greater than or equal to %(limit_value)s.",
    "Ensure this value is less than or equal to %(limit_value)s.",
    "Select a valid choice. %(value)s is not one of the available choices.",
    "Select a valid choice. That choice is not one of the available choices.",
)


def gather_for(language: str) -> Catalog:
    """All texts that a language's catalogue has to hold: Django's too, with its months, where Django lacks them."""
    catalog = gather()
    if not (Path(django.__file__).parent / "conf" / "locale" / language).is_dir():
        for text in FROM_DJANGO:
            catalog.add(text)
        for name in calendar.month_name[1:]:
            catalog.add(name)
            catalog.add(name, context="alt. month")
    return catalog


def catalogue_path(language: str) -> Path:
    """Where a language's translations are kept."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    """The translations as they stand."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(
            locale=language,
            project="Medskick",
            version="1",
            header_comment="# Translations of Medskick. The texts of the source are Swedish.",
            charset="utf-8",
            fuzzy=False,
        )
    with path.open("rb") as handle:
        return read_po(handle, locale=language)


def update(language: str) -> tuple[int, int]:
    """Bring a catalogue up to date; (texts, missing translations).

    A catalogue that has to be complete gets an empty place for each text that it lacks. The others hold what has been
    translated and nothing else; `to_translate` has all texts for those who translate.
    """
    found, catalog = gather_for(language), load(language)
    catalog.update(found, no_fuzzy_matching=True, keep_user_comments=True)
    catalog.obsolete.clear()
    lacking = missing(catalog)
    if not is_complete(language):
        for one in [one for one in catalog if one.id and not _is_translated(one)]:
            catalog.delete(one.id, one.context)
    write(catalog, catalogue_path(language))
    return len(found), len(lacking)


def to_translate(language: str) -> Path:
    """A catalogue with every text, for those who translate; where it was written."""
    catalog, path = load(language), ROOT / "build" / "translate" / f"{language}.po"
    catalog.update(gather_for(language), no_fuzzy_matching=True, keep_user_comments=True)
    catalog.obsolete.clear()
    write(catalog, path)
    return path


def is_complete(language: str) -> bool:
    """Whether the language's file promises that nothing is missing."""
    return bool(
        tomllib.loads((LOCALE / language / "language.toml").read_text(encoding="utf-8")).get("complete")
    )


def write(catalog: Catalog, path: Path) -> None:
    """Write a catalogue so that equal contents give equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as handle:
        write_po(
            handle,
            catalog,
            width=110,
            no_location=True,
            omit_header=False,
            sort_output=True,
            ignore_obsolete=True,
        )
    _quiet_header(path)


def missing(catalog: Catalog) -> list[str]:
    """Texts without a translation."""
    return [str(one.id) for one in catalog if one.id and not _is_translated(one)]


def _is_translated(message: Message) -> bool:
    return bool(all(message.string) if isinstance(message.string, tuple) else message.string)


def _quiet_header(path: Path) -> None:
    """Dates and generator in the header would differ at every run."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    noisy = (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid",
    )
    path.write_text(
        "".join(line for line in lines if not any(word in line for word in noisy)), encoding="utf-8"
    )


def languages() -> list[str]:
    """The languages that have translations: every folder but that of the source."""
    return sorted(
        path.parent.name for path in LOCALE.glob("*/language.toml") if path.parent.name != SOURCE_LANGUAGE
    )


def unreviewed(language: str) -> list[str] | None:
    """Translations that no named speaker has read and that are therefore not shown; None where all are shown."""
    named = build_hook.readers(catalogue_path(language))
    if named is None:
        return None
    return [
        str(one.id)
        for one in load(language)
        if one.id and any(one.string) and not build_hook.is_reviewed(one, named)
    ]


def told(language: str, texts: int, empty: int) -> str:
    """A line about one catalogue: what is missing, and what nobody has read."""
    unread = unreviewed(language)
    line = f"{language}: {texts} texter, {empty} saknar översättning"
    return (
        line
        if unread is None
        else f"{line}, {len(unread)} översatta visas inte: ingen namngiven har läst dem"
    )


def main() -> int:
    """Update every catalogue and say what is missing. Settings are enough: no app has to be importable.

    With names of languages as arguments, also write their catalogues with every text, for those who translate.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medskick.config.settings.test")
    for language in languages():
        print(told(language, *update(language)))
        if language in sys.argv[1:]:
            print(f"  alla texter att översätta: {to_translate(language)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
