"""Placing by meaning under a given list of themes: from labels and definitions, better with every example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..codebook import FITS_NONE, Codebook
from ..coding.learner import NONE, Coded, Decided, joined, learn
from ..holding import Span, holding
from ..represent import Representation
from ..represent.base import unit_rows

if TYPE_CHECKING:
    from ..stages.corpus import Corpus
    from ..stages.points import Points

__all__ = ["NONE", "Coded", "by_statement", "directions", "overruled", "place_under", "told_of_decisions"]


def directions(codebook: Codebook, representation: Representation) -> np.ndarray:
    """Unit directions of the entries (label, and label with definition), below them those of the examples' texts."""
    labels = representation.vectors([entry.label for entry in codebook.entries])
    whole = representation.vectors([f"{entry.label}. {entry.definition}" for entry in codebook.entries])
    ways = unit_rows(0.5 * labels + whole)
    texts = _example_texts(codebook)
    return np.vstack([ways, representation.vectors(texts)]) if texts else ways


def place_under(corpus: Corpus, points: Points, codebook: Codebook, ways: np.ndarray) -> Coded:
    """Every point's entry, learned from definitions, examples and decisions; what is decided stands as decided."""
    decisions = decided_points(codebook, _spans(corpus), points.of_statement)
    decided = rounded(points.of(np.array(sorted(decisions), dtype=np.int64)))
    heads = learn(
        ways[: len(codebook.entries)], rounded(points.vectors), told_by(codebook, ways, decided, decisions)
    )
    blocks = points.blocks(np.arange(len(points))) if len(points) else iter([np.zeros(0, dtype=np.int64)])
    placed = [heads.place(rounded(points.of(block))) for block in blocks]
    return overruled(joined(placed), decisions)


def rounded(vectors: np.ndarray) -> np.ndarray:
    """Vectors as they are kept on disk for learning later, so that both say the same."""
    return vectors.astype(np.float16).astype(np.float32)


def decided_points(
    codebook: Codebook, spans: Mapping[Span, int], point_of: np.ndarray
) -> dict[int, tuple[int, ...]]:
    """Points that people have decided about, with their entries, the main one first; the latest decision counts.

    A decision about a span that is not there any more is about the statements that hold most of it, if nobody decided
    about those. Decisions that nothing holds, or that name only entries that are gone, say nothing.
    """
    number = {entry.key: n for n, entry in enumerate(codebook.entries)}
    held = statements_of(codebook, spans)
    found: dict[int, tuple[int, ...]] = {}
    for decision in codebook.decisions:
        entries = tuple(number[own] for own in decision.keys if own in number)
        for statement in held[decision.span]:
            point = int(point_of[statement])
            if point >= 0 and (entries or not decision.keys):
                found[point] = entries
    return found


def statements_of(codebook: Codebook, spans: Mapping[Span, int]) -> dict[Span, list[int]]:
    """The statements that each decision is about, by its span; none for one that nothing holds."""
    wanted = {decision.span for decision in codebook.decisions}
    exact = {span: [spans[span]] for span in wanted if span in spans}
    if len(exact) == len(wanted):
        return exact
    others = ((span, statement) for span, statement in spans.items() if span not in exact)
    return {**holding(wanted - exact.keys(), others), **exact}


def told_of_decisions(corpus: Corpus, codebook: Codebook) -> dict[str, Any]:
    """{"given", "elsewhere": [{"statement", "now": ids}], "lost": [statement]}: what became of people's decisions."""
    spans = _spans(corpus)
    held = statements_of(codebook, spans)
    return {
        "given": len(held),
        "elsewhere": [
            {"statement": list(span), "now": [corpus.statement_id(s) for s in held[span]]}
            for span in sorted(held.keys() - spans.keys())
            if held[span]
        ],
        "lost": [list(span) for span in sorted(held) if not held[span]],
    }


def told_by(
    codebook: Codebook, ways: np.ndarray, vectors: np.ndarray, decisions: dict[int, tuple[int, ...]]
) -> Decided | None:
    """All that people have told: the examples' texts and the decided points, whose `vectors` stand in their order."""
    entries = len(codebook.entries)
    texts = {text: n for n, text in enumerate(_example_texts(codebook))}
    belongs = np.zeros((len(texts) + len(decisions), entries), dtype=bool)
    number = {entry.key: n for n, entry in enumerate(codebook.entries)}
    for example in codebook.examples:
        if example.key != FITS_NONE:
            belongs[texts[example.text], number[example.key]] = True
    points = sorted(decisions)
    for row, point in enumerate(points, start=len(texts)):
        belongs[row, list(decisions[point])] = True
    if not len(belongs):
        return None
    return Decided(np.vstack([ways[entries:], vectors]), belongs)


def overruled(coded: Coded, decisions: dict[int, tuple[int, ...]]) -> Coded:
    """The same with people's decisions in place: theirs always stand, with full strength."""
    entry, strength, also = coded.entry.copy(), coded.strength.copy(), list(coded.also)
    runner_up = coded.runner_up.copy()
    for point, entries in decisions.items():
        first = entries[0] if entries else NONE
        others = [n for n in coded.order[point].tolist() if n not in entries]
        entry[point], strength[point], also[point] = first, 1.0, entries[1:]
        runner_up[point] = entries[1] if len(entries) > 1 else (others[0] if others else NONE)
    return replace(coded, entry=entry, strength=strength, runner_up=runner_up, also=also)


def by_statement(points: Points, coded: Coded) -> tuple[np.ndarray, np.ndarray]:
    """Strength under the theme (nan outside the points) and runner-up theme (-1 for none), per statement."""
    inside = points.of_statement >= 0
    strength = np.full(len(inside), np.nan)
    second = np.full(len(inside), NONE)
    strength[inside] = coded.strength[points.of_statement[inside]]
    second[inside] = coded.runner_up[points.of_statement[inside]]
    return strength, second


def _example_texts(codebook: Codebook) -> list[str]:
    return list(dict.fromkeys(example.text for example in codebook.examples))


def _spans(corpus: Corpus) -> dict[Span, int]:
    return {
        (corpus.contributions[owner].id, corpus.field(s), start, end): s
        for s, (owner, start, end) in enumerate(
            zip(corpus.owner.tolist(), corpus.start.tolist(), corpus.end.tolist(), strict=True)
        )
    }
