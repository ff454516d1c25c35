"""The languages of the interface. Each is a folder of `locale/` with a `language.toml`; Swedish is the source.

Needs no settings: a region's file is checked before there are any.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

SOURCE = "sv"
LOCALE = Path(__file__).resolve().parents[2] / "locale"
FILE = "language.toml"
SHOWS = ("all", "reviewed")


class LanguageError(Exception):
    """A language's file cannot be used. The text names the file, the key and what to do."""


@dataclass(frozen=True)
class Language:
    """A language of the interface.

    name: as its speakers write it. swedish, english: its name inside a sentence of that language. direction: ltr or
    rtl. order: its place in the switch. shows: "all" translations, or those "reviewed" by somebody in reviewed_by
    alone. complete: a check fails while it lacks a text of the product. says_unreviewed: pages tell that no named
    speaker has read them. formats: the language whose forms of dates and numbers hold where Django knows none.
    """

    code: str
    name: str
    swedish: str
    english: str
    direction: str = "ltr"
    order: int = 100
    shows: str = "reviewed"
    complete: bool = False
    says_unreviewed: bool = False
    formats: str = SOURCE
    reviewed_by: tuple[str, ...] = ()

    @property
    def has_texts(self) -> bool:
        """Whether there can be a translation that is shown."""
        return self.shows == "all" or bool(self.reviewed_by)

    @property
    def is_unreviewed(self) -> bool:
        """Whether its pages have to say that no named speaker has read them."""
        return self.says_unreviewed and not self.reviewed_by


def read(path: Path) -> Language:
    """A language from its file. Raises LanguageError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LanguageError(f"{path}: filen går inte att läsa: {error}.") from error
    _check(path, data)
    return Language(path.parent.name, **{**data, "reviewed_by": tuple(data.get("reviewed_by", ()))})


def _check(path: Path, data: Mapping[str, Any]) -> None:
    kinds: dict[str, type] = {
        "name": str, "swedish": str, "english": str, "direction": str, "order": int, "shows": str,
        "complete": bool, "says_unreviewed": bool, "formats": str, "reviewed_by": list,
    }  # fmt: skip
    for key in ("name", "swedish", "english"):
        if not data.get(key):
            raise LanguageError(f"{path}: ”{key}” saknas. Lägg till raden.")
    for key, value in data.items():
        if key not in kinds or not isinstance(value, kinds[key]):
            raise LanguageError(f"{path}: ”{key}” finns inte eller har fel slags värde: {value!r}.")
    if data.get("direction", "ltr") not in ("ltr", "rtl") or data.get("shows", SHOWS[0]) not in SHOWS:
        raise LanguageError(f"{path}: ”direction” ska vara ltr eller rtl, och ”shows” all eller reviewed.")


def found(folder: Path = LOCALE) -> dict[str, Language]:
    """Every language with a folder, by code, in the order of the switch: Swedish first. Raises LanguageError."""
    languages = [read(path) for path in folder.glob(f"*/{FILE}")]
    languages.sort(key=lambda one: (one.code != SOURCE, one.order, one.code))
    return {one.code: one for one in languages}


ALL = found()
INTERFACE = {one.code: one.name for one in ALL.values()}


def register(languages: Mapping[str, Language] = ALL) -> None:
    """Make Django know the languages that it does not ship: their names, and whose dates and numbers they use."""
    from django.conf.locale import LANG_INFO

    for one in languages.values():
        if one.code in LANG_INFO:
            continue
        LANG_INFO[one.code] = {
            "bidi": one.direction == "rtl",
            "code": one.code,
            "name": one.english,
            "name_local": one.name,
        }
        # Django looks forms up by the module's name and has no other hook for a language of somebody else's.
        sys.modules[f"django.conf.locale.{one.code}.formats"] = import_module(
            f"django.conf.locale.{one.formats}.formats"
        )
