"""Leaves: small groups of statements of a large topic that say nearly the same, each in its own words.

A leaf is a statement with many close neighbours, and those neighbours. Statements far from every such middle are in no
leaf: they belong to the topic alone, so leaves are read as examples of what a topic holds and never as its parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from medskick.engine.text.whole import says_something

from ..represent.base import even_sample
from . import quotes
from .corpus import Corpus
from .labels import Namer
from .leaf_names import name_leaves
from .placing import THEME, Placing
from .points import foreign_to
from .readable import reads_well
from .vectors import Vectors

FEWEST_STATEMENTS, FEWEST_WORDINGS, FEWEST_CONTRIBUTIONS = 40, 5, 3
MOST_LEAVES, LARGEST_SHARE = 8, 0.4
MOST_COMPARED, BLOCK = 2000, 500
MOST_READ = 200
CLOSE_PAIRS = 0.03
LEAST_NEAR, SURELY_NEAR = 0.35, 0.75
FOR_THE_NAME = 0.8


@dataclass(frozen=True)
class Leaf:
    """Statements of a topic that lie close together, in canonical order; more different wordings than four."""

    statements: np.ndarray


def find_leaves(
    own: np.ndarray, wording: np.ndarray, vectors: Vectors, most: int = MOST_COMPARED
) -> list[Leaf]:
    """The leaves among the statements `own`, largest first; none in a topic of fewer than 40 statements.

    own: statements of one topic, ascending. wording: the family of each of them. At most `most` wordings, at even
    distances, are compared to find the middles; then every statement goes to its nearest middle if it is close enough.
    Close is as near as the nearest 3 % of pairs in the topic are (a similarity of 0.35 to 0.75).
    """
    if len(own) < FEWEST_STATEMENTS:
        return []
    _, first = np.unique(wording, return_index=True)
    sample = own[np.asarray(even_sample(np.sort(first).tolist(), most), dtype=np.int64)]
    if len(sample) < 2 * FEWEST_WORDINGS:
        return []
    points = vectors[sample]
    close = _close(points)
    middles = points[_middles(points, close)]
    if not len(middles):
        return []
    leaf = _nearest(own, vectors, middles, close)
    found = []
    for number in range(len(middles)):
        inside = leaf == number
        if len(np.unique(wording[inside])) >= FEWEST_WORDINGS:
            found.append(Leaf(own[inside]))
    return sorted(found, key=lambda entry: (-len(entry.statements), int(entry.statements[0])))


def leaves_of_topics(
    topic_ids: Mapping[int, tuple[str, str]],
    corpus: Corpus,
    family: np.ndarray,
    vectors: Vectors,
    placing: Placing,
    namer: Namer,
    speakers: np.ndarray,
    main: str,
) -> dict[int, list[dict[str, Any]]]:
    """The leaves of each topic of an ordinary theme, as result.json has them; topics without any are left out.

    Beside that `members`: the statements of each, which `edition.leaf_ids` takes out again when it settles the ids.

    A leaf has statements from three contributions or more: what one or two repeat is no pattern.

    topic_ids: id and label of each topic. speakers: the statements that `namer` knows, ascending.
    """
    abroad = foreign_to(corpus.langs, main)
    allowed, own_words = quotes.Quotable(corpus).allowed, quotes.OwnWords(corpus)
    found: dict[int, list[dict[str, Any]]] = {}
    for topic, (own_id, label) in topic_ids.items():
        if placing.kind_of_topic[topic] != THEME:
            continue
        own = np.flatnonzero((placing.topic == topic) & ~abroad)
        leaves = [
            leaf
            for leaf in find_leaves(own, family[own], vectors)
            if len(np.unique(corpus.owner[leaf.statements])) >= FEWEST_CONTRIBUTIONS
        ]
        speaking = np.flatnonzero(placing.topic[speakers] == topic)
        groups = [speaking[np.isin(speakers[speaking], leaf.statements)].tolist() for leaf in leaves]
        names = name_leaves(namer, groups, speaking.tolist(), label)
        nodes = [
            {
                "id": "",
                "label": name.label,
                "keywords": list(name.keywords),
                "size": len(leaf.statements),
                "persons": _persons(corpus, leaf.statements),
                "quote": _quote(corpus, leaf.statements, vectors, allowed, own_words, name.label),
                "members": leaf.statements,
                "statement_ids": [corpus.statement_id(s) for s in leaf.statements.tolist()],
            }
            for leaf, name in zip(leaves, names, strict=True)
            if name.label
        ]
        if nodes:
            found[topic] = [{**node, "id": f"{own_id}.{n}"} for n, node in enumerate(nodes, start=1)]
    return found


def _close(points: np.ndarray) -> float:
    """The similarity that 3 % of the pairs reach, within bounds; read off a hundred even rows."""
    rows = np.asarray(even_sample(range(len(points)), 100), dtype=np.int64)
    near = np.round(points[rows] @ points.T, 5)
    near[np.arange(len(rows)), rows] = -1.0
    return float(np.clip(np.quantile(near, 1 - CLOSE_PAIRS), LEAST_NEAR, SURELY_NEAR))


def _middles(points: np.ndarray, close: float) -> list[int]:
    """Points with the most close neighbours that no earlier middle has taken."""
    near = np.zeros((len(points), len(points)), dtype=bool)
    for start in range(0, len(points), BLOCK):
        near[start : start + BLOCK] = np.round(points[start : start + BLOCK] @ points.T, 5) >= close
    free = np.ones(len(points), dtype=bool)
    middles: list[int] = []
    while len(middles) < MOST_LEAVES:
        neighbours = np.where(free, (near & free).sum(axis=1), 0)
        best = int(np.argmax(neighbours))
        if neighbours[best] < FEWEST_WORDINGS:
            break
        free &= ~near[best]
        free[best] = False
        if neighbours[best] <= LARGEST_SHARE * len(points):
            middles.append(best)
    return middles


def _nearest(own: np.ndarray, vectors: Vectors, middles: np.ndarray, close: float) -> np.ndarray:
    """Nearest middle of each statement, -1 where none is close (statements,)."""
    found = [
        np.where(near.max(axis=1) >= close, near.argmax(axis=1), -1)
        for near in (np.round(block @ middles.T, 5) for block in _blocks(own, vectors))
    ]
    return np.concatenate(found)


def _blocks(own: np.ndarray, vectors: Vectors) -> Iterator[np.ndarray]:
    for start in range(0, len(own), BLOCK):
        yield vectors[own[start : start + BLOCK]]


def _persons(corpus: Corpus, statements: np.ndarray) -> int:
    return int(corpus.people[corpus.speaking(np.unique(corpus.owner[statements]))].sum())


def _quote(
    corpus: Corpus,
    statements: np.ndarray,
    vectors: Vectors,
    allowed: np.ndarray,
    own_words: quotes.OwnWords,
    label: str,
) -> dict[str, Any] | None:
    """The most typical statement that may be shown, reads well and says what the label says; None where none may."""
    chosen = np.asarray(even_sample(statements[allowed[statements]].tolist(), MOST_READ), dtype=np.int64)
    if not len(chosen):
        return None
    rows = vectors[chosen]
    middle = rows.sum(axis=0) / max(float(np.linalg.norm(rows.sum(axis=0))), 1e-9)
    texts = [corpus.original(s) for s in chosen.tolist()]
    reading = np.array([reads_well(text) for text in texts])
    whole = np.array([says_something(text) for text in texts])
    worth = rows @ middle + reading + FOR_THE_NAME * own_words.say(label, chosen)
    worth = np.where(whole, worth, worth - quotes.FOR_BEING_WHOLE)
    return quotes.as_written(corpus, int(chosen[np.argmax(np.round(worth, 5))]))
