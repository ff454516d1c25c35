"""The words people use: stems counted per distinct statement, their surface forms, and what kind of word each is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from medskick.engine.text.tokens import STOPWORDS_SV, stem, words

# Words that are frequent in any consultation and say nothing about what it is about.
EMPTY_WORDS = frozenset(
    """
    aktuell aktuella aktuellt aldrig allmän allmänt annars anser antal arbeta arbetar arrangör arbetat behov behovet
    behövs behövde behövt berättar beror betyder blivit blivande brist bristen bristande bygga byggs bygger börja börjar
    bättre bäst bästa bort dag dagar dagens delar del delen delta deltar diskutera diskuterar diskussion diskussionen
    effekt effekter ena enda enkelt ens exempel exempelvis faktiskt fall fanns finna finnas finnes fick fina fint fler
    flesta form former framför framtid framtiden framtida framtidens frågan fråga frågor frågorna frågar funka funkar
    fungera fungerar färre följer fördelar försöka försöker förutsättningar förändra förändras galet gamla gammal gick
    ges ge given goda gott grund gäller gällande gången gånger gör göra görs gjort gjorde hamnar handlar hantera hjälp
    hjälpa hjälper hitta hittar hålla håller hända händer höga högre hög hör höra höll idag igen igång ihop information
    innebär innebära inför intresse in jobba jobbar jätte jättebra jätteviktigt kallas kanske klara klarar klart
    komma kommande konkreta kring kostar krav kräver krävs känna känner känns kör lagom lägga läget lever leva ligger
    ledande lika litet liten lite lyckas lyfta lyssna låga lång långa långt lätt lättare lösa lösning lösningar lösningen
    man massor medverka medverkande mindre minska minskar mål målet möjlig möjliga möjligt möjlighet möjligheter
    möjligheterna nya ny nytt nuvarande nära närmare nästa nödvändigt olika område områden ofta ordentlig ordentligt
    ordning orsak pengar person personer perspektiv plats platser problem problemen problemet procent prata pratar
    påverka påverkar presentera presenterar resultat resurser riktig riktiga riktigt roll rätta rådande saker sak sant
    samband samtal samtalet samtidigt seminarium seminariet seminarier senaste sida sist sitter sitta sker skapa skapar
    skapas skulle slut sluta slutet slå snabbt snart speciellt spela spelar stor stora stort större största stärka
    stärker står ställa ställer ställs sverige svensk svenska svenskt svår svåra svårt svårare syfte syn synpunkter sådant
    säga säger sälja särskilt sätt sätta sätter säker ta tag tagit tas tar tid tiden tidigare tillsammans tillräckligt
    titta tittar tror tro tung tycka tyckte tänka tänker tänk undrar utmaning utmaningar utmaningarna utmaningen
    utveckla utvecklas utveckling utvecklingen vanlig vanliga vanligt varför varit vart vägen vet vidare vikt viktig
    viktiga viktigt viktigaste viktigare viss vissa visar visa välja väljer väl välkommen världen väldigt vänta väntar
    växa växer år året åren års åtgärd åtgärder öka ökar ökad ökade ökat ökande önskar önskemål önskan överallt
    panel panelen paneldebatt panelsamtal debatt debatten mingel lunch frukost moderator talare arrangörer almedalen
    almedalsveckan utgångspunkt utgår tar fungerande dock därmed dels dessutom däremot förstås givetvis hellre helst
    hittills inklusive istället ibland ifall ingår igenom ifrån inombords iväg kvar långsiktig långsiktigt meningen
    mening människa människor människors människorna folk många mångas månad månader nivå nivåer någonsin någonstans
    någonting näst omkring oavsett oftast oftare kunnat kunnande rör samtliga snarare steg storleken ställe ställen
    stöd stödja stödjer svar svara sänka särskild särskilda tal tanke tankar tydlig tydliga tydligt tyvärr total totalt
    trots träffa träffas uppfattning uppgift uppleva upplever uppnå upp utan utifrån utgör vare vardag verkar verka
    vidta vilja viljan vinna vinner visst yttre ytterligare ändra ändå äga äntligen även dålig dåliga dåligt sämre sämst
    aktör aktörer aktörerna roliga rolig roligt kul rimlig rimligt riktlinjer hinna hinner sånt såna typ mest minst
    lär lära lärt låt låta låter råd råda bidra bidrar bidrag möta möter möts möte mötet driva driver använda använder
    används användas användning främja främjar förbättra förbättras förbättrar förebygga erbjuda erbjuder erbjuds
    genomföra genomförs genomför påverkan innehåll inriktning insats insatser inte ingår kombination koppla kopplat
    kopplad läsa läser nåt nån någe sakna saknas saknar satsa satsas satsar satsning satsningar se synas syns ute
    """.split()
)
_BEFORE_VERBS = frozenset(
    "att ska skall kan kunna måste vill bör borde får inte jag vi ni man de du han hon som dom hur".split()
)
_BEFORE_NOUNS = frozenset(
    """en ett den det fler flera färre av för om på i till från med utan mot mellan genom vid under kring vår vårt våra
    min mitt mina sin sitt sina mer mindre all allt alla bra bättre god goda""".split()
)
_NOUN_ENDING = re.compile(
    r"(het|heten|heter|tion|tionen|tioner|ning|ningen|ningar|ningarna|skap|skapet|else|elsen|elser|are|arna|orna|erna|"
    r"dom|ism|ologi|graf|logi|itet|iteten|ment|ör|örer|ist|ister|trafik|trafiken|vård|vården|skola|skolan|skolor|bana|banan)$"
)
_OTHER_ENDING = re.compile(
    r"(lig|liga|ligt|isk|iska|iskt|bar|bara|bart|sam|samma|iga|igt|ade|ande|nde|rna?s|erar|era|ats|ade[s]?)$"
)
_HAS_DIGIT = re.compile(r"\d")


@dataclass
class Term:
    """A stem or a fixed pair of stems: how many distinct statements hold it, and how it is written."""

    documents: int = 0
    forms: Counter[str] = field(default_factory=Counter)


@dataclass
class Lexicon:
    """Per text its terms with their surface forms, and what the corpus as a whole says about each term."""

    forms: list[dict[str, str]]
    terms: dict[str, Term]
    noun_like: dict[str, float]


@dataclass
class _Evidence:
    noun: int = 0
    other: int = 0


def read_terms(texts: Sequence[str]) -> Lexicon:
    """The terms of `texts`, each text counted once per term.

    Terms are stems, and pairs of neighbouring stems that keep together ("förnybar energi").
    """
    tokens = [_tokens(text) for text in texts]
    lower_inside = _usual_case(tokens)
    stems: dict[str, str] = {}
    evidence: dict[str, _Evidence] = defaultdict(_Evidence)
    forms: list[dict[str, str]] = []
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text_tokens in tokens:
        own: dict[str, str] = {}
        for i, (word, _, joined) in enumerate(text_tokens):
            low = word.lower()
            if not speaks(low):
                continue
            key = stems.setdefault(low, stem(low))
            own.setdefault(key, lower_inside.get(low, low))
            _observe(evidence[key], text_tokens, i)
            if joined and i and speaks(text_tokens[i - 1][0].lower()):
                before = text_tokens[i - 1][0].lower()
                pair = (stems.setdefault(before, stem(before)), key)
                own.setdefault(
                    " ".join(pair), f"{lower_inside.get(before, before)} {lower_inside.get(low, low)}"
                )
        for term in own:
            if " " in term:
                pairs[tuple(term.split(" ", 1))] += 1
            else:
                singles[term] += 1
        forms.append(own)
    kept = {f"{a} {b}" for (a, b), n in pairs.items() if n >= 3 and n >= 0.25 * min(singles[a], singles[b])}
    forms = [{term: form for term, form in own.items() if " " not in term or term in kept} for own in forms]
    terms: dict[str, Term] = defaultdict(Term)
    for own in forms:
        for term, form in own.items():
            terms[term].documents += 1
            terms[term].forms[form] += 1
    noun_like = {key: _noun_likeness(key, terms[key], evidence[key]) for key in singles}
    for term in kept:
        noun_like[term] = noun_like.get(term.split(" ")[1], 0.5)
    return Lexicon(forms, dict(terms), noun_like)


def speaks(word: str) -> bool:
    """May this lower-case word stand in a label or among keywords?"""
    return (
        len(word) >= 2
        and word not in STOPWORDS_SV
        and word not in EMPTY_WORDS
        and not _HAS_DIGIT.search(word)
    )


def _tokens(text: str) -> list[tuple[str, bool, bool]]:
    """(word, stands first in its sentence, only a space since the word before) for each word."""
    found = []
    end = 0
    for n, word in enumerate(words(text)):
        between = text[end : word.start]
        first = n == 0 or any(sign in between for sign in '.!?:\n•–"”')
        found.append((word.text, first, n > 0 and between == " "))
        end = word.end
    return found


def _usual_case(tokens: list[list[tuple[str, bool, bool]]]) -> dict[str, str]:
    """How a word is mostly written inside sentences: "Luleå", "EU", "bussar"."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for text_tokens in tokens:
        shouting = sum(word.isupper() for word, _, _ in text_tokens) > len(text_tokens) / 2
        for word, first, _ in text_tokens:
            if not first and not shouting:
                seen[word.lower()][word] += 1
    return {low: min(forms, key=lambda form: (-forms[form], form)) for low, forms in seen.items()}


def _observe(evidence: _Evidence, text_tokens: list[tuple[str, bool, bool]], i: int) -> None:
    before = text_tokens[i - 1][0].lower() if text_tokens[i][2] else ""
    follows = text_tokens[i + 1] if i + 1 < len(text_tokens) and text_tokens[i + 1][2] else None
    if before in _BEFORE_VERBS:
        evidence.other += 2
    if follows is not None and speaks(follows[0].lower()):
        evidence.other += 1
    elif before in _BEFORE_NOUNS:
        evidence.noun += 2
    else:
        evidence.noun += 1


def _noun_likeness(key: str, term: Term, evidence: _Evidence) -> float:
    form = min(term.forms, key=lambda f: (-term.forms[f], f))
    prior = (
        0.8 if form[:1].isupper() or _NOUN_ENDING.search(form) else 0.2 if _OTHER_ENDING.search(form) else 0.5
    )
    return (6 * prior + evidence.noun) / (6 + evidence.noun + evidence.other)
