"""Names that stand alone: "tack Ulla på vårdcentralen", "Wiklunds har sålt", "Skogs-Nisse", "läraren krister"."""

import re
from collections.abc import Iterator

from ..wordlists import listed, read_words
from .people import ANIMAL, KIN, MOSTLY_PEOPLE, Judge, Span, Word, is_job

_CORE = read_words(__file__, "given_names")
_ONLY_NAMES = _CORE - read_words(__file__, "ambiguous")
_NOT_ALONE = read_words(__file__, "not_alone")
_NOT_LOWER = _NOT_ALONE | read_words(__file__, "not_alone_lower")
_PLACED = listed("i vid utanför kring runt omkring nära genom norr söder öster väster")
_THING_BEFORE = re.compile(
    r"(?:^(?:ko|ren|get|bot|app)|projekt|team|hotell|café|cafe|kafé|restaurang|pizzeria|villa|boende|kvarter|gruva|appen|tjänst|system|modell|"
    r"robot|skyddsrum|stormen|storm|orkan|färja|fartyg|båt|skuta|isbrytare|tåg|buss|lok|satellit|film|bok|pjäs|musikal|opera|"
    r"sankt|sankta|s:t|m/s|s/s|pensionat|matsal|galleria|biograf|gymnasium|skola|helge|heliga|salong|butik|fond|pris|firma|orden|loge|teater|konsert|gård|gården|parken|kyrka|"
    r"församling|förskola|förskolan|avdelning|avdelningen|serie|serien|hund|katt|häst|kvinnojour|kvinnojouren)"
    r"(?:en|n|et|t|ar|er|erna|arna)?$"
)
_THING_AFTER = re.compile(
    r"(?:s|:s)?-[^\W\d_]|[ ]?&|[ ](?:gata|torg|park|gränd|stiftelse|museum|konstmuseum|kulturhus|kyrka|fond|institut|arena|"  # noqa: E501
    r"gruva|fyndighet|stadion|minne|kapell|stipendium|församling|socken|län|kommun|stift|universitet|sjukhus|festival|AB|KB|HB|Bygg|Åkeri|Trä|Schakt|El|Rör|Måleri|Bil|Buss|Livs|Glas|Plåt|Mek|Taxi|Fastigheter|Konditori|Café|Bageri|"
    r"Pizzeria|Kiosk|Handel|Järn|Möbler|Foto|Entreprenad|Transport|Maskin|Söner|Restaurang|Hotell|Rederi|Trävaru|Gräv|Grus|Teknik)\b"
    r"|(?<=s)[ ](?:väg|plats|stig|skola|pris|hus|led|malm|hall|center|backe|dag|källa|sten|grav|hamn|bod)\b"
)
_NAMED_AFTER = re.compile(
    r"[ ](?:[A-ZÅÄÖ][^\W\d_]+-[a-zåäö]|[A-ZÅÄÖ][^\W\d_]*(?:skolan|gården|gymnasiet|stiftelsen|priset|museet|muséet|dagarna|sällskapet|gatan)\b)"  # noqa: E501
    r"|[ ](?:station|bruk|slott|hamn|bad|camping|golf|vårdcentral|hälsocentral|kanal|högskola|folkhögskola|herrgård|hembygdsgård)\b"  # noqa: E501
)
_WITH_ME = re.compile(
    r"[ ]?(?:,[ ]?\(?\d{1,3}(?!\d)|[ ]\(?\d{1,3}(?:[ ]?år|\))|[ ](?:och|o|å)[ ](?:jag|hans|hennes)\b)"
)
_ANSWERED = listed("kära käre bästa bäste snälla hej tack hälsa grattis nominera fråga")
_SPOKEN = listed(
    "vill säger sa sade berättar tycker menar skriver skrev bor heter jobbar arbetar går minns undrar dansade fyller"
)
_ACTING = listed(
    "fixade fixar städar städade bygger byggde sover sov lagar lagade plockar plockade pluggar pluggade sökte söker bor bodde heter "  # noqa: E501
    "jobbar jobbade kör körde driver drev sköter skötte säger sa sade berättar tycker odlar odlade snickrar undervisar tolkar tolkade "  # noqa: E501
    "föddes flyttade dog gråter grät väntar väntade hjälpte startade öppnade arbetar arbetade studerar läser tränar tränade spelar hittade bakar"  # noqa: E501
)
_FORMS = (
    *(
        "en",
        "et",
        "na",
        "ar",
        "er",
        "or",
        "skan",
        "ning",
        "tion",
        "ism",
        "het",
        "an",
        "are",
        "ande",
        "ende",
        "isk",
        "iska",
        "bolag",
    ),
    *(
        "buss",
        "tåg",
        "bil",
        "verk",
        "vård",
        "folk",
        "skola",
        "kommun",
        "byrå",
        "parti",
        "krav",
        "stöd",
        "jobb",
        "lag",
        "ag",
        "nytt",
    ),
)
_HAVING = listed(
    "la lade pojk tös har hade är var får fick sålde säljer flyttade bor bodde äger ägde kör driver hos"
)
_ONLY_SURNAMES = (
    "sson",
    "sdotter",
    "qvist",
    "enko",
    "ović",
    "vić",
    "wski",
    "czyk",
    "oğlu",
    "zadeh",
    "lainen",
    "läinen",
)
_FIRST_PARTS = listed(
    "sand lind berg ström öh öst väster norr söder ek alm björk gran tall ceder hag hed häll holm hjelm hög kall karl kvarn lager land "  # noqa: E501
    "lilje linds lund löv löf malm mark mell mo mos myr nord ny ny näs o palm pers rosen rud rön sjö skog sköld sten stor strand strid "  # noqa: E501
    "stål sund sved svan svens säll söderl tegn torn torstens ulf vall vik wall wik wester westin win wist åker ås äng öd ör öqvist åh "  # noqa: E501
    "blom grön bränn brod brun bäck dahl dal eke eng eriks fager fors forss fred frid frö gabriel gott gull gyllen hall"
)
_LAST_PARTS = (
    "ström",
    "qvist",
    "kvist",
    "quist",
    "gren",
    "man",
    "mans",
    "stedt",
    "löf",
    "lander",
    "blad",
    "roth",
    "ling",
    "én",
    "ell",
    "beck",
)
_QUOTES = tuple("\"'”“’»«")
_FAMILY = listed("familjen syskonen bröderna systrarna makarna släkten paret makaparet herr fru fröken")
_TO_SOMEBODY = listed("frågade nominerar tackar hälsar ringde gratulerar hjälp låt kallar")
_PRONOUNS = listed("jag vi han hon mig oss honom henne")
_AGED = re.compile(r"[ ](?:[1-9]|1[0-9])[ ]?år\b(?![ ](?:sedan|sen|gammal|i))|,[ ]\d{1,2}(?:[ ]år)?[,.]")
_PREFIXED = re.compile(r"[A-ZÅÄÖ][a-zåäö]{1,11}-(?P<tail>[A-ZÅÄÖ][a-zåäö]{1,12})")
_LOWER_AFTER = listed("på i från hos här heter har är sa säger som o och å")
_LOWER_BEFORE = listed(
    "tack hej heja hälsa fråga ring såg med me till av o å och som att för är e var hette heter vår min säger men när om"  # noqa: E501
)
_INITIAL_AFTER = re.compile(r"[ ][A-ZÅÄÖ](?:\.(?![ ]?[A-ZÅÄÖ])|(?![\w.:&-]|[ ][A-ZÅÄÖ]))")
_INITIALS = re.compile(
    r"(?:(?<=^)|(?<=\n)|(?<=[/,.] )|(?<=/))[A-ZÅÄÖ]\.[ -]?[A-ZÅÄÖ]\.(?=[ ]?(?:$|\n|,|\d{1,3}[ ]?år))"
    r"|(?<![\w@.-])[A-ZÅÄÖ]-[A-ZÅÄÖ][ ][A-ZÅÄÖ][a-zåäöé]{2,20}(?![\w-])"
    r"|(?<![\w@.-])[A-ZÅÄÖ]\.[ ](?:och|o|&)[ ][A-ZÅÄÖ]\.[ ][A-ZÅÄÖ][a-zåäöé]{1,20}(?![\w-])"
    r"|(?:(?<=mvh)|(?<=Mvh)|(?<=MVH)|(?<=sign)|(?<=krift)|(?<=ningar)|(?<=änligen))[ :/,.]{1,3}[A-ZÅÄÖ]\.[ ][A-ZÅÄÖ][a-zåäöé]{1,20}(?![\w-])"  # noqa: E501
)
_INITIAL = re.compile(r"[A-ZÅÄÖ][.-]")
_LABELLED = re.compile(
    r"\b(?:[Ff]örnamn|[Ee]fternamn|[Nn]amn|[Ff]oto|[Tt]ext|[Ii]nskickat av|[Ii]nsänt av|[Ss]kriven av|[Ss]krivet av|[Aa]ntecknat av|"  # noqa: E501
    r"[Aa]nmälare|[Mm]ottagare|[Uu]ppgiftslämnare|[Ss]ökande|[Kk]alla mig|[Vv]id pennan|[Ss]ignerat)[ ]?:?[ ]"
    r"(?P<name>[A-ZÅÄÖ][^\W\d_]{1,20}(?:-[A-ZÅÄÖ][^\W\d_]{1,20})?)(?![\w-])"
)


