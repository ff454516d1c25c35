"""Names of private people: in introductions and signatures, beside contact details, after "min granne", or in full."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate

from ..wordlists import compiled, cues_in, folded, has_figure, holds_any, read_lines, read_words
from .likely import likely_names
from .lone import lone_names, names_a_thing, titled
from .people import ANIMAL, KIN, Judge, Word, is_job, people, words_of

Hit = tuple[int, int, str]

GIVEN_NAMES = read_words(__file__, "given_names") | read_words(__file__, "given_names_more")
AMBIGUOUS = read_words(__file__, "ambiguous")
PLACES = read_words(__file__, "places")
NOT_SURNAMES = read_words(__file__, "not_surnames")
NOT_PERSONS = read_words(__file__, "not_persons")
SURNAMES = read_words(__file__, "surnames")
PUBLIC_PERSONS = frozenset(read_lines(__file__, "public_persons"))
BODY_ENDINGS = tuple(read_words(__file__, "body_endings"))
SURNAME_ENDINGS = tuple(read_words(__file__, "surname_endings"))
_NOT_ALONE = read_words(__file__, "not_alone")
_THING_ENDINGS = ("et", "en", "erna", "arna", "orna", "ar", "or", "er", "kaffe")
SURE_ENDINGS = tuple(read_words(__file__, "sure_endings"))

_CAP = "A-ZÅÄÖÁÉÜÓČĐŊŠŽŦØÆŁŚŻ"
_WORD = rf"[{_CAP}][^\W\d_]{{1,30}}(?:[-'’][^\W\d_]{{2,30}})?"
_NAME = (
    rf"{_WORD}(?:[ ](?:von|af|de|van|der|al|bin)(?=[ ])){{0,2}}(?:[ ](?:{_WORD}|[{_CAP}]\.?(?=[ ]))){{0,3}}"
)
_FULL = (
    rf"(?<![\w@./-]){_WORD}(?:[ ](?:(?:al|el|Al|El|ul|bin|ibn|ould)[- ])?(?:{_WORD}|[{_CAP}]\.(?=[ ])|von(?=[ ])|af(?=[ ])|de(?=[ ])|van(?=[ ])))"  # noqa: E501
    rf"{{1,3}}(?![\w@])"
)
_ANY = r"[^\W\d_]{2,30}(?:-[^\W\d_]{2,30})?"

_INTRODUCTION = (
    r"\b(?i:jag heter|heter jag|mitt namn är|mitt namn e|namnet är|mitt namn|undertecknad(?:e)?|undertecknat|underteckna(?:s|t) av|allra ödmjukast|väl mött|tack på förhand|på förhand tack|namn|frågor till|frågor besvaras av|skrivet av|my name is|i "  # noqa: E501
    r"am called|nimeni on|mun nimeni on|mie olen|mie oon|mun nimi on|meän|olen|mu namma lea|"
    rf"hälsar|som heter|som hette|vid namn|namn:|kontaktperson(?:en)?(?: är)?:?)[ ,:]{{1,3}}"
    rf"(?P<name>(?:[{_CAP}]\.[ ]?)?{_ANY}(?:[ ]{_ANY}){{0,2}})"
)
_INTRODUCING = (
    *(
        "heter",
        "hette",
        "namn",
        "tecknad",
        "tecknat",
        "teckna",
        "ödmjukast",
        "väl mött",
        "förhand",
        "frågor",
        "skrivet av",
        "name",
    ),
    *("called", "nimi", "nimeni", "mie o", "olen", "meän", "namma", "hälsar", "kontaktperson"),
)
"""Without one of these, ``_INTRODUCTION`` cannot match."""
_SIGNATURE = (
    r"(?:\b(?i:m\.?v\.?h\.?|v\.?h\.?|med vänlig(?:a)? häls(?:ning)?(?:ar)?|vänlig(?:a|en)? "
    r"(?:hälsning(?:ar)?)?|"
    r"varma hälsningar|soliga hälsningar|kära hälsningar|hjärtliga hälsningar|hälsar|kram från|kramar från|skrivet av|bästa hälsningar|hälsn(?:ing)?(?:ar)?|hälsar|hilsen|hälsningar från|"  # noqa: E501
    r"kram(?:ar)?|(?:best |kind |warm )?regards|"
    r"best wishes|sincerely|cheers|yours|terveisin|terv|t\.|terveiset|ystävällisin terveisin|dearvvuođaiguin)"
    r"|(?:(?<=[\s.!?,)])|^)/{1,2}(?!\w*/)|(?P<loose>(?:^|\n)[ \t]*[-–—−~]{1,2}|(?<=[a-zåäö])/{1,2}))"
    rf"[ \t]*[,.:!]?\s{{0,3}}[-–/]?[ ]?(?P<name>{_ANY}(?:[ ]{_ANY}){{0,2}})"
)
_CONTACT = (
    r"\b(?i:kontakta|ring(?:a|er|t)?(?: till)?|mejla|maila|smsa|skriv till|prata med|pratat "
    r"med|pratade med|tala med|fråga(?: efter)?|"
    r"hör av (?:er|dig) till|hälsa(?: till)?|sök|nå|träffade|mötte|hos|call|contact|talk to|ask for|soita)"
    rf"[ ](?:gärna[ ]|med[ ]|på[ ])?(?P<name>{_NAME})"
)
_RELATION = (
    r"fru|hustru|man|make|maka|sambo|särbo|partner|bror|lillebror|storebror|syster|lillasyster|"
    r"storasyster|syskon|son|dotter|mamma|"
    r"pappa|mor|far|mormor|morfar|farmor|farfar|moster|faster|morbror|farbror|kusin|svåger|"
    r"svägerska|svärmor|svärfar|svärson|svärdotter|"
    r"barnbarn|barn|sonson|dotterson|sondotter|dotterdotter|granne|grannfru|grannar|kompis|"
    r"vän|väninna|bästis|flickvän|pojkvän|"
    r"tjej|kille|kollega|chef|lärare|läkare|doktor|handläggare|rektor|tränare|mentor|hyresvärd|"
    r"klasskompis|kurator|barnmorska|"
    r"husband|wife|son|daughter|brother|sister|mother|father|mum|mom|dad|friend|neighbour|"
    r"neighbor|boss|teacher|colleague|doctor|partner"
)
_RELATIVE = (
    r"\b(?i:min|mitt|mina|vår|våra|vårt|hans|hennes|deras|din|er|my|our|his|her|their)(?:[ ][\wåäö]{2,14}){0,2}?[ ]"
    rf"(?i:{_RELATION})(?:[ ](?:som heter|heter|är|called|named))?,?[ ](?P<name>{_NAME})"
)
_WHO = (
    r"grannen|\w{0,20}läraren|lärarinnan|rektorn|\w{0,20}chefen|\w{0,20}sköterskan|enhetschefen|handläggaren|sköterskan|"
    r"sjuksköterskan|undersköterskan|distriktssköterskan|"
    r"läkaren|doktorn|tränaren|barnmorskan|kuratorn|städerskan|vaktmästaren|chauffören|"
    r"busschauffören|föreståndaren|socialsekreteraren|"
    r"biståndshandläggaren|\w{0,20}biträdet|\w{0,20}biträde|undersköterska|personlige assistenten|assistenten|kollegan|kompisen|pojken|flickan|killen|tjejen|tanten|"  # noqa: E501
    r"gubben|farbror|tant|fru|herr|fröken|syster|"
    r"mormor|farmor|morfar|farfar|moster|faster|mamma|pappa|lille|lilla|gamle|änkan|pensionären|"
    r"eleven|brukaren|patienten|"
    r"naapurini|vaimoni|mieheni|poikani|tyttäreni|siskoni|veljeni|ystäväni|opettaja|rehtori|"
    r"Mr|Mrs|Ms"
)
_DEFINITE = rf"\b(?i:{_WHO})\.?,?[ ](?P<name>{_NAME})"
_TITLE = (
    "dr|doktor|prof|professor|herr|fru|fröken|mr|mrs|ms|magister|överläkare|lektor|adjunkt|kyrkoherde|"
    "farbror|tant|familjen"
)
_TITLED = rf"\b(?i:{_TITLE})\.?[ ](?P<name>{_NAME})"
_GRADE = "ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian|förskolan|lågstadiet"
_IN_CLASS = rf"(?<![\w@.-])(?P<name>{_WORD}(?:[ ]{_WORD})?)(?i:[ ](?:i|från|in)[ ](?:klass[ ]|åk[ ]|årskurs[ ]|class[ ])?(?:\d{{1,2}}[ ]?[a-h]?|{_GRADE})(?!\w)|,?[ ]\(?\d{{1,3}}[ ]?(?:år|v\.)(?!\w)|[ ]\(\d{{1,2}}\))"  # noqa: E501
_GROUP = "barnen|ungarna|syskonen|sönerna|döttrarna|eleverna|kompisarna|kamraterna|personalen|flickorna|pojkarna|grannarna|tvillingarna|grabbarna|tjejerna|daughter|son|kids|children|det var"  # noqa: E501
_LISTED = rf"\b(?i:{_GROUP})[ ,:]{{1,2}}(?P<name>{_WORD}(?:(?:,[ ]|[ ]och[ ]|[ ]o[ ]|[ ]&[ ]|[ ]and[ ]){_WORD}){{0,6}})"
_DOING = rf"(?<![\w@.-])(?P<name>{_WORD}[ ]{_WORD})(?=[ ]som[ ](?:äger|bor|driver|jobbar|kör|har)|[ ](?:avled|dog|omkom|fick vänta|bor på|flyttade|sjukskrevs)|,?[ ](?:bonde|lärare|granne|rektor|handläggare|ägare)\b)"  # noqa: E501
_PROFESSION = (
    r"\w{0,20}(?:sköterska|lärare|läkare|pensionär|elev|student|chaufför|bonde|företagare|renskötare|snickare|ingenjör|barnmorska"
    r"|dagmamma|biträde|mamma|pappa|mormor|morfar|farmor|farfar|kassör|handläggare|boende|nurse|teacher|retired)\b"
)
_PRESENTED = (
    rf"(?<![\w@.-])(?P<name>{_WORD}[ ]{_WORD})(?:,[ ]\d{{1,3}}[ ]?år\b|[ ]\(\d{{2}}\)|,?[ ]\(?{_PROFESSION})"
)
_RELATION_FINNISH = "naapurini|vaimoni|mieheni|poikani|tyttäreni|siskoni|veljeni|ystäväni|äitini|isäni"
_RELATIVE_FINNISH = rf"\b(?i:{_RELATION_FINNISH}),?[ ](?P<name>{_NAME})"
_OFFICE = (
    r"\w*minister|\w*råd|landshövding|riksdagsledamot|riksdagsman|partiledare|partiordförande|partisekreterare|"
    r"språkrör|president|talman|kung|drottning|prins|prinsessa|kronprinsessa|generaldirektör|generalsekreterare|"
    r"statssekreterare|kabinettssekreterare|EU-kommissionär|kommissionär|\w*-?parlamentariker|ärkebiskop|biskop|påve|sankt|"
    r"sankta|heliga|\w*politiker|gruppledare|oppositionsledare|författare|borgmästare|artist|regissör|tonsättare|"
    r"konstnär|kommundirektör|regiondirektör|landstingsdirektör|kommunchef|stadsdirektör|rikspolischef|länspolismästare|"
    r"överbefälhavare|ÖB|riksbankschef|riksåklagare|ambassadör|\w*ombudsman|förbundsordförande|"
    r"(?:kommun|region|landstings)styrelse(?:ns[ ])?ordförande|fullmäktiges?[ ]?ordförande|kommunens[ ]ordförande|"
    r"chefredaktör|programledare|moderator|samtalsledare|chefsekonom|statsvetare|ledarskribent|poet|filosof|upptäcktsresande|polarforskare|uppfinnare|kompositör|"
    r"skådespelare|komiker|artist|popstjärna|rockstjärna|hockeystjärna|skidstjärna|\w*stjärna|världsmästare|"
    r"olympier|nobelpristagare|filmare|dramatiker|kejsare|tsar|diktator|general|helgonet|apostel|profet"
)
_ROLE_BEFORE = re.compile(rf"(?i:(?<!\w)(?:{_OFFICE})(?:en|n|et|nen|t)?:?[ ,]{{1,2}})$")
_ROLE_AFTER = re.compile(
    rf"(?i:(?:,[ ]?|[ ]\(|[ ]som[ ]är[ ]|[ ]-[ ])(?:\w+ets[ ]|\w+ernas[ ]|vår[ ]|vice[ ]|andre[ ]|f\.?d\.?[ ]|tidigare[ ])?"  # noqa: E501
    rf"(?:{_OFFICE})(?:en|n|et|nen)?\b|,[ ](?:moderaterna|centerpartiet|folkpartiet|liberalerna|kristdemokraterna|"
    rf"miljöpartiet|vänsterpartiet|socialdemokraterna|sverigedemokraterna|piratpartiet|feministiskt)\w*\b)"
)
_PARTY_AFTER = re.compile(r"[ ]?\((?:s|m|c|v|l|kd|mp|sd|fi|ns|sjvp|fp)\)", re.IGNORECASE)
_MAKES_A_THING = re.compile(
    r"(?:s|:s)?(?:-[^\W\d_]|(?<=s)[ ]plats\b|[ ](?:gata|väg|torg|park|gränd|stig|skola|stiftelse|museum|"
    r"kyrka|fond|pris|institut|arena|hus|led|"
    r"gruva|fyndighet|malm|stadion|hall|center|minne|backe|kapell|stipendium)\b)"
)
_CAPITAL_WITHIN = re.compile(rf"[\w ,:][ ,:][{_CAP}]")
"""A capital after a word, not after a full stop: most of what announces a name needs one."""
_CUES = {
    _DEFINITE: cues_in(_WHO),
    _TITLED: cues_in(_TITLE),
    _LISTED: cues_in(_GROUP),
    _RELATIVE: cues_in(_RELATION),
    _RELATIVE_FINNISH: cues_in(_RELATION_FINNISH),
}
"""A text without one of the cues of a pattern cannot match it."""
_UNCUED = (_CONTACT, _DOING, _PRESENTED)
_GRADES = cues_in(_GRADE)
_SIGNING = cues_in(
    "vh|v.h|häls|vänlig|kram|skrivet av|hilsen|regards|best wishes|sincerely|cheers|yours|terv|t.|dearvv|/|-|–|—|−|~"
)
"""Without one of these, ``_SIGNATURE`` cannot match."""
_LAST_INITIAL = re.compile(
    rf"[ ](?:[{_CAP}]-)?[{_CAP}](?:\.(?=[ ]?(?:[,;)\n]|$))|(?=[ ]?(?:[,;)\n]|$|[ ][a-zåäö])))(?!\w)"
)
_KIN_AFTER = rf"(?<![\w@.-])(?P<name>{_WORD})(?=,?[ ](?:min|mitt|vår|hans|hennes)[ ](?:{_RELATION})(?!\w))"
_POSSESSIVES = (" min ", " mitt ", " vår ", " hans ", " hennes ")
_LETTER_ALONE = re.compile(r"(?<!\w)[A-ZÅÄÖ] [A-ZÅÄÖ]")
_SELF_AND_AGE = r"\b[Jj]ag[ ](?:är|e|heter)[ ](?P<name>[a-zåäöé]{3,15}),?[ ]\(?\d{1,2}(?:[ ]år|(?=[,.)]|$))"
_BARE_INITIAL = rf"(?:(?:^|\n|/)[ ]?|(?i:undertecknat|underskrift|mvh|hälsningar|hälsn\.?|namn|hälsar|vänligen|av)[ :,/]{{1,3}})(?P<name>(?![IÅÖ])[{_CAP}][ ](?P<last>{_WORD}))(?!\w)"  # noqa: E501
_NEAR = 40
"""How far from a contact detail (characters) a lone given name is taken to be its owner's."""


