"""The next edition, begun from the last one: old statements stay, new ones are placed beside them, the tree grows
only where the new ones leave no doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..cluster.by_codebook import NONE, place_under
from ..cluster.neighbours import Neighbours, find_neighbours
from ..cluster.strength import CORE, MIXED, NEAR, NO_CONTENT, WEAK, measure, usual_nearness
from ..codebook import Codebook
from ..contract import Options
from ..stages.corpus import Corpus
from ..stages.ids import Ids
from ..stages.placing import EMPTY, LANGUAGE, THEME, UNPLACED, Placing, outside
from ..stages.points import Points
from . import emerging, spots
from .drift import Seen, measured
from .edits import Edits
from .keys import Keys, forms_of, keys_of
from .numbering import Numbers
from .previous import Previous
from .replay import Edited, replay
from .vote import NEIGHBOURS, Vote, evenly, nearest, vote

ORDINARY = (THEME, UNPLACED)
FEWEST_OLD, LEAST_OLD_SHARE = 10, 0.1
NEIGHBOURS_FOR_STRENGTH = 30
DRAWN_MARGIN, MOST_DRAWN = 0.1, 0.01
MOST_LANDMARKS = 5_000


@dataclass
class Carried:
    """A run that went on from an edition. old: number in the edition of each statement, -1 for new ones. The rest as
    in a fresh run. drift: see `drift.measured`."""

    placing: Placing
    neighbours: Neighbours
    ids: Ids
    positions: np.ndarray
    old: np.ndarray
    edited: Edited
    keys: Keys
    drift: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Tree:
    """Topics while they are being decided: ids, and of every point the topic's number in `topics`."""

    topics: list[str]
    topic: np.ndarray
    seeded: np.ndarray


def carry(
    corpus: Corpus,
    points: Points,
    previous: Previous,
    edits: Edits | None,
    options: Options,
    ways: np.ndarray | None = None,
) -> Carried | None:
    """Place the statements of a corpus in an edition's tree. None where too little of the edition is here again
    (with edits: nothing).

    ways: with a codebook the direction of each entry; then its entries are the themes and the edition's topics lie
    under them. Raises AnalysisError when an edit cannot be done.
    """
    edited = replay(previous, edits or Edits())
    keys = keys_of(corpus)
    old = previous.found_in(keys)
    home = _homes(edited, keys, old)
    number = {
        own: n for n, own in enumerate(sorted({own for own in home if own and edited.nodes[own]["parent"]}))
    }
    topics = list(number)
    seeds = np.array(
        [number.get(own, -1) if own and _ordinary(edited, own) else -1 for own in home], dtype=np.int64
    )
    fewest = 1 if edits and edits.edits else max(FEWEST_OLD, LEAST_OLD_SHARE * len(previous))
    if (seeds >= 0).sum() < fewest:
        return None
    seeded = _majority(points, seeds, len(topics))
    tree = _Tree(topics, seeded.copy(), seeded >= 0)
    numbers = Numbers([*previous.nodes, *edited.nodes, *previous.retired], edited.split)
    under = None
    if options.codebook and ways is not None:
        under = _Under(options.codebook, edited, numbers, corpus, points, ways)
        votes = under.place(tree)
    else:
        votes = _vote(points.vectors, tree)
    tree.topic[~tree.seeded] = votes.topic
    near = _Nearness(points, corpus.owner[points.first], tree, votes)
    made = [] if options.codebook else _grow(tree, points, near, edited, numbers, previous, old)
    carried = _finished(corpus, points, previous, options, tree, home, edited, keys, old)
    if under:
        carried.placing.also.update(under.also(points, carried.ids.themes))
    _add_drift(carried, corpus, points, near, made)
    return carried


def _ordinary(edited: Edited, own: str) -> bool:
    return edited.nodes[own]["kind"] in ORDINARY


def _homes(edited: Edited, keys: Keys, old: np.ndarray) -> list[str]:
    """Where each statement was, or where a person has put it: a topic's id, a theme's for somewhere in it, or ""."""
    homes = []
    for span, n in zip(keys.spans, old.tolist(), strict=True):
        own = edited.home[n] if n >= 0 else ""
        wanted = edited.wanted.get(span, "")
        if wanted and (edited.nodes[wanted]["parent"] or not own or edited.theme_of(own) != wanted):
            own = wanted
        homes.append(own)
    return homes


