"""What changed between two editions, as plain data that pages put into words."""

from __future__ import annotations

from typing import Any

from medskick.process.insights.models import Edition, EditionTheme, Theme


def previous(edition: Edition) -> Edition | None:
    """The edition before this one in the same cycle."""
    return Edition.objects.filter(cycle=edition.cycle_id, number__lt=edition.number).first()


def since_previous(edition: Edition) -> dict[str, Any]:
    """New, gone, merged, renamed and grown themes since the edition before; empty for the first one."""
    before = previous(edition)
    if before is None:
        return {}
    old, new = _tops(before), _tops(edition)
    merged = dict(
        Theme.objects.filter(pk__in=set(old) - set(new), state=Theme.State.MERGED).values_list(
            "pk", "merged_into__name"
        )
    )
    return {
        "since": before.number,
        "new": [theme.name for pk, theme in new.items() if pk not in old],
        "merged": [[old[pk].name, into] for pk, into in merged.items()],
        "gone": [theme.name for pk, theme in old.items() if pk not in new and pk not in merged],
        "renamed": [
            [old[pk].name, theme.name]
            for pk, theme in new.items()
            if pk in old and old[pk].name != theme.name
        ],
        "grown": {
            str(pk): theme.persons_then - old[pk].persons_then for pk, theme in new.items() if pk in old
        },
    }


def _tops(edition: Edition) -> dict[int, EditionTheme]:
    return {theme.theme_id: theme for theme in edition.themes.filter(parent=None)}
