"""Make an edition apart from the book, so that nobody waits for it.

The edition's tables are shadowed by temporary ones of the same names, which belong to this connection only. The
transaction reads the database and writes the shadows, so it takes no lock that a writer or another preview would wait
for, and ends by taking them away. Keys are such as the tables themselves would give: of PostgreSQL's own counters.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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
    with _reading(), transaction.atomic():
        for model in _COPIED:
            _shadow(model._meta.db_table)
        for empty in _EMPTY:
            _shadow(empty._meta.db_table, edition=0)
        _shadow(EditionStatement._meta.db_table, edition=earlier.pk if earlier else 0)
        yield
        transaction.set_rollback(True)


@contextmanager
def _reading() -> Iterator[None]:
    """Transactions inside begin as readers: on SQLite they begin as writers otherwise, which stops every other."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]


def _shadow(table: str, *, edition: int | None = None) -> None:
    """A temporary table with the same rows; of one edition only, where one is given."""
    with connection.cursor() as cursor:
        make = _make_on_sqlite if connection.vendor == "sqlite" else _make_on_postgresql
        own, shadow = make(cursor, table)
        rows = f"INSERT INTO {shadow} SELECT * FROM {own}"  # noqa: S608
        if edition is None:
            cursor.execute(rows)
        elif edition:
            cursor.execute(f"{rows} WHERE edition_id = %s", [edition])


def _make_on_sqlite(cursor: Any, table: str) -> tuple[str, str]:
    """The empty shadow; answers the names of the table itself and of the shadow."""
    cursor.execute(f'PRAGMA main.table_info("{table}")')
    columns = [(name, kind) for _number, name, kind, *_rest in cursor.fetchall()]
    made = ", ".join(f'"{name}" {kind}' + (" PRIMARY KEY" if name == "id" else "") for name, kind in columns)
    cursor.execute(f'CREATE TEMP TABLE "{table}" ({made})')
    return f'main."{table}"', f'temp."{table}"'


def _make_on_postgresql(cursor: Any, table: str) -> tuple[str, str]:
    """The same. What is made apart keeps its keys when it is stored, so they come from the table's own counter."""
    cursor.execute(
        "SELECT quote_ident(n.nspname), pg_get_serial_sequence(quote_ident(c.relname), 'id') FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass(%s)",
        [f'"{table}"'],
    )
    schema, counter = cursor.fetchone()
    own, shadow = f'{schema}."{table}"', f'pg_temp."{table}"'
    cursor.execute(
        f'CREATE TEMP TABLE "{table}" (LIKE {own} INCLUDING DEFAULTS INCLUDING INDEXES) ON COMMIT DROP'
    )
    cursor.execute(f"ALTER TABLE {shadow} ALTER COLUMN id SET DEFAULT nextval('{counter}')")
    return own, shadow
