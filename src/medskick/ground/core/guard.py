"""The database itself refuses to change or remove a line of the audit log.

SQLite drops a table's triggers when a migration rebuilds the table: such a migration must run ``create`` again. A test
tries both after all migrations, so forgetting it does not pass unseen. PostgreSQL's TRUNCATE is not stopped by row
triggers: it is for the owner of the database, and no code of ours uses it.
"""

from __future__ import annotations

from typing import Any

TABLE = "core_auditentry"
MESSAGE = "Lines of the audit log are never changed or removed"


def create(_apps: Any, editor: Any) -> None:
    """Install the triggers (migration operation), replacing older ones."""
    remove(_apps, editor)
    for statement in create_statements(editor.connection.vendor):
        editor.execute(statement)


def remove(_apps: Any, editor: Any) -> None:
    """Take the triggers away (backwards migration)."""
    for statement in remove_statements(editor.connection.vendor):
        editor.execute(statement)


def create_statements(vendor: str) -> list[str]:
    """SQL that installs the triggers."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for verb in ("update", "delete")
        ]
    return [
        "CREATE OR REPLACE FUNCTION core_refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END $$",
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW "
        "EXECUTE FUNCTION core_refuse_audit_change()",
    ]


def remove_statements(vendor: str) -> list[str]:
    """SQL that takes the triggers away."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")]
    return [
        f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}",
        "DROP FUNCTION IF EXISTS core_refuse_audit_change()",
    ]
