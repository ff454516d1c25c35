"""What a run keeps so that people's later decisions can be learned from at once: vectors and places, no texts."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..codebook import Codebook, Decision
from .chooser import choose
from .learner import Coded, learn

if TYPE_CHECKING:
    from ..stages.corpus import Corpus
    from ..stages.points import Points

FIELDS = ("text", "title")
Span = tuple[str, str, int, int]


@dataclass(frozen=True)
class Material:
    """The run's points with their vectors, the statements behind them, and the codebook's directions."""

    vectors: np.ndarray
    weights: np.ndarray
    ways: np.ndarray
    keys: tuple[str, ...]
    point_of: np.ndarray
    spans: tuple[Span, ...]

    @cached_property
    def number_of(self) -> dict[Span, int]:
        return {span: n for n, span in enumerate(self.spans)}


@dataclass(frozen=True)
class Learned:
    """Where all statements of the material belong after what has been decided, and what to ask about next.

    alone: placing without people's own decisions put in: what the engine makes of it by itself.
    next: numbers of statements, most useful first, with how many statements each tells about.
    """

    coded: Coded
    alone: Coded
    next: list[tuple[int, int]]


def save_material(path: Path, corpus: Corpus, points: Points, codebook: Codebook, ways: np.ndarray) -> None:
    """Write the material of the statements that are points, whole or not at all; readable by the owner only."""
    chosen = np.flatnonzero(points.of_statement >= 0)
    fields = np.array([FIELDS.index(corpus.field(s)) for s in chosen.tolist()], dtype=np.int8)
    beside = path.with_name(path.name + ".part")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        np.savez(
            file,
            allow_pickle=False,
            vectors=_all_vectors(points),
            weights=points.weights.astype(np.float32),
            ways=ways.astype(np.float32),
            keys=np.array([entry.key for entry in codebook.entries]),
            point_of=points.of_statement[chosen].astype(np.int32),
            ids=np.array([contribution.id for contribution in corpus.contributions]),
            owner=corpus.owner[chosen].astype(np.int32),
            field=fields,
            start=corpus.start[chosen].astype(np.int32),
            end=corpus.end[chosen].astype(np.int32),
        )
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def _all_vectors(points: Points) -> np.ndarray:
    """(points, d) half-precision, block by block."""
    found = np.zeros((len(points), points.vectors.shape[1]), dtype=np.float16)
    for block in points.blocks(np.arange(len(points))):
        found[block] = points.of(block)
    return found


def load_material(path: Path) -> Material:
    """Read it back. Raises OSError, ValueError or KeyError when the file is not whole."""
    with np.load(path, allow_pickle=False) as kept:
        stored = {name: kept[name] for name in kept.files}
    rows = zip(
        stored["ids"][stored["owner"]].tolist(),
        stored["field"].tolist(),
        stored["start"].tolist(),
        stored["end"].tolist(),
        strict=True,
    )
    return Material(
        stored["vectors"].astype(np.float32),
        stored["weights"].astype(np.float64),
        stored["ways"],
        tuple(stored["keys"].tolist()),
        stored["point_of"],
        tuple((own, FIELDS[field], start, end) for own, field, start, end in rows),
    )


def learn_from(
    material: Material, codebook: Codebook, decisions: tuple[Decision, ...], offers: int = 40
) -> Learned:
    """Place the whole material anew after `decisions`. `codebook` is the one that the material was made with."""
    from ..cluster.by_codebook import decided_points, overruled, told_by

    codebook = replace(codebook, decisions=decisions)
    decided = decided_points(codebook, material.number_of, material.point_of)
    entries = len(codebook.entries)
    told = told_by(codebook, material.ways, material.vectors[sorted(decided)], decided)
    alone = learn(material.ways[:entries], material.vectors, told).place(material.vectors)
    asked = choose(
        material.vectors, material.weights, alone, np.array(sorted(decided), dtype=np.int64), offers
    )
    _, first = np.unique(material.point_of, return_index=True)
    return Learned(
        overruled(alone, decided), alone, [(int(first[point]), int(informs)) for point, informs in asked]
    )
