"""Names told by a small learned judge: the shape and letters of a word, what the lists say of it, and its neighbours.

A logistic regression over hashed features of one word (training/train_names.py), read from data/names.bin: threshold,
scale, bias, then one whole number for each bucket. It is asked only of words that the lists leave open, beside the
rules, so that a rare name in plain company is seen. What a word or a neighbour adds is worked out once and remembered.
"""

import os
import re
from array import array
from collections.abc import Iterator
from functools import cache, lru_cache
from math import log2
from typing import NamedTuple
from zlib import crc32

from ..wordlists import listed, read_words
from .people import KIN, MOSTLY_PEOPLE, Judge, Span, Word, is_job

BUCKETS = 1 << 16
_MANY = 2.0
"""How much more must speak for a name each time twice as many words are asked about: more tries find more by chance."""
_LONG, _LONG_MORE = 60, 1.5
"""From how many words a text is seldom an answer, and how much more must speak for a name in it: programmes and reports
are full of bodies and titles that the lists do not hold."""
_ELSEWHERE = 4.0
"""How much more must speak for a name in a text that is not Swedish: the model knows no other language."""
_MOST = 24
"""Letters of a word that are read."""
_GAP_SIGNS = ",:;/(\"”“'–—-.!?\n&+"
_NOT_ALONE = read_words(__file__, "not_alone")
_NOT_LOWER = _NOT_ALONE | read_words(__file__, "not_alone_lower")
_GIVEN = read_words(__file__, "given_names") | read_words(__file__, "given_names_more")
_THINGS = read_words(__file__, "things")
_EVERYDAY = read_words(__file__, "everyday_words")
_COMPOUND = re.compile(r"-[a-zåäö][^-]*$")
_CAPITAL_INSIDE = re.compile(r"(?<!Mc)(?<!Mac)(?<=[a-zåäö])[A-ZÅÄÖ]|^[A-ZÅÄÖ]{2,}[a-zåäö]")
_STREET = re.compile(r"(?:vägen|gatan|leden|torget|gränden|stigen|bron|banan)s?$")
_PRONOUNS = listed("han hon honom henne hans hennes hen hens he she him her his")
_NAMED = ("G", "g")


class Seen(NamedTuple):
    """What is known of a word by itself: its class (see `class_of`) and how it is written."""

    kind: str
    opens: bool
    capital: bool


def bucket(feature: str) -> int:
    """The bucket of a feature."""
    return crc32(feature.encode("utf-8", "surrogatepass")) % BUCKETS


def class_of(word: Word, judge: Judge, *, unlisted: bool = False) -> str:
    """G sure given name, g given name that is also a word, S listed surname, P place, T thing or body, J job or kin, C common
    word, D everyday word, B ending of a body, E surname's ending, U unknown. `unlisted`: as if no list held it."""  # noqa: E501
    stem = word.key.removesuffix("s")
    if not unlisted and judge.is_given(word.text):
        return "G" if judge.sure_given(word) else "g"
    if not unlisted and (word.key in judge.places or stem in judge.places):
        return "P"
    if not unlisted and (word.key in _THINGS or stem in _THINGS):
        return "T"
    if is_job(word.key) or word.key in KIN:
        return "J"
    if not unlisted and word.key in judge.common:
        return "C"
    if not unlisted and word.key in _EVERYDAY:
        return "D"
    if not unlisted and (word.key in judge.surnames or stem in judge.surnames):
        return "S"
    if not judge.may_be_name(word.text):
        return "B"
    return "E" if judge.shaped(word) else "U"


def letters_of(text: str) -> list[str]:
    """Features of a word by itself: its runs of letters, its endings and its shape."""
    framed = f"<{text.casefold()[:_MOST]}>"
    found = [f"r{framed[i : i + size]}" for size in (2, 3, 4) for i in range(len(framed) - size + 1)]
    found += [f"e{framed[-size - 1 : -1]}" for size in (1, 2, 3, 4)]
    shape = re.sub(
        r"(.)\1+", r"\1", "".join("A" if c.isupper() else "a" if c.isalpha() else c for c in text[:_MOST])
    )
    return [*sorted(set(found)), f"s{shape}", f"n{min(len(text), 12)}"]


def flags_of(word: Word, kind: str) -> list[str]:
    """Features of what the lists say."""
    found = [f"k{kind}", f"k{kind}o{word.opens}", f"k{kind}c{word.capital}", f"c{word.capital}o{word.opens}"]
    if word.key in MOSTLY_PEOPLE:
        found.append("mostly")
    if word.key in _NOT_ALONE or word.key.removesuffix("s") in _NOT_ALONE:
        found.append("notalone")
    if word.key.endswith("s"):
        found.append(f"genitive{kind}")
    return found


