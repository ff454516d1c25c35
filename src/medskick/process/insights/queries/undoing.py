"""Which decisions about the book can be taken back alone, and which must be taken back before the others.

A decision can be taken back while nothing that people decided after it builds on it. Each leaves a trace of marks:
what it wrote, what it could not have been made without, and what taking it back needs to find as it was. A later
decision builds on an earlier one when it wrote or read what that one wrote, or wrote what taking it back needs. So
what is left is what people would have made of the book if they had never taken that decision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from medskick.ground.core.access import Viewer, require
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import BookChange, Criterion, Theme

Mark = tuple[Any, ...]


@dataclass(frozen=True)
class Themes:
    """The cycle's themes by key: the one above each, and which are approved now."""

    above: dict[int, int | None]
    approved: frozenset[int]

    @classmethod
    def of(cls, cycle_id: int) -> Themes:
        """One query."""
        rows = list(Theme.objects.filter(cycle=cycle_id).values_list("pk", "parent_id", "state").order_by())
        approved = frozenset(pk for pk, _above, state in rows if state == Theme.State.APPROVED)
        return cls({pk: above for pk, above, _state in rows}, approved)

    def with_parts(self, pk: int) -> set[int]:
        """A theme and what lies in it as topics."""
        return {pk, *(own for own, above in self.above.items() if above == pk)}

    def content(self, themes: Iterable[int | None]) -> set[Mark]:
        """What an approval of these themes, or of those above them, is about."""
        changed = {pk for pk in themes if pk}
        return {("content", pk) for pk in changed | {self.above.get(pk) for pk in changed} if pk}


@dataclass(frozen=True)
class Trace:
    """The marks of a decision, and the themes and topics that it is about. ``voids``: what an approval may be about
    that falls when it is taken back."""

    about: frozenset[int]
    wrote: frozenset[Mark]
    voids: frozenset[Mark]
    read: frozenset[Mark]
    needs: frozenset[Mark]


def fallen(change: BookChange, themes: Themes) -> bool:
    """Whether it is an approval that the theme it was given to has no more, whatever its topics have."""
    if change.verb != "theme_approved":
        return False
    given = {pk for pk, _decided in change.undo.get("approved", [])}
    return themes.approved.isdisjoint(pk for pk in given if themes.above.get(pk) not in given)


@dataclass(frozen=True)
class Way:
    """Whether a decision can be taken back now. ``first``: the newest of those that must be taken back before it, which
    can be taken back now; ``count`` of them in all. ``stuck``: ``first`` is from before it was kept how to. ``fallen``:
    an approval that holds no more."""

    change: BookChange
    first: BookChange | None = None
    count: int = 0
    stuck: bool = False
    fallen: bool = False

    @property
    def free(self) -> bool:
        """Nothing stands in the way."""
        return self.first is None


@dataclass(frozen=True)
class Offer:
    """What a theme's page offers: its newest decision, and where that cannot be taken back the newest that can."""

    newest: Way
    otherwise: BookChange | None = None


class Standing:
    """Decisions that stand, taken in from the newest to the oldest."""

    def __init__(self, themes: Themes) -> None:
        self._themes = themes
        self._wrote: dict[Mark, set[int]] = defaultdict(set)
        self._read: dict[Mark, set[int]] = defaultdict(set)
        self._must: dict[int, set[int]] = {}
        self._seen: dict[int, BookChange] = {}
        self._wall: BookChange | None = None

    def take(self, change: BookChange) -> tuple[Way, Trace | None]:
        """What stands in the way of the next older decision, and its trace; None where it is not known."""
        if not change.undo:
            way = Way(change, self._wall or change, 1, stuck=True)
            self._wall = self._wall or change
            return way, None
        own = trace(change, self._themes)
        direct: set[int] = set()
        for mark in own.wrote:
            direct |= self._wrote.get(mark, set()) | self._read.get(mark, set())
        for mark in own.voids:
            direct |= self._read.get(mark, set())
        for mark in own.needs:
            direct |= self._wrote.get(mark, set())
        must = direct.union(*(self._must[pk] for pk in direct))
        self._must[change.pk], self._seen[change.pk] = must, change
        for mark in own.wrote:
            self._wrote[mark].add(change.pk)
        for mark in own.read:
            self._read[mark].add(change.pk)
        gone = fallen(change, self._themes)
        if self._wall is not None:
            return Way(change, self._wall, 1, stuck=True, fallen=gone), own
        return Way(change, self._seen[max(must)] if must else None, len(must), fallen=gone), own


