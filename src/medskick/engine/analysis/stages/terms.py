"""The words people use: stems counted per distinct statement, their surface forms, and what kind of word each is."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from medskick.engine.text.tokens import STOPWORDS_SV, words_and_gaps

from .akin import parts_of_compound
from .empty_words import EMPTY_WORDS, EMPTY_WORDS_EN
from .nouns import noun_likeness
from .word_forms import plain_plural, term_of, without_genitive_sign

EVIDENCE_OF_LIST, MOST_EVIDENCE_HERE = 20, 10
FEWEST_OF_PAIR, LEAST_TOGETHER = 3, 0.25
LEAST_NOUN_LIKE = 0.25

_BEFORE_VERBS = frozenset(
    """
    att ska skall kan kunna måste vill bör borde får inte jag vi ni man de du han hon som dom hur
    """.split()  # noqa: SIM905
)
_BEFORE_NOUNS = frozenset(
    """
    en ett den det fler flera färre av för om på i till från med utan mot mellan genom vid under
    kring vår vårt våra min mitt mina sin sitt sina mer mindre all allt alla bra bättre god goda
    """.split()  # noqa: SIM905
)
_BEFORE_PLACES = frozenset(["i", "på", "till", "om", "för", "mot", "kring", "mellan", "vid", "inom", "runt"])
_HAS_DIGIT = re.compile(r"\d")
_BEGINS_SENTENCE = re.compile('[.!?:\n•–"”]')


SILENT = STOPWORDS_SV | EMPTY_WORDS | EMPTY_WORDS_EN


@dataclass(frozen=True)
class Lexicon:
    """Per text its terms with their surface forms, and what the corpus as a whole says about each term.

    terms: stems, and fixed pairs of stems; written: surface forms. Text number t holds the terms
    `term[start[t]:start[t + 1]]`, each once, written as the same places of `form` say.
    documents (terms,): how many texts hold a term. parts (terms, 2): the numbers of the stems of a pair, twice its own
    number for a stem. noun_like (terms,): 0 to 1. placed (terms,): how often a preposition that places or asks about
    stands before the term ("i Gaza", "om EU"), as a share of all times; what a text is about stands so, who wrote it or
    speaks in it seldom.
    """

    terms: list[str]
    written: list[str]
    start: np.ndarray
    term: np.ndarray
    form: np.ndarray
    documents: np.ndarray
    parts: np.ndarray
    noun_like: np.ndarray
    placed: np.ndarray

    @cached_property
    def alphabet(self) -> np.ndarray:
        """The place of each term in the order of the alphabet (terms,)."""
        return _places(self.terms)

    @cached_property
    def usual(self) -> list[str]:
        """How all texts mostly write each term; on ties the shorter, then the first by alphabet."""
        return [self.written[form] for form in _most_written(self.term, self.form, self.written, self._count)]

    @cached_property
    def documents_with_compounds(self) -> np.ndarray:
        """In how many texts each stem or a compound of it stands, those that hold several counted for each (terms,)."""
        found = self.documents.astype(np.int64)
        stems = int((self.parts[:, 0] == self.parts[:, 1]).sum())
        nouns = np.flatnonzero(self.noun_like[:stems] >= LEAST_NOUN_LIKE).tolist()
        number = {self.terms[place]: place for place in nouns}
        for place in nouns:
            for part in parts_of_compound(self.terms[place]):
                if part in number:
                    found[number[part]] += self.documents[place]
        return np.minimum(found, max(1, len(self.start) - 1))

    @cached_property
    def _by_term(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For each term in turn the texts that hold it, ascending, and the form there; where each term begins."""
        order = np.argsort(self.term, kind="stable")
        text = np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))
        return text[order], self.form[order], np.concatenate([[0], np.cumsum(self.documents)])

    @property
    def _count(self) -> int:
        return len(self.terms)

    def places(self, texts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where in `term` and `form` the terms of `texts` stand, text by text, and the place in `texts` of each."""
        lengths = self.start[texts + 1] - self.start[texts]
        owner = np.repeat(np.arange(len(texts)), lengths)
        ends = np.cumsum(lengths)
        return np.arange(ends[-1] if len(ends) else 0) + (self.start[texts] - ends + lengths)[owner], owner

    def counted(self, texts: np.ndarray) -> np.ndarray:
        """In how many of `texts` each term stands (terms,)."""
        return np.bincount(self.term[self.places(texts)[0]], minlength=self._count)

    def holding(self, term: int) -> np.ndarray:
        """The texts with a term, ascending."""
        text, _, begins = self._by_term
        return text[begins[term] : begins[term + 1]]

    def forms_of(self, term: int, among: np.ndarray | None = None) -> dict[str, int]:
        """How a term is written and how often. among: bool (texts,), which texts count; all if left out."""
        text, form, begins = self._by_term
        own = slice(begins[term], begins[term + 1])
        forms = form[own] if among is None else form[own][among[text[own]]]
        numbers, counts = np.unique(forms, return_counts=True)
        return {self.written[n]: count for n, count in zip(numbers.tolist(), counts.tolist(), strict=True)}


@dataclass(frozen=True)
class _Vocabulary:
    """The distinct words as written, and what is asked of them again and again; arrays (words,).

    low, key: numbers of the lower-case word and of the stem it counts under (-1 for a word that says nothing).
    """

    text: list[str]
    lows: list[str]
    keys: list[str]
    low: np.ndarray
    key: np.ndarray
    capital: np.ndarray
    upper: np.ndarray

    @classmethod
    def of(cls, texts: Iterable[str]) -> _Vocabulary:
        plain = [without_genitive_sign(text) for text in texts]
        lowered = [text.lower() for text in plain]
        lows, keys = _Numbers(), _Numbers()
        low = np.array([lows[word] for word in lowered], dtype=np.int64)
        heard = [keys[term_of(word)] if speaks(word) else -1 for word in lows]
        capital = [
            text[:1].isupper() and text[1:].islower() and word not in SILENT
            for text, word in zip(plain, lowered, strict=True)
        ]
        return cls(
            plain,
            list(lows),
            list(keys),
            low,
            np.array(heard, dtype=np.int64)[low],
            np.array(capital, dtype=bool),
            np.array([text.isupper() for text in plain], dtype=bool),
        )

    def among(self, listed: frozenset[str]) -> np.ndarray:
        """Which words stand in a list (words,), bool."""
        return np.array([low in listed for low in self.lows], dtype=bool)[self.low]


@dataclass(frozen=True)
class _Tokens:
    """All words of all texts in order, arrays (tokens,): the text, the word's number in the vocabulary,

    whether it stands first in its sentence, and whether only a space parts it from the word before.
    """

    text: np.ndarray
    word: np.ndarray
    first: np.ndarray
    joined: np.ndarray


class _Numbers(dict[str, int]):
    """Numbers for strings in the order they are first asked for."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def read_terms(texts: Sequence[str]) -> Lexicon:
    """The terms of `texts`, each text counted once per term.

    Terms are stems, and pairs of neighbouring stems that keep together ("förnybar energi").
    """
    tokens, vocabulary = _read(texts)
    written = _Numbers()
    form_of_low = np.array([written[form] for form in _usual_case(tokens, vocabulary)], dtype=np.int64)
    key, form = vocabulary.key[tokens.word], form_of_low[vocabulary.low[tokens.word]]
    singles = _first_in_text(tokens.text, key, np.flatnonzero(key >= 0))
    stems = len(vocabulary.keys)
    second = np.flatnonzero(tokens.joined & (key >= 0))
    second = second[key[second - 1] >= 0]
    pair, pair_form = key[second - 1] * stems + key[second], form[second - 1] * len(written) + form[second]
    kept_pairs, pair = _kept_pairs(tokens.text[second], pair, np.bincount(key[singles], minlength=stems))
    seen = _first_in_text(tokens.text[second], pair, np.flatnonzero(pair >= 0))
    forms_of_pairs, form_of_pair = np.unique(pair_form[seen], return_inverse=True)
    names = list(written)
    count = len(names)
    names += [f"{names[code // count]} {names[code % count]}" for code in forms_of_pairs.tolist()]
    text = np.concatenate([tokens.text[singles], tokens.text[second[seen]]])
    term = np.concatenate([key[singles], stems + pair[seen]])
    forms = np.concatenate([form[singles], count + form_of_pair])
    order = np.argsort(text, kind="stable")
    text, term, forms = text[order], term[order], forms[order]
    parts = np.vstack(
        [
            np.repeat(np.arange(stems)[:, np.newaxis], 2, axis=1),
            np.stack(np.divmod(kept_pairs, max(stems, 1)), axis=1),
        ]
    )
    evidence = _Evidence.of(tokens, vocabulary)
    usual = [names[f] for f in _most_written(key[singles], form[singles], names, stems)]
    return Lexicon(
        vocabulary.keys + [f"{vocabulary.keys[a]} {vocabulary.keys[b]}" for a, b in parts[stems:].tolist()],
        names,
        np.concatenate([[0], np.cumsum(np.bincount(text, minlength=len(texts)))]),
        term,
        forms,
        np.bincount(term, minlength=len(parts)),
        parts,
        evidence.noun_likeness(usual, parts),
        evidence.placing()[parts].max(axis=1, initial=0.0),
    )


def speaks(word: str) -> bool:
    """May this lower-case word stand in a label or among keywords?"""
    return len(word) >= 2 and word not in SILENT and not _HAS_DIGIT.search(word)


def _read(texts: Sequence[str]) -> tuple[_Tokens, _Vocabulary]:
    """The words of all texts but halves of compounds ("hälso-" in "hälso- och sjukvård")."""
    words, gaps = _Numbers(), _Numbers()
    word, before, after, lengths = array("q"), array("q"), array("q"), array("q")
    for text in texts:
        parts = words_and_gaps(text)
        word.extend(map(words.__getitem__, parts[1::2]))
        numbers = [gaps[gap] for gap in parts[::2]]
        before.extend(numbers[:-1])
        after.extend(numbers[1:])
        lengths.append(len(numbers) - 1)
    space = np.array([gap == " " for gap in gaps], dtype=bool)
    begins = np.array([_BEGINS_SENTENCE.search(gap) is not None for gap in gaps], dtype=bool)
    hyphen = np.array([gap.startswith("-") for gap in gaps], dtype=bool)
    gap, ends = np.array(before, dtype=np.int64), np.cumsum(np.array(lengths, dtype=np.int64))
    opens = np.zeros(len(gap) + 1, dtype=bool)
    opens[np.concatenate([[0], ends])] = True
    opens = opens[:-1]
    whole = ~hyphen[np.array(after, dtype=np.int64)]
    text_of = np.repeat(np.arange(len(lengths)), np.array(lengths, dtype=np.int64))
    used, number = np.unique(np.array(word, dtype=np.int64)[whole], return_inverse=True)
    every = list(words)
    return (
        _Tokens(text_of[whole], number, (opens | begins[gap])[whole], (~opens & space[gap])[whole]),
        _Vocabulary.of([every[n] for n in used.tolist()]),
    )


def _usual_case(tokens: _Tokens, vocabulary: _Vocabulary) -> list[str]:
    """How each lower-case word is mostly written inside sentences: "Luleå", "EU", "bussar"."""
    upper = np.bincount(tokens.text, weights=vocabulary.upper[tokens.word])
    shouting = upper > np.bincount(tokens.text) / 2
    inside = tokens.word[~tokens.first & ~shouting[tokens.text]]
    forms = _Numbers()
    form = np.array([forms[text] for text in vocabulary.text], dtype=np.int64)
    names = list(forms)
    mostly = _most_written(vocabulary.low[inside], form[inside], names, len(vocabulary.lows), by_length=False)
    return [low if f < 0 else names[f] for low, f in zip(vocabulary.lows, mostly.tolist(), strict=True)]


def _most_written(
    term: np.ndarray, form: np.ndarray, names: Sequence[str], terms: int, *, by_length: bool = True
) -> np.ndarray:
    """The form that comes most often with each term (terms,); -1 for none.

    On ties the shorter (if asked for), then the first by alphabet.
    """
    found = np.full(terms, -1)
    if not len(term):
        return found
    pairs, counts = np.unique(term * len(names) + form, return_counts=True)
    own, written = np.divmod(pairs, len(names))
    length = np.array([len(name) for name in names])[written] if by_length else np.zeros(len(written))
    order = np.lexsort((_places(names)[written], length, -counts, own))
    first = np.flatnonzero(np.diff(own[order], prepend=-1))
    found[own[order][first]] = written[order][first]
    return found


def _first_in_text(text: np.ndarray, value: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Those of the places `where`, ascending, at which a text has a value for the first time."""
    most = int(value.max(initial=0)) + 1
    return where[np.sort(np.unique(text[where] * most + value[where], return_index=True)[1])]


def _kept_pairs(text: np.ndarray, pair: np.ndarray, documents: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of stems that keep together, ascending; and which of them each pair is, -1 for none.

    pair: first × stems + second, for each place where two stems stand side by side in `text`. documents: texts with
    each stem.
    """
    codes, number = np.unique(pair, return_inverse=True)
    seen = _first_in_text(text, number, np.arange(len(number)))
    together = np.bincount(number[seen], minlength=len(codes))
    first, second = np.divmod(codes, max(1, len(documents)))
    least = LEAST_TOGETHER * np.minimum(documents[first], documents[second])
    kept = (together >= FEWEST_OF_PAIR) & (together >= least)
    place = np.where(kept, np.cumsum(kept) - 1, -1)
    return codes[kept], place[number]


def _places(names: Sequence[str]) -> np.ndarray:
    """The place of each name in the order of the alphabet."""
    order = sorted(range(len(names)), key=names.__getitem__)
    places = np.empty(len(names), dtype=np.int64)
    places[order] = np.arange(len(names))
    return places


@dataclass(frozen=True)
class _Evidence:
    """Per stem how often it stands as a noun does, as something else does, at all, beside another capital word, and
    after a preposition that places; arrays (stems,)."""

    noun: np.ndarray
    other: np.ndarray
    seen: np.ndarray
    named: np.ndarray
    placed: np.ndarray

    @classmethod
    def of(cls, tokens: _Tokens, vocabulary: _Vocabulary) -> _Evidence:
        word = tokens.word
        before = np.where(tokens.joined, np.roll(word, 1), -1)
        follows = np.where(
            np.append(tokens.joined[1:], np.zeros(len(word[:1]), dtype=bool)), np.roll(word, -1), -1
        )
        speaking = vocabulary.key >= 0

        def said(listed: np.ndarray, near: np.ndarray) -> np.ndarray:
            return np.append(listed, False)[near]

        named = vocabulary.capital[word] & (
            said(vocabulary.capital, before) | said(vocabulary.capital, follows)
        )
        followed = said(speaking, follows)
        counted = {
            "noun": 2 * (~followed & said(vocabulary.among(_BEFORE_NOUNS), before)),
            "other": 2 * said(vocabulary.among(_BEFORE_VERBS), before) + followed,
            "seen": np.ones(len(word)),
            "named": named,
            "placed": said(vocabulary.among(_BEFORE_PLACES), before),
        }
        heard = np.flatnonzero(speaking[word])
        key, stems = vocabulary.key[word][heard], len(vocabulary.keys)
        return cls(
            **{name: np.bincount(key, weights=of[heard], minlength=stems) for name, of in counted.items()}
        )

    def placing(self) -> np.ndarray:
        """The share of all times after a preposition that places (stems,)."""
        return self.placed / np.maximum(1, self.seen)

    def noun_likeness(self, usual: Sequence[str], parts: np.ndarray) -> np.ndarray:
        """0 to 1 for each term: what is known of the word in general, moved a little by how it stands in these texts.

        0 for what half of the time or more is part of a name in two words: likely a person, and no matter for a
        heading. A pair goes by its second word. usual: how each stem is mostly written. parts: (terms, 2).
        """
        name_like = self.named * 2 >= self.seen
        here = (self.noun + 1) / (self.noun + self.other + 2)
        weight = np.minimum(MOST_EVIDENCE_HERE, self.noun + self.other)
        known = np.array(
            [max(noun_likeness(form), noun_likeness(plain_plural(form))) for form in usual], dtype=float
        )
        stems = (EVIDENCE_OF_LIST * known + weight * here) / (EVIDENCE_OF_LIST + weight)
        return np.where(name_like[parts].any(axis=1), 0.0, stems[parts[:, 1]])