def _majority(points: Points, seeds: np.ndarray, topics: int) -> np.ndarray:
    """Topic of each point (points,): what most of its statements have, the lower on ties, -1 where none has any."""
    found = np.full(len(points.vectors), -1, dtype=np.int64)
    chosen = np.flatnonzero((seeds >= 0) & (points.of_statement >= 0))
    if not len(chosen):
        return found
    pair, count = np.unique(points.of_statement[chosen] * topics + seeds[chosen], return_counts=True)
    order = np.lexsort((pair, -count))
    point, first = np.unique(pair[order] // topics, return_index=True)
    found[point] = pair[order][first] % topics
    return found


def _vote(vectors: np.ndarray, tree: _Tree, allowed: np.ndarray | None = None) -> Vote:
    seeded = np.flatnonzero(tree.seeded)
    voters = seeded[evenly(tree.topic[seeded])]
    return vote(vectors[~tree.seeded], vectors[voters], tree.topic[voters], len(tree.topics), allowed)


class _Nearness:
    """How near statements are to the edition's: `to_old` and `far` (points,) of new ones; `sample` of old ones.

    owner: the contribution of each point.
    """

    def __init__(self, points: Points, owner: np.ndarray, tree: _Tree, votes: Vote) -> None:
        seeded = np.flatnonzero(tree.seeded)
        voters = seeded[evenly(tree.topic[seeded])]
        chosen, near = emerging.own_nearness(points.vectors[voters], owner[voters], NEIGHBOURS)
        below = emerging.far_below(near)
        self.voters = voters
        self.sample, self.sample_far = voters[chosen], near < below
        self.owner = owner
        self.to_old = np.ones(len(points.vectors))
        self.to_old[~tree.seeded] = votes.nearness
        self.far = self.to_old < below


class _Under:
    """An edition's topics under a codebook's entries: each goes whole to the entry that most of it is nearest to,
    unless it already lies under the theme of an entry with the same key."""

    def __init__(
        self,
        codebook: Codebook,
        edited: Edited,
        numbers: Numbers,
        corpus: Corpus,
        points: Points,
        ways: np.ndarray,
    ) -> None:
        self._edited, self._numbers, self._vectors = edited, numbers, points.vectors
        self._placed = place_under(corpus, points, codebook, ways)
        self._entry = self._placed.entry
        known = {node.get("key"): own for own, node in edited.nodes.items() if node["parent"] is None}
        self._themes = [known.get(entry.key) or numbers.theme() for entry in codebook.entries]
        for own, entry in zip(self._themes, codebook.entries, strict=True):
            label = edited.named.get(own, entry.label)
            edited.nodes[own] = {"id": own, "parent": None, "kind": THEME, "label": label, "key": entry.key}
            edited.named[own] = label
        self._kept = set(known.values()) & set(self._themes)

    def place(self, tree: _Tree) -> Vote:
        nodes = self._edited.nodes
        for t, own in enumerate(tree.topics):
            if nodes[own]["parent"] in self._kept or nodes[own]["kind"] != THEME:
                continue
            entries, votes = np.unique(self._entry[tree.topic == t], return_counts=True)
            best = int(entries[votes.argmax()]) if len(entries) else NONE
            nodes[own]["parent"] = self._themes[best] if best != NONE else self._unplaced()
        for theme in {*np.unique(self._entry[~tree.seeded]).tolist()}:
            self._ensure_topic(tree, self._themes[theme] if theme != NONE else self._unplaced())
        wanted = [
            self._themes[e] if e != NONE else self._unplaced() for e in self._entry[~tree.seeded].tolist()
        ]
        column = {own: n for n, own in enumerate(dict.fromkeys(wanted))}
        lies_in = np.array(
            [[nodes[own]["parent"] == theme for own in tree.topics] for theme in column], dtype=bool
        )
        return _vote(self._vectors, tree, lies_in[[column[own] for own in wanted]] if wanted else None)

    def also(self, points: Points, themes: Sequence[str]) -> dict[int, tuple[int, ...]]:
        """Further themes by statement, as numbers among `themes`, which the files list."""
        number = {n: themes.index(own) for n, own in enumerate(self._themes) if own in themes}
        found = {}
        for s in np.flatnonzero(points.of_statement >= 0).tolist():
            if own := tuple(number[e] for e in self._placed.also[points.of_statement[s]] if e in number):
                found[s] = own
        return found

    def _ensure_topic(self, tree: _Tree, theme: str) -> None:
        if not any(self._edited.nodes[own]["parent"] == theme for own in tree.topics):
            kind = self._edited.nodes[theme]["kind"]
            tree.topics.append(new_topic(self._edited, self._numbers, theme, kind))

    def _unplaced(self) -> str:
        for own, node in self._edited.nodes.items():
            if node["kind"] == UNPLACED and node["parent"] is None:
                return own
        own = self._numbers.theme()
        self._edited.nodes[own] = {"id": own, "parent": None, "kind": UNPLACED, "label": ""}
        return own


def new_topic(edited: Edited, numbers: Numbers, theme: str, kind: str = THEME) -> str:
    own = numbers.topic(theme)
    edited.nodes[own] = {"id": own, "parent": theme, "kind": kind, "label": ""}
    return own


def _grow(
    tree: _Tree,
    points: Points,
    near: _Nearness,
    edited: Edited,
    numbers: Numbers,
    previous: Previous,
    old: np.ndarray,
) -> list[dict[str, Any]]:
    """New topics of new statements that are like each other and far from every topic; answers what was made."""
    vectors, made = points.vectors, []
    tight = emerging.usual_closeness(vectors[near.voters], tree.topic[near.voters])
    themes = sorted({edited.theme_of(own) for own in tree.topics if edited.nodes[own]["kind"] == THEME})
    for own in emerging.clusters(vectors, near.owner, near.to_old, np.flatnonzero(~tree.seeded), tight):
        theme, is_new = _theme_for(vectors, own, tree, edited, themes)
        if is_new:
            theme = numbers.theme()
            edited.nodes[theme] = {"id": theme, "parent": None, "kind": THEME, "label": ""}
        topic = new_topic(edited, numbers, theme)
        tree.topics.append(topic)
        tree.topic[own] = len(tree.topics) - 1
        made.append({"topic": topic, "theme": theme, "new_theme": is_new, "points": own})
    if made:
        _draw_in(
            tree, points, previous, old, edited, list(range(len(tree.topics) - len(made), len(tree.topics)))
        )
    return made


def _add_drift(
    carried: Carried, corpus: Corpus, points: Points, near: _Nearness, made: list[dict[str, Any]]
) -> None:
    """Put down how well the tree fits what is new, and what was or could be made of it."""
    placing, ids = carried.placing, carried.ids
    theme_of_statement = placing.theme_of_topic[placing.topic]
    new = np.flatnonzero((points.of_statement >= 0) & (carried.old < 0))
    kinds = np.array([kind in ORDINARY for kind in placing.kind_of_theme], dtype=bool)
    new = new[kinds[theme_of_statement[new]]]
    for one in made:
        own = np.isin(points.of_statement[new], one.pop("points"))
        one["statements"] = [corpus.statement_id(s) for s in new[own].tolist()]
    carried.drift = measured(
        Seen([ids.themes[t] for t in theme_of_statement[new].tolist()], near.far[points.of_statement[new]]),
        Seen(
            [ids.themes[t] for t in theme_of_statement[points.first[near.sample]].tolist()], near.sample_far
        ),
        made,
        applied=True,
    )


def _theme_for(
    vectors: np.ndarray, own: np.ndarray, tree: _Tree, edited: Edited, themes: Sequence[str]
) -> tuple[str, bool]:
    """The theme nearest to new points, and whether they lie farther from it than any topic does from its theme."""
    if not themes:  # everything there was fits none
        return "", True
    place = {theme: n for n, theme in enumerate(themes)}
    of_topic = np.array([place.get(edited.theme_of(t), -1) for t in tree.topics], dtype=np.int64)
    chosen = np.flatnonzero(tree.seeded)
    chosen = chosen[of_topic[tree.topic[chosen]] >= 0]
    of_point = of_topic[tree.topic[chosen]]
    centres = emerging.middles(vectors[chosen], of_point, len(themes))
    topics = emerging.middles(vectors[chosen], tree.topic[chosen], len(tree.topics))
    held = np.flatnonzero(np.bincount(tree.topic[chosen], minlength=len(tree.topics)) > 0)
    usual = np.round(np.einsum("td,td->t", topics[held], centres[of_topic[held]]), 5)
    nearness = np.round(centres @ emerging.middles(vectors[own], np.zeros(len(own), dtype=int), 1)[0], 5)
    best = int(nearness.argmax())
    return themes[best], bool(nearness[best] < usual.min())


def _draw_in(
    tree: _Tree, points: Points, previous: Previous, old: np.ndarray, edited: Edited, made: Sequence[int]
) -> None:
    """Let weak old points that nobody has placed come to a new topic that is clearly nearer: at most 1 %."""
    sure = np.ones(len(points.vectors), dtype=bool)
    own = np.flatnonzero((points.of_statement >= 0) & (old >= 0))
    weak = previous.weak[old[own]]
    untouched = np.array([previous.spans[n] not in edited.wanted for n in old[own].tolist()], dtype=bool)
    sure[points.of_statement[own]] = False
    np.logical_or.at(sure, points.of_statement[own], ~(weak & untouched))
    loose = np.flatnonzero(tree.seeded & ~sure)
    if not len(loose):
        return
    centres = emerging.middles(points.vectors, tree.topic, len(tree.topics))
    nearness = np.round(points.vectors[loose] @ centres.T, 5)
    gain = nearness[:, made].max(axis=1) - nearness[np.arange(len(loose)), tree.topic[loose]]
    order = np.lexsort((loose, -gain))[: int(MOST_DRAWN * tree.seeded.sum())]
    drawn = order[gain[order] > DRAWN_MARGIN]
    tree.topic[loose[drawn]] = np.array(made)[nearness[drawn][:, made].argmax(axis=1)]


def _finished(
    corpus: Corpus, points: Points, previous: Previous, options: Options, tree: _Tree, home: list[str],
    edited: Edited, keys: Keys, old: np.ndarray,
) -> Carried:  # fmt: skip
    """Everything numbered as the writers of files want it: themes by weight, those outside last."""
    numbers = Numbers([*previous.nodes, *edited.nodes, *previous.retired], edited.split)
    seeds = np.array([tree.topics.index(own) if own in tree.topics else -1 for own in dict.fromkeys(home)])
    place = dict(zip(dict.fromkeys(home), seeds.tolist(), strict=True))
    topic = np.full(len(corpus), -1, dtype=np.int64)
    on_map = points.of_statement >= 0
    topic[on_map] = tree.topic[points.of_statement[on_map]]
    _hold(topic, home, place, tree, points, edited, keys, numbers)
    certain: list[tuple[str, str | None, np.ndarray]] = outside(corpus, points.of_statement < 0, options.lang)
    held = np.flatnonzero(topic >= 0)
    used = np.unique(topic[held])
    weights = np.bincount(topic[held], minlength=len(tree.topics))
    theme_of = {int(t): edited.theme_of(tree.topics[t]) for t in used}
    theme_weight: dict[str, int] = {}
    for t in used.tolist():
        theme_weight[theme_of[t]] = theme_weight.get(theme_of[t], 0) + int(weights[t])
    if options.codebook:
        known = {entry.key for entry in options.codebook.entries}
        for own, node in edited.nodes.items():
            if node.get("key") in known and node["parent"] is None:
                theme_weight.setdefault(own, 0)
    unplaced = {own: edited.nodes[own]["kind"] == UNPLACED for own in theme_weight}
    order = list(edited.nodes) if options.codebook else []
    themes = sorted(
        theme_weight,
        key=lambda own: (unplaced[own], order.index(own) if order else -theme_weight[own], _order(own)),
    )
    topics = sorted(
        used.tolist(), key=lambda t: (themes.index(theme_of[t]), -weights[t], _order(tree.topics[t]))
    )
    rank = np.full(len(tree.topics), -1, dtype=np.int64)
    rank[topics] = np.arange(len(topics))
    topic[held] = rank[topic[held]]
    theme_ids, topic_ids = list(themes), [tree.topics[t] for t in topics]
    theme_of_topic = [themes.index(theme_of[t]) for t in topics]
    kinds = [edited.nodes[own]["kind"] for own in themes]
    neighbours = find_neighbours(points.vectors, NEIGHBOURS_FOR_STRENGTH)
    strength, runner_up, runner_share, classes = _measured(points, neighbours, topic)
    languages: dict[int, str] = {}
    before = _ids_outside(previous, old)
    for kind, lang, members in certain:
        members = members[topic[members] < 0]
        if not len(members):
            continue
        if kind not in kinds:
            kinds.append(kind)
            theme_ids.append(_vacant(before, [(kind, None)], theme_ids) or numbers.theme())
        theme = kinds.index(kind)
        theme_of_topic.append(theme)
        votes = before.get((kind, "topics"), {})
        own_votes = _count(previous.topics[previous.topic[n]] for n in old[members].tolist() if n >= 0)
        best = min(
            (o for o in own_votes if o in votes and o not in topic_ids and o.startswith(theme_ids[theme] + ".")),
            key=lambda o: (-own_votes[o], _order(o)), default=None,
        )  # fmt: skip
        topic_ids.append(best or numbers.topic(theme_ids[theme]))
        topic[members] = len(topic_ids) - 1
        if lang:
            languages[len(topic_ids) - 1] = lang
        strength[members] = 1.0 if kind in (LANGUAGE, EMPTY) else 0.0
        for statement in members.tolist():
            classes[statement] = {EMPTY: NO_CONTENT, LANGUAGE: NEAR}.get(kind, WEAK)
    placing = Placing(
        topic,
        np.array(theme_of_topic, dtype=np.int64),
        kinds,
        languages,
        strength,
        runner_up,
        runner_share,
        classes,
    )
    ids = Ids(
        theme_ids,
        topic_ids,
        _labels(edited, previous, [*theme_ids, *topic_ids]),
        keys=_keys(edited, theme_ids),
    )
    positions = _positions(corpus, points, placing, previous, old)
    return Carried(placing, neighbours, ids, positions, old, edited, keys)


def _hold(
    topic: np.ndarray,
    home: list[str],
    place: dict[str, int],
    tree: _Tree,
    points: Points,
    edited: Edited,
    keys: Keys,
    numbers: Numbers,
) -> None:
    """Copies that were placed apart stay apart, and what a person has placed stays whatever it says."""
    for s, own in enumerate(home):
        number = place.get(own, -1)
        pinned = keys.spans[s] in edited.wanted
        if number < 0:
            if own and edited.nodes[own]["parent"] is None and pinned:
                topic[s] = _nearest_inside(s, own, tree, points, edited, numbers)
            continue
        point = points.of_statement[s]
        moved_along = point >= 0 and tree.topic[point] >= 0 and _is_new(tree, int(tree.topic[point]), place)
        if pinned or (point >= 0 and not moved_along):
            topic[s] = number


def _is_new(tree: _Tree, topic: int, place: dict[str, int]) -> bool:
    return tree.topics[topic] not in place


def _nearest_inside(s: int, theme: str, tree: _Tree, points: Points, edited: Edited, numbers: Numbers) -> int:
    """The topic of a theme whose statements lie nearest; the first of it where nothing can be compared."""
    inside = [t for t, own in enumerate(tree.topics) if edited.nodes[own]["parent"] == theme]
    if not inside:
        own = new_topic(edited, numbers, theme)
        edited.nodes[own]["label"] = edited.nodes[theme]["label"]
        tree.topics.append(own)
        return len(tree.topics) - 1
    point = points.of_statement[s]
    if point < 0:
        return inside[0]
    members = np.flatnonzero(np.isin(tree.topic, inside))
    if not len(members):
        return inside[0]
    won = vote(points.vectors[[point]], points.vectors[members], tree.topic[members], len(tree.topics))
    return int(won.topic[0])


def _measured(
    points: Points, neighbours: Neighbours, topic: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Strength, runner-up and class of every statement; of those kept apart from their copies by their own topic."""
    statements = len(topic)
    strength, share = np.zeros(statements), np.zeros(statements)
    runner_up, classes = np.full(statements, -1, dtype=np.int64), np.full(statements, WEAK, dtype="U10")
    if not len(points.vectors):
        return strength, runner_up, share, classes
    of_point = topic[points.first]
    belonging = measure(neighbours, of_point, of_point, usual_nearness(neighbours))
    on_map = np.flatnonzero(points.of_statement >= 0)
    at = points.of_statement[on_map]
    strength[on_map], share[on_map] = belonging.strength[at], belonging.runner_up_share[at]
    runner_up[on_map], classes[on_map] = (
        belonging.runner_up[at],
        belonging.classes[at],
    )
    for s in on_map[topic[on_map] != of_point[at]].tolist():
        point = points.of_statement[s]
        own = of_point[neighbours.index[point]] == topic[s]
        total = max(float(neighbours.similarity[point].sum()), 1e-9)
        strength[s] = round(float(neighbours.similarity[point][own].sum()) / total, 4)
        runner_up[s], share[s] = of_point[point], round(1 - strength[s], 4)
        classes[s] = CORE if strength[s] >= 0.6 else MIXED if strength[s] >= 0.25 else WEAK
    return strength, runner_up, share, classes


def _ids_outside(previous: Previous, old: np.ndarray) -> dict[Any, dict[str, int]]:
    """Ids that the edition used for what is no ordinary theme: by (kind, None) the theme's, by (kind, "topics")."""
    found: dict[Any, dict[str, int]] = {}
    for own, node in previous.nodes.items():
        if node["kind"] not in ORDINARY:
            found.setdefault((node["kind"], "topics" if node["parent"] else None), {})[own] = 1
    return found


def _vacant(before: dict[Any, dict[str, int]], keys: Sequence[Any], used: Sequence[str]) -> str | None:
    return next((own for key in keys for own in before.get(key, {}) if own not in used), None)


def _count(ids: Any) -> dict[str, int]:
    counted: dict[str, int] = {}
    for own in ids:
        counted[own] = counted.get(own, 0) + 1
    return counted


def _labels(edited: Edited, previous: Previous, used: Sequence[str]) -> dict[str, str]:
    """Labels that stand: those people gave, and those of the edition. A new group is named from its words."""
    kept = {
        own: edited.nodes[own]["label"] for own in used if own in edited.nodes and edited.nodes[own]["label"]
    }
    return {**{own: previous.nodes[own]["label"] for own in used if own in previous.nodes}, **kept}


def _keys(edited: Edited, themes: Sequence[str]) -> dict[str, str]:
    return {
        own: edited.nodes[own]["key"] for own in themes if own in edited.nodes and "key" in edited.nodes[own]
    }


def _order(own: str) -> tuple[int, ...]:
    return tuple(int(part) for part in own.replace("T", "").split(".") if part.isdigit())


def _positions(
    corpus: Corpus, points: Points, placing: Placing, previous: Previous, old: np.ndarray
) -> np.ndarray:
    """Old statements exactly where they were; new copies on their twin; other new ones beside their nearest."""
    positions = np.full((len(corpus), 2), np.nan)
    positions[old >= 0] = previous.positions[old[old >= 0]]
    spot = np.full((len(points.vectors), 2), np.nan)
    there = np.flatnonzero((old >= 0) & (points.of_statement >= 0))[::-1]
    spot[points.of_statement[there]] = positions[there]  # the first in order wins
    placed = ~np.isnan(spot[:, 0])
    new = np.flatnonzero(~placed)
    topic_of_point = placing.topic[points.first]
    seeds = forms_of(corpus, points.first[new])
    wanted = _beside_nearest(points.vectors, topic_of_point, spot, placed, new, seeds)
    lone = np.flatnonzero((points.of_statement < 0) & (old < 0))
    wanted = np.concatenate([wanted, spots.in_corner(forms_of(corpus, lone) ^ _ordinal(corpus, lone))])
    found = spots.apart(wanted, spots.cells(previous.positions))
    spot[new] = found[: len(new)]
    positions[lone] = found[len(new) :]
    left = np.isnan(positions[:, 0])
    positions[left] = spot[points.of_statement[left]]
    return positions


def _ordinal(corpus: Corpus, chosen: np.ndarray) -> np.ndarray:
    return (corpus.owner[chosen].astype(np.uint64) << np.uint64(20)) + corpus.ordinal[chosen].astype(
        np.uint64
    )


def _beside_nearest(
    vectors: np.ndarray,
    topic: np.ndarray,
    spot: np.ndarray,
    placed: np.ndarray,
    new: np.ndarray,
    seeds: np.ndarray,
) -> np.ndarray:
    """Where each new point wants to be: beside the nearest of its own topic, or of all where the topic is new."""
    wanted = np.zeros((len(new), 2))
    for own in np.unique(topic[new]).tolist():
        chosen = np.flatnonzero(topic[new] == own)
        among = _some(np.flatnonzero(placed & (topic == own)))
        if not len(among):
            among = _some(np.flatnonzero(placed))
            middle = emerging.middles(vectors[new[chosen]], np.zeros(len(chosen), dtype=int), 1)
            index, similarity = nearest(
                np.repeat(middle, len(chosen), axis=0), vectors[among], spots.FOREMOST
            )
        else:
            index, similarity = nearest(vectors[new[chosen]], vectors[among], spots.FOREMOST)
        wanted[chosen] = spots.beside(spot[among[index]], similarity, seeds[chosen])
    return wanted


def _some(points: np.ndarray) -> np.ndarray:
    return points[np.linspace(0, len(points) - 1, min(len(points), MOST_LANDMARKS)).astype(int)]
