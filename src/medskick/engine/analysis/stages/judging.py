"""Criteria of statements and of groups: suggestions with an interval and the words that speak for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from ..criteria import Asked, Judgements, shared_by_many, shipped_judge
from ..criteria.evidence import Beside
from ..criteria.judge import COOPERATION, LONG_TERM, SCOPES, WITHIN
from .corpus import Corpus
from .points import foreign_to

MOST_TEXTS_FOR_WORDS = 200
NINETY_PER_CENT = 1.645


class Judged:
    """Judgements of all statements in the main language that say something; `judged` is True for those."""

    def __init__(self, corpus: Corpus, answers: np.ndarray, lang: str) -> None:
        """`answers`: what the judge said of every statement (statements, 7)."""
        self._corpus = corpus
        self.judged = ~corpus.no_content & ~foreign_to(corpus.langs, lang)
        self._judgements = Judgements.of(answers)

    @cached_property
    def _beside(self) -> Beside:
        return Beside(np.flatnonzero(self.judged & self._corpus.presentable), self._corpus.texts)

    def columns(self, statement: int) -> tuple[str, str, str]:
        """scope, cooperation and long_term as statements.csv says them; empty where nothing was judged."""
        if not self.judged[statement]:
            return "", "", ""
        found = self._judgements
        return (
            found.scope(statement),
            f"{found.cooperation[statement]:.2f}",
            f"{found.long_term[statement]:.2f}",
        )

    def of_group(self, own: np.ndarray, spread: Mapping[str, Asked]) -> dict[str, Any] | None:
        """The criteria of the statements `own`; None where none of them was judged."""
        own = own[self.judged[own]]
        if not len(own):
            return None
        corpus, found = self._corpus, self._judgements
        shown = own[corpus.presentable[own]][:MOST_TEXTS_FOR_WORDS]
        texts = [corpus.texts[s] for s in shown.tolist()]
        contributions = corpus.speaking(np.unique(corpus.owner[own]))
        kinds = dict(
            zip(SCOPES, np.bincount(found.likeliest[own], minlength=len(SCOPES)).tolist(), strict=True)
        )
        outside = [scope for scope in SCOPES[1:] if kinds[scope]]
        leading = max(outside, key=lambda scope: kinds[scope]) if outside else None
        words = shipped_judge().words_for(
            texts,
            [COOPERATION, LONG_TERM, WITHIN, *([leading] if leading else [])],
            self._beside.common(own, texts),
        )
        return {
            "shared_by_many": shared_by_many(spread, corpus.people, contributions),
            "cooperation": {**_share(found.cooperation[own]), "words": words[COOPERATION]},
            "long_term": {**_share(found.long_term[own]), "words": words[LONG_TERM]},
            "within_reach": {
                **_share(found.scopes[own, 0]),
                "words": words[WITHIN],
                "statements_by_scope": {scope: kinds[scope] for scope in SCOPES},
                "words_for_outside": words[leading] if leading else [],
            },
        }


def _share(likely: np.ndarray) -> dict[str, Any]:
    """Mean of what is likely, and an interval of 90 % for it."""
    mean = float(likely.mean(dtype=np.float64))
    margin = NINETY_PER_CENT * float(np.sqrt((mean * (1 - mean) + 1e-9) / len(likely)))
    return {
        "value": round(mean, 3),
        "low": round(max(0.0, mean - margin), 3),
        "high": round(min(1.0, mean + margin), 3),
    }
