"""The one error that reading and writing tables raises."""

from pathlib import Path
from typing import Any

from .cells import clean, column_letter
from .messages import MESSAGES

LONGEST_NAME = 80
ENGLISH_UNITS = {"rad": "row", "textrad": "line", "stycke": "paragraph"}


class TableError(Exception):
    """A file cannot be used, said in one clear message.

    ``message`` (Swedish, also ``str()``) and ``message_en`` name the file, the row and the column where they
    are known, then what is wrong, then what to do. ``code`` is stable for tests and callers, ``row`` is the
    number a person sees in the file, ``unit`` is what that number counts (a key of ENGLISH_UNITS), ``column``
    is the column's name, or its letter where it has none (pass its index from 0). ``details`` holds what
    the message fills in.
    """

    def __init__(
        self,
        code: str,
        *,
        file: str | Path,
        row: int | None = None,
        column: str | int | None = None,
        unit: str = "rad",
        **details: Any,
    ) -> None:
        self.code = code
        self.file = readable_name(Path(file).name)
        self.row = row
        self.column_index = column if isinstance(column, int) else None
        self.column = column_letter(column) if isinstance(column, int) else column
        self.unit = unit
        self.details = details
        swedish, english = MESSAGES[code]
        self.message = f"{self._place('sv')}: {swedish.format(**_shown(details, 'sv'))}"
        self.message_en = f"{self._place('en')}: {english.format(**_shown(details, 'en'))}"
        super().__init__(self.message)

    def __reduce__(self) -> tuple:
        """Errors travel from worker processes."""
        return _rebuilt, (self.code, self.file, self.row, self.column, self.unit, self.details)

    def with_name(self, names: list[str]) -> "TableError":
        """The same error with its column called by name, where it has one."""
        index = self.column_index
        if index is None or index >= len(names) or not names[index]:
            return self
        return TableError(
            self.code, file=self.file, row=self.row, column=names[index], unit=self.unit, **self.details
        )

    def _place(self, language: str) -> str:
        swedish = language == "sv"
        parts = [f"Filen {self.file}" if swedish else f"File {self.file}"]
        if self.row is not None:
            unit = self.unit if swedish else ENGLISH_UNITS[self.unit]
            parts.append(f"{unit} {self.row}")
        if self.column is not None:
            name = readable_name(self.column)
            parts.append(f"kolumn ”{name}”" if swedish else f"column “{name}”")
        return ", ".join(parts)


def _rebuilt(
    code: str, file: str, row: int | None, column: str | None, unit: str, details: dict
) -> TableError:
    return TableError(code, file=file, row=row, column=column, unit=unit, **details)


def readable_name(name: str) -> str:
    """A name from outside, fit to be shown in a sentence: one line, no invisible tricks, not too long."""
    name = " ".join(clean(name).split()) or "?"
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _shown(details: dict[str, Any], language: str) -> dict[str, str]:
    return {key: _shown_value(value, language) for key, value in details.items()}


def _shown_value(value: Any, language: str) -> str:
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\u00a0" if language == "sv" else ",")
    if isinstance(value, (list, tuple)):
        return ", ".join(readable_name(str(item)) for item in value)
    if isinstance(value, dict):
        return str(value[language])
    return readable_name(str(value))
