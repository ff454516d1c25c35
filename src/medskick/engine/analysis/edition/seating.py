"""Every statement's topic in the end, and themes and topics numbered as the writers of files want them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..contract import Options
from ..stages.corpus import Corpus
from ..stages.ids import Ids
from ..stages.placing import UNPLACED, outside
from ..stages.points import Points
from .numbering import Numbers, order_of
from .previous import Previous
from .replay import Edited
from .tree import ORDINARY, Homes, Tree, Voters, inside, new_topic, stacked
from .vote import vote


def hold(
    points: Points, tree: Tree, homes: Homes, voters: Voters, edited: Edited, numbers: Numbers
) -> np.ndarray:
    """The tree's number of each statement's topic, -1 for what lies in no ordinary topic.

    What was in an ordinary topic stays there, also copies that were placed apart and what is no point of the main
    language, unless it was drawn to a new topic; what a person has placed stays whatever it says.
    """
    on_map = points.of_statement >= 0
    topic = np.full(len(on_map), -1, dtype=np.int64)
    topic[on_map] = tree.topic[points.of_statement[on_map]]
    grown = topic >= len(homes.topics)
    kept = (homes.topic_of >= 0) & (homes.pinned | ((homes.seeds >= 0) & ~grown))
    topic[kept] = homes.topic_of[kept]
    wanted = np.flatnonzero(homes.pinned & (homes.of >= 0) & (homes.topic_of < 0))
    for name in np.unique(homes.of[wanted]).tolist():
        own = wanted[homes.of[wanted] == name]
        topic[own] = _nearest_inside(own, homes.names[name], points, tree, voters, edited, numbers)
    return topic


def _nearest_inside(
    statements: np.ndarray,
    theme: str,
    points: Points,
    tree: Tree,
    voters: Voters,
    edited: Edited,
    numbers: Numbers,
) -> np.ndarray:
    """The topics of a theme whose voters lie nearest; the first of it where nothing can be compared."""
    topics = inside(edited, tree.topics, theme)
    if not topics:
        tree.topics.append(new_topic(edited, numbers, theme, label=edited.nodes[theme]["label"]))
        topics = [len(tree.topics) - 1]
    found = np.full(len(statements), topics[0], dtype=np.int64)
    at = points.of_statement[statements]
    seen, among = np.flatnonzero(at >= 0), np.flatnonzero(np.isin(voters.topic, topics))
    if len(seen) and len(among):
        vectors = stacked(points, at[seen])
        found[seen] = vote(vectors, voters.vectors[among], voters.topic[among], len(tree.topics)).topic
    return found


@dataclass(frozen=True)
class Seats:
    """Themes by weight and those outside last, topics inside them likewise; see `Placing` and `Ids`.

    rank: number of each of the tree's topics, -1 for one that holds nothing. seated: which statements lie in one of
    them. ruled: (kind, statements) of the rest.
    """

    topic: np.ndarray
    theme_of_topic: np.ndarray
    kinds: list[str]
    languages: dict[int, str]
    ids: Ids
    rank: np.ndarray
    seated: np.ndarray
    ruled: list[tuple[str, np.ndarray]]


def seated(
    corpus: Corpus,
    points: Points,
    previous: Previous,
    options: Options,
    tree: Tree,
    topic: np.ndarray,
    edited: Edited,
    numbers: Numbers,
    old: np.ndarray,
) -> Seats:
    """Number what is used. topic: the tree's number of each statement's topic, -1 for none."""
    there = topic >= 0
    weights = np.bincount(topic[there], minlength=len(tree.topics))
    used = np.flatnonzero(weights).tolist()
    theme_of = {t: edited.theme_of(tree.topics[t]) for t in used}
    themes = _themes(theme_of, weights, edited, options)
    place = {own: n for n, own in enumerate(themes)}
    topics = sorted(used, key=lambda t: (place[theme_of[t]], -weights[t], order_of(tree.topics[t])))
    rank = np.full(len(tree.topics), -1, dtype=np.int64)
    rank[topics] = np.arange(len(topics))
    ranked = np.where(there, rank[topic], -1) if len(rank) else topic.copy()
    theme_of_topic = [place[theme_of[t]] for t in topics]
    theme_ids, topic_ids = list(themes), [tree.topics[t] for t in topics]
    kinds = [edited.nodes[own]["kind"] for own in themes]
    languages: dict[int, str] = {}
    ruled: list[tuple[str, np.ndarray]] = []
    before = _ids_outside(previous)
    for kind, lang, everybody in outside(corpus, points.of_statement < 0, options.lang):
        members = everybody[ranked[everybody] < 0]
        if not len(members):
            continue
        if kind not in kinds:
            kinds.append(kind)
            vacant = (own for own in before.get((kind, False), ()) if own not in theme_ids)
            theme_ids.append(next(vacant, None) or numbers.theme())
        theme = kinds.index(kind)
        theme_of_topic.append(theme)
        vacant = (
            own
            for own in _by_members(previous, old[members])
            if own in before.get((kind, True), ())
            and own not in topic_ids
            and own.startswith(theme_ids[theme] + ".")
        )
        topic_ids.append(next(vacant, None) or numbers.topic(theme_ids[theme]))
        ranked[members] = len(topic_ids) - 1
        ruled.append((kind, members))
        if lang:
            languages[len(topic_ids) - 1] = lang
    ids = Ids(
        theme_ids,
        topic_ids,
        _labels(edited, previous, [*theme_ids, *topic_ids]),
        keys={own: edited.nodes[own]["key"] for own in theme_ids if "key" in edited.nodes.get(own, ())},
    )
    return Seats(ranked, np.array(theme_of_topic, dtype=np.int64), kinds, languages, ids, rank, there, ruled)


def _themes(theme_of: Mapping[int, str], weights: np.ndarray, edited: Edited, options: Options) -> list[str]:
    """Ids of the themes by weight, or in the codebook's order; what fits nothing last."""
    weight: dict[str, int] = {}
    for t, own in theme_of.items():
        weight[own] = weight.get(own, 0) + int(weights[t])
    if options.codebook:
        known = {entry.key for entry in options.codebook.entries}
        for own, node in edited.nodes.items():
            if node.get("key") in known and node["parent"] is None:
                weight.setdefault(own, 0)
    order = {own: n for n, own in enumerate(edited.nodes)} if options.codebook else {}

    def standing(own: str) -> tuple[bool, int, tuple[int, ...]]:
        first = order[own] if order else -weight[own]
        return edited.nodes[own]["kind"] == UNPLACED, first, order_of(own)

    return sorted(weight, key=standing)


def _ids_outside(previous: Previous) -> dict[tuple[str, bool], list[str]]:
    """Ids that the edition used for what is no ordinary theme, by (kind, is it a topic's)."""
    found: dict[tuple[str, bool], list[str]] = {}
    for own, node in previous.nodes.items():
        if node["kind"] not in ORDINARY:
            found.setdefault((node["kind"], bool(node["parent"])), []).append(own)
    return found


def _by_members(previous: Previous, old: np.ndarray) -> list[str]:
    """Ids of the topics that these statements had, from the most usual on."""
    counts = np.bincount(previous.topic[old[old >= 0]], minlength=len(previous.topics))
    own = [(previous.topics[t], int(counts[t])) for t in np.flatnonzero(counts).tolist()]
    return [topic for topic, count in sorted(own, key=lambda one: (-one[1], order_of(one[0])))]


def _labels(edited: Edited, previous: Previous, used: list[str]) -> dict[str, str]:
    """Labels that stand: those people gave, and those of the edition. A new group is named from its words."""
    kept = {
        own: edited.nodes[own]["label"] for own in used if own in edited.nodes and edited.nodes[own]["label"]
    }
    return {**{own: previous.nodes[own]["label"] for own in used if own in previous.nodes}, **kept}
