"""What the next run would begin from, and what that would do to the book: told before anybody starts it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.files import room_folder
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import Codebook, Edition, Origin, Placement, Run, Theme
from medskick.process.insights.queries import editions

_LIVE = (Theme.State.PROPOSED, Theme.State.APPROVED)


@dataclass(frozen=True)
class Ground:
    """A run to go on from. ``edition``: where it is published. ``codebook``: under which it, or a run before it that it
    goes on from, placed the statements."""

    run: Run
    edition: Edition | None
    codebook: Codebook | None

    @property
    def gone(self) -> bool:
        """Files that going on from it needs are not on this computer."""
        folder = room_folder(*self.run.folder_parts)
        return not all((folder / name).exists() for name in Run.GONE_ON_FROM)


@dataclass(frozen=True)
class Loose:
    """Themes of the book that only the computer has made, and the statements that only it has put there."""

    themes: int = 0
    statements: int = 0


def ground(cycle: StrategyCycle, viewer: Viewer) -> Ground | None:
    """What a run without a codebook goes on from: what the book follows now, so that nothing placed there is lost.

    That is the newest finished run once something is published, or before that if it placed under a codebook. Before
    that, other runs look for themes anew and are matched to the book.
    """
    require("insights.read", viewer)
    newest, edition = followed(cycle), _edition(cycle, viewer)
    if newest is None or (edition is not None and edition.run.number >= newest.number):
        return Ground(edition.run, edition, codebook_behind(edition.run)) if edition else None
    codebook = codebook_behind(newest)
    return Ground(newest, None, codebook) if edition or codebook else None


def edition_to_return_to(cycle: StrategyCycle, now: Ground | None, viewer: Viewer) -> Ground | None:
    """The newest edition, where a run would not go on from it anyway and the computer may have moved something since.

    After the way back, or after runs that only went on from the edition, there is nothing to go back to: what lies
    elsewhere than in the edition people have put there.
    """
    require("insights.read", viewer)
    edition = _edition(cycle, viewer)
    if edition is None or now is None or now.edition is not None or _only_went_on(now.run, edition):
        return None
    return Ground(edition.run, edition, codebook_behind(edition.run))


def edition_behind(run: Run, viewer: Viewer) -> Ground | None:
    """The edition to go back to from ``run``, for somebody who sees that it went wrong: only where it is what the book
    follows and is not published itself."""
    if run.state != Run.State.DONE or superseded_by(run, viewer) is not None:
        return None
    return edition_to_return_to(run.cycle, ground(run.cycle, viewer), viewer)


def loose(cycle: StrategyCycle, viewer: Viewer, kept: Run | None = None) -> Loose:
    """What a run that does not go on from the book may take out of it. ``kept``: the run it goes on from instead.

    Three queries at most.
    """
    require("insights.read", viewer)
    themes = list(
        Theme.objects.filter(cycle=cycle, state__in=_LIVE).only("pk", "parent", "decided_by_person")
    )
    theirs = Placement.objects.filter(cycle=cycle, origin=Origin.PERSON).exclude(theme=None)
    held = set(theirs.values_list("theme", flat=True).distinct().order_by())
    held |= {theme.pk for theme in themes if theme.decided_by_person}
    held |= set(kept.homes.values()) if kept else set()
    tops = {theme.pk: theme.parent_id or theme.pk for theme in themes}
    kept_tops = {tops[pk] for pk in held if pk in tops}
    free = {pk for pk, top in tops.items() if top not in kept_tops}
    if not free:
        return Loose()
    inside = Q(theme__in=free) | Q(theme__parent__in=free)
    placed = Placement.objects.filter(inside, cycle=cycle).count()
    return Loose(sum(tops[pk] == pk for pk in free), placed)


def codebook_behind(run: Run) -> Codebook | None:
    """The codebook that a run placed under, or that the runs it goes on from did. Two queries."""
    rows = Run.objects.filter(cycle=run.cycle_id, number__lte=run.number).order_by()
    told = {
        pk: (codebook, before or published)
        for pk, codebook, before, published in rows.values_list(
            "pk", "codebook__codebook", "goes_on_from_run", "goes_on_from__run"
        )
    }
    at: int | None = run.pk
    while at in told:
        codebook, at = told[at]
        if codebook:
            return Codebook.objects.get(pk=codebook)
    return None


def _only_went_on(run: Run, edition: Edition) -> bool:
    """Whether all that runs have done since the edition is to go on from it, and from one another: no codebook, and
    nothing from the beginning. One query."""
    rows = Run.objects.filter(cycle=run.cycle_id, number__lte=run.number, number__gt=edition.run.number)
    told = {
        pk: (codebook, before, published)
        for pk, codebook, before, published in rows.order_by().values_list(
            "pk", "codebook", "goes_on_from_run", "goes_on_from"
        )
    }
    at: int | None = run.pk
    while at in told:
        codebook, at, published = told[at]
        if codebook:
            return False
        if published == edition.pk:
            return True
    return False


def superseded_by(run: Run, viewer: Viewer) -> Run | None:
    """The run that the book follows instead of ``run``; None where it follows ``run`` itself or an older one."""
    require("insights.read", viewer)
    return Run.objects.that_count().after(run).select_related("codebook__codebook").first()


def followed(cycle: StrategyCycle) -> Run | None:
    """The run that the book follows now."""
    return Run.objects.that_count().filter(cycle=cycle).select_related("codebook__codebook").first()


def made_of(cycle: StrategyCycle) -> Run | None:
    """The run that the next edition is made of: of runs from before migration 0010, which tell no homes, the newest."""
    return followed(cycle) or Run.objects.filter(cycle=cycle, state=Run.State.DONE).first()


def _edition(cycle: StrategyCycle, viewer: Viewer) -> Edition | None:
    """The newest edition, if its run knows which theme each of its ids is."""
    newest = editions.newest(cycle, viewer)
    return newest if newest and newest.run.homes else None
