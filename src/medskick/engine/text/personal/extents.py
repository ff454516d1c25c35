"""How far a finding reaches: to the end of what is written in one piece, over what joins two parts of one number."""

import re
from collections.abc import Iterable

from ..wordlists import read_words

Hit = tuple[int, int, str]

MOST_STEPS_BACK = 12

_TOKEN_SIGN = re.compile(r"[\w@/#?=&%+~.:_\-–·*|°'’]")
_JOINT = re.compile(
    r"[ \t\n]?(?:[,;:/(–—-]|och|o|&|eller|samt|resp\.?)?[ \t\n]?(?:(?:konto(?:t|nr|nummer)?|kto|clearing(?:nr|nummer)?|nr|nummer|lgh|lägenhet|tr|port|"  # noqa: E501
    r"uppgång|ankn(?:ytning)?|anknytning|postnr|postnummer|ext|lösenord(?:et)?|lösen|pin|kod|cvc|cvv|giltigt?[ ]\d\d/\d\d|bic|i)[ .:]{0,3})?[ \t]?"  # noqa: E501
)
_LABEL = re.compile(
    r"(?<![\w-])(?:reg(?:istrerings)?\.?[ -]?(?:nr|nummer|skylt)?|clearing(?:nr|nummer)?|konto(?:nr|nummer)?|kto(?:nr)?|nr|no|iban|bic|bg|pg|bankgiro|plusgiro|"  # noqa: E501
    r"swish|lgh|ref|id|pin|ocr|vin|imei|dnr|mål|skylt(?:en)?|registrering|[\w-]{2,16}(?:nr|nummer))\.?[ ]?[:#]?[ ]$",
    re.IGNORECASE,
)
_PORT = re.compile(
    r"(?<!\w)(?:lgh|lägenhet|port|uppgång|hus|c/o[ ][A-ZÅÄÖ][\w-]{1,20},?)[ ]?[A-H\d]{0,4},?[ ](?:på[ ]|i[ ])?$",
    re.IGNORECASE,
)
_MORE_OF_A_HOME = re.compile(
    r"(?:,?[ ](?:lgh|läg\.?|lägenhet|vån(?:ing(?:en)?)?|plan|uppgång|port|ingång|hus|trappuppgång|nr)[ .]{0,2}(?:[A-H](?!\w)|\d{1,4})|,?[ ]\d{1,2}[ ]?(?:tr|trappor|vån)\b\.?|"  # noqa: E501
    r",?[ ](?:nb|bv|ög|gh|ö\.?g\.?)(?!\w)|,?[ ]c/o[ ][A-ZÅÄÖ][\w-]{1,24}|(?:,?[ ]|,?\n)[1-9]\d{2}[ ]?\d{2}(?:[ ][A-ZÅÄÖ][\wåäö-]{1,24})?|"  # noqa: E501
    r",[ ][A-ZÅÄÖ][a-zåäö]{2,22}(?=[.,;!?\n)]|$))"
)
_TOWN_AFTER = re.compile(r",?[ ](?:i[ ])?([^\W\d_]{2,25})(?!\w)")
_MORE_OF_A_BOX = re.compile(
    r"(?:[ ]?[.,][ ]?|[ ]?[\[({<][ ]?(?:punkt|dot|prick|\.)[ ]?[\])}>][ ]?|[ ](?:punkt|dot|prick)[ ])(?:se|com|nu|net|org|fi|no|eu|uk|example)(?!\w)",  # noqa: E501
    re.IGNORECASE,
)
_BEFORE_A_BOX = re.compile(
    r"(?<![\w@])[\w.+-]{1,30}(?:[ ]?[\[({<][ ]?(?:punkt|dot|prick|understreck|bindestreck|\.|_|-)[ ]?[\])}>][ ]?|[ ]?[._][ ]|[ ][._][ ]?|"  # noqa: E501
    r"[ ](?:punkt|dot|prick|understreck|underscore|bindestreck|streck|lågstreck|plus|minus)[ ])$",
    re.IGNORECASE,
)
_GIVEN_BEFORE = re.compile(r"(?<![\w@.])([^\W\d_]{2,20})[ ]$")
_FIGURE_WORD = "noll|nolla|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|plus|fyrtiosex|sjuttio|nollsju|nollsjuttio"  # noqa: E501
_BEFORE_A_NUMBER = re.compile(
    rf"(?:(?<!\w)(?:{_FIGURE_WORD})[ ,.-]{{1,3}}|(?<![\w.,])\(?\+?\d{{2,4}}\)?[ -]{{1,3}}|\+|\(0\)[ ]?)$",
    re.IGNORECASE,
)
_MORE_OF_A_NUMBER = re.compile(
    r"[ ]?(?:/|eller|alt\.?|-)[ ]?\d{2}(?:[ ]?\d{2}){0,3}(?![\w:]|[.,]\d|[ ]?(?:kr|år|%|mil|km|personer|st)\b)|[ -]\d{2,4}(?![\w:%]|[.,]\d|[ ]?(?:kr|år|mil|km|personer|st)\b)|[ ,-]{1,2}(?:noll|ett|två|tre|fyra|fem|sex|sju|åtta|nio)(?!\w)|,?[ ](?:ankn(?:ytning)?|ext)\.?[ ]\d{2,5}(?!\d)"  # noqa: E501
)


