"""Names that somebody ticked when they let the book follow a run under a codebook: those themes are never renamed.

The choice is a decision by that person, with a line of its own. It is remembered with the entry (``EntryTheme.chosen``)
like a renaming, and taking it back gives the label. No approval falls, for nothing that was approved is changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from medskick.ground.core.access import Viewer, allowed
from medskick.ground.core.told import Kept, keep
from medskick.process.insights.actions import _book, entry_names
from medskick.process.insights.actions.entry_names import Held


@dataclass
class Settled:
    """What came of it, as ``Run.changes`` keeps it. kept: ``{"id", "name", "label", "change"}`` (key of the line);
    refused: ``{"name", "why"}`` (for ``core.told``); named: what is told of the themes that could not keep their
    names."""

    kept: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    named: list[dict[str, Any]] = field(default_factory=list)


def settle(held: Iterable[Held], number: int, *, by: Viewer) -> Settled:
    """Note the choice for each theme that can keep its name; the others are called what the codebook calls them.

    Once the book has followed the run, inside the caller's transaction. ``number``: of the run.
    """
    done, left = Settled(), list(held)
    for one in left:
        one.theme.refresh_from_db()
    while refused := [(one, why) for one in left if (why := _why_not(one, by)) is not None]:
        for one, why in refused:
            left.remove(one)
            done.refused.append({"name": one.theme.name, "why": why})
            done.named.append(one.told)
            entry_names.name_after_all(one, number)
    done.kept = [_keep(one, by) for one in left]
    return done


def _why_not(one: Held, by: Viewer) -> Kept | None:
    """Why the theme cannot keep its name; None where it can."""
    if not allowed("insights.review", by):
        return keep("insights.name_not_kept.may_not")
    if _book.has_same_name(one.theme, one.theme.name, own=one.theme):
        return keep("insights.name_not_kept.taken", name=one.theme.name)
    return None


def _keep(one: Held, by: Viewer) -> dict[str, Any]:
    theme, label = one.theme, one.told["label"]
    before = {
        "name": one.told["name"],
        "slug": theme.slug,
        "named_by_person": one.by_person,
        "decided_by_person": theme.decided_by_person,
    }
    theme.named_by_person = theme.decided_by_person = True
    theme.save(update_fields=["named_by_person", "decided_by_person"])
    entry = {"pk": one.link.pk, "chosen": one.chosen, "before": one.before}
    undo = {"theme": theme.pk, "before": before, "name": theme.name, "entry": entry}
    change = _book.note(theme, "theme_name_kept", by=by, undo=undo, called=label)
    return {"id": theme.pk, "name": theme.name, "label": label, "change": change.pk}
