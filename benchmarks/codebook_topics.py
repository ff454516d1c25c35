"""Definitions, in our own words, of the Almedalen programme's topics: a codebook to develop with."""

from medskick.engine.analysis.codebook import Entry

DEFINITIONS = {
    "Klimat/miljö": "Utsläpp, klimatförändring, miljöskydd, hav och natur.",
    "Vård och omsorg": "Sjukvård, läkemedel, patienter, hemtjänst och personal i vården.",
    "Sysselsättning/arbetsmarknad": "Jobb, arbetslöshet, kollektivavtal, arbetsmiljö och anställningar.",
    "Näringsliv": "Företagande, entreprenörer, konkurrens och tillväxt i företag.",
    "Barn/ungdom": "Barns och ungas uppväxt, rättigheter och villkor.",
    "Utbildning": "Skola, lärare, elever, högskola och studenter.",
    "Friskvård/hälsa": "Folkhälsa, motion, idrott, kost, alkohol och tobak.",
    "Mänskliga rättigheter": "Diskriminering, flyktingar, funktionshinder, frihet och lika värde.",
    "Energi": "El, kärnkraft, vindkraft, bränslen och energisystem.",
    "Kultur": "Konst, musik, teater, film, böcker och kulturpolitik.",
    "Ekonomi": "Skatter, offentliga finanser, banker, pensioner och sparande.",
    "Rättsväsende/brott": "Polis, domstolar, kriminalitet, straff och brottsoffer.",
    "Integration/mångfald": "Invandring, etablering, språk, religion och mångfald.",
    "Regionfrågor": "Regioner, kommuner, landsbygd och regional utveckling.",
    "Säkerhet/försvar": "Försvarsmakten, krisberedskap, militär och säkerhetspolitik.",
    "Infrastruktur/kommunikationer": "Vägar, järnväg, transporter, trafik och bredband.",
    "Jämställdhet": "Kvinnor och män, löneskillnader, feminism och könsroller.",
    "Byggande": "Bostäder, stadsbyggnad, hyresrätter, fastigheter och arkitektur.",
    "EU": "Europeiska unionen, Europaparlamentet, medlemskap och Bryssel.",
    "Media/journalistik": "Tidningar, television, journalister, pressfrihet och sociala medier.",
    "Mat": "Livsmedel, jordbruk, måltider och råvaror.",
    "Äldre": "Äldre människor, pensionärer och att åldras.",
    "Besöksnäring": "Turism, hotell, resmål och besökare.",
    "Internationella frågor": "Bistånd, utveckling i fattiga länder, fred och omvärlden.",
    "Demokrati": "Val, medborgare, delaktighet, tillit och politiskt styre.",
    "Digitalisering": "Digital teknik, data, artificiell intelligens och tjänster på nätet.",
    "Pandemi": "Covid-19, smittspridning, vaccin och följderna av pandemin.",
    "Djur/natur": "Djurskydd, vilda djur, skog och biologisk mångfald.",
}


def entries(topics: list[str]) -> tuple[Entry, ...]:
    """The codebook of these topics, in their order."""
    return tuple(
        Entry(f"t{n}", topic.replace("/", ", "), DEFINITIONS[topic]) for n, topic in enumerate(topics)
    )
