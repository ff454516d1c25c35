"""What is slow to store and many tests begin from: stored once by each process, and put back for the next test.

A test that changes it changes its own copy. Nothing is shared but the rows and files as they were right after storing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

Row = tuple[Any, ...]
Tables = dict[str, dict[Hashable, Row]]  # by name, then by primary key
COME_WITH_THE_TABLES = {"django_content_type", "auth_permission"}


class Keeper:
    """Remembers for as long as the process lives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[Hashable, tuple[Tables, Path]] = {}

    def __call__(self, store: Callable[[], Any], files: Path | None = None) -> None:
        """Do ``store()``, or put back what it stored the last time that it began from the same rows.

        ``files``: a folder of the test's own; what ``store`` leaves there is kept too.
        """
        key = (store.__module__, store.__qualname__, _keys(), _numbered())
        if key not in self.known:
            self.known[key] = self._stored(store, files)
            return
        rows, kept = self.known[key]
        _put_back(rows)
        if files is not None:
            shutil.copytree(kept, files, dirs_exist_ok=True)

    def _stored(self, store: Callable[[], Any], files: Path | None) -> tuple[Tables, Path]:
        before = _rows()
        store()
        after = _rows()
        assert all(before[name].keys() <= after[name].keys() for name in before), "what is kept only adds"
        changed = {
            name: {key: row for key, row in rows.items() if before[name].get(key) != row}
            for name, rows in after.items()
        }
        kept = self.folder / str(len(self.known))
        if files is not None:
            shutil.copytree(files, kept)
        return changed, kept


def _models() -> list[Any]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in COME_WITH_THE_TABLES
    ]


def _columns(model: Any) -> list[str]:
    """The primary key first."""
    key = model._meta.pk.column
    return [key, *(field.column for field in model._meta.local_concrete_fields if field.column != key)]


def _raw() -> str:
    return "{}::text" if connection.vendor == "postgresql" else "+{}"


def _read(model: Any, columns: list[str]) -> list[Row]:
    """Values as the database has them, before Django makes objects of them."""
    quote, raw = connection.ops.quote_name, _raw()
    chosen = ", ".join(raw.format(quote(column)) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {chosen} FROM {quote(model._meta.db_table)}")
        return [tuple(row) for row in cursor.fetchall()]


def _keys() -> frozenset[tuple[str, Hashable]]:
    """Asked of all tables at once: one by one, most of the time would go to asking."""
    with connection.cursor() as cursor:
        cursor.execute(_keys_of_all())
        return frozenset(cursor.fetchall())


@cache
def _keys_of_all() -> str:
    quote, raw = connection.ops.quote_name, _raw()
    return " UNION ALL ".join(
        f"SELECT '{model._meta.db_table}', {raw.format(quote(model._meta.pk.column))} "
        f"FROM {quote(model._meta.db_table)}"
        for model in _models()
    )


def _numbered() -> frozenset[tuple[int, str, str]]:
    """Which numbers stand for which models: a database that has been emptied may number them in another order."""
    from django.contrib.contenttypes.models import ContentType

    return frozenset(ContentType.objects.values_list("pk", "app_label", "model"))


def _rows() -> Tables:
    return {
        model._meta.db_table: {row[0]: row for row in _read(model, _columns(model))} for model in _models()
    }


def _put_back(tables: Tables) -> None:
    quote = connection.ops.quote_name
    written_to = [model for model in _models() if tables[model._meta.db_table]]
    with transaction.atomic(), connection.cursor() as cursor:
        for model in written_to:
            rows = list(tables[model._meta.db_table].values())
            key, *others = map(quote, _columns(model))
            values = ", ".join(["%s"] * (1 + len(others)))
            written = ", ".join(f"{one} = excluded.{one}" for one in others)
            cursor.executemany(
                f"INSERT INTO {quote(model._meta.db_table)} ({', '.join([key, *others])}) VALUES ({values}) "
                f"ON CONFLICT ({key}) DO UPDATE SET {written}",
                rows,
            )
        # PostgreSQL counts keys apart from the rows: the next one must come after those put back.
        for statement in connection.ops.sequence_reset_sql(no_style(), written_to):
            cursor.execute(statement)
