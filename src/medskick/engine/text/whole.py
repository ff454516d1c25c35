"""Does a piece of a text say something by itself, or does it greet, present the writer, or lead on to what follows?

A rule about the form of Swedish sentences, with word lists of closed classes only: greetings, ways to present oneself,
words that bind. It knows nothing of what people write about.
"""

import re

from .wordlists import listed

FEWEST_WORDS = 3
"""A shorter piece is whole only where it asks, demands or tells: with a verb or a word of wishing."""

_WORD = re.compile(r"[^\W_]+(?:[-'’:][^\W_]+)*")
_OPENING = " \t\r\n\"'”“«»*•·–—-"
_CLOSING = " \t\r\n\"'”“»)]"
# White space is never given back below: ten thousand spaces cost no more than their number.
_LEADS_ON = (":", ",", ";", "…", "...", "-", "–", "—", "/", "(", "&", "+")
_GREETS = re.compile(
    r"(?:hej(?:san)?|hejhej|hallå|tjena|tjenare|tja|goddag|god (?:dag|morgon|kväll|afton))\b|"
    r"(?:kära|bästa|ärade|till) \w+(?: \w+)?\s*+[.!]?\s*+$",
    re.IGNORECASE,
)
_PARTS_WITH = re.compile(
    r"(?:med (?:vänlig|vänliga|varm|varma|bästa|goda) häls|(?:många |vänliga |varma )?hälsningar\b|hälsar\b|mvh\b|"
    r"m\.v\.h|vänligen\b|tack (?:för (?:mig|ordet|att (?:jag|vi|ni))|på förhand)|ha det (?:bra|gott)|lycka till\b)",
    re.IGNORECASE,
)
_PERSON = (
    r"(?:\w*(?:mamma|mor|pappa|far|förälder|föräldrar|lärare|skötare|elev|student|boende|bo|inv[åa]nare|medborgare|"
    r"pensionär|företagare|kvinna|man|tjej|kille|flicka|pojke|person|ungdom|barn|dam|herre|brukare|kund|patient|"
    r"arbetare|tjänsteman|politiker|anställd|ledare|ingenjör|läkare|jurist|ekonom|konsult|forskare|fiskare|jägare|"
    r"ägare|anhörig|medlem|ordförande|chef|bonde|same|gymnasist)(?:e|n|en|er|r|ar|or|na|erna)?)"
)
_AGE = r"(?:\d{1,3}(?:\s*+[-–]?\s*+år\w*)?|\w+(?:årig|åring)\w{0,3})"
# Nothing is wished for, missed or turned against in what follows.
_REST = (
    r"(?!.*\b(?:vill|behöv\w+|önskar|saknar|hoppas|borde|bör|måste|ska|tycker|anser|men|utan|inte|ing\w+)\b)"
)
_PRESENTS = re.compile(
    r"(?:"
    r"(?:jag|vi) heter\b|(?:mitt|vårt) namn är\b|namn\s*:|"
    rf"(?:jag|vi) är (?:(?:en|ett|två|tre|fyra|några|själv|snart|nu)\s+(?:\w+\s+){{0,2}}?)?(?:{_AGE}|{_PERSON})\b|"
    r"(?:jag|vi) (?:är (?:född|födda|uppvuxen|uppvuxna|bosatt|bosatta|hemmahörande)|kommer från|"
    r"(?:bor|växte upp|arbetar|jobbar|studerar|pluggar|läser) (?:sedan|som|i|på|utanför|vid|nära|mellan|här)\b"
    rf"{_REST})|"
    r"som (?:\w+\s+){0,2}(?:mamma|pappa|förälder|lärare|pensionär|student|elev|boende|invånare|företagare)"
    r"\s*+[,.:]?\s*+$"
    r")",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"(?:här (?:kommer|är|följer) (?:några|mina?|mitt|vår|vårt|våra|en del|lite|ett par)\b|"
    r"(?:mina?|våra?|mitt|vårt|några) (?:\w+\s+){0,2}(?:förslag|tankar|synpunkter|idéer|åsikter|önskemål|svar)"
    r"(?: \w+){0,3}\s*+(?:är|kommer|följer)?\s*+[.!]?\s*+$|"
    r"(?:jag|vi) (?:vill|skulle vilja|har) (?:\w+\s+){0,3}(?:följande|några (?:synpunkter|förslag|tankar))\b|"
    r"(?:enligt|se) (?:nedan|ovan|följande|bilaga))",
    re.IGNORECASE,
)
_BINDS_BACK = listed("och men eller samt utan fast medan varav däribland därav vilket vilka likaså såsom")
_CUT_OFF = listed(
    "och men eller samt att som en ett den det de i på av till för från med vid om hos mellan mot under över inom "
    "genom utan är var blir ska kan vill måste bör har hade vår vårt våra min mitt mina sin sitt sina t.ex bl.a"
)
_NEVER_LAST = listed("och men eller samt att som t.ex bl.a")
_ENDS = (".", "!", "?")
_SPEAKS = listed(
    "är var blir blev har hade ska skall skulle kan kunde vill ville måste bör borde får fick behöver behövs behövdes "
    "finns fanns går gick ger gav gör gjorde kommer kom tar tog ser såg står stod ligger leder krävs kräver saknas "
    "saknar tycker önskar hoppas vet tror känns betyder visar handlar bygg satsa sänk höj inför stoppa behåll rusta "
    "öppna stäng avskaffa slopa utöka förbättra starta skapa minska öka skydda bevara rädda ordna fixa sluta förbjud "
    "tillåt flytta anställ prioritera låt ge gör ta se"
)
_LEADS_TO_SOMEBODY = listed(
    "ring ringa mejla mejl maila mail sms sms:a smsa messa skriv skriva svara svar kontakta kontakt kontaktas hör "
    "höra av nås nå på till från mig mej oss dig dej er ni du jag vi man heter är mitt min mina vårt vår namn "
    "namnet nummer numret tel tfn telefon telefonnummer mobil mobilnr mobilnummer epost e-post mejladress "
    "mailadress adress adressen bor i med vänlig vänliga varm varma bästa hälsning hälsningar hälsar vänligen mvh "
    "tack undertecknad undertecknat skrivet och eller via om gärna vill veta berätta berättar mer information "
    "info vid frågor hej här kan det går att"
)
_AGE_OF_SOMEBODY = re.compile(r"\b\d{1,3}\s?år\b", re.IGNORECASE)


