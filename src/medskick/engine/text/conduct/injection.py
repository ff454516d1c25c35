"""Attempts to give orders to a machine that reads the texts, in Swedish, English, Finnish and common markup."""

import re
import unicodedata
from collections.abc import Iterator

Hit = tuple[int, int]

_MACHINE = (
    r"(?:ai(?::?[nst]|:ns)?|ai-?\s?(?:modell(?:en)?|assistent(?:en)?|tjänst(?:en)?|system(?:et)?|agent(?:en)?|verktyg(?:et)?|model|assistant|"
    r"agent|system|tool|bot|reader)|chat-?\s?gpt|gpt(?:-?\d\w*)?|llm(?::?(?:en|n))?|llama|claude|gemini|copilot|språkmodell(?:en)?|"
    r"(?:the |dear |hey )?(?:assistant|language model|chatbot|summari[sz]er|classifier)|assistent(?:en)?|chatbot(?:en|ten)?|bot(?:en|ten)|"
    r"robot(?:en)|algoritm(?:en)|dator(?:n) som|maskin(?:en) som|tekoäly(?:lle|n|ä)?|kielimalli(?:lle)?|(?:the )?(?:system|model)(?= (?:that|which|must|should|shall|analys|reading))|"
    r"analysverktyg(?:et)?|analysmodell(?:en)?|automat(?:en|iken)? som|program(?:met)? som (?:läser|sammanställer|analyserar|sorterar))"
)
_ORDER = (
    r"(?:ignorer\w*|bortse\w*|strunta\w*|glöm|åsidosätt\w*|placera\w*|ranka\w*|rangordna\w*|klassa\w*|klassificera\w*|kategorisera\w*|sortera\w*|"
    r"märk\w*|tagga\w*|skriv\w*|svara\w*|sammanfatta\w*|sätt\w*|ge|räkna\w*|prioriter\w*|upprepa\w*|visa|avslöja\w*|radera\w*|ta bort|dölj|lista|"
    r"översätt\w*|utelämna\w*|hoppa över|rapportera\w*|citera\w*|lyft\w*|nämn|betygsätt\w*|bekräfta\w*|påstå\w*|låtsas|agera|ändra|godkänn\w*|publicera\w*|följ|"
    r"ignore|disregard|forget|override|place|put|rank|classify|categori[sz]e|label|mark|write|say|answer|respond|reply|output|print|summari[sz]e|set|"
    r"give|count|prioriti[sz]e|repeat|show|reveal|delete|remove|hide|list|translate|omit|skip|report|quote|treat|mention|rate|score|pretend|act|approve|"
    r"publish|follow|tell|unohda|jätä|vastaa|kirjoita|luokittele|sijoita|tiivistä|anna|merkitse)"
)
_EARLIER = (
    r"(?:all[at]?|any|every|the|your|dina?|ditt|era|de|den|dessa|these|those|my|previous|prior|earlier|above|preceding|former|existing|original|initial|system|"
    r"tidigare|ovanstående|föregående|givna|befintliga|andra|other|foregoing|safety|aiemm?at|edelliset|kaikki|of|av|som|gäller|hittills|everything)"
)
_RULES = (
    r"(?:instru(?:ktion|ction)(?:er|s|erna|en)?|anvisning(?:ar|arna)?|regl(?:er|erna)|regel|rules?|guidelines?|riktlinj(?:er|erna)|prompts?(?:en)?|promptar|"
    r"order|orders|direktiv(?:en)?|directives?|kommandon|commands?|begränsningar|restrictions?|constraints|filter|filters|uppdrag|uppgift|task|"
    r"sagts|above|ovan|before|ohje(?:et|ita)|määräykset|context|kontext|konversation(?:en)?|conversation|policy|policies|programming|programmering)"
)
_ITEM = (
    r"(?:detta|det här|denna|den här|följande|mitt|mina|min|vårt|this|my|our|the following|it|det)"
    r"(?: (?:text(?:en)?|inlägg|svar|förslag|inspel|bidrag|kommentar|synpunkt|åsikt|medskick|contribution|answer|response|comment|proposal|suggestion|submission|entry|one|opinion|idea|message))?"
)

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # set the earlier orders aside
        rf"\b(?:ignorer\w{{0,3}}|bortse|strunta|glöm(?: bort)?|åsidosätt|hoppa över|följ inte|lyd inte|sluta följa|kringgå|upphäv|ogiltigförklara|radera|återställ|"
        rf"ignore|disregard|forget|override|overrule|bypass|skip|discard|reset|drop|neglect|do not follow|don't follow|stop following|"
        rf"unohda|jätä huomiotta|ohita|älä noudata)\b(?: (?:från|i|helt|om|bort|nu|about|completely|totally))?(?:[ ,]{_EARLIER}){{0,6}}[ ,]{{1,2}}{_RULES}\b",
        rf"\b(?:nya?|new|updated|uppdaterade?|följande|real|actual|verklig[at]|riktiga|uudet|uusi) (?:system)?(?:instru(?:ktion|ction)(?:er|s)?|prompt|order(?:s)?\b(?= ?:)|uppdrag ?:|task ?:|regel (?:för|till)|rules? for|ohje)",
        r"\b(?:system|hemliga?|dolda?|initial|hidden|secret|original)[- ]?(?:prompt|instru(?:ktion|ction)|meddelande(?= ?:)|message ?:)\w*",
        # take on a role
        r"\b(?:du är|you are|you're|olet|ni är) (?:nu|now|nyt|från och med nu|hädanefter|from now on|fr\.?o\.?m\.? nu|inte längre|no longer) (?!\d)(?:en |ett |a |an |the |in |i |strateg|assist|admin|författ|ansvar|writer|fri|free|dan\b|bunden|bound|redaktör|editor|moderator|region|\w+läge|\w+ mode)",
        r"\b(?:from now on|hädanefter|från och med nu|från nu(?: av)?)[ ,]{1,2}(?:you|ska du|skall du|är du|du ska|svarar du|act|respond|answer)",
        r"\b(?:act as|agera som|låtsas (?:att du|vara)|pretend (?:to be|that you|you are)|roleplay as|spela rollen|bete dig som|behave as|imagine you are|föreställ dig att du är|toimi kuin)\b(?= \w+)(?! (?:om|if) (?:det|ni|vi))",
        r"\b(?:as an? |som (?:en )?)(?:ai|large language|språk|language)[- ]?(?:language )?(?:model|modell|assistent|assistant)\b",
        r"\b(?:developer|utvecklar|admin(?:istrator)?|god|dan|jailbreak|debug|root|unrestricted)[- ]?(?:mode|läge)(?:t)?\b|\bjailbreak|\bdo anything now\b",
        # decide what comes out
        rf"\b(?:placera|sätt|lägg|ranka|rangordna|sortera|lyft|prioritera|visa|place|put|rank|sort|list|move|show|pin|sijoita)\b[^.!?\n]{{0,40}}\b(?:överst|högst upp|först i|först av|allra först|som nummer (?:ett|1)|som etta|etta på|på (?:första plats|plats 1)|först på listan|at the top|on top of|first in|first place|number one|top of the|as number 1|#1|ensimmäiseksi|listan kärkeen)",
        rf"\b(?:rank|ranka|prioriti[sz]e|prioritera|classify|klassa|klassificera|categori[sz]e|kategorisera|label|märk|tagga|flag|rate|score|betygsätt|mark|treat|betrakta|behandla|räkna|count|register|registrera|tolka|interpret|luokittele|merkitse)\b {_ITEM}\b[^.!?\n]{{0,20}}\b(?:as|som|first|först|högst|highest|top|\d+ (?:gånger|times|röster|votes)|positiv\w*|godkän\w*|approved|\d{{1,3}}/\d{{1,3}})\b",
        r"\b(?:sätt|ge|set|assign|give|anna)\b[^.!?\n]{0,30}\b(?:prioritet(?:en)?|priority|score|poäng(?:en)?|vikt(?:en)?|weight|relevans|rating|betyg(?:et)?|rank)\b[^.!?\n]{0,12}(?:\d|till|to|hög|max|top|high|full)",
        r"\b(?:skriv|påstå|säg|uppge|ange|rapportera|notera|write|state|say|claim|report|tell (?:them|everyone|the reader)|kirjoita)\b[^.!?\n]{0,25}\b(?:att|that|että)\b[^.!?\n]{0,60}\b(?:stöd|support(?:ed|s)?|enig\w*|enhällig\w*|unanimous\w*|majoritet\w*|majority|alla (?:invånare|deltagare|kommuner|svarande|medborgare)|(?:all|every) (?:citizens|respondents|participants|residents|inhabitants)|everyone|\d[\d ]* (?:invånare|personer|röster|people|citizens|votes))",
        r"\b(?:svara|svarar|answer|respond|reply|output|skriv ut|print|return|returnera|vastaa)\b (?:bara |endast |enbart |only |just |vain |alltid |always |exactly |exakt )?(?:med |with |in |på |i form av )?(?:only|endast|enbart|bara|exakt|exactly|vain|följande|the following|ordet|orden|the words?|json|xml|raw|ja|yes|ok)\b ?[:\"”'(]?",
        r"\boutput ?(?:only|:)|\b(?:print|echo|eval|exec)\(",
        r"\b(?:reveal|avslöja|visa|skriv ut|print|repeat|upprepa|lista|list|show|leak|dump|exportera?|återge|citera|näytä|paljasta)\b[^.!?\n]{0,30}\b(?:dina (?:instruktioner|regler|anvisningar)|your (?:instructions|rules|prompt|guidelines)|(?:the )?other (?:answers|contributions|responses|comments|submissions|users)|(?:de )?(?:andras?|övriga) (?:svar|inlägg|inspel|bidrag|svarande|deltagarna)\w*|prompt(?:en)?|systemet?s|password|lösenord\w*|api[- ]?key|api-?nyckel\w*|text above|texten ovan|e-?postadresser\w*|personuppgifter\w*|namn på alla|database|databas\w*)",
        r"\b(?:radera|ta bort|dölj|utelämna|stryk|ignorera|släng|bortse från|hoppa över|delete|remove|hide|omit|discard|suppress|exclude|drop|ignore|disregard|poista)\b (?:alla |allt |de |the |all |any |every )?(?:of the )?(?:andra|övriga|andras|other|others|motstridiga|negativa|kritiska|critical|negative|opposing|muut|resten|rest)\b[^.!?\n]{0,20}\b(?:svar\w*|inlägg\w*|inspel\w*|förslag\w*|bidrag\w*|synpunkter\w*|kommentarer\w*|röster|answers|contributions|responses|comments|proposals|suggestions|submissions|opinions|votes|vastaukset|rest|of)\b",
        r"\b(?:do not|don't|never|nämn inte|avslöja inte|berätta inte|omtala inte|älä mainitse|säg inget om|nämn aldrig)\b ?(?:mention|reveal|disclose|tell (?:anyone|the user)|show|output)? ?(?:this|these|denna|detta|den här|det här|dessa|tätä|att du)? ?(?:rule|instruction|prompt|message|regel|instruktion|order|meddelande|anvisning|ohje|fått)\w*",
        r"\b(?:summary|summari[sz]e|sammanfattning(?:en)?|sammanställning(?:en)?|rapporten|report|slutsats(?:en)?|conclusion|output|tiivistelmä\w*)\b[^.!?\n]{0,25}\b(?:must|should|shall|has to|måste|ska|skall|bör)\b[^.!?\n]{0,15}\b(?:say|state|include|conclude|mention|only|begin|start|recommend|säga|innehålla|framhålla|börja|endast|bara|lyda|påstå|rekommendera|inledas|nämna|skriva)\b",
        # speaking to the machine
        rf"(?:^|[\n.!?:;(\[\"-])\s{{0,3}}(?:(?:obs|ps|nb|p\.s\.|hej|hallå|hello|hi|hey|kära|käre|dear|note|notis|viktigt|important|attention|attn|message|meddelande|instru(?:ktion|ction)(?:er|s)?|info(?:rmation)?|till|to|for|för|huom|hei|ohje|viesti)[ ,:!]{{1,3}}){{1,3}}(?:till |to |for |för |the |den |dig |dear |kära |all |alla |er |som är )*{_MACHINE}\b",
        rf"\b(?:till dig som är|du som är|om du är|if you are|if you're|jos olet) (?:an? |en |ett )?{_MACHINE}",
        rf"\b{_MACHINE}\b[ ,:\-–]{{1,3}}(?:(?:du |you |nu |now |please |snälla |vänligen |som [^.!?\n]{{3,40}}? |that [^.!?\n]{{3,40}}? |who [^.!?\n]{{3,40}}? |which [^.!?\n]{{3,40}}? )){{0,2}}"
        rf"(?:ska|måste|skall|bör|must|should|shall|are to|will|have to|kan du|can you|could you|please)\b[^.!?\n]{{0,20}}\b{_ORDER}\b",
        rf"\b{_MACHINE}\b ?[:,!–-] ?(?:please |snälla |vänligen |nu |now )?{_ORDER}\b",
        rf"\b(?:när|om|innan|when|if|before) (?:du|ni|you|en|ett|the|an?) ?(?:{_MACHINE} )?(?:sammanfattar|sammanställer|analyserar|klassificerar|läser|bearbetar|summari[sz]es?|analy[sz]es?|classif(?:y|ies)|process(?:es)?) (?:detta|denna|det här|den här|this|these|texten|texterna|svaren|inläggen|the text)[^.!?\n]{{0,60}}\b{_ORDER}\b",
        # markup and roles
        r"</?\s{0,3}(?:system|assistant|user|human|instructions?|instruktion(?:er)?|prompt|admin|developer|tool(?:_\w+)?|function\w*|context|override|rules?|script|style|iframe|im_start|im_end|ai|llm|secret|note)\b[^<>]{0,80}>",
        r"<\|[^|<>]{1,40}\|>|<<\s?/?sys\s?>>|\[/?(?:inst|system|sys|assistant|admin|override|instructions?|prompt|ai)\]|\{\{[^{}]{1,80}\}\}|\{%[^{}]{1,80}%\}|<!--|-->|<!\[CDATA\[|<\?(?:php|xml)",
        r"(?:^|\n)\s{0,5}(?:[#*_>\-]{1,6}\s{0,2})?(?:system|assistant|assistent|user|användare|human|admin|developer|ai|gpt|prompt|instru(?:ktion|ction)(?:er|s)?)(?:\s?(?:prompt|message|meddelande|note|override|instruction))?[*_]{0,2}\s?:",
        r"[.!?]\s(?:SYSTEM|ASSISTANT|ADMIN|USER|PROMPT|OVERRIDE|INSTRUCTIONS?|INSTRUKTION(?:ER)?)\s?:",
        r"(?:^|\n)\s{0,3}#{2,6}\s?(?:system|instru|prompt|new|task|uppgift|response|svar|end|override)\w*|(?:^|\n)\s{0,3}(?:-{3,}|={3,}|\*{3,})\s?(?:end|begin|slut|start|new|ny)\b[^\n]{0,40}",
        r"!\[[^\]\n]{0,80}\]\([^)\n]{1,200}\)|\]\(\s?(?:javascript|data|vbscript):|\bjavascript:|\bon(?:error|load|click)\s?=|data:text/html",
        r"(?:^|\n)```|\bbegin (?:system|prompt|instruction)|\bend of (?:prompt|text|input|contributions?|data|document)\b|\bslut på (?:texten|inläggen|data|prompten|inspelen)\b",
        r"['\"]\s?(?:or|and)\s['\"]?\d['\"]?\s?=\s?['\"]?\d|\bunion select\b|\bdrop table\b|;\s?--\s?$",
        # somebody else's tongue
        r"\b(?:ignorez|oubliez) (?:toutes )?les instructions|\bignorier\w* (?:alle )?(?:vorherigen|bisherigen)|\bignora (?:todas )?las instrucciones|\bигнорируй|\bignorer alle tidligere",
    )
)
_BLOB = re.compile(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{40,}={0,2}(?![A-Za-z0-9+/_-])|(?:\\x[0-9a-f]{2}){6,}|(?:%[0-9a-f]{2}){6,}|(?:&#x?[0-9a-f]{2,6};){4,}|(?:\\u[0-9a-f]{4}){4,}", re.IGNORECASE)
_HIDDEN = re.compile("[\u200b\u200c\u2060-\u2064\u206a-\u206f\u180e]{3,}|[\u202a\u202b\u202d\u202e\u2066-\u2068]|[\U000e0020-\U000e007f]{2,}"
                     "|(?<=\\w)[\u200b\u2060](?=\\w)")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")
_MIXED_SCRIPT = re.compile(r"[^\W\d_]*(?:[a-zA-Z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][a-zA-Z])[^\W\d_]*")


def injections(text: str) -> Iterator[Hit]:
    """Yield the spans of `text` (a plain view) that try to instruct or trick a machine."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.span()
    for found in _BLOB.finditer(text):
        if _coded(found.group()):
            yield found.span()
    if not text.isascii():
        for found in _MIXED_SCRIPT.finditer(text):
            yield found.span()


def hidden_characters(text: str) -> Iterator[Hit]:
    """Yield the spans of the original `text` that a reader cannot see but a machine reads."""
    if text.isascii():
        return
    flags = [found.span() for found in _FLAG.finditer(text)]
    for found in _HIDDEN.finditer(text):
        if not any(start <= found.start() < end for start, end in flags):
            yield found.span()


def _coded(blob: str) -> bool:
    """Whether a long unbroken run looks like an encoded message rather than a drawn-out word or a rule."""
    if not blob[0].isalnum() and blob[0] not in "\\%&+/":
        return False
    kinds = {unicodedata.category(c) for c in blob[:200]}
    return len(set(blob[:200].casefold())) >= 8 and ({"Lu", "Ll"} <= kinds or "Nd" in kinds) and len(kinds) > 1