def lone_names(text: str, words: list[Word], judge: Judge) -> Iterator[Span]:
    """Yield names of one word, where the word or its company leaves little doubt that a person is meant.

    `words` are those of `text`. Places, ships, animals, brands and persons whom everybody knows by one name are left
    alone; so are texts in which most words have a capital, since a capital says nothing there.
    """
    if not words:
        return
    yield from _labelled(text, judge)
    if titled(words):
        return
    common = judge.common
    for i, word in enumerate(words):
        if word.key in common and (not word.capital or word.opens):
            continue
        if word.capital:
            if word.opens and i + 2 < len(words) and words[i + 1].near and words[i + 1].capital:  # noqa: SIM102
                if _unknown(word, judge) and _unknown_acting(words, i + 1, judge):
                    yield word.start, words[i + 1].end
            if len(word.text) > 1 and not word.text.isupper() and _stands_alone(text, words, i, judge):
                yield from _capital(text, words, i, judge)
        elif _lower(words, i, judge):
            yield word.start, word.end


def _labelled(text: str, judge: Judge) -> Iterator[Span]:
    """Initials on a line of their own, and what follows "Förnamn:" or "skrivet av"."""
    for found in _INITIALS.finditer(text) if _INITIAL.search(text) else ():
        yield found.span()
    if ":" in text or " av " in text or "alla mig" in text or "ignerat" in text:
        for found in _LABELLED.finditer(text):
            if judge.may_be_name(found["name"]) and found["name"].casefold() not in judge.common:
                yield found.span("name")


