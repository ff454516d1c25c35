"""Suggestions by the criteria: from a run into the book, and from there, with what people decided, into an edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from medskick.ground.core.disclosure import SMALLEST
from medskick.process.insights.models import (
    Criterion,
    CriterionDecision,
    Edition,
    EditionTheme,
    Run,
    RunTheme,
    Theme,
)
from medskick.process.insights.queries import words
from medskick.process.insights.queries.suggesting import Suggestion, suggestions

_MOST_WORDS = 5


def take_over(run: Run, themes: Mapping[int, Theme], heard: Mapping[int, Sequence[RunTheme]]) -> None:
    """Keep what the run suggests for each theme that it knew: breadth of its largest group, words of all of them.

    Themes of which the run made no group keep what an earlier run said. No decision of a person is touched.
    """
    changed = []
    for pk, nodes in heard.items():
        told = [node for node in nodes if node.criteria]
        if not told:
            continue
        told.sort(key=lambda node: (-node.criteria["persons"], node.key))
        themes[pk].criteria = {
            "reach": _reach(told),
            "run": run.number,
            "breadth": _breadth(told[0].criteria),
            "words": _words(told),
        }
        changed.append(themes[pk])
    Theme.objects.bulk_update(changed, ["criteria"], batch_size=200)


def join(theme: Theme, into: Theme) -> dict[str, Any]:
    """What is suggested of ``into`` once it holds ``theme`` too, before anything is moved; answers what was before.

    How widely the two are shared together nobody has counted: the next run tells.
    """
    before = into.criteria
    told = [one for one in (into, theme) if one.criteria]
    if not told:
        return before
    judged = {
        pk: own[Criterion.WITHIN_REACH].judged for pk, own in suggestions(into.cycle, [into, theme]).items()
    }
    reach = [(one.criteria["reach"], judged[one.pk]) for one in told if "reach" in one.criteria]
    together = sum(n for _share, n in reach)
    into.criteria = {
        "run": max(one.criteria.get("run", 0) for one in told),
        "breadth": None,
        "words": _joined([one.criteria.get("words", {}) for one in told]),
    }
    if together:
        into.criteria["reach"] = round(sum(share * n for share, n in reach) / together, 4)
    into.save(update_fields=["criteria"])
    return before


def _joined(told: Iterable[Mapping[str, list[str]]]) -> dict[str, list[str]]:
    """Words of several in turn, so that each has its say."""
    lists: dict[str, list[list[str]]] = {}
    for own in told:
        for name, found in own.items():
            lists.setdefault(name, []).append(found)
    turns = {
        name: [word for turn in zip_longest(*own) for word in turn if word] for name, own in lists.items()
    }
    return {name: list(dict.fromkeys(own))[:_MOST_WORDS] for name, own in turns.items()}


def _breadth(criteria: Mapping[str, Any]) -> dict[str, Any] | None:
    shared = criteria.get("shared_by_many")
    if not shared or not criteria["of"]:
        return None
    groups = {
        name: {"reached": one["reached"], "of": one["of"]}
        for name, one in shared["groups"].items()
        if not name.startswith("meta:")
    }
    overall = round(criteria["persons"] / criteria["of"], 4)
    return {"low": shared["low"], "high": shared["high"], "overall": overall, "groups": groups}


def _reach(nodes: Iterable[RunTheme]) -> float:
    """How large a share of the statements lies within reach, as calibrated: the rows say only the likeliest scope."""
    told = [node.criteria["within_reach"] for node in nodes]
    judged = [sum(one["statements_by_scope"].values()) for one in told]
    together = sum(one["value"] * n for one, n in zip(told, judged, strict=True))
    return round(together / max(1, sum(judged)), 4)


def _words(nodes: Iterable[RunTheme]) -> dict[str, list[str]]:
    """Words for each criterion, and for lying outside."""
    told = []
    for node in nodes:
        own = {
            str(one): node.criteria.get(one, {}).get("words", [])
            for one in (Criterion.COOPERATION, Criterion.LONG_TERM, Criterion.WITHIN_REACH)
        }
        reach = node.criteria.get(Criterion.WITHIN_REACH, {})
        told.append(own | {"outside": reach.get("words_for_outside", [])})
    return _joined(told)


class Frozen:
    """What an edition keeps of suggestions and decisions. Three queries for all its themes."""

    def __init__(self, edition: Edition, themes: Iterable[EditionTheme]) -> None:
        book = [row.theme for row in themes]
        self._suggested = suggestions(edition.cycle, book)
        rows = CriterionDecision.objects.filter(theme__in=book)
        self._decided = {(row.theme_id, row.criterion): row for row in rows}

    def of(self, row: EditionTheme, texts: Sequence[tuple[int, str]]) -> dict[str, Any]:
        """By criterion; ``texts`` carry the words that speak for it (see ``queries.words``).

        Where fewer than five persons stand behind it only what a person has decided is kept.
        """
        enough = row.persons_then >= SMALLEST
        return {
            str(criterion): {
                **(_suggestion(self._suggested[row.theme_id][criterion], texts) if enough else {}),
                **_decision(self._decided.get((row.theme_id, str(criterion)))),
            }
            for criterion in Criterion
        }


def _suggestion(one: Suggestion, texts: Sequence[tuple[int, str]]) -> dict[str, Any]:
    if not one.value:
        return {}
    kept = {"value": one.value, "clear": one.clear, "run": one.run}
    if one.criterion == Criterion.SHARED:
        # Its figures tell of ages and senders, theme by theme: pages show what the public tables say instead.
        return {"suggested": kept}
    told = {"low": one.low, "high": one.high, "words": words.with_support(one.words, texts)}
    return {"suggested": {**kept, **told}}


def _decision(row: CriterionDecision | None) -> dict[str, Any]:
    if row is None:
        return {}
    told = {"value": row.value, "reason": row.reason, "role": row.role, "renew": row.needs_renewal}
    return {"decided": {**told, "at": row.at.date().isoformat()}}
