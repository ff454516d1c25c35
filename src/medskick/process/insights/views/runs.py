"""The analysis' first page in the workspace, and runs."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from medskick.ground.core.access import Viewer, allowed, require, staff_required, viewer_of
from medskick.ground.live.queries import address
from medskick.process.contributions.queries import ledger
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights import actions
from medskick.process.insights.forms import AFRESH, FROM_EDITION, StartForm
from medskick.process.insights.models import Run
from medskick.process.insights.queries import (
    before_run,
    book,
    codebooks,
    editions,
    grounds,
    held,
    language_model,
    live,
    live_when,
    names,
    runs,
    whole,
)
from medskick.process.insights.queries.desk import going
from medskick.process.insights.views._common import attempt, cycle_of, first_errors, nothing_yet
from medskick.process.insights.views._common import number as key

TONES = {
    Run.State.WAITING: "watch",
    Run.State.RUNNING: "action",
    Run.State.READY: "watch",
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
    latest = next((run for run in found if run.state == Run.State.DONE), None)
    ground_run = ground.run if ground else None
    context = {
        "cycle": cycle,
        "runs": [(run, TONES[Run.State(run.state)]) for run in found],
        "latest": latest,
        "followed": followed,
        "ready": found[0] if found and found[0].state == Run.State.READY else None,
        "back_to": edition if latest and latest == ground_run else None,
        "tree": book.tree(cycle, viewer),
        "whole": whole.of_book(cycle, viewer),
        "none_url": reverse("insights_staff:fits_none", args=[followed.number])
        if followed and followed.codebook_id
        else "",
        "editions": editions.editions(cycle, viewer),
        "earlier": editions.earlier_cycles(viewer),
        "ledger": ledger(cycle, viewer),
        "ground": ground,
        "edition": edition,
        "back_loses": grounds.loose(cycle, viewer, edition.run) if edition else None,
        "afresh_loses": grounds.loose(cycle, viewer),
        "arrived": live.arrived_in_book(newest, viewer) if newest else live.Arrived(),
        "when": live_when.when(newest) if newest else None,
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


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def start(request: HttpRequest) -> HttpResponse:
    """Start a run, or join the one that is open.

    What may move statements in the book is asked about first, with what it would meet in numbers; so it is when
    somebody comes by a link. Under a codebook, or from the beginning, the run asks once more when it has counted what
    it would change.
    """
    cycle, by = cycle_of(request), viewer_of(request)
    require("insights.run", by)
    form = StartForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        first_errors(request, form)
        return redirect("insights_staff:home")
    data = form.cleaned_data
    anew = bool(data["codebook"] or data["themes"] or data["ground"] == AFRESH)
    moves = anew or data["ground"] == FROM_EDITION
    if request.method != "POST" or (moves and "sure" not in request.POST):
        return _ask_first(request, cycle, form, anew)
    done = attempt(
        request,
        _("Analysen är beställd. Du kan lämna sidan, arbetet fortsätter."),
        lambda: actions.start_run(
            cycle,
            by=by,
            themes=data["themes"],
            seed=data["seed"] or 0,
            codebook=data["codebook"],
            afresh=data["ground"] == AFRESH,
            from_edition=data["ground"] == FROM_EDITION,
            shown=data["shown"],
            decided=data["decided"],
            asks=anew and before_run.holds_something(cycle, by),
        ),
    )
    if not done and data["ground"] == FROM_EDITION:
        return redirect(reverse("insights_staff:start") + f"?ground={FROM_EDITION}")
    return redirect("insights_staff:home")


def _ask_first(request: HttpRequest, cycle: StrategyCycle, form: StartForm, anew: bool) -> HttpResponse:
    """What the run would meet and what it may do, before anybody starts it."""
    viewer, data = viewer_of(request), form.cleaned_data
    codebook = data["codebook"]
    ground = grounds.ground(cycle, viewer)
    returning = data["ground"] == FROM_EDITION and not anew
    back = grounds.edition_to_return_to(cycle, ground, viewer) if returning else None
    if returning and back is None:
        messages.info(
            request, _("Temana följer redan den senaste utgåvan. Det finns inget att gå tillbaka till.")
        )
        return redirect("insights_staff:home")
    # The numbers are about what the book follows now: where that is another run when they are agreed to, it is said.
    given = {name: form.data.get(name, "") for name in form.fields}
    decided = str(actions.newest_decision(cycle)) if back else ""
    form.data = {**given, "shown": str(ground.run.number if ground else 0), "decided": decided}
    context = {
        "cycle": cycle,
        "form": form,
        "codebook": codebook,
        "anew": anew,
        "back": back,
        "ground": ground,
        "met": before_run.met(cycle, viewer),
        "listed": before_run.listed(codebook, cycle, viewer) if codebook else None,
        "returns": before_run.going_back(back.edition, viewer) if back and back.edition else None,
        "loses": grounds.loose(cycle, viewer, back.run if back else None) if anew or back else None,
        "ready": runs.ready_run(cycle, viewer),
    }
    return render(request, "insights/staff/start.html", context)


@require_POST
@staff_required
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """What to do with a run that waits for a person: ``anvand``, ``rakna-om`` or ``lat-bli``."""
    run, by = _run(request, number), viewer_of(request)
    require("insights.run", by)
    verb = request.POST.get("gor", "")
    if verb == "anvand":
        done = _("Temana ändras nu som analysen säger. Det tar en liten stund.")
        shown, keep = request.POST.get("visat"), [key(one) for one in request.POST.getlist("behall")]
        attempt(request, done, lambda: actions.use_run(run, by=by, shown=shown, keep=keep))
    elif verb == "rakna-om":
        done = _("Datorn räknar om vad som skulle ändras.")
        attempt(request, done, lambda: actions.count_again(run, by=by))
    elif verb == "lat-bli":
        done = _("Analysen användes inte. Temana är som de var.")
        attempt(request, done, lambda: actions.leave_run(run, by=by))
    return redirect("insights_staff:run", number=run.number)


@require_POST
@staff_required
def place(request: HttpRequest) -> HttpResponse:
    """Have what came in since the newest edition placed in it."""
    cycle = cycle_of(request)
    attempt(
        request,
        _("Datorn placerar de nya medskicken. Hur det går står under Arbeten."),
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
    back = grounds.edition_behind(run, viewer)
    context = {
        "back": back,
        "returns": before_run.going_back(back.edition, viewer) if back and back.edition else None,
        "back_loses": grounds.loose(run.cycle, viewer, back.run) if back else None,
        "follows": run.state == Run.State.DONE and grounds.superseded_by(run, viewer) is None,
        "leaving": before_run.leaving(run, viewer),
        "published": editions.newest(run.cycle, viewer),
        "decided_since": runs.decided_since(run),
        "shown": runs.as_shown(run, viewer) if run.state == Run.State.READY else "",
        "names": names.by_run(run, viewer),
        "names_kept": names.kept_by(run, viewer),
        **_coded(run, viewer),
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


def _coded(run: Run, viewer: Viewer) -> dict[str, object]:
    """Where a codebook's run has everything: as the book has it, or as the run was left when another took its place."""
    if run.codebook is None or run.state != Run.State.DONE:
        return {}
    if grounds.superseded_by(run, viewer) is not None:
        left = [one for one in codebooks.filled(run, viewer) if one.key]
        return {"whole": whole.of_run(run, viewer), "filled": left, "elsewhere": 0}
    held, elsewhere = whole.under_entries(run, viewer)
    return {"whole": whole.of_book(run.cycle, viewer), "filled": held, "elsewhere": elsewhere}


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
