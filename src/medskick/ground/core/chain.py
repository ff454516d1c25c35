"""The chain: contribution → statement → theme → … and back, walked without any room importing a higher one.

Each room registers, for its kinds of things, how to describe them and which things lie next to them in either
direction. All functions take lists and answer with a bounded number of queries. What a viewer may not see is
simply not in the answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from medskick.ground.core.access import Viewer


class Ref(NamedTuple):
    """A lasting pointer to one thing: its kind and its key within the kind, both text."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Description:
    """What the chain shows of one thing: a title, one sentence, when it happened and where to read it.

    ``words``: its own words as the viewer may read them, where it has any. ``settled``: no person has to look at it yet
    for it to stand; False for what a computer has put somewhere for the time being. ``mark``: who worded the title,
    where that must stand wherever the title does; ``sentence`` says it too. ``lies``: where it lies, as ``sentence``
    says it, for a part that is in nothing further on. ``language``: of the title, where whoever wrote it chose it.
    """

    ref: Ref
    title: str
    sentence: str = ""
    when: datetime | None = None
    address: str = ""
    words: str = ""
    settled: bool = True
    mark: str = ""
    lies: str = ""
    language: str = ""


Describe = Callable[[list[Ref], Viewer], dict[Ref, Description]]
Neighbours = Callable[[list[Ref], Viewer], dict[Ref, list[Ref]]]


class Move(NamedTuple):
    """A thing that somebody says has been put in the wrong place: the names that it lies under and belongs under.

    ``part``: which part of it, as the key of that part tells it apart; empty for all that lies there.
    """

    ref: Ref
    out_of: str = ""
    into: str = ""
    part: str = ""


Expects = Callable[[list[Ref], Viewer], dict[Ref, str]]
Movers = Callable[[list[Move], Viewer], dict[Move, str]]


@dataclass
class _Kind:
    describe: Describe
    own: tuple[Neighbours | None, ...] = ()
    onward: list[Neighbours] = field(default_factory=list)
    back: list[Neighbours] = field(default_factory=list)
    beside: list[Neighbours] = field(default_factory=list)
    movers: list[Movers] = field(default_factory=list)
    expects: list[Expects] = field(default_factory=list)


_kinds: dict[str, _Kind] = {}
_waiting: dict[str, list[tuple[str, Neighbours | Movers | Expects]]] = defaultdict(list)


def register(
    kind: str,
    *,
    describe: Describe,
    onward: Neighbours | None = None,
    back: Neighbours | None = None,
    beside: Neighbours | None = None,
) -> None:
    """Make a kind of thing part of the chain. Called once per kind from a room's ``offers``."""
    if kind in _kinds:
        raise ValueError(f"{kind} is registered twice")
    _kinds[kind] = _Kind(
        describe,
        (onward, back, beside),
        [onward] if onward else [],
        [back] if back else [],
        [beside] if beside else [],
    )
    for direction, neighbours in _waiting.pop(kind, []):
        getattr(_kinds[kind], direction).append(neighbours)


def extend(
    kind: str,
    *,
    onward: Neighbours | None = None,
    back: Neighbours | None = None,
    movers: Movers | None = None,
    expects: Expects | None = None,
) -> None:
    """Add steps from a kind that another (lower) room owns: insights adds contribution → statement.

    ``movers``: where staff put such a thing in another place. ``expects``: what will happen to one that leads nowhere
    yet, and roughly when.
    """
    added = (("onward", onward), ("back", back), ("movers", movers), ("expects", expects))
    for direction, neighbours in added:
        if neighbours is None:
            continue
        if kind in _kinds:
            getattr(_kinds[kind], direction).append(neighbours)
        else:
            _waiting[kind].append((direction, neighbours))


def kinds() -> list[str]:
    """All registered kinds, in order of registration."""
    return list(_kinds)


