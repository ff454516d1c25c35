"""Places on the published map for what is new: beside the nearest that are there, never exactly on top of one."""

from __future__ import annotations

import numpy as np

GRID = 10_000
TILES = 20  # where circles find nothing, each twentieth of the map is a crowd of its own
ROUNDS = 2_000  # of widening circles; the last is 90 cells wide
FOREMOST = 5
JITTER = 0.004
CORNER, CORNER_RADIUS = (0.96, 0.04), 0.035
_MIX = np.uint64(0xFF51AFD7ED558CCD)


def beside(positions: np.ndarray, similarity: np.ndarray, seeds: np.ndarray) -> np.ndarray:
    """(new, 2): the middle of `positions` (new, k, 2) weighted by similarity (new, k), a little moved."""
    weight = np.where(similarity > 0, similarity.astype(np.float64) ** 4, 0.0)
    weight = np.where(weight.sum(axis=1, keepdims=True) > 0, weight, 1.0)
    weight /= weight.sum(axis=1, keepdims=True)
    return np.einsum("nk,nkd->nd", weight, positions) + _moved(seeds, JITTER)


def in_corner(seeds: np.ndarray) -> np.ndarray:
    """(new, 2) in the corner of what is like nothing else."""
    return np.array(CORNER) + _moved(seeds, CORNER_RADIUS)


def apart(wanted: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """The places nearest `wanted` (new, 2) on a grid of 1/10 000 that nobody has; `taken` as from `cells`.

    Rounds of widening circles; in each round the first in order gets the place. Who finds none within the widest circle
    gets one in the nearest square about such a crowd: two never lie on top of each other as long as the map has places.
    """
    wanted = np.clip(wanted, 0, 1)
    found = np.round(wanted * GRID).astype(np.int64)
    waiting = np.arange(len(wanted))
    held = np.zeros((GRID + 1) ** 2, dtype=bool)
    held[taken] = True
    for step in range(1, ROUNDS):
        own = found[waiting, 0] * (GRID + 1) + found[waiting, 1]
        _, first = np.unique(own, return_index=True)
        free = np.zeros(len(waiting), dtype=bool)
        free[first] = True
        free &= ~held[own]
        held[own[free]] = True
        waiting = waiting[~free]
        if not len(waiting):
            return found / GRID
        angle = step * np.pi * (3 - np.sqrt(5))
        way = np.array([np.cos(angle), np.sin(angle)]) * 2 * np.sqrt(step)
        found[waiting] = np.clip(np.round(wanted[waiting] * GRID + way), 0, GRID).astype(np.int64)
    own, ground = np.round(wanted[waiting] * GRID).astype(np.int64), held.reshape(GRID + 1, -1)
    tile = own // (GRID // TILES)
    _, crowd = np.unique(tile[:, 0] * (TILES + 1) + tile[:, 1], return_inverse=True)
    for number in range(crowd.max() + 1):
        found[waiting[crowd == number]] = _around(own[crowd == number], ground)
    return found / GRID


def _around(wanted: np.ndarray, held: np.ndarray) -> np.ndarray:
    """A free cell each for `wanted` (n, 2), in a square about them all that has as many, marked in `held`. In reading
    order of the square they keep their order. On a map with fewer free cells than that the last stay where they are."""
    low, high, margin = wanted.min(axis=0), wanted.max(axis=0) + 1, 0
    while True:
        (left, top), (right, bottom) = np.maximum(low - margin, 0), np.minimum(high + margin, GRID + 1)
        free = np.argwhere(~held[left:right, top:bottom])
        if len(free) >= len(wanted) or margin > GRID:
            break
        margin = 2 * margin + 1
    number = bottom - top
    order = np.lexsort((np.arange(len(wanted)), wanted[:, 1], wanted[:, 0]))[: len(free)]
    own = (wanted[order, 0] - left) * number + wanted[order, 1] - top
    place = np.arange(len(order))
    chosen = np.maximum.accumulate(np.searchsorted(free[:, 0] * number + free[:, 1], own) - place) + place
    chosen = np.minimum(chosen, len(free) - len(order) + place)
    found = wanted.copy()
    found[order] = free[chosen] + np.array([left, top])
    held[found[order, 0], found[order, 1]] = True
    return found


def cells(positions: np.ndarray) -> np.ndarray:
    """The grid's cells that hold something, each once: int64."""
    whole = np.round(positions.reshape(-1, 2) * GRID).astype(np.int64)
    return np.unique(whole[:, 0] * (GRID + 1) + whole[:, 1])


def _moved(seeds: np.ndarray, radius: float) -> np.ndarray:
    """(new, 2) evenly within a disc, by what was written and nothing else."""
    mixed = (seeds ^ (seeds >> np.uint64(33))) * _MIX
    angle = (mixed >> np.uint64(40)).astype(np.float64) / 2**24 * 2 * np.pi
    distance = np.sqrt((mixed & np.uint64(0xFFFFFF)).astype(np.float64) / 2**24) * radius
    return np.stack([np.cos(angle) * distance, np.sin(angle) * distance], axis=1)
