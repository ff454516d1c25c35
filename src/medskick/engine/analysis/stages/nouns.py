"""How noun-like a Swedish word is: a label should name things, not what is done or how it is.

The list was counted from where words stand in official prose (benchmarks/engine_noun_lexicon.py). A compound that is
not in it goes by its last part, which decides in Swedish: "skolbussen" stands as "bussen" does. Only after a particle
does a last part that is as often no noun make a participle: "uppvuxen", "hemkommen".
"""

from __future__ import annotations

import gzip
import re
from functools import cache
from importlib.resources import files

SURE = 7
SHORTEST_PART = 4
PARTICIPLE, SURELY_NOUN = 0.2, 0.7
PARTICLES = frozenset(
    ["upp", "in", "ut", "ner", "ned", "hem", "bort", "fram", "kvar", "ihop", "över", "åter", "ny"]
)
_NOUN_ENDING = re.compile(
    r"(het|heten|heter|tion|tionen|tioner|ning|ningen|ningar|ningarna|skap|skapet|else|elsen|elser|are|arna|orna|"
    r"erna|dom|ism|ologi|graf|logi|itet|iteten|ment|ör|örer|ist|ister)$"
)
_OTHER_ENDING = re.compile(
    r"(lig|liga|ligt|isk|iska|iskt|bar|bara|bart|sam|samma|iga|igt|ade|ades|ande|nde|erar|era|ats|as)$"
)


def noun_likeness(form: str) -> float:
    """0 (stands like a verb, an adjective or an adverb) to 1 (stands like a noun), for one word as written."""
    known = _scores()
    word = form.lower()
    if word in known:
        return _as_share(known[word])
    if form[:1].isupper():
        return 0.8
    for start in range(2, len(word) - SHORTEST_PART + 1):
        if word[start:] in known:
            share = _as_share(known[word[start:]])
            return min(share, PARTICIPLE) if word[:start] in PARTICLES and share < SURELY_NOUN else share
    return 0.8 if _NOUN_ENDING.search(word) else 0.2 if _OTHER_ENDING.search(word) else 0.5


def is_listed(word: str) -> bool:
    """Is this lower-case word of three letters or more in the list at all?"""
    return len(word) >= 3 and word in _scores()


def _as_share(score: int) -> float:
    return min(1.0, (score + 0.5) / SURE)


@cache
def _scores() -> dict[str, int]:
    packed = files(__package__).joinpath("data/nouns_sv.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return {word: int(score) for word, _, score in (line.partition("\t") for line in lines)}
