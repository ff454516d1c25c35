"""Publish an edition: freeze the structure of the approved themes, with nothing of the words."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import SYSTEM, Viewer, require, viewer_now
from medskick.ground.core.chain import Ref
from medskick.process.contributions.models import Contribution, State
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.actions import _book, freeze_excerpts, weigh
from medskick.process.insights.actions.apart import apart
from medskick.process.insights.models import (
    BookChange,
    Edition,
    EditionStatement,
    EditionTable,
    EditionTheme,
    Outcome,
    OutsideReason,
    Placement,
    Run,
    StrengthClass,
    Theme,
    best_outcome,
)
from medskick.process.insights.queries import (
    amounts,
    changes,
    checks,
    editions,
    grounds,
    quotes,
    tables,
    words,
)
from medskick.process.participation import queries as participation

QUOTES_KEPT = 12
ATTEMPTS = 3


def publish(
    cycle: StrategyCycle,
    *,
    by: Viewer,
    title: str = "",
    note: str = "",
    reviewed: bool = True,
    seen: str = "",
) -> Edition:
    """Publish the approved themes of the cycle's book as a new edition. Raises ValidationError with what stops it.

    Statements of themes that are not approved are published as "ännu inte i något tema": they are counted, not shown.
    Without ``reviewed`` (the demonstration) all themes are published, and the edition's pages say that nobody has
    reviewed it. ``seen`` is the ``mark`` of what was read before: published once, however often it is asked for, and
    refused when the book has changed since.
    """
    require("insights.publish", by)
    title, note = " ".join(title.split()), note.strip()
    if len(title) > 120 or len(note) > 2_000:
        raise ValidationError(_("Rubriken får vara högst 120 tecken och texten högst 2 000."))
    for _attempt in range(ATTEMPTS):
        stamp = _stamp(cycle)
        if seen and (there := Edition.objects.filter(cycle=cycle, made_of=seen).first()):
            return there
        if seen and _marked(stamp) != seen:
            raise ValidationError(
                _("Temana har ändrats sedan du läste dem. Läs förhandsvisningen igen och publicera sedan.")
            )
        with apart(editions.newest(cycle, by)):
            drawn = _Drawn(_make(cycle, title, note, by, reviewed))
        with transaction.atomic():
            _book.lock_book(cycle)
            if _stamp(cycle) != stamp:
                continue
            drawn.edition.made_of = _marked(stamp)
            edition = drawn.store()
            audit.record(by, "insights.published", Ref("edition", str(edition.number)), cycle=cycle.name)
        return edition
    raise ValidationError(_("Temana ändrades medan utgåvan gjordes. Vänta en stund och försök igen."))


@contextmanager
def draft(cycle: StrategyCycle, *, by: Viewer) -> Iterator[Edition]:
    """The edition as ``publish`` would make it, for reading inside only: gone afterwards, and nothing is locked."""
    require("insights.publish", by)
    with apart(editions.newest(cycle, by)):
        yield _make(cycle, "", "", by, True)


def mark(cycle: StrategyCycle) -> str:
    """Which book a page shows: for a preview to hand on to ``publish``."""
    return _marked(_stamp(cycle))


def _marked(stamp: tuple[Any, ...]) -> str:
    return hashlib.sha256(repr(stamp).encode()).hexdigest()


def _stamp(cycle: StrategyCycle) -> tuple[Any, ...]:
    """Changes when anything does that an edition is made of, except what voices say now."""
    changed = BookChange.objects.filter(cycle=cycle).aggregate(last=Max("pk"))["last"]
    runs = Run.objects.filter(cycle=cycle).order_by("pk").values_list("pk", "state", "learned")
    taken = EditionTheme.objects.filter(edition__cycle=cycle).exclude(taken={}).order_by("pk")
    away = taken.values_list("pk", "taken")
    last = Edition.objects.aggregate(last=Max("pk"))["last"]
    return changed, tuple(runs), last, tuple(map(str, away)), participation.last_printed(cycle.pk, SYSTEM)


class _Drawn:
    """An edition's rows, kept after the place where they were made is gone."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.themes = list(edition.themes.order_by("parent_id", "pk"))
        self.themes.sort(key=lambda theme: theme.parent_id is not None)
        self.statements = list(edition.statements.order_by("pk"))
        self.tables = list(edition.tables.order_by("pk"))
        self.excerpts = freeze_excerpts.Drawn(edition)

    def store(self) -> Edition:
        """Write them with the keys they have, which the list of changes names; those of statements nobody names."""
        keys = [row.pk for row in self.statements]
        for row in (*self.statements, *self.tables):
            row.pk = None
        edition = Edition.objects.get(pk=self._stored().pk)
        EditionTheme.objects.bulk_create(self.themes, batch_size=200)
        EditionStatement.objects.bulk_create(self.statements, batch_size=500)
        EditionTable.objects.bulk_create(self.tables)
        self.excerpts.store(dict(zip(keys, self.statements, strict=True)))
        return edition

    def _stored(self) -> Edition:
        self.edition.save(force_insert=True)
        return self.edition


