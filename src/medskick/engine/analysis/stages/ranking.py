"""Which of a group's terms tell it from other texts: each with its worth as a name, best first."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..represent.base import even_sample
from .akin import akin, is_compound
from .meaning import Meaning
from .person_words import tells_who
from .terms import LEAST_NOUN_LIKE, Lexicon
from .voices import MOST_COMPARED, own_voices

HEARD = 60
FEW, FEW_TO_COMPARE, LEAST_ECHO, LEAST_ECHO_OF_TEXT, WORTH_OF_ECHO = 80, 60, 0.5, 0.4, 0.5
LEAST_NEAR_COMPOUND = 0.3
ALREADY_SAID = 0.85
WORTH_OF_PAIR = 1.25
WORTH_OF_WHO = 0.7
HARDLY_NEAR, SURELY_NEAR, WORTH_OF_MEANT = 0.2, 0.5, 0.6
FEWEST_SENDERS, LEAST_OWN = 2, 0.5


class Ranked(NamedTuple):
    """A term with its worth as a name, and how well it fits what the group is about, 0.05 to 1."""

    term: int
    score: float
    fit: float


class Group:
    """The terms of some texts beside those of all; terms and texts by their numbers in the lexicon."""

    def __init__(
        self,
        lexicon: Lexicon,
        meaning: Meaning,
        members: Sequence[int] | np.ndarray,
        senders: np.ndarray,
    ) -> None:
        self._lexicon, self._meaning = lexicon, meaning
        self.members = np.asarray(members, dtype=np.int64)
        self._all, self._place = np.zeros((0, 0), dtype=np.float32), 0
        self._voices: dict[int, float] = {}
        self._said: dict[int, np.ndarray] = {}
        self._writing: dict[int, np.ndarray] = {}
        self._meant_by: dict[int, int] = {}
        self._senders = senders
        self._forms: dict[int, dict[str, int]] = {}

    @cached_property
    def among(self) -> np.ndarray:
        """Which texts are members, bool (texts,)."""
        found = np.zeros(len(self._lexicon.start) - 1, dtype=bool)
        found[self.members] = True
        return found

    @cached_property
    def inside(self) -> np.ndarray:
        """In how many members each term is written (terms,)."""
        return self._lexicon.counted(self.members)

    @cached_property
    def _echoed(self) -> np.ndarray:
        """The same; in a small group also the members with a compound of a term, and half of those with a word near it.

        The latter count no more than the former. People say the same with few words in common, so that in a small
        group hardly a word comes back. A term of one text only has no echoes, and does not count there.
        """
        if len(self.members) > FEW_TO_COMPARE:
            return self.inside
        terms = np.flatnonzero(
            (self.inside > 0) & (self._lexicon.documents >= 2) & (self._lexicon.noun_like >= LEAST_NOUN_LIKE)
        )
        if (
            not len(terms) and len(self.members) == 1
        ):  # the one wording that there is is named by its own words
            return self.inside
        found = np.zeros(len(self.inside))
        if len(terms):
            written, near = self._heard_of(terms)
            count = written.sum(axis=1)
            echoes = np.minimum(count, WORTH_OF_ECHO * (near.sum(axis=1) - count))
            found[terms] = count + np.where(self._senders_of(written) >= FEWEST_SENDERS, echoes, 0)
            self._writing = dict(zip(terms.tolist(), written, strict=True))
            self._meant_by = dict(zip(terms.tolist(), self._senders_of(near).tolist(), strict=True))
        return found

    def _heard_of(self, terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which members write each term or a compound of it; and which that or a word near it (terms, members) bool."""
        used = np.flatnonzero(self.inside)
        near = self._meaning.alike(terms, used)
        names = self._lexicon.terms
        written = terms[:, np.newaxis] == used[np.newaxis, :]
        rows, columns = np.nonzero((near >= LEAST_NEAR_COMPOUND) & ~written)
        compounds = [
            is_compound(names[word], names[of])
            for word, of in zip(used[columns].tolist(), terms[rows].tolist(), strict=True)
        ]
        written[rows[compounds], columns[compounds]] = True
        places, owner = self._lexicon.places(self.members)
        holds = np.zeros((len(used), len(self.members)), dtype=np.float32)
        holds[np.searchsorted(used, self._lexicon.term[places]), owner] = 1
        return (
            (written.astype(np.float32) @ holds) > 0,
            ((written | (near >= LEAST_ECHO)).astype(np.float32) @ holds) > 0,
        )

    def _senders_of(self, written: np.ndarray) -> np.ndarray:
        """How many senders are behind the members of each row (rows, members) bool."""
        _, sender = np.unique(self._senders[self.members], return_inverse=True)
        of_sender = np.eye(sender.max(initial=-1) + 1, dtype=np.float32)[sender]
        return ((written.astype(np.float32) @ of_sender) > 0).sum(axis=1)

    def senders(self, term: int) -> int:
        """How many senders write a term, or a compound of it where the group is small."""
        return len(np.unique(self._senders[self.members[self.writing(term)]]))

    def writing(self, term: int) -> np.ndarray:
        """Which members write a term, or a compound of it where the group is small (members,) bool."""
        _ = self._echoed
        known = self._writing.get(term)
        return np.isin(self.members, self.holding(term)) if known is None else known

    def contrast(self, siblings: np.ndarray | None = None) -> np.ndarray:
        """How much more common each term is here than elsewhere, and than in the siblings (terms,); 0 for less so.

        siblings: in how many texts of groups close by each term stands (terms,), and last how many texts they are.
        """
        size, texts = max(1, len(self.members)), max(1, len(self._lexicon.start) - 1)
        here, everywhere = self._compared
        share = here / size
        found = _surplus(share / ((np.maximum(everywhere - here, 0) + 0.5) / (texts - size + 1)))
        if siblings is not None and siblings[-1]:
            found = found + 0.5 * _surplus(share / ((siblings[:-1] + 0.5) / (siblings[-1] + 1)))
        return np.maximum(found, 0.0)

    @property
    def _compared(self) -> tuple[np.ndarray, np.ndarray]:
        """In how many members, and in how many of all texts, each term stands (terms,): the same counted in both."""
        _ = self._echoed
        if not self._writing:
            return self.inside, self._lexicon.documents
        here = np.zeros(len(self.inside))
        for term, writing in self._writing.items():
            here[term] = writing.sum()
        return here, self._lexicon.documents_with_compounds

    @cached_property
    def _common(self) -> np.ndarray:
        """What a term's share of the members and its kind of word make it worth as a name (terms,)."""
        share = self._echoed / max(1, len(self.members))
        pair = np.where(self._lexicon.parts[:, 0] != self._lexicon.parts[:, 1], WORTH_OF_PAIR, 1.0)
        return share**0.75 * self._lexicon.noun_like**1.5 * pair

    def written(self, term: int) -> dict[str, int]:
        """How members write a term, and how often."""
        if term not in self._forms:
            self._forms[term] = self._lexicon.forms_of(term, self.among)
        return self._forms[term]

    def holding(self, term: int) -> np.ndarray:
        """The members with a term."""
        texts = self._lexicon.holding(term)
        return texts[self.among[texts]]

    def voices(self, term: int) -> float:
        """The share of independent wordings among the members with a term (voices.py)."""
        if term not in self._voices:
            texts = np.array(even_sample(self.holding(term).tolist(), MOST_COMPARED), dtype=np.int64)
            places, owner = self._lexicon.places(texts)
            terms = self._lexicon.term[places]
            parts, (first, second) = self._lexicon.parts[terms], self._lexicon.parts[term]
            others = ~((parts == first) | (parts == second)).any(axis=1)
            self._voices[term] = own_voices(owner[others], terms[others], len(texts))
        return self._voices[term]

    def stands_among(self, directions: np.ndarray, place: int) -> None:
        """Where all groups point that this one's name is to tell it from (groups, dimensions), and which it is."""
        self._all, self._place = directions, place

    @cached_property
    def direction(self) -> np.ndarray:
        """Where the members point together (dimensions,)."""
        return self._meaning.direction(self.members)

    @cached_property
    def _ways(self) -> np.ndarray:
        return self._meaning.ways(self.members)

    def said(self, term: int) -> np.ndarray:
        """How far each member says a term (members,): 1 where it writes it, up to 0.6 where it means it."""
        if term not in self._said:
            near = self._meaning.said(term, self._ways)
            meant = np.clip((near - HARDLY_NEAR) / (SURELY_NEAR - HARDLY_NEAR), 0, 1)
            found = WORTH_OF_MEANT * meant
            found[self.writing(term)] = 1.0
            self._said[term] = found
        return self._said[term]

    def own(self, term: int) -> float:
        """Does a term point at this group rather than at another (Meaning.own)?"""
        return self._meaning.own(term, self._all, self._place)

    def may_be_called(self, term: int) -> bool:
        """Does a term point at this group, more or less, and do two senders write it, or in a small group mean it?"""
        return self.own(term) >= LEAST_OWN and (
            self.senders(term) >= FEWEST_SENDERS or self._meant_by.get(term, 0) >= FEWEST_SENDERS
        )

    def heard(self, terms: Sequence[int]) -> float:
        """How far the members say the best of some terms each: 0 to 1; 0 too where one sender alone writes them."""
        spoken = [self.said(term) for term in terms if self.senders(term) >= FEWEST_SENDERS]
        return float(np.max(spoken, axis=0).mean()) if spoken else 0.0

    def fitness(self, term: int) -> float:
        """What is left of a term's worth as a name, 0 to 1: less where few voices use it, where it points at another
        group rather than at this one, and where it says who and not what."""
        found = self.voices(term) * self.own(term)
        if tells_who(self._lexicon.usual[term]):
            found *= WORTH_OF_WHO
        return found

    def _matter(self, terms: np.ndarray) -> np.ndarray:
        return self._meaning.matter(terms)

    def ranked(self, least: int, contrast: np.ndarray) -> Ranking:
        """The terms in at least `least` members that stand out by their `contrast` (terms,)."""
        terms = np.flatnonzero(self._echoed >= least)
        fits = self._meaning.fits(terms, self.members)
        scores = np.round(self._common[terms] * contrast[terms] * fits * self._matter(terms), 9)
        order = np.lexsort((self._lexicon.alphabet[terms], -scores))
        order = order[contrast[terms[order]] > 0]
        return Ranking(self, self._lexicon, terms[order], scores[order], fits[order])


