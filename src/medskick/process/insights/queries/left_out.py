"""What an edition would not show: the themes that nobody has approved, with their voices, before it is published."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from medskick.ground.core.access import Viewer, require
from medskick.process.contributions.models import State
from medskick.process.contributions.queries.sendings import once
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import EditionTheme, Placement, Theme
from medskick.process.insights.queries import editions
from medskick.process.insights.queries.shown_names import other_words


@dataclass(frozen=True)
class LeftOut:
    """A theme that is not approved. ``shown_now``: the newest edition shows it, so that it would disappear."""

    theme: Theme
    persons: int
    statements: int
    shown_now: bool
    # What visitors read in place of its name; empty where they read the name.
    shown_as: str = ""


@dataclass(frozen=True)
class Left:
    """All that would not be shown. Persons are counted once per sending, so they are fewer than the rows added up;
    ``nowhere``: those who are in no theme that is shown."""

    themes: tuple[LeftOut, ...] = ()
    persons: int = 0
    nowhere: int = 0
    statements: int = 0
    shown: int = 0

    @property
    def disappear(self) -> tuple[LeftOut, ...]:
        """Those that visitors can read now."""
        return tuple(one for one in self.themes if one.shown_now)


def left_out(cycle: StrategyCycle, viewer: Viewer) -> Left:
    """The themes of the book that publishing now would leave out, most voices first. Eleven queries at most."""
    require("insights.read", viewer)
    tops = list(
        Theme.objects.filter(cycle=cycle, parent=None, state__in=[Theme.State.PROPOSED, Theme.State.APPROVED])
    )
    waiting = [theme for theme in tops if theme.state == Theme.State.PROPOSED]
    if not waiting:
        return Left(shown=len(tops))
    rows = Placement.objects.filter(cycle=cycle, contribution__state=State.VISIBLE).exclude(theme=None)
    rows = rows.annotate(top=Coalesce("theme__parent", "theme"))
    own = rows.filter(top__in=[theme.pk for theme in waiting])
    told = (
        own.values("top")
        .order_by()
        .annotate(
            persons=Sum("contribution__persons", filter=once(own, "top", path="contribution__")),
            statements=Count("pk"),
        )
    )
    counted = {row["top"]: (row["persons"] or 0, row["statements"]) for row in told}
    edition = editions.newest(cycle, viewer)
    published = EditionTheme.objects.filter(edition=edition, parent=None) if edition else None
    shown = set(published.values_list("theme", flat=True)) if published is not None else set()
    others = other_words(cycle, viewer)
    found = [
        LeftOut(
            theme,
            *counted.get(theme.pk, (0, 0)),
            theme.pk in shown,
            others[theme.pk].shown if theme.pk in others else "",
        )
        for theme in waiting
    ]
    kept = rows.exclude(top__in=[theme.pk for theme in waiting]).values("contribution__sending")
    return Left(
        themes=tuple(sorted(found, key=lambda one: (-one.persons, one.theme.order, one.theme.pk))),
        persons=_persons(own),
        nowhere=_persons(own.exclude(contribution__sending__in=kept)),
        statements=sum(one.statements for one in found),
        shown=len(tops) - len(waiting),
    )


def _persons(rows: QuerySet[Placement]) -> int:
    speaking = rows.filter(once(rows, path="contribution__"))
    return speaking.aggregate(persons=Sum("contribution__persons"))["persons"] or 0
