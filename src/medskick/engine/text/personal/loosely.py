"""Telephone numbers, letter boxes and homes written more loosely than `contacts` and `addresses` read."""

import re
from collections.abc import Iterator

from ..wordlists import compiled, cues_in, folded, has_figure, holds_any, read_words

Hit = tuple[int, int, str]

_PROVIDER = r"(?:gmail|googlemail|hotmail|outlook|icloud|yahoo|protonmail|proton|telia|live|msn|spray|bredband2?|tele2|comhem|swipnet)"  # noqa: E501
_PROVIDERS = cues_in(
    "gmail|googlemail|hotmail|outlook|icloud|yahoo|proton|telia|live|msn|spray|bredband|tele2|comhem|swipnet"
)
_LOCAL = r"[^\W_][\w.+-]{1,40}[^\W_]"
_ENDING = r"(?:se|com|nu|net|org|fi|no|eu|example)"
_DOMAINS = (
    ".se",
    ".com",
    ".nu",
    ".net",
    ".org",
    ".fi",
    ".no",
    ".eu",
    ".ex",
    ". se",
    ". com",
    ". s ",
    ",com",
    ",se",
    "punkt",
    "dot",
    "prick",
    "| se",
)
_AT_PROVIDER = (
    rf"(?<![\w.@])(?P<mail>(?P<local>{_LOCAL})(?:[ ]?(?:\(|,|@|\[)[ ]?|[ ](?:på|at|ät|hos|å|a|snabel-?[ ]?a|snabela)[ ]|[ ]){_PROVIDER}"  # noqa: E501
    rf"(?:(?:[ ]?[.,][ ]?|[ ](?:punkt|dot)[ ]|[ ]){_ENDING}|en|\))?)(?!\w)"
)
_PROVIDER_FIRST = rf"(?<!\w){_PROVIDER}(?:-?(?:adress(?:en)?|konto(?:t)?|en))?(?:[ ]?:|[ ](?:är|heter))[ ](?P<mail>(?P<local>{_LOCAL}))(?![\w@])"  # noqa: E501
_MARKED = (
    rf"(?<![\w.@])(?<!\w-)(?P<mail>(?P<local>{_LOCAL})(?P<sign>[ ]?[\"'|*#§/-]{{1,2}}[ ]?(?:at|ät|a|snabel-?a)[ ]?[\"'|*#§/-]{{1,2}}[ ]?|[_-](?:at|ät|a)[_-]|@@|(?<=[a-z])AT(?=[a-z])|"  # noqa: E501
    r"[*#](?=[\w-]{3})|[ ](?:snabb?el-?[ ]?a|att|å|a|alfakrull|kanelbulle)[ ])"
    rf"[^\W_][\w-]{{1,40}}(?:[ ]?[.,|]{{1,2}}[ ]?|[ ]?\|?[ ]?(?:punkt|dot|prick)[ ]?\|?[ ]?|[_-](?:dot|punkt)[_-]){_ENDING})(?!\w)"  # noqa: E501
)
_SPELLED = r"(?<!\w)(?P<mail>(?:[\w.-][ ]){3,40}(?:@|at|snabel-?a)[ ](?:[\w.-][ ]){2,40}(?:\.|punkt)[ ](?:\w[ ]?){2,4})(?!\w)"  # noqa: E501
_PLAIN_SIGN = re.compile(r"[*#]|[ ](?:att|å|a)[ ]")
"""Signs that stand between ordinary words too."""
_MAILING = re.compile(r"(?:mejl|mail|e-?post|adress|skriv|skicka|nås|nå[ ]mig|svar)", re.IGNORECASE)

