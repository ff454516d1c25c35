"""Take back a decision about the book: any one that nothing decided later builds on (``queries.undoing``).

Approvals and choices of quotes are decisions too: what builds on a change is taken back before it, so taking back never
leaves a theme unprotected that somebody has decided about since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.core.judgements import judge
from medskick.ground.core.numbers import counted
from medskick.ground.ui.templatetags.ui import moment
from medskick.process.insights.actions import _book, criteria, entry_names, excerpt_choices
from medskick.process.insights.actions.answering import answer, reopen
from medskick.process.insights.actions.code import restore
from medskick.process.insights.actions.move import statement_key
from medskick.process.insights.models import (
    BookChange,
    CodeDecision,
    Criterion,
    Origin,
    Placement,
    QuoteChoice,
    Run,
    Theme,
    Verdict,
)
from medskick.process.insights.queries import grounds, undoing
from medskick.process.insights.queries.undoing import UNDOABLE


class TakenBackError(ValidationError):
    """It has been taken back already; nothing more is changed."""


def undo(change: BookChange, *, by: Viewer) -> BookChange:
    """Take ``change`` back, as if nobody had ever decided it; what was decided about other things stands.

    Raises TakenBackError when it is taken back already, ValidationError where something decided later builds on it,
    naming what must be taken back first.
    """
    require("insights.review", by)
    with transaction.atomic():
        _book.lock_book(change.cycle)
        change = BookChange.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=change.pk)
        _refuse(change)
        what = change.what
        lost = _TAKE_BACK[change.verb](change, by)
        _hand_on(change)
        change.undone_at = timezone.now()
        change.save(update_fields=["undone_at"])
        more = {"what": what, **_again(change)}
        _book.note(
            change.cycle, "undone", by=by, lost=lost, undo={"of": change.pk}, more=more, what=_for_log(what)
        )
    return change


def latest(cycle: Any) -> BookChange | None:
    """The newest decision, if it can be taken back: an old one that does not know how stands in the way."""
    newest = BookChange.objects.filter(cycle=cycle, undone_at__isnull=True, verb__in=UNDOABLE).first()
    return newest if newest and newest.undo else None


def _refuse(change: BookChange) -> None:
    told: dict[str, Any] = {"what": change.in_words}
    if change.undone_at is not None:
        line = undoing.undone_by([change]).get(change.pk)
        told |= {"when": moment(change.undone_at), "who": line.author_name if line else ""}
        if line:
            raise TakenBackError(
                _("Redan ångrat: %(what)s. Det gjorde %(who)s den %(when)s. Inget mer ändrades.") % told
            )
        raise TakenBackError(_("Redan ångrat: %(what)s. Det var den %(when)s. Inget mer ändrades.") % told)
    if change.verb not in UNDOABLE or not change.undo:
        raise ValidationError(_("Går inte att ångra: %(what)s.") % told)
    way = undoing.way(change)
    if way.first is None:
        return
    told |= {"first": way.first.in_words, "who": way.first.author_name, "when": moment(way.first.at)}
    if way.stuck:
        raise ValidationError(
            _("Går inte att ångra: %(what)s. Det här kom efter och går inte att ångra: %(first)s.") % told
        )
    sentence = _(
        "Går inte att ångra än: %(what)s. Det som bestämdes efteråt bygger på det. "
        "Ångra först det här: %(first)s (%(who)s, %(when)s)."
    )
    raise ValidationError(f"{sentence % told}{more(way.count)} {_('Inget är ändrat.')}")


def more(count: int) -> str:
    """Told after the first of ``count`` decisions that must be taken back before another."""
    if count < 2:
        return ""
    told = ngettext("Sedan är det %(n)s beslut till.", "Sedan är det %(n)s beslut till.", count - 1)
    return " " + told % {"n": counted(count - 1)}


def _hand_on(change: BookChange) -> None:
    """Whether somebody had decided about a theme before goes to the next decision about it; where there is none it is
    so again. The same goes for a theme that came into the book with a decision at the desk."""
    before, made = undoing.decided_before(change), set(change.undo.get("made", []))
    if not before and not made:
        return
    later = BookChange.objects.filter(
        cycle=change.cycle_id, undone_at__isnull=True, verb__in=UNDOABLE, pk__gt=change.pk
    )
    for following in later.order_by("pk").iterator(500):
        if not before and not made:
            return
        changed = False
        for pk in before.keys() & undoing.decided_before(following).keys():
            undoing.set_decided_before(following, pk, before.pop(pk))
            changed = True
        if (to := following.undo.get("to")) in made:
            made.discard(to)
            following.undo["made"] = [*following.undo.get("made", []), to]
            changed = True
        if changed:
            following.save(update_fields=["undo"])
    for pk, decided in before.items():
        Theme.objects.filter(pk=pk).update(decided_by_person=decided)
    _leave_empty(made)


def _leave_empty(themes: Iterable[int]) -> None:
    """Themes that a decision brought into the book leave it again, if they hold nothing and nobody decided of them."""
    live = [Theme.State.PROPOSED, Theme.State.APPROVED]
    free = Theme.objects.filter(pk__in=list(themes), state=Theme.State.PROPOSED, decided_by_person=False)
    empty = free.filter(placements__isnull=True).exclude(topics__state__in=live)
    Theme.objects.filter(pk__in=list(empty.values_list("pk", flat=True))).update(state=Theme.State.RETIRED)


def _for_log(what: Any) -> Any:
    """What was taken back, without the words of senders that only the book's own list has (``excerpt_choices``)."""
    return (
        {name: value for name, value in what.items() if name != "label"} if isinstance(what, dict) else what
    )


