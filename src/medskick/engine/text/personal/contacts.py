"""Telephone numbers and e-mail addresses, in the ways people write them."""

import re
from collections.abc import Iterator

from ..wordlists import cues_in, folded, has_figure, holds_any

Hit = tuple[int, int, str]

_SEP = r"[ \t.\-–—/()_]"
_CUED_SEP = r"[ \t.\-–—/()_·•∙⋅‧●*|~]"
_DIGIT = r"[\doO]"
_PHONE_INTERNATIONAL = re.compile(rf"(?<![\w+])(?:\+|00)[ ]?\(?\d(?:{_SEP}{{0,3}}\d){{6,13}}(?!\d)")
_PHONE_NATIONAL = re.compile(rf"(?<![\w,.:/+-])\(?[0oO](?:{_SEP}{{0,3}}{_DIGIT}){{6,11}}(?![\w])")
_PHONE_CUED = re.compile(
    r"\b(?:tele?(?:fon)?(?:nummer|nr)?|tfn|telnr|mob(?:il)?(?:nummer|nr|en)?|nummer(?:et)?|"
    r"numret|nås|ring(?:a|er)?|sms(?:a)?|"
    r"swish(?:a)?|whatsapp|signal|phone|call|mobile|puh(?:elin)?|soita|numero(?:ni)?|nr|wa\.me/|hemnummer|jobbnummer|hos oss)(?<=[\w/])"  # noqa: E501
    rf"(?:[ \t]+(?:gärna|mig|oss|på|är|me|at|on|till|nr|om|numero)){{0,3}}[ \t.:]{{0,3}}"
    rf"(?P<number>\+?\d(?:{_CUED_SEP}{{0,3}}\d){{4,13}})(?![\d%]|[ ]?(?:kr|år|personer|kilometer|mil)\b)",
    re.IGNORECASE,
)
_PHONE_MISTYPED = re.compile(
    r"(?<!\w)[0oO]7[02369oO](?=[- \doO]{0,9}[lI])[- ]?[\dlIoO]{1,3}(?:[ -]?[\dlIoO]{2,4}){1,3}(?!\w)"
)
_AREA_CODE = re.compile(
    r"(?<![\d-])\d{2,3}(?:[ -]?\d{2}){1,2}[ ,(]{1,3}rikt(?:nummer|nr)\.?[ ]0\d{1,3}\)?|rikt(?:nummer|nr)\.?[ ]0\d{1,3}[ ,]{1,3}(?:och )?\d{2,3}(?:[ -]?\d{2}){1,2}(?!\d)"  # noqa: E501
)
# The same with signs that also stand between ordinary figures, and with one line break: judged by ``_grouped``.
_ODD = r"[ \t.\-–—/()_·•∙⋅‧●*:,|~]"
_GAP = rf"(?:{_ODD}{{1,3}}(?:\r?\n{_ODD}{{0,2}})?|\r?\n{_ODD}{{0,2}})"
_PHONE_GROUPED = re.compile(
    r"(?<![\w,.:/+-])\(?(?P<first>0[1-9]\d{0,2}|(?:\+|00)[1-9]\d{0,8}(?:[ ]?\(0\))?)"
    rf"(?:{_GAP}\d{{2,7}}(?![\w%])){{1,5}}"
)
_PHONE_DIGITS = re.compile(rf"(?<![\w,.:/+-])0(?:{_GAP}\d){{9}}(?!\w)(?!{_ODD}{{1,3}}\d(?!\d))")
_NOT_PHONE = re.compile(
    r"\(?(?:\d{1,2}[.:]\d{2}[ ]?[-–—]{1,2}[ ]?\d{1,2}[.:]\d{2}"  # times: 07.30-16.00
    r"|\d{1,2}[-–—]\d{1,2}[ ]\d{1,2}[-–—]\d{1,2}"  # 07-16 07-12
    r"|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}(?:\D.*)?"  # 05.06.2024
    r"|0[.,]\d+)\)?$"  # 0.1234567
)
_DIGIT_WORDS = (
    "noll|nolla|ett|en|etta|två|tvåa|tre|trea|fyra|fem|femma|sex|sexa|sju|sjua|åtta|åttan|"
    "nio|nia|tio|elva|tolv|"
    "tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo|trettio|fyrtio|femtio|sextio|"
    "sjuttio|åttio|nittio|"
    "zero|oh|one|two|three|four|five|six|seven|eight|nine"
)
_SINGLE = re.compile(_DIGIT_WORDS, re.IGNORECASE)
_SPELLED = re.compile(
    rf"\b(?:noll(?:a)?|zero|plus)(?:[ ,.\-–]{{0,3}}(?:{_DIGIT_WORDS}|hundra|och|\d{{1,7}})){{3,20}}\b",
    re.IGNORECASE,
)
# A run of spoken digits, whatever it begins with: an identity number, an account or a telephone number.
_SPOKEN = re.compile(
    rf"(?<!\w)(?:(?:{_DIGIT_WORDS}|hundra)[ ,.\-–]{{0,3}}){{6,24}}(?<!\s)(?!\w)", re.IGNORECASE
)
_TENS_FIRST = re.compile(
    r"\b(?:noll[ -]?)?(?:sju(?:ttio|tti)?|sjuttio(?:två|tre|sex|nio))[ -]{1,2}\d[\d -]{5,9}\d\b",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"\b(?:insta(?:gram)?|snap(?:chat)?|ig|tiktok|twitter|telegram|discord|messenger|facebook|fb|skype|signal)\b(?:\.com/|[ ]?[:=]|"  # noqa: E501
    r"(?:[ ](?:är|heter|på|som|is|me|namn|namnet)){0,2})[, ]{0,2}(?P<handle>@?[^\W\d_][\w.]{1,30}(?:[_.\d]\w*|\b))",
    re.IGNORECASE,
)
_SERVICES = cues_in("insta|snap|ig|tiktok|twitter|telegram|discord|messenger|facebook|fb|skype|signal")
_HANDLE_BEFORE = re.compile(
    r"(?<![\w@])(?P<handle>@?[^\W\d_]\w{1,30}[_.\d][\w.]{0,30}\w|@[^\W\d_]\w{2,30})[ ]på[ ](?:insta(?:gram)?|snap(?:chat)?|tiktok|facebook|fb|discord)\b",  # noqa: E501
    re.IGNORECASE,
)

