"""A page answers wholly in one language: where a translation lacks a text of it, in Swedish.

While a page in a language that may be incomplete is made, this notes which texts its catalogue lacks. A page has two
zones, the frame (menu, switch of languages, foot) and the content. A zone that lacks a text is made again in Swedish
and marked so, because a screen reader must never read Swedish with the voice of another language.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import trans_real

from medskick.ground.core.languages import ALL, SOURCE

FRAME, CONTENT = "frame", "content"
T = TypeVar("T")


@dataclass
class Hearing:
    """What the making of one page has asked the catalogue for in vain, by zone, and which zones speak Swedish."""

    language: str
    zone: str = CONTENT
    missing: dict[str, set[str]] = field(default_factory=lambda: {FRAME: set(), CONTENT: set()})
    in_swedish: set[str] = field(default_factory=set)

    def speaks(self, zone: str) -> str:
        """The language of a zone."""
        return SOURCE if zone in self.in_swedish else self.language

    def settle(self) -> bool:
        """Let the zones that lack a text speak Swedish. True when that changes anything."""
        lacking = {zone for zone, texts in self.missing.items() if texts} - self.in_swedish
        self.in_swedish |= lacking
        return bool(lacking)


_hearing: ContextVar[Hearing | None] = ContextVar("hearing", default=None)


def current() -> Hearing | None:
    """The hearing of the page that is being made; None in Swedish and in complete languages."""
    return _hearing.get()


def language() -> str:
    """The language that texts are to be told in just now (addresses keep the language that was asked for)."""
    hearing = current()
    return hearing.speaks(hearing.zone) if hearing else translation.get_language() or SOURCE


def lacks(text: str) -> None:
    """Note that the page has a text which is not there in its language."""
    hearing = current()
    if hearing is not None:
        hearing.missing[hearing.zone].add(text)


@contextmanager
def zone(name: str) -> Iterator[None]:
    """What is made meanwhile belongs to this zone of the page."""
    hearing = current()
    if hearing is None:
        yield
        return
    before, hearing.zone = hearing.zone, name
    try:
        yield
    finally:
        hearing.zone = before


@contextmanager
def hearing() -> Iterator[Hearing | None]:
    """Listen to everything that is translated meanwhile, if the language of the moment may be incomplete."""
    code = translation.get_language() or SOURCE
    if code == SOURCE or code.startswith("en") or code not in ALL:
        yield None
        return
    # Django keeps one catalogue for each language here and has no other way to put one of one's own in its place.
    catalogues: dict[str, Any] = vars(trans_real)["_translations"]
    if not isinstance(catalogues.get(code), _Listening):
        catalogues[code] = _Listening(code)
    translation.activate(code)
    started = Hearing(code)
    token = _hearing.set(started)
    try:
        yield started
    finally:
        _hearing.reset(token)


def wholly(make: Callable[[], T]) -> tuple[T, str]:
    """What `make` makes, and in which language: that of the moment, or Swedish if that lacks any of its texts."""
    with hearing() as heard:
        made = make()
        if heard and heard.settle():
            made = make()
        return made, language()


def own(text: str) -> str:
    """A text in the language that was asked for, whatever its zone speaks; empty where its catalogue lacks it."""
    hearing = current()
    catalogue = vars(trans_real.translation(hearing.language))["_catalog"] if hearing else {}
    return str(catalogue.get(text) or "")


class _Listening(trans_real.DjangoTranslation):
    """A language's catalogue that notes what it lacks, and steps aside in a zone that speaks Swedish."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self._swedish: gettext.NullTranslations = trans_real.translation(SOURCE)
        self._fallback = _Lacking(self._swedish)

    def gettext(self, message: str) -> str:
        return self._swedish.gettext(message) if _steps_aside() else super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        if _steps_aside():
            return self._swedish.ngettext(msgid1, msgid2, n)
        return super().ngettext(msgid1, msgid2, n)


class _Lacking(gettext.NullTranslations):
    """Where a catalogue turns with a text that it lacks: it is noted and told in Swedish."""

    def __init__(self, swedish: gettext.NullTranslations) -> None:
        super().__init__()
        self._fallback = swedish

    def gettext(self, message: str) -> str:
        lacks(message)
        return super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        lacks(msgid1)
        return super().ngettext(msgid1, msgid2, n)


def _steps_aside() -> bool:
    hearing = current()
    return hearing is not None and hearing.zone in hearing.in_swedish


class OneLanguage:
    """Listens while a page is made, so that the page's own tag (`whole_page`) can settle its language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with hearing():
            return self.get_response(request)