def names(text: str, contacts: Iterable[Hit]) -> Iterator[Hit]:
    """Yield (start, end, "name"); `contacts` are the phone numbers, e-mail and other addresses found in the text."""
    contacts = sorted(contacts)
    starts = [start for start, _, _ in contacts]
    furthest = list(accumulate((end for _, end, _ in contacts), max))
    found: dict[tuple[int, int], None] = {}
    known: set[str] = set()  # surnames of persons in office that the text names in full
    for start, end in _by_context(text):
        found[start, end] = None
    announced = set(found)
    for start, end in _full_names(text):
        found[start, end] = None
    for start, end in (*_initial_and_surname(text), *_care_of(text), *_by_kin(text)):
        found[start, end] = None
    words = words_of(text)
    told = (*people(text, words, _judge()), *lone_names(text, words, _judge()), *_likely(text, words))
    for start, end in told:
        if not _public(text, start, end):
            found[start, end] = None
        elif " " in text[start:end]:
            known.update((text[start:end].split()[-1], text[start:end].split()[-1] + "s"))
    for start, end in _beside_contacts(text, contacts):
        found[start, end] = None
    whole = {(start, end): _whole(text, words, start, end) for start, end in found}
    found = {
        wide: None
        for short, wide in whole.items()
        if not _is_compound(text[slice(*wide)])
        and (short == wide or not _widely_known(text[slice(*wide)].casefold()))
    }
    for start, end in sorted({**found, **dict.fromkeys(_repeated(text, found))}):
        if text[start:end] in known and (start, end) not in announced:
            continue
        # Of the contacts that begin before the name ends, does one end after it begins?
        n = bisect_left(starts, end)
        if not n or furthest[n - 1] <= start:
            yield start, end, "name"


