"""The review board: themes on the left, their statements on the right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import Viewer, allowed, require, staff_required, viewer_of
from medskick.process.cycle import region as regions
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights import actions
from medskick.process.insights.coding.actions import looked
from medskick.process.insights.forms import StatementsForm
from medskick.process.insights.models import Placement, StrengthClass, Theme
from medskick.process.insights.queries import book, names, undoing
from medskick.process.insights.queries.shown_names import other_words
from medskick.process.insights.views._common import (
    attempt,
    back,
    cycle_of,
    first_errors,
    nothing_yet,
    number,
    places_shown,
    theme_of,
)

PER_PAGE = 50
HISTORY_PER_PAGE = 100
KEPT = "insights_board"
# The field that each button needs.
FIELDS = {"flytta": "to", "bryt-ut": "name", "utanfor": "reason"}


@require_safe
@staff_required
def board(request: HttpRequest) -> HttpResponse:
    """``?tema=`` a theme's number, ``utan`` or ``tomma``; ``?visa=`` a filter; ``?sok=`` words; ``?sida=``.

    ``?medskick=`` one contribution, its statements in ``?ur=`` ticked and ``?till=`` chosen, both themes' numbers;
    ``?tanke=`` where in the text the only one to be ticked begins.
    """
    viewer = viewer_of(request)
    require("insights.read", viewer)
    cycle = current_cycle(viewer)
    if cycle is None:
        return nothing_yet(request)
    wanted, view, words = (request.GET.get(name, "") for name in ("tema", "visa", "sok"))
    tree = book.tree(cycle, viewer)
    special = wanted if wanted in (book.NO_THEME, book.EMPTY) else ""
    contribution, out_of, into = (number(request.GET.get(name)) for name in ("medskick", "ur", "till"))
    everything = wanted == "alla" or bool((words or contribution) and not wanted)
    theme = None if special or everything else _chosen(cycle, tree, wanted, viewer)
    read = (
        book.as_read(theme, viewer) if theme else ""
    )  # before the statements: what changes meanwhile was not read
    view = view if view in book.VIEWS else ""
    rows = book.statements(
        cycle,
        viewer,
        theme=theme,
        special=special,
        view=view,
        words=words,
        contribution=contribution if everything else 0,
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("sida"))
    kept = request.session.pop(KEPT, {})
    others = other_words(cycle, viewer)
    context = {
        "contribution": contribution if everything else 0,
        "ticked": set(kept.get("ticked", ())) or _lying_in(page, out_of, request.GET.get("tanke", "")),
        "wrong": kept.get("wrong", {}),
        "cycle": cycle,
        "tree": tree,
        "theme": theme,
        "read": read,
        "others": others,
        "other_words": others.get(theme.pk) if theme else None,
        "name_note": names.of_theme(theme, viewer) if theme else None,
        "special": special,
        "view": view,
        "views": [(key, label) for key, label in book.view_labels().items()],
        "words": words,
        "page": page,
        # Where the computer is unsure, the rest of the text helps: only there is it told that there is more.
        "unsure": (StrengthClass.WEAK, StrengthClass.MIXED),
        "lines": book.lines(page.object_list, regions.region()),
        "form": StatementsForm(cycle, wrong=kept.get("wrong", {}), initial={"to": into or None}),
        "may_review": allowed("insights.review", viewer),
        # A theme that was asked for offers what was decided about it; any other page the newest decision of all.
        "own": theme is not None and bool(number(wanted)),
        "offer": undoing.of_theme(theme, viewer) if theme is not None and number(wanted) else None,
        "undo": undoing.newest(cycle, viewer),
        "here": request.get_full_path(),
        "coding_now": looked(cycle, viewer),
        "node": next(
            (node for top in tree.themes for node in (top, *top.topics) if node.theme == theme), None
        ),
    }
    return render(request, "insights/staff/board.html", context)


def _lying_in(rows: Iterable[Placement], theme: int, start: str) -> set[int]:
    """Which of the statements lie in a theme, or in a topic of it; or the one that begins at ``start``."""
    if start:
        return {row.pk for row in rows if str(row.start) == start}
    return {row.pk for row in rows if row.theme and theme in (row.theme_id, row.theme.parent_id)}


def _chosen(cycle: Any, tree: book.Tree, wanted: str, viewer: Viewer) -> Theme | None:
    """The theme asked for (what a merged one went into), else the largest."""
    nodes = {node.theme.pk: node.theme for top in tree.themes for node in (top, *top.topics)}
    pk = int(wanted) if wanted.isdecimal() and len(wanted) < 15 else 0
    if pk and pk not in nodes:
        merged = book.theme(cycle, pk, viewer)
        pk = (merged.merged_into_id or 0) if merged else 0
    return nodes.get(pk) or (tree.themes[0].theme if tree.themes else None)


@require_POST
@staff_required
def statements(request: HttpRequest) -> HttpResponse:
    """Do something with the ticked statements: the button's name says what."""
    cycle = cycle_of(request)
    require("insights.review", viewer_of(request))
    there = back(request, reverse("insights_staff:review"))
    form = StatementsForm(cycle, request.POST)
    ticked = [pk for value in request.POST.getlist("tanke") if (pk := number(value))]
    if not form.is_valid():
        first_errors(request, form)
        wrong = {name: str(errors[0]) for name, errors in form.errors.items()}
        _keep(request, ticked, wrong)
        return redirect(there)
    act = _verb(request, cycle, form.cleaned_data, ticked)
    if not attempt(request, _("Klart. Du kan ångra."), act):
        field = FIELDS.get(request.POST.get("gor", ""), "")
        missing = field and not form.cleaned_data[field]
        _keep(request, ticked, {field: _missing(field)} if missing else {})
    return redirect(there)


