"""Every statement gets a theme, a topic, a strength and a class."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ..cluster import Grouping, group, group_inside
from ..cluster.by_codebook import NONE, Coded, by_statement, place_under
from ..cluster.neighbours import Neighbours
from ..cluster.strength import NO_CONTENT, WEAK, Belonging, measure, usual_nearness
from ..contract import Options
from ..crew import Crew
from .corpus import Corpus
from .points import Points, foreign_to
from .settling import Abroad, Settled, settle, settle_abroad
from .vectors import Vectors

THEME, UNPLACED, LANGUAGE, ALONE, EMPTY = "theme", "unplaced", "language", "alone", "no_content"


@dataclass(frozen=True)
class Placing:
    """Where statements belong. Topics and themes are numbered; `theme_of_topic` links them.

    kind_of_theme: "theme", "unplaced" (fits nothing in the codebook), "language", "alone" or "no_content".
    lang_of_topic: set in the language theme. runner_up: topic number, -1 for none. classes: array of str.
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
    classes: np.ndarray
    also: dict[int, tuple[int, ...]] = field(default_factory=dict)
    theme_strength: np.ndarray | None = None
    second_theme: np.ndarray | None = None

    @property
    def kind_of_topic(self) -> np.ndarray:
        """Kind of each topic's theme (topics,) str."""
        return np.array(self.kind_of_theme, dtype="U10")[self.theme_of_topic]


@dataclass(frozen=True)
class PlacedPoints:
    """Topic and belonging of every point, anchors and others.

    anchors: nearest anchors of the anchors. settled: of the others. abroad: of statements in other languages.
    """

    topic: np.ndarray
    belonging: Belonging
    anchors: Neighbours
    settled: Settled | None
    abroad: Abroad | None = None


def place(
    corpus: Corpus,
    points: Points,
    vectors: Vectors,
    across: slice | None,
    options: Options,
    crew: Crew,
    ways: np.ndarray | None = None,
) -> tuple[Placing, PlacedPoints]:
    """Group the points and give every statement its place, those outside the points too.

    across: the part of the vectors in which all languages can be compared, if there is one.
    ways: with a codebook, the directions of its entries and examples (`cluster.by_codebook.directions`).
    """
    coded = (
        place_under(corpus, points, options.codebook, ways) if ways is not None and options.codebook else None
    )
    grouping, kinds = _grouped(points, options, coded, crew)
    found = _all_points(points, grouping, coded, options, crew)
    on_map = np.flatnonzero(points.of_statement >= 0)
    own = points.of_statement[on_map]
    statements = len(corpus)
    topic = np.full(statements, -1, dtype=np.int64)
    strength = np.zeros(statements)
    runner_up = np.full(statements, -1, dtype=np.int64)
    runner_up_share = np.zeros(statements)
    classes = np.full(statements, WEAK, dtype="U10")
    topic[on_map] = found.topic[own]
    strength[on_map] = found.belonging.strength[own]
    runner_up[on_map] = found.belonging.runner_up[own]
    runner_up_share[on_map] = found.belonging.runner_up_share[own]
    classes[on_map] = found.belonging.classes[own]

    abroad = _abroad(corpus, points, vectors, across, grouping, options.lang)
    if abroad:
        topic[abroad.statements] = abroad.topic
        strength[abroad.statements] = abroad.belonging.strength
        runner_up[abroad.statements] = abroad.belonging.runner_up
        runner_up_share[abroad.statements] = abroad.belonging.runner_up_share
        classes[abroad.statements] = abroad.belonging.classes
        found = replace(found, abroad=abroad)

    theme_of_topic = grouping.theme_of_topic.tolist()
    lang_of_topic: dict[int, str] = {}
    for kind, lang, members in outside(corpus, topic < 0, options.lang):
        if kind not in kinds:
            kinds.append(kind)
        number = len(theme_of_topic)
        theme_of_topic.append(kinds.index(kind))
        topic[members] = number
        if lang:
            lang_of_topic[number] = lang
        strength[members] = 1.0 if kind in (LANGUAGE, EMPTY) else 0.0
        classes[members] = {EMPTY: NO_CONTENT, LANGUAGE: "near"}.get(kind, WEAK)
    placing = Placing(
        topic,
        np.array(theme_of_topic, dtype=np.int64),
        kinds,
        lang_of_topic,
        strength,
        runner_up,
        runner_up_share,
        classes,
        _also(points, coded) if coded else {},
        *(by_statement(points, coded) if coded else (None, None)),
    )
    return placing, found


