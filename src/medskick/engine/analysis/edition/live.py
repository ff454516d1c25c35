"""New contributions placed in a published edition by their neighbours. Nothing that is published moves."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import faiss
import numpy as np
from threadpoolctl import threadpool_limits

from ..cluster.strength import CORE, MIXED, NEAR, NO_CONTENT, WEAK
from ..contract import AnalysisError, Contribution
from ..stages.corpus import Corpus, build_corpus
from ..stages.placing import ALONE, EMPTY, LANGUAGE, THEME
from ..stages.prepare import prepare
from . import bundle, emerging, spots
from .bundle import ORDINARY
from .drift import Seen, measured
from .frozen import Frozen
from .keys import forms_of, keys_of
from .twins import Twins, numbered
from .vote import Vote, searchable, vote

_RULED = {EMPTY: (1.0, NO_CONTENT), LANGUAGE: (1.0, NEAR)}


@dataclass(frozen=True)
class Placed:
    """One new statement in a published edition.

    kind: "theme" where it has a topic, else "language", "alone" or "no_content". topic: what its neighbours voted for
    (the edition's id, or the caller's own value), None without one. twin: it says what a published statement says, and
    takes its place. nearness: to its nearest published ones, 0 to 1. far: nothing is near. twin_id: the published
    statement that says the same, "" for none (of copies one that lies where most do). outside: the reason where what
    it follows counts but lies outside; where the caller tells where statements lie now, only what the run was told of
    that statement itself.
    """

    statement_id: str
    contribution_id: str
    field: str
    start: int
    end: int
    kind: str
    topic: str | None
    strength: float
    strength_class: str
    x: float
    y: float
    twin: bool
    nearness: float
    far: bool
    twin_id: str = ""
    outside: str = ""


@dataclass(frozen=True)
class Placement:
    """Rows by contribution and place in the text; vectors (rows, d) as the edition sees them, for `drift`."""

    rows: tuple[Placed, ...]
    vectors: np.ndarray


def joined(placements: Sequence[Placement], contributions: Collection[str]) -> Placement:
    """Several answers as one, as far as they are about these contributions."""
    rows = [row for one in placements for row in one.rows]
    kept = [n for n, row in enumerate(rows) if row.contribution_id in contributions]
    vectors = np.concatenate([one.vectors for one in placements]) if placements else np.zeros((0, 0))
    return Placement(tuple(rows[n] for n in kept), vectors[kept])


class LiveEdition:
    """An edition's private file, read once and asked many times.

    homes: where each statement lies now, by its id, so that what people decided after the run counts; a statement
    that is not in it has no vote and is nobody's twin. Without it the topics of the run itself. nowhere: what homes
    call lying in no theme at all.
    """

    def __init__(
        self, folder: Path, homes: Mapping[str, str] | None = None, nowhere: str | None = None
    ) -> None:
        try:
            with np.load(folder / bundle.FILE, allow_pickle=False) as file:
                stored = {name: file[name] for name in file.files}
            facts: dict[str, Any] = json.loads(stored["facts"].tobytes())
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            raise AnalysisError(
                f"Mappen {folder.name} saknar det som behövs för att placera nya inspel."
            ) from None
        self._frozen = Frozen(stored["middle"])
        if facts["version"] != bundle.VERSION or facts["model"] != self._frozen.model.version:
            raise AnalysisError(
                f"Utgåvan i {folder.name} är gjord med en annan modell. Gör en ny utgåva först."
            )
        self._lang: str = facts["lang"]
        self._tight: float = facts["tight"]
        self._campaigns = bundle.campaigns_in(stored)
        self._published = _Published(facts, stored, homes, nowhere)
        kept = self._published.kept
        named = [self._published.named[n] for n in kept.tolist()]
        voting = np.array([name is not None for name in named], dtype=bool)
        self._topics = sorted({name for name in named if name is not None})
        number = {name: n for n, name in enumerate(self._topics)}
        self._topic = np.array([number[name] for name in named if name is not None], dtype=np.int64)
        vectors = stored["vectors"].astype(np.float32)[voting]
        self._vectors = vectors
        self._search: faiss.IndexFlatIP = searchable(vectors)
        self._positions = self._published.positions[kept][voting]
        self._cells = stored["cells"]
        near = stored["sample_near"]
        self._far_below = emerging.far_below(near)
        self._usual = max(float(np.median(near)) if len(near) else 0.0, 1e-6)
        sampled = [named[n] for n in stored["sample"].tolist()]
        self._sample = Seen(
            [name for name in sampled if name is not None],
            (near < self._far_below)[[name is not None for name in sampled]],
        )

    def place(self, contributions: Sequence[Contribution], taken: np.ndarray | None = None) -> Placement:
        """Place contributions, each by itself: the answer for one never depends on the others, but for its exact spot.

        taken: positions (n, 2) of what has been placed live before, so that nothing lies exactly on top of it.
        """
        with threadpool_limits(limits=1):
            prepared = [self._campaigns.cut(c, prepare(c)) for c in contributions]
            corpus = build_corpus(list(contributions), prepared)
            return self._placed(corpus, taken if taken is not None else np.zeros((0, 2)))

    def drift(self, placement: Placement, theme_of: Callable[[str], str]) -> dict[str, Any]:
        """How well the edition fits what was placed, with proposals. theme_of: the theme of a topic."""
        rows = placement.rows
        voted = np.array([row.topic is not None for row in rows], dtype=bool)
        far = np.array([row.far for row in rows], dtype=bool) & voted
        with threadpool_limits(limits=1):
            groups = self._alike(placement, voted)
        told = []
        for group in groups:
            themes = [theme_of(rows[n].topic or "") for n in group.tolist()]
            nearest = min(set(themes), key=lambda own: (-themes.count(own), own))
            told.append({"theme": nearest, "statements": [rows[n].statement_id for n in group.tolist()]})
        new = Seen([theme_of(row.topic) for row in rows if row.topic is not None], far[voted])
        old = Seen([theme_of(name) for name in self._sample.themes], self._sample.far)
        return measured(new, old, told, applied=False)

    def _alike(self, placement: Placement, voted: np.ndarray) -> list[np.ndarray]:
        """Rows that are like each other and like nothing published; copies of a wording count once."""
        rows = placement.rows
        number: dict[str, int] = {}
        owner = np.array(
            [number.setdefault(row.contribution_id, len(number)) for row in rows], dtype=np.int64
        )
        first: dict[bytes, int] = {}
        for n in np.flatnonzero(voted).tolist():
            first.setdefault(placement.vectors[n].tobytes(), n)
        nearness = np.array([row.nearness for row in rows])
        each = np.array(sorted(first.values()), dtype=np.int64)
        chosen = emerging.looked_at(each, nearness[each])
        found = emerging.clusters(placement.vectors[chosen], owner[chosen], nearness[chosen], self._tight)
        return [chosen[group] for group in found]

    def _placed(self, corpus: Corpus, taken: np.ndarray) -> Placement:
        keys = keys_of(corpus)
        every = np.arange(len(corpus))
        forms = forms_of(corpus, every)
        vectors = self._frozen.statements(corpus, every)
        kinds = [self._kind(corpus, s, vectors) for s in every.tolist()]
        chosen = np.array([s for s in every.tolist() if kinds[s] == THEME], dtype=np.int64)
        if not len(self._topic):
            kinds, chosen = [ALONE if kind == THEME else kind for kind in kinds], chosen[:0]
        votes = vote(vectors[chosen], self._search, self._topic, max(len(self._topics), 1))
        same = self._published.twins.of(forms)
        leads = [self._published.leads(t, kind) for t, kind in zip(same.tolist(), kinds, strict=True)]
        followed = np.where(np.array(leads, dtype=bool), same, -1)
        wanted = spots.in_corner(forms)
        wanted[chosen] = self._beside_voters(votes, forms[chosen])
        spot = np.zeros((len(corpus), 2))
        alone = np.flatnonzero(followed < 0)
        spot[alone] = spots.apart(wanted[alone], np.union1d(self._cells, spots.cells(taken)))
        spot[followed >= 0] = self._published.positions[followed[followed >= 0]]
        told = {s: self._told(votes, n) for n, s in enumerate(chosen.tolist())}
        rows = []
        for s, (own, field, start, end) in enumerate(keys.spans):
            lies = told.get(s) or _Lies(kinds[s], None, *_RULED.get(kinds[s], (0.0, WEAK)), 0.0)
            if followed[s] >= 0:
                lies = self._published.beside(int(followed[s]), lies)
            rows.append(
                Placed(
                    corpus.statement_id(s),
                    own,
                    field,
                    start,
                    end,
                    lies.kind,
                    lies.topic,
                    lies.strength,
                    lies.strength_class,
                    float(spot[s, 0]),
                    float(spot[s, 1]),
                    bool(followed[s] >= 0),
                    lies.nearness,
                    lies.topic is not None and lies.nearness < self._far_below,
                    self._published.name(int(same[s])),
                    self._published.outside(int(same[s]), lies.topic),
                )
            )
        return Placement(tuple(rows), vectors)

    def _beside_voters(self, votes: Vote, seeds: np.ndarray) -> np.ndarray:
        """Beside the nearest voters of the topic that was voted for (new, 2)."""
        if not len(votes.topic):
            return np.zeros((0, 2))
        own = votes.similarity * (self._topic[votes.voters] == votes.topic[:, np.newaxis])
        order = np.argsort(-own, axis=1, kind="stable")[:, : spots.FOREMOST]
        voters = np.take_along_axis(votes.voters, order, axis=1)
        return spots.beside(self._positions[voters], np.take_along_axis(own, order, axis=1), seeds)

    def _told(self, votes: Vote, n: int) -> _Lies:
        near = float(votes.nearness[n])
        strength = round(min(max(float(votes.share[n]) * min(max(near / self._usual, 0), 1), 0), 1), 4)
        named = _class_of(strength, float(votes.share[n]), float(votes.runner_up_share[n]))
        return _Lies(THEME, self._topics[votes.topic[n]], strength, named, near)

    def _kind(self, corpus: Corpus, s: int, vectors: np.ndarray) -> str:
        if corpus.no_content[s]:
            return EMPTY
        if corpus.langs[s] not in (None, self._lang):
            return LANGUAGE
        return THEME if np.linalg.norm(vectors[s]) > 0 else ALONE


@dataclass(frozen=True)
class _Lies:
    """Where a new statement lies, as in `Placed`."""

    kind: str
    topic: str | None
    strength: float
    strength_class: str
    nearness: float


class _Published:
    """The statements of an edition: where they lie, what people put outside, and who is whose twin.

    named: where each lies now, as the caller calls it (else the topic's id), None where it does not show. kept: those
    that vote.
    """

    def __init__(
        self,
        facts: Mapping[str, Any],
        stored: Mapping[str, np.ndarray],
        homes: Mapping[str, str] | None,
        nowhere: str | None,
    ) -> None:
        if "forms" in stored:
            self._names, self._kinds = facts["names"], facts["kinds"]
            self.kept, lies, forms = stored["kept"], stored["homes"], stored["forms"]
        else:  # editions of before knew only those that vote
            self._names, self._kinds = facts["kept"], [THEME] * len(facts["topics"])
            self.kept, lies, forms = np.arange(len(self._names)), stored["topic"], stored["form"]
        self.positions = stored["positions"]
        self._topic_of, self._topics, self._told = lies, facts["topics"], homes is not None
        self._nowhere = nowhere
        self._by_topic: dict[str, str] = {} if self._told else facts.get("outside_topics", {})
        self._by_statement: dict[str, str] = facts.get("outside_statements", {})
        own = [self._topics[t] for t in lies.tolist()]
        self.named = own if homes is None else [homes.get(statement) for statement in self._names]
        pairs = zip(self.named, self._names, strict=True)
        self.twins = Twins(
            forms,
            numbered(
                [None if name is None else (name, self._by_statement.get(own, "")) for name, own in pairs]
            ),
        )

    def leads(self, twin: int, kind: str) -> bool:
        """Whether a new statement that looks like `kind` by itself follows its twin: always, but that what is
        nothing or in another language follows only to where somebody has found a place for such words."""
        return twin >= 0 and (kind in (THEME, ALONE) or self._has_place(twin))

    def beside(self, twin: int, alone: _Lies) -> _Lies:
        """Where what follows the twin lies; `alone`: what would be said of it without."""
        kind = self._kind(twin)
        if self._told or kind in ORDINARY:
            known = alone if alone.topic is not None else _Lies(THEME, None, 0.0, WEAK, 1.0)
            return replace(known, kind=THEME, topic=self.named[twin], nearness=1.0)
        return _Lies(kind, None, *_RULED.get(kind, (0.0, WEAK)), 1.0)

    def name(self, twin: int) -> str:
        return self._names[twin] if twin >= 0 else ""

    def outside(self, twin: int, topic: str | None) -> str:
        """The reason why a statement with this twin (-1 for none) in this topic lies outside; "" where it does not."""
        own = self._by_statement.get(self._names[twin], "") if twin >= 0 else ""
        return own or self._by_topic.get(topic or "", "")

    def _has_place(self, twin: int) -> bool:
        """Whether it lies in a theme: as the caller tells, who knows what people have moved since, or else the run."""
        if self._told and self._nowhere is not None:
            return self.named[twin] != self._nowhere
        return self._kind(twin) in ORDINARY

    def _kind(self, statement: int) -> str:
        return self._kinds[self._topic_of[statement]]


def place_new(
    folder: Path, contributions: Sequence[Contribution], homes: Mapping[str, str] | None = None
) -> tuple[Placed, ...]:
    """Where new contributions belong in the edition in `folder`. Read `LiveEdition` once to ask often.

    Raises AnalysisError where the folder holds no edition that new contributions can be placed in.
    """
    return LiveEdition(folder, homes).place(contributions).rows


def _class_of(strength: float, share: float, runner_share: float) -> str:
    if strength < 0.25:
        return WEAK
    if runner_share >= 0.8 * share:
        return MIXED
    return CORE if strength >= 0.6 else NEAR
