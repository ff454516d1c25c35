"""Reads: the history of files, what a file holds, what it would become and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from medskick.engine.tables.errors import TableError
from medskick.engine.text.masking import Segment, apply_masks
from medskick.engine.text.personal import PersonalData, find_personal_data
from medskick.ground.core.access import Viewer, require
from medskick.process.contributions.actions.receive import Answer
from medskick.process.contributions.imports import files
from medskick.process.contributions.imports.reading import Reading, RowProblem
from medskick.process.contributions.imports.repeats import Repeats, skips
from medskick.process.contributions.models import AgeBand, Channel, Contribution, ImportBatch, Mask, State
from medskick.process.cycle import region as regions

LOOKED_AT = 300
SHOWN = 20
EXAMPLES = 3
EXAMPLE_CHARS = 120
WORDS_OF_A_TEXT = 8


@dataclass(frozen=True)
class PreviewRow:
    """A contribution as it would be stored, or why its row would not. ``segments`` has personal data covered."""

    number: int
    answer: Answer | None = None
    segments: list[Segment] = field(default_factory=list)
    title: list[Segment] = field(default_factory=list)
    question: str = ""
    place: str = ""
    age: str = ""
    channel: str = ""
    column: str = ""
    problem: str = ""


@dataclass
class Preview:
    """The first contributions, and counts over the first ``looked_at`` rows. ``error``: the file cannot be read.

    Every row is counted once: ``looked_at`` = ``usable`` + ``repeats`` (where they are skipped) + ``problems``.
    ``unused`` are columns that hold running text and are not read.

    ``mapped`` is False while nobody has said which column is the text; then there are only ``examples``.
    """

    rows: list[PreviewRow] = field(default_factory=list)
    problems: list[PreviewRow] = field(default_factory=list)
    examples: dict[str, list[list[Segment]]] = field(default_factory=dict)
    mapped: bool = True
    looked_at: int = 0
    # About how many rows the whole file has, in round numbers; 0 where nobody knows without reading it.
    about: int = 0
    whole: bool = False
    usable: int = 0
    repeats: int = 0
    skips_repeats: bool = False
    has_ids: bool = False
    unused: list[str] = field(default_factory=list)
    contributions: int = 0
    with_personal: int = 0
    error: str = ""

    @property
    def filled(self) -> dict[str, bool]:
        """Which columns of the table say anything; empty ones would only take room on a phone."""
        return {
            "question": any(row.question for row in self.rows),
            "place": any(row.place for row in self.rows),
            "age": any(row.age for row in self.rows),
            "source": any(row.answer.source.title for row in self.rows if row.answer),
            "id": any(row.answer.source.key for row in self.rows if row.answer),
            "day": any(row.answer.source.date for row in self.rows if row.answer),
        }


@dataclass(frozen=True)
class Outcome:
    """What became of a file: contributions by state, rows left out, personal data by kind (number of contributions)."""

    stored: int
    states: list[tuple[str, int]]
    skipped: int
    personal: int
    kinds: list[tuple[str, int]]


def batches(viewer: Viewer, *, words: str = "", state: str = "") -> QuerySet[ImportBatch]:
    """Files, newest first; ``words`` in the file's or a person's name, ``state`` one of ImportBatch.State."""
    require("contributions.import", viewer)
    found = ImportBatch.objects.select_related("cycle")
    for word in words.replace("\0", "").split():
        found = found.filter(Q(file_name__icontains=word) | Q(author_name__icontains=word))
    return found.filter(state=state) if state in ImportBatch.State.values else found


def batch(pk: UUID, viewer: Viewer) -> ImportBatch | None:
    """One file."""
    return batches(viewer).filter(pk=pk).first()


def same_bytes(one: ImportBatch, viewer: Viewer) -> list[ImportBatch]:
    """Earlier uploads of exactly the same file that were read in or are being read, newest first."""
    tried = (ImportBatch.State.UPLOADED, ImportBatch.State.FAILED)
    return list(batches(viewer).filter(sha256=one.sha256).exclude(pk=one.pk).exclude(state__in=tried)[:10])


def counted_twice(one: ImportBatch, viewer: Viewer) -> ImportBatch | None:
    """The upload whose voices already count, were this one read in as well: same file, same sheet, same cycle."""
    counting = {ImportBatch.State.RUNNING, ImportBatch.State.DONE}
    for other in same_bytes(one, viewer):
        same = other.cycle_id == one.cycle_id and other.fixed.get("sheet") == one.fixed.get("sheet")
        if same and other.state in counting:
            return other
    return None


def sheets(one: ImportBatch) -> tuple[str, ...]:
    """The workbook's sheets; nothing for other files and where the file cannot be opened."""
    if one.file_format != "xlsx":
        return ()
    try:
        return files.table(one).sheets
    except (TableError, files.Refused):
        return ()


