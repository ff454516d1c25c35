"""Checks of what a model proposed: each phrase by itself, each sentence with the statements it claims.

A check that fails raises RejectedError; the caller then keeps the extractive text. Nothing is repaired.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from medskick.engine.text.conduct import find_conduct
from medskick.engine.text.language import identify
from medskick.engine.text.normalise import nfc, normal_form
from medskick.engine.text.personal import find_personal_data
from medskick.engine.text.tokens import lower_words, stem
from medskick.engine.text.wordlists import listed

from . import carrying
from .prompts import EXAMPLE_PHRASES
from .quantity import who
from .schema import LONGEST_PHRASE, Heading, Slots
from .stance import AGAINST, FOR, NEGATIONS, UNCLEAR, Leaning, cues, stems_of
from .templates import TEMPLATES

MOST_WORDS = 7
FEWEST_SENDINGS = 2
MOST_CONTRARY = 0.2
_ALLOWED = re.compile(r"[A-Za-zÅÄÖåäöÉéÈèÜüÁá]+(?:(?:-|,? )[A-Za-zÅÄÖåäöÉéÈèÜüÁá]+)*")
_QUANTITIES = listed(
    """
    alla allas allt allting samtliga varje varenda varannan vartannat ingen inget inga ingenting många mången mångas
    flera flertal flertalet flest flesta majoritet majoriteten minoritet minoriteten få fåtal fåtalet några nåra någon
    något nästan somliga vissa hälften halva halv dubbel dubbelt dubbla tredubbla andel andelen procent promille kvot
    båda bägge enda enbart endast samstämmiga enhälligt enhälliga eniga överens alltid aldrig oftast ofta sällan
    noll två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo tjog
    dussin dussintals par mest minst massor mängder mängd oräkneliga otaliga myriader
    """
)
_NUMBER_PARTS = re.compile(
    r"hundra|tusen|miljon|miljard|procent|promille|tjugo|tjugi|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio|"
    r"(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|en|fjärde|tredje)(?:tal|tals|talet|del|delar|delen|faldig|dubbl)|tiotal"
)


class RejectedError(Exception):
    """A proposal that may not be shown. `reason` is one word for the record."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Voice:
    """One statement as the checks see it. sending and persons: who sent it, and how many they are."""

    id: str
    text: str
    sending: int
    persons: int


@dataclass(frozen=True)
class Group:
    """What a question was about. given: by the ids shown to the model; everyone: all statements that may be counted;
    words: by the ids shown; of: persons behind `everyone`."""

    given: dict[str, Voice]
    everyone: tuple[Voice, ...]
    words: dict[str, str]
    of: int


@dataclass(frozen=True)
class Checked:
    """A text that holds: every word of `phrase` carried by the statements in `evidence`, the count made by code."""

    text: str
    evidence: tuple[str, ...]
    persons: int
    of: int
    phrase: str = ""


def check_sentence(slots: Slots, group: Group, leaning: Leaning = cues) -> Checked:
    """The sentence that a proposal becomes. Raises RejectedError."""
    if slots.template not in TEMPLATES:
        raise RejectedError("template")
    template = TEMPLATES[slots.template]
    phrase = check_phrase(slots.phrase, group)
    claimed = _claimed(slots.ids, group)
    evidence = _carriers(phrase, claimed, template.leaning, leaning)
    if _sendings(evidence) < FEWEST_SENDINGS:
        said = _sendings(_carriers(phrase, claimed, "", leaning)) >= FEWEST_SENDINGS
        raise RejectedError("stance" if said else "carriers")
    counted = _carriers(phrase, group.everyone, template.leaning, leaning)
    _refuse_contrary(phrase, group.everyone, template.leaning, leaning)
    persons = count_persons([*counted, *evidence])
    text = template.sentence(who(persons, group.of), phrase)
    _check_whole(text)
    return Checked(text, tuple(voice.id for voice in evidence), persons, group.of, phrase)


def check_heading(
    heading: Heading, group: Group, taken: Callable[[str], bool], leaning: Leaning = cues
) -> Checked:
    """The label that a proposal becomes. taken: whether another group already has a label. Raises RejectedError."""
    if heading.words:
        text, evidence = _from_words(heading, group)
    else:
        phrase = check_phrase(heading.phrase, group)
        evidence = _carriers(phrase, _claimed(heading.ids, group), "", leaning)
        if _sendings(evidence) < FEWEST_SENDINGS:
            raise RejectedError("carriers")
        if AGAINST in leaning([voice.text for voice in evidence]) or any(
            NEGATIONS.intersection(stems_of(voice.text)) for voice in evidence
        ):
            raise RejectedError("stance")  # out of its sentence, what they are against would read as a demand
        text = phrase[0].upper() + phrase[1:]
    if taken(text):
        raise RejectedError("taken")
    _check_whole(text)
    return Checked(text, tuple(voice.id for voice in evidence), count_persons(evidence), group.of, text)