def standing(cycle_id: int, since: int = 0, rows: int = 500) -> Iterator[BookChange]:
    """The decisions of a cycle's book that stand and are of a kind that can be taken back, newest first; ``rows`` of
    them are read at a time."""
    found = BookChange.objects.filter(
        cycle=cycle_id, undone_at__isnull=True, verb__in=UNDOABLE, pk__gte=since
    )
    return found.order_by("-pk").iterator(rows)


def way(change: BookChange) -> Way:
    """Whether a decision that stands can be taken back now. Two queries."""
    taken = Standing(Themes.of(change.cycle_id))
    return [taken.take(one)[0] for one in standing(change.cycle_id, change.pk)][-1]


def ways(cycle: StrategyCycle, changes: Iterable[BookChange], viewer: Viewer) -> dict[int, Way]:
    """The same for many, by key; those that do not stand or cannot be taken back at all are left out. Two queries."""
    require("insights.read", viewer)
    wanted = {one.pk for one in changes if one.undone_at is None and one.verb in UNDOABLE}
    if not wanted:
        return {}
    taken = Standing(Themes.of(cycle.pk))
    found = [taken.take(one)[0] for one in standing(cycle.pk, min(wanted))]
    return {one.change.pk: one for one in found if one.change.pk in wanted}


def of_theme(theme: Theme, viewer: Viewer) -> Offer | None:
    """What can be taken back of what people have decided about the theme and its topics, whoever did: not an approval
    that has fallen, which nobody sees any more. Two queries."""
    require("insights.read", viewer)
    themes = Themes.of(theme.cycle_id)
    own, taken = themes.with_parts(theme.pk), Standing(themes)
    newest: Way | None = None
    for change in standing(theme.cycle_id):
        found, told = taken.take(change)
        if told is None or own.isdisjoint(told.about) or found.fallen:
            continue
        newest = newest or found
        if found.stuck or found.free:
            return Offer(newest, None if found is newest or found.stuck else change)
    return Offer(newest) if newest else None


def newest(cycle: StrategyCycle, viewer: Viewer) -> BookChange | None:
    """The newest decision of all, if it can be taken back; not an approval that has fallen. Two queries."""
    require("insights.read", viewer)
    taken = Standing(Themes.of(cycle.pk))
    for change in standing(cycle.pk, rows=20):
        found, _told = taken.take(change)
        if not found.fallen:
            return change if found.free else None
    return None


def undone_by(changes: Iterable[BookChange]) -> dict[int, BookChange]:
    """The line that tells who took each of these back, by the key of what was taken back. One query."""
    gone = [one.pk for one in changes if one.undone_at is not None]
    lines = BookChange.objects.filter(verb="undone", undo__of__in=gone) if gone else []
    return {line.undo["of"]: line for line in lines}


# --- who has decided about a theme --------------------------------------------------------------------------------


def decided_before(change: BookChange) -> dict[int, bool]:
    """Whether somebody had decided about each of these themes before the change, which decides about them."""
    undo = change.undo
    if "decided_by_person" in undo.get("before", {}):
        return {undo["theme"]: undo["before"]["decided_by_person"]}
    if isinstance(undo.get("decided"), bool):
        return {undo["theme"]: undo["decided"]}
    return {pk: bool(decided) for pk, decided in undo.get("approved", undo.get("decided") or [])}


