"""New topics of new statements that are like each other and far from every topic there was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..stages.placing import THEME
from ..stages.points import Points
from . import emerging
from .numbering import Numbers
from .replay import Edited
from .tree import Tree, Voters, new_topic, stacked
from .vote import NEIGHBOURS

DRAWN_MARGIN, MOST_DRAWN = 0.1, 0.01


class Nearness:
    """How near statements are to the edition's: `to_old` and `far` (points,) of new ones; `sample` of old ones.

    owner: the contribution of each point.
    """

    def __init__(self, owner: np.ndarray, tree: Tree, voters: Voters, nearness: np.ndarray) -> None:
        chosen, near = emerging.own_nearness(voters.vectors, owner[voters.points], NEIGHBOURS)
        below = emerging.far_below(near)
        self.sample, self.sample_far = voters.points[chosen], near < below
        self.owner = owner
        self.to_old = np.ones(len(owner))
        self.to_old[~tree.seeded] = nearness
        self.far = self.to_old < below


def grow(
    tree: Tree,
    points: Points,
    voters: Voters,
    near: Nearness,
    edited: Edited,
    numbers: Numbers,
    loose: np.ndarray,
) -> list[dict[str, Any]]:
    """Add the new topics to the tree; answers what was made. loose: old points that may come along."""
    tight = emerging.usual_closeness(voters.vectors, voters.topic)
    new = np.flatnonzero(~tree.seeded)
    seen = emerging.looked_at(new, near.to_old[new])
    vectors = stacked(points, seen)
    groups = emerging.clusters(vectors, near.owner[seen], near.to_old[seen], tight)
    middles = _Middles(voters, tree, edited)
    made: list[dict[str, Any]] = []
    for group in groups:
        theme, is_new = middles.theme_for(vectors[group])
        if is_new:
            theme = numbers.theme()
            edited.nodes[theme] = {"id": theme, "parent": None, "kind": THEME, "label": ""}
        topic = new_topic(edited, numbers, theme)
        tree.topics.append(topic)
        tree.topic[seen[group]] = len(tree.topics) - 1
        made.append({"topic": topic, "theme": theme, "new_theme": is_new, "points": seen[group]})
    if made:
        _take_in(tree, points, near, made, np.setdiff1d(new, seen, assume_unique=True), tight)
        _draw_in(tree, points, voters, made, loose)
    return made


class _Middles:
    """The middles of the edition's themes and topics, as its voters show them."""

    def __init__(self, voters: Voters, tree: Tree, edited: Edited) -> None:
        self._themes = sorted(
            {edited.theme_of(own) for own in tree.topics if edited.nodes[own]["kind"] == THEME}
        )
        place = {theme: n for n, theme in enumerate(self._themes)}
        of_topic = np.array([place.get(edited.theme_of(t), -1) for t in tree.topics], dtype=np.int64)
        chosen = np.flatnonzero(of_topic[voters.topic] >= 0)
        vectors, topic = voters.vectors[chosen], voters.topic[chosen]
        self._centres = emerging.middles(vectors, of_topic[topic], len(self._themes))
        topics = emerging.middles(vectors, topic, len(tree.topics))
        held = np.unique(topic)
        usual = np.round(np.einsum("td,td->t", topics[held], self._centres[of_topic[held]]), 5)
        self._least = float(usual.min()) if len(usual) else 0.0

    def theme_for(self, vectors: np.ndarray) -> tuple[str, bool]:
        """The theme nearest to new points, and whether they lie farther from it than any topic does from its theme."""
        if not self._themes:
            return "", True
        middle = emerging.middles(vectors, np.zeros(len(vectors), dtype=int), 1)[0]
        nearness = np.round(self._centres @ middle, 5)
        best = int(nearness.argmax())
        return self._themes[best], bool(nearness[best] < self._least)


def _take_in(
    tree: Tree,
    points: Points,
    near: Nearness,
    made: Sequence[dict[str, Any]],
    others: np.ndarray,
    tight: float,
) -> None:
    """Let new points that were not looked at join a new topic by what holds for its members; the largest first."""
    others = others[near.to_old[others] <= emerging.APART]
    groups = [(one, stacked(points, one["points"]), near.owner[one["points"]]) for one in made]
    for block in points.blocks(others):
        vectors = points.of(block)
        waiting = np.ones(len(block), dtype=bool)
        for one, group, owner in groups:
            joins = waiting & emerging.joining(
                vectors, near.owner[block], near.to_old[block], group, owner, tight
            )
            tree.topic[block[joins]] = tree.topics.index(one["topic"])
            one["points"] = np.concatenate([one["points"], block[joins]])
            waiting &= ~joins


def _draw_in(
    tree: Tree, points: Points, voters: Voters, made: Sequence[dict[str, Any]], loose: np.ndarray
) -> None:
    """Let weak old points that nobody has placed come to a new topic that is clearly nearer: at most 1 %."""
    if not len(loose):
        return
    members = [emerging.looked_at(one["points"], np.zeros(len(one["points"]))) for one in made]
    number = [tree.topics.index(one["topic"]) for one in made]
    vectors = np.vstack([voters.vectors, *(stacked(points, own) for own in members)])
    topic = np.concatenate(
        [voters.topic, *(np.full(len(m), n) for m, n in zip(members, number, strict=True))]
    )
    centres = emerging.middles(vectors, topic, len(tree.topics))
    gain, best = np.zeros(len(loose)), np.zeros(len(loose), dtype=np.int64)
    for own in points.blocks(np.arange(len(loose))):
        nearness = np.round(points.of(loose[own]) @ centres.T, 5)
        rows = np.arange(len(own))
        best[own] = np.array(number)[nearness[:, number].argmax(axis=1)]
        gain[own] = nearness[rows, best[own]] - nearness[rows, tree.topic[loose[own]]]
    order = np.lexsort((loose, -gain))[: int(MOST_DRAWN * tree.seeded.sum())]
    drawn = order[gain[order] > DRAWN_MARGIN]
    tree.topic[loose[drawn]] = best[drawn]
