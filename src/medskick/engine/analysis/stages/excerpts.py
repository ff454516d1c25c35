"""What every theme and topic is shown through: quotes, a summary with its audit, and the few but clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from medskick.engine.text.tokens import stem, words

from .audit import SAMPLES, Chance, Coverage, Labelling, verdicts
from .corpus import Corpus
from .few import few_but_clear
from .labels import Namer
from .placing import EMPTY, THEME, UNPLACED, Placing
from .points import Points
from .public import near_enough, public_of
from .quotes import OwnWords, Pool, Quotable, Reading, as_written, pick, pool_of
from .speaking import add_speakers
from .spread import FEWEST_SHOWN, hide_small
from .summary import FEWEST, MOST, choose, spoken_persons
from .vectors import Vectors

QUOTES_PER_THEME, QUOTES_PER_TOPIC = 5, 3
LARGE_TOPIC = 100
COMPARED = (THEME, UNPLACED)


class Excerpts:
    """Chooses what to show of groups of statements. Only verbatim spans, each with its contribution.

    speakers: the statements known to `namer`, by its numbers. groups: values per contribution of the dimensions to
    audit. labels: further ways to divide, a value per statement (for instance the stance), None where not known.
    """

    def __init__(
        self,
        corpus: Corpus,
        family: np.ndarray,
        vectors: Vectors,
        points: Points,
        placing: Placing,
        seed: int,
        namer: Namer,
        speakers: Sequence[int],
        groups: Mapping[str, Sequence[str | None]],
        labels: Mapping[str, Sequence[Any]] | None = None,
    ) -> None:
        self._corpus, self._family, self._vectors, self._placing = corpus, family, vectors, placing
        self._seed, self._namer = seed, namer
        self._number = {int(family[s]): number for number, s in reversed(list(enumerate(speakers)))}
        self._quotable = Quotable(corpus)
        self._reading = Reading(corpus)
        self._own_words = OwnWords(corpus)
        self._near = near_enough(corpus, points.first, vectors)
        self._labellings = [_of_contributions(name, values, corpus.owner) for name, values in groups.items()]
        self._more = [_labelling(name, values) for name, values in (labels or {}).items()]

    def add(self, nodes: Sequence[dict[str, Any]], members: Sequence[np.ndarray]) -> None:
        """Put `quotes` and `summary` on every node, and `few_but_clear` on themes. Nodes carry their spread."""
        shown: dict[str, list[int]] = {}
        for node, own in zip(nodes, members, strict=True):
            node["quotes"], node["summary"] = [], None
            if node["kind"] == EMPTY or not len(own):
                continue
            pool = self._pool(own)
            picked = self._quotes(node, pool)
            node["quotes"] = [self._span(s) for s in picked]
            summarised = self._summary(node, own, pool)
            shown.setdefault(node["parent"] or node["id"], []).extend(picked + summarised)
        for node, own in zip(nodes, members, strict=True):
            if node["parent"] is None:
                below = [other["label"] for other in nodes if other["parent"] == node["id"]]
                node["few_but_clear"] = self._few(own, shown, node, [node["label"], *below])

    def _quotes(self, node: dict[str, Any], pool: Pool) -> list[int]:
        most = QUOTES_PER_TOPIC if node["parent"] else QUOTES_PER_THEME
        say = self._own_words.say(node["label"], pool.statements) if node["kind"] == THEME else None
        return pick(pool, most, say)

    def _pool(self, own: np.ndarray) -> Pool:
        corpus, placing = self._corpus, self._placing
        return pool_of(
            corpus,
            own,
            public_of(corpus, own),
            self._quotable,
            self._reading,
            self._own_words,
            self._family,
            self._vectors,
            placing.strength,
            placing.classes,
            self._near,
        )

    def _summary(self, node: dict[str, Any], own: np.ndarray, pool: Pool) -> list[int]:
        """Put the summary of a group on its node; returns the statements in it, none where the group is too small."""
        small = pool.public.persons.sum() < FEWEST_SHOWN or len(np.unique(pool.owner)) < FEWEST
        if node["kind"] not in COMPARED or small or (node["parent"] and len(own) < LARGE_TOPIC):
            return []
        coverage = Coverage(pool.public, [*self._labellings, *self._more], self._near)
        seed = (self._seed, len(own), int(own[0]))
        quotable = own[self._quotable.allowed[own]]
        chance = Chance(coverage, pool.public, quotable, self._vectors, MOST, seed)
        chosen = choose(pool, coverage, chance)
        statements: list[int] = pool.statements[chosen].tolist()
        spoken, others = spoken_persons(pool, chosen)
        counts = _told([*spoken.tolist(), others])
        node["summary"] = {
            "sentences": [
                {**self._span(s), "persons": persons}
                for s, persons in zip(statements, counts[:-1], strict=True)
            ],
            "others": counts[-1],
            "estimated": pool.public.sampled,
            "audit": self._audit(node, own, coverage, chance, pool.similar[:, chosen]),
        }
        add_speakers(node["summary"], pool, chosen, self._corpus)
        return statements

    def _audit(
        self,
        node: dict[str, Any],
        own: np.ndarray,
        coverage: Coverage,
        chance: Chance,
        similar: np.ndarray,
    ) -> dict[str, Any]:
        size = similar.shape[1]
        reached = coverage.of(similar.max(axis=1)[:, np.newaxis])[:, :, 0]
        found = verdicts(reached, chance, size)
        held = np.array([row["holds"] for row in found])
        open_ = self._open_groups(node, own)
        return {
            "samples": SAMPLES,
            "size": size,
            "near": self._near,
            "holds": bool(held[coverage.must_hold].all()),
            "compared": int(coverage.must_hold.sum()),
            "held": int(held[coverage.must_hold].sum()),
            "few_sendings": {
                "compared": int((~coverage.must_hold).sum()),
                "held": int(held[~coverage.must_hold].sum()),
            },
            "groups": [
                {"by": group.labelling, "value": group.value, "few_sendings": not must, **row}
                for group, must, row in zip(coverage.groups, coverage.must_hold.tolist(), found, strict=True)
                if (group.labelling, group.value) in open_
            ],
        }

    def _open_groups(self, node: dict[str, Any], own: np.ndarray) -> set[tuple[str, Any]]:
        """The groups that may be told of: those that the spread shows, and of other divisions those large enough."""
        found: set[tuple[str, Any]] = {("everybody", None)}
        for labelling in self._labellings:
            rows = node["spread"].get(labelling.name, ())
            found |= {(labelling.name, row["value"]) for row in rows if "value" in row}
        corpus = self._corpus
        for labelling in self._more:
            counts = np.zeros((1, len(labelling.values)), dtype=np.int64)
            for code in range(len(labelling.values)):
                owners = np.unique(corpus.owner[own[labelling.codes[own] == code]])
                counts[0, code] = corpus.people[corpus.speaking(owners)].sum() if len(owners) else 0
            hidden = hide_small(counts)[0]
            found |= {
                (labelling.name, value)
                for value, small in zip(labelling.values, hidden.tolist(), strict=True)
                if not small
            }
        return found

    def _few(
        self, own: np.ndarray, shown: Mapping[str, list[int]], node: dict[str, Any], named: Sequence[str]
    ) -> list[dict[str, Any]]:
        if node["kind"] not in COMPARED:
            return []
        taken = {stem(word.text.lower()) for label in named for word in words(label)}
        circles = few_but_clear(
            self._corpus,
            own,
            np.unique(np.array(shown.get(node["id"], []), dtype=np.int64)),
            self._quotable,
            self._family,
            self._vectors,
            self._near,
            lambda statements: self._namer.shared_name(self._numbers(statements), taken),
        )
        return [
            {
                "label": circle.label,
                "persons": circle.persons if circle.persons >= FEWEST_SHOWN else None,
                "quotes": [self._span(s) for s in circle.quotes],
                "statement_ids": [self._corpus.statement_id(s) for s in circle.statements.tolist()],
            }
            for circle in circles
        ]

    def _numbers(self, statements: np.ndarray) -> list[int]:
        families = self._family[statements].tolist()
        return sorted({self._number[family] for family in families if family in self._number})

    def _span(self, statement: int) -> dict[str, Any]:
        return as_written(self._corpus, statement)


def _told(persons: Sequence[float]) -> list[int | None]:
    """Numbers of persons with those below five untold, and with them what would tell them from the sum."""
    counts = np.round(np.array([persons])).astype(np.int64)
    hidden = hide_small(counts)[0]
    return [None if small else int(count) for count, small in zip(counts[0], hidden, strict=True)]


def _of_contributions(name: str, values: Sequence[str | None], owner: np.ndarray) -> Labelling:
    found = _labelling(name, values)
    return Labelling(name, found.values, found.codes[owner] if len(owner) else np.zeros(0, dtype=np.int64))


def _labelling(name: str, values: Sequence[Any]) -> Labelling:
    """The values in order with each statement's number; None is not known."""
    plain = values.tolist() if isinstance(values, np.ndarray) else list(values)
    known = sorted({value for value in plain if value is not None})
    place = {value: number for number, value in enumerate(known)}
    return Labelling(name, known, np.array([place.get(value, -1) for value in plain], dtype=np.int64))
