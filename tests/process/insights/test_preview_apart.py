"""The preview writes nothing and locks nothing; publishing writes what was made apart, whole or not at all."""

import sqlite3
import threading
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from helpers_people import signed_in
from medskick.process.insights import actions
from medskick.process.insights.models import Edition, EditionStatement, EditionTheme, Theme

publishing = import_module("medskick.process.insights.actions.publish")
WRITES = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}


def approve_all(cycle, lead):
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)


@pytest.mark.database("sqlite")  # watched through its authorizer
@pytest.mark.django_db(transaction=True)
def test_preview_writes_nothing_and_takes_no_lock(client, cycle, two_themes, lead):
    approve_all(cycle, lead)
    signed_in(client, "process_lead")
    assert client.get("/arbetsyta/analys/").status_code == 200
    written, said = set(), []

    def watch(action, table, _column, database, _trigger):
        if action in WRITES and database == "main":
            written.add(table)
        return sqlite3.SQLITE_OK

    def hear(execute, sql, params, many, context):
        said.append(sql)
        return execute(sql, params, many, context)

    connection.connection.set_authorizer(watch)
    try:
        with connection.execute_wrapper(hear):
            body = client.get("/arbetsyta/analys/forhandsvisa/").content.decode()
    finally:
        connection.connection.set_authorizer(None)
    assert "Resor" in body
    assert "Vård" in body
    assert not {table for table in written if table.startswith("insights_") or table == "core_auditentry"}
    assert "BEGIN IMMEDIATE" not in said
    assert not Edition.objects.exists()
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.django_db
def test_published_rows_are_those_that_were_made(cycle, edition, lead):
    second = actions.publish(cycle, by=lead)
    assert EditionStatement.objects.filter(edition=second).count() == 12
    assert EditionTheme.objects.filter(edition=second, parent__edition=second).count() == 2
    assert second.changes["since"] == 1
    assert not Edition.objects.filter(number=3).exists()


@pytest.mark.django_db
def test_edition_made_of_a_book_that_changed_meanwhile_is_made_anew(
    cycle, two_themes, lead, theme_named, monkeypatch
):
    approve_all(cycle, lead)
    real, calls = publishing._make, []

    def slow(*args):
        made = real(*args)
        calls.append(made.number)
        return made

    stamps = iter([(1,), (2,), (2,), (2,)])
    monkeypatch.setattr(publishing, "_make", slow)
    monkeypatch.setattr(publishing, "_stamp", lambda _cycle: next(stamps))
    assert actions.publish(cycle, by=lead).number == 1
    assert calls == [1, 1]


@pytest.mark.django_db
def test_book_that_never_rests_is_told_so(cycle, two_themes, lead, monkeypatch):
    approve_all(cycle, lead)
    stamps = iter(range(99))
    monkeypatch.setattr(publishing, "_stamp", lambda _cycle: next(stamps))
    with pytest.raises(ValidationError, match="ändrades medan"):
        actions.publish(cycle, by=lead)
    assert not Edition.objects.exists()


@pytest.mark.database("postgresql")  # on SQLite the shadows belong to the connection and nothing can wait
@pytest.mark.django_db(transaction=True)
def test_two_previews_and_a_publishing_do_not_wait_for_each_other(cycle, two_themes, lead):
    approve_all(cycle, lead)
    actions.publish(cycle, by=lead)
    found, failures = [], []

    def beside(act):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            found.append(act())
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    def look():
        with actions.draft(cycle, by=lead) as seen:
            return seen.number, seen.themes.count(), seen.statements.count()

    with actions.draft(cycle, by=lead) as own:
        for act in (look, lambda: actions.publish(cycle, by=lead).number):
            other = threading.Thread(target=beside, args=[act])
            other.start()
            other.join(30)
            assert not other.is_alive()
        assert (own.number, own.themes.count(), own.statements.count()) == (2, 4, 12)
        assert Edition.objects.count() == 2  # what is inside, not what was published meanwhile
    assert failures == []
    assert found == [(2, 4, 12), 2]
    assert list(Edition.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert actions.publish(cycle, by=lead).number == 3
    assert EditionStatement.objects.values("pk").distinct().count() == 36
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relname LIKE 'insights_%' AND relpersistence = 't'"
        )
        assert cursor.fetchone() == (0,)