def _keep(request: HttpRequest, ticked: list[int], wrong: dict[str, str]) -> None:
    """Let the board that comes next tick the same statements and say what was wrong at its field."""
    request.session[KEPT] = {"ticked": ticked, "wrong": wrong}


def _missing(field: str) -> str:
    return {
        "to": _("Välj vilket tema tankarna ska flyttas till."),
        "name": _("Skriv vad det nya temat ska heta."),
        "reason": _("Välj varför tankarna ligger utanför."),
    }[field]


def _verb(request: HttpRequest, cycle: Any, data: dict[str, Any], ticked: list[int]) -> Any:
    by, shown = viewer_of(request), places_shown(request)
    verb = request.POST.get("gor", "")
    if verb == "flytta":
        if data["to"] is None:
            return _refuse(_missing("to"))
        return lambda: actions.move(cycle, ticked, data["to"], by=by, shown=shown)
    if verb == "lyft-ut":
        return lambda: actions.move(cycle, ticked, None, by=by, shown=shown)
    if verb == "bryt-ut":
        source = theme_of(request, number(request.POST.get("fran")))
        if not data["name"].strip():
            return _refuse(_missing("name"))
        return lambda: actions.split(source, ticked, data["name"], by=by, shown=shown)
    if verb == "utanfor":
        if not data["reason"]:
            return _refuse(_missing("reason"))
        return lambda: actions.mark_statements(cycle, ticked, data["reason"], by=by, shown=shown)
    if verb == "innanfor":
        return lambda: actions.mark_statements(cycle, ticked, "", by=by, shown=shown)
    return _refuse(_("Välj vad du vill göra med tankarna."))


def _refuse(sentence: str) -> Any:
    def act() -> None:
        raise ValidationError(sentence)

    return act


@require_POST
@staff_required
def take_back(request: HttpRequest, change: int) -> HttpResponse:
    """Undo a decision. Pressed twice, or in a window where it stands still after somebody has: it is said, once."""
    cycle, by = cycle_of(request), viewer_of(request)
    found = book.change(cycle, change, by)
    if found is None:
        raise Http404
    done = _("Ångrat: %(what)s.") % {"what": found.in_words}
    if found.verb == "statement_uncoded":
        done = _("Beslutet gäller igen.")
    there = redirect(back(request, reverse("insights_staff:review")))
    try:
        attempt(request, done, lambda: actions.undo(found, by=by))
    except actions.TakenBackError as error:
        messages.info(request, error.messages[0])
    return there


@require_safe
@staff_required
def history(request: HttpRequest) -> HttpResponse:
    """Everything people have decided about the book. ``?beslut=`` the page where that decision stands."""
    viewer = viewer_of(request)
    cycle = current_cycle(viewer)
    if cycle is None:
        return nothing_yet(request)
    rows, asked_for = book.history(cycle, viewer), number(request.GET.get("beslut"))
    wanted = request.GET.get("sida")
    if asked_for and not wanted:
        wanted = str(rows.filter(pk__gt=asked_for).count() // HISTORY_PER_PAGE + 1)
    page = Paginator(rows, HISTORY_PER_PAGE).get_page(wanted)
    changes = list(page.object_list)
    ways, undone = undoing.ways(cycle, changes, viewer), undoing.undone_by(changes)
    context = {
        "page": page,
        "lines": [(one, ways.get(one.pk), undone.get(one.pk)) for one in changes],
        "asked_for": asked_for,
        "may_review": allowed("insights.review", viewer),
    }
    return render(request, "insights/staff/history.html", context)
