"""Directions of what public life is about: the middles of programme texts of one topic, and of sayings of one area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from material import OWN, programme_texts, rows_of

from medskick.engine.analysis.represent.base import unit_rows
from medskick.engine.analysis.represent.trained import Model


def directions_of_matters(model: Model, shared: Path, years: frozenset[str]) -> list[np.ndarray]:
    """Unit rows for the topics of the Almedalen programme and for the areas of our own material, by name."""
    return [_middles(model, programme_texts(shared, years)), _middles(model, _sayings())]


def _sayings() -> Iterable[tuple[str, str]]:
    for path in sorted((OWN / "statements").glob("*.tsv")):
        for row in rows_of(path):
            for wording in row[1:4]:
                yield path.stem, wording


def _middles(model: Model, labelled: Iterable[tuple[str, str]]) -> np.ndarray:
    texts = defaultdict(list)
    for label, text in labelled:
        texts[label].append(text)
    return unit_rows(np.stack([model.texts(texts[label]).mean(axis=0) for label in sorted(texts)]))
