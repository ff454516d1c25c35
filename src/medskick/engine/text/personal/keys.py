"""What opens a door or an account, and where somebody is: codes, passwords, user names, profiles, devices, coordinates."""  # noqa: E501

import re
from collections.abc import Iterator

from ..wordlists import compiled, cues_in, folded, has_figure, holds_any

Hit = tuple[int, int, str]

_HINTS = cues_in(
    "kod|pin|cvv|cvc|lösen|password|salasana|användar|user|log|gamertag|nick|alias|steam|kik|skype|live:|psn|xbox|profil|blog|"
    ".com/|.tv/|.net/|.org/|imei|mac|°|///|koordinat|position|sweref|gps|ocr|faktur|bokning|lån|avtal|patient|mätare|anläggning"
)
_HINTING_FIGURES = re.compile(r"\d\.\d{4}|[0-9a-f]:[0-9a-f]")
_CODE = (
    r"\b(?i:(?:port|dörr|larm|pin|trapp|entré|grind|lås|nyckel|garage|säkerhets|kort|nyckelskåps|hem|upplåsnings|skärm)-?kod(?:en|er)?|"
    r"koden[ ]till[ ](?:\w{1,12}[ ]){0,2}?(?:\w{0,12}porten|\w{0,12}dörren|\w{0,10}larmet|\w{0,10}huset|nyckelskåpet|grinden|låset|"  # noqa: E501
    r"garaget|kortet|trappan|förrådet)|pin|cvv|cvc)\b(?![-\w])[^\d\n.!?]{0,30}?(?P<value>\d{3,8})(?![\d%-]|[.,]\d|[ ]?(?:kr|st)\b)"  # noqa: E501
)
_PASSWORD = (
    r"\b(?i:lösen(?:ord)?(?:et)?|password|salasana|wifi-?lösen(?:ordet)?)\b(?:[ ](?:till|på|för|hos|i)(?:[ ][\w-]{1,20}){1,2}?)?"  # noqa: E501, S105
    r"(?:[ ](?:är|e|var|is)\b)?[ ]?[:=]?[ ](?P<value>(?=\S{0,30}\d)(?=\S{0,30}[^\W\d_])[^\s,;]{4,30}?)(?=[.,;!?]?(?:\s|$))"  # noqa: E501
)
_PAIR = (
    r"\b(?i:användarnamn(?:et)?|användare|login|inlogg(?:ning)?(?:en)?|inloggningsuppgifter(?:na)?)\b[ ]?(?:är\b|:|=)?[ ]?"  # noqa: E501
    r"(?P<user>[^\s,;/]{3,30})[ ]?(?:,|;|/|och|med|\|)?[ ]?(?:(?i:lösen(?:ord)?(?:et)?|password|pw)[ ]?(?:är|:|=)?[ ]?|(?<=/[ ])|(?<=/))"  # noqa: E501
    r"(?P<value>[^\s,;]{4,30}?)(?=[.,;!?]?(?:\s|$))"
)
_ACCOUNT_WORD = (
    r"(?i:användarnamn(?:et)?|användar-?id|user(?:name| id)|login|inlogg(?:ning)?(?:en)?|gamertag|gamertaggen|nick(?:name)?|smeknamn|alias|"  # noqa: E501
    r"spelnamn|steam(?:-?(?:namn|id|konto))?|kik|skype|psn|xbox|kontonamn|epic|roblox(?:-?namn)?|minecraft-?namn)"
)
_USER = (
    rf"\b{_ACCOUNT_WORD}\b(?:[ ](?:är|heter|på|hos|i|namn|mitt|min|\w{{3,12}}en)\b){{0,3}}[ ]?[:=]?[ ]?[\"'“”]?"
    r"(?P<value>(?:live:)?@?[^\W_](?:[\w.-]{0,28}[\d_.][\w.-]{0,28}|[a-zåäö]{2,14}[A-ZÅÄÖ][a-zåäö]{1,14})[\w])(?![\w@])"
)
_LIVE = r"(?<![\w])live:[\w.]{3,30}\w"
_PROFILE = (
    r"(?<![\w@.])(?:https?://)?(?:[a-z]{1,3}\.|www\.)?(?i:facebook|instagram|linkedin|twitter|tiktok|youtube|twitch|threads|pinterest|"
    r"snapchat|reddit|flickr|strava|vsco|vimeo|soundcloud|onlyfans|github|fb|mastodon)\.(?:com|tv|net|me|co|social)/"
    r"(?P<path>[^\s<>\"']{2,90}?)(?=[.,;:!?)]{0,2}(?:\s|$))"
)
_BLOG = r"(?<![\w@.])(?:https?://)?(?P<path>[\w-]{3,40})\.(?:blogspot|wordpress|tumblr|substack|blogg|webblogg)\.[a-z]{2,8}\b(?:/\S{0,60})?"
_PUBLIC_PATH = re.compile(
    r"(?:\W|^)(?:in/|company/|groups?/|pages?/|watch|channel/|events?/|@)?\w{0,30}?(?:kommun|region|polis|norrbotten|museum|bibliotek|"
    r"universitet|forening|myndighet|verket|sverige|nyheter|radio|svt|tidning|kuriren|parti|stiftelse|kyrka)|^(?:company|groups?|watch|events?)\b",
    re.IGNORECASE,
)
_MAC = r"(?<![\w:])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:])"
_IP6 = r"(?<![\w:])(?=[0-9a-fA-F:]{0,45}(?:::|[a-fA-F]))(?=[0-9a-fA-F:]{0,45}[0-9a-fA-F]{3,4}:)(?:[0-9a-fA-F]{1,4}:){2,7}(?::?[0-9a-fA-F]{1,4}){1,6}(?![\w:])"  # noqa: E501
_IMEI = r"(?i:\bimei\b)[^\d\n]{0,12}(?P<value>\d{14,16}|\d{2}[ -]\d{6}[ -]\d{6}[ -]\d)(?!\d)"
_DEGREES = (
    r"(?<![\d.,])(?:[NS][ ]?)?(?:5[4-9]|6\d|70)(?:[.,]\d{4,9}°?|°[ ]?\d{1,2}(?:[.,]\d{1,5})?['′’]?(?:[ ]?\d{1,2}(?:[.,]\d+)?[\"″”])?)"  # noqa: E501
    r"[ ]?[NS]?[ ,;/]{1,3}(?:[EWÖ][ ]?)?(?:[12]?\d)(?:[.,]\d{4,9}°?|°[ ]?\d{1,2}(?:[.,]\d{1,5})?['′’]?(?:[ ]?\d{1,2}(?:[.,]\d+)?[\"″”])?)"  # noqa: E501
    r"[ ]?[EWÖ]?(?![\d])"
)
_GRID = (
    r"(?i:\b(?:koordinat(?:er(?:na)?)?|position(?:en)?|sweref(?:[ ]?99)?(?:[ ]?tm)?|gps(?:-?position)?)\b)[^\d\n]{0,15}"
    r"(?P<value>[67]\d{6}[ ,;/]{1,3}[1-9]\d{5,6})(?!\d)"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[ -](?:(?:19|20)?\d\d|\d\d-\d\d))?")