def _likely(text: str, words: list[Word]) -> Iterator[tuple[int, int]]:
    """Names that the learned judge sees, unless they name a thing, an animal or somebody everybody knows."""
    spans = list(likely_names(words, _judge()))
    if not spans or titled(words):
        return
    numbers = {word.start: i for i, word in enumerate(words)}
    for start, end in spans:
        if text[start:end].casefold() in _NOT_ALONE and not _near_kin(words, numbers[start]):
            continue
        if not names_a_thing(text, words, numbers[start], end, _judge()):
            yield start, end


def _near_kin(words: list[Word], i: int) -> bool:
    return i > 0 and words[i].near and (words[i - 1].key in KIN or is_job(words[i - 1].key))


def _is_compound(name: str) -> bool:
    """ "Jussi Björling-muséet", "Ingrid Bergman-rosen": a thing called after somebody."""
    tail = name.rpartition("-")[2]
    return tail != name and tail[:1].islower() and (_everyday(tail) or tail.endswith(_THING_ENDINGS))


def _whole(text: str, words: list[Word], start: int, end: int) -> tuple[int, int]:
    """Reach over the capitalised words and the initial that follow a name and are part of it."""
    judge = _judge()
    i = bisect_left(words, end, key=lambda word: word.start)
    for word in words[i : i + 3]:
        if not (word.near and text[end - 1].isalpha() and judge.part(word) and word.text[1:].islower()):
            break
        end = word.end
    initial = _LAST_INITIAL.match(text, end)
    return start, initial.end() if initial and text[start].isupper() else end