def set_decided_before(change: BookChange, theme: int, decided: bool) -> None:
    """The change now follows on what was before another that has been taken back. Does not save."""
    undo = change.undo
    if "decided_by_person" in undo.get("before", {}):
        undo["before"]["decided_by_person"] = decided
    elif isinstance(undo.get("decided"), bool):
        undo["decided"] = decided
    else:
        name = "approved" if "approved" in undo else "decided"
        undo[name] = [[pk, decided if pk == theme else was] for pk, was in undo[name]]


# --- traces ----------------------------------------------------------------------------------------------------------


def trace(change: BookChange, themes: Themes) -> Trace:
    """The marks of a decision that knows how to be taken back."""
    own = _TRACES[change.verb](change, themes)
    about = {pk for pk in own["about"] if pk}
    live = {("life", pk) for pk in own.get("live", ()) if pk}
    born = set() if change.verb.startswith("statement_") else {("born", pk) for _life, pk in live}
    return Trace(
        about=frozenset(about),
        wrote=frozenset(own["wrote"]),
        voids=frozenset(own.get("voids", ())),
        read=frozenset({*own.get("read", ()), *live, *born}),
        needs=frozenset(own.get("needs", ())),
    )


def _lives(*themes: int | None) -> set[Mark]:
    return {("life", pk) for pk in themes if pk}


def _theme(*marks: str) -> Callable[[BookChange, Themes], dict[str, Any]]:
    """Of a change of fields of one theme."""

    def made(change: BookChange, themes: Themes) -> dict[str, Any]:
        pk = change.undo["theme"]
        return {
            "about": {pk},
            "wrote": {(mark, pk) for mark in marks},
            "voids": themes.content({pk}),
            "live": {pk},
            "needs": _lives(pk),
        }

    return made


def _called(name: str) -> set[Mark]:
    return {("called", name.casefold())} if name else set()


def _renamed(change: BookChange, themes: Themes) -> dict[str, Any]:
    own = _theme("name")(change, themes)
    own["wrote"] |= _called(change.undo["before"].get("name", ""))
    return own | {"read": _called(change.undo.get("name", ""))}


def _weighed(change: BookChange, criterion: str) -> dict[str, Any]:
    """Of a decision by a criterion: a merge may ask for all of a theme's to be renewed."""
    pk = change.undo["theme"]
    renewed = ("criteria", pk)
    return {
        "about": {pk},
        "wrote": {("criterion", pk, criterion)},
        "live": {pk},
        "read": {renewed},
        "needs": {renewed, *_lives(pk)},
    }


def _criterion(change: BookChange, _themes: Themes) -> dict[str, Any]:
    return _weighed(change, change.undo["criterion"])


def _scope(change: BookChange, themes: Themes) -> dict[str, Any]:
    own = _weighed(change, str(Criterion.WITHIN_REACH))
    own["wrote"] |= {("scope", change.undo["theme"])}
    return own | {"voids": themes.content({change.undo["theme"]})}


def _merged(change: BookChange, themes: Themes) -> dict[str, Any]:
    undo = change.undo
    theme, into, above = undo["theme"], undo["into"], themes.above.get(undo["theme"])
    wrote = {("life", theme), ("merges", into), *_called(undo.get("name", ""))}
    wrote |= {("place", pk) for pk in undo["placements"]} | {("above", pk) for pk in undo["topics"]}
    wrote |= {("life", pk) for pk in undo.get("merged", [])}
    if undo.get("renewed"):
        wrote |= {("criteria", pk) for pk in {into, *change.reshaped} - {theme}}
    return {
        "about": {theme, into, above, *change.reshaped},
        "wrote": wrote,
        "voids": themes.content({into, above}),
        "live": {theme, into, *undo["topics"]},
        "read": {("above", theme), ("above", into)},
        "needs": _lives(into, above),
    }


def _homes(undo: dict[str, Any]) -> set[int]:
    return {row[1] for row in undo["places"] if row[1]}


