"""Compose sentences with invented people, and sentences whose capitals mean something else, to learn names by.

Nobody in them exists. Frames are our own; given names and surnames come from the lists of `engine/text/personal/words`
or are put together here, letter by letter, so that a name need not be listed to be seen.
"""

import random
from collections import defaultdict
from pathlib import Path

WORDS = Path(__file__).resolve().parents[1] / "src" / "medskick" / "engine" / "text" / "personal" / "words"

PEOPLE = """
{n} plogar hela vägen utan betalt
Min granne {n} har bott här i fyrtio år
Min man {n} kör buss mellan {p} och {p}
Vår son {n} får ingen plats på förskolan
Min syster {n}, som bor i {p}, vågar inte åka hem
Jag heter {n} och går i sjuan
Jag är {n}, ny i byn
Det är {n} som sköter skidspåret
Det var {n} som larmade
Fråga {n}, hon vet allt om bredbandet
Fråga {n} på biblioteket
Ring {n} så får ni veta mer
Kontakta {n} på kommunen
Prata med {n} i kassan
Hälsa {n} från oss alla
Hälsa till {n}
Tack {n} för att du lyssnade
Tack till {n} som ordnade mötet
Ett stort tack till {n} och {n}
Heja {n}!
Grattis {n}!
Hej {n}, vad händer med bussen?
Kära {n}, du glömde svara
Som {n} sa på mötet behövs fler jobb
Precis som {n} skriver borde skolan vara kvar
Enligt {n} finns inga pengar
Jag håller med {n} om skolan
Jag tycker som {n}
Jag pratade med {n} igår
Jag träffade {n} på torget
Jag såg {n} slänga skräp i diket
Jag och {n} startade en förening
{n} och jag har kört taxi i {p} i tio år
{n} och hans fru vill flytta till {p}
{n} och hennes barn bor i en husvagn
{n} bor ensam längst bort på byn
{n} jobbar natt på äldreboendet
{n} sitter i rullstol och kommer inte in
{n} har väntat på operation sedan i våras
{n} har MS och får ingen assistans
{n} fick cancer och måste åka till {p}
{n} dog i väntan på ambulansen
{n} ramlade på isen utanför {b}
{n} blev sjuk och ingen kom
{n} flyttade hit från {p}
{n} säger att renarna inte kommer fram
{n} sa att det inte går
{n} tycker att det borde finnas fler bänkar
{n} vill ha en skatepark
{n} skulle bli glad om ni plogade
{n} är en ängel
{n} är nittio år och klarar inte snön
{n} kan inte läsa sina papper från {b}
{n} lärde mig simma
{n} lagar cyklar åt hela kvarteret
{n} undervisar barnen i samiska
{n} öppnade ett kafé i {p}
{n} på macken kan laga allt
{n} på {b} hjälpte mig
{n} i receptionen svarar alltid
{n} i {p} har ingen täckning
{n} från {p} körde i diket
{n}, 14 år
{n}, 83, går med rullator
{n}, som sköter ungdomsgården, borde få lön
{n}, pensionär i {p}
{n}: mer skog åt renarna
/{n}
// {n}
Mvh {n}
mvh {n}, {p}
Hälsningar {n}
Vänliga hälsningar {n}
Med vänlig hälsning\n{n}
Hälsningar från {n} i {p}
Kram {n}
Tack på förhand, {n}
Undertecknad {n}
Skrivet av {n}
Namn: {n}
Kontaktperson: {n}
Fler bussar till {p}.\n{n}
Vi behöver en ny hall. {n}, {p}
Läkaren {n} hade aldrig tid
Läraren {n} borde få en medalj
Rektor {n} lyssnar inte
Vår rektor {n} slutade i höst
Vår lärare {n} gråter
Chefen {n} svarar inte på mejl
Sköterskan {n} tog sig tid
Handläggaren {n} tappade bort mina papper
Min handläggare {n} har inte hört av sig
Tränaren {n} skriker på oss
Vaktmästaren {n} har tre skolor
Busschauffören {n} väntade in oss
Prästen {n} besökte mormor
Min kompis {n} vågar inte gå hem själv
Min kollega {n} blev sjukskriven
Min chef {n} vill anställa fler
Min pappa {n} körde timmer
Min mormor {n} ligger på {b}
Mormor {n} väntade nio timmar
Farfar {n} byggde bryggan
Mamma till {n} i 4B
Pappa till {n} och {n}
Barnen {n} och {n} får åka taxi
Tvillingarna {n} och {n} går i olika skolor
Familjen {s} flyttade från byn
Familjen {s} har fått avslag
{s} på soc lovade ringa
Doktor {s} gick i pension
Fru {s} i trean kan inte gå i trappor
Herr {s} svarade aldrig
Det var {s} som sålde marken
{S} har sålt affären
{S} kor betar på planen
{S} stuga står tom
Låt {n} stanna i {p}
Hjälp {n} att få en lägenhet
Ge {n} ett jobb
Rösta på {n} som ordförande
Vila i frid {n}
Utan {n} hade vi inte haft någon affär
Tack vare {n} finns det innebandy
Sedan {n} slutade finns ingen fritidsledare
När {n} blev sjuk kom ingen hem till {n}
Om {n} får stöd stannar hon kvar
Även {n} vill ha internet
Dessutom är {n} ensam på natten
Varför fick {n} plats men inte min dotter?
Var är {n} nu?
Vad säger {n} om saken?
Vet ni att {n} betalade skylten själv?
Alla känner {n}
Alla vet vad {n} gjorde
Ingen har hjälpt {n}
Jag litar på {n}
Jag saknar {n}
Jag hörde av {n} att skolan ska stängas
Jag fick hjälp av {n} på {b}
Jag bor granne med {n}
Jag bor ihop med {n}
Jag är gift med {n}
Jag är mamma till {n}
Jag är dotter till {n}
Min son heter {n}
Hon heter {n} och jobbar på {b}
Han som heter {n} kör för fort
En kille som heter {n} säljer droger
En tjej i klassen, {n}, blir mobbad
Vår tränare, {n}, ställer upp
Hyresvärden, {n}, lagar inget
Mötet leddes av {n}
Förslaget kommer från {n} i {p}
Boken är skriven av {n}
Bilden är tagen av {n}
Ordförande är {n}
Sekreterare {n}
Kassör: {n}
Närvarande: {n}, {n} och {n}
Grupp 3: {n}, {n}, {n}
Vi i 5A: {n}, {n} och {n}
Vi som skriver heter {n} och {n}
{n} och {n} har tre barn
{n} & {n} driver campingen
{g} hund skäller hela natten
{g} mamma är orolig
{g} bil stod på skolgården
{g} idé om lekplats är bra
{g} pizzeria är det enda som har öppet
{g} mormor har hemtjänst
På grund av {g} hund vågar ingen gå där
Vi bor i {g} gamla hus
Jag hyr {g} stuga
Det är {g} fel
{k} är den enda som plogar
Alla kallar honom {k}
{k} på verkstan lagar allt
{k} säljer sprit till ungdomar
{k} och gänget byggde rampen
Fråga {k}, han vet
{k}: bygg en simhall
Hälsn. {k}
My neighbour {n} has waited two years
Thanks to {n} I found a job
I live with {n} in {p}
Naapurini {n} asuu yksin
{n} puhuu vain suomea
Undersköterskan {n} är utbränd
Den boende {n} fick vänta på larmet
Eleven {n} får ingen hjälp
Brukaren {n} har rätt till mer tid
{n} anmälde händelsen till {b}
{n} inkom med en skrivelse
Medborgaren {n} har framfört synpunkter
Ansökan från {n} avslogs
{n} har beviljats hemtjänst
{n} ansökte om bygglov i {p}
Beslutet gäller {n} i {p}
Ärendet rör {n}
Av {n} framgår att vägen är dålig
På mötet deltog {n} och {n} från {p}
{n} ifrågasatte kostnaden
{n} framförde att bron är farlig
{n} föreslår en ny hållplats
{n} undrar när vägen blir klar
{n} efterlyser fler läkare
{n} frågade om bredbandet
{n} menade att skolan behövs
{n} berättade om sin resa
{n} vittnade om hot
{n} kör ambulans i {p}
{n} spelar hockey i {p}
{n} växte upp i {p}
{n} arbetar på {b}
{n} studerar i {p}
{n} driver en gård i {p}
{n} äger marken
{n} hyr ut sitt hus
{n} tränar ungarna varje kväll
{n} städar tre skolor
{n} slog mig när jag var liten
{n} hotade min dotter
{n} stal min cykel
{n} drack för mycket
{n} kommer alltid för sent
{n} kom hit som flykting
{n} ville bara hjälpa till
{n} var den bästa läraren
{n} borde få ett pris
{n} ska ha beröm
{n} brukar skotta åt oss
{n} behöver en rullstol
{n} min son spelar fotboll i {p}
{n} min man jobbar på {b}
{n} är min dotter
Läkaren hette {n}, han lyssnade
Hon hette {n} tror jag
min bror {n} får vänta på bup
min lärare {n} är bäst
jag e {n}, 19, bor i {p}
Jag kallas {n}
hemtjänsten glömde {n} i två dagar
Jag minns {n} som körde bussen
Vi behöver fler som {n} i {p}
Var det inte {n} som sa det?
Hos {n} i {p} finns nyckeln
Det finns en man, {n}, som skottar
Jag hade en praktikant, {n}, som flyttade
När jag ringde svarade {n}
Hon som sitter i luckan, {n}, är snäll
Au pairen {n} fick inget kort
Städaren {n} hinner inte
Lokalvårdaren {n} är bra
Mitt barnbarn {n} väntar på utredning
Exet {n} betalar inte
Diktatorn på vår avdelning stavas {n}
Varje gång jag ringer om mitt barnbarn {n} blir jag lovad ett svar
hörde att ni söker folk, 0701740692 / {n}
070-174 06 31, {n}
Skolskjutsen kör förbi {S} men stannar inte hos oss
Var tredje dag måste {n} byta buss två gånger
Det ska vara som hos {n} i {p}: han plogar, byn betalar
En familj i {p} har hand om mina två, {n} och {n}
Tänk om alla gjorde som {n} i {p} och startade ett bolag
Jag skulle vilja att {g} son får samma chans
Jag är nämndeman och känner {n} väl
Be chefen för hemtjänsten, {n}, följa med en kväll
Vi i familjen {s} har drivit fäbod i fem generationer
Vi hette {s} och hade butik i {p}
Kvinnan i lägenheten under, {n}, har fallit tre gånger
Mannen på bilden är {n}
Hen på tvåan, {n}, har inte fått mat
Mamman till min sons kompis {n} är ensam
Pojken {n} får ingen assistent
Lilla {n} väntar på hjärtoperation
Gamla {n} vägrar flytta
Stackars {n} fick betala själv
Snälla {n} skjutsar alla
Unga {n} vill bli bonde
Nye chefen {n} ändrade allt
Förra rektorn {n} var bättre
Före detta läraren {n} vet allt
Åttaåriga {n} skrev ett brev
Nittioåriga {n} fick sova på en brits
Tack vare eldsjälen {n} finns det fotboll
Svärmor {n} har väntat sedan i juni
Grannfrun {n} såg alltihop
Mitt ex {n} har hotat mig
Pojkvännen {n} slog sönder dörren
Advokaten {n} tog mitt fall
Kuratorn {n} bytte jobb
Psykologen {n} lyssnade
Ambulansföraren {n} hittade inte vägen
Taxichauffören {n} bar upp mina kassar
Bonden {n} har sålt alla kor
Renägaren {n} förlorade tjugo djur
Fiskaren {n} lägger ut nät vid {p}
Hantverkaren {n} fuskade med taket
Hyresgästen {n} har råttor
Bibliotekarien {n} räddade min uppsats
Fritidsledaren {n} ser oss
Elevassistenten {n} är den enda som kan teckna
Studievägledaren {n} sa att jag inte duger
Socialsekreteraren {n} har femtio ärenden
LSS-handläggaren {n} svarar inte
Diakonen {n} bjuder på soppa
Ordföranden {n} lade ner klubban
Lagledaren {n} vill ha omklädningsrum
Min dotters lärare {n} är sjukskriven
Min sons bästa vän {n} flyttade till {p}
Min brors fru {n} får inte arbeta
Pappas kontaktperson {n} kommer aldrig
Mormors hemtjänst, mest {n}, är fantastisk
Personen som hjälpte mig hette {n}
Jag tror hon hette {n}
Undrar om {n} läser det här
Läser du det här {n} så tack
Förlåt {n}, jag borde ha sagt något
Kom hem {n}
{n}, du är bäst
{n}, om du läser detta: ring
{n} här, bor i {p}
Det här är {n} från {p}
{n} heter jag och jag är trött på snön
Jag som skriver är {n}
Mitt namn är {n}
Ni kan kalla mig {n}
Hälsar {n}, född och uppvuxen i {p}
{n}, {p}: Sänk skatten
{n}, 45, undersköterska
{n} (58) har pendlat i tjugo år
{n}, {n} och jag bildade en grupp
Både {n} och {n} sökte jobbet
Varken {n} eller {n} fick plats
Inte ens {n} orkar längre
Till och med {n} har gett upp
Bara {n} har nyckel till skidstugan
Särskilt {n} har kämpat
Framför allt {n} borde tackas
Sådana som {n} driver bygden
Folk som {n} behövs
Utom {n} då, som alltid hjälper till
Förutom {n} var ingen på plats
Jag ringde {n} men hon kunde inte
Jag frågade {n} som inte visste
Jag mötte {n} på bussen
Jag bad {n} om hjälp
Jag lovade {n} att skriva
Jag gav {n} skjuts
Jag anmälde {n}
Jag vårdade {n} tills han dog
Vi begravde {n} i {p} förra veckan
Vi har hjälpt {n} med papper
Vi turas om att köra {n}
Vi väntar på att {n} ska få besked
De vräkte {n} mitt i vintern
De skickade hem {n} fast hon blödde
Kommunen lurade {n} på pengar
Polisen trodde på {n}
Läkarna missade att {n} hade brutit höften
Försäkringskassan nekade {n} sjukpenning
Skolan stängde av {n}
Ingen såg att {n} mådde dåligt
Alla i klassen retar {n}
Snart är det bara {n} kvar i byn
Nu har {n} också flyttat
I går kom {n} hem från sjukhuset
På fredagar lagar {n} soppa
Varje morgon skottar {n} trappan åt oss
Hemma hos {n} läcker taket
Bredvid {n} bor en familj till
Mitt emot {S} finns en tomt
Bakom {S} lada ligger skräp
Efter {n} blev det ingen ny
Innan {n} kom var det kaos
Eftersom {n} inte kan läsa får jag hjälpa till
{n} fyllde hundra
{n} gick bort i mars
{n} fick ett barn i ambulansen
{n} fick sparken
{n} ringde {b} men ingen svarade
""".strip().split("\n")

