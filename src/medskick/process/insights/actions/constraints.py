"""What people have made of an edition since its run, as edits the engine replays: the book told in the run's own ids.

The book is read as it stands, not change by change: what was taken back leaves no trace, and what holds now is what
the next run must hold. Of the run that the book follows that is everything, also what the computer has learned since
under a codebook. Of an older one (somebody goes back to an edition) it is what people have decided.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F

from medskick.process.insights.actions import entry_names
from medskick.process.insights.models import (
    CodedStatement,
    EntryTheme,
    Origin,
    Placement,
    Run,
    RunTheme,
    Theme,
)

SCHEMA = "medskick-edits/1"
THEME = "theme"
Span = list[Any]
Key = tuple[int, str, int, int]


@dataclass
class Constraints:
    """``document`` is the file of edits. ``carried``: the book's theme of every id that the next run may use."""

    document: dict[str, Any]
    carried: dict[str, int]


@dataclass
class _Told:
    """The book's themes and the run's ids while they are brought together. ``whole``: the book follows this run.
    ``of_entry``: ids of themes that a codebook's entries fill. ``back``: what themes are called that a codebook has
    named which the next run does not follow."""

    themes: dict[int, Theme]
    parent_key: dict[str, str]
    now: dict[str, int]
    whole: bool
    of_entry: set[str]
    back: Mapping[int, entry_names.Back]
    principal: dict[int, str] = field(default_factory=dict)
    edits: list[dict[str, Any]] = field(default_factory=list)

    def name(self, pk: int) -> tuple[str, bool]:
        """What the theme is called in the next run, and whether a person said so."""
        if back := self.back.get(pk):
            return back.name, back.by_person
        return self.themes[pk].name, self.themes[pk].named_by_person

    def decided(self, pk: int) -> bool:
        """Whether a person has decided about the theme, or the one it lies in: then nothing leaves it."""
        theme = self.themes[pk]
        above = self.themes.get(theme.parent_id or 0)
        return theme.decided_by_person or (above is not None and above.decided_by_person)


@dataclass(frozen=True, slots=True)
class _Row:
    """A statement of the book, with the run's topic for it ("" where the run does not know it)."""

    span: Span
    topic: str
    by_person: bool
    learned: bool


Rows = Mapping[int, list[_Row]]
NOWHERE = 0


def constraints(run: Run, retired: Iterable[str] = ()) -> Constraints:
    """What must hold that is not in ``run`` itself, whose ``homes`` say which theme each of its ids is.

    ``retired``: ids that the engine has used before ``run`` and may not use again.
    """
    themes = {theme.pk: theme for theme in Theme.objects.filter(cycle=run.cycle_id)}
    keys = dict(RunTheme.objects.filter(run=run, kind=THEME).values_list("key", "parent_key"))
    every = [*RunTheme.objects.filter(run=run).values_list("key", flat=True), *retired]
    now = {key: pk for key, pk in _homes_now(run, themes).items() if key in keys}
    followed = Run.objects.that_count().after(run).exists()
    of_entry = set(RunTheme.objects.filter(run=run).exclude(entry="").values_list("key", flat=True))
    back = entry_names.names_back(run.cycle_id, entry_names.followed_by(run))
    told = _Told(themes, keys, now, not followed, of_entry, back)
    for key in sorted(now, key=_order):
        own = themes[now[key]]
        if (own.parent_id is None) == (not keys[key]):
            told.principal.setdefault(own.pk, key)
    rows = _rows(run)
    carried = dict(now)
    _split_out(told, _Free(every), rows, carried)
    _merge(told)
    _move(told, rows)
    _fit_none(told, rows)
    _name(told)
    return Constraints({"schema": SCHEMA, "edits": told.edits}, carried)


def _homes_now(run: Run, themes: Mapping[int, Theme]) -> dict[str, int]:
    """The theme of every id, merges followed. One that left the book because it held nothing comes back with it."""
    found = {}
    for key, pk in {**_of_entries(run), **run.homes}.items():
        theme = themes.get(pk)
        while theme is not None and theme.state == Theme.State.MERGED:
            theme = themes.get(theme.merged_into_id or 0)
        if theme is not None:
            found[key] = theme.pk
    return found


def _of_entries(run: Run) -> dict[str, int]:
    """Themes of a codebook's entries by id, also of those that held nothing when the run was done."""
    if run.codebook is None:
        return {}
    links = EntryTheme.objects.filter(codebook=run.codebook.codebook_id, cycle=run.cycle_id)
    theme_of = dict(links.values_list("key", "theme"))
    tops = RunTheme.objects.filter(run=run, parent_key="", entry__in=theme_of)
    return {key: theme_of[entry] for key, entry in tops.values_list("key", "entry")}


def _rows(run: Run) -> dict[int, list[_Row]]:
    """The book's statements by theme; those in no theme under NOWHERE."""
    topic_of: dict[Key, str] = {
        (row[0], row[1], row[2], row[3]): row[4]
        for row in run.statements.values_list("contribution_id", "field", "start", "end", "topic_key")
    }
    none = CodedStatement.objects.filter(run=run, entry="").values_list(
        *(f"statement__{name}" for name in ("contribution_id", "field", "start", "end"))
    )
    learned: set[Key] = {(row[0], row[1], row[2], row[3]) for row in none}
    places = Placement.objects.filter(cycle=run.cycle_id).annotate(number=F("contribution__number"))
    found: dict[int, list[_Row]] = defaultdict(list)
    for theme, pk, number, name, start, end, origin in places.order_by(
        "number", "field", "start"
    ).values_list("theme", "contribution_id", "number", "field", "start", "end", "origin"):
        key = (pk, name, start, end)
        span = [str(number), name, start, end]
        found[theme or NOWHERE].append(
            _Row(span, topic_of.get(key, ""), origin == Origin.PERSON, key in learned)
        )
    return found


