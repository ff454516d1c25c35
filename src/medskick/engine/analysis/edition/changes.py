"""What is different from the edition before, counted from both lists of statements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from .previous import Previous
from .replay import Edited


def compare(
    previous: Previous, old: np.ndarray, topics: Sequence[str], nodes: Sequence[dict[str, Any]],
    edited: Edited | None = None, placed: Collection[int] = (),
) -> dict[str, Any]:  # fmt: skip
    """The list of changes that result.json holds.

    old: for each statement its number in `previous`, -1 for new ones. topics: the topic's id of each statement.
    nodes: the new document's themes and topics. placed: statements that people have put somewhere.

        kept, new, gone   ids of themes and topics
        renamed           [{id, old, new}]
        merged            [{id, into}] and split [{id, out_of}]: what people did
        reparented        [{id, old, new}] topics that lie in another theme
        grown, shrunk     [{id, before, after}] statements
        moved             [{from, to, statements, why}] statements that were there and lie in another topic; why:
                          merge, split, person, engine
        statements        {before, after, kept, new, gone, same_topic, same_theme}
    """
    was, now = previous.nodes, {node["id"]: node for node in nodes}
    common = np.flatnonzero(old >= 0)
    moved: Counter[tuple[str, str, str]] = Counter()
    same_theme = 0
    for s, n in zip(common.tolist(), previous.topic[old[common]].tolist(), strict=True):
        before, after = previous.topics[n], topics[s]
        if before != after:
            moved[before, after, _why(before, after, edited, person=s in placed)] += 1
        same_theme += _theme(was, before) == _theme(now, after)
    sizes = {own: (was[own]["size"], now[own]["size"]) for own in now if own in was}
    return {
        "kept": sorted((own for own in now if own in was), key=order),
        "new": sorted((own for own in now if own not in was), key=order),
        "gone": sorted((own for own in was if own not in now), key=order),
        "renamed": [
            {"id": own, "old": was[own]["label"], "new": now[own]["label"]}
            for own in sorted(sizes, key=order)
            if was[own]["label"] != now[own]["label"]
        ],
        "merged": [
            {"id": own, "into": into} for own, into in sorted((edited.merged if edited else {}).items())
        ],
        "split": [{"id": own, "out_of": of} for own, of in sorted((edited.split if edited else {}).items())],
        "reparented": [
            {"id": own, "old": was[own]["parent"], "new": now[own]["parent"]}
            for own in sorted(sizes, key=order)
            if was[own]["parent"] != now[own]["parent"]
        ],
        "grown": [
            _sized(own, sizes[own]) for own in sorted(sizes, key=order) if sizes[own][1] > sizes[own][0]
        ],
        "shrunk": [
            _sized(own, sizes[own]) for own in sorted(sizes, key=order) if sizes[own][1] < sizes[own][0]
        ],
        "moved": [
            {"from": before, "to": after, "statements": count, "why": why}
            for (before, after, why), count in sorted(moved.items(), key=lambda row: (-row[1], row[0]))
        ],
        "statements": {
            "before": len(previous),
            "after": len(old),
            "kept": len(common),
            "new": len(old) - len(common),
            "gone": len(previous) - len(common),
            "same_topic": len(common) - sum(moved.values()),
            "same_theme": int(same_theme),
        },
    }


def order(own: str) -> tuple[Any, ...]:
    """T2 before T10, and T3 before T3.1."""
    return tuple(int(part) for part in re.findall(r"\d+", own)), own


def _theme(nodes: dict[str, dict[str, Any]], topic: str) -> str:
    return nodes[topic]["parent"] or topic


def _sized(own: str, sizes: tuple[int, int]) -> dict[str, Any]:
    return {"id": own, "before": sizes[0], "after": sizes[1]}


def _why(before: str, after: str, edited: Edited | None, *, person: bool) -> str:
    if edited is None:
        return "engine"
    if person:
        return "split" if after in edited.split else "person"
    return "merge" if edited.now(before) == after else "engine"
