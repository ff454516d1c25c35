"""Split a text into statements: the pieces, usually sentences, that each say one thing."""

import re
from dataclasses import dataclass
from itertools import pairwise

from .clauses import clause_starts
from .wordlists import listed

_ABBREVIATIONS = listed(
    """
    t.ex t ex f.n fn kl kr bl.a bla m.m mm m.fl mfl dvs d.v.s osv o.s.v o.d od etc ca c:a cirka nr no st tr vån tel
    tfn mob mobil resp inkl exkl ev evtl f.d fd s.k sk p.g.a pga m.a.o mao f.ö fö t.o.m tom fr.o.m from fom o.dyl
    dyl jfr jmf kap s sid dr prof ing dir adj doc hr fr frk min max milj mkr mdkr tkr i.e e.g vs approx t.v tv i.o.m
    iom e.d ed e.dyl m.h.a mha u.a ua enl ang betr bil forts febr jan feb mar apr jun jul aug sep sept okt nov dec
    mån tis ons tors fre lör sön gr str u.s mr mrs ms st.f f.v.b f.kr e.kr v.a n.b o.s.a osa p.s esim mm ym jne n
    ent ns ts klo puh alk
    """
)
_MONTHS = (
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    "jan|feb|febr|apr|jun|jul|aug|sep|sept|okt|nov|dec"
)
_ORDINAL_FOLLOWS = re.compile(rf"\s*(?:(?:{_MONTHS})\b|\d)", re.IGNORECASE)

_CLOSERS = "\"'”’»)\\]}"
# A run is looked at once, from its beginning, and never given back: a megabyte of "!" costs no more than its length.
_END = re.compile(rf"(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>[{_CLOSERS}]*+)(?=\s|$)")
_GLUED_END = re.compile(r"(?<=[a-zåäöéü]{3})[.!?](?=[A-ZÅÄÖ][a-zåäö]+\b(?!\.|@))")
_LINE = re.compile(r"[^\r\n\u0085\u2028\u2029\v\f]+")
_BULLET = re.compile(
    r"[ \t]*(?:[-–—―*•·●○▪■◦‣►▶➢➤➜→✓✔✗❑❖+>#]+(?:[ \t\u00a0]+|(?=[^\W\d_]))"
    r"|\(?\d{1,2}[.):]\)?(?=[ \t\u00a0]))[ \t\u00a0]*"
)
_LETTER_BULLET = re.compile(r"[ \t]*\(?[a-hA-H]\)[ \t]")
_NUMBERED = re.compile(r"(?<![\w.,:])\(?(\d{1,2})[.)]\)?[ \t\u00a0]+(?=[^\W\d_\s]|[\"”'(])")
_INNER_BULLET = re.compile(r"(?<![ \t])[ \t]++[•●▪■◦‣►➢|][ \t]++")
_SEMICOLON = re.compile(r";\s+")
_PICTURE = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u2764\ufe0f\u200d]"
_AFTER_PICTURE = re.compile(rf"(?<!{_PICTURE}){_PICTURE}++\s++(?=[A-ZÅÄÖ])")
_LAST_TOKEN = re.compile(r"\S*$")
_CONTENT = re.compile(r"[^\W_]")
_REPLIES = listed(
    "ja jo nej nä tack snälla punkt ok okej visst exakt absolut aldrig gärna yes no please thanks en ett "
    "två tre fyra fem sex sju åtta nio tio elva tolv ei joo kyllä kiitos typ alltså jaja nja"
)
_JOINING = re.compile(r"(?:och|men|eller|som|att|för|så|and|but|or|that|ja|mutta)\s")
_WRAPPED = 45
"""A line at least this long (characters) that ends in mid-sentence is taken to be wrapped by a mail program."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open span `start:end` of code points in the original text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words of `text` at this span, unchanged."""
        return text[self.start : self.end]


