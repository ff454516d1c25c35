"""Words that are frequent in any consultation and say nothing about what it is about. Data, not code."""

EMPTY_WORDS = frozenset(
    """
    allvar dags granne grannar grannarna grannen killar killarna killen
    kompis kompisar kompisarna liv livet län länen länet mars namn namnet noll region regionen regionens
    regioner regionerna resten tvärtom vän vänner vännen vännerna
    aktuell aktuella aktuellt aktör aktörer aktörerna aldrig allmän allmänt alltså almedalen
    almedalsveckan andra annars anser ansvar ansvaret antal använda användas använder användning
    används arbeta arbetar arbetat arbete arbetet arrangör arrangörer bakgrund bara behov behovet
    behövde behövs behövt beror berättar betydelse betydelsen betyder bidra bidrag bidrar bild
    bilden blivande blivit bord bort borta brist bristande bristen bygga bygger byggs bäst bästa
    bättre börja börjar ca dag dagar dagen dagens debatt debatten del delar delen dels delta
    deltagare deltagarna deltar dessutom dialog diskussion diskussionen diskutera diskuterar dock
    driva driver dvs däremot därmed dålig dåliga dåligt effekt effekter egentligen elva ena enda
    enkelt ens erbjuda erbjuder erbjuds erfarenhet erfarenheter etc exempel exempelvis exemplen
    exemplet faktiskt fall fallet fanns far fel fem fick fina finna finnas finnes finns fint fl fler
    flesta fokus folk form former fram framför framtid framtida framtiden framtidens framåt frukost
    främja främjar fråga frågan frågar frågor frågorna fungera fungerande fungerar funka funkar fyra
    färre följd följer förbättra förbättrar förbättras fördelar förebygga föreläsning föreläsningar
    förra förslag förslaget första förstås försöka försöker förutsättning förutsättningar
    förutsättningarna förändra förändras förändring förändringar förändringen galet gamla gammal ge
    genomför genomföra genomförs ges gick given givetvis gjorde gjort goda gott grej grejer grund
    grupp gruppen gällande gäller gången gånger gör göra görs hade halva hamnar handlar hantera hej
    hela helg helgen hellre helst hem hemma hinder hinna hinner hitta hittar hittills hjälp hjälpa
    hjälper http https hundra hälsning hälsningar hända händer hålla håller hög höga högre höll hör
    höra ibland idag ifall ifrån igen igenom igång igår ihop imorgon in inbjudna information inför
    ingår initiativ inklusive innebär innebära innehåll inombords inriktning insats insatser inte
    intressant intressanta intresse iställe istället iväg ja jobba jobbar jätte jättebra jättemycket
    jätteviktigt kallas kanske kille kl klara klarar klart klockan kolla kom kombination komma
    kommande konkreta konsekvenser konsekvenserna koppla kopplad kopplat kostar krav kring kräver
    krävs kul kunnande kunnat kvar kväll kvällar kvällarna kvällen känna känner känns kör lagom
    ledande leva lever ligger lika lite liten litet lunch lyckas lyfta lyssna läget lägg lägga länge
    lär lära lärt läsa läser lätt lättare låga lång långa långsiktig långsiktigt långt låt låta
    låter lösa lösning lösningar lösningen man massor medverka medverkande mening meningen mest mha
    miljarder miljoner mindre mingel minska minskar minst mm modell modellen moderator morgon mvh
    mycket människa människor människorna människors mål målet månad månader många mångas möjlig
    möjliga möjlighet möjligheter möjligheterna möjligt möta möte möter mötet möts natt nej nio nivå
    nivåer nivån nr nuläget nuvarande ny nya nytt nära närmare näst nästa någe någonsin någonstans
    någonting nån nåt nödvändigt oavsett ofta oftare oftast olika omkring område områden ordentlig
    ordentligt ordning orsak osv panel paneldebatt panelen panelsamtal pengar person personer
    perspektiv perspektivet pga plats platser prata pratar presentation presentera presenterar
    problem problemen problemet procent program programmet publiken påverka påverkan påverkar
    rapport rapporten resp resultat resultatet resurser riktig riktiga riktigt riktlinjer rimlig
    rimligt ring rolig roliga roligt roll rätt rätta råd råda rådande rör sa sak saker sakna saknar
    saknas samband samhälle samhället samtal samtalet samtidigt samtliga sant satsa satsar satsas
    satsning satsningar se seminarier seminariet seminarium senaste sex sida sikt sist sitta sitter
    situation situationen sju skapa skapar skapas sker skriv skulle slut sluta slutet slutsatser slå
    snabbt snarare snart snälla somras speciellt spela spelar spännande st steg stegen steget stor
    stora storleken stort ställa ställe ställen ställer stället ställs stärka stärker står stöd
    stödja stödjer större största svar svara svensk svenska svenskt sverige svår svåra svårare svårt
    syfte syftet syn synas synpunkter syns säga säger säker sälja sämre sämst sänka särskild
    särskilda särskilt sätt sätta sätter sådant sådär såna sånt ta tack tag tagit tal talare talarna
    tankar tanke tar tas tid tiden tidigare tillbaka tillräckligt tillsammans tio titta tittar tjej
    tog tolv total totalt tre tredje trender tro tror trots träffa träffas tung tusen två tycka
    tyckte tydlig tydliga tydligt typ tyvärr tänk tänka tänker undersökning undersökningen undrar
    upp uppfattning uppgift uppleva upplever uppnå utan ute utfrågning utgångspunkt utgår utgör
    utifrån utmaning utmaningar utmaningarna utmaningen utställning utveckla utvecklas utveckling
    utvecklingen vanlig vanliga vanligt vardag vare varför varit vart vecka veckan veckor verka
    verkar verkligheten vet veta vidare vidta vikt viktig viktiga viktigare viktigaste viktigt vilja
    viljan vinna vinner vintras vis visa visar viss vissa visst väg vägen väl väldigt välja väljer
    välkommen vänligen vänta väntar världen växa växer www ytterligare yttre äga ändra ändå äntligen
    även år åren året års åtgärd åtgärder åtta öka ökad ökade ökande ökar ökat önskan önskar
    önskemål överallt
    arrangemang arrangemanget arrangemangen arrangör arrangören arrangörerna besök besöka brunch brunchen debatter
    debatteras debatterna debattör debattörer deltagande direktsänd direktsända direktsänder direktsänds direktsändning
    evenemang event eventet gäst gäster gästen gästerna hemsida hemsidan inbjudan inbjuden inbjudna inledning intervju
    intervjuer intervjun intervjuas intervjuar live medverkar medarrangör mottagning nå nås panelister panelister
    parameter parametrar parametrarna programledare programpunkt program relevant relevanta reporter samarrangör scen
    scenen scensamtal sidan snackis snackisar speeddating studio studion sändning sändningen sänds tema temat teman
    tält tältet utfrågad utfrågningar utställningen utställningar valstuga värd värdar värden webbsänds workshop
    ämne ämnen ämnet ämnena ämnesområden oj hejsan hoppas oväntad oväntade oväntat bransch branschen branscher
    business metod metoden metoder förbud tanken vore sammanhang sammanhanget sent hand handen mil
    """.split()  # noqa: SIM905
)

# The same for English, but for words that mean something in Swedish ("by", "is", "be").
EMPTY_WORDS_EN = frozenset(
    """
    a about also am and any are as at been better but can could do does don't for from get give good
    has have he her here his how i'm i've if into it it's its just like make many me more most much
    must my need needs not of one only or our out over people she should so some than that the their
    them then there these they this those through to too us use very was way we were what when where
    which who why will with without would you your
    """.split()  # noqa: SIM905
)
