"""Labels of codebooks that are the computer's words: taken over from an edition as they stood there."""

from __future__ import annotations

from collections.abc import Iterable

from medskick.process.insights.models import EditionTheme
from medskick.process.insights.queries import words
from medskick.process.insights.queries.editions import number_of

Pair = tuple[str, str]


def made_by_computer(entries: Iterable[Pair]) -> set[Pair]:
    """Which of the entries, as (key, label), no person has named: their labels are a published theme's machine-made
    name, or the words that stood in place of it (see ``actions.carrying``). Two queries at most."""
    wanted = set(entries)
    slugs = {key for key, _label in wanted}
    made = EditionTheme.objects.filter(slug__in=slugs, named_by_person=False)
    found = wanted & set(made.values_list("slug", "name").distinct().order_by())
    themes = {number for key in slugs if (number := number_of(key))}
    rows = EditionTheme.objects.filter(theme__in=themes) if themes else EditionTheme.objects.none()
    for theme, keywords in rows.order_by().values_list("theme", "keywords"):
        known = {word["word"] for word in keywords}
        found |= {pair for pair in wanted if number_of(pair[0]) == theme and _of(pair[1], known)}
    return found


def _of(label: str, keywords: set[str]) -> bool:
    told = words.words_instead(label)
    return bool(told) and keywords.issuperset(told)
