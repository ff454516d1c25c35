"""Street addresses, postal addresses and property designations."""

import re
from collections.abc import Iterator

from ..wordlists import compiled

Hit = tuple[int, int, str]

_CAP = r"[A-ZÅÄÖÉÜČĐŊŠŽ]"
_STREET_END = (
    r"(?:gatan|gata|vägen|väg|gränden|gränd|stigen|stig|allén|allé|alle|alléen|torget|torg|"
    r"backen|backe|svängen|sväng|leden|platsen|"
    r"plats|plan|planen|kajen|kaj|stranden|strand|esplanaden|liden|ringen|slingan|kroken|"
    r"tået|brinken|höjden|rundan|"
    r"kullen|ängen|åsen|udden|vreten|lunden|bågen|stråket|parken|spåret|tie|katu|kuja|polku|"
    r"geaidnu|street|road|lane|avenue)"
)
_NUMBER = (
    r"(?:nr\.?[ ]?|no\.?[ ]?)?\d{1,3}(?![\d:]|[.,]\d|[ ]\d{3}\b)"
    r"(?:[ ]?[-–/][ ]?\d{1,3}(?!\d))?(?:[ ]?[A-Ha-h](?![\w]))?"
)
_NOT_UNIT = (
    r"(?![ ]?(?:%|km\b|mil\b|mila|meter|m\b|cm\b|kvm|m2|kr\b|kronor|miljoner|miljarder|"
    r"mkr|tusen|procent|år\b|års|"
    r"månad|veck|dag|timm|minut|min\b|gånger|ggr|personer|st\b|stycken|bilar|bussar|spår|"
    r"av\b|fält|hus\b|lägenhet(?:er)\b|"
    r"olyck|dött|döds|till\b(?=[ ]\d)))"
)
_EXTRA = (
    r"(?:,?[ \t]{0,2}(?:lgh|läg\.?|lägenhet|vån(?:ing)?|apt|as)\.?[ ]?\d{1,4}|,?[ \t]{0,2}\d{1,2}[ ]?(?:tr|"
    r"trappor)\b\.?|"
    r",?[ \t]{0,2}(?:uppgång|port|ing(?:ång)?)[ ][A-H\d]\b){0,3}"
)
_TOWN = rf"{_CAP}[a-zåäöéü]{{1,24}}(?:[ -]{_CAP}[a-zåäöéü]{{1,24}})?"
_POSTAL = rf"(?:S(?:E)?[- ]?)?[1-9]\d{{2}}[ ]?\d{{2}}[ \t]{{1,2}}(?:{_TOWN}|{_CAP}{{2,25}})"
_AFTER = (
    rf"(?:[ \t]{{0,2}}(?:[,;][ \t]?|\n)[ \t]{{0,2}}(?:{_POSTAL}|[1-9]\d{{2}}[ ]?\d{{2}}(?!\d))"
    rf"|[ \t]{{1,2}}{_POSTAL}|,[ \t]{{1,2}}{_TOWN}(?![\w]))?"
)
_TAIL = rf"[ \t]{{1,2}}{_NUMBER}{_NOT_UNIT}{_EXTRA}{_AFTER}"

