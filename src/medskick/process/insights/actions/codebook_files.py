"""Read a codebook from a file: JSON, or a table through the engine's one reader. One clear error with its place."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medskick.engine.tables.errors import TableError
from medskick.engine.tables.limits import UPLOAD_LIMITS
from medskick.engine.tables.read import open_table
from medskick.process.insights.actions.codebooks import Entry

LARGEST_JSON = 4 << 20
LARGEST_TABLE = 16 << 20
COLUMNS = {
    "key": ("key", "nyckel"),
    "label": ("label", "namn", "tema", "etikett"),
    "definition": ("definition", "beskrivning"),
}
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".jsonl", ".ndjson")


def read_entries(name: str, content: BinaryIO) -> list[Entry]:
    """The themes in an uploaded file. Raises ValidationError with one sentence that says where and what to do."""
    ending = Path(name).suffix.lower()
    if ending == ".json":
        return _from_json(name, content.read(LARGEST_JSON + 1))
    if ending not in TABLES:
        raise ValidationError(
            _("Filen %(name)s går inte att läsa. Välj en JSON-, CSV- eller Excel-fil (xlsx).")
            % {"name": name}
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"kodbok{ending}"
        raw = content.read(LARGEST_TABLE + 1)
        if len(raw) > LARGEST_TABLE:
            raise ValidationError(_("Filen %(name)s är för stor för en kodbok.") % {"name": name})
        path.write_bytes(raw)
        try:
            return _from_table(name, path)
        except TableError as error:
            swedish = (get_language() or "sv").startswith("sv")
            raise ValidationError(error.message if swedish else error.message_en) from error


def _from_table(name: str, path: Path) -> list[Entry]:
    table = open_table(path, limits=UPLOAD_LIMITS, name=name)
    known = {column.strip().lower(): column for column in table.columns}
    chosen = {
        own: next((known[other] for other in names if other in known), None) for own, names in COLUMNS.items()
    }
    label = chosen["label"]
    if label is None:
        raise ValidationError(
            _("Filen %(name)s: det finns ingen kolumn ”label” eller ”namn”. Kolumnerna är: %(columns)s.")
            % {"name": name, "columns": ", ".join(table.columns[:20])}
        )
    found = []
    for row in table.rows():
        entry = {own: (row.values[column] or "").strip() if column else "" for own, column in chosen.items()}
        if not entry["label"]:
            if not entry["key"] and not entry["definition"]:
                continue
            raise ValidationError(
                _("Filen %(name)s, rad %(row)s, kolumn ”%(column)s”: skriv vad temat heter.")
                % {"name": name, "row": row.number, "column": label}
            )
        found.append(entry)
    return _some(name, found)


def _from_json(name: str, raw: bytes) -> list[Entry]:
    if len(raw) > LARGEST_JSON:
        raise ValidationError(_("Filen %(name)s är för stor för en kodbok.") % {"name": name})
    try:
        document = json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, RecursionError):
        raise ValidationError(_("Filen %(name)s är inte giltig JSON.") % {"name": name}) from None
    except json.JSONDecodeError as error:
        raise ValidationError(
            _("Filen %(name)s är inte giltig JSON (rad %(row)s, tecken %(column)s).")
            % {"name": name, "row": error.lineno, "column": error.colno}
        ) from None
    themes = document.get("themes") if isinstance(document, dict) else document
    if not isinstance(themes, list):
        raise ValidationError(
            _("Filen %(name)s ska ha en lista ”themes” med key, label och definition.") % {"name": name}
        )
    found = []
    for number, theme in enumerate(themes, 1):
        if not isinstance(theme, dict):
            raise ValidationError(
                _("Filen %(name)s, tema %(number)s: ska ha key, label och definition.")
                % {"name": name, "number": number}
            )
        entry: Entry = {}
        for own in COLUMNS:
            value = theme.get(own) or ""
            if not isinstance(value, str):
                raise ValidationError(
                    _("Filen %(name)s, tema %(number)s: ”%(field)s” ska vara text.")
                    % {"name": name, "number": number, "field": own}
                )
            entry[own] = value.strip()
        if not entry["label"]:
            raise ValidationError(
                _("Filen %(name)s, tema %(number)s: fyll i ”label”.") % {"name": name, "number": number}
            )
        found.append(entry)
    return _some(name, found)


def _some(name: str, found: list[Entry]) -> list[Entry]:
    if not found:
        raise ValidationError(_("Filen %(name)s har inga teman. Skriv minst ett.") % {"name": name})
    return found
