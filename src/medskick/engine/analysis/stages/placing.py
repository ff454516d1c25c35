"""Every statement gets a theme, a topic, a strength and a class."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..cluster import Grouping, group, group_inside
from ..cluster.by_codebook import NONE, Coded, by_statement, place_under
from ..cluster.neighbours import Neighbours
from ..cluster.strength import NO_CONTENT, WEAK, measure
from ..contract import Options
from ..represent import Representation
from ..represent.base import unit_rows
from .corpus import Corpus

THEME, UNPLACED, LANGUAGE, ALONE, EMPTY = "theme", "unplaced", "language", "alone", "no_content"
STATEMENTS_OF_ONE_MATTER = 2


@dataclass(frozen=True)
class Points:
    """Distinct statements of the main language that have something to compare.

    of_statement: point of each statement, -1 for none. vectors: (points, d). weights: statements behind a point.
    first: one statement of each point, the first in canonical order.
    """

    of_statement: np.ndarray
    vectors: np.ndarray
    weights: np.ndarray
    first: np.ndarray


@dataclass(frozen=True)
class Placing:
    """Where statements belong. Topics and themes are numbered; `theme_of_topic` links them.

    kind_of_theme: "theme", "unplaced" (fits nothing in the codebook), "language", "alone" or "no_content".
    lang_of_topic: set in the language theme. runner_up: topic number, -1 for none.
    also: with a codebook, further themes that a statement belongs to nearly as much, by statement.
    theme_strength, second_theme: with a codebook, per statement how surely its theme is its own (nan outside the
        points) and the runner-up theme (-1 for none).
    """

    topic: np.ndarray
    theme_of_topic: np.ndarray
    kind_of_theme: list[str]
    lang_of_topic: dict[int, str]
    strength: np.ndarray
    runner_up: np.ndarray
    runner_up_share: np.ndarray
    classes: list[str]
    also: dict[int, tuple[int, ...]] = field(default_factory=dict)
    theme_strength: np.ndarray | None = None
    second_theme: np.ndarray | None = None


def represent(corpus: Corpus, representation: Representation) -> np.ndarray:
    """Unit vectors of statements (statements, d): their own words and the contribution around them.

    Up to two statements the surroundings weigh as much as the words themselves; in longer texts less and less, since
    they hold several matters.
    """
    contexts = corpus.contexts
    representation.fit(contexts)
    own = representation.vectors(corpus.texts)
    around = representation.vectors(contexts)[corpus.owner] if len(corpus) else own
    has_words = np.linalg.norm(own, axis=1, keepdims=True) > 0
    of_contribution = np.bincount(corpus.owner, minlength=1)[corpus.owner] if len(corpus) else np.ones(0)
    weight = np.minimum(1.0, STATEMENTS_OF_ONE_MATTER / np.maximum(of_contribution, 1))[:, np.newaxis]
    return unit_rows(own + weight * around * has_words)


def collect_points(corpus: Corpus, family: np.ndarray, vectors: np.ndarray, lang: str) -> Points:
    """Join the copies of each family to one point; leave out other languages, no content and unknown words."""
    eligible = np.array([not other_language(own, lang) for own in corpus.langs], dtype=bool)
    eligible &= ~corpus.no_content & (np.linalg.norm(vectors, axis=1) > 0)
    of_statement = np.full(len(corpus), -1, dtype=np.int64)
    chosen = np.flatnonzero(eligible)
    _, first, inverse = np.unique(family[chosen], return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    of_statement[chosen] = rank[inverse]
    sums = np.zeros((len(first), vectors.shape[1] if vectors.ndim == 2 else 0))
    np.add.at(sums, of_statement[chosen], vectors[chosen])
    weights = np.bincount(of_statement[chosen], minlength=len(first)).astype(np.float64)
    return Points(of_statement, unit_rows(sums), weights, chosen[np.sort(first)])


def other_language(own: str | None, main: str) -> bool:
    return own is not None and own != main


def place(
    corpus: Corpus, points: Points, options: Options, ways: np.ndarray | None = None
) -> tuple[Placing, Neighbours]:
    """Group the points and give every statement its place, those outside the points too.

    ways: with a codebook, the directions of its entries and examples (`cluster.by_codebook.directions`).
    """
    placed = (
        place_under(corpus, points, options.codebook, ways) if ways is not None and options.codebook else None
    )
    grouping, kinds = _grouped(points, options, placed)
    belonging = measure(grouping.neighbours, grouping.topic_of_point)
    statements = len(corpus)
    topic = np.full(statements, -1, dtype=np.int64)
    strength = np.zeros(statements)
    runner_up = np.full(statements, -1, dtype=np.int64)
    runner_up_share = np.zeros(statements)
    classes = [WEAK] * statements
    for statement in np.flatnonzero(points.of_statement >= 0):
        point = points.of_statement[statement]
        topic[statement] = grouping.topic_of_point[point]
        strength[statement] = belonging.strength[point]
        runner_up[statement] = belonging.runner_up[point]
        runner_up_share[statement] = belonging.runner_up_share[point]
        classes[statement] = belonging.classes[point]

    theme_of_topic = grouping.theme_of_topic.tolist()
    lang_of_topic: dict[int, str] = {}
    for kind, lang, members in _outside(corpus, points, options.lang):
        if kind not in kinds:
            kinds.append(kind)
        number = len(theme_of_topic)
        theme_of_topic.append(kinds.index(kind))
        topic[members] = number
        if lang:
            lang_of_topic[number] = lang
        certain = kind in (LANGUAGE, EMPTY)
        strength[members] = 1.0 if certain else 0.0
        for statement in members:
            classes[statement] = {EMPTY: NO_CONTENT, LANGUAGE: "near"}.get(kind, WEAK)
    placing = Placing(
        topic,
        np.array(theme_of_topic, dtype=np.int64),
        kinds,
        lang_of_topic,
        strength,
        runner_up,
        runner_up_share,
        classes,
        _also(points, placed) if placed else {},
        *(by_statement(points, placed) if placed else (None, None)),
    )
    return placing, grouping.neighbours


def _grouped(points: Points, options: Options, placed: Coded | None) -> tuple[Grouping, list[str]]:
    """The points' topics and themes, and the kind of each theme: found in them, or those of the codebook."""
    if placed is None or options.codebook is None:
        grouping = group(
            points.vectors,
            points.weights,
            themes=options.themes,
            seed=options.seed,
            clusterer=options.clusterer,
        )
        return grouping, [THEME] * (int(grouping.theme_of_topic.max(initial=-1)) + 1)
    kinds = [THEME] * len(options.codebook.entries)
    theme = np.where(placed.entry == NONE, len(kinds), placed.entry)
    kinds += [UNPLACED] * bool((placed.entry == NONE).any())
    return group_inside(points.vectors, points.weights, theme, len(kinds), seed=options.seed), kinds


