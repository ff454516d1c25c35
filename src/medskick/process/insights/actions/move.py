"""Move statements by hand, split some of them out to a theme of their own, mark them as outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.core.judgements import judge_all
from medskick.ground.core.numbers import counted
from medskick.ground.core.told import keep
from medskick.process.insights.actions import _book
from medskick.process.insights.actions.answering import answer
from medskick.process.insights.actions.themes import check_belongs_to
from medskick.process.insights.models import Origin, OutsideReason, Placement, StrengthClass, Theme

MOST_AT_ONCE = 2_000


def move(
    cycle: Any,
    placements: Iterable[int],
    to: Theme | None,
    *,
    by: Viewer,
    shown: Mapping[int, str] | None = None,
) -> int:
    """Put these statements in ``to`` (None: not in any theme yet). They stay there whatever later runs say.

    ``shown`` (here and below): where they lay in the form (``Placement.as_shown``), by number; refused when a person
    has decided otherwise about any of them since.
    """
    require("insights.review", by)
    with transaction.atomic():
        _book.lock_book(cycle)
        rows = _rows(cycle, placements)
        if to is not None:
            to = _book.live(to)
            if to.cycle_id != cycle.pk:
                raise ValidationError(_("Temat hör till en annan omgång."))
        home = to.pk if to else None
        if all(row.theme_id == home and row.origin == Origin.PERSON for row in rows):
            return len(rows)  # sent twice
        _refuse_stale((row for row in rows if row.theme_id != home), shown)
        undo, homes = _undo(rows), [row.theme for row in rows]
        left = [row.theme_id for row in rows if row.theme_id != home]
        moved = _put(rows, to)
        lost = _book.void_approval(*left, home if left else None)
        undo |= {"to": home, "answered": answer(cycle, rows, to, by=by)}
        where = to.name if to is not None else keep("insights.no_theme")
        reshaped = _book.crossed(homes, to)
        _book.note(
            cycle,
            "statements_moved",
            by=by,
            undo=undo,
            reshaped=reshaped,
            lost=lost,
            count=moved,
            to=where,
        )
    return moved


def split(
    theme: Theme,
    placements: Iterable[int],
    name: str,
    *,
    by: Viewer,
    shown: Mapping[int, str] | None = None,
) -> Theme:
    """Make a new theme beside ``theme`` (same level, same parent) of these statements."""
    require("insights.review", by)
    name = _book.clean_name(name)
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme = _book.live(theme)
        rows = _rows(theme.cycle, placements)
        _refuse_moved_away(theme, rows)
        _refuse_stale(rows, shown)
        _book.refuse_same_name(theme, name)
        undo = _undo(rows)
        new = Theme.objects.create(
            cycle=theme.cycle,
            parent=theme.parent,
            slug=_book.free_slug(name),
            name=name,
            named_by_person=True,
            decided_by_person=True,
            order=theme.order,
        )
        undo |= {"theme": theme.pk, "name": name, "decided": [[theme.pk, theme.decided_by_person]]}
        moved = _put(rows, new)
        Theme.objects.filter(pk=theme.pk).update(decided_by_person=True)
        lost = _book.void_approval(theme.pk, *(row.theme_id for row in rows))
        _book.note(
            theme,
            "theme_split",
            by=by,
            undo={**undo, "created": new.pk, "answered": answer(theme.cycle, rows, new, by=by)},
            reshaped=_book.crossed([theme], new),
            lost=lost,
            new=name,
            count=moved,
        )
    return new


def _refuse_moved_away(theme: Theme, rows: Iterable[Placement]) -> None:
    inside = {theme.pk, *theme.topics.values_list("pk", flat=True)}
    if any(row.theme_id not in inside for row in rows):
        raise ValidationError(
            _("Någon av tankarna ligger inte längre i ”%(name)s”. Ladda om sidan och välj igen.")
            % {"name": theme.name}
        )


def _refuse_stale(rows: Iterable[Placement], shown: Mapping[int, str] | None) -> None:
    if not shown:
        return
    decided = (row for row in rows if row.origin == Origin.PERSON)
    stale = sum(shown.get(row.pk, row.as_shown) != row.as_shown for row in decided)
    if stale:
        told = ngettext(
            "Någon har hunnit bestämma om %(n)s av tankarna medan du läste.",
            "Någon har hunnit bestämma om %(n)s av tankarna medan du läste.",
            stale,
        ) % {"n": counted(stale)}
        raise ValidationError(told + " " + _("Inget av ditt är sparat. Titta och välj igen."))


def mark_statements(
    cycle: Any,
    placements: Iterable[int],
    reason: str,
    *,
    by: Viewer,
    note: str = "",
    belongs_to: str = "",
    shown: Mapping[int, str] | None = None,
) -> int:
    """Mark statements as outside the strategy for a reason, or (empty reason) as inside again.

    Either way a person has decided: the computer's suggestion about them is settled.
    """
    require("insights.review", by)
    if reason and reason not in OutsideReason.values:
        raise ValidationError(_("Välj varför tankarna ligger utanför."))
    check_belongs_to(belongs_to)
    with transaction.atomic():
        _book.lock_book(cycle)
        rows = _rows(cycle, placements)
        wanted = (reason, belongs_to if reason else "", True)
        open_ones = [row for row in rows if (row.outside_reason, row.belongs_to, row.scope_decided) != wanted]
        if not open_ones:
            return len(rows)  # sent twice
        _refuse_stale((row for row in open_ones if row.outside_reason != reason), shown)
        belongs_to = belongs_to if reason else ""
        changed = [row for row in rows if (row.outside_reason, row.belongs_to) != (reason, belongs_to)]
        undo = {
            "outside": [
                [row.pk, row.outside_reason, row.origin, row.belongs_to, row.scope_decided] for row in rows
            ],
            "themes": _themes(rows),
            "changed": _themes(changed),
        }
        # A person's span from now on: a later run that cuts the text elsewhere leaves it, and its mark, in place.
        Placement.objects.filter(pk__in=[row.pk for row in rows]).update(
            outside_reason=reason,
            belongs_to=belongs_to,
            scope_decided=True,
            origin=Origin.PERSON,
        )
        # Who only confirms what is so already changes no theme.
        lost = _book.void_approval(*(row.theme_id for row in changed))
        refs = [Ref("statement", statement_key(row)) for row in rows]
        judge_all(refs, "scope", reason or "in", by=by, reason=note)
        verb = "statements_outside" if reason else "statements_inside"
        details: dict[str, Any] = {"reason": keep("insights.outside_reason", value=reason)} if reason else {}
        _book.note(cycle, verb, by=by, undo=undo, lost=lost, count=len(rows), **details)
    return len(rows)


def statement_key(row: Placement) -> str:
    """The key of a statement in the chain: its contribution's number and where it begins."""
    return f"{row.contribution.number}-{row.start}"