def _by_context(text: str) -> Iterator[tuple[int, int]]:  # noqa: C901
    """Names announced by what stands before them."""
    lower = folded(text)
    introduced = holds_any(lower, _INTRODUCING)
    for found in compiled(_INTRODUCTION).finditer(text) if introduced else ():
        if ANIMAL.search(text[max(0, found.start("name") - 45) : found.start("name")]):
            continue
        yield from _announced(text, found.start("name"), found["name"], sure=True, own=True)
    signed = holds_any(lower, _SIGNING)
    for found in compiled(_SIGNATURE).finditer(text) if signed else ():
        # A dash also opens a line of a list or of speech, and a slash stands between alternatives.
        loose = found["loose"] is not None
        if not loose or (is_given(found["name"].split()[0]) and not _followed_by_verb(text, found)):
            yield from _announced(text, found.start("name"), found["name"], sure=not loose, own=not loose)
    within = _CAPITAL_WITHIN.search(text) is not None
    cued = [pattern for pattern, cues in _CUES.items() if holds_any(lower, cues)]
    worth = {*cued, *_UNCUED} if within else {_DEFINITE, _TITLED}.intersection(cued)
    if has_figure(text) or holds_any(lower, _GRADES):
        worth.add(_IN_CLASS)
    for pattern in (_RELATIVE, _RELATIVE_FINNISH):
        for found in compiled(pattern).finditer(text) if pattern in worth else ():
            yield from _announced(text, found.start("name"), found["name"], sure=True, own=True)
    for pattern in (_TITLED, _DOING):
        for found in compiled(pattern).finditer(text) if pattern in worth else ():
            first = found["name"].split()[0]
            if _may_be_name(first) and not _public(text, *found.span("name")):
                yield found.start("name"), found.start("name") + len(first)
            yield from _announced(text, found.start("name"), found["name"], sure=True)
    for pattern in (_IN_CLASS, _LISTED):
        for found in compiled(pattern).finditer(text) if pattern in worth else ():
            words = list(re.finditer(_WORD, found["name"]))
            if any(is_given(word.group()) for word in words):
                for word in words:
                    if _may_be_name(word.group()):
                        yield found.start("name") + word.start(), found.start("name") + word.end()
    for pattern in (_CONTACT, _DEFINITE, _TITLED, _PRESENTED):
        for found in compiled(pattern).finditer(text) if pattern in worth else ():
            yield from _announced(text, found.start("name"), found["name"], sure=False)


