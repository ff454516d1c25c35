"""What tests need from ``ground.core`` and no installation may have."""

from __future__ import annotations

import os
from typing import Any


def examples(number: int) -> int:
    """How many examples a search through the database takes: all on SQLite, a fifth on PostgreSQL.

    Which order of deeds breaks a rule is searched for once; the second time it is asked whether the other database
    answers the same questions.
    """
    return max(2, number // 5) if os.environ.get("MEDSKICK_TEST_DATABASE") else number


def let_flush_empty_the_log() -> None:
    """Tests that commit are cleaned up by Django's flush. SQLite flushes by DELETE, which the audit log refuses: lift
    its triggers for that moment. (PostgreSQL flushes by TRUNCATE, which row triggers do not stop.)"""
    from django.db import connection

    from medskick.ground.core import guard

    operations = type(connection.ops)
    plain = operations.sql_flush
    if connection.vendor != "sqlite" or getattr(plain, "lifts_guard", False):
        return

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        statements = plain(self, style, tables, **options)
        if guard.TABLE not in tables:
            return statements
        return [*guard.remove_statements("sqlite"), *statements, *guard.create_statements("sqlite")]

    sql_flush.lifts_guard = True  # type: ignore[attr-defined]
    operations.sql_flush = sql_flush  # type: ignore[method-assign]
