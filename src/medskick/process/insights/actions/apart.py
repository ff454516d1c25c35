"""Make an edition apart from the book, so that nobody waits for it: on SQLite a writer stops every other writer.

There the edition's tables are shadowed by temporary ones of the same names, which belong to this connection only. The
transaction reads the database and writes the shadows, so it takes no lock, and ends by taking them away. PostgreSQL
writers do not wait for each other; there the rows are made in the tables themselves and taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from medskick.process.insights.models import (
    Edition,
    EditionExcerpt,
    EditionExcerptVoice,
    EditionStatement,
    EditionTable,
    EditionTheme,
)

_COPIED = (Edition, EditionTheme, EditionTable)
_EMPTY = (EditionExcerpt, EditionExcerptVoice)


@contextmanager
def apart(earlier: Edition | None = None) -> Iterator[None]:
    """What is done with editions inside is seen inside only, and gone afterwards. Nothing else may be written.

    Of statements only those of ``earlier`` are there to read: editions have tens of thousands.
    """
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        return
    usual = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            for model in _COPIED:
                _shadow(model._meta.db_table)
            for empty in _EMPTY:
                _shadow(empty._meta.db_table, edition=0)
            _shadow(EditionStatement._meta.db_table, edition=earlier.pk if earlier else 0)
            yield
            transaction.set_rollback(True)
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]


def _shadow(table: str, *, edition: int | None = None) -> None:
    """A temporary table with the same rows; of one edition only, where one is given."""
    with connection.cursor() as cursor:
        cursor.execute(f'PRAGMA main.table_info("{table}")')
        columns = [(name, kind) for _number, name, kind, *_rest in cursor.fetchall()]
        made = ", ".join(
            f'"{name}" {kind}' + (" PRIMARY KEY" if name == "id" else "") for name, kind in columns
        )
        cursor.execute(f'CREATE TEMP TABLE "{table}" ({made})')
        rows = f'INSERT INTO temp."{table}" SELECT * FROM main."{table}"'  # noqa: S608
        if edition is None:
            cursor.execute(rows)
        elif edition:
            cursor.execute(f"{rows} WHERE edition_id = %s", [edition])
