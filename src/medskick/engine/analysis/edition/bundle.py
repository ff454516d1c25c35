"""What an edition keeps to place new contributions, in one private file beside the result.

It holds no texts, but vectors and hashes of them: who has it can test whether a certain sentence was sent. Only the
owner may read it, and no door hands it out. At most 100 000 wordings with 490 bytes of vector each, and 24 bytes of
hashes for every statement: well under 1 kB a statement.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from . import emerging, spots
from .frozen import Frozen
from .keys import forms_of, hashes_of
from .vote import NEIGHBOURS

if TYPE_CHECKING:
    from ..run import Analysis

FILE = "placing-private.npz"
VERSION = 1
MOST_KEPT = 100_000
ORDINARY = ("theme", "unplaced")


def write_bundle(path: Path, analysis: Analysis) -> None:
    """Write the file, readable by its owner only. Equal analyses give equal bytes."""
    corpus, placing, ids = analysis.corpus, analysis.placing, analysis.ids
    words, place = hashes_of(corpus)
    names = [corpus.statement_id(s) for s in range(len(corpus))]
    kept = _kept(analysis)
    frozen = Frozen.of(corpus)
    vectors = frozen.statements(corpus, kept)
    known = np.linalg.norm(vectors, axis=1) > 0
    kept, vectors = kept[known], vectors[known].astype(np.float16)
    topic = placing.topic[kept]
    sample, near = emerging.own_nearness(vectors.astype(np.float32), corpus.owner[kept], NEIGHBOURS)
    facts: dict[str, Any] = {
        "version": VERSION,
        "model": frozen.model.version,
        "lang": analysis.options.lang,
        "topics": ids.topics,
        "tight": emerging.usual_closeness(vectors.astype(np.float32), topic),
        "kept": [names[s] for s in kept.tolist()],
        "leaves": analysis.leaves.ids,
    }
    arrays = {
        "facts": np.frombuffer(json.dumps(facts, ensure_ascii=True).encode("ascii"), dtype=np.uint8),
        "own": hashed(names),
        "words": words,
        "place": place,
        "middle": frozen.middle,
        "vectors": vectors,
        "topic": topic.astype(np.int32),
        "leaf": analysis.leaves.of[kept],
        "form": forms_of(corpus, kept),
        "positions": analysis.positions[kept].reshape(-1, 2),
        "cells": spots.cells(analysis.positions),
        "sample": sample,
        "sample_near": near.astype(np.float32),
    }
    path.touch(mode=0o600)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def read_keys(folder: Path, names: list[str]) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Hashes of words and of place for the statements with these ids, or (None, None) where nothing was kept."""
    path = folder / FILE
    if not path.exists():
        return None, None
    with np.load(path, allow_pickle=False) as stored:
        own, words, place = stored["own"], stored["words"], stored["place"]
    order = np.argsort(own, kind="stable")
    found = order[np.searchsorted(own[order], hashed(names))] if len(names) else order[:0]
    return words[found], place[found]


def read_leaves(folder: Path) -> dict[str, str]:
    """The leaf of each kept statement by its id, "" for none; nothing where the edition was made without them."""
    path = folder / FILE
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as stored:
        if "leaf" not in stored.files:
            return {}
        facts, leaf = json.loads(stored["facts"].tobytes()), stored["leaf"]
    named = [*facts["leaves"], ""]
    return {own: named[n] for own, n in zip(facts["kept"], leaf.tolist(), strict=True)}


def hashed(names: list[str]) -> np.ndarray:
    """Of each id, uint64."""
    joined = b"".join(
        hashlib.blake2b(n.encode("utf-8", "surrogatepass"), digest_size=8).digest() for n in names
    )
    return np.frombuffer(joined, dtype="<u8").astype(np.uint64)


def _kept(analysis: Analysis) -> np.ndarray:
    """One statement of each wording that lies in an ordinary topic, in canonical order; of very many an even share."""
    placing = analysis.placing
    if not len(analysis.corpus):
        return np.zeros(0, dtype=np.int64)
    kind = np.array([kind in ORDINARY for kind in placing.kind_of_theme], dtype=bool)
    ordinary = np.flatnonzero(kind[placing.theme_of_topic[placing.topic]])
    _, first = np.unique(analysis.family[ordinary], return_index=True)
    kept = np.sort(ordinary[first])
    if len(kept) <= MOST_KEPT:
        return kept
    order = np.argsort(placing.topic[kept], kind="stable")
    return np.sort(kept[order[np.linspace(0, len(order) - 1, MOST_KEPT).astype(int)]])
