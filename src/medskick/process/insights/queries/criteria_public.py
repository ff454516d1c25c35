"""Criteria as anybody may read them: what people decided, and suggestions that say that they are no more than that.

Suggestions are told only where at least five persons stand behind a theme now. How widely a theme is shared is told by
the same tables as its spread (``queries.spread``), so it lets nobody work out more than these do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer
from medskick.ground.core.disclosure import SMALLEST
from medskick.ground.core.numbers import counted
from medskick.process.insights.models import Criterion, Edition, Part, role_in_words
from medskick.process.insights.queries import criteria_words, editions, spread, words
from medskick.process.insights.queries.editions import PublishedTheme
from medskick.process.insights.queries.suggesting import UNSURE

REACHED, FEW, NONE = "reached", "few", "none"


@dataclass(frozen=True)
class PublicCriterion:
    """One criterion of a published theme. Without ``decided`` there is at most a suggestion (``suggested``)."""

    criterion: str
    decided: str = ""
    reason: str = ""
    # What stands in place of the reason where it is taken away.
    reason_away: str = ""
    role: str = ""
    renew: bool = False
    suggested: str = ""
    clear: bool = False
    low: int | None = None
    high: int | None = None
    words: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return criteria_words.label_of(self.criterion)

    @property
    def meaning(self) -> str:
        return criteria_words.meaning(self.criterion)

    @property
    def verdict(self) -> str:
        """What a person decided, in words."""
        return criteria_words.verdict(self.decided) if self.decided else ""

    @property
    def by(self) -> str:
        """The role of the person who decided."""
        return role_in_words(self.role) if self.role else _("en människa")

    @property
    def suggestion(self) -> str:
        """The suggestion in one word."""
        return criteria_words.short(self.suggested)

    @property
    def head(self) -> str:
        return criteria_words.head(self.criterion, self.suggested)

    @property
    def body(self) -> str:
        """What the suggestion rests on; for what is shared by many the page's own table says it."""
        if self.low is None or self.high is None:
            return ""
        return criteria_words.shares(self.criterion, self.low, self.high)

    @property
    def sureness(self) -> str:
        if not self.suggested or self.suggested == UNSURE:
            return ""
        return _("Förslaget är tydligt.") if self.clear else _("Förslaget är svagt.")

    @property
    def words_label(self) -> str:
        return criteria_words.words_label(self.criterion, self.suggested)


def of_themes(themes: Sequence[PublishedTheme], viewer: Viewer) -> dict[int, list[PublicCriterion]]:
    """The four criteria of each theme, by ``EditionTheme.pk``; none for editions made before there were any."""
    kept = [word for theme in themes for one in theme.row.criteria.values() for word in _words(one)]
    visible = words.visible_among(kept)
    return {
        theme.row.pk: [_public(theme, str(one), visible) for one in Criterion]
        for theme in themes
        if any(theme.row.criteria.values())
    }


def _words(one: dict[str, Any]) -> list[dict[str, Any]]:
    return one.get("suggested", {}).get("words", [])


def _public(theme: PublishedTheme, criterion: str, visible: words.Visible) -> PublicCriterion:
    kept = theme.row.criteria.get(criterion, {})
    decided = kept.get("decided", {})
    away = theme.row.away(Part.REASONS) if decided.get("reason") else ""
    suggested = kept.get("suggested", {}) if theme.count.persons >= SMALLEST else {}
    return PublicCriterion(
        criterion=criterion,
        decided=decided.get("value", ""),
        reason="" if away else decided.get("reason", ""),
        reason_away=away,
        role=decided.get("role", ""),
        renew=decided.get("renew", False),
        suggested=suggested.get("value", ""),
        clear=suggested.get("clear", False),
        low=suggested.get("low"),
        high=suggested.get("high"),
        words=tuple(words.shown(suggested.get("words", []), visible)),
    )


@dataclass(frozen=True)
class Breadth:
    """In how many groups a theme is raised, as its public table tells: shown, too few to show, or nobody."""

    dimension: str
    groups: tuple[tuple[str, str], ...]
    low: int
    high: int

    def count(self, state: str) -> int:
        return sum(1 for _label, own in self.groups if own == state)

    @property
    def dots(self) -> list[tuple[int, str]]:
        """Where each group's dot stands, those that raise it first."""
        order = {REACHED: 0, FEW: 1, NONE: 2}
        states = sorted((state for _label, state in self.groups), key=lambda state: order[state])
        return [(14 * number + 6, state) for number, state in enumerate(states)]

    @property
    def width(self) -> int:
        return 14 * len(self.groups)

    @property
    def sentence(self) -> str:
        """The same in words: groups where anybody raises it, as the workspace counts them, then those that are told."""
        told = [self._raised()]
        few = self.count(FEW)
        if few:
            told.append(self._shown() % {"n": counted(self.count(REACHED))})
        if self.count(REACHED):
            span = {"span": criteria_words.between(self.low, self.high)}
            told.append(_("Där antalet visas har %(span)s av 100 som svarade skrivit om det.") % span)
        return " ".join(told)

    def _raised(self) -> str:
        of = {"n": counted(self.count(REACHED) + self.count(FEW)), "of": counted(len(self.groups))}
        if self.dimension == spread.MUNICIPALITY:
            return (
                _(
                    "Minst en person har skrivit om det i %(n)s av de %(of)s kommuner som vi kan visa svar från."
                )
                % of
            )
        return _("Minst en person har skrivit om det på %(n)s av %(of)s sätt att svara som har använts.") % of

    def _shown(self) -> str:
        """In how many of these the number may be told, and why not in the others."""
        if self.dimension == spread.MUNICIPALITY:
            return _(
                "I %(n)s av dem visas antalet. I de andra är de färre än fem, eller dolda för att skydda en så liten "
                "grupp."
            )
        return _(
            "På %(n)s av dem visas antalet. På de andra är de färre än fem, eller dolda för att skydda en så liten "
            "grupp."
        )


def breadth(tables: dict[int, spread.Table], theme: PublishedTheme) -> Breadth | None:
    """Breadth of a top theme from the tables of ``spread.spread``; None where no spread is shown."""
    own, every = tables.get(theme.row.pk), tables.get(spread.ALL)
    if own is None or every is None or own.too_few or every.too_few:
        return None
    asked = {row.key: row.persons for row in every.rows}
    groups, shares = [], []
    for row in own.rows:
        if row.key == spread.UNKNOWN or asked.get(row.key) == 0:
            continue
        state = FEW if row.persons is None else REACHED if row.persons else NONE
        groups.append((row.label, state))
        if row.persons and asked.get(row.key):
            shares.append(round(100 * row.persons / (asked[row.key] or 1)))
    if len(groups) < 2:
        return None
    return Breadth(own.dimension, tuple(groups), min(shares, default=0), max(shares, default=0))


def rows(edition: Edition, viewer: Viewer) -> Iterator[tuple[Any, ...]]:
    """(theme, the theme it lies in, name, who gave it, PublicCriterion) for files.

    Addresses only where their words may show.
    """
    tops = editions.published_themes(edition, viewer)
    inside = {one.row.pk: top for top in tops for one in top.topics}
    every = [one for top in tops for one in (top, *top.topics) if one.tells_name]
    told = of_themes(every, viewer)
    for theme in every:
        parent = inside.get(theme.row.pk)
        for one in told.get(theme.row.pk, ()):
            yield (
                theme.slug,
                parent.slug if parent else "",
                theme.name,
                theme.named_by,
                one,
            )  # fmt: skip
