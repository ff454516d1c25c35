"""Which statements say what a name says, so that whoever reads a heading finds its matter in the first quote."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from medskick.engine.text.tokens import lower_words

from ..represent.base import unit_rows
from ..represent.trained import shipped_model
from .akin import akin
from .word_forms import term_of

BETWEEN_PARTS = re.compile(", | och ")
HARDLY_NEAR, SURELY_NEAR, WORTH_OF_MEANT = 0.2, 0.6, 0.6
BEST_PART, LATER_PART = 0.7, 0.8


def says(label: str, texts: Sequence[str], ways: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """How far each text says what a label does, 0 to 1 (texts,).

    1 for a text that writes all its parts, in whatever form or compound; a part that is only meant counts up to 0.6.
    Most goes by the part that is said best, and more by the first than by later ones. ways: where the texts point
    (texts, dimensions), unit vectors beside `centre` (dimensions,).
    """
    parts = [part for part in BETWEEN_PARTS.split(label) if part]
    if not parts or not len(texts):
        return np.zeros(len(texts))
    wanted = [[term_of(word) for word in lower_words(part)] for part in parts]
    named = unit_rows(shipped_model().texts(parts) - centre)
    near = (np.round(ways @ named.T, 5) - HARDLY_NEAR) / (SURELY_NEAR - HARDLY_NEAR)
    found = WORTH_OF_MEANT * np.clip(near, 0.0, 1.0)
    for place, text in enumerate(texts):
        own = {term_of(word) for word in lower_words(text)}
        for part, terms in enumerate(wanted):
            if all(any(_holds(word, term) for word in own) for term in terms):
                found[place, part] = 1.0
    weight = np.where(np.arange(len(parts)) == 0, 1.0, LATER_PART)
    return np.round(BEST_PART * (found * weight).max(axis=1) + (1 - BEST_PART) * found.mean(axis=1), 5)


def _holds(word: str, term: str) -> bool:
    return word == term or (len(word) >= 4 and akin(word, term))
