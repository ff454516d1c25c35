"""The job of a run. The analysis engine is loaded here, inside the handler, and nowhere else."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medskick.ground.core.files import room_folder
from medskick.ground.jobs.context import Context
from medskick.ground.jobs.registry import JobError, Stopped, job
from medskick.process.insights import edition_files as _files  # noqa: F401
from medskick.process.insights import placing_jobs as _placing  # noqa: F401
from medskick.process.insights import run_files
from medskick.process.insights.actions import _book, excerpts, held, model_texts, snapshot
from medskick.process.insights.actions.adopt import adopt
from medskick.process.insights.actions.code import LEARN, learn_missed
from medskick.process.insights.actions.constraints import constraints
from medskick.process.insights.actions.language_model import TRIAL
from medskick.process.insights.actions.propose import kept_back, names_to_keep, newest_change, propose
from medskick.process.insights.actions.relearn import Place, write_learned
from medskick.process.insights.actions.start import KIND
from medskick.process.insights.coding import jobs as _coding  # noqa: F401
from medskick.process.insights.models import ModelDecision, Run, RunStatement, RunTheme
from medskick.process.insights.queries import decisions, language_model
from medskick.process.insights.run_files import (
    CODEBOOK,
    EDITS,
    MATERIAL,
    FilesGoneError,
    as_made,
    beside_of,
    codebook,
    gone,
    made_before,
    result_folder,
)

if TYPE_CHECKING:
    from medskick.engine.analysis.language_model import LanguageModel

Told = Callable[[str, int, int, float | None], None]


@job(KIND, label=gettext_lazy("Analys av medskick"), rule="insights.run", heavy=True)
def run(ctx: Context) -> dict[str, Any]:
    """Freeze the input, analyse it, store the rows, match them to the book. Every part is skipped when done before."""
    runs = Run.objects.select_related("cycle", "goes_on_from__run", "goes_on_from_run", "codebook__codebook")
    found = runs.filter(number=ctx.params["run"]).first()
    if found is None:
        raise JobError(_("Analysen finns inte längre. Starta en ny."))

    _refuse_old(found)

    def told(what: str, done: int, total: int, left: float | None = None) -> None:
        ctx.check()
        ctx.progress(what, done, total, seconds_left=left)

    try:
        compute(found, told, ctx.cancelled)
    except Stopped:
        if ctx.stop_reason == "cancel":
            _end(found, Run.State.CANCELLED, _("Avbruten av en person."))
        raise
    except JobError as error:
        _end(found, Run.State.FAILED, str(error), error.kept)
        raise
    return {"address": reverse("insights_staff:run", args=[found.number])}


@job(LEARN, label=gettext_lazy("Lärande av beslut"), rule="insights.review")
def learn(ctx: Context) -> dict[str, Any]:
    """Learn from all decisions with the run's codebook and place its statements anew. Skipped when done already."""
    found = Run.objects.filter(number=ctx.params["run"]).select_related("cycle", "codebook__codebook").first()
    if found is not None and found.codebook is not None and found.state == Run.State.DONE:
        if found.learned < found.codebook.codebook.decided:
            _learn(found, room_folder(*found.folder_parts))
        return {"address": reverse("insights_staff:desk", args=[found.number])}
    return {}


def compute(run: Run, told: Told, cancelled: Callable[[], bool] | None = None) -> None:
    """The whole run, in this process. May be called again after a crash: finished parts are not done twice.

    One that asks stops when it has counted what it would change, and goes on when somebody has said that it may. What
    people decide between that word and here is not overridden: it is counted and asked again.
    """
    if run.state in {Run.State.DONE, Run.State.READY}:
        return
    _refuse_old(run)
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)
    if not run.options.get("taken"):
        _read(run, told, cancelled)
        if run.options.get("asks"):
            told(_("Räknar vad som skulle ändras"), 1, 2, None)
            propose(run)
            return
    told(_("Jämför med temana som redan finns"), 1, 2, None)
    folder = room_folder(*run.folder_parts)
    with transaction.atomic():
        _book.lock_book(run.cycle)
        _refuse_old(run)
        overtaken = run.options.get("counted_at", newest_change(run)) != newest_change(run)
        if not overtaken:
            _follow(run, folder)
    if overtaken:
        run.options = {**run.options, "taken": False, "overtaken": True}
        propose(run)


def _follow(run: Run, folder: Path) -> None:
    """Let the book follow the run, inside the caller's transaction."""
    kept = kept_back(run)
    adopt(run, **names_to_keep(run))
    run.changes |= kept
    run.changes["decisions"] = held.told(run, _result(folder))
    model_texts.attach(run)
    run.state = Run.State.DONE
    run.finished_at = timezone.now()
    run.message, run.kept = "", {}
    run.save(update_fields=["changes", "state", "finished_at", "message", "kept"])
    if run.codebook is not None:
        learn_missed(run)


