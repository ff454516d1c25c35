"""The first pass over a file: which rows can be used, before anything is stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medskick.engine.tables.errors import TableError
from medskick.ground.jobs.context import Context
from medskick.process.contributions.imports import files
from medskick.process.contributions.imports.reading import Reading, RowProblem
from medskick.process.contributions.imports.repeats import Repeats, skips
from medskick.process.contributions.models import ImportBatch

MOST_KEPT = 200  # kept with the batch for its page; the file of problems has them all
LOOK_EVERY = 500

_REPEATS = gettext_lazy("Upprepar rad %(row)s ord för ord med samma id. Den hoppades över.")
Problem = tuple[int | None, str, str]


class Check:
    """Reads every row once. Then ``usable``, ``wrong``, ``repeated`` count rows; ``first``: first problems."""

    def __init__(self, ctx: Context, batch: ImportBatch, reading: Reading) -> None:
        self.ctx, self.batch, self.reading = ctx, batch, reading
        self.usable = self.wrong = self.repeated = 0
        self.repeats = Repeats(batch.mapping)
        self.skips = skips(batch.mapping, batch.fixed)
        self.first: list[dict[str, Any]] = []

    def run(self) -> None:
        """Read the file through and write its problems beside it. Raises TableError when the file itself is broken."""
        self.wrong = files.write_problems(self.batch, self._noted()) - self.repeated

    def _noted(self) -> Iterator[Problem]:
        for row, column, text in self._problems():
            if len(self.first) < MOST_KEPT:
                self.first.append({"row": row, "column": column, "text": text})
            yield row, column, text

    def _problems(self) -> Iterator[Problem]:
        unreadable: list[TableError] = []
        for number, row in enumerate(files.table(self.batch).rows(on_error=unreadable.append), 1):
            while unreadable:
                yield _told(unreadable.pop(0))
            try:
                earlier = self.repeats.of(row.number, self.reading.answers(row))
            except RowProblem as problem:
                yield row.number, problem.column, problem.text
            else:
                if earlier and self.skips:
                    self.repeated += 1
                    yield row.number, self.batch.mapping["id"], _REPEATS % {"row": earlier}
                else:
                    self.usable += 1
            if number % LOOK_EVERY == 0:
                self.ctx.progress(_("Kontrollerar raderna"), number, self.batch.rows or 0)
                if self.ctx.cancelled():
                    return
        yield from map(_told, unreadable)


def _told(error: TableError) -> Problem:
    return error.row, error.column or "", error.message