class Handful(Group):
    """Texts of one topic or theme that say nearly the same: what they have in common is as special as it can be."""

    @cached_property
    def _echoed(self) -> np.ndarray:
        """In how many members each term is written, and half of those that say something near it.

        The latter count no more than the former. A term of one text only has no echoes, and does not count.
        """
        if len(self.members) > FEW:
            return self.inside
        terms = np.flatnonzero((self.inside > 0) & (self._lexicon.documents >= 2))
        if not len(terms) and len(self.members) == 1:
            return self.inside
        found = np.zeros(len(self.inside))
        if len(terms):
            near = self._meaning.echoes(terms, self._ways, LEAST_ECHO_OF_TEXT)
            written = self.inside[terms]
            found[terms] = written + np.minimum(written, WORTH_OF_ECHO * np.maximum(0, near - written))
        return found

    @property
    def _compared(self) -> tuple[np.ndarray, np.ndarray]:
        return self._echoed, self._lexicon.documents + self._echoed - self.inside

    def _matter(self, terms: np.ndarray) -> np.ndarray:
        return np.ones(len(terms))

    def may_be_called(self, term: int) -> bool:
        """Any term may; whether it holds the handful together is asked of its name afterwards (heard)."""
        return True


class Ranking:
    """Terms in order of their worth. Where the texts with a term repeat each other, its worth is lower.

    How much they do is looked at for the first sixty only, and for each when its turn comes.
    """

    def __init__(
        self, group: Group, lexicon: Lexicon, terms: np.ndarray, scores: np.ndarray, fits: np.ndarray
    ) -> None:
        self._group, self._lexicon = group, lexicon
        self._raw = [
            Ranked(*entry) for entry in zip(terms.tolist(), scores.tolist(), fits.tolist(), strict=True)
        ]

    def scored(self, fit: Callable[[Ranked], bool]) -> list[Ranked]:
        """The terms that are `fit`, with their worth, in no particular order."""
        return [
            self._heard(entry) if place < HEARD else entry
            for place, entry in enumerate(self._raw)
            if fit(entry)
        ]

    def until(self, wanted: Collection[int]) -> Iterator[Ranked]:
        """The `wanted` terms, best first."""
        left = set(wanted)
        for entry in self.in_order():
            if entry.term in left:
                left.discard(entry.term)
                yield entry
            if not left:
                return

    def in_order(self, said: Collection[str] = ()) -> Iterator[Ranked]:
        """The terms, best first, ties by alphabet. What stands, whole or in part, in `said` is worth less."""

        def beside(entry: Ranked) -> Ranked:
            if said and any(akin(self._lexicon.terms[entry.term], term) for term in said):
                return entry._replace(score=round(entry.score * ALREADY_SAID, 9))
            return entry

        def place(entry: Ranked) -> tuple[float, int]:
            return -entry.score, int(self._lexicon.alphabet[entry.term])

        waiting = [(*place(e), False, e) for e in map(beside, self._raw[:HEARD])]
        heapq.heapify(waiting)
        unsaid = {entry.term: entry for entry in self._raw[:HEARD]}
        while waiting:
            *_, settled, entry = heapq.heappop(waiting)
            if settled:
                yield entry
            else:
                entry = beside(self._heard(unsaid[entry.term]))
                heapq.heappush(waiting, (*place(entry), True, entry))
        yield from sorted(map(beside, self._raw[HEARD:]), key=place)

    def _heard(self, entry: Ranked) -> Ranked:
        return entry._replace(score=round(entry.score * self._group.fitness(entry.term), 9))


def _surplus(times: np.ndarray) -> np.ndarray:
    """How much more common a term is here than elsewhere: below 0 where it is less so."""
    return np.log((1 + times) / 2)
