"""Say which of the region's languages a text is written in, or that it is too short to tell."""

import re
from functools import lru_cache

from .normalise import plain_view

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")

# Words that seldom or never occur in the other languages weigh 2; words shared with another one are left out.
_WORDS = {
    "sv": """och att det som på är för med till den har inte om ett jag var sig så från men när kan vi de också eller mot hur ska skulle
        alla mer bra här efter nu finns där över bara vill man mycket andra få går sedan utan än ni er oss våra vår din mig blir
        måste gör år får kommer någon något mellan under vad många fler bättre billigare bussar vägar buss väg skola vård bostäder
        ungdomar kommunen regionen länet varför vem hit ut upp ner ha vara bli bor bo jobb folk barn lära stänga bygg mera inga ingen
        inget å nåt nån dom hä jer int sitt e liksom typ men ju nog väl sen lite pengar sjukhus kollektivtrafik satsa sänk stoppa
        behåll hälsocentral gruvan skolan vården bussen tåget tåg äldre unga snälla tack hej rädda""",
    "en": """the of and to is that for it was on are as with they be at this have from or one had by but not what all were we when your
        can said there use an each which she do how their if will up other about out many then them these so some her would make like
        him into time has look two more write go see no way could people my than been who its now find long down did get come made may
        i you our us please should here need want live work more better buses housing schools health nobody because every any why
        where don't can't it's i'm keep stop build cheaper good bad very also just only after before over under""",
    "fi": """ja on ei että se hän mutta ovat oli minä sinä me te he tämä kun niin kuin myös vain mitä joka jos voi olla pitää pitäisi ole
        eivät tai sekä enemmän paremmat parempi lisää suomen kieli miksi kaikki paljon liian nyt sitten täällä siellä missä meidän meille
        minun haluan haluaisin asua toivon koulu kauppa töissä työ palvelua palvelut bussi joki luvat matka vanhanakin ihmiset ihmiselle
        saa saada koska ennen vielä aina kuitenkin kanssa ilman yli sen sitä siis hyvä hyvää olemme niitä vähän kylän lapset nuoret""",
    "fit": """mie sie met tet het oon häätyy häätys meän teän heän lissää ko kans mutta niin jokka joka vain vielä ommaa omma ei ole
        elämä hyvä tie huono nuorile tehä saa praatata praattata kläpit kläppi pörjätä meänkieli meänkieltä meänkielen kuttua puhuthaan
        oppia opetusta tyär päivähoitho nyky justhiin kulttuuri kylissä kotikylässä lantti poikhaan kyllä tämä soon son net nuot
        kattoa hunteerata ja on että fölhjy tarttee tarvitemma halvama saama olema täälä siälä eestä hoitaa sitte eli asua haluan työtä""",
    "se": """ja lea leat mii mun don dat dát eai ii galgá galget berre ferte sámi sámegiella sámegiela sámiid boazu boazodoallu boazodoalu
        eatnamat eatnamiid mánát mánáid go gos juohke maid maiddái dáppe dás dákko doppe min mu du su sin háliidan háliidit dárbbaša
        dárbbašat giitu eallit eallin orrut skuvla skuvllas giella giellan guovlu gielddat gielda olbmot nuorat eanet buoret vuoigatvuohta luondu
        ráfi bargu barggu geat gii mo nu muhto dahje vai jos leimme lei leamaš ahte dan daid sis mis midjiide munnje ruvke ruvkkit""",
}
_LEXICON: dict[str, dict[str, float]] = {}
for _language, _listed in _WORDS.items():
    for _word in _listed.split():
        _LEXICON.setdefault(_word, {})[_language] = 2.0
for _votes in _LEXICON.values():
    for _language in _votes:
        _votes[_language] = 2.0 / len(_votes)

# Shapes of words: (pattern, language, votes for each word that has it)
_SHAPES = tuple(
    (re.compile(pattern), language, votes)
    for pattern, language, votes in (
        (r"å", "sv", 0.8),
        (r"(?:ning|ningen|ningar|het|heten|heter|erna|arna|orna|tion|tionen|skt|lig|liga|ligt|ande|ade|ats|else|skap)$", "sv", 0.9),
        (r"sj|skj|stj|ck|rd|gt$|tt$|xt", "sv", 0.3),
        (r"w|th|ph|ght|oo[kdlt]|ea[drt]|ou[rl]", "en", 0.7),
        (r"(?:ing|tion|ness|ment|ly|able|ful|ous|'s|ed)$", "en", 0.6),
        (r"aa|ii|uu|ää|öö|yy|uo|yö|äy|kk[aäoeiuy]|euu", "fi", 0.35),
        (r"(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|nen|set|sen|maan|mään|kaan|kään|vat|vät|mme|tte|nsa|nsä|inen|iset|isia)$", "fi", 0.8),
        (r"(?:ssa|ssä|sta|stä|kaan|inen|vat)$|aa|ii|uu|ää", "fit", 0.3),
        (r"[^\W\d_]h(?:aan|hään|een|iin|oon|uun|yyn|öön|hin)$|[bcdfgjklmnprstv]h(?:a|e|i|o|u|ä|ö)|(?:emma|ämmä|imma)$|^(?:oon|mie|sie|meän)$|mm?aa$|ssaa$", "fit", 0.9),
        (r"[čđŋšŧž]", "se", 1.5),
        (r"á", "se", 1.2),
        (r"ea|uo|ie|oa|dd[aáj]|hk|ht|bb|gg|dn|(?:in|iid|at|it|et|ut|is|as|os)$", "se", 0.25),
    )
)
_ENOUGH = 3.0
"""Votes that a text must give its best language; about two plain function words."""
_LEAD = 1.25
"""How many times the votes of the runner-up the best must have."""
_SAMPLE = 400


def identify(text: str) -> str | None:
    """Return "sv", "en", "fi", "fit" (Meänkieli) or "se" (Northern Sami), or None when the text does not tell.

    A text of a word or two, of names, figures or signs alone, or between two languages gives None. Of a mixed text
    the language of most of its words is returned.
    """
    totals = dict.fromkeys(_WORDS, 0.0)
    seen = 0
    for found in _WORD.finditer(plain_view(text).text):
        seen += 1
        if seen > _SAMPLE:
            break
        for language, votes in _votes_of(found.group().casefold()):
            totals[language] += votes
    if seen < 2:
        return None
    ranked = sorted(totals.items(), key=lambda item: -item[1])
    (best, most), (_, second) = ranked[0], ranked[1]
    if most < _ENOUGH or most < second * _LEAD:
        return None
    return best


@lru_cache(maxsize=50_000)
def _votes_of(word: str) -> tuple[tuple[str, float], ...]:
    votes = dict(_LEXICON.get(word, {}))
    for pattern, language, weight in _SHAPES:
        if pattern.search(word):
            votes[language] = votes.get(language, 0.0) + weight
    return tuple(votes.items())
