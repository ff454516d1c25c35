"""Decisions about statements as the engine and the desk read them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from medskick.engine.text.masking import apply_masks
from medskick.process.contributions.models import Contribution, State
from medskick.process.contributions.queries.public import active_masks, masks_of
from medskick.process.insights.models import CodeDecision, Run

FITS_NONE = "-"
CHUNK = 500


def of_run(run: Run) -> list[list[Any]]:
    """Standing decisions about contributions of the run's cycle: [number as text, field, start, end, keys]."""
    assert run.codebook is not None
    rows = CodeDecision.objects.filter(
        codebook=run.codebook.codebook_id, active=True, contribution__cycle=run.cycle_id
    ).order_by("pk")
    found = rows.values_list("contribution__number", "field", "start", "end", "keys")
    return [[str(number), *rest] for number, *rest in found]


def freeze(run: Run, path: Path) -> None:
    """Write what the run places by: its entries, decisions of this cycle, and those of other cycles as examples.

    Examples are the words that may be read, without masked parts, of contributions that show.
    """
    assert run.codebook is not None
    frozen = {
        "entries": run.codebook.entries,
        "examples": _from_other_cycles(run),
        "decisions": of_run(run),
    }
    beside = path.with_suffix(".part")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
        json.dump(frozen, handle, ensure_ascii=False, indent=1, sort_keys=True)
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(path)


def _from_other_cycles(run: Run) -> list[list[str]]:
    assert run.codebook is not None
    known = {entry["key"] for entry in run.codebook.entries}
    rows = list(
        CodeDecision.objects.filter(
            codebook=run.codebook.codebook_id, active=True, contribution__state=State.VISIBLE
        )
        .exclude(contribution__cycle=run.cycle_id)
        .order_by("pk")
    )
    examples: list[list[str]] = []
    for begin in range(0, len(rows), CHUNK):
        chunk = rows[begin : begin + CHUNK]
        owners = Contribution.objects.prefetch_related(active_masks()).in_bulk(
            {row.contribution_id for row in chunk}
        )
        for row in chunk:
            keys = [key for key in row.keys if key in known]
            if keys or not row.keys:
                words = open_words(row, owners[row.contribution_id])
                examples += [[words, key] for key in keys or [FITS_NONE] if words]
    return examples


def open_words(row: CodeDecision, owner: Contribution) -> str:
    """The words of a span without its masked parts."""
    text = getattr(owner, row.field)[row.start : row.end]
    spans = [
        (max(mask.start, row.start) - row.start, min(mask.end, row.end) - row.start, mask.kind)
        for mask in masks_of(owner)
        if mask.field == row.field and mask.start < row.end and row.start < mask.end
    ]
    return " ".join(
        "".join(segment.text for segment in apply_masks(text, spans) if segment.kind is None).split()
    )
