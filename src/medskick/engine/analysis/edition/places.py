"""Places on the map in the next edition: what was published stays exactly, what is new comes beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..cluster.neighbours import Neighbours
from ..stages.corpus import Corpus
from ..stages.points import Points
from . import emerging, spots
from .keys import forms_of
from .tree import stacked
from .vote import nearest

MOST_LANDMARKS = 5_000


@dataclass(frozen=True)
class Beside:
    """Statements that are no points, beside the points nearest to them. near: numbers of points, nearest first."""

    statements: np.ndarray
    near: Neighbours


def positions_of(
    corpus: Corpus,
    points: Points,
    topic: np.ndarray,
    published: np.ndarray,
    old: np.ndarray,
    twins: np.ndarray,
    abroad: Beside | None,
) -> np.ndarray:
    """Old statements exactly where they were; new copies on their twin; other new ones beside their nearest.

    topic: of every statement. published: positions in the edition, and old: which of them is whose. twins: of new
    statements that are no points, -1 for none. (statements, 2).
    """
    positions = np.full((len(corpus), 2), np.nan)
    positions[old >= 0] = published[old[old >= 0]]
    spot = np.full((len(points), 2), np.nan)
    there = np.flatnonzero((old >= 0) & (points.of_statement >= 0))[::-1]
    spot[points.of_statement[there]] = positions[there]  # the first in order wins
    following = np.flatnonzero(twins >= 0)
    positions[following] = positions[twins[following]]
    new = np.flatnonzero(np.isnan(spot[:, 0]))
    wanted = _beside_nearest(points, topic[points.first], spot, new, forms_of(corpus, points.first[new]))
    lone = np.flatnonzero((points.of_statement < 0) & np.isnan(positions[:, 0]))
    if abroad is not None:
        lone = np.setdiff1d(lone, abroad.statements, assume_unique=True)
    corner = spots.in_corner(forms_of(corpus, lone) ^ _ordinal(corpus, lone))
    taken = spots.cells(published)
    found = spots.apart(np.concatenate([wanted, corner]), taken)
    spot[new], positions[lone] = found[: len(new)], found[len(new) :]
    left = np.flatnonzero((points.of_statement >= 0) & np.isnan(positions[:, 0]))
    positions[left] = spot[points.of_statement[left]]
    if abroad is not None:
        own = np.flatnonzero(np.isnan(positions[abroad.statements, 0]))
        statements = abroad.statements[own]
        index, similarity = abroad.near.index[own], abroad.near.similarity[own]
        seeds = forms_of(corpus, statements) ^ _ordinal(corpus, statements)
        beside = spots.beside(spot[index[:, : spots.FOREMOST]], similarity[:, : spots.FOREMOST], seeds)
        positions[statements] = spots.apart(beside, np.union1d(taken, spots.cells(found)))
    return positions


def _ordinal(corpus: Corpus, chosen: np.ndarray) -> np.ndarray:
    return (corpus.owner[chosen].astype(np.uint64) << np.uint64(20)) + corpus.ordinal[chosen].astype(
        np.uint64
    )


def _beside_nearest(
    points: Points, topic: np.ndarray, spot: np.ndarray, new: np.ndarray, seeds: np.ndarray
) -> np.ndarray:
    """Where each new point wants to be: beside the nearest of its own topic, or of all where the topic is new."""
    wanted = np.zeros((len(new), 2))
    placed = ~np.isnan(spot[:, 0])
    everywhere = _some(np.flatnonzero(placed))
    order = np.argsort(topic[new], kind="stable")
    for chosen in np.split(order, np.flatnonzero(np.diff(topic[new][order])) + 1) if len(new) else []:
        among = _some(np.flatnonzero(placed & (topic == topic[new[chosen[0]]])))
        if len(among):
            landmarks = stacked(points, among)
            for own in points.blocks(chosen):
                index, similarity = nearest(points.of(new[own]), landmarks, spots.FOREMOST)
                wanted[own] = spots.beside(spot[among[index]], similarity, seeds[own])
            continue
        middle = _middle(points, new[chosen])
        index, similarity = nearest(middle, stacked(points, everywhere), spots.FOREMOST)
        rows = np.zeros(len(chosen), dtype=np.int64)
        wanted[chosen] = spots.beside(spot[everywhere[index]][rows], similarity[rows], seeds[chosen])
    return wanted


def _middle(points: Points, chosen: np.ndarray) -> np.ndarray:
    """The direction of the middle of some points (1, d)."""
    some = _some(chosen)
    return emerging.middles(stacked(points, some), np.zeros(len(some), dtype=int), 1)


def _some(points: np.ndarray) -> np.ndarray:
    return points[np.linspace(0, len(points) - 1, min(len(points), MOST_LANDMARKS)).astype(int)]
