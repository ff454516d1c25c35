"""Personal identity numbers and coordination numbers, also mistyped ones: the check digit is never asked for."""

import re
from collections.abc import Iterator

Hit = tuple[int, int, str]

_GAP = r"[ \t]?[-–—+/.:_]{0,2}[ \t]?"
_DATE_GAP = r"[ \t]?[-–—/.]?[ \t]?"
_DATED = re.compile(
    rf"(?<![\d+,])(?P<century>(?:18|19|20){_DATE_GAP})?(?P<yy>\d\d){_DATE_GAP}(?P<mm>\d\d){_DATE_GAP}(?P<dd>\d\d)"
    rf"(?P<gap>{_GAP})(?P<last>\d{{2}}[ ]\d{{2}}|\d{{3}}[ ]\d|\d{{3,5}}|[xX*]{{4}}|T?F?\d{{3}}[A-Za-z]|(?<=[\d–+-])[A-Z]{{1,2}}\d{{2,3}})(?![\w%])(?![.,]\d)"  # noqa: E501
)
# The same number with signs that also part ordinary figures, or with its last four on the next line: only a whole
# number with a date in it, written in one way, counts. Tried from every figure, since a list may come before it.
_SIGNS = r"[-–—+/.:_·•∙⋅‧●*,|~]"
_ODDLY_DATED = re.compile(
    rf"(?<![\d+,])(?=(?P<number>(?:18|19|20)?\d\d(?P<sign>{_SIGNS}?)(?P<mm>\d\d)(?P=sign)(?P<dd>\d\d)"
    rf"(?P<gap>[ \t]?{_SIGNS}{{0,2}}[ \t]?(?:\r?\n[ \t]?)?)(?P<last>\d{{4}}|[xX*]{{4}}))(?![\w%])(?![-–.,:/]\d))"
)
_ODD = re.compile(r"[·•∙⋅‧●*:,|~\n]")
_CUED = re.compile(
    r"\b(?:person-?\s?(?:nummer|nr)(?:et)?|pers\.?\s?n(?:umme)?r|p-?nr|p\.nr|pnr|samordnings-?\s?(?:nummer|"
    r"nr)(?:et)?|"
    r"samnr|social security number|personal (?:identity )?number|samordn\.?\s?nr|samordn(?:ings)?nr|personnr|persnr|pers\.?\s?nr|ssn|henkilötunnus|hetu)\b"  # noqa: E501
    r"[^\d\n]{0,40}(?:\n[^\d\n]{0,10})?(?P<number>\d[\d \t\-–—+/.:xX*·•|~_]{3,22}\w?)",
    re.IGNORECASE,
)
_LAST_FOUR = re.compile(
    r"\b(?:fyra sista|sista fyra|4 sista|sista 4|last four)\b[^\d\n.]{0,30}(?P<number>\d[ -]?\d[ -]?\d[ -]?\d)(?!\d)",
    re.IGNORECASE,
)
# Written figure by figure: 8 8 0 3 0 2 - 2 3 8 6
_APART = re.compile(
    r"(?<![\d.,:/-])(?<!\d[ ])(?:(?:1[ ]?[89]|2[ ]?0)[ ])?(?P<six>(?:\d[ ]){5}\d)[ ]?[-–+/]?[ ]?\d(?:[ ]\d){3}(?![ ]?\d|\w)"  # noqa: E501
)
_FINNISH = re.compile(r"(?<![\w])(?P<dd>\d\d)(?P<mm>\d\d)\d\d[-+A-FU-Y]\d{3}[0-9A-Y](?!\w)")


_MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}"
_BIRTH = re.compile(
    r"(?<!\w)(?:född[ae]?s?|f\.|födelsedatum|födelsedag|born|syntynyt|syntymäaika)[ ]?(?:den|on|är|:)?[ :]{0,2}(?:den[ ])?"  # noqa: E501
    rf"(?P<date>(?:18|19|20)\d\d[-/.]\d\d[-/.]\d\d\b|(?:18|19|20)\d{{6}}\b|\d{{1,2}}(?:[ ]?[/.:-][ ]?\d{{1,2}}|[ ]\d{{1,2}}|[ ]?[/.:-]?[ ]?{_MONTH})(?:[ ./-]{{1,2}}(?:(?:18|19|20)\d\d|\d\d)|(?:18|19|20)\d\d)\b|\d\d-\d\d-\d\d\b|\d{{6}}\b)",  # noqa: E501
    re.IGNORECASE,
)


