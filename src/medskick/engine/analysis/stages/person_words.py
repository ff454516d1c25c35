"""Words for whom something is about: ages, sexes, roles and crowds. They say who, and seldom what. Data, mostly."""

from __future__ import annotations

import re
from functools import lru_cache

SHORTEST_LAST_PART = 4
_DOER = re.compile(r"\w{3}(?:are|aren|arna|arens|ist|isten|ister|isterna)$")  # "forskare", "journalister"
PERSON_WORDS = frozenset(
    """
    anhörig anhöriga anställd anställda anställde ansökande arbetslösa asylsökande barn barnbarn barnen
    befolkning befolkningen besökare besökaren besökarna boende boenden brukare brukarna chef chefen chefer
    cheferna deltagare deltagarna dotter döttrar elev eleven elever eleverna ensamkommande expert experter
    experterna fader familj familjen familjer familjerna far farfar flicka flickan flickor flickorna fru
    funktionshindrade funktionsnedsatta förälder föräldern föräldrar föräldrarna generation generationen
    generationer generationerna gubbar gubbarna gubbe hemlösa individ individen individer individerna inflyttad
    inflyttade invånare invånaren invånarna karl karlar konsument konsumenten konsumenter konsumenterna kund
    kunden kunder kunderna kvinna kvinnan kvinnor kvinnorna kärring kärringar ledamot ledamöter ledare ledaren
    ledarna långtidssjukskrivna mamma mamman mammor mammorna man mannen medarbetare medarbetaren medarbetarna
    medborgare medborgaren medborgarna medlem medlemmar medlemmarna medlemmen moder mor mormor män männen
    nyanlända nyinflyttad nyinflyttade pappa pappan pappor papporna passagerare patient patienten patienter
    patienterna pensionär pensionären pensionärer pensionärerna personal personalen pojkar pojkarna pojke pojken
    politiker politikern politikerna resenär resenären resenärer resenärerna senior senioren seniorer seniorerna
    sjuka son student studenten studenter studenterna syskon söner tant tanter tanterna tjejer tjejerna tonåring
    tonåringar tonåringarna turist turisten turister turisterna unga ungdom ungdomar ungdomarna ungdomen
    utflyttad utflyttade utsatta vuxen vuxna väljare väljarna yngre ägare ägarna äldre åhörare åldring åldringar
    """.split()  # noqa: SIM905
)


@lru_cache(maxsize=100_000)
def tells_who(form: str) -> bool:
    """Is this a word, or a compound or pair that ends in one, for a crowd or a role and not for a matter?"""
    word = form.lower().split(" ")[-1].split("-")[-1]
    return (
        bool(_DOER.search(word))
        or word in PERSON_WORDS
        or any(word[start:] in PERSON_WORDS for start in range(2, len(word) - SHORTEST_LAST_PART + 1))
    )
