"""A run that waits for a person: what it would change is counted first, and the book follows when somebody says so."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit, told
from medskick.ground.core.access import SYSTEM, Viewer, require, viewer_now
from medskick.ground.core.chain import Ref
from medskick.process.insights.actions._book import lock_book
from medskick.process.insights.actions.adopt import MOVES_TOLD, adopt
from medskick.process.insights.actions.start import ask_a_worker
from medskick.process.insights.models import BookChange, Run
from medskick.process.insights.queries import before_run
from medskick.process.insights.queries.runs import as_shown
from medskick.process.insights.run_files import files_gone, result_folder


def propose(run: Run) -> None:
    """Count what the run would change by adopting it and taking that back; the book stays as it was."""
    with transaction.atomic():
        lock_book(run.cycle)
        counted_at = newest_change(run)
        changes = adopt(run)
        transaction.set_rollback(True)
    run.homes = {}
    run.state, run.changes, run.finished_at = Run.State.READY, changes, timezone.now()
    run.options = {**run.options, "counted_at": counted_at}
    Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(
        state=run.state, changes=changes, options=run.options, finished_at=run.finished_at
    )


def kept_back(run: Run) -> dict[str, Any]:
    """For the way back to an edition, before the book follows: what people's decisions hold elsewhere, as it was
    told to who started it. Nothing for other runs."""
    if not run.options.get("back") or run.goes_on_from is None:
        return {}
    told = before_run.going_back(run.goes_on_from, SYSTEM)
    rows = [as_kept(one) for one in told.kept[:MOVES_TOLD]]
    return {"kept_back": {"rows": rows, "count": told.held, "by_theme": told.by_theme}}


def as_kept(one: before_run.Kept) -> dict[str, Any]:
    """What a decision holds, for ``Run.changes``; ``sentence`` as the decision's own line keeps it."""
    return {
        "theme": one.theme.name if one.theme else "",
        "decision": one.decision.pk if one.decision else 0,
        "sentence": one.decision.what if one.decision else "",
        "who": one.decision.author_name if one.decision else "",
        "whole": one.whole,
        "count": one.count,
    }


def newest_change(run: Run) -> int:
    """Key of the newest decision about the run's book, 0 for none: whether the counts still hold."""
    newest = BookChange.objects.filter(cycle=run.cycle_id).first()
    return newest.pk if newest else 0


def use_run(run: Run, *, by: Viewer, shown: str | None = None, keep: Collection[int] = ()) -> None:
    """Let the book follow a run that waits. A worker does it.

    ``shown``: what the page told of it (``queries.runs.as_shown``). ``keep``: keys of themes whose old names are to
    stand in place of the codebook's. Raises ValidationError when it waits no more, when it tells something else now
    than what was shown, and when people have decided something since it was counted: what they said yes to is what
    happens.
    """
    if keep:
        require("insights.review", by)
    _go_on(run, by, "insights.run_used", taken=True, shown=shown, keep=keep)


def count_again(run: Run, *, by: Viewer) -> None:
    """Count anew what a run that waits would change, after people have changed the book."""
    _go_on(run, by, "insights.run_counted_again", taken=False)


def leave_run(run: Run, *, by: Viewer) -> None:
    """Leave a run that waits unused: the book stays as it is. Raises ValidationError when it waits no more."""
    require("insights.run", by)
    with transaction.atomic():
        fresh = _waiting(run)
        fresh.state, fresh.kept = Run.State.CANCELLED, told.keep("insights.run.left")
        fresh.message = told.in_source_language(fresh.kept)
        fresh.save(update_fields=["state", "message", "kept"])
        audit.record(by, "insights.run_left", Ref("run", str(run.number)))


def names_to_keep(run: Run) -> dict[str, Any]:
    """For ``adopt``: the themes whose names somebody ticked when they let the book follow the run, and who did."""
    wanted = run.options.get("keep_names", [])
    return {"keep": wanted, "by": viewer_now(run.options["kept_by"])} if wanted else {}


def _go_on(
    run: Run, by: Viewer, line: str, *, taken: bool, shown: str | None = None, keep: Collection[int] = ()
) -> None:
    require("insights.run", by)
    if result_folder(run) is None:  # while it waits the files can be put back
        raise ValidationError(files_gone(run))
    try:
        with transaction.atomic():
            fresh = _waiting(run)
            if taken and shown is not None and shown != as_shown(fresh, by):
                raise ValidationError(
                    _(
                        "Siffrorna har räknats om, eller en ny utgåva har publicerats, sedan du läste. "
                        "Inget är ändrat. Läs dem igen och bestäm sedan."
                    )
                )
            if taken and fresh.options.get("counted_at") != newest_change(fresh):
                raise ValidationError(
                    _("Ni har tagit beslut om temana sedan det räknades. Räkna om och läs siffrorna först.")
                )
            fresh.state, fresh.job_id = Run.State.WAITING, ask_a_worker(fresh, by)
            named = {one["id"] for one in fresh.changes.get("named_by_book", [])}
            kept = {"keep_names": sorted(named.intersection(keep)), "kept_by": by.user_id}
            fresh.options = {**fresh.options, "taken": taken, "overtaken": False, **kept}
            fresh.save(update_fields=["state", "job_id", "options"])
            audit.record(by, line, Ref("run", str(run.number)))
    except IntegrityError:
        raise ValidationError(_waits_no_more()) from None


def _waiting(run: Run) -> Run:
    lock_book(run.cycle)
    fresh = Run.objects.select_for_update().get(pk=run.pk)
    newer = Run.objects.filter(cycle=run.cycle_id, number__gt=run.number).exists()
    if fresh.state != Run.State.READY or newer:
        raise ValidationError(_waits_no_more())
    return fresh


def _waits_no_more() -> str:
    return _("Analysen väntar inte längre på något beslut. Ladda om sidan.")
