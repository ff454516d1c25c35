"""Which words may be what a tension is about, and which of them are the same matter in other forms."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

import numpy as np

from medskick.engine.text.tokens import stem, words
from medskick.engine.text.wordlists import listed

from .nouns import is_listed, noun_likeness
from .terms import speaks

LEAST_NOUN_LIKE = 0.3
SHORTEST_BASE = 5
_DEFINITE = re.compile(r"\w{3,}(en|et|an|arna|erna|orna|ena)$")
_NO_NOUNS = listed(
    """egen liten öppen vuxen mogen ledsen sliten varken vare gärna hellre längre säkert enbart endast faktiskt sist
    först tredje idag imorgon ihop fram hem ute inne upp ner bort bygg håll sänk höj låt lägg stäng riv satsa sälj släpp
    varsamt absolut plötsligt knappast rimligen egentligen verkligen troligen förmodligen tyvärr redan"""
)
_NARROWING, _PLACING = listed("för åt till på av om"), listed("i vid genom förbi mellan från")
_LIGHT = frozenset(
    map(
        stem,
        listed(
            """pengar pengarna peng medel resurser kostnad kostnader tid tiden år året åren dag dagen dagar kväll helg
            vecka människor människa folk folket person personer barn barnen ungdomar unga elever äldre personal
            politiker kommun kommunen kommuner region regionen staten landet länet stad staden stan ort orten by byn
            bygd bygden plats platser platsen sak saker sätt problem problemet fråga frågan frågor möjlighet
            möjligheter krav ansvar antal antalet del delar delen stöd stödet hjälp satsning satsningar förslag
            förslaget plan planer planerna beslut beslutet arbete arbetet arbeten jobb jobben liv livet natur naturen
            miljö miljön framtid framtiden sverige norrland norrbotten stockholm läget läge form typ grund fall exempel
            val värld världen samhälle samhället system systemet behov behovet insats insatser åtgärd åtgärder projekt
            projektet utveckling utvecklingen verksamhet verksamheten område områden området kvalitet nivå nivån gång
            gången gånger timme timmar minuter meter mil kilometer procent kronor miljoner krona tack nej ja namn skull
            håll information"""
        ),
    )
)
_CARRIERS = frozenset(
    map(
        stem,
        listed(
            """verk verket verken park parken parker parkerna utbyggnad utbyggnaden bygge bygget byggen byggnad
            etablering etableringen etableringar projekt projektet anläggning anläggningen anläggningar planer planerna
            plan frågan planering satsning satsningen nät nätet linje linjen trafik trafiken körning körningen
            åkning"""
        ),
    )
)


@lru_cache(maxsize=200_000)
def is_noun(word: str) -> bool:
    """May this lower-case word be a thing people want or do not want? For words that stand where a thing should."""
    if not word[0].isalpha() or len(word) < 2 or word in _NO_NOUNS or not speaks(word):
        return False
    return not _is_genitive(word) and (noun_likeness(word) >= LEAST_NOUN_LIKE or bool(_DEFINITE.match(word)))


def _is_genitive(word: str) -> bool:
    """ "Kommunens" and "skolans" speak of what follows them."""
    return (
        word.endswith("s")
        and not is_listed(word)
        and (is_listed(word[:-1]) or bool(_DEFINITE.match(word[:-1])))
    )


def nouns_of(vocabulary: Sequence[str]) -> np.ndarray:
    """bool (vocabulary,): may the word be a noun?"""
    return np.array([is_noun(word) for word in vocabulary], dtype=bool)


def matters_of(vocabulary: Sequence[str], nouns: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """For each word the number of its matter, -1 for none, and the matters' stems.

    Forms of a word are one matter, and so is a compound that only adds a carrier: "vindkraft", "vindkraftsparken".
    Words too wide to be one matter ("pengar", "kommunen") are none.
    """
    stems = [stem(word) if noun else "" for word, noun in zip(vocabulary, nouns, strict=True)]
    known = {own for own in stems if own and own not in _LIGHT}
    bases = {own: _base(own, known) for own in known}
    names = sorted(set(bases.values()))
    number = {name: place for place, name in enumerate(names)}
    matter = [number[bases[own]] if own in bases else -1 for own in stems]
    return np.array(matter, dtype=np.int64), names


def qualifier(text: str, forms: Collection[str]) -> str | None:
    """What narrows a matter where it stands in a text: the stem of "flyget" in "skatten på flyget", or a place's name.

    forms: the matter's words, lower case. None where it stands alone, or is narrowed by no more than where or when.
    """
    row = words(text)
    for place, word in enumerate(row[:-1]):
        if word.text.casefold() not in forms:
            continue
        how = row[place + 1].text.casefold()
        if how not in _NARROWING and how not in _PLACING:
            continue
        for last, after in zip(row[place + 1 :], row[place + 2 : place + 5], strict=False):
            if not text[last.end : after.start].isspace():
                break
            is_name = after.text[:1].isupper() or after.text[:1].isdigit()
            if is_name or (how in _NARROWING and is_noun(after.text.casefold())):
                return stem(after.text)
    return None


def _base(own: str, known: set[str]) -> str:
    """The shortest known stem that `own` is made of together with a carrier; itself where there is none.

    "Flyget" is "flyg" and "reservaten" is "reservat", though the stemmer leaves them apart.
    """
    shorter = stem(own.removesuffix("et"))
    if shorter in known:
        own = shorter
    for end in range(SHORTEST_BASE, len(own) - 2):
        if own[:end] in known and own[end:].removeprefix("s") in _CARRIERS:
            return own[:end]
    return own
