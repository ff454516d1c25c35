"""Hostility towards people and groups, and threats, in Swedish, English and some Finnish."""

import re
from collections.abc import Iterator
from functools import lru_cache

Hit = tuple[int, int]

# --- Words ----------------------------------------------------------------------------------------------------
# Insults that are aimed at people whatever stands around them.
_HARD = r"""
    idiot(?:er|erna|en|i)?s? \w+idiot(?:er|erna)? klåpare\w* pucko(?:n|na)? puckon imbecill\w* mongo(?:n|t|lid\w*)? cp-?(?:skad\w+|unge|ungar) efterbliv\w+ dumhuvude\w*
    dumskall\w+ dumbom\w* korkskall\w* träskall\w* fårskall\w* tjockskall\w* pajas(?:ar|arna|er)? powerpointniss\w* (?!tomte)\w*niss(?:ar|arna) hjärndöd\w* hjärnsläpp hjärntvättad\w*
    sinnessjuk\w* sinnesslö\w* skitstövel\w* skitstövlar\w* skithög\w* skitunge\w* skitungar\w* ashål\w* arsle\w* arslen rövhål\w* röv(?:slickare\w*) kukskall\w* kukhuvud\w* kuksugare\w* fitt(?:a|or|an)
    hor(?:a|or|an|unge\w*) slampa\w* slampor luder ludret subba\w* subbor bitch(?:es)? käring(?:ar|arna|en)? kärring(?:ar|arna|en)? kärringj\w* gubbjäv\w* gubbsl\w+ gubbstrutt\w* äckelgubb\w* fähund\w* kräk(?:en|et)
    avskum\w* slödder\w* drägg(?:en)? patrask\w* parasit(?:er|erna)? snyltare\w* snyltgäst\w* ohyra\w* kackerlack\w* blodsug\w+  undermänniskor\w* underklasspack folkförrädar\w* landsförrädar\w* quisling\w*
    \w+(?:jävel|jäveln|jävlar|jävlarna|jävlars) jävel djävel jäveln djäveln jävlarna djävlarna \w{3,}fanskap(?:et)?
    nigger\w* neger(?:n|s)? negrer\w* negr(?:er|erna) nigg(?:a|as|er) blatt(?:e|ar|arna|en|jäv\w*) svartskall\w* svarting\w* turkjäv\w* zigenar\w* tattar(?:e|en|na|pack\w*)? lappjäv\w* lappdjäv\w* lappfan lapphelvete\w* lappkärring\w* judesvin\w* judejäv\w*
    muzz(?:ar|e|arna)\w* muslimjäv\w* sandneger\w* gulingar\w* guling apejäv\w* araberjäv\w* finnjäv\w* finnpajas\w* ryssjäv\w* bögjäv\w* bögar?jäv\w* flatjäv\w* trans(?:a|or|an)\b tranny\w* faggot\w* fag(?:s)? dyke(?:s)? retard\w* kike(?:s)? spic(?:s)? chink(?:s)?
    paki(?:s)? raghead\w* sandnigger\w* whore(?:s)? cunt(?:s)? bastard(?:s)? asshole\w* arsehole\w* dickhead\w* wanker\w* motherfucker\w* moron\w* imbecile\w* dumbass\w* scumbag\w* scum vermin cockroach\w* subhuman\w* shithead\w*
    idiots parasites? traitors? paskiai\w+ idioot(?:ti|it)\w* huor(?:a|at|ia)\w* neekeri\w* mutakuono\w* vittup\w+ ääliö\w* mulk(?:ku|ut)\w* ryssä(?:t|n|nä)? lapparit
    gnällspik\w* gnällkärring\w* gnällgubb\w* fjollträsk\w* lattemammor mähä\w* mespropp\w* fegis\w* fegling\w* landsortsidiot\w* inavl\w+ bonnläpp\w* bonnlurk\w* lantis(?:ar|arna)? tjuvpack\w* bidragssnyltare\w* bidragsparasit\w* socialfuskare\w* lyxflykting\w*
    ålahu(?:vud|e)\w* stolpskott\w* dårhjon\w* fårskallar\w* tölp\w* stropp(?:ar|en)? översittar\w* psykfall\w* psykopat\w* sociopat\w* nazistsvin\w* kommunistsvin\w* feministfitt\w* pk-?pack\w* 
"""
# Insults only when said of people: "ni är …", "era …", "jävla …", "alla X är bara …".
_SOFT = (
    r"(?:lata?|late|latmask\w*|latis\w*|dum(?:ma|t)?|dumm(?:a|er)|korkad\w*|blåst(?:a)?|rökt(?:a)?|lobotomerad\w*|inskränkt\w*|trångsynt\w*|efterblivn\w*|obildad\w*|outbildade|"
    r"värdelös(?:a)?|oduglig(?:a)?|oduglingar|odåga|odågor|kass(?:a)?|vidrig(?:a)?|äcklig(?:a)?|äckel|äcklen|sjuk(?:a)? i huvudet|sjuka i skallen|"
    r"dumma? i huvudet|dum i huvet|tappad\w*|tröga?|puckad\w*|fånig(?:a)?|fån(?:e|ar|arna)|dår(?:e|ar|arna)|tok(?:ar|arna|stollar)?|galning(?:ar|arna)?|galna|"
    r"svin(?:en|et)?|gris(?:ar|arna)|råtta|råttor(?:na)?|hund(?:ar)|ap(?:a|or|orna)|ormar|kräldjur|maskar|djur(?:en)?(?= hela|[.!])|ohyra|pest(?:en)?|cancer|cancersvulst\w*|skräp|avfall|sopor|smuts|pack(?:et)?|"
    r"as(?:en)?|nolla|nollor|mes(?:ar|arna)?|fega?|fegis\w*|ynkrygg\w*|skurk(?:ar|arna)?|bov(?:ar|arna)?|tjuv(?:ar|arna)?|bedragare\w*|lögnare\w*|ljugare|lögnhals\w*|hycklare\w*|korrupta? (?:svin|as|jävlar|pack)|"
    r"förrädare\w*|fascist(?:er|erna)?|nazist(?:er|erna)?|kommunistas|terrorist(?:er|erna)?|barbar(?:er|erna)?|vildar|primitiva|smutsig(?:a)?|snuskig(?:a)?|kriminella|våldtäktsmän|pedofil(?:er|erna)?|mördare|"
    r"clown(?:er|erna|s)?|pajas\w*|skämt hela|bortskämd(?:a)?|snyltare\w*|tiggare|parasiter|fyllon|alkis(?:ar)?|knarkare|missfoster|freak\w*|hjärndöda|inkompetenta (?:jävlar|idioter|as|pajasar|svin|nollor)|"
    r"skit(?:en)?(?= allihop| hela)|gubbslem|fjantig(?:a)?|fjant(?:ar|arna)?|larvig(?:a)? (?:typer|människor)|kärringar|gnällig(?:a)?|gnällspik\w*|lallare\w*|amatörer|sopor(?:na)?|rövhattar|"
    r"stupid|dumb|lazy|idiots?|pathetic|disgusting|worthless|useless (?:people|idiots|clowns)|pigs|rats|animals|clowns?|losers?|scum|trash|garbage|filth|thieves|liars?|crooks?|ugly|criminals|rapists|"
    r"laisk\w+|tyhm\w+|sik(?:a|oja|at)|roskaväki\w*|tunar\w+|valehtelij\w+)"
)
_SWEAR = r"(?:jävla|jävliga|djävla|jäkla|förbannade?|förbaskade|satans|helvetes|fan[is]?s|fucking|bloody|goddamn|damn|saatanan|vitun|perkeleen|helvetin|jävlars|kuk|fitt)"
_PEOPLE = (
    r"(?:politiker(?:na|s)?|politruk\w*|byråkrat\w*|tjänste(?:män|mannen|männen|personer)|chef(?:er|erna|en)?|gubb(?:e|ar|arna|en)|kärring\w*|käring\w*|tant(?:er|erna)|gamling\w*|pensionärer\w*|unga?r?(?:na|e)?|skitungar|"
    r"invandr\w+|flykting\w*|utlänning\w*|asyl\w+|muslim\w*|jud(?:e|ar|arna)|rom(?:er|erna)|same(?:r|rna|n)?|lapp(?:ar|arna|en)|finn(?:ar|arna|e)|arab(?:er|erna)?|somalier\w*|afrikan\w*|ryss(?:ar|arna)|ukrainar\w*|indier\w*|kines\w*|turk(?:ar|arna)|"
    r"bög(?:ar|arna)?|flat(?:a|or|orna)|homosex\w*|trans\w*|hbtq\w*|feminist\w*|kvinn\w*|kvinnfolk|karl(?:ar|arna)|brud(?:ar|arna)|tjej(?:er|erna)|kill(?:ar|arna)|tiggar\w*|bidragstagare\w*|arbetslösa|sjukskrivna|miljöpartist\w*|miljömupp\w*|"
    r"sosse(?:r|rna)?|sossar\w*|moderat\w*|sverigedemokrat\w*|sd:are|kommunist\w*|vänster\w*|stockholmare\w*|nollåtta\w*|08:or\w*|sörlänning\w*|fjollor|turist(?:er|erna)?|jägar\w*|renskötar\w*|samebyar\w*|aktivist\w*|journalist\w*|"
    r"lärar\w*|läkar\w*|sköterskor\w*|handläggar\w*|soc(?:ial)?\w*tanter\w*|snut(?:ar|arna|en)|polis(?:er|erna)|vakter\w*|människor|människa|typer|folk(?:et)?|pack(?:et)?|svin(?:en)?|idiot\w*|as(?:en)?|hundar|råttor|apor|grisar|"
    r"by(?:bor|borna)|stadsbor\w*|lantis\w*|bönder\w*|norrlänning\w*|region(?:nissar|pampar|gubbar|folk|ledning\w*)|kommun(?:nissar|pampar|gubbar|folk)|pamp(?:ar|arna)|makthavar\w*|konsulter\w*|snobbar|rikisar|"
    r"people|politicians?|immigrants?|foreigners?|muslims?|jews?|gays?|women|men|refugees?|sami|swedes|finns|idiots?|bastards?|bureaucrats?|maahanmuuttaj\w+|poliitik\w+|lappalai\w+|ruotsalai\w+)"
)
_PROTECTED = (
    r"(?:invandr(?:are|arna|arnas|argäng\w*)|flykting(?:ar|arna)?|utlänning(?:ar|arna)?|asylsökande\w*|asylanter\w*|nyanlända|muslim(?:er|erna)|jud(?:ar|arna)|rom(?:er|erna)|sam(?:er|erna)|lapp(?:ar|arna)(?! (?:från|om|med|på|ut|och penna))|finn(?:ar|arna)|"
    r"arab(?:er|erna)|somalier(?:na)?|afrikaner(?:na)?|ryssar(?:na)?|ukrainare(?:na)?|ukrainarna|indier(?:na)?|kineser(?:na)?|turk(?:ar|arna)|syrier(?:na)?|afghaner(?:na)?|polacker(?:na)?|eritreaner(?:na)?|svarta|färgade|asiater(?:na)?|"
    r"bögar(?:na)?|flator(?:na)?|homosexuella|transpersoner(?:na)?|hbtq\w*|kvinnor(?:na)?|kvinnfolk(?:et)?|feminister(?:na)?|tiggare|tiggarna|handikappade|funktionshindrade|rullstols\w+|pensionärer(?:na)?|gamlingar(?:na)?|bidragstagare|bidragstagarna|"
    r"muslims|jews|immigrants|migrants|refugees|foreigners|gays|homosexuals|blacks|africans|arabs|indians|sami people|the sami|women|maahanmuuttajat|pakolaiset|lappalaiset|saamelaiset|muslimit|homot|mustalaiset)"
)
_SELF = r"(?:ni|du|dom|de|han|hon|dem|er|dig|they|you|u|he|she|te|sinä|sie|he)"

