"""Reads about the optional language model: decisions, and the texts it made."""

from __future__ import annotations

import os
from collections.abc import Iterable

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet

from medskick.engine.text import model_prompt
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.disclosure import SMALLEST
from medskick.process.contributions.models import State
from medskick.process.cycle.region import Region
from medskick.process.insights.models import (
    Edition,
    EditionStatement,
    EditionTheme,
    EntryTheme,
    ModelDecision,
    ModelText,
    Placement,
    Run,
)
from medskick.process.insights.queries import book, words

DEFAULT_KEY_VARIABLE = "MEDSKICK_LANGUAGE_MODEL_KEY"


def key_variable() -> str:
    """The environment variable that holds the key. The key itself is never stored."""
    return str(getattr(settings, "LANGUAGE_MODEL_KEY_VARIABLE", DEFAULT_KEY_VARIABLE))


def key_is_there() -> bool:
    """Whether this process sees a key."""
    return bool(os.environ.get(key_variable(), "").strip())


def decisions(viewer: Viewer) -> list[ModelDecision]:
    """Every decision, newest first. Public: the register shows them all."""
    return list(ModelDecision.objects.all())


def decision_on() -> ModelDecision | None:
    """The decision in force, if it is about the instructions that this version of Medskick has."""
    return ModelDecision.objects.filter(
        in_force=True, prompt_version=model_prompt.VERSION, prompt=model_prompt.SYSTEM
    ).first()


def model_in_use() -> int | None:
    """What a run that starts now remembers: the decision that lets it ask a model, or None."""
    found = decision_on()
    return found.pk if found else None


def texts_of(run: Run, region: Region, viewer: Viewer) -> list[tuple[ModelText, list[book.Line]]]:
    """What the model proposed in a run, each with the statements it was made of as far as they show: for those who
    review. Five queries however many there are."""
    require("insights.read", viewer)
    texts = list(run.model_texts.select_related("theme"))
    wanted = {place[0] for text in texts for place in text.evidence}
    rows = Placement.objects.filter(contribution__in=wanted, contribution__state=State.VISIBLE)
    lines = {
        (line.row.contribution_id, line.row.field, line.row.start, line.row.end): line
        for line in book.lines(rows, region)
    }
    return [
        (text, [lines[key] for place in text.evidence if (key := tuple(place)) in lines]) for text in texts
    ]


def text(pk: int, viewer: Viewer) -> ModelText | None:
    """One proposal."""
    require("insights.read", viewer)
    return ModelText.objects.filter(pk=pk).select_related("run__cycle", "theme").first()


def shown_in(edition: Edition, theme: EditionTheme, persons: int, viewer: Viewer) -> list[ModelText]:
    """Sentences of an edition's theme that may show now: not rejected, and every word still used openly by enough of
    the voices it was made of, as far as they are in this theme; none where fewer than five ``persons`` stand behind the
    theme. Names are told of by ``names_by_ai``."""
    of_run = ModelText.objects.filter(theme=theme.theme_id, run=edition.run_id, part=ModelText.Part.SENTENCE)
    sentences = of_run.exclude(state=ModelText.State.REJECTED) if persons >= SMALLEST else of_run.none()
    rows = list({row.text: row for row in sentences}.values())
    inside = _inside(theme, rows)
    visible = words.in_the_open(inside)
    return [row for row in rows if _holds(row, inside, visible)]


def may_have_named(theme: OuterRef) -> QuerySet[ModelText]:
    """What a model has proposed to call a theme of the book, or one that a codebook has taken its entry from."""
    own = EntryTheme.objects.filter(theme=OuterRef(theme)).values("key")
    return _labels(Q(theme=theme) | Q(theme__slug__in=own))


def _labels(of: Q) -> QuerySet[ModelText]:
    labels = ModelText.objects.filter(of, part=ModelText.Part.LABEL)
    return labels.exclude(state=ModelText.State.PROPOSED)


def names_by_ai(themes: Iterable[EditionTheme]) -> dict[int, ModelText]:
    """By the key of the published theme, who worded its name, where a model did. Two queries for all of them.

    It counts as the model's for as long as it stands, whatever has been said of the proposal since. A name that a
    model worded in an earlier run keeps its mark too, and one that a codebook took over from an edition, wherever its
    entries name a theme; of several proposals the newest.
    """
    named = [theme for theme in themes if theme.named_by_person]
    if not named:
        return {}
    own = {theme.theme_id for theme in named}
    # An entry that was taken over from an edition has that theme's address as its key (``actions.carry_on``).
    entries = set(EntryTheme.objects.filter(theme__in=own).values_list("theme", "key"))
    labels = _labels(Q(theme__in=own) | Q(theme__slug__in={key for _theme, key in entries}))
    labels = labels.select_related("theme").order_by("-run", "-pk")
    rows = [(row, row.theme.slug if row.theme else "") for row in labels]

    def worded(theme: EditionTheme) -> ModelText | None:
        of = theme.theme_id
        known = (row for row, slug in rows if row.theme_id == of or (of, slug) in entries)
        return next((row for row in known if _names(row, theme)), None)

    found = ((theme, worded(theme)) for theme in named)
    return {theme.pk: row for theme, row in found if row is not None}


def _names(row: ModelText, theme: EditionTheme) -> bool:
    """Whether the theme bears the words as its name, which then show as long as it does (see ``editions``)."""
    return theme.named_by_person and " ".join(row.text.split()) == theme.name


def _inside(theme: EditionTheme, rows: Iterable[ModelText]) -> set[int]:
    wanted = {place[0] for row in rows for place in row.evidence}
    column = "topic" if theme.parent_id else "theme"
    found = EditionStatement.objects.filter(
        **{column: theme}, edition=theme.edition_id, contribution__in=wanted
    )
    return set(found.values_list("contribution_id", flat=True))


def _holds(row: ModelText, inside: set[int], visible: words.Visible) -> bool:
    own = [{**word, "support": [pk for pk in word["support"] if pk in inside]} for word in row.words]
    return bool(own) and words.name_holds(own, visible)