_DOMAIN_END = r"(?:\.[^\W_][\w-]{0,62}){1,5}|,(?:se|com|nu|fi|net|org|no)\b"
_EMAIL = re.compile(
    rf"(?<![\w.+%-])[\w.+%-]{{1,64}}@[^\W_][\w-]{{0,62}}(?:[.]?(?:{_DOMAIN_END}))?", re.IGNORECASE
)
_EMAIL_SPLIT = re.compile(
    r"(?<![\w.+%@-])(?P<first>[^\W\d_]{2,30})[ ][\w.+%-]{2,64}@[\w-]{2,62}\.{1,3}\w{2,10}\b", re.IGNORECASE
)
_SPACED_END = re.compile(
    r"\s\.\s?(?:se|com|nu|fi|net|org|no|eu)\b|\s(?:punkt|dot)\s(?:se|com|nu|fi|net|org|no|eu)\b",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    [
        "mejla",
        "maila",
        "mail",
        "mejl",
        "till",
        "adress",
        "via",
        "på",
        "är",
        "e-post",
        "epost",
        "email",
        "skriv",
        "kontakta",
        "nås",
        "post",
        "eller",
        "och",
    ]
)
_ADDRESS_WORDS = ("adressen", "adress", "mejlen", "mailen", "posten", "mejla", "maila")
_AT = (
    r"(?:\s?[\[({<]\s?(?:at|a|ät|@|snabel-?\s?a|alfakrull|kanelbulle|miuku)\s?[\])}>]\s?"
    r"|\s?\b(?:snabel-?\s?a|alfakrull)\b\s?|\s@\s?|@\s)"
)
_DOT = r"(?:\s?[\[({<]\s?(?:dot|punkt|prick|\.|piste)\s?[\])}>]\s?|\s(?:dot|punkt|prick|piste)\s|\s?\.\s?)"
_EMAIL_HIDDEN = re.compile(
    rf"(?<![\w.+%-])(?:[\w+%-]{{1,30}}\s(?:dot|punkt|prick|understreck|bindestreck)\s){{0,4}}[\w.+%-]{{1,64}}{_AT}[^\W_][\w-]{{0,62}}(?:{_DOT}[\w-]{{2,30}}){{1,3}}",
    re.IGNORECASE,
)
_EMAIL_WORDS = re.compile(
    r"(?<![\w.+%-])(?:[\w+%-]{1,30}\s(?:dot|punkt|prick|piste|understreck|underscore|lågstreck|bindestreck|streck|minus|plus)\s)"
    r"{0,4}[\w.+%-]{1,64}\s(?:at|ät|snabel-?\s?a|snabeln|alfakrull|kanelbulle|miukumauku|på)\s"
    r"(?:[\w-]{1,62}(?:\s(?:dot|punkt|prick|piste|bindestreck)\s[\w-]{2,30}){1,4}|[\w-]{2,62}(?:\.|\s\.\s?)(?:se|com|nu|fi|net|org|no|eu)\b)",
    re.IGNORECASE,
)