def _followed_by_verb(text: str, found: re.Match[str]) -> bool:
    """ "– Maja är en bra tidning" is no signature; a name in a signature stands alone or before a place."""
    first = found["name"].split()[0]
    after = re.match(
        r"[ ](är|var|har|ska|kan|vill|får|blir|måste|borde)\b", text[found.start("name") + len(first) :][:12]
    )
    return after is not None


def _by_kin(text: str) -> Iterator[tuple[int, int]]:
    """ "Daoud min son 16 år", "jag e stoffe, 19", "undertecknat E Kassberg"."""
    for found in compiled(_KIN_AFTER).finditer(text) if holds_any(text, _POSSESSIVES) else ():
        if _may_be_name(found["name"]) and not _everyday(found["name"]):
            yield found.span("name")
    for found in compiled(_SELF_AND_AGE).finditer(text) if has_figure(text) else ():
        if not _everyday(found["name"]) and found["name"] not in read_words(__file__, "everyday_words"):
            yield found.span("name")
    for found in compiled(_BARE_INITIAL).finditer(text) if _LETTER_ALONE.search(text) else ():
        if _may_be_name(found["last"]) and _like_surname(found["last"]) and not _everyday(found["last"]):
            yield found.span("name")


def _care_of(text: str) -> Iterator[tuple[int, int]]:
    """ "c/o Lodbäck": whoever takes the post in."""
    for found in re.finditer(rf"(?<!\w)[cC]/[oO]\.?:?[ ]{{0,2}}{_WORD}(?:[ ](?:{_WORD}|och|&)){{0,3}}", text):
        yield found.span()


