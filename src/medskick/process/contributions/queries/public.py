"""What everybody may read of a contribution, and what the analysis may read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, Sum

from medskick.engine.text.masking import Segment, apply_masks
from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.disclosure import may_name_municipality
from medskick.ground.ui.covered import covered
from medskick.process.contributions.models import Contribution, Correction, Mask, State
from medskick.process.contributions.queries.placing import for_people, own_words_from
from medskick.process.contributions.queries.sendings import once, sendings
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle

_CHUNK = 2_000
_SEARCHED_AT_ONCE = 500


@dataclass(frozen=True)
class PublicText:
    """A contribution's words as anybody may read them: pieces of text, each open or an empty place with its kind.

    ``organisation`` is empty unless it is to be named.
    """

    title: tuple[Segment, ...]
    text: tuple[Segment, ...]
    language: str
    organisation: tuple[Segment, ...] = ()

    @property
    def plain(self) -> str:
        """Title and text as one text, with a placeholder in the page's language for each empty place."""
        parts = ("".join(piece.text for piece in pieces) for pieces in (self.title, self.text))
        return "\n".join(part for part in parts if part)


@dataclass(frozen=True)
class PublicContribution:
    """A public row: text, question and channel; a municipality only where enough persons share it."""

    number: int
    words: PublicText
    question: str
    channel: str
    municipality: str
    corrections: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True)
class VisibleText:
    """What an analysis reads of one visible contribution. Masks are (field, start, end, kind) in code points.

    ``sending`` is the same for all that came on one occasion: the same persons are behind them. ``sending_persons``:
    how many were there, where that has been told.
    """

    id: int
    sending: uuid.UUID
    number: int
    text: str
    title: str
    masks: tuple[tuple[str, int, int, str], ...]
    quotable: bool
    persons: int
    municipality: str
    age: str
    channel: str
    sender: str
    lang: str
    question: str
    sending_persons: int | None = None


def active_masks() -> Prefetch:
    """Masks that have not been lifted, onto ``active_masks``."""
    rows = Mask.objects.filter(lifted_at__isnull=True).order_by("start", "pk")
    return Prefetch("masks", queryset=rows, to_attr="active_masks")


def masks_of(contribution: Contribution) -> list[Mask]:
    """The masks that count; from the prefetched list where there is one."""
    found = getattr(contribution, "active_masks", None)
    if found is None:
        found = list(contribution.masks.filter(lifted_at__isnull=True))
    return found


def public_segments(contribution: Contribution, *, preview: bool = False) -> PublicText:
    """The only way from a contribution's words to a public door.

    Raises ValueError for one that does not show, unless it is a ``preview`` for its sender or for staff.
    """
    if contribution.state != State.VISIBLE and not preview:
        raise ValueError(f"Contribution {contribution.number} does not show")
    masks = masks_of(contribution)
    pieces = {
        field: covered_segments(
            getattr(contribution, field),
            [(one.start, one.end, one.kind) for one in masks if one.field == field],
        )
        for field in contribution.public_fields
    }
    return PublicText(language=contribution.language, **pieces)


def public_texts(numbers: Iterable[int], viewer: Viewer = PUBLIC) -> dict[int, PublicText]:
    """Masked words of those contributions that show, by number. Hidden ones are not in the answer. Two queries."""
    rows = Contribution.objects.filter(state=State.VISIBLE, number__in=list(numbers)).prefetch_related(
        active_masks()
    )
    return {one.number: public_segments(one) for one in rows}


def public_contribution(number: int, viewer: Viewer = PUBLIC) -> PublicContribution | None:
    """A contribution as its public page shows it, or None when it does not show."""
    rows = Contribution.objects.filter(state=State.VISIBLE).prefetch_related(active_masks())
    one = rows.filter(number=number).first()
    if one is None:
        return None
    region = regions.region()
    question = region.question(one.frame, one.question)
    passed = one.corrections.filter(state=Correction.State.VISIBLE)
    return PublicContribution(
        number=one.number,
        words=public_segments(one),
        question=str(question.text) if question else "",
        channel=str(one.get_channel_display()),
        municipality=region.municipality_name(one.municipality) if named(one) else "",
        corrections=tuple(words for one in passed if (words := _own_words(one))),
    )


def shown(number: int, viewer: Viewer) -> Contribution | None:
    """The contribution itself if it shows, for what a visitor may do with it; its words are read elsewhere."""
    return Contribution.objects.filter(state=State.VISIBLE, number=number).first()


def taken_away(number: int, viewer: Viewer) -> str:
    """``hidden`` or ``withdrawn`` for one that was received and shows no longer, else an empty text."""
    gone = Contribution.objects.filter(number=number, state__in=(State.HIDDEN, State.WITHDRAWN))
    return gone.values_list("state", flat=True).first() or ""


