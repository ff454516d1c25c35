"""What people have made of an edition since its run, as edits the engine replays: the book told in the run's own ids.

The book is read as it stands, not change by change: what was taken back leaves no trace, and what holds now is what
the next run must hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from medskick.process.insights.models import Placement, Run, RunTheme, Theme

SCHEMA = "medskick-edits/1"
THEME = "theme"
Span = list[Any]


@dataclass
class Constraints:
    """``document`` is the file of edits. ``carried``: the book's theme of every id that the next run may use."""

    document: dict[str, Any]
    carried: dict[str, int]


@dataclass
class _Told:
    """The book's themes and the run's ids while they are brought together."""

    themes: dict[int, Theme]
    parent_key: dict[str, str]
    now: dict[str, int]
    principal: dict[int, str] = field(default_factory=dict)
    edits: list[dict[str, Any]] = field(default_factory=list)


def constraints(run: Run, retired: Iterable[str] = ()) -> Constraints:
    """Everything people have decided since ``run``, whose ``homes`` say which theme each of its ids is.

    ``retired``: ids that the engine has used before ``run`` and may not use again.
    """
    themes = {theme.pk: theme for theme in Theme.objects.filter(cycle=run.cycle_id)}
    keys = dict(RunTheme.objects.filter(run=run, kind=THEME).values_list("key", "parent_key"))
    every = [*RunTheme.objects.filter(run=run).values_list("key", flat=True), *retired]
    now = {key: pk for key, pk in _homes_now(run, themes).items() if key in keys}
    told = _Told(themes, keys, now)
    for key in sorted(now, key=_order):
        own = themes[now[key]]
        if (own.parent_id is None) == (not keys[key]):
            told.principal.setdefault(own.pk, key)
    spans = _spans(run)
    carried = dict(now)
    _split_out(told, _Free(every), spans, carried)
    _merge(told)
    _move(told, run, spans)
    _name(told)
    return Constraints({"schema": SCHEMA, "edits": told.edits}, carried)


def _homes_now(run: Run, themes: Mapping[int, Theme]) -> dict[str, int]:
    """The live theme of every id, merges followed; ids whose theme has left the book are left out."""
    found = {}
    for key, pk in run.homes.items():
        theme = themes.get(pk)
        while theme is not None and theme.state == Theme.State.MERGED:
            theme = themes.get(theme.merged_into_id or 0)
        if theme is not None and theme.is_live:
            found[key] = theme.pk
    return found


def _spans(run: Run) -> dict[int, list[tuple[Span, str, bool]]]:
    """Per theme of the book: its statements, with the run's topic ("" for new ones) and whether a person put it."""
    topic_of = {
        (row[0], row[1], row[2], row[3]): row[4]
        for row in run.statements.values_list("contribution_id", "field", "start", "end", "topic_key")
    }
    rows = Placement.objects.filter(cycle=run.cycle_id).exclude(theme=None)
    found: dict[int, list[tuple[Span, str, bool]]] = defaultdict(list)
    for theme, pk, number, name, start, end, origin in rows.order_by(
        "contribution__number", "field", "start"
    ).values_list("theme", "contribution_id", "contribution__number", "field", "start", "end", "origin"):
        topic = topic_of.get((pk, name, start, end), "")
        found[theme].append(([str(number), name, start, end], topic, origin == "person"))
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
        return key


def _split_out(
    told: _Told, free: _Free, spans: Mapping[int, list[tuple[Span, str, bool]]], carried: dict[str, int]
) -> None:
    """Themes that the run knows nothing of and that a person has decided about get ids of their own."""
    new = [
        t for t in told.themes.values() if t.is_live and t.decided_by_person and t.pk not in told.principal
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
        own = [span for span, _topic, _person in spans.get(theme.pk, [])]
        edit = {"verb": "split", "id": source, "new": key, "label": theme.name, "statements": own}
        told.edits.append({**edit, "parent": parent} if parent else edit)
        told.principal[theme.pk] = key
        told.parent_key[key] = parent
        carried[key] = theme.pk
        if not parent:
            carried[f"{key}.1"] = theme.pk


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
            if parent and told.now.get(told.parent_key[key]) != theme.parent_id:
                told.edits.append(_merged(key, parent))
        elif not is_topic and theme.parent_id is not None:
            last.append(_merged(key, into))
        elif into and key != into:
            told.edits.append(_merged(key, into))
    told.edits += last


def _merged(key: str, into: str) -> dict[str, Any]:
    return {"verb": "merge", "ids": [key], "into": into}


def _move(told: _Told, run: Run, spans: Mapping[int, list[tuple[Span, str, bool]]]) -> None:
    """Statements that lie elsewhere in the book than where their run's topic went."""
    for pk, rows in sorted(spans.items()):
        key = told.principal.get(pk)
        theme = told.themes[pk]
        if key is None or key not in told.now:
            continue
        wanted = [
            span
            for span, topic, person in rows
            if (told.now.get(topic) != pk if topic else person or theme.decided_by_person)
        ]
        if wanted:
            told.edits.append({"verb": "move", "statements": wanted, "to": key})


def _name(told: _Told) -> None:
    """Names that people gave, and what they marked as outside."""
    for pk, key in sorted(told.principal.items()):
        theme = told.themes[pk]
        if theme.named_by_person:
            told.edits.append({"verb": "rename", "id": key, "label": theme.name})
        if theme.decided_by_person:
            told.edits.append({"verb": "outside", "id": key, "reason": theme.outside_reason})


def _order(key: str) -> tuple[Any, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", key)), key
