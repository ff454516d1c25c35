"""New contributions placed in a published edition by their neighbours. Nothing that is published moves."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from threadpoolctl import threadpool_limits

from ..cluster.strength import CORE, MIXED, NEAR, NO_CONTENT, WEAK
from ..contract import AnalysisError, Contribution
from ..stages.corpus import Corpus, build_corpus
from ..stages.placing import ALONE, EMPTY, LANGUAGE, THEME
from ..stages.prepare import prepare
from . import bundle, emerging, spots
from .drift import Seen, measured
from .frozen import Frozen
from .keys import forms_of, keys_of
from .vote import searchable, vote


@dataclass(frozen=True)
class Placed:
    """One new statement in a published edition.

    kind: "theme" where it has a topic, else "language", "alone" or "no_content". topic: what its neighbours voted for
    (the edition's id, or the caller's own value), None without one. twin: it says what a published statement says, and
    takes its place. nearness: to its nearest published ones, 0 to 1. far: nothing is near.
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
    that is not in it has no vote. Without it the topics of the run itself.
    """

    def __init__(self, folder: Path, homes: Mapping[str, str] | None = None) -> None:
        try:
            with np.load(folder / bundle.FILE, allow_pickle=False) as file:
                stored = {name: file[name] for name in file.files}
            facts: dict[str, Any] = json.loads(stored["facts"].tobytes())
        except (OSError, ValueError, KeyError):
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
        own = [facts["topics"][t] for t in stored["topic"].tolist()]
        named = own if homes is None else [homes.get(statement) for statement in facts["kept"]]
        voting = np.array([name is not None for name in named], dtype=bool)
        self._topics = sorted({name for name in named if name is not None})
        number = {name: n for n, name in enumerate(self._topics)}
        self._topic = np.array([number[name] for name in named if name is not None], dtype=np.int64)
        vectors = stored["vectors"].astype(np.float32)[voting]
        self._vectors = vectors
        self._search: faiss.IndexFlatIP = searchable(vectors)
        self._positions = stored["positions"][voting]
        self._cells = stored["cells"]
        self._forms = {int(form): n for n, form in reversed(list(enumerate(stored["form"][voting].tolist())))}
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
            corpus = build_corpus(list(contributions), [prepare(c) for c in contributions])
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
        chosen = np.array(sorted(first.values()), dtype=np.int64)
        return emerging.clusters(placement.vectors, owner, nearness, chosen, self._tight)

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
        strength = np.round(np.clip(votes.share * np.clip(votes.nearness / self._usual, 0, 1), 0, 1), 4)
        wanted = spots.in_corner(forms)
        if len(chosen):
            foremost = slice(0, spots.FOREMOST)
            own = votes.similarity * (self._topic[votes.voters] == votes.topic[:, np.newaxis])
            order = np.argsort(-own, axis=1, kind="stable")[:, foremost]
            wanted[chosen] = spots.beside(
                self._positions[np.take_along_axis(votes.voters, order, axis=1)],
                np.take_along_axis(own, order, axis=1),
                forms[chosen],
            )
        twin = np.array([self._forms.get(int(form), -1) for form in forms], dtype=np.int64)
        twin[[kind != THEME for kind in kinds]] = -1
        spot = np.zeros((len(corpus), 2))
        alone = np.flatnonzero(twin < 0)
        spot[alone] = spots.apart(wanted[alone], np.union1d(self._cells, spots.cells(taken)))
        spot[twin >= 0] = self._positions[twin[twin >= 0]]
        place = {s: n for n, s in enumerate(chosen.tolist())}
        rows = []
        for s in every.tolist():
            topic, own_strength, named, near, far = None, 0.0, WEAK, 0.0, False
            if s in place:
                n = place[s]
                number = self._topic[twin[s]] if twin[s] >= 0 else votes.topic[n]
                topic, own_strength = self._topics[number], float(strength[n])
                named = _class_of(own_strength, float(votes.share[n]), float(votes.runner_up_share[n]))
                near = float(votes.nearness[n]) if twin[s] < 0 else 1.0
                far = near < self._far_below
            elif kinds[s] in (EMPTY, LANGUAGE):
                own_strength, named = 1.0, NO_CONTENT if kinds[s] == EMPTY else NEAR
            spread = (named, *spot[s].tolist(), bool(twin[s] >= 0), near, far)
            rows.append(
                Placed(corpus.statement_id(s), *keys.spans[s], kinds[s], topic, own_strength, *spread)
            )
        return Placement(tuple(rows), vectors)

    def _kind(self, corpus: Corpus, s: int, vectors: np.ndarray) -> str:
        if corpus.no_content[s]:
            return EMPTY
        if corpus.langs[s] not in (None, self._lang):
            return LANGUAGE
        return THEME if np.linalg.norm(vectors[s]) > 0 else ALONE


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