def titled(words: list[Word]) -> bool:
    """Most words begin with a capital, as in a heading or a shout."""
    if sum(word.capital for word in words) < 2:
        return False
    plain = [word for word in words if len(word.text) > 1 and word.key not in _ONLY_NAMES and not word.opens]
    return len(plain) > 1 and 3 * sum(word.capital for word in plain) > 2 * len(plain)


def names_a_thing(text: str, words: list[Word], i: int, end: int, judge: Judge) -> bool:
    """Whether word `i`, of a name that reaches to `end`, belongs to a thing, an animal or a widely known person."""
    word = words[i]
    if _THING_AFTER.match(text, end) or _NAMED_AFTER.match(text, end) or _quoted(text, word):
        return True
    if any(judge.well_known(text, near, end) for near in words[max(0, i - 2) : i + 1]):
        return True
    if not i or not word.near:
        return False
    before = words[i - 1]
    if _near_somebody(before) or before.key in _FAMILY:
        return False
    return bool(
        _THING_BEFORE.search(before.key) or ANIMAL.search(text[max(0, before.start - 30) : word.start])
    )


def _stands_alone(text: str, words: list[Word], i: int, judge: Judge) -> bool:
    word = words[i]
    if i + 1 < len(words) and words[i + 1].near and words[i + 1].capital and len(words[i + 1].text) > 1:
        return False
    if _THING_AFTER.match(text, word.end):
        return False
    if not i or not word.near:
        return True
    before = words[i - 1]
    if before.key in _FAMILY:
        return True
    if before.capital and not (before.opens and _plain_opener(before, judge)):
        return False
    if _near_somebody(before):
        return True
    return not _THING_BEFORE.search(before.key) and not ANIMAL.search(
        text[max(0, before.start - 30) : word.start]
    )


