"""The table of words itself: FTS5 on SQLite, ``tsvector`` on PostgreSQL. Both get the forms that we have made.

Neither database's own notion of Swedish is used: SQLite's would take å for a, and PostgreSQL's splits words otherwise
than we do. The table is no model's: a migration makes it (``create``), and its rows follow those of ``SearchEntry``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from medskick.engine.text.finding import Wanted

LONGEST = 60  # signs of a word
MOST_PLACES = 50  # of one word in one text, where the database counts them
LAST_PLACE = 16_383

_LITE = {
    "create": [
        "CREATE VIRTUAL TABLE IF NOT EXISTS pages_searchwords USING fts5(title, body, prefix='3 4', "
        "tokenize='unicode61 remove_diacritics 0')"
    ],
    "drop": ["DROP TABLE IF EXISTS pages_searchwords"],
    "put": "INSERT OR REPLACE INTO pages_searchwords(rowid, title, body) VALUES (%s, %s, %s)",
    "remove": "DELETE FROM pages_searchwords WHERE rowid = %s",
    "found": "SELECT e.id, e.kind, e.key, bm25(pages_searchwords, 10.0, 1.0) AS far FROM pages_searchwords "
    "JOIN pages_searchentry e ON e.id = pages_searchwords.rowid WHERE pages_searchwords MATCH %s",
}
_POST = {
    "create": [
        "CREATE TABLE IF NOT EXISTS pages_searchwords (entry_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS pages_searchwords_words ON pages_searchwords USING gin (words)",
    ],
    "drop": ["DROP TABLE IF EXISTS pages_searchwords"],
    "put": "INSERT INTO pages_searchwords(entry_id, words) VALUES (%s, %s::tsvector) "
    "ON CONFLICT (entry_id) DO UPDATE SET words = EXCLUDED.words",
    "remove": "DELETE FROM pages_searchwords WHERE entry_id = %s",
    "found": "SELECT e.id, e.kind, e.key, -ts_rank(w.words, q.asked) AS far "
    "FROM (SELECT %s::tsquery AS asked) q JOIN pages_searchwords w ON w.words @@ q.asked "
    "JOIN pages_searchentry e ON e.id = w.entry_id WHERE TRUE",
}


def statements(vendor: str) -> dict[str, Any]:
    """The SQL of this database."""
    return _LITE if vendor == "sqlite" else _POST


def create(_apps: Any, editor: Any) -> None:
    """Make the table (migration operation)."""
    for statement in statements(editor.connection.vendor)["create"]:
        editor.execute(statement)


def drop(_apps: Any, editor: Any) -> None:
    """Take it away (backwards migration)."""
    for statement in statements(editor.connection.vendor)["drop"]:
        editor.execute(statement)


def put(rows: Iterable[tuple[int, Sequence[str], Sequence[str]]]) -> None:
    """Store the forms of title and text for entries by their ids, instead of what was stored for them."""
    sql = statements(connection.vendor)["put"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(sql, [(key, " ".join(title), " ".join(body)) for key, title, body in rows])
        else:
            cursor.executemany(sql, [(key, _vector(title, body)) for key, title, body in rows])


def remove(ids: Iterable[int]) -> None:
    """Forget the words of these entries."""
    with connection.cursor() as cursor:
        cursor.executemany(statements(connection.vendor)["remove"], [(key,) for key in ids])


def place(
    asked: Sequence[Wanted], *, every: bool, language: str, kind: str, first: int, last: int
) -> list[tuple[str, str, int, int]]:
    """(kind, key, place within its kind, how many of that kind): best first, titles before texts.

    The entries at places ``first`` to ``last`` of ``kind``, or of each kind where none is given; of every other kind
    the first, for the sake of its number. One query.
    """
    found = statements(connection.vendor)["found"]
    sql = f"""
        WITH found AS MATERIALIZED ({found} AND (e.shown_in = '' OR e.shown_in LIKE %s)),
        placed AS (SELECT kind, key, row_number() OVER (PARTITION BY kind ORDER BY far, id) AS place,
                          count(*) OVER (PARTITION BY kind) AS total FROM found)
        SELECT kind, key, place, total FROM placed
        WHERE place = 1 OR (place BETWEEN %s AND %s AND (%s = '' OR kind = %s)) ORDER BY kind, place
    """  # noqa: S608 - no part of it comes from anybody
    question = _question(asked, every)
    with connection.cursor() as cursor:
        cursor.execute(sql, [question, f"%|{language}|%", first, last, kind, kind])
        return list(cursor.fetchall())


def _question(asked: Sequence[Wanted], every: bool) -> str:
    if connection.vendor == "sqlite":
        words = [
            "("
            + " OR ".join([*map(_quoted, one.forms), *(f"{_quoted(form)}*" for form in one.beginnings)])
            + ")"
            for one in asked
        ]
        return (" AND " if every else " OR ").join(words)
    words = [
        "(" + " | ".join([*map(_lexeme, one.forms), *(f"{_lexeme(form)}:*" for form in one.beginnings)]) + ")"
        for one in asked
    ]
    return (" & " if every else " | ").join(words)


def _quoted(form: str) -> str:
    return '"' + form[:LONGEST].replace('"', '""') + '"'


def _lexeme(form: str) -> str:
    return "'" + form[:LONGEST].replace("\\", "\\\\").replace("'", "''") + "'"


def _vector(title: Sequence[str], body: Sequence[str]) -> str:
    """The text of a ``tsvector``: words of the title weigh A, those of the text D."""
    places: dict[str, list[str]] = defaultdict(list)
    for number, (form, weight) in enumerate([*((f, "A") for f in title), *((f, "D") for f in body)], 1):
        if len(places[form[:LONGEST]]) < MOST_PLACES:
            places[form[:LONGEST]].append(f"{min(number, LAST_PLACE)}{weight}")
    return " ".join(f"{_lexeme(form)}:{','.join(found)}" for form, found in sorted(places.items()))
