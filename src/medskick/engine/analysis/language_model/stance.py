"""For or against, as far as plain words tell: what keeps a template from turning a statement round.

Careful on purpose: a statement whose words do not tell carries only the neutral template. `Leaning` is the hook for
something better.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from medskick.engine.text.tokens import lower_words, stem
from medskick.engine.text.wordlists import listed

FOR, AGAINST, UNCLEAR = "for", "against", "unclear"

Leaning = Callable[[Sequence[str]], Sequence[str]]
"""Texts in, one of FOR, AGAINST, UNCLEAR for each out."""


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


NEGATIONS = _stems(
    "inte ej icke int ingen inget inga ingenting aldrig nej nä utan knappast varken slipp slippa slipper"
)
ENDING = _stems(
    """emot mot motsätter motsätta protesterar protestera stopp stoppa stoppas stoppar slopa slopas förbjud förbjuda
    förbjuds avskaffa avskaffas avveckla avvecklas hindra hindrar hindras förhindra förhindras motverka motverkas
    undvik undvika undviks sluta slutar motstånd skrota minska minskar minskas bort"""
)
"""Words that do away with what is spoken of, or stand against it."""
BLAME = _stems("nedlagd nedlagt onödig onödigt onödiga fel dåligt dålig dåliga sämre sämst kritisk kritiska")
WORRY = _stems(
    "oro oron orolig oroliga oroar rädd rädsla rädslan risk risken risker hot hotar hotas farligt farlig skadar skada"
)
OPPOSING = ENDING | BLAME | WORRY
SAVING = "rädda"
"""What `stems_of` calls the verb "rädda": its stem alone would make those afraid who want to save something."""
WISHES = _stems(
    """vill önskar önska önskas bör borde behöver behövs måste satsa satsas bygg bygga byggas inför införa införas
    öppna ordna skapa fixa utöka utökas öka ökas stärk stärka gärna saknar saknas ge"""
) | {SAVING}
BRIDGES = _stems(
    """ha se få att det den de en ett i på av till för och samt så vi ni man jag oss här där hit dit nu snart också även
    gärna verkligen absolut lite mer mera fler flera bättre större nya ny nytt egen eget egna sin sina sitt vår vårt
    våra kommunen regionen staten politikerna bli blir blev finns finnas kommer komma gå går köra kör kosta behålla
    bevara rusta upp renovera utveckla förbättra förstärka prioritera bygger byggs öppnar öppnas skapar ordnar
    inför satsar ger får ser har"""
) | {SAVING}
"""Words that may stand between a wish and what is wished for: none of them can make it a wish for the opposite."""
LESSENING = _stems(
    """mindre minst färre lägre sämre sänk sänka sänks sänkt stäng stänga stängs stängd stängt stängda riv riva rivs
    rivit lägga läggs lägg lagt ner ned nedlagda nedläggning begränsa begränsas begränsad förbud förbjudet slut upphör
    upphöra dra dras drar skära skärs kapa halvera halveras frysa fryses pausa pausas stoppad sälj sälja säljs flytta
    flyttas ersätta ersätts byta byts annanstans strypa stryps ta tas tar"""
)
"""Words that may make less of what is spoken of, or do away with it. Careful on purpose: "ta" is among them."""


_ASKS_FOR_A_VERB = listed(
    "att vill ville ska skall kan kunde måste bör borde behöver försök försöka hjälp hjälpa"
)
_SAYS_HOW_ONE_IS = listed("är var vara varit blir blev bli blivit känner kände känna verkar gör gjort göra")
_OF_WHAT = listed("för att")
_FORMS = listed("rädd rädda räddar räddas räddat räddats räddade räddades räddande")
REACH_OF_BEING = 3


@lru_cache(maxsize=20_000)
def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order; SAVING for the forms of the verb "rädda"."""
    words = lower_words(text)
    return tuple(
        SAVING if word in _FORMS and not _afraid(words, n) else stem(word) for n, word in enumerate(words)
    )


def _afraid(words: Sequence[str], place: int) -> bool:
    """Is a form of "rädda" and "rädd" the word for fear? "Rädda för vargen", "vi är rädda"; not "rädd om"."""
    word = words[place]
    before, after = words[max(0, place - REACH_OF_BEING) : place], words[place + 1 : place + 2]
    if after == ["om"]:
        return False
    if word == "rädd":
        return True
    if word != "rädda" or (before and before[-1] in _ASKS_FOR_A_VERB):
        return False
    return bool(_OF_WHAT.intersection(after)) or not _SAYS_HOW_ONE_IS.isdisjoint(before)


def cues(texts: Sequence[str]) -> list[str]:
    """FOR where wishes stand alone, AGAINST where opposition or worry does; UNCLEAR with a negation, both or none."""
    return [_cue(frozenset(stems_of(text))) for text in texts]


def _cue(stems: frozenset[str]) -> str:
    if stems & NEGATIONS:
        return UNCLEAR
    opposes, wishes = bool(stems & OPPOSING), bool(stems & WISHES)
    if opposes:
        return AGAINST
    return FOR if wishes else UNCLEAR