def _read(run: Run, told: Told, cancelled: Callable[[], bool] | None) -> None:
    """Freeze the input, let the engine read it, and store what it says: nothing of it is in the book yet."""
    folder = room_folder(*run.folder_parts)
    told(_("Samlar texterna som ska läsas"), 0, 1, None)
    if not made_before(run, folder, "snapshot.jsonl"):
        _remember(run, {"snapshot.jsonl": snapshot.freeze(run, folder / "snapshot.jsonl")})
    before = ["snapshot.jsonl"]
    if run.codebook is not None:
        before.append(CODEBOOK)
        if not made_before(run, folder, CODEBOOK):
            decisions.freeze(run, folder / CODEBOOK)
            _remember(run, {**run.manifest, CODEBOOK: snapshot.sha256(folder / CODEBOOK)})
    needed = [MATERIAL] if run.codebook is not None else []
    if not made_before(run, folder, "result/result.json", "result/statements.csv", *needed):
        went_on = _tell_edits(run, folder)
        _analyse(run, folder, told, cancelled)
        made = {
            f"result/{path.name}": snapshot.sha256(path) for path in sorted((folder / "result").iterdir())
        }
        made |= {name: snapshot.sha256(folder / name) for name in needed}
        _remember(run, {**{name: run.manifest[name] for name in before}, **went_on, **made})
    document = _result(folder)
    told(_("Sparar resultatet"), 0, 2, None)
    with transaction.atomic():
        _store(run, document, folder)
        run.engine_version = str(document.get("engine", ""))
        run.model_version = " ".join(str(part) for part in document.get("model", {}).values())
        run.counts = document["counts"]
        run.save(update_fields=["engine_version", "model_version", "counts"])
    if run.codebook is not None:
        _learn(run, folder)


def _result(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "result" / "result.json").read_text(encoding="utf-8"))
    return document


def _refuse_old(run: Run) -> None:
    """A run that was ended, or that another has followed, never touches the book again. Raises JobError."""
    state = Run.objects.filter(pk=run.pk).values_list("state", flat=True).get()
    followed = Run.objects.filter(cycle=run.cycle_id, number__gt=run.number).exists()
    if followed or state in {Run.State.CANCELLED, Run.State.FAILED}:
        raise JobError(_("Den här analysen är avslutad och kan inte göras om. Starta en ny analys."))


def _remember(run: Run, manifest: dict[str, str]) -> None:
    run.manifest = manifest
    run.save(update_fields=["manifest"])


def _tell_edits(run: Run, folder: Path) -> dict[str, str]:
    """For a run that goes on from another: what must hold that is not in it, frozen as a file; answers its hash."""
    ground = run.ground
    before = result_folder(ground) if ground else None
    (folder / EDITS).unlink(missing_ok=True)
    if ground is not None and before is None:
        raise JobError(gone(ground))
    if before is None or ground is None:
        run.carried = {}
        run.save(update_fields=["carried"])
        return {}
    retired = json.loads((before / "result.json").read_text(encoding="utf-8")).get("retired_ids", [])
    told = constraints(ground, retired)
    text = json.dumps(told.document, ensure_ascii=False, sort_keys=True, indent=1)
    (folder / EDITS).write_text(text + "\n", encoding="utf-8")
    run.carried = told.carried
    run.save(update_fields=["carried"])
    return {EDITS: snapshot.sha256(folder / EDITS)}


def _analyse(run: Run, folder: Path, told: Told, cancelled: Callable[[], bool] | None) -> None:
    from medskick.engine.analysis.contract import (
        AnalysisError,
        BusyError,
        Cancelled,
        Contribution,
        Options,
        Progress,
    )
    from medskick.engine.analysis.run import analyse

    rows = snapshot.read(folder / "snapshot.jsonl")

    def progress(state: Progress) -> None:
        told(state.stage, round(state.share * 1000), 1000, state.seconds_left)

    options = Options(
        language_model=_language_model(run),
        workers=int(getattr(settings, "ANALYSIS_WORKERS", 1)),
        heading=run.cycle.name,
        material=folder / MATERIAL,
    )
    try:
        options = as_made(run, options)
    except FilesGoneError:
        raise JobError(gone(run.ground or beside_of(run) or run)) from None
    try:
        analyse(
            [Contribution(**snapshot.for_engine(row)) for row in rows],
            folder / "result",
            options,
            progress=progress,
            cancelled=cancelled,
        )
    except Cancelled as error:
        raise Stopped("cancel") from error
    except BusyError:
        raise  # the try before is still ending; the next one finds the folder free
    except AnalysisError as error:
        raise JobError(str(error)) from error


def _language_model(run: Run) -> LanguageModel | None:
    """The model that the run may ask: only while the decision that it started under still holds."""
    from medskick.engine.analysis.language_model import LanguageModel

    decision = language_model.decision_on()
    if decision is None or decision.pk != run.options.get("language_model"):
        return None
    key = os.environ.get(language_model.key_variable(), "").strip()
    return LanguageModel(
        decision.model, decision.endpoint, key, room_folder("insights", "language-model"), pause=2.0
    )


