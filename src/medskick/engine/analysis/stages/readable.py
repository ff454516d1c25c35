"""How well a statement reads when it stands by itself: the form of the sentence only, never its meaning."""

from __future__ import annotations

import re

from .terms import speaks

COMFORTABLE = (50, 180)
FEWEST_WORDS, FEWEST_SPEAKING = 5, 3
MOST_NAMES = 0.25
LABEL = 25

_POINTS_BACK = frozenset(
    """
    men och eller samt så då sen sedan detta dessa denna därför därmed dock där här han hon hans hennes deras dess
    dessutom dit hit sådan sådana sådant ändå alltså annars också likaså däremot däribland varav vilket samtidigt
    """.split()  # noqa: SIM905
)
_ARTICLES = frozenset(("den", "de", "dom"))
_FINITE = frozenset(
    """
    är var blir blev har hade ska skall skulle kan kunde vill ville måste bör borde får fick behöver behövs finns fanns
    går gick ger gav gör gjorde kommer kom tar tog ser såg står stod ligger leder krävs kräver saknas saknar tycker
    önskar hoppas vet tror känns betyder visar handlar växer ökar minskar bor
    """.split()  # noqa: SIM905
)
_BROKEN = re.compile(r",\s*,|\(\s*\)|\s[,.]|https?:|www\.|[|•*#_]|\.\.|…")
_FULL_NAME = re.compile(r"\b[A-ZÅÄÖÉ][a-zåäöéü]+ [A-ZÅÄÖÉ][a-zåäöéü]+")
_WORD = re.compile(r"[^\W\d_]+")
_PRESENTS = re.compile(
    r"\b(?:moderator|medverkande|deltagare|deltar|medverkar|talare|programledare|modererar|modereras|vd för)\b",
    re.I,
)


def reads_well(text: str) -> float:
    """Roughly -0.9 to 0.35: a whole sentence of comfortable length that needs no other one to be understood.

    Costs: shouting, pointing back ("Men …", "Detta …"), gaps and signs where words were, lists of names, beginnings
    of lists, a mere handful of words or hardly any that say what it is about.
    """
    text = text.strip()
    words = _WORD.findall(text)
    low = [word.lower() for word in words]
    shortest, longest = COMFORTABLE
    worth = 0.1 if shortest <= len(text) <= longest else 0.0
    worth += 0.05 if text[:1].isupper() else 0.0
    worth += 0.08 if text.endswith((".", "!")) else -0.05 if text.endswith((":", "…", ",", ";")) else 0.0
    worth += 0.1 if not _FINITE.isdisjoint(low) else 0.0
    worth -= 0.2 if _shouts(text) else 0.0
    worth -= 0.25 if _points_back(low) else 0.0
    worth -= 0.25 if _BROKEN.search(text) or text[-1:] in ":;" else 0.0
    worth -= 0.1 if ":" in text[:LABEL] else 0.0
    worth -= 0.2 if _PRESENTS.search(text) else 0.0
    worth -= 0.15 if len(words) < FEWEST_WORDS or sum(map(speaks, low)) < FEWEST_SPEAKING else 0.0
    names = sum(word[0].isupper() for word in words[1:])
    worth -= 0.15 if names > MOST_NAMES * len(words) or _FULL_NAME.search(text[1:]) else 0.0
    return worth


def _shouts(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.5 * len(letters)


def _points_back(low: list[str]) -> bool:
    """Does it begin with a word that needs the sentence before? "De unga …" does not, "De har …" does."""
    if not low:
        return False
    if low[0] in _ARTICLES:
        return len(low) < 2 or low[1] in _FINITE or not low[1].endswith(("a", "e"))
    return low[0] in _POINTS_BACK
