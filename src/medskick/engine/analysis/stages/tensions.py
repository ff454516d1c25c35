"""Tensions: where people in a topic want opposite things of one matter. Both sides are shown with their shares.

A tension needs a word that both sides speak of, at least three wordings from three sendings on each side, a smaller
side that is more than misreadings could make it, and sides that speak about the same: their statements lie as near each
other as those of one side do, and the word is not qualified differently ("skolan i byn", "skolan i stan"). Swapping the
sides swaps the result and changes nothing else.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from medskick.engine.text.tokens import stem, words
from medskick.engine.text.whole import says_something

from ..stance.cues import KINDS, find_cues
from ..stance.judge import shipped_stance_judge
from ..stance.reading import Reading, read
from ..stance.sides import sides
from .corpus import Corpus
from .placing import THEME, UNPLACED
from .points import foreign_to
from .quotes import Quotable, as_written
from .targets import matters_of, nouns_of, qualifier
from .vectors import Vectors

MOST_STATEMENTS = 4_000
FEWEST = 3
LEAST_SHARE = 0.15
LEAST_SIDED = 0.2
LEAST_LIKELY = 0.5
LEAST_NEARNESS, LEAST_SHARED = 0.6, 0.25
MOST_TENSIONS = 3
QUOTES = 2
NINETY_PER_CENT = 1.645
FOR, AGAINST = 1, -1
QUESTIONS = {
    "more_or_less": ("less",),
    "keep_or_stop": ("keep", "stop", "no"),
    "raise_or_lower": ("raise", "lower"),
}
NAMES = {FOR: "for", AGAINST: "against", 0: "neither"}


@dataclass(frozen=True)
class Voices:
    """Who speaks of a matter: `statements` and each one's `way` (1, -1, 0 for neither), parallel arrays."""

    statements: np.ndarray
    way: np.ndarray

    def of(self, way: int) -> np.ndarray:
        return self.statements[self.way == way]