def widened(text: str, hits: Iterable[Hit]) -> list[Hit]:
    """Return `hits` with each reaching over the whole of what it is part of, and parts of one thing joined."""
    wide = sorted(_reach(text, *hit) for hit in hits)
    joined: list[Hit] = []
    for start, end, kind in wide:
        if (
            joined
            and kind == joined[-1][2]
            and (start <= joined[-1][1] or _JOINT.fullmatch(text, joined[-1][1], start))
        ):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]), kind)
        else:
            joined.append((start, end, kind))
    return joined


def _reach(text: str, start: int, end: int, kind: str) -> Hit:
    if kind in ("other", "email"):
        start, end = _whole_token(text, start, end)
    if kind == "other":
        label = _LABEL.search(text, max(0, start - 26), start)
        start = label.start() if label else start
    elif kind == "email":
        start = _further_back(text, start, _BEFORE_A_BOX, 45)
        given = _GIVEN_BEFORE.search(text, max(0, start - 22), start)
        start = (
            given.start() if given and given[1].casefold() in read_words(__file__, "given_names") else start
        )
        end = _further(text, end, _MORE_OF_A_BOX)
    elif kind == "phone":
        start = _further_back(text, start, _BEFORE_A_NUMBER, 20)
        end = _further(text, end, _MORE_OF_A_NUMBER)
    elif kind == "address":
        port = _PORT.search(text, max(0, start - 40), start)
        start, end = port.start() if port else start, _further(text, end, _MORE_OF_A_HOME)
        town = _TOWN_AFTER.match(text, end)
        end = town.end() if town and town[1].casefold() in read_words(__file__, "places") else end
    return start, end, kind


def _further_back(text: str, start: int, more: re.Pattern[str], within: int) -> int:
    for _ in range(MOST_STEPS_BACK):
        found = more.search(text, max(0, start - within), start)
        if not found:
            break
        start = found.start()
    return start


def _further(text: str, end: int, more: re.Pattern[str]) -> int:
    for _ in range(4):
        found = more.match(text, end)
        if not found:
            break
        end = found.end()
    return end


def _whole_token(text: str, start: int, end: int) -> tuple[int, int]:
    """Over the signs written together with it, without those that end a sentence. At most 80 either way."""
    first, last = start, end
    while first > max(0, start - 80) and _TOKEN_SIGN.match(text[first - 1]):
        first -= 1
    while last < min(len(text), end + 80) and _TOKEN_SIGN.match(text[last]):
        last += 1
    while last > end and not text[last - 1].isalnum():
        last -= 1
    while first < start and not (text[first].isalnum() or text[first] in "@+/#"):
        first += 1
    return first, last
