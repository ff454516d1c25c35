"""New statements among those that have a place: which topic their nearest neighbours vote for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import faiss
import numpy as np

NEIGHBOURS = 15
MOST_VOTERS = 20_000
BLOCK = 4096


@dataclass(frozen=True)
class Vote:
    """Of each new point: topic, its share of the votes, the runner-up (-1 for none) and its share, how near the
    voters are (mean), and the voters themselves with their similarity: (points, k), nearest first."""

    topic: np.ndarray
    share: np.ndarray
    runner_up: np.ndarray
    runner_up_share: np.ndarray
    nearness: np.ndarray
    voters: np.ndarray
    similarity: np.ndarray


def vote(
    new: np.ndarray,
    old: np.ndarray | faiss.IndexFlatIP,
    topic: np.ndarray,
    topics: int,
    allowed: np.ndarray | None = None,
) -> Vote:
    """Let the 15 nearest of the unit vectors `old` vote by the square of their similarity; ties to the lower topic.

    topic: of each voter, 0 to `topics` - 1. allowed: bool (new points, topics), which topics may win (none: all).
    """
    return counted(*nearest(new, old, NEIGHBOURS), topic, topics, allowed)


def counted(
    index: np.ndarray,
    similarity: np.ndarray,
    topic: np.ndarray,
    topics: int,
    allowed: np.ndarray | None = None,
) -> Vote:
    """The same where each point's voters are known already: `index` and `similarity` (points, k), nearest first."""
    weight = np.where(similarity > 0, similarity.astype(np.float64) ** 2, 0.0)
    weight += 1e-9 / (1 + np.arange(weight.shape[1]))
    found: list[tuple[np.ndarray, ...]] = []
    for begin in range(0, len(index), BLOCK):
        rows = slice(begin, begin + BLOCK)
        own = None if allowed is None else allowed[rows]
        found.append(_counted(topic[index[rows]], weight[rows], topics, own))
    won = [np.concatenate(parts) for parts in zip(*found, strict=True)] if found else [np.zeros(0)] * 4
    near = similarity.mean(axis=1) if similarity.shape[1] else np.zeros(len(index))
    return Vote(
        won[0].astype(np.int64), won[1], won[2].astype(np.int64), won[3], np.round(near, 5), index, similarity
    )


def joined_votes(parts: Sequence[Vote]) -> Vote:
    """The votes of several runs of points, one after the other."""
    return Vote(*(np.concatenate([getattr(part, own.name) for part in parts]) for own in fields(Vote)))


def searchable(vectors: np.ndarray) -> faiss.IndexFlatIP:
    """An index for asking many times about the same vectors (n, d)."""
    exact = faiss.IndexFlatIP(vectors.shape[1])
    exact.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return exact


def nearest(
    new: np.ndarray, old: np.ndarray | faiss.IndexFlatIP, k: int, own: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Index and similarity (new, k) of the nearest `old`, ties to the lower index.

    own: where each of `new` stands among `old` itself (new,), and is then no neighbour of its own.
    """
    exact = searchable(old) if isinstance(old, np.ndarray) else old
    more = own is not None
    k = min(k, exact.ntotal - more)
    if k < 1 or not len(new):
        return np.zeros((len(new), max(k, 0)), dtype=np.int64), np.zeros(
            (len(new), max(k, 0)), dtype=np.float32
        )
    similarity, index = exact.search(np.ascontiguousarray(new, dtype=np.float32), k + more)
    if own is not None:
        itself = index == own[:, np.newaxis]
        itself[~itself.any(axis=1), -1] = True  # copies can crowd a point out of its own list
        index, similarity = index[~itself].reshape(len(new), k), similarity[~itself].reshape(len(new), k)
    similarity = np.clip(np.round(similarity, 5), 0.0, 1.0)
    order = np.lexsort((index, -similarity), axis=1)
    return np.take_along_axis(index, order, axis=1), np.take_along_axis(similarity, order, axis=1)


def majority(group: np.ndarray, value: np.ndarray, groups: int) -> np.ndarray:
    """The value (0 or more) that most members of each group have, the lower on ties; -1 for a group without members."""
    found = np.full(groups, -1, dtype=np.int64)
    if not len(group):
        return found
    values = int(value.max()) + 1
    pair, count = np.unique(group.astype(np.int64) * values + value, return_counts=True)
    order = np.lexsort((pair, -count))
    own, first = np.unique(pair[order] // values, return_index=True)
    found[own] = pair[order][first] % values
    return found


def evenly(topic: np.ndarray, most: int = MOST_VOTERS) -> np.ndarray:
    """At most `most` points, evenly out of every topic in canonical order, ascending."""
    if len(topic) <= most:
        return np.arange(len(topic))
    order = np.argsort(topic, kind="stable")
    return np.sort(order[np.linspace(0, len(order) - 1, most).astype(int)])


def _counted(
    topic: np.ndarray, weight: np.ndarray, topics: int, allowed: np.ndarray | None
) -> tuple[np.ndarray, ...]:
    rows = np.arange(len(topic))
    votes = np.zeros((len(topic), topics))
    np.add.at(votes, (np.repeat(rows, topic.shape[1]), topic.ravel()), weight.ravel())
    total = votes.sum(axis=1, keepdims=True)
    shares = np.round(votes / np.where(total > 0, total, 1), 5)
    if allowed is not None:
        shares = np.where(allowed, shares, -1.0)
    won = shares.argmax(axis=1)
    best = np.maximum(shares[rows, won], 0.0)
    shares[rows, won] = -1.0
    second = shares.argmax(axis=1)
    second_share = shares[rows, second]
    return won, best, np.where(second_share > 0, second, -1), np.maximum(second_share, 0.0)
