"""Street addresses, postal addresses and property designations."""

import re
from collections.abc import Iterator

from ..wordlists import compiled, has_figure, read_words

Hit = tuple[int, int, str]

_CAP = r"[A-ZÅÄÖÉÜČĐŊŠŽ]"
_STREET_END = (
    r"(?:gatan|gata|vägen|väg|gränden|gränd|stigen|stig|allén|allé|alle|alléen|torget|torg|"
    r"backen|backe|svängen|sväng|leden|platsen|"
    r"plats|plan|planen|kajen|kaj|stranden|strand|esplanaden|liden|ringen|slingan|kroken|"
    r"tået|brinken|höjden|rundan|"
    r"kröken|krök|sluttningen|gläntan|gången|hagen|hage|dungen|gärdet|vången|terrassen|promenaden|branten|slänten|kurvan|"
    r"passagen|trappan|lyckan|tunet|tegen|tägten|täkten|rösten|rönningen|vägskälet|kransen|stegen|bersån|"
    r"kullen|ängen|åsen|udden|vreten|lunden|bågen|stråket|parken|spåret|tie|katu|kuja|polku|"
    r"geaidnu|street|road|lane|avenue)"
)
_NUMBER = (
    r"(?:nr\.?[ ]?|no\.?[ ]?|nummer[ ])?\d{1,3}(?![\d:]|[.,]\d|[ ]\d{3}\b)"
    r"(?:[ ]?[-–/][ ]?\d{1,3}(?!\d))?(?:[ ]?[A-Ha-h](?![\w])(?:[ ]\d{1,3}(?![\w.:]|[ ]?tr))?)?"
)
_NOT_UNIT = (
    r"(?![ ]?(?:%|km\b|mil\b|mila|meter|m\b|cm\b|kvm|m2|kr\b|kronor|miljoner|miljarder|"
    r"mkr|tusen|procent|år\b|års|"
    r"månad|veck|dag|timm|minut|min\b|gånger|ggr|personer|st\b|stycken|bilar|bussar|spår|"
    r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zåäö]{0,6}\b|kl\b|elever|platser|barn|invånare|poäng|mål\b|"
    r"av\b|fält|hus\b|lägenhet(?:er)\b|"
    r"olyck|dött|döds|till\b(?=[ ]\d)))"
)
_EXTRA = (
    r"(?:,?[ \t]{0,2}(?:lgh|läg\.?|lägenhet|vån(?:ing)?|apt|as)\.?[ ]?\d{1,4}|,?[ \t]{0,2}\d{1,2}[ ]?(?:tr|"
    r"trappor)\b\.?|"
    r",?[ \t]{0,2}(?:nb|bv|n\.b\.|b\.v\.|ö\.?g\.?|gh|ög)(?!\w)|"
    r",?[ \t]{0,2}(?:uppgång|port|ing(?:ång)?)[ ][A-H\d]\b){0,3}"
)
_TOWN = rf"{_CAP}[a-zåäöéü]{{1,24}}(?:[ -]{_CAP}[a-zåäöéü]{{1,24}})?"
_POSTAL = rf"(?:S(?:E)?[- ]?)?[1-9]\d{{2}}[ ]?\d{{2}}[ \t]{{1,2}}(?:{_TOWN}|{_CAP}{{2,25}})"
_AFTER = (
    rf"(?:[ \t]{{0,2}}(?:[,;][ \t]?|\n)[ \t]{{0,2}}(?:{_POSTAL}|[1-9]\d{{2}}[ ]?\d{{2}}(?!\d))"
    rf"|[ \t]{{1,2}}{_POSTAL}|,[ \t]{{1,2}}{_TOWN}(?![\w])(?![ ]\d))?"
)
_TAIL = rf"(?:,?[ \t]{{1,2}}(?=n)|[ \t]{{1,2}}){_NUMBER}{_NOT_UNIT}{_EXTRA}{_AFTER}"

