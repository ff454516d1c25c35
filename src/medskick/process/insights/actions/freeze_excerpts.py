"""Freeze the excerpts of an edition: those of the run it is made of, as far as their statements lie in the theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from medskick.process.insights.models import (
    Edition,
    EditionExcerpt,
    EditionExcerptVoice,
    EditionStatement,
    EditionTheme,
    Outcome,
)
from medskick.process.insights.queries import words
from medskick.process.insights.queries.excerpts.gathered import Gathered, Span, gather

# So many of an excerpt's contributions are looked through at first for the words of its label, which most of them use,
# and so many at a time of the others where not enough of those did.
LOOKED_THROUGH, MORE = 40, 400


def freeze(edition: Edition, published: Iterable[EditionTheme]) -> None:
    """Write the edition's excerpts. Its statements are there. What people took away is left out."""
    themes = list(published)
    gathered = gather(edition.cycle, {row.theme_id: row.theme for row in themes}, edition.run)
    places = _statements(edition)
    row_of = {row.theme_id: row for row in themes}
    excerpts: list[EditionExcerpt] = []
    voices: list[EditionExcerptVoice] = []
    for theme, order, kept in _kept(gathered):
        row = row_of[theme]
        own = [
            EditionExcerptVoice(
                statement_id=statement,
                part=voice.part,
                rank=None if voice.span in kept.refused_spans else voice.rank,
                speaks=voice.speaks,
                stands_for=voice.stands_for,
            )
            for voice in kept.voices
            if (statement := places.get((row.pk, voice.span)))
        ]
        if not own:
            continue
        excerpt = EditionExcerpt(
            edition=edition, theme=row, kind=kept.kind, order=order, label=kept.label, facts=kept.facts
        )
        for voice in own:
            voice.excerpt = excerpt
        excerpts.append(excerpt)
        voices += own
    _add_words(excerpts, voices, {pk: span.contribution for (_owner, span), pk in places.items()})
    EditionExcerpt.objects.bulk_create(excerpts, batch_size=500)
    EditionExcerptVoice.objects.bulk_create(voices, batch_size=500)


def _kept(gathered: dict[int, list[Gathered]]) -> Iterable[tuple[int, int, Gathered]]:
    for theme, found in gathered.items():
        for order, one in enumerate(found):
            if not one.refused:
                yield theme, order, one


def _statements(edition: Edition) -> dict[tuple[int, Span], int]:
    """The edition's statements that count in a theme, by the theme (and topic) and where they stand."""
    found: dict[tuple[int, Span], int] = {}
    rows = EditionStatement.objects.filter(edition=edition, outcome=Outcome.ASSIGNED)
    for pk, theme, topic, *span in rows.values_list(
        "pk", "theme_id", "topic_id", "contribution_id", "field", "start", "end"
    ):
        for owner in (theme, topic):
            if owner:
                found[owner, Span._make(span)] = pk
    return found


def _add_words(
    excerpts: Sequence[EditionExcerpt], voices: Iterable[EditionExcerptVoice], owner: Mapping[int, int]
) -> None:
    """The words of each label with the contributions that use them openly, as for names of themes."""
    inside: dict[int, set[int]] = defaultdict(set)
    for voice in voices:
        inside[id(voice.excerpt)].add(owner[voice.statement_id])
    labelled = [one for one in excerpts if one.label]
    some = {id(one): sorted(inside[id(one)]) for one in labelled}
    visible = words.open_texts(pk for own in some.values() for pk in own[:LOOKED_THROUGH])
    for one in labelled:
        own = some[id(one)]
        texts = [(pk, visible[pk]) for pk in own[:LOOKED_THROUGH] if pk in visible]
        one.words = words.with_support(words.words_of_name(one.label) or [one.label], texts)
        for start in range(LOOKED_THROUGH, len(own), MORE):
            if words.fully_supported(one.words):
                break
            more = words.open_texts(own[start : start + MORE])
            one.words = words.with_more_support(one.words, sorted(more.items()))


class Drawn:
    """An edition's excerpts, kept after the place where they were made is gone."""

    def __init__(self, edition: Edition) -> None:
        self._excerpts = list(edition.excerpts.order_by("pk"))
        own = {one.pk: one for one in self._excerpts}
        rows = EditionExcerptVoice.objects.filter(excerpt__edition=edition).order_by("pk")
        self._voices = [(voice, own[voice.excerpt_id], voice.statement_id) for voice in rows]

    def store(self, statements: Mapping[int, EditionStatement]) -> None:
        """Write them. statements: those of the edition as they are stored, by the keys that they had."""
        for excerpt in self._excerpts:
            excerpt.pk = None
        EditionExcerpt.objects.bulk_create(self._excerpts, batch_size=500)
        for voice, excerpt, statement in self._voices:
            voice.pk, voice.excerpt_id, voice.statement_id = None, excerpt.pk, statements[statement].pk
        EditionExcerptVoice.objects.bulk_create([voice for voice, *_rest in self._voices], batch_size=500)
