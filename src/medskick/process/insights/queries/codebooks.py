"""Reads of codebooks for staff."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max

from medskick.ground.core.access import Viewer, require
from medskick.process.contributions.models import State
from medskick.process.insights.models import Codebook, CodebookVersion, CodeDecision, CodedStatement, Run
from medskick.process.insights.queries.names import of_entries, with_label

VERSIONS = 30


@dataclass(frozen=True)
class Listed:
    """A codebook in the list, with how many themes it has now and the runs that used it."""

    codebook: Codebook
    version: CodebookVersion
    runs: int


@dataclass(frozen=True)
class Filled:
    """An entry of a run's codebook with the statements under it that show. label: what its theme is called, with the
    entry's own word after it where that is another."""

    key: str
    label: str
    definition: str
    statements: int


def codebooks(viewer: Viewer) -> list[Listed]:
    """All codebooks by name. Two queries."""
    require("insights.read", viewer)
    books = Codebook.objects.annotate(
        last=Max("versions__number"), uses=Count("versions__runs", distinct=True)
    )
    newest = {
        version.codebook_id: version
        for version in CodebookVersion.objects.order_by("codebook_id", "number").defer("sentence")
    }
    return [Listed(book, newest[book.pk], book.uses) for book in books]


def codebook(pk: int, viewer: Viewer) -> Codebook | None:
    """A codebook by its key."""
    require("insights.read", viewer)
    return Codebook.objects.filter(pk=pk).first()


def versions(book: Codebook, viewer: Viewer) -> list[CodebookVersion]:
    """Its latest versions, newest first."""
    require("insights.read", viewer)
    return list(book.versions.all()[:VERSIONS])


def used_keys(book: Codebook, viewer: Viewer) -> set[str]:
    """Keys that a run or a decision has used: they mean the same for ever. Two queries."""
    require("insights.read", viewer)
    run = CodebookVersion.objects.filter(codebook=book, runs__isnull=False).distinct()
    used = {entry["key"] for entries in run.values_list("entries", flat=True) for entry in entries}
    for keys in CodeDecision.objects.filter(codebook=book).values_list("keys", flat=True):
        used.update(keys)
    return used


def filled(run: Run, viewer: Viewer) -> list[Filled]:
    """The entries of the run's codebook with what lies under them now, and last what fits none (empty key)."""
    require("insights.read", viewer)
    if run.codebook is None:
        return []
    rows = CodedStatement.objects.filter(run=run, statement__contribution__state=State.VISIBLE)
    count = dict(rows.values_list("entry").order_by().annotate(n=Count("pk")))
    called = of_entries(run.codebook, run.cycle_id)
    entries = [
        Filled(
            entry["key"],
            with_label(called.get(entry["key"], entry["label"]), entry["label"]),
            entry["definition"],
            count.get(entry["key"], 0),
        )
        for entry in run.codebook.entries
    ]
    return [*entries, Filled("", "", "", count.get("", 0))]
