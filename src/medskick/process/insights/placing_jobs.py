"""The job that places what has come in since an edition. The engine is loaded here, inside the functions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medskick.ground.core.access import SYSTEM
from medskick.ground.jobs.context import Context
from medskick.ground.jobs.registry import JobError, duty, job
from medskick.process.contributions.queries import visible_texts
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights.actions import placing, snapshot
from medskick.process.insights.models import Edition
from medskick.process.insights.queries import live
from medskick.process.insights.run_files import result_folder

PLACED_AT_ONCE, MOST_MEASURED = 200, 4_000
MEMORY = "live-private.npz"


@job(placing.KIND, label=gettext_lazy("Placering av nya medskick"), rule="insights.run")
def place(ctx: Context) -> dict[str, Any]:
    """Place what has come in since an edition by its neighbours there, and measure how well the edition fits it."""
    edition = Edition.objects.filter(number=ctx.params["edition"]).select_related("run", "cycle").first()
    if edition is None:
        raise JobError(_("Utgåvan finns inte längre."))

    def told(done: int, total: int) -> None:
        ctx.check()
        ctx.progress(_("Placerar nya medskick"), done, total)

    place_in(edition, told)
    return {"address": reverse("insights_staff:home")}


@duty("insights.place_new")
def place_now_and_then() -> None:
    """Ask for new contributions to be placed in the newest edition of the current cycle, where there are any."""
    if cycle := current_cycle(SYSTEM):
        placing.keep_placed(cycle)


def place_in(edition: Edition, told: Callable[[int, int], None]) -> int:
    """Place everything new in the edition, in this process; answers how many new statements were stored.

    What is placed already keeps its place. How well the edition fits is measured on the newest texts; the answers for
    these are kept, so that each text is placed once as long as nothing else in the edition changes.
    """
    from medskick.engine.analysis.contract import AnalysisError, Contribution
    from medskick.engine.analysis.edition import remembered
    from medskick.engine.analysis.edition.live import LiveEdition, joined
    from medskick.engine.analysis.reading import read_result, statements

    folder = result_folder(edition.run)
    if folder is None:
        raise JobError(_("Utgåvans filer finns inte kvar. Gör en ny analys och publicera den."))
    new = live.new_since(edition)
    rows = [snapshot.row_of(one) for one in visible_texts(edition.cycle, SYSTEM) if one.id in new]
    rows.sort(key=lambda row: row["pk"])
    measured = {row["id"] for row in rows[-MOST_MEASURED:]}
    waiting = set(live.unplaced(edition).values_list("pk", flat=True))
    pk_of = {row["id"]: row["pk"] for row in rows}
    lies, marks = placing.homes(edition), placing.marks(edition)
    memory = folder.with_name(MEMORY)
    key = remembered.key_of(lies, edition.run.manifest[placing.NEEDED])
    texts = {row["id"]: _hash(row) for row in rows}
    kept = {own: one for own, one in remembered.load(memory, key).items() if texts.get(own) == one[0]}
    rows = [row for row in rows if row["pk"] in waiting or (row["id"] in measured and row["id"] not in kept)]
    try:
        ids = (
            (s.statement_id, (s.contribution_id, s.field, s.start, s.end))
            for s in statements(read_result(folder))
        )
        now = {own: lies[key] for own, key in ids if key in lies}
        known = LiveEdition(folder, now, nowhere=placing.NOWHERE)
        stored = 0
        for start in range(0, len(rows), PLACED_AT_ONCE):
            told(start, len(rows))
            some = [Contribution(**snapshot.for_engine(row)) for row in rows[start : start + PLACED_AT_ONCE]]
            answer = known.place(some, placing.taken(edition))
            stored += placing.store(edition, answer.rows, pk_of, marks)
            kept |= {own: (texts[own], one) for own, one in remembered.by_contribution(answer).items()}
        kept = {own: kept[own] for own in pk_of if own in kept and own in measured}
        answers = [placement for _text, placement in kept.values()]
        placing.store_drift(
            edition, known.drift(joined(answers, measured), lambda home: home.partition(".")[0])
        )
        remembered.save(memory, key, kept)
    except AnalysisError as error:
        raise JobError(str(error)) from error
    return stored


def _hash(row: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()
