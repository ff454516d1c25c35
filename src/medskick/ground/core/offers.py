"""What rooms offer the house. Each room's ``offers.py`` registers here; doors and shared pages gather it.

A test fails for a model that is not declared (``record``) and for a public model that the chain cannot describe.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medskick.ground.core.access import Viewer

Text = str | Promise


@dataclass(frozen=True)
class Record:
    """How a model's rows are kept. ``disposal`` is ``keep`` (the default for public documents), ``expire`` or
    ``working`` (rows that can be made anew); ``public_kind`` names its kind in the chain when visitors see it."""

    model: type
    disposal: str
    why: str
    public_kind: str | None = None


@dataclass(frozen=True)
class MenuItem:
    """A line of the visitors' main menu: shown where ``visible`` says yes."""

    label: Text
    url_name: str
    order: int
    visible: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Link:
    """A link of every visitor's page that staff have put there. ``place``: ``menu`` or ``footer``; ``language``: of the
    label, where it is another than the page's."""

    place: str
    label: str
    url: str
    language: str = ""


@dataclass(frozen=True)
class Task:
    """A line of the workspace: what a member of staff may do, with a count of what waits (None: no count)."""

    label: Text
    url_name: str
    rule: str
    order: int
    waiting: Callable[[Viewer], int | None] = lambda viewer: None


# Where the workspace's menu puts its lines: from which order on, under which heading.
HEADINGS: list[tuple[int, Text]] = [
    (0, _("Medskick")),
    (30, _("Analys")),
    (50, _("Möten och deltagande")),
    (60, _("Webbplatsen")),
    (80, _("Processen")),
    (92, _("Konton och drift")),
]


def heading_of(task: Task) -> Text:
    """What a line of the workspace stands under."""
    return next(heading for start, heading in reversed(HEADINGS) if task.order >= start)


@dataclass(frozen=True)
class Problem:
    """Something ``medskick check`` and the workspace should tell in words."""

    level: str  # "error" or "warning"
    text: str
    what_to_do: str


@dataclass(frozen=True)
class Happening:
    """Something with a date that timeline, board, feeds, calendars and digests can show.

    ``start`` and ``end`` (included) are days or aware times; ``address`` is a Swedish path (pages put the language
    before it); ``state`` is done, now, next or withdrawn. ``topics``: what it is about, as subscribers choose
    (``kommun:2584``); nothing for what concerns everybody. ``words``, which calendars show, may be read when
    asked for. With a ``key``, which never changes, it stands in the calendar file; then ``revision`` grows and
    ``changed_at`` is set at every change. ``language``: of a title that people wrote.
    """

    title: Text
    start: Any
    end: Any = None
    address: str = ""
    kind: str = ""
    state: str = "next"
    topics: tuple[str, ...] = ()
    key: str = ""
    words: Text = ""
    revision: int = 0
    changed_at: datetime.datetime | None = None
    language: str = ""


@dataclass(frozen=True)
class Hit:
    """One search hit: where it leads and the words that matched. ``language``: of words that people wrote."""

    title: str
    excerpt: str
    address: str
    kind: Text
    language: str = ""


@dataclass(frozen=True)
class Findable:
    """A thing that can be searched, as a viewer may read it now.

    ``shown_in``: the interface languages it shows in, nothing for all. ``language``: what it is written in.
    """

    key: str
    title: str
    text: str
    address: str
    language: str = ""
    shown_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchSource:
    """Things of one kind that are many enough to need an index.

    ``all_keys``: all that anybody may read now, at most 500 at a time. ``some``: those of the keys that the viewer may
    read now, in a bounded number of queries; the index is filled by it, and every hit is read by it once more before it
    is shown. The room tells the index of every change (``told``).
    """

    kind: str
    label: Text  # what several of them are called
    order: int
    all_keys: Callable[[], Iterable[list[str]]]
    some: Callable[[Iterable[str], Viewer], dict[str, Findable]]


@dataclass(frozen=True)
class DataSet:
    """An open data set: columns with explanations and a stream of rows, both as any visitor may see them."""

    name: str
    title: Text
    columns: tuple[tuple[str, Text], ...]
    rows: Callable[[Viewer], Iterable[tuple[Any, ...]]]


records: list[Record] = []
menu_items: list[MenuItem] = []
links: list[Callable[[], Iterable[Link]]] = []
tasks: list[Task] = []
readiness_checks: list[Callable[[], Iterable[Problem]]] = []
happenings: list[Callable[[Viewer], Iterable[Happening]]] = []
searches: list[Callable[[str, Viewer], Iterable[Hit]]] = []
search_sources: dict[str, SearchSource] = {}
change_listeners: list[Callable[[str, list[str]], None]] = []
data_sets: list[DataSet] = []


def record(model: type, *, disposal: str = "keep", why: str, public_kind: str | None = None) -> None:
    """Declare how a model's rows are kept, and under which kind visitors meet them."""
    records.append(Record(model, disposal, why, public_kind))


def menu(item: MenuItem) -> None:
    """Add a line to the visitors' menu."""
    menu_items.append(item)


def task(item: Task) -> None:
    """Add a line to the workspace."""
    tasks.append(item)


def readiness(check: Callable[[], Iterable[Problem]]) -> Callable[[], Iterable[Problem]]:
    """Add a check that tells what is misconfigured or missing."""
    readiness_checks.append(check)
    return check


def happening(source: Callable[[Viewer], Iterable[Happening]]) -> Callable[[Viewer], Iterable[Happening]]:
    """Add a source of dated things."""
    happenings.append(source)
    return source


def search(source: Callable[[str, Viewer], Iterable[Hit]]) -> Callable[[str, Viewer], Iterable[Hit]]:
    """Add a source of search hits that are few enough to be looked through at every search."""
    searches.append(source)
    return source


def searchable(source: SearchSource) -> None:
    """Add things that are kept in the index of the search page."""
    search_sources[source.kind] = source


def listen(to_changes: Callable[[str, list[str]], None]) -> None:
    """Hear of every change of what the public may read, as (kind, keys), within the transaction that makes it."""
    if to_changes not in change_listeners:
        change_listeners.append(to_changes)


def told(kind: str, keys: Iterable[object]) -> None:
    """Tell, within the transaction, that these things are new or read otherwise than before, or not at all."""
    changed = [str(key) for key in keys]
    if changed:
        for listener in change_listeners:
            listener(kind, changed)


def data_set(offered: DataSet) -> None:
    """Add an open data set."""
    data_sets.append(offered)
