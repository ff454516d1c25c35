"""The decision desk: the statement to ask about next, with its context, its likely themes, and how it goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from medskick.engine.text.masking import Segment
from medskick.ground.core.access import Viewer, require
from medskick.ground.jobs import queries as jobs
from medskick.process.contributions.models import Contribution, State
from medskick.process.contributions.queries.public import active_masks
from medskick.process.cycle.region import Region
from medskick.process.insights.models import (
    BookChange,
    CodebookVersion,
    CodeDecision,
    CodedStatement,
    EntryTheme,
    Placement,
    Run,
    Theme,
)
from medskick.process.insights.queries.names import of_entries, with_label
from medskick.process.insights.queries.statements import words_of

LEARN = "insights.codes"
LATEST, FEWEST = 50, 10
LIKELY = 3
FIRST_DIGIT_OF_OTHERS, LAST_DIGIT = 4, 9
AROUND = 1_500


@dataclass(frozen=True)
class Choice:
    """An entry that may be chosen. ``strength``: how likely the engine holds it, in words; empty for the others.

    ``label``: what its theme is called, with the entry's own word after it where that is another. ``approved``: a
    person has approved the theme that it fills.
    """

    key: str
    label: str
    definition: str
    strength: str
    digit: str
    ticked: bool
    approved: bool = False


@dataclass(frozen=True)
class Asked:
    """The statement, masked, in the text it stands in; ``version`` of the decision there is about it, 0 for none."""

    coded: CodedStatement
    before: tuple[Segment, ...]
    words: tuple[Segment, ...]
    after: tuple[Segment, ...]
    number: int
    municipality: str
    channel: str
    language: str
    likely: list[Choice]
    others: list[Choice]
    decision: CodeDecision | None
    version: int
    decided_as: str
    # The approved themes that it lies in: they have to be approved again if it is taken out of them.
    held_by: tuple[str, ...] = ()
    # The theme above, where only the topic in it is approved: that one is not shown yet.
    held_under: str = ""


@dataclass(frozen=True)
class Going:
    """How it goes: decisions that stand, the latest of them where engine and person agreed, and what was learned.

    ``stuck``: there are decisions that it has not learned from, and nothing that does so. ``taken_back``: what was done
    last was to take a decision back, so what was learned last is to be without it.
    """

    decided: int
    agreed: int
    latest: int
    learning: bool
    learned: int
    moved: int
    stuck: bool = False
    taken_back: bool = False

    @property
    def tells(self) -> bool:
        """There are decisions enough for the agreement to say something."""
        return self.latest >= FEWEST


def asked(
    run: Run, viewer: Viewer, region: Region, *, wanted: int = 0, skipped: Collection[int] = ()
) -> Asked | None:
    """The statement ``wanted`` (a CodedStatement's key), else the most useful one to decide about next."""
    require("insights.read", viewer)
    if run.codebook is None:
        return None
    coded = _wanted(run, wanted) if wanted else _next(run, skipped)
    if coded is None:
        return None
    row = coded.statement
    owner = Contribution.objects.prefetch_related(active_masks()).get(pk=row.contribution_id)
    found = decision_of(run, coded)
    stands = found is not None and found.active
    likely, others = _choices(run, coded, found.keys if found and stands else ())
    before, words, after = _in_context(row, owner)
    held_by, held_under = _held_by(row)
    return Asked(
        coded=coded,
        before=before,
        words=words,
        after=after,
        number=owner.number,
        municipality=region.municipality_name(owner.municipality),
        channel=str(owner.get_channel_display()),
        language=owner.language,
        likely=likely,
        others=others,
        decision=found if stands else None,
        version=found.version if found else 0,
        decided_as=labels(run.codebook, found.keys, run.cycle_id) if found and stands else "",
        held_by=held_by,
        held_under=held_under,
    )


def coded(run: Run, pk: int, viewer: Viewer) -> CodedStatement | None:
    """A statement of the run that shows, by its key."""
    require("insights.read", viewer)
    return _wanted(run, pk)


def going(run: Run, viewer: Viewer) -> Going:
    """Decisions with the run's codebook in its cycle. Agreement is over the latest fifty: the engine's choice as it
    was before it saw the decision. At most six queries."""
    require("insights.read", viewer)
    if run.codebook is None:
        return Going(0, 0, 0, False, 0, 0)
    book = run.codebook.codebook
    rows = CodeDecision.objects.filter(codebook=book, active=True, contribution__cycle=run.cycle_id)
    latest = list(rows.order_by("-at", "-pk").values_list("keys", "guess")[:LATEST])
    agreed = sum(guess[0] in keys if guess and keys else not guess and not keys for keys, guess in latest)
    behind = run.learned < book.decided
    learning = behind and jobs.active(LEARN, f"{run.number}.{book.decided}") is not None
    return Going(
        decided=rows.count(),
        agreed=agreed,
        latest=len(latest),
        learning=learning,
        learned=run.learned,
        moved=run.moved,
        stuck=behind and not learning,
        taken_back=_taken_back_last(run),
    )


def _taken_back_last(run: Run) -> bool:
    """Whether the last that people did with the run's codebook was to take a decision back. Two queries."""
    assert run.codebook is not None
    runs = Run.objects.filter(cycle=run.cycle_id, codebook__codebook=run.codebook.codebook_id)
    told = BookChange.objects.filter(
        cycle=run.cycle_id, undo__decision__run__in=list(runs.values_list("pk", flat=True))
    )
    coded, uncoded = Q(verb="statement_coded"), Q(verb="statement_uncoded")
    when = told.aggregate(
        made=Max("at", filter=coded),
        taken=Max("undone_at", filter=coded),
        again=Max("undone_at", filter=uncoded),
        once=Max("at", filter=uncoded),
    )
    made = [at for at in (when["made"], when["again"]) if at]
    taken = [at for at in (when["taken"], when["once"]) if at]
    return bool(taken) and max(taken) > max(made)


def lies_in(coded: CodedStatement, viewer: Viewer) -> Theme | None:
    """The theme of the book that a statement of a run lies in, the one above where it is a topic. One query."""
    require("insights.read", viewer)
    place = _place_of(coded.statement)
    theme = place.theme if place else None
    return (theme.parent or theme) if theme else None


def fits_none(run: Run, viewer: Viewer) -> QuerySet[CodedStatement]:
    """Statements that fit no entry, most surely so first."""
    require("insights.read", viewer)
    rows = _shown(run).filter(entry="")
    return rows.select_related("statement").order_by("-strength", "pk")


def decision_of(run: Run, coded: CodedStatement) -> CodeDecision | None:
    """The decision about a statement, also one that was taken back."""
    row = coded.statement
    return CodeDecision.objects.filter(
        codebook=run.codebook.codebook_id if run.codebook else None,
        contribution=row.contribution_id,
        field=row.field,
        start=row.start,
        end=row.end,
    ).first()


def labels(version: CodebookVersion, keys: Collection[str], cycle_id: int) -> str:
    """The entries as people read them: what their themes are called. One query."""
    called = of_entries(version, cycle_id) if keys else {}
    found = [_called(entry, called) for key in keys if (entry := version.entry(key))]
    return ", ".join(found) if found else _("inget tema")


def _called(entry: Mapping[str, Any], called: Mapping[str, str]) -> str:
    return with_label(called.get(entry["key"], entry["label"]), entry["label"])


def in_words(share: float) -> str:
    """How likely, in words rather than in figures that promise more than they hold."""
    if share >= 0.6:
        return _("mycket troligt")
    if share >= 0.35:
        return _("troligt")
    return _("kanske") if share >= 0.15 else _("mindre troligt")


def _shown(run: Run) -> QuerySet[CodedStatement]:
    return CodedStatement.objects.filter(run=run, statement__contribution__state=State.VISIBLE)


def _wanted(run: Run, pk: int) -> CodedStatement | None:
    return (
        _shown(run).select_related("statement", "run__codebook__codebook", "run__cycle").filter(pk=pk).first()
    )


def _next(run: Run, skipped: Collection[int]) -> CodedStatement | None:
    assert run.codebook is not None
    decided = CodeDecision.objects.filter(
        codebook=run.codebook.codebook_id,
        active=True,
        contribution=OuterRef("statement__contribution"),
        field=OuterRef("statement__field"),
        start=OuterRef("statement__start"),
        end=OuterRef("statement__end"),
    )
    rows = _shown(run).filter(~Exists(decided)).exclude(pk__in=list(skipped)).select_related("statement")
    offered = rows.filter(offer__isnull=False).order_by("offer", "pk").first()
    return offered or rows.order_by("strength", "pk").first()


def _held_by(row: Any) -> tuple[tuple[str, ...], str]:
    """The approved theme, and topic in it, that the statement lies in; and the theme above where only the topic is
    approved. One query."""
    place = _place_of(row)
    theme = place.theme if place else None
    if theme is None:
        return (), ""
    held = tuple(one.name for one in (theme.parent, theme) if one is not None and _is_approved(one))
    above = theme.parent
    return held, above.name if held and above is not None and not _is_approved(above) else ""


def _is_approved(theme: Theme) -> bool:
    return theme.state == Theme.State.APPROVED


def _place_of(row: Any) -> Placement | None:
    spot = {name: getattr(row, name) for name in ("contribution_id", "field", "start", "end")}
    return Placement.objects.filter(**spot).select_related("theme__parent").first()


def _approved(run: Run) -> set[str]:
    """Entries whose theme a person has approved, and the theme above it where it is a topic. One query."""
    assert run.codebook is not None
    links = EntryTheme.objects.filter(codebook=run.codebook.codebook_id, cycle=run.cycle_id)
    links = links.filter(theme__state=Theme.State.APPROVED)
    whole = links.filter(Q(theme__parent=None) | Q(theme__parent__state=Theme.State.APPROVED))
    return set(whole.values_list("key", flat=True))


def _choices(run: Run, coded: CodedStatement, ticked: Collection[str]) -> tuple[list[Choice], list[Choice]]:
    """The likely entries with their strength, and all others in the analyst's order, the first ones with a digit."""
    version = run.codebook
    assert version is not None
    approved, called = _approved(run), of_entries(version, run.cycle_id)
    share = dict(coded.nearest[:LIKELY])
    first = [entry for key in share if (entry := version.entry(key))]
    rest = [entry for entry in version.entries if entry["key"] not in share]

    def choice(entry: dict[str, Any], digit: int) -> Choice:
        key = entry["key"]
        words = in_words(share[key]) if key in share else ""
        shown = str(digit) if digit <= LAST_DIGIT else ""
        name = _called(entry, called)
        return Choice(key, name, entry["definition"], words, shown, key in ticked, key in approved)

    return (
        [choice(entry, n) for n, entry in enumerate(first, 1)],
        [choice(entry, n) for n, entry in enumerate(rest, FIRST_DIGIT_OF_OTHERS)],
    )


def _in_context(row: Any, owner: Contribution) -> tuple[tuple[Segment, ...], ...]:
    """What stands before the statement, the statement, and what follows, each masked; long texts are cut at words."""
    text = getattr(owner, row.field)
    begin, end = max(0, row.start - AROUND), min(len(text), row.end + AROUND)
    while 0 < begin < row.start and not text[begin - 1].isspace():
        begin += 1
    while row.end < end < len(text) and not text[end].isspace():
        end -= 1
    parts = ((begin, row.start), (row.start, row.end), (row.end, end))
    return tuple(
        words_of(SimpleNamespace(field=row.field, start=start, end=stop), owner) if stop > start else ()
        for start, stop in parts
    )