def describe(refs: Iterable[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Descriptions of those refs that exist and that the viewer may see."""
    found: dict[Ref, Description] = {}
    for kind, group in _by_kind(refs).items():
        if kind in _kinds:
            found.update(_kinds[kind].describe(group, viewer))
    return found


def onward(refs: Iterable[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """The next things along the chain, for each ref."""
    return _neighbours(refs, viewer, "onward")


def onward_elsewhere(refs: Iterable[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """The next things along the chain that other rooms than each ref's own know of."""
    return _neighbours(refs, viewer, "onward", own=False)


def back(refs: Iterable[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """The things that led to each ref."""
    return _neighbours(refs, viewer, "back")


def beside(refs: Iterable[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """What could have stood in the place of each ref: the other themes of an edition; or, of a statement, where it
    could lie: all of its themes."""
    return _neighbours(refs, viewer, "beside")


def expected(refs: Iterable[Ref], viewer: Viewer) -> dict[Ref, str]:
    """In a sentence or two, what will happen to those refs that lead nowhere yet, where a room knows."""
    found: dict[Ref, str] = {}
    for kind, group in _by_kind(refs).items():
        for expects in _kinds[kind].expects if kind in _kinds else []:
            found |= expects(group, viewer)
    return found


def where_to_move(moves: Iterable[Move], viewer: Viewer) -> dict[Move, str]:
    """The address where the viewer can do each move; what they may not, or nobody can, is not in the answer."""
    groups: dict[str, list[Move]] = defaultdict(list)
    for move in dict.fromkeys(moves):
        groups[move.ref.kind].append(move)
    found: dict[Move, str] = {}
    for kind, group in groups.items():
        for movers in _kinds[kind].movers if kind in _kinds else []:
            found |= movers(group, viewer)
    return found


def walk(
    start: Iterable[Ref], viewer: Viewer, *, direction: str = "onward", depth: int = 8
) -> list[list[Description]]:
    """Everything reachable from ``start``, one list per step, each thing once. Queries grow with depth, not breadth."""
    step = {"onward": onward, "back": back}[direction]
    front = list(dict.fromkeys(start))
    seen = set(front)
    levels = []
    for _level in range(depth):
        reached = step(front, viewer)
        front = list(dict.fromkeys(ref for ref in front for ref in reached.get(ref, []) if ref not in seen))
        if not front:
            break
        seen.update(front)
        described = describe(front, viewer)
        levels.append([described[ref] for ref in front if ref in described])
    return levels


def walk_each(
    starts: Iterable[Ref], viewer: Viewer, *, direction: str = "onward", depth: int = 8
) -> dict[Ref, list[list[Description]]]:
    """``walk`` from each start by itself, with the queries of a single walk.

    One list per branch: the things that lead to the same next ones, then those, so that a theme comes right after
    its statements. A thing to which several branches lead comes after the last of them.
    """
    step = {"onward": onward, "back": back}[direction]
    fronts = {start: [start] for start in dict.fromkeys(starts)}
    seen = {start: {start: True} for start in fronts}
    nexts: dict[Ref, list[Ref]] = {}
    described: dict[Ref, Description] = {}
    for _level in range(depth):
        nexts.update(step((ref for front in fronts.values() for ref in front), viewer))
        for start, front in fronts.items():
            reached = dict.fromkeys(
                ref for one in front for ref in nexts.get(one, []) if ref not in seen[start]
            )
            fronts[start] = list(reached)
            seen[start].update(dict.fromkeys(reached, True))
        if not any(fronts.values()):
            break
        described.update(describe((ref for front in fronts.values() for ref in front), viewer))
    return {
        start: [
            told
            for branch in _branches(start, nexts, dict.fromkeys(seen[start]))
            if (told := [described[ref] for ref in branch if ref in described])
        ]
        for start in fronts
    }


def _branches(start: Ref, nexts: dict[Ref, list[Ref]], reached: dict[Ref, None]) -> list[list[Ref]]:
    """What is reached from a start, in branches: a thing waits until everything that leads to it is told."""
    before: dict[Ref, set[Ref]] = defaultdict(set)
    for ref in reached:
        for onward_to in nexts.get(ref, []):
            before[onward_to].add(ref)
    told = {start: True}
    branches: list[list[Ref]] = []

    def follow(refs: Iterable[Ref]) -> None:
        alike: dict[tuple[Ref, ...], list[Ref]] = defaultdict(list)
        for ref in dict.fromkeys(refs):
            if ref in reached and ref not in told and before[ref] <= told.keys():
                alike[tuple(nexts.get(ref, []))].append(ref)
        for onward_to, group in alike.items():
            branches.append(group)
            told.update(dict.fromkeys(group, True))
            follow(onward_to)

    follow(nexts.get(start, []))
    if circle := [ref for ref in reached if ref not in told]:
        branches.append(circle)
    return branches


def _neighbours(
    refs: Iterable[Ref], viewer: Viewer, direction: str, *, own: bool = True
) -> dict[Ref, list[Ref]]:
    found: dict[Ref, list[Ref]] = defaultdict(list)
    for kind, group in _by_kind(refs).items():
        for neighbours in getattr(_kinds[kind], direction) if kind in _kinds else []:
            if not own and neighbours in _kinds[kind].own:
                continue
            for ref, nexts in neighbours(group, viewer).items():
                found[ref].extend(nexts)
    return dict(found)


def _by_kind(refs: Iterable[Ref]) -> dict[str, list[Ref]]:
    groups: dict[str, list[Ref]] = defaultdict(list)
    for ref in dict.fromkeys(refs):
        groups[ref.kind].append(ref)
    return groups
