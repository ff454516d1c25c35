"""Ids of leaves from one edition to the next: kept by common statements, as those of themes and topics are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from ..stages.ids import LEAST_OVERLAP
from . import bundle
from .changes import order
from .previous import Previous


@dataclass(frozen=True)
class LeafPlaces:
    """Which leaf each statement is in: `of` (statements,) numbers among `ids`, -1 for none."""

    ids: list[str]
    of: np.ndarray


def settle_leaf_ids(
    document: dict[str, Any], statements: int, previous: Previous | None, old: np.ndarray | None
) -> LeafPlaces:
    """Give the leaves of the document their ids, and take their `members` out of it.

    old: number in `previous` of each statement, -1 for new ones. A leaf keeps the id of one in the same topic where at
    least 30 % of the statements in either agree (of those that are here again, and kept by the edition); pairs are
    chosen so that as many statements as possible keep theirs. An id that is gone is never used again.
    """
    places = LeafPlaces([], np.full(statements, -1, dtype=np.int32))
    before = _before(previous, old) if previous is not None and old is not None else {}
    used = _used(previous) if previous is not None else set()
    sizes = Counter(before.values())
    for node in document["themes"]:
        leaves = node.get("leaves", [])
        members = [leaf.pop("members") for leaf in leaves]
        known = [[before[s] for s in own.tolist() if s in before] for own in members]
        kept = _matched(node["id"], known, sizes)
        last = max((order(own)[0][-1] for own in used if own.rpartition(".")[0] == node["id"]), default=0)
        for number, leaf in enumerate(leaves):
            if number not in kept:
                last += 1
            leaf["id"] = kept.get(number, f"{node['id']}.{last}")
            places.of[members[number]] = len(places.ids)
            places.ids.append(leaf["id"])
    if previous is not None:
        gone = used - set(places.ids)
        document["retired_ids"] = sorted({*document.get("retired_ids", []), *gone}, key=order)
    return places


def _before(previous: Previous, old: np.ndarray) -> dict[int, str]:
    """The leaf that each statement was in, "" for none; of those that the edition has kept."""
    leaf_of = bundle.read_leaves(previous.result.folder)
    return {
        s: leaf_of[previous.ids[n]]
        for s, n in enumerate(old.tolist())
        if n >= 0 and previous.ids[n] in leaf_of
    }


def _used(previous: Previous) -> set[str]:
    """All ids of leaves that there have been."""
    there = {leaf["id"] for node in previous.result.themes for leaf in node.get("leaves", [])}
    return there | {own for own in previous.retired if own.count(".") == 2}


def _matched(topic: str, known: Sequence[Sequence[str]], sizes: Mapping[str, int]) -> dict[int, str]:
    """By number among a topic's leaves now: the id it keeps.

    known: what the statements in each were in before ("" for no leaf). sizes: statements of each earlier leaf.
    """
    shared = [Counter(own for own in leaf if own.rpartition(".")[0] == topic) for leaf in known]
    names = sorted({own for leaf in shared for own in leaf}, key=order)
    if not names:
        return {}
    overlap = np.array([[leaf[own] for own in names] for leaf in shared])
    new = np.array([[len(leaf)] for leaf in known])
    share = overlap / (new + np.array([sizes[own] for own in names]) - overlap).clip(min=1)
    pairs = zip(*linear_sum_assignment(-overlap), strict=True)
    return {int(n): names[own] for n, own in pairs if overlap[n, own] and share[n, own] >= LEAST_OVERLAP}
