"""How much of a result stays when the same texts are analysed again: with another seed, or without one text in ten."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score
from sklearn.metrics.cluster import contingency_matrix

from .contract import Contribution, IsCancelled, OnProgress, Options
from .reading import read_result, statements
from .run import analyse

Place = tuple[str, str, int, int]  # contribution id, field, start, end
ALONE = ""  # statements that resemble nothing, and lie in no theme
LEFT_OUT = 10  # one text in so many


def repeat(
    contributions: Sequence[Contribution],
    folder: Path,
    options: Options,
    *,
    number: int,
    parts: bool = False,
    progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> dict[Place, str]:
    """Analyse once more and answer the theme of every statement that says something.

    number: which repetition, from 1. Adds to the seed or, with ``parts``, decides which tenth of the texts is left out;
    by the texts' ids, so the order of the rows does not matter. folder: where the files of the analysis go.
    Raises what ``analyse`` raises.
    """
    if parts:
        contributions = [one for one in contributions if not _left_out(one.id, number)]
    else:
        options = replace(options, seed=options.seed + number)
    analyse(contributions, folder, options, progress=progress, cancelled=cancelled)
    result = read_result(folder)
    kinds = {node["id"]: node.get("kind", "theme") for node in result.themes}
    return {
        (row.contribution_id, row.field, row.start, row.end): theme_or_alone(row.theme_id, kinds)
        for row in statements(result)
        if row.strength_class != "no_content"
    }


def theme_or_alone(key: str, kinds: Mapping[str, str]) -> str:
    """The theme's key, or ALONE for what is no theme."""
    return key if kinds.get(key) == "theme" else ALONE


def compare(base: Mapping[Place, str], other: Mapping[Place, str]) -> dict[str, Any]:
    """How much of ``base`` is found in ``other``, over the statements that both hold.

    Answers ``statements`` (how many), ``ari`` (Hubert and Arabie 1985), ``ami`` (Vinh, Epps and Bailey 2010), ``kept``
    (share of the statements in themes that lie in the theme matched to theirs; one-to-one, the greatest sum of Jaccard)
    and ``themes``: by key ``size``, ``jaccard`` (with the matched theme; Hennig 2007), ``kept`` and ``together`` (share
    of the pairs of statements in it that lie in one theme again; None where there is no pair).
    """
    places = sorted(base.keys() & other.keys())
    if not places:
        return {"statements": 0, "ari": None, "ami": None, "kept": None, "themes": {}}
    before, after = [base[place] for place in places], [other[place] for place in places]
    rows, columns = sorted(set(before)), sorted(set(after))
    table = contingency_matrix(np.searchsorted(rows, before), np.searchsorted(columns, after), dtype=np.int64)
    sizes, found = table.sum(axis=1), table.sum(axis=0)
    jaccard = table / (sizes[:, None] + found[None, :] - table)
    themes = [number for number, key in enumerate(rows) if key != ALONE]
    targets = [number for number, key in enumerate(columns) if key != ALONE]
    matched = _matched(jaccard, themes, targets)
    told: dict[str, dict[str, Any]] = {}
    for row in themes:
        column = matched.get(row)
        size, pairs = int(sizes[row]), int(sizes[row]) * (int(sizes[row]) - 1) // 2
        still = int((table[row, targets] * (table[row, targets] - 1) // 2).sum())
        told[rows[row]] = {
            "size": size,
            "jaccard": _short(jaccard[row, column]) if column is not None else 0.0,
            "kept": _short(table[row, column] / size) if column is not None else 0.0,
            "together": _short(still / pairs) if pairs else None,
        }
    kept = sum(int(table[row, column]) for row, column in matched.items())
    inside = sum(int(sizes[row]) for row in themes)
    return {
        "statements": len(places),
        "ari": _short(adjusted_rand_score(before, after)),
        "ami": _short(adjusted_mutual_info_score(before, after)),
        "kept": _short(kept / inside) if inside else None,
        "themes": told,
    }


def summary(rounds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The means over repetitions, and of each theme the mean and the lowest value."""
    keys = sorted({key for one in rounds for key in one["themes"]})
    return {
        **{name: _mean([one[name] for one in rounds]) for name in ("ari", "ami", "kept")},
        "statements": max((one["statements"] for one in rounds), default=0),
        "themes": {
            key: _theme_summary([one["themes"][key] for one in rounds if key in one["themes"]])
            for key in keys
        },
    }


def _theme_summary(found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "size": max(one["size"] for one in found),
        **{name: _mean([one[name] for one in found]) for name in ("jaccard", "kept", "together")},
        "lowest": min(one["jaccard"] for one in found),
    }


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return _short(sum(known) / len(known)) if known else None


def _matched(jaccard: np.ndarray, themes: list[int], targets: list[int]) -> dict[int, int]:
    if not themes or not targets:
        return {}
    inner = np.round(jaccard[np.ix_(themes, targets)], 5)
    chosen = zip(*linear_sum_assignment(-inner), strict=True)
    return {themes[row]: targets[column] for row, column in chosen if inner[row, column] > 0}


def _left_out(name: str, number: int) -> bool:
    digest = hashlib.blake2b(f"{number}\0{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % LEFT_OUT == 0


def _short(value: Any) -> float:
    return round(float(value), 4)
