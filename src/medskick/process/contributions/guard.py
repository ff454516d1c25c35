"""The database itself refuses any change of what somebody wrote (design, truth 2).

SQLite drops a table's triggers when a migration rebuilds the table: such a migration must run ``create`` again. A test
tries to change a text after all migrations, so forgetting it does not pass unseen.
"""

from __future__ import annotations

from typing import Any

# Table → columns that hold a sender's own words.
GUARDED = {
    "contributions_contribution": ("text", "title"),
    "contributions_correction": ("text",),
    "contributions_appeal": ("text",),
    "contributions_report": ("text",),
}
MESSAGE = "The original text of a contribution is never altered"


def create(_apps: Any, editor: Any) -> None:
    """Install the triggers (migration operation), replacing older ones."""
    remove(_apps, editor)
    for table, columns in GUARDED.items():
        for statement in _statements(editor.connection.vendor, table, columns):
            editor.execute(statement)


def remove(_apps: Any, editor: Any) -> None:
    """Take the triggers away (backwards migration)."""
    for table in GUARDED:
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_original{on}")
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION IF EXISTS contributions_refuse_change()")


def _statements(vendor: str, table: str, columns: tuple[str, ...]) -> list[str]:
    names = ", ".join(columns)
    if vendor == "sqlite":
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
        return [
            f"CREATE TRIGGER {table}_original BEFORE UPDATE OF {names} ON {table} WHEN {changed} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        ]
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return [
        "CREATE OR REPLACE FUNCTION contributions_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END $$",
        f"CREATE TRIGGER {table}_original BEFORE UPDATE OF {names} ON {table} FOR EACH ROW WHEN ({changed}) "
        "EXECUTE FUNCTION contributions_refuse_change()",
    ]