class Tensions:
    """Finds the tensions of groups of statements of one corpus."""

    def __init__(self, corpus: Corpus, family: np.ndarray, vectors: Vectors, lang: str) -> None:
        self._corpus, self._family, self._vectors = corpus, family, vectors
        self._may_quote = Quotable(corpus).allowed
        foreign = foreign_to(corpus.langs, lang)
        self._readable = ~corpus.no_content & ~foreign

    def of_group(self, own: np.ndarray) -> list[dict[str, Any]]:
        """The tensions among the statements `own`, widest first; at most three, none that shares its voices."""
        readable = own[self._readable[own]]
        sample = readable
        if len(readable) > MOST_STATEMENTS:
            sample = readable[np.linspace(0, len(readable) - 1, MOST_STATEMENTS).astype(np.int64)]
        if len(sample) < 2 * FEWEST:
            return []
        found: list[dict[str, Any]] = []
        told: set[int] = set()
        for voices, question, forms in self._matters(sample):
            sided = set(voices.statements[voices.way != 0].tolist())
            if len(sided & told) * 2 >= len(sided) or not self._is_one_matter(voices, forms):
                continue
            tension = self._described(voices, question, forms)
            if tension is None:
                continue
            told |= sided
            found.append({**tension, "read": len(sample), "of": len(readable)})
            if len(found) == MOST_TENSIONS:
                break
        return found

    def _matters(self, sample: np.ndarray) -> list[tuple[Voices, str, set[str]]]:
        """Matters with enough voices on both sides, most voices on the smaller side first.

        Each with what is asked about it, one of QUESTIONS, and the forms of its word.
        """
        texts = [self._corpus.texts[s] for s in sample]
        reading = read(texts)
        cues = find_cues(reading)
        nouns = nouns_of(reading.vocabulary)
        matter_of_word, names = matters_of(reading.vocabulary, nouns)
        taken = sides(reading, cues, nouns[reading.word])
        matter = matter_of_word[reading.word]
        way = np.where(_asks(reading)[reading.owner], 0, taken.way)
        way = self._agreed(texts, reading, way)
        ahead, behind = (
            np.bincount(matter[(way == side) & (matter >= 0)], minlength=len(names))
            for side in (FOR, AGAINST)
        )
        promising = np.flatnonzero(np.minimum(ahead, behind) >= FEWEST)
        found = []
        for number in promising.tolist():
            there = np.flatnonzero(matter == number)
            voices = self._voices(sample, reading.owner[there], way[there])
            if self._enough(voices):
                forms = {reading.vocabulary[word] for word in np.unique(reading.word[there])}
                found.append((voices, _question(taken.kind[there[way[there] != 0]]), forms, names[number]))
        found.sort(key=lambda entry: (-self._smaller(entry[0]), entry[3]))
        return [entry[:3] for entry in found]

    def _agreed(self, texts: list[str], reading: Reading, way: np.ndarray) -> np.ndarray:
        """The sides that the judge of stance, reading the whole statement, holds likely too."""
        speaking = np.unique(reading.owner[way != 0])
        likely = np.zeros((len(texts), 3))
        likely[speaking] = shipped_stance_judge().likely([texts[t] for t in speaking])
        return np.where(likely[reading.owner, way + 1] >= LEAST_LIKELY, way, 0)

    def _voices(self, sample: np.ndarray, texts: np.ndarray, way: np.ndarray) -> Voices:
        """Each statement's side; none for those that, or whose sending, speak for both."""
        mentioning, place = np.unique(texts, return_inverse=True)
        statements = sample[mentioning]
        sending = self._corpus.sending[self._corpus.owner[statements]]
        _, of = np.unique(sending, return_inverse=True)
        pro, contra = (np.bincount(place, weights=way == side) > 0 for side in (FOR, AGAINST))
        both = np.bincount(of, weights=pro) * np.bincount(of, weights=contra) > 0
        return Voices(statements, np.where(both[of], 0, pro.astype(np.int64) - contra))

    def _sendings(self, statements: np.ndarray) -> int:
        return len(np.unique(self._corpus.sending[self._corpus.owner[statements]]))

    def _smaller(self, voices: Voices) -> int:
        return min(self._sendings(voices.of(FOR)), self._sendings(voices.of(AGAINST)))

    def _enough(self, voices: Voices) -> bool:
        """Three sendings and three wordings on each side, and shares that misreadings alone would not give."""
        pro, contra = voices.of(FOR), voices.of(AGAINST)
        if min(len(np.unique(self._family[side])) for side in (pro, contra)) < FEWEST:
            return False
        sendings = [self._sendings(side) for side in (pro, contra)]
        return (
            min(sendings) >= FEWEST
            and min(sendings) >= LEAST_SHARE * sum(sendings)
            and sum(sendings) >= LEAST_SIDED * self._sendings(voices.statements)
        )

    def _is_one_matter(self, voices: Voices, forms: set[str]) -> bool:
        """Do the sides lie as near each other as each lies to itself, and are they about the same place or group?"""
        pro, contra = (self._wordings(voices.of(side)) for side in (FOR, AGAINST))
        within = [_nearness_within(self._vectors[side]) for side in (pro, contra)]
        across = float(self._vectors[pro].mean(axis=0) @ self._vectors[contra].mean(axis=0))
        return round(across - LEAST_NEARNESS * min(within), 5) >= 0 and self._same_kind(pro, contra, forms)

    def _same_kind(self, pro: np.ndarray, contra: np.ndarray, forms: set[str]) -> bool:
        """False where most on both sides narrow the matter down, and to different things."""
        narrowed = [
            [found for s in side if (found := qualifier(self._corpus.texts[s], forms))]
            for side in (pro, contra)
        ]
        if any(2 * len(own) < len(side) for own, side in zip(narrowed, (pro, contra), strict=True)):
            return True
        shared = set(narrowed[0]) & set(narrowed[1])
        return all(sum(q in shared for q in own) >= LEAST_SHARED * len(own) for own in narrowed)

    def _wordings(self, statements: np.ndarray) -> np.ndarray:
        _, first = np.unique(self._family[statements], return_index=True)
        return statements[np.sort(first)]

    def _described(self, voices: Voices, question: str, forms: set[str]) -> dict[str, Any] | None:
        """The tension as result.json tells it; None where no word may be shown, or the word is a name."""
        target = self._target(voices.statements, forms)
        if target is None:
            return None
        quoted = {side: self._quotable(voices.of(side), forms) for side in (FOR, AGAINST)}
        most = min(QUOTES, *map(len, quoted.values()))
        everybody = self._sendings(voices.statements)
        rows = []
        for side in (*order_of_sides(target), 0):
            own = voices.of(side)
            contributions = np.unique(self._corpus.owner[own])
            speaking = self._corpus.speaking(contributions)
            row: dict[str, Any] = {
                "side": NAMES[side],
                "statements": len(own),
                "contributions": len(contributions),
                "persons": int(self._corpus.people[speaking].sum()),
                "share": wilson(self._sendings(own), everybody),
                "statement_ids": [self._corpus.statement_id(s) for s in own.tolist()],
            }
            if side:
                row["quotes"] = [as_written(self._corpus, s) for s in quoted[side][:most]]
            rows.append(row)
        return {"target": target, "question": question, "sides": rows}

    def _target(self, statements: np.ndarray, forms: set[str]) -> str | None:
        """The matter's word as people mostly write it inside sentences; None where it is a name or may not be shown."""
        inside: Counter[str] = Counter()
        first: Counter[str] = Counter()
        for statement in statements[self._corpus.presentable[statements]].tolist():
            for place, word in enumerate(words(self._corpus.texts[statement])):
                if word.text.casefold() in forms:
                    (inside if place else first)[word.text if place else word.text.lower()] += 1
        counted = inside or first
        if not counted:
            return None
        target = min(counted, key=lambda form: (-counted[form], len(form), form))
        return None if target[:1].isupper() and not target.isupper() else target

    def _quotable(self, statements: np.ndarray, forms: set[str]) -> list[int]:
        """Statements fit to quote that hold the word, most typical of their side first; one per sending and wording.

        What does not say anything by itself is quoted only where nothing else may be.
        """
        middle = self._vectors[statements].sum(axis=0)
        worth = np.round(self._vectors[statements] @ middle, 5)
        chosen: list[int] = []
        broken: list[int] = []
        seen: set[tuple[str, int]] = set()
        for place in np.lexsort((statements, -worth)).tolist():
            s = int(statements[place])
            keys = {
                ("sending", int(self._corpus.sending[self._corpus.owner[s]])),
                ("family", int(self._family[s])),
            }
            if seen & keys or not self._may_quote[s]:
                continue
            if not any(word.text.casefold() in forms for word in words(self._corpus.original(s))):
                continue
            if not says_something(self._corpus.original(s)):
                broken.append(s)
                continue
            seen |= keys
            chosen.append(s)
            if len(chosen) == QUOTES:
                break
        return chosen or broken[:1]


