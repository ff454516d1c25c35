"""What tests need from ``ground.core`` and no installation may have."""

from __future__ import annotations

import datetime
import os
from typing import Any


def examples(number: int) -> int:
    """How many examples a search through the database takes: all on SQLite, a fifth on PostgreSQL.

    Which order of deeds breaks a rule is searched for once; the second time it is asked whether the other database
    answers the same questions.
    """
    return max(2, number // 5) if os.environ.get("MEDSKICK_TEST_DATABASE") else number


def start_cycle() -> Any:
    """A current cycle whose dialogue is going on."""
    from medskick.ground.core.access import SYSTEM
    from medskick.process.cycle import actions, queries

    today = queries.today()
    month = datetime.timedelta(days=30)
    return actions.start_cycle(
        "2040", "Norrbotten 2040", {"dialogue": (today - month, today + month)}, by=SYSTEM
    )


def end_cycle(cycle: Any) -> None:
    """Let all that goes on have ended yesterday, and nothing be planned ahead: the next cycle may start."""
    from django.db.models import F

    from medskick.process.cycle import queries

    yesterday = queries.today() - datetime.timedelta(days=1)
    begun = cycle.phases.filter(planned_start__lte=yesterday)
    begun.update(actual_start=F("planned_start"), actual_end=yesterday)
    cycle.phases.filter(planned_start__gt=yesterday).update(planned_start=None, planned_end=None)


def let_flush_empty_the_log() -> None:
    """Tests that commit are cleaned up by Django's flush. SQLite flushes by DELETE, which the audit log refuses: lift
    its triggers for that moment. PostgreSQL would flush by TRUNCATE, which no row trigger stops, but makes new files
    for every table and index however few rows there were: DELETE is much faster."""
    from django.db import connection

    from medskick.ground.core import guard

    operations = type(connection.ops)
    plain, vendor = operations.sql_flush, connection.vendor
    if getattr(plain, "lifts_guard", False):
        return

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        if guard.TABLE not in tables:
            return plain(self, style, tables, **options)
        if vendor == "sqlite":
            statements = plain(self, style, tables, **options)
        else:
            statements = [f"DELETE FROM {self.quote_name(table)}" for table in tables]
        return [*guard.remove_statements(vendor), *statements, *guard.create_statements(vendor)]

    sql_flush.lifts_guard = True  # type: ignore[attr-defined]
    operations.sql_flush = sql_flush  # type: ignore[method-assign]