def _initial_and_surname(text: str) -> Iterator[tuple[int, int]]:
    """ "B. Lundmyr": an initial with a full stop and a word that may be a surname."""
    for found in re.finditer(rf"(?<![\w.@])(?:[{_CAP}]\.[ -]?){{1,2}}[ ]?(?P<last>{_WORD})(?!\w)", text):
        if not _may_be_name(found["last"]) or found["last"].isupper():
            continue
        twice = found.group().count(".") > 1 and not _everyday(found["last"])
        if twice or _like_surname(found["last"]):
            yield found.span()


def _announced(
    text: str, start: int, words: str, *, sure: bool, own: bool = False
) -> Iterator[tuple[int, int]]:
    """Take as many of `words` as make a name.

    `sure`: one unknown capitalised word is enough. `own`: the person writes or is near to whoever does, so that a
    widely known name is theirs too.
    """
    parts = list(re.finditer(r"\S+", words))
    first = parts[0].group()
    given = is_given(first)
    if not given and (
        not first[0].isupper() or not _may_be_name(first) or (len(first) > 2 and first.isupper())
    ):
        return
    length = 1
    for part in parts[1:]:
        word = part.group()
        if not (
            word[0].isupper()
            or word in {"von", "af", "de", "van"}
            or _ends_surname(text, start + part.end(), word, first)
        ):
            break
        if not _may_be_name(word):
            break
        length += 1
    end = start + parts[length - 1].end()
    known = own and first.casefold() in SURNAMES
    if length == 1 and not given and (not sure or (_followed_by_word(text, end) and not known)):
        return
    if length == 1 and first.islower() and first in AMBIGUOUS and _followed_by_word(text, end):
        return
    if _public(text, start, end, own=own):
        return
    initial = re.match(rf"[ ][{_CAP}]\b\.?", text[end : end + 4]) if length == 1 else None
    yield start, end + (initial.end() if initial else 0)
    other = re.match(rf"[ ](?:och|o|&|and|ja)[ ]({_WORD})", text[end : end + 40])
    if other and is_given(other[1]):
        yield end + other.start(1), end + other.end(1)


def _ends_surname(text: str, end: int, word: str, first: str) -> bool:
    """In a name all in lower case, the last word before a stop, a line end or a contact detail is the surname."""
    return (
        first.islower()
        and len(word) > 3
        and (
            word.endswith(SURE_ENDINGS)
            or word.endswith(SURNAME_ENDINGS)
            or bool(re.match(r"\s*(?:[,.!?\n(\d]|$)", text[end : end + 3]))
        )
    )


