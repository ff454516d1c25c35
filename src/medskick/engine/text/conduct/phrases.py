"""Match lists of phrases, kept in plain text files, against the words of a text.

A phrase is a line of elements with spaces between them:

    ni|du           either word                     jävl*   any word that begins so      *idiot   or ends so
    $PEOPLE         a word of the list PEOPLE       $A|x    mixed                        bara?    may be missing
    ..              up to three words, none of them a "not"
    ...             up to eight words of any sort
    #               a figure                        <  >    the sentence begins or ends here
    + A B   (a line that begins so) a word that fits A and another that fits B in one sentence, in any order
    + A B -C        the same, but not where a word of the sentence fits C

Lists are written "NAME = word word …", further words on indented lines. A "!" line starts a comment.
Phrases never reach over the end of a sentence. Matching takes time in proportion to the length of the text.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from ..wordlists import listed, read_lines

_TOKEN = re.compile(r"[^\W_]+(?:[-':][^\W_]+)*|[.!?…:;]|\n(?![^\W\d_A-ZÅÄÖ])")
_NEGATIONS = listed(
    "inte inga ingen inget ej icke aldrig knappast int not no never don't isn't aren't ei ikke"
)
_SHORT, _LONG = 3, 8
_KEY = 3
_REMEMBERED = 50_000
_REMEMBERED_OF_ONE = 5_000


class Token(NamedTuple):
    """A lower-case word, or a full stop ("") where a sentence may end, and its span."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a phrase. `gap` is how many words may be skipped before it; `bare` forbids a "not" among them."""

    words: frozenset[str]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    optional: bool = False
    gap: int = 0
    bare: bool = False
    boundary: bool = False
    known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def fits(self, word: str) -> bool:
        """Whether `word` (lower case) may stand here."""
        found = self.known.get(word)
        if found is None:
            if len(self.known) >= _REMEMBERED_OF_ONE:
                self.known.clear()
            found = self.known[word] = self._fits(word)
        return found

    def _fits(self, word: str) -> bool:
        if not word:
            return self.boundary
        if word in self.words or (self.prefixes and word.startswith(self.prefixes)):
            return True
        if self.suffixes and any(word.endswith(end) and len(word) > len(end) + 1 for end in self.suffixes):
            return True
        return "#" in self.words and word[0].isdigit()


Phrase = tuple[Element, ...]
Entry = tuple[Phrase, float, int]
"""A phrase, its points, and the bits of the parts without which it cannot be in a text."""


def tokens(text: str) -> list[Token]:
    """Cut `text` into lower-case words and sentence ends; a sentence end stands first and last."""
    found = [Token("", 0, 0)]
    for match in _TOKEN.finditer(text):
        word = match.group()
        found.append(Token(word.lower() if word[0].isalnum() else "", match.start(), match.end()))
    found.append(Token("", len(text), len(text)))
    return found


class _Remembered(dict[str, tuple[tuple[Entry, ...], int]]):
    """What is worked out of a word, kept for when it comes again; emptied when it has grown large."""

    def __init__(self, work_out: Callable[[str], tuple[tuple[Entry, ...], int]]) -> None:
        super().__init__()
        self.work_out = work_out

    def __missing__(self, word: str) -> tuple[tuple[Entry, ...], int]:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[word] = self.work_out(word)
        return found