class _Free:
    """Ids that nothing has had, in the engine's manner."""

    def __init__(self, used: Iterable[str]) -> None:
        self._used = set(used)

    def beside(self, theme: str) -> str:
        """A new topic's id in ``theme``, or a new theme's for an empty one."""
        prefix = f"{theme}." if theme else "T"
        pattern = re.compile(re.escape(prefix) + r"(\d+)")
        numbers = [int(found[1]) for key in self._used if (found := pattern.fullmatch(key))]
        if not theme:
            numbers += [int(key[1:].partition(".")[0]) for key in self._used if key[1:2].isdigit()]
        key = f"{prefix}{max(numbers, default=0) + 1}"
        self._used.add(key)
        if not theme:
            self._used.add(f"{key}.1")  # the engine's own first topic of a new theme
        return key


def _split_out(told: _Told, free: _Free, rows: Rows, carried: dict[str, int]) -> None:
    """Themes that the run knows nothing of and that must stay get ids of their own."""
    new = [
        theme
        for theme in told.themes.values()
        if theme.is_live and theme.pk not in told.principal and _stays(told, theme, rows.get(theme.pk, []))
    ]
    some_theme, some_topic = (
        next((key for key in sorted(told.now, key=_order) if bool(told.parent_key[key]) is is_topic), "")
        for is_topic in (False, True)
    )
    for theme in sorted(new, key=lambda one: (one.parent_id is not None, one.pk)):
        parent = told.principal.get(theme.parent_id or 0, "")
        source = some_topic if theme.parent_id else some_theme
        if not source or (theme.parent_id and not parent):
            continue
        key = free.beside(parent)
        decided = told.whole or told.decided(theme.pk)
        own = [row.span for row in rows.get(theme.pk, []) if decided or row.by_person]
        edit = {"verb": "split", "id": source, "new": key, "label": told.name(theme.pk)[0], "statements": own}
        told.edits.append({**edit, "parent": parent} if parent else edit)
        told.principal[theme.pk] = key
        told.parent_key[key] = parent
        carried[key] = theme.pk
        if not parent:
            carried[f"{key}.1"] = theme.pk


def _stays(told: _Told, theme: Theme, rows: list[_Row]) -> bool:
    return theme.decided_by_person or any(row.by_person for row in rows) or bool(told.whole and rows)


def _merge(told: _Told) -> None:
    """Ids that have become one theme, and topics that have come to another theme."""
    last = []
    for key in sorted(told.now, key=lambda key: (bool(told.parent_key[key]), _order(key))):
        theme = told.themes[told.now[key]]
        is_topic = bool(told.parent_key[key])
        into = told.principal.get(theme.pk, "")
        if is_topic and theme.parent_id is None:
            if told.now.get(told.parent_key[key]) != theme.pk and into:
                told.edits.append(_merged(key, into))
        elif is_topic and key == into:
            parent = told.principal.get(theme.parent_id or 0, "")
            elsewhere = told.now.get(told.parent_key[key]) != theme.parent_id
            if parent and elsewhere and (told.whole or told.decided(theme.pk)):
                told.edits.append(_merged(key, parent))
        elif not is_topic and theme.parent_id is not None:
            last.append(_merged(key, into))
        elif into and key != into:
            told.edits.append(_merged(key, into))
    told.edits += last


def _merged(key: str, into: str) -> dict[str, Any]:
    return {"verb": "merge", "ids": [key], "into": into}


def _move(told: _Told, rows: Rows) -> None:
    """Statements that lie elsewhere in the book than where their run's topic went, and must stay there."""
    for pk, own in sorted(rows.items()):
        key = told.principal.get(pk)
        if key is None or key not in told.now:
            continue
        decided = told.decided(pk)
        wanted = [
            row.span
            for row in own
            if (not row.topic or told.now.get(row.topic) != pk)
            and (row.by_person or decided or (told.whole and row.topic))
        ]
        if wanted:
            told.edits.append({"verb": "move", "statements": wanted, "to": key})


def _fit_none(told: _Told, rows: Rows) -> None:
    """Statements that a person has put in no theme, or the computer has learned fit none."""
    wanted = [
        row.span
        for row in rows.get(NOWHERE, [])
        if (row.by_person or (told.whole and row.learned)) and (not row.topic or row.topic in told.now)
    ]
    if wanted:
        told.edits.append({"verb": "none", "statements": wanted})


def _name(told: _Told) -> None:
    """Names that people gave, on the board or in a codebook, and what they marked as outside."""
    for pk, key in sorted(told.principal.items()):
        theme = told.themes[pk]
        name, by_person = told.name(pk)
        if by_person or key in told.of_entry:
            told.edits.append({"verb": "rename", "id": key, "label": name})
        if theme.decided_by_person:
            told.edits.append({"verb": "outside", "id": key, "reason": theme.outside_reason})


def _order(key: str) -> tuple[Any, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", key)), key
