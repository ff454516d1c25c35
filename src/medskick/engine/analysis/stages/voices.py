"""How many voices really use a word: copies of one organiser's set phrases count little more than one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..represent.base import even_sample

MOST_COMPARED = 24
USUAL_OVERLAP = 0.12


def own_voices(term: str, texts: Sequence[Collection[str]]) -> float:
    """The share of independent wordings among texts that use `term`: 1 (each its own) down to 1 / len(texts).

    texts: the terms of each text. Two texts are as dependent as the rest of their words overlap (Jaccard), beyond what
    is usual among texts about one thing; the effective number is n² / Σ overlap, as for correlated samples.
    """
    parts = set(term.split(" "))
    compared = even_sample(texts, MOST_COMPARED)
    words = [{word for word in text if parts.isdisjoint(word.split(" "))} for text in compared]
    count = len(words)
    if count < 2:
        return 1.0
    together = float(count)
    for i, one in enumerate(words):
        for other in words[:i]:
            both = len(one & other)
            overlap = both / (len(one) + len(other) - both) if both else 0.0
            together += 2 * max(0.0, overlap - USUAL_OVERLAP) / (1 - USUAL_OVERLAP)
    return count / together
