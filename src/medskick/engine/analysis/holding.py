"""Which statements hold what was one statement before, when a text has been cut anew."""

from __future__ import annotations

from collections.abc import Iterable

Span = tuple[str, str, int, int]


def holding(wanted: Iterable[Span], statements: Iterable[tuple[Span, int]]) -> dict[Span, list[int]]:
    """Of each wanted span (contribution, field, start, end) the statements that hold most of it, or lie mostly in it.

    A statement answers to one span: the one that it shares most with, the first of equals. A span that no statement
    answers to has none.
    """
    asked: dict[tuple[str, str], list[Span]] = {}
    for span in sorted(set(wanted)):
        asked.setdefault(span[:2], []).append(span)
    found: dict[Span, list[int]] = {span: [] for own in asked.values() for span in own}
    if not found:
        return found
    for (own, field, start, end), number in statements:
        best, most = None, 0
        for span in asked.get((own, field), ()):
            shared = min(end, span[3]) - max(start, span[2])
            if shared > most and 2 * shared > min(end - start, span[3] - span[2]):
                best, most = span, shared
        if best is not None:
            found[best].append(number)
    return found
