"""Numbers of bank accounts, vehicles, cards and memberships that lead to a person."""

import re
from collections.abc import Iterator

from ..wordlists import compiled, has_figure, listed

Hit = tuple[int, int, str]

_LETTERS = "A-HJ-PR-UW-Z"
_PLATE = rf"[{_LETTERS}a-hj-pr-uw-z]{{3}}[ -]?\d{{2}}[{_LETTERS}a-hj-pr-uw-z0-9]"
_VEHICLE = (
    r"\w{0,14}bil(?:en|ar)?|car|plate|moped(?:en)?|volvo[n]?|saab(?:en)?|audi[n]?|bmw[n]?|pickup(?:en)?|"
    r"\w{0,8}traktor(?:n)?|\w{0,8}skoter(?:n)?|hus(?:vagn|bil)(?:en)?|epa(?:n)?|toyota[n]?|mercedes(?:en)?|ford(?:en)?|kia[n]?|"
    r"skoda[n]?|\w{0,8}släp(?:et)?|\w{0,8}släpvagn(?:en)?|kärra[n]?|mc|motorcykel(?:n)?|fyrhjuling(?:en)?|fordon(?:et)?|"
    r"taxi(?:n)?|\w{0,8}buss(?:en)?|ägare(?:n)?|förare(?:n)?|renault(?:en)?|peugeot(?:en)?|opel(?:n)?|nissan(?:en)?|hyundai(?:n)?|"
    r"tesla[n]?|passat(?:en)?|golf(?:en)?|kombi(?:n)?|crossen|atv[n]?"
)
_PLATE_CUED = (
    r"(?i:\b(?:reg(?:istrerings)?\.?[ -]?(?:nummer|nr|skylt(?:en)?)?(?:et)?|regnr|skylt(?:en)?|nummerskylt(?:en)?|plåt(?:en)?|"  # noqa: E501
    rf"{_VEHICLE})\b)"
    rf"[^\n.!?]{{0,25}}?(?<!\w)(?P<number>{_PLATE})(?!\w)"
)
_PLATE_ALONE = rf"(?<![\w-])[{_LETTERS}]{{3}}[ ]?\d{{2}}[{_LETTERS}](?!\w)"
_PLATE_FIGURES = rf"(?<![\w/.:-])(?P<letters>[{_LETTERS}]{{3}})[ ]?\d{{3}}(?![\w/:%-]|[.,]\d|[ ]\d)(?![ ]?(?:kr|st|mil|km|W|MHz|m)\b)"  # noqa: E501
_NO_PLATE = listed(
    "SFS SOU DNR HSN KSN BUN PBL LSS SOL HSL LOU ISO DIN SEK EUR USD NOK DKK GBP BNP KPI RUT ROT CSN LTU UMU KTH SJU LRF TCO "  # noqa: E501
    "SKR SKL SCB SGU SMH DNA RNA ADR PDF DVD RUM NEJ SAL TEL FAX BOX LGH MAX MAJ JAN FEB MAR APR JUN AUG SEP OKT NOV DEC BMW "  # noqa: E501
    "CAT HTC PHD USA EEG EKG MRT BUP BVC STD PPM FCK AFS BFS HVB SSK SKA GPS USB LED DAB FMR CPU RAM SSD ASC ETS ECM ERT "  # noqa: E501
    "SOS MAT SVE ENG FYS PRO SPF ABF KDU SSU DEN DET TAG TOG BUS BOR OCH HAR"
)
_FLIGHTS = re.compile(
    r"(?:flyg|flight|kurs|linje|tåg|modell|typ|standard|norm|artikel)\w*[ ]{1,2}$", re.IGNORECASE
)