_HIDDEN_AT = ("@", "[", "(", "{", "<", "snabel", "alfakrull")
"""Without one of these, ``_EMAIL_HIDDEN`` cannot match; without a dot or ending as below, ``_EMAIL_WORDS``."""
_DOT_WORDS = cues_in("dot|punkt|prick|piste|bindestreck")
_DOMAIN_ENDING = re.compile(r"\.\s?(?:se|com|nu|fi|net|org|no|eu)\b")
_OR_ANOTHER = re.compile(
    r"[ ]?(?:eller|och|/|alt\.?|resp\.?|samt|,)[ ]?(?:-?[ ]?)\d{2}(?:[ ]\d{2}){0,2}(?![\w:]|[.,]\d|[ ]?(?:kr|år|%|mil|km|personer|st)\b)"  # noqa: E501
)
_NUMBER_WORDS = re.compile(rf"(?:{_DIGIT_WORDS}|hundra)+", re.IGNORECASE)
_TOKENS = re.compile(r"\d+|[^\W\d_]+")


def _mixed(text: str) -> Iterator[Hit]:
    """Figures and figure words mixed: "070 - 174 nollfem 12"."""
    run: list[re.Match[str]] = []
    for token in [*_TOKENS.finditer(text), None]:
        number = token if token and _is_number_word(token.group()) else None
        if number and (not run or re.fullmatch(r"[ ,.\-–/()]{0,4}", text[run[-1].end() : number.start()])):
            run.append(number)
            continue
        if run:
            digits = sum(
                len(t.group()) if t.group().isdigit() else len(_SINGLE.findall(t.group())) for t in run
            )
            first = run[0].group().casefold()
            words = sum(not t.group().isdigit() for t in run)
            if 0 < words < len(run) and 8 <= digits <= 14 and first.startswith(("0", "noll")):
                yield run[0].start(), run[-1].end(), "phone"
        run = [number] if number else []


def _is_number_word(word: str) -> bool:
    return word.isdigit() or (len(word) < 80 and _NUMBER_WORDS.fullmatch(word) is not None)


def phones(text: str) -> Iterator[Hit]:
    """Yield telephone numbers as (start, end, "phone")."""
    for start, end, kind in _phones(text):
        if not of_a_body(text, start, end, kind):
            other = _OR_ANOTHER.match(text, end)
            yield start, other.end() if other else end, kind


def _phones(text: str) -> Iterator[Hit]:
    if has_figure(text):
        yield from _written_in_figures(text)
    for found in _SPELLED.finditer(text):
        if sum(c.isdigit() for c in found.group()) + len(_SINGLE.findall(found.group())) >= 5:
            yield found.start(), found.end(), "phone"
    for found in _SPOKEN.finditer(text):
        yield found.start(), found.end(), "phone"