def _themes(rows: Iterable[Placement]) -> list[int]:
    return sorted({row.theme_id for row in rows if row.theme_id})


def _rows(cycle: Any, placements: Iterable[int]) -> list[Placement]:
    wanted = sorted(set(placements))
    if not wanted:
        raise ValidationError(_("Kryssa för minst en tanke."))
    if len(wanted) > MOST_AT_ONCE:
        raise ValidationError(_("Välj högst %(most)s tankar åt gången.") % {"most": MOST_AT_ONCE})
    rows = list(
        Placement.objects.filter(cycle=cycle, pk__in=wanted)
        .select_related("contribution", "theme")
        .order_by("pk")
    )
    if len(rows) != len(wanted):
        raise ValidationError(_("Någon av tankarna finns inte längre. Ladda om sidan och välj igen."))
    return rows


def _undo(rows: Sequence[Placement]) -> dict[str, Any]:
    return {"places": [[row.pk, row.theme_id, row.origin, row.strength_class] for row in rows]}


def _put(rows: Sequence[Placement], theme: Theme | None) -> int:
    chosen = Placement.objects.filter(pk__in=[row.pk for row in rows])
    if theme is not None:
        # A person found content where the engine saw none.
        chosen.filter(strength_class=StrengthClass.NO_CONTENT).update(strength_class=StrengthClass.NEAR)
    return chosen.update(theme=theme, origin=Origin.PERSON)
