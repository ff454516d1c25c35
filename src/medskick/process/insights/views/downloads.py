"""CSV files of published themes and statements: masked, coarse, and safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from medskick.engine.tables.write import write_csv

_CHUNK = 500


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A CSV file with a byte order mark, sent in pieces."""
    response = StreamingHttpResponse(_pieces(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _pieces(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    yield "\ufeff" + _written(columns, [])
    batch: list[Sequence[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _CHUNK:
            yield _written(columns, batch, headed=False)
            batch = []
    if batch:
        yield _written(columns, batch, headed=False)


def _written(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, headed: bool = True) -> str:
    buffer = StringIO()
    write_csv(buffer, columns, rows)
    text = buffer.getvalue()
    return text if headed else text.split("\r\n", 1)[1]


def statement_columns() -> list[str]:
    """Headings of a file of statements."""
    return [
        _("tanke"),
        pgettext("the number of a contribution", "medskick"),
        _("text"),
        _("tema"),
        _("del"),
        _("hur säker"),
        _("kanal"),
        _("kommun"),
        _("utanför för att"),
    ]


def statement_row(row: Any) -> list[Any]:
    """One statement: nothing but what its row on the page says."""
    return [
        row.key,
        row.number,
        row.plain,
        row.theme,
        row.topic,
        row.class_label,
        row.channel,
        row.municipality,
        row.reason_label,
    ]


def theme_columns() -> list[str]:
    """Headings of the file of themes."""
    return [
        _("tema"),
        _("ingår i"),
        _("namn"),
        _("personer"),
        _("medskick"),
        _("tankar"),
        _("formuleringar"),
        _("utanför för att"),
        _("sammanfattning"),
    ]