_HOME = re.compile(
    r"\b(?:min|mitt|mina|mig|vår|vårt|oss|jag|vi|bor|hem|hemma|hus|huset|gård|gården|stuga|stugan|boende)\b",
    re.IGNORECASE,
)
_THREE_WORDS = r"(?<![:/\w])///[a-zåäö]{3,20}\.[a-zåäö]{3,20}\.[a-zåäö]{3,20}"
_NUMBERED = (
    r"(?i:\b(?:ocr(?:-?(?:nummer|nr))?|faktura(?:nummer|nr)|boknings?(?:nummer|nr|kod|referens)(?:en|et)?|lån(?:e)?(?:nummer|nr)(?:et)?|"
    r"avtals?(?:nummer|nr|-id)(?:et)?|patient-?id|(?:el-?|vatten)?mätare(?:n|ns)?(?:[ ](?:nr|nummer))?|anläggnings?-?id|id-?kort(?:s)?(?:nummer|nr))"  # noqa: E501
    r"\b)\.?[ ]?(?:är|nr|:|=)?[ ]?(?P<value>(?=[A-Z0-9 -]{0,20}\d)[A-Z]{0,3}[-\d][A-Z0-9]*(?:[ -]?\d[\dA-Z]*){2,12})(?![\d%]|[.,]\d|[ ]?(?:kr|st|mil)\b)"  # noqa: E501
)
_REFERENCE = r"(?i:\bboknings?(?:nummer|nr|kod|referens)(?:en|et)?\b)\.?[ ]?(?:är|nr|:|=)?[ ]?(?P<value>(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,8})(?!\w)"  # noqa: E501
_SERIAL = r"(?<![\w-])(?:(?=[A-HJ-NPR-Z\d]{0,16}[A-Z]{2})(?=(?:[A-Z]*\d){6})[A-HJ-NPR-Z\d]{17}|[A-Z]{2}\d{9}[A-Z]{2}|bc1[a-z\d]{25,59}|0x[\dA-Fa-f]{40})(?!\w)"  # noqa: E501
_VALUE = r"(?P<value>(?=(?:[\dA-Z -]*?\d){4})(?:[A-ZÅÄÖ]{1,4}-?)?\d[\dA-Z]*(?:[ -]?[\dA-Z]*\d[\dA-Z]*){0,6})(?![\d%]|[.,]\d|[ ]?(?:kr|kronor|st|mil|km|år|personer)\b)"  # noqa: E501
_JOINED = r"\.?(?:[ ,]{0,2}(?:nr|nummer|med|är|har|id|som|slutar|på|heter|hos|i)\b\.?){0,4}[ ]?[:=#]?[ ]"
_OWN = (
    r"\b(?i:mitt|min|mina|hans|hennes|vårt|vår|deras)[ ](?:\w{2,14}[ ])?[\w-]{0,22}(?:nummer|numret|nr|id|kod|kort|kortet|avtal|beslut|recept|"  # noqa: E501
    rf"abonnemang|konto|kontrakt|ärende|intyg|licens|chip|journal|remiss|försäkring|anmälan|ansökan)(?:[ ]från[ ][\w]{{3,25}})?{_JOINED}{_VALUE}"  # noqa: E501
)
_KNOWN_SERIES = (
    r"\b(?i:chip(?:nummer|nr)?|vin|chassi(?:nummer|nr)?|id06|bostadskö(?:-?id|nummer|nr|plats)?|köplats|ladok(?:-?id)?|jaktkort(?:s)?(?:nummer|nr)?|"
    r"hyres(?:avtal|kontrakt)(?:s)?(?:nummer|nr)?|kolli(?:-?id|nummer)?|spårnings?(?:nummer|nr|id)|a-kassa[ ]medlem|recept(?:nummer|nr)|csn-?(?:nummer|nr)|"  # noqa: E501
    r"elev(?:nummer|-?id)|klient(?:nummer|-?id)|sjukintyg(?:et)?|lagfart(?:en)?|körkort(?:s)?(?:nummer|nr)?|kort(?:et)?[ ]som[ ]slutar[ ]på|"  # noqa: E501
    rf"autogiro|facknummer|förbundsnummer|patientbricka|aktnummer|akt[ ]nr|personalnummer|tjänstenummer|anställnings-?id|kundid|kund-id)\b{_JOINED}{_VALUE}"  # noqa: E501
)
_NUMBER_HINT = re.compile(
    r"nummer|numret|nr|\bid|-id|kod|kort|avtal|beslut|recept|konto|kontrakt|ärende|intyg|chip|vin\b|chassi|remiss|journal|ladok|kolli|kassa|autogiro|lagfart|anmälan|ansökan|försäkring",
    re.IGNORECASE,
)