_MORE = r"\d(?:[ ]?[-–,./][ ]?\d|[ ]?\d){3,26}"
_END = r"(?![\d%]|[.,]\d|[ ]?(?:kr|kronor|st|personer|mil|miljoner|tusen|procent)\b)"
_ACCOUNT = (
    r"(?i:\b(?:swish(?:a|nummer|nr|numret)?|\w{0,10}konto(?:t|nummer|nr|numret)?|kto(?:nr)?|clearing(?:nummer|nr|numret)?\.?|"
    r"plusgiro(?:t)?|pg|bankgiro(?:t)?|bg|iban|account|tili(?:numero)?|kortnummer|kundnummer|kundnr|journalnummer|journalnr|"
    r"id-?nummer|ärendenummer|ärendenr|passnummer|passnumret|passnr|sort code)\b)"
    rf"(?:[^\d\n.!?]{{0,20}}|(?:[ ](?:för|till|till[ ]mig|hos|i|på|mitt|min|är)\b)[^\d\n.!?]{{0,60}}[:][ ]?)(?P<number>(?:[A-Z]{{2}}\d{{2}}[ ]?|[A-Z]{{1,3}}[- ]?)?{_MORE}){_END}"  # noqa: E501
)
# Clearing number, then account number: "clearingnr 5491, konto 00 238 23".
_CLEARING = (
    r"(?i:\b(?:clearing(?:nummer|nr|numret)?)\.?)[ :]{0,2}(?P<number>\d{4}(?:-\d)?[ ,.;]{0,3}"
    rf"(?i:och[ ])?(?i:konto(?:nummer|nr|t)?|kto)\.?[ :]{{0,2}}{_MORE})"
)
_CLEARING_ALONE = (
    r"(?<![\d.,+/-])(?<!\d[ ])(?P<number>[1-9]\d{3}-\d,[ ]?\d{1,4}(?:[ -]\d{1,4}){1,4})(?![\d%]|[.,]\d)"
)
_BETWEEN = r"(?:[ ,:.#]{1,3}(?:nr|nummer|numret|no|är|e|mitt|min|med|på|lyder|som|har|hos[ ]\w{2,20}|i[ ]\w{2,20}|till[ ]\w{2,20})\b\.?){0,3}[ ,:.#]{1,3}"  # noqa: E501
_CARDS = (
    r"(?i:\b(?:medlem(?:s)?(?:nummer|nr|numret|kort|kortet|id)|medlem(?=,?[ ]nr|[ ]nummer)|pass(?:et)?(?=,?[ ](?:nr|nummer|med[ ]nummer))|"  # noqa: E501
    r"pass(?:nummer|nr|numret)|körkort(?:s)?(?:nummer|nr|numret)?(?:et)?|låne?kort(?:s)?(?:nummer|nr|et)?|lånekort|bibliotekskort(?:et)?|"
    r"patient(?:nummer|nr|id)|journal(?:nummer|nr|numret)|kund(?:nummer|nr|numret|id)|försäkrings?(?:nummer|nr|numret|brev|id)|"
    r"anställnings(?:nummer|nr)|student(?:nummer|id|leg(?:itimation)?)|elev(?:nummer|id)|abonnemang(?:s)?(?:nummer|nr)|"
    r"presentkort|busskort(?:et)?|resekort(?:et)?|färdtjänst(?:nummer|kort|legitimation)|jakt?kort(?:et)?|vapenlicens(?:en)?|"
    r"bank-?id|lma-?(?:kort|nummer|nr)(?:et)?|uppehållstillstånd(?:et)?(?=[ ,]+(?:nr|nummer))|dossier(?:nummer|nr)|id-?kort(?:et)?|legitimation(?:en)?|"  # noqa: E501
    r"membership|member|passport|customer|licen[cs]e|pension(?:s)?(?:nummer|nr)|fastighets?nummer|renmärkes?nummer|"
    r"anläggnings-?id|mätar(?:nummer|nr)|kvitto(?:nummer|nr)|boknings(?:nummer|nr|kod)|remiss(?:nummer|nr))\b)\.?"
    rf"{_BETWEEN}(?P<number>(?:[A-ZÅÄÖ]{{1,4}}[ -]?)?\d(?:[ ]?[-–/][ ]?\d|[ ]?\d){{3,20}}(?:[ -]?[A-Z](?!\w))?){_END}"
)
# The case number counts where somebody calls the case their own: a bare "dnr 2023/1234" names a public document.
_OWN_CASE = (
    r"(?i:\b(?:mitt|min|vårt|vår|mina|hennes|hans)[ ](?:eget[ ])?(?:ärende(?:t|nummer|nr)?|dnr|diarie(?:nummer|nr)|mål(?:nummer)?|anmälan|anmälning|"  # noqa: E501
    rf"ansökan|dossier|akt)(?:[ ](?:nr|nummer|med[ ]nummer|har[ ]nummer|heter))?)[ ,:.]{{1,3}}(?:(?i:är|nr|dnr|har|heter)\b\.?[ ]?){{0,2}}"  # noqa: E501
    rf"(?P<number>(?:[A-ZÅÄÖ]{{1,5}}[ -]?)?\d(?:[ ]?[-–/.][ ]?\d|\d){{3,20}}){_END}"
)
_CASE_NUMBER = (
    r"(?i:\bärende(?:nummer|nr|numret)\.?)[^\d\n.!?]{0,25}?[ :](?P<number>(?:[A-ZÅÄÖ]{1,5}[ -])?\d(?:[-–/.]?\d){3,20})"
    + _END
)
_IBAN = r"(?<!\w)[A-Z]{2}\d{2}(?:[ ]?\d{4}){3,7}(?:[ ]?\d{1,3})?(?!\w)"
_CARD = r"(?<![\d-])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?!\d)"
_IP = r"(?<![\d.])(?!0\d)(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"
_VERSION = re.compile(
    r"\b(?:v|ver|version(?:en)?|release|kapitel|avsnitt|punkt|bilaga|art)\.?[ ]$", re.IGNORECASE
)
_ROADS = re.compile(r"(?:(?:nr|väg|rv|tåg|bus|ssk|fgs)[ -]?\d|\w{3} ?20\d)", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d(?:[ ]?[-–/][ ]?(?:19|20)?\d\d)?$")
_REG_BEFORE = re.compile(r"\breg(?:istrerings)?\.?[ -]?(?:nummer|nr|skylt)?\.?[ :]{1,2}$", re.IGNORECASE)


def belongings(text: str) -> Iterator[Hit]:
    """Yield (start, end, "other") of accounts, number plates, cards and network addresses."""
    if not has_figure(text):
        return
    for pattern in (_CLEARING, _ACCOUNT, _CLEARING_ALONE, _CARDS, _OWN_CASE, _CASE_NUMBER):
        for found in compiled(pattern).finditer(text):
            if not _YEARS.match(found["number"]) and not _of_a_company(text, found):
                yield *found.span("number"), "other"
    yield from _plates(text)
    for pattern in (_IBAN, _CARD, _IP):
        for found in compiled(pattern).finditer(text):
            if pattern is not _IP or not _VERSION.search(text[max(0, found.start() - 20) : found.start()]):
                yield *found.span(), "other"


def _plates(text: str) -> Iterator[Hit]:
    spans = [
        found.span("number")
        for found in compiled(_PLATE_CUED).finditer(text)
        if not _ROADS.match(found["number"]) and found["number"][:3].upper() not in _NO_PLATE
    ]
    spans += [found.span() for found in compiled(_PLATE_ALONE).finditer(text)]
    spans += [
        found.span()
        for found in compiled(_PLATE_FIGURES).finditer(text)
        if found["letters"] not in _NO_PLATE
        and not _FLIGHTS.search(text[max(0, found.start() - 14) : found.start()])
    ]
    for start, end in spans:
        word = _REG_BEFORE.search(text[max(0, start - 26) : start])
        yield start - (len(word.group()) if word else 0), end, "other"


def _of_a_company(text: str, found: re.Match[str]) -> bool:
    """The giro of a body, or its registration number, is public."""
    return (
        bool(re.fullmatch(r"\d{2}[2-9]\d{3}-\d{4}", found["number"]))
        and "konto" not in found.group().casefold()
    )
