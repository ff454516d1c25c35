"""By what a statement is recognised in another edition: its place in its contribution, or what was written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from medskick.engine.text.normalise import normal_form

from ..contract import Contribution
from ..stages.corpus import Corpus, content_hash
from .edits import Span


@dataclass(frozen=True)
class Keys:
    """Of every statement, in canonical order. words: hash of the statement as written. place: hash of the whole
    contribution and where in it the statement stands. uint64 (statements,)."""

    spans: list[Span]
    words: np.ndarray
    place: np.ndarray


def keys_of(corpus: Corpus) -> Keys:
    """The keys of all statements of a corpus."""
    rows = zip(corpus.owner.tolist(), corpus.start.tolist(), corpus.end.tolist(), strict=True)
    spans = [
        (corpus.contributions[own].id, corpus.prepared[own].field, first, last) for own, first, last in rows
    ]
    return Keys(spans, *hashes_of(corpus))


def hashes_of(corpus: Corpus) -> tuple[np.ndarray, np.ndarray]:
    """`words` and `place` of all statements of a corpus, as in `Keys`."""
    whole = [content_hash(c) for c in corpus.contributions]
    rows = zip(corpus.owner.tolist(), corpus.start.tolist(), corpus.end.tolist(), strict=True)
    places = (_place(whole[own], first, last) for own, first, last in rows)
    return _hashes(corpus.original(s) for s in range(len(corpus))), _hashes(places)


def place_hash(whole: str, start: int, end: int) -> int:
    """`place` of one statement, from `content_hash` of its contribution."""
    return int.from_bytes(_hash(_place(whole, start, end)), "little")


def whole_hash(contribution: Contribution) -> int:
    """Of all that a contribution says, 64 bits."""
    return int(content_hash(contribution)[:16], 16)


def forms_of(corpus: Corpus, chosen: np.ndarray) -> np.ndarray:
    """Hash of the normal form of the chosen statements, uint64 (chosen,): the same for the same wording."""
    return _hashes(normal_form(corpus.texts[s]) for s in chosen.tolist())


def _place(whole: str, start: int, end: int) -> str:
    return f"{whole}:{start}:{end}"


def _hashes(texts: Iterable[str]) -> np.ndarray:
    return np.frombuffer(b"".join(_hash(text) for text in texts), dtype="<u8").astype(np.uint64)


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