def birth_dates(text: str) -> Iterator[Hit]:
    """Yield whole dates of birth; a lone year ("född 1951") says too little to be hidden."""
    for found in _BIRTH.finditer(text):
        yield *found.span("date"), "personal_number"


def identity_numbers(text: str) -> Iterator[Hit]:
    """Yield (start, end, "personal_number" or "coordination_number")."""
    for found in _DATED.finditer(text):
        kind = _kind(found)
        if kind:
            yield found.start(), found.end(), kind
    for found in _ODDLY_DATED.finditer(text):
        kind = _kind_of_odd(found)
        if kind:
            yield *found.span("number"), kind
    for found in _CUED.finditer(text):
        written = found["number"].rstrip(" \t-–—+/.:*·•|~_")
        if sum(c.isdigit() for c in written) >= 6:
            coordination = found.group().casefold().startswith("sam")
            yield (
                found.start("number"),
                found.start("number") + len(written),
                "coordination_number" if coordination else "personal_number",
            )
    for found in _LAST_FOUR.finditer(text):
        yield found.start("number"), found.end("number"), "personal_number"
    for found in _APART.finditer(text):
        six = found["six"].replace(" ", "")
        day = int(six[4:])
        if 1 <= int(six[2:4]) <= 12 and (1 <= day <= 31 or 61 <= day <= 91) and not six.startswith("07"):
            yield *found.span(), "coordination_number" if day > 60 else "personal_number"
    for found in _FINNISH.finditer(text):
        if 1 <= int(found["dd"]) <= 31 and 1 <= int(found["mm"]) <= 12:
            yield found.start(), found.end(), "personal_number"


def _kind(found: re.Match[str]) -> str | None:
    """Judge a run of digits by its shape. A wrong date passes only where the shape leaves little doubt."""
    month, day, last = int(found["mm"]), int(found["dd"]), found["last"]
    written = found.group()
    coordination = 61 <= day <= 91
    dated = 1 <= month <= 12 and (1 <= day <= 31 or coordination)
    kind = "coordination_number" if coordination else "personal_number"
    if re.fullmatch(r"0\d{1,3}-\d\d[ ]?\d\d[ ]\d\d", written):
        return None  # an ordinary telephone number: 0911-69 60 00
    digits = sum(c.isdigit() for c in last)
    four = digits == 4 or not last[0].isdigit()
    if found["century"]:
        return kind if _likely_with_century(found, dated, four) else None
    joined = re.fullmatch(r"\d{6}", written[:6]) is not None
    if coordination and four and written.startswith("07"):
        return None  # ten digits from 07 and an impossible birthday: a mobile number
    signed = any(c in "-–—+_" for c in found["gap"])
    if joined and signed and four:
        # Six, a sign, four: a company's number has at least 20 in the month's place and is public.
        return kind if month < 20 else None
    if not dated:
        return None
    if four:
        return kind if joined or signed or "-" in written else None
    return kind if joined and signed else None


def _kind_of_odd(found: re.Match[str]) -> str | None:
    if not _ODD.search(found["number"]):
        return None  # written in the usual way: judged above
    day, sign, gap = int(found["dd"]), found["sign"], found["gap"].strip()
    if not 1 <= int(found["mm"]) <= 12 or not (1 <= day <= 31 or 61 <= day <= 91):
        return None
    if sign and gap not in ("", sign):
        return None  # a day with something of its own after it: "2024-05-12, 1400 personer"
    if sign and not gap and ("\n" not in found["gap"] or found["last"][:2] in ("19", "20")):
        return None  # the next line of a list begins with a year
    return "coordination_number" if day > 60 else "personal_number"


def _likely_with_century(found: re.Match[str], dated: bool, four: bool) -> bool:
    if four:
        return (
            dated or (found["gap"].strip() in ("-", "+", "–") and int(found["mm"]) < 20) or found["gap"] == ""
        )
    return dated and bool(found["gap"].strip())