def _followed_by_word(text: str, end: int) -> bool:
    after = re.match(r"[ ]([^\W\d_]+)", text[end : end + 20])
    return after is not None and after[1].casefold() not in {
        "på",
        "i",
        "från",
        "o",
        "och",
        "in",
        "from",
        "at",
        "som",
        "är",
        "har",
        "was",
        "is",
        "får",
        "fick",
        "dog",
        "blev",
        "var",
        "går",
        "vågar",
        "ja",
    }


def _full_names(text: str) -> Iterator[tuple[int, int]]:
    """A given name and a surname, or two capitalised words of which the last can only be a surname."""
    for found in compiled(_FULL).finditer(text):
        parts = list(re.finditer(r"\S+", found.group()))
        first = 0
        while (
            first + 2 < len(parts)
            and not is_given(parts[first].group())
            and (_everyday(parts[first].group()) or is_given(parts[first + 1].group()))
        ):
            first += 1
        while first + 1 < len(parts):
            last = _name_length(text, found.start(), parts, first)
            if last:
                start, end = found.start() + parts[first].start(), found.start() + parts[last].end()
                if not _public(text, start, end):
                    yield start, end
                first = last
            first += 1
    for found in re.finditer(r"(?<![\w@.-])([a-zåäö]{3,15}) ([a-zåäö]{2,20}sson)s?(?![\w@.-])", text):
        if found[1] in GIVEN_NAMES:
            yield found.span()


def _name_length(text: str, offset: int, parts: list[re.Match[str]], first: int) -> int:
    """The index of the last part of a full name that begins at part `first`, or 0."""
    word = parts[first].group()
    given = is_given(word)
    last = first
    for i in range(first + 1, len(parts)):
        part = parts[i].group()
        if part in {"von", "af", "de", "van"} or part.endswith("."):
            continue
        if not _may_be_name(part) or (word.isupper() and len(word) > 2 and not _like_surname(part)):
            break
        last = i
    if last == first:
        return 0
    surname = parts[last].group()
    if given and _key(word) not in AMBIGUOUS and not (word.isupper() and not _like_surname(surname)):
        return last
    if given and _like_surname(surname):
        return last
    sure = surname.casefold().rstrip("s").endswith(SURE_ENDINGS) or surname.casefold().endswith(SURE_ENDINGS)
    if (
        sure
        and _may_be_name(word)
        and not word.isupper()
        and not word.casefold().endswith(("ska", "a", "e", "s"))
    ):
        return last
    return 0


def _beside_contacts(text: str, contacts: list[Hit]) -> Iterator[tuple[int, int]]:
    for start, end, kind in contacts:
        before = text[max(0, start - _NEAR) : start]
        offset = start - len(before)
        adjacent = re.search(
            rf"(?P<name>{_WORD}(?:[ ]{_WORD}){{0,2}})[ \t]*(?:[,(:;\n–-]|tel|mob|tfn|nås på|[ ]){{0,3}}\.?[ ]?$",
            before,
        )
        if adjacent and (is_given(adjacent["name"].split()[0]) or _two_unknown(adjacent["name"])):
            yield from _announced(text, offset + adjacent.start("name"), adjacent["name"], sure=False)
        for word in re.finditer(_WORD, before):
            if (
                is_given(word.group())
                and _key(word.group())
                not in AMBIGUOUS - {"maj", "bo", "eva", "ida", "jan", "per", "stig", "maria"}
                and not re.search(r"[.!?]\s", before[word.end() :])
            ):
                yield offset + word.start(), offset + word.end()
        after = re.match(
            rf"[ ]?(?:[,(/;\n–-]|[ ]){{1,4}}(?P<name>{_WORD}(?:[ ]{_WORD}){{0,2}})", text[end : end + _NEAR]
        )
        if after and (is_given(after["name"].split()[0])):
            yield from _announced(text, end + after.start("name"), after["name"], sure=False)
        if kind == "email":
            yield from _from_local_part(text, text[start:end])


