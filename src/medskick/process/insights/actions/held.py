"""What the engine says became of people's decisions in a run that was told of them: kept with what the run changed."""

from __future__ import annotations

from typing import Any

from medskick.process.insights.actions.code import in_words
from medskick.process.insights.models import CodeDecision, Run
from medskick.process.insights.queries.names import of_entries

MOST_TOLD = 100
NO_TEXT, NO_STATEMENT = "no_text", "no_statement"
Span = tuple[str, str, int, int]


def told(run: Run, document: dict[str, Any]) -> dict[str, Any]:
    """{"lost", "elsewhere": rows {span, why, theme, reason, entries}, "lost_count", "elsewhere_count"}.

    The first hundred of each. lost: nothing of the run is what was decided about, because the text was not read
    (``no_text``) or is cut otherwise (``no_statement``). elsewhere: found, but not where it stood. theme: where people
    put it, by the book's number; reason: why it lies outside; entries: of a codebook, in words.
    """
    edits, decisions = document.get("edits") or {}, document.get("decisions") or {}
    lost, elsewhere = _by_span(edits.get("lost", [])), _by_span(edits.get("elsewhere", []))
    read = set(run.statements.values_list("contribution__number", flat=True))
    for span in decisions.get("lost", []):
        why = NO_STATEMENT if int(span[0]) in read else NO_TEXT
        lost.setdefault(_span(span), {"why": why})
    for row in decisions.get("elsewhere", []):
        elsewhere.setdefault(_span(row["statement"]), {})
    entries = _entries(run, lost.keys() | elsewhere.keys())
    found: dict[str, Any] = {}
    for name, rows in (("lost", lost), ("elsewhere", elsewhere)):
        found[name] = [
            {
                "span": list(span),
                "why": row.get("why", ""),
                "theme": run.carried.get(row.get("to", "")),
                "reason": row.get("outside", ""),
                "entries": entries.get(span, ""),
            }
            for span, row in sorted(rows.items(), key=lambda one: (int(one[0][0]), one[0][1:]))[:MOST_TOLD]
        ]
        found[f"{name}_count"] = len(rows)
    return found


def _by_span(rows: list[dict[str, Any]]) -> dict[Span, dict[str, Any]]:
    """One row for each statement: two things may have been decided about it."""
    found: dict[Span, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(_span(row["statement"]), {}).update(row)
    return found


def _span(row: list[Any]) -> Span:
    return (row[0], row[1], row[2], row[3])


def _entries(run: Run, spans: set[Span]) -> dict[Span, str]:
    """What people decided with the run's codebook about these statements."""
    if run.codebook is None or not spans:
        return {}
    own = CodeDecision.objects.filter(
        codebook=run.codebook.codebook_id, active=True, contribution__cycle=run.cycle_id
    )
    found, called = {}, of_entries(run.codebook, run.cycle_id)
    for number, field, start, end, keys in own.values_list(
        "contribution__number", "field", "start", "end", "keys"
    ):
        span = (str(number), field, start, end)
        if span in spans:
            found[span] = in_words(run.codebook, keys, called)
    return found