def _written_in_figures(text: str) -> Iterator[Hit]:
    yield from _mixed(text)
    for found in _PHONE_INTERNATIONAL.finditer(text):
        if _is_international(found.group()):
            yield found.start(), found.end(), "phone"
    for found in _PHONE_NATIONAL.finditer(text):
        written = found.group()
        if _is_national(written) or (
            _is_national(head := re.sub(r"[ ]?/[ ]?\d{1,2}$", "", written)) and head != written
        ):
            yield found.start(), found.end(), "phone"
    for found in _PHONE_MISTYPED.finditer(text):
        if len(re.sub(r"[^\dlIoO]", "", found.group())) == 10:
            yield found.start(), found.end(), "phone"
    if "rikt" in text:
        for found in _AREA_CODE.finditer(text):
            yield found.start(), found.end(), "phone"
    yield from _oddly_written(text)
    for found in _PHONE_CUED.finditer(text):
        digits = _digits(found["number"])
        if _is_cued(text, found, digits):
            yield found.start("number"), found.end("number"), "phone"
    for found in _TENS_FIRST.finditer(text):
        yield found.start(), found.end(), "phone"


_HANDLE_ALONE = re.compile(r"(?<![\w.@/+%-])@[^\W\d]\w[\w.]{1,28}(?![\w@])")
_TAGGED = re.compile(r"(?<![\w#@])[^\W\d_][\w.]{1,30}#\d{4}(?!\w)")
_OFFICIAL = re.compile(
    r"@?\w*(?:kommun|region|norrbotten|polis|1177|myndighet|verket|riksdag|regering|skola|gymnasi|museum|museet|universitet|"
    r"sjukhus|vardcentral|vårdcentral|halsocentral|hälsocentral|bibliotek|radio|svt|tidning|kuriren|nsd|parti|almedal|fores|"
    r"lkab|ltu|forening|förening|forbund|förbund|stiftelse|kyrka|forsamling|församling|ungdomsrad|ungdomsråd|official|officiell)",
    re.IGNORECASE,
)


def is_official(handle: str) -> bool:
    """Whether an account name is that of an authority or body, which is public."""
    return _OFFICIAL.match(handle) is not None


def handles(text: str) -> Iterator[Hit]:
    """Yield account names on social media as (start, end, "other"); those of authorities and bodies are public."""
    for start, end, kind in _handles(text):
        if not is_official(text[start:end]):
            yield start, end, kind


def _names_a_service(text: str) -> bool:
    lower = folded(text)
    return holds_any(lower, _SERVICES)


def _handles(text: str) -> Iterator[Hit]:
    for found in _HANDLE.finditer(text) if _names_a_service(text) else ():
        handle = found["handle"]
        if handle[0] == "@" or re.search(r"[\d_.]\w", handle):
            yield found.start("handle"), found.start("handle") + len(handle.rstrip(".")), "other"
    if " på " in folded(text):
        for found in _HANDLE_BEFORE.finditer(text):
            yield found.start("handle"), found.end("handle"), "other"
    if "#" in text:
        for found in _TAGGED.finditer(text):
            yield *found.span(), "other"
    if "@" in text:
        for found in _HANDLE_ALONE.finditer(text):
            yield found.start(), found.start() + len(found.group().rstrip(".")), "other"


def emails(text: str) -> Iterator[Hit]:
    """Yield e-mail addresses, also thinly disguised ones, as (start, end, "email")."""
    for start, end, kind in _emails(text):
        if not of_a_body(text, start, end, kind):
            yield start, end, kind


def _emails(text: str) -> Iterator[Hit]:
    if "@" in text:
        for found in _EMAIL_SPLIT.finditer(text):
            if found["first"].casefold() not in _NO_NAME and not found["first"].casefold().endswith(
                _ADDRESS_WORDS
            ):
                yield *found.span(), "email"
        for found in _EMAIL.finditer(text):
            end = found.start() + len(found.group().rstrip(".-"))
            apart = _SPACED_END.match(text, end)
            yield found.start(), apart.end() if apart else end, "email"
    lower = folded(text)
    hidden = holds_any(lower, _HIDDEN_AT)
    in_words = holds_any(lower, _DOT_WORDS) or _DOMAIN_ENDING.search(lower)
    for pattern in (*((_EMAIL_HIDDEN,) if hidden else ()), *((_EMAIL_WORDS,) if in_words else ())):
        for found in pattern.finditer(text):
            # "online på umo.se" names a web site, "kim.tallvik på example.se" a letter box.
            if not re.fullmatch(r"[^\W\d_]+\spå\s[\w-]+\.\w+", found.group()):
                yield found.start(), found.end(), "email"


