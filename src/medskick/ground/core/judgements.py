"""Judgements: one place for opinions by a criterion, whoever they are about. History is kept."""

from __future__ import annotations

from collections.abc import Iterable

from medskick.ground.core.access import Viewer
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import Judgement


def judge(
    ref: Ref, criterion: str, value: str, *, by: Viewer, reason: str = "", suggested: bool = False
) -> Judgement:
    """Add a judgement. ``suggested`` marks the engine's own; a person's always wins over it in ``current``."""
    (made,) = judge_all([ref], criterion, value, by=by, reason=reason, suggested=suggested)
    return made


def judge_all(
    refs: Iterable[Ref], criterion: str, value: str, *, by: Viewer, reason: str = "", suggested: bool = False
) -> list[Judgement]:
    """The same about many things, in their order. One query for each five hundred."""
    return Judgement.objects.bulk_create(
        [
            Judgement(
                subject_kind=ref.kind,
                subject_key=ref.key,
                criterion=criterion,
                value=value,
                reason=reason,
                origin=Judgement.Origin.ENGINE if suggested else Judgement.Origin.PERSON,
                author_id=by.user_id,
                author_name=by.name,
            )
            for ref in refs
        ],
        batch_size=500,
    )


def current(kind: str, keys: Iterable[str], criterion: str) -> dict[str, Judgement]:
    """The judgement that counts for each key: the newest by a person, else the newest suggestion. One query."""
    found: dict[str, Judgement] = {}
    rows = Judgement.objects.filter(subject_kind=kind, subject_key__in=list(keys), criterion=criterion)
    for row in rows.order_by("id"):
        held = found.get(row.subject_key)
        if held and held.origin == Judgement.Origin.PERSON and row.origin == Judgement.Origin.ENGINE:
            continue
        found[row.subject_key] = row
    return found
