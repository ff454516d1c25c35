"""Keep what has come in since an edition placed in it: ask for the work, and store what the engine answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.engine.text.normalise import normal_form
from medskick.ground.core import audit
from medskick.ground.core.access import SYSTEM, Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.jobs import actions as jobs
from medskick.ground.jobs.models import Job
from medskick.process.contributions.models import Contribution
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.actions import copies
from medskick.process.insights.models import (
    Drift,
    Edition,
    EditionStatement,
    EditionTheme,
    LivePlacement,
    Outcome,
    best_outcome,
)
from medskick.process.insights.queries import editions, live, live_when
from medskick.process.insights.queries.live_when import KIND, NEEDED

NOWHERE = "0.0"


def place_new(cycle: StrategyCycle, *, by: Viewer) -> Job:
    """Ask for everything new since the newest edition to be placed in it. Raises ValidationError where nothing is."""
    require("insights.run", by)
    edition = editions.newest(cycle, SYSTEM)
    if edition is None:
        raise ValidationError(_("Publicera en utgåva först, så finns det något att placera i."))
    with transaction.atomic():
        job = _start(edition, by)
        audit.record(by, "insights.placing_started", Ref("edition", str(edition.number)))
    return job


def keep_placed(cycle: StrategyCycle) -> Job | None:
    """The same without being asked, where something has come in that is not placed: what a worker does now and then."""
    edition = editions.newest(cycle, SYSTEM)
    if edition is None or NEEDED not in edition.run.manifest or not live.unplaced(edition).exists():
        return None
    return _start(edition, SYSTEM)


def _start(edition: Edition, by: Viewer) -> Job:
    title = _("Placering av nya medskick i utgåva %(number)s") % {"number": edition.number}
    return jobs.start(KIND, {"edition": edition.number}, by=by, key=live_when.key_of(edition), title=title)


def homes(edition: Edition) -> dict[tuple[str, str, int, int], str]:
    """Where each statement of the edition that shows lies in it, for its neighbours to come: "theme.topic" by key."""
    rows = EditionStatement.objects.visible_to(SYSTEM).filter(edition=edition)
    return {
        (str(number), field, start, end): f"{theme or 0}.{topic or 0}"
        for number, field, start, end, theme, topic in rows.values_list(
            "contribution__number", "field", "start", "end", "theme", "topic"
        )
    }


def marks(edition: Edition) -> dict[str, str]:
    """Why statements lie outside that people put there one by one, by the normal form of their words: copies follow.

    Of a wording that stands several times in the edition most decide, and where it is even the person
    (``copies.reasons``). Two queries.
    """
    rows = EditionStatement.objects.visible_to(SYSTEM).filter(edition=edition)
    topic_inside = Q(topic=None) | Q(topic__outside_reason="")
    single = rows.filter(copies.IN_A_THEME_INSIDE, topic_inside, outcome=Outcome.OUTSIDE)
    outside = list(copies.with_words(single, "family", "outside_reason"))
    others = _copies_among(rows.exclude(outcome=Outcome.OUTSIDE), edition, {row[0] for row in outside})
    return copies.reasons((row[1:] for row in outside), copies.with_words(others))


def _copies_among(
    rows: QuerySet[EditionStatement], edition: Edition, families: set[str]
) -> QuerySet[EditionStatement]:
    """Statements that may say what those of some families say. Within a run all copies of a wording are of one family;
    what came into the book with another run (because it was hidden meanwhile) says nothing by its family."""
    own = f"{edition.run.number}."
    if any(not family.startswith(own) for family in families):
        return rows
    return rows.filter(Q(family__in=families) | ~Q(family__startswith=own))


def _words(field: str, start: int, end: int, text: str, title: str) -> str:
    return normal_form((title if field == "title" else text)[start:end])


def store(
    edition: Edition, placed: Sequence[Any], pk_of: Mapping[str, int], marks: Mapping[str, str] | None = None
) -> int:
    """Store the engine's rows (``Placed``) for contributions that have none yet; answers how many statements.

    ``marks``: those of the edition, which copies of a statement follow.
    """
    themes = {theme.pk: theme for theme in EditionTheme.objects.filter(edition=edition)}
    fresh = [row for row in placed if row.end > row.start and row.contribution_id in pk_of]
    rows = [_row(edition, row, pk_of[row.contribution_id], themes) for row in fresh]
    _follow(rows, marks or {})
    by_contribution: dict[int, list[LivePlacement]] = {}
    for row in rows:
        by_contribution.setdefault(row.contribution_id, []).append(row)
    for own in by_contribution.values():
        own[0].contribution_outcome = best_outcome(row.outcome for row in own)
        seen: set[Any] = set()
        for row in own:
            row.opens_theme = (row.theme_id, row.outcome) not in seen
            seen.add((row.theme_id, row.outcome))
    with transaction.atomic():
        known = LivePlacement.objects.filter(edition=edition, contribution__in=by_contribution)
        there = set(known.values_list("contribution_id", flat=True))
        new = [row for row in rows if row.contribution_id not in there]
        LivePlacement.objects.bulk_create(new, batch_size=500)
    return len(new)


def _follow(rows: Sequence[LivePlacement], marks: Mapping[str, str]) -> None:
    """Put outside what says the same as a statement that a person has put outside."""
    if not marks:
        return
    owners = Contribution.objects.only("text", "title").in_bulk({row.contribution_id for row in rows})
    for row in rows:
        owner = owners[row.contribution_id]
        why = marks.get(_words(row.field, row.start, row.end, owner.text, owner.title), "")
        if why:
            row.outcome, row.outside_reason = Outcome.OUTSIDE, why


def _row(
    edition: Edition, placed: Any, contribution: int, themes: Mapping[int, EditionTheme]
) -> LivePlacement:
    theme_pk, topic_pk = (int(part) for part in (placed.topic or NOWHERE).split("."))
    theme, topic = themes.get(theme_pk), themes.get(topic_pk)
    if theme is not None:  # also where only a person has found content in such words
        outside = theme.outside_reason or (topic.outside_reason if topic else "")
        outcome = Outcome.OUTSIDE if outside else Outcome.ASSIGNED
    else:
        outcome = Outcome.NO_CONTENT if placed.kind == "no_content" else Outcome.UNASSIGNED
    return LivePlacement(
        edition=edition,
        contribution_id=contribution,
        field=placed.field,
        start=placed.start,
        end=placed.end,
        theme=theme,
        topic=topic,
        outcome=outcome,
        strength=placed.strength,
        strength_class=placed.strength_class,
        x=placed.x,
        y=placed.y,
    )


def store_drift(edition: Edition, drift: Mapping[str, Any]) -> None:
    """Remember how well the edition fits, instead of what was remembered before."""
    fields = {"figures": drift["figures"], "proposals": drift["proposals"], "at": timezone.now()}
    Drift.objects.update_or_create(edition=edition, defaults=fields)


def taken(edition: Edition) -> Any:
    """Where new statements lie on the edition's map already: an array (statements, 2)."""
    import numpy as np

    spots = LivePlacement.objects.filter(edition=edition).values_list("x", "y")
    return np.array(list(spots), dtype=float).reshape(-1, 2)