# Addresses of bodies and duties, which are meant to be public: info@, registrator@, kontaktcenter@ …
_FUNCTION_ADDRESS = re.compile(
    r"(?:info|information|kontakt|contact|kontaktcenter|kontaktcentrum|registrator|registratur|diarium|diariet|kommun|kommunen|"
    r"region|regionen|kansli|kansliet|kundtj[aä]nst|kundservice|kundcenter|support|helpdesk|servicedesk|bokning|bokningen|"
    r"booking|reception|receptionen|v[aä]xel|v[aä]xeln|post|posten|mail|mejl|e-?post|hej|hello|press|media|redaktion|"
    r"redaktionen|insandare|ins[aä]ndare|debatt|tips|order|faktura|fakturor|ekonomi|hr|jobb|rekrytering|admin|webmaster|webb|"
    r"web|no-?reply|noreply|postmaster|medborgarservice|medborgarkontor(?:et)?|medborgare|synpunkter|felanm[aä]lan|styrelsen|"
    r"styrelse|ordforande|ordf[oö]rande|f[oö]reningen|bibliotek|biblioteket|v[aå]rdcentral(?:en)?|h[aä]lsocentral(?:en)?|skola|"
    r"skolan|rektor|turist|turistbyr[aå]n|dataskydd|dataskyddsombud|dso|gdpr|arkiv|arkivet|upphandling|stadshuset|kommunhuset|"
    r"socialtj[aä]nsten|socialjour|overformyndaren|milj[oö]|bygg|bygglov|trafik|f[aä]rdtj[aä]nst|polisen|almedalen|anmalan|"
    r"anm[aä]lan|osa|seminarium|event|office|sales|shop|butik|service)(?:[._-](?:kommun|region|norrbotten|\w{0,12}kommun))?"
    r"(?:[@\s(\[{<]|$)",
    re.IGNORECASE,
)
_FUNCTION_PHONE = re.compile(
    r"(?:\b(?:\w*växel(?:n)?|\w*upplysning(?:en)?|kundtjänst(?:en)?|kundservice|\w*kundcenter|kontaktcenter|\w*receptionen|reception|"
    r"\w*jour(?:en)?|\w*centralen|medborgarservice|\w*kommun(?:en)?s?|region(?:en)?s?|\w*myndigheten|\w*kassan|\w*verket|"
    r"trafikinformation(?:en)?|felanmälan|bokning(?:en)?|telefontid|rådgivning(?:en)?|akuten|sjukhuset|lasarettet|biblioteket|"
    r"turistbyrån|polisen|apoteket|\w*linjen|nödnumret|larmnumret|hjälplinje(?:n)?|kyrkan|kansliet|stadshuset)\b)",
    re.IGNORECASE,
)
_OWN_PHONE = re.compile(
    r"\b(?:mig|mej|min|mitt|mina|jag|oss|vår|vårt|hem|hemma|mobil\w*|privat\w*|hennes|hans|deras|mamma\w*|pappa\w*|sambo\w*|"
    r"fru\w*|man|son\w*|dotter\w*|granne\w*|handläggare|rektorn|läraren)\b",
    re.IGNORECASE,
)
_PUBLIC_SERIES = re.compile(r"\(?0(?:771|770|772|774|775|776|777|778|779|20|200|900|939|944)\b")


def of_a_body(text: str, start: int, end: int, kind: str) -> bool:
    """Whether an address or number is a body's own: a function address, a switchboard, a public line."""
    written = text[start:end]
    if kind == "email":
        return bool(_FUNCTION_ADDRESS.match(written))
    if re.match(r"\(?07[02369]|\+46[ -]?\(?0?\)?[ -]?7|0046", written):
        return False
    if _PUBLIC_SERIES.match(written):
        return True
    sentence = re.split(r"[.!?\n](?=\s)", text[max(0, start - 70) : start])[-1]
    after = re.split(r"[.!?\n,;]", text[end : end + 30])[0]
    if _OWN_PHONE.search(sentence) or re.search(r"[A-ZÅÄÖ][a-zåäö]+ [A-ZÅÄÖ][a-zåäö]+[ ,:(]{1,3}$", sentence):
        return False
    if re.match(r"\(?010[ \-/)]", written):
        return True
    return bool(
        _FUNCTION_PHONE.search(sentence)
        or re.match(r"\s*\(?(?:kommunens |regionens )?(?:växeln?|kundtjänst|receptionen)\b", after)
    )


