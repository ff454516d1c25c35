"""Advertising, lures and floods."""

import re
from collections.abc import Iterator
from itertools import pairwise

Hit = tuple[int, int]

# Each of these is enough.
_SURE = re.compile(
    r"\b(?:online[- ]?casino|nätcasino|casino(?:bonus|n? utan|spel)|free ?spins|freespins|spelbonus|betting(?:tips|bonus|sajt)|jackpot|"
    r"(?:lån|snabblån|sms-?lån|krediter?)\b[^.!?\n]{0,20}\b(?:utan (?:uc|kreditkoll|säkerhet)|direkt|på minuten|på \d)|smslån|sms-lån|låna (?:upp till )?\d[\d .]*(?:kr|000)|"
    r"samla (?:dina )?(?:lån|krediter)|krypto(?:robot|bot|handel|investering|valuta(?:n|or)? (?:som|nu))|bitcoin(?:robot|s? nu)|forex|trading ?(?:bot|robot|signal)|aktietips|"
    r"viagra|cialis|potens(?:medel|piller)|viktminsknings|bantningspiller|bantningsmedel|gå ner \d+ ?(?:kg|kilo)|backlinks?|länkbyggen|seo[- ](?:paket|tjänst|byrå|service|experts?)|"
    r"(?:ranka|synas|hamna|rank)\w* (?:högre |först |överst |högst upp |higher |first )?(?:på|on) google|webbtrafik till|"
    r"klicka (?:här|på länken|nedan|in på)|click (?:here|the link|below)|köp (?:nu|idag|här|direkt)|buy now|order now|beställ (?:nu|idag|här)|boka (?:nu|idag) på|"
    r"tjäna (?:snabba |stora |extra |enkla |riktiga |lätta |upp till )?(?:pengar|\d[\d .]*)[^.!?\n]{0,25}(?:hemifrån|hemma|online|per (?:dag|vecka|månad|timme)|i (?:veckan|månaden|timmen)|om dagen|varje (?:dag|vecka))|"
    r"(?:make|earn) (?:money|\$?\d[\d ,.]*\$?)[^.!?\n]{0,30}(?:online|home|week|day|month)|passiv inkomst|passive income|ekonomiskt? fri(?:het|a)?\b[^.!?\n]{0,20}(?:nu|idag|veckor|dagar)|"
    r"följ mig på|follow me on|prenumerera på min|subscribe to my|min youtube|onlyfans|dejta|singlar i (?:ditt|ditt område|närheten)|heta (?:singlar|tjejer)|eskort|escort|hot singles|"
    r"du har vunnit|you(?:'ve| have) won|grattis[!, ]{1,3}du har|vinn en (?:iphone|bil|resa|samsung)|inheritance|arv på \d|prince of|western union|"
    r"(?:billiga|äkta|replica) (?:rolex|klockor|märkeskläder|ray-?ban|viagra)|replica watch|rengör(?:ing)? av (?:mattor|soffor) fr|"
    r"100 ?% (?:gratis|garanti|garanterad|free|risk)|risk-?fri(?:tt|a)? (?:investering|prov|test)|pengarna[- ]tillbaka|money[- ]back|no deposit|gratis startkapital|garanterad (?:vinst|avkastning))",
    re.IGNORECASE,
)
# Each of these counts; two points make advertising.
_HINTS = tuple(
    (re.compile(pattern, re.IGNORECASE), points)
    for pattern, points in (
        (r"\b\d{1,3} ?(?:%|procent) (?:rabatt|off|billigare|avdrag|på (?:allt|hela))|\b(?:rabattkod|kampanjkod|promo ?code|discount code|rea\b|utförsäljning|superpris|kampanjpris|prischock|fyndpris|lågpris)", 1.0),
        (r"\b(?:rabatt(?:er)?|erbjudande(?:t|n)?|discount|special offer|kampanj)\b", 0.5),
        (r"\b(?:endast|bara|gäller|only|just) (?:denna vecka|idag|i dag|nu|i helgen|fram till|till och med|t\.o\.m|this week|today|några dagar|den här veckan|denna månad|i \d+ dagar)|\b(?:passa på|missa inte|skynda|först till kvarn|begränsat antal|limited (?:time|offer)|don't miss|sista chansen)\b", 1.0),
        (r"\bgratis (?:hembesök|offert|konsultation|provperiod|prov\b|rådgivning|frakt|leverans|besiktning|värdering|startpaket|demo|webinar|e-bok)|\bkostnadsfri(?:tt|a)? (?:offert|hembesök|konsultation|värdering|rådgivning|demo|besiktning)|\bfri frakt|free (?:quote|trial|shipping|consultation)", 1.0),
        (r"(?:^|[.!?\n]\s*|\s)(?:KÖP|BESTÄLL|BOKA|SÄLJES|KAMPANJ|ERBJUDANDE|REA|PASSA PÅ|BUY|ORDER|SALE)\b(?-i:)", 0.5),
        (r"\b(?:köp|beställ|boka|testa|prova|hyr|anlita|buy|order|try) (?:din|ditt|dina|vår|vårt|våra|ett|en|hos oss|av oss|from us|your|our)\b", 1.0),
        (r"\b(?:vi|jag) (?:säljer|erbjuder|utför|hyr ut|importerar)\b|\bwe (?:sell|offer)\b|\bsäljes\b|\btill salu hos\b", 0.5),
        (r"https?://|\bwww\.|\b[a-z0-9-]{2,40}\.(?:com|net|biz|info|shop|xyz|online|site|click|top|io|ru|cn|store|bet|casino|loan)\b|\bbit\.ly|\btinyurl|\bt\.me/|\bwa\.me/", 1.0),
        (r"\b(?:ring|mejla|maila|skriv till|kontakta|sms:?a|swisha|besök|gå in på|läs mer på|anmäl dig|call|e-?mail|visit|whatsapp|telegram|dm|pm)\b[^.!?\n]{0,40}(?:@|\d{5}|\d[\d -]{6}|\.se\b|\.com\b|\.nu\b|www|http|t\.me)", 1.0),
        (r"(?:fr\.?|från|endast|bara|only|nu|for|för) (?:\$|€)?\d[\d .]*(?: ?kr| ?:-|:-| ?kronor| ?sek| ?€| ?\$)", 0.5),
        (r"[\U0001f680\U0001f525\U0001f4b0\U0001f4b8\U0001f911\U0001f4b5\U0001f381\U0001f449\U0001f4f2\u260e\U0001f4a5]", 0.5),
        (r"!{3,}", 0.5),
        (r"\b(?:solpaneler|solceller|växelriktare|värmepump(?:ar)?|fönsterputs|taktvätt|städfirma|flyttstäd|elavtal|bredbandsavtal|mobilabonnemang|försäkring(?:ar)? hos|däck(?:byte)?|mattor|smycken|klockor|hörlurar|proteinpulver|kosttillskott|cbd|e-?cigg|vape|snus online|massage|spådom|medium|healing|horoskop|investera|investering(?:ar)?|avkastning|krypto\w*|bitcoin|casino|odds|bonus|garanti|marknadsföring|hemsida till|webbdesign|nyhetsbrev|medlemskap|kurs(?:paket)|coach(?:ing)?|influencer)\b", 0.5),
        (r"\b(?:marknadens|sveriges|norrlands|norrbottens) (?:bästa|billigaste|lägsta|största) (?:pris|utbud|priser|erbjudande|butik)|\bnöjda kunder\b|\bhappy customers\b|\bgodkänd av svenska banker\b", 1.0),
    )
)
_ENOUGH = 2.0
_REPEATED = re.compile(r"\b(\w{2,20})\b(?:\W{1,3}\1\b){7,}", re.IGNORECASE)
_LINES = re.compile(r"[^\n]+")


def spam(text: str) -> Iterator[Hit]:
    """Yield the spans of `text` that advertise, lure or flood."""
    for found in _SURE.finditer(text):
        yield found.span()
    hits: list[Hit] = []
    score = 0.0
    for pattern, points in _HINTS:
        found = pattern.search(text)
        if found:
            score += points
            hits.append(found.span())
    if score >= _ENOUGH:
        yield min(start for start, _ in hits), max(end for _, end in hits)
    for found in _REPEATED.finditer(text):
        yield found.span()
    yield from _same_lines(text)


def _same_lines(text: str) -> Iterator[Hit]:
    """The same line pasted five times or more."""
    lines = [found for found in _LINES.finditer(text) if found.group().strip()]
    run = 1
    for before, line in pairwise(lines):
        run = run + 1 if line.group().strip() == before.group().strip() else 1
        if run == 5:
            yield line.span()