def says_something(text: str) -> bool:
    """Whether ``text`` can stand by itself as somebody's words.

    False for greetings and farewells, presentations of the writer ("Jag är en 42-årig …"), announcements and lead-ins
    ("2040 ser vi framför oss att:"), pieces that begin or end in the middle of a sentence ("Mindre vindkraft,") and
    bare words. A sentence with its full stop is not cut off where it ends in a preposition or an auxiliary ("den väg vi
    bor vid.", "så gott vi kan."). In doubt true: what is false is only chosen last, never lost.
    """
    said = text.strip(_OPENING)
    whole = text.rstrip().rstrip(_CLOSING)
    if not said or whole.endswith(_LEADS_ON):
        return False
    if any(form.match(said) for form in (_GREETS, _PARTS_WITH, _PRESENTS, _ANNOUNCES)):
        return False
    words = [word.casefold() for word in _WORD.findall(said)]
    if (
        not words
        or words[0] in _BINDS_BACK
        or words[-1] in (_NEVER_LAST if whole.endswith(_ENDS) else _CUT_OFF)
    ):
        return False
    return len(words) >= FEWEST_WORDS or not _SPEAKS.isdisjoint(words)


def only_tells_who(rest: str) -> bool:
    """Whether what is left of a text beside covered names and numbers only leads to somebody or tells who writes.

    "Ring … på …", "Mvh …", "Jag heter …, 42 år": every word is one of a closed list. Where it ends in "om", what it is
    about may be what is covered, and the answer is no; so it is for a text of no words.
    """
    words = [word.casefold() for word in _WORD.findall(rest)]
    others = _WORD.findall(_AGE_OF_SOMEBODY.sub(" ", rest))
    return bool(words) and words[-1] != "om" and all(word.casefold() in _LEADS_TO_SOMEBODY for word in others)