THINGS = """
Bussen till {p} går för sällan
Mellan {p} och {p} finns ingen buss
{p} behöver en simhall
{p} glöms alltid bort
I {p} finns ingen affär
Jag bor i {p}
Vi flyttade från {p} till {p}
{p} kommun lyssnar inte
{p}s kommun borde skämmas
Vägen mot {p} är full av hål
{p} och {p} borde samarbeta
Skolan i {p} ska läggas ner
{p} växer men ingen bygger
{p} har fått en ny hall
{p} är vackert på vintern
{p} får alla pengar
{p}, {p} och {p} delar på en läkare
Tåget stannar inte i {p}
Från {p} är det tolv mil till sjukhuset
Det är långt till {p}
Alla åker till {p} för att handla
{b} svarar aldrig i telefon
{b} borde ta ansvar
{b} tjänar miljarder
{b} har stängt i {p}
{b} och {b} borde betala
{b} säger nej till allt
{b} vill bygga i {p}
{b} fick böta
{b} kom aldrig
{b} är dyrt
{b} ska flytta till {p}
Jag jobbar på {b}
Ring {b} och vänta
Kontakta {b} om ni har frågor
Fråga {b} vad de gör
Tack {b} för ingenting
Enligt {b} går det bra
Vi handlar på {b}
Hunden {G} får inte åka buss
Vår hund {G} sprang bort
Katten {G} satt i trädet
Hästen {G} är rädd
Min häst {G} står i {p}
Båten {G} ligger vid kajen
Färjan {G} går inte på vintern
M/S {G} borde gå hela sommaren
Isbrytaren {G} är gammal
Fartyget {G} gick på grund
Stormen {G} tog taket
Orkanen {G} fällde skogen
Appen {G} krånglar
Projektet {G} fick pengar
Roboten {G} fungerar inte
Traktorn heter {G}
Café {G} har öppet
Restaurang {G} har stängt
Hotell {G} är dyrt
Villa {G} är ett boende
{G} gata är mörk
{G} kyrka läcker
{G} församling har öppet hus
Sankt {G} skola
Förskolan {G} är full
Avdelning {G} stängdes
Kvarteret {G} ska rivas
Team {G} vann
{p} är mer än en knutpunkt
{p} får pengar, {p} får pengar
Linje 17 till {p} drogs in
Vi bor vid {p}
{p} station har ingen hiss
{p}s station har ingen hiss
{p} har bättre färjor
Mellan {p} och kusten går ingen buss
Konsulter som {b} och {b} kostar
{G} är en app som krånglar
{n}skolan ska rivas
{G}gården är ett bra boende
Ta efter {p}
{p} visar hur man gör
Alla pratar om {p}
Rusta upp {p}!
Bevara {p}
{p} förtjänar bättre
{J} är en sak, {j} en annan
Vi behöver inte fler {j}, vi behöver {j}
Öppna {J} i {p}
Inte som {b}
Som {b} fast billigare
Det är bara {b} och {b} kvar
{b} i {p} är bra
Hos {b} får man vänta
{b} på torget har stängt
{b} från {p} tog jobbet
{b} heter det nu
Tidningen {b} skriver inget om {p}
Laget {b} spelar i {p}
Bandet {b} spelade på festivalen
Gruvan i {p} heter {p}gruvan
{p}sjön är övergödd
{p}bron måste lagas
{p}borna vill ha tåg
{p}s centrum är dött
Nya {p} blev dyrt
Gamla {p} var bättre
Norra {p} saknar belysning
Stora torget i {p} är tomt
Ön utanför {p} har ingen färja
Öster om {p} byggs en park
Åk till {p} och titta
Se på {p}
Gör som i {p}
Hellre {p} än {p}
Ner till {p} tar det två timmar
Utanför {p} brinner det
Kring {p} finns varg
Genom {p} kör lastbilarna
Förbi {p} går tåget utan att stanna
Restaurangen {G} har bra mat
Salong {G} klipper alla
Firma {s} plogar dåligt
{s} AB fick uppdraget
{S} Taxi kör inte på natten
{S} Livs är stängt
Lokstallet heter {G} efter en docka
Kon {G} mjölkar bäst
Vår katt {G} är försvunnen
Ungdomsgården {G} är räddad
Skogen vid {p} är gammal
{G}dagen firas i {p}
Ja till {J}
Nej till {p} som depå
{J} hör hemma i {p}
{S} Bygg fick uppdraget
{S} Åkeri söker chaufförer
{S} bageri är bäst i stan
{b}, {b} och {b} vid infarten
Vi vill ha {b} i {p}
Alla heter {s} här
{G} är ett vanligt namn
Filmen {G} visades på bion
Boken om {G} är bra
Gården {G} ska säljas
Stiftelsen {G} delar ut pengar
{G} i {p} är ett bra hotell
{b} och {G} är tidningar
{S} glass är god
I {m} är vägarna som värst
{m} är bästa månaden
På {M} är det stängt
Till {M} vill vi ha svar
{J} bör prioritera sjukvården
{J} är viktigt för alla
{J} saknas i {p}
Vi vill ha {j} i {p}
Mer {j}, mindre {j}
Bygg {j} nu
{J} och {j} hör ihop
Ge oss {j}
Satsa på {j}
{J}: bättre än {j}
{J}, {j} och {j}
Bättre {j} i {p}!
Minska {j}.\n{J} är viktigare
Statsminister {n} kom aldrig hit
Landshövding {n} invigde bron
Kommunalrådet {n} (S) röstade nej
Riksdagsledamoten {n} var på besök
Regionrådet {n} lovade en hall
Oppositionsrådet {n} (M) vill spara
Ministern {n} borde åka buss hit
""".strip().split("\n")

