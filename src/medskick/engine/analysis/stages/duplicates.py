"""Which statements say the same thing in (almost) the same words. Copies are counted, never removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from medskick.engine.text.normalise import normal_form

SHINGLE = 5
SHORTEST_TO_COMPARE = 30
BANDS, ROWS = 16, 4
ALIKE = 0.75
LARGEST_BUCKET = 200
MULTIPLIER = np.uint64(1_000_003)


def families(texts: Sequence[str]) -> np.ndarray:
    """Family of each text (len(texts),) int: numbered in order of first appearance.

    One family: equal in normal form, or at least 75 % of character 5-grams in common (longer texts only),
    joined step by step, so that a chain of small edits stays together.
    """
    forms = [normal_form(text) for text in texts]
    firsts: dict[str, int] = {}
    parent = np.arange(len(texts))
    for i, form in enumerate(forms):
        parent[i] = firsts.setdefault(form, i)
    compared = [i for form, i in firsts.items() if len(form) >= SHORTEST_TO_COMPARE]
    shingles = [_shingles(forms[i]) for i in compared]
    for a, b in sorted(_candidates(shingles)):
        if _jaccard(shingles[a], shingles[b]) >= ALIKE:
            _unite(parent, compared[a], compared[b])
    roots = np.array([_root(parent, i) for i in range(len(texts))], dtype=np.int64)
    _, first, inverse = np.unique(roots, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse] if len(texts) else roots


def _shingles(form: str) -> np.ndarray:
    """Sorted distinct hashes (uint64) of the character 5-grams of a text."""
    codes = np.frombuffer(form.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    length = len(codes) - SHINGLE + 1
    rolling = np.zeros(length, dtype=np.uint64)
    for i in range(SHINGLE):
        rolling = rolling * MULTIPLIER + codes[i : i + length]
    return np.unique(_mix(rolling))


def _mix(values: np.ndarray) -> np.ndarray:
    """Spread 64-bit values evenly (the finishing steps of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _candidates(shingles: list[np.ndarray]) -> set[tuple[int, int]]:
    """Pairs whose MinHash signatures agree in at least one band."""
    salts = _mix(np.arange(1, BANDS * ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for i, own in enumerate(shingles):
        signature = _mix(own[np.newaxis, :] ^ salts[:, np.newaxis]).min(axis=1)
        for band in range(BANDS):
            buckets[band, signature[band * ROWS : (band + 1) * ROWS].tobytes()].append(i)
    pairs: set[tuple[int, int]] = set()
    for members in buckets.values():
        if len(members) <= LARGEST_BUCKET:
            pairs.update((a, b) for n, a in enumerate(members) for b in members[n + 1 :])
        else:  # a mass campaign: a chain through the bucket joins its members just as well
            pairs.update(pairwise(members))
    return pairs


def _jaccard(a: np.ndarray, b: np.ndarray) -> float:
    common = len(np.intersect1d(a, b, assume_unique=True))
    return common / (len(a) + len(b) - common)


def _root(parent: np.ndarray, i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = int(parent[i])
    return i


def _unite(parent: np.ndarray, a: int, b: int) -> None:
    first, second = sorted((_root(parent, a), _root(parent, b)))
    parent[second] = first