class PhraseBook:
    """The phrases of one file of `words/`, read and indexed on first use."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find(self, stream: list[Token]) -> Iterator[tuple[int, int, float]]:
        """Yield (start, end, points) of every phrase found; points are 1 unless the file says otherwise."""
        about = self._about
        known = [about[token.word] for token in stream]
        seen = 0
        for _, classes in known:
            seen |= classes
        for i, (candidates, _) in enumerate(known):
            if not candidates:
                continue
            token = stream[i]
            word = token.word
            if i + 1 < len(stream):
                candidates = self._followed_by(candidates, word, stream[i + 1].word)
            for phrase, points, needed in candidates:
                if seen & needed != needed:
                    continue
                end = _match(phrase, 0, stream, i)
                if end is not None:
                    yield token.start if word else stream[i + 1].start, stream[end - 1].end, points
        if any(seen & needed == needed for needed, _, _ in self._together):
            yield from self._find_together(stream)

    def _starting(self, word: str) -> tuple[Entry, ...]:
        """The phrases whose first element `word` fits, exact ones first."""
        exact, by_head, by_tail = self._index
        found = [*exact.get(word, ())]
        if word:
            found += by_head.get(word[:_KEY], ())
            found += by_tail.get(word[-_KEY:], ())
            found += exact.get("#", ()) if word[0].isdigit() else ()
        return tuple(entry for entry in found if entry[0][0].fits(word))

    def _followed_by(self, candidates: tuple[Entry, ...], word: str, following: str) -> tuple[Entry, ...]:
        """Those of the `candidates`, which begin with `word`, that may go on with the word `following`."""
        known = self._known_pairs
        found = known.get((word, following))
        if found is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            found = known[word, following] = tuple(
                entry
                for entry in candidates
                if len(entry[0]) == 1
                or entry[0][1].gap
                or entry[0][1].optional
                or entry[0][1].fits(following)
            )
        return found

    @cached_property
    def _known_pairs(self) -> dict[tuple[str, str], tuple[Entry, ...]]:
        return {}

    @cached_property
    def _about(self) -> "_Remembered":
        return _Remembered(lambda word: (self._starting(word), self._classes(word)))

    def _find_together(self, stream: list[Token]) -> Iterator[tuple[int, int, float]]:
        for sentence in _sentences(stream):
            seen = 0
            for token in sentence:
                seen |= self._about[token.word][1]
            for needed, forbidden, parts in self._together:
                if seen & needed == needed and not seen & forbidden:
                    hits = _all_fit(parts, sentence)
                    if hits:
                        yield min(token.start for token in hits), max(token.end for token in hits), 1.0

    def has_word(self, word: str) -> bool:
        """Whether `word` alone, in lower case, is a phrase of this book."""
        return next(self.find([Token("", 0, 0), Token(word, 0, 1), Token("", 1, 1)]), None) is not None

    def _classes(self, word: str) -> int:
        """A bit for every one of the parts that `word` fits."""
        if not word:
            return 0
        words, heads, tails = self._classes_by_shape
        found = words.get(word, 0) | (words.get("#", 0) if word[0].isdigit() else 0)
        for length in range(1, min(len(word), self._longest[0]) + 1):
            found |= heads.get(word[:length], 0)
        # an ending has two letters or more before it
        for length in range(1, min(len(word) - 2, self._longest[1]) + 1):
            found |= tails.get(word[-length:], 0)
        return found

    @cached_property
    def _classes_by_shape(self) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
        """The bits of the parts for every whole word, every beginning and every ending they name."""
        words: dict[str, int] = {}
        heads: dict[str, int] = {}
        tails: dict[str, int] = {}
        for part, bit in self._places.items():
            for named, by_shape in ((part.words, words), (part.prefixes, heads), (part.suffixes, tails)):
                for name in named:
                    by_shape[name] = by_shape.get(name, 0) | bit
        return words, heads, tails

    @cached_property
    def _longest(self) -> tuple[int, int]:
        """Letters in the longest beginning and the longest ending: a giant word is read no further."""
        _, heads, tails = self._classes_by_shape
        return max(map(len, heads), default=0), max(map(len, tails), default=0)

    @cached_property
    def _places(self) -> dict[Element, int]:
        """The bit of every part: an element of a "+" line, or one that a phrase needs after its first."""
        parts = [part for _, _, parts in self._written_together for part in parts]
        parts += [part for phrase, _ in self._written_in_order for part in _needed(phrase)]
        return {part: 1 << i for i, part in enumerate(dict.fromkeys(parts))}

    @cached_property
    def _written_together(self) -> list[tuple[Phrase, Phrase, Phrase]]:
        """What a sentence must hold, what it must not, and both, for each "+" line."""
        rules = []
        for line in read_lines(__file__, self.name):
            if line.startswith("+ "):
                items = line[2:].split()
                wanted = _parse(" ".join(i for i in items if i[0] != "-"), _lists())
                guards = [i[1:] for i in items if i[0] == "-"]
                unwanted = _parse(" ".join(guards), _lists()) if guards else ()
                rules.append((wanted, unwanted, wanted + unwanted))
        return rules

    @cached_property
    def _together(self) -> list[tuple[int, int, Phrase]]:
        return [
            (self._bits(wanted), self._bits(unwanted), wanted)
            for wanted, unwanted, _ in self._written_together
        ]

    def _bits(self, parts: Iterable[Element]) -> int:
        return sum({self._places[part] for part in parts})

    @cached_property
    def _written_in_order(self) -> list[tuple[Phrase, float]]:
        """The phrases, whose words stand in order, with their points."""
        found = []
        for line in read_lines(__file__, self.name):
            if not line.startswith("+ "):
                points, phrase = _points(line)
                found.append((_parse(phrase, _lists()), points))
        return found

    @cached_property
    def _index(self) -> tuple[dict, dict, dict]:
        exact, by_head, by_tail = defaultdict(list), defaultdict(list), defaultdict(list)
        for phrase, points in self._written_in_order:
            entry = (phrase, points, self._bits(_needed(phrase)))
            first = phrase[0]
            if any(len(part) < _KEY for part in (*first.prefixes, *first.suffixes)):
                raise ValueError(f"the first word of a phrase needs {_KEY} letters beside its star: {first}")
            for word in first.words | ({""} if first.boundary else set()):
                exact[word].append(entry)
            for head in {prefix[:_KEY] for prefix in first.prefixes}:
                by_head[head].append(entry)
            for tail in {suffix[-_KEY:] for suffix in first.suffixes}:
                by_tail[tail].append(entry)
        return exact, by_head, by_tail


@cache
def read_list(name: str) -> Element:
    """Return the list `name` of `words/lists.txt` as an element to try words against."""
    return _parse(f"${name}", _lists())[0]


def _needed(phrase: Phrase) -> Phrase:
    """The elements after the first for which a word must stand in the text."""
    return tuple(part for part in phrase[1:] if not part.optional and not part.boundary)


def _match(phrase: Phrase, place: int, stream: list[Token], i: int) -> int | None:
    """Return the index after the last token matched by `phrase[place:]` from token `i`, or None."""
    if place == len(phrase):
        return i
    element = phrase[place]
    reach = i + element.gap
    while i < len(stream):
        word = stream[i].word
        if element.fits(word):
            end = i if not word and place else i + 1
            rest = _match(phrase, place + 1, stream, end)
            if rest is not None:
                return rest
        if element.optional:
            rest = _match(phrase, place + 1, stream, i)
            if rest is not None:
                return rest
        if i >= reach or not word or (element.bare and word in _NEGATIONS):
            return None
        i += 1
    return None


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    current: list[str] = []
    for line in read_lines(__file__, "lists"):
        if " = " in line and not line[0].isspace():
            title, line = line.split(" = ", 1)
            current = lists.setdefault(title, [])
        for word in line.split():
            current += lists[word[1:]] if word.startswith("$") else [word]
    return lists


def _sentences(stream: list[Token]) -> Iterator[list[Token]]:
    sentence: list[Token] = []
    for token in stream:
        if token.word:
            sentence.append(token)
        elif sentence:
            yield sentence
            sentence = []


def _all_fit(parts: Phrase, sentence: list[Token]) -> list[Token]:
    """A different word of the sentence for each part, or nothing."""
    hits: list[Token] = []
    for part in parts:
        hit = next((token for token in sentence if part.fits(token.word) and token not in hits), None)
        if hit is None:
            return []
        hits.append(hit)
    return hits


def _points(line: str) -> tuple[float, str]:
    head, _, rest = line.strip().partition(" ")
    return (float(head), rest) if re.fullmatch(r"\d\.\d", head) else (1.0, line.strip())


def _parse(line: str, lists: dict[str, list[str]]) -> Phrase:
    elements: list[Element] = []
    gap, bare = 0, False
    for item in line.split():
        if item in ("..", "..."):
            gap, bare = (_SHORT, True) if item == ".." else (_LONG, False)
            continue
        optional = item.endswith("?")
        words: list[str] = []
        for choice in item.rstrip("?").split("|"):
            words += lists[choice[1:]] if choice.startswith("$") else [choice]
        elements.append(
            Element(
                frozenset(w for w in words if "*" not in w),
                tuple(w[:-1] for w in words if w.endswith("*")),
                tuple(w[1:] for w in words if w.startswith("*")),
                optional,
                gap,
                bare,
                boundary=not {"<", ">"}.isdisjoint(words),
            )
        )
        gap, bare = 0, False
    if not elements or gap or elements[0].optional or elements[-1].optional:
        raise ValueError(f"a phrase must begin and end with something that cannot be missing: {line!r}")
    return tuple(elements)