BODIES = [
    "LKAB",
    "SSAB",
    "Vattenfall",
    "Boliden",
    "Trafikverket",
    "Försäkringskassan",
    "Arbetsförmedlingen",
    "Skatteverket",
    "Migrationsverket",
    "Regionen",
    "Kommunen",
    "Länstrafiken",
    "Norrtåg",
    "Postnord",
    "Telia",
    "Coop",
    "Ica",
    "Konsum",
    "Willys",
    "Lidl",
    "Systembolaget",
    "Apoteket",
    "Kronofogden",
    "Polisen",
    "Hemtjänsten",
    "Folktandvården",
    "Vårdcentralen",
    "Socialtjänsten",
    "Skolverket",
    "Naturvårdsverket",
    "Länsstyrelsen",
    "Sametinget",
    "Svevia",
    "Northvolt",
    "Hybrit",
    "Scania",
    "Volvo",
    "Spotify",
    "Google",
    "Facebook",
    "Netflix",
    "Samhall",
    "Sunderbyn",
    "Swedbank",
    "Nordea",
    "Handelsbanken",
    "Circle",
    "Preem",
    "Okq8",
    "Biltema",
    "Jula",
    "Rusta",
    "Ikea",
    "Systemet",
    "Lantmännen",
    "Sveaskog",
    "Holmen",
    "SCA",
    "Skanska",
    "Peab",
    "NCC",
    "Bergvik",
    "Assidomän",
    "Galliano",
    "Stena",
    "Gällivarebostäder",
    "Lulebo",
    "Pitebo",
    "Bodenbo",
    "Piteenergi",
    "Norrbottensmedia",
    "NSD",
    "Kuriren",
    "Radiotjänst",
    "Riksteatern",
    "Hemvärnet",
    "Försvarsmakten",
    "Försvaret",
    "Regeringen",
    "Riksdagen",
    "Sverige",
    "Norge",
    "Finland",
    "Ryssland",
    "EU",
    "Nato",
]
MATTERS = [
    "vården",
    "skolan",
    "bussar",
    "tåg",
    "bredband",
    "vindkraft",
    "gruvor",
    "skogen",
    "renarna",
    "älven",
    "bostäder",
    "lägenheter",
    "fiber",
    "mobiltäckning",
    "ambulanser",
    "läkare",
    "sjuksköterskor",
    "lärare",
    "förskolor",
    "simhallar",
    "isbanor",
    "cykelvägar",
    "vägbelysning",
    "snöröjning",
    "plogning",
    "kollektivtrafik",
    "samiska",
    "meänkieli",
    "finska",
    "turism",
    "jordbruk",
    "fiske",
    "jakt",
    "skoterleder",
    "konstgräs",
    "bibliotek",
    "musikskola",
    "fritidsgårdar",
    "ungdomsgårdar",
    "hemtjänst",
    "äldreboenden",
    "tandvård",
    "psykiatri",
    "barnmorskor",
    "akuten",
    "förlossning",
    "färdtjänst",
    "tolkar",
    "integration",
    "jobb",
    "utbildning",
    "forskning",
    "industri",
    "energi",
    "klimat",
    "miljö",
    "vatten",
    "avlopp",
    "återvinning",
    "lekplatser",
    "parker",
    "bänkar",
    "toaletter",
    "badplatser",
    "torg",
    "kultur",
    "teater",
    "film",
    "konst",
    "idrott",
    "hockey",
    "fotboll",
    "trygghet",
    "poliser",
    "ordning",
    "demokrati",
    "jämställdhet",
    "delaktighet",
    "samarbete",
    "tillgänglighet",
    "service",
    "post",
    "bank",
    "apotek",
    "butiker",
    "mackar",
    "laddstolpar",
    "flyget",
    "parkering",
    "trafik",
    "rondeller",
    "broar",
    "räcken",
    "hastigheter",
    "lärlingar",
    "praktikplatser",
    "sommarjobb",
    "pendling",
    "distansarbete",
    "företagande",
]
MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
    "vintern",
    "sommaren",
]
DAYS = [
    "måndag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lördag",
    "söndag",
    "midsommar",
    "påsk",
    "jul",
    "Lucia",
    "Valborg",
]
NICK_STEMS = [
    "Kråk",
    "Mål",
    "Sot",
    "Plåt",
    "Snick",
    "Lill",
    "Stor",
    "Räv",
    "Björn",
    "Kack",
    "Bull",
    "Knall",
    "Putt",
    "Rall",
    "Skut",
    "Tjock",
    "Lång",
    "Röd",
    "Svart",
    "Vit",
    "Bag",
    "Smed",
    "Gruv",
    "Skog",
    "Myr",
    "Älv",
    "Fisk",
    "Bet",
    "Mad",
    "Nett",
    "Magg",
    "Lott",
    "Kick",
    "Mick",
    "Jock",
    "Rogg",
    "Robb",
    "Stick",
    "Fredd",
    "Lasse",
    "Ank",
    "Bagg",
    "Bim",
    "Boss",
    "Dagg",
    "Figg",
    "Gull",
    "Hass",
    "Jop",
    "Kluff",
    "Kurr",
    "Lull",
    "Mupp",
]
NICK_ENDS = [
    "an",
    "en",
    "is",
    "e",
    "o",
    "arn",
    "ar-Lasse",
    "ar-Olle",
    "ar-Anna",
    "s-Erik",
    "-Pelle",
    "-Nisse",
    "-Britta",
    "y",
    "ka",
]
SURNAME_HEADS = [
    "Berg",
    "Sand",
    "Lind",
    "Björk",
    "Ek",
    "Alm",
    "Gran",
    "Tall",
    "Ström",
    "Sjö",
    "Älv",
    "Fors",
    "Myr",
    "Hed",
    "Mo",
    "Dal",
    "Ås",
    "Back",
    "Kall",
    "Sten",
    "Snö",
    "Frost",
    "Is",
    "Norr",
    "Söder",
    "Öster",
    "Väster",
    "Ny",
    "Gammel",
    "Stor",
    "Lill",
    "Hög",
    "Låg",
    "Grå",
    "Vit",
    "Svart",
    "Rim",
    "Dimm",
    "Ljung",
    "Hjort",
    "Lo",
    "Järv",
    "Varg",
    "Orr",
    "Tjäder",
    "Korp",
    "Falk",
    "Örn",
    "Kvarn",
    "Smed",
    "Såg",
    "Lad",
    "Gård",
    "Tun",
    "Kil",
    "Vik",
    "Ud",
    "Holm",
    "Skär",
    "Hav",
    "Brand",
    "Eld",
    "Glöd",
    "Sol",
    "Mån",
    "Stjärn",
    "Kråk",
    "Spov",
    "Lom",
    "Rip",
    "Ren",
    "Älg",
    "Hare",
    "Räv",
    "Ut",
    "Iller",
    "Bäver",
    "Kart",
    "Ler",
    "Grus",
    "Malm",
    "Järn",
    "Koppar",
]
SURNAME_ENDS = [
    "ström",
    "qvist",
    "kvist",
    "gren",
    "lund",
    "berg",
    "dahl",
    "holm",
    "stedt",
    "mark",
    "man",
    "sson",
    "vall",
    "bäck",
    "fors",
    "näs",
    "by",
    "ryd",
    "åker",
    "lid",
    "rud",
    "stam",
    "blad",
    "blom",
    "löv",
    "rot",
    "sten",
    "strand",
    "vik",
    "hag",
    "hage",
    "hed",
    "myr",
    "mo",
    "sjö",
    "älv",
    "udd",
    "skog",
    "tjärn",
    "dal",
    "gård",
    "hult",
    "torp",
    "moén",
    "én",
    "lin",
    "ler",
    "nius",
    "ander",
    "mar",
    "beck",
    "höjd",
    "brink",
    "lunda",
    "skans",
    "hammar",
    "kvarn",
    "krok",
    "slätt",
    "vrete",
    "tegsson",
    "marksson",
    "backe",
    "änge",
    "hyttan",
    "sele",
    "träsk",
    "järv",
    "skata",
    "niemi",
    "vaara",
    "järvi",
    "mäki",
    "lahti",
    "salo",
]