@job(TRIAL, label=gettext_lazy("Prov av språkmodellen"), rule="insights.language_model", max_attempts=1)
def language_model_trial(ctx: Context) -> dict[str, Any]:
    """Ask the model about three made-up statements and remember how it went."""
    from dataclasses import replace

    from medskick.engine.analysis.language_model import LanguageModel
    from medskick.engine.analysis.language_model.trial import trial

    decision = ModelDecision.objects.filter(pk=ctx.params["decision"], in_force=True).first()
    if decision is None:
        raise JobError(_("Språkmodellen är avstängd."))
    key = os.environ.get(language_model.key_variable(), "").strip()
    model = LanguageModel(decision.model, decision.endpoint, key, retries=0)
    went_well, told = trial(replace(model, budget=model.timeout))
    ModelDecision.objects.filter(pk=decision.pk).update(
        tried_at=timezone.now(), trial_went_well=went_well, trial=told[:300]
    )
    return {"address": reverse("insights_staff:language_model")}


def _learn(run: Run, folder: Path) -> int:
    """Place the run's statements by all that has been decided up to now; answers how many changed theme."""
    from threadpoolctl import threadpool_limits

    from medskick.engine.analysis.coding.material import learn_from, load_material

    assert run.codebook is not None
    run.codebook.codebook.refresh_from_db()
    learned = (
        run.codebook.codebook.decided
    )  # read before the decisions: one too few is learned again, never missed
    told = run_files.decisions(decisions.of_run(run))
    material = load_material(folder / MATERIAL)
    with threadpool_limits(limits=1):
        found = learn_from(material, codebook(folder), told)
    keys, coded = material.keys, found.coded
    offers = {statement: (place, informs) for place, (statement, informs) in enumerate(found.next, 1)}
    places = {}
    for number, (span, point) in enumerate(zip(material.spans, material.point_of.tolist(), strict=True)):
        own = int(coded.entry[point])
        nearest = zip(coded.order[point].tolist(), coded.shares[point].tolist(), strict=True)
        place, informs = offers.get(number, (None, 0))
        places[span] = Place(
            keys[own] if own >= 0 else "",
            float(coded.strength[point]),
            [keys[n] for n in coded.also[point]],
            [[keys[n], round(share, 2)] for n, share in nearest],
            place,
            informs,
        )
    return write_learned(run, places, learned)


def _store(run: Run, document: dict[str, Any], folder: Path) -> None:
    """The engine's rows, as they are. An earlier try's rows go first, so that none stand twice."""
    run.statements.all().delete()
    run.themes.all().delete()
    RunTheme.objects.bulk_create(
        [
            RunTheme(
                run=run,
                key=node["id"],
                parent_key=node["parent"] or "",
                kind=node.get("kind", "theme"),
                label=node["label"][:200],
                keywords=node["keywords"],
                quotes=[[q["contribution_id"], q["start"], q["end"]] for q in node["quotes"]],
                criteria=_criteria(node, document),
                order=number,
                entry=node.get("key", ""),
            )
            for number, node in enumerate(document["themes"])
        ],
        batch_size=500,
    )
    pk_of = {row["id"]: row["pk"] for row in snapshot.read(folder / "snapshot.jsonl")}
    with (folder / "result" / "statements.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if int(row["end"]) > int(row["start"])]
    stored = RunStatement.objects.bulk_create(
        [
            RunStatement(
                run=run,
                contribution_id=pk_of[row["contribution_id"]],
                field=row["field"],
                start=int(row["start"]),
                end=int(row["end"]),
                theme_key=row["theme_id"],
                topic_key=row["topic_id"],
                strength=float(row["strength"]),
                strength_class=row["class"],
                x=float(row["x"]),
                y=float(row["y"]),
                family=row["family_id"],
                scope=row["scope"],
                cooperation=_likely(row["cooperation"]),
                long_term=_likely(row["long_term"]),
            )
            for row in rows
        ],
        batch_size=500,
    )
    places = {
        row["statement_id"]: (pk_of[row["contribution_id"]], row["field"], int(row["start"]), int(row["end"]))
        for row in rows
    }
    model_texts.store(run, document, places)
    excerpts.store(run, document, zip(rows, stored, strict=True))


def _criteria(node: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """What the engine suggests for a theme or topic; nothing where it judged nothing."""
    if not node.get("criteria"):
        return {}
    return {**node["criteria"], "persons": node["persons"], "of": document["counts"]["persons"]}


def _likely(cell: str) -> float | None:
    return float(cell) if cell else None


def _end(run: Run, state: str, message: str, kept: dict[str, Any] | None = None) -> None:
    Run.objects.filter(pk=run.pk).exclude(state=Run.State.DONE).update(
        state=state, message=message, kept=kept or {}, finished_at=timezone.now()
    )