def split_statements(text: str) -> list[Span]:
    """Return the statements of `text`: in order, not overlapping, each without surrounding white space.

    Every letter of the text lies in one of them. Only white space, list markers and lines of mere signs are left
    out. Each holds a letter or a digit, unless the whole text has none: then one span covers what there is.
    An empty text or one of only white space gives no statement.
    """
    if not _CONTENT.search(text):
        start, end = _trim(text, 0, len(text))
        return [Span(start, end)] if start < end else []
    pieces: list[tuple[int, int]] = []
    for start, end in _paragraphs(text):
        pieces += _merge(text, _sentences(text, start, end))
    return [Span(start, end) for start, end in pieces if _CONTENT.search(text, start, end)]


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Lines without their list markers; a line broken by a mail program is joined with the next."""
    found: list[tuple[int, int]] = []
    previous_end = -1
    for line in _LINE.finditer(text):
        start, end = _trim(text, line.start(), line.end())
        if start == end:
            continue
        bullet = _BULLET.match(text, start, end)
        lettered = _LETTER_BULLET.match(text, start, end)
        if not bullet and not lettered and _continues(text, found, previous_end, start):
            found[-1] = (found[-1][0], end)
        else:
            found.append(
                (bullet.end() if bullet and _CONTENT.search(text, bullet.end(), end) else start, end)
            )
        previous_end = end
    return found


def _continues(text: str, found: list[tuple[int, int]], previous_end: int, start: int) -> bool:
    if not found or previous_end < 0 or not text[start].islower():
        return False
    if text[previous_end - 1] in ".!?…:;" or text[previous_end:start].count("\n") > 1:
        return False
    last_line = max(found[-1][0], text.rfind("\n", 0, previous_end) + 1)
    return previous_end - last_line >= _WRAPPED or bool(_JOINING.match(text, start))


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = {start, end}
    cuts.update(m.end() for m in _END.finditer(text, start, end) if _is_end(text, m, start, end))
    cuts.update(m.end() for m in _GLUED_END.finditer(text, start, end))
    cuts.update(m.end() for m in _AFTER_PICTURE.finditer(text, start, end))
    cuts.update(m.end() for m in _INNER_BULLET.finditer(text, start, end))
    markers = _numbered(text, start, end)
    cuts = {cut for cut in cuts if not any(first < cut <= last for first, last in markers)}
    cuts.update(first for first, _ in markers)
    ordered = sorted(cuts)
    pieces: list[tuple[int, int]] = []
    for first, last in pairwise(ordered):
        pieces += _ideas(text, first, last)
    return pieces


def _is_end(text: str, found: re.Match[str], start: int, end: int) -> bool:
    """Whether the stop found ends a sentence rather than an abbreviation, a number or a pause."""
    mark, close = found["mark"], found["close"]
    after = found.end()
    while after < end and text[after].isspace():
        after += 1
    if after >= end:
        return True
    goes_on = text[after].islower()
    if goes_on and (close or "…" in mark or (len(mark) > 1 and set(mark) == {"."})):
        return False
    if mark != "." or close:
        return True
    return not _is_abbreviation(text, start, found.start(), after, goes_on)


def _is_abbreviation(text: str, start: int, stop: int, after: int, goes_on: bool) -> bool:
    token = _LAST_TOKEN.search(text, max(start, stop - 30), stop)
    word = token.group().lstrip("(\"'”»[") if token else ""
    if word.isdigit():
        return len(word) <= 2 and bool(_ORDINAL_FOLLOWS.match(text, after))
    if len(word) == 1 and word.isalpha():
        return word.isupper() or goes_on
    folded = word.casefold()
    if folded in _ABBREVIATIONS:
        return (
            goes_on
            or text[after].isdigit()
            or folded in {"t.ex", "bl.a", "dr", "nr", "prof", "s.k", "f.d", "ca", "kl"}
        )
    if "." in word and max(map(len, folded.split("."))) <= 2 and folded.replace(".", "").isalpha():
        return goes_on
    return False


def _numbered(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The markers of a list within a line: "1. … 2. …" or "1) … 2) …", counted from 1."""
    expected, places = 1, []
    for found in _NUMBERED.finditer(text, start, end):
        if int(found[1]) == expected:
            places.append(found.span())
            expected += 1
    return places if len(places) > 1 else []


def _ideas(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split a sentence at semicolons and between clauses that plainly each ask for something."""
    cuts = [start]
    for found in _SEMICOLON.finditer(text, start, end):
        if _word_count(text, cuts[-1], found.start()) >= 2 and _word_count(text, found.end(), end) >= 2:
            cuts.append(found.end())
    cuts.append(end)
    pieces: list[tuple[int, int]] = []
    for first, last in pairwise(cuts):
        starts = [first, *clause_starts(text, first, last), last]
        pieces += pairwise(starts)
    return pieces


def _merge(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Trim; join a mere "Ja." or a lone emoji to the statement before it; drop what has no content."""
    merged: list[tuple[int, int]] = []
    for first, last in pieces:
        start, end = _trim(text, first, last)
        number = _NUMBERED.match(text, start, end)
        if number and _CONTENT.search(text, number.end(), end):
            start = number.end()
        if start >= end:
            continue
        word = text[start:end].strip(".,!?… ").casefold()
        if (merged and (word in _REPLIES or not _CONTENT.search(text, start, end))) or (
            merged and not _CONTENT.search(text, *merged[-1])
        ):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _word_count(text: str, start: int, end: int) -> int:
    return len(re.findall(r"\w+", text[start : min(end, start + 200)]))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
