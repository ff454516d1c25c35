"""Words for how many, by fixed thresholds. Only code counts; a model never does."""

from __future__ import annotations

FEWEST_SAID = 5
MOST_FROM, MANY_FROM = 0.5, 0.25
FEWEST_FOR_MANY = 10


def who(persons: int, of: int) -> str:
    """How a sentence begins when `persons` (two or more) out of `of` say what it says.

    More than half and at least 5: "De flesta". A quarter and at least 10: "Många". At least 5: "Flera". Else "Några".
    """
    share = persons / max(of, 1)
    if persons >= FEWEST_SAID and share > MOST_FROM:
        return "De flesta"
    if persons >= FEWEST_FOR_MANY and share >= MANY_FROM:
        return "Många"
    return "Flera" if persons >= FEWEST_SAID else "Några"
