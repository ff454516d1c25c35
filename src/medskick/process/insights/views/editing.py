"""One theme of the book: name, summary, approval, scope, merging, quotes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import allowed, require, staff_required, viewer_of
from medskick.process.cycle import region as regions
from medskick.process.insights import actions
from medskick.process.insights.coding.actions import looked
from medskick.process.insights.forms import MergeForm, NameForm, ScopeForm, ShownForm, SummaryForm
from medskick.process.insights.models import Criterion, Theme, Verdict
from medskick.process.insights.queries import book, criteria, names, undoing
from medskick.process.insights.queries.excerpts import staff
from medskick.process.insights.queries.quotes import candidates
from medskick.process.insights.queries.shown_names import other_words
from medskick.process.insights.views import excerpt_panels
from medskick.process.insights.views._common import attempt, back, first_errors, number, theme_of
from medskick.process.insights.views.weighing import panels

CANDIDATES = 12


@require_safe
@staff_required
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about a theme, with keywords and candidates for quotes beside the summary."""
    require("insights.read", viewer_of(request))
    found = theme_of(request, pk)
    if found.state == Theme.State.MERGED:
        return redirect("insights_staff:theme", pk=found.merged_into_id)
    return _page(request, found)


def _page(request: HttpRequest, found: Theme, status: int = 200, **typed: dict[str, str]) -> HttpResponse:
    """The theme's page. ``typed``: by form, what somebody wrote instead of what stands."""
    viewer = viewer_of(request)
    tree = book.tree(found.cycle, viewer)
    flat = [node for top in tree.themes for node in (top, *top.topics)]
    shown = candidates(found, viewer, CANDIDATES)
    said = book.choices(found, viewer)
    reviewed = staff.of_theme(found, regions.region(), viewer)
    lines = book.lines(shown, regions.region())
    context = {
        "theme": found,
        "read": book.as_read(found, viewer),
        "other_words": other_words(found.cycle, viewer).get(found.pk),
        "name_note": names.of_theme(found, viewer),
        "node": next((node for node in flat if node.theme.pk == found.pk), None),
        "name_form": _form(NameForm, "name", found.name, typed),
        "summary_form": _form(SummaryForm, "summary", found.summary, typed),
        "scope_form": _scope_form(found, typed),
        "panels": panels(found, viewer),
        "reviewed": reviewed,
        "panels_shown": excerpt_panels.panels(reviewed.shown),
        "before_merging": criteria.before_merging(found, viewer),
        "merge_form": MergeForm(found),
        "candidates": [(line, said.get((line.row.contribution_id, line.row.start))) for line in lines],
        "may_review": allowed("insights.review", viewer),
        "following": _following(tree, found),
        "offer": undoing.of_theme(found, viewer),
        "gone": found.state == Theme.State.RETIRED,
        "coding_now": looked(found.cycle, viewer),
    }
    return render(request, "insights/staff/theme.html", context, status=status)


def _form(kind: type[ShownForm], field: str, now: str, typed: dict[str, dict[str, str]]) -> ShownForm:
    return kind(initial={field: now, "visat": now, **typed.get(field, {})}, auto_id=f"id_{field}_%s")


def _scope_form(found: Theme, typed: dict[str, dict[str, str]]) -> ShownForm:
    """Reach, as it is decided now; ``visat`` is what the book says of the theme."""
    decided = found.decisions.filter(criterion=Criterion.WITHIN_REACH).first()
    open_now = decided is not None and decided.value == Verdict.OPEN and not found.outside_reason
    now = {
        "reason": Verdict.OPEN if open_now else found.outside_reason,
        "visat": found.outside_reason,
        "belongs_to": found.belongs_to,
        "note": decided.reason if decided else "",
    }
    return ScopeForm(initial={**now, **typed.get("reason", {})}, auto_id="id_reason_%s")


