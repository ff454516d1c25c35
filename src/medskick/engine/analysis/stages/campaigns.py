"""What people add to a campaign's sentence becomes a statement of its own, so that the addition is read and placed.

Texts that an edition holds keep the statements they have there. New ones are cut by the campaigns known by now.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from medskick.engine.text.normalise import normal_form

from ..contract import Contribution
from .prepare import Piece, Prepared, piece_at

FEWEST_COPIES = 5
FEWEST_WORDS = 6
FEWEST_ADDED = 3
_WORD = re.compile(r"\S+")
Seam = tuple[int, int]


@dataclass(frozen=True)
class Campaigns:
    """What an edition remembers of campaigns, in hashes of normal forms; nothing of it can be read.

    sentences: (campaigns, 4) uint64: the sentence, its first six words, its last six words, and how many words it has.
    whole: uint64, longer wordings that hold such a sentence and stand as one statement all the same.
    """

    sentences: np.ndarray = field(default_factory=lambda: np.zeros((0, 4), dtype=np.uint64))
    whole: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))

    def cut(self, contribution: Contribution, prepared: Prepared) -> Prepared:
        """One new contribution, cut as the next edition would cut it."""
        if not len(self.sentences):
            return prepared
        texts = [_words_of(contribution, prepared, piece) for piece in prepared.pieces]
        return _with_seams(contribution, prepared, [self._seam_in(text) for text in texts])

    def _seam_in(self, text: str) -> Seam | None:
        form = normal_form(text)
        if _hash(form) in self._left_whole:
            return None
        tried = (own for own in self._ends.inside(form, _hash) if _hash(own[1]) in self.hashes)
        found = (_seam(text, opens, sentence) for opens, sentence in tried)
        return next((seam for seam in found if seam), None)

    @cached_property
    def hashes(self) -> frozenset[int]:
        """Of the sentences."""
        return frozenset(self.sentences[:, 0].tolist())

    @cached_property
    def _left_whole(self) -> frozenset[int]:
        return frozenset(self.whole.tolist())

    @cached_property
    def _ends(self) -> _Ends:
        return _Ends((first, last, words) for _, first, last, words in self.sentences.tolist())


@dataclass(frozen=True)
class Cut:
    """Contributions with their statements, and what is known of campaigns after them."""

    prepared: list[Prepared]
    campaigns: Campaigns


def cut_additions(
    contributions: Sequence[Contribution],
    prepared: Sequence[Prepared],
    kept: Sequence[tuple[Piece, ...] | None] | None = None,
    known: Campaigns | None = None,
) -> Cut:
    """Cut statements that hold a campaign's sentence and more into that sentence and the addition.

    A campaign's sentence is one of at least six words that at least five statements are, word for word, or that was one
    in the edition before (`known`). An addition is three words or more before or after it; what is put into its middle
    stays with it. Additions that are sentences are statements already. A sentence that is nearly as common as the
    campaign's own is left whole. Depends on all texts together, never on their order.

    kept: of each contribution the statements that an edition gave it, which stay as they are; None for new ones. A new
    wording that the edition has already is cut, or left whole, as it was there.
    """
    kept = kept or [None] * len(contributions)
    now = [p if own is None else replace(p, pieces=own) for p, own in zip(prepared, kept, strict=True)]
    forms = [_forms(c, p) for c, p in zip(contributions, now, strict=True)]
    counts = Counter(form for own in forms for form in own)
    sentences = _sentences(counts, known)
    if not sentences:
        return Cut(now, Campaigns())
    longer = _Longer(sentences, counts)
    before = _Before(contributions, prepared, kept, forms, longer)
    cut = [
        p if own is not None else _cut(c, p, texts, longer, before)
        for c, p, own, texts in zip(contributions, now, kept, forms, strict=True)
    ]
    return Cut(cut, _remembered(contributions, cut, now, forms, sentences, longer, before))


def _sentences(counts: Counter[str], known: Campaigns | None) -> dict[str, int]:
    """The campaigns' sentences with how often they stand alone; those of the edition before count at least five."""
    found = {form: n for form, n in counts.items() if n >= FEWEST_COPIES and _long_enough(form)}
    if known is not None and len(known.sentences):
        found.update(
            (form, FEWEST_COPIES)
            for form, n in counts.items()
            if n < FEWEST_COPIES and _long_enough(form) and _hash(form) in known.hashes
        )
    return found


class _Longer:
    """Wordings that hold a campaign's sentence and more, and those sentences in the order in which they are tried."""

    def __init__(self, sentences: dict[str, int], counts: Counter[str]) -> None:
        self._sentences, self._counts = sentences, counts
        self._ends = _Ends((_first(form), _last(form), form.count(" ") + 1) for form in sentences)
        self._held = {form: found for form in counts if (found := self._look(form))}

    def __contains__(self, form: str) -> bool:
        return form in self._held or (form not in self._counts and bool(self._look(form)))

    def held_by(self, form: str, *, common: bool = False) -> list[tuple[bool, str]]:
        """(does it open, the sentence). common: only those that are so much more common that they are the campaign."""
        found = self._held.get(form, [])
        return [own for own in found if not common or self._sentences[own[1]] >= 2 * self._counts[form]]

    def _look(self, form: str) -> list[tuple[bool, str]]:
        return [own for own in self._ends.inside(form, str) if own[1] in self._sentences]