def _moved(change: BookChange, themes: Themes, to: int | None = None) -> dict[str, Any]:
    """Of statements put somewhere. Where it is not kept what they came to, the themes that were reshaped are told."""
    undo = change.undo
    to, homes = undo.get("to", to), _homes(undo)
    known = "to" in undo or to is not None
    left = {row[1] for row in undo["places"] if row[1] != to} if known else homes
    changed = ({*left, to} if left else set()) if known else {*homes, *change.reshaped}
    return {
        "about": {*homes, to, *change.reshaped},
        "wrote": {("place", row[0]) for row in undo["places"]},
        "voids": themes.content(changed),
        "live": {to},
        "needs": _lives(*homes),
    }


def _split(change: BookChange, themes: Themes) -> dict[str, Any]:
    undo = change.undo
    source = undo.get("theme")
    own = _moved(change, themes, undo["created"])
    own["about"] |= {source}
    own["wrote"] |= {("life", undo["created"])}
    own["voids"] |= themes.content({source})
    own["live"] = {source}
    return own | {"read": {("above", source), *_called(undo.get("name", ""))}}


def _outside(change: BookChange, themes: Themes) -> dict[str, Any]:
    lain_in = set(change.undo.get("themes", []))
    changed = set(change.undo.get("changed", lain_in))
    return {
        "about": lain_in,
        "wrote": {("place", row[0]) for row in change.undo["outside"]},
        "voids": themes.content(changed),
    }


def _approved(change: BookChange, themes: Themes) -> dict[str, Any]:
    own = {pk for pk, _decided in change.undo["approved"]}
    return {
        "about": own,
        "wrote": {("approval", pk) for pk in own},
        "voids": themes.content(own),
        "live": own,
        # One that has fallen builds on nothing any more.
        "read": {("content", pk) for pk in own & themes.approved},
        "needs": _lives(*own),
    }


def _chosen(change: BookChange, marks: Iterable[Mark], read: Iterable[Mark] = ()) -> dict[str, Any]:
    """Of a choice among what a theme holds; what was merged into it is part of that."""
    pk = change.undo["theme"]
    merges = ("merges", pk)
    return {
        "about": {pk},
        "wrote": set(marks),
        "live": {pk},
        "read": {merges, *read},
        "needs": {merges, *_lives(pk)},
    }


def _quote(change: BookChange, _themes: Themes) -> dict[str, Any]:
    undo = change.undo
    span = tuple(undo["span"][name] for name in ("contribution_id", "field", "start", "end"))
    place = {("place", undo["placement"])} if "placement" in undo else ()
    return _chosen(change, {("quote", undo["theme"], *span)}, place)


def _excerpt(change: BookChange, _themes: Themes) -> dict[str, Any]:
    undo = change.undo
    of = {undo["theme"], *(theme for theme, _author in undo.get("said", []))}
    return _chosen(change, {("excerpt", pk, undo["kind"], undo["name"]) for pk in of})


def _coded(change: BookChange, themes: Themes) -> dict[str, Any]:
    undo = change.undo
    own = _moved(change, themes)
    own["wrote"] |= {("decision", undo["decision"]["pk"]), *(("born", pk) for pk in undo.get("made", []))}
    if "to" in undo and own["voids"]:  # what comes to a theme from the desk takes no approval from it
        own["voids"] = themes.content({undo["to"]})
    return own | {"read": {("merges", undo.get("to")), *(("above", pk) for pk in _homes(undo))}}


_TRACES: dict[str, Callable[[BookChange, Themes], dict[str, Any]]] = {
    "theme_renamed": _renamed,
    "theme_name_kept": _renamed,
    "theme_summarised": _theme("summary"),
    "theme_outside": _scope,
    "theme_inside": _scope,
    "theme_scope_open": _scope,
    "criterion_decided": _criterion,
    "theme_merged": _merged,
    "theme_split": _split,
    "statements_moved": _moved,
    "statements_outside": _outside,
    "statements_inside": _outside,
    "theme_approved": _approved,
    "quote_chosen": _quote,
    "quote_refused": _quote,
    "quote_forgotten": _quote,
    "excerpt_refused": _excerpt,
    "excerpt_allowed": _excerpt,
    "statement_coded": _coded,
    "statement_uncoded": _coded,
}
# What can be taken back at all.
UNDOABLE = tuple(_TRACES)
