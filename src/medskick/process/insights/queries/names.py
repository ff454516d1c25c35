"""Names that codebooks gave and what they set aside, for those who decide (see ``actions.entry_names``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer, require
from medskick.process.insights.models import BookChange, CodebookVersion, EntryTheme, Run, Theme
from medskick.process.insights.queries import undoing


@dataclass(frozen=True)
class NameNote:
    """A theme that a codebook calls something else than it was called, or than people call it.

    old: what it was called; empty where only the codebook's word for it is told. approved_by, approved_at: who had
    approved it under that name, and when; ``by_person``: somebody had given it. name: what it is called now; label:
    what the codebook calls it. theme: as it is now, None where it is gone. settled: approved or renamed since.
    """

    old: str
    name: str
    label: str
    theme_id: int
    approved_by: str = ""
    approved_at: datetime | None = None
    by_person: bool = False
    theme: Theme | None = None
    settled: bool = False

    @property
    def may_choose(self) -> bool:
        """Whether the old name can be taken with one press: nobody has said anything of the new one."""
        return bool(self.old) and self.theme is not None and self.theme.is_live and not self.settled


def of_theme(theme: Theme, viewer: Viewer) -> NameNote | None:
    """What to tell where the theme is named and approved; None where the codebook and people agree. One query."""
    require("insights.read", viewer)
    link = EntryTheme.objects.filter(theme=theme, names=True).first()
    if link is None or not theme.is_live:
        return None
    if theme.name != link.label:
        return NameNote("", theme.name, link.label, theme.pk, theme=theme, settled=True)
    return (
        _note(theme, {"name": theme.name, "label": link.label, **_old(link.before)}) if link.before else None
    )


def by_run(run: Run, viewer: Viewer) -> list[NameNote]:
    """What the run's codebook calls something else: what it would, while it waits for a person. One query."""
    require("insights.read", viewer)
    rows = run.changes.get("named_by_book") or []
    themes = Theme.objects.in_bulk([row["id"] for row in rows])
    return [_note(themes.get(row["id"]), row) for row in rows]


@dataclass(frozen=True)
class KeptName:
    """A name that somebody asked to keep. change: that decision; free: it can be taken back now."""

    name: str
    label: str
    theme_id: int
    change: BookChange | None
    free: bool

    @property
    def undone(self) -> bool:
        """It has been taken back since."""
        return self.change is not None and self.change.undone_at is not None


def kept_by(run: Run, viewer: Viewer) -> list[KeptName]:
    """The names that somebody kept when they let the book follow the run. At most three queries."""
    require("insights.read", viewer)
    rows = run.changes.get("names_kept") or []
    lines = BookChange.objects.in_bulk([row["change"] for row in rows]) if rows else {}
    ways = undoing.ways(run.cycle, lines.values(), viewer)
    return [
        KeptName(
            row["name"],
            row["label"],
            row["id"],
            lines.get(row["change"]),
            (found := ways.get(row["change"])) is not None and found.free,
        )
        for row in rows
    ]


def of_entries(version: CodebookVersion, cycle_id: int) -> dict[str, str]:
    """What the live themes that the entries fill are called in the cycle's book, by key; of one that was merged, what
    it was merged into. One query where none was merged."""
    found = {}
    links = EntryTheme.objects.filter(codebook=version.codebook_id, cycle=cycle_id)
    for link in links.select_related("theme__merged_into"):
        theme = link.theme
        while theme.merged_into is not None:
            theme = theme.merged_into
        if theme.is_live:
            found[link.key] = theme.name
    return found


def with_label(name: str, label: str) -> str:
    """What a theme is called, and after it what the codebook calls it where that is something else."""
    return name if name == label else _("%(name)s (i kodboken: %(label)s)") % {"name": name, "label": label}


def waiting(cycle_id: int) -> list[NameNote]:
    """Live themes that a codebook named in place of a name that a person had approved or given, and that nobody has
    approved since. One query."""
    links = EntryTheme.objects.filter(cycle=cycle_id, names=True, theme__state=Theme.State.PROPOSED)
    notes = [
        _note(link.theme, {"name": link.theme.name, "label": link.label, **_old(link.before)})
        for link in links.exclude(before={}).select_related("theme").order_by("theme__order", "theme")
    ]
    return [note for note in notes if note.approved_by or note.by_person]


def _old(before: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "old": before["name"],
        "by_person": before["named_by_person"] and not before["by_book"],
        "approved_by": before["approved_by"],
        "approved_at": before["approved_at"],
    }


def _note(theme: Theme | None, row: Mapping[str, Any]) -> NameNote:
    at = row["approved_at"]
    settled = theme is None or theme.state == Theme.State.APPROVED or theme.name != row["name"]
    return NameNote(
        old=row["old"],
        name=row["name"],
        label=row["label"],
        theme_id=theme.pk if theme is not None else row["id"],
        approved_by=row["approved_by"],
        approved_at=datetime.fromisoformat(at) if at else None,
        by_person=row["by_person"],
        theme=theme,
        settled=settled,
    )