def _again(change: BookChange) -> dict[str, Any]:
    """For the line: that a decision which had been taken back at the desk stands again."""
    if change.verb != "statement_uncoded":
        return {}
    decision = CodeDecision.objects.select_related("contribution").get(pk=change.undo["decision"]["pk"])
    return {"again": decision.contribution.number}


def _theme_fields(change: BookChange, by: Viewer) -> _book.Lost:
    before = dict(change.undo["before"])
    before.pop("decided_by_person", None)  # see _hand_on
    theme = Theme.objects.select_for_update().get(pk=change.undo["theme"])
    entry_names.take_back(change, theme, before)
    slug = before.pop("slug", None)
    if slug and not _book.address_stands(theme):
        before["slug"] = _book.free_slug(before["name"], own=theme)
    Theme.objects.filter(pk=theme.pk).update(**before)
    lost = _book.void_approval(theme.pk)
    if "criterion" in change.undo:
        criteria.give_back(theme, change.undo["criterion"], change.undo["said"], by)
    elif "outside_reason" in before and change.author_id is not None:
        criteria.give_back(theme, Criterion.WITHIN_REACH, _said_before(change, theme), by)
    if "outside_reason" in before:
        judge(_book.ref(theme), "scope", before["outside_reason"] or "in", by=by, reason=str(_("ångrat")))
    return lost


def _said_before(change: BookChange, theme: Theme) -> dict[str, Any] | None:
    """What people had said of the theme's reach before a change that does not remember it: reach was no criterion then.

    Migration 0012 made a decision of the newest such change that stood; this makes it of the one before.
    """
    said = BookChange.objects.filter(
        cycle=change.cycle_id, verb__in=["theme_outside", "theme_inside"], undone_at=None, pk__lt=change.pk
    )
    earlier = said.filter(undo__theme=theme.pk, author_id__isnull=False).order_by("-pk").first()
    if earlier is None:
        return None
    return {
        "value": Verdict.NO if earlier.verb == "theme_outside" else Verdict.YES,
        "reason": "",
        "role": "",
        "author_name": earlier.author_name,
        "author_id": earlier.author_id,
        "needs_renewal": False,
        "at": earlier.at,
    }


