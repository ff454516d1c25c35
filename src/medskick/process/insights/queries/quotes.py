"""Quotes: spans of originals, checked against the original at publishing and every time one is shown.

A quote never overlaps an active mask, never comes from a text flagged as abusive or steering, never from one that does
not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _

from medskick.engine.text.whole import says_something
from medskick.ground.core.access import Viewer, require
from medskick.process.contributions.models import Contribution, State
from medskick.process.contributions.queries.public import active_masks, masks_of
from medskick.process.insights.models import Placement, QuoteChoice, StrengthClass, Theme

SHORTEST = 20
COMFORTABLE = (30, 280)


class Span(Protocol):
    """A placement or a published statement."""

    pk: int
    contribution_id: int
    field: str
    start: int
    end: int


def owners_of(spans: Iterable[Any]) -> dict[int, Contribution]:
    """The contributions that the spans are of, with their masks. Two queries."""
    rows = Contribution.objects.prefetch_related(active_masks())
    return rows.in_bulk({row.contribution_id for row in spans})


def why_not(spans: Iterable[Any], owners: Mapping[int, Contribution] | None = None) -> dict[int, str]:
    """For each span that may not be quoted, by its pk, the reason in words. Two queries, none with its ``owners``."""
    spans = list(spans)
    found = owners_of(spans) if owners is None else owners
    told = {}
    for row in spans:
        owner = found.get(row.contribution_id)
        masks = [(one.start, one.end) for one in masks_of(owner) if one.field == row.field] if owner else []
        reason = _reason(row, owner, masks)
        if reason:
            told[row.pk] = reason
    return told


def _reason(row: Any, owner: Contribution | None, masks: Sequence[tuple[int, int]]) -> str:
    if owner is None or owner.state != State.VISIBLE:
        return _("Medskicket visas inte.")
    if not owner.quotable:
        return _("Texten är märkt som kränkande, eller som ett försök att styra datorn, och citeras aldrig.")
    text = getattr(owner, row.field)
    if not (0 <= row.start < row.end <= len(text)) or not text[row.start : row.end].strip():
        return _("Stället i texten stämmer inte.")
    if any(start < row.end and row.start < end for start, end in masks):
        return _("Tanken innehåller en övertäckt uppgift.")
    return ""


def candidates(theme: Theme, viewer: Viewer, most: int = 12) -> list[Placement]:
    """Statements fit to be quotes of a theme (its topics included), best first: what a person chose, then the
    engine's own, then the clearest of readable length. Refused and unquotable ones are left out. Greetings, lead-ins
    and broken pieces are quotes only where there is nothing else, or where a person chose them."""
    require("insights.read", viewer)
    inside = [theme.pk, *theme.topics.values_list("pk", flat=True)]
    choices = {
        (c.contribution_id, c.field, c.start, c.end): c.chosen
        for c in QuoteChoice.objects.filter(theme_id__in=inside)
    }
    rows = Placement.objects.filter(theme_id__in=inside, contribution__state=State.VISIBLE, outside_reason="")
    rows = rows.exclude(strength_class=StrengthClass.NO_CONTENT).select_related("contribution")
    chosen_numbers = [key[0] for key, chosen in choices.items() if chosen]
    picked = list(rows.filter(contribution_id__in=chosen_numbers))
    picked += list(rows.filter(quote_rank__isnull=False).order_by("quote_rank", "pk")[: 2 * most])
    picked += list(rows.order_by("-strength", "pk")[: 8 * most])
    return _best(list({row.pk: row for row in picked}.values()), choices, most)


def _words(row: Placement) -> str:
    return str(getattr(row.contribution, row.field))[row.start : row.end]


def _best(rows: list[Placement], choices: dict[tuple[Any, ...], bool], most: int) -> list[Placement]:
    barred = why_not(rows)

    def choice(row: Placement) -> bool | None:
        return choices.get((row.contribution_id, row.field, row.start, row.end))

    def rank(row: Placement) -> tuple[Any, ...]:
        readable = COMFORTABLE[0] <= row.end - row.start <= COMFORTABLE[1]
        chosen = choice(row) is True
        broken = not chosen and not says_something(_words(row))
        return (not chosen, broken, row.quote_rank or 999, not readable, -row.strength, row.pk)

    kept: list[Placement] = []
    said: set[tuple[int, str]] = set()
    for row in sorted(rows, key=rank):
        short = row.end - row.start < SHORTEST and choice(row) is not True
        if row.pk in barred or choice(row) is False or short:
            continue
        # One quote per contribution and per wording.
        marks = {(row.contribution_id, ""), (0, row.family or str(row.pk))}
        if said & marks:
            continue
        said |= marks
        kept.append(row)
        if len(kept) == most:
            break
    whole = [row for row in kept if choice(row) is True or says_something(_words(row))]
    return whole or kept