# --- Patterns -------------------------------------------------------------------------------------------------
_GAP = r"(?:[ ,]+(?!inga?\b|inte\b|ingen\b|icke\b|aldrig\b|knappast\b|not\b|no\b|som\b)[\wåäö]+){0,4}?[ ,]+"
_HARD_WORDS = "|".join(sorted(_HARD.split(), key=len, reverse=True))
_ABUSE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "ni är ju helt rökta", "de är bara lata"
        rf"\b{_SELF} (?:är|e|va|var|måste vara|ser ut som|beter er som|beter sig som|are|'re|is|look like|olette|olet|ovat)(?:{_GAP}|[ ]){_SOFT}\b",
        rf"\b(?:är|e) (?:ni|du)(?:{_GAP}|[ ]){_SOFT}\b",
        rf"\byou're {_SOFT}\b",
        rf"\b(?:era|ert|er|din|ditt|dina|ni|du|you|your|sinä|te|senkin) (?:\w+ ){{0,2}}?{_SOFT}\b(?= ?(?:[.!?,:]|$|\n|hela|alla|allihop|som|där|på|till|dra|gå|stick|håll))",
        rf"\b{_SWEAR}[ -]?(?:\w+ ){{0,2}}?(?:{_SOFT}|{_PEOPLE})\b",
        # "Byborna häruppe är bara gnällspikar", "alla stockholmare är dumma"
        rf"\b(?:alla |de där |dom där |såna där |vissa |all |these |those )?{_PEOPLE}(?: [\wåäö]+){{0,3}}? (?:är|e|are|ovat|on)(?: (?:ju|bara|så|alla|faktiskt|verkligen|riktigt|helt|rena|riktiga|ett|en|jävligt|för|just|all|so|only|just|vain|oftast|ofta|mest|inget annat än|inte annat än)){{0,4}} {_SOFT}\b",
        rf"\b(?:är|e) (?:bara|rena|inget annat än|ingenting annat än|en samling|en hög|ett gäng|en hop|idel) (?:\w+ ){{0,2}}?{_SOFT}\b",
        r"\b(?:gäng|samling|hög|hop|flock|skock|bunch of|pack of|bunt) (?:med |av )?(?:\w+ )?(?:idiot\w*|clowner\w*|pajasar\w*|svin|nollor|dårar|tjuvar|bovar|skurkar|lögnare|mesar|amatörer|odågor|tokar|clowns|idiots|liars|thieves|losers|kärringar|tjockisar|latmaskar|snyltare|fjantar|töntar|apor|får)\b",
        r"\b(?:stupid|idiotic) (?:people|politicians|idiots|bastards|cows|fools)\b|\bsaatanan (?:idioot|tunar|paska)\w*",
        # telling somebody off
        r"\b(?:dra|far|stick|gå|åk|fara) (?:åt|till|för) (?:helvete\w*|skogen allihop|pipsvängen)|\b(?:dra|stick) (?:och|å) (?:brinn|dö|häng dig|dränk)\w*|\bdra dit pepparn|\bstick och brinn|\båt helvete med (?:er|dig|dem|dom|alla|hela)\b",
        r"\bhåll (?:käft\w*|käften|klaffen|mun(?:nen)?(?= (?:nu|era?|din|ni))|truten|flabben)|\b(?:knip|käft) igen|\bät skit|\bkyss (?:mig|mej) i|\bsug (?:min|mig|kuk)|\bknulla\w*|\bpissa på (?:er|dig|dem)|\bskit(?:er|a)? på (?:er|dig)\b|\bspotta\w* på (?:er|dig|dem)|\bslicka(?:r)? (?:röv|arsle)|\brövslick\w*",
        r"\b(?:fuck|screw|f\*+k|f[u\*]ck|fck) (?:you|off|u|them|er|dig|the (?:politicians|region|immigrants))|\bgo to hell|\bshut (?:the \w+ )?up\b|\bsuck my|\bkiss my ass|\bpiss off|\bhaista (?:vittu|paska)|\bpainu (?:helvetti|vittu|suohon)\w*|\bturpa kiinni|\bvedä (?:vittu|käteen)",
        r"\b(?:rökt(?:a)?|dum(?:ma)?|sjuk(?:a)?|slagna?|tom(?:ma)?|blåst(?:a)?|lobotomerad\w*|pantad\w*|trög(?:a)?|mjuk(?:a)?|puckad\w*|skadad\w*|störd(?:a)?) i (?:skallen|huvudet|huvet|bollen|pallet|knoppen|pannan)|\bhjärnan (?:på semester|i rumpan)|\bingen hjärna\b|\b(?:saknar|har ingen|utan) hjärn\w*|\btappad\w* bakom|\binte alla hästar|\bhjul(?:en)? snurrar men hamstern|\bär (?:ni|du) (?:helt |alldeles |fullständigt )?(?:dum(?:ma)?|blåst(?:a)?|galna|från vettet|efterbliv\w+|rökt\w*|blind(?:a)?|sjuka?)\b",
        r"\bkan (?:väl |ju |nog |knappt )?(?:inte |knappt )?(?:ens |knappt )?(?:stava|räkna|läsa|skriva|tänka|knyta skorna)\b(?! (?:och|på|svenska|när|utan|om|eller|efter))|\b(?:ni|du) (?:fattar|förstår|begriper) (?:ju )?(?:ingenting|noll|inte ett (?:skit|jota))",
        r"\b(?:skäms|skämmes) på (?:er|dig)|\bdra något gammalt över|\bförsvinn (?:ur|från|härifrån|allihop)|\bvill (?:inte|aldrig) se (?:era|din|ditt) (?:fula|feta|äckliga)|\bfula (?:nuna|tryne|fejs)|\bfet(?:a)? (?:as|gris\w*|svin|kärring\w*|gubbe|äckel|ko)\b|\btjockis(?:ar|en)?\b",
        # groups
        rf"\b(?:skicka|släng|kasta|kör|sparka|utvisa|deportera|spärra|skeppa|send|deport|throw|kick)\w* (?:hem |ut |tillbaka |bort |in |back |home |out )?(?:alla |allihop |de |dom |dessa |hela |all |the )?{_PROTECTED}\b",
        rf"\b(?:ut|bort) med (?:alla |allt vad |de |dom )?{_PROTECTED}\b|\b{_PROTECTED} (?:ut|raus|out)\b ?!|\b(?:stoppa|stop|förbjud|ban) (?:alla |all )?{_PROTECTED}\b",
        rf"\b{_PROTECTED}(?: [\wåäö]+){{0,3}}? (?:borde|ska|skall|måste|kan|får|bör|should|must|have to|need to|can)(?: [\wåäö]+){{0,2}}? (?:ut\b|bort\b|dö\b|utvisas|deporteras|skickas|slängas|kastas|köras|försvinna|åka (?:hem|tillbaka)|fara (?:hem|tillbaka|åt)|sticka|flytta hem|dra (?:hem|åt)|låsas|spärras|utrotas|steriliseras|kastreras|hålla käften|hålla sig (?:hemma|borta|i köket|undan)|stanna i köket|go (?:home|back)|leave|be (?:deported|killed|shot|expelled|sent)|die|dra)\b",
        rf"\b{_PROTECTED}(?: [\wåäö]+){{0,3}}? (?:bara |alltid |only )?(?:tar (?:våra|över|alla)|tar jobben|snyltar|parasiterar|stjäl|rånar|våldtar|lever på (?:bidrag|våra|oss)|förstör (?:sverige|landet|länet|vårt|våra|allt)|smutsar|luktar|stinker|suger|gnäller|kan inte (?:arbeta|köra|bete|sköta)|vill inte (?:jobba|arbeta)|är (?:ett problem|problemet|problem|roten|skulden|inte (?:människor|svenskar|välkomna))|förökar|avlar|are (?:the|a) problem|steal|ruin|don't belong|hör inte hemma)\b",
        rf"\b(?:vi|jag|man|ingen|we|nobody)\b (?:vill inte (?:ha|se)|behöver (?:inte|inga)|slipper|vägrar|hatar|avskyr|föraktar|don't want|hate|hates|want no)(?: [\wåäö]+){{0,3}}? {_PROTECTED}\b|\bhata(?:r)? (?:alla |dessa |er |de |dom )?(?:{_PEOPLE})\b|\bjag hatar (?:er|dig|dem|dom)\b|\bhate (?:all )?(?:of )?(?:you|them|{_PROTECTED})\b",
        rf"\b(?:för många|too many|för mycket) (?:\w+ )?{_PROTECTED} (?:här|i (?:stan|byn|skolan|landet|luleå|boden)|here)\b|\b(?:slipp(?:a|er)|bli av med|get rid of|rensa ut|sortera bort|städa bort) (?:alla |all |de |dom )?{_PROTECTED}\b",
        r"\båk(?:a)? (?:hem|tillbaka) (?:till|dit)(?: där)? (?:ni|du|de|dom|ert|era|deras|ditt|sitt)|\b(?:åk|dra|gå|stick|flytta) hem till (?:ert|ditt|era|afrika|arabien|somalia|syrien|mellanöstern|stockholm era?)\b|\bgo (?:back|home) (?:to|where) (?:your|you|where)|\bdit (?:ni|du|de|dom) (?:kom|hör|kommer) (?:ifrån|från|hemma)\b",
        r"\b(?:massinvandring|folkutbyte|omvolkning|rasblandning|rastillhörighet|lägre stående|ariska?|vita rasen|white power|sieg heil|heil hitler|hitler hade rätt|gasa (?:dem|dom|er|alla)|gaskammar\w*|sverige åt svenskarna|remigration nu|islamisering\w*|kvotblatt\w*|kulturberikar\w*|cultural enrichment)\b",
        # punishing places: "Stäng byarna", "låt dem ruttna" beside an insult is caught above
        r"\b(?:låt|lät|let) (?:dem|dom|er|de|alla|them|gamlingarna|byborna|dem alla) (?:\w+ )?(?:ruttna|dö|svälta|frysa ihjäl|brinna|drunkna|lida|rot|die|burn|starve)\b",
        r"\b(?:ni|du|dom|de|they|you)(?: \w+){0,3} (?:förtjänar|borde skämmas som|är inte värd\w*|deserve|aren't worth)(?: \w+){0,4} (?:att leva|luften|syret|att andas|dö|stryk|spö|to live|to die|a beating|the air)\b|\bslöseri med (?:syre|luft|skinn)|\bwaste of (?:space|oxygen|skin)",
        r"\bhaha? (?:ni|du) kommer ändå (?:ta bort|radera|censurera|plocka bort)",
    )
)
_SPACED = re.compile(r"(?<!\w)(?:\w[ .*_\-]){3,20}\w(?!\w)")
_LEET = str.maketrans("013457@$!|", "oieastasil")
_LEET_WORD = re.compile(r"(?<![\w@./-])(?=[\w@$!|*]*[013457@$!|][\w@$!|*]*)(?=[\w@$!|*]*[a-zåäö])[\w@$!|*]{4,24}(?![\w@])", re.IGNORECASE)
_STARRED = re.compile(r"(?<!\w)(?:j[\*#@%._-]{1,4}v?l[ae]r?|f[\*#@%]{1,4}(?:an|ck\w*|tt\w*|k|n)|h[\*#]{1,3}ra|k[\*#]{1,3}k\w*|id[\*#]{1,3}[o0]?t\w*|n[\*#]{2,4}r|sk[\*#]t\w*|[\*#]{0}f\*{2,}|s\*{2,}t|b\*{2,}h|hel[\*#]{2,}e\w*)(?!\w)", re.IGNORECASE)
_HARD_WORD = re.compile(rf"(?:{_HARD_WORDS})\Z")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")

