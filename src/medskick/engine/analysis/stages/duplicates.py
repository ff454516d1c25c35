"""Which statements say the same thing in (almost) the same words. Copies are counted, never removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from medskick.engine.text.normalise import normal_form

SHINGLE = 5
SHORTEST_TO_COMPARE = 30
BANDS, ROWS = 16, 4
ALIKE = 0.75
SURELY_ALIKE, HARDLY_ALIKE = 0.95, 0.55
"""Shares of equal signature values above which two texts pass, and below which they fail, without a closer look."""
REACH = 8
"""With how many neighbours in a bucket a text is compared: of copies all are joined, and no bucket costs n²."""
CHUNK, PAIRS = 20_000, 2_000
LETTERS = 100_000
"""Characters hashed at a time: few enough for a processor's cache."""
MULTIPLIER = np.uint64(1_000_003)


def families(texts: Sequence[str]) -> np.ndarray:
    """Family of each text (len(texts),) int: numbered in order of first appearance.

    One family: equal in normal form, or at least 75 % of character 5-grams in common (longer texts only),
    joined step by step, so that a chain of small edits stays together. Candidates come from MinHash signatures
    in bands (Broder 1997; Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, ch. 3), within a bucket in the
    order of the wordings, so that the order of the texts never matters. Time and memory grow with the texts.
    """
    if not len(texts):
        return np.zeros(0, dtype=np.int64)
    firsts: dict[str, int] = {}
    form_of = np.array([firsts.setdefault(normal_form(text), len(firsts)) for text in texts], dtype=np.int64)
    compared = sorted(form for form in firsts if len(form) >= SHORTEST_TO_COMPARE)
    labels = np.arange(len(firsts))
    if len(compared) > 1:
        places = np.array([firsts[form] for form in compared], dtype=np.int64)
        labels[places] = places[_first_of_each(_joined(compared), len(places))]
    roots = labels[form_of]
    _, first, inverse = np.unique(roots, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


def _first_of_each(group: np.ndarray, count: int) -> np.ndarray:
    """For each member the first member of its group (count,)."""
    first = np.full(int(group.max()) + 1, count)
    np.minimum.at(first, group, np.arange(count))
    return first[group]


def _joined(forms: list[str]) -> np.ndarray:
    """Group of each distinct form (len(forms),) int."""
    signatures, bands = _signatures(forms)
    group = np.arange(len(forms))
    for band in range(BANDS):
        order = np.argsort(bands[:, band], kind="stable")
        keys = bands[order, band]
        for step in range(1, REACH + 1):
            same = np.flatnonzero(keys[step:] == keys[:-step])
            if not len(same):
                break
            a, b = order[same], order[same + step]
            apart = group[a] != group[b]
            if band:  # what an earlier band brought together has been compared
                apart &= ~(bands[a, :band] == bands[b, :band]).any(axis=1)
            a, b = a[apart], b[apart]
            if len(a):
                alike = _alike(forms, signatures, a, b)
                group = _united(group, a[alike], b[alike])
    return group


def _united(group: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    if not len(a):
        return group
    count = int(group.max()) + 1
    links = coo_matrix((np.ones(len(a), dtype=bool), (group[a], group[b])), shape=(count, count))
    return connected_components(links, directed=False)[1][group].astype(np.int64)


def _alike(forms: list[str], signatures: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Which pairs have enough 5-grams in common (len(a),) bool: by their signatures where those leave no doubt."""
    share = np.concatenate(
        [
            (signatures[a[i : i + CHUNK]] == signatures[b[i : i + CHUNK]]).mean(axis=1)
            for i in range(0, len(a), CHUNK)
        ]
    )
    passed = share >= SURELY_ALIKE
    unsure = np.flatnonzero(~passed & (share >= HARDLY_ALIKE))
    for i in range(0, len(unsure), PAIRS):
        part = unsure[i : i + PAIRS]
        passed[part] = _jaccard([forms[n] for n in a[part]], [forms[n] for n in b[part]]) >= ALIKE
    return passed


def _jaccard(first: list[str], second: list[str]) -> np.ndarray:
    """Share of common 5-grams of each pair (pairs,)."""
    mine, other = _keyed_grams(first), _keyed_grams(second)
    at = np.minimum(np.searchsorted(mine, other), len(mine) - 1)
    common, of_mine, of_other = (
        np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=len(first))
        for keys in (other[mine[at] == other], mine, other)
    )
    return common / (of_mine + of_other - common)


def _keyed_grams(forms: list[str]) -> np.ndarray:
    """Sorted distinct 5-grams of all forms, each as its form's place and its hash in one number (uint64)."""
    hashes, counts = _hashed(forms)
    owner = np.repeat(np.arange(len(forms), dtype=np.uint64), counts)
    keys = np.sort((owner << np.uint64(32)) | hashes)
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])]


