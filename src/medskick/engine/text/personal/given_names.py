"""Given names common in Sweden, Finland and Sápmi, and among people who have moved there. Lower case."""

_SWEDISH = """
adam adrian agneta agnes albert albin alexander alexandra alf alfred alice alina allan alma alva alvar amalia amanda amelia
anders andreas anette angelica angelika anita anja ann anna annbritt anneli annelie annica annika annmarie ante anton
arne aron arthur arvid asta astrid august augusta axel barbro beata beatrice bengt benjamin bernt bertil berit birgit birgitta
birger bjarne björn bo bodil boel bosse britt britta brita britt-marie brittmarie börje camilla carin carina carl
carl-gustav carolina caroline casper catarina catharina cecilia charlie charlotta charlotte christer christian christina
christoffer claes clara claudia clas conny cornelia dag dagmar dagny daniel daniela david denise dennis diana didrik douglas
ebba ebbe eddie edit edith edvard edvin edwin egon eilert einar elias elin elina elis elisabet elisabeth elise ella elle
ellen ellinor elma elmer elna elof elsa elsie elsy elvira elvis emelie emil emilia emma emmy engla enok eric erica erik
erika erland erling ernst ester esther estelle eva eva-lena evelina evert fabian fanny felicia felix filip filippa
folke frank fredrik freja frida fridolf fritz gabriel gabriella georg gerd gerda gerhard gert gertrud gideon gisela glenn
greger greta grete gudrun gull gull-britt gun gunborg gunhild gunilla gunlög gunn gunnar gunnel gunvald gunvor gurli gustaf
gustav göran gösta göte haldis hampus hanna hannah hans harald harry hasse hedda hedvig helen helena helene helga helge helmer
henning henric henrik henry herbert herman hilda hilding hilma hjalmar hjördis holger hubert hugo håkan ida inez inga
inga-lill ingalill inga-lisa ingegerd ingegärd ingela ingemar inger ingmar ingrid ingvar ingvor irene irma isa isabella isabelle isac
isak isidor ivan ivar ivarsson jack jakob jacob jan jan-erik jan-olof jane janne jannike jasmine jeanette jennie jenny jens
jerker jerry jesper jessica jim jimmy joakim joel johan johanna johannes johnny john jon jonas jonatan jonathan jonna jonny josef josefin
josefina josefine joseph josephine judith julia julian juliana julius juni jörgen kaj kajsa karin karl karl-erik karl-gustav
karolina kasper katarina katrin kennet kenneth kent kerstin kevin kicki kim kjell klara klas knut konrad kristin kristina kristian
kristoffer krister kurre kurt lage lars lars-erik lasse laura lea leia leif lena lennart leo leon leopold liam lilian lilly lillemor
lina linda linn linnea linnéa linus lisa lisbet lisbeth lise-lotte liselott liselotte liv livia lo loke lotta lotten louise lova
love lovis lovisa lowe lucas ludvig ludwig lukas lydia lykke maj maja maj-britt maj-lis majken malin malte malva manfred mange
marcus margareta margaretha margit margot margret maria mariana marianne marie marika marina mariette marita mark markus martin
martina mary mathias matilda mats matteo mattias matts maud max maximilian maya melissa melker melvin mia micael michael
mikael milla milo milton minna minnie mira miranda miriam mirja moa molly mona monica monika monica måns märit märta märtha nathalie
natalie nellie nelly nicklas niclas nicolina nicole niklas nils noel noah noomi nora nova numa ola olav ole olga olivia olle
olof oskar oscar ossian otto ove patricia patrik patrick paul paula paulina pauline pelle per per-erik per-olof pernilla peter
petra petter pia pierre pontus rakel ragna ragnar ragnhild ralf rasmus rebecca rebecka regina rickard rikard robert robin roger
roland rolf ronja ronny rosa rose roy ruben rune rut ruth saga sally samuel sandra sanna sara sarah sebastian selma sigbritt sigge
signe sigrid sigurd sigvard simon siri siv sixten sofi sofia sofie solbritt solveig solvig sonja staffan stefan stella sten stig
stina stine sture sune susann susanna susanne svante sven sven-erik svea sverker sylvia sylvi sören tage tanja tekla teo teodor
terese teresa theo theodor therese therése thomas thorbjörn thore thorsten thure thyra tiffany tilda tilde tim timmy tina tindra tobias tom tomas
tommy tor tora torbjörn tord tore torgny torkel torsten tova tove tove-marie tristan tua tuva tyra tuve ulf ulla ulla-britt
ulrica ulrik ulrika urban vanja vega vendela vera verner vera-lisa verna vibeke vidar vide viggo viking viktor viktoria vilgot
vilhelm vilma vincent viola viveka vivi vivianne vivan wanja werner wilhelm william wilma xerxes yngve ylva yngvar yvonne
åke åsa åse ängla örjan östen lollo kalle nisse pelle ante uffe totte anki anci lillan lisen titti majsan gittan bettan
anna-greta anna-karin anna-lena anna-lisa anna-maria anna-stina ann-britt ann-catrin ann-charlotte ann-christin ann-kristin
ann-louise ann-marie ann-mari ann-sofi ann-sofie ann-helen ann-louise britt-inger eva-britt eva-karin eva-lotta eva-marie
gun-britt gun-marie gull-maj ing-britt ing-marie inga-britt inger-marie karl-johan karl-axel lars-åke lars-göran lars-gunnar
lars-olov lars-olof mari-ann mari-anne marie-louise may-britt mai-britt nils-erik nils-olof per-anders per-arne per-ola per-åke
rose-marie stig-arne stig-olov sven-olof sven-åke ulla-maj ulla-karin tor-björn olov olovsson olavi elov
""".split()

