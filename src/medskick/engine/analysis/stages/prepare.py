"""Each contribution by itself: personal data, language, statements, flags. Map-only, so workers may share it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from medskick.engine.text.conduct import find_conduct
from medskick.engine.text.language import identify
from medskick.engine.text.masking import apply_masks
from medskick.engine.text.personal import find_personal_data
from medskick.engine.text.statements import split_statements
from medskick.engine.text.tokens import is_no_content
from medskick.engine.text.whole import only_tells_who

from ..contract import Contribution, Mask
from ..crew import Alone, Crew

FEWEST_TO_SHARE = 2000
CHUNK = 250


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement inside its contribution: offsets in the field, language, and whether it answers nothing."""

    start: int
    end: int
    lang: str | None
    no_content: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known of one contribution alone. `field` is "text", "title", or "" where there is nothing to read."""

    field: str
    masks: tuple[Mask, ...]
    conduct: tuple[str, ...]
    lang: str | None
    pieces: tuple[Piece, ...]

    @property
    def presentable(self) -> bool:
        """False where the words may not be repeated to anyone: abuse, threats, advertising, instructions to us."""
        return not self.conduct


def prepare_chunks(
    contributions: Sequence[Contribution], crew: Crew, done: int = 0
) -> Iterator[list[Prepared]]:
    """Prepare contributions in order, some hundred at a time; `done` chunks at the beginning are left out."""
    starts = range(done * CHUNK, len(contributions), CHUNK)
    chunks = (contributions[start : start + CHUNK] for start in starts)
    crew = crew if len(contributions) >= FEWEST_TO_SHARE else Alone()
    return crew.mapped(_prepare_chunk, None, chunks)


def prepare(contribution: Contribution) -> Prepared:
    """Read one contribution. The text speaks; the title does only where the text is empty."""
    field = next((name for name in ("text", "title") if getattr(contribution, name).strip()), "")
    if not field:
        return Prepared("", (), (), None, ())
    text = getattr(contribution, field)
    masks = masks_of(contribution)
    conduct = {flag.kind for name in ("text", "title") for flag in find_conduct(getattr(contribution, name))}
    lang = contribution.lang or identify(readable(text, masks, field))
    pieces = tuple(_piece(text, start, end, masks, field, lang) for start, end in _spans(text))
    return Prepared(field, masks, tuple(sorted(conduct)), lang, pieces)


def masks_of(contribution: Contribution) -> tuple[Mask, ...]:
    """The masks given with the contribution, or those that are found in it; sorted by field and start."""
    if contribution.masks is not None:
        given = (mask if isinstance(mask, Mask) else Mask(*mask) for mask in contribution.masks)
        return tuple(sorted(given, key=lambda mask: (mask.field, mask.start, mask.end, mask.kind)))
    return tuple(
        Mask(name, found.start, found.end, found.kind)
        for name in ("text", "title")
        for found in sorted(
            find_personal_data(getattr(contribution, name)), key=lambda f: (f.start, f.end, f.kind)
        )
    )


def readable(text: str, masks: Sequence[Mask], field: str, start: int = 0, end: int | None = None) -> str:
    """The part `start` to `end` of a field without what is masked: the only view that the analysis reads."""
    end = len(text) if end is None else end
    inside = [
        (max(mask.start, start) - start, min(mask.end, end) - start, mask.kind)
        for mask in masks
        if mask.field == field and max(mask.start, start) < min(mask.end, end)
    ]
    if not inside:
        return " ".join(text[start:end].split())
    open_parts = (segment.text for segment in apply_masks(text[start:end], inside) if segment.kind is None)
    return " ".join(" ".join(open_parts).split())


def piece_at(contribution: Contribution, prepared: Prepared, start: int, end: int, lang: str | None) -> Piece:
    """A statement of a prepared contribution that was not cut out at first; `lang` where its words do not tell."""
    text = getattr(contribution, prepared.field)
    return _piece(text, start, end, prepared.masks, prepared.field, lang)


def _spans(text: str) -> list[tuple[int, int]]:
    """The statements of a text; a text that yields none (only signs, an emoji) is one statement."""
    spans = [(span.start, span.end) for span in split_statements(text) if text[span.start : span.end].strip()]
    if spans:
        return spans
    start = len(text) - len(text.lstrip())
    return [(start, len(text.rstrip()))]


def _piece(text: str, start: int, end: int, masks: Sequence[Mask], field: str, lang: str | None) -> Piece:
    visible = readable(text, masks, field, start, end)
    covered = any(mask.field == field and mask.start < end and start < mask.end for mask in masks)
    nothing = is_no_content(visible) or (covered and only_tells_who(visible))
    return Piece(start, end, identify(visible) or lang, nothing)


def _prepare_chunk(_: None, chunk: Sequence[Contribution]) -> list[Prepared]:
    return [prepare(contribution) for contribution in chunk]
