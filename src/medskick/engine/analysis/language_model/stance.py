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
BRIDGES = _stems(
    """ha se få att det den de en ett i på av till för och samt så vi ni man jag oss här där hit dit nu snart också även
    gärna verkligen absolut lite mer mera fler flera bättre större nya ny nytt egen eget egna sin sina sitt vår vårt
    våra kommunen regionen staten politikerna bli blir blev finns finnas kommer komma gå går köra kör kosta behålla
    bevara rädda rusta upp renovera utveckla förbättra förstärka prioritera bygger byggs öppnar öppnas skapar ordnar
    inför satsar ger får ser har"""
)
"""Words that may stand between a wish and what is wished for: none of them can make it a wish for the opposite."""
LESSENING = _stems(
    """mindre minst färre lägre sämre sänk sänka sänks sänkt stäng stänga stängs stängd stängt stängda riv riva rivs
    rivit lägga läggs lägg lagt ner ned nedlagda nedläggning begränsa begränsas begränsad förbud förbjudet slut upphör
    upphöra dra dras drar skära skärs kapa halvera halveras frysa fryses pausa pausas stoppad sälj sälja säljs flytta
    flyttas ersätta ersätts byta byts annanstans strypa stryps ta tas tar"""
)
"""Words that may make less of what is spoken of, or do away with it. Careful on purpose: "ta" is among them."""


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