_FINNISH = """
aada aapo aarne aaro aarre aatos aatto aila aili aino akseli aki alli anneli anni annikki annukka anssi antero antti anu anna-liisa arja
armas armi arto arttu arvo asko aukusti aulis eero eeva eevi eila eino eija eliisa elina elli emmi ensio erkki esa esko
eveliina hannele hannes hannu harri heidi heikki heimo helinä helmi helvi henna henri hilkka iida iiro iisakki ilkka ilmari
ilona ilpo inka inkeri irja irmeli isto jaakko jaana jalmari jani janne jari jarkko jarmo joona joonas jorma jouko jouni
juha juhana juhani juho jukka jussi jyrki jyri kaarina kaarlo kaija kaino kaisa kalervo kalevi kalle kari katja katri kauko
kerttu kimmo kirsi kirsti kyllikki kyösti lahja laila lasse lassi lauri leena leevi lempi liisa lotta lyyli maarit maija
mairit marja marjatta marjo marjut markku marko markus martti matti mauri mervi merja mika mikko milja minna mirjami
mirjam niilo niina niko noora olavi olli onni orvokki osmo ossi otso outi paavo päivi päivö pasi pekka pentti pertti petri petteri
pirjo pirkko päivikki raija raili raimo rauha rauni reijo reino riikka riitta risto ritva saara saija saila salla sami samuli sanna
sanni sari satu seija seppo silja simo sini sinikka sirkka sirpa soile soili susanna suvi taina taisto taimi tapani tapio tarja taru tatu
teemu teija tellervo tenho terhi terttu tiina timo toini toivo tommi topi tuija tuomas tuomo tuula tuulikki ulpu unto urho urpo usko vappu
veijo veikko veli venla vesa vieno viivi vilho viljo ville virpi väinö yrjö
""".split()

_SAMI = """
aslak aslat ántte ánte ánde ánná áile áilu ailu áilo ailo áslat anders-nila ande biera biret biret-ánne birit máret máhtte mahtte
mahtto márjá márjjá marja nilla nillas niila nils-anders nils-ánte nila ovllá heaika heaikka issát issat jovnna jovna jouna
johanas juhán juhán-nilla juhán lásse lásse lásla láilá laara láara risten ristin rávdná rávna ravna sárá sárrá sunná sunna
elle-máret elle inger-ánne inger-marit ingá ellen-anne gáren gáddjá káre kárin magga májjá mággá mikkel mihkkal
per-henrik per-jonas per-niila piera piera-niila per-ante pávval bávval sámmol sámmel sofe stina-inga tor-lennart uhca
jokkmokk-anna laila susanne-marja lars-ánte lars-anders lars-jon lars-jonas olof-thomas
""".split()