def _own_words(correction: Correction) -> tuple[Segment, ...]:
    """What the sender wrote in a correction, as anybody may read it; nothing beside the theme, no piece."""
    begin = own_words_from(correction.text)
    masks = [
        (max(0, start - begin), end - begin, kind) for start, end, kind in correction.masks if end > begin
    ]
    return covered_segments(correction.text[begin:], masks)


def correction_segments(correction: Correction) -> tuple[Segment, ...]:
    """A correction as anybody may read it."""
    text, place, out = for_people(correction.text)

    def moved(at: int) -> int:
        return at - out if at >= place + out else min(at, place)

    return covered_segments(text, [(moved(start), moved(end), kind) for start, end, kind in correction.masks])


def covered_segments(text: str, spans: Iterable[tuple[int, int, str]]) -> tuple[Segment, ...]:
    """A text cut where masks begin and end, the empty places named in the page's language: "[namn dolt]"."""
    return tuple(
        Segment(f"[{words}]", piece.kind) if (words := covered(piece.kind or "")) else piece
        for piece in apply_masks(text, spans)
    )


def named(contribution: Contribution) -> bool:
    """Whether a public row may name the municipality: at least five persons share it in the same channel."""
    if not contribution.municipality:
        return False
    sharing = Contribution.objects.filter(
        cycle=contribution.cycle_id,
        state=State.VISIBLE,
        municipality=contribution.municipality,
        channel=contribution.channel,
    )
    told = sharing.aggregate(people=Sum("persons", filter=once(sharing)), sendings=sendings())
    return may_name_municipality(told["people"] or 0, told["sendings"])


def visible_texts(cycle: StrategyCycle, viewer: Viewer) -> Iterator[VisibleText]:
    """Everything that shows, in a stable order, for the analysis' snapshot. Queries grow with chunks of 2 000."""
    rows: QuerySet[Contribution] = Contribution.objects.filter(cycle=cycle, state=State.VISIBLE)
    rows = rows.order_by("pk").prefetch_related(active_masks()).defer("search_text")
    for one in rows.iterator(chunk_size=_CHUNK):
        yield VisibleText(
            id=one.pk,
            sending=one.sending,
            number=one.number,
            text=one.text,
            title=one.title,
            masks=tuple(
                (mask.field, mask.start, mask.end, mask.kind)
                for mask in masks_of(one)
                if mask.field in ("title", "text")
            ),
            quotable=one.quotable,
            persons=one.persons,
            municipality=one.municipality,
            age=one.age_band,
            channel=one.channel,
            sender=one.sender_kind,
            lang=one.language,
            question=one.question,
            sending_persons=one.sending_persons,
        )


def searchable_keys() -> Iterator[list[str]]:
    """The numbers of everything that shows, for the search index."""
    numbers = (
        Contribution.objects.filter(state=State.VISIBLE).order_by("number").values_list("number", flat=True)
    )
    held: list[str] = []
    for number in numbers.iterator(chunk_size=_CHUNK):
        held.append(str(number))
        if len(held) == _SEARCHED_AT_ONCE:
            yield held
            held = []
    if held:
        yield held


def searchable(numbers: Iterable[str], viewer: Viewer = PUBLIC) -> dict[str, tuple[str, str, str]]:
    """(title, text, language) of those that show, by number: open words alone, so that nothing covered is found.

    Two queries.
    """
    wanted = [int(number) for number in numbers if number.isdecimal()]
    return {
        str(number): (open_words(shown.title), open_words(shown.text), shown.language)
        for number, shown in public_texts(wanted, viewer).items()
    }


def open_words(pieces: Iterable[Segment]) -> str:
    """A text with an ellipsis where something is covered."""
    return " ".join("".join("…" if piece.kind else piece.text for piece in pieces).split())


def public_rows(
    cycle: StrategyCycle, viewer: Viewer = PUBLIC
) -> Iterator[tuple[int, str, str, str, str, str]]:
    """Open data: (number, text, question, channel, municipality or empty, language) of everything that shows.

    A municipality stands only where at least five persons share it in the channel. Two queries per 2 000 rows.
    """
    region = regions.region()
    rows = Contribution.objects.filter(cycle=cycle, state=State.VISIBLE)
    behind = Sum("persons", filter=once(rows, "municipality", "channel"))
    sharing = rows.order_by().values_list("municipality", "channel")
    enough = {
        (place, channel)
        for place, channel, people, sent in sharing.annotate(people=behind, sendings=sendings())
        if may_name_municipality(people, sent)
    }
    numbered = rows.order_by("number").prefetch_related(active_masks()).defer("search_text")
    for one in numbered.iterator(chunk_size=_CHUNK):
        question = region.question(one.frame, one.question)
        place = one.municipality if (one.municipality, one.channel) in enough else ""
        yield (
            one.number,
            public_segments(one).plain,
            str(question.text) if question else "",
            str(one.get_channel_display()),
            region.municipality_name(place),
            one.language,
        )
