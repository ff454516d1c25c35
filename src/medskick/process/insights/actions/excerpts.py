"""Keep a run's excerpts (summaries, tensions, small circles, leaves), each sentence and voice as a statement of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from medskick.process.insights.models import ExcerptKind, Run, RunExcerpt, RunExcerptVoice, RunStatement

FOR, AGAINST, NEITHER = "for", "against", "neither"


def store(run: Run, document: dict[str, Any], rows: Iterable[tuple[dict[str, str], RunStatement]]) -> None:
    """The excerpts as they stand in result.json. rows: each line of statements.csv with the statement made of it.

    An earlier try's rows go first. Spans that are no statement of the run are left out.
    """
    run.excerpts.all().delete()
    known = _Known(rows)
    found = [draft for node in document["themes"] for draft in _of_node(run, node, known)]
    RunExcerpt.objects.bulk_create([excerpt for excerpt, _voices in found], batch_size=500)
    voices = [voice for _excerpt, own in found for voice in own]
    RunExcerptVoice.objects.bulk_create(voices, batch_size=500)


class _Known:
    """The run's statements by the engine's id, and by their place in a contribution."""

    def __init__(self, rows: Iterable[tuple[dict[str, str], RunStatement]]) -> None:
        self._by_id: dict[str, RunStatement] = {}
        self._by_span: dict[tuple[str, int, int], RunStatement] = {}
        for row, statement in rows:
            self._by_id[row["statement_id"]] = statement
            self._by_span[row["contribution_id"], statement.start, statement.end] = statement

    def quoted(self, spans: Iterable[dict[str, Any]]) -> list[RunStatement]:
        keys = ((span["contribution_id"], span["start"], span["end"]) for span in spans)
        return [self._by_span[key] for key in keys if key in self._by_span]

    def speaking(self, told: dict[str, Any]) -> list[tuple[RunStatement, float | None]]:
        """Those who say so, with the persons that each stands for where only a sample was read."""
        ids = told.get("statement_ids", [])
        each = told.get("persons_each") or [None] * len(ids)
        return [
            (self._by_id[own], persons) for own, persons in zip(ids, each, strict=True) if own in self._by_id
        ]


@dataclass(frozen=True)
class _Part:
    """One sentence, or one side: the statements to show, in order, and those that say so."""

    name: str
    quoted: Sequence[RunStatement]
    speaking: Sequence[tuple[RunStatement, float | None]]


Draft = tuple[RunExcerpt, list[RunExcerptVoice]]


def _of_node(run: Run, node: dict[str, Any], known: _Known) -> Iterator[Draft]:
    if node.get("summary"):
        yield _summary(run, node, known)
    for order, tension in enumerate(node.get("tensions") or []):
        yield _tension(run, node, order, tension, known)
    for order, circle in enumerate(node.get("few_but_clear") or []):
        part = _Part("", known.quoted(circle["quotes"]), known.speaking(circle))
        yield _draft(run, node, ExcerptKind.FEW, order, circle["label"], {}, [part])
    for order, leaf in enumerate(node.get("leaves") or []):
        part = _Part("", known.quoted([leaf["quote"]] if leaf["quote"] else []), known.speaking(leaf))
        yield _draft(run, node, ExcerptKind.LEAF, order, leaf["label"], {}, [part])


def _summary(run: Run, node: dict[str, Any], known: _Known) -> Draft:
    found = node["summary"]
    parts = [
        _Part(str(number), known.quoted([sentence]), known.speaking(sentence))
        for number, sentence in enumerate(found["sentences"])
    ]
    facts = {
        "estimated": found["estimated"],
        "sentences": len(parts),
        "voices": sum(len(part.speaking) for part in parts),
        "statements": node["size"],
        "audit": _audit(found["audit"]),
    }
    return _draft(run, node, ExcerptKind.SUMMARY, 0, "", facts, parts)


def _audit(audit: dict[str, Any]) -> dict[str, Any]:
    """What was measured for all together, and whether every group holds; of single groups nothing is kept."""
    everybody = next(group for group in audit["groups"] if group["by"] == "everybody")
    return {
        "samples": audit["samples"],
        "share": everybody["share"],
        "holds": everybody["holds"],
        "groups_hold": audit["holds"],
    }


def _tension(run: Run, node: dict[str, Any], order: int, tension: dict[str, Any], known: _Known) -> Draft:
    sides = tension["sides"]
    parts = [_Part(row["side"], known.quoted(row.get("quotes", [])), known.speaking(row)) for row in sides]
    facts = {
        "question": tension["question"],
        "sides": [row["side"] for row in sides if row["side"] != NEITHER],
        "read": tension["read"],
        "of": tension["of"],
    }
    return _draft(run, node, ExcerptKind.TENSION, order, tension["target"], facts, parts)


def _draft(
    run: Run,
    node: dict[str, Any],
    kind: str,
    order: int,
    label: str,
    facts: dict[str, Any],
    parts: Iterable[_Part],
) -> Draft:
    excerpt = RunExcerpt(run=run, key=node["id"], kind=kind, order=order, label=label[:200], facts=facts)
    return excerpt, [voice for part in parts for voice in _voices(excerpt, part)]


def _voices(excerpt: RunExcerpt, part: _Part) -> Iterator[RunExcerptVoice]:
    ranks = {statement.pk: rank for rank, statement in enumerate(part.quoted, 1)}
    counted = {statement.pk: each for statement, each in part.speaking}
    for pk in {**ranks, **counted}:
        yield RunExcerptVoice(
            excerpt=excerpt,
            statement_id=pk,
            part=part.name,
            rank=ranks.get(pk),
            speaks=pk in counted,
            stands_for=counted.get(pk),
        )