def _also(points: Points, placed: Coded) -> dict[int, tuple[int, ...]]:
    """Further themes by statement, for those that have some."""
    on_map = np.flatnonzero(points.of_statement >= 0).tolist()
    return {s: also for s in on_map if (also := placed.also[points.of_statement[s]])}


def _outside(corpus: Corpus, points: Points, lang: str) -> list[tuple[str, str | None, np.ndarray]]:
    """The statements that are no points, as (kind of theme, language, statements), each set not empty."""
    empty = corpus.no_content
    foreign = np.array([other_language(own, lang) for own in corpus.langs], dtype=bool) & ~empty
    alone = (points.of_statement < 0) & ~empty & ~foreign
    sizes: dict[str, int] = {}
    for statement in np.flatnonzero(foreign):
        own = corpus.langs[statement] or ""
        sizes[own] = sizes.get(own, 0) + 1
    groups: list[tuple[str, str | None, np.ndarray]] = []
    for own in sorted(sizes, key=lambda name: (-sizes[name], name)):
        members = [s for s in np.flatnonzero(foreign) if corpus.langs[s] == own]
        groups.append((LANGUAGE, own, np.array(members)))
    groups.append((ALONE, None, np.flatnonzero(alone)))
    groups.append((EMPTY, None, np.flatnonzero(empty)))
    return [entry for entry in groups if len(entry[2])]
