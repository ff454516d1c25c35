"""Capitalised words that are not private people: places, bodies, and persons everybody knows. Lower case."""

PLACES = frozenset(
    """
    arjeplog arvidsjaur boden gällivare haparanda jokkmokk kalix kiruna luleå pajala piteå älvsbyn överkalix övertorneå norrbotten
    västerbotten norrland lappland sápmi tornedalen sverige finland norge danmark island europa ryssland ukraina usa eu tyskland
    sunderbyn sunderby gammelstad gammelstaden råneå rånea bergnäset björkskatan porsön hertsön örnäset mjölkudden kallax antnäs alvik
    malmberget koskullskulle porjus vuollerim kvikkjokk abisko riksgränsen karesuando vittangi svappavaara jukkasjärvi kurravaara
    tärendö korpilombolo kangos muonio muodoslompolo junosuando hortlax norrfjärden öjebyn rosvik jävre hemmingsmark bergsviken
    roknäs storfors vidsel bredsel korsträsk moskosel glommersträsk slagnäs laisvall adolfsström jäkkvik sävast sävastön harads vittjärv
    edefors unbyn heden töre nyborg rolfs båtskärsnäs morjärv seskarö karungi kukkola svanstein juoksengi hedenäset risudden
    lansjärv jockfall ullatti nattavaara hakkas skaulo torneå tornio rovaniemi oulu uleåborg tromsö narvik bodö skellefteå umeå
    östersund sundsvall stockholm göteborg malmö uppsala arlanda visby gotland almedalen lund örebro linköping norrköping västerås
    gävle falun karlstad helsingborg halmstad borås jönköping växjö kalmar karlskrona kristianstad lycksele storuman vilhelmina sorsele
    helsingfors oslo köpenhamn berlin bryssel london paris moskva kyiv kharkiv damaskus skåne dalarna småland halland värmland
    jämtland härjedalen hälsingland ångermanland medelpad kallak gállok malmbanan norrbotniabanan inlandsbanan laponia sarek padjelanta
    muddus storforsen dundret kebnekaise nikkaluokta torneälven luleälven piteälven kalixälven bottenviken kvarken lofsdalen
    markbygden aitik esrange lombolo tuolluvaara luossavaara kiirunavaara kurrokvejk kåbdalis lantjärv persön vistheden
    """.split()
)

# Second words that make a place, body or thing of the first: "Per Geijer", "Maria kyrka", "Studio Acusticum".
NOT_SURNAMES = frozenset(
    """
    geijer acusticum kommun kommunen region regionen skola skolan skolor stiftelse stiftelsen museum museet gruva gruvan malm malmen
    fyndighet fyndigheten priset pris plats gata gatan väg vägen torg torget arena arenan hallen hall institut institutet fond fonden
    hus huset center centrum park parken kyrka kyrkan kapell station stationen sjukhus sjukhuset universitet universitetet
    hälsocentral vårdcentral vårdcentralen förskola förskolan bibliotek biblioteket ab hb kb handelsbolag aktiebolag förlag group
    sweden norrbotten norr syd väst öst international city nord nordic arctic energi energy bygg el buss åkeri taxi trafik tekno mining
    minerals metall steel power tech hotel hotell camping festival teatern teater bio film radio tv tidning nytt nyheter kuriren
    capita se no eu och i på av vid till från som är har ska vill kan med för men eller inte jag vi ni de dom den det en ett
    """.split()
)

PUBLIC_PERSONS = frozenset(
    """
    per geijer|astrid lindgren|selma lagerlöf|olof palme|dag hammarskjöld|alfred nobel|greta thunberg|nils holgersson|carl linnæus
    carl von linné|gustav vasa|karl marx|raoul wallenberg|anna lindh|august strindberg|eyvind johnson|stina aronson|sara lidman
    torgny lindgren|mikael niemi|björn ferry|charlotte kalla|stig wennerström|börje salming|mats sundin|victor hasselblad
    lars levi laestadius|lars levi læstadius|nils dardel|johan turi|elsa laula|elsa laula renberg|adam smith|evert taube|carl bildt
    göran persson|ingvar kamprad|karl johan|carl larsson|jan guillou|stieg larsson|pippi långstrump|emil lönneberga|ronja rövardotter
    vladimir putin|donald trump|joe biden|elon musk|bill gates|angela merkel|martin luther|max weber|al gore|barack obama
    maria magdalena|johannes döparen|sankt erik|sankt per|hjalmar lundbohm|hjalmar lundbohmsskolan|jan stenbeck
    """.replace("\n", "|").replace("    ", "").split("|")
)

