"""Which column is which: a first guess from the columns' names, for a person to correct."""

import re
import unicodedata
from collections.abc import Callable, Iterable

# Names as they look after ``_key``. Earlier fields and earlier names win.
NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "svar", "inspel", "kommentar", "fritext", "fritextsvar", "bidrag", "synpunkt", "synpunkter",
        "medskick", "ide", "forslag", "asikt", "tanke", "beskrivning", "meddelande", "yttrande",
        "kommentarer", "innehall", "svarstext", "brodtext", "answer", "response", "comment", "comments",
        "contribution", "opinion", "statement", "description", "message", "body", "content", "free text",
        "feedback", "idea", "suggestion",
    ),
    "title": ("titel", "rubrik", "title", "heading", "headline", "subject", "amne", "arende"),
    "id": (
        "id", "nr", "nummer", "lopnr", "lopnummer", "svarsid", "svars id", "respondentid", "respondent id",
        "inspelsid", "diarienummer", "dnr", "referens", "identifier", "number", "response id", "key",
        "uuid", "kod",
    ),
    "municipality": (
        "kommun", "kommunkod", "hemkommun", "bostadskommun", "kommunnamn", "municipality",
        "municipality code", "ort", "hemort", "bostadsort", "plats", "place", "city", "town", "kommun kod",
    ),
    "age": (
        "alder", "aldersgrupp", "aldersintervall", "aldersklass", "age", "age band", "age group",
        "agegroup", "fodelsear", "ar fodd",
    ),
    "people": (
        "antal", "antal personer", "antal deltagare", "personer", "deltagare", "gruppstorlek", "people",
        "persons", "group size", "groupsize", "count", "participants", "number of people", "vi ar",
    ),
    "organisation": (
        "organisation", "forening", "foretag", "organisationsnamn", "organization", "company",
        "association", "skola", "myndighet", "namn pa organisation", "organiser", "organizer", "arrangor",
    ),
    "sender": (
        "avsandare", "avsandartyp", "typ av avsandare", "svarar som", "roll", "sender", "sender kind",
        "sender type", "respondent", "respondenttyp", "jag svarar som", "submitter", "uppgiftslamnare",
    ),
    "channel": ("kanal", "channel", "inkom via", "inkommet via", "insamlingssatt", "medium"),
    "date": (
        "datum", "date", "inkom", "inkommen", "inkommet", "inkom datum", "inlamnad", "tidpunkt", "tid",
        "tidstampel", "timestamp", "skapad", "created", "created at", "submitted", "submitted at",
        "received", "svarsdatum", "slutforandetid", "completion time", "end date", "starttid", "start time",
    ),
    "language": ("sprak", "language", "lang", "locale", "sprakkod", "language code"),
    "question": ("fraga", "question", "fragestallning", "fragenummer", "fraga nr", "prompt"),
    "source": (
        "kalla", "source", "mote", "meeting", "workshop", "tillfalle", "aktivitet", "handelse", "event",
        "ursprung",
    ),
}  # fmt: skip
FIELDS = tuple(sorted(NAMES))

# Words that tell what a question used as a column name asks for.
WORDS_IN_QUESTIONS: dict[str, tuple[str, ...]] = {
    "municipality": ("kommun", "kommunen", "municipality", "bor du"),
    "age": ("gammal", "alder", "old", "age", "fodd"),
    "people": ("hur manga", "how many"),
    "organisation": ("organisation", "forening", "organization"),
    "language": ("sprak", "language"),
}

# Questions used as column names by web forms: the answer below them is the contribution.
_ASKS = re.compile(
    r"\b(vad vill du|vad tycker du|vad onskar|vad behover|vad ar viktig|vad gor|hur vill du|hur ser|hur kan|"
    r"vilka|beskriv|beratta|skicka med|ovriga synpunkter|ovrigt|nagot mer|what do you|what would you|"
    r"how would|tell us|anything else|your thoughts|dina tankar|ditt svar|din ide|ditt inspel|ditt forslag|"
    r"din synpunkt)\b"
)


def columns_for(table_columns: Iterable[str]) -> dict[str, str]:
    """``{field: column}`` for the columns whose names tell what they hold; each column is used once.

    Knows Swedish and English names in any case, with or without å, ä, ö and with punctuation. Fields: id,
    text, title, people, municipality, age, channel, sender, organisation, date, language, question, source.
    """
    keys = {column: _key(column) for column in table_columns}
    guess: dict[str, str] = {}
    _match(keys, guess, NAMES, _is_name)
    _match(keys, guess, {field: names for field, names in NAMES.items() if field != "text"}, _is_near_name)
    _match(keys, guess, WORDS_IN_QUESTIONS, _asks_about)
    _guess_question_as_text(keys, guess)
    _match(keys, guess, NAMES, _is_near_name)
    return guess


def _match(
    keys: dict[str, str],
    guess: dict[str, str],
    wanted: dict[str, tuple[str, ...]],
    matches: Callable[[str, str], bool],
) -> None:
    """Give each field that has no column yet the first free column that matches one of its names."""
    for field, names in wanted.items():
        if field in guess:
            continue
        taken = set(guess.values())
        found = (c for name in names for c, key in keys.items() if c not in taken and matches(key, name))
        column = next(found, None)
        if column is not None:
            guess[field] = column


def _guess_question_as_text(keys: dict[str, str], guess: dict[str, str]) -> None:
    if "text" in guess:
        return
    free = [column for column in keys if column not in guess.values()]
    asks = [column for column in free if _ASKS.search(keys[column])]
    if not asks:
        asks = [column for column in free if column.rstrip().endswith("?") and len(column.split()) > 3]
    if asks:
        guess["text"] = asks[0]


def _is_name(key: str, name: str) -> bool:
    return key == name


def _is_near_name(key: str, name: str) -> bool:
    """ "din kommun", "kommun (frivilligt)", "text 1": the name with one or two words around it."""
    if len(name) < 3 or len(key.split()) > len(name.split()) + 2:
        return False
    return key.startswith(name + " ") or key.endswith(" " + name)


def _asks_about(key: str, word: str) -> bool:
    """ "vilken kommun bor du i": the word inside a question that does not ask for an opinion."""
    return f" {word} " in f" {key} " and not _ASKS.search(key)


def _key(column: str) -> str:
    split_camel = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", column)
    plain = unicodedata.normalize("NFKD", split_camel.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", plain))
