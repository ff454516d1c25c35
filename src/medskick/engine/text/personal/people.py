"""Names seen word by word: unknown first names, jobs before a name, couples, lists, names in lower case, last lines."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..wordlists import listed, read_words

Span = tuple[int, int]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+){0,4}")
_PARTICLES = frozenset(
    ("von", "af", "de", "van", "der", "den", "al", "el", "bin", "ibn", "abu", "la", "di", "da", "du")
)
_JOB_ENDINGS = tuple(read_words(__file__, "jobs"))
KIN = read_words(__file__, "kin")
MOSTLY_PEOPLE = read_words(__file__, "mostly_people")
_ALSO_WORDS = listed(
    "per dag sten stig björn liv maj may love lova rose rosa tom urban august hala mange said jing"
)
_LOOSE = read_words(__file__, "loose_endings")
_CALLED = listed("heter hette kallas döptes namnet undertecknad undertecknade signaturen")
_GREETINGS = listed("hej hejsan hallå tjena tja tjenare morsning god hejhej moi buorre terve")
_HERE = listed("här igen")
ANIMAL = re.compile(
    r"\b(?:(?:ren|get|sto|tik|bot|lok|app|älg|varg|tjur)|\w{0,14}(?:häst|hund|katt|kanin|båt|valp|kissemiss|märr|hingst|ponny|papegoja|undulat|hamster|marsvin|"
    r"skuta|färja|fartyg|isbrytare|ångare|robot|docka|målning|staty|robotgräsklippare|tacka|bagge|åsna|"
    r"storm|orkan|björn|maskin|traktor))(?:en|n|et|t|ar|arna|er|erna)?"
    r"(?:[ ]\w{1,12}){0,2}?[ ,]{1,2}(?:heter|hette|kallas|vid[ ]namn|döpt[ ]till|som[ ]heter|som[ ]hette|är)?[ ]?$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"[.!?:\n\"”»•*–—-]")
_INSTITUTION = re.compile(
    r"(?:tjänst|skol|central|boende|bibliotek|butik|kommun|förening|klubb|affär|by|gård|förskol)\w{0,4}s$"
)
_JOINS = listed("och o & und and ja & jah")


class Word(NamedTuple):
    """A word of the text, with what stands between it and the word before."""

    text: str
    key: str
    start: int
    end: int
    before: str
    capital: bool
    near: bool
    """Only one or two spaces part it from the word before."""

    @property
    def opens(self) -> bool:
        """It opens a sentence or line, where every word has a capital."""
        return not self.before or (not self.near and _OPENING.search(self.before) is not None)


class Judge:
    """What the word lists say of a word."""

    def __init__(
        self,
        is_given: Callable[[str], bool],
        may_be_name: Callable[[str], bool],
        like_surname: Callable[[str], bool],
        ambiguous: frozenset[str],
        places: frozenset[str],
        known: frozenset[str],
        phrases: dict[str, tuple[str, ...]],
    ) -> None:
        self.is_given, self.may_be_name, self.like_surname = is_given, may_be_name, like_surname
        self.ambiguous, self.places, self.known = ambiguous, places, known
        self.phrases = phrases
        self.common = read_words(__file__, "common_words")
        self.surnames = read_words(__file__, "surnames")
        self.endings = tuple(
            e
            for e in read_words(__file__, "surname_endings") | read_words(__file__, "sure_endings")
            if len(e) > 2 and e not in _LOOSE
        )

    def everyday(self, word: Word) -> bool:
        return word.key in self.common

    def given(self, word: Word) -> bool:
        return self.is_given(word.text)

    def sure_given(self, word: Word) -> bool:
        if not self.is_given(word.text):
            return False
        key = word.key
        return key not in self.ambiguous and not (key.endswith("s") and key[:-1] in self.ambiguous)

    def well_known(self, text: str, word: Word, end: int) -> bool:
        """Whether a widely known name of several words begins with this word and reaches `end`: "Emil i Lönneberga"."""
        return any(
            word.start + len(phrase) >= end
            and text[word.start : word.start + len(phrase)].casefold() == phrase
            for phrase in self.phrases.get(word.key, ())
        )

    def double(self, word: Word) -> bool:
        """ "Bengt-Åke": two given names with a hyphen are a person, whatever stands around them."""
        head, hyphen, tail = word.key.partition("-")
        return bool(hyphen) and len(head) > 1 and self.is_given(head) and self.is_given(tail)

    def part(self, word: Word) -> bool:
        """Whether a word with a capital may be part of somebody's name."""
        return (
            word.capital
            and len(word.text) > 1
            and ("-" not in word.text or word.text[word.text.rindex("-") + 1].isupper())
            and not (word.text.isupper() and len(word.text) < 5)
            and word.key not in self.common
            and not ((is_job(word.key) or word.key in KIN) and not self.is_given(word.text))
            and self.may_be_name(word.text)
        )

    def surname(self, word: Word) -> bool:
        key = word.key.removesuffix("s")
        return (
            word.key in self.surnames
            or key in self.surnames
            or (len(key) > 4 and self.like_surname(word.text))
        )

    def shaped(self, word: Word) -> bool:
        """Whether only a surname looks like that, more or less: told by its ending alone."""
        return (
            word.key in self.surnames
            or word.key.removesuffix("s").endswith(self.endings)
            or word.key.endswith(self.endings)
        )