_ANIMAL = re.compile(
    r"varg|björn|järv|lodjur|\blo\b|rovdjur|skarv|kråk|säl(?:en|ar|arna)?\b|älg|\bren(?:ar|en)?\b|räv|vildsvin|gäss|gås|mård|mink|kanin|fågel|fåglar|mygg|lax|gädda|wolf|wolves|bear|kan(?:in|ad)|"
    r"torrgran|granbark|lupin|mås|måsar|duv|råtto|fisk", re.IGNORECASE
)
_VIOLENCE = (
    r"(?:skjut(?:as|a|er|en|s)|häng(?:as|er|da|s)|arkebuser\w+|avrätta\w*|lynch\w*|halshugg\w*|giljotin\w*|sten(?:as|a)|bränn(?:as|er) (?:på bål|levande|upp)|bränn(?:as|er)|spöa(?:s)?|piska(?:s)?|prygla\w*|slås? (?:ihjäl|ner|sönder)|"
    r"slagna? gul|misshandla\w*|knivhugg\w*|knivas|hugg(?:as|er) ner|strypa?s?|dränk(?:as|er|a)|spräng(?:as|er|a)s?|mörda\w*|döda(?:s|r)?|avliva\w*|likvidera\w*|utrota\w*|skalla\w*|torter\w+|våldtas?|våldtagen|kastreras?|steriliseras?|"
    r"gasas|köras över|köra över|kölhal\w*|tjäras|tjära och fjädr\w*|dö(?:da)?)"
)
_THREAT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:hoppas|önskar|ber till gud|drömmer om|hope|wish|toivon|toivottavasti)(?: (?:verkligen|innerligt|bara|nån|någon|nu|att|that|och ber|på|nästan|jag|vi|jag att)){0,4} (?:ni|du|de|dom|dem|han|hon|er|era|ert|din|ditt|dina|någon av er|nån av er|hela (?:bunten|ledningen|gänget|regionen|kommunstyrelsen)|alla (?:politiker|era|på)|politikerna|cheferna|chefen|you|they|te|sinä|he|kuolet\w*)"
        r"[^.!?\n]{0,50}?\b(?:dör|dö\b|kör av (?:vägen|vägbanan)|kör i (?:diket|älven|sjön)|krock\w*|krasch\w*|brinn\w*|ruttna\w*|drunkna\w*|frys(?:er)? ihjäl|lida|lider|får (?:cancer|stryk|spö|smaka|lida|en stroke|en propp|hjärtinfarkt|ligga|vänta ihjäl|vad ni förtjänar|det ni förtjänar|betala)|råkar (?:illa )?ut|drabbas|skadas|blir (?:sjuk\w*|överkörd\w*|påkörd\w*|skjut\w*|rånad\w*|slagen|slagna|våldtag\w*|utan ambulans|hängd\w*)|"
        r"åker dit|går under|störtar|stryker med|svälter|bryter (?:benen?|nacken|lårben\w*)|halka\w*|slår (?:ihjäl|er|dig)|sjunker|ramlar|får en olycka|självdör|tar livet|die|burn|crash|suffer|rot|get (?:cancer|hurt|shot|hit|sick)|drown|choke|kuole\w*|kärsi\w*)",
        rf"\b(?:jag|vi|någon|nån|man|folk|i|we|someone|somebody|minä)\b(?: [\wåäö]+){{0,2}}? (?:ska|skall|kommer(?: att)?|tänker|borde|vill|måste|kan|skulle(?: vilja)?|gonna|going to|will|'ll|should|aion)(?: (?:nog|snart|personligen|gärna|fan|en dag|själv|bara|faktiskt|att|to|komma och|komma hem och|åka dit och|ta och|se till att))* "
        r"(?:döda|skjuta|slå (?:ihjäl|er|dig|in|ner|sönder|skallen|käften|dem|dom)|spöa|strypa|bränna (?:ner|ned|upp|er|dig|huset|regionhuset|kommunhuset)|tända (?:eld )?på|spränga|hänga (?:er|dig|dem|upp (?:er|dig))|knäcka (?:er|dig|benen)|mörda|hugga|knivhugga|köra över|misshandla|krossa (?:er|dig)|leta upp|söka upp|hitta (?:er|dig)|besöka (?:er|dig) (?:hemma|i natt)|"
        r"komma hem till|hämnas|ge (?:er|dig|dem) (?:stryk|spö|på käften|vad ni)|sätta (?:en kula|kniven)|skada|knulla|våldta|göra upp med|ta hand om (?:er|dig) personligen|kill|shoot|stab|hurt|beat|burn|bomb|destroy you|find you|come for you|blow up|hunt|tappaa|hakata|polttaa)\b",
        rf"\b(?:borde|ska|skall|måste|bör|förtjänar att|skulle|kan|should|must|deserves? to|ought to|need to|pitäisi)(?: (?:alla|nog|bara|alla|genast|allihop|alltså|fan|ju|verkligen|ni|man|vi|de|dom|politikerna|be|get|all)){{0,3}} {_VIOLENCE}\b",
        r"\b(?:should|must|deserves? to|ought to) (?:all )?(?:be )?(?:die|hanged?|shot|killed|burned|executed|beaten|lynched)\b",
        r"\b(?:jag|vi|i|we|me)(?: \w+)? (?:vet|know|tiedämme|vet nog|har reda på|har tagit reda på)(?: (?:var|vart|exakt var|precis var|where|missä))(?: \w+){0,3} (?:bor|bo|jobbar|parkerar|sover|barn|bil|live|lives|work|sleep|asut\w*)\b|\bvi ses (?:utanför|hemma hos|i natt|på parkeringen)|\bvi (?:har|håller) (?:koll|ögonen) på (?:er|dig|dina|din familj|var du)",
        r"\b(?:ni|du|de|dom|you)(?: \w+)? (?:ska|kommer(?: att)?|lär|will|gonna)(?: (?:få|nog|snart|fan|bli|be|att))* (?:ångra (?:er|dig|det)|få (?:se|ångra|sota|smaka|igen|betala|lida|bära hundhuvudet dyrt)|sota för|betala (?:dyrt|med (?:blod|livet))|pay for|regret (?:this|it)|be sorry|bli (?:hängd\w*|skjut\w*|ihjäl\w*|uthäng\w*|ledsna?|en huvud kortare)|dö\b|die\b|brinna\b|burn\b|suffer\b|inte överleva|inte leva)\b",
        r"\b(?:akta|passa) (?:er|dig) (?:noga|jävligt|noggrant|för mig|för oss|nu|fan)\b|\b(?:akta|passa) (?:er|dig)(?: \w+)? ?[!.](?=\s*$)|\bsov (?:gott|inte för gott) i natt|\bse dig över axeln|\bwatch your back|\btitta (?:er )?bakom axeln|\bnästa gång (?:smäller|blir det (?:värre|blod|allvar)|tar vi|kommer (?:jag|vi) (?:med|hem))|\bdu är (?:död|körd|a dead)\b|\byou(?:'re| are) dead\b|\b(?:ditt|ert) sista varning|\bsista varningen\b|\blast warning\b|\bsinun päiväsi|\btapan (?:sinut|teidät)|\btapetaan\b",
        r"\b(?:bomb(?:hot|a|en)?|spräng(?:a|er|s)?|dynamit|molotov\w*|brandbomb\w*|handgranat\w*)\b[^.!?\n]{0,30}\b(?:er|dig|region(?:huset|ens|kontoret|en)?|kommun(?:huset|kontoret)|riksdagen|stadshuset|moskén?|asylboende\w*|förläggning\w*|kontoret|huset|skolan|you|the (?:office|council|region|mosque))\b|\b(?:bränn|elda|tänd|spräng)(?:er|a)? (?:ner |upp |på |ned )(?:hela )?(?:skiten|region\w*|kommun\w*|riksdag\w*|stadshus\w*|moské\w*|asyl\w*|kåken|huset|kontoret|rådhus\w*)\b|\bburn (?:down|it down|the \w+ down)|\bblow up (?:the|your)\b",
        r"\b(?:med|har|hämtar|laddar|putsar|plockar fram|tar fram|bring|got|have) (?:\w+ ){0,2}?(?:bössan|geväret|studsaren|hagelgevär\w*|pistol\w*|kniven|yxan|basebollträ\w*|högafflar\w*|facklor och|en kula|my gun|a gun|my rifle)\b(?! (?:på jakt|i skogen|till jakten|på älg))|\bkula(?:n)? i (?:pannan|nacken|huvudet|skallen)|\bbullet in|\bhögafflar(?:na)?\b|\bmed (?:rep|snaran?)\b[^.!?\n]{0,20}lyktstolp\w*|\blyktstolp\w*[^.!?\n]{0,20}(?:häng|rep|snara)|\b(?:häng|hang) (?:dem|dom|er|alla|politikerna|them|the politicians)\b|\bskjut (?:dem|dom|er|alla|politikerna)\b|\bskjut skallen av|\bgalgen\b",
        rf"\b(?:slå|döda|skjut|spöa|mörda|misshandla|bränn|stena|kill|shoot|hang|beat|burn|tapa|tappakaa) (?:ihjäl |ner |sönder |alla |hela |all |the |kaikki |hel[ae] jävla |de |dom )*(?:{_PEOPLE}|er|dem alla|them all)\b",
        r"\b(?:dö|die|kuole)[!., ]{1,2}(?:era?|din|ditt|ni|du|alla|you|all of you|allihop)\b|\bta livet av (?:dig|er)(?! själv)|\b(?:häng|skjut|dränk|bränn|gräv ner) (?:er|dig) (?:själv\w*|allihop)?|\bgå och (?:dö|häng\w*|dränk\w*|skjut\w*|lägg er och dö)|\bkill yourself|\bkys\b|\btapa itsesi|\bdu borde ta livet|\bönskar (?:er|dig|dem) (?:alla |allt )?(?:ont|illa|olycka|en långsam|cancer|döden|död)",
    )
)


