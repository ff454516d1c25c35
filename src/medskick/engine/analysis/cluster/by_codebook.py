"""Placing by meaning under a given list of themes: from labels and definitions, better with every example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..codebook import Codebook
from ..represent import Representation
from ..represent.base import unit_rows

WORTH_OF_DEFINITION = 10.0
LEAST_NEARNESS = 0.2
ALSO_SHARE = 0.85
NONE = -1


@dataclass(frozen=True)
class Placed:
    """Per point: entry number or -1 for none, nearness to it, and further entries nearly as near, nearest first."""

    entry: np.ndarray
    nearness: np.ndarray
    also: list[tuple[int, ...]]


def directions(codebook: Codebook, representation: Representation) -> np.ndarray:
    """Unit direction of each entry (entries, d): its label and definition weigh as ten examples do."""
    labels = representation.vectors([entry.label for entry in codebook.entries])
    whole = representation.vectors([f"{entry.label}. {entry.definition}" for entry in codebook.entries])
    sums = WORTH_OF_DEFINITION * unit_rows(0.5 * labels + whole)
    if codebook.examples:
        number = {entry.key: n for n, entry in enumerate(codebook.entries)}
        places = [number[example.key] for example in codebook.examples]
        np.add.at(sums, places, representation.vectors([example.text for example in codebook.examples]))
    return unit_rows(sums)


def place_under(vectors: np.ndarray, ways: np.ndarray) -> Placed:
    """The nearest entry of each unit vector (points, d), none where all are far, and others nearly as near."""
    nearness = np.round(vectors @ ways.T, 5)
    entry = nearness.argmax(axis=1)
    best = nearness[np.arange(len(vectors)), entry] if len(vectors) else np.zeros(0)
    entry = np.where(best >= LEAST_NEARNESS, entry, NONE)
    return Placed(
        entry, best, [_also(row, own, top) for row, own, top in zip(nearness, entry, best, strict=True)]
    )


def _also(nearness: np.ndarray, own: int, best: float) -> tuple[int, ...]:
    if own == NONE:
        return ()
    near: Sequence[int] = np.flatnonzero(nearness >= max(LEAST_NEARNESS, ALSO_SHARE * best)).tolist()
    return tuple(sorted((n for n in near if n != own), key=lambda n: (-nearness[n], n)))