class _Before:
    """How the edition before has the longer wordings: which it cut, and which stand whole there."""

    def __init__(
        self,
        contributions: Sequence[Contribution],
        prepared: Sequence[Prepared],
        kept: Sequence[tuple[Piece, ...] | None],
        forms: Sequence[Sequence[str]],
        longer: _Longer,
    ) -> None:
        self.cut: set[str] = set()
        self.whole: set[str] = set()
        for c, p, own, texts in zip(contributions, prepared, kept, forms, strict=True):
            if own is None:
                continue
            self.whole.update(form for form in texts if form in longer)
            if len(own) != len(p.pieces):
                spans = {(piece.start, piece.end) for piece in own}
                gone = [piece for piece in p.pieces if (piece.start, piece.end) not in spans]
                self.cut.update(normal_form(_words_of(c, p, piece)) for piece in gone)
        self.whole -= self.cut


def _cut(
    contribution: Contribution, prepared: Prepared, forms: Sequence[str], longer: _Longer, before: _Before
) -> Prepared:
    seams: list[Seam | None] = []
    for piece, form in zip(prepared.pieces, forms, strict=True):
        tried = [] if form in before.whole else longer.held_by(form, common=form not in before.cut)
        text = _words_of(contribution, prepared, piece) if tried else ""
        found = (_seam(text, opens, sentence) for opens, sentence in tried)
        seams.append(next((seam for seam in found if seam), None))
    return _with_seams(contribution, prepared, seams)


def _remembered(
    contributions: Sequence[Contribution],
    cut: Sequence[Prepared],
    now: Sequence[Prepared],
    forms: Sequence[Sequence[str]],
    sentences: dict[str, int],
    longer: _Longer,
    before: _Before,
) -> Campaigns:
    """The campaigns as the next texts will meet them: also additions that many have made are sentences by then."""
    counts: Counter[str] = Counter()
    whole: set[str] = set()
    for c, after, p, own in zip(contributions, cut, now, forms, strict=True):
        found = own if after is p else _forms(c, after)
        counts.update(found)
        whole.update(form for form in found if form in longer)
    more = [form for form, n in counts.items() if n >= FEWEST_COPIES and _long_enough(form)]
    rows = [
        (_hash(form), _hash(_first(form)), _hash(_last(form)), form.count(" ") + 1)
        for form in {*sentences, *more}
    ]
    return Campaigns(
        np.array(sorted(rows), dtype=np.uint64).reshape(-1, 4),
        np.array(sorted(_hash(form) for form in whole - before.cut), dtype=np.uint64),
    )


class _Ends:
    """Where campaigns' sentences may begin or end: by their first and last six words, with how long they are."""

    def __init__(self, rows: Iterable[tuple[object, object, int]]) -> None:
        opening: dict[object, set[int]] = {}
        closing: dict[object, set[int]] = {}
        for first, last, words in rows:
            opening.setdefault(first, set()).add(words)
            closing.setdefault(last, set()).add(words)
        self._opening = {own: sorted(found, reverse=True) for own, found in opening.items()}
        self._closing = {own: sorted(found, reverse=True) for own, found in closing.items()}

    def inside(self, form: str, key: Callable[[str], object]) -> Iterator[tuple[bool, str]]:
        """(does it open, the words) of what may be a sentence beside three further words; the longest first."""
        if form.count(" ") < FEWEST_WORDS + FEWEST_ADDED - 1:
            return
        words = form.split()
        most = len(words) - FEWEST_ADDED
        for length in self._opening.get(key(" ".join(words[:FEWEST_WORDS])), ()):
            if length <= most:
                yield True, " ".join(words[:length])
        for length in self._closing.get(key(" ".join(words[-FEWEST_WORDS:])), ()):
            if length <= most:
                yield False, " ".join(words[-length:])


def _seam(text: str, opens: bool, sentence: str) -> Seam | None:
    """Where the first part ends and the second begins; None where the sentence ends inside a run of signs."""
    found = list(_WORD.finditer(text))
    gaps = [(a.end(), b.start()) for a, b in pairwise(found)]
    for end, start in gaps if opens else reversed(gaps):
        part = normal_form(text[:end] if opens else text[start:])
        if part == sentence:
            return end, start
        if len(part) > len(sentence):
            return None
    return None


def _with_seams(contribution: Contribution, prepared: Prepared, seams: Sequence[Seam | None]) -> Prepared:
    """The same contribution with its statements cut; seams are counted from each statement's beginning."""
    if not any(seams):
        return prepared
    pieces: list[Piece] = []
    for piece, seam in zip(prepared.pieces, seams, strict=True):
        if seam is None:
            pieces.append(piece)
            continue
        for start, end in ((piece.start, piece.start + seam[0]), (piece.start + seam[1], piece.end)):
            pieces.append(piece_at(contribution, prepared, start, end, piece.lang))
    return replace(prepared, pieces=tuple(pieces))


def _forms(contribution: Contribution, prepared: Prepared) -> list[str]:
    return [normal_form(_words_of(contribution, prepared, piece)) for piece in prepared.pieces]


def _words_of(contribution: Contribution, prepared: Prepared, piece: Piece) -> str:
    return getattr(contribution, prepared.field)[piece.start : piece.end]


def _long_enough(form: str) -> bool:
    return form.count(" ") >= FEWEST_WORDS - 1


def _first(form: str) -> str:
    return " ".join(form.split(" ", FEWEST_WORDS)[:FEWEST_WORDS])


def _last(form: str) -> str:
    return " ".join(form.rsplit(" ", FEWEST_WORDS)[-FEWEST_WORDS:])


def _hash(form: str) -> int:
    digest = hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
