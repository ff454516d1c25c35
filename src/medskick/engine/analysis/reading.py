"""Read a finished result back: what a worker stores, what a test checks."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from medskick.engine.tables.cells import formula_unsafe

from .contract import SCHEMA, AnalysisError, Mask, Result, Statement


def read_result(folder: str | Path) -> Result:
    """The result in `folder`. Raises AnalysisError where there is none, or one of another schema."""
    folder = Path(folder)
    try:
        document = json.loads((folder / "result.json").read_text("utf-8"))
    except (OSError, ValueError):
        raise AnalysisError(f"Det finns inget resultat i mappen {folder.name}.") from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise AnalysisError(
            f"Resultatet i mappen {folder.name} har ett format som den här versionen inte läser."
        )
    return Result(folder, document)


def statements(result: Result) -> Iterator[Statement]:
    """Every statement, in the order of the input; text cells as they were before the CSV made them safe."""
    for row in _rows(result.folder / "statements.csv"):
        yield Statement(
            statement_id=formula_unsafe(row["statement_id"]),
            contribution_id=formula_unsafe(row["contribution_id"]),
            field=row["field"],
            start=int(row["start"]),
            end=int(row["end"]),
            theme_id=row["theme_id"],
            topic_id=row["topic_id"],
            strength=float(row["strength"]),
            strength_class=row["class"],
            x=float(row["x"]),
            y=float(row["y"]),
            family_id=row["family_id"],
            scope=row["scope"],
            cooperation=row["cooperation"],
            long_term=row["long_term"],
            theme_strength=float(row["theme_strength"]) if row.get("theme_strength") else None,
            second_theme_id=row.get("second_theme_id") or "",
        )


def masks(result: Result) -> Iterator[tuple[str, Mask]]:
    """(contribution id, mask) for all personal data that was found."""
    for row in _rows(result.folder / "masks.csv"):
        yield (
            formula_unsafe(row["contribution_id"]),
            Mask(row["field"], int(row["start"]), int(row["end"]), row["kind"]),
        )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