def _criterion(change: BookChange, by: Viewer) -> _book.Lost:
    theme = Theme.objects.select_for_update().get(pk=change.undo["theme"])
    criteria.give_back(theme, change.undo["criterion"], change.undo["said"], by)
    return []


def _merge(change: BookChange, by: Viewer) -> _book.Lost:
    theme = Theme.objects.select_for_update().get(pk=change.undo["theme"])
    into = change.undo["into"]
    Theme.objects.filter(pk=theme.pk).update(state=Theme.State.PROPOSED, merged_into=None)
    lost = _book.void_approval(into, theme.parent_id)
    Theme.objects.filter(pk__in=change.undo["topics"], parent_id=into).update(parent=theme)
    Theme.objects.filter(pk__in=change.undo["merged"], merged_into_id=into).update(merged_into=theme)
    Placement.objects.filter(pk__in=change.undo["placements"], theme_id=into).update(theme=theme)
    QuoteChoice.objects.filter(pk__in=change.undo.get("choices", []), theme_id=into).update(theme=theme)
    criteria.renewed_no_more(change.undo.get("renewed", []))
    if "suggested" in change.undo:
        Theme.objects.filter(pk=into).update(criteria=change.undo["suggested"])
    return lost


def _places(change: BookChange, by: Viewer, *, desk: bool = False) -> _book.Lost:
    """``desk``: what comes to a theme takes no approval from it, as when a run brings it; what leaves one does."""
    lost: _book.Lost = []
    back: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for pk, *before in change.undo["places"]:
        back[tuple(before)].append(pk)
    left_behind: set[int] = set()
    for (theme_id, origin, strength_class), rows in back.items():
        for home, own in _homes(theme_id, rows).items():
            now = Placement.objects.filter(pk__in=own).values_list("theme_id", flat=True)
            if left := [pk for pk in now if pk != home]:
                lost += _book.void_approval(None if desk else home, *left)
            left_behind.update(pk for pk in left if pk)
            Placement.objects.filter(pk__in=own).update(
                theme_id=home, origin=origin, strength_class=strength_class
            )
    if Run.objects.that_count().filter(cycle=change.cycle_id, finished_at__gt=change.at).exists():
        # That run had taken them out of the book, had not the decision held something there.
        above = Theme.objects.filter(pk__in=left_behind).values_list("parent_id", flat=True)
        above_too = {pk for pk in above if pk}
        _leave_empty(left_behind)
        _leave_empty(above_too)
    reopen(change.undo.get("answered", []), by=by)
    return lost


def _homes(theme_id: int | None, rows: list[int]) -> dict[int | None, list[int]]:
    """Where statements go back to, which lay in the theme: there, if it is in the book still. Where a run has taken it
    out since, where the newest run that knows of them from before has them; else the theme comes back."""
    if theme_id is None:
        return {None: rows}
    if not Theme.objects.filter(pk=theme_id, state=Theme.State.RETIRED).exists():
        return {_home(theme_id): rows}
    found: dict[int | None, list[int]] = defaultdict(list)
    for place in Placement.objects.filter(pk__in=rows).order_by("pk"):
        found[_by_runs(place) or _home(theme_id)].append(place.pk)
    return found


def _by_runs(place: Placement) -> int | None:
    """The theme in the book of the newest run that has the statement elsewhere than it lies now: of those that the book
    follows, from the newest back to what they went on from."""
    run = grounds.followed(place.cycle)
    while run is not None:
        row = run.statements.filter(
            contribution=place.contribution_id, field=place.field, start=place.start, end=place.end
        ).first()
        home = run.homes.get(row.topic_key) if row else None
        theme = Theme.objects.filter(pk=home).first() if home else None
        if theme is not None and theme.is_live and theme.pk != place.theme_id:
            return theme.pk
        run = run.ground
    return None


