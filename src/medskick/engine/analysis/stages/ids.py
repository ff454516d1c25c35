"""Ids of themes and topics: new ones by size, or carried over from an earlier result by shared statements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from ..codebook import Codebook
from ..contract import Result
from ..reading import statements
from .corpus import Corpus
from .placing import Placing

LEAST_OVERLAP = 0.3
_NUMBER = re.compile(r"T(\d+)")


@dataclass(frozen=True)
class Ids:
    """Id of each theme ("T3") and topic ("T3.2"), the labels that came with them, and keys in a codebook."""

    themes: list[str]
    topics: list[str]
    labels: dict[str, str] = field(default_factory=dict)
    changes: dict[str, Any] | None = None
    keys: dict[str, str] = field(default_factory=dict)


def fresh_ids(placing: Placing, codebook: Codebook | None = None, used: Iterable[str] = ()) -> Ids:
    """T1, T2 … by falling size, or in the codebook's order and with its labels; T1.1, T1.2 … inside.

    used: ids that have stood for something before; numbers begin after them.
    """
    last = max((int(m[1]) for m in map(_NUMBER.match, used) if m), default=0)
    themes = [f"T{last + n + 1}" for n in range(len(placing.kind_of_theme))]
    topics = _inside(themes, placing.theme_of_topic, [None] * len(placing.theme_of_topic), {})
    entries = codebook.entries if codebook else ()
    return Ids(
        themes,
        topics,
        {own: entry.label for own, entry in zip(themes, entries, strict=False)},
        keys={own: entry.key for own, entry in zip(themes, entries, strict=False)},
    )


def carried_ids(corpus: Corpus, placing: Placing, previous: Result) -> Ids:
    """Keep the id and label of an earlier theme or topic where at least 30 % of their common statements agree.

    Pairs are chosen so that as many statements as possible keep their id. Numbers used before are not used again
    for something else. Statements are recognised by contribution, field and place in the text.
    """
    place_of = {
        (
            corpus.contributions[corpus.owner[s]].id,
            corpus.field(s),
            int(corpus.start[s]),
            int(corpus.end[s]),
        ): s
        for s in range(len(corpus))
    }
    common = [
        (place_of[key], s.theme_id, s.topic_id)
        for s in statements(previous)
        if (key := (s.contribution_id, s.field, s.start, s.end)) in place_of
    ]
    old = {node["id"]: node for node in previous.themes}
    theme_of = placing.theme_of_topic
    theme_pairs = [(int(theme_of[placing.topic[s]]), theme) for s, theme, _ in common]
    topic_pairs = [(int(placing.topic[s]), topic) for s, _, topic in common]
    kept_themes = _matched(theme_pairs, placing.kind_of_theme, old)
    kinds_of_topics = [placing.kind_of_theme[theme] for theme in theme_of]
    kept_topics = _matched(topic_pairs, kinds_of_topics, old)
    last = max([int(m[1]) for m in map(_NUMBER.match, old) if m], default=0)
    themes = _numbered(len(placing.kind_of_theme), kept_themes, last)
    wanted = [kept_topics.get(topic) for topic in range(len(theme_of))]
    topics = _inside(themes, theme_of, wanted, _last_inside(old))
    used = [own for own in [*themes, *topics] if own in old]
    return Ids(
        themes,
        topics,
        {own: old[own]["label"] for own in used},
        {
            "kept": sorted(used, key=_order),
            "new": sorted((own for own in [*themes, *topics] if own not in old), key=_order),
            "gone": sorted((own for own in old if own not in used), key=_order),
        },
    )


def _matched(pairs: Sequence[tuple[int, str]], kinds: Sequence[str], old: dict[str, Any]) -> dict[int, str]:
    """For new groups the old id that fits best, each used once, and only between groups of one kind."""
    shared = Counter(pairs)
    names = sorted({name for _, name in pairs if name in old}, key=_order)
    if not names:
        return {}
    column = {name: n for n, name in enumerate(names)}
    overlap = np.zeros((len(kinds), len(names)))
    for (group, name), count in shared.items():
        if name in column and old[name]["kind"] == kinds[group]:
            overlap[group, column[name]] = count
    new_sizes = Counter(group for group, _ in pairs)
    old_sizes = Counter(name for _, name in pairs)
    rows, columns = linear_sum_assignment(-overlap)
    return {
        int(row): names[col]
        for row, col in zip(rows, columns, strict=True)
        if overlap[row, col] > 0
        and overlap[row, col] / (new_sizes[row] + old_sizes[names[col]] - overlap[row, col]) >= LEAST_OVERLAP
    }


def _numbered(count: int, kept: dict[int, str], last: int) -> list[str]:
    ids = []
    for theme in range(count):
        if theme not in kept:
            last += 1
        ids.append(kept.get(theme, f"T{last}"))
    return ids


def _inside(
    themes: list[str], theme_of_topic: np.ndarray, wanted: Sequence[str | None], last_inside: dict[str, int]
) -> list[str]:
    """Topic ids under their theme's id; a wanted id is granted only where it lies under the same theme."""
    last = Counter(last_inside)
    ids = []
    for topic, theme in enumerate(theme_of_topic.tolist()):
        own = wanted[topic]
        if own is None or own.rpartition(".")[0] != themes[theme]:
            last[themes[theme]] += 1
            own = f"{themes[theme]}.{last[themes[theme]]}"
        ids.append(own)
    return ids


def _last_inside(old: dict[str, Any]) -> dict[str, int]:
    last: dict[str, int] = {}
    for own in old:
        theme, _, number = own.rpartition(".")
        if theme and number.isdigit():
            last[theme] = max(last.get(theme, 0), int(number))
    return last


def _order(own: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", own))