_LINE = (
    r"(?<!\w)(?i:tlf|ankn(?:ytning)?(?:en)?|anknytningsnummer|direkt(?:nummer|nr|telefon|numret)?|luren?|hemtel(?:efon)?(?:en)?|hemnr|mobbe[n]?|"
    r"jobbtelefon(?:en)?|jobbmobil(?:en)?|svarar[ ]på|nås[ ]på|nås|sms(?::a|a)?|telefonen|ringa?|slå|slå[ ]en[ ]signal|signal|sökare|tele)"  # noqa: E501
    r"(?:[ ](?:är|på|mig|oss|nr|nummer|hem|gärna|till|en|signal)){0,3}[ .:]{1,3}(?P<number>\d(?:[ -]?\d){3,10})(?![\d%]|[.,:]\d|[ ]?(?:kr|år|st|personer|ggr|gånger|"  # noqa: E501
    r"mil|dagar|procent|miljoner|tusen|minuter|timmar|km|meter)\b)"
)
_LINES = cues_in(
    "tlf|ankn|direkt|lure|hemtel|hemnr|mobbe|jobbtel|jobbmob|svarar på|nås|sms|telefon|ring|slå|signal|sökare|tele"
)
_HELP_LINES = re.compile(
    r"(?:11[ ]?[2-9]|1177|114[ ]?14|90[ ]?510|113[ ]?13|90[ ]?000|112)(?!\d)|(?:19|20)\d\d$"
)
_AREA_APART = (
    r"(?i:rikt(?:nummer|nr)\.?[ ])?\(?0\d{1,3}\)?[ ,]{1,2}(?i:och[ ](?:sen|sedan|därefter)|sen|sedan|följt[ ]av|plus)[ ]\d{2,3}(?:[ -]?\d{2,3}){1,3}(?!\d)"  # noqa: E501
    r"|(?<![\d-])\d{2,3}(?:[ -]?\d{2}){2}[ ,]{0,2}\(?(?:0\d{1,3}[ ](?i:före|framför|först|innan)|(?i:med[ ])?0\d{1,3}[ ](?i:före|först|framför))\)?"  # noqa: E501
)
_FIGURE_WORDS = re.compile(
    r"(?:noll|nolla|ett|etta|två|tvåa|tre|trea|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|"
    r"tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio|hundra)+",
    re.IGNORECASE,
)
_FIGURE_WORD = re.compile(
    r"noll|ett|två|tre(?!ttio|tton)|fyra|fem(?!ton|tio)|sex(?!ton|tio)|sju(?!tton|ttio)|åtta|nio|ti[oe]|elva|tolv|\w+?t(?:on|io)",
    re.IGNORECASE,
)

