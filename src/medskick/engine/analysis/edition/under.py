"""An edition's topics under the entries of a codebook."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..cluster.by_codebook import NONE, place_under
from ..codebook import Codebook
from ..stages.corpus import Corpus
from ..stages.placing import THEME, UNPLACED
from ..stages.points import Points
from .numbering import Numbers
from .replay import Edited
from .tree import Allowed, Tree, new_topic


class Under:
    """Each topic goes whole to the entry that most of it is nearest to, unless it already lies under the theme of an
    entry with the same key."""

    def __init__(
        self,
        codebook: Codebook,
        edited: Edited,
        numbers: Numbers,
        corpus: Corpus,
        points: Points,
        ways: np.ndarray,
    ) -> None:
        self._edited, self._numbers = edited, numbers
        self._placed = place_under(corpus, points, codebook, ways)
        known = {node.get("key"): own for own, node in edited.nodes.items() if node["parent"] is None}
        self._themes = [known.get(entry.key) or numbers.theme() for entry in codebook.entries]
        for own, entry in zip(self._themes, codebook.entries, strict=True):
            label = edited.named.get(own, entry.label)
            edited.nodes[own] = {"id": own, "parent": None, "kind": THEME, "label": label, "key": entry.key}
            edited.named[own] = label
        self._kept = set(known.values()) & set(self._themes)

    def place(self, tree: Tree) -> Allowed:
        """Put the tree's topics under the entries; answers which topics each new point may go to."""
        nodes, entry = self._edited.nodes, self._placed.entry
        for t, own in enumerate(tree.topics):
            if nodes[own]["parent"] in self._kept or nodes[own]["kind"] != THEME:
                continue
            entries, votes = np.unique(entry[tree.topic == t], return_counts=True)
            nodes[own]["parent"] = self._theme(int(entries[votes.argmax()]) if len(entries) else NONE)
        wanted, row = np.unique(entry[~tree.seeded], return_inverse=True)
        themes = [self._theme(e) for e in wanted.tolist()]
        for theme in themes:
            if not any(nodes[own]["parent"] == theme for own in tree.topics):
                tree.topics.append(new_topic(self._edited, self._numbers, theme, nodes[theme]["kind"]))
        lies_in = [[nodes[own]["parent"] == theme for own in tree.topics] for theme in themes]
        return Allowed(np.array(lies_in, dtype=bool).reshape(len(themes), len(tree.topics)), row)

    def also(self, points: Points, themes: Sequence[str]) -> dict[int, tuple[int, ...]]:
        """Further themes by statement, as numbers among `themes`, which the files list."""
        number = {n: themes.index(own) for n, own in enumerate(self._themes) if own in themes}
        some = np.array([bool(own) for own in self._placed.also], dtype=bool)
        on_map = np.flatnonzero(points.of_statement >= 0)
        found = {}
        for s in on_map[some[points.of_statement[on_map]]].tolist():
            if own := tuple(number[e] for e in self._placed.also[points.of_statement[s]] if e in number):
                found[s] = own
        return found

    def _theme(self, entry: int) -> str:
        return self._themes[entry] if entry != NONE else self._unplaced()

    def _unplaced(self) -> str:
        for own, node in self._edited.nodes.items():
            if node["kind"] == UNPLACED and node["parent"] is None:
                return own
        own = self._numbers.theme()
        self._edited.nodes[own] = {"id": own, "parent": None, "kind": UNPLACED, "label": ""}
        return own