def _grouped(points: Points, options: Options, coded: Coded | None, crew: Crew) -> tuple[Grouping, list[str]]:
    """The anchors' topics and themes, and the kind of each theme: found in them, or those of the codebook."""
    weights = points.weights[points.anchors]
    if coded is None:
        grouping = group(
            points.vectors,
            weights,
            themes=options.themes,
            seed=options.seed,
            clusterer=options.clusterer,
            crew=crew,
        )
        return grouping, [THEME] * (int(grouping.theme_of_topic.max(initial=-1)) + 1)
    theme = _theme_of_entry(coded, options)
    kinds = [THEME] * (len(options.codebook.entries) if options.codebook else 0)
    kinds += [UNPLACED] * bool((theme == len(kinds)).any())
    found = group_inside(
        points.vectors, weights, theme[points.anchors], len(kinds), seed=options.seed, crew=crew
    )
    return found, kinds


def _all_points(
    points: Points, grouping: Grouping, coded: Coded | None, options: Options, crew: Crew
) -> PlacedPoints:
    """The anchors as they were grouped, and the other points by their nearest anchors."""
    usual = usual_nearness(grouping.neighbours)
    of_anchors = measure(grouping.neighbours, grouping.topic_of_point, grouping.topic_of_point, usual)
    if len(points.anchors) == len(points):
        return PlacedPoints(grouping.topic_of_point, of_anchors, grouping.neighbours, None)
    theme = _theme_of_entry(coded, options)[points.rest] if coded else None
    settled = settle(points, grouping, usual, theme, options.seed, crew)
    return PlacedPoints(
        points.joined(grouping.topic_of_point, settled.topic),
        Belonging(
            points.joined(of_anchors.strength, settled.belonging.strength),
            points.joined(of_anchors.runner_up, settled.belonging.runner_up),
            points.joined(of_anchors.runner_up_share, settled.belonging.runner_up_share),
            points.joined(of_anchors.classes, settled.belonging.classes),
        ),
        grouping.neighbours,
        settled,
    )


def _theme_of_entry(coded: Coded, options: Options) -> np.ndarray:
    """Theme number of each point: its entry's, or the one after them all for what fits none."""
    entries = len(options.codebook.entries) if options.codebook else 0
    return np.where(coded.entry == NONE, entries, coded.entry)


def _also(points: Points, coded: Coded) -> dict[int, tuple[int, ...]]:
    """Further themes by statement, for those that have some."""
    on_map = np.flatnonzero(points.of_statement >= 0)
    own = points.of_statement[on_map].tolist()
    return {s: also for s, point in zip(on_map.tolist(), own, strict=True) if (also := coded.also[point])}


def _abroad(
    corpus: Corpus,
    points: Points,
    vectors: Vectors,
    across: slice | None,
    grouping: Grouping,
    lang: str,
) -> Abroad | None:
    """Where statements in other languages belong, by the part of the vectors that knows them; None without one."""
    if across is None or not len(points.anchors):
        return None
    foreign = np.flatnonzero(foreign_to(corpus.langs, lang) & ~corpus.no_content & vectors.known)
    return settle_abroad(points, vectors, across, foreign, grouping.topic_of_point) if len(foreign) else None


def outside(corpus: Corpus, homeless: np.ndarray, lang: str) -> list[tuple[str, str | None, np.ndarray]]:
    """The statements without a topic, as (kind of theme, language, statements), each set not empty."""
    empty = corpus.no_content
    foreign = foreign_to(corpus.langs, lang) & ~empty & homeless
    alone = homeless & ~empty & ~foreign
    abroad = np.flatnonzero(foreign)
    langs = np.array([corpus.langs[s] or "" for s in abroad.tolist()], dtype=object)
    sizes = {own: int((langs == own).sum()) for own in dict.fromkeys(langs.tolist())}
    groups: list[tuple[str, str | None, np.ndarray]] = [
        (LANGUAGE, own, abroad[langs == own]) for own in sorted(sizes, key=lambda name: (-sizes[name], name))
    ]
    groups.append((ALONE, None, np.flatnonzero(alone)))
    groups.append((EMPTY, None, np.flatnonzero(empty)))
    return [entry for entry in groups if len(entry[2])]