@lru_cache(maxsize=50_000)
def is_slur(word: str) -> bool:
    """Whether a lower-case word is an insult whatever stands around it; compounds with a hyphen count by any part."""
    return any(_HARD_WORD.match(part) for part in {word, *word.split("-"), word.replace("-", "")})


def abuse(text: str) -> Iterator[Hit]:
    """Yield the spans of `text` that are hostile towards people or groups, also thinly disguised."""
    for pattern in _ABUSE:
        for found in pattern.finditer(text):
            yield found.span()
    for found in _WORD.finditer(text):
        if is_slur(found.group().casefold()):
            yield found.span()
    for found in _STARRED.finditer(text):
        yield found.span()
    for found in _SPACED.finditer(text):
        joined = re.sub(r"[ .*_\-]", "", found.group())
        if not joined.isdigit() and is_slur(joined.casefold()):
            yield found.span()
    for found in _LEET_WORD.finditer(text):
        if is_slur(found.group().casefold().translate(_LEET)):
            yield found.span()


def threats(text: str) -> Iterator[Hit]:
    """Yield the spans of `text` that threaten people or wish them harm; culling animals is a matter of policy."""
    for pattern in _THREAT:
        for found in pattern.finditer(text):
            if not _ANIMAL.search(text, max(0, found.start() - 60), found.end() + 30):
                yield found.span()
