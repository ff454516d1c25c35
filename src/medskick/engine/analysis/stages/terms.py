"""The words people use: stems counted per distinct statement, their surface forms, and what kind of word each is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from medskick.engine.text.tokens import STOPWORDS_SV, words

from .empty_words import EMPTY_WORDS, EMPTY_WORDS_EN
from .nouns import noun_likeness
from .word_forms import term_of, without_genitive_sign

EVIDENCE_OF_LIST, MOST_EVIDENCE_HERE = 20, 10

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


@dataclass
class Term:
    """A stem or a fixed pair of stems: how many distinct statements hold it, and how it is written."""

    documents: int = 0
    forms: Counter[str] = field(default_factory=Counter)


@dataclass
class Lexicon:
    """Per text its terms with their surface forms, and what the corpus as a whole says about each term.

    noun_like: 0 to 1. placed: how often a preposition that places or asks about stands before it ("i Gaza", "om EU"),
    as a share of all times; what a text is about stands so, who wrote it or speaks in it seldom.
    """

    forms: list[dict[str, str]]
    terms: dict[str, Term]
    noun_like: dict[str, float]
    placed: dict[str, float]

    def usual_form(self, term: str) -> str:
        """How the whole corpus mostly writes a term; on ties the shorter, then the first by alphabet."""
        forms = self.terms[term].forms
        return min(forms, key=lambda form: (-forms[form], len(form), form))


@dataclass(frozen=True, slots=True)
class _Written:
    """A word as written, what is asked of it again and again, and the stem it counts under."""

    text: str
    low: str
    key: str
    speaks: bool
    capital: bool
    upper: bool

    @classmethod
    def of(cls, text: str) -> _Written:
        text = without_genitive_sign(text)
        low = text.lower()
        heard = speaks(low)
        capital = text[:1].isupper() and text[1:].islower() and low not in SILENT
        return cls(text, low, term_of(low) if heard else "", heard, capital, text.isupper())


# A word, whether it stands first in its sentence, and whether only a space parts it from the word before.
_Token = tuple[_Written, bool, bool]


@dataclass
class _Evidence:
    """How often a word stands as a noun does, as something else does, at all, and beside another capital word."""

    noun: int = 0
    other: int = 0
    seen: int = 0
    named: int = 0
    placed: int = 0

    @property
    def name_like(self) -> bool:
        """Half of the time or more part of a name in two words: likely a person, and no matter for a heading."""
        return self.named * 2 >= self.seen > 0


def read_terms(texts: Sequence[str]) -> Lexicon:
    """The terms of `texts`, each text counted once per term.

    Terms are stems, and pairs of neighbouring stems that keep together ("förnybar energi").
    """
    known: dict[str, _Written] = {}
    tokens = [_tokens(text, known) for text in texts]
    usual_case = _usual_case(tokens)
    evidence: dict[str, _Evidence] = defaultdict(_Evidence)
    forms: list[dict[str, str]] = []
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text_tokens in tokens:
        own: dict[str, str] = {}
        for i, (word, _, joined) in enumerate(text_tokens):
            if not word.speaks:
                continue
            form = usual_case.get(word.low, word.low)
            own.setdefault(word.key, form)
            _observe(evidence[word.key], text_tokens, i)
            before = text_tokens[i - 1][0]
            if joined and i and before.speaks:
                own.setdefault(f"{before.key} {word.key}", f"{usual_case.get(before.low, before.low)} {form}")
        for term in own:
            if " " in term:
                first, second = term.split(" ", 1)
                pairs[first, second] += 1
            else:
                singles[term] += 1
        forms.append(own)
    kept = {f"{a} {b}" for (a, b), n in pairs.items() if n >= 3 and n >= 0.25 * min(singles[a], singles[b])}
    forms = [{term: form for term, form in own.items() if " " not in term or term in kept} for own in forms]
    terms: dict[str, Term] = defaultdict(Term)
    for own in forms:
        for term, form in own.items():
            terms[term].documents += 1
            terms[term].forms[form] += 1
    noun_like = {key: _noun_likeness(terms[key], evidence[key]) for key in singles}
    for term in kept:
        noun_like[term] = min((noun_like[part] for part in term.split(" ")[1:]), default=0.5)
        if any(evidence[part].name_like for part in term.split(" ")):
            noun_like[term] = 0.0
    placed = {
        term: max(evidence[part].placed / max(1, evidence[part].seen) for part in term.split(" "))
        for term in terms
    }
    return Lexicon(forms, dict(terms), noun_like, placed)


def speaks(word: str) -> bool:
    """May this lower-case word stand in a label or among keywords?"""
    return len(word) >= 2 and word not in SILENT and not _HAS_DIGIT.search(word)


def _tokens(text: str, known: dict[str, _Written]) -> list[_Token]:
    """The words of a text in order; each is looked into once, and then `known`."""
    found: list[_Token] = []
    end = 0
    for n, word in enumerate(words(text)):
        between = text[end : word.start]
        if text[word.end : word.end + 1] == "-":  # half a compound: "hälso- och sjukvård"
            end = word.end
            continue
        first = n == 0 or (between != " " and _BEGINS_SENTENCE.search(between) is not None)
        written = known.get(word.text)
        if written is None:
            written = known[word.text] = _Written.of(word.text)
        found.append((written, first, n > 0 and between == " "))
        end = word.end
    return found


def _usual_case(tokens: list[list[_Token]]) -> dict[str, str]:
    """How a word is mostly written inside sentences: "Luleå", "EU", "bussar"."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for text_tokens in tokens:
        shouting = sum(word.upper for word, _, _ in text_tokens) > len(text_tokens) / 2
        for word, first, _ in text_tokens:
            if not first and not shouting:
                seen[word.low][word.text] += 1
    return {low: min(forms, key=lambda form: (-forms[form], form)) for low, forms in seen.items()}


def _observe(evidence: _Evidence, text_tokens: list[_Token], i: int) -> None:
    before = text_tokens[i - 1][0] if text_tokens[i][2] else None
    follows = text_tokens[i + 1][0] if i + 1 < len(text_tokens) and text_tokens[i + 1][2] else None
    evidence.seen += 1
    if text_tokens[i][0].capital and any(near.capital for near in (before, follows) if near):
        evidence.named += 1
    earlier = before.low if before else ""
    evidence.placed += earlier in _BEFORE_PLACES
    if earlier in _BEFORE_VERBS:
        evidence.other += 2
    if follows is not None and follows.speaks:
        evidence.other += 1
    elif earlier in _BEFORE_NOUNS:
        evidence.noun += 2


def _noun_likeness(term: Term, evidence: _Evidence) -> float:
    """What is known of the word in general, moved a little by how it stands in these texts; 0 for names of people."""
    if evidence.name_like:
        return 0.0
    form = min(term.forms, key=lambda f: (-term.forms[f], f))
    here = (evidence.noun + 1) / (evidence.noun + evidence.other + 2)
    weight = min(MOST_EVIDENCE_HERE, evidence.noun + evidence.other)
    return (EVIDENCE_OF_LIST * noun_likeness(form) + weight * here) / (EVIDENCE_OF_LIST + weight)