_CAP = r"[A-ZÅÄÖ]"
_STREETS = r"(?:gatan|gata|gatn|vägen|väg|vägn|gränd|gränden|stigen|stign|stig|backen|allén|torget)"
_HOUSE = r"\d{1,3}(?:[ ]?[A-Ha-h](?!\w))?"
_MORE_HOUSES = re.compile(
    rf"(?:[ ]?(?:,|&|och|samt|eller|o)[ ]?{_HOUSE}){{1,5}}(?![\w%:]|[.,]\d|[ ]?(?:kr|år|st|procent|meter|km|m|personer|barn|hus|lägenheter)\b)"  # noqa: E501
)
_COMPASS = rf"(?<![\w-])(?i:norra|södra|östra|västra|nedre|övre|gamla|nya|stora|lilla|inre|yttre)[ ][a-zåäö]{{1,20}}{_STREETS}[ ]{_HOUSE}(?![\w:%])"  # noqa: E501
_MISSPELT = rf"(?<![\w-])[^\W\d_]{{3,20}}(?:gatn|vägn|stign|gränn|gtn|gat|vegen)\.?[ ]{_HOUSE}(?![\w:%])"
_NUMBER_FIRST = (
    rf"(?<!\w)(?i:nr|nummer|hus|port)\.?[ ]{_HOUSE},?[ ](?:på[ ]|i[ ])?{_CAP}\w{{2,25}}{_STREETS}(?!\w)"
)
_NUMBER_AFTER = rf"(?<![\w-]){_CAP}\w{{2,25}}{_STREETS},?[ ](?:(?i:med|på|i)[ ])?(?i:nr|nummer|port|hus|uppgång|husnummer)\.?[ ](?:nr[ ]|nummer[ ])?{_HOUSE}(?!\w)"  # noqa: E501
_LONG_NUMBER = rf"(?<![\w-])(?:{_CAP}\w{{2,20}}[ ])?{_CAP}\w{{3,25}}(?:vägen|gatan|byvägen|väg)[ ](?!19\d\d|20\d\d)[1-9]\d{{3}}(?![\d:%]|[ ]?(?:kr|m|meter|km)\b)"  # noqa: E501
_STAIRS = rf"(?<![\w-]){_CAP}\w{{2,25}}{_STREETS}[ ]\d{{1,3}}:\d{{1,2}}(?!\d)"
_BEFORE_POST = (
    rf"(?<![\w-]){_CAP}[a-zåäöé]{{2,22}}[ ]\d{{1,3}}[A-H]?,?[ \n](?=[1-9]\d{{2}}[ ]\d{{2}}[ ]{_CAP})"
)
_BARE_STREET = (
    rf"(?<![\w-]){_CAP}\w{{2,20}}[ ](?:[Ee]splanaden|[Aa]llén|[Kk]ajen|[Tt]orget|[Pp]romenaden|[Ss]tranden|[Pp]lan|[Bb]rinken|[Bb]acken|[Ss]tråket|[Hh]öjden|[Rr]ingen)"  # noqa: E501
    rf"[ ]{_HOUSE}(?![\w:%]|[.,]\d|[ ]\d|[ ]?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec|kl|år|personer))"
)
_ENGLISH = rf"(?<![\w.,-])\d{{1,4}}[A-Ha-h]?[ ](?:{_CAP}[a-zåäö]{{2,20}}[ ]){{1,2}}(?:Street|Road|Avenue|Lane|Drive|St|Rd)(?!\w)"  # noqa: E501
_LOWER_WORDS = r"(?<![\w-])[a-zåäö]{3,20}(?:gatan|vägen|stigen|gränd|backen)[ ](?:nummer[ ])?(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv)(?=[.,!?\n]|$|[ ](?:i|på)[ ])"  # noqa: E501
_PROPERTY = rf"(?<![\w.-])(?P<name>{_CAP}[\wåäöÅÄÖ-]{{2,25}})[ ](?:S:\d{{1,3}}|(?!0|24:7)\d{{1,3}}:\d{{1,4}})(?![\d:.]|[ ]?[-–])"  # noqa: E501
_FOREIGN = r"(?<![\w-])[^\W\d_]{3,25}(?:straße|strasse|katu|kuja|tie|polku|geaidnu|luodda|gate|veien|gade|vej)[ ]\d{1,3}(?:[ ]?[A-H])?(?![\w:%])"  # noqa: E501
_HOME = (
    r"(?<!\w)(?i:byn|bor[ ](?:i|på|vid)|bor|hemma[ ](?:i|på|hos[ ]oss[ ](?:i|på))|adress(?:en)?(?:[ ]är)?:?|till|hos[ ]oss[ ](?:på|i|vid)|vi[ ](?:på|i)|utanför|på|vid|"  # noqa: E501
    rf"torpet|gården|stugan|huset)[ ](?P<home>(?P<name>{_CAP}[a-zåäöé]{{3,22}})[ ]\d{{1,3}}(?:[ ]?[A-H])?)(?=[,;!?\n)]|[.](?!\d)|$|[ ](?:i|\d{{3}}[ ]?\d\d)[ ]{_CAP})"  # noqa: E501
)
_NATURE = (
    r"(?:riset|risen|myren|viken|sjön|berget|dalen|heden|tjärnen|tjärn|mon|näset|selet|träsket|liden|forsen|åsen|udden|holmen|sundet|bäcken|ängen|marken|moren|"
    r"vaaran|kullen|gården|vallen|torpet|näs|vik|träsk|fors|åker|hed|bäck|berg|dal|sjö|mark|sund|vaara|järvi|niemi|lunden|hagen|plan|höjden|böle|bodarna|boda|arp|torp|hult|ryd|måla|svedjan|rud|tomta|säter|tuna|byn|fallet|lanna|svarven|nyland|åsarna|hyttan)"
)
_NATURAL = (
    rf"(?<![\w-])(?P<home>(?P<name>{_CAP}[a-zåäöé]{{2,20}}{_NATURE})[ ]\d{{1,3}}(?:[ ]?[A-H]\b)?)"
    r"(?=[ ](?:har|är|bor|där|som|saknar|behöver|fick|får|ligger|borde|ska|blev|kan|drabbas|står|brann|finns|hos|och[ ]jag|och[ ]vi|utan)\b|[,.!?;\n](?!\d)|$)"  # noqa: E501
)
_NAMED_HOME = (
    rf"(?:\b(?i:bor|bodde|bott|hos[ ]oss|hemma|generation(?:en)?|uppvuxen|uppvuxna|född|drivit|driver|brukar|brukat|odlar)[ ](?:\w{{1,12}}[ ]){{0,3}}?på[ ]"  # noqa: E501
    rf"(?P<home>(?:{_CAP}[\w-]{{2,15}}[ ])?{_CAP}[\w-]{{3,24}}(?:gården|gård|kvarnen|torpet|torp|hemmanet|stugan|nybygget|stället)"  # noqa: E501
    rf"|{_CAP}\w{{1,12}}-{_CAP}\w{{1,12}}s(?=[ ]))"
    rf"|\b(?i:\w{{0,10}}gården|torpet|hemmanet|fäboden|stugan|stället)[ ](?P<farm>{_CAP}[\w-]{{2,20}}))(?=[ ](?:i|vid|utanför)[ ]{_CAP})"  # noqa: E501
)
_HOUSE_IN = rf"\b(?i:bor|bo|hos[ ]oss|hemma|hem|familjen)\b[^.!?\n]{{0,30}}?[ ](?P<home>(?i:nr|nummer|hus(?:et)?(?:[ ]nr|[ ]nummer)?|gård[ ]nr)\.?[ ]{_HOUSE}[ ]i[ ]{_CAP}[a-zåäöé]{{2,22}})(?!\w)"  # noqa: E501
_FARMS = cues_in("gård|torp|kvarn|hemman|stuga|ställe|nybygge|fäbod")
_NOT_OWN = re.compile(
    r"(?i:mormor|morfar|farmor|farfar|mamma|pappa|svärmor|boende|brukare|jobba|arbeta|hon[ ]|han[ ]|de[ ]gamla|äldre)"
)
_STREETWISE = cues_in("gat|väg|gränd|stig|backen|allén|torget|veg|gtn|gränn")
_NO_PROPERTY = re.compile(
    r"(?:matt|mark|luk|joh|apost|rom|kor|gal|efes|fil|kol|tess|tim|tit|hebr|jak|petr|upp|mos|psalm|ps|jes|jer|klock|kl|kvot|skala|"
    r"sfs|sou|prop|kap|detalj|plan|avsnitt|version|ver|lufs|ffs|slv|afs|bfs|sosfs|tsfs|nfs|serie|fråga|punkt|artikel|bilaga)",
    re.IGNORECASE,
)


