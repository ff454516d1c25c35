"""Who says what a sentence of a summary says: for each sending that it speaks for, the statement nearest to it."""

from __future__ import annotations

from typing import Any

import numpy as np

from .corpus import Corpus
from .quotes import Pool


def speakers(pool: Pool, chosen: list[int]) -> list[np.ndarray]:
    """For each chosen sentence (places in the pool) the rows of the public that it speaks for, one for each voter.

    The same voters as ``summary.spoken_persons`` counts: each goes to the sentence that is nearest to anything it
    wrote, on ties the first, if that is near enough. Its row is the first that is nearest.
    """
    public, similar = pool.public, pool.similar[:, chosen]
    best = np.maximum.reduceat(similar, public.first, axis=0)
    sentence, reached = best.argmax(axis=1), best.max(axis=1)
    voter = public.voter
    own = similar[np.arange(len(voter)), sentence[voter]]
    nearest = np.flatnonzero((own == reached[voter]) & (reached[voter] >= pool.near))
    _, first = np.unique(voter[nearest], return_index=True)
    rows = nearest[first]
    return [rows[sentence[voter[rows]] == place] for place in range(len(chosen))]


def add_speakers(summary: dict[str, Any], pool: Pool, chosen: list[int], corpus: Corpus) -> None:
    """Put ``statement_ids`` on every sentence of a summary and, where the public is a sample, ``persons_each``."""
    public = pool.public
    voter = public.voter
    for told, rows in zip(summary["sentences"], speakers(pool, chosen), strict=True):
        told["statement_ids"] = [corpus.statement_id(s) for s in public.statements[rows].tolist()]
        if public.sampled:
            told["persons_each"] = [round(float(n), 4) for n in public.persons[voter[rows]].tolist()]