_STREET = (
    rf"(?<![\w-])(?P<name>(?:{_CAP}\w{{0,20}}(?::t|:s)?[ ]){{0,2}}(?:[^\W\d_][\w-]{{0,30}}?{_STREET_END}))"
    rf"(?P<tail>{_TAIL})"
)
_TWO_WORDS = (
    rf"(?<![\w-])(?P<name>(?:{_CAP}\w{{0,20}}(?::t|:s)?[ ]){{1,2}}(?:gata|väg|gränd|stig|allé|torg|"
    rf"backe|street|road))(?P<tail>{_TAIL})"
)
_UPPER = r"(?<![\w-])[A-ZÅÄÖ]{2,25}(?:GATAN|VÄGEN|GRÄND|STIGEN|BACKEN)[ ]\d{1,3}(?:[ ]?[A-H])?(?![\w%])"
_POSTAL_ALONE = rf"(?<![\d.,+-])(?<!\d[ ]){_POSTAL}(?![\w])"
_BOX = rf"\b(?:Box|Postbox|PL|Postfack|Postlåda|Brevlåda|Pl\.?)[ ]\d{{1,5}}{_AFTER}"
_HOME = (
    rf"\b(?i:bor|boende|bosatt|hemma(?:[ ]hos[ ](?:mig|oss))?|bor[ ]i[ ]\w{3, 8}[ ]huset|hus(?:et)?,?|gård(?:en)?,?|torp(?:et)?,?|stuga(?:n)?,?|hos oss|adress(?:en)?|hemadress(?:en)?|live|lives|address|asun|osoite)(?:[ ](?i:är|"  # noqa: E501
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
    r"inlands|silver|vinter|is|tvär|kust|kommun|stats|gruv|timmer|skoter|special|buss|"
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


# A house named by its number in a small place: "Hjortronmyren 3".
_NATURE = (
    rf"(?:(?:^|\n)[ \t]{{0,8}}|\b(?:på|vid|i|till|från|utanför|hos mig i|hos oss i|mot|bor|in[ ]i)[ ])"
    rf"(?P<place>[A-ZÅÄÖ][a-zåäöé]{{2,20}}(?:myren|viken|sjön|berget|dalen|heden|tjärnen|tjärn|mon|näset|selet|träsket|liden|forsen|"
    rf"åsen|udden|holmen|sundet|bäcken|ängen|marken|moren|vaaran|kullen|gården|hult|bodarna|vallen|nybygget|torpet|strömmen|"
    rf"älven|näs|vik|sel|träsk|fors|lund|boda|åker|åkern|lid|hed|ås|bäck|berg|dal|myr|sjö|mark|sund|vaara|järvi|niemi|joki)"
    rf"[ ]\d{{1,3}}(?:[ ]?[A-H]\b)?)(?![\w:%]|[.,]\d|[ ]\d|[ ]?[-–][ ]?\d){_NOT_UNIT}(?=[ ]?(?:[.,;!?)\n]|$))"
)


_WORD_NUMBER = r"(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo)"  # noqa: E501
_SPOKEN = rf"(?<![\w-]){_CAP}\w{{2,25}}(?:gatan|vägen|gränd|stigen|backen)[ ](?:nummer[ ])?{_WORD_NUMBER}(?:[ ][A-Ha-h])?(?=[.,;!?\n]|$)"  # noqa: E501
_GLUED = r"(?<![\w-])[A-ZÅÄÖa-zåäö][a-zåäö]{2,25}(?:gatan|vägen|gränden|gränd|stigen)\d{1,3}[A-Ha-h]?(?!\w)"
_SHORTENED = rf"(?<![\w-]){_CAP}[a-zåäö]{{2,18}}(?:v|g)(?:\.[ ]?\d{{1,3}}(?:[ ]?[A-Ha-h])?(?=[,;.!?]|$|\n|[ ]i[ ])|[ ]\d{{1,3}}(?:[ ]?[A-H])?,[ ]{_TOWN})"  # noqa: E501
_TURNED = (
    r"\b(?P<place>(?i:nr|nummer|hus(?:et)?)\.?[ ](?i:nr\.?[ ]|nummer[ ])?\d{1,3}[ ]?[A-Ha-h]?[ ]på[ ]"
    r"[A-ZÅÄÖ]\w{2,25}(?:gatan|vägen|gränd|stigen|backen))(?!\w)"
)
_VILLAGE_ROAD = rf"(?<![\w-]){_CAP}[a-zåäö]{{2,20}}[ ](?:by|bya|kyrk|stations|skol|strand|sjö|älv|norr|söder|gamla|skogs|fjäll){{1,2}}(?:väg|vägen)[ ]\d{{1,3}}[A-Ha-h]?(?![\w:])"  # noqa: E501
_WITH_POST = rf"(?<![\w-])(?:{_CAP}[a-zåäö]{{2,22}}[ ]){{1,2}}\d{{1,3}}[A-H]?,[ ](?:[1-9]\d{{2}}[ ]?\d{{2}}[ ])?(?P<town>{_TOWN})(?!\w)"  # noqa: E501
_POSTCODE = r"(?i:\bpost(?:nummer|nr|numret)\b)\.?[ ]?(?:är|:)?[ ]?(?P<place>[1-9]\d{2}[ ]?\d{2})(?!\d)"


def addresses(text: str) -> Iterator[Hit]:  # noqa: C901
    """Yield (start, end, "address")."""
    if "gat" in text or "väg" in text or "gränd" in text or "stigen" in text or "backen" in text:
        for found in compiled(_SPOKEN).finditer(text):
            yield *found.span(), "address"
    if not has_figure(text):
        return
    for found in compiled(_WITH_POST).finditer(text):
        post = re.search(r"\d{3}[ ]?\d{2}[ ]", found.group())
        if post or found["town"].casefold() in read_words(__file__, "places"):
            yield *found.span(), "address"
    for pattern in (_STREET, _TWO_WORDS):
        for found in compiled(pattern).finditer(text):
            if _is_street(found["name"]):
                yield found.start(), found.end(), "address"
    for pattern in (_UPPER, _POSTAL_ALONE, _BOX, _DETAIL, _PROPERTY_ALONE, _GLUED, _SHORTENED, _VILLAGE_ROAD):
        for found in compiled(pattern).finditer(text):
            yield found.start(), found.end(), "address"
    for found in compiled(_NATURE).finditer(text):
        name = found["place"].split()[0].casefold()
        if name not in read_words(__file__, "common_words") and name not in read_words(__file__, "places"):
            yield *found.span("place"), "address"
    for pattern in (_HOME, _PROPERTY, _TURNED, _POSTCODE):
        for found in compiled(pattern).finditer(text):
            yield found.start("place"), found.end("place"), "address"


def _is_street(name: str) -> bool:
    """Roads with numbers ("väg 97", "Riksvägen 95", "Inlandsvägen 45") and figures after common words are not homes."""
    last = name.split()[-1]
    if " " not in name and _ROADS.fullmatch(last):
        return False
    if " " not in name and last.casefold() in read_words(__file__, "common_words"):
        return bool(_SURE_END.search(last)) and len(last) > 9
    if last[0].islower() and " " in name:
        return last in ("gata", "väg", "gränd", "stig", "allé", "torg", "backe", "street", "road")
    if last[0].islower():
        return bool(_SURE_END.search(last)) and len(last) > 7
    return True
