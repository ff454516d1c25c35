"""Identifiers told by their shape or by the word beside them, whatever they number: cases, cards, tickets, customers."""  # noqa: E501

import re
from collections.abc import Iterator
from functools import lru_cache

from ..wordlists import has_figure, listed, read_words

Hit = tuple[int, int, str]

_VALUE = re.compile(
    r"(?<![\w@#.,/=&?:-])(?:[A-ZÅÄÖ]{1,5}[- ])?[A-Za-z]{0,10}\d[A-Za-z\d]{0,25}"
    r"(?:[-/.+:][A-Za-z\d]{1,16}|[ ]\d[A-Z\d]{0,15}){0,6}(?![\w%@])"
)
_LABELS = (
    *("nummer", "numret", "nr", "kod", "koden", "koderna", "kort", "kortet", "id", "id:t", "märke", "märket"),
    *("licens", "licensen", "remiss", "remissen", "anmälan", "ärende", "ärendet", "referens", "referensen"),
    *("faktura", "fakturan", "biljett", "biljetten", "bokning", "bokningen", "journal", "journalen"),
    *(
        "avtal",
        "avtalet",
        "kontrakt",
        "kontraktet",
        "medlem",
        "beslut",
        "beslutet",
        "hyresgäst",
        "kund",
        "elev",
    ),
    *("dosa", "dosan", "försäkring", "försäkringen", "abonnemang", "abonnemanget", "recept", "receptet"),
    *(
        "intyg",
        "intyget",
        "tillstånd",
        "tillståndet",
        "bricka",
        "brickan",
        "konto",
        "kontot",
        "brev",
        "signatur",
    ),
)
"""Endings of words after which an identifier is somebody's own."""
_LABEL_WORDS = listed(
    "ref lån lånet prov provet zoom teams bg pg kto nordea swedbank handelsbanken seb lma iban bic case ticket "
    "booking order drönare drönaren båt båten flygplan flygplanet pin cvc cvv"
)
_OF_PUBLIC_THINGS = (
    *(
        "väg",
        "vägnummer",
        "linje",
        "linjenummer",
        "buss",
        "bussnummer",
        "tåg",
        "tågnummer",
        "kapitel",
        "paragraf",
    ),
    *(
        "diarienummer",
        "diarienr",
        "dnr",
        "organisationsnummer",
        "orgnr",
        "org",
        "isbn",
        "issn",
        "sfs",
        "sou",
        "prop",
    ),
    *(
        "modell",
        "version",
        "standard",
        "norm",
        "iso",
        "artikel",
        "artikelnummer",
        "fråga",
        "punkt",
        "förslag",
    ),
    *(
        "riktnummer",
        "nödnummer",
        "larmnummer",
        "hållplats",
        "rum",
        "sal",
        "plan",
        "klass",
        "grupp",
        "bord",
        "zon",
    ),
    *(
        "rapport",
        "betänkande",
        "lagen",
        "förordning",
        "detaljplan",
        "bilaga",
        "sidan",
        "sida",
        "telefonnummer",
    ),
    *("koordinat", "koordinater", "sweref", "växel", "växeln", "mål", "rv", "lag", "år"),
)
_LOOSELY = listed(
    "konto kontot kund elev prov medlem brev båt båten ref kod koden beslut beslutet ärende ärendet anmälan"
)
_JOINING = listed(
    "är e nr nummer numret med som har på hos i till från för id min mitt mina hans hennes vårt vår mamma mammas "
    "pappa pappas slutar heter lyder in till en den det det här av no"
)
_OWN = listed("min mitt mina vårt vår våra hennes hans deras mammas pappas")
_UNIT = re.compile(
    r":-|[ ]?(?:%|kr\b|kronor|sek\b|euro|st\b|styck|person|mil\b|mila|km|kilometer|meter|m\b|m2|m²|kvm|kvadrat|hektar|ha\b|ton\b|"  # noqa: E501
    r"kg\b|kilo|liter|år|mån|veck|dag|dygn|timm|minut|min\b|sekund|gång|ggr|tusen|miljon|miljard|mkr|tkr|procent|invånare|elev|"
    r"barn|plats|jobb|bostäder|lägenhet|hus|röst|namn|underskrift|svar|bil|buss|tur|resa|resor|ren|mw|gw|tw|kw|mb|gb|grader|c\b|"
    r"poäng|mål|anställda|arbet|människ|kvinnor|män\b|ungdom|besök|patient|företag|medlem|av\b|till\b|eller\b|och[ ]\d)",  # noqa: E501
    re.IGNORECASE,
)
_OWN_AFTER = re.compile(
    r"[\"”)]?(?:[ ]i[ ][\w-]{3,25})?,?[ ](?:gäller|rör|avser|är|tillhör)[ ](?:ju[ ]|alltså[ ])?(?:mig|mej|min|mitt|mina|oss|vår|vårt|mamma|pappa)\b"  # noqa: E501
)
_YEAR = r"(?:1[6789]|20)\d\d"
_DATED = re.compile(
    rf"{_YEAR}(?:[-/. :]{{1,3}}(?:{_YEAR}|\d\d|\d\d?[-/. ]\d\d?))?$|\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}$"
)
_LETTERS_AND_YEAR = re.compile(rf"[^\W\d_]+[- ]?{_YEAR}$")
_DOCUMENT = re.compile(rf"(?:[A-ZÅÄÖ]{{1,5}}[- ])?{_YEAR}[-/:]\d+|\d{{1,6}}[-/]{_YEAR}$|[A-ZÅÄÖ][ ]\d+-\d\d$")
"""Written as the cases of authorities and courts are: public, unless somebody calls it their own."""
_TELEPHONE = re.compile(r"0\d{1,3}[- /(]")
_POLICE = re.compile(r"\d{4}-K\d{3,9}(?:-\d\d)?$")
_CODE = re.compile(r"(?=(?:[A-Z-]*\d){3})(?=(?:[\d-]*[A-Z]){2})[A-Z\d]+(?:[-+][A-Z\d]+)*$")
_NICK = re.compile(r"(?P<letters>[a-zåäö]{3,14})\d{2,4}$")
_UNDERSCORED = re.compile(r"(?<![\w@./])(?=\w{4,30}(?!\w))[^\W_]+_\w*[^\W_]{2}(?![\w@/]|\.\w)")
_ORDINARY_CODES = re.compile(
    r"(?:ISO|SS|EN|SFS|SOU|KU|FiU|COM|EU|EG|RT|SWEREF|COVID|JAS|CO|PM|NO|H)[-\d]", re.IGNORECASE
)
_BIRTHDAY = re.compile(
    r"\bfyll(?:er|de)[ ](?:\w{1,12}[ ]){0,3}?(?:den[ ])?(?P<day>\d{1,2}(?:/\d{1,2}(?!\d)|[ ]?(?:jan|feb|mar|apr|maj|jun|jul|aug|"  # noqa: E501
    r"sep|okt|nov|dec)[a-z]{0,6}))(?!\w)",
    re.IGNORECASE,
)