PLACE_HEADS = [
    "Anders",
    "Annes",
    "Hans",
    "Karls",
    "Jakobs",
    "Sofie",
    "Gustavs",
    "Evert",
    "Elle",
    "Marie",
    "Oscars",
    "Fredriks",
    "Helge",
    "Ture",
    "Inge",
    "Sigge",
    "Ulls",
    "Tors",
    "Odens",
    "Frö",
    "Väster",
    "Öster",
    "Norr",
    "Söder",
    "Ny",
    "Gammel",
    "Stor",
    "Lill",
    "Hög",
    "Låg",
    "Sand",
    "Sten",
    "Berg",
    "Björk",
    "Gran",
    "Lind",
    "Ask",
    "Ek",
    "Ale",
    "Skog",
    "Mo",
    "Hed",
    "Kvarn",
    "Bruks",
    "Kyrk",
    "Hammar",
    "Kol",
    "Järn",
    "Silver",
    "Gull",
    "Vi",
    "Vad",
    "Ram",
    "Ros",
    "Råd",
    "Ska",
    "Grä",
    "Grön",
    "Svart",
    "Röd",
    "Vit",
    "Ljung",
    "Myr",
    "Fager",
    "Hel",
    "Hjort",
    "Älg",
    "Ulv",
    "Björn",
    "Varg",
    "Lax",
    "Gädd",
    "Ör",
    "Abbor",
    "Ryss",
    "Finn",
    "Lapp",
    "Dal",
]
PLACE_ENDS = [
    "berg",
    "by",
    "sta",
    "stad",
    "hult",
    "köping",
    "torp",
    "ryd",
    "vik",
    "näs",
    "dal",
    "mark",
    "bo",
    "ön",
    "sund",
    "hamn",
    "fors",
    "bruk",
    "arp",
    "inge",
    "löv",
    "åsa",
    "landa",
    "lunda",
    "åker",
    "ås",
    "bäck",
    "älv",
    "ån",
    "sjön",
    "sjö",
    "hed",
    "heden",
    "mon",
    "mora",
    "tuna",
    "rum",
    "sala",
    "lösa",
    "bol",
    "böle",
    "träsk",
    "åker",
    "gården",
    "kulla",
    "udden",
    "skär",
    "holm",
    "holmen",
    "skog",
    "skogen",
    "fall",
    "fallet",
]