_STREET = (
    rf"(?<![\w-])(?P<name>(?:{_CAP}[\w:]{{1,20}}[ ]){{0,2}}(?:[^\W\d_][\w-]{{0,30}}?{_STREET_END}))"
    rf"(?P<tail>{_TAIL})"
)
_TWO_WORDS = (
    rf"(?<![\w-])(?P<name>(?:{_CAP}[\w:]{{1,20}}[ ]){{1,2}}(?:gata|väg|gränd|stig|allé|torg|"
    rf"backe|street|road))(?P<tail>{_TAIL})"
)
_UPPER = r"(?<![\w-])[A-ZÅÄÖ]{2,25}(?:GATAN|VÄGEN|GRÄND|STIGEN|BACKEN)[ ]\d{1,3}(?:[ ]?[A-H])?(?![\w%])"
_POSTAL_ALONE = rf"(?<![\d.,+-])(?<!\d[ ]){_POSTAL}(?![\w])"
_BOX = rf"\b(?:Box|Postbox|PL|Postfack)[ ]\d{{1,5}}{_AFTER}"
_HOME = (
    rf"\b(?i:bor|boende|bosatt|bor[ ]i[ ]\w{3, 8}[ ]huset|hus(?:et)?,?|gård(?:en)?,?|torp(?:et)?,?|stuga(?:n)?,?|hos oss|adress(?:en)?|hemadress(?:en)?|live|lives|address|asun|osoite)(?:[ ](?i:är|"  # noqa: E501
    rf"på|i|at|in|on)|:|,){{0,2}}[ ]"
    rf"(?P<place>{_TOWN}[ ]\d{{1,3}}(?:[ ]?[A-H]\b)?)(?![\w:%]|[.,]\d|[ ]\d){_NOT_UNIT}"
)
_PROPERTY = (
    r"\b(?i:fastighet(?:en)?|fastighetsbeteckning(?:en)?|fastigheterna)[ :]{1,2}"
    rf"(?P<place>(?:{_CAP}[\w-]{{1,25}}[ ]){{1,3}}\d{{1,3}}:\d{{1,4}})"
)
_PROPERTY_ALONE = r"(?<![\w-])[A-ZÅÄÖ][a-zåäö]{2,25}?(?:byn|alen|berg|träsk|dalen|mark|näs|sund|lund|näset|heden|liden|fors|viken|vik|sel|järv|järvi|vaara|ström|udden|backen|ås|bäck|bäcken|moren|ön)[ ]\d{1,3}:\d{1,3}(?![\d:])"  # noqa: E501
_DETAIL = r"\b(?i:lgh|lägenhet(?:snummer)?|lägenhetsnr)\.?[ ]\d{4}\b"

_ROADS = re.compile(
    r"(?:(?:riks|läns|europa|stam|järn|motor|cykel|gång|bil|lands|skog|skogs|grus|infarts|"
    r"utfarts|genomfarts|huvud|malm|"
    r"inlands|silver|vinter|is|tvär|kust|kommun|stats|gruv|timmer|skoter|special|spår|buss|"
    r"linje|kollektiv|kunskaps|"
    r"utvecklings|regional|handlings|verksamhets|affärs|över|detalj|region|miljö|jämställdhets|"
    r"digitaliserings|arbets|mötes|"
    r"marknads|bygg|parkerings|rast|uppställnings|lek|tids|mål|tåg|cykel|pendlings|naturvårds|"
    r"folkhälso|trafik|transport|krig)s?"
    r"|sid[ao]n?|)"
    r"(?:vägen|väg|leden|platsen|plats|plan|planen|spåret)|allén?|stråket|ringen|torget|"
    r"höjden|stranden|backen|parken|kullen|åsen"
    r"|udden|gatan|gata|vägen|väg|stigen|stig|gränd|gränden|svängen|platsen|plats|road|"
    r"street|lane|avenue|strand|backe",
    re.IGNORECASE,
)
_SURE_END = re.compile(r"(?:gatan|gränd|gränden|vägen|stigen|svängen|allén|backen|brinken)$")


def addresses(text: str) -> Iterator[Hit]:
    """Yield (start, end, "address")."""
    if not any(c.isdigit() for c in text):
        return
    for pattern in (_STREET, _TWO_WORDS):
        for found in compiled(pattern).finditer(text):
            if _is_street(found["name"]):
                yield found.start(), found.end(), "address"
    for pattern in (_UPPER, _POSTAL_ALONE, _BOX, _DETAIL, _PROPERTY_ALONE):
        for found in compiled(pattern).finditer(text):
            yield found.start(), found.end(), "address"
    for pattern in (_HOME, _PROPERTY):
        for found in compiled(pattern).finditer(text):
            yield found.start("place"), found.end("place"), "address"


def _is_street(name: str) -> bool:
    """Roads with numbers ("väg 97", "Riksvägen 95", "Inlandsvägen 45") and figures after common words are not homes."""
    last = name.split()[-1]
    if " " not in name and _ROADS.fullmatch(last):
        return False
    if last[0].islower() and " " in name:
        return last in ("gata", "väg", "gränd", "stig", "allé", "torg", "backe", "street", "road")
    if last[0].islower():
        return bool(_SURE_END.search(last)) and len(last) > 7
    return True