def keys(text: str) -> Iterator[Hit]:  # noqa: C901
    """Yield (start, end, "other") of codes, passwords, user names, profiles, devices and coordinates."""
    if has_figure(text):
        if _NUMBER_HINT.search(text):
            for pattern in (_OWN, _KNOWN_SERIES):
                for found in compiled(pattern).finditer(text):
                    if not _YEAR.fullmatch(found["value"]):
                        yield *found.span("value"), "other"
        for found in compiled(_SERIAL).finditer(text):
            yield *found.span(), "other"
    lower = folded(text)
    if not holds_any(lower, _HINTS) and not _HINTING_FIGURES.search(lower):
        return
    home = (_GRID,) if _HOME.search(text) else ()
    for pattern in (_CODE, _PASSWORD, _USER, _IMEI, _NUMBERED, _REFERENCE, *home):
        for found in compiled(pattern).finditer(text):
            yield *found.span("value"), "other"
    for found in compiled(_PAIR).finditer(text):
        yield *found.span("user"), "other"
        yield *found.span("value"), "other"
    for pattern in (_PROFILE, _BLOG):
        for found in compiled(pattern).finditer(text):
            if not _PUBLIC_PATH.search(found["path"]):
                yield *found.span(), "other"
    for pattern in (_LIVE, _MAC, _IP6, _THREE_WORDS, *((_DEGREES,) if home else ())):
        for found in compiled(pattern).finditer(text):
            yield *found.span(), "other"
