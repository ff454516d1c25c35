"""What an edition keeps to place new contributions, in one private file beside the result.

It holds no texts, but vectors and hashes of them: who has it can test whether a certain sentence was sent. Only the
owner may read it, and no door hands it out. At most 100 000 wordings with 490 bytes of vector each, and some 60 bytes
of hashes, place and name for every statement: well under 1 kB a statement.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..stages.campaigns import Campaigns
from ..stages.points import foreign_to
from . import emerging, spots
from .frozen import Frozen
from .keys import forms_of, hashes_of, whole_hash
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
    whole = np.array([whole_hash(c) for c in corpus.contributions], dtype=np.uint64)
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
        "names": names,
        "kinds": placing.kind_of_topic.tolist(),
        **_outside(analysis.document),
        "leaves": analysis.leaves.ids,
    }
    arrays = {
        "facts": np.frombuffer(json.dumps(facts, ensure_ascii=True).encode("ascii"), dtype=np.uint8),
        "own": hashed(names),
        "words": words,
        "place": place,
        "whole": whole[corpus.owner],
        "campaigns": analysis.campaigns.sentences,
        "left_whole": analysis.campaigns.whole,
        "homes": placing.topic.astype(np.int32),
        "forms": forms_of(corpus, np.arange(len(corpus))),
        "positions": analysis.positions.reshape(-1, 2),
        "middle": frozen.middle,
        "kept": kept.astype(np.int32),
        "vectors": vectors,
        "leaf": analysis.leaves.of[kept],
        "cells": spots.cells(analysis.positions),
        "sample": sample,
        "sample_near": near.astype(np.float32),
    }
    path.touch(mode=0o600)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def read_keys(
    folder: Path, names: list[str]
) -> tuple[np.ndarray | None, np.ndarray | None, np.ndarray | None]:
    """Hashes of words, of place and of the whole contribution for the statements with these ids.

    None for those that were not kept.
    """
    path = folder / FILE
    if not path.exists():
        return None, None, None
    with np.load(path, allow_pickle=False) as stored:
        own, words, place = stored["own"], stored["words"], stored["place"]
        whole = stored.get("whole")
    order = np.argsort(own, kind="stable")
    found = order[np.searchsorted(own[order], hashed(names))] if len(names) else order[:0]
    return words[found], place[found], None if whole is None else whole[found]


def read_campaigns(folder: Path) -> Campaigns:
    """What the edition in `folder` knows of campaigns; nothing where it kept nothing."""
    path = folder / FILE
    if not path.exists():
        return Campaigns()
    with np.load(path, allow_pickle=False) as stored:
        return campaigns_in(stored)


def campaigns_in(stored: Mapping[str, np.ndarray]) -> Campaigns:
    return Campaigns(stored["campaigns"], stored["left_whole"]) if "campaigns" in stored else Campaigns()


def read_leaves(folder: Path) -> dict[str, str]:
    """The leaf of each kept statement by its id, "" for none; nothing where the edition was made without them."""
    path = folder / FILE
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as stored:
        if "leaf" not in stored.files:
            return {}
        facts, leaf, kept = json.loads(stored["facts"].tobytes()), stored["leaf"], stored["kept"]
    named = [*facts["leaves"], ""]
    return {facts["names"][s]: named[n] for s, n in zip(kept.tolist(), leaf.tolist(), strict=True)}


def hashed(names: list[str]) -> np.ndarray:
    """Of each id, uint64."""
    joined = b"".join(
        hashlib.blake2b(n.encode("utf-8", "surrogatepass"), digest_size=8).digest() for n in names
    )
    return np.frombuffer(joined, dtype="<u8").astype(np.uint64)


def _outside(document: dict[str, Any]) -> dict[str, dict[str, str]]:
    """What people put outside: reasons by topic (its own or its theme's), and by statement."""
    nodes = document["themes"]
    reasons = {node["id"]: node["outside"] for node in nodes if node.get("outside")}
    topics = {
        node["id"]: reason
        for node in nodes
        if node["parent"] and (reason := reasons.get(node["id"]) or reasons.get(node["parent"]))
    }
    told = (document.get("edits") or {}).get("outside", [])
    return {"outside_topics": topics, "outside_statements": dict(told)}


def _kept(analysis: Analysis) -> np.ndarray:
    """One statement of each wording that lies in an ordinary topic, in canonical order; of very many an even share.

    What another language or no content hides from our own model has no vote.
    """
    placing, corpus = analysis.placing, analysis.corpus
    if not len(corpus):
        return np.zeros(0, dtype=np.int64)
    kind = np.array([kind in ORDINARY for kind in placing.kind_of_theme], dtype=bool)
    seen = ~corpus.no_content & ~foreign_to(corpus.langs, analysis.options.lang)
    ordinary = np.flatnonzero(kind[placing.theme_of_topic[placing.topic]] & seen)
    _, first = np.unique(analysis.family[ordinary], return_index=True)
    kept = np.sort(ordinary[first])
    if len(kept) <= MOST_KEPT:
        return kept
    order = np.argsort(placing.topic[kept], kind="stable")
    return np.sort(kept[order[np.linspace(0, len(order) - 1, MOST_KEPT).astype(int)]])
