"""What the judge of stance sees of a text: cues with negation counted in, letter runs, word pairs, meaning."""

from __future__ import annotations

import zlib

import numpy as np
import scipy.sparse as sp

from medskick.engine.text.wordlists import listed

from ..represent.pieces import pieces_of_words
from .cues import KINDS, NONE, Cues
from .reading import Reading, negators

RUNS, PAIRS = 16_384, 16_384
MEANING_WEIGHT, RUNS_WEIGHT, PAIRS_WEIGHT = 1.0, 1.0, 0.5
_STEP, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFF51AFD7ED558CCD)
_SIDES_BOTH = listed("både somliga vissa andra del båda tveksam oeniga sidor")
_WISHES = listed("vill måste ska bör borde kräver önskar föreslår låt")
_ASKING = listed(
    "hur vad var vem när vart varför vilka vilken vilket är får ska kan har borde finns gäller tar"
)


def cue_columns(reading: Reading, cues: Cues) -> np.ndarray:
    """float64 (texts, columns): how the parts of each text point, cues by kind, and signs of asking or weighing."""
    owner_of_part = reading.owner[cues.first]

    def parts_where(flags: np.ndarray) -> np.ndarray:
        return np.minimum(np.bincount(owner_of_part, weights=flags, minlength=reading.texts), 2.0)

    real = ~cues.unreal
    pointing = [parts_where(real & (cues.asked == way)) for way in (1, -1)]
    valuing = [parts_where(real & (cues.asked == 0) & (cues.valued == way)) for way in (1, -1)]
    unreal = [parts_where(~real & (cues.sign == way)) for way in (1, -1)]
    first = _first_sign(owner_of_part, np.where(real, cues.sign, 0), reading.texts)
    both = (pointing[0] + valuing[0] > 0) & (pointing[1] + valuing[1] > 0)
    turned = cues.turned[cues.part]
    kinds = [
        np.minimum(reading.per_text((cues.kind == kind) & (turned == way)), 2.0)
        for kind in range(len(KINDS))
        for way in (False, True)
    ]
    starts = np.r_[True, reading.owner[1:] != reading.owner[:-1]] if len(reading.word) else np.zeros(0, bool)
    signs = [
        _any(reading, reading.where(listed("?"))),
        _any(reading, reading.where(listed("!"))),
        _any(reading, starts & reading.where(_ASKING)),
        _any(reading, reading.where(_SIDES_BOTH)),
        _any(reading, reading.where(_WISHES)),
        _any(reading, reading.where(listed("eller"))),
        _any(reading, np.array([w[0].isdigit() for w in reading.vocabulary], dtype=bool)[reading.word]),
        np.minimum(reading.per_text(negators(reading)), 2.0),
        parts_where(cues.unreal),
        np.log1p(reading.per_text(reading.letters)),
        _any(reading, cues.kind != NONE),
    ]
    return np.column_stack([*pointing, *valuing, *unreal, first, both, *kinds, *signs])


def _any(reading: Reading, flags: np.ndarray) -> np.ndarray:
    return np.minimum(reading.per_text(flags), 1.0)


def _first_sign(owner_of_part: np.ndarray, sign: np.ndarray, texts: int) -> np.ndarray:
    found = np.zeros(texts)
    pointing = np.flatnonzero(sign)[::-1]
    found[owner_of_part[pointing]] = sign[pointing]
    return found


def run_matrix(reading: Reading) -> sp.csr_matrix:
    """float32 (vocabulary, RUNS): the letter runs of each word, hashed; no rows for punctuation."""
    pieces = pieces_of_words([word if word[0].isalnum() else "" for word in reading.vocabulary])
    matrix = sp.csr_matrix((pieces.data, pieces.indices % RUNS, pieces.indptr), shape=(pieces.shape[0], RUNS))
    matrix.sum_duplicates()
    return matrix


def pair_columns(reading: Reading) -> tuple[np.ndarray, np.ndarray]:
    """Column in PAIRS of each token with the next one of its text, and the text: both int (pairs,)."""
    hashed = np.array(
        [zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in reading.vocabulary], dtype=np.uint64
    )[reading.word]
    inside = reading.owner[1:] == reading.owner[:-1]
    mixed = (hashed[:-1] * _STEP ^ hashed[1:]) * _MIX
    return ((mixed >> np.uint64(32)) % np.uint64(PAIRS)).astype(np.int64)[inside], reading.owner[1:][inside]


def scale(reading: Reading) -> np.ndarray:
    """What a text's sums over its words are divided by: float64 (texts,)."""
    return np.sqrt(np.maximum(reading.per_text(np.ones(len(reading.word))), 1.0))
