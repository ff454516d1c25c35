"""What the search page shows: how many of which kind, and hits that their own rooms have read for this viewer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import get_language

from medskick.doors.pages.search import words
from medskick.engine.text.finding import Wanted, excerpt, holds, wanted
from medskick.ground.core import offers
from medskick.ground.core.access import Viewer
from medskick.ground.core.offers import Findable, Text

ON_A_PAGE = 20
OF_EACH_KIND = 4
LAST_PAGE = 50
LONGEST_TITLE = 120  # signs


@dataclass(frozen=True)
class Hit:
    """One hit: pieces of title and text are (words, whether they were looked for)."""

    title: list[tuple[str, bool]]
    excerpt: list[tuple[str, bool]]
    address: str
    language: str = ""


@dataclass
class Group:
    """Hits of one kind on this page, out of ``total``."""

    kind: str
    label: Text
    total: int = 0
    hits: list[Hit] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """``groups``: every kind with hits, in order. ``some_words``: nothing held all words, these hold some of them."""

    asked: tuple[Wanted, ...]
    groups: list[Group]
    some_words: bool = False
    page: int = 1
    pages: int = 1

    @property
    def total(self) -> int:
        """How many of every kind."""
        return sum(group.total for group in self.groups)

    @property
    def previous(self) -> int:
        """The number of the page before this one."""
        return self.page - 1

    @property
    def next(self) -> int:
        """The number of the page after this one."""
        return self.page + 1


def search(question: str, viewer: Viewer, *, kind: str = "", page: int = 1) -> Results:
    """Everything that holds all words of the question, else what holds some of them.

    Queries: one for the index, and those of each kind that is shown.
    """
    asked = wanted(question)
    page = min(max(page, 1), LAST_PAGE)
    if not asked:
        return Results(asked, [])
    found = _search(asked, viewer, kind, page, every=True)
    if not found.groups and len(asked) > 1:
        found = _search(asked, viewer, kind, page, every=False)
    return found


def _search(asked: tuple[Wanted, ...], viewer: Viewer, kind: str, page: int, *, every: bool) -> Results:
    first, last = ((page - 1) * ON_A_PAGE + 1, page * ON_A_PAGE) if kind else (1, OF_EACH_KIND)
    rows = words.place(asked, every=every, language=get_language() or "", kind=kind, first=first, last=last)
    groups = {}
    for source in sorted(offers.search_sources.values(), key=lambda one: one.order):
        mine = [row for row in rows if row[0] == source.kind]
        if mine:
            keys = [key for _kind, key, place, _total in mine if first <= place <= last]
            keys = keys if kind in {"", source.kind} else []
            shown = source.some(keys, viewer) if keys else {}
            hits = [_hit(shown[key], asked) for key in keys if key in shown]
            total = mine[0][3] - (len(keys) - len(hits))
            groups[source.kind] = Group(source.kind, source.label, total, hits)
    scanned = [] if not every else list(_scanned(asked, viewer))
    merged = _together([*_grouped(scanned, kind, first, last), *groups.values()])
    merged = [group for group in merged if group.total > 0]
    of = next((group.total for group in merged if group.kind == kind), 0)
    pages = min(LAST_PAGE, max(1, -(-of // ON_A_PAGE))) if kind else 1
    return Results(asked, merged, some_words=not every, page=page, pages=pages)


def _hit(one: Findable, asked: tuple[Wanted, ...]) -> Hit:
    title = excerpt(one.title, asked, length=LONGEST_TITLE)
    text = excerpt(one.text, asked) if one.text not in {"", one.title} else []
    if _says_again(text, one.title):
        title, text = excerpt(one.text, asked, length=LONGEST_TITLE), []
    return Hit(title, text, one.address, one.language)


def _says_again(text: list[tuple[str, bool]], title: str) -> bool:
    """Whether the words under the title begin as it does: what has no title goes by its first words."""
    beginning = title.removesuffix("…")
    return beginning != title and "".join(words for words, _met in text).startswith(beginning.rstrip())


def _scanned(asked: tuple[Wanted, ...], viewer: Viewer) -> Iterator[tuple[Text, Hit, bool]]:
    """Hits of kinds that are few: each room looks through its own."""
    question = " ".join(one.written for one in asked)
    for source in offers.searches:
        for hit in source(question, viewer):
            shown = Findable("", str(hit.title), str(hit.excerpt), hit.address, hit.language)
            yield hit.kind, _hit(shown, asked), holds(shown.title, asked)


def _together(groups: list[Group]) -> list[Group]:
    """What rooms look through themselves and what the index holds, of one kind, as one group."""
    merged: dict[str, Group] = {}
    for group in groups:
        one = merged.setdefault(group.kind, group)
        if one is not group:
            one.total += group.total
            one.hits += group.hits
    return list(merged.values())


def _grouped(scanned: list[Any], kind: str, first: int, last: int) -> list[Group]:
    groups: dict[str, Group] = {}
    for label, hit, _in_title in sorted(scanned, key=lambda one: not one[2]):
        with translation.override(settings.LANGUAGE_CODE):
            name = slugify(str(label))
        group = groups.setdefault(name, Group(name, label))
        group.total += 1
        if kind in {"", name} and first <= group.total <= last:
            group.hits.append(hit)
    return list(groups.values())