def check_phrase(phrase: str, group: Group) -> str:
    """A phrase made of nothing but words that were shown, no count, no name, no sign. Raises RejectedError."""
    phrase = phrase.strip(" .")
    if not phrase or len(phrase) > LONGEST_PHRASE:
        raise RejectedError("length")
    if nfc(phrase) != phrase or not _ALLOWED.fullmatch(phrase):
        raise RejectedError("characters")
    words = lower_words(phrase)
    if len(words) > MOST_WORDS:
        raise RejectedError("length")
    if any(word in _QUANTITIES or _NUMBER_PARTS.search(word) for word in words):
        raise RejectedError("quantity")
    if any(stem(word) in NEGATIONS for word in words):
        raise RejectedError("stance")
    if normal_form(phrase) in {normal_form(example) for example in EXAMPLE_PHRASES}:
        raise RejectedError("example")
    shown = {word for voice in group.given.values() for word in lower_words(voice.text)}
    if not carrying.content_stems(phrase) or any(w not in shown for w in words if w not in carrying.GIVEN):
        raise RejectedError("words")
    return _capitals(phrase, group)


def count_persons(voices: Sequence[Voice]) -> int:
    """Persons behind statements, each sending once."""
    largest: dict[int, int] = {}
    for voice in voices:
        largest[voice.sending] = max(largest.get(voice.sending, 0), voice.persons)
    return sum(largest.values())


def _sendings(voices: Sequence[Voice]) -> int:
    return len({voice.sending for voice in voices})


def _capitals(phrase: str, group: Group) -> str:
    """Each word as it is mostly written in the statements, so that the model neither shouts nor makes names."""
    written: dict[str, dict[str, int]] = {}
    for voice in group.given.values():
        for number, word in enumerate(re.findall(r"[\w-]+", voice.text)):
            if number:
                forms = written.setdefault(word.casefold(), {})
                forms[word] = forms.get(word, 0) + 1

    def usual(match: re.Match[str]) -> str:
        word = match.group()
        forms = written.get(word.casefold())
        if not forms or word.casefold() in carrying.GIVEN:
            return word.lower()
        return min(forms, key=lambda form: (-forms[form], form))

    return re.sub(r"[\w-]+", usual, phrase)


def _claimed(ids: Sequence[str], group: Group) -> list[Voice]:
    if len(set(ids)) != len(ids):
        raise RejectedError("repeated_id")
    if not ids or not set(ids) <= set(group.given):
        raise RejectedError("unknown_id")
    return [group.given[key] for key in ids]


def _carriers(phrase: str, voices: Sequence[Voice], wanted: str, leaning: Leaning) -> list[Voice]:
    """Those of `voices` that say what the phrase says, in their order, and lean as wanted where that is asked.

    Who is against it is judged by the part of the sentence that the phrase stands in, as is a wish.
    """
    stems = carrying.content_stems(phrase)
    carriers: list[tuple[Voice, str]] = []
    for voice in voices:
        own = stems_of(voice.text)
        found = carrying.find(stems, own)
        if found is None or (wanted == FOR and not carrying.wished(found, own)):
            continue
        part = carrying.part_around(found, voice.text) if wanted == AGAINST else voice.text
        if part is not None and (wanted != AGAINST or carrying.opposed(stems, part)):
            carriers.append((voice, part))
    if wanted and carriers:
        leans = leaning([part for _, part in carriers])
        carriers = [one for one, lean in zip(carriers, leans, strict=True) if lean == wanted]
    return [voice for voice, _ in carriers]


def _refuse_contrary(phrase: str, everyone: Sequence[Voice], wanted: str, leaning: Leaning) -> None:
    """Where more than a fifth of those who use the words lean the other way, a sentence about one side alone is no
    summary. Of those who are to be against it both the part of the sentence and the whole count."""
    if not wanted:
        return
    stems = carrying.content_stems(phrase)
    using = [voice for voice in everyone if set(stems) <= set(stems_of(voice.text))]
    if not using:
        return
    parts = [_part(stems, voice) if wanted == AGAINST else voice.text for voice in using]
    leans, whole = leaning(parts), leaning([voice.text for voice in using])
    contrary = [
        voice
        for voice, part, lean, all_in_all in zip(using, parts, leans, whole, strict=True)
        if lean not in (wanted, UNCLEAR)
        or (wanted == AGAINST and all_in_all == FOR)
        or (lean != wanted and NEGATIONS.intersection(stems_of(part)))
    ]
    if count_persons(contrary) > MOST_CONTRARY * count_persons(using):
        raise RejectedError("divided")


def _part(stems: Sequence[str], voice: Voice) -> str:
    """The part of a statement's sentence that the phrase stands in; the whole where it stands in none alone."""
    found = carrying.find(stems, stems_of(voice.text))
    return (found and carrying.part_around(found, voice.text)) or voice.text


def _from_words(heading: Heading, group: Group) -> tuple[str, list[Voice]]:
    if heading.phrase:
        raise RejectedError("form")
    if len(set(heading.words)) != len(heading.words):
        raise RejectedError("repeated_id")
    if not set(heading.words) <= set(group.words):
        raise RejectedError("unknown_id")
    chosen = [group.words[key] for key in heading.words]
    text = chosen[0] if len(chosen) == 1 else f"{', '.join(chosen[:-1])} och {chosen[-1]}"
    stems = [carrying.content_stems(word) for word in chosen]
    evidence = [
        voice
        for voice in group.given.values()
        if any(set(own) <= set(stems_of(voice.text)) for own in stems if own)
    ]
    if _sendings(evidence) < FEWEST_SENDINGS:
        raise RejectedError("carriers")
    return text[0].upper() + text[1:], evidence


def _check_whole(text: str) -> None:
    """The finished text holds no personal data, no abuse, no orders, and is not in another language."""
    if find_personal_data(text):
        raise RejectedError("name")
    if find_conduct(text):
        raise RejectedError("conduct")
    if identify(text) not in (None, "sv"):
        raise RejectedError("language")
