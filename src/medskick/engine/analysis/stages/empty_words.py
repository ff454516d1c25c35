"""Words that are frequent in any consultation and say nothing about what it is about. Data, not code."""

EMPTY_WORDS = frozenset(
    """
    aktuell aktuella aktuellt aktör aktörer aktörerna aldrig allmän allmänt almedalen almedalsveckan
    annars anser antal använda användas använder användning används arbeta arbetar arbetat arrangör
    arrangörer behov behovet behövde behövs behövt beror berättar betyder bidra bidrag bidrar
    blivande blivit bort brist bristande bristen bygga bygger byggs bäst bästa bättre börja börjar
    dag dagar dagens debatt debatten del delar delen dels delta deltar dessutom diskussion
    diskussionen diskutera diskuterar dock driva driver däremot därmed dålig dåliga dåligt effekt
    effekter ena enda enkelt ens erbjuda erbjuder erbjuds exempel exempelvis faktiskt fall fanns
    fick fina finna finnas finnes fint fler flesta folk form former framför framtid framtida
    framtiden framtidens frukost främja främjar fråga frågan frågar frågor frågorna fungera
    fungerande fungerar funka funkar färre följer förbättra förbättrar förbättras fördelar förebygga
    förstås försöka försöker förutsättningar förändra förändras galet gamla gammal ge genomför
    genomföra genomförs ges gick given givetvis gjorde gjort goda gott grund gällande gäller gången
    gånger gör göra görs hamnar handlar hantera hellre helst hinna hinner hitta hittar hittills
    hjälp hjälpa hjälper hända händer hålla håller hög höga högre höll hör höra ibland idag ifall
    ifrån igen igenom igång ihop in information inför ingår inklusive innebär innebära innehåll
    inombords inriktning insats insatser inte intresse istället iväg jobba jobbar jätte jättebra
    jätteviktigt kallas kanske klara klarar klart kombination komma kommande konkreta koppla kopplad
    kopplat kostar krav kring kräver krävs kul kunnande kunnat kvar känna känner känns kör lagom
    ledande leva lever ligger lika lite liten litet lunch lyckas lyfta lyssna läget lägga lär lära
    lärt läsa läser lätt lättare låga lång långa långsiktig långsiktigt långt låt låta låter lösa
    lösning lösningar lösningen man massor medverka medverkande mening meningen mest mindre mingel
    minska minskar minst moderator människa människor människorna människors mål målet månad månader
    många mångas möjlig möjliga möjlighet möjligheter möjligheterna möjligt möta möte möter mötet
    möts nivå nivåer nuvarande ny nya nytt nära närmare näst nästa någe någonsin någonstans
    någonting nån nåt nödvändigt oavsett ofta oftare oftast olika omkring område områden ordentlig
    ordentligt ordning orsak panel paneldebatt panelen panelsamtal pengar person personer perspektiv
    plats platser prata pratar presentera presenterar problem problemen problemet procent påverka
    påverkan påverkar resultat resurser riktig riktiga riktigt riktlinjer rimlig rimligt rolig
    roliga roligt roll rätta råd råda rådande rör sak saker sakna saknar saknas samband samtal
    samtalet samtidigt samtliga sant satsa satsar satsas satsning satsningar se seminarier
    seminariet seminarium senaste sida sist sitta sitter skapa skapar skapas sker skulle slut sluta
    slutet slå snabbt snarare snart speciellt spela spelar steg stor stora storleken stort ställa
    ställe ställen ställer ställs stärka stärker står stöd stödja stödjer större största svar svara
    svensk svenska svenskt sverige svår svåra svårare svårt syfte syn synas synpunkter syns säga
    säger säker sälja sämre sämst sänka särskild särskilda särskilt sätt sätta sätter sådant såna
    sånt ta tag tagit tal talare tankar tanke tar tas tid tiden tidigare tillräckligt tillsammans
    titta tittar total totalt tro tror trots träffa träffas tung tycka tyckte tydlig tydliga tydligt
    typ tyvärr tänk tänka tänker undrar upp uppfattning uppgift uppleva upplever uppnå utan ute
    utgångspunkt utgår utgör utifrån utmaning utmaningar utmaningarna utmaningen utveckla utvecklas
    utveckling utvecklingen vanlig vanliga vanligt vardag vare varför varit vart verka verkar vet
    vidare vidta vikt viktig viktiga viktigare viktigaste viktigt vilja viljan vinna vinner visa
    visar viss vissa visst vägen väl väldigt välja väljer välkommen vänta väntar världen växa växer
    ytterligare yttre äga ändra ändå äntligen även år åren året års åtgärd åtgärder öka ökad ökade
    ökande ökar ökat önskan önskar önskemål överallt
    """.split()  # noqa: SIM905
)
