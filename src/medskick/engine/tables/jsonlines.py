"""JSON Lines: one object a line. Nested values become JSON text; nothing is guessed."""

import itertools
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import encoding as encodings
from .cells import column_name, plain_text
from .errors import TableError
from .limits import Limits
from .table import Record, Source


class JsonLinesSource(Source):
    """Rows of a JSON Lines file. Columns are the union of all keys, in the order they first appear."""

    format = "jsonl"

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self.path, self.name, self.limits = path, name, limits
        self.encoding, self.count_hint = encodings.detect(path, name)
        self.keys: dict[str, None] = {}
        first_error = None
        for count, (number, value) in enumerate(self._objects(), 1):
            if isinstance(value, TableError):
                first_error = first_error or value
                continue
            self.keys.update(dict.fromkeys(value))
            if len(self.keys) > limits.max_columns:
                raise TableError("too_many_columns", file=name, row=number, limit=limits.max_columns)
            if count > limits.max_rows:
                raise TableError("too_many_rows", file=name, limit=limits.max_rows)
        if not self.keys and first_error:
            raise first_error
        if not self.keys:
            raise TableError("empty_file", file=name)
        self.columns = list(self.keys)

    def records(self) -> Iterator[Record]:
        for number, value in self._objects():
            if isinstance(value, TableError):
                yield Record(number, error=value)
            else:
                yield self._record(number, value)

    def _record(self, number: int, value: dict[str, Any]) -> Record:
        cells = []
        for key in self.keys:
            try:
                cells.append(plain_text(value.get(key)))
            except (ValueError, RecursionError) as error:
                code = "not_a_number" if isinstance(error, ValueError) else "too_deep"
                return Record(number, error=TableError(code, file=self.name, row=number, column=key))
        return Record(number, cells)

    def _objects(self) -> Iterator[tuple[int, dict[str, Any] | TableError]]:
        longest = self.limits.max_row_chars
        with self.path.open(encoding=self.encoding, newline="\n") as text:
            for number in itertools.count(1):
                line = text.readline(longest + 1)
                if not line:
                    return
                if len(line) > longest:
                    raise TableError("row_too_large", file=self.name, row=number, limit=longest)
                if number > self.limits.max_pieces:
                    raise TableError("too_many_pieces", file=self.name, limit=self.limits.max_pieces)
                if number == 1:
                    line = line.lstrip("\ufeff")
                if line.strip():
                    yield number, self._parsed(number, line)

    def _parsed(self, number: int, line: str) -> dict[str, Any] | TableError:
        try:
            value = json.loads(
                line, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_number
            )
        except json.JSONDecodeError as error:
            return TableError("bad_json", file=self.name, row=number, position=error.pos + 1)
        except RecursionError:
            return TableError("too_deep", file=self.name, row=number)
        except _DuplicateKey as error:
            return TableError("duplicate_key", file=self.name, row=number, column=error.args[0])
        except ValueError:  # NaN, infinity, or an integer of thousands of digits
            return TableError("not_a_number", file=self.name, row=number)
        if not isinstance(value, dict):
            return TableError("not_an_object", file=self.name, row=number)
        deep = next(
            (key for key, item in value.items() if _deeper_than(item, self.limits.max_json_depth)), None
        )
        if deep is not None:
            return TableError("too_deep", file=self.name, row=number, column=deep)
        return {key if key in self.keys else column_name(key): item for key, item in value.items()}


class _DuplicateKey(Exception):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise _DuplicateKey(key)
        result[key] = value
    return result


def _refuse_constant(text: str) -> None:
    raise ValueError(text)


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _deeper_than(value: Any, levels: int) -> bool:
    """True where containers lie inside each other in more than ``levels`` levels."""
    layer = [value]
    for _ in range(levels):
        layer = [
            inner
            for item in layer
            if isinstance(item, (dict, list))
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        if not layer:
            return False
    return any(isinstance(item, (dict, list)) for item in layer)
