"""The analysis' first page in the workspace, and runs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import allowed, require, staff_required, viewer_of
from medskick.ground.live.queries import address
from medskick.process.contributions.queries import ledger
from medskick.process.cycle import region as regions
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights import actions
from medskick.process.insights.forms import AFRESH, FROM_EDITION, StartForm
from medskick.process.insights.models import Run
from medskick.process.insights.queries import (
    book,
    codebooks,
    editions,
    grounds,
    held,
    language_model,
    live,
    runs,
)
from medskick.process.insights.queries.desk import going
from medskick.process.insights.views._common import attempt, cycle_of, first_errors, nothing_yet

TONES = {
    Run.State.WAITING: "watch",
    Run.State.RUNNING: "action",
    Run.State.DONE: "good",
    Run.State.FAILED: "bad",
    Run.State.CANCELLED: "",
}


@require_safe
@staff_required
def home(request: HttpRequest) -> HttpResponse:
    """Analyse, review, publish: where it stands and what comes next."""
    viewer = viewer_of(request)
    require("insights.read", viewer)
    cycle = current_cycle(viewer)
    if cycle is None:
        return nothing_yet(request)
    actions.settle(cycle)
    found = runs.runs(cycle, viewer)
    newest = editions.newest(cycle, viewer)
    ground, followed = grounds.ground(cycle, viewer), grounds.followed(cycle)
    edition = grounds.edition_to_return_to(cycle, ground, viewer)
    context = {
        "cycle": cycle,
        "runs": [(run, TONES[Run.State(run.state)]) for run in found],
        "latest": next((run for run in found if run.state == Run.State.DONE), None),
        "followed": followed,
        "tree": book.tree(cycle, viewer),
        "editions": editions.editions(cycle, viewer),
        "ledger": ledger(cycle, viewer),
        "ground": ground,
        "edition": edition,
        "back_loses": grounds.loose(cycle, viewer, edition.run) if edition else None,
        "afresh_loses": grounds.loose(cycle, viewer),
        "arrived": live.arrived(newest, viewer) if newest else live.Arrived(),
        "proposals": live.proposals(newest, viewer),
        "form": StartForm(
            edition=edition is not None,
            initial={"seed": 0, "shown": ground.run.number if ground else 0, **_as_last_time(followed)},
        ),
        "codebooks": codebooks.codebooks(viewer),
        "may_run": allowed("insights.run", viewer),
        "may_publish": allowed("insights.publish", viewer),
        "language_model": language_model.decision_on(),
        **_progress(request, next((run for run in found if run.is_open), None)),
    }
    return render(request, "insights/staff/home.html", context)


def _as_last_time(last: Run | None) -> dict[str, object]:
    """The codebook of the run that the book follows, so that nobody leaves it by mistake."""
    if last is None or last.codebook is None:
        return {}
    return {"way": "kodbok", "codebook": last.codebook.codebook_id}


@require_POST
@staff_required
def start(request: HttpRequest) -> HttpResponse:
    """Start a run, or join the one that is open."""
    cycle = cycle_of(request)
    require("insights.run", viewer_of(request))
    form = StartForm(request.POST)
    if not form.is_valid():
        first_errors(request, form)
        return redirect("insights_staff:home")
    themes, seed = form.cleaned_data["themes"], form.cleaned_data["seed"] or 0
    codebook, ground = form.cleaned_data["codebook"], form.cleaned_data["ground"]
    attempt(
        request,
        _("Analysen är beställd. Du kan lämna sidan, arbetet fortsätter."),
        lambda: actions.start_run(
            cycle,
            by=viewer_of(request),
            themes=themes,
            seed=seed,
            codebook=codebook,
            afresh=ground == AFRESH,
            from_edition=ground == FROM_EDITION,
            shown=form.cleaned_data["shown"],
        ),
    )
    return redirect("insights_staff:home")


@require_POST
@staff_required
def place(request: HttpRequest) -> HttpResponse:
    """Have what came in since the newest edition placed in it."""
    cycle = cycle_of(request)
    attempt(
        request,
        _("Datorn placerar de nya medskicken. Ladda om sidan om en stund."),
        lambda: actions.place_new(cycle, by=viewer_of(request)),
    )
    return redirect("insights_staff:home")


@require_POST
@staff_required
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a run to stop."""
    run = _run(request, number)
    attempt(request, _("Analysen stoppas."), lambda: actions.cancel_run(run, by=viewer_of(request)))
    return redirect("insights_staff:home")


@require_safe
@staff_required
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """One run: what was asked for, what came out, what it changed."""
    run = _run(request, number)
    viewer = viewer_of(request)
    context = {
        "filled": codebooks.filled(run, viewer),
        "going": going(run, viewer),
        "run": run,
        "held": held.held(run, regions.region(), viewer),
        "newer": grounds.superseded_by(run, viewer) if run.codebook_id else None,
        "tone": TONES[Run.State(run.state)],
        "may_run": allowed("insights.run", viewer),
        "may_review": allowed("insights.review", viewer),
        "model_texts": language_model.texts_of(run, regions.region(), viewer),
        **_progress(request, run if run.is_open else None),
    }
    return render(request, "insights/staff/run.html", context)


def _progress(request: HttpRequest, run: Run | None) -> dict[str, object]:
    if run is None:
        return {"open_run": None}
    told = runs.progress(run)
    job = told["job"]
    return {
        "open_run": run,
        "progress": told,
        "events": address(job.stream) if job is not None and job.is_active else "",
        "job": job,
    }


def _run(request: HttpRequest, number: int) -> Run:
    run = runs.run(number, viewer_of(request))
    if run is None:
        raise Http404
    return run