def _plain_opener(word: Word, judge: Judge) -> bool:
    """Whether a word has its capital from opening a sentence only: "Såg Conny", "Tränaren Fredde"."""
    if word.key in judge.common or _near_somebody(word):
        return True
    return not judge.is_given(word.text) and not judge.shaped(word) and word.key not in judge.places


def _capital(text: str, words: list[Word], i: int, judge: Judge) -> Iterator[Span]:  # noqa: C901
    word = words[i]
    before = words[i - 1] if i and word.near else None
    span = word.start, word.end
    given = judge.is_given(word.text)
    stem = word.key if word.key in _CORE else word.key.removesuffix("s")
    if before and before.key in _FAMILY:
        if judge.may_be_name(word.text) and word.key not in judge.common:
            yield span
        return
    if before and before.key in _PLACED:
        return
    if word.key in _NOT_ALONE or stem in _NOT_ALONE or word.key in judge.places:
        if given and before and not word.opens and _near_somebody(before) and _WITH_ME.match(text, word.end):
            yield span
        return
    if any(judge.well_known(text, near, word.end) for near in words[max(0, i - 2) : i + 1]) or _quoted(
        text, word
    ):
        return
    initial = _INITIAL_AFTER.match(text, word.end) if given else None
    if initial and (judge.sure_given(word) or word.key in MOSTLY_PEOPLE):
        yield word.start, initial.end()
    elif judge.sure_given(word):
        if word.key not in judge.common or not word.opens:
            yield span
            if i + 2 < len(words) and words[i + 1].key in ("och", "o", "å", "&") and words[i + 2].capital:
                other = words[i + 2]
                if judge.is_given(other.text) and not (
                    i + 3 < len(words) and words[i + 3].near and words[i + 3].capital
                ):
                    yield other.start, other.end
    elif given:
        if _in_company(text, words, i, judge):
            yield word.start, initial.end() if initial else word.end
    elif (
        ((prefixed := _PREFIXED.fullmatch(word.text.removesuffix("s"))) and _named(prefixed["tail"], judge))
        or (word.opens and not before and _unknown_acting(words, i, judge))
        or (not word.opens and stem.endswith(_ONLY_SURNAMES[3:]) and len(stem) > 6 and judge.part(word))
        or (
            ((before and before.key in _TO_SOMEBODY) or _AGED.match(text, word.end)) and _unknown(word, judge)
        )
        or (
            before
            and _presents(before)
            and judge.part(word)
            and word.text[1:].islower()
            and len(word.key) > 3
        )
        or (
            (not word.opens or _household(words, i) or word.key.endswith("ssons"))
            and _surname_alone(word, judge)
        )
        or (before and judge.shaped(word) and _surname_shaped(word, judge) and _beside_somebody(words, i))
    ):
        yield span


def _quoted(text: str, word: Word) -> bool:
    """A word between quotation marks names a thing more often than a person."""
    return text[word.start - 1 : word.start] in _QUOTES and text[word.end : word.end + 1] in _QUOTES


def _named(tail: str, judge: Judge) -> bool:
    return judge.is_given(tail) and (
        tail.casefold() not in judge.ambiguous or tail.casefold() in MOSTLY_PEOPLE
    )


def _near_somebody(before: Word) -> bool:
    return before.key in KIN or is_job(before.key)


def _presents(before: Word) -> bool:
    """ "Vaktmästare Rolle", "Kära Madde": whoever follows needs no name that is known."""
    return before.key in _ANSWERED or (
        is_job(before.key) and before.key.endswith(("ren", "kan", "ten", "rn", "are", "ören"))
    )


