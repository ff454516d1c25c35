"""What a group is about, as far as the list of subjects knows: the measure of which words may name it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from ..represent.subjects import subjects_of

LEAST_SHARE = 0.08
WITHOUT_SUBJECT, OTHER_SUBJECT = 0.3, 0.15


class Matters:
    """Subjects per text. `forms` gives for each text its terms as written."""

    def __init__(self, forms: Sequence[Mapping[str, str]]) -> None:
        self._of_text = [
            frozenset(subject for form in own.values() for subject in subjects_of_form(form)) for own in forms
        ]
        self._everywhere = Counter(subject for own in self._of_text for subject in own)

    def leading(self, members: Sequence[int]) -> dict[str, float]:
        """The subjects that mark the texts `members`, the strongest 1.0; empty when none stands out."""
        inside = Counter(subject for m in members for subject in self._of_text[m])
        size, rest = max(1, len(members)), len(self._of_text) - len(members)
        scores: dict[str, float] = {}
        for subject, count in inside.items():
            share = count / size
            outside = (self._everywhere[subject] - count + 0.5) / (rest + 1)
            if count >= 2 and share >= LEAST_SHARE and share > outside:
                scores[subject] = share * math.log(share / outside)
        strongest = max(scores.values(), default=0.0)
        return {subject: score / strongest for subject, score in scores.items()} if strongest else {}


def subjects_of_form(form: str) -> tuple[str, ...]:
    """Subjects of a term as written, one word or a pair."""
    return tuple(subject for word in form.casefold().split() for subject in subjects_of(word))


def fit(form: str, leading: Mapping[str, float]) -> float:
    """How well a word names a group of these leading subjects: 0.15 (another's word) to 1 (the first one's)."""
    if not leading:
        return 1.0
    subjects = subjects_of_form(form)
    if not subjects:
        return WITHOUT_SUBJECT
    return max(OTHER_SUBJECT, max(leading.get(subject, 0.0) for subject in subjects))
