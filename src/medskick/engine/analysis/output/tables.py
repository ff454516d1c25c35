"""result.json, statements.csv and masks.csv."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from medskick.engine.tables.write import write_csv

if TYPE_CHECKING:
    from ..run import Analysis

STATEMENT_COLUMNS = (
    "statement_id",
    "contribution_id",
    "field",
    "start",
    "end",
    "theme_id",
    "topic_id",
    "strength",
    "class",
    "x",
    "y",
    "family_id",
    "scope",
    "cooperation",
    "long_term",
    "theme_strength",
    "second_theme_id",
)
MASK_COLUMNS = ("contribution_id", "field", "start", "end", "kind")


def write_document(path: Path, document: dict[str, Any]) -> None:
    """result.json: UTF-8, two spaces of indent, keys in the order of the schema."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_bytes((text + "\n").encode("utf-8", "backslashreplace"))


def write_statements(path: Path, analysis: Analysis) -> None:
    """statements.csv: contributions as they came in, statements as they stand in the text."""
    write_csv(path, STATEMENT_COLUMNS, _statement_rows(analysis))


def write_masks(path: Path, analysis: Analysis) -> None:
    """masks.csv: where personal data stands. Never what it says."""
    corpus = analysis.corpus
    of_id = {c.id: p for c, p in zip(corpus.contributions, corpus.prepared, strict=True)}
    rows = ((c.id, m.field, m.start, m.end, m.kind) for c in analysis.received for m in of_id[c.id].masks)
    write_csv(path, MASK_COLUMNS, rows)


def _statement_rows(analysis: Analysis) -> Iterator[tuple[Any, ...]]:
    corpus, placing = analysis.corpus, analysis.placing
    order = {contribution.id: n for n, contribution in enumerate(analysis.received)}
    place = np.array([order[c.id] for c in corpus.contributions], dtype=np.int64)
    ids = analysis.ids
    for s in np.lexsort((corpus.ordinal, place[corpus.owner])).tolist() if len(corpus) else []:
        topic = int(placing.topic[s])
        yield (
            corpus.statement_id(s),
            corpus.contributions[corpus.owner[s]].id,
            corpus.field(s),
            int(corpus.start[s]),
            int(corpus.end[s]),
            ids.themes[int(placing.theme_of_topic[topic])],
            ids.topics[topic],
            float(placing.strength[s]),
            placing.classes[s],
            float(analysis.positions[s, 0]),
            float(analysis.positions[s, 1]),
            f"F{int(analysis.family[s]) + 1}",
            *analysis.judged.columns(s),
            *_under_codebook(analysis, s),
        )


def _under_codebook(analysis: Analysis, s: int) -> tuple[float | str, str]:
    """With a codebook, how surely the statement is its theme's own, and the runner-up theme; empty otherwise."""
    placing = analysis.placing
    if placing.theme_strength is None or placing.second_theme is None or np.isnan(placing.theme_strength[s]):
        return "", ""
    second = int(placing.second_theme[s])
    return float(placing.theme_strength[s]), analysis.ids.themes[second] if second >= 0 else ""