def _home(pk: int) -> int:
    """The theme that statements go back to: back in the book where it left because it held nothing, or what it has been
    merged into."""
    theme = Theme.objects.select_for_update().get(pk=pk)
    while theme.merged_into_id:
        theme = Theme.objects.select_for_update().get(pk=theme.merged_into_id)
    if theme.parent_id and (above := _home(theme.parent_id)) != theme.parent_id:
        Theme.objects.filter(pk=theme.pk).update(parent=above)
    if theme.state == Theme.State.RETIRED:
        Theme.objects.filter(pk=theme.pk).update(state=Theme.State.PROPOSED)
    return theme.pk


def _split(change: BookChange, by: Viewer) -> _book.Lost:
    lost = _places(change, by)
    created = Theme.objects.select_for_update().get(pk=change.undo["created"])
    if not created.placements.exists():
        Theme.objects.filter(pk=created.pk).update(state=Theme.State.RETIRED)
    return lost


def _outside(change: BookChange, by: Viewer) -> _book.Lost:
    lost: _book.Lost = []
    back: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for pk, reason, *rest in change.undo["outside"]:
        # What was decided before places and suggestions were kept has fewer parts; outside was always decided.
        back[(reason, *rest, *(Origin.ENGINE, "", bool(reason))[len(rest) :])].append(pk)
    for (reason, origin, belongs_to, decided), rows in back.items():
        changed = Placement.objects.filter(pk__in=rows).exclude(outside_reason=reason, belongs_to=belongs_to)
        lost += _book.void_approval(*changed.values_list("theme_id", flat=True))
        Placement.objects.filter(pk__in=rows).update(
            outside_reason=reason, origin=origin, belongs_to=belongs_to, scope_decided=decided
        )
        for row in Placement.objects.filter(pk__in=rows).select_related("contribution"):
            judge(
                Ref("statement", statement_key(row)), "scope", reason or "in", by=by, reason=str(_("ångrat"))
            )
    return lost


def _coded(change: BookChange, by: Viewer) -> _book.Lost:
    lost = _places(change, by, desk=True)
    restore(change.undo, by)
    return lost


def _uncoded(change: BookChange, by: Viewer) -> _book.Lost:
    """The decision stands again, and what senders had said of the statement is answered by it again."""
    places = [pk for pk, *_home in change.undo["places"]]
    rows = list(Placement.objects.filter(pk__in=places).select_related("contribution", "theme"))
    lost = _coded(change, by)
    for row in rows:
        now = Placement.objects.select_related("theme").get(pk=row.pk)
        answer(change.cycle, [row], now.theme, by=by)
    return lost


def _approval(change: BookChange, by: Viewer) -> _book.Lost:
    for pk, _decided in change.undo["approved"]:
        _book.void_approval(pk)
    entry_names.unsettle(change)
    return []  # asked for, and told by the very line that is taken back


def _quote(change: BookChange, by: Viewer) -> _book.Lost:
    theme, span, said = (change.undo[key] for key in ("theme", "span", "said"))
    if said:
        QuoteChoice.objects.update_or_create(theme_id=theme, **span, defaults=said)
    else:
        QuoteChoice.objects.filter(theme_id=theme, **span).delete()
    Theme.objects.filter(pk=theme).update(decided_by_person=change.undo["decided"])
    return []


def _excerpt(change: BookChange, by: Viewer) -> _book.Lost:
    excerpt_choices.give_back(change.undo, by)
    return []


_TAKE_BACK = {
    "theme_renamed": _theme_fields,
    "theme_name_kept": _theme_fields,
    "theme_summarised": _theme_fields,
    "theme_outside": _theme_fields,
    "theme_inside": _theme_fields,
    "theme_scope_open": _theme_fields,
    "criterion_decided": _criterion,
    "theme_merged": _merge,
    "theme_split": _split,
    "statements_moved": _places,
    "statements_outside": _outside,
    "statements_inside": _outside,
    "theme_approved": _approval,
    "quote_chosen": _quote,
    "quote_refused": _quote,
    "quote_forgotten": _quote,
    "excerpt_refused": _excerpt,
    "excerpt_allowed": _excerpt,
    "statement_coded": _coded,
    "statement_uncoded": _uncoded,
}