def loose_contacts(text: str) -> Iterator[Hit]:  # noqa: C901
    """Yield letter boxes with a provider's name or odd signs for @, and numbers after everyday words for a telephone."""  # noqa: E501
    lower = folded(text)
    if holds_any(lower, _PROVIDERS):
        for pattern in (_AT_PROVIDER, _PROVIDER_FIRST):
            for found in compiled(pattern).finditer(text):
                if _is_box(text, found) and found["local"].casefold() not in read_words(
                    __file__, "common_words"
                ):
                    yield _with_given_name(text, *found.span("mail")), found.end("mail"), "email"
    for pattern in (_MARKED, _SPELLED) if holds_any(lower, _DOMAINS) else ():
        for found in compiled(pattern).finditer(text):
            if pattern is _SPELLED or _is_box(text, found):
                yield _with_given_name(text, *found.span("mail")), found.end("mail"), "email"
    if has_figure(text):
        if holds_any(lower, _LINES):
            for found in compiled(_LINE).finditer(text):
                if not _HELP_LINES.match(found["number"]) and found["number"][0] != "0":
                    yield *found.span("number"), "phone"
        for found in compiled(_AREA_APART).finditer(text):
            yield *found.span(), "phone"
    yield from _figures_in_words(text, lower)


def _is_box(text: str, found: re.Match[str]) -> bool:
    """Whether the part before the sign is written as letter boxes are, or mail is spoken of."""
    near = text[max(0, found.start() - 40) : found.start()] + " " + text[found.end() : found.end() + 15]
    signed = found.re.groupindex.get("sign") and _PLAIN_SIGN.fullmatch(found["sign"]) is None
    return (
        bool(re.search(r"[\d._]", found["local"]))
        or bool(signed)
        or "@" in found.group()
        or _MAILING.search(near) is not None
    )


