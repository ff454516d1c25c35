"""Reads: the history of files, and what a file would become."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from medskick.engine.tables.errors import TableError
from medskick.engine.text.masking import Segment, apply_masks
from medskick.engine.text.personal import find_personal_data
from medskick.ground.core.access import Viewer, require
from medskick.process.contributions.actions.receive import Answer
from medskick.process.contributions.imports import files
from medskick.process.contributions.imports.mapping import Reading, RowProblem
from medskick.process.contributions.models import ImportBatch
from medskick.process.cycle import region as regions

LOOKED_AT = 500
SHOWN = 20


@dataclass(frozen=True)
class PreviewRow:
    """A row as it would be stored, or why it would not. ``segments`` has personal data covered."""

    number: int
    answer: Answer | None
    segments: list[Segment]
    personal: list[str]
    column: str = ""
    problem: str = ""


@dataclass
class Preview:
    """The first rows, and counts over the first ``looked_at`` rows. ``error``: the file itself cannot be read."""

    rows: list[PreviewRow] = field(default_factory=list)
    problems: list[PreviewRow] = field(default_factory=list)
    looked_at: int = 0
    with_personal: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    error: str = ""


def batches(viewer: Viewer) -> QuerySet[ImportBatch]:
    """All files, newest first."""
    require("contributions.import", viewer)
    return ImportBatch.objects.select_related("cycle")


def batch(pk: UUID, viewer: Viewer) -> ImportBatch | None:
    """One file."""
    return batches(viewer).filter(pk=pk).first()


def preview(one: ImportBatch, viewer: Viewer) -> Preview:
    """What the first rows would become: texts with personal data covered, and row-level errors."""
    require("contributions.import", viewer)
    reading, found = Reading(one.mapping, one.fixed, regions.region()), Preview()

    def unreadable(error: TableError) -> None:
        found.problems.append(PreviewRow(error.row or 0, None, [], [], error.column or "", error.message))

    try:
        for row in islice(files.table(one).rows(on_error=unreadable), LOOKED_AT):
            found.looked_at += 1
            try:
                answer = reading.answer(row)
            except RowProblem as problem:
                found.problems.append(PreviewRow(row.number, None, [], [], problem.column, problem.text))
                continue
            hits = find_personal_data(answer.text)
            found.with_personal += bool(hits)
            found.kinds.update(hit.kind for hit in hits)
            if len(found.rows) < SHOWN:
                kinds = sorted({hit.kind for hit in hits})
                found.rows.append(PreviewRow(row.number, answer, apply_masks(answer.text, hits), kinds))
    except TableError as error:
        found.error = error.message
    return found