def add_tensions(
    nodes: list[dict[str, Any]],
    members: Sequence[np.ndarray],
    corpus: Corpus,
    family: np.ndarray,
    vectors: Vectors,
    lang: str,
) -> None:
    """Put `tensions` on every node: those of a topic on it, on a theme those that none of its topics has.

    nodes: as result.json has them, a theme before its topics. members: the statements of each.
    """
    finder = Tensions(corpus, family, vectors, lang)
    for node, own in zip(nodes, members, strict=True):
        node["tensions"] = finder.of_group(own) if node["kind"] in (THEME, UNPLACED) else []
    for theme in nodes:
        if theme["parent"] is None:
            below = {t["target"] for n in nodes if n["parent"] == theme["id"] for t in n["tensions"]}
            theme["tensions"] = [
                t for t in theme["tensions"] if stem(t["target"]) not in set(map(stem, below))
            ]


def order_of_sides(target: str) -> tuple[int, int]:
    """Which side stands first: drawn by the letters of the word, so that neither side is favoured as such."""
    drawn = hashlib.sha256(target.casefold().encode("utf-8", "surrogatepass")).digest()[0] % 2
    return (FOR, AGAINST) if drawn else (AGAINST, FOR)


def wilson(part: int, whole: int) -> dict[str, float]:
    """A share with its interval of 90 % (Wilson 1927): {"value", "low", "high"}."""
    if not whole:
        return {"value": 0.0, "low": 0.0, "high": 1.0}
    share, z = part / whole, NINETY_PER_CENT
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z / (1 + z * z / whole) * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return {
        "value": round(share, 3),
        "low": round(max(0.0, middle - half), 3),
        "high": round(min(1.0, middle + half), 3),
    }


def _asks(reading: Reading) -> np.ndarray:
    """bool (texts,): a text with a question takes no side."""
    return reading.per_text(reading.where(frozenset("?"))) > 0


def _question(kinds: np.ndarray) -> str:
    """What people disagree on, by the commonest telling cues of both sides; on ties the first of QUESTIONS."""
    counted = Counter(KINDS[kind] for kind in kinds.tolist())
    return max(QUESTIONS, key=lambda name: sum(counted[kind] for kind in QUESTIONS[name]))


def _nearness_within(vectors: np.ndarray) -> float:
    """Mean inner product of different rows."""
    count = len(vectors)
    total = vectors.sum(axis=0, dtype=np.float64)
    return float((total @ total - (vectors.astype(np.float64) ** 2).sum()) / (count * (count - 1)))