def _signatures(forms: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """MinHash values, shortened, (forms, bands × rows) uint16 and the key of each band (forms, bands) uint64."""
    short = np.empty((len(forms), BANDS * ROWS), dtype=np.uint16)
    keys = np.empty((len(forms), BANDS), dtype=np.uint64)
    place = 0
    for part in _parts(forms):
        full = _minima(part)
        short[place : place + len(part)] = full >> np.uint32(16)
        wide = full.astype(np.uint64)
        for band in range(BANDS):
            key = np.zeros(len(part), dtype=np.uint64)
            for row in range(band * ROWS, (band + 1) * ROWS):
                key = _mix(key * MULTIPLIER + wide[:, row])
            keys[place : place + len(part), band] = key
        place += len(part)
    return short, keys


def _parts(forms: list[str]) -> Iterator[list[str]]:
    """The forms in runs of about as many characters each: a text of a megabyte stands alone."""
    part: list[str] = []
    length = 0
    for form in forms:
        part.append(form)
        length += len(form)
        if length > LETTERS:
            yield part
            part, length = [], 0
    if part:
        yield part


def _minima(forms: list[str]) -> np.ndarray:
    """Least value of each of the hash functions over the 5-grams of each form (forms, bands × rows) uint32."""
    hashes, counts = _hashed(forms)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    salts = _mix(np.arange(1, 2 * BANDS * ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    found = np.empty((len(forms), BANDS * ROWS), dtype=np.uint32)
    turned = np.empty_like(hashes)
    for n in range(BANDS * ROWS):
        offset = np.uint32(salts[2 * n] & np.uint64(0xFFFFFFFF))
        odd = np.uint32(salts[2 * n + 1] & np.uint64(0xFFFFFFFF)) | np.uint32(1)
        np.bitwise_xor(hashes, offset, out=turned)
        np.multiply(turned, odd, out=turned)
        found[:, n] = np.minimum.reduceat(turned, starts)
    return found


def _hashed(forms: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of all 5-grams of the forms one after the other (grams,) uint32, and how many each form has."""
    lengths = np.array([len(form) for form in forms])
    codes = np.frombuffer("".join(forms).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
        np.uint64
    )
    rolling = np.zeros(len(codes) - SHINGLE + 1, dtype=np.uint64)
    for i in range(SHINGLE):
        rolling = rolling * MULTIPLIER + codes[i : i + len(rolling)]
    ends = np.cumsum(lengths)
    within = np.ones(len(rolling), dtype=bool)
    for i in range(1, SHINGLE):  # 5-grams that reach into the next form
        within[(ends[:-1] - i)[ends[:-1] - i < len(rolling)]] = False
    hashes = (_mix(rolling[within]) >> np.uint64(32)).astype(np.uint32)
    return hashes, lengths - SHINGLE + 1


def _mix(values: np.ndarray) -> np.ndarray:
    """Spread 64-bit values evenly (the finishing steps of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
