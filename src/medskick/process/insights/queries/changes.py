"""What changed between two editions: kept as the themes' keys, put into words when a page is drawn.

Names are looked up anew, because a machine-made one may not show any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.disclosure import SMALLEST
from medskick.process.insights.models import Edition, EditionTheme, Theme
from medskick.process.insights.queries import words


def previous(edition: Edition) -> Edition | None:
    """The edition before this one in the same cycle."""
    return Edition.objects.filter(cycle=edition.cycle_id, number__lt=edition.number).first()


def since_previous(edition: Edition) -> dict[str, Any]:
    """New, merged, renamed, gone, moved (outside or inside) and grown themes since the edition before, by
    ``EditionTheme.pk``; empty for the first one. ``grown`` is by ``Theme.pk``; ``counts`` holds the same by
    ``EditionTheme.pk``, for those that are not the same."""
    before = previous(edition)
    if before is None:
        return {}
    old, new = _tops(before), _tops(edition)
    lost = [pk for pk in old if pk not in new]
    targets = dict(
        Theme.objects.filter(pk__in=lost, state=Theme.State.MERGED).values_list("pk", "merged_into")
    )
    merged = {pk: into for pk, into in targets.items() if into in new}
    kept = [(old[pk], theme) for pk, theme in new.items() if pk in old]
    return {
        "since": before.number,
        "new": [theme.pk for pk, theme in new.items() if pk not in old],
        "merged": [[old[pk].pk, new[into].pk] for pk, into in merged.items()],
        "gone": [old[pk].pk for pk in lost if pk not in merged],
        "renamed": [[was.pk, theme.pk] for was, theme in kept if was.name != theme.name],
        "outside": [theme.pk for was, theme in kept if theme.outside_reason and not was.outside_reason],
        "inside": [theme.pk for was, theme in kept if was.outside_reason and not theme.outside_reason],
        "counts": [
            [theme.pk, theme.persons_then - was.persons_then]
            for was, theme in kept
            if theme.persons_then != was.persons_then
        ],
        "grown": {str(theme.theme_id): theme.persons_then - was.persons_then for was, theme in kept},
    }


def in_words(edition: Edition) -> list[str]:
    """The changes as sentences. Two queries."""
    told = edition.changes
    if not told:
        return []
    moved_out, moved_in, counts = (told.get(key, []) for key in ("outside", "inside", "counts"))
    pks = {pk for line in (*told["merged"], *told["renamed"]) for pk in line}
    pks |= {*told["new"], *told["gone"], *moved_out, *moved_in, *(pk for pk, _change in counts)}
    name = _names(pks)
    lines = [_("Nytt tema: %(name)s") % {"name": name[pk]} for pk in told["new"]]
    lines += [_("%(old)s ingår nu i %(new)s") % {"old": name[a], "new": name[b]} for a, b in told["merged"]]
    lines += [_("%(old)s heter nu %(new)s") % {"old": name[a], "new": name[b]} for a, b in told["renamed"]]
    lines += [_("%(name)s räknas nu utanför strategin") % {"name": name[pk]} for pk in moved_out]
    lines += [_("%(name)s hör nu till strategin") % {"name": name[pk]} for pk in moved_in]
    lines += [_change_in_words(name[pk], change) for pk, change in counts]
    lines += [_("%(name)s finns inte längre med") % {"name": name[pk]} for pk in told["gone"]]
    return lines


def _names(pks: Iterable[int]) -> dict[int, str]:
    themes = EditionTheme.objects.in_bulk(pks)
    chosen = [word for theme in themes.values() for word in (*theme.name_words, *theme.keywords)]
    visible = words.visible_among(chosen)
    return {
        pk: theme.name
        if theme.named_by_person or words.name_holds(theme.name_words, visible)
        else words.instead_of_name(words.shown(theme.keywords, visible))
        for pk, theme in themes.items()
    }


def _change_in_words(name: str, change: int) -> str:
    """How many more or fewer persons; a change by fewer than five is told without its number."""
    if abs(change) < SMALLEST:
        told = _("%(name)s: några fler röster") if change > 0 else _("%(name)s: några färre röster")
        return told % {"name": name}
    told = (
        ngettext("%(name)s: %(n)s röst fler", "%(name)s: %(n)s röster fler", abs(change))
        if change > 0
        else ngettext("%(name)s: %(n)s röst färre", "%(name)s: %(n)s röster färre", abs(change))
    )
    return told % {"name": name, "n": abs(change)}


def _tops(edition: Edition) -> dict[int, EditionTheme]:
    return {theme.theme_id: theme for theme in edition.themes.filter(parent=None)}