def _two_unknown(words: str) -> bool:
    """Two words or more that are none of the everyday ones, such as "Grannens EPA"."""
    parts = words.split()
    return len(parts) > 1 and not any(
        _everyday(part) or _everyday(part.casefold().removesuffix("s")) or (part.isupper() and len(part) < 5)
        for part in parts
    )


def _from_local_part(text: str, address: str) -> Iterator[tuple[int, int]]:
    """ "Olena Fjällbjörk" wherever it stands, when the address is olena.fjallbjork@…"""
    local = re.split(r"[@\s(\[]", address, maxsplit=1)[0]
    keys = [_plain(part) for part in re.split(r"[._+\d-]+", local) if len(part) > 2]
    if len(keys) < 2:
        return
    for found in re.finditer(rf"(?<![\w@.]){_WORD}(?:[ ]{_WORD}){{0,2}}", text):
        plain = [_plain(word) for word in re.split(r"[ -]", found.group())]
        if len(plain) > 1 and all(word in keys for word in plain[-2:]):
            yield found.span()


def _repeated(text: str, found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same person mentioned again by one of the names."""
    known = set()
    for start, end in found:
        for word in text[start:end].split():
            if (
                len(word) > 2
                and word[0].isupper()
                and word.casefold() not in PLACES
                and _key(word) not in AMBIGUOUS
            ):
                known.add(word)
    if not known:
        return
    for found_again in re.finditer(rf"(?<![\w@.-]){_WORD}(?![\w@-])", text):
        if found_again.group() in known or (
            found_again.group().endswith("s") and found_again.group()[:-1] in known
        ):
            yield found_again.span()


@lru_cache(maxsize=50_000)
def is_given(word: str) -> bool:
    """Whether `word` is a given name in the list, possibly in the genitive or with a hyphen."""
    key = word.casefold()
    if key in GIVEN_NAMES or (
        key.endswith("s")
        and len(key) > 3
        and key[:-1] in GIVEN_NAMES
        and not (_everyday(key) or key in NOT_PERSONS)
    ):
        return True
    head, hyphen, tail = key.partition("-")
    return bool(hyphen) and head in GIVEN_NAMES and (tail in GIVEN_NAMES or tail.rstrip("s") in GIVEN_NAMES)


def _key(word: str) -> str:
    key = word.casefold()
    return key if key in GIVEN_NAMES or not key.endswith("s") else key[:-1]


@cache
def _judge() -> Judge:
    return Judge(
        is_given, _may_be_name, _like_surname, AMBIGUOUS, PLACES, _known_surnames(), _known_phrases()
    )


def _known_surnames() -> frozenset[str]:
    """Last names of widely known persons: alone they are taken to mean those."""
    return frozenset(name.split()[-1] for name in PUBLIC_PERSONS if " " in name)


def _known_phrases() -> dict[str, tuple[str, ...]]:
    """The widely known names by their first word."""
    by_first: dict[str, list[str]] = {}
    for name in sorted(PUBLIC_PERSONS):
        by_first.setdefault(name.split()[0], []).append(name)
    return {first: tuple(names) for first, names in by_first.items()}


def _everyday(word: str) -> bool:
    return word.casefold() in read_words(__file__, "common_words")


@lru_cache(maxsize=50_000)
def _may_be_name(word: str) -> bool:
    key = word.casefold()
    genitive = key[:-1] if key.endswith("s") else key
    if key in NOT_PERSONS or key in NOT_SURNAMES or key in PLACES or genitive in PLACES:
        return False
    return not key.endswith(BODY_ENDINGS) or key in GIVEN_NAMES


@lru_cache(maxsize=50_000)
def _like_surname(word: str) -> bool:
    key = word.casefold()
    return key.endswith(SURNAME_ENDINGS) or (key.endswith("s") and key[:-1].endswith(SURNAME_ENDINGS))


def _public(text: str, start: int, end: int, *, own: bool = False) -> bool:
    name = text[start:end].casefold()
    if not own and _widely_known(name):
        return True
    if _MAKES_A_THING.match(text, end) or _PARTY_AFTER.match(text, end) or _ROLE_AFTER.match(text, end):
        return True
    return bool(_ROLE_BEFORE.search(text[max(0, start - 40) : start]))


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))


def _widely_known(name: str) -> bool:
    words = name.split()
    last_two = " ".join(words[-2:])
    return any(n in PUBLIC_PERSONS or n.removesuffix("s") in PUBLIC_PERSONS for n in (name, last_two))