def _following(tree: book.Tree, found: Theme) -> Theme | None:
    """The next theme that waits for approval, by size."""
    waiting = [node.theme for node in tree.themes if not node.is_approved and node.theme.pk != found.pk]
    return waiting[0] if waiting else None


def _write(
    request: HttpRequest, found: Theme, form: ShownForm, field: str, done: str, act: Any
) -> HttpResponse:
    """Write what the form says. Where that cannot be done the page comes again with what was typed; when somebody else
    has been there meanwhile it tells both texts."""
    typed = {name: form.data.get(name, "") for name in form.fields if name != "visat"}
    status = 400
    if form.is_valid():
        try:
            if attempt(request, done, lambda: act(form.cleaned_data)):
                return _to(request, found.pk)
        except actions.ChangedMeanwhileError as error:
            messages.error(request, error.messages[0])
            status = 409
    else:
        first_errors(request, form)
    found.refresh_from_db()
    return _page(request, found, status, **{field: typed})


@require_POST
@staff_required
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a name."""
    found, form, by = theme_of(request, pk), NameForm(request.POST), viewer_of(request)

    def act(data: dict[str, Any]) -> None:
        actions.rename(found, data["name"], by=by, shown=form.shown)

    return _write(request, found, form, "name", _("Namnet är sparat."), act)


@require_POST
@staff_required
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the summary."""
    found, form, by = theme_of(request, pk), SummaryForm(request.POST), viewer_of(request)

    def act(data: dict[str, Any]) -> None:
        actions.write_summary(found, data["summary"], by=by, shown=form.shown)

    return _write(request, found, form, "summary", _("Sammanfattningen är sparad."), act)


@require_POST
@staff_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, or take the approval back."""
    found = theme_of(request, pk)
    if request.POST.get("gor") == "ta-tillbaka":
        attempt(request, _("Temat väntar igen."), lambda: actions.unapprove(found, by=viewer_of(request)))
    else:
        by, read = viewer_of(request), request.POST.get("last")
        attempt(request, _("Temat är godkänt."), lambda: actions.approve(found, by=by, read=read))
    return _to(request, pk)


@require_POST
@staff_required
def scope(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether the theme belongs in the strategy."""
    found, form, by = theme_of(request, pk), ScopeForm(request.POST), viewer_of(request)

    def act(data: dict[str, Any]) -> None:
        if data["reason"] == Verdict.OPEN:
            actions.leave_open(found, by=by, note=data["note"], shown=form.shown)
        elif data["reason"]:
            where = {"note": data["note"], "belongs_to": data["belongs_to"]}
            actions.mark_outside(found, data["reason"], by=by, shown=form.shown, **where)
        else:
            actions.mark_inside(found, by=by, note=data["note"], shown=form.shown)

    return _write(request, found, form, "reason", _("Sparat."), act)


@require_POST
@staff_required
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge into another theme and go there."""
    found = theme_of(request, pk)
    form = MergeForm(found, request.POST)
    if not form.is_valid():
        first_errors(request, form)
        return _to(request, pk)
    into = form.cleaned_data["into"]
    done = attempt(
        request,
        _("Temana är ihopslagna. Du kan ångra."),
        lambda: actions.merge(found, into, by=viewer_of(request)),
    )
    return _to(request, into.pk if done else pk)


@require_POST
@staff_required
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose, refuse or forget a quote."""
    found = theme_of(request, pk)
    placement = book.placement(found.cycle, number(request.POST.get("tanke")), viewer_of(request))
    if placement is None:
        raise Http404
    verbs = {"valj": actions.choose_quote, "valj-bort": actions.refuse_quote, "glom": actions.forget_quote}
    verb = verbs.get(request.POST.get("gor", ""), actions.forget_quote)
    attempt(request, _("Sparat."), lambda: verb(found, placement, by=viewer_of(request)))
    return _to(request, pk)


def _to(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(back(request, reverse("insights_staff:theme", args=[pk])))
