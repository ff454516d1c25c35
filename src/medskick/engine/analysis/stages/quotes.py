"""Verbatim quotes: typical of their group, different from each other, safe to show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..cluster.strength import CORE, NEAR
from .corpus import Corpus
from .vectors import Vectors

SHORTEST, LONGEST = 30, 240
COMFORTABLE = (50, 180)
CANDIDATES = 400
DIFFERENCE = 0.45


def may_quote(corpus: Corpus, statement: int) -> bool:
    """Only what may be shown, of readable length, from a text (not a title), and free from masks."""
    if not corpus.presentable[statement] or corpus.no_content[statement]:
        return False
    start, end = int(corpus.start[statement]), int(corpus.end[statement])
    field = corpus.field(statement)
    if field != "text" or not SHORTEST <= end - start <= LONGEST:
        return False
    masks = corpus.prepared[corpus.owner[statement]].masks
    return not any(mask.field == field and mask.start < end and mask.end > start for mask in masks)


def pick(
    corpus: Corpus,
    candidates: Sequence[int],
    vectors: Vectors,
    strength: np.ndarray,
    classes: np.ndarray,
    most: int,
) -> list[int]:
    """Up to `most` statements out of `candidates`, best first, at most one per contribution and wording.

    Maximal marginal relevance: near the middle of the group, but not near what is already chosen. Core and near
    statements come before others.
    """
    usable = [s for s in candidates if may_quote(corpus, s)]
    sure = [s for s in usable if classes[s] in (CORE, NEAR)]
    usable = sure if len(sure) >= most else usable
    if not usable:
        return []
    usable = _first_wordings(corpus, usable)
    middle = vectors[np.asarray(candidates)].sum(axis=0)
    middle = middle / max(float(np.linalg.norm(middle)), 1e-9)
    typical = (
        vectors[usable] @ middle + 0.2 * strength[usable] + np.array([_reads_well(corpus, s) for s in usable])
    )
    order = np.lexsort((np.arange(len(usable)), -np.round(typical, 5)))[:CANDIDATES]
    pool = [usable[i] for i in order]
    worth = np.round(typical[order], 5)
    return _spread_out(corpus, pool, vectors[pool], worth, most)


def as_written(corpus: Corpus, statement: int) -> dict[str, Any]:
    """A statement as result.json quotes it."""
    return {
        "contribution_id": corpus.contributions[corpus.owner[statement]].id,
        "start": int(corpus.start[statement]),
        "end": int(corpus.end[statement]),
        "text": corpus.original(statement),
    }


def _spread_out(corpus: Corpus, pool: list[int], near: np.ndarray, worth: np.ndarray, most: int) -> list[int]:
    alike = np.zeros(len(pool))
    open_ = np.ones(len(pool), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < most and open_.any():
        value = np.where(open_, (1 - DIFFERENCE) * worth - DIFFERENCE * alike, -np.inf)
        best = int(np.argmax(np.round(value, 5)))
        chosen.append(pool[best])
        owner = corpus.owner[pool[best]]
        open_ &= corpus.owner[pool] != owner
        alike = np.maximum(alike, near @ near[best])
    return chosen


def _first_wordings(corpus: Corpus, statements: list[int]) -> list[int]:
    seen: set[str] = set()
    kept = []
    for statement in statements:
        words = corpus.texts[statement].casefold()
        if words not in seen:
            seen.add(words)
            kept.append(statement)
    return kept


def _reads_well(corpus: Corpus, statement: int) -> float:
    """A small bonus for a whole sentence of comfortable length, a small cost for shouting."""
    text = corpus.original(statement).strip()
    shortest, longest = COMFORTABLE
    worth = 0.1 if shortest <= len(text) <= longest else 0.0
    worth += 0.05 if text[:1].isupper() else 0.0
    worth += 0.08 if text.endswith((".", "!")) else -0.05 if text.endswith((":", "…", ",")) else 0.0
    letters = [c for c in text if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.5 * len(letters):
        worth -= 0.2
    return worth
