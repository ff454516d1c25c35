"""Which statements say what a phrase says, judged by their words alone: the same words in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medskick.engine.text.normalise import nfc
from medskick.engine.text.tokens import lower_words, stem, words
from medskick.engine.text.wordlists import listed

from .stance import BLAME, BRIDGES, ENDING, LESSENING, NEGATIONS, OPPOSING, SAVING, WISHES, WORRY, stems_of

GIVEN = listed("en ett den det de och i på av att som för till om med vid")
"""Words that a phrase may use though a statement does not: they join, and say nothing by themselves."""
REACH_OF_NEGATION, REACH_OF_WISH = 4, 6
_MARKS = frozenset(".!?,;:()\n–")
_TURNS = listed(
    "men fast fastän eftersom därför annars medan när än som utan så istället innan tills trots däremot samtidigt"
)
_JOINS = listed("och å samt eller")
REACH_OF_JOINING = 2
_STANDING = listed("är var vara varit emot helt starkt bestämt absolut definitivt")
_TAKING = frozenset(stem(word) for word in ("ta", "tar", "tas"))


@dataclass(frozen=True)
class Found:
    """Where a phrase lies in a statement, by number of word: first and last."""

    first: int
    last: int


def content_stems(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase that a statement must have."""
    pairs = zip(lower_words(phrase), stems_of(phrase), strict=True)
    return tuple(own for word, own in pairs if word not in GIVEN)


def find(phrase: Sequence[str], statement: Sequence[str]) -> Found | None:
    """The tightest place where the stems of a phrase stand in order in a statement, negated neither inside nor just
    before; None where there is none."""
    best: Found | None = None
    for first, word in enumerate(statement):
        if not phrase or word != phrase[0]:
            continue
        last = _follow(phrase, statement, first)
        if last is not None and (best is None or last - first < best.last - best.first):
            best = Found(first, last)
    if best is None:
        return None
    around = statement[max(0, best.first - REACH_OF_NEGATION) : best.last + 1]
    return None if NEGATIONS.intersection(around) else best


def wished(found: Found, statement: Sequence[str]) -> bool:
    """Does a wish stand shortly before the phrase, or begin it, and nothing that could turn it round?

    Between the two only words are let through that are known to leave a wish as it is: "vill lägga ner badhuset" and
    "vill ha färre bilar" are no wishes for what comes last, and nobody can list all such words. Neither may anything
    beside the phrase make less of it: "vill att gruvan stängs".
    """
    beside = (*statement[: found.first], *statement[found.last + 1 :])
    if LESSENING.intersection(beside):
        return False
    for place in range(found.first, max(-1, found.first - REACH_OF_WISH - 1), -1):
        if statement[place] in WISHES:
            return True
        if place < found.first and statement[place] not in BRIDGES:
            return False
    return False


def part_around(found: Found, text: str) -> str | None:
    """The part of a sentence that a phrase stands in, lower case; None where it stands in several.

    A part ends at a sign and at words such as "men" and "medan"; at "och" only where something is asked for, turned
    against or denied right after it, as in "vi är oroliga för skolan och vill ha badhuset kvar".
    """
    whole = nfc(text).casefold()
    spans, stems = words(whole), stems_of(text)
    starts = [0]
    for place in range(1, len(spans)):
        word = spans[place].text
        soon = stems[place + 1 : place + 1 + REACH_OF_JOINING]
        joins_news = word in _JOINS and not (WISHES | OPPOSING | NEGATIONS).isdisjoint(soon)
        gap = whole[spans[place - 1].end : spans[place].start]
        if word in _TURNS or joins_news or not _MARKS.isdisjoint(gap):
            starts.append(place)
    start = max(place for place in starts if place <= found.first)
    end = min((place for place in starts if place > found.first), default=len(spans))
    if found.last >= end:
        return None
    return whole[spans[start].start : spans[end - 1].end]


def opposed(phrase: Sequence[str], part: str) -> bool:
    """Is a part of a sentence with the phrase in it critical or worried, and does nothing in it turn that round?

    Worry is worry, whatever it is about. Of words that blame or do away with something there must be just one, the
    phrase left aside: "stoppa nedläggningen av badhuset" and "fel att riva badhuset" are not against the baths. "Mot"
    counts only where somebody is against: "bussen mot kusten". Whoever would save something is not against it.
    """
    own, stems = lower_words(part), stems_of(part)
    if SAVING in stems or NEGATIONS.intersection(stems):
        return False
    if WORRY.intersection(stems):
        return True
    beside = find(phrase, stems)
    inside = range(beside.first, beside.last + 1) if beside else range(0)
    against = [n for n, word in enumerate(stems) if word in ENDING | BLAME and not _leads_there(own, n)]
    lessens = [
        n
        for n, word in enumerate(stems)
        if word in LESSENING
        and n not in inside
        and not (word in _TAKING and "bort" in own[n + 1 : n + 2])
        and n not in against
    ]
    return len(against) == 1 and not lessens


def _leads_there(words: Sequence[str], place: int) -> bool:
    """Does "mot" or "bort" tell the way here, not what somebody thinks?"""
    before = words[place - 1] if place else ""
    if words[place] == "mot":
        return bool(place) and before not in _STANDING
    return words[place] == "bort" and before in (
        "långt",
        "längst",
        "dit",
        "resa",
        "åka",
        "åker",
        "köra",
        "kör",
    )


def _follow(phrase: Sequence[str], statement: Sequence[str], first: int) -> int | None:
    place = first
    for wanted in phrase[1:]:
        place += 1
        while place < len(statement) and statement[place] != wanted:
            place += 1
        if place == len(statement):
            return None
    return place if place - first <= 3 * len(phrase) + 4 else None
