"""Say which of the region's languages a text is written in, or that it is too short to tell."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from .normalise import plain_view
from .wordlists import read_words

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_OPENS = re.compile(r"(?:^|[.!?:;\n•])[\s\W\d_]*$")

LANGUAGES = ("sv", "en", "fi", "fit", "se")

# word -> {language: votes}; a word that several languages list shares its two votes among them.
_LEXICON: dict[str, dict[str, float]] = {}
for _language in LANGUAGES:
    for _word in read_words(__file__, _language):
        _LEXICON.setdefault(_word, {})[_language] = 2.0
for _votes in _LEXICON.values():
    for _language in _votes:
        _votes[_language] = 2.0 / len(_votes)

# The English pronoun is always written "I", the Swedish preposition (in) so only where a sentence begins.
_PRONOUN: dict[str, float] = {"en": 2.0}
_PREPOSITION: dict[str, float] = {"sv": 2.0, "en": 0.4}  # many write the pronoun small too
_EITHER: dict[str, float] = {"sv": 1.0, "en": 1.0}

# Shapes of words: (pattern, language, votes for each word that has it)
_SHAPES = tuple(
    (re.compile(pattern), language, votes)
    for pattern, language, votes in (
        (r"å", "sv", 1.4),
        # English has no such letters; Finnish has, but neither these consonants nor several of them first in a word.
        (r"[åäö]", "en", -1.0),
        (r"^(?=.*[äö])(?:.*[bcfgxz]|[^\Waeiouyåäö\d]{2}|.*[dfgkmpv]$)", "sv", 1.2),
        (r"[ao]r$|[a-zåäö]{3}(?:na|en|et)$", "sv", 0.3),
        (
            r"(?:ning|ningen|ningar|het|heten|heter|erna|arna|orna|tion|tionen|skt|lig|liga|ligt|ande|ade|ats|else|skap)$",
            "sv",
            0.9,
        ),
        (r"sj|skj|stj|ck|rd|gt$|tt$|xt", "sv", 0.3),
        (r"w|th|ph|ght|oo[kdlt]|ea[drt]|ou[rl]", "en", 0.7),
        (r"(?:ing|tion|ness|ment|ly|able|ful|ous|'s|ed)$", "en", 0.6),
        (r"aa|ii|uu|ää|öö|yy|uo|yö|äy|kk[aäoeiuy]|euu", "fi", 0.35),
        (
            r"(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|nen|set|sen|maan|mään|kaan|kään|vat|vät|mme|tte|nsa|nsä|inen|iset|isia)$",
            "fi",
            0.8,
        ),
        (r"(?:ssa|ssä|sta|stä|kaan|inen|vat)$|aa|ii|uu|ää", "fit", 0.3),
        (
            r"[^\W\d_]h(?:aan|hään|een|iin|oon|uun|yyn|öön|hin)$|[bcdfgjklmnprstv]h(?:a|e|i|o|u|ä|ö)|(?:emma|ämmä|imma)$|^(?:oon|mie|sie|meän)$|mm?aa$|ssaa$",
            "fit",
            0.9,
        ),
        (r"[čđŋšŧž]", "se", 1.5),
        (r"á", "se", 1.2),
        (r"ea|uo|ie|oa|dd[aáj]|hk|ht|bb|gg|dn|(?:in|iid|at|it|et|ut|is|as|os)$", "se", 0.25),
    )
)
_ENOUGH = 3.0
"""Votes that a text must give its best language; about two plain function words."""
_LEAD = 1.25
"""How many times the votes of the runner-up the best must have."""
_SAMPLE = 400


@lru_cache(maxsize=8)  # many a text is one statement, and is asked about twice
def identify(text: str) -> str | None:
    """Return "sv", "en", "fi", "fit" (Meänkieli) or "se" (Northern Sami), or None when the text does not tell.

    A text of a word or two, of names, figures or signs alone, or between two languages gives None. Of a mixed text
    the language of most of its words is returned. One word said several times is not enough to tell.
    """
    plain = plain_view(text).text
    found = list(islice(_WORD.finditer(plain), _SAMPLE))
    if len(found) < 2:
        return None
    shouted = plain.isupper()
    totals = dict.fromkeys(LANGUAGES, 0.0)
    heard: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for match in found:
        for language, votes in _heard_in(plain, match, shouted):
            totals[language] += votes
            if votes > 0:
                heard[language].add(match.group().casefold())
    ranked = sorted(totals.items(), key=lambda item: -item[1])
    (best, most), (_, second) = ranked[0], ranked[1]
    if most < _ENOUGH or most < second * _LEAD or len(heard[best]) < 2:
        return None
    return best


def _heard_in(plain: str, match: re.Match[str], shouted: bool) -> Iterable[tuple[str, float]]:
    """The votes of a word where it stands. A name, that is a capital inside a sentence, has none by its shape."""
    word = match.group()
    small = word.casefold()
    large = word[0].isupper() and not shouted
    if small == "i":
        told = _PREPOSITION if not large else _EITHER if _opens(plain, match.start()) else _PRONOUN
        return told.items()
    if large and not _opens(plain, match.start()):
        return _LEXICON.get(small, {}).items()
    return _votes_of(small)


def _opens(plain: str, start: int) -> bool:
    """Whether a sentence begins there."""
    return _OPENS.search(plain, max(0, start - 8), start) is not None or start == 0


@lru_cache(maxsize=50_000)
def _votes_of(word: str) -> tuple[tuple[str, float], ...]:
    votes = dict(_LEXICON.get(word, {}))
    for pattern, language, weight in _SHAPES:
        if pattern.search(word):
            votes[language] = votes.get(language, 0.0) + weight
    return tuple(votes.items())