def identifiers(text: str) -> Iterator[Hit]:
    """Yield (start, end, "other") of numbers and codes that a word calls somebody's, or that look like nothing else."""
    if "_" in text:
        for found in _UNDERSCORED.finditer(text):
            yield *found.span(), "other"
    if not has_figure(text):
        return
    for found in _VALUE.finditer(text):
        start, end = _trimmed(text, *found.span())
        if _is_identifier(text, start, end):
            yield start, end, "other"
    for found in _BIRTHDAY.finditer(text):
        yield *found.span("day"), "other"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a word in capitals before it that is no part of it."""
    head = re.match(r"([A-ZÅÄÖ]{2,5})[ ]", text[start : start + 6])
    if head and (head[1].casefold() in _LABEL_WORDS or _ordinary(head[1].casefold())):
        start += head.end()
    return start, end


def _is_identifier(text: str, start: int, end: int) -> bool:
    value = text[start:end]
    digits = sum(map(str.isdigit, value))
    if not digits or _DATED.match(value) or _UNIT.match(text, end) or _TELEPHONE.match(value):
        return False
    before = re.split(r"[.!?\n;](?=\s|$)", text[max(0, start - 60) : start])[-1]
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+(?:[-:][^\W\d_]+)*", before)][-5:]
    own = _OWN_AFTER.match(text, end) is not None or not _OWN.isdisjoint(words)
    if _DOCUMENT.match(value) or any(word.endswith(_OF_PUBLIC_THINGS) for word in words[-2:]):
        return digits > 2 and own and _labelled([w for w in words if w not in ("dnr",)], digits)
    told = digits > 3 or (len(value) > 4 and value.isupper())
    if told and (_OWN_AFTER.match(text, end) or _labelled(words, digits)):
        return not _LETTERS_AND_YEAR.match(value)
    return digits > 1 and _by_shape(text, value, end)


def _labelled(words: list[str], digits: int) -> bool:
    """Whether the nearest word that is no mere joint names an identifier."""
    for word in reversed(words):
        if word in _LABEL_WORDS or word.endswith(_LABELS):
            return digits != 3 or word not in _LOOSELY
        if word not in _JOINING:
            return _owner(word) and any(w.endswith(_LABELS) for w in words[-3:])
    return False


def _owner(word: str) -> bool:
    """ "kod till boxen", "medlem i Kommunal": one word may stand between."""
    return len(word) > 3


@lru_cache(maxsize=20_000)
def _ordinary(letters: str) -> bool:
    return letters in read_words(__file__, "common_words") or letters in read_words(__file__, "places")


def _by_shape(text: str, value: str, end: int) -> bool:
    """Whether an unlabelled value looks like no amount, date, range, road, model or document."""
    if _POLICE.match(value):
        return True
    if "/" in value or _LETTERS_AND_YEAR.match(value) or _ORDINARY_CODES.match(value):
        return False
    nick = _NICK.match(value)
    if nick:
        return not _ordinary(nick["letters"])
    if value.isdigit():
        return len(value) > 7 or (len(value) > 6 and value[-2:] != "00" and _closes(text, end))
    groups = re.split(r"[-. +:]", value)
    if all(map(str.isdigit, groups)):
        return _grouped(value, groups)
    return len(value) > 6 and _CODE.match(value) is not None


def _closes(text: str, end: int) -> bool:
    return (
        re.match(
            r"[\"”)]?[ ]?(?:$|[.,;!?)\n]|(?:är|e|och|som|har|på|om|funkar|fungerar|stämmer|gäller)\b)",
            text[end : end + 12],
        )
        is not None
    )


def _grouped(value: str, groups: list[str]) -> bool:
    """Groups of figures that are neither thousands, nor a range, nor days."""
    total = sum(map(len, groups))
    if "." in value or ":" in value or total < 7 or any(re.fullmatch(_YEAR, group) for group in groups):
        return False
    if re.fullmatch(r"\d{6}-\d{4}", value):
        return False  # a company's number: identity numbers are found elsewhere
    if "-" in value:
        return len(groups) > 2 or len(groups[0]) != len(groups[1])
    return total > 8 and any(len(group) != 3 for group in groups[1:])