# Words that begin a signature or follow "kontakta" without being anybody's name.
NOT_PERSONS = frozenset(
    """
    en ett vi oss alla elevrådet styrelsen ordföranden klassen klass familjen föräldrar föräldrarna elever eleverna personal personalen
    boende medborgare invånare anonym anonymt pensionär mamma pappa mormor morfar farmor farfar ung gammal orolig arg trött tacksam
    pro spf lrf lo tco saco rfsl region regionen kommunen kommun föreningen klubben gruppen bordet bord grupp ni du jag er dig mig
    stort tusen varma många hoppas tack snälla ha med från för till och men att det den de på i så när om vad hur var
    bygg satsa fler bättre mer mindre inga ingen nej ja hej norrbottens sveriges svenska företagarna byalaget bygdens byns
    hemtjänsten vården skolan socialtjänsten polisen migrationsverket trafikverket försäkringskassan arbetsförmedlingen almi skatteverket
    lkab ssab sj csn sas eu ltu ssu muf cuf luf kdu facebook instagram google youtube tiktok microsoft team teams zoom
    januari februari mars april juni juli augusti september oktober november december måndag tisdag onsdag torsdag fredag lördag söndag
    best kind the a an my our your we they i you she he it this that
    """.split()
)

BODY_ENDINGS = (
    "rådet", "råd", "styrelsen", "styrelse", "föreningen", "förening", "föreningarna", "klubben", "klubb", "laget", "klassen", "klass",
    "gruppen", "grupp", "kommun", "kommunen", "bolaget", "bolag", "partiet", "eleverna", "boende", "skolan", "skola", "verket", "nämnden",
    "förbundet", "förbund", "teatern", "sjukhuset", "centralen", "myndigheten", "kassan", "banken", "tidningen", "kuriren", "kyrkan",
    "byn", "banan", "gruvan", "älven", "fjället", "sjön", "marknaden", "universitetet", "företagen", "företag", "fabriken", "museet",
    "huset", "hallen", "arenan", "gården", "borna", "borna", "avdelningen", "teamet", "radion", "museum", "gymnasiet", "gymnasium",
)  # fmt: skip

_SURNAME_ENDINGS = """
    sson sdotter son dotter ström qvist kvist qwist gren lund lind lindh dahl dal berg bergh borg holm stedt steth stad vall wall
    hammar stam ander ius én lén ell elius löf löv blad rot kvarn krantz skog skär mark myr fors forss bäck beck björk ek rönn asp sjö
    å ås ås näs hed lid fjäll sten stén stierna stjärna sköld hielm hjelm skjöld crona krona gård grund rud sand hagen hult
    nen lainen läinen niemi vaara järvi mäki lahti ranta koski korpi salo saari kangas lampi joki aho lehto vuori pää ahti vainio heikki
    lä la kkä kko mo vidd vatt kvick stråle svärd skägg hatt lantz man mann rand vik viks vigh strand ahl hoff land stig torp tun
    ic ić vic wski ski ska enko chuk ov ova ev eva zadeh pour oğlu oglu ez es yan ian
""".split()
SURNAME_ENDINGS = tuple(dict.fromkeys(_SURNAME_ENDINGS))
# These endings alone make a capitalised word a surname, whatever stands before it.
SURE_ENDINGS = (
    "sson", "sdotter", "ström", "qvist", "kvist", "gren", "stedt", "linder", "bergh", "holmgren", "ainen", "äinen", "onen", "inen",
    "unen", "anen", "änen", "önen", "ynen", "enko", "ović", "ovic", "evic", "owski", "ewski",
)  # fmt: skip