def words_of(text: str) -> list[Word]:
    found, last = [], 0
    for match in _WORD.finditer(text):
        word = match.group()
        start, end = match.span()
        before = text[max(last, start - 8) : start]
        found.append(
            Word(word, word.casefold(), start, end, before, word[0].isupper(), before in (" ", "  "))
        )
        last = end
    return found


def people(text: str, words: list[Word], judge: Judge) -> Iterator[Span]:
    """Yield the spans of names that the order of `words`, those of `text`, gives away."""
    if not words:
        return
    mixed = text != text.upper()
    for i, word in enumerate(words):
        if word.capital:
            if mixed:
                yield from _capital(text, words, i, judge)
        elif _lower_start(words, i, judge):
            yield words[i].start, words[i + 1].end
    if mixed and sum(word.capital for word in words) > 1:
        yield from _alone_on_its_line(text, words, judge)


def _chain(words: list[Word], i: int, judge: Judge, longest: int = 4) -> int:
    """The index after the last of the words from `i` on that may be one name."""
    j = i + 1
    while j < len(words) and j - i < longest and words[j].near:
        if words[j].text in _PARTICLES and j + 1 < len(words) and words[j + 1].near and words[j + 1].capital:
            j += 1
            continue
        if not judge.part(words[j]) and not (j == i + 1 and _named_after_a_place(words[j], words[i], judge)):
            break
        j += 1
    return j


def _named_after_a_place(word: Word, first: Word, judge: Judge) -> bool:
    """ "Ann-Sofie Ljusnarsberg": villages lend people their names."""
    return (
        word.capital
        and word.key in judge.places
        and (judge.sure_given(first) or (judge.given(first) and not first.opens and judge.shaped(word)))
    )


def _capital(text: str, words: list[Word], i: int, judge: Judge) -> Iterator[Span]:
    word = words[i]
    if i and word.near and judge.part(words[i - 1]):
        return  # in the middle of a row of capitals, judged from its first word
    if not judge.part(word) and not (judge.given(word) and (word.key in MOSTLY_PEOPLE or not word.opens)):
        return
    end = _chain(words, i, judge)
    if not judge.given(word):
        # "Möt Göran Hägglund": the name begins at the given name.
        title = word.key.endswith(
            ("ören", "aren", "isten", "chefen", "ledaren", "ornas", "ernas", "ens", "manen")
        )
        i = next(
            (
                k
                for k in range(i + 1, end - 1)
                if judge.sure_given(words[k]) or (title and judge.given(words[k]))
            ),
            i,
        )
        word = words[i]
    given, length = judge.given(word), end - i
    span = word.start, words[end - 1].end
    if length >= 2:
        last = words[end - 1]
        if (
            (judge.sure_given(word) and not word.text.isupper())
            or (given and (not word.opens or word.key in MOSTLY_PEOPLE or judge.surname(last)))
            or _unknown_person(words, i, end, judge)
            or (_announces(text, words, i, judge, whole=True) and not word.text.isupper())
        ):
            yield span
            return
        if length > 2 and given:
            yield span
            return
    elif judge.double(word) and not word.text.isupper():
        yield span
        return
    if given and not word.text.isupper():
        yield from _couple(words, i, end, judge)
        yield from _row(words, i, judge)
        if length == 1 and (_announces(text, words, i, judge, whole=False) or _greets(words, i)):
            yield span


def _unknown_person(words: list[Word], i: int, end: int, judge: Judge) -> bool:
    """Two words that are no everyday words, the last with a surname's ending: "Teklu Sandmovik"."""
    first, last = words[i], words[end - 1]
    if end - i > 3 or first.key.endswith(("ska", "isk", "iska", "itisk")) or not first.text[1:].islower():
        return False
    if (
        first.key in judge.places
        or first.key.removesuffix("s") in judge.places
        or first.key.removesuffix("s") in judge.common
    ):
        return False
    if end < len(words) and words[end].near and words[end].capital:
        return False
    if len(first.key) < 3 or len(last.key) < 4 or not last.text[1:].islower():
        return False
    # "Rebwar Aziz": many given names are surnames too.
    return judge.shaped(last) or (
        not first.opens and end - i == 2 and judge.sure_given(last) and last.key[-1] != "s"
    )


def _announces(text: str, words: list[Word], i: int, judge: Judge, *, whole: bool) -> bool:
    """Whether the words before number `i` say that a person's name comes."""
    if not i:
        return False
    before = words[i - 1]
    gap = words[i].before.strip(" ")
    if gap not in ("", ",", ":", "(", '"', "”", "–", "-") or "\n" in words[i].before:
        return False
    key = before.key
    if is_job(key) and key not in judge.places and (gap != "-"):
        return not (whole and before.capital and not before.opens) and not ANIMAL.search(
            text[max(0, before.start - 30) : words[i].start]
        )
    if key in KIN and (whole or gap in ("", ",")):
        return True
    if key in _CALLED and gap in ("", ":", '"', "”"):
        return not ANIMAL.search(text[max(0, before.start - 40) : words[i].start])
    if not whole and _INSTITUTION.search(key) and not gap and not before.capital:
        return judge.sure_given(words[i])
    return False


