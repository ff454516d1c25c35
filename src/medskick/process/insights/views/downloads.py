"""CSV files of published themes and statements: masked, coarse, and safe to open in a spreadsheet.

A file is written once and sent from disk until its fingerprint changes. Few are written at a time: counting all anew
for everybody who asks would stop the site.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from medskick.engine.tables.write import write_csv
from medskick.process.cycle import region as regions
from medskick.process.insights import edition_files
from medskick.process.insights.models import Edition, ExcerptKind
from medskick.process.insights.queries.criteria_public import PublicCriterion
from medskick.process.insights.queries.excerpts.rows import ExcerptRow
from medskick.process.insights.queries.fingerprint import fingerprint

BUILDERS = 2
RETRY_AFTER = 15
Rows = Iterable[Sequence[Any]]


class _AllBusy(Exception):
    """As many files are being written as may be."""


def csv_response(
    edition: Edition, name: str, columns: Sequence[str], rows: Callable[[], Rows]
) -> HttpResponseBase:
    """A CSV file with a byte order mark, from disk; written first where none is fresh. 503 when all are busy."""
    try:
        file = _fresh(edition, name, columns, rows)
    except _AllBusy:
        words = _("Många hämtar filer just nu. Vänta en halv minut och försök igen.")
        busy = HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
        busy["Retry-After"] = str(RETRY_AFTER)
        return busy
    response = FileResponse(file, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _fresh(edition: Edition, name: str, columns: Sequence[str], rows: Callable[[], Rows]) -> BinaryIO:
    mark = fingerprint(edition, regions.region())
    path = edition_files.folder_of(edition) / f"{get_language()}-{mark}-{name}"
    with suppress(FileNotFoundError):
        return path.open("rb")
    with _turn(path.parent.parent):
        if not path.exists():
            edition_files.forget_others(path.parent, mark)
            write_csv(path, columns, rows(), mark=True)
        return path.open("rb")


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """One of the few places for writers, in all processes together. Raises _AllBusy when none is free."""
    for number in range(BUILDERS):
        with (folder / f"writer-{number}.lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            yield
            return
    raise _AllBusy


def statement_columns() -> list[str]:
    """Headings of a file of statements."""
    return [
        _("tanke"),
        pgettext("the number of a contribution", "medskick"),
        _("text"),
        _("tema"),
        _("del"),
        _("hur säker"),
        _("kanal"),
        _("kommun"),
        _("utanför för att"),
        _("ligger"),
    ]


def _places() -> dict[str, str]:
    """By part of the one sum over all thoughts, its name as pages say it."""
    return {
        "in_theme": _("i ett tema"),
        "outside": _("utanför strategin"),
        "fits_none": _("passar inget av temana, eller väntar på att temat godkänns"),
        "other_language": _("på ett annat språk, sorteras av människor"),
        "no_content": _("utan innehåll, till exempel ”vet ej”"),
    }


def statement_row(row: Any) -> list[Any]:
    """One statement: nothing but what its row on the page says."""
    return [
        row.key,
        row.number,
        row.plain,
        row.theme,
        row.topic,
        row.class_label,
        row.channel,
        row.municipality,
        row.reason_label,
        _places()[row.place],
    ]


def theme_columns() -> list[str]:
    """Headings of the file of themes."""
    return [
        _("tema"),
        _("ingår i"),
        _("namn"),
        _("personer (tomt: färre än fem)"),
        _("medskick"),
        _("tankar"),
        _("formuleringar"),
        _("utanför för att"),
        _("sammanfattning"),
        _("namnet kommer från"),
    ]


def excerpt_columns() -> list[str]:
    """Headings of the file of excerpts."""
    return [
        _("tema"),
        _("ingår i"),
        _("namn"),
        _("slag"),
        _("rubrik"),
        _("sida"),
        _("ordning"),
        _("text"),
        _("tanke"),
        pgettext("the number of a contribution", "medskick"),
        _("personer"),
        _("av 100"),
        _("namnet kommer från"),
    ]


def excerpt_cells(row: ExcerptRow) -> list[Any]:
    """One sentence or quote: nothing but what the page of its theme says."""
    theme, inside, name, kind, label, side, *rest = row.cells()
    sides = {"for": _("för"), "against": _("emot"), "both": _("båda")}
    return [theme, inside, name, str(ExcerptKind(kind).label), label, sides.get(side, ""), *rest]


def criteria_columns() -> list[str]:
    """Headings of the file of criteria."""
    return [
        _("tema"),
        _("ingår i"),
        _("namn"),
        _("kriterium"),
        _("bedömning"),
        _("skäl"),
        _("bedömt av"),
        _("bedöm på nytt"),
        _("förslag av dator"),
        _("lägst av 100"),
        _("högst av 100"),
        _("ord som talar för"),
        _("namnet kommer från"),
    ]


def criterion_cells(one: PublicCriterion) -> list[Any]:
    """One criterion of a theme: nothing but what its page says."""
    return [
        one.label,
        one.verdict,
        one.reason or one.reason_away,
        one.by if one.decided else "",
        _("ja") if one.renew else "",
        one.suggestion if one.suggested else "",
        "" if one.low is None else one.low,
        "" if one.high is None else one.high,
        ", ".join(one.words),
    ]
