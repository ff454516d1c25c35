"""Hide spans of a text from readers; the original stays as it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

PLACEHOLDERS = {
    "phone": "[telefonnummer dolt]",
    "email": "[e-post dold]",
    "personal_number": "[personnummer dolt]",
    "coordination_number": "[samordningsnummer dolt]",
    "address": "[adress dold]",
    "name": "[namn dolt]",
    "other": "[uppgift dold]",
}
PLACEHOLDER = "[dolt]"


class Masked(Protocol):
    """Anything with a half-open code-point span and a kind, such as `personal.PersonalData`."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text as readers may see it.

    `kind` is None for open text. For a hidden piece `kind` says what was hidden and `text` is a Swedish
    placeholder in square brackets, never the hidden words.
    """

    text: str
    kind: str | None


def apply_masks(text: str, spans: Iterable[Masked | tuple[int, int, str]]) -> list[Segment]:
    """Cut `text` into open and hidden segments, in order.

    `spans` are `(start, end, kind)` or objects with those attributes, in any order; overlapping and touching
    spans become one segment that carries the kind of the longest of them.
    Raises ValueError for a span that does not lie within the text: masks that do not fit belong to another text.
    """
    segments: list[Segment] = []
    position = 0
    for start, end, kind in _merged(text, spans):
        if start > position:
            segments.append(Segment(text[position:start], None))
        segments.append(Segment(PLACEHOLDERS.get(kind, PLACEHOLDER), kind))
        position = end
    if position < len(text):
        segments.append(Segment(text[position:], None))
    return segments


def masked_text(text: str, spans: Iterable[Masked | tuple[int, int, str]]) -> str:
    """Return `text` with a placeholder in place of every hidden span."""
    return "".join(segment.text for segment in apply_masks(text, spans))


def _merged(text: str, spans: Iterable[Masked | tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    merged: list[tuple[int, int, str, int]] = []
    for start, end, kind in sorted(map(_triple, spans)):
        if not 0 <= start < end <= len(text):
            raise ValueError(f"mask {start}:{end} ({kind}) does not fit a text of {len(text)} characters")
        if merged and start <= merged[-1][1]:
            first, last, longest_kind, longest = merged[-1]
            if end - start > longest:
                longest_kind, longest = kind, end - start
            merged[-1] = (first, max(last, end), longest_kind, longest)
        else:
            merged.append((start, end, kind, end - start))
    return [(start, end, kind) for start, end, kind, _ in merged]


def _triple(span: Masked | tuple[int, int, str]) -> tuple[int, int, str]:
    if isinstance(span, tuple):
        return span
    return span.start, span.end, span.kind