def neighbours_of(words: list[Word], i: int, kind: str, judge: Judge) -> list[tuple[str, str, str]]:
    """(slot, neighbour, class) of the two words before and after with the signs between, and whether "han" or "hon" follows."""  # noqa: E501
    after = any(word.key in _PRONOUNS for word in words[i + 1 : i + 13])
    found = [("t", f"|{after}|{len(words) > 3}", kind)]
    for slot, k in (("p", i - 1), ("n", i + 1), ("q", i - 2), ("m", i + 2)):
        if not 0 <= k < len(words):
            found.append((slot, "<none>", kind))
            continue
        gap = (
            words[max(k, i)].before
            if abs(k - i) == 1
            else words[max(k, i)].before + words[max(k, i) - 1].before
        )
        signs = "".join(sorted({c for c in gap if c in _GAP_SIGNS}))[:3] + "9" * any(map(str.isdigit, gap))
        found.append((slot, f"{signs}|{words[k].key[:_MOST]}|{_written(words[k], judge)}", kind))
    return found


def _written(word: Word, judge: Judge) -> str:
    return f"{class_of(word, judge)}{'A' if word.capital else 'a'}"


def spread(slot: str, neighbour: str, kind: str) -> list[str]:
    """Features of a neighbour: the word, its ending and its class, each alone and with the class of the word judged."""
    signs, _, rest = neighbour.partition("|")
    key, _, written = rest.rpartition("|")
    plain = [
        f"{slot}{signs}|{key}",
        f"{slot}g{signs}",
        f"{slot}w{signs}{written}",
        f"{slot}e{key[-3:]}",
        f"{slot}f{key[-2:]}{written}",
    ]
    group = "N" if kind in _NAMED else "O" if kind in "PTCDBJ" else "U"
    return [*plain, *(f"{group}{feature}" for feature in plain[:4])]


def is_open(words: list[Word], i: int, judge: Judge) -> bool:
    """Whether a word is worth asking about."""
    word = words[i]
    if not word.capital:
        return (
            word.key in _GIVEN
            and len(word.key) > 1
            and word.key not in judge.common
            and word.key not in _NOT_LOWER
            and word.key not in _EVERYDAY
        )
    if word.key in judge.common or word.key in _EVERYDAY:
        return not word.opens and judge.is_given(word.text)
    if not 1 < len(word.key) < 41 or (word.text.isupper() and not judge.is_given(word.text)):
        return False
    if _STREET.search(word.key):
        return False
    return not _COMPOUND.search(word.text) and not _CAPITAL_INSIDE.search(word.text)


def score(words: list[Word], i: int, judge: Judge) -> float:
    """How much speaks for word `i` being part of somebody's name; 0 is the threshold."""
    model, word = _model(), words[i]
    kind = class_of(word, judge)
    total = model.bias + _letters(word.text) + _sum(tuple(flags_of(word, kind)))
    for slot, neighbour, of in neighbours_of(words, i, kind, judge):
        total += _neighbour(slot, neighbour, of)
    return total * model.scale - model.threshold


def likely_names(words: list[Word], judge: Judge) -> Iterator[Span]:
    """Yield the spans of words that the model takes for somebody's name, neighbours joined."""
    start = end = last = -1
    asked = [
        i for i, word in enumerate(words) if (word.capital or word.key in _GIVEN) and is_open(words, i, judge)
    ]
    if not asked:
        return
    least = 0.0 if _in_swedish(words, judge) else _ELSEWHERE
    least += _LONG_MORE if len(words) > _LONG else 0.0
    least += _MANY * log2(max(1.0, len(asked) / 3))
    for i in asked:
        word = words[i]
        if score(words, i, judge) < least:
            continue
        if start >= 0 and last == i - 1 and word.near:
            end, last = word.end, i
            continue
        if start >= 0:
            yield start, end
        start, end, last = word.start, word.end, i
    if start >= 0:
        yield start, end


def _in_swedish(words: list[Word], judge: Judge) -> bool:
    """Whether most words without a capital are Swedish, or there are too few to tell."""
    plain = [word.key for word in words if not word.capital]
    known = sum(key in judge.common or key in _EVERYDAY for key in plain)
    return len(plain) < 3 or 2 * known >= len(plain)


@lru_cache(maxsize=50_000)
def _letters(text: str) -> int:
    return _model().total(letters_of(text))


@lru_cache(maxsize=50_000)
def _neighbour(slot: str, neighbour: str, kind: str) -> int:
    return _model().total(spread(slot, neighbour, kind))


@lru_cache(maxsize=20_000)
def _sum(features: tuple[str, ...]) -> int:
    return _model().total(list(features))


class _Model:
    def __init__(self) -> None:
        with open(os.path.join(os.path.dirname(__file__), "data", "names.bin"), "rb") as file:
            head = array("d")
            head.frombytes(file.read(24))
            self.table = array("b")
            self.table.frombytes(file.read())
        self.threshold, self.scale, self.bias = head

    def total(self, features: list[str]) -> int:
        """The sum of the weights of features, in steps of the scale."""
        return sum(self.table[bucket(feature)] for feature in features)


@cache
def _model() -> _Model:
    return _Model()
