"""For or against, as far as plain words tell: what keeps a template from turning a statement round.

Careful on purpose: a statement whose words do not tell carries only the neutral template. `Leaning` is the hook for
something better.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from medskick.engine.text.tokens import lower_words, stem

FOR, AGAINST, UNCLEAR = "for", "against", "unclear"

Leaning = Callable[[Sequence[str]], Sequence[str]]
"""Texts in, one of FOR, AGAINST, UNCLEAR for each out."""


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


NEGATIONS = _stems(
    "inte ej icke int ingen inget inga ingenting aldrig nej nä utan knappast varken slipp slippa slipper"
)
OPPOSING = _stems(
    """emot mot motsätter motsätta protesterar protestera stopp stoppa stoppas stoppar slopa slopas förbjud förbjuda
    förbjuds avskaffa avskaffas avveckla avvecklas hindra hindrar hindras förhindra förhindras motverka motverkas
    undvik undvika undviks sluta slutar nedlagd nedlagt onödig onödigt onödiga fel dåligt dålig dåliga sämre sämst oro
    orolig oroliga oroar rädd rädda risk risken risker hot hotar hotas farligt farlig skadar skada motstånd kritisk
    kritiska skrota minska minskar minskas bort"""
)
WISHES = _stems(
    """vill önskar önska önskas bör borde behöver behövs måste satsa satsas bygg bygga byggas inför införa införas
    öppna ordna skapa fixa utöka utökas öka ökas stärk stärka gärna saknar saknas ge"""
)
TURNS = _stems("men fast medan än hellre istället annars trots")
"""Words after which a wish is about something else."""


def cues(texts: Sequence[str]) -> list[str]:
    """FOR where wishes stand alone, AGAINST where opposition or worry does; UNCLEAR with a negation, both or none."""
    return [_cue({stem(word) for word in lower_words(text)}) for text in texts]


def _cue(stems: set[str]) -> str:
    if stems & NEGATIONS:
        return UNCLEAR
    opposes, wishes = bool(stems & OPPOSING), bool(stems & WISHES)
    if opposes:
        return AGAINST
    return FOR if wishes else UNCLEAR
