"""Take words of an edition, or the whole of it, away from every door, and give them back. Counts stay."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.process.insights.actions._book import lock_book
from medskick.process.insights.models import Edition, EditionTheme, Part

MAX_REASON = 300
OF_THEMES = (Part.NAME.value, Part.SUMMARY.value, Part.REASONS.value)


def take_away(
    edition: Edition,
    part: str,
    reason: str,
    *,
    by: Viewer,
    theme: EditionTheme | None = None,
    everywhere: bool = False,
) -> int:
    """Hide a part (of the edition, or of one of its themes); answers how many editions it was in.

    Readers see an empty place with the reason. ``everywhere``: also where other editions say the same of the theme.
    """
    require("insights.take_away", by)
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError(_("Skriv varför. Skälet visas för alla."))
    if len(reason) > MAX_REASON:
        raise ValidationError(_("Skälet får vara högst %(most)s tecken.") % {"most": MAX_REASON})
    with transaction.atomic():
        lock_book(edition.cycle)  # an edition that is being made at this moment is made anew
        rows = _rows(edition, part, theme, everywhere)
        fresh = [row for row in rows if part not in row.taken]
        if not fresh:
            raise ValidationError(_("Det är redan borttaget."))
        mark = {"reason": reason, "by": by.name, "at": timezone.now().isoformat()}
        for row in fresh:
            row.taken = {**row.taken, part: mark}
            row.save(update_fields=["taken"])
            _record(by, "insights.taken_away", row, part, reason=reason)
    return len(fresh)


def put_back(edition: Edition, part: str, *, by: Viewer, theme: EditionTheme | None = None) -> None:
    """Show the part again."""
    require("insights.take_away", by)
    with transaction.atomic():
        (row,) = _rows(edition, part, theme, False)
        if part not in row.taken:
            raise ValidationError(_("Det visas redan."))
        row.taken = {name: mark for name, mark in row.taken.items() if name != part}
        row.save(update_fields=["taken"])
        _record(by, "insights.put_back", row, part)


def _rows(
    edition: Edition, part: str, theme: EditionTheme | None, everywhere: bool
) -> list[Edition] | list[EditionTheme]:
    if (part in OF_THEMES) != (theme is not None) or part not in Part.values:
        raise ValidationError(_("Välj vad som ska tas bort."))
    if theme is None:
        editions = list(Edition.objects.select_for_update().filter(pk=edition.pk))
        if part != Part.WHOLE and not getattr(editions[0], part):
            raise ValidationError(_("Där står ingenting."))
        return editions
    if theme.edition_id != edition.pk or not getattr(theme, part):
        raise ValidationError(_("Där står ingenting."))
    rows = EditionTheme.objects.select_for_update(of=("self",)).filter(theme=theme.theme_id)
    every = (
        rows.select_related("edition") if everywhere else rows.filter(pk=theme.pk).select_related("edition")
    )
    return [row for row in every if getattr(row, part) == getattr(theme, part)]


def _record(by: Viewer, action: str, row: Edition | EditionTheme, part: str, **details: str) -> None:
    """Never with the words themselves: the log is read by more people than may see them."""
    edition = row if isinstance(row, Edition) else row.edition
    what = str(Part(part).label) if isinstance(row, Edition) else f"{Part(part).label} ({row.theme_id})"
    audit.record(by, action, Ref("edition", str(edition.number)), what=what, **details)
