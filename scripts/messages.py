"""Gather texts for translation from code and templates into the catalogues (`make messages`).

Swedish is the language of the source, so Swedish needs no catalogue of its own. Works without gettext installed:
Python files are read by Babel, templates by Django's own translator of templates.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "medskick"
LOCALE = SOURCE / "locale"
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

Message = tuple[str | tuple[str, str], str | None]


def from_python(path: Path) -> Iterator[Message]:
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


def from_template(path: Path) -> Iterator[Message]:
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
    messages: set[Message] = set()
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
    """Bring a catalogue up to date; (texts, missing translations)."""
    found, catalog = gather(), load(language)
    catalog.update(found, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path = catalogue_path(language)
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
    return len(found), len(missing(catalog))


def missing(catalog: Catalog) -> list[str]:
    """Texts without a translation."""
    return [
        str(one.id)
        for one in catalog
        if one.id and not (all(one.string) if isinstance(one.string, tuple) else one.string)
    ]


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


def main() -> int:
    """Update every catalogue and say what is missing. Settings are enough: no app has to be importable."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medskick.config.settings.test")
    for folder in sorted(LOCALE.iterdir()):
        texts, empty = update(folder.name)
        print(f"{folder.name}: {texts} texter, {empty} saknar översättning")
    return 0


if __name__ == "__main__":
    sys.exit(main())