_FROM_ABROAD = """
abdi abdirahman abdul abdullah abdulla abebe adel adnan agnieszka ahmad ahmed aisha ajay alan aleksander aleksandra ali alia alija
alejandro ali amal amin amina amir amira amna anastasia ana anass andrei andrej andriy anh anil anil ananya aram
arash arif arjun artem arta asha ashraf asif asmaa ayan ayaan aylin ayse azad aziz bahar basel bashir basma behnaz besa besart bilal
bogdan boris carlos carmen chen chiara dalia daria dario deepa deepak dejan diego dilan dina dmitri dmytro dragan dunja edin elena
elham elif emir enrique ebru eman emina erdal esra faisal farah fatemeh fatima fatma fatou fawzia faduma ferhat fernando filsan
francesca francesco gabriela georgios giorgos giovanni giulia goran grace habib hadi hala haile halima hamid hamza hana hanan hani
haris haruka hasan hassan hawa hiba huda hussein hussain ibrahim idris ikram iman imran inna irina irena ismail iryna ivana jasmin jamal jamila
javad javier jelena jing jose joão juan kamal karim karolina kateryna katarzyna khadija khaled khalid krzysztof kumar layla
leila lejla li lidia ling liliana ljubica lucia luis luka lukasz lyudmyla magdalena mahdi mahmoud malak mariam marija
mariusz mariya maryam marwa marwan masoud mateusz maksym mehmet mei meron merjem michal miguel mihai milan milena milica mina
mirela mohamad mohamed mohammad mohammed monir mostafa muhammad muna munira murat mustafa mykola nada nadia nadja nadir nahid
najma naima narges nasir nasrin natalia nataliya natasha navid nazanin nermin nguyen nidal nikola nina nour nura oksana oleh
oleksandr oleksii olena omar osama osman parisa patrycja paweł pawel pedro petros pooja pradeep priya qasim rabia rachid radu
rafael rahel rahim rahul raj raja ramin rana rania rashid ravi reem reza rima robel roberto rohit roza sabina sabrina sadia
said salam saleh salim salma samar samir samira samuel sana sandeep sanjay saman sandor sanela saron sasha sead selam semir senait
sergej sergey serhiy shahid shaima shirin sigita sina siham slobodan soraya sofiia stanislav sulaiman suleiman sultan sunil svetlana
svitlana tanvir tarek tariq tatiana tatjana tenzin tesfaye tetiana thi tigist tuan uma valentina vasil vijay viktoriia vladimir
volodymyr wafa walid wei wojciech xiao yan yana yasin yasmin yasmine yohannes yonas yosef yousef yuki yulia yuliia yusuf zahra
zainab zara zeinab zhang zlatan zoran zuzana
""".split()

GIVEN_NAMES = frozenset(_SWEDISH + _FINNISH + _SAMI + _FROM_ABROAD)

# Given names that are also everyday words, or parts of place names: they count only in telling company.
AMBIGUOUS = frozenset(
    """bo björn per stig sten maj juni love mark dag liv lo max kim tor tore siri liv vide saga nova rosa rose kent juni august
    augusta alla gun gull sol ros grace ling mei wei chen li raj raja said sally may lova lykke viking sixten storm my
    uma sultan ana sina hani hala amal salam lea lahja toivo rauha onni lempi vieno usko urban frank page tom tim jack pia noor
    mika satu suvi vega stella engla ante hadi alan thi anh jing tuan yan roy elle sara uhca vanja victoria viktoria
    aino arne asta otto teo jan ali ole ida eva una boel dan olle kalle pelle meta clas elias tora tage ella unto mange
    totte lillan svea ulrik loke penn carmen diana diego santa david jon johannes petrus paulus gabriel maria""".split()
)
