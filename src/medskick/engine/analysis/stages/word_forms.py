"""Which form of a word stands in a heading: no genitive, and definite or indefinite alike in all parts.

Only forms that people wrote are chosen. What is definite is told by the ending and by a known word without it:
"skolan" beside "skola". Data: plurals with another vowel, which stems do not join ("böcker", "bok").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from medskick.engine.text.tokens import stem

from .nouns import is_listed, noun_likeness

LEAST_NOUN_LIKE, LEAST_NOUN_LIKE_OF_BASE = 0.4, 0.25
SHORTEST_PART, SURELY_LONG = 4, 8
SHORTEST_DOER, LEAST_NOUN_LIKE_OF_DOER = 6, 0.6
LEAST_BESIDE_DEFINITE = 0.25
VOWELS = "aeiouyåäö"
OTHER_VOWEL = (
    ("städer", "stad"),
    ("böcker", "bok"),
    ("bönder", "bond"),
    ("bröder", "broder"),
    ("döttrar", "dotter"),
    ("fötter", "fot"),
    ("föräldrar", "föräld"),
    ("händer", "hand"),
    ("länder", "land"),
    ("mödrar", "moder"),
    ("mammor", "mamma"),
    ("nätter", "natt"),
    ("rötter", "rot"),
    ("stränder", "strand"),
    ("städerna", "stad"),
    ("tänder", "tand"),
    ("vintrar", "vinter"),
    ("somrar", "sommar"),
    ("älvar", "älv"),
)
_OTHER_VOWEL = re.compile(rf"({'|'.join(plural for plural, _ in OTHER_VOWEL)})(na|s|nas)?$")
_SINGULAR = dict(OTHER_VOWEL)
NEVER_DEFINITE = frozenset(["internet"])
_DEFINITE_PLURAL = re.compile(r"[a-zåäöéü-]{2,}[aoe]rna")
_GENITIVE_SIGN = re.compile(r"[:'’]s$")


@cache
def term_of(word: str) -> str:
    """The stem of a lower-case word. Definite nouns and plurals with another vowel get that of the plain word."""
    word = _GENITIVE_SIGN.sub("", word)
    found = _OTHER_VOWEL.search(word)
    if found:
        return stem(word[: found.start()] + _SINGULAR[found[1]])
    plain = word[:-1] if is_genitive(word) else word
    return stem(indefinite(plain) or word)


def without_genitive_sign(word: str) -> str:
    """ "FN:s" → "FN"."""
    return _GENITIVE_SIGN.sub("", word)


def is_definite(form: str) -> bool:
    """Is the last word a definite noun, with a known indefinite form?"""
    return indefinite(form.split(" ")[-1].lower()) is not None


@cache
def indefinite(word: str) -> str | None:
    """The known indefinite form of a definite noun, None for other words. Compounds go by their last part."""
    if word in NEVER_DEFINITE:
        return None
    for start in (0, *range(2, len(word) - SHORTEST_PART + 1)):
        part = word[start:]
        if part.endswith("en") and is_listed(f"{part[:-1]}t"):  # "yrken" beside "yrket"
            return None
        for base in _bases(part):
            if is_listed(base) and noun_likeness(base) >= LEAST_NOUN_LIKE_OF_BASE:
                return word[:start] + base
        if is_listed(part):
            return None
    return None


@cache
def is_genitive(form: str) -> bool:
    """Is the last word a genitive of a known noun ("invandrarnas", "kommunens")?"""
    word = form.split(" ")[-1].lower()
    bare = word[:-1]
    if len(word) < 5 or not word.endswith("s") or word.endswith(("ss", "is", "us")):
        return False
    if is_listed(word) and not is_listed(bare):  # "finans", but "invandrarnas"
        return len(bare) >= SURELY_LONG and is_definite(bare)
    if is_definite(bare):
        return not is_listed(word) or noun_likeness(bare) >= LEAST_NOUN_LIKE
    return is_listed(bare) and noun_likeness(bare) >= 0.7 and not is_listed(f"{word}en")


def choose_form(forms: Mapping[str, int], *, definite: bool | None = None) -> str | None:
    """The form for a heading among those written (with how often): None if none is of the kind asked for.

    definite: True or False asks for that kind; None for the usual one, which is the indefinite where that is at least
    a fourth as common as the definite. A form counts with its definite or indefinite twin, so that number goes by
    what most wrote. A definite plural ("flickorna") is read as the plural ("flickor") unless the definite is asked
    for: as a heading it points at somebody. On ties the shorter, then the first by alphabet.
    """
    plain = _fit(forms) if definite else _with_plain_plurals(_fit(forms))
    if not plain:
        return None
    bare = {form: n for form, n in plain.items() if not is_definite(form)}
    marked = {form: n for form, n in plain.items() if is_definite(form)}
    if definite is None:
        definite = not bare or sum(bare.values()) < LEAST_BESIDE_DEFINITE * sum(marked.values())
    kind = marked if definite else bare
    if not kind:
        return None
    worth = {form: n + sum(plain.get(twin, 0) for twin in _twins(form, plain)) for form, n in kind.items()}
    return min(kind, key=lambda form: (-worth[form], -kind[form], len(form), form))


def heading_form(own: Mapping[str, int], elsewhere: Mapping[str, int]) -> str:
    """The form for a heading that stands alone; a word that nobody writes but as a genitive loses its s."""
    form = choose_form(own) or _most_common(own)
    if not is_genitive(form):
        return form
    other = choose_form(elsewhere) or form
    return other[:-1] if is_genitive(other) else other


def agreeing(parts: Sequence[Mapping[str, int]], elsewhere: Sequence[Mapping[str, int]]) -> list[str]:
    """One form per part: all indefinite if people wrote all so, else all definite, else each as it is mostly written.

    parts: how often each form of each part is written in the group. elsewhere: the same in all texts, asked only when
    the group has no form that agrees. A single part stands as it is mostly written; names and fixed phrases stay.
    """
    usual = [heading_form(own, others) for own, others in zip(parts, elsewhere, strict=True)]
    if len(parts) < 2 or len({is_definite(form) for form in usual}) < 2:
        return usual
    for definite in (False, True):
        found = [
            form
            if form[:1].isupper() or " " in form
            else choose_form(own, definite=definite) or choose_form(others, definite=definite)
            for form, own, others in zip(usual, parts, elsewhere, strict=True)
        ]
        if all(found):
            return [form for form in found if form]
    return usual


def _with_plain_plurals(forms: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for form, n in forms.items():
        bare = plain_plural(form)
        found[bare] = found.get(bare, 0) + n
    return found


@cache
def plain_plural(form: str) -> str:
    """ "flickorna" → "flickor", "lärarna" → "lärare"; any other form as it is."""
    if not _DEFINITE_PLURAL.fullmatch(form):
        return form
    plain, doer = form[:-2], f"{form[:-2]}e"
    if not form.endswith("arna"):
        return plain
    if is_listed(doer):
        return doer if noun_likeness(doer) >= LEAST_NOUN_LIKE else plain
    parts = () if is_listed(plain) else (doer[n:] for n in range(2, len(doer) - SHORTEST_DOER + 1))
    return doer if any(is_listed(p) and noun_likeness(p) >= LEAST_NOUN_LIKE_OF_DOER for p in parts) else plain


def _fit(forms: Mapping[str, int]) -> dict[str, int]:
    """The forms without genitives and other words than nouns, as long as that leaves any."""
    plain = {form: n for form, n in forms.items() if not is_genitive(form)} or dict(forms)
    nouns = {form: n for form, n in plain.items() if _stands_as_noun(form, plain)}
    return nouns or plain


def _stands_as_noun(form: str, forms: Iterable[str]) -> bool:
    return any(noun_likeness(own.split(" ")[-1]) >= LEAST_NOUN_LIKE for own in (form, *_twins(form, forms)))


def _most_common(forms: Mapping[str, int]) -> str:
    return min(forms, key=lambda form: (-forms[form], len(form), form))


def _twins(form: str, forms: Iterable[str]) -> list[str]:
    plain = indefinite(form)
    return [other for other in forms if other != form and (other == plain or indefinite(other) == form)]


def _bases(word: str) -> tuple[str, ...]:
    """What a word may be the definite form of, longest ending first: "skolan" → "skola", "vården" → "vård"."""
    found = []
    if word.endswith("na") and len(word) > 5 and word[-3] in "er":
        found.append(word[:-2])
    if word.endswith("arna"):  # "invandrarna" → "invandrare"
        found.append(f"{word[:-2]}e")
    if word.endswith(("en", "et")) and len(word) > 4:
        found.append(word[:-2])
    if word.endswith("n") and len(word) > 4 and (word[-2] in VOWELS or word[-3:-1] in ("er", "el", "or")):
        found.append(word[:-1])
    if word.endswith("et") and len(word) > 4:
        found.append(word[:-1])
    if word.endswith("men") and len(word) > 6:
        found.append(word[:-3])
    return tuple(base for base in found if len(base) >= 3)