def _make(cycle: StrategyCycle, title: str, note: str, by: Viewer, reviewed: bool) -> Edition:
    stops = [check.text for check in checks.before_publishing(cycle, by, reviewed=reviewed) if check.stops]
    if stops:
        raise ValidationError(stops)
    run = grounds.made_of(cycle)
    if run is None:
        raise ValidationError(_("Gör en analys först."))
    edition = _edition(cycle, run, title, note, by, _book.role_of(by) if reviewed else "")
    published = _freeze_themes(edition, reviewed)
    _count_reviewed(edition, published)
    _freeze_statements(edition, published, by)
    _remember_counts(edition, by)
    _add_words(edition)
    freeze_excerpts.freeze(edition, published.values())
    EditionTable.objects.bulk_create(tables.freeze(edition))
    edition.changes = changes.since_previous(edition)
    edition.save()
    return edition


def _edition(cycle: StrategyCycle, run: Run, title: str, note: str, by: Viewer, role: str) -> Edition:
    number = (Edition.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    last = Contribution.objects.filter(cycle=cycle).aggregate(last=Max("pk"))["last"] or 0
    return Edition.objects.create(
        number=number,
        cycle=cycle,
        run=run,
        title=title,
        note=note,
        published_by=by.name,
        reviewed_by_role=role,
        last_contribution=last,
    )


def _freeze_themes(edition: Edition, reviewed: bool) -> dict[int, EditionTheme]:
    """Approved themes and, inside them, approved topics; by the book theme's pk. All live ones where nobody reviews."""
    published: dict[int, EditionTheme] = {}
    states = [Theme.State.APPROVED] if reviewed else [Theme.State.APPROVED, Theme.State.PROPOSED]
    chosen = Theme.objects.filter(cycle=edition.cycle, state__in=states)
    for top in (True, False):
        for theme in chosen.filter(parent__isnull=top).order_by("order", "pk"):
            parent = None if top else published.get(theme.parent_id or 0)
            if not top and parent is None:
                continue
            published[theme.pk] = EditionTheme.objects.create(
                edition=edition,
                theme=theme,
                parent=parent,
                slug=theme.slug,
                name=theme.name,
                named_by_person=theme.named_by_person,
                summary=theme.summary,
                outside_reason=theme.outside_reason or (parent.outside_reason if parent else ""),
                belongs_to=theme.belongs_to or (parent.belongs_to if parent else ""),
                order=theme.order,
            )
    return published


def _count_reviewed(edition: Edition, published: dict[int, EditionTheme]) -> None:
    tops = [row.theme for row in published.values() if row.parent_id is None]
    edition.themes_in_all = len(tops)
    edition.themes_by_people = sum(theme.state == Theme.State.APPROVED for theme in tops)
    if not edition.themes_by_people:
        edition.reviewed_by_role = ""
    edition.approved_by_roles = sorted({role for row in published.values() if (role := _approver(row.theme))})


def _approver(theme: Theme) -> str:
    """The role in which somebody approved it; for an approval from before that was kept, the one they have now."""
    if theme.state != Theme.State.APPROVED or theme.approved_by_role or theme.approved_by_id is None:
        return theme.approved_by_role
    now = viewer_now(theme.approved_by_id)
    return _book.role_of(now) if now.roles else ""


def _freeze_statements(edition: Edition, published: dict[int, EditionTheme], by: Viewer) -> None:
    themes = {theme.pk: theme for theme in Theme.objects.filter(cycle=edition.cycle)}
    placements = Placement.objects.filter(cycle=edition.cycle)
    ranks = _quote_ranks(published, by)
    rows = [
        _statement(edition, placement, themes.get(placement.theme_id or 0), published, ranks)
        for placement in placements.order_by("contribution_id", "field", "start")
    ]
    _open(rows)
    EditionStatement.objects.bulk_create(rows, batch_size=500)


def _statement(
    edition: Edition,
    placement: Placement,
    leaf: Theme | None,
    published: dict[int, EditionTheme],
    ranks: dict[int, int],
) -> EditionStatement:
    top_pk = (leaf.parent_id or leaf.pk) if leaf else 0
    top = published.get(top_pk)
    topic = published.get(leaf.pk) if leaf and leaf.parent_id and top else None
    reason, belongs_to = placement.outside_reason, placement.belongs_to
    if top is not None and leaf is not None:
        for one in (leaf, top):
            if not reason:
                reason, belongs_to = one.outside_reason, one.belongs_to
    if reason:
        outcome = Outcome.OUTSIDE
    elif top is not None:
        outcome = Outcome.ASSIGNED
    elif leaf is None and placement.strength_class == StrengthClass.NO_CONTENT:
        outcome = Outcome.NO_CONTENT
    else:
        outcome = Outcome.UNASSIGNED
    return EditionStatement(
        edition=edition,
        theme=top,
        topic=topic,
        contribution_id=placement.contribution_id,
        field=placement.field,
        start=placement.start,
        end=placement.end,
        strength=placement.strength,
        strength_class=placement.strength_class,
        family=placement.family,
        outcome=outcome,
        outside_reason=reason,
        belongs_to=belongs_to,
        suggested_outside=_suggested(placement) if outcome == Outcome.ASSIGNED else "",
        quote_rank=ranks.get(placement.pk) if outcome == Outcome.ASSIGNED else None,
    )


def _suggested(placement: Placement) -> str:
    """Why the computer would put the statement outside; nothing where a person has decided."""
    told = placement.suggested_scope in OutsideReason.values and not placement.scope_decided
    return placement.suggested_scope if told else ""


def _open(rows: Iterable[EditionStatement]) -> None:
    """Mark the first statement of each contribution in its theme, its topic and the edition."""
    by_contribution: dict[int, list[EditionStatement]] = defaultdict(list)
    for row in rows:
        by_contribution[row.contribution_id].append(row)
    for own in by_contribution.values():
        own[0].contribution_outcome = best_outcome(row.outcome for row in own)
        themes: set[Any] = set()
        topics: set[Any] = set()
        for row in own:
            row.opens_theme = (row.theme_id, row.outcome) not in themes
            row.opens_topic = row.topic_id is not None and (row.topic_id, row.outcome) not in topics
            themes.add((row.theme_id, row.outcome))
            topics.add((row.topic_id, row.outcome))


def _quote_ranks(published: dict[int, EditionTheme], by: Viewer) -> dict[int, int]:
    ranks: dict[int, int] = {}
    for theme in published.values():
        if theme.parent_id is None:
            for rank, placement in enumerate(quotes.candidates(theme.theme, by, QUOTES_KEPT), 1):
                ranks[placement.pk] = rank
    return ranks


def _add_words(edition: Edition) -> None:
    """Keywords, machine-made names and what speaks for each criterion, with the contributions that use the words
    openly, outside masks."""
    rows = list(
        EditionStatement.objects.filter(edition=edition, contribution__state=State.VISIBLE).values_list(
            "theme_id", "topic_id", "contribution_id", "contribution__search_text"
        )
    )
    visible = words.in_the_open(pk for _theme, _topic, pk, _text in rows)
    texts: dict[int, dict[int, str]] = defaultdict(dict)
    for theme_id, topic_id, pk, text in rows:
        if pk not in visible:
            continue
        for owner in (theme_id, topic_id):
            if owner:
                masked = visible[pk]
                texts[owner][pk] = text if masked is None else masked
    themes = list(edition.themes.select_related("theme"))
    weighed = weigh.Frozen(edition, themes)
    for theme in themes:
        own = sorted(texts[theme.pk].items())
        theme.keywords = words.with_support(theme.theme.keywords, own)
        theme.name_words = words.with_support(_machine_words(theme), own)
        theme.criteria = weighed.of(theme, own)
    EditionTheme.objects.bulk_update(themes, ["keywords", "name_words", "criteria"], batch_size=100)


def _machine_words(theme: EditionTheme) -> list[str]:
    """Words that no person chose: of the name, or of an earlier name by the machine that its address still holds."""
    if not theme.named_by_person:
        return words.words_of_name(theme.name)
    earlier = EditionTheme.objects.filter(
        theme=theme.theme_id, slug=theme.slug, named_by_person=False
    ).first()
    return [word["word"] for word in earlier.name_words] if earlier else []


def _remember_counts(edition: Edition, by: Viewer) -> None:
    counted = amounts.by_theme(edition, by)
    themes = list(edition.themes.all())
    for theme in themes:
        amount = counted.get(theme.pk)
        if amount:
            theme.persons_then, theme.statements_then = amount.persons, amount.statements
    EditionTheme.objects.bulk_update(themes, ["persons_then", "statements_then"], batch_size=100)
