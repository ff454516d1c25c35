"""Numbers of bank accounts, vehicles and machines that lead to a person."""

import re
from collections.abc import Iterator

from ..wordlists import compiled

Hit = tuple[int, int, str]

_PLATE = r"[A-HJ-PR-UW-Za-hj-pr-uw-z]{3}[ -]?\d{2}[A-HJ-PR-UW-Za-hj-pr-uw-z0-9]"
_PLATE_CUED = (
    r"(?i:\b(?:reg(?:istrerings)?\.?[ -]?(?:nummer|nr|skylt(?:en)?)?(?:et)?|regnr|skylt(?:en)?|nummerskylt(?:en)?|bil(?:en)?|car|plate|"  # noqa: E501
    r"moped(?:en)?|volvo[n]?|saab(?:en)?|audi[n]?|bmw[n]?|skåpbil(?:en)?|lastbil(?:en)?|pickup(?:en)?|traktor(?:n)?|skoter(?:n)?|"
    r"husvagn(?:en)?|epa(?:n)?|epatraktor(?:n)?|a-traktor(?:n)?|toyota[n]?|mercedes(?:en)?|ford(?:en)?|kia[n]?)\b)"
    rf"[^\n.!?]{{0,25}}?(?<!\w)(?P<number>{_PLATE})(?!\w)"
)
_PLATE_ALONE = r"(?<![\w-])[A-HJ-PR-UW-Z]{3}[ ]?\d{2}[A-HJ-PR-UW-Z](?!\w)"
_ACCOUNT = (
    r"(?i:\b(?:swish(?:a|nummer|nr|numret)?|konto(?:t|nummer|nr|numret)?|bankkonto(?:t|nummer)?|clearing(?:nummer|nr)?|"
    r"plusgiro(?:t)?|pg|bankgiro(?:t)?|bg|iban|account|tili(?:numero)?|kortnummer|kundnummer|journalnummer|id-?nummer|ärendenummer|passnummer)\b)"
    r"[^\d\n.!?]{0,20}(?P<number>(?:[A-Z]{2}\d{2}[ ]?)?\d(?:[ -]?\d){3,26})(?![\d%]|[ ]?(?:kr|kronor|st|personer)\b)"
)
_IBAN = r"(?<!\w)[A-Z]{2}\d{2}(?:[ ]?\d{4}){4,6}(?:[ ]?\d{1,3})?(?!\w)"
_CARD = r"(?<![\d-])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?!\d)"
_IP = r"(?<![\d.])(?!0\d)(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"
_ROADS = re.compile(r"(?:(?:nr|väg|rv|tåg|bus|ssk|fgs)[ -]?\d|\w{3} ?20\d)", re.IGNORECASE)


def belongings(text: str) -> Iterator[Hit]:
    """Yield (start, end, "other") of accounts, number plates and network addresses."""
    if not any(c.isdigit() for c in text):
        return
    for pattern in (_PLATE_CUED, _ACCOUNT):
        for found in compiled(pattern).finditer(text):
            if pattern is _ACCOUNT or not _ROADS.match(found["number"]):
                yield *found.span("number"), "other"
    for pattern in (_PLATE_ALONE, _IBAN, _CARD, _IP):
        for found in compiled(pattern).finditer(text):
            yield *found.span(), "other"