def _in_company(text: str, words: list[Word], i: int, judge: Judge) -> bool:
    """Whether a name that is also a word is somebody here: an age, "och jag", a verb of speech, or a capital in mid-sentence."""  # noqa: E501
    word = words[i]
    if _WITH_ME.match(text, word.end):
        return True
    if word.key.removesuffix("s") in _NOT_ALONE:
        return False
    if not word.opens and word.key in MOSTLY_PEOPLE:
        return True
    return (
        i + 1 < len(words) and words[i + 1].near and words[i + 1].key in _SPOKEN and word.key in MOSTLY_PEOPLE
    )


def _unknown_acting(words: list[Word], i: int, judge: Judge) -> bool:
    """ "Sabahudin fixade": an unknown word that is no Swedish form, doing what people do."""
    follows = words[i + 1] if i + 1 < len(words) and words[i + 1].near else None
    return follows is not None and follows.text in _ACTING and _unknown(words[i], judge)


def _unknown(word: Word, judge: Judge) -> bool:
    return (
        len(word.key) > 3
        and word.text[1:].replace("-", "").islower()
        and judge.part(word)
        and word.key not in _NOT_ALONE
        and not word.key.endswith(_FORMS)
    )


def _beside_somebody(words: list[Word], i: int) -> bool:
    """ "Jag och Stridsberg", "alla vet att Forsmans har"."""
    before = words[i - 1].key
    if before in ("och", "o", "å", "med"):
        return i > 1 and words[i - 2].key in _PRONOUNS
    return (
        before == "att"
        and i + 1 < len(words)
        and words[i + 1].key in _HAVING
        and not words[i].key.endswith(_FORMS)
    )


def _surname_shaped(word: Word, judge: Judge) -> bool:
    """ "Jag och Stridsberg": no place that is known, no common word."""
    stem = word.key.removesuffix("s")
    return (
        len(word.key) > 5
        and judge.part(word)
        and not {word.key, stem} & (judge.known | judge.places | _NOT_ALONE)
    )


def _household(words: list[Word], i: int) -> bool:
    """ "Wiklunds har sålt": those of that name."""
    return words[i].key.endswith("s") and i + 1 < len(words) and words[i + 1].key in _HAVING


def _surname_alone(word: Word, judge: Judge) -> bool:
    """ "Det var Nyberg på soc": a listed surname, or one that nothing else looks like."""
    if len(word.key) < 5 or word.key in judge.common or not judge.may_be_name(word.text):
        return False
    stem = word.key.removesuffix("s")
    if stem in _NOT_ALONE or word.key in _NOT_ALONE:
        return False
    if word.key.endswith("ssons"):
        return True
    if stem in judge.known or word.key in judge.known:
        return False
    return (
        {word.key, stem} & judge.surnames != frozenset() or stem.endswith(_ONLY_SURNAMES) or _composed(stem)
    )


def _composed(stem: str) -> bool:
    """ "sandström": the first part and the last that Swedish surnames are made of, where no place is called so."""
    return any(stem.endswith(last) and stem[: -len(last)] in _FIRST_PARTS for last in _LAST_PARTS)


def _lower(words: list[Word], i: int, judge: Judge) -> bool:
    """ "prata me göran på ica": a common Swedish name in lower case that is no word."""
    word = words[i]
    key = word.key
    if (
        len(key) < 4
        or key in judge.common
        or key in judge.places
        or key in judge.ambiguous
        or key in _NOT_LOWER
    ):
        return False
    if i > 0 and word.near and _near_somebody(words[i - 1]) and judge.is_given(key):
        return key in _CORE or not key.endswith(("ar", "er", "ade", "at", "it"))
    if key not in _CORE and not (
        key.endswith("s") and key[:-1] in _CORE and key[:-1] not in judge.ambiguous | _NOT_LOWER
    ):
        return False
    if len(key) > 4 and judge.sure_given(word):
        return True
    before = words[i - 1].key if i and (word.near or word.before.strip() in (",", "")) else ""
    after = words[i + 1].key if i + 1 < len(words) and words[i + 1].near else ""
    return after in _ACTING or before in _LOWER_BEFORE or after in _LOWER_AFTER or (not i and word.near)
