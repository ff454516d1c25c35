"""What changed between two editions: kept as the themes' keys, put into words when a page is drawn.

Names are looked up anew, because a machine-made one may not show any more.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from medskick.process.insights.models import Edition, EditionTheme, Theme
from medskick.process.insights.queries import words


def previous(edition: Edition) -> Edition | None:
    """The edition before this one in the same cycle."""
    return Edition.objects.filter(cycle=edition.cycle_id, number__lt=edition.number).first()


def since_previous(edition: Edition) -> dict[str, Any]:
    """New, merged, renamed, gone and grown themes since the edition before, by ``EditionTheme.pk``; empty for the
    first one. ``grown`` is by ``Theme.pk``."""
    before = previous(edition)
    if before is None:
        return {}
    old, new = _tops(before), _tops(edition)
    lost = [pk for pk in old if pk not in new]
    targets = dict(
        Theme.objects.filter(pk__in=lost, state=Theme.State.MERGED).values_list("pk", "merged_into")
    )
    merged = {pk: into for pk, into in targets.items() if into in new}
    return {
        "since": before.number,
        "new": [theme.pk for pk, theme in new.items() if pk not in old],
        "merged": [[old[pk].pk, new[into].pk] for pk, into in merged.items()],
        "gone": [old[pk].pk for pk in lost if pk not in merged],
        "renamed": [
            [old[pk].pk, theme.pk] for pk, theme in new.items() if pk in old and old[pk].name != theme.name
        ],
        "grown": {
            str(pk): theme.persons_then - old[pk].persons_then for pk, theme in new.items() if pk in old
        },
    }


def in_words(edition: Edition) -> list[str]:
    """The changes as sentences. Two queries."""
    told = edition.changes
    if not told:
        return []
    pks = {pk for line in (*told["merged"], *told["renamed"]) for pk in line} | {*told["new"], *told["gone"]}
    themes = EditionTheme.objects.in_bulk(pks)
    visible = words.visible_among(word for theme in themes.values() for word in theme.name_words)
    name = {
        pk: theme.name if words.name_holds(theme.name_words, visible) else _("Tema utan namn")
        for pk, theme in themes.items()
    }
    lines = [_("Nytt tema: %(name)s") % {"name": name[pk]} for pk in told["new"]]
    lines += [_("%(old)s ingår nu i %(new)s") % {"old": name[a], "new": name[b]} for a, b in told["merged"]]
    lines += [_("%(old)s heter nu %(new)s") % {"old": name[a], "new": name[b]} for a, b in told["renamed"]]
    lines += [_("%(name)s finns inte längre med") % {"name": name[pk]} for pk in told["gone"]]
    return lines


def _tops(edition: Edition) -> dict[int, EditionTheme]:
    return {theme.theme_id: theme for theme in edition.themes.filter(parent=None)}
