"""The next edition, begun from the last one: old statements stay, new ones are placed beside them, the tree grows
only where the new ones leave no doubt.

Everything is decided among bounded choices of points: voters, anchors, landmarks. The rest is read block by block.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..cluster.strength import NEAR, NO_CONTENT, WEAK
from ..contract import Options
from ..crew import Crew
from ..stages.corpus import Corpus
from ..stages.ids import Ids
from ..stages.placing import EMPTY, LANGUAGE, Placing
from ..stages.points import Points
from ..stages.vectors import Vectors
from .abroad import Abroad, copies_outside, seen_abroad
from .belonging import belonging_of
from .drift import Seen, measured
from .edits import Edits
from .followed import Followed, follow
from .growing import Nearness, grow
from .keys import Keys, keys_of
from .numbering import Numbers
from .places import Beside, positions_of
from .previous import Previous
from .replay import Edited, replay
from .seating import Seats, hold, seated
from .tree import ORDINARY, Tree, Voters, homes_of, seeded_tree, voted
from .under import Under

FEWEST_OLD, LEAST_OLD_SHARE = 10, 0.1


@dataclass(frozen=True)
class Material:
    """What a run has before its statements have a place. family: copies of each statement. across: the part of the
    vectors in which all languages can be compared, if there is one. ways: with a codebook the direction of each entry.
    """

    corpus: Corpus
    points: Points
    family: np.ndarray
    vectors: Vectors
    across: slice | None
    ways: np.ndarray | None


@dataclass
class Carried:
    """A run that went on from an edition. old: number in the edition of each statement, -1 for new ones. The rest as
    in a fresh run. followed: what became of people's decisions. drift: see `drift.measured`."""

    placing: Placing
    ids: Ids
    positions: np.ndarray
    old: np.ndarray
    edited: Edited
    followed: Followed
    keys: Keys
    drift: dict[str, Any] = field(default_factory=dict)


def carry(
    material: Material, previous: Previous, edits: Edits | None, options: Options, crew: Crew
) -> Carried | None:
    """Place the statements of a corpus in an edition's tree. None where too little of the edition is here again
    (with edits: nothing).

    With a codebook its entries are the themes and the edition's topics lie under them. Raises AnalysisError when an
    edit cannot be done.
    """
    corpus, points = material.corpus, material.points
    edited = replay(previous, edits or Edits())
    keys = keys_of(corpus)
    old = previous.found_in(keys)
    followed = follow(edited, previous, keys, old)
    homes = homes_of(edited, old, followed.wanted)
    if (homes.seeds >= 0).sum() < _fewest(previous, edits):
        return None
    tree = seeded_tree(points, homes)
    voters = Voters(points, tree)
    numbers = Numbers([*previous.nodes, *edited.nodes, *previous.retired], edited.split)
    under = None
    if options.codebook and material.ways is not None:
        under = Under(options.codebook, edited, numbers, corpus, points, material.ways)
    allowed = under.place(tree) if under else None
    tree.topic[~tree.seeded], nearness = voted(points, tree, voters, allowed, options.seed, crew)
    near = Nearness(corpus.owner[points.first], tree, voters, nearness)
    loose = _loose(points, tree, previous, old, homes.pinned)
    made = [] if options.codebook else grow(tree, points, voters, near, edited, numbers, loose)
    topic = hold(points, tree, homes, voters, edited, numbers)
    copies = copies_outside(points, material.family, old, topic)
    following = np.flatnonzero(copies.twin >= 0)
    topic[following] = topic[copies.twin[following]]
    abroad = seen_abroad(
        corpus, material.vectors, material.across, voters.vectors, tree.topic[voters.points], options.lang
    )
    if abroad:
        new = ((topic < 0) & (old < 0) & ~copies.ruled)[abroad.statements]
        topic[abroad.statements[new]] = abroad.voted[new]
    seats = seated(corpus, points, previous, options, tree, topic, edited, numbers, old)
    placing = _placing(seats, points, abroad, options, crew)
    if under:
        placing.also.update(under.also(points, seats.ids.themes))
    beside = None
    if abroad:
        rows = np.flatnonzero(seats.seated[abroad.statements])
        beside = Beside(abroad.statements[rows], abroad.near(rows, voters.points))
    positions = positions_of(corpus, points, placing.topic, previous.positions, old, copies.twin, beside)
    drift = _drift(placing, seats.ids, old, corpus, points, near, made)
    return Carried(placing, seats.ids, positions, old, edited, followed, keys, drift)


def _fewest(previous: Previous, edits: Edits | None) -> float:
    """So many statements must be here again for the tree to be gone on from: however few the edition had, where people
    have decided anything in it."""
    if edits and edits.edits:
        return 1
    return max(1 if previous.decided else FEWEST_OLD, LEAST_OLD_SHARE * len(previous))


def _loose(points: Points, tree: Tree, previous: Previous, old: np.ndarray, pinned: np.ndarray) -> np.ndarray:
    """Points of the edition that lie weakly and that nobody has placed: they may come along to a new topic."""
    own = np.flatnonzero((points.of_statement >= 0) & (old >= 0))
    sure = np.ones(len(points), dtype=bool)
    sure[points.of_statement[own]] = False
    np.logical_or.at(sure, points.of_statement[own], ~previous.weak[old[own]] | pinned[own])
    return np.flatnonzero(tree.seeded & ~sure)


def _placing(seats: Seats, points: Points, abroad: Abroad | None, options: Options, crew: Crew) -> Placing:
    """The seats with how surely each statement belongs to its own."""
    found = belonging_of(points, seats.topic, options.seed, crew)
    if abroad:
        ranked = replace(abroad, topic_of_voter=seats.rank[abroad.topic_of_voter])
        rows = np.flatnonzero(seats.seated[abroad.statements])
        own = abroad.statements[rows]
        seen = ranked.belonging(rows, seats.topic[own])
        found.strength[own], found.classes[own] = seen.strength, seen.classes
        found.runner_up[own], found.runner_up_share[own] = seen.runner_up, seen.runner_up_share
    for kind, members in seats.ruled:
        found.strength[members] = 1.0 if kind in (LANGUAGE, EMPTY) else 0.0
        found.classes[members] = {EMPTY: NO_CONTENT, LANGUAGE: NEAR}.get(kind, WEAK)
    return Placing(
        seats.topic,
        seats.theme_of_topic,
        seats.kinds,
        seats.languages,
        found.strength,
        found.runner_up,
        found.runner_up_share,
        found.classes,
    )


def _drift(
    placing: Placing,
    ids: Ids,
    old: np.ndarray,
    corpus: Corpus,
    points: Points,
    near: Nearness,
    made: list[dict[str, Any]],
) -> dict[str, Any]:
    """How well the tree fits what is new, and what was or could be made of it."""
    theme_of_statement = placing.theme_of_topic[placing.topic]
    new = np.flatnonzero((points.of_statement >= 0) & (old < 0))
    kinds = np.array([kind in ORDINARY for kind in placing.kind_of_theme], dtype=bool)
    new = new[kinds[theme_of_statement[new]]]
    for one in made:
        own = np.isin(points.of_statement[new], one.pop("points"))
        one["statements"] = [corpus.statement_id(s) for s in new[own].tolist()]
    return measured(
        Seen([ids.themes[t] for t in theme_of_statement[new].tolist()], near.far[points.of_statement[new]]),
        Seen(
            [ids.themes[t] for t in theme_of_statement[points.first[near.sample]].tolist()], near.sample_far
        ),
        made,
        applied=True,
    )