def is_job(key: str) -> bool:
    return key.endswith(_JOB_ENDINGS)


def _greets(words: list[Word], i: int) -> bool:
    """ "Hej, Abdullahi här från Boden"."""
    return (
        i + 1 < len(words)
        and words[i + 1].near
        and words[i + 1].key in _HERE
        and i > 0
        and words[i - 1].key in _GREETINGS
    )


def _couple(words: list[Word], i: int, end: int, judge: Judge) -> Iterator[Span]:
    """ "Anita och Börje Sillmyrsson": one surname for two."""
    if (
        end - i != 1
        or end + 2 >= len(words)
        or words[end].key not in _JOINS
        or not words[end].near
        or not words[end + 1].near
    ):
        if not (end - i == 1 and end + 1 < len(words) and words[end].before.strip() in ("&", "+", "/")):
            return
        second = end
    else:
        second = end + 1
    if judge.given(words[second]) and words[second].capital:
        last = _chain(words, second, judge)
        if last - second >= 2 and (judge.sure_given(words[i]) or judge.surname(words[last - 1])):
            yield words[i].start, words[last - 1].end


def _row(words: list[Word], i: int, judge: Judge) -> Iterator[Span]:
    """ "Ebba, Tuva och Leon": three given names or more, or two after "skrivet av"."""
    if i and judge.given(words[i - 1]) and words[i].before.strip() in (",", ""):
        return
    last, count, sure, j = i, 1, int(judge.sure_given(words[i])), i + 1
    while j < len(words) and count < 12:
        if words[j].before.strip(" ") in (",", "&", "+") and words[j].capital and judge.given(words[j]):
            pass
        elif (
            words[j].near
            and words[j].key in _JOINS
            and j + 1 < len(words)
            and words[j + 1].near
            and words[j + 1].capital
            and judge.given(words[j + 1])
        ):
            j += 1
        else:
            break
        last, count, sure = j, count + 1, sure + judge.sure_given(words[j])
        j += 1
    written = (
        i > 1
        and words[i - 1].key in ("av", "från")
        and words[i - 2].key
        in (
            "skrivet",
            "skriven",
            "skrivna",
            "författad",
            "ritad",
            "insänt",
            "hälsningar",
            "hälsning",
            "kram",
            "kramar",
        )
    )
    if (count >= 3 and sure >= 2) or (count == 2 and written):
        yield words[i].start, words[last].end


def _lower_start(words: list[Word], i: int, judge: Judge) -> bool:
    """ "monica tavelmyhr": a given name and a word that is none of the everyday ones, both in lower case."""
    word = words[i]
    if i + 1 >= len(words) or not words[i + 1].near or words[i + 1].capital or not judge.is_given(word.text):
        return False
    last = words[i + 1]
    if (
        len(word.key) < 3
        or len(last.key) < 4
        or judge.everyday(last)
        or last.key in judge.places
        or not judge.may_be_name(last.text)
    ):
        return False
    announced = i > 0 and (
        words[i - 1].key in _CALLED
        or words[i - 1].key in KIN
        or is_job(words[i - 1].key)
        or words[i - 1].key in ("m", "mvh")
    )
    if judge.everyday(word):
        return False
    if word.key in judge.ambiguous or (
        word.key.endswith("s") and "-" not in word.key and not _listed_itself(word, judge)
    ):
        person = word.key in MOSTLY_PEOPLE and word.key not in _ALSO_WORDS and len(last.key) > 5
        return (announced or person) and judge.surname(last)
    both = judge.is_given(last.text) and last.key not in judge.ambiguous and len(last.key) > 4
    return announced or both or judge.surname(last)


def _listed_itself(word: Word, judge: Judge) -> bool:
    return judge.is_given(word.text + "x") or not judge.is_given(word.key[:-1])


def _alone_on_its_line(text: str, words: list[Word], judge: Judge) -> Iterator[Span]:
    """A line, or the last sentence, of two or three capitalised words that are no everyday words: a signature."""
    i = 0
    while i < len(words):
        j = i + 1
        while j < len(words) and words[j].near:
            j += 1
        if (
            2 <= j - i <= 3
            and (words[i].opens or "/" in words[i].before)
            and all(judge.part(w) for w in words[i:j])
        ):
            after = text[words[j - 1].end : words[j - 1].end + 3].lstrip(" .,!)")
            closes = j == len(words) and not after.strip()
            line = "\n" in words[i].before + after or (not i and "\n" in after)
            first = words[i]
            if (
                (closes or line)
                and (i or line)
                and not any(w.text.isupper() for w in words[i:j])
                and (
                    judge.given(first)
                    or judge.surname(words[j - 1])
                    or (closes and len(words) > 5 and first.key not in judge.places and "\n" in first.before)
                )
            ):
                yield first.start, words[j - 1].end
        i = j
