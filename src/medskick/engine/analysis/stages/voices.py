"""How many voices really use a word: copies of one organiser's set phrases count little more than one."""

from __future__ import annotations

import numpy as np

MOST_COMPARED = 24
USUAL_OVERLAP = 0.12


def own_voices(text: np.ndarray, term: np.ndarray, texts: int) -> float:
    """The share of independent wordings among texts that use one word: 1 (each its own) down to 1 / texts.

    text, term (n,): which other terms stand in which of the texts 0 to `texts` - 1, each once. Two texts are as
    dependent as their terms overlap (Jaccard), beyond what is usual among texts about one thing; the effective number
    is n² / Σ overlap, as for correlated samples.
    """
    if texts < 2:
        return 1.0
    distinct, column = np.unique(term, return_inverse=True)
    holds = np.zeros((texts, len(distinct)), dtype=np.float32)
    holds[text, column] = 1
    both = (holds @ holds.T).astype(np.float64)
    sizes = np.diag(both)
    overlap = both / np.maximum(sizes[:, np.newaxis] + sizes - both, 1)
    dependent = np.maximum(overlap - USUAL_OVERLAP, 0) / (1 - USUAL_OVERLAP)
    np.fill_diagonal(dependent, 1)
    return float(texts / dependent.sum())
