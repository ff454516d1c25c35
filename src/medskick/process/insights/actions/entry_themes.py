"""Which theme of the book an entry of a codebook fills: found again, or made when something is first put there."""

from __future__ import annotations

from django.db.models import QuerySet

from medskick.process.insights.actions import entry_names
from medskick.process.insights.actions._book import MAX_NAME, free_slug
from medskick.process.insights.models import Codebook, CodebookVersion, EntryTheme, Run, Theme


def linked_themes(codebook: Codebook, cycle_id: int, *, revive: bool = False) -> dict[str, Theme]:
    """Live themes of the cycle's book by key; one that was merged is what it was merged into.

    ``revive``: those that left the book because they held nothing come back.
    """
    return _linked(EntryTheme.objects.filter(codebook=codebook, cycle_id=cycle_id), revive=revive)


def _linked(links: QuerySet[EntryTheme], *, revive: bool) -> dict[str, Theme]:
    found: dict[str, Theme] = {}
    for link in links.select_related("theme"):
        theme = link.theme
        while theme.merged_into is not None:
            theme = theme.merged_into
        if revive and theme.state == Theme.State.RETIRED:
            theme.state = Theme.State.PROPOSED
            theme.save(update_fields=["state"])
        if theme.is_live:
            found[link.key] = theme
    return found


def link(codebook: Codebook, key: str, theme: Theme) -> EntryTheme:
    """From now on the entry fills this theme. What it remembers of the names of another theme goes."""
    own = EntryTheme.objects.filter(codebook=codebook, key=key, cycle_id=theme.cycle_id)
    own.exclude(theme=theme).update(label="", chosen="", names=False, before={})
    made, _new = EntryTheme.objects.update_or_create(
        codebook=codebook, key=key, cycle_id=theme.cycle_id, defaults={"theme": theme}
    )
    return made


def make(version: CodebookVersion, cycle_id: int, entry: dict[str, str], order: int) -> Theme:
    """A new theme of the book that the entry fills and names."""
    name = entry["label"][:MAX_NAME]
    made = Theme.objects.create(
        cycle_id=cycle_id,
        slug=free_slug(name),
        name=name,
        machine_label=name,
        named_by_person=entry_names.written_by_person(entry["key"], name),
        order=order,
    )
    entry_names.begin(link(version.codebook, entry["key"], made), made, name)
    return made


def theme_of(run: Run, entry: dict[str, str], order: int) -> Theme:
    """The theme that the entry of the run's codebook fills: there already, back again if it was retired, or new."""
    version = run.codebook
    assert version is not None
    own = EntryTheme.objects.filter(codebook=version.codebook_id, cycle=run.cycle_id, key=entry["key"])
    known = _linked(own, revive=False).get(entry["key"])
    if known is not None:
        return known
    back = _linked(own, revive=True).get(entry["key"])
    if back is not None:
        entry_names.give(version, [(entry["key"], back)], run.cycle_id, run.number)
        return back
    return make(version, run.cycle_id, entry, order)