def preview(one: ImportBatch, viewer: Viewer) -> Preview:
    """What the first rows would become: texts with personal data covered, and row-level errors."""
    require("contributions.import", viewer)
    found = Preview(mapped=any(one.mapping.get(name) for name in ("text", "title")))
    found.mapped = found.mapped or any(name.startswith("text_") for name in one.mapping)
    reading = Reading(one.mapping, one.fixed, regions.region())

    def unreadable(error: TableError) -> None:
        problem = PreviewRow(error.row or 0, column=error.column or "", problem=error.message)
        found.problems.append(problem)
        found.looked_at += 1

    repeats, used = Repeats(one.mapping), set(one.mapping.values())
    found.has_ids, found.skips_repeats = repeats.has_ids, skips(one.mapping, one.fixed)
    try:
        table = files.table(one)
        found.about = _round(table.count_hint or 0)
        rows = table.rows(on_error=unreadable)
        for row in islice(rows, LOOKED_AT):
            found.looked_at += 1
            _add_examples(found, row.values)
            found.unused += [name for name in _running_text(row.values) if name not in {*used, *found.unused}]
            if not found.mapped:
                continue
            try:
                answers = reading.answers(row)
            except RowProblem as problem:
                found.problems.append(PreviewRow(row.number, column=problem.column, problem=problem.text))
                continue
            if repeats.of(row.number, answers):
                found.repeats += 1
                if found.skips_repeats:
                    continue
            found.usable += 1
            for answer in answers:
                _add(found, row.number, answer, reading)
        found.whole = next(rows, None) is None
    except (TableError, files.Refused) as error:
        found.error = str(error)
    return found


def outcome(one: ImportBatch, viewer: Viewer) -> Outcome:
    """Counts over what is stored, from the contributions themselves."""
    require("contributions.import", viewer)
    mine = Contribution.objects.filter(import_batch=one)
    counted = dict(mine.order_by().values_list("state").annotate(n=Count("pk")))
    masks = Mask.objects.filter(contribution__import_batch=one, lifted_at__isnull=True).order_by()
    kinds = masks.values_list("kind").annotate(n=Count("contribution", distinct=True)).order_by("-n", "kind")
    stored_rows = mine.filter(import_row__isnull=False).count()
    return Outcome(
        stored=sum(counted.values()),
        states=[(str(state.label), counted[state.value]) for state in State if counted.get(state.value)],
        skipped=max(0, one.rows - stored_rows) if one.state == ImportBatch.State.DONE else 0,
        personal=mine.filter(has_personal_data=True).count(),
        kinds=[(str(Mask.Kind(kind).label), count) for kind, count in kinds],
    )


def _add(found: Preview, number: int, answer: Answer, reading: Reading) -> None:
    hits, in_title = find_personal_data(answer.text), find_personal_data(answer.title)
    found.contributions += 1
    found.with_personal += bool(hits or in_title)
    if len(found.rows) >= SHOWN:
        return
    question = reading.region.question("import", answer.question)
    found.rows.append(
        PreviewRow(
            number,
            answer=answer,
            segments=_covered(answer.text, hits),
            title=_covered(answer.title, in_title),
            question=str(question.text) if question else "",
            place=reading.region.municipality_name(answer.municipality) if answer.municipality else "",
            age=str(AgeBand(answer.age_band).label) if answer.age_band else "",
            channel=str(Channel(answer.channel).label),
        )
    )


def _add_examples(found: Preview, values: dict[str, str]) -> None:
    """The first things that stand in each column, personal data covered, so that a person knows what it holds."""
    for column, value in values.items():
        shown = found.examples.setdefault(column, [])
        if value.strip() and len(shown) < EXAMPLES:
            whole = value.strip()
            end = EXAMPLE_CHARS
            hits = [hit for hit in find_personal_data(whole[: EXAMPLE_CHARS * 4]) if hit.start < end]
            end = max([end, *(hit.end for hit in hits)])
            shown.append(_covered(whole[:end], hits))


def _round(rows: int) -> int:
    """A guess, told with two figures: 50 309 is 50 000."""
    return round(rows, 2 - len(str(rows))) if rows >= LOOKED_AT else 0


def _running_text(values: dict[str, str]) -> list[str]:
    """The columns whose cell holds so many words that somebody must have written them."""
    return [name for name, value in values.items() if len(value.split()) >= WORDS_OF_A_TEXT]


def _covered(text: str, hits: list[PersonalData]) -> list[Segment]:
    return apply_masks(text, [(hit.start, hit.end, hit.kind) for hit in hits])
