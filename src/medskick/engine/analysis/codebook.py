"""An analyst's own list of themes, and examples of what belongs to them, as read from files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medskick.engine.tables.read import open_table

from .contract import AnalysisError

MOST_ENTRIES = 500
LONGEST_KEY, LONGEST_LABEL = 100, 200
FITS_NONE = "-"


@dataclass(frozen=True)
class Entry:
    """One theme of a codebook: its key, its heading, and one line on what belongs to it (may be empty)."""

    key: str
    label: str
    definition: str = ""


@dataclass(frozen=True)
class Example:
    """A text that a person has placed under an entry's key; several with one text belong to several entries.

    The key FITS_NONE says that the text belongs to no entry.
    """

    text: str
    key: str


@dataclass(frozen=True)
class Decision:
    """What a person has decided about one statement: the keys it belongs to, the main one first; none: fits none."""

    contribution_id: str
    field: str
    start: int
    end: int
    keys: tuple[str, ...]

    @property
    def span(self) -> tuple[str, str, int, int]:
        return self.contribution_id, self.field, self.start, self.end


@dataclass(frozen=True)
class Codebook:
    """Themes in the analyst's order, the examples there are, and decisions about statements, which always stand."""

    entries: tuple[Entry, ...]
    examples: tuple[Example, ...] = ()
    decisions: tuple[Decision, ...] = ()


def read_codebook(path: str | Path, examples: str | Path | None = None) -> Codebook:
    """A codebook from JSON ({"themes": [{"key", "label", "definition"}]} or the list alone) or from a table.

    Tables (CSV, XLSX, JSON Lines, Parquet) have the columns key, label and, if wanted, definition; examples are a
    table with the columns text and key ("-" for a text that fits none). Raises AnalysisError that names file, row and
    column, and TableError.
    """
    path = Path(path)
    rows = _json_rows(path) if path.suffix.lower() == ".json" else _table_rows(path, ("key", "label"))
    entries = tuple(_entry(path, number, row) for number, row in rows)
    if not entries:
        raise AnalysisError(f"Kodboken {path.name} är tom. Skriv minst ett tema.")
    if len(entries) > MOST_ENTRIES:
        raise AnalysisError(
            f"Kodboken {path.name} har {len(entries)} teman. Högst {MOST_ENTRIES} går att använda."
        )
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries, start=1):
        if entry.key in seen:
            raise AnalysisError(
                f"Kodboken {path.name}, tema {number}: nyckeln ”{entry.key}” finns redan på tema {seen[entry.key]}."
            )
        seen[entry.key] = number
    return Codebook(entries, _examples(Path(examples), seen) if examples else ())


def _entry(path: Path, number: int, row: Mapping[str, Any]) -> Entry:
    def cell(name: str, longest: int) -> str:
        value = row.get(name) or ""
        if not isinstance(value, str):
            raise AnalysisError(f"Kodboken {path.name}, tema {number}: ”{name}” ska vara text.")
        value = " ".join(value.split())
        if len(value) > longest:
            raise AnalysisError(
                f"Kodboken {path.name}, tema {number}: ”{name}” är längre än {longest} tecken."
            )
        return value

    key, label = cell("key", LONGEST_KEY), cell("label", LONGEST_LABEL)
    if not key or not label:
        raise AnalysisError(f"Kodboken {path.name}, tema {number}: fyll i både ”key” och ”label”.")
    if key == FITS_NONE:
        raise AnalysisError(
            f"Kodboken {path.name}, tema {number}: nyckeln ”{FITS_NONE}” betyder att ett exempel inte passar något "
            "tema. Välj en annan nyckel."
        )
    return Entry(key, label, cell("definition", 2000))


def _json_rows(path: Path) -> Iterable[tuple[int, Mapping[str, Any]]]:
    try:
        document = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise AnalysisError(f"Det finns ingen fil {path.name}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise AnalysisError(f"Kodboken {path.name} går inte att läsa: {error}.") from None
    except (ValueError, RecursionError):  # ValueError: also for a number of thousands of digits
        raise AnalysisError(f"Kodboken {path.name} är inte giltig JSON.") from None
    themes = document.get("themes") if isinstance(document, dict) else document
    if not isinstance(themes, list) or not all(isinstance(theme, dict) for theme in themes):
        raise AnalysisError(f"Kodboken {path.name} ska ha en lista ”themes” med key, label och definition.")
    return list(enumerate(themes, start=1))


def _table_rows(path: Path, needed: tuple[str, ...]) -> Iterable[tuple[int, Mapping[str, Any]]]:
    table = open_table(path)
    for name in needed:
        if name not in table.columns:
            there = ", ".join(table.columns[:20])
            raise AnalysisError(
                f"Filen {table.name}: det finns ingen kolumn ”{name}”. Kolumnerna är: {there}."
            )
    return [(row.number, row.values) for row in table.rows()]


def _examples(path: Path, keys: Mapping[str, int]) -> tuple[Example, ...]:
    found = []
    for number, row in _table_rows(path, ("text", "key")):
        key, text = row["key"].strip(), row["text"].strip()
        if key not in keys and key != FITS_NONE:
            raise AnalysisError(
                f"Filen {path.name}, rad {number}, kolumn ”key”: ”{key[:40]}” finns inte i kodboken."
            )
        if text:
            found.append(Example(text, key))
    return tuple(found)
