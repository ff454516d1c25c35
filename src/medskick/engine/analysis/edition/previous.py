"""A finished edition as the next one sees it: where every statement was, and which statements are here again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from sys import intern
from typing import Any

import numpy as np

from ..contract import AnalysisError, Result
from ..reading import read_result, statements
from ..stages.campaigns import Campaigns
from ..stages.placing import UNPLACED
from . import bundle, manifest
from .edits import Span
from .keys import Keys


@dataclass(frozen=True)
class Previous:
    """Statements in the order of the edition's statements.csv.

    topic: index into `topics` (ids). positions: (statements, 2), exactly as published. words, place: see `keys`;
    whole: hash of all that its contribution says; each None where the edition was made without them. campaigns: what
    the edition knows of them. hash: what names the edition in a manifest.
    """

    result: Result
    hash: str
    ids: list[str]
    spans: list[Span]
    topics: list[str]
    topic: np.ndarray
    weak: np.ndarray
    positions: np.ndarray
    words: np.ndarray | None
    place: np.ndarray | None
    whole: np.ndarray | None = None
    campaigns: Campaigns = field(default_factory=Campaigns)

    def __len__(self) -> int:
        return len(self.spans)

    @cached_property
    def nodes(self) -> dict[str, dict[str, Any]]:
        """Themes and topics by id."""
        return {node["id"]: node for node in self.result.themes}

    @property
    def retired(self) -> list[str]:
        """Ids that earlier editions had and this one has not."""
        return list(self.result.document.get("retired_ids", []))

    @property
    def decided(self) -> int:
        """How much people have decided in this edition and those it goes on from: edits, what fits no theme."""
        edits = self.result.document.get("edits") or {}
        none = sum(node["kind"] == UNPLACED for node in self.nodes.values())
        return int(edits.get("given", 0)) + int(edits.get("given_before", 0)) + none

    def found_in(self, keys: Keys) -> np.ndarray:
        """For each statement of a corpus its number here, -1 for none. (statements,)

        A statement is the same where contribution, field and place agree and the words do too; else where a whole
        contribution with the same words was here under another id; else where the contribution says the same words in
        another place, because something else in it was changed. Each is found once.
        """
        found = np.full(len(keys.spans), -1, dtype=np.int64)
        own = {span: n for n, span in enumerate(self.spans)}
        for s, span in enumerate(keys.spans):
            n = own.get(span, -1)
            if n >= 0 and (self.words is None or self.words[n] == keys.words[s]):
                found[s] = n
        if self.place is None:
            return found
        taken = np.zeros(len(self), dtype=bool)
        taken[found[found >= 0]] = True
        waiting: dict[int, list[int]] = {}
        for n in sorted(np.flatnonzero(~taken).tolist(), key=lambda n: self.spans[n], reverse=True):
            waiting.setdefault(int(self.place[n]), []).append(n)
        for s in np.flatnonzero(found < 0).tolist():
            if there := waiting.get(int(keys.place[s])):
                found[s] = there.pop()
        if self.words is not None:
            self._find_shifted(found, keys, self.words)
        return found

    def _find_shifted(self, found: np.ndarray, keys: Keys, words: np.ndarray) -> None:
        taken = np.zeros(len(self), dtype=bool)
        taken[found[found >= 0]] = True
        asked = {keys.spans[s][0] for s in np.flatnonzero(found < 0).tolist()}
        waiting: dict[tuple[str, int], list[int]] = {}
        for n in sorted(np.flatnonzero(~taken).tolist(), key=lambda n: self.spans[n], reverse=True):
            if self.spans[n][0] in asked:
                waiting.setdefault((self.spans[n][0], int(words[n])), []).append(n)
        if not waiting:
            return
        for s in sorted(np.flatnonzero(found < 0).tolist(), key=lambda s: keys.spans[s]):
            if there := waiting.get((keys.spans[s][0], int(keys.words[s]))):
                found[s] = there.pop()


def read_previous(folder: Path) -> Previous:
    """The edition in `folder`. Raises AnalysisError where there is none or its files were changed since."""
    result = read_result(folder)
    for problem in manifest.verify(folder):
        raise AnalysisError(problem)
    ids: list[str] = []
    spans: list[Span] = []
    number: dict[str, int] = {}
    lies: list[tuple[int, bool, float, float]] = []
    for row in statements(result):
        ids.append(row.statement_id)
        spans.append((row.contribution_id, intern(row.field), row.start, row.end))
        topic = number.setdefault(row.topic_id, len(number))
        lies.append((topic, row.strength_class in ("weak", "mixed"), row.x, row.y))
    topics = sorted(number)
    rank = np.argsort(np.argsort(list(number))) if number else np.zeros(0, dtype=np.int64)
    words, place, whole = bundle.read_keys(folder, ids)
    table = np.array(lies, dtype=np.float64).reshape(-1, 4)
    return Previous(
        result,
        _name(folder),
        ids,
        spans,
        topics,
        rank[table[:, 0].astype(np.int64)],
        table[:, 1] > 0,
        table[:, 2:],
        words,
        place,
        whole,
        bundle.read_campaigns(folder),
    )


def _name(folder: Path) -> str:
    """The hash of the manifest, or of the result where an older edition has none."""
    path = folder / manifest.FILE
    return hashlib.sha256((path if path.exists() else folder / "result.json").read_bytes()).hexdigest()
