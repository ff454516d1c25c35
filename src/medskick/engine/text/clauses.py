"""Find where one sentence lists several wishes: "Fler bussar, bättre vägar och billigare bostäder"."""

import re

from .wordlists import listed

_QUANTITY = """fler mer mera mindre färre bättre billigare dyrare snabbare tryggare säkrare högre lägre tätare längre
    kortare större enklare lättare renare godare rimligare tydligare bredare starkare närmare schysstare roligare
    vackrare grönare gratis sänkt sänkta höjd höjda more fewer less better cheaper faster safer lower higher free
    enemmän vähemmän parempi paremmat halvempi halvemmat lissää lisää"""
_DEMAND = """bygg bygga satsa satsning sänk sänka höj höja inför införa stoppa stopp behåll behålla rusta öppna stäng
    avskaffa slopa utöka förbättra starta skapa underlätta minska öka skydda bevara rädda locka asfaltera ordna fixa
    sluta förbjud tillåt flytta anställ erbjud prioritera build stop lower raise keep open fix rakentakaa säilyttäkää"""
_HEADS = listed(_QUANTITY + " " + _DEMAND)
_JOINT = re.compile(r",\s+(?:(?:och|samt|å|o|and|ja|sekä)\s+)?|(?<!\s)\s++(?:och|samt|å|and|ja|sekä|&)\s+")
_WORD = re.compile(r"[^\W\d_]+")


def clause_starts(text: str, start: int, end: int) -> list[int]:
    """Return where in the sentence `text[start:end]` a further wish begins; empty when in doubt.

    A sentence is cut only when it opens with a word of wishing (a comparative, "gratis", or a demand such as
    "bygg"), at least one comma-separated part does so too, and every part it is cut into has at least two words.
    """
    if "," not in text[start:end] or not _opens_wish(text, start, end):
        return []
    cuts: list[int] = []
    comma_seen = False
    previous = start
    for joint in _JOINT.finditer(text, start, end):
        with_comma = text[joint.start()] == ","
        if not _opens_wish(text, joint.end(), end) or not _has_two_words(text, previous, joint.start()):
            continue
        if not with_comma and not comma_seen:
            continue
        comma_seen = comma_seen or with_comma
        cuts.append(joint.end() if with_comma and joint.group().strip() == "," else _after_comma(text, joint))
        previous = joint.end()
    while cuts and not _has_two_words(text, cuts[-1], end):
        cuts.pop()
    return cuts


def _after_comma(text: str, joint: re.Match[str]) -> int:
    """The joining word stays with the wish it introduces: no letter may fall between two statements."""
    place = joint.start()
    while text[place] == "," or text[place].isspace():
        place += 1
    return place


def _opens_wish(text: str, start: int, end: int) -> bool:
    word = _WORD.search(text, start, min(end, start + 25))
    return word is not None and not text[start : word.start()].strip() and word.group().casefold() in _HEADS


def _has_two_words(text: str, start: int, end: int) -> bool:
    """Whether two words or more stand there; a long part is not counted through."""
    first = _WORD.search(text, start, end)
    return first is not None and _WORD.search(text, first.end(), end) is not None