def lists() -> dict[str, list[str]]:
    """The word lists, in order, by name of their file."""
    found = {}
    for name in (
        "given_names",
        "given_names_more",
        "surnames",
        "places",
        "ambiguous",
        "common_words",
        "mostly_people",
        "things",
    ):
        lines = (WORDS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        found[name] = sorted({word for line in lines if not line.startswith("!") for word in line.split()})
    return found


class Composer:
    """Draws names and places for the frames."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311
        words = lists()
        doubtful = set(words["ambiguous"]) | set(words["common_words"])
        self.core = [word for word in words["given_names"] if word not in doubtful and len(word) > 2]
        self.given = self.core + [w for w in words["given_names_more"] if w not in doubtful and len(w) > 2]
        self.doubtful = words["mostly_people"]
        self.bodies = BODIES * 4 + [_capital(word) for word in words["things"] if len(word) > 2]
        self.surnames, self.places = words["surnames"], [w for w in words["places"] if len(w) > 2]
        self.chain = defaultdict(list)
        for name in self.given:
            for a, b, c in zip("^^" + name, "^" + name, name + "$", strict=False):
                self.chain[a + b].append(c)

    def invented(self) -> str:
        """A name that no list holds, put together letter by letter."""
        while True:
            letters = "^^"
            while letters[-1] != "$" and len(letters) < 14:
                letters += self.draw.choice(self.chain[letters[-2:]])
            if letters[-1] == "$" and len(letters) - 1 >= 5:
                return _capital(letters[2:-1])

    def first(self) -> str:
        kind = self.draw.random()
        if kind < 0.45:
            return _capital(self.draw.choice(self.core))
        if kind < 0.68:
            return _capital(self.draw.choice(self.given))
        if kind < 0.74:
            return _capital(self.draw.choice(self.doubtful))
        if kind < 0.80:
            return _capital(self.draw.choice(self.core)) + "-" + _capital(self.draw.choice(self.core))
        return self.invented()

    def last(self) -> str:
        if self.draw.random() < 0.35:
            return _capital(self.draw.choice(self.surnames))
        return self.draw.choice(SURNAME_HEADS) + self.draw.choice(SURNAME_ENDS)

    def name(self) -> str:
        kind = self.draw.random()
        first = self.first()
        if kind < 0.62:
            return first
        if kind < 0.9:
            return f"{first} {self.last()}"
        if kind < 0.93:
            return f"{first} {self.draw.choice('ABCDEFGHJKLMNOPRST')}"
        if kind < 0.95:
            return f"{first} {self.first()} {self.last()}"
        return self.nick()

    def nick(self) -> str:
        return self.draw.choice(NICK_STEMS) + self.draw.choice(NICK_ENDS)

    def place(self) -> str:
        if self.draw.random() < 0.4:
            return self.draw.choice(PLACE_HEADS) + self.draw.choice(PLACE_ENDS)
        return "-".join(_capital(part) for part in self.draw.choice(self.places).split("-"))

    def text(self, frame: str, *, person: bool) -> tuple[str, list[tuple[int, int]]]:
        """A frame filled, with the spans of its people."""
        text, spans = "", []
        i = 0
        while i < len(frame):
            if frame[i] != "{":
                text += "\n" if frame[i : i + 2] == "\\n" else frame[i]
                i += 2 if frame[i : i + 2] == "\\n" else 1
                continue
            slot = frame[i + 1]
            word = self.word(slot)
            if person and slot in "nsSgk":
                spans.append((len(text), len(text) + len(word)))
            text, i = text + word, i + 3
        return text, spans

    def word(self, slot: str) -> str:
        if slot == "g":
            name = self.first()
            return name if name.endswith("s") else name + "s"
        if slot == "S":
            return self.last().removesuffix("s") + "s"
        if slot in "jJ":
            word = self.draw.choice(MATTERS)
            return _capital(word) if slot == "J" else word
        makers = {
            "n": self.name,
            "s": self.last,
            "k": self.nick,
            "p": self.place,
            "b": lambda: self.draw.choice(self.bodies),
            "G": self.first,
            "m": lambda: (
                _capital(self.draw.choice(MONTHS)) if self.draw.random() < 0.6 else self.draw.choice(MONTHS)
            ),
            "M": lambda: _capital(self.draw.choice(DAYS)),
        }
        return makers[slot]()


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def composed(seed: int, times: int) -> list[tuple[str, list[tuple[int, int]]]]:
    """Every frame `times` times (things half as often again), some in one sentence after another, some in lower case."""  # noqa: E501
    composer = Composer(seed)
    found = []
    for frames, person, often in ((PEOPLE, True, times), (THINGS, False, times + times // 2)):
        for frame in frames:
            for _ in range(often):
                text, spans = composer.text(frame, person=person)
                if composer.draw.random() < 0.3:
                    before, own = composer.text(composer.draw.choice(THINGS), person=False)
                    before += composer.draw.choice((". ", "! ", ", ", ".\n", " och ", ", för "))
                    if (
                        before[-2] not in ".!"
                        and before[-1] != "\n"
                        and text.split()[0] not in text[slice(*(spans or [(0, 0)])[0])]
                    ):
                        text = text[0].lower() + text[1:]
                    text, spans = before + text, own + [(a + len(before), b + len(before)) for a, b in spans]
                if composer.draw.random() < 0.12:
                    text = text.lower()
                elif text[0].islower():
                    text = _capital(text) if not spans or spans[0][0] else text
                found.append((text, spans))
    return found
