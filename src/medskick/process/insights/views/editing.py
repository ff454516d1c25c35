"""One theme of the book: name, summary, approval, scope, merging, quotes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import allowed, require, staff_required, viewer_of
from medskick.process.cycle import region as regions
from medskick.process.insights import actions
from medskick.process.insights.actions.undo import latest
from medskick.process.insights.forms import MergeForm, NameForm, ScopeForm, SummaryForm
from medskick.process.insights.models import Placement, Theme
from medskick.process.insights.queries import book
from medskick.process.insights.queries.quotes import candidates
from medskick.process.insights.views._common import attempt, back, first_errors, number, theme_of

CANDIDATES = 12


@require_safe
@staff_required
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about a theme, with keywords and candidates for quotes beside the summary."""
    viewer = viewer_of(request)
    require("insights.read", viewer)
    found = theme_of(request, pk)
    if found.state == Theme.State.MERGED:
        return redirect("insights_staff:theme", pk=found.merged_into_id)
    tree = book.tree(found.cycle, viewer)
    flat = [node for top in tree.themes for node in (top, *top.topics)]
    shown = candidates(found, CANDIDATES)
    said = book.choices(found)
    lines = book.lines(shown, regions.region())
    context = {
        "theme": found,
        "node": next((node for node in flat if node.theme.pk == found.pk), None),
        "name_form": NameForm(initial={"name": found.name}),
        "summary_form": SummaryForm(initial={"summary": found.summary}),
        "scope_form": ScopeForm(initial={"reason": found.outside_reason}),
        "merge_form": MergeForm(found),
        "candidates": [(line, said.get((line.row.contribution_id, line.row.start))) for line in lines],
        "may_review": allowed("insights.review", viewer),
        "following": _following(tree, found),
        "undo": latest(found.cycle),
    }
    return render(request, "insights/staff/theme.html", context)


def _following(tree: book.Tree, found: Theme) -> Theme | None:
    """The next theme that waits for approval, by size."""
    waiting = [node.theme for node in tree.themes if not node.is_approved and node.theme.pk != found.pk]
    return waiting[0] if waiting else None


@require_POST
@staff_required
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a name."""
    found, form = theme_of(request, pk), NameForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["name"]
        attempt(
            request,
            _saved(_("Namnet är sparat."), found),
            lambda: actions.rename(found, name, by=viewer_of(request)),
        )
    else:
        first_errors(request, form)
    return _to(request, pk)


@require_POST
@staff_required
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the summary."""
    found, form = theme_of(request, pk), SummaryForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["summary"]
        attempt(
            request,
            _saved(_("Sammanfattningen är sparad."), found),
            lambda: actions.write_summary(found, text, by=viewer_of(request)),
        )
    else:
        first_errors(request, form)
    return _to(request, pk)


@require_POST
@staff_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, or take the approval back."""
    found = theme_of(request, pk)
    if request.POST.get("gor") == "ta-tillbaka":
        attempt(request, _("Temat väntar igen."), lambda: actions.unapprove(found, by=viewer_of(request)))
    else:
        attempt(request, _("Temat är godkänt."), lambda: actions.approve(found, by=viewer_of(request)))
    return _to(request, pk)


@require_POST
@staff_required
def scope(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether the theme belongs in the strategy."""
    found, form = theme_of(request, pk), ScopeForm(request.POST)
    if not form.is_valid():
        first_errors(request, form)
        return _to(request, pk)
    reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
    if reason:
        attempt(
            request,
            _saved(_("Sparat."), found),
            lambda: actions.mark_outside(found, reason, by=viewer_of(request), note=note),
        )
    else:
        attempt(
            request,
            _saved(_("Sparat."), found),
            lambda: actions.mark_inside(found, by=viewer_of(request), note=note),
        )
    return _to(request, pk)


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
        _saved(_("Temana är ihopslagna. Du kan ångra."), into),
        lambda: actions.merge(found, into, by=viewer_of(request)),
    )
    return _to(request, into.pk if done else pk)


@require_POST
@staff_required
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose, refuse or forget a quote."""
    found = theme_of(request, pk)
    placement = get_object_or_404(Placement, pk=number(request.POST.get("tanke")), cycle=found.cycle)
    verbs = {"valj": actions.choose_quote, "valj-bort": actions.refuse_quote, "glom": actions.forget_quote}
    verb = verbs.get(request.POST.get("gor", ""), actions.forget_quote)
    attempt(request, _("Sparat."), lambda: verb(found, placement, by=viewer_of(request)))
    return _to(request, pk)


def _saved(done: str, theme: Theme) -> str:
    """What was done and, where the theme was approved, that it has to be approved again."""
    if theme.state != Theme.State.APPROVED:
        return done
    return done + " " + _("Temat har ändrats sedan det godkändes. Godkänn det igen när det är klart.")


def _to(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(back(request, reverse("insights_staff:theme", args=[pk])))