def _with_given_name(text: str, start: int, end: int) -> int:
    """Where "kalle svensson at gmail dot com" begins: one given name may stand before."""
    word = re.search(r"(?<![\w.@])([^\W\d_]{2,20})[ ]$", text[max(0, start - 22) : start])
    given = word and word[1].casefold() in read_words(__file__, "given_names")
    return start - len(word.group()) if word and given else start


def _figures_in_words(text: str, lower: str) -> Iterator[Hit]:
    """ "nollsju nolletta sjufyra nollsex ettvå": seven figures or more in a row, some of them glued together."""
    if "noll" not in lower:
        return
    run: list[re.Match[str]] = []
    for token in [*re.finditer(r"[^\W\d_]+", text), None]:
        figure = token and len(token.group()) < 60 and _FIGURE_WORDS.fullmatch(_unglued(token.group()))
        if token and figure and (not run or token.start() - run[-1].end() < 4):
            run.append(token)
            continue
        if len(run) > 1 and sum(len(_FIGURE_WORD.findall(word.group())) for word in run) > 5:
            yield run[0].start(), run[-1].end(), "phone"
        run = []


def _unglued(word: str) -> str:
    """ "ettvå" shares its t."""
    return word.casefold().replace("ettvå", "etttvå")


def loose_addresses(text: str, found: list[Hit]) -> Iterator[Hit]:  # noqa: C901
    """Yield homes that are written oddly, and the further house numbers of those in `found`."""
    if "sju" in text or "gatan" in text or "vägen" in text or "stigen" in text:
        for hit in compiled(_LOWER_WORDS).finditer(text):
            yield *hit.span(), "address"
    lower = folded(text)
    if holds_any(lower, _FARMS) or ("på " in text and "-" in text):
        for hit in compiled(_NAMED_HOME).finditer(text):
            if not _NOT_OWN.search(text, max(0, hit.start() - 40), hit.end()):
                yield *(hit.span("home") if hit["home"] else hit.span("farm")), "address"
    if not has_figure(text):
        return
    for start, end, kind in found:
        more = _MORE_HOUSES.match(text, end) if kind == "address" and text[end - 1].isdigit() else None
        if more:
            yield start, more.end(), "address"
    if holds_any(lower, _STREETWISE):
        for pattern in (_COMPASS, _MISSPELT, _NUMBER_FIRST, _NUMBER_AFTER, _LONG_NUMBER, _STAIRS):
            for hit in compiled(pattern).finditer(text):
                yield *hit.span(), "address"
    for pattern in (_ENGLISH, _FOREIGN, _BEFORE_POST, _BARE_STREET):
        for hit in compiled(pattern).finditer(text):
            if pattern is not _FOREIGN or hit.group().split()[0].casefold() not in read_words(
                __file__, "common_words"
            ):
                yield *hit.span(), "address"
    if ":" in text:
        for hit in compiled(_PROPERTY).finditer(text):
            key = hit["name"].casefold()
            if (
                key not in read_words(__file__, "common_words")
                and not _NO_PROPERTY.match(key)
                and not hit["name"].isupper()
            ):
                yield *hit.span(), "address"
    for hit in compiled(_HOUSE_IN).finditer(text):
        yield *hit.span("home"), "address"
    for pattern in (_HOME, _NATURAL):
        for hit in compiled(pattern).finditer(text):
            if _unknown_place(hit["name"], at_home=pattern is _HOME and _at_home(hit.group())):
                yield *hit.span("home"), "address"


def _at_home(written: str) -> bool:
    return re.match(r"(?i:byn|bor|hemma|adress|torpet|gården|stugan|huset)", written) is not None


def _unknown_place(name: str, *, at_home: bool) -> bool:
    key = name.casefold()
    return key not in read_words(__file__, "common_words") and (
        at_home or key not in read_words(__file__, "places")
    )