def _digits(written: str) -> str:
    return "".join(c for c in written.replace("o", "0").replace("O", "0") if c.isdigit())


_OF_A_CASE = re.compile(
    r"\b(?:mål|org|organisations|dnr|dok|diarie|ärende|art|artikel|sid|rum|ref|faktura|avtals|projekt)\.?[ -]?$",
    re.IGNORECASE,
)


def _is_cued(text: str, found: re.Match[str], digits: str) -> bool:
    """A number after "tel", "ring", "nr": no company's number, case number, time or years."""
    number = found["number"]
    if re.match(r"\S*/(?:19|20)\d\d", text[found.end("number") - 1 :][:20]):
        return False  # the number of a case
    if len(digits) < 5 or _NOT_PHONE.match(number) or _is_year_range(number):
        return False
    if re.fullmatch(r"\d{2}[2-9]\d{3}-\d{4}", number) or _OF_A_CASE.search(
        text[max(0, found.start() - 14) : found.start()]
    ):
        return False
    if re.fullmatch(r"11[ ]?\d[ ]?\d{2,3}|90[ ]?\d{3}", number):
        return False  # short numbers of the emergency and help lines
    if re.fullmatch(r"[1-9]\d{0,3}[/ ](?:19|20)?\d\d", number):
        return False  # "förordning (EU) nr 648/2012", "Nr 36 2010"
    return not (found.group().casefold().startswith("nr") and re.fullmatch(r"\d{1,4}-\d{2}", number))


def _is_international(written: str) -> bool:
    digits = _digits(written)
    if written.startswith("+"):
        return 8 <= len(digits) <= 15
    # "00" also begins ordinary figures such as "00 000"; a country code never begins with 0.
    return digits[2] != "0" and 10 <= len(digits) <= 16


def _is_national(written: str) -> bool:
    digits = _digits(written)
    if digits[1] == "0" or not 8 <= len(digits) <= 11 or _NOT_PHONE.match(written):
        return False
    return len(digits) <= 10 or digits[:2] == "07"


def _oddly_written(text: str) -> Iterator[Hit]:
    """Numbers with odd signs or a line break between their groups or figures."""
    for found in _PHONE_GROUPED.finditer(text):
        end = _grouped(found)
        if end:
            yield found.start(), end, "phone"
    for found in _PHONE_DIGITS.finditer(text):
        if _digits(found.group()).startswith("07"):
            yield found.start(), found.end(), "phone"


def _grouped(found: re.Match[str]) -> int:
    """Where a number written in groups with odd signs or a line break between them ends; 0 where it is none.

    No more groups than a telephone number has digits for: what follows, perhaps on the next line, is something else.
    """
    first = found["first"]
    abroad = first[0] == "+" or first.startswith("00")
    least, most = (9, 15) if abroad else (8 if first == "08" else 9, 10)
    written, total, end = [first], len(_digits(first)), 0
    for group in re.finditer(r"\d+", found.string[: found.end()][found.end("first") :]):
        total += len(group.group())
        if total > most:
            break
        written.append(group.group())
        if total >= least:
            end = found.end("first") + group.end()
    if not end or abroad:
        return end
    return end if _like_phone(written, found.string[found.start("first") : end]) else 0


def _like_phone(groups: list[str], written: str) -> bool:
    """Whether groups of figures are a number and not a list, days or times: two figures first are how those begin."""
    rising = len({len(group) for group in groups}) == 1 and groups == sorted(groups)
    if rising or re.match(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}(?!\d)", written):
        return False
    if len(groups[0]) > 2:
        return True
    same_signs = len(set(re.findall(r"\D+", written)[1:])) <= 1
    return same_signs and (groups[0] == "08" or (groups[0] == "07" and len(_digits(written)) == 10))


def _is_year_range(written: str) -> bool:
    return bool(re.fullmatch(r"(?:18|19|20)\d{2}[ ]?[-–—/][ ]?(?:18|19|20)?\d{2}", written))
